"""The papers of a publication: which are due by then, and to whom."""

from collections.abc import Iterator, Mapping
from datetime import date
from functools import cached_property

from zongzhi_xl.core.appraising.rulings import Rulings
from zongzhi_xl.core.appraising.scorecard import Appraisal, UnitAppraisal, VetoState
from zongzhi_xl.core.chronicle.changes import Change, changes
from zongzhi_xl.core.chronicle.decisions import Numbered
from zongzhi_xl.core.chronicle.events import Ruling
from zongzhi_xl.core.edition.statement import Edition
from zongzhi_xl.papers import outcome, pages, progress
from zongzhi_xl.papers.lost_points import Archive
from zongzhi_xl.papers.pages import Judged, Paper, judged_of
from zongzhi_xl.record import Record


class Issue(Record):
    """What is published under ``number`` on ``day``, and what it is compared with.

    ``replaces``: the number of an earlier publication of the same. ``told``: the result that the
    offices were told at first. ``decisions`` are those in force that were made since then.
    ``last_year``: the result of the year before up to the same month.
    """

    appraisal: Appraisal
    edition: Edition
    number: str
    day: date
    rulings: Rulings
    replaces: str = ""
    told: Appraisal | None = None
    decisions: tuple[Numbered, ...] = ()
    last_year: Appraisal | None = None

    @cached_property
    def archive(self) -> Archive:
        """What evidence is told by."""
        return Archive.of(self.appraisal, self.edition)

    @cached_property
    def before(self) -> Mapping[str, UnitAppraisal]:
        """By office, what it was told at first."""
        units = self.told.units if self.told else ()
        return {self.edition.called(one.unit): one for one in units}

    @cached_property
    def changed(self) -> tuple[Change, ...]:
        """What has changed since then."""
        return changes(self.told, self.appraisal, self.edition.called) if self.told else ()

    @property
    def from_office(self) -> Judged:
        """A paper of the office, before it has its own matter."""
        return judged_of(self.appraisal, self.edition, self.edition.statement.office)

    @property
    def from_commission(self) -> Judged:
        """The same of the commission."""
        return judged_of(self.appraisal, self.edition, self.edition.statement.commission)

    def reviews(self, unit: str) -> tuple[Numbered, ...]:
        """The figures that were found otherwise for an office since then."""
        return tuple(
            one
            for one in self.decisions
            if one.decided.ruling == Ruling.FIGURE and self.edition.called(one.decided.unit) == unit
        )


class Due(Record):
    """A paper whose time has come: its template, of which office (empty: all), what it is told."""

    name: str
    unit: str
    paper: Paper
    stem: str = ""


def due_of(issue: Issue) -> Iterator[Due]:
    """The papers of a publication: a month's, or those of the preliminary or the final result."""
    if issue.appraisal.final:
        yield from _of_end(issue)
        return
    yield from of_month(issue.appraisal, issue.edition, issue.last_year)
    if issue.appraisal.covers_year:
        for unit in issue.appraisal.units:
            yield Due(
                pages.NOTICE, unit.unit, pages.notice_of(unit, issue.appraisal, issue.archive)
            )


def of_month(
    appraisal: Appraisal, edition: Edition, last_year: Appraisal | None = None
) -> Iterator[Due]:
    """The circulars on a month and, where it ends one, on the quarter, with the hints."""
    if appraisal.through in edition.months_asked:
        yield Due(progress.MONTH, "", progress.monthly_of(appraisal, edition))
    if progress.is_end_of_quarter(appraisal.through):
        paper = progress.quarterly_of(appraisal, edition, last_year)
        stem = f"{progress.quarter_words(appraisal.year, appraisal.through).partition('年')[2]}通报"
        yield Due(progress.QUARTER, "", paper, stem)
        for hint in progress.hints_of(appraisal, edition):
            yield Due(progress.HINT, hint.unit, hint)


def _of_end(issue: Issue) -> Iterator[Due]:
    bulletin = pages.bulletin_of(issue.appraisal, issue.edition)
    yield Due(pages.BULLETIN, "", bulletin)
    for unit in issue.appraisal.units:
        yield from _of_review(issue, unit)
        yield from _of_veto(issue, unit)
        if not bulletin.draft:  # no office is told a final result that may still change
            notice = pages.notice_of(unit, issue.appraisal, issue.archive)
            before, veto = issue.before.get(unit.unit), issue.rulings.vetoes.get(unit.unit)
            yield Due(outcome.RESULT, unit.unit, outcome.result_of(notice, before, veto))


def _of_review(issue: Issue, unit: UnitAppraisal) -> Iterator[Due]:
    before, found = issue.before.get(unit.unit), issue.reviews(unit.unit)
    if before and found:
        own = (one for one in issue.changed if one.unit == unit.unit)
        paper = issue.from_commission
        yield Due(outcome.REVIEW, unit.unit, outcome.review_of(paper, unit, before, own, found))


def _of_veto(issue: Issue, unit: UnitAppraisal) -> Iterator[Due]:
    ruled = issue.rulings.vetoes.get(unit.unit)
    if unit.veto == VetoState.PROPOSED:
        paper = issue.from_office
        yield Due(outcome.PROPOSAL, unit.unit, outcome.proposal_of(paper, unit))
    elif unit.veto == VetoState.IMPOSED and ruled:
        paper = issue.from_commission
        yield Due(outcome.DECISION, unit.unit, outcome.imposed_of(paper, unit, ruled))
