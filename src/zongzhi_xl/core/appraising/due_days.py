"""When a return is due (截止日), and whether that day is past."""

from datetime import date, timedelta

from zongzhi_xl.core.edition.items import FormKind
from zongzhi_xl.core.edition.statement import Statement


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


def is_past(due: date, as_of: date | None) -> bool:
    """Whether what is not there by ``as_of`` is missing; without a day nothing is still to come."""
    return as_of is None or due < as_of
