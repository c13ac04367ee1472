"""Bounds: a limit (限额) with its figures put in, kept as an exact number until it is printed.

A number without an end, such as 2/3, stays a ratio in print: 0.6667 would be another limit, and
the figure beside it would belie the verdict.
"""

from collections.abc import Callable
from fractions import Fraction

from zongzhi_xl.core.edition.statement import Limit
from zongzhi_xl.core.language.evaluation import compare, evaluate
from zongzhi_xl.core.language.printing import is_share, spelt
from zongzhi_xl.core.language.values import BLANK, SHARES, Value, beside, exactly
from zongzhi_xl.record import Record


class Bound(Record):
    """A limit as judged: its sign and its exact number (a share is 0…1)."""

    op: str
    number: Fraction

    def __str__(self) -> str:
        """``>= 0.95``, ``>= 2/3``."""
        return f"{self.op} {exactly(self.number)}"

    @property
    def sign(self) -> str:
        """The comparison as printed for people."""
        return spelt(self.op)

    @property
    def is_ceiling(self) -> bool:
        """True where more is worse."""
        return self.op in ("<", "<=")

    def holds(self, value: Fraction) -> bool:
        """Whether ``value`` keeps the limit."""
        return compare(value, self.op, self.number)

    def number_in(self, unit: str) -> str:
        """``70``, ``95%`` of a share, ``2/3``."""
        told = exactly(self.number * SHARES.get(unit, 1))
        return beside(told, unit if is_share(unit) else "") if "/" not in told else str(self.number)

    def so_far(self, unit: str, through: int) -> Fraction | None:
        """限额×月份÷12 of a rate per population; None of anything else, and from December on."""
        if not 0 < through < 12 or "/万" not in unit:
            return None
        return self.number * through / 12


def _unnamed(_: str) -> Value:
    return BLANK


def bound_of(limit: Limit, figure: Callable[[str], Value] = _unnamed) -> Bound | None:
    """``limit`` with its figures put in; None while one lacks (without ``figure``: all)."""
    number = evaluate(limit.bound, figure)
    if isinstance(number, bool) or not isinstance(number, int | Fraction):
        return None
    return Bound(limit.op, Fraction(number))
