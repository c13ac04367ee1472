"""One small grammar for every rule, parsed once and compiled twice.

A rule is an expression over Chinese item names, such as
``刑事立案数 / 总人口 * 10000`` or ``甲 = 乙 + 丙``. :func:`parse` turns the text into a tree of
frozen nodes; :mod:`~zongzhi_xl.core.language.evaluation` compiles it to exact Python, and
:mod:`~zongzhi_xl.core.language.rule_formula` to a formula over defined names; no ``eval``.
"""

import re
from collections.abc import Callable, Iterator
from fractions import Fraction
from functools import cached_property, lru_cache
from typing import TypeAlias

from zongzhi_xl.core.language.functions import FUNCTIONS
from zongzhi_xl.core.language.meant import half_width, meant
from zongzhi_xl.core.language.values import NO, SHARES, YES, WrittenShare
from zongzhi_xl.errors import ExpressionError
from zongzhi_xl.record import Record


class Literal(Record):
    """A number, exact."""

    number: Fraction


class Word(Record):
    """是 or 否."""

    text: str


class Name(Record):
    """An item, an indicator or another named figure."""

    text: str


class Term(Name):
    """A figure among those of all offices, a name as any other: ``名次(信访总量, 小者先)``."""

    function: str
    of: str
    words: tuple[str, ...]


class Arithmetic(Record):
    """``left op right`` with op one of ``+ - * /``."""

    op: str
    left: "Node"
    right: "Node"


class Comparison(Record):
    """A chain: ``operands[0] ops[0] operands[1] ops[1] …``, true if every link is."""

    operands: tuple["Node", ...]
    ops: tuple[str, ...]


class Logic(Record):
    """``and``/``or`` over two or more operands, ``not`` over one."""

    op: str
    operands: tuple["Node", ...]


class Call(Record):
    """A function of numbers or, by itself, one of :data:`OVER_CELLS`."""

    function: str
    arguments: tuple["Node", ...]


Node: TypeAlias = "Literal | Word | Name | Arithmetic | Comparison | Logic | Call"


class Expression(Record):
    """A parsed rule with the words in which it was written; the same words are the same rule."""

    text: str
    root: Node

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Expression) and other.text == self.text

    def __hash__(self) -> int:
        return hash(self.text)

    def __str__(self) -> str:
        return self.text

    @cached_property
    def names(self) -> tuple[str, ...]:
        """Every name used, each once, in the order of first use."""
        return names_in(self.root)

    @cached_property
    def terms(self) -> tuple[Term, ...]:
        """Every figure in it that is one among all."""
        return tuple(part for part in parts_of(self.root) if isinstance(part, Term))

    @cached_property
    def divisors(self) -> tuple[Node, ...]:
        """Everything by which it divides, but for plain numbers, in the order of the tree."""
        quotients = (part for part in parts_of(self.root) if isinstance(part, Arithmetic))
        by = (part.right for part in quotients if part.op == "/")
        return tuple(one for one in by if not isinstance(one, Literal))

    @property
    def is_condition(self) -> bool:
        """Whether it holds or not, and is no number."""
        return isinstance(self.root, Comparison | Logic)


#: functions over more than one cell, each the whole of a deduction's quantity; how many arguments
OVER_CELLS = {"超出": (1, 1), "没做的月": (1, 9), "没做的季": (1, 9), "没做的项": (1, 9)}

#: words of a term: which end is the best, and whether only its group is looked at
BEST_IS_LOW, BEST_IS_HIGH, OF_GROUP = "小者先", "大者先", "同组"
PLACE, FROM_THE_END, MEAN = "名次", "倒数名次", "平均"
HIGHEST, LOWEST, TOTAL = "最高", "最低", "合计"
#: those that count offices: whole numbers from one
PLACES = (PLACE, FROM_THE_END)
#: functions over all offices, each a figure of its own, with the words that may follow its name
OVER_UNITS = {
    PLACE: ((BEST_IS_LOW, BEST_IS_HIGH), (OF_GROUP,)),
    FROM_THE_END: ((BEST_IS_LOW, BEST_IS_HIGH), (OF_GROUP,)),
    **dict.fromkeys((MEAN, HIGHEST, LOWEST, TOTAL), ((), (OF_GROUP,))),
}

#: name → (least, most) number of arguments
_ARITIES = (
    {name: one.arity for name, one in FUNCTIONS.items()}
    | OVER_CELLS
    | dict.fromkeys(OVER_UNITS, (1, 3))
)

_SIGNS = {
    "<=": "≤", ">=": "≥", "<>": "≠", "-": "−", "*": "×", "/": "÷", "and": "且", "or": "或",
    "not": "不是",
}  # fmt: skip
_FUNCTION_WORDS = {name: one.printed for name, one in FUNCTIONS.items()}
#: the one vocabulary in which rules are printed; the parser reads it as well
SPELT = _SIGNS | _FUNCTION_WORDS
_READ = {shown: word for word, shown in _SIGNS.items()} | {
    "非": "not", "（": "(", "）": ")", "，": ",",
}  # fmt: skip
#: only before a bracket: an item may be called 最大
_READ_FUNCTION = {shown: word for word, shown in _FUNCTION_WORDS.items()}
_COMPARE = ("<=", ">=", "<>", "<", ">", "=")
_NARROW = "+-*/<>=%"
#: a decimal or a share, as people write it
NUMBER = r"(?:[百千万]分之\d+(?:\.\d+)?|\d+(?:\.\d+)?[%‰‱]?)"
_TOKEN = re.compile(
    rf"\s*(?:(?P<number>{NUMBER})"
    r"|(?P<word>[A-Za-z_\u4e00-\u9fff][\w\u4e00-\u9fff]*)"
    r"|(?P<sign><=|>=|<>|[-+*/()=<>,，≤≥≠−×÷（）])"
    r"|(?P<bad>\S))"
)


class _Token(Record):
    kind: str
    text: str
    position: int


def _tokens(text: str) -> list[_Token]:
    found = []
    for match in _TOKEN.finditer(text):
        kind = match.lastgroup or "bad"
        if kind == "bad":
            raise ExpressionError(text, match.start(kind), _strange(match[kind]))
        found.append(_Token(kind, _READ.get(match[kind], match[kind]), match.start(kind)))
    _bound(text, found)
    return [*found, _Token("end", "", len(text))]


def _strange(sign: str) -> str:
    narrow = half_width(sign)
    hint = f"，是不是“{narrow}”？" if narrow in _NARROW else ""
    return f"不认识的符号“{sign}”{hint}"


def spelled(text: str) -> str:
    """``<= 70`` for ``≤ 70``: the signs of the printed rules as they are typed."""
    return "".join(_READ.get(sign, sign) for sign in text)


#: words and signs of a rule, and brackets or signs before it inside each other: a spreadsheet takes
#: 64, and every reader of the tree goes down it
_MOST_TOKENS, _DEEPEST = 300, 30


def _bound(text: str, tokens: list[_Token]) -> None:
    depth = before = 0
    for token in tokens:
        before = before + 1 if token.text in ("-", "not") else 0
        depth += {"(": 1, ")": -1}.get(token.text, 0)
        if max(depth, before) > _DEEPEST:
            raise ExpressionError(text, token.position, f"套得太深，最多 {_DEEPEST} 层")
    if len(tokens) > _MOST_TOKENS:
        at = tokens[_MOST_TOKENS].position
        raise ExpressionError(text, at, f"公式太长，最多 {_MOST_TOKENS} 个数、名称和符号")


class _Parser:
    """Recursive descent, one method a level of binding."""

    def __init__(self, text: str) -> None:
        self.text, self.tokens, self.at = text, _tokens(text), 0

    @property
    def token(self) -> _Token:
        return self.tokens[self.at]

    def fail(self, problem: str, at: _Token | None = None) -> ExpressionError:
        return ExpressionError(self.text, (at or self.token).position, problem)

    def take(self, *words: str) -> str | None:
        if self.token.kind != "end" and self.token.text in words:
            self.at += 1
            return self.tokens[self.at - 1].text
        return None

    def whole(self) -> Node:
        if self.token.kind == "end":
            raise self.fail("公式是空的")
        node = self.disjunction()
        if self.token.kind != "end":
            raise self.fail(f"此处多出“{self.token.text}”")
        return node

    def disjunction(self) -> Node:
        return self.joined("or", self.conjunction)

    def conjunction(self) -> Node:
        return self.joined("and", self.negation)

    def joined(self, word: str, below: Callable[[], Node]) -> Node:
        operands = [below()]
        while self.take(word):
            operands.append(below())
        return operands[0] if len(operands) == 1 else Logic(word, tuple(operands))

    def negation(self) -> Node:
        return Logic("not", (self.negation(),)) if self.take("not") else self.comparison()

    def comparison(self) -> Node:
        operands, ops = [self.addition()], []
        while op := self.take(*_COMPARE):
            ops.append(op)
            operands.append(self.addition())
        return Comparison(tuple(operands), tuple(ops)) if ops else operands[0]

    def addition(self) -> Node:
        return self.from_left("+-", self.product)

    def product(self) -> Node:
        return self.from_left("*/", self.unary)

    def from_left(self, ops: str, below: Callable[[], Node]) -> Node:
        node = below()
        while op := self.take(*ops):
            node = Arithmetic(op, node, below())
        return node

    def unary(self) -> Node:
        if self.take("-"):
            return Arithmetic("-", Literal(Fraction(0)), self.unary())
        return self.primary()

    def primary(self) -> Node:
        token = self.token
        if token.kind == "number":
            self.at += 1
            return Literal(number(token.text))
        if token.kind == "word" and token.text not in ("and", "or", "not"):
            self.at += 1
            return self.call(token) if self.take("(") else _word(token.text)
        if self.take("("):
            node = self.disjunction()
            self.close()
            return node
        raise self.fail("此处应为数字、名称或括号")

    def call(self, token: _Token) -> Node:
        function = _READ_FUNCTION.get(token.text, token.text)
        if function not in _ARITIES:
            raise self.fail(_no_function(function), token)
        arguments = [self.disjunction()]
        while self.take(","):
            arguments.append(self.disjunction())
        self.close()
        least, most = _ARITIES[function]
        if not least <= len(arguments) <= most:
            raise self.fail(f"{token.text} 的参数个数不对", token)
        if function in OVER_UNITS:
            return self.term(function, arguments, token)
        return Call(function, tuple(arguments))

    def term(self, function: str, arguments: list[Node], token: _Token) -> Term:
        of, *words = [one.text for one in arguments if isinstance(one, Name)]
        orders, scopes = OVER_UNITS[function]
        chosen = [word for word in words if word in orders]
        rest = [word for word in words if word not in orders]
        named = len(words) + 1 == len(arguments)
        if not named or len(chosen) != bool(orders) or rest not in ([], [*scopes]):
            example = ", ".join(["指标", *orders[:1]])
            problem = f"应写作 {function}({example})，只在本组里比的再写“{OF_GROUP}”"
            raise self.fail(problem, token)
        text = f"{function}({', '.join([of, *chosen, *rest])})"
        return Term(text, function, of, (*chosen, *rest))

    def close(self) -> None:
        if not self.take(")"):
            raise self.fail("缺少右括号")


def _no_function(name: str) -> str:
    return f"没有函数“{name}”，可用：{'、'.join(_ARITIES)}{meant(name.upper(), _ARITIES)}"


def _word(text: str) -> Node:
    return Word(text) if text in (YES, NO) else Name(text)


def number(text: str) -> Fraction:
    """``95%`` → 19/20, ``0.95`` → 19/20, ``万分之5`` → 1/2000, ``70`` → 70; exact."""
    sign = next((one for one in SHARES if one in text), None)
    digits = Fraction(text.replace(sign or "", ""))
    return WrittenShare(digits / SHARES[sign], sign) if sign else digits


@lru_cache(maxsize=4096)
def parse(text: str) -> Expression:
    """``text`` as an :class:`Expression`; raises :class:`ExpressionError` with the position."""
    return Expression(text, _Parser(text).whole())


def names_in(node: Node) -> tuple[str, ...]:
    """Every name below ``node``, each once, in the order of first use."""
    return tuple(dict.fromkeys(part.text for part in parts_of(node) if isinstance(part, Name)))


def parts_of(node: Node) -> Iterator[Node]:
    """``node`` and everything below it, from left to right, a part before the whole."""
    match node:
        case Arithmetic(_, left, right):
            yield from parts_of(left)
            yield from parts_of(right)
        case Comparison(operands, _) | Logic(_, operands) | Call(_, operands):
            for operand in operands:
                yield from parts_of(operand)
    yield node
