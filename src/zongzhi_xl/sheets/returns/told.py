"""Sentences as formulas: the words that the engine uses, with cells in place of figures."""

from collections.abc import Iterable
from fractions import Fraction
from math import lcm

from zongzhi_xl.contract import MEAN, REPORTED_ON
from zongzhi_xl.core.checking.naming import label
from zongzhi_xl.core.checking.phrases import (
    ABOUT,
    EXACTLY,
    ROUNDED,
    Named,
    Phrasing,
    Piece,
    Sign,
    Worth,
    day,
    days,
)
from zongzhi_xl.core.edition.items import Kind
from zongzhi_xl.core.edition.statement import TYPED_PERIOD
from zongzhi_xl.core.language.expressions import (
    Arithmetic,
    Call,
    Comparison,
    Expression,
    Literal,
    Name,
    Node,
    names_in,
)
from zongzhi_xl.core.language.formulas import (
    Constant,
    Formula,
    Operand,
    Operation,
    call,
    first_of,
    joined,
    part,
    when,
)
from zongzhi_xl.core.language.functions import FUNCTIONS, Whole
from zongzhi_xl.core.language.rule_formula import Ratio, rule_formula
from zongzhi_xl.core.language.values import LEAST_PLACES, MOST_PLACES
from zongzhi_xl.core.returned.terms import term_of
from zongzhi_xl.record import Record
from zongzhi_xl.sheets.returns.bases import BasePlan

#: how a day is written
DAY = "yyyy-mm-dd"
#: a figure that ends within so many places is never rounded
_WHOLE = 4


def filled(template: str, *parts: Operand) -> Formula:
    """``template`` with ``parts`` where its ``{}`` stand."""
    first, *others = template.split("{}")
    pairs = zip(parts, others, strict=True)
    return sentence((first, *(one for pair in pairs for one in pair)))


def sentence(pieces: Iterable[Operand]) -> Formula:
    """Words and cells one behind the other."""
    found: list[Operand] = []
    for one in _apart(pieces):
        if found and isinstance(one, str) and isinstance(found[-1], str):
            found[-1] += one
        elif one != "":
            found.append(one)
    return joined("&", found or ("",))


def _apart(pieces: Iterable[Operand]) -> Iterable[Operand]:
    """Sentences within the sentence, taken apart."""
    for one in pieces:
        match one:
            case Operation("&", operands):
                yield from _apart(operands)
            case Constant(str(words)):
                yield words
            case _:
                yield one


def seen(typed: Formula, kind: Kind | None) -> Formula:
    """What stands in a cell, as the engine writes it."""
    return call("TEXT", typed, DAY) if kind == Kind.DATE else typed & ""


class Teller(Record):
    """Tells what a rule of one form found."""

    bases: BasePlan

    def label(self, name: str) -> str:
        """``name`` as a clerk says it."""
        return label(name, self.bases.items)

    def broken(self, node: Node, at: str) -> Formula:
        """The part of a rule that does not hold, as it is told at the cell ``at``."""
        phrase = Phrasing(frozenset(self.bases.edition.calendar), self.is_day).of(node, at)
        places = part(_WHOLE) if _ends(node) else self._places(node)
        return sentence(self.said(piece, places) for piece in phrase)

    def _places(self, node: Node) -> Formula:
        """How far figures are rounded: what is printed is broken too."""
        enough = ((self._keeps(node, part(n)), n) for n in range(LEAST_PLACES, MOST_PLACES))
        return first_of(enough, MOST_PLACES)

    def _keeps(self, node: Node, places: Formula) -> Formula:
        """Whether the figures as printed break the rule, in it and side by side."""
        tests = [call("NOT", self._worth(node, places))]
        match node:
            case Comparison((left, right), (op,)):
                sides = [self._rounded(side, places) for side in (left, right)]
                tests.append(call("NOT", joined(op, sides)))
        return call("AND", *tests)

    def is_day(self, name: str) -> bool:
        """Whether a name means a day."""
        bases = self.bases
        if name in bases.edition.calendar:
            return name not in TYPED_PERIOD
        item = bases.items.get(name) or bases.edition.derived.get(name)
        return name == REPORTED_ON or (item is not None and item.kind == Kind.DATE)

    def said(self, piece: Piece, places: Formula = part(_WHOLE)) -> Operand:  # noqa: B008  # frozen
        """A piece of the sentence, with its figures."""
        match piece:
            case Named(name):
                return self._named(name, places)
            case Worth(node, measure) if measure is day:
                return call("TEXT", self._worth(node), DAY)
            case Worth(node, measure) if measure is days:
                return sentence((self._worth(node), " 天"))
            case Worth(node, _):
                return self._rounded(node, places)
            case Sign(node):
                same = self._worth(node, places).equals(self._rounded(node, places))
                return EXACTLY if _ends(node) else when(same, EXACTLY, ROUNDED)
        return piece

    def _named(self, name: str, places: Formula) -> Formula:
        node = Name(name)
        if not _ends(node):
            rounded = self._rounded(node, places)
            about = when(rounded.equals(self._worth(node)), "", ABOUT)
            return sentence((self.label(name), " ", about, rounded))
        if not self.is_day(name):
            return sentence((self.label(name), " ", self._worth(node)))
        alone = name in self.bases.edition.calendar
        named = () if alone else (self.label(name), " ")
        return sentence((*named, call("TEXT", self._worth(node), DAY)))

    def _worth(self, node: Node, places: Formula | None = None) -> Formula:
        """What a part of a rule amounts to; with ``places``, by the figures as they are printed."""

        def reference(name: str) -> Ratio:
            if places is None or _ends(Name(name)):
                return exact(name)
            return Ratio(self._rounded(Name(name), places))

        exact = self.bases.scope.reference
        return rule_formula(Expression("", node), reference)

    def _rounded(self, node: Node, places: Formula) -> Formula:
        """A figure as it is printed."""
        worth = self._worth(node)
        if _ends(node):
            return worth
        return when(call("ROUND", worth, _WHOLE).equals(worth), worth, call("ROUND", worth, places))


def _ends(node: Node) -> bool:
    """Whether every figure in it ends within the places that are never rounded."""
    bottom = _bottom(node)
    return bottom is not None and 10**_WHOLE % bottom == 0


def _bottom(node: Node) -> int | None:
    """What the denominator of a figure divides; None where nobody knows."""
    match node:
        case Literal(exact):
            return exact.denominator
        case Name(text):
            return None if term_of(text).prefix == MEAN else 1
        case Call(function, _) if FUNCTIONS[function].whole == Whole.ALWAYS:
            return 1 if all(term_of(name).prefix != MEAN for name in names_in(node)) else None
        case Arithmetic("/", left, Literal(Fraction(numerator=by))):
            return _product(_bottom(left), abs(by))
        case Arithmetic("/", _, _):
            return None
        case Arithmetic("*", left, right):
            return _product(_bottom(left), _bottom(right))
        case Arithmetic(_, left, right):
            sides = _bottom(left), _bottom(right)
            return None if None in sides else lcm(*(one or 1 for one in sides))
        case Call(_, operands) | Comparison(operands, _):
            parts = [_bottom(one) for one in operands]
            return None if None in parts else lcm(*(one or 1 for one in parts))
        case _:
            return 1


def _product(left: int | None, right: int | None) -> int | None:
    return None if left is None or right is None else left * right
