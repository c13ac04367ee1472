"""The ledger of one unit for paper: rule by rule, each lost point with working and evidence.

The same duty left undone in several months is one line, so that a notice stays short; every
point keeps its number (``第5条-1　2026年9月``).
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import groupby

from zongzhi_xl.contract import DELIVERIES
from zongzhi_xl.core.appraising.deductions.duties import PerMissingPeriod
from zongzhi_xl.core.appraising.deductions.kinds import parameters_of
from zongzhi_xl.core.appraising.scorecard import Absence, Loss
from zongzhi_xl.core.appraising.sources import state_words
from zongzhi_xl.core.appraising.wording import (
    beyond_cap_words,
    loss_number,
    marks,
    occasion_words,
    time_words,
    total,
    working_words,
)
from zongzhi_xl.core.edition.items import Provider
from zongzhi_xl.core.edition.statement import Deduction, Edition
from zongzhi_xl.core.language.values import plain
from zongzhi_xl.papers.evidence import Archive, EvidenceLine


@dataclass(frozen=True)
class LossEntry:
    """A lost point, or several for the same omission: ``each`` on these ``occasions``.

    ``each`` is empty where the rule has but one; ``with_numbers`` where the evidence says it all.
    """

    occasions: str
    each: str
    with_numbers: str
    evidence: tuple[str, ...]


@dataclass(frozen=True)
class RuleLines:
    """All points lost under one rule, with all that is needed to check them.

    ``cap`` is the most that the rule costs, where no working says so, ``beyond`` what it cut off.
    ``by_document``: the figure is a department's bare count of events, which a document must prove.
    """

    number: str
    subject: str
    rule: str
    points: str
    cap: str
    beyond: str
    formulas: tuple[str, ...]
    entries: tuple[LossEntry, ...]
    by_document: bool


def rules_of(losses: Iterable[Loss], archive: Archive) -> Iterator[RuleLines]:
    """The lost points in the order of the ledger, those of one rule together."""
    clauses = archive.edition.clauses
    subjects = {clause.number: clause.subject for clause in clauses}
    rules = {rule.id: rule for clause in clauses for rule in clause.deductions}
    told: dict[EvidenceLine, str] = {}
    for identity, of_rule in groupby(losses, lambda one: one.rule_id):
        rows = list(of_rule)
        rule, number = rules.get(identity), loss_number(rows[0])
        entries = tuple(_entries(rows, rule, archive, told))
        silent = any(not one.with_numbers for one in entries)
        yield RuleLines(
            number=number,
            subject=subjects.get(rows[0].clause, ""),
            rule=rows[0].rule,
            points=marks(total(one.points for one in rows)),
            cap=plain(rule.cap) if rule and silent else "",
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
    item = edition.items.get(str(rule.parameters.get("count"))) if rule else None
    return item is not None and item.source != Provider.OFFICE


def _entries(
    rows: Sequence[Loss], rule: Deduction | None, archive: Archive, told: dict[EvidenceLine, str]
) -> Iterator[LossEntry]:
    """The entries of one rule; ``told`` is where evidence was given before."""
    number, several = loss_number(rows[0]), len(rows) > 1
    way = parameters_of(rule) if rule else None
    duty = way if isinstance(way, PerMissingPeriod) else None
    for line, alike in _alike(rows, duty, archive) if duty else ((None, [one]) for one in rows):
        first = alike[0]  # the only one where no line stands for all of them
        each = marks(first.points) if several else ""
        occasions = _times(alike) if line else occasion_words(first.occasion)
        working = "" if line else working_words(first)
        lines = (line,) if line else archive.lines(first)
        evidence = tuple(str(_once(one, number, told)) for one in lines)
        yield LossEntry(occasions, each, working, evidence)


def _alike(
    rows: Iterable[Loss], duty: PerMissingPeriod, archive: Archive
) -> Iterator[tuple[EvidenceLine | None, list[Loss]]]:
    """Rows with the same omission of the same item and the same points, with what says so."""
    groups: dict[tuple[EvidenceLine | None, str, Decimal], list[Loss]] = {}
    for one in rows:
        omission = _omission(one, duty, archive)
        key = (omission, "" if omission else one.id, one.points)
        groups.setdefault(key, []).append(one)
    for (omission, _, _), alike in groups.items():
        sources = [source for one in alike for source in one.sources]
        absent = isinstance(sources[0], Absence)
        place = DELIVERIES if absent else archive.place(sources)
        yield omission and replace(omission, place=place), alike


def _omission(one: Loss, duty: PerMissingPeriod, archive: Archive) -> EvidenceLine | None:
    """What was not done, the place left out; None where one line cannot say it."""
    absent = [source for source in one.sources if isinstance(source, Absence)]
    if len(absent) == len(one.sources):
        item = (one.occasion and one.occasion.item) or duty.items[0]
        return EvidenceLine(item, f"报表{state_words(absent[0])}，按没有做到计")
    lines = archive.lines(one)
    return replace(lines[0], place="") if len(lines) == 1 and lines[0].item else None


def _times(rows: Iterable[Loss]) -> str:
    """``2026年4月、9月``: the year once, and without the item, which is named beside it."""
    occasions = [one.occasion for one in rows if one.occasion]
    times = "、".join(filter(None, map(time_words, occasions)))
    return f"{occasions[0].year}年{times}" if times else ""
