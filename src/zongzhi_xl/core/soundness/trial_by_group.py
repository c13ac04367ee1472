"""A rule tried group by group, where its price or limit goes by group."""

from zongzhi_xl.core.appraising.deductions.beyond import indicator_of
from zongzhi_xl.core.appraising.scoring import Rule
from zongzhi_xl.core.edition.statement import Edition
from zongzhi_xl.core.soundness.trial import Tried, tried, unit_for
from zongzhi_xl.record import replace


def tried_by_group(edition: Edition, rule: Rule, group: str = "") -> dict[str, tuple[Tried, ...]]:
    """The rule tried by group, or of one; "" where price and limit are the same for all.

    Nothing where it is asked of nobody. A group without an office borrows another's figures.
    """
    anyone, named = unit_for(edition, rule), _groups_apart(edition, rule)
    if anyone is None:
        return {}
    asked = [group] if group in named else named
    units = {one: unit_for(edition, rule, one) or replace(anyone, group=one) for one in asked}
    return {one: tried(edition, rule, unit) for one, unit in (units or {"": anyone}).items()}


def _groups_apart(edition: Edition, rule: Rule) -> tuple[str, ...]:
    """The groups, where price or limit differs among them."""
    per, groups = rule.deduction.per, edition.statement.groups
    priced = edition.indicators.get(indicator_of(rule.deduction))
    differs = priced is not None and len({priced.limit_for(one) for one in groups}) > 1
    return groups if differs or (per and isinstance(per.price, dict)) else ()
