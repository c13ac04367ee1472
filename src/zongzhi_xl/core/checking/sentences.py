"""A broken rule as a sentence: the part that does not hold, both sides with their figures.

Figures are rounded for people, but never so far that the sentence would contradict the verdict
(:func:`~zongzhi_xl.core.language.values.places_to_print`): what is printed, worked out by hand,
is broken too.
"""

from datetime import date
from fractions import Fraction

from zongzhi_xl.core.checking.phrases import (
    ABOUT,
    EXACTLY,
    ROUNDED,
    Named,
    Phrasing,
    Piece,
    Sign,
    Worth,
    number,
    unexcused,
)
from zongzhi_xl.core.checking.relations import Case, Fault, Figures, Rule
from zongzhi_xl.core.edition.items import Check
from zongzhi_xl.core.language.evaluation import Figure, compare, compiled
from zongzhi_xl.core.language.expressions import Comparison, Logic, Node, names_in
from zongzhi_xl.core.language.printing import written
from zongzhi_xl.core.language.values import places_to_print, plain, told
from zongzhi_xl.core.returned.names import given
from zongzhi_xl.core.returned.terms import term_of
from zongzhi_xl.record import Record


def fault_of(rule: Rule, check: Check, case: Case) -> Fault:
    """What a broken rule means at the cell where it is shown."""
    broken = _broken_part(_asked(rule, case), case)
    at = check.at or rule.item or _first_cell(broken, case) or rule.names[0]
    return Fault(at, _sentence(broken, at, case), rule.about)


def broken_words(rule: Rule, at: str, case: Case) -> str:
    """The part of a broken rule that does not hold: ``可防性案件数 39 大于 刑事立案数 17``."""
    return _sentence(_broken_part(_asked(rule, case), case), at, case)


def _asked(rule: Rule, case: Case) -> Node:
    return unexcused(rule.expression.root, given(case.edition))


def _broken_part(node: Node, case: Case) -> Node:
    """The first link or operand that does not hold: the root of what is reported."""
    match node:
        case Comparison(operands, ops) if len(ops) > 1:
            links = zip(operands, ops, operands[1:], strict=False)
            parts: tuple[Node, ...] = tuple(Comparison((a, b), (op,)) for a, op, b in links)
        case Logic("and", parts):
            pass
        case _:
            return node
    return _broken_part(next(one for one in parts if not compiled(one)(case.figures)), case)


def _first_cell(node: Node, case: Case) -> str | None:
    names = (term_of(name).item for name in names_in(node))
    return next((name for name in names if case.entry(name)), None)


# ------------------------------------------------------------------ the sentence


def _sentence(broken: Node, at: str, case: Case) -> str:
    places = places_to_print(lambda places: _Teller(case, places).keeps(broken))
    teller = _Teller(case, places)
    return (teller if teller.keeps(broken) else _Teller(case, None)).sentence(broken, at)


class _Teller(Record):
    """Tells the figures of one return, fractions to so many ``places`` (None: as a ratio)."""

    case: Case
    places: int | None

    @property
    def printed(self) -> Figures:
        """The figures as they are printed, to work a rule out with them."""
        return Figures(lambda name: told(self.case.lookup(name), self.places))

    def keeps(self, broken: Node) -> bool:
        """Whether what is printed is broken too: the figures in the rule, and side by side."""
        try:
            if compiled(broken)(self.printed):
                return False
        except ZeroDivisionError:
            return False
        match broken:
            case Comparison((left, right), (op,)):
                sides = [told(self.worth(side), self.places) for side in (left, right)]
                return not compare(sides[0], op, sides[1])
        return True

    def worth(self, node: Node) -> Figure:
        """What ``node`` exactly amounts to."""
        return compiled(node)(self.case.figures)

    def is_day(self, name: str) -> bool:
        return isinstance(self.case.lookup(name), date)

    def sentence(self, broken: Node, at: str) -> str:
        phrase = Phrasing(frozenset(self.case.edition.calendar), self.is_day).of(broken, at)
        return "".join(map(self.said, phrase))

    def said(self, piece: Piece) -> str:
        match piece:
            case Named(name):
                return self.named(name)
            case Worth(node, measure):
                worth = self.worth(node)
                return measure(told(worth, self.places) if measure is number else worth)
            case Sign(node):
                by_hand = compiled(node)(self.printed)
                return EXACTLY if by_hand == told(self.worth(node), self.places) else ROUNDED
            case _:
                return piece

    def named(self, name: str) -> str:
        """``可防性案件数 39``, ``近12个月平均刑事立案数 约 32.67``; a day of the calendar alone."""
        value = self.case.lookup(name)
        if name in self.case.edition.calendar and isinstance(value, date):
            return plain(value)
        if not isinstance(value, Fraction):
            return f"{self.case.label(name)} {plain(value)}"
        about = "" if told(value, self.places) == value else ABOUT
        return f"{self.case.label(name)} {about}{written(told(value, self.places))}"
