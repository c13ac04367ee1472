"""Bands (分档) that nobody can mean: never used, overlapping, with holes, or up and down.

A band is known by where it holds: at each end, and between two ends. So it does not matter how its
ends are written, and a quantity of whole numbers has no hole between 1 and 2.
"""

from collections.abc import Iterator
from fractions import Fraction
from itertools import combinations, groupby, pairwise

from zongzhi_xl.core.edition.deductions import Deduction, Direction
from zongzhi_xl.core.edition.scales import Band, Bands
from zongzhi_xl.core.language.values import exactly, plain
from zongzhi_xl.record import Record

_VERBS = {Direction.DEDUCT: "扣", Direction.ADD: "加", Direction.EARN: "得"}


class _Tier(Record):
    """A band, the end from which on it is reached, and the amounts of those tried it holds."""

    band: Band
    edge: Fraction
    held: frozenset[Fraction]


def faults(rule: Deduction, *, whole: bool) -> Iterator[str]:
    """Each fault of the bands of ``rule``; ``whole``: its quantity has no fractions."""
    scale = Bands(rule.bands)
    tried = _tried(scale.edges, whole=whole)
    tiers = [
        _Tier(band, _edge(band, scale), frozenset(filter(band.holds, tried))) for band in rule.bands
    ]
    tiers.sort(key=lambda tier: (tier.edge if scale.rises else -tier.edge, len(tier.held)))
    found = [words for pair in combinations(tiers, 2) for words in _pair(*pair, rule)]
    yield from found
    if not found:
        yield from _holes(tiers, tried, rule)
        yield from _up_and_down(tried, rule)


def _tried(edges: tuple[Fraction, ...], *, whole: bool) -> list[Fraction]:
    """An amount of each kind: every end, and one between, below and above them."""
    if whole:
        about = {edge.__floor__() + more for edge in edges for more in (-1, 0, 1, 2)}
        return sorted(map(Fraction, about))
    between = [(one + other) / 2 for one, other in pairwise(edges)]
    return sorted({*edges, *between, edges[0] - 1, edges[-1] + 1})


def _edge(band: Band, scale: Bands) -> Fraction:
    near, far = (band.lower, band.upper) if scale.rises else (band.upper, band.lower)
    return near if near is not None else far or Fraction(0)


def _pair(light: _Tier, grave: _Tier, rule: Deduction) -> Iterator[str]:
    """Two bands of which one is never used, or that meet without one lying in the other."""
    verb, common = _VERBS[rule.direction], light.held & grave.held
    if not common:
        return
    if light.held == grave.held:
        yield f"有两档都从 {exactly(grave.edge)} 起，只有一档会用到"
    elif light.held < grave.held or grave.held < light.held:
        inner, outer = (light, grave) if light.held < grave.held else (grave, light)
        if inner.band.points <= outer.band.points:
            yield _no_dearer(inner, outer, verb)
    else:
        below, above = sorted((light, grave), key=lambda tier: min(tier.held))
        upper, lower = below.band.upper, above.band.lower
        if upper is not None and lower is not None:
            yield f"{exactly(upper)} 与 {exactly(lower)} 两档重叠"


def _no_dearer(grave: _Tier, light: _Tier, verb: str) -> str:
    return (
        f"从 {exactly(grave.edge)} 起{verb} {plain(grave.band.points)}，不比从"
        f" {exactly(light.edge)} 起的 {plain(light.band.points)} 多：越重的应{verb}得越多"
    )


def _holes(tiers: list[_Tier], tried: list[Fraction], rule: Deduction) -> Iterator[str]:
    """What lies between two bands, in none; an aim that costs nothing on purpose is no hole."""
    held = frozenset[Fraction]().union(*(tier.held for tier in tiers))
    covered = [amount for amount in tried if amount in held]
    if rule.direction == Direction.DEDUCT and {tried[0], tried[-1]} <= held:
        return
    for last, first in pairwise(covered):
        below = [tier.band for tier in tiers if last in tier.held]
        above = [tier.band for tier in tiers if first in tier.held]
        uppers, lowers = [one.upper for one in below], [one.lower for one in above]
        if None in uppers or None in lowers or not _between(last, first, tried):
            continue
        upper = max(one for one in uppers if one is not None)
        lower = min(one for one in lowers if one is not None)
        yield f"{exactly(upper)} 与 {exactly(lower)} 之间没有一档"


def _between(last: Fraction, first: Fraction, tried: list[Fraction]) -> bool:
    return any(last < amount < first for amount in tried)


def _up_and_down(tried: list[Fraction], rule: Deduction) -> Iterator[str]:
    """Points may fall to an aim and rise behind it (rise and fall where they are given)."""
    held = ([band.points for band in rule.bands if band.holds(amount)] for amount in tried)
    points = [key for key, _ in groupby(max(one) for one in held if one)]
    rising = [one < other for one, other in pairwise(points)]
    if rising != sorted(rising, reverse=rule.direction != Direction.DEDUCT):
        listed, verb = "、".join(map(plain, points)), _VERBS[rule.direction]
        yield f"几档的分有升有降（{listed}）：越重的应{verb}得越多"
