"""Points of a ratio (百分点): so much for each step by which an indicator misses its limit."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from functools import partial

from zongzhi_xl.core.appraising.bounds import Bound, is_share
from zongzhi_xl.core.appraising.deductions.docket import Charge, Docket, lacking_words
from zongzhi_xl.core.appraising.indicators import bound_for, evidence_of
from zongzhi_xl.core.appraising.scorecard import Standing
from zongzhi_xl.core.edition.statement import Indicator
from zongzhi_xl.core.language import printing
from zongzhi_xl.core.language.expressions import Expression, parse
from zongzhi_xl.core.language.values import places_to_print, plain, rounded
from zongzhi_xl.errors import RecordError


class Part(StrEnum):
    """What a part of a step costs (R36)."""

    WHOLE = "whole"  # as a whole step: checkable by hand
    PROPORTIONAL = "proportional"
    DROPPED = "dropped"


@dataclass(frozen=True)
class PerPoint:
    """百分点: ``price`` for each ``step`` by which the indicator misses its limit."""

    indicator: str
    step: Fraction
    price: Fraction
    part: Part = Part.WHOLE

    def __post_init__(self) -> None:
        if self.step <= 0:
            raise RecordError("step", "步长应大于0")

    def charges(self, docket: Docket, cap: Fraction) -> list[Charge]:
        """The one row, where the limit is missed; all of ``cap`` where nobody can tell at closing.

        A figure that only the office can still give is read against it.
        """
        indicator, group = docket.edition.indicators[self.indicator], docket.year.unit.group
        bound = bound_for(indicator, group, docket.figures)
        if bound is None:
            return []
        difference, result = _Difference(indicator, group, bound), docket.results[self.indicator]
        formula = difference.printed(printing.in_names)
        if result.standing == Standing.INCOMPLETE and docket.final:
            missing = docket.missing(indicator.formula.names)
            return [Charge(cap, formula, f"{lacking_words(missing)}，无法计算，扣满", missing)]
        if result.met is not False or not isinstance(result.value, int | Fraction):
            return []
        off, unit = abs(result.value - bound.number), indicator.unit
        cost = self.cost_of(Fraction(result.value), bound)
        figures = difference.printed(partial(printing.with_figures, figure=docket.value))
        evidence = evidence_of(indicator, group, docket.figures)
        working = f"{figures} {self._off(off, unit)}，{self._counted(off, unit)}"
        return [Charge(cost, formula, working, evidence)] if cost else []

    def cost_of(self, value: Fraction, bound: Bound) -> Fraction:
        """What a figure costs under a limit before any cap; nothing where it holds."""
        off = abs(value - bound.number)
        return Fraction(0) if bound.holds(value) else self._steps(off) * self.price

    def _steps(self, off: Fraction) -> Fraction:
        steps = off / self.step
        match self.part:
            case Part.WHOLE:
                # a strict limit is missed by nothing at the limit itself: that is one step
                return Fraction(max(steps.__ceil__(), 1))
            case Part.DROPPED:
                return Fraction(steps.__floor__())
            case Part.PROPORTIONAL:
                return steps

    def _off(self, off: Fraction, unit: str) -> str:
        """``= 0.50起/万人``, ``≈ 4.29个百分点``: enough places to count the same steps by hand."""
        scale, measure = (100, "个百分点") if is_share(unit) else (1, unit)

        def counts_the_same(places: int) -> bool:
            said = Fraction(rounded(off * scale, places)) / scale
            alike = self.part == Part.PROPORTIONAL or self._steps(said) == self._steps(off)
            return alike and bool(said) == bool(off)

        shown = rounded(off * scale, places_to_print(counts_the_same))
        return f"{'=' if Fraction(shown) == off * scale else '≈'} {shown:f}{measure}"

    def _counted(self, off: Fraction, unit: str) -> str:
        """What is deducted for, and the product: ``不足…按…计，按5个百分点扣，5 × 0.1``."""
        steps, scale = self._steps(off), 100 if is_share(unit) else 1
        counted, step = steps * self.step, plain(self.step * scale)
        words = ""
        if counted != off:
            words = f"{self._part_words(unit)}，按{_amount(counted, unit)}扣，"
        by = "" if step == "1" else f"÷ {step} "
        by += f"× {plain(self.price)}"
        _, product = printing.times(counted * scale, by, self.price / (self.step * scale))
        return f"{words}{product}"

    def _part_words(self, unit: str) -> str:
        step = _amount(self.step, unit)
        if self.part == Part.DROPPED:
            return f"不足{step}的不计"
        return f"不足{step}的按{f'{plain(self.step * 100)}个' if is_share(unit) else step}计"


@dataclass(frozen=True)
class _Difference:
    """An indicator less its limit, or the limit less the indicator, whichever is too much."""

    indicator: Indicator
    group: str
    bound: Bound

    def printed(self, words: Callable[[Expression], str]) -> str:
        """In ``words`` of a printer; a limit over items is printed as it is worked out."""
        formula, limit = self.indicator.formula, self.indicator.limit_for(self.group)
        if limit and limit.bound.names:
            whole = self._minus(f"({formula})", "-", f"({limit.bound})")
            return words(parse(whole))
        return self._minus(words(formula), "−", self.bound.number_in(self.indicator.unit))

    def _minus(self, formula: str, sign: str, limit: str) -> str:
        sides = (formula, limit) if self.bound.is_ceiling else (limit, formula)
        return f" {sign} ".join(sides)


def _amount(off: Fraction, unit: str) -> str:
    """``1个百分点``, ``13起/万人``."""
    return f"{plain(off * 100)}个百分点" if is_share(unit) else f"{plain(off)}{unit}"
