"""The rows of sheet 区认定: the events that offices have registered, and what was said of them.

The officer designates in the last columns; what a row names an event by is filled in beforehand.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from zongzhi_xl.contract import (
    DISTRICT_COLUMNS,
    EVENT_NUMBER,
    MONTH_COLUMN,
    NAMED_EVENT,
    UNIT_COLUMN,
)
from zongzhi_xl.core.edition.statement import Edition
from zongzhi_xl.core.language.values import Gap, Value
from zongzhi_xl.core.returned.departments import DepartmentReturn
from zongzhi_xl.core.returned.designations import Designation, designation_of, unregistered
from zongzhi_xl.core.returned.submission import Event, Submission

Row = Mapping[str, object]


def rows_to_designate(
    edition: Edition, year: int, returns: Iterable[Submission], given: DepartmentReturn | None
) -> list[Row]:
    """A row an event of the year, by unit and month; then rows that are of no registered event."""
    registers = _registered(year, returns)
    said = given.designated if given else {}
    chosen = edition.statement.events.choices
    return [
        row
        for unit in edition.units
        for row in _rows_of(
            unit.name, registers.get(unit.name, []), said.get(unit.name, ()), chosen
        )
    ]


_Registered = list[tuple[int, Event]]


def _registered(year: int, returns: Iterable[Submission]) -> Mapping[str, _Registered]:
    found: dict[str, _Registered] = {}
    for one in sorted(returns, key=lambda one: one.month or 0):
        if one.year == year and one.month:
            found.setdefault(one.unit, []).extend((one.month, event) for event in one.events)
    return found


def _rows_of(
    unit: str,
    events: _Registered,
    said: tuple[Designation, ...],
    chosen: Mapping[str, Sequence[str]],
) -> Iterator[Row]:
    """An event that a later month's register carries again is one row.

    One that has no number, and of which it is not said what and when, cannot be named by a row.
    """
    known = set()
    for month, event in events:
        named = {name: event.get(name) for name in NAMED_EVENT}
        named = {
            name: value
            for name, value in named.items()
            if not isinstance(value, Gap) and value in chosen.get(name, (value,))
        }
        key = tuple(named.items())
        if key in known or not (EVENT_NUMBER in named or len(named) == len(NAMED_EVENT) - 1):
            continue
        known.add(key)
        one = designation_of(event, month, said)
        of_district = {name: one.get(name) for name in DISTRICT_COLUMNS} if one else {}
        yield _row(unit, month, {**named, **of_district})
    for one in unregistered(said, events):
        yield _row(unit, one.month, {name: entry.value for name, entry in one.cells.items()})


def _row(unit: str, month: int, values: Mapping[str, Value]) -> Row:
    readable = {name: value for name, value in values.items() if not isinstance(value, Gap)}
    return {UNIT_COLUMN: unit, MONTH_COLUMN: month, **readable}


def is_typed(one: Designation, known: Iterable[Row]) -> bool:
    """Whether somebody typed in this row: the district's columns, or an event not ``known``."""
    if any(name in one.cells for name in DISTRICT_COLUMNS):
        return True
    named = {name: entry.value for name, entry in one.cells.items()}
    return _row(one.unit, one.month, named) not in known
