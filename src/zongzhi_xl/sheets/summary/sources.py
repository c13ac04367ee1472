"""From a source to a link: into a return's cell, or into this workbook's own sheets.

What is no cell of a file has its place here: the register of units in 说明, a paper that is not
there in 报送情况.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from xlsxwriter.utility import xl_rowcol_to_cell

from zongzhi_xl.contract import DELIVERIES, EXPLANATION
from zongzhi_xl.core.appraising.scorecard import (
    Absence,
    Appraisal,
    Delivery,
    RegisterFigure,
    Source,
    SourceCell,
)
from zongzhi_xl.core.edition.items import FormKind
from zongzhi_xl.core.edition.statement import REGISTER, Edition
from zongzhi_xl.sheets.links import Link

#: first row of the units in 报送情况, from 0
DELIVERY_TOP = 5
#: columns of 报送情况 before the first month, and of the register in 说明 in their order
DELIVERY_LEFT = 2
REGISTER_COLUMNS = {name: n for n, name in enumerate(REGISTER, DELIVERY_LEFT)}


@dataclass(frozen=True)
class Grid:
    """Which unit stands in which row of 报送情况, and which paper in which column."""

    units: tuple[str, ...]
    papers: tuple[tuple[FormKind, int | None], ...]

    def cell(self, paper: Delivery | Absence) -> str:
        """The address of one obligation; the first cell of the sheet where it has none."""
        kind = (paper.form, paper.month)
        if paper.unit not in self._rows or kind not in self.papers:
            return "A1"
        row = DELIVERY_TOP + self._rows[paper.unit]
        return str(xl_rowcol_to_cell(row, DELIVERY_LEFT + self.papers.index(kind)))

    @cached_property
    def _rows(self) -> Mapping[str, int]:
        return {unit: row for row, unit in enumerate(self.units)}


def grid_of(appraisal: Appraisal) -> Grid:
    """Rows in the register's order, columns January to December, then the yearly papers."""
    units = dict.fromkeys(unit.unit for unit in appraisal.units)
    units |= dict.fromkeys(one.unit for one in appraisal.deliveries)
    papers = {(one.form, one.month) for one in appraisal.deliveries}
    forms = list(FormKind)
    order = sorted(papers, key=lambda one: (one[1] is None, forms.index(one[0]), one[1] or 0))
    return Grid(tuple(units), tuple(order))


@dataclass(frozen=True)
class Inner:
    """Where in this workbook stands what is no cell of a file."""

    grid: Grid
    register: Mapping[tuple[str, str], str]

    def link(self, source: Source, shown: str | int) -> Link:
        """The link that shows ``shown`` and jumps to ``source``."""
        match source:
            case SourceCell(file, sheet, cell):
                return Link(file, sheet, cell, shown)
            case RegisterFigure(unit, item):
                return Link("", EXPLANATION, self.register.get((unit, item), "A1"), shown)
            case Absence():
                return Link("", DELIVERIES, self.grid.cell(source), shown)


def inner_places(appraisal: Appraisal, edition: Edition, register_top: int) -> Inner:
    """``register_top`` is the row of the first unit of the register in 说明, from 0."""
    register = {
        (unit.name, name): xl_rowcol_to_cell(row, column)
        for row, unit in enumerate(edition.units, register_top)
        for name, column in REGISTER_COLUMNS.items()
    }
    return Inner(grid_of(appraisal), register)
