"""Values of a cell or a formula: exact numbers, days, words, and the named gaps.

A value is a whole number or exact fraction, a day or a moment, a word (是, 否), or a
:class:`Gap`: a reason why there is nothing to calculate with. Blank is never zero and text
is never silently read as a number.
"""

from collections.abc import Callable, Iterable
from datetime import date, datetime
from decimal import ROUND_DOWN, Context, Decimal
from enum import StrEnum
from fractions import Fraction
from functools import lru_cache
from typing import Self, TypeAlias, TypeVar

from zongzhi_xl.record import Record

T = TypeVar("T")


class State(StrEnum):
    """Why there is no value; the words are those shown to the clerk."""

    NOT_APPLICABLE = "不适用"
    BLANK = "未填"
    UNREADABLE = "无法识别"
    ZERO_DENOMINATOR = "分母为零"


#: what a sheet calls its errors, in the order of their numbers (ERROR.TYPE)
ERRORS = ("#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#N/A")
#: In a formula the strongest gap wins; the sheet takes MAX over the same ranks.
RANK = {State.NOT_APPLICABLE: 3, State.BLANK: 2, State.UNREADABLE: 1, State.ZERO_DENOMINATOR: 0}


class Gap(Record):
    """No value, and why; ``found`` keeps what stood in the cell, word for word."""

    state: State
    found: str = ""

    def __str__(self) -> str:
        return self.state.value


NOT_APPLICABLE = Gap(State.NOT_APPLICABLE)
BLANK = Gap(State.BLANK)
UNREADABLE = Gap(State.UNREADABLE)
ZERO_DENOMINATOR = Gap(State.ZERO_DENOMINATOR)

YES, NO = "是", "否"

Number: TypeAlias = int | Fraction

#: how a share is written: its sign, or the words before it, and how many make a whole
SHARES = {
    "%": 100, "‰": 1_000, "‱": 10_000, "百分之": 100, "千分之": 1_000, "万分之": 10_000,
}  # fmt: skip


class WrittenShare(Fraction):
    """A number as any other that keeps how it was written: ``95%``, ``0.5‰``, ``万分之5``."""

    def __new__(cls, number: Number, sign: str) -> Self:
        """``number`` of a whole, written with one of :data:`SHARES`."""
        one = super().__new__(cls, number)
        one.sign = sign
        return one

    sign: str

    def __reduce__(self) -> tuple[type[Self], tuple[Fraction, str]]:
        return type(self), (Fraction(self), self.sign)

    def __str__(self) -> str:
        return beside(exactly(self * SHARES[self.sign]), self.sign)


def beside(digits: str, unit: str) -> str:
    """Digits with what they are counted in: ``12起``, ``0.5‰``, ``万分之5``."""
    return f"{unit}{digits}" if unit in SHARES and unit.endswith("之") else f"{digits}{unit}"


def in_shares(number: Number, unit: str, places: int = 2) -> str:
    """Rounded for people, of a share with its sign: ``94.27%``, ``2.30‰``, ``71.20``."""
    told = f"{rounded(number * SHARES.get(unit, 1), places):f}"
    return beside(told, unit if unit in SHARES else "")


Value: TypeAlias = int | Fraction | date | datetime | str | Gap


def strongest_gap(values: Iterable[Value]) -> Gap | None:
    """The gap that decides a formula (不适用 > 未填 > 无法识别); None if all values are there."""
    gaps = [value for value in values if isinstance(value, Gap)]
    return max(gaps, key=lambda gap: RANK[gap.state]) if gaps else None


def rounded(number: Number, places: int = 2) -> Decimal:
    """``number`` rounded half away from zero, as Excel's ROUND does; for display and rows only."""
    top, bottom = abs(number.numerator), number.denominator
    # in whole numbers: this is asked for every figure that is printed
    whole = (2 * top * 10**places + bottom) // (2 * bottom)
    return Decimal(-whole if number < 0 else whole).scaleb(-places)


#: figures for people have so many places; beyond the most a difference is of no use to anybody
LEAST_PLACES, MOST_PLACES = 2, 9


def places_to_print(stays_true: Callable[[int], bool], least: int = LEAST_PLACES) -> int:
    """The rule of rounding for people: ``least`` places, more while what is printed is not true.

    ``stays_true`` tells for a number of places whether what the text says of the figure (over or
    within a limit, not zero) holds of the figure as printed; whoever judges, judges the exact one.
    """
    places = range(least, MOST_PLACES)
    return next((one for one in places if stays_true(one)), MOST_PLACES)


def told(figure: T, places: int | None) -> T | Fraction:
    """The figure that people are told: a fraction without an end within four places is rounded."""
    if isinstance(figure, Fraction) and places is not None and 10**4 % figure.denominator:
        return Fraction(rounded(figure, places))
    return figure


def exactly(number: Number) -> str:
    """``70``, ``0.0015``, and ``2/3`` where a decimal has no end."""
    if number.denominator == 1:
        return str(number.numerator)
    decimal = Decimal(number.numerator) / Decimal(number.denominator)
    # of a share str() tells how it was written
    endless = f"{number.numerator}/{number.denominator}"
    return f"{decimal.normalize():f}" if Fraction(decimal) == number else endless


def bracketed(number: Number) -> str:
    """Exactly, in brackets where it is more than digits, so that it may stand anywhere."""
    told = exactly(number)
    return told if told.replace(".", "").isdecimal() else f"({told})"


def significant(number: Number, digits: int = 9) -> str:
    """``number`` as a plain decimal string with ``digits`` significant digits (JSON ``value``)."""
    exact = Fraction(number)
    if not exact:
        return f"{0:.{digits - 1}f}"
    wide = Context(prec=digits + 25, rounding=ROUND_DOWN).divide(
        Decimal(exact.numerator), Decimal(exact.denominator)
    )
    return f"{rounded(exact, max(digits - 1 - wide.adjusted(), 0)):f}"


def percent(share: Number, places: int = 2) -> str:
    """A share as printed for people, ``94.96%``; never used to judge (R8)."""
    return f"{rounded(Fraction(share) * 100, places):f}%"


def plain(value: Value) -> str:
    """``value`` as a clerk would write it: ``12``, ``3.5``, ``2026-03-05``, ``是``, ``未填``."""
    if type(value) is int:  # nearly all of a city's two million
        return _written(value)
    match value:
        case datetime():
            return value.strftime("%Y-%m-%d %H:%M")
        case date():
            return value.isoformat()
        case Fraction():
            return _shortest(value)
        case _:
            return str(value)


#: the same few figures come again and again: one text for all
_written = lru_cache(maxsize=4096)(str)


def _shortest(number: Fraction) -> str:
    shown = exactly(number)
    return exactly(Fraction(rounded(number, 4))) if "/" in shown else shown
