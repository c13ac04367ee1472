"""The ledger of one unit for paper: rule by rule, each lost point with working and evidence.

The same duty left undone in several months is one line, so that a notice stays short; every
point keeps its number (``第5条-1　2026年9月``). An item is told in one line with its range of cells
and their sum, its months in a table of their own, each with whoever answers for the figure and,
where a department's figure counts instead, what the office itself had reported.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import groupby

from zongzhi_xl.contract import DECISIONS, DELIVERIES, UNITS
from zongzhi_xl.core.appraising.deductions.duties import duties_of
from zongzhi_xl.core.appraising.evidence import (
    Absences,
    EvidenceGroup,
    ItemEvidence,
    Records,
    SheetCells,
    parts_of,
    ranges,
)
from zongzhi_xl.core.appraising.scorecard import (
    Absence,
    Appraisal,
    Basis,
    Decided,
    Delivery,
    FileFindings,
    LedgerRow,
    RegisterFigure,
    Source,
    SourceCell,
)
from zongzhi_xl.core.appraising.sources import month_words, place_words, state_words, written
from zongzhi_xl.core.appraising.wording import (
    basis_words,
    beyond_cap_words,
    loss_number,
    marks,
    occasion_words,
    time_words,
    total,
    working_words,
)
from zongzhi_xl.core.edition.deductions import Deduction
from zongzhi_xl.core.edition.items import FormKind
from zongzhi_xl.core.edition.statement import Edition
from zongzhi_xl.core.language.expressions import Name
from zongzhi_xl.core.language.values import plain
from zongzhi_xl.record import Record, replace


class EvidenceLine(Record):
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


class MonthsLine(Record):
    """The months of one item, ``months`` from January on; ``own`` only where it differs."""

    item: str
    months: tuple[str, ...]
    total: str
    own: tuple[str, ...]
    own_total: str


class Archive(Record):
    """What the evidence is told by: the rules, the paper that a file is, how far the year is."""

    edition: Edition
    files: Mapping[str, FileFindings]
    through: int

    @classmethod
    def of(cls, appraisal: Appraisal, edition: Edition) -> "Archive":
        """The archive of all units."""
        return cls(edition, {one.file: one for one in appraisal.files}, appraisal.through)

    def lines(self, loss: LedgerRow) -> tuple[EvidenceLine, ...]:
        """The evidence of one lost point, a line an item."""
        return tuple(map(self._line, self._parts(loss)))

    def months(self, losses: Iterable[LedgerRow]) -> tuple[MonthsLine, ...]:
        """The months of every item of which the losses count a sum, each item once."""
        found: dict[str, MonthsLine] = {}
        for part in (part for loss in losses for part in self._parts(loss)):
            if isinstance(part, ItemEvidence) and part.adds_up and part.name not in found:
                found[part.name] = self._months(part)
        return tuple(found.values())

    def _parts(self, loss: LedgerRow) -> tuple[EvidenceGroup, ...]:
        return parts_of(loss.evidence, self.edition.items)

    def _line(self, part: EvidenceGroup) -> EvidenceLine:
        match part:
            case Absences(papers):
                return EvidenceLine(place=_absences(papers))
            case SheetCells(cells):
                return EvidenceLine(place=self._with_values(cells))
            case Records(sources):
                return EvidenceLine(place="；".join(map(_record, sources)))
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
            elif isinstance(source, Decided):
                months[DECISIONS, f"第{source.number}号（{plain(source.day)}）"] = []
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


def _record(source: Source) -> str:
    """``收件登记第3号：2026-02-06 收到``."""
    one = written(source)
    return f"{one.file}{one.cell}：{one.value}"


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


# ------------------------------------------------------------------ the ledger


class LossEntry(Record):
    """A lost point, or several for the same omission: ``each`` on these ``occasions``.

    ``each`` is empty where the rule has but one; ``with_numbers`` where the evidence says it all.
    """

    occasions: str
    each: str
    with_numbers: str
    evidence: tuple[str, ...]


class RuleLines(Record):
    """All points lost under one rule, with all that is needed to check them.

    ``cap`` is the most that the rule costs, where no working says so, ``beyond`` what it cut off.
    ``by_document``: the figure is a department's bare count of events, which a document must prove.
    """

    number: str
    subject: str
    rule: str
    points: str
    verb: str
    cap: str
    beyond: str
    formulas: tuple[str, ...]
    entries: tuple[LossEntry, ...]
    by_document: bool


def rules_of(ledger: Iterable[LedgerRow], archive: Archive) -> Iterator[RuleLines]:
    """The points in the order of the ledger, those of one rule together."""
    clauses = archive.edition.clauses
    subjects = {clause.number: clause.subject for clause in clauses}
    rules = {rule.id: rule for clause in clauses for rule in clause.deductions}
    told: dict[EvidenceLine, str] = {}
    for identity, of_rule in groupby(ledger, lambda one: one.rule_id):
        rows = list(of_rule)
        rule, number = rules.get(identity), loss_number(rows[0])
        entries = tuple(_entries(rows, rule, archive, told))
        silent = any(not one.with_numbers for one in entries)
        yield RuleLines(
            number=number,
            subject=subjects.get(rows[0].clause, ""),
            rule=rows[0].rule,
            points=f"{'加' * rows[0].adds}{marks(total(one.points for one in rows))}",
            verb="加" if rows[0].adds else "扣",
            cap=plain(rule.most) if rule and silent else "",
            beyond=beyond_cap_words(rows[-1]) if silent else "",
            formulas=tuple(dict.fromkeys(one.formula for one in rows)),
            entries=entries,
            by_document=_by_document(rule, archive.edition),
        )


def _once(line: EvidenceLine, number: str, told: dict[EvidenceLine, str]) -> EvidenceLine:
    """The evidence, or where it was given before: rules of one clause share their figures."""
    earlier = told.setdefault(line, number)
    if earlier == number or not line.item:
        return line
    return replace(line, provider="", place=f"见{earlier}", own="")


def _by_document(rule: Deduction | None, edition: Edition) -> bool:
    """Whether a department's bare count decides: 每起、每人次, and nothing to subtract."""
    bare = rule.of.root if rule and not rule.each else None
    item = edition.items.get(bare.text) if isinstance(bare, Name) else None
    return item is not None and not edition.is_of_unit(item)


def _entries(
    rows: Sequence[LedgerRow],
    rule: Deduction | None,
    archive: Archive,
    told: dict[EvidenceLine, str],
) -> Iterator[LossEntry]:
    """The entries of one rule; ``told`` is where evidence was given before."""
    number, several = loss_number(rows[0]), len(rows) > 1
    duties = [duty.item for duty in duties_of(rule)] if rule else []
    for line, alike in _alike(rows, duties, archive) if duties else ((None, [one]) for one in rows):
        first = alike[0]  # the only one where no line stands for all of them
        each = marks(first.points) if several else ""
        occasions = _times(alike) if line else occasion_words(first.occasion)
        working = "" if line else working_words(first)
        lines = (line,) if line else archive.lines(first)
        evidence = tuple(str(_once(one, number, told)) for one in lines)
        yield LossEntry(occasions, each, working, evidence)


def _alike(
    rows: Iterable[LedgerRow], duties: Sequence[str], archive: Archive
) -> Iterator[tuple[EvidenceLine | None, list[LedgerRow]]]:
    """Rows with the same omission of the same item and the same points, with what says so."""
    groups: dict[tuple[EvidenceLine | None, str, Decimal], list[LedgerRow]] = {}
    for one in rows:
        omission = _omission(one, duties, archive)
        key = (omission, "" if omission else one.id, one.points)
        groups.setdefault(key, []).append(one)
    for (omission, _, _), alike in groups.items():
        sources = [source for one in alike for source in one.sources]
        absent = isinstance(sources[0], Absence)
        place = DELIVERIES if absent else archive.place(sources)
        yield omission and replace(omission, place=place), alike


def _omission(one: LedgerRow, duties: Sequence[str], archive: Archive) -> EvidenceLine | None:
    """What was not done, the place left out; None where one line cannot say it."""
    absent = [source for source in one.sources if isinstance(source, Absence)]
    if len(absent) == len(one.sources):
        item = (one.occasion and one.occasion.item) or duties[0]
        return EvidenceLine(item, f"报表{state_words(absent[0])}，按没有做到计")
    lines = archive.lines(one)
    return replace(lines[0], place="") if len(lines) == 1 and lines[0].item else None


def _times(rows: Iterable[LedgerRow]) -> str:
    """``2026年4月、9月``: the year once, and without the item, which is named beside it."""
    occasions = [one.occasion for one in rows if one.occasion]
    times = "、".join(filter(None, map(time_words, occasions)))
    return f"{occasions[0].year}年{times}" if times else ""
