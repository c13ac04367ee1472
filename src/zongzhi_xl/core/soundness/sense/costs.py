"""What rules cost where they are tried: never, always, less the worse it is, not up to a cap."""

from collections.abc import Iterator
from fractions import Fraction
from itertools import pairwise

from zongzhi_xl.core.appraising.deductions.beyond import indicator_of
from zongzhi_xl.core.appraising.deductions.duties import duties_of
from zongzhi_xl.core.appraising.deductions.shares import unit_of
from zongzhi_xl.core.appraising.scoring import Rule
from zongzhi_xl.core.edition.deductions import Deduction, Direction
from zongzhi_xl.core.edition.statement import Edition
from zongzhi_xl.core.language.printing import is_share
from zongzhi_xl.core.language.values import exactly, plain
from zongzhi_xl.core.soundness.sense.doubt import Doubt, deductions_in
from zongzhi_xl.core.soundness.trial import Tried, tried, unit_for
from zongzhi_xl.core.soundness.wholes import is_whole
from zongzhi_xl.errors import RecordError


def trials(edition: Edition, rules: tuple[Rule, ...]) -> Iterator[tuple[str, Rule, list[Tried]]]:
    """Every rule that is asked of somebody, with its place and what it costs from best to worst."""
    by_id = {rule.deduction.id: rule for rule in rules}
    for path, _, deduction in deductions_in(edition):
        rule = by_id[deduction.id]
        if unit := unit_for(edition, rule):
            yield path, rule, [*tried(edition, rule, unit)]


def faults(edition: Edition, rules: tuple[Rule, ...]) -> Iterator[RecordError]:
    """Rules that cost nothing or something whatever happens, or less where it is worse."""
    for path, rule, found in trials(edition, rules):
        costs, verb = [one.whole for one in found], rule.deduction.verb
        if not any(costs):
            problem = f"怎么填都不{verb}分：两个数是不是写反了，条件或限额是不是写错了？"
            yield RecordError(path, problem)
        elif all(costs):
            best = f"“{found[0].situation.words}”也{verb} {exactly(min(costs))} 分"
            yield RecordError(path, f"怎么填都{verb}分：{best}")
        ordered = () if rule.deduction.scale.turns else found
        for better, worse in pairwise(one for one in ordered if one.situation.in_order):
            if worse.points < better.points:
                yield RecordError(path, _falls(better, worse))
                break


def _falls(better: Tried, worse: Tried) -> str:
    return (
        f"“{worse.situation.words}”扣 {exactly(worse.points)} 分，比“{better.situation.words}”的"
        f" {exactly(better.points)} 分还少：越重的应扣得越多"
    )


def doubts(edition: Edition, rules: tuple[Rule, ...]) -> Iterator[Doubt]:
    """Caps that a single charge passes, or that nothing reaches."""
    asked = {rule.deduction.id for _, rule, _ in trials(edition, rules)}
    for path, _, deduction in deductions_in(edition):
        if deduction.id not in asked:
            yield Doubt(
                deduction.id, f"{path}.applies", "名册里没有一个单位适用这一条，谁也不会扣分"
            )
    yield from _parts(edition)
    for path, rule, found in trials(edition, rules):
        name, cap = rule.deduction.id, rule.deduction.most
        costs = [one.whole for one in found if one.whole]
        if costs and min(_singles(found)) > cap:
            problem = f"一次就要扣 {exactly(min(_singles(found)))} 分，封顶只有 {exactly(cap)} 分"
            yield Doubt(name, f"{path}.most", problem)
        elif costs and max(costs) < cap and not _keeps_some(rule.deduction):
            problem = f"最坏也只扣 {exactly(max(costs))} 分，到不了封顶的 {exactly(cap)} 分"
            yield Doubt(name, f"{path}.most", f"{problem}{_step(costs)}")


def _parts(edition: Edition) -> Iterator[Doubt]:
    """Steps of an amount with decimals, of a part of which nothing is said."""
    for path, _, rule in deductions_in(edition):
        said = rule.per is None or rule.per.part or rule.of.is_condition or indicator_of(rule)
        if said or duties_of(rule) or is_whole(rule, edition) or is_share(unit_of(rule, edition)):
            continue
        step = plain(rule.per.step) if rule.per else ""
        words = "按比例的写 part: proportional，不计的写 dropped，确实这样的写 whole"
        problem = f"“{rule.of}”会有小数，不足 {step} 的现在按 {step} 计：{words}"
        yield Doubt(rule.id, f"{path}.per", problem)


def _keeps_some(rule: Deduction) -> bool:
    """Whether even the worst band earns something."""
    earned = rule.bands if rule.direction == Direction.EARN else ()
    return bool(earned) and all(band.points for band in earned)


def _singles(found: list[Tried]) -> list[Fraction]:
    return [charge.points for one in found for charge in one.charges if charge.points]


def _step(costs: list[Fraction]) -> str:
    alike = costs[1:] and len(set(costs)) == 1
    return "；差得再多也只算一档，步长是不是写大了一百倍？" if alike else ""
