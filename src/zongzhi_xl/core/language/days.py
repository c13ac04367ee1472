"""How a spreadsheet holds days: by their number since day zero, a time as a share of a day."""

from datetime import date, datetime, timedelta
from math import floor

DAY_ZERO = datetime(1899, 12, 30)
#: numbers of the days that a return may name, 2000-01-01 … 2099-12-31; others are slips
SERIALS = range(36526, 73051)


def is_of_century(number: float) -> bool:
    """Whether a number is one of those days."""
    return SERIALS.start <= number < SERIALS.stop


def counted_on(year: int, month: int, day: int) -> date:
    """The day of DATE: month 13 is next January, day 0 ends the month before."""
    years, months = divmod(month - 1, 12)
    return date(year + years, months + 1, 1) + timedelta(days=day - 1)


def serial(day: date) -> int | float:
    """The number of a day; of a moment with its share of the day."""
    if isinstance(day, datetime):
        return (day - DAY_ZERO).total_seconds() / 86400
    return (day - DAY_ZERO.date()).days


def since_day_zero(number: float) -> timedelta:
    """To the millisecond; half of one is one more, as calamine has it: round() goes to the even."""
    return timedelta(milliseconds=floor(number * 86_400_000 + 0.5))


def day_at(number: float) -> date:
    """The day with that number, whatever the time."""
    return DAY_ZERO.date() + timedelta(days=int(number))


def moment_at(number: float) -> datetime:
    """The moment with that number, to the minute as it is shown."""
    minutes = round((number - int(number)) * 1440)
    return DAY_ZERO + timedelta(days=int(number), minutes=minutes)
