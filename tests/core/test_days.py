"""Excel's day numbers, by hand: 1900-03-01 is 61 there (it counts a 29th of February 1900)."""

from datetime import date, datetime

from zongzhi_xl.core.language.days import day_at, is_of_century, moment_at, serial


def test_days_and_their_numbers() -> None:
    assert (serial(date(1900, 3, 1)), serial(date(2000, 1, 1))) == (61, 36526)
    assert (day_at(61), day_at(36526.9)) == (date(1900, 3, 1), date(2000, 1, 1))


def test_a_moment_is_a_share_of_its_day() -> None:
    """18:00 is three quarters of a day; a share within half a minute of it is shown as it."""
    assert serial(datetime(2000, 1, 1, 18)) == 36526.75
    assert moment_at(36526.75) == moment_at(36526.7502) == datetime(2000, 1, 1, 18)


def test_days_of_this_century() -> None:
    assert [is_of_century(number) for number in (36525.9, 36526, 73050.9, 73051)] == [
        False, True, True, False,
    ]  # fmt: skip
    assert (day_at(36526), day_at(73050)) == (date(2000, 1, 1), date(2099, 12, 31))
