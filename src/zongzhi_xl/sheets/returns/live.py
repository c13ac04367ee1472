"""Formula cells with their answers: what formulas ask of a return, and what they have in common."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from fractions import Fraction
from functools import cached_property
from typing import Any, TypeAlias

from zongzhi_xl.contract import REPORTING_MONTH
from zongzhi_xl.core.edition.items import Kind
from zongzhi_xl.core.language.days import SERIALS, serial
from zongzhi_xl.core.language.expressions import Expression
from zongzhi_xl.core.language.formula_answers import NoValue, Program, compiled
from zongzhi_xl.core.language.formulas import (
    Cell,
    Formula,
    Operand,
    Read,
    Source,
    call,
    first_of,
    formula_text,
    is_error,
    most,
    when,
    without,
)
from zongzhi_xl.core.language.rule_formula import Reference, divisors, rule_formula
from zongzhi_xl.core.language.values import NO, RANK, YES, Gap, State, Value
from zongzhi_xl.core.returned.explaining import BLANKS
from zongzhi_xl.core.returned.names import Lookup
from zongzhi_xl.core.returned.submission import in_sheet
from zongzhi_xl.record import Record, field

Cached: TypeAlias = int | float | str

PASS, FAIL, NOT_RUN = "通过", "不通过", "未运行"
#: with what a hint begins; it decides the colour, and what the cover counts
NOT_FILLED, WRONG, QUERY, EXPLAINED, NOTICE = "未填", "错误：", "核实：", "已说明：", "提示："
#: those that the cover counts; after one of them a colon and words may follow, or nothing
COUNTED = tuple(words.rstrip("：") for words in (NOT_FILLED, WRONG, QUERY, EXPLAINED))
#: more than the hints of a return; four such numbers are one that Excel keeps exactly
THOUSAND = 1000
#: first row of 计算 and 底数 that holds anything but headings
FIRST_ROW = 3


class Facts(Record):
    """What one return says: every name's value, its explanations, and the cells as typed.

    Answers are kept, because a hint asks again what the page of checks has asked.
    """

    lookup: Lookup
    notes: Mapping[str, str]
    typed: Mapping[str, object]
    register: tuple[Mapping[str, object], ...]
    kept: dict[object, Any] = field(default_factory=dict)

    def value(self, name: str) -> Value:
        """The value of ``name``, or the gap."""
        if name not in self.kept:
            self.kept[name] = self.lookup(name)
        return self.kept[name]  # type: ignore[no-any-return]  # kept under its own key

    @property
    def month(self) -> int | None:
        """The month typed, if it is one."""
        month = self.value(REPORTING_MONTH)
        return month if isinstance(month, int) else None

    def state(self, name: str) -> int:
        """0 a value, 1 无法识别, 2 未填, 3 不适用."""
        value = self.value(name)
        return RANK[value.state] if isinstance(value, Gap) else 0

    def read(self, source: Source, name: str, row: int) -> Cached:
        """What a cell holds that is no formula; raises NoValue where that is an error."""
        match source:
            case Source.FIGURE:
                return _understood(self.value(name))
            case Source.STATE:
                return self.state(name)
            case Source.NOTE:
                return self.notes.get(name, "")
            case Source.TYPED:
                return _as_typed(self.typed.get(name))
            case Source.DATED | Source.LOCKED:  # only a paste makes a cell so, never the writer
                return False
            case Source.EVENT:
                known = row < len(self.register)
                return _as_typed(self.register[row].get(name)) if known else ""

    def cached(self, live: "Live") -> Cached:
        """The cached value of a formula: an error as a sheet shows it."""
        try:
            return self.answer(live)
        except NoValue:
            return "#N/A"

    def answer(self, live: "Live") -> Cached:
        """What a formula gives; raises NoValue where that is an error."""
        if live not in self.kept:
            self.kept[live] = live.compute(self)
        return self.kept[live]  # type: ignore[no-any-return]  # kept under its own key


def _understood(value: Value) -> Cached:
    if isinstance(value, Gap):
        if value.state == State.UNREADABLE:
            raise NoValue(value.found)
        return value.state.value if value.state == State.NOT_APPLICABLE else ""
    return cell_value(value)


def _as_typed(value: object) -> Cached:
    match value:
        case None:
            return ""
        case float():
            return cell_value(in_sheet(value))
        case int() | str() | date():
            return cell_value(value)
        case _:
            raise NoValue(value)


class Live(Record, eq=False):
    """The formula of one cell: its text (without ``=``), and what it shows for given facts."""

    root: Formula

    @cached_property
    def text(self) -> str:
        """As Excel reads it."""
        return formula_text(self.root)

    @cached_property
    def _program(self) -> Program:
        return compiled(self.root)

    def compute(self, facts: Facts) -> Cached:
        """What the cell holds then; raises NoValue where that is an error."""
        return cell_value(self._program(facts))

    def at(self, place: str) -> Cell:
        """The cell that holds it, as other formulas refer to it."""
        return Cell(place, self)


StateOf: TypeAlias = Callable[[str], str]


class Scope(Record):
    """How names are written in the sheet: as figures, and as state cells."""

    reference: Reference
    state: StateOf

    def state_of(self, name: str) -> Read:
        """The state of a name."""
        return Read(self.state(name), Source.STATE, name)

    def worst(self, names: Iterable[str]) -> Formula:
        """The strongest state of some names."""
        return most(map(self.state_of, names))

    def rule(self, rule: Expression) -> Formula:
        """A rule between other parts of a formula."""
        return rule_formula(rule, self.reference)

    def guarded(
        self, rule: Expression, gap: Callable[[Formula], Operand], zero: Operand, value: Operand
    ) -> Formula:
        """``value`` where all that a rule needs is there, else ``gap`` of a state, or ``zero``."""
        value = first_of(((one.equals(0), zero) for one in divisors(rule, self.reference)), value)
        if not rule.names:
            return value
        worst = self.worst(rule.names)
        return when(worst > 0, gap(worst), value)


def weight_of(hint: Formula) -> Formula:
    """What a hint adds to the tally: a power of THOUSAND by the word that it begins with, or 0.

    So one sum tells how many begin with each word, and an entry looks at its own hint only.
    """
    begins = [call("LEFT", hint, len(word)).equals(word) for word in COUNTED]
    return first_of(zip(begins, (THOUSAND**n for n in range(len(COUNTED))), strict=True), 0)


def figure(text: str) -> Read:
    """The value of a name."""
    return Read(text, Source.FIGURE, text)


def cell_value(value: int | float | Fraction | date | str) -> Cached:
    """A value as a cell holds it: days as serial numbers, fractions divided once."""
    if type(value) in (int, str):  # nearly all
        return value  # type: ignore[return-value]  # type() narrows nothing for mypy
    match value:
        case date():
            return serial(value)
        case Fraction():
            return int(value) if value.denominator == 1 else float(value)
        case _:
            return value


def missing(worst: Formula) -> Formula:
    """The word for a state."""
    return call("CHOOSE", worst, "无法识别", "未填", "不适用")


def measured(rule: Expression, scope: Scope, zero: str = "分母为零") -> Formula:
    """The figure of a rule, guarded; ``zero`` is shown where a denominator is 0."""
    return scope.guarded(rule, missing, zero, scope.rule(rule))


def verdict(rule: Expression, scope: Scope) -> Formula:
    """通过, 不通过, or 未运行 where something that the rule needs is missing."""
    judged = when(scope.rule(rule), PASS, FAIL)
    return scope.guarded(rule, lambda _: NOT_RUN, NOT_RUN, judged)


def day_state(x: Formula) -> Formula:
    """0 for a day of this century, else 1."""
    this_century = when(x < SERIALS.start, 1, when(x < SERIALS.stop, 0, 1))
    return when(call("ISNUMBER", x), this_century, 1)


def _count_state(x: Formula) -> Formula:
    # eleven digits are a telephone number or a card, not a count (core/submission)
    # ROUND and not INT: a binary tail beyond 15 digits is none; TRUE is a number to LibreOffice
    whole = when(x.equals(call("ROUND", x, 0)), 0, 1)
    number = when(x < 0, 1, when(x >= 10**10, 1, whole))
    return when(call("ISLOGICAL", x), 1, when(call("ISNUMBER", x), number, 1))


#: state of a filled cell by what may stand in it
_TYPED: Mapping[Kind, Callable[[Formula], Formula]] = {
    Kind.COUNT: _count_state,
    Kind.DATE: day_state,
    Kind.YES_NO: lambda x: first_of(((x.equals(YES), 0), (x.equals(NO), 0)), 1),
}


def entry_state(x: Formula, kind: Kind) -> Formula:
    """The state of an input cell or a base; errors are caught before anything is compared."""
    known = ((is_error(x), 1), (x.equals("不适用"), 3), (x.equals(""), 2))
    return first_of(known, _TYPED[kind](x))


def words_in(x: Formula) -> Formula:
    """The words of a cell without blanks around them and signs that nobody sees."""
    return call("TRIM", without(x, BLANKS))


def words_state(x: Formula) -> Formula:
    """The state of a cell for words: filled or not."""
    return first_of(((is_error(x), 1), (words_in(x).equals(""), 2)), 0)


def whole_state(x: Formula, least: int, most_: int) -> Formula:
    """The state of 年份 or 月份, which may also be typed as text."""
    number = call("VALUE", x)
    fits = first_of(((number < least, 1), (number > most_, 1)), 0)
    whole = when(number.equals(call("INT", number)), fits, 1)
    blank = call("TRIM", x).equals("")
    return first_of(((is_error(x), 1), (blank, 2), (is_error(number), 1)), whole)
