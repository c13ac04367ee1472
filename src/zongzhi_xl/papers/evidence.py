"""Where the figures behind a lost point can be looked up, in words for paper.

An item is told in one line with its range of cells and their sum, its months in a table of their
own, each with whoever answers for the figure and, where a department's figure counts instead,
what the office itself had reported.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from zongzhi_xl.contract import DELIVERIES, UNITS
from zongzhi_xl.core.appraising.evidence import (
    Absences,
    ItemEvidence,
    Part,
    SheetCells,
    parts_of,
    ranges,
)
from zongzhi_xl.core.appraising.scorecard import (
    Absence,
    Appraisal,
    Basis,
    Delivery,
    FileFindings,
    Loss,
    RegisterFigure,
    Source,
    SourceCell,
)
from zongzhi_xl.core.appraising.sources import (
    month_words,
    place_words,
    state_words,
    written,
)
from zongzhi_xl.core.appraising.wording import basis_words
from zongzhi_xl.core.edition.items import FormKind
from zongzhi_xl.core.edition.statement import Edition


@dataclass(frozen=True)
class EvidenceLine:
    """One item: its figure, who answers for it, where it stands, what the office had reported.

    Evidence that is no item's has its place only.
    """

    item: str = ""
    figure: str = ""
    provider: str = ""
    place: str = ""
    own: str = ""

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
    """What the evidence is told by: the rules, the paper that a file is, how far the year is."""

    edition: Edition
    files: Mapping[str, FileFindings]
    through: int

    def lines(self, loss: Loss) -> tuple[EvidenceLine, ...]:
        """The evidence of one lost point, a line an item."""
        return tuple(map(self._line, self._parts(loss)))

    def months(self, losses: Iterable[Loss]) -> tuple[MonthsLine, ...]:
        """The months of every item of which the losses count a sum, each item once."""
        found: dict[str, MonthsLine] = {}
        for part in (part for loss in losses for part in self._parts(loss)):
            if isinstance(part, ItemEvidence) and part.adds_up and part.name not in found:
                found[part.name] = self._months(part)
        return tuple(found.values())

    def _parts(self, loss: Loss) -> tuple[Part, ...]:
        return parts_of(loss.evidence, self.edition.items)

    def _line(self, part: Part) -> EvidenceLine:
        match part:
            case Absences(papers):
                return EvidenceLine(place=_absences(papers))
            case SheetCells(cells):
                return EvidenceLine(place=self._with_values(cells))
            case ItemEvidence(cells=cells):
                place = self.place(cell.source for cell in cells)
                # the office's own papers and the register say themselves who answers for them
                by = basis_words(Basis.DEPARTMENT.value, part.item) if part.by_department else ""
                return EvidenceLine(_printed(part), _figure(part), by, place, _own(part))

    def _months(self, part: ItemEvidence) -> MonthsLine:
        by_month = {cell.month: written(cell.source).value for cell in part.cells}
        own = {cell.month: cell.reported.value for cell in part.cells if cell.reported}
        numbers = range(1, self.through + 1)
        return MonthsLine(
            _printed(part),
            tuple(by_month.get(n, "") for n in numbers),
            str(part.total),
            tuple(own.get(n, "") for n in numbers) if own else (),
            str(part.own_total or "") if own else "",
        )

    # -------------------------------------------------------------- places

    def place(self, sources: Iterable[Source]) -> str:
        """``部门提供数·月度!C55:C66``, ``1月至3月月报!D18``, ``名册``."""
        cells: dict[tuple[str, str], list[str]] = defaultdict(list)
        months: dict[tuple[str, str], list[int]] = defaultdict(list)
        for source in sources:
            if isinstance(source, SourceCell):
                cells[source.file, source.sheet].append(source.cell)
            elif isinstance(source, RegisterFigure):
                months[UNITS, ""] = []
        for (file, sheet), addresses in cells.items():
            months[self._where(file, sheet, ranges(addresses))] += self._months_of(file)
        return "；".join(f"{runs(found)}{words}{at}" for (words, at), found in months.items())

    def _with_values(self, cells: Sequence[SourceCell]) -> str:
        """``10月月报·重大事项!D6＝…、F6＝…``: cells of one sheet that are no item of a form."""
        first = cells[0]
        if first.file not in self.files:
            return "；".join(f"{place_words(one)}＝{one.value}" for one in cells)
        shown = "、".join(f"{one.cell}＝{one.value}" for one in cells)
        words, at = self._where(first.file, first.sheet, shown)
        return f"{runs(self._months_of(first.file))}{words}{at}"

    def _where(self, file: str, sheet: str, cells: str) -> tuple[str, str]:
        """The paper; the sheet where it is not that of the form itself, and the cells."""
        paper = self.files.get(file)
        form = paper.form.value if paper else ""
        return form or file, f"!{cells}" if sheet == form else f"·{sheet}!{cells}"

    def _months_of(self, file: str) -> list[int]:
        paper = self.files.get(file)
        return [paper.month] if paper and paper.month else []


def archive_of(appraisal: Appraisal, edition: Edition) -> Archive:
    """The archive of all units."""
    return Archive(edition, {one.file: one for one in appraisal.files}, appraisal.through)


# ------------------------------------------------------------------ an item in words


def _printed(part: ItemEvidence) -> str:
    return part.item.printed if part.item else part.name


def _figure(part: ItemEvidence) -> str:
    if part.adds_up:
        return f"{len(part.counted)}个月{part.sum_words}"
    return "、".join(dict.fromkeys(written(cell.source).value for cell in part.cells))


def _own(part: ItemEvidence) -> str:
    if not part.adds_up:
        own = (cell.reported.value for cell in part.cells if cell.reported)
        return "、".join(dict.fromkeys(own))
    if not part.reported_otherwise:
        return ""
    return "见各月数" if part.own_total is None else f"合计{part.own_total}"


# ------------------------------------------------------------------ papers in words


def _absences(papers: Iterable[Absence]) -> str:
    """``报送情况：1月至3月月报、年报缺报``: papers by what became of them."""
    states: dict[str, list[Absence]] = defaultdict(list)
    for one in papers:
        states[state_words(one)].append(one)
    found = (f"{papers_words(alike)}{state}" for state, alike in states.items())
    return f"{DELIVERIES}：{'，'.join(found)}"


def papers_words(papers: Sequence[Absence | Delivery]) -> str:
    """``1月至3月月报、年报``: months put together, other papers by their names."""
    months = [one.month for one in papers if one.month]
    others = [one.form.value for one in papers if not one.month]
    return "、".join([f"{runs(months)}{FormKind.MONTHLY.value}"] * bool(months) + others)


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
