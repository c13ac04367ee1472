"""What a scale (计法) is: how a quantity becomes points, exact and before any cap.

A scale knows nothing of where its amount comes from. It prices an amount, says the most that it can
come to, where its price changes (what a trial has to look at), what of it nobody can mean, and puts
itself and the working of a price into words and into arithmetic.
"""

from abc import abstractmethod
from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import ClassVar, Self, TypeAlias

from zongzhi_xl.core.language.expressions import Node
from zongzhi_xl.core.language.values import (
    SHARES,
    beside,
    exactly,
    places_to_print,
    plain,
    rounded,
)
from zongzhi_xl.record import Abstract, Record, fields_of

#: what is priced: a number, a condition that holds or not (once or never), a word
Amount: TypeAlias = int | Fraction | bool | str


class Scale(Record, metaclass=Abstract):
    """What every scale can say; where it says nothing of its own, that there is nothing to say."""

    #: what it is called in rules and in the ledger
    kind: ClassVar[str]

    @abstractmethod
    def points(self, amount: Amount, *, missed: bool = False) -> Fraction:
        """What the amount costs; ``missed``: also where it is nought, which a strict limit is."""

    @abstractmethod
    def of(self, quantity: Node, verb: str = "扣", unit: str = "") -> str:
        """The rule in a formula: ``(甲 − 乙) × 0.2``; 扣 or 加 it, ends in ``unit``."""

    @abstractmethod
    def working(self, figures: str, amount: Amount, unit: str, verb: str = "扣") -> str:
        """From the amount in figures to its points, to be followed by hand."""

    @abstractmethod
    def sentence(self, unit: str, verb: str = "扣", *, once: bool = False) -> str:
        """The rule as an officer reads it, after its quantity; ``once``: that is a condition."""

    def arithmetic(self, amount: Amount, *, missed: bool = False) -> str | None:
        """The price in numbers, signs, min, max, ceil and floor; None where it is looked up."""
        return None

    @property
    def parameters(self) -> Mapping[str, object]:
        """Its numbers by name, for other programs; a text names an item, and is none of them."""
        return {name: one for name, one in fields_of(self).items() if not isinstance(one, str)}

    def for_group(self, group: str) -> Self:
        """As it is for an office of that group."""
        return self

    @property
    def worst(self) -> Fraction | None:
        """The most that any amount costs; None where there is no end."""
        return None

    @property
    def edges(self) -> tuple[Fraction, ...]:
        """The amounts at which the price changes, as far as they can be told."""
        return ()

    @property
    def rises(self) -> bool:
        """Whether more costs more."""
        return True

    @property
    def turns(self) -> bool:
        """Whether it costs on both sides of an aim, so that neither more nor less is the worse."""
        return False


def comes_to(
    exact: int | Fraction,
    unit: str,
    counts_the_same: Callable[[Fraction], bool],
    share: str = "个百分点",
) -> str:
    """``= 3``, ``≈ 4.29个百分点``: as many places as it takes to count the same."""
    scale, measure = SHARES.get(unit, 1), share if unit == "%" else unit

    def enough(places: int) -> bool:
        return counts_the_same(Fraction(rounded(exact * scale, places)) / scale)

    shown = rounded(exact * scale, places_to_print(enough))
    words = f"{shown:f}" if unit else exactly(Fraction(shown))
    return f"{'=' if Fraction(shown) == exact * scale else '≈'} {beside(words, measure)}"


def in_unit(number: Fraction, unit: str) -> str:
    """``12小时``, ``85%``."""
    return beside(plain(number * SHARES.get(unit, 1)), unit)
