"""Papers for print: a preliminary notice (初评告知书) for each unit, one bulletin (考核通报).

A unit's deductions are told to that unit only; the bulletin names ranks, the commended and those
who did not report.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from zongzhi_xl.core.appraising.scorecard import (
    PENDING_WORDS,
    Appraisal,
    DeliveryState,
    UnitAppraisal,
    VetoState,
)
from zongzhi_xl.core.appraising.wording import at_this_pace, basis_words, cautions, marks, total
from zongzhi_xl.core.edition.file_names import file_names
from zongzhi_xl.core.edition.statement import Edition, Statement
from zongzhi_xl.core.returned.outgoing import gate_for
from zongzhi_xl.papers.composing import Composer, keep
from zongzhi_xl.papers.lost_points import Archive, MonthsLine, RuleLines, papers_words, rules_of

NOTICE, BULLETIN = "初评告知书", "考核通报"


@dataclass(frozen=True)
class PaperLine:
    """Returns that did not come as they should: how, whose, and which."""

    state: str
    unit: str
    papers: str


@dataclass(frozen=True)
class Paper:
    """What every paper is told: the letter, the result, the body that sends it, its notes.

    ``publication`` is the number of what it is part of, empty where it is published alone.
    """

    letter: Statement
    appraisal: Appraisal
    sender: str
    notes: tuple[str, ...]
    publication: str = field(default="", kw_only=True)


@dataclass(frozen=True)
class Notice(Paper):
    """Context of the preliminary notice of one unit; ``bases`` say whose an indicator's figure is.

    ``veto_reasons`` are empty where no veto is proposed or imposed.
    """

    unit: UnitAppraisal
    gaps: tuple[PaperLine, ...]
    lost: str
    rules: tuple[RuleLines, ...]
    months: tuple[MonthsLine, ...]
    veto_reasons: tuple[str, ...]
    bases: Mapping[str, str]
    shows_pace: bool


@dataclass(frozen=True)
class Bulletin(Paper):
    """Context of the bulletin; a ``draft`` is for the commission only, which has to decide."""

    gaps: tuple[PaperLine, ...]
    draft: bool
    commended: tuple[str, ...]
    held_back: tuple[str, ...]
    unsettled: tuple[UnitAppraisal, ...]
    vetoed: tuple[str, ...]


def write_papers(
    folder: Path,
    appraisal: Appraisal,
    edition: Edition,
    publication: str = "",
    own: Path | None = None,
) -> None:
    """The notices and the bulletin, as HTML and as Word, in ``folder``, which must exist.

    ``publication`` is the number under which they are published; a month that is published has no
    notices: the preliminary appraisal is of the whole year. ``own``: the district's own templates.
    """
    composer = Composer(gate_for(unit.unit for unit in appraisal.units), own)
    names = file_names(unit.unit for unit in appraisal.units)
    archive = Archive.of(appraisal, edition)
    of_year = not publication or appraisal.through == 12
    for unit, name in zip(appraisal.units, names, strict=True) if of_year else ():
        told = replace(notice_of(unit, appraisal, archive), publication=publication)
        keep(composer.sheet(NOTICE, vars(told)), folder, f"{NOTICE}_{name}")
    told_all = replace(bulletin_of(appraisal, edition), publication=publication)
    keep(composer.sheet(BULLETIN, vars(told_all)), folder, BULLETIN)


# ------------------------------------------------------------------ contexts


def notice_of(unit: UnitAppraisal, appraisal: Appraisal, archive: Archive) -> Notice:
    """The context of one unit's notice."""
    edition = archive.edition
    counted = {name: edition.items.get(one.numerator) for name, one in edition.indicators.items()}
    paces = (at_this_pace(one.limit, one.unit, appraisal.through) for one in unit.indicators)
    return Notice(
        letter=edition.statement,
        appraisal=appraisal,
        sender=edition.statement.office,
        notes=cautions(edition),
        gaps=tuple(_gaps(appraisal, unit.unit)),
        unit=unit,
        lost=marks(total(one.points for one in unit.losses)),
        rules=tuple(rules_of(unit.losses, archive)),
        months=archive.months(unit.losses),
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


def _gaps(appraisal: Appraisal, *units: str) -> Iterator[PaperLine]:
    for state, words in _GAPS.items():
        alike = [one for one in appraisal.deliveries if one.state == state]
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
        letter=edition.statement,
        appraisal=appraisal,
        sender=edition.statement.commission,
        notes=cautions(edition),
        gaps=tuple(_gaps(appraisal, *(unit.unit for unit in appraisal.units))),
        draft=appraisal.final and bool(unsettled),
        commended=tuple(one.unit for one in foremost if not one.provisional),
        held_back=tuple(one.unit for one in foremost if one.provisional),
        unsettled=tuple(unsettled),
        vetoed=tuple(one.unit for one in ranked if one.veto == VetoState.IMPOSED),
    )
