"""What earlier returns said, and the bases (底数) that the next return takes from it.

A base is filled only where every figure that it needs is there: a missing or unreadable month
leaves 承前_ blank, and the year-to-date figures of the sheet then say so (blank is never zero).
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import date

from zongzhi_xl import contract
from zongzhi_xl.core.appraising.scorecard import Rejected
from zongzhi_xl.core.edition.items import Form, Item
from zongzhi_xl.core.language.values import BLANK, NOT_APPLICABLE, Gap, Value
from zongzhi_xl.core.returned.departments import DepartmentReturn
from zongzhi_xl.core.returned.submission import Submission
from zongzhi_xl.core.returned.terms import bases_of, term_of
from zongzhi_xl.record import Record, field

Period = tuple[str, int, int | None]
Values = Mapping[str, Value]


class Earlier(Record):
    """Values by unit, year and month (None: the annual return).

    ``reported`` are those of the returns that are in: of a folder what the office wrote, of a
    record what counted. ``verified`` are the departments' figures; they stand in where there is
    none (R9), and of a folder never overrule the number that an office wrote.
    """

    reported: Mapping[Period, Values] = field(default_factory=dict)
    verified: Mapping[Period, Values] = field(default_factory=dict)

    def value(self, unit: str, year: int, month: int | None, item: str) -> Value:
        """One figure, 未填 where nobody gave it."""
        period = (unit, year, month)
        found = self.reported.get(period, {}).get(item, BLANK)
        if isinstance(found, Gap) and found != NOT_APPLICABLE:
            return self.verified.get(period, {}).get(item, found)
        return found

    def has(self, unit: str, year: int, month: int | None) -> bool:
        """Whether the office handed this return in."""
        return (unit, year, month) in self.reported


def earlier_of(returns: Iterable[Submission], departments: DepartmentReturn | None) -> Earlier:
    """What these returns said; of two for one period the last given counts."""
    reported = {
        (one.unit, one.year, one.month): {name: cell.value for name, cell in one.entries.items()}
        for one in returns
    }
    return Earlier(reported, _verified(departments) if departments else {})


def _verified(departments: DepartmentReturn) -> Mapping[Period, Values]:
    return {
        (unit, departments.year, month): {name: cell.value for name, cell in cells.items()}
        for (unit, month), cells in departments.monthly.items()
    }


class Before(Record):
    """What came in before a blank is issued.

    ``returns`` and ``departments`` are those that count; of the files of departments that are
    ``carried`` into what they are given out again, the hashes. ``unusable`` are the files that a
    person handed in for this and that could not be used; ``hint`` what was perhaps forgotten.
    """

    earlier: Earlier
    returns: tuple[Submission, ...] = ()
    departments: DepartmentReturn | None = None
    carried: frozenset[str] = frozenset()
    unusable: tuple[Rejected, ...] = ()
    hint: str = ""


class Occasion(Record):
    """The return about to be issued: whose, for which month (None: 年报), and what came before."""

    earlier: Earlier
    unit: str
    year: int
    month: int | None

    def of_year(self, item: str, months: Iterable[int], year: int | None = None) -> list[Value]:
        """The figures of ``item`` in these months of this (or another) year."""
        when = year or self.year
        return [self.earlier.value(self.unit, when, month, item) for month in months]

    def before(self, item: str, count: int) -> list[Value]:
        """The figures of the ``count`` months before, newest first."""
        newest = self.year * 12 + (self.month or 13) - 1
        periods = (divmod(newest - back, 12) for back in range(1, count + 1))
        return [self.earlier.value(self.unit, year, rest + 1, item) for year, rest in periods]


def bases(form: Form, occasion: Occasion) -> dict[str, object]:
    """Every name of 底数 that can be filled for this return; a blank one is left out."""
    found = {
        name: _BASES[term_of(name).prefix](occasion, item)
        for item in form.items
        for name in bases_of(form.kind, item)
    }
    return {name: value for name, value in found.items() if value is not None}


def _this_quarter(at: Occasion, item: Item) -> int | None:
    month = at.month or 12
    earlier_months = range((month - 1) // 3 * 3 + 1, month)
    if not all(at.earlier.has(at.unit, at.year, one) for one in earlier_months):
        return None
    return sum(isinstance(value, date) for value in at.of_year(item.name, earlier_months))


def confirmed_months(at: Occasion, item: Item) -> list[int]:
    """The months' whole numbers of the item that an item of 全年核对 sums up (R10)."""
    return _numbers(at.of_year(item.sums or "", range(1, 13)))


_BASES: dict[str, Callable[[Occasion, Item], object]] = {
    contract.BROUGHT_FORWARD: lambda at, item: _total(at, item, range(1, at.month or 13), at.year),
    contract.SO_FAR_LAST_YEAR: lambda at, item: _total(
        at, item, range(1, (at.month or 12) + 1), at.year - 1
    ),
    contract.LAST_MONTH: lambda at, item: _written(at.before(item.name, 1)[0]),
    contract.SAME_MONTH_LAST_YEAR: lambda at, item: _written(
        at.earlier.value(at.unit, at.year - 1, at.month or 12, item.name)
    ),
    contract.MEAN_SUM: lambda at, item: _sum(_numbers(at.before(item.name, 12))),
    contract.MEAN_COUNT: lambda at, item: len(_numbers(at.before(item.name, 12))) or None,
    contract.THIS_QUARTER: _this_quarter,
    contract.MONTHS_SUM: lambda at, item: _sum(confirmed_months(at, item)),
    contract.MONTHS_COUNT: lambda at, item: len(confirmed_months(at, item)) or None,
    contract.LAST_YEAR: lambda at, item: _written(
        at.earlier.value(at.unit, at.year - 1, None, item.name)
    ),
}


def _numbers(values: Iterable[Value]) -> list[int]:
    return [value for value in values if isinstance(value, int)]


def _sum(numbers: list[int]) -> int | None:
    """Nothing where there is no number: a check that leans on it does not run."""
    return sum(numbers) if numbers else None


def _total(at: Occasion, item: Item, months: range, year: int) -> int | None:
    """The sum; months for which the district preset 不适用 add nothing; any other gap ends it."""
    values = zip(months, at.of_year(item.name, months, year), strict=True)
    counted = [
        value for month, value in values if value != NOT_APPLICABLE or item.applies_in(month)
    ]
    whole = _numbers(counted)
    return sum(whole) if len(whole) == len(counted) else None


def _written(value: Value) -> object:
    return value if isinstance(value, int | str | date) else None


def months_not_in(occasion: Occasion) -> list[int]:
    """Earlier months of the year that are missing, so that 累计 cannot be brought forward."""
    due = range(1, occasion.month or 13)
    return [one for one in due if not occasion.earlier.has(occasion.unit, occasion.year, one)]
