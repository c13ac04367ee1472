"""What the papers of a publication are told beside its result: what came before it."""

from collections.abc import Iterable

from zongzhi_xl.archive.record_book import RecordBook
from zongzhi_xl.core.appraising.scorecard import Appraisal
from zongzhi_xl.core.chronicle.decisions import Numbered, in_force
from zongzhi_xl.core.chronicle.events import Published
from zongzhi_xl.desk.registry.entered import decisions_in
from zongzhi_xl.desk.registry.known import Known, known, moment_of
from zongzhi_xl.errors import RequestError
from zongzhi_xl.papers.progress import is_end_of_quarter
from zongzhi_xl.papers.published import Issue
from zongzhi_xl.record import replace


def issue_of(book: RecordBook, result: Known, earlier: Iterable[Published], number: str) -> Issue:
    """The publication ``number`` of ``result``, after ``earlier`` ones of the same year."""
    before, now = tuple(earlier), result.moment
    appraisal = result.outcome.appraisal
    same = [one for one in before if (one.through, one.final) == (appraisal.through, now.final)]
    first = next((one for one in before if one.through == 12 and not one.final), None)
    told = first if now.final else None
    return Issue(
        appraisal, result.edition, number, now.as_of, result.rulings,
        replaces=same[-1].number if same else "",
        told=known(book, moment_of(told)).outcome.appraisal if told else None,
        decisions=_since(book, told, result) if told else (),
        last_year=_last_year(book, result),
    )  # fmt: skip


def _since(book: RecordBook, told: Published, result: Known) -> tuple[Numbered, ...]:
    """The decisions in force by now of which the office did not know when it was told."""
    then = len(decisions_in(book, told.upto))
    year, as_of = result.moment.year, result.moment.as_of
    return tuple(
        one
        for one in in_force(decisions_in(book, result.moment.upto))
        if one.number > then and one.decided.year == year and one.decided.day <= as_of
    )


def _last_year(book: RecordBook, result: Known) -> Appraisal | None:
    """The result of the year before up to the same month, by what is known now; if it has one."""
    now, through = result.moment, result.outcome.appraisal.through
    if now.final or not is_end_of_quarter(through):
        return None
    try:
        found = known(book, replace(now, year=now.year - 1, through=through)).outcome.appraisal
    except RequestError:  # the year has no edition
        return None
    return found if found.has_returns else None
