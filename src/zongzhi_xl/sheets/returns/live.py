"""Formula cells with their answers.

Each formula's text stands beside the function that gives its cached value from the same rule,
so that sheet and engine cannot part.

Only functions of Excel 2007 are used. AND and OR of Excel do not stop early, so whatever may be
an error is tested first by nested IFs.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from fractions import Fraction
from typing import TypeAlias

from zongzhi_xl.core.edition.items import Kind
from zongzhi_xl.core.language.evaluation import evaluate
from zongzhi_xl.core.language.excel_text import Ratio, excel, excel_denominators
from zongzhi_xl.core.language.expressions import Expression
from zongzhi_xl.core.language.values import RANK, Gap, State, Value
from zongzhi_xl.core.returned.names import Lookup

Cached: TypeAlias = int | float | str

PASS, FAIL, NOT_RUN = "通过", "不通过", "未运行"

_DAY_ZERO = datetime(1899, 12, 30)


@dataclass(frozen=True)
class Facts:
    """What one return says: every name's value, its explanations, a hint for each event listed.

    Answers are kept, because a hint asks again what the page of checks has asked.
    """

    lookup: Lookup
    notes: Mapping[str, str]
    event_hints: tuple[str, ...] = ()
    kept: dict[object, object] = field(default_factory=dict)

    @property
    def events(self) -> int:
        """How many events the register lists."""
        return len(self.event_hints)

    def value(self, name: str) -> Value:
        """The value of ``name``, or the gap."""
        if name not in self.kept:
            self.kept[name] = self.lookup(name)
        return self.kept[name]  # type: ignore[return-value]  # kept under its own key

    def state(self, name: str) -> int:
        """0 a value, 1 无法识别, 2 未填, 3 不适用."""
        value = self.value(name)
        return RANK[value.state] if isinstance(value, Gap) else 0

    def answer(self, live: "Live") -> Cached:
        """The cached value of a formula."""
        if live not in self.kept:
            self.kept[live] = live.compute(self)
        return self.kept[live]  # type: ignore[return-value]  # kept under its own key


@dataclass(frozen=True, eq=False)
class Live:
    """A formula (without ``=``) and what it shows for given facts."""

    text: str
    compute: Callable[[Facts], Cached]


Reference: TypeAlias = Callable[[str], Ratio]
StateOf: TypeAlias = Callable[[str], str]


@dataclass(frozen=True)
class Scope:
    """How names are written in the sheet: as figures, and as state cells."""

    reference: Reference
    state: StateOf


def cell_value(value: Value) -> Cached:
    """A value as a cell holds it: days as serial numbers, fractions divided once."""
    match value:
        case Gap():
            return str(value)
        case datetime():
            return (value - _DAY_ZERO).total_seconds() / 86400
        case date():
            return (value - _DAY_ZERO.date()).days
        case Fraction():
            return int(value) if value.denominator == 1 else float(value)
        case _:
            return value


def quoted(text: str) -> str:
    """Text as a literal inside a formula."""
    return '"' + text.replace('"', '""') + '"'


def strongest(states: Iterable[str]) -> str:
    """The highest of some state cells."""
    cells = tuple(dict.fromkeys(states))
    return cells[0] if len(cells) == 1 else f"MAX({','.join(cells)})"


#: the words of a state cell; ``{}`` is the state
_WORDS = 'CHOOSE({},"无法识别","未填","不适用")'


def guarded(states: Iterable[str], value: str, divisors: Iterable[str] = (), zero: str = "") -> str:
    """``value`` where every state is 0 and no divisor is 0, else the word for what is missing."""
    for divisor in reversed(tuple(divisors)):
        value = f"IF({divisor}=0,{quoted(zero)},{value})"
    cells = tuple(states)
    if not cells:
        return value
    worst = strongest(cells)
    return f"IF({worst}>0,{_WORDS.format(worst)},{value})"


def figure(expression: Expression, scope: Scope, zero: str = "分母为零") -> Live:
    """The figure of an expression, guarded; ``zero`` is shown where a denominator is 0."""
    text = guarded(
        (scope.state(name) for name in expression.names),
        excel(expression, scope.reference),
        excel_denominators(expression, scope.reference),
        zero,
    )
    return Live(text, lambda facts: _figure(expression, facts, zero))


def _figure(expression: Expression, facts: Facts, zero: str) -> Cached:
    result = evaluate(expression, facts.value)
    if isinstance(result, Gap):
        return zero if result.state == State.ZERO_DENOMINATOR else str(result)
    return cell_value(result)


def verdict(rule: Expression, scope: Scope) -> Live:
    """通过, 不通过, or 未运行 where something that the rule needs is missing."""
    value = f'IF({excel(rule, scope.reference)},"{PASS}","{FAIL}")'
    for divisor in reversed(excel_denominators(rule, scope.reference)):
        value = f'IF({divisor}=0,"{NOT_RUN}",{value})'
    if rule.names:
        value = f'IF({strongest(map(scope.state, rule.names))}>0,"{NOT_RUN}",{value})'
    return Live(value, lambda facts: _verdict(rule, facts))


def _verdict(rule: Expression, facts: Facts) -> Cached:
    result = evaluate(rule, facts.value)
    if isinstance(result, Gap):
        return NOT_RUN
    return PASS if result else FAIL


#: state of a cell by what may stand in it; errors are caught before anything is compared
_TYPED = {
    # eleven digits are a telephone number or a card, not a count (core/submission)
    Kind.COUNT: "IF(ISNUMBER({x}),IF({x}<0,1,IF({x}>=10000000000,1,IF({x}=INT({x}),0,1))),1)",
    Kind.DATE: "IF(ISNUMBER({x}),IF({x}<36526,1,IF({x}<73051,0,1)),1)",
    Kind.YES_NO: 'IF({x}="是",0,IF({x}="否",0,1))',
}


def state_text(x: str, kind: Kind) -> str:
    """Formula text for the state of cell ``x``."""
    typed = _TYPED[kind].format(x=x)
    return f'IF(ISERROR({x}),1,IF({x}="不适用",3,IF({x}="",2,{typed})))'


def state_of_entry(name: str, kind: Kind, cell: str | None = None) -> Live:
    """The state of an input cell or a base."""
    return Live(state_text(cell or name, kind), lambda facts: facts.state(name))


def state_of_text(name: str) -> Live:
    """The state of a cell for words: filled or not."""
    text = f'IF(ISERROR({name}),1,IF(TRIM({name})="",2,0))'
    return Live(text, lambda facts: facts.state(name))


def state_of_whole(name: str, least: int, most: int) -> Live:
    """The state of 年份 or 月份, which may also be typed as text."""
    number = f"VALUE({name})"
    whole = f"IF({number}=INT({number}),IF({number}<{least},1,IF({number}>{most},1,0)),1)"
    text = f'IF(ISERROR({name}),1,IF(TRIM({name})="",2,IF(ISERROR({number}),1,{whole})))'
    return Live(text, lambda facts: facts.state(name))
