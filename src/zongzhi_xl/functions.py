"""Worksheet functions (Excel only): rate, headroom and grade by the same code as the appraisal.

They are for an officer's own sheets. Anything that is not there gives its name in Chinese (未填,
不适用, 无法识别, 分母为零), as in the returns; a wrong argument gives a sentence that says what
is allowed. Nothing is ever shown as 0 that is not 0. The VBA wrappers (``macros/functions.bas``)
are those that xlwings generates; 区级汇总.xlsm, the officer's own workbook, carries them. Names of
arguments become VBA's, so none may be a reserved word there (as ``scale`` is).
"""

# ruff: noqa: D415  what Excel shows of a function are Chinese sentences

from collections.abc import Callable
from datetime import datetime
from decimal import Decimal
from fractions import Fraction
from functools import wraps
from typing import Any, ParamSpec, TypeAlias

import xlwings as xw

from zongzhi_xl.core.appraising.bounds import Bound, bound_of
from zongzhi_xl.core.appraising.indicators import Limited
from zongzhi_xl.core.appraising.scoring import Contender, decided
from zongzhi_xl.core.edition.items import Kind
from zongzhi_xl.core.edition.records import decode
from zongzhi_xl.core.edition.statement import Limit, Measure
from zongzhi_xl.core.language.values import (
    BLANK,
    UNREADABLE,
    ZERO_DENOMINATOR,
    Gap,
    Number,
    plain,
    rounded,
    strongest_gap,
)
from zongzhi_xl.core.returned.submission import reading_of
from zongzhi_xl.errors import RecordError, RequestError

#: what a cell of an argument may hold, and what a function gives
CellValue: TypeAlias = float | int | str | bool | Decimal | datetime | None
Shown: TypeAlias = float | int | str

#: under which Excel's dialog lists the functions
_CATEGORY = "综治考核"
_MOST_PLACES = 9
_MEASURES = "、".join(Measure)
_NUMERIC = (int, float, str, Decimal)
Arguments = ParamSpec("Arguments")


def _in_words(function: Callable[Arguments, Shown]) -> Callable[Arguments, Shown]:
    """The same function, whose faults are sentences in the cell.

    Its type hints are hidden from xlwings, which takes every hint for a converter and fails at one
    that is a union: values are to come as they stand in the cells.
    """

    @wraps(function)
    def guarded(*arguments: Arguments.args, **named: Arguments.kwargs) -> Shown:
        try:
            return function(*arguments, **named)
        except RequestError as fault:
            return str(fault)
        except Exception as fault:
            return f"算不了（{type(fault).__name__}）"

    guarded.__annotations__ = {}
    return guarded


def _argument(name: str, doc: str) -> Callable[[Callable[Arguments, Shown]], Any]:
    """What Excel's dialog says of an argument; an error value comes as its name (#N/A)."""
    return xw.arg(name, doc=doc, err_to_str=True)


# ------------------------------------------------------------------ the functions


@xw.func(category=_CATEGORY)
@_argument("numerator", "分子：件数或人数，0 或正整数")
@_argument("denominator", "分母：总数或总人口（人），0 或正整数")
@_argument("multiple", "倍数：每万人填 10000（不填即是），占比填 1，百分数填 100")
@_argument("places", "保留几位小数，0 至 9，不填为 2；四舍五入，只用于显示")
@_in_words
def ZZ_RATE(  # noqa: N802  # a worksheet function is written in capitals
    numerator: CellValue,
    denominator: CellValue,
    multiple: CellValue = 10000,
    places: CellValue = 2,
) -> Shown:
    """发案率等：分子 ÷ 分母 × 倍数（如：件/万人）。先精确计算，最后才四舍五入。"""
    exact = Fraction(*_counts(numerator, denominator)) * _number(multiple, 10000, "倍数")
    return float(rounded(exact, _places(places)))


@xw.func(category=_CATEGORY)
@_argument("numerator", "分子：件数或人数，0 或正整数")
@_argument("denominator", "分母：总数或总人口（人）；控制数没有分母，留空")
@_argument("limit", "限额，如 <=70、<=15/10000、>=95%")
@_argument("measure", f"类型：{_MEASURES}")
@_argument("multiple", "倍数：每万人填 10000，占比和控制数填 1（不填即是）")
@_in_words
def ZZ_HEADROOM(  # noqa: N802  # a worksheet function is written in capitals
    numerator: CellValue,
    denominator: CellValue,
    limit: CellValue,
    measure: CellValue,
    multiple: CellValue = 1,
) -> Shown:
    """余量（件、人或起）：再发生几件还不破限额；已经破了的为 0，怎样都不破的为“不限”。"""
    kind, bound = _measure(measure), _bound(limit)
    counted = kind == Measure.COUNT
    top, bottom = _counts(numerator, 1 if counted else denominator)
    base = None if counted else bottom
    times = Fraction(_number(multiple, 1, "倍数"))
    room = Limited(kind, top, base, times, bound).headroom
    return "不限" if room is None else room


@xw.func(category=_CATEGORY)
@_argument("score", "得分（分），0 至满分，可带两位小数")
@_argument("clean", "没有一票否决、年报已报、没有未说明的问题的填“是”（不填即是），否则填“否”")
@_in_words
def ZZ_GRADE(  # noqa: N802  # a worksheet function is written in capitals
    score: CellValue, clean: CellValue = "是"
) -> Shown:
    """等次：按标准方案的分数线，只看本单位的得分；优秀名额在全区一起评，这里不判。"""
    from zongzhi_xl.statements.loader import standard  # noqa: PLC0415  # reads YAML

    if score is None or score == "":
        return str(BLANK)
    statement = standard().statement
    points = rounded(_number(score, 0, "得分"))
    if not 0 <= points <= statement.full_marks:
        raise RequestError(f"得分应在 0 至 {plain(statement.full_marks)} 之间")
    in_order = _is_clean(clean)
    one = Contender("", points, (), (), stains=() if in_order else ("有问题",))
    return decided([one], statement, final=False)[0].grade


# ------------------------------------------------------------------ arguments


def _count(raw: CellValue) -> int | Gap:
    """A count as in a return: blank is never zero, text is never a number."""
    # Excel gives a cell with a currency format as a Decimal
    value = reading_of(float(raw) if isinstance(raw, Decimal) else raw, Kind.COUNT)
    return value if isinstance(value, int | Gap) else UNREADABLE


def _counts(numerator: CellValue, denominator: CellValue) -> tuple[int, int]:
    """Both counts; raises RequestError with the name of what is not there, or is nought below."""
    top, bottom = _count(numerator), _count(denominator)
    if isinstance(top, Gap) or isinstance(bottom, Gap):
        raise RequestError(str(strongest_gap([top, bottom])))
    if not bottom:
        raise RequestError(str(ZERO_DENOMINATOR))
    return top, bottom


def _number(raw: CellValue, default: int, name: str) -> Number:
    """A number from 0 up, exactly as it is shown: 0.1 is a tenth."""
    if raw is None or raw == "":
        return default
    try:
        number = Fraction(str(raw)) if isinstance(raw, _NUMERIC) else None
    except ValueError:
        number = None
    if number is None or isinstance(raw, bool) or number < 0:
        raise RequestError(f"{name}应填数字")
    return number


def _places(raw: CellValue) -> int:
    number = _number(raw, 2, "小数位数")
    if number not in range(_MOST_PLACES + 1):
        raise RequestError(f"小数位数应为 0 至 {_MOST_PLACES} 的整数")
    return int(number)


def _measure(raw: CellValue) -> Measure:
    try:
        return decode(Measure, raw)
    except RecordError as fault:
        raise RequestError(f"类型应为{_MEASURES}之一") from fault


def _bound(raw: CellValue) -> Bound:
    text = str(raw or "").replace("≤", "<=").replace("≥", ">=")
    try:
        bound = bound_of(decode(Limit, text.strip()))
    except RecordError:
        bound = None
    if bound is None:
        raise RequestError("限额应写成 <=70、<=15/10000 或 >=95% 这样")
    return bound


def _is_clean(raw: Any) -> bool:
    if raw in (None, "", "是", True):
        return True
    if raw in ("否", False):
        return False
    raise RequestError("第二项应填“是”或“否”")
