"""Deliveries (报送情况): which return is due when; on time, late or not there."""

from datetime import date

from zongzhi_xl.contract import REPORTED_ON
from zongzhi_xl.core.appraising.due_days import due_date, is_past
from zongzhi_xl.core.appraising.figures import Scope, UnitYear
from zongzhi_xl.core.appraising.scorecard import (
    DEPARTMENTS,
    Delivery,
    DeliveryState,
    Entered,
    Period,
    Receipt,
)
from zongzhi_xl.core.appraising.timeliness import counting
from zongzhi_xl.core.edition.items import FormKind
from zongzhi_xl.core.edition.statement import Statement
from zongzhi_xl.core.language.values import plain
from zongzhi_xl.core.returned.departments import DepartmentReturn
from zongzhi_xl.core.returned.submission import Submission


def deliveries_of(year: UnitYear, statement: Statement) -> tuple[Delivery, ...]:
    """The unit's obligations: the months, then the annual return, as the edition asks."""
    annual = (None,) if FormKind.ANNUAL in year.edition.returned else ()
    papers = (*year.edition.months_asked, *annual)
    return tuple(_delivery(year, statement, month) for month in papers)


def _delivery(year: UnitYear, statement: Statement, month: int | None) -> Delivery:
    form = FormKind.ANNUAL if month is None else FormKind.MONTHLY
    due = due_date(statement, form, year.scope.year, month)
    if returned := year.returned(month):
        return _delivered(year, statement, returned, due)
    asked = month is None or month <= year.scope.through
    if month in year.unused and asked:
        state = year.unused[month]
    elif _expected(year.scope, month) and is_past(due, year.scope.as_of):
        state = DeliveryState.MISSING
    else:
        state = DeliveryState.NOT_DUE
    return Delivery(year.unit.name, form, month, due, None, state)


def _expected(scope: Scope, month: int | None) -> bool:
    """Whether it is missing once its day is past; without a day 年报 only at closing."""
    if month is not None:
        return month <= scope.through
    return scope.final or (scope.as_of is not None and scope.annual_counts)


def _delivered(year: UnitYear, statement: Statement, returned: Submission, due: date) -> Delivery:
    unit, form, month = returned.unit, returned.form, returned.month
    receipt: Entered | None = None
    reported = reported_on(returned)
    if ruled := year.rulings.days.get(Period(unit, form, month)):
        reported, receipt = ruled.day, ruled.by.source(f"{plain(ruled.day)} 收到")
    elif came := year.arrivals.get(month):
        counts = counting(came, statement.resubmission_days)
        reported, shown = (counts.day if counts else None), counts or came[-1]
        receipt = Receipt(unit, form, month, shown.day, shown.number)
    # without a day nobody knows that it was in time
    late = reported > due if reported else is_past(due, year.scope.as_of)
    state = DeliveryState.LATE if late else DeliveryState.ON_TIME
    return Delivery(unit, form, month, due, reported, state, returned.file, receipt)


def reported_on(returned: Submission) -> date | None:
    """报出日期, None while blank or unreadable (which validation blocks)."""
    value = returned.value(REPORTED_ON)
    return value if isinstance(value, date) else None


def department_delivery(
    departments: DepartmentReturn | None, statement: Statement, scope: Scope
) -> Delivery:
    """The workbook that the departments owe, in one file or several; nobody calls it late."""
    due = due_date(statement, FormKind.DEPARTMENTS, scope.year, None)
    if departments:
        state, file = DeliveryState.ON_TIME, departments.file
    else:
        owed = scope.final and is_past(due, scope.as_of)
        state, file = DeliveryState.MISSING if owed else DeliveryState.NOT_DUE, ""
    return Delivery(DEPARTMENTS, FormKind.DEPARTMENTS, None, due, None, state, file)
