"""Papers for print: a preliminary notice (初评告知书) for each unit, one bulletin (考核通报).

A unit's deductions are told to that unit only; the bulletin names ranks, the commended and those
who did not report.
"""

from collections.abc import Iterable, Iterator, Mapping

from zongzhi_xl.core.appraising.scorecard import (
    PENDING_WORDS,
    Appraisal,
    Delivery,
    DeliveryState,
    UnitAppraisal,
    VetoState,
)
from zongzhi_xl.core.appraising.wording import at_this_pace, basis_words, cautions, lost_words
from zongzhi_xl.core.edition.rulebook import rulebook
from zongzhi_xl.core.edition.statement import Edition, Statement
from zongzhi_xl.papers.lost_points import Archive, MonthsLine, RuleLines, papers_words, rules_of
from zongzhi_xl.record import Record, fields_of

NOTICE, BULLETIN = "初评告知书", "考核通报"


class PaperLine(Record):
    """Returns that did not come as they should: how, whose, and which."""

    state: str
    unit: str
    papers: str


class Imprint(Record, kw_only=True):
    """Of what a paper is part, and when it comes out.

    ``publication`` is its number, empty where the paper is published alone, ``replaces`` that of
    the publication in whose place it comes, ``day`` when, in words.
    """

    publication: str = ""
    replaces: str = ""
    day: str = ""


class Paper(Imprint):
    """What every paper is told: the letter, by which rules, the body that sends it, its notes."""

    letter: Statement
    rules: str
    version: str
    sender: str
    notes: tuple[str, ...]


def paper_of(edition: Edition, sender: str) -> Paper:
    """What a paper of ``sender`` is told before it has its own matter."""
    version = f"版本 {edition.id}"  # the register stands beside it, among the rules
    return Paper(edition.statement, rulebook(edition), version, sender, cautions(edition))


class Judged(Paper):
    """A paper about a result."""

    appraisal: Appraisal


def judged_of(appraisal: Appraisal, edition: Edition, sender: str) -> Judged:
    """The same of a paper about a result."""
    return Judged(**fields_of(paper_of(edition, sender)), appraisal=appraisal)


class Notice(Judged):
    """Context of the preliminary notice of one unit; ``bases`` say whose an indicator's figure is.

    ``veto_reasons`` are empty where no veto is proposed or imposed.
    """

    unit: UnitAppraisal
    gaps: tuple[PaperLine, ...]
    lost: str
    ledger: tuple[RuleLines, ...]
    months: tuple[MonthsLine, ...]
    veto_reasons: tuple[str, ...]
    bases: Mapping[str, str]
    shows_pace: bool


class Bulletin(Judged):
    """Context of the bulletin; a ``draft`` is for the commission only, which has to decide."""

    gaps: tuple[PaperLine, ...]
    draft: bool
    commended: tuple[str, ...]
    held_back: tuple[str, ...]
    unsettled: tuple[UnitAppraisal, ...]
    vetoed: tuple[str, ...]


def notice_of(unit: UnitAppraisal, appraisal: Appraisal, archive: Archive) -> Notice:
    """The context of one unit's notice."""
    edition = archive.edition
    counted = {name: edition.items.get(one.numerator) for name, one in edition.indicators.items()}
    paces = (at_this_pace(one.limit, one.unit, appraisal.through) for one in unit.indicators)
    return Notice(
        **fields_of(judged_of(appraisal, edition, edition.statement.office)),
        gaps=tuple(gaps(appraisal.deliveries, unit.unit)),
        unit=unit,
        lost=lost_words(unit),
        ledger=tuple(rules_of(unit.rows, archive)),
        months=archive.months(unit.rows),
        veto_reasons=unit.veto_reasons if unit.veto != VetoState.NONE else (),
        bases={one.name: basis_words(one.basis, counted.get(one.name)) for one in unit.indicators},
        shows_pace=any(paces),
    )


#: how a return did not come as it should, in words that are fair to the unit
_GAPS = {
    DeliveryState.MISSING: "缺报",
    DeliveryState.REJECTED: "退回未重报",
    DeliveryState.PENDING: PENDING_WORDS,
    DeliveryState.LATE: "迟报",
}


def gaps(deliveries: Iterable[Delivery], *units: str) -> Iterator[PaperLine]:
    """The returns that did not come as they should, by how, then unit by unit."""
    known = tuple(deliveries)
    for state, words in _GAPS.items():
        alike = [one for one in known if one.state == state]
        for unit in units:
            if papers := [one for one in alike if one.unit == unit]:
                yield PaperLine(words, unit, papers_words(papers))


def bulletin_of(appraisal: Appraisal, edition: Edition) -> Bulletin:
    """The context of the bulletin.

    A commission publishes nothing that may still change: while anything about a unit is
    provisional or a veto is only proposed, the closed year's paper is a draft for approval.
    Commended are units with the best grade, nothing provisional about it and no veto before
    them; the others of that grade are held back until their matters are settled.
    """
    best = edition.statement.grades[0].name
    ranked = appraisal.ranked
    foremost = [one for one in ranked if one.grade == best and one.veto == VetoState.NONE]
    unsettled = [one for one in ranked if one.provisional or one.veto == VetoState.PROPOSED]
    return Bulletin(
        **fields_of(judged_of(appraisal, edition, edition.statement.commission)),
        gaps=tuple(gaps(appraisal.deliveries, *(unit.unit for unit in appraisal.units))),
        draft=appraisal.final and bool(unsettled),
        commended=tuple(one.unit for one in foremost if not one.provisional),
        held_back=tuple(one.unit for one in foremost if one.provisional),
        unsettled=tuple(unsettled),
        vetoed=tuple(one.unit for one in ranked if one.veto == VetoState.IMPOSED),
    )
