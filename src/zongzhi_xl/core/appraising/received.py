"""Received: one return that came in, with the day of its receipt and what was found in it."""

from datetime import date
from typing import Protocol

from zongzhi_xl.contract import FAULTY
from zongzhi_xl.core.appraising.scorecard import Fitness, Period
from zongzhi_xl.core.edition.statement import Edition
from zongzhi_xl.core.language.values import Gap
from zongzhi_xl.core.returned.findings import Finding
from zongzhi_xl.core.returned.submission import Submission
from zongzhi_xl.record import Record, replace


class OfficeReturn(Protocol):
    """One return that could be read and identified, with what its validation found.

    ``day`` is the recorded day of its receipt (None where there is no register), ``number`` that
    of the receipt. It may be in hand or lie elsewhere.
    """

    @property
    def submission(self) -> Submission:
        """What it says."""

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What was found in it."""

    @property
    def day(self) -> date | None:
        """When it came in, as recorded."""

    @property
    def number(self) -> int:
        """The number of its receipt."""

    def found(self, findings: tuple[Finding, ...]) -> "OfficeReturn":
        """The same return, with what a further check left of its findings and added to them."""


class Received(Record):
    """A return in hand."""

    submission: Submission
    findings: tuple[Finding, ...] = ()
    day: date | None = None
    number: int = 0

    def found(self, findings: tuple[Finding, ...]) -> "Received":
        """The same, with these findings."""
        return replace(self, findings=findings)


#: the check that asks for blank entries
_BLANK_ENTRIES = "03"


def period_of(one: Submission) -> Period:
    """What this return answers for."""
    return Period(one.unit, one.form, one.month)


def fitness_of(one: OfficeReturn, edition: Edition) -> Fitness:
    """Whether the return is fit for use, so that it keeps the day of its receipt.

    Blank entries do not fit for use, unless it says why it is handed in like that (待核).
    """
    paper = one.submission
    if all(isinstance(paper.value(item.name), Gap) for item in edition.form(paper.form).items):
        return Fitness.EMPTY
    blank = any(found.code == _BLANK_ENTRIES and found.blocks for found in one.findings)
    return Fitness.FAULTY if blank and not paper.text(FAULTY) else Fitness.USABLE
