"""Decisions that no question asks for (另作决定), as they were typed into 工作台."""

import re
from datetime import date

from zongzhi_xl.contract import OWN_ABOUT, TASK_TYPED
from zongzhi_xl.core.chronicle.events import UNASKED, Ruling
from zongzhi_xl.core.chronicle.tasks import Own
from zongzhi_xl.core.edition.items import FormKind
from zongzhi_xl.core.language.values import plain
from zongzhi_xl.desk.registry.deciding import (
    OnTheirWord,
    Period,
    ReceivedOn,
    Reviewed,
    Revoking,
    Saying,
)
from zongzhi_xl.errors import RequestError

#: as a person writes it: 3月月报, 3月, 3, 年报
_MONTH = re.compile(r"(\d{1,2})(?:月(?:份)?(?:月报)?)?")
_NUMBER = re.compile(r"(?:第\s*)?(\d+)\s*(?:号(?:决定)?)?")
_UNIT, _PERIOD, _ITEM, _VALUE = OWN_ABOUT


def saying_of(one: Own) -> Saying:
    """What the row says; raises RequestError for what is missing or cannot be read."""
    match one.typed.answer:
        case Ruling.FIGURE:
            return Reviewed(_period(one), _given(one.item, _ITEM), plain(one.value))
        case Ruling.DAY:
            return ReceivedOn(_period(one), _day(one.value))
        case Ruling.ACCEPTED:
            return OnTheirWord(_period(one), one.item, plain(one.value))
        case Ruling.REVOKED:
            return Revoking(_number(one.value))
        case "":
            raise RequestError(f"没有选“{TASK_TYPED[0]}”")
        case other:
            raise RequestError(f"“{other}”不是可以选的处理，可选：{'、'.join(UNASKED)}")


def _given(text: str, column: str) -> str:
    if not text:
        raise RequestError(f"没有填“{column}”")
    return text


def _period(one: Own) -> Period:
    unit, words = _given(one.unit, _UNIT), _given(one.period, _PERIOD)
    if words == FormKind.ANNUAL:
        return Period(unit, None)
    found = _MONTH.fullmatch(words)
    if not found or int(found[1]) not in range(1, 13):
        raise RequestError(f"报表“{words}”看不懂，请写成 3月月报 或 年报")
    return Period(unit, int(found[1]))


def _day(value: date | str) -> date:
    if isinstance(value, date):
        return value
    raise RequestError(f"收件日期“{_given(value, _VALUE)}”看不懂，请写成 2026-04-03 这样")


def _number(value: date | str) -> int:
    found = _NUMBER.fullmatch(_given(plain(value), _VALUE))
    if not found:
        raise RequestError(f"“{plain(value)}”不是决定号：请在“{_VALUE}”里写“已办”里的决定号，如 3")
    return int(found[1])
