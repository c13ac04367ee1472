"""One small grammar for every rule, parsed once and compiled twice (DESIGN 2).

A rule is an expression over Chinese item names, such as
``刑事立案数 / 总人口 * 10000`` or ``甲 = 乙 + 丙``. :func:`parse` turns the text into a tree of
frozen nodes, :func:`evaluate` answers exactly over fractions, and :func:`excel` writes the same
tree as a formula over defined names. Python's own ``eval`` is never used.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction
from typing import TypeAlias

from zongzhi_xl.core.values import NO, YES, ZERO_DENOMINATOR, Gap, Value, strongest_gap


class ExpressionError(ValueError):
    """The text is not an expression of the grammar; ``position`` counts characters from 0."""

    def __init__(self, text: str, position: int, problem: str) -> None:
        self.text, self.position, self.problem = text, position, problem
        super().__init__(f"公式“{text}”第{position + 1}个字处：{problem}")


@dataclass(frozen=True, slots=True)
class Literal:
    """A number, exact."""

    number: Fraction


@dataclass(frozen=True, slots=True)
class Word:
    """是 or 否."""

    text: str


@dataclass(frozen=True, slots=True)
class Name:
    """An item, an indicator or another named figure."""

    text: str


@dataclass(frozen=True, slots=True)
class Arithmetic:
    """``left op right`` with op one of ``+ - * /``."""

    op: str
    left: "Node"
    right: "Node"


@dataclass(frozen=True, slots=True)
class Comparison:
    """A chain: ``operands[0] ops[0] operands[1] ops[1] …``, true if every link is."""

    operands: tuple["Node", ...]
    ops: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Logic:
    """``and``/``or`` over two or more operands, ``not`` over one."""

    op: str
    operands: tuple["Node", ...]


@dataclass(frozen=True, slots=True)
class Call:
    """One of :data:`FUNCTIONS`."""

    function: str
    arguments: tuple["Node", ...]


Node: TypeAlias = "Literal | Word | Name | Arithmetic | Comparison | Logic | Call"


@dataclass(frozen=True)
class Expression:
    """A parsed rule with the words in which it was written."""

    text: str
    root: Node

    def __str__(self) -> str:
        return self.text

    @property
    def names(self) -> tuple[str, ...]:
        """Every name used, each once, in the order of first use."""
        return tuple(dict.fromkeys(_names(self.root)))


#: name → (least, most) number of arguments
FUNCTIONS = {"INT": (1, 1), "CEIL": (1, 1), "ABS": (1, 1), "MIN": (1, 9), "MAX": (1, 9)}

_SAME_SIGN = {"≤": "<=", "≥": ">=", "≠": "<>", "−": "-", "×": "*", "÷": "/", "（": "(", "）": ")"}
_SAME_WORD = {"且": "and", "或": "or", "非": "not"}
_COMPARE = ("<=", ">=", "<>", "<", ">", "=")
_TOKEN = re.compile(
    r"\s*(?:(?P<number>\d+(?:\.\d+)?%?)"
    r"|(?P<word>[A-Za-z_\u4e00-\u9fff][\w\u4e00-\u9fff]*)"
    r"|(?P<sign><=|>=|<>|[-+*/()=<>,，≤≥≠−×÷（）])"
    r"|(?P<bad>\S))"
)


@dataclass(frozen=True, slots=True)
class _Token:
    kind: str
    text: str
    position: int


def _tokens(text: str) -> list[_Token]:
    found = []
    for match in _TOKEN.finditer(text):
        kind = match.lastgroup or "bad"
        if kind == "bad":
            raise ExpressionError(text, match.start(kind), f"不认识的符号“{match[kind]}”")
        word = match[kind].replace("，", ",")
        word = _SAME_SIGN.get(word, word) if kind == "sign" else _SAME_WORD.get(word, word)
        found.append(_Token(kind, word, match.start(kind)))
    return [*found, _Token("end", "", len(text))]


class _Parser:
    """Recursive descent, one method a level of binding."""

    def __init__(self, text: str) -> None:
        self.text, self.tokens, self.at = text, _tokens(text), 0

    @property
    def token(self) -> _Token:
        return self.tokens[self.at]

    def fail(self, problem: str) -> ExpressionError:
        return ExpressionError(self.text, self.token.position, problem)

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
        node = self.product()
        while op := self.take("+", "-"):
            node = Arithmetic(op, node, self.product())
        return node

    def product(self) -> Node:
        node = self.unary()
        while op := self.take("*", "/"):
            node = Arithmetic(op, node, self.unary())
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
        if token.text not in FUNCTIONS:
            allowed = "、".join(FUNCTIONS)
            raise ExpressionError(
                self.text, token.position, f"没有函数“{token.text}”，可用：{allowed}"
            )
        arguments = [self.addition()]
        while self.take(","):
            arguments.append(self.addition())
        self.close()
        least, most = FUNCTIONS[token.text]
        if not least <= len(arguments) <= most:
            raise ExpressionError(self.text, token.position, f"{token.text} 的参数个数不对")
        return Call(token.text, tuple(arguments))

    def close(self) -> None:
        if not self.take(")"):
            raise self.fail("缺少右括号")


def _word(text: str) -> Node:
    return Word(text) if text in (YES, NO) else Name(text)


def number(text: str) -> Fraction:
    """``95%`` → 19/20, ``0.95`` → 19/20, ``70`` → 70; exact."""
    return Fraction(text[:-1]) / 100 if text.endswith("%") else Fraction(text)


def parse(text: str) -> Expression:
    """``text`` as an :class:`Expression`; raises :class:`ExpressionError` with the position."""
    return Expression(text, _Parser(text).whole())


def _names(node: Node) -> Iterator[str]:
    match node:
        case Name(text):
            yield text
        case Arithmetic(_, left, right):
            yield from _names(left)
            yield from _names(right)
        case Comparison(operands, _) | Logic(_, operands) | Call(_, operands):
            for operand in operands:
                yield from _names(operand)
        case _:
            return


# ------------------------------------------------------------------ exact evaluation


class _ZeroDenominatorError(ArithmeticError):
    """Internal: a division by zero ends the whole formula with the gap 分母为零."""


Result: TypeAlias = Fraction | bool | str | Gap


def evaluate(expression: Expression, lookup: Callable[[str], Value]) -> Result:
    """The exact answer, or the gap that decides it.

    Every name is looked up first, so the state of the formula depends on all of its names and
    on nothing else; the sheet's guard does the same. Days count as their ordinal number.
    """
    values = {name: lookup(name) for name in expression.names}
    gap = strongest_gap(list(values.values()))
    if gap:
        return gap
    try:
        return _evaluate(expression.root, values)
    except _ZeroDenominatorError:
        return ZERO_DENOMINATOR


def _evaluate(node: Node, values: dict[str, Value]) -> Fraction | bool | str:
    match node:
        case Literal(exact):
            return exact
        case Word(text):
            return text
        case Name(text):
            return _number(values[text])
        case Arithmetic(op, left, right):
            return _arithmetic(op, _exact(left, values), _exact(right, values))
        case Comparison(operands, ops):
            sides = [_evaluate(operand, values) for operand in operands]
            links = zip(sides, ops, sides[1:], strict=False)
            return all([compare(a, op, b) for a, op, b in links])
        case Logic(op, operands):
            return _logic(op, [bool(_evaluate(operand, values)) for operand in operands])
        case Call(function, arguments):
            return _call(function, [_exact(argument, values) for argument in arguments])


def _number(value: Value) -> Fraction | str:
    match value:
        case str():
            return value
        case datetime():
            return value.toordinal() + Fraction(value.hour * 60 + value.minute, 1440)
        case date():
            return Fraction(value.toordinal())
        case _:
            return Fraction(value)  # type: ignore[arg-type]  # gaps were sorted out before


def _exact(node: Node, values: dict[str, Value]) -> Fraction:
    answer = _evaluate(node, values)
    if not isinstance(answer, Fraction):
        raise TypeError("此处应为数字，不能是“是/否”或判断")
    return answer


def _arithmetic(op: str, left: Fraction, right: Fraction) -> Fraction:
    if op == "/":
        if not right:
            raise _ZeroDenominatorError
        return left / right
    return left + right if op == "+" else left - right if op == "-" else left * right


def compare(left: Fraction | bool | str, op: str, right: Fraction | bool | str) -> bool:
    """``left op right``; words only with ``=`` and ``<>``."""
    if op == "=":
        return left == right
    if op == "<>":
        return left != right
    if isinstance(left, str) or isinstance(right, str):
        raise TypeError("“是/否”只能用 = 或 <> 比较")
    if op == "<":
        return left < right
    if op == ">":
        return left > right
    return left <= right if op == "<=" else left >= right


def _logic(op: str, operands: list[bool]) -> bool:
    if op == "not":
        return not operands[0]
    return all(operands) if op == "and" else any(operands)


def _call(function: str, arguments: list[Fraction]) -> Fraction:
    first = arguments[0]
    match function:
        case "INT":
            return Fraction(first // 1)
        case "CEIL":
            return Fraction(-(-first // 1))
        case "ABS":
            return abs(first)
        case "MIN":
            return min(arguments)
        case _:
            return max(arguments)


# ------------------------------------------------------------------ Excel formula text
#
# Names in a sheet are whole numbers (or a pair of them), so arithmetic is carried as
# numerator and denominator and divided once at the end: doubles stay exact below 2**53 and
# the sheet decides every limit as the engine does. A naive formula in doubles was wrong in
# 3 % of small cases.


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


def excel_denominators(expression: Expression, reference: Reference) -> tuple[str, ...]:
    """Excel text of every divisor that the guard must test for zero, each once."""
    return tuple(dict.fromkeys(_divisors(expression.root, reference)))


def _divisors(node: Node, reference: Reference) -> Iterator[str]:
    match node:
        case Arithmetic(op, left, right):
            yield from _divisors(left, reference)
            yield from _divisors(right, reference)
            if op == "/" and not isinstance(right, Literal):
                yield _ratio(right, reference).top
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
            return Ratio(f"ABS({inner.top})", inner.bottom)
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
    top = f"{_times(a.top, b.bottom)}{op}{_times(b.top, a.bottom)}"
    return Ratio(top, _times(a.bottom, b.bottom))


def _times(a: str, b: str) -> str:
    if a == "1":
        return b
    return a if b == "1" else f"{_group(a)}*{_group(b)}"


def _group(text: str) -> str:
    return f"({text})" if re.search(r"[-+]", text) else text
