"""Deliveries (报送情况): which return is due when; on time, late or not there."""

from datetime import date, timedelta

from zongzhi_xl.contract import REPORTED_ON
from zongzhi_xl.core.appraising.figures import UnitYear
from zongzhi_xl.core.appraising.scorecard import DEPARTMENTS, Delivery, DeliveryState
from zongzhi_xl.core.edition.items import FormKind
from zongzhi_xl.core.edition.statement import Statement
from zongzhi_xl.core.returned.departments import DepartmentReturn
from zongzhi_xl.core.returned.submission import Submission


def due_date(statement: Statement, form: FormKind, year: int, month: int | None) -> date:
    """The last day on which the return is on time (the day itself included).

    Moved past the days of the edition's holiday table only where the edition says so.
    """
    rule = statement.due[form]
    months = (month or 12) - 1 + rule.months_after
    day = date(year + months // 12, months % 12 + 1, rule.day)
    while statement.due_moves_past_holidays and day in statement.holidays:
        day += timedelta(days=1)
    return day


def deliveries_of(year: UnitYear, statement: Statement) -> tuple[Delivery, ...]:
    """The unit's thirteen obligations: January … December, then the annual return."""
    return tuple(_delivery(year, statement, month) for month in (*range(1, 13), None))


def _delivery(year: UnitYear, statement: Statement, month: int | None) -> Delivery:
    form = FormKind.ANNUAL if month is None else FormKind.MONTHLY
    due = due_date(statement, form, year.scope.year, month)
    if returned := year.returned(month):
        return _delivered(returned, due)
    expected = year.scope.final if month is None else month <= year.scope.through
    state = DeliveryState.MISSING if expected else DeliveryState.NOT_DUE
    if month in year.sent_back and (expected or month is None):
        state = DeliveryState.REJECTED
    return Delivery(year.unit.name, form, month, due, None, state)


def _delivered(returned: Submission, due: date) -> Delivery:
    reported = reported_on(returned)
    late = reported is None or reported > due  # without a day nobody knows that it was in time
    state = DeliveryState.LATE if late else DeliveryState.ON_TIME
    unit, form, month = returned.unit, returned.form, returned.month
    return Delivery(unit, form, month, due, reported, state, returned.file)


def reported_on(returned: Submission) -> date | None:
    """报出日期, None while blank or unreadable (which validation blocks)."""
    value = returned.value(REPORTED_ON)
    return value if isinstance(value, date) else None


def department_delivery(
    departments: DepartmentReturn | None, statement: Statement, year: int, final: bool
) -> Delivery:
    """The one workbook that the departments owe; its date is not known without a ledger."""
    due = due_date(statement, FormKind.DEPARTMENTS, year, None)
    if departments:
        state, file = DeliveryState.ON_TIME, departments.file
    else:
        state, file = DeliveryState.MISSING if final else DeliveryState.NOT_DUE, ""
    return Delivery(DEPARTMENTS, FormKind.DEPARTMENTS, None, due, None, state, file)
