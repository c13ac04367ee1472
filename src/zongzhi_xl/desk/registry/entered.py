"""What was entered in the record, and the files of a year as they came in and count by it."""

from collections.abc import Collection, Iterator, Mapping
from datetime import date

from zongzhi_xl.archive.record_book import RecordBook
from zongzhi_xl.core.appraising.tally import Tally, settle
from zongzhi_xl.core.chronicle.decisions import Numbered, numbered, rulings_of
from zongzhi_xl.core.chronicle.events import Adopted, Arrived, Decided, Event, Published
from zongzhi_xl.core.chronicle.known import tally_of
from zongzhi_xl.core.chronicle.written import deed_of
from zongzhi_xl.core.edition.statement import Edition


def adopted(book: RecordBook, upto: int | None = None) -> Iterator[Event[Adopted]]:
    """The editions that were entered."""
    for event in book.events(Adopted, upto=upto):
        if isinstance(event.deed, Adopted):
            yield Event(event.number, event.entered, event.deed)


def files_of(
    book: RecordBook, upto: int | None = None, only: Collection[int] | None = None
) -> Mapping[int, Arrived]:
    """What came in (only these arrivals), by the number of its event."""
    told = (
        (row.number, deed_of(row.kind, row.text))
        for row in book.rows(Arrived, upto=upto)
        if only is None or row.number in only
    )
    return {number: deed for number, deed in told if isinstance(deed, Arrived)}


def decisions_in(book: RecordBook, upto: int | None = None) -> tuple[Numbered, ...]:
    """Every decision of the record with its number."""
    events = book.events(Decided, upto=upto)
    return numbered(one.deed for one in events if isinstance(one.deed, Decided))


def published(book: RecordBook, year: int | None = None) -> Iterator[Published]:
    """The publications (of a year) in their order."""
    for event in book.events(Published):
        if isinstance(event.deed, Published) and year in (None, event.deed.year):
            yield event.deed


def received_in(
    book: RecordBook, year: int, upto: int, as_of: date, only: Collection[int] | None = None
) -> Tally:
    """Every file of the year (only these arrivals) by that event, received by ``as_of``'s end."""
    files = files_of(book, upto, only)
    names = {number: one.kept for number, one in files.items()}
    understood = [event.deed for event in book.papers(year, names, upto)]
    return tally_of(files, understood, as_of)


def settled_in(
    book: RecordBook, edition: Edition, year: int, only: Collection[int] | None = None
) -> Tally:
    """The files of a year that count by now, by what came in and what was decided; the others.

    Which of the files of an office and period counts is told by these alone: ``only`` such.
    """
    rulings = rulings_of(decisions_in(book), edition, year, date.max)
    return settle(received_in(book, year, book.last, date.max, only), year, edition, rulings)
