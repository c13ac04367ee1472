"""What the district knows beside one return, and what a name then means.

A check marked 区 may ask for the departments' figures, earlier returns of the unit, the day of
receipt; where they are not there it does not run.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

from zongzhi_xl.contract import LAST_MONTH, MEAN, MONTHS_COUNT, MONTHS_SUM, SO_FAR
from zongzhi_xl.core.edition.items import Item
from zongzhi_xl.core.edition.statement import Edition
from zongzhi_xl.core.language.values import BLANK, NOT_APPLICABLE, Gap, Value, strongest_gap
from zongzhi_xl.core.returned.departments import DepartmentReturn
from zongzhi_xl.core.returned.names import LEAST_MONTHS_FOR_MEAN, RECEIVED, Lookup, lookup_in
from zongzhi_xl.core.returned.submission import Entry, Submission
from zongzhi_xl.core.returned.terms import DEPARTMENT, LEDGER, Home, term_of


@dataclass(frozen=True)
class DistrictView:
    """What the district knows beside one return.

    ``department``: the departments' figures for the return's unit, of its month (月报) and of
    its year, by item; ``earlier``: the unit's other monthly returns of the year, by month, those
    before this one (for 年报 all of them); ``received``: the day it came in, if known;
    ``rivals``: other files for the same unit, period and form; ``year``: the year appraised.
    """

    department: Mapping[str, Entry] = field(default_factory=dict)
    earlier: Mapping[int, Submission] = field(default_factory=dict)
    received: date | None = None
    rivals: tuple[Submission, ...] = ()
    year: int | None = None


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
    figures = _figures_for(submission, departments) if departments else {}
    return DistrictView(figures, monthly, received, rivals, year)


def _same_slot(one: Submission, other: Submission) -> bool:
    if (one.form, one.month) != (other.form, other.month):
        return False
    return (one.file, one.sha256) != (other.file, other.sha256)


def _figures_for(submission: Submission, departments: DepartmentReturn) -> dict[str, Entry]:
    figures = dict(departments.yearly.get(submission.unit, {}))
    if submission.month is not None:
        figures |= departments.monthly.get((submission.unit, submission.month), {})
    return figures


# ------------------------------------------------------------------ names at the district


def district_lookup(
    submission: Submission, edition: Edition, view: DistrictView, items: Mapping[str, Item]
) -> Lookup:
    """The return's own names, and where they are blank what the district knows."""
    own = lookup_in(submission, edition)

    def lookup(name: str) -> Value:
        if name == RECEIVED:
            return view.received or BLANK
        term = term_of(name)
        value = BLANK if term.meaning.home == Home.DISTRICT else own(name)
        if not isinstance(value, Gap) or name in items:
            return value
        if term.prefix not in _KNOWN:
            return value
        # the months answer for the year under the name of the item that it sums up
        item = items[term.item].sums if term.prefix == MONTHS_SUM else term.item
        known = _KNOWN[term.prefix](submission, view, item or term.item)
        return value if isinstance(known, Gap) else known

    return lookup


def _department_value(_: Submission, view: DistrictView, item: str) -> Value:
    entry = view.department.get(item)
    return entry.value if entry else BLANK


def _last_month(submission: Submission, view: DistrictView, item: str) -> Value:
    before = view.earlier.get((submission.month or 0) - 1)
    return before.value(item) if before else BLANK


def _sum_before(submission: Submission, view: DistrictView, item: str) -> Value:
    """Sum of the earlier months; a gap where one of them is not there."""
    months = range(1, submission.month or 13)
    if any(month not in view.earlier for month in months):
        return BLANK
    return _sum([view.earlier[month].value(item) for month in months])


def _year_so_far(submission: Submission, view: DistrictView, item: str) -> Value:
    before = _sum_before(submission, view, item)
    return _sum([before, submission.value(item)]) if submission.month else before


def _months_sum(_: Submission, view: DistrictView, item: str) -> Value:
    return _sum([one.value(item) for one in view.earlier.values()])


def _sum(values: list[Value]) -> Value:
    """不适用 adds nothing; any other gap makes the sum one."""
    asked = [value for value in values if value != NOT_APPLICABLE]
    return strongest_gap(asked) or sum(value for value in asked if isinstance(value, int))


def _mean_before(_: Submission, view: DistrictView, item: str) -> Value:
    counts = [one.value(item) for one in view.earlier.values()]
    numbers = [count for count in counts if isinstance(count, int)]
    if len(numbers) < LEAST_MONTHS_FOR_MEAN:
        return BLANK
    return Fraction(sum(numbers), len(numbers))


#: what the district knows of an item, by the prefix of the name
_KNOWN: Mapping[str, Callable[[Submission, DistrictView, str], Value]] = {
    "": _department_value,
    DEPARTMENT: _department_value,
    LEDGER: _sum_before,
    LAST_MONTH: _last_month,
    MEAN: _mean_before,
    SO_FAR: _year_so_far,
    MONTHS_COUNT: lambda _, view, __: len(view.earlier),
    MONTHS_SUM: _months_sum,
}
