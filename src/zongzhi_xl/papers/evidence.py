"""Where the figures behind a lost point can be looked up, in words for paper.

A source is one cell; an officer checks an item. So the cells of an item are told in one line
with their range and their sum, months in a table of their own, each with whoever answers for the
figure and, where a department's figure counts instead, what the office itself had reported.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from zongzhi_xl.contract import DELIVERIES, UNITS
from zongzhi_xl.core.appraising.scorecard import (
    Appraisal,
    Basis,
    Contribution,
    FileFindings,
    Loss,
    Source,
)
from zongzhi_xl.core.appraising.wording import basis_words, month_words, place_words
from zongzhi_xl.core.edition.items import Aggregation, FormKind
from zongzhi_xl.core.edition.statement import Edition

_ADDRESS = re.compile(r"([A-Z]+)(\d+)")
#: so many cells of a sum are told by range and total, their months in the table
_FEWEST_MONTHS = 2


@dataclass(frozen=True)
class EvidenceLine:
    """One item: its figure, who answers for it, where it stands, what the office had reported."""

    item: str
    figure: str
    provider: str
    place: str
    own: str

    def __str__(self) -> str:
        """``刑事立案数12个月合计616（公安核定，部门提供数·月度!C55:C66），你单位填报合计610``."""
        if not self.item:
            return self.place
        where = f"{self.provider}，{self.place}" if self.provider else self.place
        own = f"，你单位填报{self.own}" if self.own else ""
        return f"{self.item}{self.figure}（{where}）{own}"


@dataclass(frozen=True)
class MonthsLine:
    """The months of one item, ``months`` from January on; ``own`` only where it differs."""

    item: str
    months: tuple[str, ...]
    total: str
    own: tuple[str, ...]
    own_total: str


@dataclass(frozen=True)
class Archive:
    """What the sources of one unit mean: the paper that a file is, the item that a cell holds."""

    edition: Edition
    files: Mapping[str, FileFindings]
    cells: Mapping[Source, Contribution]
    through: int

    def lines(self, loss: Loss) -> tuple[EvidenceLine, ...]:
        """The evidence of one lost point, a line an item."""
        return tuple(self._line(item, sources) for item, sources in self._by_item(loss.sources))

    def months(self, losses: Iterable[Loss]) -> tuple[MonthsLine, ...]:
        """The months of every item of which the losses count a sum, each item once."""
        found: dict[str, MonthsLine] = {}
        for loss in losses:
            for item, sources in self._by_item(loss.sources):
                cells = self._cells(sources)
                if item not in found and self._adds_up(item, cells):
                    found[item] = self._months(item, cells)
        return tuple(found.values())

    def _by_item(self, sources: Iterable[Source]) -> Iterable[tuple[str, list[Source]]]:
        """Cells of one item belong together; others by the sheet on which they stand."""
        groups: dict[tuple[str, str], list[Source]] = defaultdict(list)
        for source in sources:
            cell = self.cells.get(source)
            key = (cell.item, "") if cell else ("", f"{source.file}!{source.sheet}")
            groups[key].append(source)
        return ((item, group) for (item, _), group in groups.items())

    def _cells(self, sources: Iterable[Source]) -> list[Contribution]:
        return [self.cells[source] for source in sources if source in self.cells]

    def _adds_up(self, item: str, cells: Sequence[Contribution]) -> bool:
        known = self.edition.items.get(item)
        counted = [cell for cell in cells if isinstance(cell.value, int) and cell.month]
        flows = known is not None and known.aggregation == Aggregation.SUM
        return flows and len(counted) >= _FEWEST_MONTHS

    def _line(self, item: str, sources: list[Source]) -> EvidenceLine:
        cells = self._cells(sources)
        if not item:
            return EvidenceLine("", "", "", self.with_values(sources), "")
        place, provider = self.place(sources), self._provider(item, cells)
        printed = self._printed(item)
        if self._adds_up(item, cells):
            return EvidenceLine(printed, _sum_words(cells), provider, place, _own_sum_words(cells))
        figures = "、".join(dict.fromkeys(source.value for source in sources))
        own = "、".join(dict.fromkeys(cell.reported.value for cell in cells if cell.reported))
        return EvidenceLine(printed, figures, provider, place, own)

    def _printed(self, item: str) -> str:
        known = self.edition.items.get(item)
        return known.printed if known else item

    def _provider(self, item: str, cells: Iterable[Contribution]) -> str:
        """Who verified the figure; the office's own papers and the register say so themselves."""
        if all(cell.basis == Basis.DEPARTMENT for cell in cells):
            return basis_words(Basis.DEPARTMENT.value, self.edition.items.get(item))
        return ""

    def _months(self, item: str, cells: Sequence[Contribution]) -> MonthsLine:
        by_month = {cell.month: cell for cell in cells}
        own = {cell.month: cell.reported.value for cell in cells if cell.reported}
        numbers = range(1, self.through + 1)
        return MonthsLine(
            self._printed(item),
            tuple(by_month[n].source.value if n in by_month else "" for n in numbers),
            str(_sum(cells)),
            tuple(own.get(n, "") for n in numbers) if own else (),
            str(_own_sum(cells) or "") if own else "",
        )

    # -------------------------------------------------------------- places

    def place(self, sources: Iterable[Source]) -> str:
        """``部门提供数·月度!C55:C66``, ``1月至3月月报!D18``, ``名册``."""
        cells: dict[tuple[str, str], list[str]] = defaultdict(list)
        for source in sources:
            cells[source.file, source.sheet].append(source.cell)
        months: dict[tuple[str, str], list[int]] = defaultdict(list)
        for (file, sheet), addresses in cells.items():
            paper = self.files.get(file)
            where = _where(file, sheet, _ranges(addresses), paper)
            months[_paper_words(file, sheet, paper), where] += _months_of(paper)
        return "；".join(f"{runs(found)}{words}{at}" for (words, at), found in months.items())

    def with_values(self, sources: Sequence[Source]) -> str:
        """``10月月报·重大事项!D6＝…、F6＝…``: cells of one sheet that are no item of a form."""
        first = sources[0]
        paper = self.files.get(first.file)
        if first.file == DELIVERIES:
            return _absences(sources)
        if paper is None:
            return "；".join(f"{place_words(one)}＝{one.value}" for one in sources)
        cells = "、".join(f"{one.cell}＝{one.value}" for one in sources)
        words = _paper_words(first.file, first.sheet, paper)
        return f"{runs(_months_of(paper))}{words}{_where(first.file, first.sheet, cells, paper)}"


def archives_of(appraisal: Appraisal, edition: Edition) -> Mapping[str, Archive]:
    """Each unit's archive; a cell that serves two items stands under the monthly one."""
    cells: dict[str, dict[Source, Contribution]] = {one.unit: {} for one in appraisal.units}
    for one in appraisal.contributions:  # a cell of 报送情况 stands for all items of its paper
        if one.source.file != DELIVERIES and one.unit in cells:
            cells[one.unit].setdefault(one.source, one)
    files = {one.file: one for one in appraisal.files}
    return {
        unit: Archive(edition, files, of_unit, appraisal.through) for unit, of_unit in cells.items()
    }


def _absences(sources: Iterable[Source]) -> str:
    """``报送情况：1月至3月月报、年报缺报``: papers by what became of them."""
    papers: dict[str, list[str]] = defaultdict(list)
    for source in sources:
        papers[source.value].append(source.cell.rpartition(" ")[2])
    found = (f"{papers_words(names)}{state}" for state, names in papers.items())
    return f"{DELIVERIES}：{'，'.join(found)}"


def papers_words(names: Sequence[str]) -> str:
    """``1月至3月月报、年报``: months (``3月``) put together, other papers by their names."""
    months = [int(name.removesuffix("月")) for name in names if name.endswith("月")]
    others = [name for name in names if not name.endswith("月")]
    return "、".join([f"{runs(months)}{FormKind.MONTHLY.value}"] * bool(months) + others)


def _paper_words(file: str, sheet: str, paper: FileFindings | None) -> str:
    if paper is None:
        return sheet if file in ("", sheet) else file
    return paper.form.value


def _months_of(paper: FileFindings | None) -> list[int]:
    return [paper.month] if paper and paper.month else []


def _where(file: str, sheet: str, cells: str, paper: FileFindings | None) -> str:
    """The sheet where it is not that of the form itself, and the cells."""
    if file in ("", sheet):  # the register, or the summary's 报送情况
        return "" if sheet == UNITS else f"：{cells}"
    own_page = paper is not None and sheet == paper.form.value
    return f"!{cells}" if own_page else f"·{sheet}!{cells}"


def runs(months: Sequence[int]) -> str:
    """``1月至3月、5月``; empty for a yearly paper."""
    groups: list[list[int]] = []
    for month in sorted(set(months)):
        if groups and groups[-1][-1] == month - 1:
            groups[-1].append(month)
        else:
            groups.append([month])
    return "、".join(
        month_words(one[0]) + (f"至{month_words(one[-1])}" if one[1:] else "") for one in groups
    )


def _ranges(addresses: Sequence[str]) -> str:
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


# ------------------------------------------------------------------ sums


def _counted(cells: Iterable[Contribution]) -> list[int]:
    return [cell.value for cell in cells if isinstance(cell.value, int)]


def _sum(cells: Iterable[Contribution]) -> int:
    return sum(_counted(cells))


def _sum_words(cells: Sequence[Contribution]) -> str:
    lacking = "".join(_lacking(cells))
    return f"{len(_counted(cells))}个月合计{_sum(cells)}{lacking}"


def _lacking(cells: Iterable[Contribution]) -> Iterator[str]:
    for cell in cells:
        if not isinstance(cell.value, int):
            yield f"，{month_words(cell.month)}{cell.source.value}"


def _own_sum(cells: Iterable[Contribution]) -> int | None:
    """What the office's own months add up to; None where one of them is no number."""
    own = [cell.reported.value if cell.reported else cell.source.value for cell in cells]
    return sum(map(int, own)) if all(one.isdecimal() for one in own) else None


def _own_sum_words(cells: Sequence[Contribution]) -> str:
    if not any(cell.reported for cell in cells):
        return ""
    total = _own_sum(cells)
    return "见各月数" if total is None else f"合计{total}"
