"""Whether a quantity is a share, so that its steps and ends are told in per cent."""

from zongzhi_xl.core.edition.deductions import Deduction
from zongzhi_xl.core.edition.items import Item, Kind
from zongzhi_xl.core.edition.statement import UNIT_COUNT, Edition
from zongzhi_xl.core.language.expressions import PLACES, Arithmetic, Call, Literal, Name, Node

#: the unit of measure of a share; of a number beside others it has none, and any will do
SHARE, _ANY = "%", ""
#: of what there is a number of offices and a place among them
_OFFICES = "个单位"


def unit_of(rule: Deduction, edition: Edition) -> str:
    """What ``rule`` prices is counted in so; ``%`` is a quotient of two figures of one unit.

    Steps and ends that are written as shares (0.5‰) are told as they are written.
    """
    unit = None if rule.each else _measure(rule.of.root, edition)
    if unit in (None, SHARE) and (written := rule.sign):
        return written
    whole = unit == SHARE and rule.per and rule.per.step >= 1  # a ratio of which so many are meant
    return "" if whole or unit in (None, _OFFICES) else unit


def _measure(node: Node, edition: Edition) -> str | None:
    """What a term is counted in; None where that cannot be told."""
    match node:
        case Literal():
            return _ANY
        case Name(text):
            return _of_name(text, edition)
        case Arithmetic("+" | "-", left, right):
            return _alike(_measure(left, edition), _measure(right, edition))
        case Arithmetic("*", one, Literal(number)) | Arithmetic("*", Literal(number), one):
            return _measure(one, edition) if number < _MANY else None
        case Arithmetic("/", one, Literal()):
            return _measure(one, edition)
        case Arithmetic("/", left, right):
            above, below = _measure(left, edition), _measure(right, edition)
            return SHARE if above and above == below != SHARE else None
        case Call("MIN" | "MAX", (first, second)):
            return _alike(_measure(first, edition), _measure(second, edition))
    return None


#: times so many it is a rate per hundred or ten thousand
_MANY = 100


def _alike(one: str | None, other: str | None) -> str | None:
    if _ANY in (one, other):
        return one or other
    return one if one == other else None


def _of_name(name: str, edition: Edition) -> str | None:
    if term := edition.terms.get(name):
        return _OFFICES if term.function in PLACES else _of_name(term.of, edition)
    if indicator := edition.indicators.get(name):
        return indicator.unit
    item = edition.items.get(name) or edition.registered.get(name)
    if isinstance(item, Item) and item.kind != Kind.COUNT:
        return None
    return _OFFICES if name == UNIT_COUNT else item.unit if item else None
