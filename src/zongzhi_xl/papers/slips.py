"""Slips for an office (单子), for print: 催报单 asks for what is overdue, 退回单 for what to mend.

The words stand in the templates. A slip tells an office of its own returns only; its telephone is
that of 区情登记表, and stands in no other paper.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date
from typing import ClassVar

from zongzhi_xl.core.appraising.deductions.returns import concerns
from zongzhi_xl.core.appraising.deductions.sentences import sentence
from zongzhi_xl.core.appraising.scorecard import Appraisal, Delivery
from zongzhi_xl.core.chronicle.asked import ToMend
from zongzhi_xl.core.edition.items import FormKind
from zongzhi_xl.core.edition.statement import Edition
from zongzhi_xl.core.language.values import plain
from zongzhi_xl.core.returned.findings import Finding
from zongzhi_xl.papers.history import day_words, period_words
from zongzhi_xl.papers.pages import Paper, paper_of
from zongzhi_xl.record import Record, fields_of

REMINDER, RETURNED = "催报单", "退回单"


class CostLine(Record):
    """What the letter says of returns that are late: its clause, in the words of the rule."""

    clause: int
    subject: str
    words: str
    cap: str


class Slip(Paper):
    """What every slip is told: to whom, with which telephone (empty: not known).

    ``kind`` is what it is called, and its template. ``number`` is its number in ``number_year``:
    day and office, so that nobody keeps a list, and a slip that is written again has its own.
    """

    kind: ClassVar[str]

    unit: str
    telephone: str
    number_year: int
    number: str
    costs: tuple[CostLine, ...]


class OverdueLine(Record):
    """A return that is overdue, its due date, and by how many days."""

    paper: str
    due: str
    days: int


class Reminder(Slip):
    """Context of 催报单."""

    kind = REMINDER

    overdue: tuple[OverdueLine, ...]


class MendLine(Record):
    """A return to mend, as :class:`~zongzhi_xl.core.chronicle.asked.ToMend`; days in words."""

    paper: str
    received: str
    reasons: tuple[str, ...]
    findings: tuple[Finding, ...]
    correction: int
    blocked: bool
    until: str
    keeps: str


class Returned(Slip):
    """Context of 退回单."""

    kind = RETURNED

    returns: tuple[MendLine, ...]


class Sending(Record):
    """What the slips of a day are made from; ``telephones`` by office."""

    appraisal: Appraisal
    edition: Edition
    day: date
    telephones: Mapping[str, str]

    def reminder(self, unit: str, papers: Iterable[Delivery]) -> Reminder:
        """The office is asked for these returns."""
        owed = tuple(papers)
        slip = self._slip(unit, {one.form for one in owed})
        return Reminder(**fields_of(slip), overdue=tuple(map(self._line, owed)))

    def returned(self, unit: str, papers: Iterable[ToMend]) -> Returned:
        """The office has to mend these; costs are told where nothing came that can be used."""
        faulty = tuple(papers)
        unused = {one.period.form for one in faulty if not one.correction}
        slip = self._slip(unit, unused)
        return Returned(**fields_of(slip), returns=tuple(map(self._mend_line, faulty)))

    def _slip(self, unit: str, forms: Collection[FormKind]) -> Slip:
        return Slip(
            **{
                **fields_of(paper_of(self.edition, self.edition.statement.office)),
                "day": day_words(self.day),
            },
            unit=unit,
            telephone=self.telephones.get(unit, ""),
            number_year=self.day.year,
            number=self._number(unit),
            costs=tuple(_costs(self.edition, forms)),
        )

    def _number(self, unit: str) -> str:
        """``0406-03``: month, day, the place of the office on the register."""
        places = [one.name for one in self.edition.units]
        return f"{self.day:%m%d}-{places.index(unit) + 1:02}"

    def _mend_line(self, one: ToMend) -> MendLine:
        return MendLine(
            paper=period_words(self.appraisal.year, one.period.month, one.period.form),
            received=day_words(one.received),
            reasons=one.reasons,
            findings=one.findings,
            correction=one.correction,
            blocked=one.blocked,
            until=day_words(one.until),
            keeps=day_words(one.keeps),
        )

    def _line(self, one: Delivery) -> OverdueLine:
        paper = period_words(self.appraisal.year, one.month, one.form)
        return OverdueLine(paper, day_words(one.due), (self.day - one.due).days)


def _costs(edition: Edition, forms: Collection[FormKind]) -> Iterator[CostLine]:
    """The rules of the letter that take something off for these returns when they are late."""
    for clause in edition.clauses:
        for rule in clause.deductions:
            if any(concerns(rule, form) for form in forms):
                words = sentence(rule, edition)
                yield CostLine(clause.number, clause.subject, words, plain(rule.most))
