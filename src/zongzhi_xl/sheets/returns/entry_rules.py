"""Data validation of input cells: Chinese prompts and stop messages.

They help while typing; no check relies on them, because pasting removes them.
"""

from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from typing import Any

from zongzhi_xl.core.edition.items import Item, Kind
from zongzhi_xl.core.language.formulas import call, condition, place, when
from zongzhi_xl.core.language.values import NO, YES

_TITLE_LENGTH, _MESSAGE_LENGTH = 32, 255
_WRONG = "填写有误"
_HOW = {
    Kind.COUNT: "只写整数，没有发生的填0；本期不适用的填“不适用”。",
    Kind.DATE: "填日期，如2026-3-5；没有开展的留空。",
    Kind.YES_NO: "选“是”或“否”。",
    Kind.MARK: "填评分，最多两位小数，理由写在理由栏。",
    Kind.TEXT: "写文字。",
}
#: how what stands in a cell of each kind looks
LOOK_OF = {
    Kind.COUNT: "figure", Kind.DATE: "centre day shrink", Kind.YES_NO: "centre",
    Kind.MARK: "figure", Kind.TEXT: "left wrap",
}  # fmt: skip
_NO_COUNT = "这里只能填0或正整数，不带单位、逗号和小数；没有发生的填0。"
Rule = Mapping[str, Any]


def entry_rule(item: Item, cell: str) -> Rule:
    """The rule of an item's cell, with its definition as prompt."""
    message = f"{item.definition}{_HOW[item.kind]}"
    return with_prompt(_typed(item.kind, cell), item.printed, message)


def _typed(kind: Kind, cell: str) -> Rule:
    match kind:
        case Kind.COUNT:
            return {"validate": "custom", "value": _counted(cell), **_stop(_NO_COUNT)}
        case Kind.DATE:
            return day_rule("这里只能填日期，如2026-3-5。")
        case Kind.YES_NO:
            return yes_no_rule()
        case Kind.MARK:
            words = "这里只能填不小于0的评分，最多两位小数。"
            return {"validate": "decimal", "criteria": ">=", "value": 0, **_stop(words)}
        case Kind.TEXT:
            return {"validate": "any"}


@lru_cache(maxsize=1024)
def _counted(cell: str) -> str:
    """The condition that a cell for counts holds one, or 不适用."""
    x = place(cell)
    whole = when(x >= 0, x.equals(call("INT", x)), False)
    return condition(when(call("ISNUMBER", x), whole, x.equals("不适用")))


def day_rule(words: str) -> Rule:
    """A day of this century."""
    return {"validate": "date", **_between(date(2000, 1, 1), date(2099, 12, 31)), **_stop(words)}


def yes_no_rule() -> Rule:
    """是 or 否."""
    return _listed([YES, NO], "请选“是”或“否”。")


def list_rule(source: object, title: str, message: str) -> Rule:
    """One of a list."""
    return with_prompt(_listed(source, "请从下拉框中选择。"), title, message)


def whole_rule(least: int, most: int, title: str, message: str) -> Rule:
    """A whole number between two."""
    words = _stop(f"请填{least}至{most}的整数。")
    return with_prompt({"validate": "integer", **_between(least, most), **words}, title, message)


def note_rule(longest: int, title: str, message: str) -> Rule:
    """Free words up to a length; longer ones are warned of, not refused."""
    words = {"error_title": "文字太长", "error_message": f"请写在{longest}个字以内。"}
    rule = {"validate": "length", "criteria": "<=", "value": longest, "error_type": "warning"}
    return with_prompt({**rule, **words}, title, message)


def with_prompt(rule: Rule, title: str, message: str) -> Rule:
    """``rule`` with a prompt."""
    said = {"input_title": title[:_TITLE_LENGTH], "input_message": message[:_MESSAGE_LENGTH]}
    return {**rule, **said}


def _listed(source: object, words: str) -> Rule:
    return {"validate": "list", "source": source, **_stop(words)}


def _between(least: date | int, most: date | int) -> Rule:
    return {"criteria": "between", "minimum": least, "maximum": most}


def _stop(words: str) -> Rule:
    return {"error_title": _WRONG, "error_message": words, "error_type": "stop"}
