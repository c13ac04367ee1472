"""Write a small return workbook from a name → value mapping, with XlsxWriter.

Made by this project's test code; not made by Excel.
"""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from pathlib import Path

import xlsxwriter
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from zongzhi_xl.contract import EVENT_RANGE
from zongzhi_xl.statements.loader import standard

GOOD = {
    "填报单位": "示例一街道", "年份": 2026, "月份": 3, "报表种类": "月报", "版本": "standard-0",
    "填表人": "张三", "单位负责人": "李四", "联系电话": "0000-0001",
    "报出日期": date(2026, 4, 2), "本月无重大事项": "否",
}  # fmt: skip


def write_return(
    path: Path,
    values: Mapping[str, object],
    *,
    events: Iterable[Mapping[str, object]] = (),
    notes: Mapping[str, str] | None = None,
    bases: Mapping[str, object] | None = None,
    register_rows: int = 10,
) -> Path:
    """A workbook with form page 月报, 重大事项 and hidden 底数; column B holds the named values.

    A value starting with ``=`` is a formula with cached value 0; 说明_X stands beside X in C.
    """
    book = xlsxwriter.Workbook(path, {"default_date_format": "yyyy-mm-dd hh:mm"})
    form, register, hidden = map(book.add_worksheet, ("月报", "重大事项", "底数"))
    hidden.hide()
    filled = GOOD | dict(values)
    for row, (name, value) in enumerate(filled.items(), 1):
        form.write(f"A{row}", name)
        _put(book, form, f"B{row}", name, value)
        if name not in GOOD:
            _put(book, form, f"C{row}", f"说明_{name}", (notes or {}).get(name))
    for row, (name, value) in enumerate((bases or {}).items(), 1):
        _put(book, hidden, f"B{row}", name, value)
    columns = [*standard().statement.events.kinds]
    register.write_row(1, 0, columns)
    for row, event in enumerate(events, 2):
        for column, value in event.items():
            register.write(row, columns.index(column), value)
    book.define_name(EVENT_RANGE, f"=重大事项!$A$2:$I${2 + register_rows}")
    book.close()
    return path


def _put(book: Workbook, sheet: Worksheet, address: str, name: str, value: object) -> None:
    if isinstance(value, date | datetime):
        sheet.write_datetime(address, value)
    else:
        sheet.write(address, value)
    book.define_name(name, f"='{sheet.name}'!${address[0]}${address[1:]}")
