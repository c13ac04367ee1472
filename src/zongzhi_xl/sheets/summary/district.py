"""What all sheets of the summary ask: countings of the appraisal, and the way to every source.

What is no cell of a file has its place in this workbook: the register of units and the district's
decisions in 说明, a paper that is not there in 报送情况.
"""

from collections import Counter
from collections.abc import Mapping
from functools import cached_property

from xlsxwriter.utility import xl_rowcol_to_cell

from zongzhi_xl.contract import DELIVERIES, EXPLANATION
from zongzhi_xl.core.appraising.scorecard import (
    NOT_COUNTING,
    Absence,
    Appraisal,
    Decided,
    DeliveryState,
    Receipt,
    RegisterFigure,
    Source,
    SourceCell,
    UnitAppraisal,
    VetoState,
)
from zongzhi_xl.core.appraising.wording import grade_words
from zongzhi_xl.core.edition.items import FormKind
from zongzhi_xl.core.edition.statement import Edition
from zongzhi_xl.record import Record
from zongzhi_xl.sheets.page import Link
from zongzhi_xl.sheets.summary.decisions import Decision, decisions_in

#: from so many units on, sheets and chart show what a person can still look through
MANY = 100
#: points lost in a cell; what was added counts against them
POINTS = "0.00;+0.00"
#: said where nothing was received that could have earned it
NOTHING = "—"
#: first row of the units in 报送情况, from 0
DELIVERY_TOP = 5
#: columns of 报送情况 before the first month, and of 说明 before the register's figures
_LEFT = 2
#: rows of 说明 between the register and the first decision: one free, two of headings
_BETWEEN = 3


class District(Record):
    """The appraisal; ``register_top`` is the row of the register's first unit in 说明, from 0."""

    appraisal: Appraisal
    edition: Edition
    register_top: int

    @property
    def is_large(self) -> bool:
        """Whether there are too many units for a column or a bar each."""
        return len(self.appraisal.units) >= MANY

    @cached_property
    def period(self) -> str:
        """``2026年　截至6月　暂定　数据截至 2026-07-05　　按标准方案（规则 …，名册 …）评分``."""
        one = self.appraisal
        rules = f"　　按{one.rules}评分"
        if not one.through:
            return f"{one.year}年　没有收到可用的报表{rules}"
        nothing = "（没有可用的报表）" if one.is_reported else "部门提供数收到之日"
        until = one.data_until.isoformat() if one.data_until else nothing
        stage = "全年已关账" if one.final else "暂定"
        return f"{one.year}年　截至{one.through}月　{stage}　　数据截至 {until}{rules}"

    @cached_property
    def late(self) -> Counter[str]:
        """Returns that came late, by unit."""
        return self.appraisal.papers_of(DeliveryState.LATE)

    @cached_property
    def not_in(self) -> Counter[str]:
        """Returns that are missing, were sent back or have to be chosen, by unit."""
        return self.appraisal.papers_of(*NOT_COUNTING)

    def grade_look(self, unit: UnitAppraisal) -> str:
        """Green for the best grade, red for the worst, plain between."""
        if not self.appraisal.has_returns:
            return "none"
        names = [grade.name for grade in self.edition.statement.grades]
        if unit.veto != VetoState.NONE or unit.grade == names[-1]:
            return "bad"
        return "good" if unit.grade == names[0] else "box"

    def grade_words(self, unit: UnitAppraisal) -> str:
        """The grade, marked 暂定 while the year is open or a return is in doubt."""
        if not self.appraisal.has_returns:
            return NOTHING
        return grade_words(unit.grade, unit.provisional or not self.appraisal.final)

    # ------------------------------------------------------------------ where things stand

    @cached_property
    def rows(self) -> Mapping[str, int]:
        """The row of each unit in 报送情况, in the register's order."""
        units = dict.fromkeys(unit.unit for unit in self.appraisal.units)
        units |= dict.fromkeys(one.unit for one in self.appraisal.deliveries)
        return {unit: row for row, unit in enumerate(units, DELIVERY_TOP)}

    @cached_property
    def papers(self) -> tuple[tuple[FormKind, int | None], ...]:
        """The columns of 报送情况: January to December, then the yearly papers."""
        papers = {(one.form, one.month) for one in self.appraisal.deliveries}
        forms = list(FormKind)
        order = sorted(papers, key=lambda one: (one[1] is None, forms.index(one[0]), one[1] or 0))
        return tuple(order)

    @cached_property
    def _register(self) -> Mapping[tuple[str, str], str]:
        """The cell of 说明 that holds a unit's figure."""
        return {
            (unit.name, name): xl_rowcol_to_cell(row, column)
            for row, unit in enumerate(self.edition.units, self.register_top)
            for column, name in enumerate(self.edition.registered, _LEFT)
        }

    @cached_property
    def decisions(self) -> tuple[Decision, ...]:
        """What the district decided and something here rests on; below the register in 说明."""
        return decisions_in(self.appraisal)

    @cached_property
    def _decision_rows(self) -> Mapping[int, int]:
        """The row of 说明 in which a decision stands, from 0, by its number."""
        renamed = sum(bool(unit.formerly) for unit in self.edition.units)
        register = self.register_top + len(self.edition.units) + renamed
        return {one.number: row for row, one in enumerate(self.decisions, register + _BETWEEN)}

    def link(self, source: Source, shown: str | int) -> Link:
        """The link that shows ``shown`` and jumps to ``source``."""
        match source:
            case SourceCell(file, sheet, cell):
                return Link(file, sheet, cell, shown)
            case RegisterFigure(unit, item):
                return Link("", EXPLANATION, self._register.get((unit, item), "A1"), shown)
            case Absence() | Receipt():
                return Link("", DELIVERIES, self._cell_of(source), shown)
            case Decided(number):
                return Link("", EXPLANATION, f"A{self._decision_rows[number] + 1}", shown)

    def _cell_of(self, paper: Absence | Receipt) -> str:
        """The cell of one obligation; the first of the sheet where it has none."""
        kind = (paper.form, paper.month)
        if paper.unit not in self.rows or kind not in self.papers:
            return "A1"
        return str(xl_rowcol_to_cell(self.rows[paper.unit], _LEFT + self.papers.index(kind)))
