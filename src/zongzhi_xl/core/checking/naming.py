"""What a name of a rule is called for people: as the form prints the item, or by its row code."""

from collections.abc import Mapping, Sequence
from itertools import groupby

from zongzhi_xl.core.edition.items import Check, Item
from zongzhi_xl.core.language.expressions import Expression
from zongzhi_xl.core.language.printing import printed
from zongzhi_xl.core.returned.terms import term_of


def label(name: str, items: Mapping[str, Item]) -> str:
    """``name`` as a clerk says it: 累计_X → 本年累计X; items as printed."""
    term = term_of(name)
    item = items[term.item].printed if term.item in items else term.item
    return term.meaning.words.format(item)


def in_codes(rule: Expression, items: Mapping[str, Item], each: str = "X") -> str:
    """``rule`` as forms print it: ``02 ≤ 01``, ``近12个月平均（07）``; X stands for ``each``."""

    def code(name: str) -> str:
        term = term_of(name)
        item = each if term.item == "X" else term.item
        shown = items[item].code if item in items else item
        apart = term.prefix and (item in items or item == "X")
        return term.meaning.words.format(f"（{shown}）" if apart else shown)

    return printed(rule.root, code)


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
