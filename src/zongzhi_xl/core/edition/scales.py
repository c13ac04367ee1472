"""The scales of a rule (计法), one record each; a rule has one of those in :class:`Priced`.

A new one is its record here and its field there, in words in ``fields.yaml``.
"""

from collections.abc import Callable, Mapping
from fractions import Fraction
from functools import cached_property
from itertools import pairwise
from typing import Self

from zongzhi_xl.core.edition.scale import Amount, Scale, comes_to, in_unit
from zongzhi_xl.core.edition.steps import Per
from zongzhi_xl.core.language import printing
from zongzhi_xl.core.language.expressions import Arithmetic, Literal, Node
from zongzhi_xl.core.language.printing import is_share
from zongzhi_xl.core.language.values import WrittenShare, bracketed, exactly, plain
from zongzhi_xl.errors import RecordError
from zongzhi_xl.record import Record, field, names_of, replace


class Band(Record):
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
            return f"为{in_unit(self.at_least, unit)}"
        ends = (
            ("超{}", self.over), ("{}以上", self.at_least), ("不到{}", self.under),
            ("{}以下", self.at_most),
        )  # fmt: skip
        return "、".join(words.format(in_unit(end, unit)) for words, end in ends if end is not None)


class Bands(Scale):
    """分档: an amount costs what the dearest band costs that it lies in, else nothing."""

    kind = "bands"
    bands: tuple[Band, ...]

    def points(self, amount: Amount, *, missed: bool = False) -> Fraction:
        """The dearest band."""
        band = self._of(amount)
        return band.points if band else Fraction(0)

    def _of(self, amount: Amount) -> Band | None:
        held = (
            [] if isinstance(amount, str) else [b for b in self.bands if b.holds(Fraction(amount))]
        )
        return max(held, key=lambda band: band.points, default=None)

    @property
    def worst(self) -> Fraction:
        """The dearest of all."""
        return max(band.points for band in self.bands)

    @property
    def edges(self) -> tuple[Fraction, ...]:
        """Every end."""
        ends = (end for band in self.bands for end in (band.lower, band.upper) if end is not None)
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

    @property
    def turns(self) -> bool:
        """Whether it falls in one place and rises in another."""
        edges = self.edges
        between = ((one + other) / 2 for one, other in pairwise(edges))
        tried = sorted({*edges, *between, edges[0] - 1, edges[-1] + 1})
        points = [self.points(amount) for amount in tried]
        return len({one < other for one, other in pairwise(points) if one != other}) > 1

    def of(self, quantity: Node, verb: str = "扣", unit: str = "") -> str:
        """``迟报小时，超12扣 1，超24扣 2，只取高档``."""
        return f"{printing.printed(quantity)}，{self._listed(unit, f'{verb} ')}"

    def _listed(self, unit: str, verb: str, after: str = "") -> str:
        told = (f"{one.words(unit)}{verb}{plain(one.points)}{after}" for one in self.bands)
        return f"{'，'.join(told)}{'，只取高档' if self._overlap else ''}"

    @property
    def _overlap(self) -> bool:
        """Whether an amount may lie in several bands."""
        edges = self.edges
        about = (*edges, edges[0] - 1, edges[-1] + 1, *((a + b) / 2 for a, b in pairwise(edges)))
        return any(sum(band.holds(amount) for band in self.bands) > 1 for amount in about)

    def working(self, figures: str, amount: Amount, unit: str, verb: str = "扣") -> str:
        """``…，超24小时，扣 2``; of a quotient or a difference with what it comes to."""
        band, told = self._of(amount), ""
        where = f"{band.words(unit)}，" if band else ""
        if is_share(unit) and not isinstance(amount, str):
            told = f" {comes_to(amount, unit, lambda told: self._of(told) == band, unit)}"
        return f"{figures}{told}，{where}{verb} {plain(self.points(amount))}"

    def sentence(self, unit: str, verb: str = "扣", *, once: bool = False) -> str:
        """``超12小时扣1分，超24小时扣2分，只取高档``."""
        return self._listed(unit, verb, "分")


class Share(Scale):
    """按率: so many ``marks`` times a rate, which counts between none and all."""

    kind = "share"
    marks: Fraction

    def points(self, amount: Amount, *, missed: bool = False) -> Fraction:
        """The marks times the rate."""
        return self.marks * self._rate(amount)

    def _rate(self, amount: Amount) -> Fraction:
        rate = Fraction(0) if isinstance(amount, str) else Fraction(amount)
        return min(max(rate, Fraction(0)), Fraction(1))

    def arithmetic(self, amount: Amount, *, missed: bool = False) -> str | None:
        """``5 * min(max((49/50), 0), 1)``."""
        if isinstance(amount, str):
            return None
        return f"{bracketed(self.marks)} * min(max({bracketed(Fraction(amount))}, 0), 1)"

    @property
    def worst(self) -> Fraction:
        """All marks."""
        return self.marks

    @property
    def edges(self) -> tuple[Fraction, ...]:
        """All of it."""
        return (Fraction(1),)

    def of(self, quantity: Node, verb: str = "扣", unit: str = "") -> str:
        """``及时受理数 ÷ 应受理数 × 5``."""
        return printing.printed(Arithmetic("*", quantity, Literal(self.marks)))

    def working(self, figures: str, amount: Amount, unit: str, verb: str = "扣") -> str:
        """``49 ÷ 50 = 98%，5 × 98% = 4.9``; ``6 ÷ 5 = 120%，按 100% 计，5 × 100% = 5``."""
        told = Fraction(0) if isinstance(amount, str) else Fraction(amount)
        rate, shown = self._rate(amount), in_unit(self._rate(amount), "%")
        sign = "=" if in_unit(told, "%") == f"{exactly(told * 100)}%" else "≈"
        counted = "" if rate == told else f"，按 {shown} 计"
        by = "=" if counted else sign
        product = f"{plain(self.marks)} × {shown} {by} {plain(self.points(amount))}"
        return f"{figures} {sign} {in_unit(told, '%')}{counted}，{product}"

    def sentence(self, unit: str, verb: str = "扣", *, once: bool = False) -> str:
        """``得5分×率``."""
        return f"{verb}{plain(self.marks)}分×率"


class ByHand(Scale):
    """酌情: the mark itself, that the district gave between ``least`` and ``most``, with a reason.

    ``reason`` names the item of 部门提供数 in which the reason stands. A mark outside, or without
    its reason, is no mark.
    """

    kind = "by_hand"
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

    def of(self, quantity: Node, verb: str = "扣", unit: str = "") -> str:
        """``专项打击评分（酌情 2 至 5，写明理由）``."""
        ends = f"{plain(self.least)} 至 {plain(self.most)}"
        return f"{printing.printed(quantity)}（酌情 {ends}，写明理由）"

    def working(self, figures: str, amount: Amount, unit: str, verb: str = "扣") -> str:
        """``评定 3，扣 3``."""
        return f"评定 {figures}，{verb} {plain(self.points(amount))}"

    def sentence(self, unit: str, verb: str = "扣", *, once: bool = False) -> str:
        """``酌情扣2至5分，写明理由``."""
        return f"酌情{verb}{plain(self.least)}至{plain(self.most)}分，写明理由"


class Earned(Scale):
    """得分: what ``scale`` gives is earned of so many ``marks``, and what is not earned is lost."""

    kind = "earned"
    scale: Scale
    marks: Fraction

    def arithmetic(self, amount: Amount, *, missed: bool = False) -> str | None:
        """``1 - min(1 * 0.5, 1)``."""
        if isinstance(amount, str):
            return None
        told = self.scale.arithmetic(amount) or bracketed(self.scale.points(amount))
        return f"{bracketed(self.marks)} - min({told}, {bracketed(self.marks)})"

    def for_group(self, group: str) -> Self:
        """By the scale as it is for that group."""
        return replace(self, scale=self.scale.for_group(group))

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

    @property
    def turns(self) -> bool:
        """As what is earned does."""
        return self.scale.turns

    def of(self, quantity: Node, verb: str = "扣", unit: str = "") -> str:
        """``满分 5 − 及时受理数 ÷ 应受理数 × 5``."""
        return f"{self.scale.of(quantity, '得', unit)}；满分 {plain(self.marks)}，少得的扣"

    def working(self, figures: str, amount: Amount, unit: str, verb: str = "扣") -> str:
        """``…，5 × 98% = 4.9；满分 5，得 4.9，扣 0.1``."""
        got, lost = plain(self._earned(amount)), plain(self.points(amount))
        told = self.scale.working(figures, amount, unit, "得")
        return f"{told}；满分 {plain(self.marks)}，得 {got}，扣 {lost}"

    def sentence(self, unit: str, verb: str = "扣", *, once: bool = False) -> str:
        """``1以上得1分，满分1分，少得的扣``."""
        return f"{self.scale.sentence(unit, '得', once=once)}，满分{plain(self.marks)}分，少得的扣"


class Table(Scale):
    """对照: the points of each word."""

    kind = "table"
    table: Mapping[str, Fraction]

    def points(self, amount: Amount, *, missed: bool = False) -> Fraction:
        """Those of the word; nothing for another."""
        return self.table.get(str(amount), Fraction(0))

    @property
    def worst(self) -> Fraction:
        """The dearest."""
        return max(self.table.values())

    def of(self, quantity: Node, verb: str = "扣", unit: str = "") -> str:
        """``报送情况：月报迟报扣 0.1，月报缺报扣 0.5``."""
        told = (f"{word}{verb} {plain(points)}" for word, points in self.table.items())
        return f"{printing.printed(quantity)}：{'，'.join(told)}"

    def working(self, figures: str, amount: Amount, unit: str, verb: str = "扣") -> str:
        """``…，扣 0.1``."""
        return f"{figures}，{verb} {plain(self.points(amount))}"

    def sentence(self, unit: str, verb: str = "扣", *, once: bool = False) -> str:
        """``月报迟报扣0.1分，月报缺报扣0.5分``."""
        return "，".join(f"{word}{verb}{plain(points)}分" for word, points in self.table.items())


class Priced(Record, kw_only=True):
    """The scales that a rule may have, of which it has one."""

    per: Per | None = None
    bands: tuple[Band, ...] = ()
    table: dict[str, Fraction] = field(default_factory=dict)
    share: Fraction | None = None
    by_hand: ByHand | None = None

    def __post_init__(self) -> None:
        if sum(bool(getattr(self, one)) for one in names_of(Priced)) != 1:
            names = "per（按步）、bands（分档）、table（对照）、share（按率）、by_hand（酌情）"
            raise RecordError("", f"{names}应写且只写一个")

    @property
    def sign(self) -> str:
        """The sign with which its step or ends are written as shares; empty where they are not."""
        told = (self.per.step,) if self.per else Bands(self.bands).edges
        written = (one.sign for one in told if isinstance(one, WrittenShare))
        return next(("%" if sign == "百分之" else sign for sign in written), "")

    @cached_property
    def own_scale(self) -> Scale:
        """The one that is written."""
        made: Mapping[str, Callable[..., Scale]] = {"bands": Bands, "table": Table, "share": Share}
        (name,) = (one for one in names_of(Priced) if getattr(self, one))
        told = getattr(self, name)
        return made[name](told) if name in made else told
