"""按步: so many points for each step; a price for all groups, or one for each."""

from collections.abc import Mapping
from enum import StrEnum
from fractions import Fraction
from typing import Self, TypeAlias

from zongzhi_xl.core.edition.scale import Amount, Scale, comes_to
from zongzhi_xl.core.language import printing
from zongzhi_xl.core.language.expressions import Arithmetic, Comparison, Literal, Logic, Node
from zongzhi_xl.core.language.printing import amount as amount_words
from zongzhi_xl.core.language.values import SHARES, bracketed, plain, rounded
from zongzhi_xl.errors import RecordError
from zongzhi_xl.record import replace

#: a number of a rule: one for all, or one for each group
NumberByGroup: TypeAlias = Fraction | dict[str, Fraction]


class PartStep(StrEnum):
    """What less than a whole step costs (R36)."""

    WHOLE = "whole"  # as a whole step: checkable by hand
    PROPORTIONAL = "proportional"
    DROPPED = "dropped"


class Per(Scale):
    """按步: ``price`` for each ``step``, in all at most ``most``; once where a condition holds.

    A ``part`` of a step of which nothing is said costs as a whole one. A ``price`` may be one for
    each group; then :meth:`for_group` is asked before anything is priced.
    """

    kind = "per"
    price: NumberByGroup
    step: Fraction = Fraction(1)
    part: PartStep | None = None
    most: Fraction | None = None

    def __post_init__(self) -> None:
        if self.step <= 0:
            raise RecordError("step", "步长应大于0")

    @property
    def each(self) -> Fraction:
        """The price of one step; of groups that differ the dearest."""
        return max(self.price.values()) if isinstance(self.price, dict) else self.price

    def for_group(self, group: str) -> Self:
        """At the price of that group."""
        price = self.price
        return replace(self, price=price[group]) if isinstance(price, dict) else self

    def points(self, amount: Amount, *, missed: bool = False) -> Fraction:
        """The steps begun, each at its price; a part of one as ``part`` says."""
        if isinstance(amount, str) or not (amount > 0 or missed):
            return Fraction(0)
        cost = self._steps(Fraction(amount)) * self.each
        return cost if self.most is None else min(cost, self.most)

    def _steps(self, amount: Fraction) -> Fraction:
        steps = amount / self.step
        match self.part:
            case PartStep.DROPPED:
                return Fraction(steps.__floor__())
            case PartStep.PROPORTIONAL:
                return steps
        # a strict limit is missed by nothing at the limit itself: that is one step
        return Fraction(max(steps.__ceil__(), 1))

    def arithmetic(self, amount: Amount, *, missed: bool = False) -> str | None:
        """``ceil(6 / 5) * 0.5``."""
        if isinstance(amount, str):
            return None
        cost = f"{self._steps_told(Fraction(amount), missed=missed)} * {bracketed(self.each)}"
        return cost if self.most is None else f"min({cost}, {bracketed(self.most)})"

    def _steps_told(self, amount: Fraction, *, missed: bool) -> str:
        off = bracketed(amount)
        steps = off if self.step == 1 else f"{off} / {bracketed(self.step)}"
        match self.part or PartStep.WHOLE:
            case _ if not (amount > 0 or missed):
                return "0"
            case PartStep.WHOLE if amount <= 0:  # a strict limit missed by nothing is one step
                return "1"
            case PartStep.WHOLE if amount % self.step:
                return f"ceil({steps})"
            case PartStep.DROPPED:
                return f"floor({steps})"
        return steps

    @property
    def parameters(self) -> Mapping[str, object]:
        """With what a part of a step costs where nothing is said."""
        return {**super().parameters, "part": (self.part or PartStep.WHOLE).value}

    @property
    def worst(self) -> Fraction | None:
        """``most``."""
        return self.most

    @property
    def edges(self) -> tuple[Fraction, ...]:
        """One step."""
        return (self.step,)

    def of(self, quantity: Node, verb: str = "扣", unit: str = "") -> str:
        """``(甲 − 乙) × 0.2``, ``甲 ÷ 5 × 0.2``, ``甲 = 是，扣 0.2``."""
        if isinstance(quantity, Comparison | Logic):
            return f"{printing.printed(quantity)}，{verb} {plain(self.each)}"
        steps = quantity if self.step == 1 else Arithmetic("/", quantity, Literal(self.step))
        whole = printing.printed(Arithmetic("*", steps, Literal(self.each)))
        return whole if self.most is None else f"{whole}，最多 {plain(self.most)}"

    def working(self, figures: str, amount: Amount, unit: str, verb: str = "扣") -> str:
        """``20 − 17 = 3，3 × 0.2 = 0.6``; with what is counted of a part of a step."""
        if isinstance(amount, bool | str):
            return f"{figures}，{verb} {plain(self.points(amount))}"
        off = Fraction(amount)
        said = self._said(off, unit)
        same = not unit and said == f"= {figures}"
        cut = "" if self.most is None else f"，最多 {plain(self.most)}"
        return f"{'' if same else f'{figures} {said}，'}{self._counted(off, unit, verb)}{cut}"

    def _said(self, off: Fraction, unit: str) -> str:
        """``= 0.50起/万人``, ``≈ 4.29个百分点``: enough places to count the same steps by hand."""

        def counts_the_same(told: Fraction) -> bool:
            if self.part == PartStep.PROPORTIONAL:
                price = self.each / self.step
                return rounded(told * price) == rounded(off * price)
            return self._steps(told) == self._steps(off) and bool(told) == bool(off)

        return comes_to(off, unit, counts_the_same)

    def _counted(self, off: Fraction, unit: str, verb: str) -> str:
        """What is deducted for, and the product: ``不足…按…计，按5个百分点扣，5 × 0.1``."""
        steps, scale = self._steps(off), SHARES.get(unit, 1)
        counted, step = steps * self.step, plain(self.step * scale)
        words = ""
        if counted != off:
            words = f"{self._part_words(unit)}，按{amount_words(counted, unit)}{verb}，"
        by = "" if step == "1" else f"÷ {step} "
        by += f"× {plain(self.each)}"
        _, product = printing.times(counted * scale, by, self.each / (self.step * scale))
        return f"{words}{product}"

    def _part_words(self, unit: str) -> str:
        step = amount_words(self.step, unit)
        if self.part == PartStep.DROPPED:
            return f"不足{step}的不计"
        return f"不足{step}的按{f'{plain(self.step * 100)}个' if unit == '%' else step}计"

    def sentence(self, unit: str, verb: str = "扣", *, once: bool = False) -> str:
        """``每1起/万人扣0.2分``; ``扣0.2分`` where it costs once."""
        if once and not isinstance(self.price, dict):
            return f"{verb}{plain(self.points(True))}分"
        cut = "" if self.most is None else f"，最多{verb}{plain(self.most)}分"
        step = amount_words(self.step, unit)
        return f"{'' if once else f'每{step}'}{self.price_words(verb)}{self._less(step)}{cut}"

    def price_words(self, verb: str) -> str:
        """``扣0.2分``, ``一类扣0.2分、二类扣0.3分``."""
        if not isinstance(self.price, dict):
            return f"{verb}{plain(self.price)}分"
        return "、".join(f"{group}{verb}{plain(one)}分" for group, one in self.price.items())

    def _less(self, step: str) -> str:
        """What a part of a step costs, as far as the rule says it."""
        words = {
            PartStep.WHOLE: f"，不足{step}的按{step}计",
            PartStep.PROPORTIONAL: f"，不足{step}的按比例",
            PartStep.DROPPED: f"，不足{step}的不计",
        }
        return words[self.part] if self.part else ""
