"""What a name means inside one return: this month's cell, a figure so far, a base of last year.

In a check of 月报 a bare name is this month's cell. The prefixes below are not cells
of the form: they stand in the hidden sheet 底数, filled by ``issue`` from earlier returns, and
are 未填 where nothing was filled, so that a check that needs them does not run. The sheet
compiles the same names, so engine and sheet cannot part.
"""

from collections.abc import Callable
from fractions import Fraction

from zongzhi_xl import contract
from zongzhi_xl.core.edition.event_words import MEANT
from zongzhi_xl.core.edition.form_words import corrects
from zongzhi_xl.core.edition.items import Derived, Item, Kind
from zongzhi_xl.core.edition.statement import TYPED_PERIOD, UNIT_COUNT, Edition
from zongzhi_xl.core.language.evaluation import day_of, evaluate
from zongzhi_xl.core.language.values import (
    BLANK,
    NO,
    NOT_APPLICABLE,
    UNREADABLE,
    YES,
    Value,
    strongest_gap,
)
from zongzhi_xl.core.returned.submission import Submission
from zongzhi_xl.core.returned.terms import term_of

LEAST_MONTHS_FOR_MEAN = 6
#: what a rule may name beside items: from when the hours of an event run (R20), the day of receipt,
#: and whether the return corrects an earlier one
STARTED, RECEIVED, CORRECTED = "起算时间", "收到日期", "更正件"

Lookup = Callable[[str], Value]

#: names of cells, columns and ranges that mean something else than an item in a workbook
RESERVED = frozenset({
    *contract.IDENTITY, *MEANT, *contract.DISTRICT_COLUMNS, STARTED, RECEIVED, CORRECTED,
    contract.NATURE,
    contract.REASON, contract.VERDICT, contract.FAULTY, contract.RESULT_RANGE,
    contract.EVENT_RANGE, contract.UNIT_LIST, contract.UNIT_COLUMN, "组别", "序号", "备注",
    UNIT_COUNT, "本期年", "本期月", "期间", "单位行", "登记行数", "填报年份", "填报月份",
})  # fmt: skip


def given(edition: Edition) -> frozenset[str]:
    """Names that a rule takes as they are: days of the period, and which return of it this is."""
    return frozenset((*edition.calendar, CORRECTED))


def lookup_in(submission: Submission, edition: Edition) -> Lookup:
    """Every name that a check or an indicator may use, resolved for one return."""
    typed = edition.once(_typed)

    def lookup(name: str) -> Value:
        if name in typed:
            return submission.value(name)
        if name == CORRECTED:
            return YES if corrects(submission.text(contract.NATURE)) else NO
        if name in edition.registered:
            return _registered(edition, submission.unit, name)
        day = calendar_value(edition, submission.year, submission.month, name)
        if day is not None:
            return day
        term = term_of(name)
        if term.prefix in _WORKED_OUT:
            return _WORKED_OUT[term.prefix](submission, edition.items[term.item])
        if name in edition.derived:
            return worked_out(edition.derived[name], submission.value)
        return submission.value(name)

    return lookup


def _typed(edition: Edition) -> frozenset[str]:
    """The names that mean a cell of the return and nothing else."""
    return frozenset(edition.items).difference(
        edition.registered, edition.calendar, edition.derived
    )


def so_far(submission: Submission, item: Item) -> Value:
    """累计_: brought-forward plus this month; a blank brought-forward is 0 in January only.

    In a month that does not ask for the item the district preset 不适用: the brought-forward alone
    counts. Typed elsewhere 不适用 is a gap, as in the sheet.
    """
    current = submission.value(item.name)
    before = submission.value(f"{contract.BROUGHT_FORWARD}{item.name}")
    if before == BLANK:
        before = 0 if submission.month == 1 else UNREADABLE
    preset = current == NOT_APPLICABLE and not item.applies_in(submission.month)
    if preset and submission.month != 1:
        return before
    gap = strongest_gap([current, before])
    return gap or current + before  # type: ignore[operator]  # no gap: two counts


def _mean(submission: Submission, item: Item) -> Value:
    total = submission.value(f"{contract.MEAN_SUM}{item.name}")
    months = submission.value(f"{contract.MEAN_COUNT}{item.name}")
    if isinstance(total, int) and isinstance(months, int) and months >= LEAST_MONTHS_FOR_MEAN:
        return Fraction(total, months)
    return BLANK


_WORKED_OUT = {contract.SO_FAR: so_far, contract.MEAN: _mean}


def _registered(edition: Edition, unit: str, name: str) -> Value:
    entry = edition.unit(unit)
    return entry.figures[name] if entry else BLANK


def calendar_value(edition: Edition, year: int, month: int | None, name: str) -> Value | None:
    """年份, 月份 or a day of that period (None: of the year); None for any other name."""
    if name not in edition.calendar:
        return None
    known, asked = edition.once(_calendar), (year, month, name)
    if asked not in known:
        period = dict(zip(TYPED_PERIOD, (year, month or 12), strict=True))
        known[asked] = (
            period[name]
            if name in period
            else day_of(evaluate(edition.calendar[name], period.__getitem__))
        )
    return known[asked]


def _calendar(_edition: Edition) -> dict[tuple[int, int | None, str], Value]:
    """What was worked out of its calendar so far: the same for every office and asked each time."""
    return {}


def worked_out(derived: Derived, lookup: Lookup) -> Value:
    """What stands in the row of ``derived``, or the gap of an item that it needs."""
    result = evaluate(derived.formula, lookup)
    return day_of(result) if derived.kind == Kind.DATE else result
