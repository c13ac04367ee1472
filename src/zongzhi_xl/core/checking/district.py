"""What the district knows beside one return, and what a name then means.

A check marked 区 may ask for the departments' figures, earlier returns of the unit, the day of
receipt; where they are not there it does not run.
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from fractions import Fraction

from zongzhi_xl.contract import (
    BROUGHT_FORWARD,
    LAST_MONTH,
    MEAN,
    MONTHS_COUNT,
    MONTHS_SUM,
    NATURE,
    SO_FAR,
    THIS_QUARTER,
)
from zongzhi_xl.core.edition.form_words import correction_number
from zongzhi_xl.core.edition.items import Item
from zongzhi_xl.core.edition.statement import Edition
from zongzhi_xl.core.language.values import (
    BLANK,
    NOT_APPLICABLE,
    UNREADABLE,
    Gap,
    Value,
    strongest_gap,
)
from zongzhi_xl.core.returned.departments import DepartmentReturn
from zongzhi_xl.core.returned.designations import Designation
from zongzhi_xl.core.returned.names import LEAST_MONTHS_FOR_MEAN, RECEIVED, Lookup, lookup_in
from zongzhi_xl.core.returned.submission import Entry, Submission
from zongzhi_xl.core.returned.terms import DEPARTMENT, LEDGER, Home, term_of
from zongzhi_xl.record import Record, field


class DistrictView(Record):
    """What the district knows beside one return.

    ``month`` is the return's (None: 年报). ``department_year``: the departments' figures for its
    unit of the year, by item; ``department_months``: those of every month; ``earlier``: the unit's
    other monthly returns of the year, by month, those before this one (for 年报 all of them);
    ``received``: the day it came in, if known; ``rivals``: other files for the same unit, period
    and form with the same 报表性质; ``year``: the year appraised; ``designated``: what the district
    says of its events.
    """

    month: int | None = None
    earlier: Mapping[int, Submission] = field(default_factory=dict)
    received: date | None = None
    rivals: tuple[Submission, ...] = ()
    year: int | None = None
    department_year: Mapping[str, Entry] = field(default_factory=dict)
    department_months: Mapping[int, Mapping[str, Entry]] = field(default_factory=dict)
    designated: tuple[Designation, ...] = ()

    def department(self, item: str) -> Entry | None:
        """The departments' figure of an item: of the return's month, else of the year."""
        of_month = self.department_months.get(self.month or 0, {})
        return of_month.get(item) or self.department_year.get(item)


def view_of(
    submission: Submission,
    returns: Iterable[Submission],
    departments: DepartmentReturn | None = None,
    *,
    received: date | None = None,
    year: int | None = None,
) -> DistrictView:
    """The view of ``submission`` among ``returns`` of its unit; it may be one of them."""
    owner = submission.unit, submission.year
    of_unit = [one for one in returns if (one.unit, one.year) == owner]
    before = submission.month or 13
    monthly = {one.month: one for one in of_unit if one.month and one.month < before}
    rivals = tuple(one for one in of_unit if _same_slot(one, submission))
    if departments is None:
        return DistrictView(submission.month, monthly, received, rivals, year)
    given = {month: departments.of(submission.unit, month) for month in range(1, 13)}
    of_year = departments.of(submission.unit, None)
    designated = departments.designated.get(submission.unit, ())
    return DistrictView(
        submission.month, monthly, received, rivals, year, of_year, given, designated
    )


def _same_slot(one: Submission, other: Submission) -> bool:
    if (one.form, one.month) != (other.form, other.month):
        return False
    if (one.file, one.sha256) == (other.file, other.sha256):
        return False
    return _correction(one) == _correction(other)


def _correction(one: Submission) -> int:
    return correction_number(one.text(NATURE))


# ------------------------------------------------------------------ names at the district


class _Way(Record):
    """Where a name is looked for: in the return, unless it means what the district alone knows.

    ``known`` asks the district for the ``item`` where the return is blank, or knows less.
    """

    own: bool
    known: Callable[["_Held"], Value] | None
    prefix: str
    item: str


class Ways(dict[str, _Way]):
    """By name where it is looked for, on a form of these items, found when it is first asked for.

    The checks of all returns ask for the same names.
    """

    def __init__(self, items: Mapping[str, Item]) -> None:
        super().__init__()
        self._items = items

    def __missing__(self, name: str) -> _Way:
        way = self[name] = _way_of(name, self._items)
        return way


def district_lookup(
    submission: Submission, edition: Edition, view: DistrictView, ways: Ways
) -> Lookup:
    """The return's own names, and where they are blank what the district knows."""
    own = lookup_in(submission, edition)

    def lookup(name: str) -> Value:
        if name == RECEIVED:
            return view.received or BLANK
        way = ways[name]
        value = own(name) if way.own else BLANK
        if way.known is None or not (isinstance(value, Gap) or _holds_more(view, way, value)):
            return value
        known = way.known(_Held(submission, view, edition, way.item))
        return value if isinstance(known, Gap) else known

    return lookup


def _way_of(name: str, items: Mapping[str, Item]) -> _Way:
    term = term_of(name)
    known = None if name in items else _KNOWN.get(term.prefix)
    # the months answer for the year under the name of the item that it sums up
    item = items[term.item].sums if known and term.prefix == MONTHS_SUM else term.item
    return _Way(term.meaning.home != Home.DISTRICT, known, term.prefix, item or term.item)


def _holds_more(view: DistrictView, way: _Way, value: Value) -> bool:
    """Whether the district holds more months than there were when the blank was issued."""
    if way.prefix == MONTHS_COUNT:
        return isinstance(value, int) and len(view.earlier) > value
    return way.prefix == MONTHS_SUM and len(view.earlier) == _ALL_MONTHS


_ALL_MONTHS = 12


class _Held(Record):
    """What the district holds of one item beside a return."""

    submission: Submission
    view: DistrictView
    edition: Edition
    item: str

    def of(self, month: int) -> Value:
        """The figure of an earlier month, 未填 where there is no return."""
        returned = self.view.earlier.get(month)
        return _said(returned, self.item, self.edition) if returned else BLANK

    def before(self) -> list[Value]:
        """The figures of all months before."""
        return [self.of(month) for month in range(1, self.submission.month or _ALL_MONTHS + 1)]

    def department(self) -> Value:
        entry = self.view.department(self.item)
        return entry.value if entry else BLANK

    def last_month(self) -> Value:
        return self.of((self.submission.month or 0) - 1)

    def sum_before(self) -> Value:
        """Sum of the earlier months; a gap where one of them is not there."""
        return _sum(self.before())

    def ledger(self) -> Value:
        """What 承前 may be: the sum of what counted, where it says so, else of the office's own."""
        counted = _sum([self.counted(month) for month in range(1, self.submission.month or 1)])
        preset = self.submission.value(f"{BROUGHT_FORWARD}{self.item}")
        return counted if preset == counted else self.sum_before()

    def counted(self, month: int) -> Value:
        """A department's figure of an earlier month, where it gave one; else the office's."""
        entry = self.view.department_months.get(month, {}).get(self.item)
        return entry.value if entry and not isinstance(entry.value, Gap) else self.of(month)

    def months_sum(self) -> Value:
        """Sum of the months that are there."""
        return _sum([self.of(month) for month in self.view.earlier])

    def year_so_far(self) -> Value:
        now = [_said(self.submission, self.item, self.edition)] if self.submission.month else []
        return _sum([*self.before(), *now])

    def this_quarter(self) -> Value:
        """In how many earlier months of the quarter the duty was done."""
        month = self.submission.month or 0
        months = range((month - 1) // 3 * 3 + 1, month)
        if any(one not in self.view.earlier for one in months):
            return BLANK
        return sum(isinstance(self.of(one), date) for one in months)

    def mean_before(self) -> Value:
        numbers = [value for value in self.before() if isinstance(value, int)]
        if len(numbers) < LEAST_MONTHS_FOR_MEAN:
            return BLANK
        return Fraction(sum(numbers), len(numbers))


def _said(returned: Submission, name: str, edition: Edition) -> Value:
    """A figure of a return; 不适用 counts only where the district preset it."""
    value = returned.value(name)
    if value != NOT_APPLICABLE:
        return value
    item = edition.items.get(name)
    return UNREADABLE if item is not None and item.applies_in(returned.month) else value


def _sum(values: list[Value]) -> Value:
    """不适用 adds nothing; any other gap makes the sum one."""
    numbers = [value for value in values if isinstance(value, int)]
    if len(numbers) == len(values):
        return sum(numbers)
    return strongest_gap(value for value in values if value != NOT_APPLICABLE) or sum(numbers)


#: what the district knows of an item, by the prefix of the name
_KNOWN: Mapping[str, Callable[[_Held], Value]] = {
    "": _Held.department,
    DEPARTMENT: _Held.department,
    LEDGER: _Held.ledger,
    LAST_MONTH: _Held.last_month,
    MEAN: _Held.mean_before,
    SO_FAR: _Held.year_so_far,
    THIS_QUARTER: _Held.this_quarter,
    MONTHS_COUNT: lambda held: len(held.view.earlier),
    MONTHS_SUM: _Held.months_sum,
}

#: prefixes of names that stand in 底数 and that the district can tell as well
OF_EARLIER_MONTHS = frozenset(_KNOWN) - {"", DEPARTMENT, LEDGER}
