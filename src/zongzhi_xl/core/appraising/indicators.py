"""Indicators (指标): exact value, judgement by group, headroom (余量) and shortfall (差额).

A limit is judged on the exact fraction (R8). Headroom and shortfall come from the limit as a
whole-number ratio in closed form, never from a decimal; brute force over small counts agrees.
"""

from fractions import Fraction

from zongzhi_xl.core.appraising.bounds import Bound, bound_of
from zongzhi_xl.core.appraising.figures import Figure, Figures, worst_standing
from zongzhi_xl.core.appraising.scorecard import Contribution, IndicatorResult, Standing
from zongzhi_xl.core.edition.deductions import Deduction
from zongzhi_xl.core.edition.statement import Edition, Indicator, Measure, ZeroBase
from zongzhi_xl.core.language.evaluation import compare, evaluate
from zongzhi_xl.core.language.values import BLANK, ZERO_DENOMINATOR, Gap, Value, strongest_gap
from zongzhi_xl.record import Record, replace

#: what one further adverse unit adds to numerator and denominator
_ADVERSE = {
    Measure.RATE: (1, 0),
    Measure.RATE_FLOOR: (-1, 0),
    Measure.SHARE_CEILING: (1, 1),
    Measure.SHARE_FLOOR: (0, 1),
    Measure.FIXED_SHARE: (1, 0),
    Measure.COUNT: (1, 0),
}


class Limited(Record):
    """Whole numbers under a limit: ``n / d * scale`` against ``bound``, or ``n`` without a ``d``.

    Headroom and shortfall are None where there is no denominator to judge by.
    """

    measure: Measure
    n: int
    d: int | None
    scale: Fraction
    bound: Bound

    @property
    def _base(self) -> int:
        return 1 if self.d is None else self.d

    @property
    def holds(self) -> bool:
        """Whether the limit is kept; exact, without a division."""
        return compare(self.n * self.scale, self.bound.op, self.bound.number * self._base)

    @property
    def value(self) -> Fraction | None:
        """The figure; None where there is no denominator to judge by."""
        return self.n * self.scale / self._base if self._base > 0 else None

    @property
    def worse(self) -> "Limited":
        """The same after one more adverse unit."""
        more_n, more_d = _ADVERSE[self.measure]
        d = None if self.d is None else self.d + more_d
        return replace(self, n=self.n + more_n, d=d)

    @property
    def headroom(self) -> int | None:
        """How many further adverse units can occur before the limit breaks.

        0 where none can (or the limit is broken already); None where no number of them breaks it.
        """
        if self._base <= 0:
            return None
        op, number = self.bound.op, self.bound.number
        more_n, more_d = _ADVERSE[self.measure]
        more_d = 0 if self.d is None else more_d
        # the limit after k more units: now + k * drift  op  0
        now = self.n * self.scale - number * self._base
        drift = more_n * self.scale - number * more_d
        if not self.holds:
            return 0
        if not self.bound.is_ceiling:
            now, drift = -now, -drift
        if drift <= 0:
            return None
        room = -now / drift
        return room.__floor__() if op in ("<=", ">=") else room.__ceil__() - 1

    @property
    def shortfall(self) -> int | None:
        """How many units would have to be otherwise for the limit to hold, the denominator fixed.

        ``n - s`` for a ceiling, ``n + s`` for a floor; 0 where it holds. None where no number of
        them would do (below zero, or a share above the whole).
        """
        if self._base <= 0:
            return None
        op, number = self.bound.op, self.bound.number
        if self.holds:
            return 0
        edge = number * self._base / self.scale
        if self.bound.is_ceiling:
            most = edge.__floor__() if op == "<=" else edge.__ceil__() - 1
            return self.n - most if most >= 0 else None
        least = edge.__ceil__() if op == ">=" else edge.__floor__() + 1
        part = self.measure == Measure.SHARE_FLOOR and self.d is not None
        return least - self.n if least <= (self._base if part else least) else None


def judge_all(edition: Edition, group: str, figures: Figures) -> dict[str, IndicatorResult]:
    """Every indicator of one unit by name, in the order of the letter."""
    return {
        indicator.name: judge(indicator, clause.number, group, figures)
        for clause in edition.clauses
        for indicator in clause.indicators
    }


def judge(indicator: Indicator, clause: int, group: str, figures: Figures) -> IndicatorResult:
    """One indicator of one unit.

    It is pending (``met`` None) while a due month is missing; the figures so far are shown.
    """
    parts = [figures(name) for name in _names(indicator)]
    bound = bound_for(indicator, group, figures)
    top, bottom = _count(parts[0].value), _count(parts[-1].value) if parts[1:] else None
    value = _value(indicator, parts)
    owed = bound is None and indicator.limit_for(group) is not None
    standing = _standing(indicator, parts, value, owed, figures)
    limited = None
    if bound and top is not None and standing == Standing.COMPLETE:
        limited = Limited(indicator.measure, top, bottom, indicator.scale, bound)
    return IndicatorResult(
        name=indicator.name,
        clause=clause,
        unit=indicator.unit,
        value=value,
        numerator=top,
        denominator=bottom,
        limit=bound,
        met=limited.holds if limited else None,
        headroom=limited.headroom if limited else None,
        shortfall=limited.shortfall if limited else None,
        basis=parts[0].basis.value,
        standing=standing,
        sources=tuple(cell.source for cell in evidence_of(indicator, group, figures)),
        scale=indicator.scale,
    )


def evidence_of(indicator: Indicator, group: str, figures: Figures) -> tuple[Contribution, ...]:
    """Every cell that decides: those of the formula, then those of a limit over items."""
    limit = indicator.limit_for(group)
    names = [*_names(indicator), *(limit.bound.names if limit else ())]
    return tuple(cell for name in names for cell in figures(name).evidence)


def _names(indicator: Indicator) -> list[str]:
    return [name for name in (indicator.numerator, indicator.denominator) if name]


def _count(value: Value) -> int | None:
    return value if isinstance(value, int) else None


def bound_for(indicator: Indicator, group: str, figures: Figures) -> Bound | None:
    """The limit that binds ``group``, its figures put in; None without one or while one lacks."""
    limit = indicator.limit_for(group)
    return bound_of(limit, lambda name: figures(name).value) if limit else None


def _value(indicator: Indicator, parts: list[Figure]) -> Value:
    gap = strongest_gap([part.value for part in parts])
    if gap:
        return gap
    counts = [_count(part.value) for part in parts]
    if None in counts:
        return BLANK
    if len(counts) == 1:
        return counts[0] or 0
    return Fraction(counts[0] or 0, counts[1]) * indicator.scale if counts[1] else ZERO_DENOMINATOR


def _standing(
    indicator: Indicator, parts: list[Figure], value: Value, owed: bool, figures: Figures
) -> Standing:
    if not applies(indicator, figures):
        return Standing.NOT_APPLICABLE
    standing = worst_standing(parts)
    if standing != Standing.COMPLETE:
        return standing
    if value == ZERO_DENOMINATOR and indicator.zero == ZeroBase.NOT_APPLICABLE:
        return Standing.NOT_APPLICABLE
    return Standing.OWED if owed or isinstance(value, Gap) else standing


def applies(rule: Indicator | Deduction, figures: Figures) -> bool:
    """Whether the rule is asked of this unit at all (R24: fires only where there are villages)."""
    if rule.applies is None:
        return True
    return evaluate(rule.applies, lambda name: figures(name).value) is not False
