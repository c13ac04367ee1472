"""The hint (提示) beside each input cell: the first thing amiss there, in a few words.

Its first word decides the colour: 错误 red, 核实 amber; nothing else colours a cell, least of
all a figure over its limit. What the button found is shown as long as the cell still
holds the value that it judged.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from zongzhi_xl.contract import (
    FILLED_IN_BY,
    FOUND_ITEM,
    FOUND_SEVERITY,
    FOUND_VALUE,
    FOUND_WORDS,
    ISSUED,
    NATURE,
    NOTE,
    REASON,
    SIGNED_BY,
    STATE,
    TELEPHONE,
)
from zongzhi_xl.core.edition.items import Kind, Severity
from zongzhi_xl.core.language.values import BLANK
from zongzhi_xl.sheets.returns.bases import DUE, MONTH, STATE_COLUMN, TYPED_PERIOD, YEAR
from zongzhi_xl.sheets.returns.bases import UNIT_ROW as UNIT_ROW_KEY
from zongzhi_xl.sheets.returns.form_layout import PERIOD_ROW, REASON_ROW, UNIT_ROW
from zongzhi_xl.sheets.returns.live import FAIL, Cached, Facts, Live, quoted, strongest
from zongzhi_xl.sheets.returns.live_checks import BROKEN, RESULT, WORDS, CheckPlan, CheckRow

WRONG, QUERY, EXPLAINED, NOTICE = "错误：", "核实：", "已说明：", "提示："
NOT_FILLED = "未填"
SIGNED = (SIGNED_BY, FILLED_IN_BY, TELEPHONE)

_WHAT_FITS = {
    Kind.COUNT: "应填0或正整数，只写数字",
    Kind.DATE: "应填日期，如2026-3-5",
    Kind.YES_NO: "只能填“是”或“否”",
}


@dataclass(frozen=True)
class Fault:
    """A check that may fail at a cell; ``link`` numbers the link of a chain, 0 for the whole."""

    row: CheckRow
    link: int

    @property
    def there(self) -> str:
        """Formula text that is true where it failed."""
        if self.link:
            return f"{self.row.cell(BROKEN)}={self.link}"
        return f'{self.row.cell(RESULT)}="{FAIL}"'


@dataclass(frozen=True)
class HintPlan:
    """The hints of one form of one edition."""

    checks: CheckPlan

    @cached_property
    def hints(self) -> Mapping[str, Live]:
        """The hint of every input cell of the table."""
        return {name: self._hint(name) for name in self.checks.entries}

    @cached_property
    def found(self) -> Mapping[str, Live]:
        """What the button found at each cell; kept in 计算, empty in a fresh workbook."""
        return {name: self._found(name) for name in self.checks.entries}

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
    def all(self) -> tuple[Live, ...]:
        """Every hint of the form page."""
        return (*self.of_head.values(), *self.hints.values())

    def counted(self, begins: str) -> Live:
        """How many hints of the form page begin with these words."""
        layout = self.checks.bases.layout
        letter = "ABCDEFGHIJKL"[layout.column["hint"]]
        column = f"'{layout.sheet}'!${letter}$1:${letter}${layout.last_row + 3}"
        text = f'SUMPRODUCT(--(LEFT({column},{len(begins)})="{begins}"))'
        return Live(
            text,
            lambda facts: sum(str(facts.answer(hint)).startswith(begins) for hint in self.all),
        )

    def _state(self, name: str) -> str:
        bases = self.checks.bases
        return bases.spot(bases.key(name), STATE_COLUMN).absolute

    def _unit(self) -> Live:
        blank, unknown = f"{NOT_FILLED}：填报单位", f"{WRONG}名册上没有这个单位，请从下拉框中选择"
        found = self.checks.bases.spot(UNIT_ROW_KEY).absolute
        issued = f"{ISSUED}填报单位"
        same = f'IF({issued}="","",IF(TRIM(填报单位)={issued},"","{_OTHER}"))'
        text = f'IF({self._state("填报单位")}=2,"{blank}",IF({found}=0,"{unknown}",{same}))'

        def compute(facts: Facts) -> Cached:
            if facts.state("填报单位") == 2:
                return blank
            if not self.checks.bases.registered(facts):
                return unknown
            return _unlike_issued(facts, ["填报单位"])

        return Live(text, compute)

    def _period(self) -> Live:
        names = [name for name in TYPED_PERIOD if name in self.checks.bases.counted]
        said = "、".join(names)
        blank, wrong = f"{NOT_FILLED}：{said}", f"{WRONG}{said}应填整数"
        worst = strongest(map(self._state, names))
        same = '""'
        for name, typed in zip(names, (YEAR, MONTH), strict=False):
            issued = f"{ISSUED}{name}"
            same = f'IF({issued}="",{same},IF({typed}={issued},{same},"{_OTHER}"))'
        text = f'IF({worst}=2,"{blank}",IF({worst}=1,"{wrong}",{same}))'
        words = {2: blank, 1: wrong}

        def compute(facts: Facts) -> Cached:
            return words.get(max(map(facts.state, names))) or _unlike_issued(facts, names)

        return Live(text, compute)

    def _reason(self) -> Live:
        words = f"{WRONG}更正的报表要写更正原因"
        unsaid = f'IF(TRIM({REASON})="","{words}","")'
        corrected = f'ISERROR(FIND("{_CORRECTION}",{NATURE}))'

        def compute(facts: Facts) -> Cached:
            asked = _CORRECTION in str(facts.value(NATURE)) and facts.state(REASON) == 2
            return words if asked else ""

        return Live(f'IF({corrected},"",{unsaid})', compute)

    def _signatures(self) -> Live:
        parts = [f'IF({self._state(name)}=2," {name}","")' for name in SIGNED]
        worst = strongest(map(self._state, SIGNED))
        text = f'IF({worst}=2,"{NOT_FILLED}："&{"&".join(parts)},"")'

        def compute(facts: Facts) -> Cached:
            blank = [name for name in SIGNED if facts.state(name) == 2]
            return f"{NOT_FILLED}：" + "".join(f" {name}" for name in blank) if blank else ""

        return Live(text, compute)

    def _report_date(self) -> Live:
        name, unreadable = "报出日期", WRONG + _WHAT_FITS[Kind.DATE]
        faults = self._faults_at(name)
        blank = f"{NOT_FILLED}：{name}"
        text = self._chained(faults, name, '""')
        text = f'IF({self._state(name)}=2,"{blank}",{text})'
        text = f'IF({self._state(name)}=1,"{unreadable}",{text})'

        def compute(facts: Facts) -> Cached:
            if facts.state(name):
                return {1: unreadable, 2: blank}.get(facts.state(name), "")
            return self._first_failing(facts, name, faults)

        return Live(text, compute)

    def found_cell(self, name: str) -> str:
        """The cell of 计算 that keeps it."""
        return self.checks.bases.spot(name, FOUND_COLUMN).absolute

    def _found(self, name: str) -> Live:
        at = f"MATCH({quoted(name)},{FOUND_ITEM},0)"
        shown = f'TEXT({name},"yyyy-mm-dd")' if self._dated(name) else f'{name}&""'
        severity = f"INDEX({FOUND_SEVERITY},{at})"
        prefix = f'IF({severity}="强制性","{WRONG}",IF({severity}="核实性","{QUERY}","{NOTICE}"))'
        same = f'INDEX({FOUND_VALUE},{at})&""={shown}'
        words = f'IF(ISERROR({at}),"",IF({same},{prefix}&INDEX({FOUND_WORDS},{at}),""))'
        return Live(f'IF({STATE}{name}=1,"",{words})', lambda _: "")

    def _dated(self, name: str) -> bool:
        return self.checks.kind_of(name) == Kind.DATE

    def _hint(self, name: str) -> Live:
        faults = self._faults_at(name)
        wrong = [one for one in faults if one.row.check.severity == Severity.BLOCKING]
        mild = [one for one in faults if one.row.check.severity != Severity.BLOCKING]
        unreadable = WRONG + _WHAT_FITS[self.checks.kind_of(name)]
        due = self.checks.bases.spot(name, DUE).absolute
        found = self.found_cell(name)
        text = self._chained(mild, name, '""')
        text = self._chained(wrong, name, f'IF({found}<>"",{found},{text})')
        if name in self.checks.sparse:
            words = f"{self._prefix(name)}&{quoted(_UNASKED)}"
            text = f"IF(({STATE}{name}=0)*({due}=0)=1,{words},{text})"
        text = f'IF({STATE}{name}=3,IF({due}>0,"{WRONG}{_DUE}",""),{text})'
        text = f'IF(({STATE}{name}=2)*({due}=2)=1,"{NOT_FILLED}",{text})'
        text = f"IF({STATE}{name}=1,{quoted(unreadable)},{text})"
        return Live(text, lambda facts: self._words(facts, name, unreadable, (*wrong, *mild)))

    def _words(self, facts: Facts, name: str, unreadable: str, faults: tuple[Fault, ...]) -> Cached:
        state, due = facts.state(name), facts.answer(self.checks.due[name])
        if state == 1:
            return unreadable
        if state == 2 and due == 2:
            return NOT_FILLED
        if state == 3:
            return f"{WRONG}{_DUE}" if due else ""
        if state == 0 and due == 0:
            return (EXPLAINED if facts.notes.get(name) else QUERY) + _UNASKED
        return self._first_failing(facts, name, faults)

    def _faults_at(self, name: str) -> tuple[Fault, ...]:
        """What the live checks may find at a cell; a chain shows at its first broken link."""
        found: list[Fault] = []
        for row in self.checks.rows:
            if row.row not in self.checks.lives:
                continue
            links = [(n, link.at) for n, link in enumerate(row.links, 1)]
            found += [Fault(row, n) for n, at in links or [(0, row.at)] if at == name]
        return tuple(found)

    def _first_failing(self, facts: Facts, name: str, faults: tuple[Fault, ...]) -> Cached:
        for fault in faults:
            if self._there(facts, fault):
                return _prefix(fault.row, bool(facts.notes.get(name))) + fault.row.words
        return ""

    def _there(self, facts: Facts, fault: Fault) -> bool:
        row = fault.row.row
        if fault.link:
            return facts.answer(self.checks.broken_links[row]) == fault.link
        return facts.answer(self.checks.lives[row]) == FAIL

    def _chained(self, faults: Sequence[Fault], name: str, otherwise: str) -> str:
        for fault in reversed(faults):
            row = fault.row
            asked = row.check.severity == Severity.QUERY
            prefix = self._prefix(name) if asked else quoted(_prefix(row, explained=False))
            words = f"{prefix}&{row.cell(WORDS)}"
            otherwise = f"IF({fault.there},{words},{otherwise})"
        return otherwise

    def _prefix(self, name: str) -> str:
        """Formula text that begins a query: open, or explained in 说明 where there is one."""
        if name not in self.checks.bases.layout.notes:
            return quoted(QUERY)
        return f'IF({NOTE}{name}="","{QUERY}","{EXPLAINED}")'


def _unlike_issued(facts: Facts, names: Sequence[str]) -> str:
    """Check 02-3: pre-filled for another unit or period."""
    issued = {name: facts.value(ISSUED + name) for name in names}
    other = any(one not in (BLANK, facts.value(name)) for name, one in issued.items())
    return _OTHER if other else ""


_CORRECTION = "更正"
_OTHER = f"{WRONG}与下发时预填的不同，改回去或另领一份表"
_DUE = "本期这一项应填实际数"
_UNASKED = "本月不用填这一项，确有发生的写明情况"
#: column of 计算 for what the button found
FOUND_COLUMN = 9


def _prefix(row: CheckRow, explained: bool) -> str:
    if row.check.severity == Severity.BLOCKING:
        return WRONG
    if row.check.severity == Severity.NOTICE:
        return NOTICE
    return EXPLAINED if explained else QUERY
