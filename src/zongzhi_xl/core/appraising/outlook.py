"""预警: whose figures are near a limit or on pace beyond it, and how firm the order of ranks is.

Notices for the officer, never judged. What one more case would cost is told of rules that charge
for each step by which an indicator misses its limit; what other rules would charge is not told.
"""

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from itertools import pairwise

from zongzhi_xl.core.appraising.bounds import Bound
from zongzhi_xl.core.appraising.deductions.beyond import cost_of, indicator_of
from zongzhi_xl.core.appraising.indicators import Limited
from zongzhi_xl.core.appraising.scorecard import Appraisal, IndicatorResult, UnitAppraisal
from zongzhi_xl.core.appraising.scored_periods import weight_from
from zongzhi_xl.core.edition.deductions import Deduction
from zongzhi_xl.core.edition.statement import Edition
from zongzhi_xl.core.language.values import BLANK, Value, in_shares, rounded
from zongzhi_xl.record import Record

#: from this share of a limit on a figure is near it, as on the office's own form
_NEAR = Fraction(9, 10)


class OneMore(Record):
    """An indicator under a ceiling, and what one more case would make of it.

    ``after`` is the figure then, ``cost`` the points that it would cost more.
    """

    unit: str
    result: IndicatorResult
    bound: Bound
    value: Fraction
    after: Fraction
    cost: Decimal
    so_far: Fraction | None

    @property
    def too_fast(self) -> bool:
        """Whether it is beyond its limit by the end of the year if it goes on like this."""
        return self.so_far is not None and self.value > self.so_far

    @property
    def is_last(self) -> bool:
        """Whether cases have occurred, and the next one breaks the limit."""
        return bool(self.result.met and self.result.numerator and self.result.headroom == 0)

    @property
    def near(self) -> bool:
        """Whether the figure has come near its limit, or one more case breaks it."""
        return self.is_last or self.value >= self.bound.number * _NEAR > 0

    @property
    def alarms(self) -> bool:
        """Whether the officer is warned: the limit holds, and may not for long."""
        return bool(self.result.met) and (self.near or self.too_fast)

    @property
    def why(self) -> str:
        """Why the officer is warned."""
        told = (
            ("再多一件就超过限额" if self.is_last else "已到限额的九成以上") if self.near else "",
            "照现在的速度，到年底会超过限额" if self.too_fast else "",
        )
        return "；".join(filter(None, told))

    @property
    def cost_words(self) -> str:
        """The points that one more case would cost; empty where no rule says so."""
        return f"{self.cost:f}" if self.cost else ""

    @property
    def after_words(self) -> str:
        """The figure with one more case, as printed."""
        return in_shares(self.after, self.result.unit, 2 if self.result.denominator else 0)


class Neighbours(Record):
    """Two offices next to each other in rank; ``cost`` is that of one more case of the better.

    ``by`` is the indicator of which it is dearest.
    """

    better: UnitAppraisal
    next: UnitAppraisal
    cost: Decimal
    by: str

    @property
    def distance(self) -> Decimal:
        """The points between them."""
        return self.better.score - self.next.score

    @property
    def may_turn(self) -> bool:
        """Whether one more case of the better one would bring it level or behind."""
        return 0 < self.cost >= self.distance

    def is_firm(self, waiting: int) -> bool:
        """Whether nothing is in sight that turns them; ``waiting`` matters of theirs are open."""
        return not (self.may_turn or waiting or not self.distance)

    def firmness(self, waiting: int) -> str:
        """What may turn them, in words."""
        told = (
            "同分" if not self.distance else "",
            "前者再多一件就会持平或落后" if self.distance and self.may_turn else "",
            "未决的事定下来可能改变" if waiting else "",
        )
        return "；".join(filter(None, told)) or "再多一件也不变"


class Outlook(Record):
    """What may come of the result as it stands."""

    appraisal: Appraisal
    edition: Edition

    @cached_property
    def warnings(self) -> tuple[OneMore, ...]:
        """Whom to warn of what, in the register's order."""
        return tuple(
            one for unit in self.appraisal.units for one in self._of[unit.unit] if one.alarms
        )

    @property
    def missed(self) -> int:
        """How many limits are broken already: they are no warnings any more."""
        return sum(one.met is False for unit in self.appraisal.units for one in unit.indicators)

    @cached_property
    def neighbours(self) -> tuple[Neighbours, ...]:
        """Every two offices next to each other in rank, the best first."""
        ranked = [unit for unit in self.appraisal.ranked if unit.rank]
        return tuple(self._pair(*pair) for pair in pairwise(ranked))

    def _pair(self, better: UnitAppraisal, worse: UnitAppraisal) -> Neighbours:
        dearest = self.dearest(better.unit)
        if dearest is None:
            return Neighbours(better, worse, Decimal("0.00"), "")
        return Neighbours(better, worse, dearest.cost, dearest.result.name)

    def dearest(self, unit: str) -> OneMore | None:
        """The indicator of which one more case would cost that unit most; None where none costs."""
        most = max(self._of[unit], key=lambda one: one.cost, default=None)
        return most if most and most.cost else None

    @cached_property
    def _of(self) -> dict[str, tuple[OneMore, ...]]:
        return {unit.unit: tuple(self._each(unit)) for unit in self.appraisal.units}

    def _each(self, unit: UnitAppraisal) -> Iterator[OneMore]:
        for result in unit.indicators:
            bound, now = result.limit, self._limited(result)
            if bound is None or now is None or not bound.is_ceiling:
                continue
            value, after = now.value, now.worse.value
            if value is not None and after is not None:
                before, then = (self._cost(unit, result.name, one, bound) for one in (value, after))
                cost = then - before
                so_far = bound.so_far(result.unit, self.appraisal.through)
                yield OneMore(unit.unit, result, bound, value, after, cost, so_far)

    def _limited(self, result: IndicatorResult) -> Limited | None:
        if result.met is None or result.numerator is None or result.limit is None:
            return None
        one = self.edition.indicators[result.name]
        return Limited(one.measure, result.numerator, result.denominator, one.scale, result.limit)

    def _cost(self, unit: UnitAppraisal, indicator: str, value: Fraction, bound: Bound) -> Decimal:
        """What that figure costs the unit as it stands, each rule rounded after its cap.

        Of a rule that is charged in parts of the year those that are not over.
        """

        def figure(name: str) -> Value:
            return self.appraisal.figures.get((unit.unit, name), BLANK)

        rules = [rule.for_group(unit.group) for rule in self._prices.get(indicator, ())]
        priced = ((rule, cost_of(rule, value, bound)) for rule in rules)
        under = ((rule, rule.under_circumstances(cost, figure)) for rule, cost in priced)
        through = self.appraisal.through
        costs = (
            min(cost, rule.most) * weight_from(through, rule, self.edition) for rule, cost in under
        )
        return sum(map(rounded, costs), Decimal("0.00"))

    @cached_property
    def _prices(self) -> dict[str, list[Deduction]]:
        """By indicator the rules that go by how far it is beyond its limit."""
        found: dict[str, list[Deduction]] = {}
        for clause in self.edition.clauses:
            for rule in clause.deductions:
                found.setdefault(indicator_of(rule), []).append(rule)
        return found
