"""A formula as Excel text: one transform for each node, brackets where they are needed."""

from zongzhi_xl.core.language.expressions import Arithmetic, Comparison
from zongzhi_xl.core.language.formulas import (
    Block,
    Call,
    Cell,
    Constant,
    Formula,
    Group,
    If,
    Negated,
    Operation,
    Read,
    Ruled,
)

_COMPARISON, _SUM, _UNARY, _ATOM = 1, 3, 5, 6
#: how tightly an operator binds, in Excel's order; comparisons bind least
_BINDING = {"&": 2, "+": _SUM, "-": _SUM, "*": 4, "/": 4}


def formula_text(formula: Formula) -> str:
    """The text without ``=``."""
    match formula:
        case Read(text) | Cell(text) | Block(text) | Ruled(text):
            return text
        case Constant(value):
            return quoted(value) if isinstance(value, str) else str(value).upper()
        case If(test, then, otherwise):
            return _called("IF", test, then, otherwise)
        case Call(function, arguments):
            return _called(function, *arguments)
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


def _called(function: str, *arguments: Formula) -> str:
    return f"{function}({','.join(map(formula_text, arguments))})"


def _operand(formula: Formula, least: int) -> str:
    text = formula_text(formula)
    return text if _binding(formula) >= least else f"({text})"


def _binding(formula: Formula) -> int:
    match formula:
        case Operation(op, _):
            return _BINDING.get(op, _COMPARISON)
        case Negated():
            return _UNARY
        case Ruled(_, expression):
            match expression.root:
                case Comparison(_, (_,)):
                    return _COMPARISON
                case Arithmetic():
                    return _SUM
    return _ATOM
