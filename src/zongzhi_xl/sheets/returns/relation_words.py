"""Audit relations as forms print them: in row numbers, ``02 ≤ 01``."""

from collections.abc import Mapping, Sequence
from itertools import groupby

from zongzhi_xl.core.checking.relations import concerning
from zongzhi_xl.core.edition.items import Check, Item
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
from zongzhi_xl.core.language.values import plain

_SIGNS = {"<=": "≤", ">=": "≥", "<>": "≠", "*": "×", "/": "÷", "-": "−"}
_LOGIC = {"and": " 且 ", "or": " 或 "}
_PREFIXES = {
    "累计_": "本年累计", "承前_": "上月止累计", "上月_": "上月", "近均_": "近12个月平均",
    "上年同月_": "上年同月", "上年累计_": "上年同期累计", "上年_": "上年", "各月_": "各月合计",
    "月数_": "已报月数", "本季_": "本季前几月", "部门_": "部门提供", "名册_": "名册",
    "台账累计_": "台账累计",
}  # fmt: skip


def in_codes(rule: Expression, items: Mapping[str, Item]) -> str:
    """``rule`` with item names replaced by their codes."""
    return _words(rule.root, items)


def in_codes_of_each(check: Check, rule: Expression, items: Mapping[str, Item]) -> str:
    """The same; where the rule is for several items, with the codes for which its X stands.

    For one item its code stands in the rule itself: ``24 > 0``; for several the codes follow:
    ``X ≤ 报出日期（X：08、09、26）``, neighbouring ones as ``01—07``.
    """
    names = [name for name in check.each if name in items]
    if len(names) == 1:
        return in_codes(concerning(rule, names[0]), items)
    codes = _runs([items[name].code for name in names])
    return in_codes(rule, items) + (f"（X：{codes}）" if codes else "")


def _runs(codes: Sequence[str]) -> str:
    """``01—07、10、13—15``: three or more codes in a row as their first and last."""
    order = groupby(enumerate(codes), lambda pair: int(pair[1]) - pair[0])
    runs = [[code for _, code in group] for _, group in order]
    return "、".join(f"{run[0]}—{run[-1]}" if len(run) > 2 else "、".join(run) for run in runs)


def _words(node: Node, items: Mapping[str, Item]) -> str:
    match node:
        case Literal(exact):
            return plain(exact)
        case Word(text):
            return text
        case Name(text):
            return _name(text, items)
        case Arithmetic(op, left, right):
            return f"{_side(left, op, items)} {_SIGNS.get(op, op)} {_side(right, op, items)}"
        case Comparison(operands, ops):
            return _chain(operands, ops, items)
        case Logic("not", (operand,)):
            return f"不得（{_words(operand, items)}）"
        case Logic(op, operands):
            return _LOGIC[op].join(_words(one, items) for one in operands)
        case Call(function, arguments):
            return _call(function, [_words(one, items) for one in arguments])


def _chain(operands: tuple[Node, ...], ops: tuple[str, ...], items: Mapping[str, Item]) -> str:
    text = _words(operands[0], items)
    for op, operand in zip(ops, operands[1:], strict=True):
        text += f" {_SIGNS.get(op, op)} {_words(operand, items)}"
    return text


def _side(node: Node, op: str, items: Mapping[str, Item]) -> str:
    text = _words(node, items)
    loose = isinstance(node, Arithmetic) and node.op in "+-"
    return f"（{text}）" if loose and op in ("*", "/") else text


def _call(function: str, arguments: list[str]) -> str:
    joined = "，".join(arguments)
    words = {"ABS": "|{}|", "INT": "（{}）取整", "CEIL": "（{}）进整"}
    name = {"MIN": "较小者", "MAX": "较大者"}.get(function, "")
    return words.get(function, f"（{{}}）{name}").format(joined)


def _name(name: str, items: Mapping[str, Item]) -> str:
    if name in items:
        return items[name].code
    for prefix, words in _PREFIXES.items():
        if name.startswith(prefix):
            rest = name.removeprefix(prefix)
            if rest in items or rest == "X":
                rest = f"（{items[rest].code if rest in items else rest}）"
            return words + rest
    return name
