"""The district's year as its record knows it, at any event and any day of receipt."""

from datetime import date

from zongzhi_xl.archive.record_book import RecordBook
from zongzhi_xl.core.appraising.rulings import Rulings
from zongzhi_xl.core.appraising.tally import Tally, settle
from zongzhi_xl.core.chronicle.decisions import rulings_of
from zongzhi_xl.core.chronicle.events import Published
from zongzhi_xl.core.edition.documents import edition_told_by
from zongzhi_xl.core.edition.statement import Edition
from zongzhi_xl.core.returned.department_merging import merged, with_designations
from zongzhi_xl.core.returned.designations import ByUnit
from zongzhi_xl.desk.consolidation import Outcome, Question, score
from zongzhi_xl.desk.registry.entered import adopted, decisions_in, received_in
from zongzhi_xl.errors import RequestError
from zongzhi_xl.record import Record


class Moment(Record):
    """Which year, after which event, by which day of receipt, up to which month, closed or not."""

    year: int
    upto: int
    as_of: date
    through: int | None = None
    final: bool = False


def moment_of(one: Published) -> Moment:
    """On what a publication rests."""
    return Moment(one.year, one.upto, one.as_of, one.through, one.final)


class Known(Record):
    """What was known, and what came of it; ``settled`` are the files that count and the others."""

    moment: Moment
    edition: Edition
    settled: Tally
    outcome: Outcome
    rulings: Rulings

    @property
    def designated(self) -> ByUnit:
        """What the district has said of events, by unit."""
        given = with_designations(
            merged(self.settled.departments), self.rulings.designations,
            self.moment.year, self.edition.id,
        )  # fmt: skip
        return given.designated if given else {}


class CameIn(Record):
    """What had come in by then, settled by the rulings that were in force."""

    edition: Edition
    settled: Tally
    rulings: Rulings


def came_in(book: RecordBook, moment: Moment) -> CameIn:
    """What had come in by then; raises RequestError where the year has no edition by then."""
    edition = edition_at(book, moment)
    rulings = rulings_of(decisions_in(book, moment.upto), edition, moment.year, moment.as_of)
    came = received_in(book, moment.year, moment.upto, moment.as_of)
    return CameIn(edition, settle(came, moment.year, edition, rulings), rulings)


def known(book: RecordBook, moment: Moment) -> Known:
    """The result at that moment; raises RequestError where the year has no edition by then."""
    found = came_in(book, moment)
    question = Question(
        (), moment.year, None, moment.through, moment.final,
        as_of=moment.as_of, rulings=found.rulings,
    )  # fmt: skip
    outcome = score(found.settled, found.edition, question)
    return Known(moment, found.edition, found.settled, outcome, found.rulings)


def edition_at(book: RecordBook, moment: Moment) -> Edition:
    """The edition that was in force for the year; raises RequestError where there was none."""
    documents = [
        event.deed.document
        for event in adopted(book, moment.upto)
        if event.deed.year == moment.year
    ]
    if not documents:
        raise RequestError(f"区里没有{moment.year}年的考核方案")
    return edition_told_by(documents[-1])
