"""What belongs to whom: the files of a tally become each unit's year, as far as it has come."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

from zongzhi_xl.core.appraising.figures import Scope, UnitYear
from zongzhi_xl.core.appraising.received import OfficeReturn
from zongzhi_xl.core.appraising.rulings import Rulings
from zongzhi_xl.core.appraising.tally import Tally
from zongzhi_xl.core.appraising.timeliness import arrivals_of, set_aside
from zongzhi_xl.core.edition.statement import Edition
from zongzhi_xl.core.returned.departments import DepartmentReturn


def scope_of(tally: Tally, edition: Edition, year: int, through: int | None, final: bool) -> Scope:
    """How far the year has come: to ``through``, else to the newest month that was handed in.

    Where offices hand in nothing, it is the newest month for which departments gave figures; the
    figures of the whole year are December's.
    """
    if through is None:
        months = [one.submission.month or 0 for one in tally.received]
        if not edition.returned:
            months += _of_departments(tally)
        closed = final and (tally.received or tally.departments)
        return Scope(year, 12 if closed else max(months, default=0), final)
    return Scope(year, through, final, annual_counts=final or through == 12)


def _of_departments(tally: Tally) -> Iterator[int]:
    """The months of which departments told something; December where they told of the year."""
    for one in tally.departments:
        yield from (12 for _ in one.yearly)
        yield from (month for _, month in one.monthly)


def is_due(one: OfficeReturn, scope: Scope) -> bool:
    """Later returns are left out where the caller looks back."""
    month = one.submission.month
    return scope.annual_counts if month is None else month <= scope.through


def unit_years(
    tally: Tally,
    departments: DepartmentReturn | None,
    edition: Edition,
    scope: Scope,
    rulings: Rulings,
) -> Iterator[tuple[UnitYear, list[OfficeReturn]]]:
    """Each unit's year, with the files that it is made of."""
    received = _by_unit(tally.received, lambda one: one.submission.unit)
    arrived, unused = set_aside(tally, scope.year), tally.unused
    for unit in edition.units:
        files = received.get(unit.name, [])
        annual, months = None, {}
        for one in (file.submission for file in files):
            if one.month is None:
                annual = one
            else:
                months[one.month] = one
        arrivals = arrivals_of(files, arrived.get(unit.name, []), edition)
        theirs = unused.get(unit.name, {}), arrivals, rulings
        yield UnitYear(unit, scope, edition, months, annual, departments, *theirs), files


T = TypeVar("T")


def _by_unit(parts: Iterable[T], unit_of: Callable[[T], str]) -> dict[str, list[T]]:
    groups: dict[str, list[T]] = defaultdict(list)
    for one in parts:
        groups[unit_of(one)].append(one)
    return groups
