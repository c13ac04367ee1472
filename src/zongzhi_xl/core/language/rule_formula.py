"""A rule as a formula over the cells of a sheet, exact in doubles.

Names in a sheet are whole numbers (or a pair of them), so arithmetic is carried as numerator and
denominator and divided once at the end: doubles stay exact below 2**53 and the sheet decides
every limit as the engine does. A naive formula in doubles was wrong in 3 % of small cases.
"""

from collections.abc import Callable
from itertools import pairwise
from typing import TypeAlias

from zongzhi_xl.core.language import expressions
from zongzhi_xl.core.language.expressions import Expression, Node
from zongzhi_xl.core.language.formulas import (
    Call,
    Constant,
    Formula,
    Group,
    Negated,
    Operation,
    call,
    formula_text,
    joined,
    place,
)
from zongzhi_xl.core.language.functions import FUNCTIONS
from zongzhi_xl.record import Record

_ONE = Constant(1)


class Ratio(Record):
    """A numerator and a denominator."""

    top: Formula
    bottom: Formula = _ONE


Reference: TypeAlias = Callable[[str], Ratio]


def cell_called(name: str) -> Ratio:
    """A figure that is a cell of that name."""
    return Ratio(place(name))


def rule_formula(rule: Expression, reference: Reference) -> Formula:
    """The bare formula, to stand inside a guard against gaps and divisors of 0.

    ``reference`` gives for a name its numerator and denominator: a cell, or a pair of them for a
    mean. The result is exact while figures stay below 2**53.
    """
    return _formula(rule.root, reference)


def divisors(rule: Expression, reference: Reference) -> tuple[Formula, ...]:
    """Everything that the guard must test for zero, each once, the innermost first."""
    found: dict[str, Formula] = {}
    for part in expressions.parts_of(rule.root):
        match part:
            case expressions.Arithmetic("/", _, expressions.Literal()):
                pass
            case expressions.Arithmetic("/", _, below):
                divisor = _ratio(below, reference).top
                found.setdefault(formula_text(divisor), divisor)
    return tuple(found.values())


def _formula(node: Node, reference: Reference) -> Formula:
    match node:
        case expressions.Word(text):
            return Constant(text)
        case expressions.Comparison(operands, ops):
            links = [
                _link(sides, op, reference)
                for sides, op in zip(pairwise(operands), ops, strict=True)
            ]
            return links[0] if len(links) == 1 else call("AND", *links)
        case expressions.Logic(op, operands):
            return call(op.upper(), *(_formula(operand, reference) for operand in operands))
        case _:
            return _quotient(_ratio(node, reference))


def _quotient(ratio: Ratio) -> Formula:
    return ratio.top if _is_one(ratio.bottom) else Group(ratio.top) / Group(ratio.bottom)


def _link(sides: tuple[Node, Node], op: str, reference: Reference) -> Formula:
    left, right = sides
    if isinstance(left, expressions.Word) or isinstance(right, expressions.Word):
        return joined(op, [_formula(side, reference) for side in sides])
    a, b = _ratio(left, reference), _ratio(right, reference)
    if _has(a.bottom, "-") or _has(b.bottom, "-"):
        # a divisor that may be below 0 would turn the sign round: multiply by its square
        over = _times(_times(a.top, a.bottom), _times(b.bottom, b.bottom))
        under = _times(_times(b.top, b.bottom), _times(a.bottom, a.bottom))
        return joined(op, (over, under))
    return joined(op, (_times(a.top, b.bottom), _times(b.top, a.bottom)))


def _ratio(node: Node, reference: Reference) -> Ratio:
    match node:
        case expressions.Literal(exact):
            return Ratio(Constant(exact.numerator), Constant(exact.denominator))
        case expressions.Name(text):
            return reference(text)
        case expressions.Arithmetic(op, left, right):
            return _arithmetic(op, _ratio(left, reference), _ratio(right, reference))
        case expressions.Call("ABS", (argument,)):
            inner = _ratio(argument, reference)
            below = call("ABS", inner.bottom) if _has(inner.bottom, "-") else inner.bottom
            return Ratio(call("ABS", inner.top), below)
        case expressions.Call(function, arguments):
            parts = [_formula(argument, reference) for argument in arguments]
            formula = FUNCTIONS[function].formula
            return Ratio(formula(*parts) if formula else call(function, *parts))
        case _:
            raise TypeError("此处应为数字，不能是“是/否”或判断")


def _arithmetic(op: str, a: Ratio, b: Ratio) -> Ratio:
    if op == "*":
        return Ratio(_times(a.top, b.top), _times(a.bottom, b.bottom))
    if op == "/":
        return Ratio(_times(a.top, b.bottom), _times(a.bottom, b.top))
    left, right, bottom = a.top, b.top, a.bottom
    if formula_text(a.bottom) != formula_text(b.bottom):
        left, right = _times(a.top, b.bottom), _times(b.top, a.bottom)
        bottom = _times(a.bottom, b.bottom)
    return Ratio(joined(op, (left, _grouped(right) if op == "-" else right)), bottom)


def _times(a: Formula, b: Formula) -> Formula:
    if _is_one(a):
        return b
    return a if _is_one(b) else _grouped(a) * _grouped(b)


def _is_one(formula: Formula) -> bool:
    return isinstance(formula, Constant) and formula.value == 1


def _grouped(formula: Formula) -> Formula:
    return Group(formula) if _has(formula, "+", "-") else formula


def _has(formula: Formula, *signs: str) -> bool:
    """Whether one of these signs is written anywhere in a formula."""
    match formula:
        case Operation(op, operands):
            return op in signs or any(_has(one, *signs) for one in operands)
        case Call(_, arguments):
            return any(_has(one, *signs) for one in arguments)
        case Negated(inner):
            return "-" in signs or _has(inner, *signs)
        case Group(inner):
            return _has(inner, *signs)
        case _:
            return False
