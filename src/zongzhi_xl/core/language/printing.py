"""The one printer of a rule: in item names, in row codes, with figures, as a naming says.

Whoever lost a point or has to mend a figure must be able to work the rule out by hand, so brackets
stand where the tree needs them, and what is printed in item names is the rule language again:
:func:`~zongzhi_xl.core.language.expressions.parse` reads it back to the same meaning.
"""

from collections.abc import Callable, Sequence
from fractions import Fraction

from zongzhi_xl.core.language.expressions import (
    SPELT,
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
from zongzhi_xl.core.language.values import (
    SHARES,
    Number,
    Value,
    WrittenShare,
    beside,
    exactly,
    places_to_print,
    plain,
    rounded,
    told,
)
from zongzhi_xl.record import Record

#: how a name is written: as it is, as a row code, as its figure or with it
Naming = Callable[[str], str]

_OR, _AND, _NOT, _COMPARISON, _SUM, _PRODUCT, _PRIMARY = range(7)
_LEVELS = {"or": _OR, "and": _AND, "+": _SUM, "-": _SUM, "*": _PRODUCT, "/": _PRODUCT}


class _Words(Record):
    """Printed words, and how tightly they bind."""

    words: str
    level: int = _PRIMARY

    def within(self, least: int) -> str:
        """In brackets where they bind less than ``least``."""
        return self.words if self.level >= least else f"({self.words})"


def printed(node: Node, naming: Naming = str) -> str:
    """``刑事立案数 / 总人口 * 10000`` → ``刑事立案数 ÷ 总人口 × 10000``."""
    return _part(node, naming).words


def _part(node: Node, naming: Naming) -> _Words:
    match node:
        case Literal(exact):
            return _Words(str(exact) if isinstance(exact, WrittenShare) else written(exact))
        case Word(text):
            return _Words(text)
        case Name(text):
            return _Words(naming(text))
        case Arithmetic("-", Literal(Fraction(numerator=0)), right):
            return _Words(f"{spelt('-')}{_part(right, naming).within(_PRODUCT)}", _SUM)
        case Arithmetic(op, left, right):
            # what stands right of − or ÷ binds tighter, or 5 − (3 − 1) would lose its brackets
            least = (_LEVELS[op], _LEVELS[op] + (op in "-/"))
            sides = [
                _part(one, naming).within(level)
                for one, level in zip((left, right), least, strict=True)
            ]
            return _Words(_joined(sides, [op]), _LEVELS[op])
        case Comparison(operands, ops):
            sides = [_part(one, naming).within(_SUM) for one in operands]
            return _Words(_joined(sides, ops), _COMPARISON)
        case Logic("not", (operand,)):
            return _Words(f"{spelt('not')}({printed(operand, naming)})", _NOT)
        case Logic(op, operands):
            sides = [_part(one, naming).within(_LEVELS[op] + 1) for one in operands]
            return _Words(_joined(sides, [op] * (len(sides) - 1)), _LEVELS[op])
        case Call(function, arguments):
            inside = "，".join(printed(argument, naming) for argument in arguments)
            return _Words(f"{spelt(function)}({inside})")


def _joined(sides: Sequence[str], ops: Sequence[str]) -> str:
    links = zip(ops, sides[1:], strict=True)
    return sides[0] + "".join(f" {spelt(op)} {side}" for op, side in links)


def written(figure: Value) -> str:
    """A figure inside a rule: ``3.5``; a ratio in brackets where no decimal is exactly it."""
    shown = exactly(figure) if isinstance(figure, Fraction) else plain(figure)
    return f"({shown})" if "/" in shown else shown


def spelt(word: str) -> str:
    """A sign, joining word or function of the grammar as it is printed: ``≤``, ``且``, ``取整``."""
    return SPELT.get(word, word)


# ------------------------------------------------------------------ workings (算式)


def in_names(expression: Expression) -> str:
    """The rule in item names."""
    return printed(expression.root)


def with_figures(expression: Expression, figure: Callable[[str], Value]) -> str:
    """Every name replaced by its figure: ``20 − 12``."""
    return printed(expression.root, lambda name: written(figure(name)))


def beside_figures(expression: Expression, figure: Callable[[str], Value]) -> str:
    """Every name with its figure beside it: ``帮教对子数（0） = 0``, for conditions."""
    return printed(expression.root, lambda name: f"{name}（{written(figure(name))}）")


# ------------------------------------------------------------------ figures for people


def is_share(unit: str) -> bool:
    """Whether a figure of this unit is a share, printed with its sign."""
    return unit in SHARES


def amount(number: Number, unit: str) -> str:
    """``1个百分点``, ``0.5‰`` of a share, ``13起/万人``, ``3``."""
    return beside(plain(number * SHARES.get(unit, 1)), of_difference(unit))


def of_difference(unit: str) -> str:
    """In what a difference of two figures is told: 个百分点 of per cent, else as they are."""
    return "个百分点" if unit == "%" else unit


def amounts_to(exact: Number, shown: Number) -> str:
    """``= 3``, ``≈ 3.64`` where what is shown is rounded."""
    return f"{'=' if exact == shown else '≈'} {exactly(shown)}"


def times(number: Number, words: str, factor: Number) -> tuple[Number, str]:
    """``number`` as printed, and what it costs: ``3 × 0.2 = 0.6`` for the words ``× 0.2``.

    It is printed with as many places as it takes to cost the same points by hand.
    """
    cost = number * factor
    places = places_to_print(lambda places: rounded(told(number, places) * factor) == rounded(cost))
    shown = told(number, places)
    return shown, f"{exactly(shown)} {words} {amounts_to(shown * factor, told(cost, 2))}"


def hours(number: Number) -> str:
    """``34小时40分``, to the second; a decimal of an hour is nothing that people reckon with."""
    seconds = round(abs(Fraction(number)) * 3600)
    parts = (seconds // 3600, seconds // 60 % 60, seconds % 60)
    shown = max(1, *(place for place, part in enumerate(parts, 1) if part)) if seconds else 1
    words = "".join(f"{part}{unit}" for part, unit in zip(parts[:shown], _CLOCK, strict=False))
    return f"{spelt('-')}{words}" if number < 0 else words


_CLOCK = ("小时", "分", "秒")
