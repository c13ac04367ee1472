"""What an office is asked for on a day: returns that are overdue (催报), returns to mend (退回)."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta

from zongzhi_xl.contract import NATURE
from zongzhi_xl.core.appraising.received import OfficeReturn, fitness_of, period_of
from zongzhi_xl.core.appraising.scorecard import (
    Appraisal,
    Delivery,
    DeliveryState,
    FileFindings,
    Fitness,
    Period,
    Rejected,
)
from zongzhi_xl.core.appraising.tally import Tally
from zongzhi_xl.core.edition.form_words import correction_number
from zongzhi_xl.core.edition.statement import Edition
from zongzhi_xl.core.returned.findings import Finding, in_order
from zongzhi_xl.core.returned.receipt import order_of_receipt
from zongzhi_xl.record import Record, replace

_NOT_THERE = (DeliveryState.MISSING, DeliveryState.NOT_DUE)


def overdue(appraisal: Appraisal, as_of: date) -> Mapping[str, tuple[Delivery, ...]]:
    """By office, the returns of which nothing came though their due date is before ``as_of``.

    The day alone decides, the due date itself is included in the time to report: 年报, too, which
    counts as missing only when the year is closed. What was sent back did come.
    """
    owed: dict[str, list[Delivery]] = defaultdict(list)
    for one in appraisal.deliveries:
        if one.state in _NOT_THERE and one.due < as_of:
            owed[one.unit].append(one)
    return {unit.unit: tuple(owed[unit.unit]) for unit in appraisal.units if unit.unit in owed}


# ------------------------------------------------------------------ to mend


class ToMend(Record):
    """What an office has to put right of one period; ``received``: the newest file that it is of.

    ``reasons``: why files were sent back, in the order of their receipt. ``findings``, blocking
    ones first, are of the file that counts meanwhile, if any: then ``correction`` is the number
    of the next correction, else 0. ``until`` is the last day to answer, None where the
    edition allows no days; ``keeps``: what is usable and in by then is taken as received on this
    day (R38).
    """

    period: Period
    received: date | None
    reasons: tuple[str, ...]
    findings: tuple[Finding, ...]
    correction: int
    until: date | None
    keeps: date | None

    @property
    def blocked(self) -> bool:
        """A new file must come, words alone do not do."""
        sent_back = not self.correction or bool(self.reasons)
        return sent_back or any(one.blocks for one in self.findings)


class Files(Record):
    """What had come in by the end of ``as_of``: the result, and which files count."""

    appraisal: Appraisal
    settled: Tally
    edition: Edition
    as_of: date


class _Came(Record):
    """The files of one period that somebody has to do something about, and that which counts."""

    period: Period
    counts: OfficeReturn | None
    fitness: Fitness | None
    sent_back: tuple[Rejected, ...]
    findings: tuple[Finding, ...]

    @property
    def received(self) -> date | None:
        """When the newest of them came."""
        files = (*self.sent_back, *((self.counts,) if self.counts and self.findings else ()))
        return max((one.day for one in files if one.day), default=None)

    @property
    def to_keep(self) -> date | None:
        """The day of receipt that is at stake: none where a usable file has one, or all is void."""
        if self.fitness == Fitness.USABLE:
            return None
        days = [one.day for one in self.sent_back if one.fitness == Fitness.FAULTY]
        days += [self.counts.day] if self.counts and self.fitness == Fitness.FAULTY else []
        return max((day for day in days if day), default=None)


def to_mend(files: Files) -> Mapping[str, tuple[ToMend, ...]]:
    """By office, what was sent back, or counts and has faults or open queries.

    Where the district has to choose among several files, the office has nothing to mend yet.
    """
    found: dict[str, tuple[ToMend, ...]] = {}
    for came in _periods(files):
        if came.sent_back or came.findings:
            unit = came.period.unit
            found[unit] = (*found.get(unit, ()), _mend(came, files))
    return found


def _periods(files: Files) -> Iterator[_Came]:
    """Every period of the offices in the order of the deliveries."""
    counting = {period_of(one.submission): one for one in files.settled.received}
    findings = {Period(one.unit, one.form, one.month): one for one in files.appraisal.files}
    refused = _refused(files)
    pending = {one.paper for one in files.settled.questions} - counting.keys()
    offices = (one for one in files.appraisal.deliveries if files.edition.unit(one.unit))
    for one in offices:
        period = Period(one.unit, one.form, one.month)
        if period in pending:
            continue
        counts = counting.get(period)
        yield _Came(
            period, counts, fitness_of(counts, files.edition) if counts else None,
            tuple(_since(counts, refused[period])), _asking(findings.get(period)),
        )  # fmt: skip


def _refused(files: Files) -> Mapping[Period, list[Rejected]]:
    """The files that were sent back by the period that they say they are of."""
    found: dict[Period, list[Rejected]] = defaultdict(list)
    for one in files.settled.rejected:
        unit = files.edition.unit(one.paper.unit) if one.paper else None
        if one.paper and unit and one.year in (None, files.appraisal.year):
            found[replace(one.paper, unit=unit.name)].append(one)
    for alike in found.values():
        alike.sort(key=lambda one: order_of_receipt(one.day, one.number, one.file))
    return found


def _since(counts: OfficeReturn | None, sent_back: Sequence[Rejected]) -> Iterator[Rejected]:
    """Of what was sent back, that which nothing usable followed.

    What has a remedy of the district's is not the office's to mend while another file counts.
    """
    for one in sent_back:
        later = counts and one.day and counts.day and one.day > counts.day
        if counts is None or (later and not one.remedy):
            yield one


def _asking(file: FileFindings | None) -> tuple[Finding, ...]:
    asking = [one for one in file.findings if one.blocks or one.open] if file else []
    return in_order(asking)


def _mend(came: _Came, files: Files) -> ToMend:
    allowed = timedelta(files.edition.statement.resubmission_days)
    keeps = came.to_keep
    if keeps and keeps + allowed < files.as_of:
        keeps = None
    nature = came.counts.submission.text(NATURE) if came.counts else ""
    return ToMend(
        came.period, came.received, tuple(dict.fromkeys(one.reason for one in came.sent_back)),
        came.findings,
        correction=correction_number(nature) + 1 if came.counts else 0,
        until=(keeps or files.as_of) + allowed if allowed else None,
        keeps=keeps if allowed else None,
    )  # fmt: skip
