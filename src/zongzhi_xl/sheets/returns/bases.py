"""The hidden sheets 计算 and 底数 as a plan: which row holds what, by which formula.

The district's literals stand on 底数 alone, so that whoever reads a file reads little; every
formula stands on 计算. Its rows are the cells that count in the check code first (in the order of
their weights), then identity, the days of the month, the unit's register row, the year so far,
and the states of the bases. Column B holds a figure, column C its state (0 a value, 1 无法识别,
2 未填, 3 不适用); other formulas lean on C, so that no formula ever meets text or an error.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property

from xlsxwriter.utility import xl_col_to_name

from zongzhi_xl import contract
from zongzhi_xl.core.checking.relations import concerning
from zongzhi_xl.core.edition.form_words import CORRECTION
from zongzhi_xl.core.edition.items import FormKind, Item, Kind
from zongzhi_xl.core.edition.statement import TYPED_PERIOD, Edition
from zongzhi_xl.core.language.formulas import (
    Block,
    Cell,
    Constant,
    Formula,
    Group,
    Read,
    Source,
    call,
    first_of,
    is_error,
    joined,
    most,
    part,
    total,
    when,
)
from zongzhi_xl.core.language.rule_formula import Ratio
from zongzhi_xl.core.language.values import NO, YES
from zongzhi_xl.core.returned.check_code import OFFSET, PRIMES, SIGNS, places, weights
from zongzhi_xl.core.returned.names import CORRECTED, LEAST_MONTHS_FOR_MEAN, given
from zongzhi_xl.core.returned.terms import bases_of, term_of
from zongzhi_xl.record import Record
from zongzhi_xl.sheets.returns.form_layout import FormLayout, Spot
from zongzhi_xl.sheets.returns.live import (
    FIRST_ROW,
    Live,
    Scope,
    entry_state,
    figure,
    missing,
    whole_state,
    words_state,
)
from zongzhi_xl.sheets.returns.register import RegisterPlan
from zongzhi_xl.sheets.returns.texts import TextPlan

EVENT_COUNT = "登记行数"
YEAR, MONTH, PERIOD, UNIT_ROW, GROUP = "本期年", "本期月", "期间", "单位行", "组别"
SUMS_ROW = 1
#: columns: name, figure, state, whether due, number in the check code, two weights, two
#: remainders, and what the button found
NAME, FIGURE, STATE_COLUMN, DUE, NUMBER, WEIGHT, REMAINDER = 0, 1, 2, 3, 4, 5, 7
#: beside last month's figure: 2 the same, 1 another one, 0 nothing to compare
SAME = 10

#: the numbers of the period: their bounds, and their names as numbers
BOUNDS = {contract.REPORTING_YEAR: (2000, 2099), contract.REPORTING_MONTH: (1, 12)}
_NUMBERS = {contract.REPORTING_YEAR: YEAR, contract.REPORTING_MONTH: MONTH}
_TYPED = "填报"


class BaseRow(Record):
    """One row of 计算.

    ``called`` is the defined name of column B, empty where it has none; ``number`` the row's
    number in the check code.
    """

    figure: Live | None = None
    state: Live | None = None
    called: str = ""
    due: Live | None = None
    number: Live | None = None


def number_in_code(kind: Kind | None, state: Formula, value: Formula) -> Live:
    """What a cell counts in the check code, as core.check_code.sign_value says."""
    if kind == Kind.YES_NO:
        counts = when(value.equals(YES), OFFSET + 1, OFFSET)
    else:
        counts = (call("INT", value) if kind == Kind.DATE else value) + OFFSET
    return Live(when(state > 0, state, counts))


def modulo(number: Formula, prime: int) -> Formula:
    """``number`` modulo ``prime`` without MOD, which old Excel refuses for large quotients."""
    return number - prime * call("INT", number / prime)


class BasePlan(Record):
    """The rows of 计算 and 底数 for one form, and how names are written in formulas."""

    edition: Edition
    layout: FormLayout
    event_rows: int = contract.EVENT_ROWS

    @property
    def form(self) -> FormKind:
        """月报 or 年报."""
        return self.layout.form.kind

    @cached_property
    def items(self) -> Mapping[str, Item]:
        """The form's items by name."""
        return {item.name: item for item in self.layout.form.items}

    @cached_property
    def entries(self) -> Mapping[str, Kind]:
        """Input cells of the table with what may stand there: the nil return and the items."""
        nil = {contract.NIL_RETURN: Kind.YES_NO} if self.layout.monthly else {}
        return nil | {name: item.kind for name, item in self.items.items()}

    def months_of(self, name: str) -> tuple[int, ...]:
        """The months that ask for an entry; none where all do."""
        return self.items[name].months if name in self.items else ()

    @cached_property
    def rows(self) -> Mapping[str, BaseRow]:
        """Every row by key and in order, the first at FIRST_ROW."""
        return {key: make(key) for key, make in self._makers.items()}

    @cached_property
    def row_of(self) -> Mapping[str, int]:
        """Row number (from 0) by key; known before any formula is made."""
        return {key: FIRST_ROW + n for n, key in enumerate(self._makers)}

    @cached_property
    def _makers(self) -> Mapping[str, Callable[[str], BaseRow]]:
        """What makes each row, by key and in order."""
        inputs = [name for name in contract.IDENTITY if name in self.layout.inputs]
        return {
            **{self.key(name): self._counted for name in self.counted},
            **{name: self._identity for name in inputs if name not in self.counted},
            CORRECTED: lambda _: self._correction,
            PERIOD: lambda _: BaseRow(state=self._known),
            **dict.fromkeys(self.edition.calendar, self._calendar),
            UNIT_ROW: lambda _: self._found_unit,
            **dict.fromkeys((GROUP, *self.edition.registered), self._of_unit),
            **({EVENT_COUNT: self._events} if self.layout.monthly else {}),
            **dict(self._so_far()),
            **dict.fromkeys(self.layout.derived, self._derived),
            **dict.fromkeys(self.base_kinds, self._base),
        }

    def spot(self, key: str, column: int = FIGURE) -> Spot:
        """A cell of 计算."""
        return Spot(contract.WORKINGS, self.row_of[key], column)

    @cached_property
    def literals(self) -> Mapping[str, Spot]:
        """The cell of 底数 that holds each base, by its defined name; last, for whom it is."""
        period = TYPED_PERIOD if self.layout.monthly else TYPED_PERIOD[:1]
        issued = (f"{contract.ISSUED}{name}" for name in (contract.REPORTING_UNIT, *period))
        names = (*self.base_kinds, *issued)
        return {name: Spot(contract.BASES, FIRST_ROW + n, FIGURE) for n, name in enumerate(names)}

    # -------------------------------------------------------------- how names are written

    @cached_property
    def scope(self) -> Scope:
        """Names as they stand in formulas of this workbook."""
        return Scope(self.reference, self.state)

    def reference(self, name: str) -> Ratio:
        """A figure: its defined name; a mean as its sum over its count."""
        term = term_of(name)
        if term.prefix == contract.MEAN:
            parts = (contract.MEAN_SUM, contract.MEAN_COUNT)
            return Ratio(*(figure(f"{prefix}{term.item}") for prefix in parts))
        if name in self._typed_whole:
            return Ratio(self.period_cell(name))
        return Ratio(Constant(12) if name == contract.REPORTING_MONTH else figure(name))

    def state(self, name: str) -> str:
        """A state: 状态_X for cells of the form and figures so far, else a cell of 计算."""
        if name in self.items or term_of(name).prefix == contract.SO_FAR:
            return f"{contract.STATE}{name}"
        key = name
        if name in self._typed_whole:
            key = self.key(name)
        elif name in self.edition.calendar:
            key = PERIOD
        elif name in self.edition.registered:
            key = UNIT_ROW
        return self.spot(key, STATE_COLUMN).absolute

    def state_cell(self, name: str) -> Read:
        """The state of a cell of the form, where it stands in 计算."""
        return Read(self.spot(self.key(name), STATE_COLUMN).absolute, Source.STATE, name)

    def _state_at(self, key: str, state: Live | None) -> Cell:
        return Cell(self.spot(key, STATE_COLUMN).address, state)

    def due(self, name: str) -> Cell:
        """Whether an entry is due: 2 must be filled in, 1 may stay blank, 0 not this month."""
        return Cell(self.spot(name, DUE).absolute, self.rows[name].due)

    @property
    def unit_row(self) -> Cell:
        """Which row of 名册 is the unit's, 0 for none."""
        return Cell(self.spot(UNIT_ROW).absolute, self.rows[UNIT_ROW].figure)

    @property
    def period_state(self) -> Cell:
        """0 where year and month are known."""
        return self._known.at(self.spot(PERIOD, STATE_COLUMN).absolute)

    @cached_property
    def given(self) -> frozenset[str]:
        """Names that a rule takes as they are."""
        return given(self.edition)

    @property
    def corrected(self) -> Cell:
        """是 where the return corrects an earlier one, else 否."""
        return Cell(CORRECTED, self.rows[CORRECTED].figure)

    @property
    def group(self) -> Cell:
        """The group of the unit, by which limits differ."""
        return Cell(GROUP, self.rows[GROUP].figure)

    def period_cell(self, name: str) -> Cell:
        """The year or month that was typed, as a number."""
        row = self._typed_whole[name]
        return Cell(row.called, row.figure)

    @cached_property
    def register(self) -> RegisterPlan:
        """The formulas of 重大事项登记."""
        return RegisterPlan(self.event_rows, self.edition, self.scope)

    @cached_property
    def texts(self) -> TextPlan:
        """The formulas over notes and head."""
        return TextPlan(self.layout)

    # -------------------------------------------------------------- cells in the check code

    @staticmethod
    def key(name: str) -> str:
        """The row of a cell; 年份 and 月份 stand once as typed and once as days do."""
        return f"{_TYPED}{name}" if name in TYPED_PERIOD else name

    @cached_property
    def counted(self) -> tuple[str, ...]:
        """The names in the check code, in the order of their weights."""
        return places(self.form, self.edition)

    def _counted(self, key: str) -> BaseRow:
        return self._typed_whole.get(key.removeprefix(_TYPED)) or self._entry(key)

    @cached_property
    def _typed_whole(self) -> Mapping[str, BaseRow]:
        """Year and month, as typed and as numbers."""
        names = (name for name in TYPED_PERIOD if name in self.counted)
        return {name: self._whole(name) for name in names}

    def _whole(self, name: str) -> BaseRow:
        key, typed = self.key(name), figure(name)
        state = Live(whole_state(typed, *BOUNDS[name]))
        at = self._state_at(key, state)
        number = Live(when(at > 0, "", call("VALUE", typed)))
        counts = number_in_code(None, at, number.at(self.spot(key).address))
        return BaseRow(number, state, _NUMBERS[name], number=counts)

    def _entry(self, name: str) -> BaseRow:
        typed, kind = figure(name), self.entries[name]
        state = Live(entry_state(typed, kind))
        counts = number_in_code(kind, self._state_at(name, state), typed)
        return BaseRow(state=state, due=Live(self._due(name, kind)), number=counts)

    def _due(self, name: str, kind: Kind) -> Formula:
        """2 must be filled in this month, 1 is due but may stay blank (a day), 0 is not due."""
        due = 1 if kind == Kind.DATE else 2
        if not self.months_of(name):
            return part(due)
        month = self.period_cell(contract.REPORTING_MONTH)
        now = total(month.equals(asking) for asking in self.months_of(name))
        return when(now > 0, due, 0)

    # -------------------------------------------------------------- identity, days, register

    @staticmethod
    def _identity(name: str) -> BaseRow:
        typed, day = figure(name), name == contract.REPORTED_ON
        return BaseRow(state=Live(entry_state(typed, Kind.DATE) if day else words_state(typed)))

    @cached_property
    def _correction(self) -> BaseRow:
        """Whether 报表性质 speaks of a correction; blank or unreadable it is the first return."""
        first = is_error(call("FIND", CORRECTION, figure(contract.NATURE)))
        return BaseRow(Live(when(first, NO, YES)), Live(part(0)), CORRECTED)

    @cached_property
    def _known(self) -> Live:
        """0 where year and month are known."""
        typed = self._typed_whole.items()
        return Live(most(self._state_at(self.key(name), row.state) for name, row in typed))

    def _calendar(self, name: str) -> BaseRow:
        day = self.scope.rule(self.edition.calendar[name])
        called = "" if name in TYPED_PERIOD else name
        return BaseRow(Live(when(self._state_at(PERIOD, self._known) > 0, "", day)), called=called)

    @cached_property
    def _found_unit(self) -> BaseRow:
        units = _registered("A", [one.name for one in self.edition.units])
        found = call("MATCH", call("TRIM", figure(contract.REPORTING_UNIT)), units, 0)
        row = Live(when(is_error(found), 0, found))
        at = row.at(self.spot(UNIT_ROW).address)
        return BaseRow(row, Live(when(at.equals(0), 2, 0)))

    def _of_unit(self, name: str) -> BaseRow:
        units = self.edition.units
        column = _registered("B", [one.group for one in units])
        if name != GROUP:
            letter = xl_col_to_name(2 + [*self.edition.registered].index(name))
            column = _registered(letter, [one.figures[name] for one in units])
        unknown = self._state_at(UNIT_ROW, self._found_unit.state) > 0
        row = Cell(self.spot(UNIT_ROW).address, self._found_unit.figure)
        value = when(unknown, "", call("INDEX", column, row))
        return BaseRow(Live(value), called=name)

    def _events(self, name: str) -> BaseRow:
        return BaseRow(self.register.used, called=name)

    # -------------------------------------------------------------- year so far and bases

    @cached_property
    def _names_in_live_rules(self) -> frozenset[str]:
        """Names that formulas of 审核关系 use, ``each`` put in."""
        return frozenset(
            name
            for check in self.edition.checks(self.form)
            if check.live and check.rule and not check.district
            for item in check.each or (None,)
            for name in concerning(check.rule, item).names
        )

    def _so_far(self) -> Iterator[tuple[str, Callable[[str], BaseRow]]]:
        for name in self.layout.so_far:
            yield f"{contract.SO_FAR}{name}", self._so_far_state
            if f"{contract.MEAN}{name}" in self._names_in_live_rules:
                yield f"{contract.MEAN}{name}", self._mean_state

    def _derived(self, name: str) -> BaseRow:
        return BaseRow(state=Live(self.scope.worst(self.edition.derived[name].formula.names)))

    def _so_far_state(self, key: str) -> BaseRow:
        name = key.removeprefix(contract.SO_FAR)
        base = self._state_of_base(f"{contract.BROUGHT_FORWARD}{name}")
        this = self.scope.state_of(name)
        january = self.period_cell(contract.REPORTING_MONTH).equals(1)
        before = when(base.equals(2), when(january, 0, 1), base)
        state = call("MAX", this, before)
        if self.months_of(name):  # 不适用 is the district's only where it was preset
            due = self._due(name, self.entries[name])
            preset = when(due > 0, 3, when(january, 3, before))
            state = when(this.equals(3), preset, state)
        return BaseRow(state=Live(state))

    def _mean_state(self, key: str) -> BaseRow:
        name = key.removeprefix(contract.MEAN)
        sum_, months = f"{contract.MEAN_SUM}{name}", f"{contract.MEAN_COUNT}{name}"
        missing_ = [(self._state_of_base(base) > 0, 2) for base in (sum_, months)]
        enough = when(figure(months) >= LEAST_MONTHS_FOR_MEAN, 0, 2)
        return BaseRow(state=Live(first_of(missing_, enough)))

    def _state_of_base(self, base: str) -> Read:
        return Read(self.spot(base, STATE_COLUMN).address, Source.STATE, base)

    @cached_property
    def base_kinds(self) -> Mapping[str, Kind]:
        """Every base with what may stand in it: 本季_ counts months, the others are like X."""
        return {
            base: Kind.COUNT if term_of(base).prefix == contract.THIS_QUARTER else item.kind
            for item in self.layout.form.items
            for base in bases_of(self.form, item)
        }

    def _base(self, name: str) -> BaseRow:
        return BaseRow(state=Live(entry_state(figure(name), self.base_kinds[name])))

    # -------------------------------------------------------------- beside last month

    @cached_property
    def same(self) -> Mapping[str, Live]:
        """For each flow of 月报, whether it is what it was last month (0 then is not compared)."""
        return {name: Live(self._same(name)) for name in self.layout.so_far}

    def _same(self, name: str) -> Formula:
        before = f"{contract.LAST_MONTH}{name}"
        gap = self.scope.worst((name, before))
        compared = first_of(((figure(before).equals(0), 0),
                             (figure(name).equals(figure(before)), 2)), 1)  # fmt: skip
        return when(gap > 0, 0, compared)

    @property
    def same_column(self) -> Block:
        """These, and nothing beside other entries, in the order of the entries."""
        names = tuple(self.entries)
        rows = [self.spot(name).row + 1 for name in (names[0], names[-1])]
        cells = (self.same[name].at("") if name in self.same else part(0) for name in names)
        letter = xl_col_to_name(SAME)
        return Block(f"'{contract.WORKINGS}'!${letter}${rows[0]}:${letter}${rows[1]}", tuple(cells))

    # -------------------------------------------------------------- the check code

    @cached_property
    def remainders(self) -> tuple[Mapping[str, Live], ...]:
        """What each cell counts modulo the first prime, and modulo the second, by row."""
        counted = {key: row.number for key, row in self.rows.items() if row.number}
        numbers = {key: live.at(self.spot(key, NUMBER).address) for key, live in counted.items()}
        return tuple(
            {key: Live(modulo(number, prime)) for key, number in numbers.items()}
            for prime in PRIMES
        )

    @cached_property
    def sums(self) -> tuple[Live, ...]:
        """The two sums of products modulo their primes, in column H and I under the headings."""
        return tuple(Live(self._sum(which)) for which in range(len(PRIMES)))

    def _sum(self, which: int) -> Formula:
        parts = self.remainders[which].values()
        factors = (part(weights(n)[which]) for n in range(len(parts)))
        weighted = self._column(WEIGHT + which, factors)
        numbers = self._column(REMAINDER + which, (live.at("") for live in parts))
        return modulo(Group(call("SUMPRODUCT", weighted, numbers)), PRIMES[which])

    def _column(self, column: int, cells: Iterable[Formula]) -> Block:
        letter, last = xl_col_to_name(column), FIRST_ROW + len(self.counted)
        return Block(f"{letter}{FIRST_ROW + 1}:{letter}{last}", tuple(cells))

    @cached_property
    def check_code(self) -> Live:
        """The eight signs."""
        places = (Spot(contract.WORKINGS, SUMS_ROW, REMAINDER + n) for n in range(len(PRIMES)))
        cells = [live.at(at.absolute) for live, at in zip(self.sums, places, strict=True)]
        return Live(joined("&", (_sign(cell, power) for cell in cells for power in (3, 2, 1, 0))))

    # -------------------------------------------------------------- the year so far itself

    def so_far_figure(self, name: str) -> Live:
        """Column 2 of 月报; where an earlier month is wanting, it says so and not 无法识别."""
        this, of_total = self.scope.state_of(name), self.scope.state_of(f"{contract.SO_FAR}{name}")
        before = call("N", figure(f"{contract.BROUGHT_FORWARD}{name}"))
        sum_ = when(this.equals(3), before, figure(name) + before)
        shown = when(of_total > 0, missing(of_total), sum_)
        wanting = when(this.differs(1), "缺前期数", shown)
        return Live(when(of_total.equals(1), wanting, shown))


def _registered(letter: str, values: Sequence[str | int]) -> Block:
    """A column of 名册."""
    return Block(f"'名册'!${letter}$2:${letter}${len(values) + 1}", tuple(map(part, values)))


def _sign(remainder: Formula, power: int) -> Formula:
    """One of the signs of a remainder."""
    digit = call("INT", remainder / 32**power) - 32 * call("INT", remainder / 32 ** (power + 1))
    return call("MID", SIGNS, digit + 1, 1)
