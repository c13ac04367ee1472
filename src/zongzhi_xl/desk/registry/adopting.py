"""Adopting: a district's editions enter its record, and from then on the record's text judges.

An edition's files are read and proved sound when they change, not whenever somebody looks: a
record of many years has many editions, of which a month touches one.
"""

from datetime import date
from pathlib import Path

from zongzhi_xl.archive.record_book import RecordBook
from zongzhi_xl.core.chronicle.events import Adopted
from zongzhi_xl.core.edition.documents import Editions
from zongzhi_xl.desk.registry.entered import adopted
from zongzhi_xl.resources import engine
from zongzhi_xl.statements.loader import for_year, source_of, years_of


def adopt(district: Path, book: RecordBook, today: date) -> Editions:
    """Enter what is new of the district's editions; those of all its years.

    Raises StatementError, RecordUnusableError.
    """
    known = {event.deed.year: event.deed for event in adopted(book)}
    found = {year: _newest(district, year, known.get(year)) for year in years_of(district)}
    if new := [one for year, one in found.items() if one != known.get(year)]:
        book.add(today, new)
    return Editions({year: one.document for year, one in found.items()})


def _newest(district: Path, year: int, known: Adopted | None) -> Adopted:
    """As it is known where program and files are the same, else as the files tell it now."""
    source = f"{engine()} {source_of(district, year)}"
    if known and known.source == source:
        return known
    return Adopted(year, for_year(district, year).canonical, source)


def reader_of(editions: Editions, year: int | None) -> str:
    """This program with the edition of that year: what makes a file be understood anew."""
    mark = editions.marks.get(year or 0)
    return f"{engine()} {mark}" if mark else engine()
