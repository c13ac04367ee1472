"""What a name means inside one return: this month's cell, a figure so far, a base of last year.

In a check of 月报 a bare name is this month's cell. The prefixes below are not cells
of the form: they stand in the hidden sheet 底数, filled by ``issue`` from earlier returns, and
are 未填 where nothing was filled, so that a check that needs them does not run. The sheet
compiles the same names, so engine and sheet cannot part.
"""

from collections.abc import Callable
from fractions import Fraction

from zongzhi_xl.contract import (
    BROUGHT_FORWARD,
    EVENT_COLUMNS,
    EVENT_RANGE,
    FAULTY,
    IDENTITY,
    LAST_MONTH,
    LAST_YEAR,
    MEAN,
    MEAN_COUNT,
    MEAN_SUM,
    MONTHS_COUNT,
    MONTHS_SUM,
    NATURE,
    REASON,
    RESULT_RANGE,
    SAME_MONTH_LAST_YEAR,
    SO_FAR,
    SO_FAR_LAST_YEAR,
    THIS_QUARTER,
    UNIT_COLUMN,
    UNIT_LIST,
    VERDICT,
)
from zongzhi_xl.core.edition.items import Aggregation, Derived, FormKind, Item, Kind
from zongzhi_xl.core.edition.statement import REGISTER, TYPED_PERIOD, Edition
from zongzhi_xl.core.language.evaluation import day_of, evaluate
from zongzhi_xl.core.language.values import BLANK, NOT_APPLICABLE, UNREADABLE, Value, strongest_gap
from zongzhi_xl.core.returned.submission import Submission

LEAST_MONTHS_FOR_MEAN = 6

Lookup = Callable[[str], Value]

#: names of cells, columns and ranges that mean something else than an item in a workbook
RESERVED = frozenset({
    *IDENTITY, *EVENT_COLUMNS, "起算时间", "收到日期", NATURE, REASON, VERDICT, FAULTY,
    RESULT_RANGE, EVENT_RANGE, UNIT_LIST, UNIT_COLUMN, "组别", "序号", "备注",
    "本期年", "本期月", "期间", "单位行", "登记行数", "填报年份", "填报月份",
})  # fmt: skip


def bases_of(form: FormKind, item: Item) -> tuple[str, ...]:
    """Names in sheet 底数 that belong to ``item`` on that form, in fixed order."""
    if form == FormKind.ANNUAL:
        if item.sums:
            return (f"{MONTHS_SUM}{item.name}", f"{MONTHS_COUNT}{item.name}")
        return (f"{LAST_YEAR}{item.name}",) if item.kind == Kind.COUNT else ()
    return tuple(f"{prefix}{item.name}" for prefix in _monthly_prefixes(item))


def _monthly_prefixes(item: Item) -> tuple[str, ...]:
    if item.aggregation == Aggregation.SUM:
        of_year = (BROUGHT_FORWARD, LAST_MONTH, SAME_MONTH_LAST_YEAR, SO_FAR_LAST_YEAR)
        return (*of_year, MEAN_SUM, MEAN_COUNT)
    if item.aggregation == Aggregation.LAST:
        return (LAST_MONTH, SAME_MONTH_LAST_YEAR)
    of_kind = {Kind.YES_NO: (LAST_MONTH,), Kind.DATE: (THIS_QUARTER,)}
    return of_kind.get(item.kind, ())


def lookup_in(submission: Submission, edition: Edition) -> Lookup:
    """Every name that a check or an indicator may use, resolved for one return."""

    def lookup(name: str) -> Value:
        if name in REGISTER:
            return _registered(edition, submission.unit, name)
        if name in edition.calendar:
            return _in_calendar(edition, submission, name)
        if name.startswith(SO_FAR):
            return so_far(submission, name.removeprefix(SO_FAR))
        if name.startswith(MEAN):
            return _mean(submission, name.removeprefix(MEAN))
        if name in edition.derived:
            return worked_out(edition.derived[name], submission.value)
        return submission.value(name)

    return lookup


def so_far(submission: Submission, item: str) -> Value:
    """累计_: brought-forward plus this month; a blank brought-forward is 0 in January only.

    In a month for which the district preset 不适用 the brought-forward alone counts.
    """
    current, before = submission.value(item), submission.value(f"{BROUGHT_FORWARD}{item}")
    if before == BLANK:
        before = 0 if submission.month == 1 else UNREADABLE
    if current == NOT_APPLICABLE and submission.month != 1:
        return before
    gap = strongest_gap([current, before])
    return gap or current + before  # type: ignore[operator]  # no gap: two counts


def _mean(submission: Submission, item: str) -> Value:
    total = submission.value(f"{MEAN_SUM}{item}")
    months = submission.value(f"{MEAN_COUNT}{item}")
    if isinstance(total, int) and isinstance(months, int) and months >= LEAST_MONTHS_FOR_MEAN:
        return Fraction(total, months)
    return BLANK


def _registered(edition: Edition, unit: str, name: str) -> Value:
    entry = edition.unit(unit)
    return getattr(entry, REGISTER[name]) if entry else BLANK


def _in_calendar(edition: Edition, submission: Submission, name: str) -> Value:
    period = dict(zip(TYPED_PERIOD, (submission.year, submission.month or 12), strict=True))
    if name in period:
        return period[name]
    return day_of(evaluate(edition.calendar[name], period.__getitem__))


def worked_out(derived: Derived, lookup: Lookup) -> Value:
    """What stands in the row of ``derived``, or the gap of an item that it needs."""
    result = evaluate(derived.formula, lookup)
    return day_of(result) if derived.kind == Kind.DATE else result
