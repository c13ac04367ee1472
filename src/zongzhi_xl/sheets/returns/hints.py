"""The hint (提示) beside each input cell: the first thing amiss there, in a few words.

Its first word decides the colour: 错误 red, 核实 amber; nothing else colours a cell, least of
all a figure over its limit. What the button found is shown as long as the cell still
holds the value that it judged.
"""

from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property

from xlsxwriter.utility import xl_col_to_name

from zongzhi_xl import contract
from zongzhi_xl.core.edition.items import Kind, Severity
from zongzhi_xl.core.edition.statement import TYPED_PERIOD
from zongzhi_xl.core.language.formulas import (
    Block,
    Case,
    Formula,
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
from zongzhi_xl.record import Record
from zongzhi_xl.sheets.returns.bases import SUMS_ROW, modulo
from zongzhi_xl.sheets.returns.form_layout import PERIOD_ROW, REASON_ROW, UNIT_ROW, Spot
from zongzhi_xl.sheets.returns.live import (
    COUNTED,
    EXPLAINED,
    NOT_FILLED,
    NOTICE,
    QUERY,
    THOUSAND,
    WRONG,
    Live,
    figure,
    weight_of,
)
from zongzhi_xl.sheets.returns.live_checks import WORDS, CheckPlan, Fault
from zongzhi_xl.sheets.returns.misread import misread
from zongzhi_xl.sheets.returns.register import HINT_WEIGHT

#: columns of 校验结果 that the hints look into
FOUND_BLOCKS = (
    contract.FOUND_SEVERITY, contract.FOUND_ITEM, contract.FOUND_VALUE, contract.FOUND_WORDS,
)  # fmt: skip
_PREFIX = {Severity.BLOCKING: WRONG, Severity.NOTICE: NOTICE}
SIGNED = (contract.SIGNED_BY, contract.FILLED_IN_BY, contract.TELEPHONE)


class HintPlan(Record):
    """The hints of one form of one edition."""

    checks: CheckPlan

    @cached_property
    def hints(self) -> Mapping[str, Live]:
        """The hint of every input cell of the table."""
        return {name: self._hint(name) for name in self.checks.bases.entries}

    @cached_property
    def shown(self) -> Mapping[str, Live]:
        """The same as the column 提示 shows it: one word where a note takes the room."""
        return {name: self._shown(name) for name in self.hints}

    @cached_property
    def beside(self) -> Mapping[str, Live]:
        """What the column 提示 cannot show whole."""
        return {name: self._beside(name) for name in self.hints}

    def _shown(self, name: str) -> Live:
        whole = self._whole(name)
        word = call("LEFT", whole, call("FIND", _COLON, whole & _COLON) - 1)
        return Live(when(self._noted(name), word, whole))

    def _beside(self, name: str) -> Live:
        whole, most_ = self._whole(name), self.checks.bases.layout.signs_of_hint
        return Live(first_of([(self._noted(name), whole), (call("LEN", whole) > most_, whole)], ""))

    def _whole(self, name: str) -> Formula:
        return self.hints[name].at(self.checks.bases.spot(name, HINT_COLUMN).absolute)

    def _noted(self, name: str) -> Formula:
        """Whether anything stands in the note of ``name``."""
        if name not in self.checks.bases.layout.notes:
            return part(False)
        note = Read(f"{contract.NOTE}{name}", Source.NOTE, name)
        return first_of([(is_error(note), True)], note.differs(""))

    @cached_property
    def found(self) -> Mapping[str, Live]:
        """What the button found at each cell; kept in 计算, empty in a fresh workbook."""
        return {name: self._found(name) for name in self.checks.bases.entries}

    @cached_property
    def of_head(self) -> Mapping[int, Live]:
        """Hints of the head and the signatures, by row of the form page."""
        layout = self.checks.bases.layout
        return {
            UNIT_ROW: self._unit(),
            PERIOD_ROW: self._period(),
            REASON_ROW: self._reason(),
            layout.signature_row: self._signatures(),
            layout.signature_row + 1: self._report_date(),
        }

    @cached_property
    def weights(self) -> Mapping[str, Live]:
        """What each hint adds to the tally, by row of 计算; the head's where no entry has one."""
        layout, bases = self.checks.bases.layout, self.checks.bases
        free = (key for key in bases.row_of if key not in self.hints)
        hints = {name: (live, bases.spot(name, HINT_COLUMN)) for name, live in self.hints.items()}
        for row, live in self.of_head.items():
            hints[next(free)] = live, Spot(layout.sheet, row, layout.column["beside"])
        return {key: Live(weight_of(live.at(spot.absolute))) for key, (live, spot) in hints.items()}

    @cached_property
    def tally(self) -> Live:
        """All weights: how many hints begin with each of the counted words, a THOUSAND apart."""
        bases = self.checks.bases
        rows = sorted(bases.row_of[key] + 1 for key in self.weights)
        letter = xl_col_to_name(WEIGHT_COLUMN)
        at = f"'{contract.WORKINGS}'!${letter}${rows[0]}:${letter}${rows[-1]}"
        blocks = [Block(at, tuple(live.at("") for live in self.weights.values()))]
        blocks += [bases.register.block(HINT_WEIGHT)] if bases.layout.monthly else []
        return Live(total(call("SUMPRODUCT", block) for block in blocks))

    @cached_property
    def counts(self) -> Mapping[str, Live]:
        """How many hints begin with each of the counted words."""
        tally = self.tally.at(Spot(contract.WORKINGS, SUMS_ROW, WEIGHT_COLUMN).absolute)
        begun = {word: call("INT", tally / THOUSAND**n) for n, word in enumerate(COUNTED)}
        return {word: Live(modulo(count, THOUSAND)) for word, count in begun.items()}

    def _unit(self) -> Live:
        name = contract.REPORTING_UNIT
        blank = self.checks.bases.state_cell(name).equals(2)
        return self._told_of_head([(blank, f"{NOT_FILLED}：{name}")], (name,))

    def _period(self) -> Live:
        bases = self.checks.bases
        names = tuple(name for name in TYPED_PERIOD if name in bases.counted)
        said, worst = "、".join(names), most(map(bases.state_cell, names))
        cases: list[Case] = [
            (worst.equals(2), f"{NOT_FILLED}：{said}"),
            (worst.equals(1), WRONG + "，".join(_PERIODS[name] for name in names)),
        ]
        return self._told_of_head(cases, names)

    def _reason(self) -> Live:
        return self._told_of_head([], (contract.REASON, contract.NATURE))

    def _signatures(self) -> Live:
        states = {name: self.checks.bases.state_cell(name) for name in SIGNED}
        blank = [when(state.equals(2), f" {name}", "") for name, state in states.items()]
        words = joined("&", (f"{NOT_FILLED}：", *blank))
        return self._told_of_head([(most(states.values()).equals(2), words)], SIGNED)

    def _report_date(self) -> Live:
        name = contract.REPORTED_ON
        state = self.checks.bases.state_cell(name)
        cases: list[Case] = [
            (state.equals(1), WRONG & misread(name, Kind.DATE)),
            (state.equals(2), f"{NOT_FILLED}：{name}"),
        ]
        return self._told_of_head(cases, (name,))

    def _told_of_head(self, cases: list[Case], names: Iterable[str]) -> Live:
        """The first of some cases, or of what checks found at these cells."""
        faults = [one for name in names for one in self._told(self._faults_at(name), name)]
        found = [self._found_at(name, Read(name, Source.TYPED, name)) for name in names]
        return Live(first_of([*cases, *faults, *found], ""))

    def _found(self, name: str) -> Live:
        case = self._found_at(name, figure(name))
        return Live(first_of([(self._state(name).equals(1), ""), case], ""))

    def _found_at(self, name: str, typed: Formula) -> Case:
        """What the button found at a cell, while that holds what was judged.

        The number of a person is masked in what was found, so its words stay until the next click.
        """
        severities, items, values, words = (Block(block, ()) for block in FOUND_BLOCKS)
        at = call("MATCH", name, items, 0)
        severity, value = call("INDEX", severities, at), call("INDEX", values, at) & ""
        levels = ((severity.equals("强制性"), WRONG), (severity.equals("核实性"), QUERY))
        dated = self.checks.bases.entries.get(name) == Kind.DATE or name == contract.REPORTED_ON
        shown = call("TEXT", typed, "yyyy-mm-dd") if dated else typed & ""
        masked = call("SUBSTITUTE", value, _MASKED, "").differs(value)
        same = first_of([(masked, True), (is_error(typed), False)], value.equals(shown))
        return when(is_error(at), False, same), first_of(levels, NOTICE) & call("INDEX", words, at)

    @staticmethod
    def _state(name: str) -> Formula:
        return Read(f"{contract.STATE}{name}", Source.STATE, name)

    def _hint(self, name: str) -> Live:
        faults, bases = self._faults_at(name), self.checks.bases
        wrong = [one for one in faults if one.row.check.severity == Severity.BLOCKING]
        mild = [one for one in faults if one not in wrong]
        state, due, kind = self._state(name), bases.due(name), bases.entries[name]
        wanting = (state.equals(2) * due.equals(2)).equals(1)
        found = self.found[name].at(bases.spot(name, FOUND_COLUMN).absolute)
        unasked = ((state.equals(0) * due.equals(0)).equals(1), self._prefix(name) & _UNASKED)
        locked = Read(f'CELL("protect",{name})=1', Source.LOCKED, name)
        cases: tuple[Case, ...] = (
            (state.equals(1), when(locked, f"{WRONG}{_LOCKED}", WRONG & misread(name, kind))),
            (wanting, when(locked, f"{WRONG}{_LOCKED}", _WANTING[kind])),
            (state.equals(3), when(due > 0, f"{WRONG}本期这一项应填实际数", "")),
            *((unasked,) if bases.months_of(name) else ()),
            *self._told(wrong, name),
            (found.differs(""), found),
            *(self._dated(name) if kind == Kind.COUNT else ()),
            *self._told(mild, name),
            (when(state.equals(0), locked, False), f"{NOTICE}{_LOCKED}"),
        )
        return Live(first_of(cases, ""))

    def _dated(self, name: str) -> Iterator[Case]:
        """A day that was typed into a cell for counts counts as its serial number."""
        shows_day = Read(f'LEFT(CELL("format",{name}),1)="D"', Source.DATED, name)
        told = joined("&", (self._prefix(name), "这一格显示为日期，存的是 ", figure(name), _DATED))
        yield when(self._state(name).equals(0), shows_day, False), told

    def _faults_at(self, name: str) -> list[Fault]:
        """What the live checks may find at a cell, what binds most first."""
        found = [one for one in self._faults if one.at == name]
        return sorted(found, key=lambda one: _ORDER.index(one.row.check.severity))

    @cached_property
    def _faults(self) -> tuple[Fault, ...]:
        rows = (row for row in self.checks.rows if row.row in self.checks.lives)
        return tuple(fault for row in rows for fault in self.checks.faults(row))

    def _told(self, faults: Iterable[Fault], name: str) -> Iterator[tuple[Formula, Formula]]:
        """Each fault with what is said of it."""
        for one in faults:
            row, severity = one.row, one.row.check.severity
            asked = severity == Severity.QUERY
            prefix = self._prefix(name) if asked else part(_PREFIX[severity])
            if one.explained is not None:
                prefix = when(one.explained, EXPLAINED, QUERY)
            words = Live(part(row.words)).at(row.cell(WORDS))
            yield one.there, joined("&", (prefix, words, *((one.figures,) if one.figures else ())))

    def _prefix(self, name: str) -> Formula:
        """What begins a query: open, or explained in 说明 where there is one."""
        if name not in self.checks.bases.layout.notes:
            return part(QUERY)
        return when(self.checks.bases.texts.explained(name), EXPLAINED, QUERY)


_COLON = "："
#: what a paste leaves behind, and the way out
_LOCKED = "这一格被粘贴锁住了：撤销，改用选择性粘贴—数值；或撤消工作表保护（没有密码）"
_DATED = "：把格式改回常规，核对后重填"
_ORDER = (Severity.BLOCKING, Severity.QUERY, Severity.NOTICE)
#: what is said of a cell that wants an entry
_WANTING = {
    Kind.COUNT: NOT_FILLED, Kind.DATE: NOT_FILLED, Kind.YES_NO: f"{NOT_FILLED}：填“是”或“否”",
}  # fmt: skip
_PERIODS = {
    contract.REPORTING_YEAR: "年份填四位数，如2026", contract.REPORTING_MONTH: "月份填1至12",
}  # fmt: skip
_UNASKED = "本月不用填这一项，确有发生的写明情况"
#: in the number of a person, as it is told
_MASKED = "***"
#: column of 计算 for what the button found
FOUND_COLUMN = 9
#: and for the whole hint
HINT_COLUMN = 11
#: and for what the hint adds to the tally
WEIGHT_COLUMN = 12
