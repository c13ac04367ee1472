"""Whether a quantity comes in whole numbers only: counts, places, days; no shares and no marks."""

from zongzhi_xl.contract import REPORTING_YEAR
from zongzhi_xl.core.appraising.deductions.returns import DAYS_LATE
from zongzhi_xl.core.edition.deductions import Deduction, Each
from zongzhi_xl.core.edition.event_words import DEAD, ColumnKind
from zongzhi_xl.core.edition.items import Kind
from zongzhi_xl.core.edition.statement import UNIT_COUNT, Edition
from zongzhi_xl.core.language.expressions import PLACES, Arithmetic, Call, Literal, Name, Node
from zongzhi_xl.core.language.functions import FUNCTIONS, Whole


def is_whole(rule: Deduction, edition: Edition) -> bool:
    """Whether what ``rule`` prices is always a whole number."""
    return not rule.quantity.startswith("超出") and _is_whole(rule.of.root, rule, edition)


def _is_whole(node: Node, rule: Deduction, edition: Edition) -> bool:
    match node:
        case Literal(number):
            return number.denominator == 1
        case Name(text):
            return _is_count(text, rule, edition)
        case Arithmetic("+" | "-" | "*", left, right):
            return all(_is_whole(one, rule, edition) for one in (left, right))
        case Call(function, arguments):
            whole = FUNCTIONS[function].whole if function in FUNCTIONS else Whole.NOT
            kept = whole == Whole.OF_WHOLES and all(
                _is_whole(one, rule, edition) for one in arguments
            )
            return kept or whole == Whole.ALWAYS
    return False


def _is_count(name: str, rule: Deduction, edition: Edition) -> bool:
    if rule.each == Each.EVENT:
        kind = edition.statement.events.kinds.get(name)
        return name == DEAD or kind in (ColumnKind.COUNT, ColumnKind.DAY)
    if rule.each == Each.RETURN:
        return name == DAYS_LATE
    if term := edition.terms.get(name):
        return term.function in PLACES
    item = edition.items.get(name) or edition.derived.get(name)
    kept = name in edition.registered or name in (UNIT_COUNT, REPORTING_YEAR)
    return kept or (item is not None and item.kind in (Kind.COUNT, Kind.DATE))
