"""Workings (算式): a rule as it would be worked out on paper, in item names and with figures.

Whoever lost a point must be able to check it by hand, so every figure that decided stands there.
"""

from collections.abc import Callable
from fractions import Fraction

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
from zongzhi_xl.core.language.values import Number, Value, plain, rounded

_SIGNS = {"*": "×", "/": "÷", "-": "−", "<=": "≤", ">=": "≥", "<>": "≠"}
_WORDS = {"and": "且", "or": "或", "not": "非"}
_FUNCTIONS = {"INT": "取整", "CEIL": "向上取整", "ABS": "绝对值", "MIN": "最小", "MAX": "最大"}
_OR, _AND, _NOT, _COMPARISON, _SUM, _PRODUCT, _PRIMARY = range(7)

Naming = Callable[[str], str]


def in_names(expression: Expression) -> str:
    """``刑事立案数 / 总人口 * 10000`` → ``刑事立案数 ÷ 总人口 × 10000``."""
    return _shown(expression.root, lambda name: name)


def of_item(expression: Expression, item: str) -> str:
    """A rule over ``X`` with the item put in: ``X >= 1`` → ``综治信息报送条数 ≥ 1``."""
    return _shown(expression.root, lambda name: item if name == "X" else name)


#: what is done on the day that an item of this ending names; other duties are 完成
_HELD = ("会", "会议")


def duty(done: Expression | None, item: str) -> str:
    """What an office has to do, as it would be ordered.

    ``done`` is the rule over ``X``; without one the day is to be filled in: ``应召开下半月排查会并
    填写日期``.
    """
    if done is None:
        return _dated(item)
    match done.root:
        case Comparison((Name("X"), Literal(least)), (">=",)):
            return f"{item}应不少于{plain(least)}"
        case Comparison((Name("X"), Word(word)), ("=",)):
            return f"{item}应为“{word}”"
        case _:
            return f"应做到 {of_item(done, item)}"


def _dated(item: str) -> str:
    what = item.removesuffix("日期")
    verb = "召开" if what.endswith(_HELD) else "完成"
    return f"应{verb}{what}并填写日期" if what != item else f"应填写{item}"


def with_figures(expression: Expression, figure: Callable[[str], Value]) -> str:
    """Every name replaced by its figure: ``20 − 12``."""
    return _shown(expression.root, lambda name: plain(figure(name)))


def beside_figures(expression: Expression, figure: Callable[[str], Value]) -> str:
    """Every name with its figure beside it: ``帮教对子数（0） = 0``, for conditions."""
    return _shown(expression.root, lambda name: f"{name}（{plain(figure(name))}）")


def is_one_name(expression: Expression) -> bool:
    """Whether the rule is nothing but a name, so that it needs no brackets."""
    return isinstance(expression.root, Name)


def _shown(node: Node, naming: Naming) -> str:
    match node:
        case Literal(exact):
            return plain(exact)
        case Word(text):
            return text
        case Name(text):
            return naming(text)
        case Arithmetic("-", Literal(Fraction(numerator=0)), right):
            return f"−{_inner(right, _PRODUCT, naming)}"
        case Arithmetic(op, left, right):
            return _arithmetic(op, left, right, naming)
        case Comparison(operands, ops):
            sides = [_inner(operand, _SUM, naming) for operand in operands]
            links = [
                f" {_SIGNS.get(op, op)} {side}" for op, side in zip(ops, sides[1:], strict=True)
            ]
            return sides[0] + "".join(links)
        case Logic("not", (operand,)):
            return f"非（{_shown(operand, naming)}）"
        case Logic(op, operands):
            return f" {_WORDS[op]} ".join(_inner(one, _level(node) + 1, naming) for one in operands)
        case Call(function, arguments):
            inside = "，".join(_shown(argument, naming) for argument in arguments)
            return f"{_FUNCTIONS[function]}({inside})"


def _arithmetic(op: str, left: Node, right: Node, naming: Naming) -> str:
    level = _SUM if op in "+-" else _PRODUCT
    # what stands right of − or ÷ binds tighter, or 5 − (3 − 1) would lose its brackets
    tighter = level + (op in "-/")
    sign = _SIGNS.get(op, op)
    return f"{_inner(left, level, naming)} {sign} {_inner(right, tighter, naming)}"


def _inner(node: Node, least: int, naming: Naming) -> str:
    text = _shown(node, naming)
    return text if _level(node) >= least else f"({text})"


def _level(node: Node) -> int:
    match node:
        case Arithmetic(op):
            return _SUM if op in "+-" else _PRODUCT
        case Comparison():
            return _COMPARISON
        case Logic(op):
            return {"or": _OR, "and": _AND, "not": _NOT}[op]
        case _:
            return _PRIMARY


def points(number: Number) -> str:
    """Points as written in a working: ``2.6``, ``0.25``; exact where four places do."""
    return plain(Fraction(number))


def two_places(number: Number) -> str:
    """``12.58``; where two places would read 0.00 or hide the difference, as many as it takes."""
    exact = Fraction(number)
    places = 2
    while exact and places < 9 and not rounded(exact, places):
        places += 1
    return f"{rounded(exact, places):f}"
