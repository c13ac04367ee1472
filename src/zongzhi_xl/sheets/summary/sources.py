"""From a source to a link: into a return's cell, or into this workbook's own sheets.

Three kinds of sources are no cells of a file: the register of units (shown in 说明), a missing
or late return (shown in 报送情况), and what only a word names.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from xlsxwriter.utility import xl_rowcol_to_cell

from zongzhi_xl.contract import DELIVERIES, EXPLANATION, UNITS
from zongzhi_xl.core.appraising.scorecard import Appraisal, Delivery, Source
from zongzhi_xl.core.appraising.wording import delivery_label
from zongzhi_xl.core.edition.items import FormKind
from zongzhi_xl.core.edition.statement import REGISTER, Edition
from zongzhi_xl.sheets.summary.page import Link

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

    def cell(self, delivery: Delivery) -> str:
        """The address of one obligation."""
        row = DELIVERY_TOP + self._rows[delivery.unit]
        column = DELIVERY_LEFT + self.papers.index((delivery.form, delivery.month))
        return str(xl_rowcol_to_cell(row, column))

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


def inner_places(
    appraisal: Appraisal, edition: Edition, register_top: int
) -> Mapping[tuple[str, str], Link]:
    """Sheet and cell as a source writes them → where that is in this workbook.

    ``register_top`` is the row of the first unit of the register in 说明, from 0.
    """
    grid = grid_of(appraisal)
    owed = {
        (DELIVERIES, delivery_label(one)): Link("", DELIVERIES, grid.cell(one), "")
        for one in appraisal.deliveries
    }
    return owed | dict(_register_places(edition, register_top))


def _register_places(edition: Edition, top: int) -> Iterator[tuple[tuple[str, str], Link]]:
    for row, unit in enumerate(edition.units, top):
        for name, column in REGISTER_COLUMNS.items():
            cell = xl_rowcol_to_cell(row, column)
            yield (UNITS, f"{unit.name} {name}"), Link("", EXPLANATION, cell, "")


def link_to(source: Source, inner: Mapping[tuple[str, str], Link], shown: str | int) -> Link:
    """The link that shows ``shown`` and jumps to ``source``."""
    here = inner.get((source.sheet, source.cell))
    if here:
        return Link("", here.sheet, here.cell, shown)
    if source.sheet in (DELIVERIES, UNITS):
        return Link("", DELIVERIES if source.sheet == DELIVERIES else EXPLANATION, "A1", shown)
    return Link(source.file, source.sheet, source.cell, shown)
