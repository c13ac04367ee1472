"""Sheet 另作决定: rows in which the officer decides what no question asks for."""

from collections.abc import Mapping
from datetime import date

from zongzhi_xl.contract import FILED, OWN, OWN_ABOUT, OWN_COLUMNS, TASK_TYPED, TASKS
from zongzhi_xl.core.chronicle.desk import Desk
from zongzhi_xl.core.chronicle.events import UNASKED, Ruling
from zongzhi_xl.core.chronicle.tasks import Own
from zongzhi_xl.core.edition.items import FormKind
from zongzhi_xl.sheets.desk import filed
from zongzhi_xl.sheets.desk.tasks import INPUT, typed_day
from zongzhi_xl.sheets.page import Book, Cell, Page, height_of

#: of the columns in their order
_WIDTHS = (11, 15, 10, 16, 13.5, 28, 13, 11.5, 9, 27)
#: rows to type into, beyond those that are left
_OPEN = 12
_ANSWER, _PERIOD, _VALUE = TASK_TYPED[0], OWN_ABOUT[1], OWN_ABOUT[3]
_HOW = (
    f"“{TASKS}”里没有问到的，在这里决定：复核以后改按另一个数算的，选“{Ruling.FIGURE}”，"
    f"写单位、报表、指标，“{_VALUE}”写认定的数；认定哪一天收到的，选“{Ruling.DAY}”，"
    f"“{_VALUE}”写日期；单位口头说明了核实性问题的，选“{Ruling.ACCEPTED}”，写单位、报表、指标，"
    f"说了什么写在理由里，同一指标有几处的，“{_VALUE}”写审核号；以前的决定不再算的，选“{Ruling.REVOKED}”，“{_VALUE}”写“已办”里的决定号。"
    f"“{TASK_TYPED[1]}”和“{TASK_TYPED[4]}”要写。改的是依据，不是分数。"
    "填好后保存、关闭，再运行一次 desk：办好的移到“已办”，没有办成的留在这里并写明原因。"
)


def write_own(book: Book, desk: Desk) -> None:
    """The sheet."""
    page = book.page(OWN, _WIDTHS)
    page.title("区里另作的决定", desk.period)
    page.wrapped([Cell(_HOW, "note wrap", span=len(_WIDTHS))])
    first = page.headings(OWN_COLUMNS, frozen=2) + 1
    for one in (*desk.own, *(Own(),) * _OPEN):
        _row(page, one)
    for name, rule in _choices(desk).items():
        page.sheet.accept(first, OWN_COLUMNS.index(name), rule, down_to=page.row - 1)
    # what is typed is kept as text: days and numbers are read as the decision asks for
    page.sheet.ignore_errors({"number_stored_as_text": f"A{first + 1}:J{page.row}"})


def _row(page: Page, one: Own) -> None:
    value = one.value.isoformat() if isinstance(one.value, date) else one.value
    row = [
        Cell(one.typed.answer, INPUT), Cell(one.unit, INPUT), Cell(one.period, INPUT),
        Cell(one.item, INPUT), Cell(value, INPUT, "@"), Cell(one.typed.reason, INPUT),
        Cell(one.typed.document, INPUT, "@"), typed_day(one.typed.day), Cell(one.typed.by, INPUT),
        Cell(one.outcome or None, f"box wrap left {'warn' if one.outcome else ''}"),
    ]  # fmt: skip
    texts = [(cell.text, width) for cell, width in zip(row, _WIDTHS, strict=True)]
    page.write(row, height=max(24, height_of(texts)))


def _choices(desk: Desk) -> Mapping[str, Mapping[str, object]]:
    """Drop-downs, which only help: what else is typed is judged when it is read."""
    months = [f"{month}月{FormKind.MONTHLY}" for month in range(1, 13)]
    top, last = filed.rows_of_units(desk)
    return {
        _ANSWER: {
            "validate": "list", "source": [*map(str, UNASKED)], "error_title": OWN,
            "error_message": f"请从中选一个：{'、'.join(UNASKED)}",
        },
        OWN_ABOUT[0]: {
            "validate": "list", "source": f"='{FILED}'!$A${top + 1}:$A${last + 1}",
            "error_type": "warning", "error_title": OWN, "error_message": "不在名册上",
        },
        _PERIOD: {
            "validate": "list", "source": [*months, str(FormKind.ANNUAL)],
            "error_type": "warning", "error_title": OWN, "error_message": "请从中选一个",
        },
    }  # fmt: skip
