"""What a formula shows: its tree compiled once into closures over the facts of one return.

Numbers stay exact until they are shown. Errors behave as in a sheet: whatever cannot be read or
found raises :class:`NoValue`, which ISERROR notices and everything else passes on.
"""

import operator
from collections.abc import Callable
from fractions import Fraction
from functools import lru_cache, reduce
from math import floor
from typing import Any, Protocol, TypeAlias

from zongzhi_xl.core.language import formulas
from zongzhi_xl.core.language.days import counted_on, day_at, moment_at, serial
from zongzhi_xl.core.language.evaluation import OPERATORS
from zongzhi_xl.core.language.functions import FUNCTIONS
from zongzhi_xl.core.language.values import ERRORS, plain, rounded


class NoValue(Exception):  # noqa: N818  # no error of ours: what a sheet shows as #N/A or #VALUE!
    """There is nothing to show."""


class Known(Protocol):
    """What formulas ask of one return."""

    def read(self, source: formulas.Source, name: str, row: int) -> Any:
        """What a cell holds; raises :class:`NoValue` where it holds an error."""

    def answer(self, formula: Any) -> Any:
        """What a cell with a formula of its own shows."""


Program: TypeAlias = Callable[[Known], Any]


def compiled(formula: formulas.Formula) -> Program:
    """``formula`` as a closure over facts; only the branch that a test chooses is run."""
    match formula:
        case formulas.Constant(value):
            return lambda _: value
        case formulas.Read(_, source, name, row):
            return lambda facts: facts.read(source, name, row)
        case formulas.Cell(_, holds):
            return lambda facts: facts.answer(holds)
        case formulas.Block():
            return _block(formula)
        case formulas.Group(inner):
            return compiled(inner)
        case formulas.If(test, then, otherwise):
            asked, yes, no = compiled(test), _once_asked(then), _once_asked(otherwise)
            return lambda facts: yes(facts) if asked(facts) else no(facts)
        case formulas.Call("ISERROR", (inner,)):
            kept = _kept(compiled(inner))
            return lambda facts: isinstance(kept(facts), NoValue)
        case formulas.Call("CHOOSE", (number, *branches)):
            which, ways = compiled(number), [_once_asked(one) for one in branches]
            return lambda facts: ways[which(facts) - 1](facts)
        case formulas.Call("ERROR.TYPE", (inner,)):
            error = _kept(compiled(inner))
            return lambda facts: _number_of(error(facts))
        case _:
            return _applied(formula)


def _once_asked(branch: formulas.Formula) -> Program:
    """A branch is compiled when it is first chosen: most never are, and they are most of a form."""
    if isinstance(branch, formulas.Constant | formulas.Read | formulas.Cell):
        return compiled(branch)
    program: Program | None = None

    def run(facts: Known) -> Any:
        nonlocal program
        if program is None:
            program = compiled(branch)
        return program(facts)

    return run


@lru_cache(maxsize=256)
def _block(block: formulas.Block) -> Program:
    """A block stands in many formulas; it is compiled once."""
    programs = [_kept(compiled(one)) for one in block.cells]
    return lambda facts: tuple([program(facts) for program in programs])


def _applied(formula: formulas.Formula) -> Program:
    function, parts = _parts(formula)
    if _is_wide(formula):
        function = _each(function)
    match [compiled(one) for one in parts]:
        case [only]:
            return lambda facts: function(only(facts))
        case [left, right]:
            return lambda facts: function(left(facts), right(facts))
        case programs:
            return lambda facts: function(*[program(facts) for program in programs])


def _parts(formula: formulas.Formula) -> tuple[Callable[..., Any], tuple[formulas.Formula, ...]]:
    match formula:
        case formulas.Negated(inner):
            return operator.neg, (inner,)
        case formulas.Operation(op, (_, _) as operands):
            return _OPERATORS[op], operands
        case formulas.Operation(op, operands):
            return lambda *values: reduce(_OPERATORS[op], values), operands
        case formulas.Call(name, arguments):
            return _OF_BLOCKS.get(name) or _OF_CELLS[name], arguments
    raise TypeError(f"no answer for {formula!r}")


def _is_wide(formula: formulas.Formula) -> bool:
    """Whether there is an answer for every cell of a block, and not only one."""
    match formula:
        case formulas.Block():
            return True
        case formulas.Operation(_, parts) | formulas.Call(_, parts):
            of_blocks = isinstance(formula, formulas.Call) and formula.function in _OF_BLOCKS
            return not of_blocks and any(map(_is_wide, parts))
        case formulas.Negated(inner) | formulas.Group(inner):
            return _is_wide(inner)
    return False


def _kept(program: Program) -> Program:
    """An error in a block harms only who asks for that cell."""

    def run(facts: Known) -> Any:
        try:
            return program(facts)
        except NoValue as error:
            return error

    return run


def _each(function: Callable[..., Any]) -> Callable[..., Any]:
    """Through the cells of a block one by one, a single value beside each of them."""

    def run(*values: Any) -> Any:
        rows = next(len(value) for value in values if isinstance(value, tuple))
        columns = [value if isinstance(value, tuple) else (value,) * rows for value in values]
        return tuple(function(*row) for row in zip(*columns, strict=True))

    return run


def shown(value: Any) -> str:
    """A value as ``&`` writes it."""
    match value:
        case bool():
            return str(value).upper()
        case Fraction():
            value = float(value)
    return f"{value:.15g}" if isinstance(value, float) else str(value)


def _text(day: Any, look: str) -> str:
    """A day, to the minute where ``look`` shows hours, or a whole number; text stays as it is."""
    if isinstance(day, str):
        return day
    if look == "0":
        return str(int(day))
    return plain(moment_at(day) if "h" in look else day_at(day))


def _number_of(error: Any) -> int:
    """Which error it is; what cannot be found is #N/A."""
    name = str(error)
    return ERRORS.index(name if name in ERRORS else ERRORS[-1]) + 1


def _number(text: Any) -> Any:
    if isinstance(text, int | float):
        return text
    if text.isascii() and text.isdecimal():
        return int(text)
    raise NoValue(text)


def _find(words: str, text: Any) -> int:
    if words not in shown(text):
        raise NoValue(words)
    return shown(text).index(words) + 1


def _match(wanted: Any, block: tuple[Any, ...], _: int) -> int:
    if wanted not in block:
        raise NoValue(wanted)
    return block.index(wanted) + 1


def _products(*blocks: tuple[Any, ...]) -> Any:
    return sum(reduce(operator.mul, row) for row in zip(*blocks, strict=True))


_OPERATORS: dict[str, Callable[[Any, Any], Any]] = {
    **OPERATORS,
    "/": lambda left, right: Fraction(left) / Fraction(right),
    "&": lambda left, right: shown(left) + shown(right),
}
_OF_CELLS: dict[str, Callable[..., Any]] = {
    **{name: one.answer for name, one in FUNCTIONS.items()},
    "AND": lambda *tests: all(tests),
    "DATE": lambda *day: serial(counted_on(*day)),
    "FIND": _find,
    "HYPERLINK": lambda _, words: words,
    "INT": floor,
    "ISNUMBER": lambda value: type(value) in (int, float, Fraction),
    "ISLOGICAL": lambda value: isinstance(value, bool),
    "LEFT": lambda text, length: shown(text)[:length],
    "LEN": lambda text: len(shown(text)),
    "MID": lambda text, start, length: shown(text)[start - 1 : start - 1 + length],
    "N": lambda value: 0 if isinstance(value, str) else value,
    "NOT": operator.not_,
    "OR": lambda *tests: any(tests),
    "REPT": lambda sign, times: sign * times,
    "RIGHT": lambda text, length: shown(text)[-length:],
    "ROUND": lambda number, places: Fraction(rounded(Fraction(number), places)),
    "SUBSTITUTE": lambda text, old, new: shown(text).replace(shown(old), new),
    "TEXT": _text,
    "TRIM": lambda text: " ".join(filter(None, shown(text).split(" "))),
    "VALUE": _number,
}
#: functions that take a block as a whole
_OF_BLOCKS: dict[str, Callable[..., Any]] = {
    "COUNTA": lambda block: sum(value != "" for value in block),
    "INDEX": lambda block, place: block[place - 1],
    "MATCH": _match,
    "SUMPRODUCT": _products,
}
