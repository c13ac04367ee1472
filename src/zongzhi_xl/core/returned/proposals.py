"""What an unreadable entry may mean.

Two degrees. :func:`proposal` is what it *may* mean: words for a message, never applied.
:func:`certain` is what it *can only* mean: ``repair`` applies that and lists it. Whatever leaves
room for two readings (约12, 10-12, 1,2, 1.2万, 95％, 无, a day without its year) is not certain.
"""

import re
import unicodedata
from datetime import date, datetime

from zongzhi_xl.core.edition.items import Kind
from zongzhi_xl.core.language.values import NO, YES, State
from zongzhi_xl.core.returned.page import TOO_MANY

_AROUND = re.compile(r"[约共计有为：:\s]*(\d[\d,，、 ]*)[^\d.．\-−%]*")
_SEPARATOR = re.compile(r"[,，、 ]")
#: what may be written for 0, for 是 and for 否
NOTHING = frozenset({"无", "没有", "/", "-", "—", "——", "零", "〇", "O", "o"})
ALIKE_YES = frozenset({"有", "对", "已", "√", "✓", "Y", "YES", "TRUE", "1"})
ALIKE_NO = frozenset({"无", "没有", "没", "未", "不", "×", "✗", "X", "N", "NO", "FALSE", "0"})
_NOT_APPLICABLE = State.NOT_APPLICABLE.value
#: in the name of an item that is answered 是 where there is nothing
DENYING = "无"
_WHOLE_WORDS = frozenset({_NOT_APPLICABLE, YES, NO})
#: control and format signs (U+200B, a byte order mark), which no page shows
_UNSEEN = frozenset({"Cc", "Cf"})
_ERROR = re.compile(r"#[A-Z/0!?]+")


def proposal(found: str, kind: Kind, year: int) -> str | None:
    """What ``found`` may mean in a cell of ``kind``: ``12起`` → ``12``; or None."""
    meant = certain(found, kind)
    if meant is not None:
        return str(meant)
    text = _normal(found)
    if kind == Kind.COUNT:
        return _count(text)
    if kind == Kind.YES_NO:
        return _yes_no(text)
    return _day(text, year) if kind == Kind.DATE else None


def _count(text: str) -> str | None:
    if text in NOTHING:
        return "0"
    if len(text) == 1 and unicodedata.numeric(text, -1) >= 0:
        return f"{unicodedata.numeric(text):.0f}"
    match = _AROUND.fullmatch(text)
    number = _a_count(int(_SEPARATOR.sub("", match[1]))) if match and len(text) < 20 else None
    return None if number is None else str(number)


def _a_count(number: int) -> int | None:
    return number if number < TOO_MANY else None


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


def _yes_no(text: str) -> str | None:
    if text.startswith(YES) or text.upper() in ALIKE_YES:
        return YES
    return NO if text.startswith(NO) or text.upper() in ALIKE_NO else None


# ------------------------------------------------------------------ what it can only mean

#: counting words and blanks behind a number; they say what is counted, not how many
_UNITS = r"(?:人次|起|件|个|户|人|次|条|项|对|名|宗|例|场|处|家|栋|幢|份|支)?"
_PLAIN = re.compile(rf"(\d{{1,15}}|\d{{1,3}}(?:,\d{{3}})+)(?:\.0+)?\s*{_UNITS}[。.]?")
_CHINESE = re.compile(rf"([零〇一二两三四五六七八九十百千万]+)\s*{_UNITS}[。.]?")
_DIGIT = {sign: n for n, sign in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_TEN = {"十": 10, "百": 100, "千": 1000}
_SEPARATED = re.compile(r"(\d{4})\s*([-./年])\s*(\d{1,2})\s*([-./月])\s*(\d{1,2})\s*([日号]?)")
_MOMENT = re.compile(r"(.*?\S)\s*(\d{1,2})\s*(?:[::]\s*(\d{2})(?::00)?|[时点]\s*(?:(\d{1,2})分)?)")
_ANSWER = re.compile(r"[“\"']?([是否])[”\"']?[。.]?")


def certain(found: str, kind: Kind) -> int | date | str | None:
    """What ``found`` can only mean in a cell of ``kind``, as the cell should hold it; or None."""
    text = _normal(found)
    if kind == Kind.COUNT:
        return _certain_count(text)
    if kind == Kind.DATE:
        return _certain_day(text)
    match = _ANSWER.fullmatch(text) if kind == Kind.YES_NO else None
    return match[1] if match else None


def certain_moment(found: str) -> datetime | None:
    """A day and the time of day, ``2026年3月5日14时30分``; a day alone says no hour: None."""
    match = _MOMENT.fullmatch(_normal(found))
    day = _certain_day(match[1]) if match else None
    if match is None or day is None:
        return None
    hour, minute = int(match[2]), int(match[3] or match[4] or 0)
    if hour > 23 or minute > 59:
        return None
    return datetime(day.year, day.month, day.day, hour, minute)


def _normal(found: str) -> str:
    """Full-width signs as their plain ones, the ideographic comma of thousands as a comma."""
    return unicodedata.normalize("NFKC", found).strip()


def _certain_count(text: str) -> int | None:
    match = _PLAIN.fullmatch(text)
    if match:
        return _a_count(int(match[1].replace(",", "")))
    match = _CHINESE.fullmatch(text)
    return chinese_number(match[1]) if match else None


def chinese_number(text: str) -> int | None:
    """一百二十 → 120, 十二 → 12, 三千零五 → 3005; None for what is not written out in full.

    一百二 (120 or 102) and 一二 (12, or one or two) are refused, as is a 零 out of place: the
    number is written anew and must come out the same.
    """
    total, section, digit = 0, 0, 1 if text.startswith("十") else 0
    for sign in text:
        if sign in _DIGIT:
            digit = _DIGIT[sign]
        elif sign == "万":
            total, section, digit = (section + digit) * 10000, 0, 0
        else:
            section, digit = section + digit * _TEN[sign], 0
    number = total + section + digit
    plain = text.replace("两", "二").replace("〇", "零")
    return number if plain in (written := _written(number), written.removeprefix("一")) else None


def _written(number: int) -> str:
    """``number`` (below a hundred million) in Chinese, written out in full."""
    if number >= 10000:
        high, low = divmod(number, 10000)
        gap = "零" if 0 < low < 1000 else ""
        return f"{_written(high)}万{gap}{_written(low) if low else ''}" if high < 10000 else ""
    signs, text = "零一二三四五六七八九", ""
    for power, unit in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = number // power % 10
        if digit:
            text += signs[digit] + unit
        elif text and not text.endswith("零") and number % power:
            text += "零"
    return text or "零"


def _certain_day(text: str) -> date | None:
    if re.fullmatch(r"(19|20)\d{6}", text):
        return _a_day(text[:4], text[4:6], text[6:])
    match = _SEPARATED.fullmatch(text)
    if match is None or (match[2], match[4]) not in _PAIRS or bool(match[6]) > (match[2] == "年"):
        return None
    return _a_day(match[1], match[3], match[5])


#: signs that go together between year, month and day
_PAIRS = (("年", "月"), ("-", "-"), (".", "."), ("/", "/"))


def _a_day(year: str, month: str, day: str) -> date | None:
    try:
        found = date(int(year), int(month), int(day))
    except ValueError:
        return None
    return found if 2000 <= found.year < 2100 else None


#: what is wanted in a cell of each kind, as the end of a message
WANTED = {
    Kind.COUNT: "应填不小于0的整数，不带单位和符号",
    Kind.DATE: "应填日期，如 2026-03-05",
    Kind.YES_NO: "应填“是”或“否”",
    Kind.MARK: "应填评分，不小于0，最多两位小数",
    Kind.TEXT: "应填文字",
}


#: what to do with a cell that looks right
TEXT_FORMAT = "这一格是文本格式：清除内容、设为常规后重新输入，或用清除格式"
LOOKS_BLANK = "看似空白，实为空格或看不见的字符"
EMPTY_IT = "选中这一格按 Delete 清空，再按要求填"
#: how clerks say in a cell for a day that nothing was held, and what to do then
NOT_DONE = (
    "无", "没有", "未", "/", "-", "—", "未召开", "没有召开", "未开", "没开", "未开展", "没有开展",
)  # fmt: skip
NOT_HELD = "没有召开的留空，在说明栏写明原因"
#: what is said of an entry, and what to do
TYPED, MAY_BE = "{}填了“{}”", "，可能是{}"
TYPE_ANEW = f"{TEXT_FORMAT}：{{}}"
FORMULA_FAILED, NEGATIVE, NOT_WHOLE = "单元格里的公式出错", "是负数", "不是整数"
TOO_LONG, BLANKS_AROUND = "位数太多，不是个数", "带有空格或看不见的字符"
DIGITS_AS_TEXT, NO_NUMBER = "是文字，不是数字", "不是数字"
NO_RESULT = "是没有结果的公式"
NO_DAY, NO_ANSWER = "不是日期", "不是“是”或“否”"
IF_SO = "核对；如果是{}，改填{}"


def wanted_moment(year: int | str) -> str:
    """The same of a cell for a day and the time of day."""
    return f"应填日期和时间，如 {year}-03-05 14:30"


def trouble(found: str, kind: Kind) -> str:
    """What is wrong with ``found`` in a cell of ``kind``, in a clerk's words."""
    if _ERROR.fullmatch(found):
        return FORMULA_FAILED
    if found.startswith("="):
        return NO_RESULT
    if bare(found) != found and bare(found) in _WHOLE_WORDS:
        return BLANKS_AROUND
    if kind == Kind.DATE:
        return NO_DAY if certain(found, kind) is None else "是文本，不是日期"
    if kind == Kind.YES_NO:
        return NO_ANSWER
    if kind == Kind.MARK:
        return "不是评分"
    text = _normal(found)
    if re.fullmatch(r"[-−]\d+(\.\d+)?", text):
        return NEGATIVE
    if re.fullmatch(r"\d+\.\d+", text):
        return NOT_WHOLE
    if re.match(r"\d{4}-\d\d?-\d\d?", text):
        return "是日期，不是个数"
    if text.isdecimal():
        return TOO_LONG if int(text) >= TOO_MANY else DIGITS_AS_TEXT
    return NO_NUMBER


def misread(printed: str, kind: Kind, found: str, year: int) -> tuple[str, str | None]:
    """What to say of ``found`` in the cell of an item: the message, and what to do if it is known.

    ``可防性案件数填了“12起”，不是数字，可能是 12`` and ``核对；如果是 12，改填 12``.
    """
    if not bare(found):
        return f"{printed}{LOOKS_BLANK}", EMPTY_IT
    meant = None if _denies(printed, kind, found) else proposal(found, kind, year)
    if bare(found) == _NOT_APPLICABLE:
        meant = f" {_NOT_APPLICABLE}"
    elif meant:
        meant = f"“{meant}”" if kind == Kind.YES_NO else f" {meant}"
    hint = MAY_BE.format(meant) if meant else ""
    message = f"{TYPED.format(printed, as_seen(found))}，{trouble(found, kind)}{hint}"
    if meant and kind != Kind.YES_NO and _is_text_of(found, kind):
        return message, TYPE_ANEW.format(meant.strip())
    if kind == Kind.DATE and bare(found) in NOT_DONE:
        return message, NOT_HELD
    return message, IF_SO.format(meant, meant) if meant else None


def bare(text: str) -> str:
    """``text`` without blanks around it and signs that nobody sees."""
    return "".join(sign for sign in text if unicodedata.category(sign) not in _UNSEEN).strip()


def _is_text_of(found: str, kind: Kind) -> bool:
    """Whether it is written just as it should be, but as a text."""
    return found.isdecimal() if kind == Kind.COUNT else certain(found, kind) is not None


def _denies(printed: str, kind: Kind, found: str) -> bool:
    """“无” beside 本月无重大事项 may mean 是 or 否: nothing is proposed."""
    return kind == Kind.YES_NO and "无" in printed and found.strip() in ALIKE_NO


def as_seen(found: str) -> str:
    """``found`` as the sheet shows it: TRUE and FALSE, days without the hour."""
    return {"True": "TRUE", "False": "FALSE"}.get(found, found.removesuffix(" 00:00:00"))
