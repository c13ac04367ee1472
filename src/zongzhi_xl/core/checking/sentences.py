"""A broken rule as a sentence: the part that does not hold, both sides with their figures.

Figures are rounded for people, but never so far that the sentence would contradict the verdict
(:func:`~zongzhi_xl.core.language.values.places_to_print`): what is printed, worked out by hand,
is broken too.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from zongzhi_xl.core.checking.relations import Case, Fault, Figures, Rule
from zongzhi_xl.core.edition.items import Check
from zongzhi_xl.core.language.evaluation import Figure, compare, compiled
from zongzhi_xl.core.language.expressions import (
    Arithmetic,
    Comparison,
    Literal,
    Logic,
    Name,
    Node,
    Word,
    names_in,
)
from zongzhi_xl.core.language.printing import hours, printed, written
from zongzhi_xl.core.language.values import Number, places_to_print, plain, told
from zongzhi_xl.core.returned.terms import term_of


def fault_of(rule: Rule, check: Check, case: Case) -> Fault:
    """What a broken rule means at the cell where it is shown."""
    broken = _broken_part(rule.expression.root, case)
    at = check.at or rule.item or _first_cell(broken, case) or rule.names[0]
    return Fault(at, _sentence(broken, at, case), rule.about)


def broken_words(rule: Rule, at: str, case: Case) -> str:
    """The part of a broken rule that does not hold: ``可防性案件数 39 大于 刑事立案数 17``."""
    return _sentence(_broken_part(rule.expression.root, case), at, case)


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

_MIRRORED = {"<=": ">=", ">=": "<=", "<": ">", ">": "<", "=": "=", "<>": "<>"}
#: what a link says when it does NOT hold
_MORE = {"<=": "大于", ">=": "小于", "<": "不小于", ">": "不大于", "=": "不等于", "<>": "等于"}
_LATER = {**_MORE, "<=": "晚于", ">=": "早于", "<": "不早于", ">": "不晚于"}


def _sentence(broken: Node, at: str, case: Case) -> str:
    places = places_to_print(lambda places: _Teller(case, places).keeps(broken))
    teller = _Teller(case, places)
    return (teller if teller.keeps(broken) else _Teller(case, None)).sentence(broken, at)


@dataclass(frozen=True, slots=True)
class _Span:
    """The time between two days or moments, with its measure: ``共 34小时40分``."""

    start: str
    end: str
    words: str
    measure: Callable[[Number], str]


@dataclass(frozen=True)
class _Teller:
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

    def sentence(self, broken: Node, at: str) -> str:
        match broken:
            case Comparison((left, Literal(Fraction(numerator=0))), (">",)):
                return self.side(left)
            case Comparison((left, right), (op,)):
                if self.is_wanted(left, right, at):
                    left, right, op = right, left, _MIRRORED[op]
                verb = (_LATER if self.is_day(left) or self.is_day(right) else _MORE)[op]
                span = self.span(left) or self.span(right)
                measure = span.measure if span else plain
                return f"{self.side(left, measure)} {verb} {self.side(right, measure)}"
            case _:
                return "，".join(map(self.named, names_in(broken)))

    def is_wanted(self, left: Node, right: Node, at: str) -> bool:
        """Whether ``left`` is what was wanted and ``right`` what was found: that is told first."""
        calendar = self.case.edition.calendar
        given = [all(name in calendar for name in names_in(side)) for side in (left, right)]
        if any(given):
            return given[0] and not given[1]
        return _is_about(right, at) and not _is_about(left, at)

    def side(self, node: Node, measure: Callable[[Number], str] = plain) -> str:
        """A side of a comparison; a bare number in the ``measure`` of the other side."""
        match node:
            case Name(text):
                return self.named(text)
            case Literal(exact):
                return measure(exact)
            case Word(text):
                return text
        worth, span = self.worth(node), self.span(node)
        if span:
            ends = f"{self.named(span.start)} 至{self.named(span.end)}"
            return f"{ends} {span.words} {span.measure(worth)}"
        if self.is_day(node):
            return date.fromordinal(int(worth)).isoformat()
        if all(name in self.case.edition.calendar for name in names_in(node)):
            return self.number(worth)
        by_hand = compiled(node)(self.printed)
        sign = "=" if by_hand == told(worth, self.places) else "≈"
        return f"{printed(node, self.named)} {sign} {self.number(worth)}"

    def named(self, name: str) -> str:
        """``可防性案件数 39``, ``近12个月平均刑事立案数 约 32.67``; a day of the calendar alone."""
        value = self.case.lookup(name)
        if name in self.case.edition.calendar and isinstance(value, date):
            return plain(value)
        if not isinstance(value, Fraction):
            return f"{self.case.label(name)} {plain(value)}"
        about = "" if told(value, self.places) == value else "约 "
        return f"{self.case.label(name)} {about}{self.number(value)}"

    def number(self, number: Number) -> str:
        return written(told(number, self.places))

    def span(self, node: Node) -> _Span | None:
        match node:
            case Arithmetic("*", Arithmetic("-", Name(end), Name(start)), Literal(by)) if by == 24:
                return _Span(start, end, "共", hours)
            case Arithmetic("-", Name(end), Name(start)) if self.is_day(node.left):
                return _Span(start, end, "相隔", _days)
        return None

    def is_day(self, node: Node) -> bool:
        match node:
            case Name(text):
                return isinstance(self.case.lookup(text), date)
            case Arithmetic("+" | "-", left, right):
                return self.is_day(left) != self.is_day(right)
            case _:
                return False


def _days(number: Number) -> str:
    return f"{plain(number)} 天"


def _is_about(node: Node, at: str) -> bool:
    return any(term_of(name).item == at for name in names_in(node))
