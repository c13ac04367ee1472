"""A rule as Excel formula text over defined names, exact in doubles.

Names in a sheet are whole numbers (or a pair of them), so arithmetic is carried as numerator and
denominator and divided once at the end: doubles stay exact below 2**53 and the sheet decides
every limit as the engine does. A naive formula in doubles was wrong in 3 % of small cases.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TypeAlias

from zongzhi_xl.core.language.expressions import (
    Arithmetic,
    Call,
    Comparison,
    Expression,
    Literal,
    Logic,
    Name,
    Node,
    Word,
)


@dataclass(frozen=True, slots=True)
class Ratio:
    """Excel text of a numerator and a denominator; ``"1"`` where there is none."""

    top: str
    bottom: str = "1"


Reference: TypeAlias = Callable[[str], Ratio]


def excel(expression: Expression, reference: Reference) -> str:
    """The bare formula text (no ``=``), to stand inside a guard against gaps.

    ``reference`` gives for a name the Excel text of its numerator and denominator: a defined
    name, or a pair of them for a mean. The result is exact while figures stay below 2**53.
    """
    return _excel(expression.root, reference)


def excel_denominators(expression: Expression, reference: Reference) -> dict[str, Expression]:
    """Every divisor that the guard must test for zero, each once, by its Excel text."""
    found: dict[str, Expression] = {}
    for text, node in _divisors(expression.root, reference):
        found.setdefault(text, Expression(f"{expression.text}的分母{text}", node))
    return found


def _divisors(node: Node, reference: Reference) -> Iterator[tuple[str, Node]]:
    match node:
        case Arithmetic(op, left, right):
            yield from _divisors(left, reference)
            yield from _divisors(right, reference)
            if op == "/" and not isinstance(right, Literal):
                yield _ratio(right, reference).top, right
        case Comparison(operands, _) | Logic(_, operands) | Call(_, operands):
            for operand in operands:
                yield from _divisors(operand, reference)
        case _:
            return


def _excel(node: Node, reference: Reference) -> str:
    match node:
        case Word(text):
            return f'"{text}"'
        case Comparison(operands, ops):
            links = [
                _excel_link(a, op, b, reference)
                for a, op, b in zip(operands, ops, operands[1:], strict=False)
            ]
            return links[0] if len(links) == 1 else f"AND({','.join(links)})"
        case Logic(op, operands):
            return f"{op.upper()}({','.join(_excel(operand, reference) for operand in operands)})"
        case _:
            ratio = _ratio(node, reference)
            return _quotient(ratio)


def _quotient(ratio: Ratio) -> str:
    return ratio.top if ratio.bottom == "1" else f"({ratio.top})/({ratio.bottom})"


def _excel_link(left: Node, op: str, right: Node, reference: Reference) -> str:
    if isinstance(left, Word) or isinstance(right, Word):
        return f"{_excel(left, reference)}{op}{_excel(right, reference)}"
    a, b = _ratio(left, reference), _ratio(right, reference)
    if a.bottom == b.bottom == "1":
        return f"{a.top}{op}{b.top}"
    if "-" in a.bottom + b.bottom:
        # a divisor that may be below 0 would turn the sign round: multiply by its square
        over = _times(_times(a.top, a.bottom), _times(b.bottom, b.bottom))
        return f"{over}{op}{_times(_times(b.top, b.bottom), _times(a.bottom, a.bottom))}"
    return f"{_times(a.top, b.bottom)}{op}{_times(b.top, a.bottom)}"


def _ratio(node: Node, reference: Reference) -> Ratio:
    match node:
        case Literal(exact):
            return Ratio(str(exact.numerator), str(exact.denominator))
        case Name(text):
            return reference(text)
        case Arithmetic(op, left, right):
            return _excel_arithmetic(op, _ratio(left, reference), _ratio(right, reference))
        case Call("INT", (argument,)):
            return Ratio(f"INT({_quotient(_ratio(argument, reference))})")
        case Call("CEIL", (argument,)):
            return Ratio(f"-INT(-({_quotient(_ratio(argument, reference))}))")
        case Call("ABS", (argument,)):
            inner = _ratio(argument, reference)
            below = inner.bottom if "-" not in inner.bottom else f"ABS({inner.bottom})"
            return Ratio(f"ABS({inner.top})", below)
        case Call(function, arguments):
            parts = [_quotient(_ratio(argument, reference)) for argument in arguments]
            return Ratio(f"{function}({','.join(parts)})")
        case _:
            raise TypeError("此处应为数字，不能是“是/否”或判断")


def _excel_arithmetic(op: str, a: Ratio, b: Ratio) -> Ratio:
    if op == "*":
        return Ratio(_times(a.top, b.top), _times(a.bottom, b.bottom))
    if op == "/":
        return Ratio(_times(a.top, b.bottom), _times(a.bottom, b.top))
    if a.bottom == b.bottom:
        return Ratio(f"{a.top}{op}{_group(b.top) if op == '-' else b.top}", a.bottom)
    right = _times(b.top, a.bottom)
    top = f"{_times(a.top, b.bottom)}{op}{_group(right) if op == '-' else right}"
    return Ratio(top, _times(a.bottom, b.bottom))


def _times(a: str, b: str) -> str:
    if a == "1":
        return b
    return a if b == "1" else f"{_group(a)}*{_group(b)}"


def _group(text: str) -> str:
    return f"({text})" if re.search(r"[-+]", text) else text
