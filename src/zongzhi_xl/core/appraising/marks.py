"""A mark given by hand: what makes it none, and where its reason stands."""

from collections.abc import Mapping
from fractions import Fraction

from zongzhi_xl.core.edition.scales import ByHand
from zongzhi_xl.core.edition.statement import Edition
from zongzhi_xl.core.language.values import Value, plain


def fault_of(mark: Value, item: str, edition: Edition, *, told: bool) -> str:
    """Why a mark cannot count: it lies outside its ends, or it is not ``told`` why it was given."""
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


def _by_hand(edition: Edition) -> Mapping[str, ByHand]:
    """By item of a mark its scale."""
    rules = (rule for clause in edition.clauses for rule in clause.deductions)
    return {name: one.by_hand for one in rules if one.by_hand for name in one.figures}
