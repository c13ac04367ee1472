"""What a district's record tells of earlier months: the figures that counted, of two years.

An office's own number stands behind a department's and behind a decision, as it does in the score;
whose figure counts is asked of the one function that scoring asks.
"""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

from zongzhi_xl.archive.record_book import NAME, RecordBook, opened
from zongzhi_xl.core.appraising.figures import Scope, UnitYear, counted_in
from zongzhi_xl.core.appraising.unit_years import unit_years
from zongzhi_xl.core.edition.statement import Edition
from zongzhi_xl.core.returned.department_merging import merged, with_designations
from zongzhi_xl.core.returned.departments import DepartmentReturn
from zongzhi_xl.desk.issuing.earlier import Before, Earlier, Period, Values
from zongzhi_xl.desk.registry.entered import adopted
from zongzhi_xl.desk.registry.known import CameIn, Moment, came_in


def has_record(district: Path | None) -> bool:
    """Whether the district keeps a record."""
    return district is not None and (district / NAME).is_file()


def recorded(district: Path, edition: Edition, year: int) -> Before:
    """Of ``year`` and the year before everything received so far; raises RecordUnusableError.

    ``edition`` tells how the units are called now.
    """
    with opened(district) as book:
        years = {when: _came_in(book, when) for when in (year - 1, year)}
    found = {when: one for when, one in years.items() if one}
    figures = [part for when, one in found.items() for part in _figures(one, when, edition)]
    earlier = Earlier(
        {period: values for period, values, handed_in in figures if handed_in},
        {period: values for period, values, handed_in in figures if not handed_in},
    )
    now = found.get(year)
    if now is None:
        return Before(earlier)
    returns = tuple(one.submission for one in now.settled.received)
    shas = frozenset(one.sha256 for one in now.settled.departments)
    return Before(earlier, returns, _departments(now, year), shas)


def _came_in(book: RecordBook, year: int) -> CameIn | None:
    """Nothing where the district had no edition of the year."""
    if year not in {event.deed.year for event in adopted(book)}:
        return None
    return came_in(book, Moment(year, book.last, date.max))


def _departments(known: CameIn, year: int) -> DepartmentReturn | None:
    given, decided = merged(known.settled.departments), known.rulings.designations
    return with_designations(given, decided, year, known.edition.id)


_Figures = tuple[Period, Values, bool]


def _figures(known: CameIn, year: int, edition: Edition) -> Iterator[_Figures]:
    """By unit and month (None: the year) what counted, and whether the office's return is in."""
    given = merged(known.settled.departments)
    scope = Scope(year, 12)
    for one, _ in unit_years(known.settled, given, known.edition, scope, known.rulings):
        unit = edition.unit(one.unit.name)
        if unit:
            yield from _of_unit(one, unit.name)


def _of_unit(year: UnitYear, name: str) -> Iterator[_Figures]:
    for month in (*range(1, 13), None):
        period = name, year.scope.year, month
        yield period, counted_in(year, month), year.returned(month) is not None
