"""Scales (计法): how a quantity becomes points, exact and before any cap; one record each.

A scale knows nothing of where its amount comes from. It prices an amount, says the most that it can
come to, where its price changes (what a trial has to look at), what of it nobody can mean, and puts
itself and the working of a price into words.
"""

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from itertools import pairwise
from typing import TypeAlias

from zongzhi_xl.core.language import printing
from zongzhi_xl.core.language.expressions import Arithmetic, Comparison, Literal, Logic, Node
from zongzhi_xl.core.language.printing import amount as amount_words
from zongzhi_xl.core.language.printing import is_share
from zongzhi_xl.core.language.values import exactly, places_to_print, plain, rounded
from zongzhi_xl.errors import RecordError

#: what is priced: a number, a condition that holds or not (once or never), a word
Amount: TypeAlias = int | Fraction | bool | str


class Scale(ABC):
    """What every scale can say; where it says nothing of its own, that there is nothing to say."""

    @abstractmethod
    def points(self, amount: Amount, *, missed: bool = False) -> Fraction:
        """What the amount costs; ``missed``: also where it is nought, which a strict limit is."""

    @abstractmethod
    def of(self, quantity: Node, verb: str = "扣") -> str:
        """The rule in a formula: ``(甲 − 乙) × 0.2``; ``verb`` is 扣 or 加."""

    @abstractmethod
    def working(self, figures: str, amount: Amount, unit: str, verb: str = "扣") -> str:
        """From the amount in figures to its points, to be followed by hand."""

    @abstractmethod
    def sentence(self, unit: str, verb: str = "扣", *, once: bool = False) -> str:
        """The rule as an officer reads it, after its quantity; ``once``: that is a condition."""

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


class Part(StrEnum):
    """What a part of a step costs (R36)."""

    WHOLE = "whole"  # as a whole step: checkable by hand
    PROPORTIONAL = "proportional"
    DROPPED = "dropped"


@dataclass(frozen=True)
class Per(Scale):
    """按步: ``price`` for each ``step``, in all at most ``most``; once where a condition holds.

    A ``part`` of a step of which nothing is said costs as a whole one.
    """

    price: Fraction
    step: Fraction = Fraction(1)
    part: Part | None = None
    most: Fraction | None = None

    def __post_init__(self) -> None:
        if self.step <= 0:
            raise RecordError("step", "步长应大于0")

    def points(self, amount: Amount, *, missed: bool = False) -> Fraction:
        """The steps begun, each at its price; a part of one as ``part`` says."""
        if isinstance(amount, str) or not (amount > 0 or missed):
            return Fraction(0)
        cost = self._steps(Fraction(amount)) * self.price
        return cost if self.most is None else min(cost, self.most)

    def _steps(self, amount: Fraction) -> Fraction:
        steps = amount / self.step
        match self.part:
            case Part.DROPPED:
                return Fraction(steps.__floor__())
            case Part.PROPORTIONAL:
                return steps
        # a strict limit is missed by nothing at the limit itself: that is one step
        return Fraction(max(steps.__ceil__(), 1))

    @property
    def worst(self) -> Fraction | None:
        """``most``."""
        return self.most

    @property
    def edges(self) -> tuple[Fraction, ...]:
        """One step."""
        return (self.step,)

    def of(self, quantity: Node, verb: str = "扣") -> str:
        """``(甲 − 乙) × 0.2``, ``甲 ÷ 5 × 0.2``, ``甲 = 是，扣 0.2``."""
        if isinstance(quantity, Comparison | Logic):
            return f"{printing.printed(quantity)}，{verb} {plain(self.price)}"
        steps = quantity if self.step == 1 else Arithmetic("/", quantity, Literal(self.step))
        whole = printing.printed(Arithmetic("*", steps, Literal(self.price)))
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
            if self.part == Part.PROPORTIONAL:
                price = self.price / self.step
                return rounded(told * price) == rounded(off * price)
            return self._steps(told) == self._steps(off) and bool(told) == bool(off)

        return _comes_to(off, unit, counts_the_same)

    def _counted(self, off: Fraction, unit: str, verb: str) -> str:
        """What is deducted for, and the product: ``不足…按…计，按5个百分点扣，5 × 0.1``."""
        steps, scale = self._steps(off), 100 if is_share(unit) else 1
        counted, step = steps * self.step, plain(self.step * scale)
        words = ""
        if counted != off:
            words = f"{self._part_words(unit)}，按{amount_words(counted, unit)}{verb}，"
        by = "" if step == "1" else f"÷ {step} "
        by += f"× {plain(self.price)}"
        _, product = printing.times(counted * scale, by, self.price / (self.step * scale))
        return f"{words}{product}"

    def _part_words(self, unit: str) -> str:
        step = amount_words(self.step, unit)
        if self.part == Part.DROPPED:
            return f"不足{step}的不计"
        return f"不足{step}的按{f'{plain(self.step * 100)}个' if is_share(unit) else step}计"

    def sentence(self, unit: str, verb: str = "扣", *, once: bool = False) -> str:
        """``每1起/万人扣0.2分``; ``扣0.2分`` where it costs once."""
        if once:
            return f"{verb}{plain(self.points(True))}分"
        cut = "" if self.most is None else f"，最多{verb}{plain(self.most)}分"
        step = amount_words(self.step, unit)
        return f"每{step}{verb}{plain(self.price)}分{self._less(step)}{cut}"

    def _less(self, step: str) -> str:
        """What a part of a step costs, as far as the rule says it."""
        words = {
            Part.WHOLE: f"，不足{step}的按{step}计",
            Part.PROPORTIONAL: f"，不足{step}的按比例",
            Part.DROPPED: f"，不足{step}的不计",
        }
        return words[self.part] if self.part else ""


def _comes_to(
    exact: int | Fraction,
    unit: str,
    counts_the_same: Callable[[Fraction], bool],
    share: str = "个百分点",
) -> str:
    """``= 3``, ``≈ 4.29个百分点``: as many places as it takes to count the same."""
    scale, measure = (100, share) if is_share(unit) else (1, unit)

    def enough(places: int) -> bool:
        return counts_the_same(Fraction(rounded(exact * scale, places)) / scale)

    shown = rounded(exact * scale, places_to_print(enough))
    words = f"{shown:f}" if unit else exactly(Fraction(shown))
    return f"{'=' if Fraction(shown) == exact * scale else '≈'} {words}{measure}"


@dataclass(frozen=True)
class Band:
    """``points`` for amounts between its ends: above ``over`` or ``at_least``, below the others."""

    points: Fraction
    over: Fraction | None = None
    at_least: Fraction | None = None
    under: Fraction | None = None
    at_most: Fraction | None = None

    def __post_init__(self) -> None:
        ends = (self.over, self.at_least), (self.under, self.at_most)
        if any(None not in pair for pair in ends) or all(pair == (None, None) for pair in ends):
            raise RecordError("", "下端写 over 或 at_least，上端写 under 或 at_most，至少一端")

    def holds(self, amount: Fraction) -> bool:
        """Whether the amount lies within."""
        return (
            (self.over is None or amount > self.over)
            and (self.at_least is None or amount >= self.at_least)
            and (self.under is None or amount < self.under)
            and (self.at_most is None or amount <= self.at_most)
        )

    @property
    def lower(self) -> Fraction | None:
        """Its lower end."""
        return self.at_least if self.over is None else self.over

    @property
    def upper(self) -> Fraction | None:
        """Its upper end."""
        return self.at_most if self.under is None else self.under

    def words(self, unit: str) -> str:
        """``超12小时``, ``60%以上、不到80%``, ``为1``."""
        if self.at_least is not None and self.at_least == self.at_most:
            return f"为{_shown(self.at_least, unit)}"
        ends = (
            ("超{}", self.over), ("{}以上", self.at_least), ("不到{}", self.under),
            ("{}以下", self.at_most),
        )  # fmt: skip
        return "、".join(words.format(_shown(end, unit)) for words, end in ends if end is not None)


def _shown(number: Fraction, unit: str) -> str:
    return f"{plain(number * 100)}%" if is_share(unit) else f"{plain(number)}{unit}"


@dataclass(frozen=True)
class Bands(Scale):
    """分档: an amount costs what the dearest band costs that it lies in, else nothing."""

    rows: tuple[Band, ...]

    def points(self, amount: Amount, *, missed: bool = False) -> Fraction:
        """The dearest band."""
        band = self._of(amount)
        return band.points if band else Fraction(0)

    def _of(self, amount: Amount) -> Band | None:
        held = (
            [] if isinstance(amount, str) else [b for b in self.rows if b.holds(Fraction(amount))]
        )
        return max(held, key=lambda band: band.points, default=None)

    @property
    def worst(self) -> Fraction:
        """The dearest of all."""
        return max(band.points for band in self.rows)

    @property
    def edges(self) -> tuple[Fraction, ...]:
        """Every end."""
        ends = (end for band in self.rows for end in (band.lower, band.upper) if end is not None)
        return tuple(sorted({*ends}))

    @property
    def rises(self) -> bool:
        """Whether the highest amounts are the dearest: of those in any band, else of all."""
        first, *_, last = tried = [self.edges[0] - 1, *self.edges, self.edges[-1] + 1]
        tried = [amount for amount in tried if self._of(amount)]
        for low, high in ((tried[0], tried[-1]), (first, last)) if tried else ():
            if self.points(low) != self.points(high):
                return self.points(low) < self.points(high)
        return True

    def of(self, quantity: Node, verb: str = "扣") -> str:
        """``迟报小时，超12扣 1，超24扣 2，只取高档``."""
        return f"{printing.printed(quantity)}，{self._listed('', f'{verb} ')}"

    def _listed(self, unit: str, verb: str, after: str = "") -> str:
        told = (f"{one.words(unit)}{verb}{plain(one.points)}{after}" for one in self.rows)
        return f"{'，'.join(told)}{'，只取高档' if self._overlap else ''}"

    @property
    def _overlap(self) -> bool:
        """Whether an amount may lie in several bands."""
        edges = self.edges
        about = (*edges, edges[0] - 1, edges[-1] + 1, *((a + b) / 2 for a, b in pairwise(edges)))
        return any(sum(band.holds(amount) for band in self.rows) > 1 for amount in about)

    def working(self, figures: str, amount: Amount, unit: str, verb: str = "扣") -> str:
        """``…，超24小时，扣 2``; of a quotient or a difference with what it comes to."""
        band, told = self._of(amount), ""
        where = f"{band.words(unit)}，" if band else ""
        if is_share(unit) and not isinstance(amount, str):
            told = f" {_comes_to(amount, unit, lambda told: self._of(told) == band, '%')}"
        return f"{figures}{told}，{where}{verb} {plain(self.points(amount))}"

    def sentence(self, unit: str, verb: str = "扣", *, once: bool = False) -> str:
        """``超12小时扣1分，超24小时扣2分，只取高档``."""
        return self._listed(unit, verb, "分")


@dataclass(frozen=True)
class Share(Scale):
    """按率: so many ``marks`` times a rate, which counts between none and all."""

    marks: Fraction

    def points(self, amount: Amount, *, missed: bool = False) -> Fraction:
        """The marks times the rate."""
        return self.marks * self._rate(amount)

    def _rate(self, amount: Amount) -> Fraction:
        rate = Fraction(0) if isinstance(amount, str) else Fraction(amount)
        return min(max(rate, Fraction(0)), Fraction(1))

    @property
    def worst(self) -> Fraction:
        """All marks."""
        return self.marks

    @property
    def edges(self) -> tuple[Fraction, ...]:
        """All of it."""
        return (Fraction(1),)

    def of(self, quantity: Node, verb: str = "扣") -> str:
        """``及时受理数 ÷ 应受理数 × 5``."""
        return printing.printed(Arithmetic("*", quantity, Literal(self.marks)))

    def working(self, figures: str, amount: Amount, unit: str, verb: str = "扣") -> str:
        """``49 ÷ 50 = 98%，5 × 98% = 4.9``; ``6 ÷ 5 = 120%，按 100% 计，5 × 100% = 5``."""
        told = Fraction(0) if isinstance(amount, str) else Fraction(amount)
        rate, shown = self._rate(amount), _shown(self._rate(amount), "%")
        sign = "=" if _shown(told, "%") == f"{exactly(told * 100)}%" else "≈"
        counted = "" if rate == told else f"，按 {shown} 计"
        by = "=" if counted else sign
        product = f"{plain(self.marks)} × {shown} {by} {plain(self.points(amount))}"
        return f"{figures} {sign} {_shown(told, '%')}{counted}，{product}"

    def sentence(self, unit: str, verb: str = "扣", *, once: bool = False) -> str:
        """``得5分×率``."""
        return f"{verb}{plain(self.marks)}分×率"


@dataclass(frozen=True)
class ByHand(Scale):
    """酌情: the mark itself, that the district gave between ``least`` and ``most``, with a reason.

    ``reason`` names the item of 部门提供数 in which the reason stands. A mark outside, or without
    its reason, is no mark.
    """

    least: Fraction
    most: Fraction
    reason: str

    def __post_init__(self) -> None:
        if not 0 <= self.least < self.most:
            raise RecordError("most", "least（最少）应不小于0，比 most（最多）小")

    def points(self, amount: Amount, *, missed: bool = False) -> Fraction:
        """The mark, within its ends."""
        mark = Fraction(0) if isinstance(amount, str) else Fraction(amount)
        return min(mark, self.most) if mark >= self.least else Fraction(0)

    @property
    def worst(self) -> Fraction:
        """``most``."""
        return self.most

    @property
    def edges(self) -> tuple[Fraction, ...]:
        """Both ends."""
        return (self.least, self.most)

    def of(self, quantity: Node, verb: str = "扣") -> str:
        """``专项打击评分（酌情 2 至 5，写明理由）``."""
        ends = f"{plain(self.least)} 至 {plain(self.most)}"
        return f"{printing.printed(quantity)}（酌情 {ends}，写明理由）"

    def working(self, figures: str, amount: Amount, unit: str, verb: str = "扣") -> str:
        """``区里评定 3，扣 3``."""
        return f"区里评定 {figures}，{verb} {plain(self.points(amount))}"

    def sentence(self, unit: str, verb: str = "扣", *, once: bool = False) -> str:
        """``酌情扣2至5分，写明理由``."""
        return f"酌情{verb}{plain(self.least)}至{plain(self.most)}分，写明理由"


@dataclass(frozen=True)
class Earned(Scale):
    """得分: what ``scale`` gives is earned of so many ``marks``, and what is not earned is lost."""

    scale: Scale
    marks: Fraction

    def _earned(self, amount: Amount) -> Fraction:
        return min(self.scale.points(amount), self.marks)

    def points(self, amount: Amount, *, missed: bool = False) -> Fraction:
        """What lacks of the marks."""
        return self.marks - self._earned(amount)

    @property
    def worst(self) -> Fraction:
        """All marks."""
        return self.marks

    @property
    def edges(self) -> tuple[Fraction, ...]:
        """Those of what is earned."""
        return self.scale.edges

    @property
    def rises(self) -> bool:
        """More is earned where less is lost."""
        return not self.scale.rises

    def of(self, quantity: Node, verb: str = "扣") -> str:
        """``满分 5 − 及时受理数 ÷ 应受理数 × 5``."""
        return f"{self.scale.of(quantity, '得')}；满分 {plain(self.marks)}，少得的扣"

    def working(self, figures: str, amount: Amount, unit: str, verb: str = "扣") -> str:
        """``…，5 × 98% = 4.9；满分 5，得 4.9，扣 0.1``."""
        got, lost = plain(self._earned(amount)), plain(self.points(amount))
        told = self.scale.working(figures, amount, unit, "得")
        return f"{told}；满分 {plain(self.marks)}，得 {got}，扣 {lost}"

    def sentence(self, unit: str, verb: str = "扣", *, once: bool = False) -> str:
        """``1以上得1分，满分1分，少得的扣``."""
        return f"{self.scale.sentence(unit, '得', once=once)}，满分{plain(self.marks)}分，少得的扣"


@dataclass(frozen=True)
class Table(Scale):
    """对照: the points of each word."""

    rows: Mapping[str, Fraction]

    def points(self, amount: Amount, *, missed: bool = False) -> Fraction:
        """Those of the word; nothing for another."""
        return self.rows.get(str(amount), Fraction(0))

    @property
    def worst(self) -> Fraction:
        """The dearest."""
        return max(self.rows.values())

    def of(self, quantity: Node, verb: str = "扣") -> str:
        """``报送情况：月报迟报扣 0.1，月报缺报扣 0.5``."""
        told = (f"{word}{verb} {plain(points)}" for word, points in self.rows.items())
        return f"{printing.printed(quantity)}：{'，'.join(told)}"

    def working(self, figures: str, amount: Amount, unit: str, verb: str = "扣") -> str:
        """``…，扣 0.1``."""
        return f"{figures}，{verb} {plain(self.points(amount))}"

    def sentence(self, unit: str, verb: str = "扣", *, once: bool = False) -> str:
        """``月报迟报扣0.1分，月报缺报扣0.5分``."""
        return "，".join(f"{word}{verb}{plain(points)}分" for word, points in self.rows.items())
