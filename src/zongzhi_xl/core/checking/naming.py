"""What a name of a rule is called for people: as the form prints the item, or by its row code."""

from collections.abc import Mapping, Sequence
from itertools import groupby

from zongzhi_xl.contract import (
    BROUGHT_FORWARD,
    LAST_MONTH,
    LAST_YEAR,
    MEAN,
    MONTHS_COUNT,
    MONTHS_SUM,
    SAME_MONTH_LAST_YEAR,
    SO_FAR,
    SO_FAR_LAST_YEAR,
    THIS_QUARTER,
)
from zongzhi_xl.core.checking.district import DEPARTMENT, LEDGER
from zongzhi_xl.core.edition.items import Check, Item
from zongzhi_xl.core.language.expressions import Expression
from zongzhi_xl.core.language.printing import printed

_PREFIXES = {
    SO_FAR: "本年累计", BROUGHT_FORWARD: "上月止累计", LEDGER: "台账上月止累计",
    LAST_MONTH: "上月", MEAN: "近12个月平均", SAME_MONTH_LAST_YEAR: "上年同月",
    SO_FAR_LAST_YEAR: "上年同期累计", LAST_YEAR: "上年", MONTHS_SUM: "各月合计",
    THIS_QUARTER: "本季前几月", DEPARTMENT: "部门提供的", "名册_": "名册中的",
}  # fmt: skip


def label(name: str, items: Mapping[str, Item]) -> str:
    """``name`` as a clerk says it: 累计_X → 本年累计X; items as printed."""
    prefix, item = _divided(name)
    return _PREFIXES.get(prefix, "") + (items[item].printed if item in items else item)


def in_codes(rule: Expression, items: Mapping[str, Item], each: str = "X") -> str:
    """``rule`` as forms print it: ``02 ≤ 01``, ``近12个月平均（07）``; X stands for ``each``."""

    def code(name: str) -> str:
        prefix, item = _divided(name)
        item = each if item == "X" else item
        shown = items[item].code if item in items else item
        if not prefix:
            return shown
        return _PREFIXES[prefix] + (f"（{shown}）" if item in items or item == "X" else shown)

    return printed(rule.root, code)


def _divided(name: str) -> tuple[str, str]:
    """Prefix and item; how many months came in is the same for every item."""
    prefix, mark, item = name.partition("_")
    if prefix + mark == MONTHS_COUNT:
        return "", "已收月报个数"
    return (prefix + mark, item) if prefix + mark in _PREFIXES else ("", name)


def in_codes_of_each(check: Check, rule: Expression, items: Mapping[str, Item]) -> str:
    """The same; where the rule is for several items, with the codes for which its X stands.

    For one item its code stands in the rule itself: ``24 > 0``; for several the codes follow:
    ``X ≤ 报出日期（X：08、09、26）``, neighbouring ones as ``01—07``.
    """
    names = [name for name in check.each if name in items]
    if len(names) == 1:
        return in_codes(rule, items, names[0])
    codes = _runs([items[name].code for name in names])
    return in_codes(rule, items) + (f"（X：{codes}）" if codes else "")


def _runs(codes: Sequence[str]) -> str:
    """``01—07、10、13—15``: three or more codes in a row as their first and last."""
    order = groupby(enumerate(codes), lambda pair: int(pair[1]) - pair[0])
    runs = [[code for _, code in group] for _, group in order]
    return "、".join(f"{run[0]}—{run[-1]}" if len(run) > 2 else "、".join(run) for run in runs)
