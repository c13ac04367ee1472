"""The hidden sheets 计算 and 底数 as a plan: which row holds what, by which formula.

The district's literals stand on 底数 alone, so that whoever reads a file reads little; every
formula stands on 计算. Its rows are the cells that count in the check code first (in the order of
their weights), then identity, the days of the month, the unit's register row, the year so far,
and the states of the bases. Column B holds a figure, column C its state (0 a value, 1 无法识别,
2 未填, 3 不适用); other formulas lean on C, so that no formula ever meets text or an error.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from zongzhi_xl.contract import (
    BASES,
    BROUGHT_FORWARD,
    EVENT_ROWS,
    EVENTS,
    FIRST_EVENT_ROW,
    IDENTITY,
    ISSUED,
    LAST_YEAR,
    MEAN,
    MEAN_COUNT,
    MEAN_SUM,
    MONTHS_SUM,
    NIL_RETURN,
    REPORT_DAY,
    REPORT_DAYS,
    REPORTING_MONTH,
    REPORTING_YEAR,
    SAME_MONTH_LAST_YEAR,
    SO_FAR,
    SO_FAR_LAST_YEAR,
    STATE,
    THIS_QUARTER,
    WORKINGS,
)
from zongzhi_xl.core.checking.relations import concerning
from zongzhi_xl.core.edition.items import FormKind, Item, Kind
from zongzhi_xl.core.edition.statement import REGISTER, Edition
from zongzhi_xl.core.language.excel_text import Ratio
from zongzhi_xl.core.returned.check_code import (
    OFFSET,
    PRIMES,
    SIGNS,
    code_of,
    places,
    remainder,
    sign_value,
)
from zongzhi_xl.core.returned.names import CALENDAR, LEAST_MONTHS_FOR_MEAN, bases_of
from zongzhi_xl.sheets.returns.form_layout import FormLayout, Spot
from zongzhi_xl.sheets.returns.live import (
    Facts,
    Live,
    Scope,
    cell_value,
    guarded,
    state_of_entry,
    state_of_text,
    state_of_whole,
    strongest,
)

TYPED_PERIOD = (REPORTING_YEAR, REPORTING_MONTH)
EVENT_COUNT = "登记行数"
YEAR, MONTH, PERIOD, UNIT_ROW, GROUP = "本期年", "本期月", "期间", "单位行", "组别"
SUMS_ROW, FIRST_ROW = 1, 3
#: columns: name, figure, state, whether due, number in the check code, two weights, two
#: remainders, and what the button found
NAME, FIGURE, STATE_COLUMN, DUE, NUMBER, WEIGHT, REMAINDER = 0, 1, 2, 3, 4, 5, 7

#: days by the numbers of year and month
_DAYS = {
    REPORTING_YEAR: "{y}", REPORTING_MONTH: "{m}",
    "当月首日": "DATE({y},{m},1)", "当月十五日": "DATE({y},{m},15)",
    "当月十六日": "DATE({y},{m},16)", "当月末日": "DATE({y},{m}+1,0)",
    "次月十日": "DATE({y},{m}+1,10)", "三月末日": "DATE({y},3,31)",
    "七月末日": "DATE({y},7,31)", "次年一月末日": "DATE({y}+1,1,31)",
}  # fmt: skip
#: columns of 名册 by the name in rules
REGISTER_COLUMNS = {name: n for n, name in enumerate(REGISTER, 2)}
_WHOLE_YEARS, _WHOLE_MONTHS = (2000, 2099), (1, 12)


@dataclass(frozen=True)
class BaseRow:
    """One row of 计算. ``name`` is its key.

    ``called`` is the defined name of column B, empty where it has none; ``number`` the row's
    number in the check code.
    """

    name: str
    figure: Live | None = None
    state: Live | None = None
    called: str = ""
    due: Live | None = None
    number: Live | None = None


def number_in_code(name: str, kind: Kind | None, state: str, figure: str) -> Live:
    """What a cell counts in the check code, as core.check_code.sign_value says."""
    value = {
        Kind.COUNT: f"{figure}+{OFFSET}",
        Kind.DATE: f"INT({figure})+{OFFSET}",
        Kind.YES_NO: f'IF({figure}="是",{OFFSET + 1},{OFFSET})',
        None: f"{figure}+{OFFSET}",
    }[kind]
    return Live(f"IF({state}>0,{state},{value})", lambda facts: sign_value(facts.value(name)))


@dataclass(frozen=True)
class BasePlan:
    """The rows of 计算 and 底数 for one form, and how names are written in formulas."""

    edition: Edition
    layout: FormLayout
    event_rows: int = EVENT_ROWS

    @property
    def form(self) -> FormKind:
        """月报 or 年报."""
        return self.layout.form.kind

    @cached_property
    def items(self) -> Mapping[str, Item]:
        """The form's items by name."""
        return {item.name: item for item in self.layout.form.items}

    def kind_of(self, name: str) -> Kind | None:
        """What may stand in the cell of an item; None for the cells of head and signatures."""
        item = self.items.get(name)
        return item.kind if item else None

    @cached_property
    def rows(self) -> tuple[BaseRow, ...]:
        """Every row in order, the first at FIRST_ROW."""
        return (
            *self._counted(), *self._identity(), *self._period(), *self._unit(),
            *self._so_far(), *self._bases(),
        )  # fmt: skip

    @cached_property
    def row_of(self) -> Mapping[str, int]:
        """Row number (from 0) by key; written down before any formula is made."""
        return {name: FIRST_ROW + n for n, name in enumerate(self._keys())}

    def _keys(self) -> Iterator[str]:
        yield from self._counted_keys()
        yield from self._identity_keys()
        yield from (PERIOD, *CALENDAR, UNIT_ROW, GROUP, *REGISTER)
        if self.layout.monthly:
            yield EVENT_COUNT
        yield from self._so_far_keys()
        yield from self.base_kinds

    def spot(self, key: str, column: int = FIGURE) -> Spot:
        """A cell of 计算."""
        return Spot(WORKINGS, self.row_of[key], column)

    @cached_property
    def literals(self) -> Mapping[str, Spot]:
        """The cell of 底数 that holds each base, by its defined name; last, for whom it is."""
        period = TYPED_PERIOD if self.layout.monthly else TYPED_PERIOD[:1]
        issued = (f"{ISSUED}{name}" for name in ("填报单位", *period))
        names = (*self.base_kinds, *issued)
        return {name: Spot(BASES, FIRST_ROW + n, FIGURE) for n, name in enumerate(names)}

    # -------------------------------------------------------------- how names are written

    @cached_property
    def scope(self) -> Scope:
        """Names as they stand in formulas of this workbook."""
        return Scope(self.reference, self.state)

    def reference(self, name: str) -> Ratio:
        """A figure: its defined name; a mean as its sum over its count."""
        if name.startswith(MEAN):
            item = name.removeprefix(MEAN)
            return Ratio(f"{MEAN_SUM}{item}", f"{MEAN_COUNT}{item}")
        if name in TYPED_PERIOD:
            return Ratio(YEAR if name == "年份" else MONTH)
        return Ratio(f"TRIM({name})" if name in _WORDS else name)

    def state(self, name: str) -> str:
        """A state: 状态_X for cells of the form and figures so far, else a cell of 计算."""
        if name in self.items or name.startswith(SO_FAR):
            return f"{STATE}{name}"
        if name in TYPED_PERIOD and name in self.counted:
            return self.spot(self.key(name), STATE_COLUMN).absolute
        if name in CALENDAR:
            return self.spot(PERIOD, STATE_COLUMN).absolute
        if name in REGISTER:
            return self.spot(UNIT_ROW, STATE_COLUMN).absolute
        return self.spot(name, STATE_COLUMN).absolute

    # -------------------------------------------------------------- cells in the check code

    @staticmethod
    def key(name: str) -> str:
        """The row of a cell; 年份 and 月份 stand once as typed and once as days do."""
        return f"填报{name}" if name in TYPED_PERIOD else name

    def _counted_keys(self) -> tuple[str, ...]:
        return tuple(map(self.key, self.counted))

    @cached_property
    def counted(self) -> tuple[str, ...]:
        """The names in the check code, in the order of their weights."""
        return places(self.form, self.edition)

    def _counted(self) -> Iterator[BaseRow]:
        for name in self.counted:
            yield self._typed_whole(name) if name in TYPED_PERIOD else self._entry(name)

    def _typed_whole(self, name: str) -> BaseRow:
        called, bounds = (YEAR, _WHOLE_YEARS) if name == "年份" else (MONTH, _WHOLE_MONTHS)
        key = self.key(name)
        state = self.spot(key, STATE_COLUMN).address
        figure = Live(
            f'IF({state}>0,"",VALUE({name}))',
            lambda facts: "" if facts.state(name) else cell_value(facts.value(name)),
        )
        number = number_in_code(name, None, state, self.spot(key).address)
        return BaseRow(key, figure, state_of_whole(name, *bounds), called, number=number)

    def _entry(self, name: str) -> BaseRow:
        kind = Kind.YES_NO if name == NIL_RETURN else self.items[name].kind
        state = self.spot(name, STATE_COLUMN).address
        return BaseRow(
            name,
            state=state_of_entry(name, kind),
            due=self._due(name, kind),
            number=number_in_code(name, kind, state, name),
        )

    def _due(self, name: str, kind: Kind) -> Live:
        """2 must be filled in this month, 1 is due but may stay blank (a day), 0 is not due."""
        due = 1 if kind == Kind.DATE else 2
        months = self.items[name].months if name in self.items else ()
        if not months:
            return Live(str(due), lambda _: due)
        now = " + ".join(f"({MONTH}={month})" for month in months).replace(" ", "")
        return Live(
            f"IF({now}>0,{due},0)", lambda facts: due if facts.value("月份") in months else 0
        )

    # -------------------------------------------------------------- identity, days, register

    def _identity_keys(self) -> tuple[str, ...]:
        return tuple(
            name for name in IDENTITY if name not in self.counted and name in self.layout.inputs
        )

    def _identity(self) -> Iterator[BaseRow]:
        for name in self._identity_keys():
            day = name == "报出日期"
            yield BaseRow(
                name, state=state_of_entry(name, Kind.DATE) if day else state_of_text(name)
            )

    def _period(self) -> Iterator[BaseRow]:
        states = [
            self.spot(self.key(name), STATE_COLUMN).address
            for name in TYPED_PERIOD
            if name in self.counted
        ]
        yield BaseRow(PERIOD, state=Live(strongest(states), _period_state))
        for name in CALENDAR:
            yield self._calendar(name)

    def _calendar(self, name: str) -> BaseRow:
        month = MONTH if self.layout.monthly else "12"
        day = _DAYS[name].format(y=YEAR, m=month)
        state = self.spot(PERIOD, STATE_COLUMN).address
        figure = Live(
            f'IF({state}>0,"",{day})',
            lambda facts: "" if _period_state(facts) else cell_value(facts.value(name)),
        )
        return BaseRow(name, figure, called="" if name in TYPED_PERIOD else name)

    def _unit(self) -> Iterator[BaseRow]:
        last = len(self.edition.units) + 1
        found = f"MATCH(TRIM(填报单位),'名册'!$A$2:$A${last},0)"
        state = self.spot(UNIT_ROW, STATE_COLUMN).address
        yield BaseRow(
            UNIT_ROW,
            Live(f"IF(ISERROR({found}),0,{found})", lambda facts: _unit_row(self.edition, facts)),
            Live(
                f"IF({self.spot(UNIT_ROW).address}=0,2,0)",
                lambda facts: 0 if _unit_row(self.edition, facts) else 2,
            ),
        )
        yield self._registered(GROUP, 1, state, last)
        for name in REGISTER:
            yield self._registered(name, REGISTER_COLUMNS[name], state, last)

        if self.layout.monthly:
            yield self._events()

    def _events(self) -> BaseRow:
        rows = range(FIRST_EVENT_ROW + 1, FIRST_EVENT_ROW + self.event_rows + 1)
        text = "+".join(f"(COUNTA('{EVENTS}'!$A${row}:$K${row})>0)" for row in rows)
        return BaseRow(EVENT_COUNT, Live(text, lambda facts: facts.events), called=EVENT_COUNT)

    def _registered(self, name: str, column: int, state: str, last: int) -> BaseRow:
        letter = "ABCDEF"[column]
        at = self.spot(UNIT_ROW).address
        text = f"IF({state}>0,\"\",INDEX('名册'!${letter}$2:${letter}${last},{at}))"
        return BaseRow(
            name, Live(text, lambda facts: _registered(self.edition, facts, name)), called=name
        )

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

    def _needed(self, name: str) -> bool:
        """Whether a formula asks for the state of a base or a mean."""
        shown = (BROUGHT_FORWARD, SAME_MONTH_LAST_YEAR, SO_FAR_LAST_YEAR, LAST_YEAR, MONTHS_SUM)
        prefix, _, item = name.partition("_")
        mean = prefix in (MEAN_SUM[:-1], MEAN_COUNT[:-1])
        used = f"{MEAN}{item}" if mean else name
        return name.startswith(shown) or used in self._names_in_live_rules

    def _so_far_keys(self) -> Iterator[str]:
        for name in self.layout.so_far:
            yield f"{SO_FAR}{name}"
            if self._needed(f"{MEAN}{name}"):
                yield f"{MEAN}{name}"
        if self.layout.report_day:
            yield REPORT_DAY

    def _so_far(self) -> Iterator[BaseRow]:
        for name in self.layout.so_far:
            yield self._so_far_state(name)
            if self._needed(f"{MEAN}{name}"):
                yield self._mean_state(name)
        if self.layout.report_day:
            both = strongest(f"{STATE}{name}" for name in REPORT_DAYS)
            yield BaseRow(REPORT_DAY, state=_state(REPORT_DAY, both))

    def _so_far_state(self, name: str) -> BaseRow:
        base = self.spot(f"{BROUGHT_FORWARD}{name}", STATE_COLUMN).address
        this = f"{STATE}{name}"
        january = f"{MONTH}=1"
        before = f"IF({base}=2,IF({january},0,1),{base})"
        text = f"IF({this}=3,IF({january},3,{before}),MAX({this},{before}))"
        return BaseRow(f"{SO_FAR}{name}", state=_state(f"{SO_FAR}{name}", text))

    def _mean_state(self, name: str) -> BaseRow:
        total, months = (
            self.spot(f"{prefix}{name}", STATE_COLUMN).address for prefix in (MEAN_SUM, MEAN_COUNT)
        )
        enough = f"IF({MEAN_COUNT}{name}>={LEAST_MONTHS_FOR_MEAN},0,2)"
        text = f"IF({total}>0,2,IF({months}>0,2,{enough}))"
        return BaseRow(f"{MEAN}{name}", state=_state(f"{MEAN}{name}", text))

    @cached_property
    def base_kinds(self) -> Mapping[str, Kind]:
        """Every base with what may stand in it: 本季_ counts months, the others are like X."""
        return {
            base: Kind.COUNT if base.startswith(THIS_QUARTER) else item.kind
            for item in self.layout.form.items
            for base in bases_of(self.form, item)
        }

    def _bases(self) -> Iterator[BaseRow]:
        for base, kind in self.base_kinds.items():
            yield BaseRow(base, state=state_of_entry(base, kind))

    # -------------------------------------------------------------- the check code

    @cached_property
    def sums(self) -> tuple[Live, Live]:
        """The two sums of products modulo their primes, in column H and I under the headings."""
        first, last = FIRST_ROW + 1, FIRST_ROW + len(self.counted)
        one, two = remainder_formulas(first, last)
        return (
            Live(modulo(f"({one})", PRIMES[0]), lambda facts: remainder(self._numbers(facts), 0)),
            Live(modulo(f"({two})", PRIMES[1]), lambda facts: remainder(self._numbers(facts), 1)),
        )

    def _numbers(self, facts: Facts) -> list[int]:
        return [sign_value(facts.value(name)) for name in self.counted]

    @cached_property
    def check_code(self) -> Live:
        """The eight signs."""
        cells = (Spot(WORKINGS, SUMS_ROW, REMAINDER), Spot(WORKINGS, SUMS_ROW, REMAINDER + 1))
        text = sign_formula((cells[0].absolute, cells[1].absolute))
        return Live(text, lambda facts: code_of(self._numbers(facts)))

    def registered(self, facts: Facts) -> bool:
        """Whether the unit is in the register."""
        return bool(_unit_row(self.edition, facts))

    # -------------------------------------------------------------- the year so far itself

    def so_far_figure(self, name: str) -> Live:
        """Column 2 of 月报; where an earlier month is wanting, it says so and not 无法识别."""
        total, before = f"{SO_FAR}{name}", f"{BROUGHT_FORWARD}{name}"
        value = f"IF({STATE}{name}=3,N({before}),{name}+N({before}))"
        text = guarded([f"{STATE}{total}"], value)
        wanting = f'IF({STATE}{total}=1,IF({STATE}{name}<>1,"缺前期数",{text}),{text})'
        return Live(wanting, lambda facts: _so_far_words(facts, name))


def remainder_formulas(first: int, last: int) -> tuple[str, str]:
    """The two sums of products over rows ``first`` to ``last`` (from 1) of 计算."""
    of_first, of_second = (
        f"SUMPRODUCT({weight}{first}:{weight}{last},{part}{first}:{part}{last})"
        for weight, part in (("F", "H"), ("G", "I"))
    )
    return of_first, of_second


_WORDS = ("填报单位", "报表种类", "版本", "填表人", "单位负责人", "联系电话")


def _state(name: str, text: str) -> Live:
    return Live(text, lambda facts: facts.state(name))


def _so_far_words(facts: Facts, name: str) -> int | float | str:
    total = f"{SO_FAR}{name}"
    if facts.state(total) == 1 and facts.state(name) != 1:
        return "缺前期数"
    return cell_value(facts.value(total))


def _period_state(facts: Facts) -> int:
    return max(facts.state("年份"), facts.state("月份"))


def _unit_row(edition: Edition, facts: Facts) -> int:
    unit = str(facts.value("填报单位"))
    names = [one.name for one in edition.units]
    return names.index(unit) + 1 if unit in names else 0


def _registered(edition: Edition, facts: Facts, name: str) -> int | str:
    unit = edition.unit(str(facts.value("填报单位")))
    if unit is None:
        return ""
    return unit.group if name == GROUP else getattr(unit, REGISTER[name])


def modulo(number: str, prime: int) -> str:
    """``number`` modulo ``prime`` without MOD, which old Excel refuses for large quotients."""
    return f"{number}-{prime}*INT({number}/{prime})"


def sign_formula(remainders: tuple[str, str]) -> str:
    """The eight signs of two remainders."""
    return "&".join(
        f'MID("{SIGNS}",INT({cell}/{32**power})-32*INT({cell}/{32 ** (power + 1)})+1,1)'
        for cell in remainders
        for power in (3, 2, 1, 0)
    )
