"""指标测算: the indicators that one form's own figures give so far, judged in the sheet.

A limit is written as a whole-number ratio: ``n / d * scale op p / q`` becomes
``a * n op b * d`` with whole a and b, so that the sheet decides as the engine does.
Headroom and shortfall are the closed forms of core.indicators over the same a and b. They are
shown for duties only; for counts of cases there is 未超, 接近 or 超出控制数.
"""

from collections.abc import Callable
from fractions import Fraction
from functools import cached_property
from math import gcd

from zongzhi_xl.contract import SO_FAR, TABLES, TRIAL
from zongzhi_xl.core.appraising.bounds import bound_of
from zongzhi_xl.core.edition.items import Aggregation, FormKind
from zongzhi_xl.core.edition.statement import Indicator, Limit, Measure, ZeroBase
from zongzhi_xl.core.language.expressions import Expression, Name, parse
from zongzhi_xl.core.language.formulas import (
    Formula,
    Group,
    Operand,
    call,
    first_of,
    formula_text,
    joined,
    part,
    when,
)
from zongzhi_xl.core.language.printing import spelt
from zongzhi_xl.core.language.values import SHARES
from zongzhi_xl.record import Record
from zongzhi_xl.sheets.returns.bases import BasePlan
from zongzhi_xl.sheets.returns.live import Live, figure, measured

FIRST_TRIAL_ROW = TABLES[TRIAL][0]
#: columns of the page
TOP, BOTTOM, VALUE, UNIT, LIMIT, JUDGEMENT, HEADROOM, SHORTFALL = range(3, 11)
COMPUTED = (TOP, BOTTOM, VALUE, LIMIT, JUDGEMENT, HEADROOM, SHORTFALL)
NOTHING, UNLIMITED, NO_LIMIT, NOT_APPLICABLE = "—", "不限", "不设限额", "不适用"
KEPT, CLOSE, EXCEEDED, MET, MISSED = "未超控制数", "接近控制数", "超出控制数", "达标", "未达标"

#: what one further adverse unit adds to numerator and denominator
_ADVERSE = {
    Measure.RATE_FLOOR: (-1, 0), Measure.SHARE_CEILING: (1, 1), Measure.SHARE_FLOOR: (0, 1),
}  # fmt: skip


class Bounded(Record):
    """An indicator under one limit, over the figures ``top`` and ``bottom`` of the year so far."""

    indicator: Indicator
    limit: Limit
    top: Formula
    bottom: Formula | None
    bound: Formula

    @cached_property
    def number(self) -> Fraction | None:
        """The bound where it is a plain number."""
        bound = bound_of(self.limit)
        return bound.number if bound else None

    @cached_property
    def factors(self) -> tuple[int, int]:
        """The numbers a and b of ``a * n op b * d``; b lacks a bound that is no plain number."""
        scale = self.indicator.scale
        if self.number is None:
            return scale.numerator, scale.denominator
        a = scale.numerator * self.number.denominator
        b = scale.denominator * self.number.numerator
        common = gcd(a, b) or 1
        return a // common, b // common

    @property
    def left(self) -> Formula:
        """``a * n``."""
        return _times(self.factors[0], self.top)

    @property
    def right(self) -> Formula:
        """``b * d``."""
        parts = [self.bound] if self.number is None else []
        return _times(self.factors[1], *parts, *([self.bottom] if self.bottom else []))

    @property
    def holds(self) -> Formula:
        """The limit itself."""
        return joined(self.limit.op, (self.left, self.right))

    def judgement(self) -> Formula:
        """The word for where the figure stands."""
        if self.indicator.headroom_in_return or not self.limit.is_ceiling:
            return when(self.holds, MET, MISSED)
        close = when(10 * self.left >= 9 * self.right, CLOSE, KEPT)
        return when(self.holds, when(self.top > 0, close, KEPT), EXCEEDED)

    def headroom(self) -> Formula:
        """How many further adverse units can occur before the limit breaks."""
        a, b = self.factors
        more_n, more_d = _ADVERSE.get(self.indicator.measure, (1, 0))
        more_d = more_d if self.bottom else 0
        if self.number is None and more_d:
            return part(NOTHING)
        drift = more_n * a - more_d * b
        room = self.right - self.left
        if not self.limit.is_ceiling:
            room, drift = self.left - self.right, -drift
        if drift <= 0:
            return when(self.holds, UNLIMITED, 0)
        return when(self.holds, self._most(room / drift), 0)

    def _most(self, edge: Formula) -> Formula:
        """The largest whole number up to ``edge`` (below it, where the limit is strict)."""
        return _ceiling(edge) - 1 if self.limit.op in ("<", ">") else call("INT", edge)

    def shortfall(self) -> Formula:
        """How many units would have to be otherwise, the denominator fixed."""
        edge = Group(self.right) / self.factors[0]
        if self.limit.is_ceiling:
            most = self._most(edge)
            wanting = when(most < 0, NOTHING, self.top - Group(most))
        else:
            least = call("INT", edge) + 1 if self.limit.op == ">" else _ceiling(edge)
            wanting = least - self.top
            if self.indicator.measure == Measure.SHARE_FLOOR and self.bottom:
                wanting = when(least > self.bottom, NOTHING, wanting)
        return when(self.holds, 0, wanting)

    def words(self) -> Formula:
        """The limit as printed."""
        sign = spelt(self.limit.op)
        return part(f"{sign}{self.limit.bound}") if self.number is not None else sign & self.bound


def _ceiling(edge: Formula) -> Formula:
    return -call("INT", -edge)


def _times(*factors: Operand) -> Formula:
    return joined("*", [one for one in factors if one != 1] or [1])


class TrialRow(Record):
    """One row of the page; lives by column."""

    row: int
    clause: int
    indicator: Indicator
    lives: dict[int, Live]


class TrialPlan(Record):
    """All rows of 指标测算 for one form of one edition."""

    bases: BasePlan

    @cached_property
    def rows(self) -> tuple[TrialRow, ...]:
        """Every indicator that the form's figures and the register give."""
        edition = self.bases.edition
        shown = filter(self._computable, edition.indicators.values())
        return tuple(
            TrialRow(row, edition.clause_of[one.name], one, self._lives(one, row))
            for row, one in enumerate(shown, FIRST_TRIAL_ROW)
        )

    def named(self, name: str) -> str | None:
        """The name in this workbook that holds the year's figure of ``name``; None without."""
        if name in self.bases.edition.registered:
            return name
        if self.bases.form == FormKind.ANNUAL:
            confirming = (item.name for item in self.bases.items.values() if item.sums == name)
            return name if name in self.bases.items else next(confirming, None)
        item = self.bases.items.get(name)
        if item is None:
            return None
        return f"{SO_FAR}{name}" if item.aggregation == Aggregation.SUM else name

    def _computable(self, indicator: Indicator) -> bool:
        names = [indicator.numerator, indicator.denominator, *_judging_names(indicator)]
        return all(self.named(name) for name in names if name)

    def _lives(self, indicator: Indicator, row: int) -> dict[int, Live]:
        top = self.named(indicator.numerator) or ""
        bottom = self.named(indicator.denominator) if indicator.denominator else None
        value = Live(self._value(indicator, top, bottom))
        divisor = figure(bottom) if bottom else None
        judge = Judge(self, indicator, figure(top), divisor, value.at(f"$F${row + 1}"))
        found = {TOP: self._shown(top), VALUE: value, LIMIT: Live(judge.limit())}
        found[JUDGEMENT] = judge.judged(Bounded.judgement)
        if bottom:
            found[BOTTOM] = self._shown(bottom)
        if indicator.headroom_in_return:
            found[HEADROOM] = judge.judged(Bounded.headroom)
            found[SHORTFALL] = judge.judged(Bounded.shortfall)
        return found

    def _shown(self, name: str) -> Live:
        return Live(measured(Expression(name, Name(name)), self.bases.scope))

    def _value(self, indicator: Indicator, top: str, bottom: str | None) -> Formula:
        zero = NOT_APPLICABLE if indicator.zero == ZeroBase.NOT_APPLICABLE else "分母为零"
        text = f"{top} / {bottom}" if bottom else top
        # a sheet knows a format of per cent, and of no other share
        shown = 1 if indicator.unit == "%" else SHARES.get(indicator.unit, 1)
        if indicator.scale * shown != 1:
            text += f" * {indicator.scale * shown}"
        return measured(parse(text), self.bases.scope, zero)


def _judging_names(indicator: Indicator) -> tuple[str, ...]:
    """Names of the register by which limits and applicability are decided."""
    applies = indicator.applies.names if indicator.applies else ()
    return (*applies, *_bound_names(indicator))


def _bound_names(indicator: Indicator) -> tuple[str, ...]:
    return tuple(name for one in indicator.limits.values() for name in one.bound.names)


class Judge(Record):
    """Makes the formulas of one indicator that depend on the unit's group."""

    plan: TrialPlan
    indicator: Indicator
    top: Formula
    bottom: Formula | None
    value: Formula

    def _bounded(self, limit: Limit) -> Bounded:
        bound = self.plan.bases.scope.rule(limit.bound)
        return Bounded(self.indicator, limit, self.top, self.bottom, bound)

    def _by_group(self, words: Callable[[Bounded], Formula]) -> Formula:
        groups = self.plan.bases.edition.statement.groups
        limits = [self.indicator.limit_for(group) for group in groups]
        found = [words(self._bounded(one)) if one else part(NO_LIMIT) for one in limits]
        if len(set(map(formula_text, found))) == 1:
            return found[0]
        group_of_unit = self.plan.bases.group
        cases = zip(groups, found, strict=True)
        return first_of(((group_of_unit.equals(group), one) for group, one in cases), NOTHING)

    def _known(self, names: tuple[str, ...], formula: Formula) -> Formula:
        if not names:
            return formula
        return when(self.plan.bases.scope.worst(names) > 0, NOTHING, formula)

    def limit(self) -> Formula:
        """The limit in words, for the unit's group."""
        return self._known(_bound_names(self.indicator), self._by_group(Bounded.words))

    def judged(self, words: Callable[[Bounded], Formula]) -> Live:
        """A word or number about the figure where there is one, else —."""
        told = self._by_group(words)
        if self.indicator.applies:
            told = when(self.plan.bases.scope.rule(self.indicator.applies), told, NOT_APPLICABLE)
        told = self._known(_judging_names(self.indicator), told)
        return Live(when(call("ISNUMBER", self.value), told, NOTHING))
