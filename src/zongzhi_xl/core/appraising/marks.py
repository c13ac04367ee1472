"""What the district gives by judgement, a mark or a word: what makes it none, and its reason."""

from collections.abc import Mapping
from fractions import Fraction

from zongzhi_xl.core.edition.scales import ByHand
from zongzhi_xl.core.edition.statement import Edition
from zongzhi_xl.core.language.values import Value, plain


def fault_of(mark: Value, item: str, edition: Edition, *, told: bool) -> str:
    """Why a mark cannot count: it lies outside its ends, or it is not ``told`` why it was given.

    A word cannot where the rule that goes by it does not know it.
    """
    words = edition.once(_by_word).get(item)
    if words and isinstance(mark, str):
        return "" if mark in words else f"应为{'、'.join(words)}"
    scale = edition.once(_by_hand).get(item)
    if scale is None or not isinstance(mark, int | Fraction):
        return ""
    if not scale.least <= mark <= scale.most:
        return f"应在 {plain(scale.least)} 至 {plain(scale.most)} 之间"
    return "" if told else "没有写理由"


def reason_of(item: str, edition: Edition) -> str:
    """The item in which the reason of a mark stands."""
    scale = edition.once(_by_hand).get(item)
    return scale.reason if scale else ""


def _by_word(edition: Edition) -> Mapping[str, tuple[str, ...]]:
    """By item of words those that its rules know, all of them."""
    rules = (rule for clause in edition.clauses for rule in clause.deductions)
    told = ((name, [*one.table]) for one in rules if one.table for name in one.figures)
    found: dict[str, tuple[str, ...]] = {}
    for name, words in told:
        found[name] = tuple(dict.fromkeys((*found.get(name, ()), *words)))
    return found


def _by_hand(edition: Edition) -> Mapping[str, ByHand]:
    """By item of a mark its scale."""
    rules = (rule for clause in edition.clauses for rule in clause.deductions)
    return {name: one.by_hand for one in rules if one.by_hand for name in one.figures}
