"""What an unreadable entry may mean: words for the message only, never applied (DESIGN 2)."""

import re
import unicodedata
from collections.abc import Callable
from datetime import date

from zongzhi_xl.core.items import Kind
from zongzhi_xl.core.values import NO, YES

_AROUND = re.compile(r"[约共计有为：:\s]*(\d[\d,，、 ]*)[^\d.．\-−%]*")
_SEPARATOR = re.compile(r"[,，、 ]")
_NOTHING = frozenset({"无", "没有", "/", "-", "—", "——", "零", "〇", "O", "o"})
_YES = frozenset({"有", "对", "已", "√", "✓", "Y", "YES", "TRUE", "1"})
_NO = frozenset({"无", "没有", "没", "未", "不", "×", "✗", "X", "N", "NO", "FALSE", "0"})
_ERROR = re.compile(r"#[A-Z/0!?]+")


def proposal(found: str, kind: Kind, year: int) -> str | None:
    """What ``found`` may mean in a cell of ``kind``: ``12起`` → ``12``; or None."""
    text = unicodedata.normalize("NFKC", found).strip()
    readers: dict[Kind, Callable[[str, int], str | None]] = {
        Kind.COUNT: _count,
        Kind.DATE: _day,
        Kind.YES_NO: _yes_no,
    }
    return readers[kind](text, year)


def _count(text: str, _: int) -> str | None:
    if text in _NOTHING:
        return "0"
    if len(text) == 1 and unicodedata.numeric(text, -1) >= 0:
        return f"{unicodedata.numeric(text):.0f}"
    match = _AROUND.fullmatch(text)
    return str(int(_SEPARATOR.sub("", match[1]))) if match and len(text) < 20 else None


def _day(text: str, year: int) -> str | None:
    numbers = [int(number) for number in re.findall(r"\d+", text)]
    if re.fullmatch(r"\d{8}", text):
        numbers = [int(text[:4]), int(text[4:6]), int(text[6:])]
    if len(numbers) == 2:
        numbers = [year, *numbers]
    try:
        return date(*numbers).isoformat() if len(numbers) == 3 and numbers[0] > 1999 else None
    except ValueError:
        return None


def _yes_no(text: str, _: int) -> str | None:
    if text.startswith(YES) or text.upper() in _YES:
        return YES
    return NO if text.startswith(NO) or text.upper() in _NO else None


#: what is wanted in a cell of each kind, as the end of a message
WANTED = {
    Kind.COUNT: "应填不小于0的整数，不带单位和符号",
    Kind.DATE: "应填日期，如 2026-03-05",
    Kind.YES_NO: "应填“是”或“否”",
}


def trouble(found: str, kind: Kind) -> str:
    """What is wrong with ``found`` in a cell of ``kind``, in a clerk's words."""
    if _ERROR.fullmatch(found):
        return "单元格里的公式出错"
    if found.startswith("="):
        return "是没有结果的公式"
    if kind == Kind.DATE:
        return "不是日期"
    if kind == Kind.YES_NO:
        return "不是“是”或“否”"
    text = unicodedata.normalize("NFKC", found).strip()
    if re.fullmatch(r"[-−]\d+(\.\d+)?", text):
        return "是负数"
    if re.fullmatch(r"\d+\.\d+", text):
        return "不是整数"
    if re.match(r"\d{4}-\d\d?-\d\d?", text):
        return "是日期，不是个数"
    return "是文字，不是数字" if text.isdecimal() else "不是数字"


def as_seen(found: str) -> str:
    """``found`` as the sheet shows it: TRUE and FALSE, days without the hour."""
    return {"True": "TRUE", "False": "FALSE"}.get(found, found.removesuffix(" 00:00:00"))
