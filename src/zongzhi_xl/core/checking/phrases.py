"""What is said of a broken comparison, before its figures are put in.

The sentence stands here once; :mod:`~zongzhi_xl.core.checking.sentences` puts the figures of one
return into it, a formula of the sheet those that are typed.
"""

from collections.abc import Callable
from datetime import date
from fractions import Fraction
from typing import TypeAlias

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
from zongzhi_xl.core.language.values import Number, plain
from zongzhi_xl.core.returned.terms import term_of
from zongzhi_xl.record import Record

#: between a side worked out and what it amounts to; before a figure that is rounded
EXACTLY, ROUNDED, ABOUT = "=", "≈", "约 "

#: how a figure is written: :func:`number`, :func:`hours`, :func:`days` or :func:`day`
Measure: TypeAlias = Callable[[Number], str]


class Named(Record):
    """A figure with its name."""

    name: str


class Worth(Record):
    """What a part of the rule amounts to."""

    node: Node
    measure: Measure


class Sign(Record):
    """Whether that is exact: ``=`` or ``≈``."""

    node: Node


Piece: TypeAlias = str | Named | Worth | Sign
Phrase: TypeAlias = tuple[Piece, ...]


def number(figure: Number) -> str:
    """``32.67``."""
    return written(figure)


def days(figure: Number) -> str:
    """``4 天``."""
    return f"{plain(figure)} 天"


def day(figure: Number) -> str:
    """``2026-03-05`` of the day with that ordinal."""
    return date.fromordinal(int(figure)).isoformat()


_MIRRORED = {"<=": ">=", ">=": "<=", "<": ">", ">": "<", "=": "=", "<>": "<>"}
#: what a link says when it does NOT hold
_MORE = {"<=": "大于", ">=": "小于", "<": "不小于", ">": "不大于", "=": "不等于", "<>": "等于"}
_LATER = {**_MORE, "<=": "晚于", ">=": "早于", "<": "不早于", ">": "不晚于"}


class _Span(Record):
    """The time between two days or moments, with its measure: ``共 34小时40分``."""

    start: str
    end: str
    words: str
    measure: Measure


def unexcused(rule: Node, given: frozenset[str]) -> Node:
    """What a broken rule asked for: a comparison without the circumstances that excuse from it.

    ``更正件 = 是 or 甲 <= 乙`` is told as ``甲 <= 乙``: circumstances name what is ``given`` only.
    """
    match rule:
        case Logic("or", parts):
            asked = [one for one in parts if not given.issuperset(names_in(one))]
            if len(asked) == 1 and isinstance(asked[0], Comparison):
                return asked[0]
    return rule


class Phrasing(Record):
    """How comparisons are phrased, by which names are of the ``calendar`` and which are days."""

    calendar: frozenset[str]
    is_day: Callable[[str], bool]

    def of(self, broken: Node, at: str) -> Phrase:
        """The part of a rule that does not hold, as it is told at the cell ``at``."""
        match broken:
            case Comparison((left, Literal(Fraction(numerator=0))), (">",)):
                return self._side(left)
            case Comparison((left, right), (op,)):
                if self._is_wanted(left, right, at):
                    left, right, op = right, left, _MIRRORED[op]
                verb = (_LATER if self._amounts_to_day(left, right) else _MORE)[op]
                span = self._span(left) or self._span(right)
                measure = span.measure if span else plain
                return (*self._side(left, measure), f" {verb} ", *self._side(right, measure))
            case _:
                names = [Named(name) for name in names_in(broken)]
                return tuple(piece for name in names for piece in ("，", name))[1:]

    def _is_wanted(self, left: Node, right: Node, at: str) -> bool:
        """Whether ``left`` is what was wanted and ``right`` what was found: that is told first."""
        given = [self._is_given(side) for side in (left, right)]
        if any(given):
            return given[0] and not given[1]
        return _is_about(right, at) and not _is_about(left, at)

    def _is_given(self, node: Node) -> bool:
        return all(name in self.calendar for name in names_in(node))

    def _side(self, node: Node, measure: Measure = plain) -> Phrase:
        """A side of a comparison; a bare number in the ``measure`` of the other side."""
        match node:
            case Name(text):
                return (Named(text),)
            case Literal(exact):
                return (measure(exact),)
            case Word(text):
                return (text,)
        if span := self._span(node):
            ends = (Named(span.start), " 至", Named(span.end))
            return (*ends, f" {span.words} ", Worth(node, span.measure))
        if self._amounts_to_day(node):
            return (Worth(node, day),)
        if self._is_given(node):
            return (Worth(node, number),)
        return (*_worked_out(node), " ", Sign(node), " ", Worth(node, number))

    def _span(self, node: Node) -> _Span | None:
        match node:
            case Arithmetic("*", Arithmetic("-", Name(end), Name(start)), Literal(by)) if by == 24:
                return _Span(start, end, "共", hours)
            case Arithmetic("-", Name(end), Name(start)) if self.is_day(end):
                return _Span(start, end, "相隔", days)
        return None

    def _amounts_to_day(self, *nodes: Node) -> bool:
        return any(map(self._is_day, nodes))

    def _is_day(self, node: Node) -> bool:
        match node:
            case Name(text):
                return self.is_day(text)
            case Arithmetic("+" | "-", left, right):
                return self._is_day(left) != self._is_day(right)
            case _:
                return False


def _worked_out(node: Node) -> Phrase:
    """The node as it is printed, a figure beside each name."""
    parts = printed(node, lambda name: f"\0{name}\0").split("\0")
    return tuple(Named(part) if n % 2 else part for n, part in enumerate(parts) if part)


def _is_about(node: Node, at: str) -> bool:
    return any(term_of(name).item == at for name in names_in(node))
