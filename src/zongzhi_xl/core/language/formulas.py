"""A formula of a sheet as a tree: built once, printed as Excel text, and answered in Python.

Whatever a cell shows is built from the nodes below, mostly with Python's own operators::

    when(state(甲) > 0, "未运行", when(figure(甲) <= figure(乙), "通过", "不通过"))

:func:`formula_text` prints it, with brackets where they are needed, and
:mod:`~zongzhi_xl.core.language.formula_answers` gives what the sheet will show, so that the two
cannot part. Nodes are compared by identity: ``a.equals(b)`` builds ``a=b``.

Only functions of Excel 2007 are used. AND and OR of Excel do not stop early, so whatever may be
an error is tested first by an outer :class:`If`.
"""

from collections.abc import Callable, Iterable
from enum import Enum, auto
from functools import reduce
from typing import TypeAlias

from zongzhi_xl.record import Record

Operand: TypeAlias = "Formula | str | int"
#: a test, and what is shown where it is the first that holds
Case: TypeAlias = "tuple[Formula, Operand]"


def _operator(op: str) -> Callable[["Formula", Operand], "Formula"]:
    return lambda left, right: joined(op, (left, right))


class Formula(Record, eq=False):
    """A formula or a part of one; operators build larger ones, texts and numbers are taken in."""

    __add__ = _operator("+")
    __sub__ = _operator("-")
    __mul__ = _operator("*")
    __truediv__ = _operator("/")
    #: the words of both, one behind the other
    __and__ = _operator("&")
    __lt__ = _operator("<")
    __le__ = _operator("<=")
    __gt__ = _operator(">")
    __ge__ = _operator(">=")
    #: ``==`` and ``!=`` tell nodes apart
    equals = _operator("=")
    differs = _operator("<>")

    def __rmul__(self, other: Operand) -> "Formula":
        return joined("*", (other, self))

    def __rand__(self, other: Operand) -> "Formula":
        return joined("&", (other, self))

    def __neg__(self) -> "Formula":
        return Negated(self)


class Source(Enum):
    """What is read of a name."""

    FIGURE = auto()  # its value as understood
    STATE = auto()  # 0 a value, 1 无法识别, 2 未填, 3 不适用
    NOTE = auto()  # the 说明 beside it
    TYPED = auto()  # what stands in the cell, word for word
    EVENT = auto()  # a column of the register of events
    DATED = auto()  # whether the cell shows a day
    LOCKED = auto()  # whether nobody can type there


class Constant(Formula):
    """Words, a whole number, TRUE or FALSE."""

    value: str | int


class Place(Formula):
    """Something that stands elsewhere, with the text that refers to it."""

    text: str


class Read(Place):
    """A cell that somebody fills in; ``row`` (from 0) is that of a register."""

    source: Source
    name: str
    row: int = 0


class Cell(Place):
    """A cell that holds a formula of its own: whatever the facts know the answer to."""

    holds: object


class Block(Place):
    """A range of cells; functions go through them one by one, or take them as a whole."""

    cells: tuple[Formula, ...]


class If(Formula):
    """``then`` where ``test`` holds; the other branch is never looked at."""

    test: Formula
    then: Formula
    otherwise: Formula


class Operation(Formula):
    """``operands`` with one of ``+ - * / & = <> < <= > >=`` between them, from left to right."""

    op: str
    operands: tuple[Formula, ...]


class Negated(Formula):
    """``-inner``."""

    inner: Formula


class Group(Formula):
    """``(inner)`` where no bracket is needed, for the reader's sake."""

    inner: Formula


class Call(Formula):
    """A function of the sheet."""

    function: str
    arguments: tuple[Formula, ...]


def place(text: str) -> Read:
    """A cell, in formulas that only the sheet asks: what holds there is not known before."""
    return Read(text, Source.TYPED, "")


def part(value: Operand) -> Formula:
    """``value`` as a formula."""
    return value if isinstance(value, Formula) else Constant(value)


def joined(op: str, parts: Iterable[Operand]) -> Formula:
    """All ``parts`` with ``op`` between them; a chain goes on where its first part is one."""
    first, *others = map(part, parts)
    if isinstance(first, Operation) and first.op == op and op in "+-*&":
        return Operation(op, (*first.operands, *others))
    return Operation(op, (first, *others)) if others else first


def total(parts: Iterable[Operand]) -> Formula:
    """The sum of ``parts``, 0 where there is none."""
    return joined("+", tuple(parts) or (0,))


def when(test: Formula, then: Operand, otherwise: Operand) -> Formula:
    """``then`` where ``test`` holds."""
    return If(test, part(then), part(otherwise))


def first_of(cases: Iterable[Case], otherwise: Operand) -> Formula:
    """What belongs to the first test that holds."""
    for test, then in reversed(tuple(cases)):
        otherwise = when(test, then, otherwise)
    return part(otherwise)


def call(function: str, *arguments: Operand) -> Formula:
    """A function of the sheet."""
    return Call(function, tuple(map(part, arguments)))


def any_of(tests: Iterable[Formula]) -> Formula:
    """Whether one of ``tests`` holds; none may give an error."""
    found = tuple(tests)
    return found[0] if len(found) == 1 else call("OR", *found)


def between(sign: str, parts: Iterable[Operand]) -> list[Operand]:
    """``parts`` with a sign between them."""
    return [one for part in parts for one in (sign, part)][1:]


def without(text: Formula, signs: Iterable[str]) -> Formula:
    """``text`` with every one of ``signs`` taken out."""
    return reduce(lambda rest, sign: call("SUBSTITUTE", rest, sign, ""), signs, text)


def is_error(inner: Formula) -> Formula:
    """Whether a cell or a look-up gives an error."""
    return call("ISERROR", inner)


def most(cells: Iterable[Place]) -> Formula:
    """The highest of some cells, each asked once."""
    found = tuple({cell.text: cell for cell in cells}.values())
    return found[0] if len(found) == 1 else call("MAX", *found)


def count_of(test: Formula) -> Formula:
    """How many cells of a block hold what ``test`` asks of it."""
    return call("SUMPRODUCT", Negated(Negated(test)))


# ------------------------------------------------------------------ the text of a formula

_COMPARISON, _SUM, _UNARY, _ATOM = 1, 3, 5, 6
#: how tightly an operator binds, in Excel's order; comparisons bind least
_BINDING = {"&": 2, "+": _SUM, "-": _SUM, "*": 4, "/": 4}


def formula_text(formula: Formula) -> str:
    """The text without ``=``."""
    match formula:
        case Place(text):
            return text
        case Constant(value):
            return quoted(value) if isinstance(value, str) else str(value).upper()
        case If(test, then, otherwise):
            return formula_text(Call("IF", (test, then, otherwise)))
        case Call(function, arguments):
            return f"{function}({','.join(map(formula_text, arguments))})"
        case Group(inner):
            return f"({formula_text(inner)})"
        case Negated(inner):
            return f"-{_operand(inner, _UNARY)}"
        case Operation(op, (first, *others)):
            own = _BINDING.get(op, _COMPARISON)
            before = own + (own == _COMPARISON)
            # these do not give the same in another order: a-(b-c), a/(b*c), (a=b)=(c=d)
            after = own + (op not in ("+", "*", "&"))
            return op.join([_operand(first, before), *(_operand(one, after) for one in others)])
    raise TypeError(f"no text for {formula!r}")


def condition(formula: Formula) -> str:
    """The text as conditional formats and validations take it."""
    return f"={formula_text(formula)}"


def quoted(text: str) -> str:
    """Text as a literal inside a formula."""
    return '"' + text.replace('"', '""') + '"'


def _operand(formula: Formula, least: int) -> str:
    text = formula_text(formula)
    return text if _binding(formula) >= least else f"({text})"


def _binding(formula: Formula) -> int:
    match formula:
        case Operation(op, _):
            return _BINDING.get(op, _COMPARISON)
        case Negated():
            return _UNARY
    return _ATOM
