"""A formula as Excel text: one transform for each node, brackets where they are needed."""

from zongzhi_xl.core.language import formulas

_COMPARISON, _SUM, _UNARY, _ATOM = 1, 3, 5, 6
#: how tightly an operator binds, in Excel's order; comparisons bind least
_BINDING = {"&": 2, "+": _SUM, "-": _SUM, "*": 4, "/": 4}


def formula_text(formula: formulas.Formula) -> str:
    """The text without ``=``."""
    match formula:
        case formulas.Place(text):
            return text
        case formulas.Constant(value):
            return quoted(value) if isinstance(value, str) else str(value).upper()
        case formulas.If(test, then, otherwise):
            return _called("IF", test, then, otherwise)
        case formulas.Call(function, arguments):
            return _called(function, *arguments)
        case formulas.Group(inner):
            return f"({formula_text(inner)})"
        case formulas.Negated(inner):
            return f"-{_operand(inner, _UNARY)}"
        case formulas.Operation(op, (first, *others)):
            own = _BINDING.get(op, _COMPARISON)
            before = own + (own == _COMPARISON)
            # these do not give the same in another order: a-(b-c), a/(b*c), (a=b)=(c=d)
            after = own + (op not in ("+", "*", "&"))
            return op.join([_operand(first, before), *(_operand(one, after) for one in others)])
    raise TypeError(f"no text for {formula!r}")


def condition(formula: formulas.Formula) -> str:
    """The text as conditional formats and validations take it."""
    return f"={formula_text(formula)}"


def quoted(text: str) -> str:
    """Text as a literal inside a formula."""
    return '"' + text.replace('"', '""') + '"'


def _called(function: str, *arguments: formulas.Formula) -> str:
    return f"{function}({','.join(map(formula_text, arguments))})"


def _operand(formula: formulas.Formula, least: int) -> str:
    text = formula_text(formula)
    return text if _binding(formula) >= least else f"({text})"


def _binding(formula: formulas.Formula) -> int:
    match formula:
        case formulas.Operation(op, _):
            return _BINDING.get(op, _COMPARISON)
        case formulas.Negated():
            return _UNARY
    return _ATOM
