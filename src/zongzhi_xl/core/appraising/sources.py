"""How a source is written: file, sheet, cell and value, wherever it stands."""

from zongzhi_xl.contract import DECISIONS, DELIVERIES, RECEIPTS, UNITS
from zongzhi_xl.core.appraising.scorecard import (
    PENDING_WORDS,
    Absence,
    Decided,
    DeliveryState,
    Receipt,
    RegisterFigure,
    Source,
    SourceCell,
)
from zongzhi_xl.core.edition.items import FormKind
from zongzhi_xl.core.language.values import plain
from zongzhi_xl.record import Record


class Written(Record):
    """Where a number can be looked up; of what is no file's, ``file`` is the name of its table."""

    file: str
    sheet: str
    cell: str
    value: str


def written(source: Source) -> Written:
    """``source`` in the four words that every output has."""
    match source:
        case SourceCell(file, sheet, cell, value):
            return Written(file, sheet, cell, value)
        case RegisterFigure(unit, item, value):
            return Written(UNITS, UNITS, f"{unit} {item}".strip(), value)
        case Absence(unit):
            cell = f"{unit} {paper_words(source)}"
            return Written(DELIVERIES, DELIVERIES, cell, state_words(source))
        case Receipt(unit, day=day, number=number):
            cell = f"第{number}号" if number else f"{unit} {paper_words(source)}"
            return Written(RECEIPTS, RECEIPTS, cell, f"{plain(day)} 收到")
        case Decided(number=number, value=value):
            return Written(DECISIONS, "决定", f"第{number}号", value)


def month_words(month: int | None, form: str = "年报") -> str:
    """``5月``, or the yearly paper's name."""
    return form if month is None else f"{month}月"


def paper_words(paper: Absence | Receipt) -> str:
    """``5月``, ``年报``: the column of 报送情况."""
    return month_words(paper.month, paper.form.value)


def state_words(absence: Absence) -> str:
    """``缺报``; what departments owe is 未提供, what is for the district to choose its sentence."""
    provided = absence.form == FormKind.DEPARTMENTS
    if absence.state == DeliveryState.PENDING:
        return PENDING_WORDS
    return "未提供" if provided and absence.state == DeliveryState.MISSING else absence.state.value


def place_words(source: Source) -> str:
    """Where a number stands: ``03/示例一街道.xlsx · 月报!E12``, ``名册：示例一街道 总人口``."""
    one = written(source)
    if isinstance(source, SourceCell):
        return f"{one.file} · {one.sheet}!{one.cell}"
    return f"{one.file}：{one.cell}"
