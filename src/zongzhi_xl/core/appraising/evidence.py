"""What a lost point rests on, item by item, for every output that prints it.

A source is one cell; an officer checks an item. So the cells of an item belong together, with
their sum where months are added up; papers that are not there belong together, and cells that are
no item's by the sheet on which they stand.
"""

import re
from collections.abc import Hashable, Iterable, Mapping, Sequence
from itertools import pairwise
from typing import TypeAlias

from zongzhi_xl.core.appraising.scorecard import (
    Absence,
    Basis,
    Contribution,
    Decided,
    Entered,
    Evidence,
    Receipt,
    SourceCell,
)
from zongzhi_xl.core.appraising.sources import month_words, written
from zongzhi_xl.core.edition.items import Aggregation, Item
from zongzhi_xl.record import Record

#: so many months of a flow are told by their sum
_FEWEST_MONTHS = 2


class ItemEvidence(Record):
    """The cells of one item; ``item`` is None for a figure of the register of units."""

    name: str
    item: Item | None
    cells: tuple[Contribution, ...]

    @property
    def adds_up(self) -> bool:
        """Whether its months are added up and there are several."""
        flows = self.item is not None and self.item.aggregation == Aggregation.SUM
        return flows and sum(cell.month is not None for cell in self.counted) >= _FEWEST_MONTHS

    @property
    def counted(self) -> tuple[Contribution, ...]:
        """The cells that hold a number."""
        return tuple(cell for cell in self.cells if isinstance(cell.value, int))

    @property
    def lacking(self) -> tuple[Contribution, ...]:
        """Those that hold none."""
        return tuple(cell for cell in self.cells if not isinstance(cell.value, int))

    @property
    def total(self) -> int:
        """What the numbers come to."""
        return sum(cell.value for cell in self.counted)  # type: ignore[misc]  # counts

    @property
    def own_total(self) -> int | None:
        """What the office's own cells come to; None where one of them is no number."""
        own = [_own_value(cell) for cell in self.cells]
        return sum(map(int, own)) if all(value.isdecimal() for value in own) else None

    @property
    def reported_otherwise(self) -> bool:
        """Whether the office itself had reported something else."""
        return any(cell.reported for cell in self.cells)

    @property
    def by_department(self) -> bool:
        """Whether a department's figure counts throughout."""
        return all(cell.basis == Basis.DEPARTMENT for cell in self.cells)

    @property
    def sum_words(self) -> str:
        """``合计616``, ``合计60，3月未填``."""
        gaps = (f"，{month_words(one.month)}{written(one.source).value}" for one in self.lacking)
        return f"合计{self.total}{''.join(gaps)}"


def _own_value(cell: Contribution) -> str:
    return cell.reported.value if cell.reported else written(cell.source).value


class Absences(Record):
    """Papers that are not there."""

    papers: tuple[Absence, ...]


class SheetCells(Record):
    """Cells of one sheet that are no item's: of a row of events, the day of a return."""

    cells: tuple[SourceCell, ...]


class Records(Record):
    """What the district recorded itself."""

    sources: tuple[Entered, ...]


EvidenceGroup: TypeAlias = ItemEvidence | Absences | SheetCells | Records


def parts_of(evidence: Iterable[Evidence], items: Mapping[str, Item]) -> tuple[EvidenceGroup, ...]:
    """The evidence of a lost point, what belongs together put together, in the order given."""
    groups: dict[Hashable, list[Evidence]] = {}
    for one in evidence:
        groups.setdefault(_together(one), []).append(one)
    return tuple(_part(group, items) for group in groups.values())


def _together(one: Evidence) -> Hashable:
    match one:
        case Absence() | Contribution(source=Absence()):
            return Absence
        case Contribution(name):
            return name
        case SourceCell(file, sheet):
            return (file, sheet)
        case Receipt() | Decided():
            return Records


def _part(group: Sequence[Evidence], items: Mapping[str, Item]) -> EvidenceGroup:
    cells = tuple(one for one in group if isinstance(one, Contribution))
    sources = [one.source if isinstance(one, Contribution) else one for one in group]
    if papers := tuple(dict.fromkeys(one for one in sources if isinstance(one, Absence))):
        return Absences(papers)
    if cells:
        return ItemEvidence(cells[0].item, items.get(cells[0].item), cells)
    if records := tuple(one for one in sources if isinstance(one, Receipt | Decided)):
        return Records(records)
    return SheetCells(tuple(one for one in sources if isinstance(one, SourceCell)))


# ------------------------------------------------------------------ neighbouring cells

_ADDRESS = re.compile(r"([A-Z]+)(\d+)")


def ranges(addresses: Sequence[str]) -> str:
    """``C55:C57、C60``: neighbours in one column as a range, in the order given."""
    groups = [[addresses[0]]]
    for before, after in pairwise(addresses):
        if _below(before, after):
            groups[-1].append(after)
        else:
            groups.append([after])
    return "、".join(one[0] + (f":{one[-1]}" if one[1:] else "") for one in groups)


def _below(before: str, after: str) -> bool:
    first, second = _ADDRESS.fullmatch(before), _ADDRESS.fullmatch(after)
    if not first or not second:
        return False
    return first[1] == second[1] and int(second[2]) == int(first[2]) + 1
