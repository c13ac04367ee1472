"""How the year stands (status): who owes what, what was sent back, what waits for the district."""

from calendar import monthrange
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from pathlib import Path

from zongzhi_xl.archive.record_book import RecordBook, opened
from zongzhi_xl.core.appraising.disagreements import Disagreement, disagreements
from zongzhi_xl.core.appraising.due_days import due_date
from zongzhi_xl.core.appraising.figures import Scope
from zongzhi_xl.core.appraising.scorecard import PENDING_WORDS, Appraisal, Delivery, DeliveryState
from zongzhi_xl.core.appraising.sources import month_words
from zongzhi_xl.core.chronicle.asked import Files, ToMend, to_mend
from zongzhi_xl.core.chronicle.decisions import seen_to_by
from zongzhi_xl.core.chronicle.questions import (
    Matter,
    Question,
    Situation,
    by_id,
    former_ids,
    questions,
)
from zongzhi_xl.core.edition.items import FormKind
from zongzhi_xl.core.edition.statement import Edition
from zongzhi_xl.desk.registry.entered import decisions_in
from zongzhi_xl.desk.registry.known import Known, Moment, edition_at, known
from zongzhi_xl.desk.shares import caution
from zongzhi_xl.record import Record, replace

_OWED = (DeliveryState.MISSING, DeliveryState.REJECTED)


class Standing(Record):
    """The year by the end of a day: its result so far, and what the district has to decide.

    ``caution``: what is wrong with where the district's folder lies, if anything.
    """

    known: Known
    questions: tuple[Question, ...]
    caution: str = ""

    @property
    def year(self) -> int:
        """Which year it is about."""
        return self.known.moment.year

    @property
    def appraisal(self) -> Appraisal:
        """The result so far, up to the last month that is due."""
        return self.known.outcome.appraisal

    @property
    def owed(self) -> tuple[Delivery, ...]:
        """The returns that are due and not there, or were sent back and not handed in again."""
        return tuple(one for one in self.appraisal.deliveries if one.state in _OWED)

    @property
    def to_mend(self) -> Mapping[str, tuple[ToMend, ...]]:
        """By office, what was sent back, or counts and is to be put right or explained."""
        one = self.known
        return to_mend(Files(self.appraisal, one.settled, one.edition, one.moment.as_of))

    def question(self, number: str) -> Question | None:
        """The open question of that id, or that had it before its office was renamed."""
        asked = by_id(self.questions)
        return asked.get(former_ids(self.questions, self.known.edition).get(number, number))

    @property
    def needs_a_person(self) -> bool:
        """Something is owed, or waits for the district."""
        return bool(self.owed or self.questions)

    @property
    def numbers(self) -> str:
        """How many are missing, were sent back, wait for the district."""
        missing = sum(one.state == DeliveryState.MISSING for one in self.owed)
        sent_back = len(self.owed) - missing
        return (
            f"{self.known.moment.as_of}：到期没有报的 {missing} 份，退回没有重报的 {sent_back} 份，"
            f"待决定的 {len(self.questions)} 件"
        )

    @property
    def report(self) -> str:
        """Three numbers first, then who owes what and what is asked."""
        papers = _by_unit((*self.owed, *self.appraisal.pending))
        lines = (self.numbers, self.caution, *papers, *map(_asked, self.questions))
        return "\n".join(filter(None, lines))


def _by_unit(owed: Iterable[Delivery]) -> Iterator[str]:
    papers: dict[str, list[str]] = {}
    for one in owed:
        pending = one.state == DeliveryState.PENDING
        told = PENDING_WORDS if pending else f"{one.due:%m月%d日}到期，{one.state}"
        papers.setdefault(one.unit, []).append(f"{_paper(one)}（{told}）")
    for unit, told_of in papers.items():
        yield f"  {unit}：{'、'.join(told_of)}"


def _paper(one: Delivery) -> str:
    return f"{month_words(one.month) if one.month else ''}{one.form}"


def _asked(one: Question) -> str:
    answers = " / ".join(answer.words for answer in one.answers)
    rivals = one.files if one.matter == Matter.RIVALS else ()
    files = "".join(f"\n    第{place}份 {file}" for place, file in enumerate(rivals, 1))
    return f"  待办 {one.id} {one.unit}{one.period}：{one.words}（{answers}）{files}"


def status(district: Path, year: int, as_of: date) -> Standing:
    """How ``year`` stands by the end of ``as_of``.

    Raises RequestError, RecordUnusableError.
    """
    with opened(district) as book:
        return replace(standing_in(book, year, as_of), caution=caution(district))


def standing_in(book: RecordBook, year: int, as_of: date) -> Standing:
    """The same of an open record."""
    moment = Moment(year, book.last, as_of)
    due = last_due(edition_at(book, moment), year, as_of)
    found = known(book, moment)
    if found.outcome.appraisal.through < due:
        found = known(book, replace(moment, through=due))
    seen_to = seen_to_by(decisions_in(book, moment.upto))
    about = Situation(found.settled, found.edition, found.designated, seen_to, _disagreeing(found))
    return Standing(found, questions(found.outcome.appraisal, about))


def _disagreeing(found: Known) -> tuple[Disagreement, ...]:
    of = found.outcome.appraisal
    scope = Scope(of.year, of.through, of.final, as_of=found.moment.as_of)
    return tuple(disagreements(found.settled, found.edition, scope, found.rulings))


def _due(edition: Edition, year: int, month: int) -> date:
    """The last day of a month's return; where none is asked for, that of the month itself."""
    if month in edition.months_asked:
        return due_date(edition.statement, FormKind.MONTHLY, year, month)
    return date(year, month, monthrange(year, month)[1])


def last_due(edition: Edition, year: int, as_of: date) -> int:
    """The last month of the year whose return was due before ``as_of``; 0 where none was."""
    due = (month for month in range(1, 13) if _due(edition, year, month) < as_of)
    return max(due, default=0)
