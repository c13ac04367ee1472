"""Values: rounding for display as Excel rounds, and how a value is written for people."""

from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zongzhi_xl.core.language.values import (
    BLANK,
    NOT_APPLICABLE,
    UNREADABLE,
    ZERO_DENOMINATOR,
    Gap,
    Number,
    State,
    WrittenShare,
    exactly,
    percent,
    plain,
    rounded,
    significant,
    strongest_gap,
)

#: decimals of up to six places: what Decimal itself can round exactly
decimals = st.decimals(-(10**6), 10**6, allow_nan=False, allow_infinity=False, places=6)


@given(number=decimals, places=st.integers(0, 6))
def test_rounded_is_half_away_from_zero(number: Decimal, places: int) -> None:
    expected = number.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    assert rounded(Fraction(number), places) == expected


@pytest.mark.parametrize(
    ("number", "places", "shown"),
    [
        (Fraction(1, 8), 2, "0.13"),  # a half goes up, not to the even neighbour
        (Fraction(-1, 8), 2, "-0.13"),
        (Fraction(5, 2), 0, "3"),
        (Fraction(1, 3), 2, "0.33"),
        (2, 2, "2.00"),
        (0, 2, "0.00"),
    ],
)
def test_rounded_by_hand(number: Fraction, places: int, shown: str) -> None:
    assert str(rounded(number, places)) == shown


@given(number=st.fractions(min_value=-1000, max_value=1000), places=st.integers(0, 4))
def test_rounded_is_never_off_by_more_than_half_a_unit(number: Fraction, places: int) -> None:
    off = abs(Fraction(rounded(number, places)) - number)
    assert off <= Fraction(1, 2 * 10**places)


@pytest.mark.parametrize(
    ("number", "shown"),
    [
        (Fraction(541480570, 10**7), "54.1480570"),
        (Fraction(16, 17), "0.941176471"),
        (Fraction(1, 3000), "0.000333333333"),
        (0, "0.00000000"),
        (12, "12.0000000"),
        (1234567890123, "1234567890123"),
        (Fraction(999999999999, 10**12), "1.000000000"),
    ],
)
def test_significant_shows_at_least_nine_digits(number: Fraction, shown: str) -> None:
    assert significant(number) == shown


@given(number=st.fractions(min_value=0, max_value=10**7))
def test_significant_is_true_to_nine_digits(number: Fraction) -> None:
    assert abs(Fraction(significant(number)) - number) <= number / 10**8


def test_percent() -> None:
    assert percent(Fraction(9496, 10000)) == "94.96%"
    assert percent(1) == "100.00%"


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (12, "12"),
        (Fraction(7, 2), "3.5"),
        (Fraction(4, 2), "2"),
        (Fraction(1, 3), "0.3333"),
        (Fraction(3, 2000), "0.0015"),
        (date(2026, 3, 5), "2026-03-05"),
        (datetime(2026, 3, 5, 8, 30), "2026-03-05 08:30"),
        ("是", "是"),
        (BLANK, "未填"),
        (Gap(State.UNREADABLE, "12起"), "无法识别"),
    ],
)
def test_plain_is_how_a_clerk_writes_it(value: object, words: str) -> None:
    assert plain(value) == words  # type: ignore[arg-type]


def test_the_strongest_gap_decides() -> None:
    assert strongest_gap([1, ZERO_DENOMINATOR, UNREADABLE, BLANK, NOT_APPLICABLE]) == NOT_APPLICABLE
    assert strongest_gap([1, UNREADABLE, BLANK]) == BLANK
    assert strongest_gap([UNREADABLE, 0]) == UNREADABLE
    assert strongest_gap([0, "否"]) is None


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (70, "70"),
        (-3, "-3"),
        (10**30, "1" + "0" * 30),
        (Fraction(6, 2), "3"),
        (Fraction(3, 2000), "0.0015"),
        (Fraction(-2, 3), "-2/3"),
        (WrittenShare(Fraction(1, 3), "%"), "1/3"),
    ],
)
def test_a_number_is_told_exactly_however_it_was_written(number: Number, words: str) -> None:
    assert exactly(number) == words
