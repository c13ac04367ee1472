"""A deduction (扣分规则): a quantity (``of``) priced by one scale, at most so many points.

A quantity is a rule over the figures of the year, a function over more than one cell
(:data:`~zongzhi_xl.core.language.expressions.OVER_CELLS`), or a rule over each event or return.
"""

from collections.abc import Callable
from enum import StrEnum
from fractions import Fraction
from functools import cached_property

from zongzhi_xl.core.edition.scale import Scale
from zongzhi_xl.core.edition.scales import Earned, Priced
from zongzhi_xl.core.language import printing
from zongzhi_xl.core.language.evaluation import evaluate
from zongzhi_xl.core.language.expressions import OVER_CELLS, Call, Expression, Node, parse
from zongzhi_xl.core.language.values import Value, plain
from zongzhi_xl.errors import ExpressionError, RecordError
from zongzhi_xl.record import Record, field, force_setattr, replace

#: the verb of points that are earned
EARNED = "得"


class Direction(StrEnum):
    """What a rule does to the score."""

    DEDUCT = "扣分"
    ADD = "加分"  # a bonus, on top of the marks
    EARN = "得分"  # its marks are earned, and what is not earned of them is lost


class Zero(StrEnum):
    """What it means that something is to be divided by nought."""

    NOTHING = "满分"  # nothing to judge: nothing is lost
    PENDING = "待定"  # there must be some: nought is no figure
    NOUGHT = "按零"  # the quotient counts as nought


class Each(StrEnum):
    """Of what a quantity is taken one by one, each with a row of its own."""

    EVENT = "事项"
    RETURN = "报表"


class Without(Record):
    """What a figure that is not there means: so many points, or another figure in its place."""

    points: Fraction | None = None
    take: Expression | None = None

    def __post_init__(self) -> None:
        if (self.points is None) == (self.take is None):
            raise RecordError("", "points（扣几分）和 take（按什么算）应写且只写一个")

    def words(self, lack: str, verb: str) -> str:
        """``没有甲的按 日期(…) 计``, ``漏报扣 2``."""
        if self.take:
            return f"{lack}的按 {printing.in_names(self.take)} 计"
        return f"{lack}{verb} {plain(self.points or 0)}"


class Circumstance(Record):
    """情形: where it holds, a row costs so many ``times``, so much ``more``, or ``instead``."""

    where: Expression
    times: Fraction | None = None
    more: Fraction | None = None
    instead: Fraction | None = None

    def __post_init__(self) -> None:
        if [self.times, self.more, self.instead].count(None) != 2:
            raise RecordError("", "times（乘几）、more（再扣）、instead（改扣）应写且只写一个")

    def points(self, cost: Fraction) -> Fraction:
        """What ``cost`` becomes where it holds."""
        if self.instead is not None:
            return self.instead
        return cost + self.more if self.more is not None else cost * (self.times or 0)

    def words(self, verb: str) -> str:
        """``乘 0.5``, ``再扣 5``, ``改扣 5``, ``不扣``, ``得分乘 0.5``, ``不得分``."""
        of = "得分" if verb == EARNED else ""
        if self.instead is not None:
            return f"改{verb} {plain(self.instead)}" if self.instead else f"不{of or verb}"
        more = self.more is not None
        return f"再{verb} {plain(self.more or 0)}" if more else f"{of}乘 {plain(self.times or 0)}"


class Cap(Record):
    """合并封顶: the most that rules of one clause and one direction come to together."""

    name: str
    most: Fraction


def _divisor(written: str) -> str:
    """A divisor as it is printed, however the rule keeper wrote it."""
    try:
        return printing.printed(parse(written).root)
    except ExpressionError:
        return written


class Deduction(Priced, kw_only=True):
    """One part of a clause's points: what is deducted, and at most how much (分项封顶).

    ``of`` is priced by one scale. ``each``: of each event for which ``where`` holds, or of each
    return. ``rows``: events for which this holds are counted in ``of`` and have rows of their own,
    since an event costs once (R23). ``without``: by name, what a figure that is not there means;
    ``zero``: by divisor, what nought of it means. ``when``: circumstances, one after the other.
    ``applies``: a condition over the register under which it is asked at all. ``words``: its own
    wording, where the printed one would not do.

    ``direction``: what it does to the score. ``under``: the :class:`Cap` that it shares.
    ``once_by``: the column by which rows are one matter, which costs once where several rules
    charge it (R23); ``stacks``: it costs beside other rules all the same.
    """

    id: str
    of: Expression
    most: Fraction
    words: str | None = None
    each: Each | None = None
    where: Expression | None = None
    rows: Expression | None = None
    without: dict[str, Without] = field(default_factory=dict)
    zero: dict[str, Zero] = field(default_factory=dict)
    when: tuple[Circumstance, ...] = ()
    applies: Expression | None = None
    direction: Direction = Direction.DEDUCT
    under: str | None = None
    once_by: str | None = None
    stacks: bool = False

    def __post_init__(self) -> None:
        super().__post_init__()
        force_setattr(self, "zero", {_divisor(one): means for one, means in self.zero.items()})

    @property
    def adds(self) -> bool:
        """Whether it is a bonus: then what nobody can tell never counts."""
        return self.direction == Direction.ADD

    @property
    def verb(self) -> str:
        """``扣`` or ``加``: what it does to the score."""
        return "加" if self.adds else "扣"

    def case_words(self, one: Circumstance) -> str:
        """What a circumstance does, to the points that the rule speaks of."""
        return one.words(EARNED if self.direction == Direction.EARN else self.verb)

    @cached_property
    def scale(self) -> Scale:
        """How its quantity becomes points."""
        earned = self.direction == Direction.EARN
        return Earned(self.own_scale, self.most) if earned else self.own_scale

    def for_group(self, group: str) -> "Deduction":
        """As it is for an office of that group."""
        per = self.per and self.per.for_group(group)
        return self if per is self.per else replace(self, per=per)

    def under_circumstances(self, cost: Fraction, figure: Callable[[str], Value]) -> Fraction:
        """What ``cost`` becomes where circumstances are known to hold; nothing stays nothing."""
        for one in self.when if cost else ():
            cost = one.points(cost) if evaluate(one.where, figure) is True else cost
        return cost

    def of_loss(self, one: Circumstance) -> tuple[Circumstance, ...]:
        """A circumstance as it changes what is lost, also where the rule says what is earned."""
        if self.direction != Direction.EARN:
            return (one,)
        if one.instead is not None:
            return (replace(one, instead=self.most - one.instead),)
        if one.more is not None:
            return (replace(one, more=-one.more),)
        return (one, Circumstance(one.where, more=self.most * (1 - (one.times or 0))))

    @property
    def quantity(self) -> str:
        """What kind of quantity it is: the function over cells, ``each``, or "" for a rule."""
        match self.each, self.of.root:
            case None, Call(function, _) if function in OVER_CELLS:
                return function
        return self.each or ""

    @property
    def arguments(self) -> tuple[Node, ...]:
        """What a function over cells is of."""
        return self.of.root.arguments if isinstance(self.of.root, Call) else ()

    @cached_property
    def figures(self) -> tuple[str, ...]:
        """The names of the year's figures of which it is a rule; none of other quantities."""
        return () if self.quantity else self.of.names

    @cached_property
    def asked(self) -> tuple[str, ...]:
        """The names of the year's figures without which it cannot be decided."""
        cases = () if self.each else (name for one in self.when for name in one.where.names)
        return (*(name for name in self.figures if name not in self.without), *cases)

    @cached_property
    def worst(self) -> Fraction:
        """The most that one amount can cost, as far as the scale or ``without`` tells."""
        lacking = [one.points for one in self.without.values() if one.points is not None]
        holds = self.of.is_condition and self.direction != Direction.EARN
        priced = self.scale.points(True) if holds else self.scale.worst
        return max([self.most if priced is None else priced, *lacking])
