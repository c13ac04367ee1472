"""Limits that nothing or everything meets, units that do not fit, sides that are exchanged.

Each limit is tried at a handful of figures that its indicator can have.
"""

import re
from collections import defaultdict
from collections.abc import Iterator
from fractions import Fraction
from itertools import combinations

from zongzhi_xl.core.appraising.bounds import Bound, bound_of
from zongzhi_xl.core.appraising.deductions.beyond import indicator_of
from zongzhi_xl.core.edition.statement import Edition, Indicator, Limit, Measure
from zongzhi_xl.core.language.meant import half_width
from zongzhi_xl.core.language.printing import is_share
from zongzhi_xl.core.language.values import SHARES, beside, exactly
from zongzhi_xl.core.soundness.sense.doubt import Doubt, deductions_in, indicators_in
from zongzhi_xl.errors import RecordError

_RATES = (Measure.RATE, Measure.RATE_FLOOR)
_SHARES = (Measure.SHARE_CEILING, Measure.SHARE_FLOOR, Measure.FIXED_SHARE)
#: what a unit of measure says of the factor behind the fraction (起/10万人); of money and weight
#: nothing, which a letter counts in thousands itself (人/亿元, 人/百万吨)
_SCALE = re.compile(r"/(?P<many>\d+|[十百千])?(?P<of>[百千万])(?![万亿])(?!元|吨)")
_SCALES = {"十": 10, "百": 100, "千": 1_000, "万": 10_000}
_MANY = Fraction(10**9)


def faults(edition: Edition) -> Iterator[RecordError]:
    """What no indicator can mean."""
    for path, indicator in indicators_in(edition):
        if problem := _unit(indicator):
            yield RecordError(f"{path}.unit", problem)
            continue
        for group, limit in indicator.limits.items():
            if problem := _limit(indicator, limit):
                yield RecordError(f"{path}.limits.{group}", problem)
    for path, _, rule in deductions_in(edition):
        priced, sign = edition.indicators.get(indicator_of(rule)), rule.sign
        if priced and sign and not (is_share(priced.unit) or _unit(priced)):
            problem = f"步长或分档写了 {sign}，“{priced.name}”的单位却是 {priced.unit}"
            yield RecordError(path, problem)
    yield from _contradictions(edition)


def _unit(indicator: Indicator) -> str:
    """Whether the unit says what the formula gives; ``""`` where it does."""
    unit, scale = indicator.unit, indicator.scale
    if half_width(unit) != unit and half_width(unit) == "%":
        return f"单位“{unit}”是全角的，应写半角的 %"
    if is_share(unit):
        if indicator.denominator is None:
            return f"公式没有除法，结果是个数，单位不能是 {unit}"
        if scale != 1 and unit != "%":
            told, limit = exactly(scale), beside("2", unit)
            return f"公式已经乘了 {told}，单位不能再写 {unit}：去掉“* {told}”，限额写如 <= {limit}"
        if (indicator.measure in _RATES and unit == "%") or scale != 1:
            return f"按每 {exactly(scale)} 计的率，单位不能是 %，应如 起/万人"
        return ""
    said = _scale_said(unit)
    if indicator.denominator and said is not None and said != scale:
        return f"单位“{unit}”是每 {said} 的，公式却乘 {exactly(scale)}"
    if indicator.measure in _SHARES and scale == 1:
        return f"“{indicator.measure}”的单位应为 %，现为“{unit}”"
    return ""


def _scale_said(unit: str) -> int | None:
    """``100000`` for 起/10万人 or 起/十万人."""
    found = _SCALE.search(unit)
    if not found:
        return None
    many = found["many"] or "1"
    return (_SCALES.get(many) or int(many)) * _SCALES[found["of"]]


def _limit(indicator: Indicator, limit: Limit) -> str:
    """What is wrong with a limit that is a number; ``""`` where nothing is."""
    bound = bound_of(limit)
    if bound is None:
        return ""
    floor = indicator.measure in (Measure.SHARE_FLOOR, Measure.RATE_FLOOR)
    if bound.is_ceiling == floor:
        wanted = ">=" if floor else "<="
        return f"限额 {limit} 的方向反了：“{indicator.measure}”应写 {wanted}"
    for sign in SHARES:
        if sign in limit.bound.text and not is_share(indicator.unit):
            return f"限额 {limit} 写了 {sign}，指标的单位却是 {indicator.unit}"
    met = {bound.holds(figure) for figure in figures_about(indicator, bound)}
    if met == {True}:
        hint = _hundredth(indicator, bound)
        return f"限额 {limit} 怎么填都达到，等于没有限额{hint}"
    return f"限额 {limit} 怎么填都达不到" if met == {False} else ""


def _hundredth(indicator: Indicator, bound: Bound) -> str:
    plausible = 1 < bound.number <= SHARES.get(indicator.unit, 1)
    told = beside(exactly(bound.number), indicator.unit)
    return f"，是不是 {bound.op} {told}？" if plausible else ""


def figures_about(indicator: Indicator, bound: Bound) -> list[Fraction]:
    """Figures that the indicator can have: the ends, and what lies at and about its limit."""
    shares = indicator.measure in _SHARES or is_share(indicator.unit)
    top = Fraction(indicator.scale) if shares else _MANY
    about = [bound.number + step for step in (Fraction(-1, 100), Fraction(0), Fraction(1, 100))]
    possible = [figure for figure in about if 0 <= figure <= top]
    return [Fraction(0), *possible, top / 2, top]


def _contradictions(edition: Edition) -> Iterator[RecordError]:
    """Two indicators of one formula whose limits no figure keeps together."""
    alike: dict[str, list[tuple[str, Indicator]]] = defaultdict(list)
    for path, indicator in indicators_in(edition):
        alike["".join(indicator.formula.text.split())].append((path, indicator))
    groups = edition.statement.groups
    for found in alike.values():
        for (_, one), (path, other) in combinations(found, 2):
            for group in groups:
                pair = one.limit_for(group), other.limit_for(group)
                if None not in pair and not _together(one, *pair):
                    problem = f"与“{one.name}”公式相同，限额 {pair[0]} 和 {pair[1]} 不能同时达到"
                    yield RecordError(f"{path}.limits", problem)
                    break


def _together(indicator: Indicator, one: Limit | None, other: Limit | None) -> bool:
    bounds = [bound for bound in (bound_of(limit) for limit in (one, other) if limit) if bound]
    figures = [figure for bound in bounds for figure in figures_about(indicator, bound)]
    met = (all(bound.holds(figure) for bound in bounds) for figure in figures)
    return not figures or any(met)


# ------------------------------------------------------------------ groups


def doubts(edition: Edition) -> Iterator[Doubt]:
    """Limits that are looser for the group for which all others are stricter."""
    orders = {
        indicator.name: (path, order)
        for path, indicator in indicators_in(edition)
        if (order := _order(indicator, edition.statement.groups))
    }
    for name, (path, order) in orders.items():
        against = [other for other, (_, one) in orders.items() if _opposed(one, order)]
        if against:
            problem = f"各组的宽严次序与“{against[0]}”相反，是不是写错了组别？"
            yield Doubt(name, f"{path}.limits", problem)


def _order(indicator: Indicator, groups: tuple[str, ...]) -> dict[str, Fraction]:
    """By group how loose its limit is; nothing where groups are not told apart."""
    loose = {}
    for group in groups:
        limit = indicator.limits.get(group)
        bound = bound_of(limit) if limit else None
        if bound is None:
            return {}
        loose[group] = bound.number if bound.is_ceiling else -bound.number
    return loose


def _opposed(one: dict[str, Fraction], other: dict[str, Fraction]) -> bool:
    return any((one[a] - one[b]) * (other[a] - other[b]) < 0 for a, b in combinations(one, 2))
