"""The exact answer of a rule: its tree compiled once into closures over figures.

Whole numbers stay whole numbers, a division makes a fraction, days count as their ordinal
number; there is no rounding anywhere.
"""

import operator
from collections.abc import Callable, Mapping
from datetime import date, datetime
from fractions import Fraction
from functools import lru_cache
from typing import Any, TypeAlias

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
from zongzhi_xl.core.language.functions import FUNCTIONS
from zongzhi_xl.core.language.values import ZERO_DENOMINATOR, Gap, Number, Value, strongest_gap

#: a figure ready to calculate with: a number, a word, or a gap (days as ordinal numbers)
Figure: TypeAlias = Any
#: a compiled rule; raises ZeroDivisionError where something is divided by zero
Program: TypeAlias = Callable[[Mapping[str, Figure]], Figure]
Result: TypeAlias = int | Fraction | bool | str | Gap

OPERATORS: dict[str, Callable[[Any, Any], Any]] = {
    "+": operator.add, "-": operator.sub, "*": operator.mul,
    "/": lambda left, right: Fraction(left) / right,
    "=": operator.eq, "<>": operator.ne, "<": operator.lt, ">": operator.gt,
    "<=": operator.le, ">=": operator.ge,
}  # fmt: skip


def evaluate(expression: Expression, lookup: Callable[[str], Value]) -> Result:
    """The exact answer, or the gap that decides it.

    Every name is looked up first, so the state of the formula depends on all of its names and
    on nothing else; the sheet's guard does the same.
    """
    values = {name: lookup(name) for name in expression.names}
    gap = strongest_gap(values.values())
    if gap:
        return gap
    try:
        answer: Result = program(expression)(
            {name: figure_of(value) for name, value in values.items()}
        )
    except ZeroDivisionError:
        return ZERO_DENOMINATOR
    return answer


def compare(left: Number, op: str, right: Number) -> bool:
    """``left op right``."""
    return bool(OPERATORS[op](left, right))


def figure_of(value: Value) -> Figure:
    """``value`` ready to calculate with: a day as its ordinal number, all else as it is."""
    match value:
        case datetime():
            return value.toordinal() + Fraction(value.hour * 60 + value.minute, 1440)
        case date():
            return value.toordinal()
        case _:
            return value


def day_of(result: Result) -> Value:
    """The day whose ordinal number a rule gives; a gap as it is."""
    return result if isinstance(result, Gap) else date.fromordinal(int(result))


@lru_cache(maxsize=4096)
def program(expression: Expression) -> Program:
    """``expression`` compiled, once for each rule."""
    return compiled(expression.root)


def compiled(node: Node) -> Program:
    """``node`` as a closure over figures. Nothing is skipped: a zero divisor always shows."""
    match node:
        case Literal(exact):
            number = exact.numerator if exact.denominator == 1 else exact
            return lambda _: number
        case Word(text):
            return lambda _: text
        case Name(text):
            return operator.itemgetter(text)
        case Arithmetic(op, left, right):
            return _pair(op, compiled(left), compiled(right))
        case Comparison(operands, ops):
            return _chain([compiled(one) for one in operands], ops)
        case Logic(op, operands):
            return _logic(op, [compiled(one) for one in operands])
        case Call(function, arguments):
            call, parts = FUNCTIONS[function].answer, [compiled(one) for one in arguments]
            return lambda figures: call(*[part(figures) for part in parts])


def _pair(op: str, left: Program, right: Program) -> Program:
    apply = OPERATORS[op]
    return lambda figures: apply(left(figures), right(figures))


def _chain(sides: list[Program], ops: tuple[str, ...]) -> Program:
    links = [_pair(op, left, right) for left, op, right in zip(sides, ops, sides[1:], strict=False)]
    return links[0] if len(links) == 1 else _joined(all, links)


def _logic(op: str, parts: list[Program]) -> Program:
    if op == "not":
        return lambda figures: not parts[0](figures)
    return _joined(all if op == "and" else any, parts)


def _joined(join: Callable[[list[Any]], bool], parts: list[Program]) -> Program:
    return lambda figures: join([part(figures) for part in parts])
