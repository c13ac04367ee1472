"""区情登记表 as somebody fills it in: the blank that we give out, its cells typed by openpyxl."""

from collections.abc import Iterable, Mapping
from datetime import date
from functools import cache
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

from openpyxl import load_workbook

from zongzhi_xl.core.edition.district_fields import tables
from zongzhi_xl.desk.initiating import form
from zongzhi_xl.statements.loader import standard

ORGANS: Mapping[str, object] = {
    "区名": "虚构区", "区综治办名称": "区综治中心", "区综治委名称": "区平安委",
    "联系电话": "0000-1234567", "考核方案文号": "虚平安委〔2026〕1号", "年份": 2026,
    "月报期限": 6, "年报期限": 12, "部门提供数期限": 18, "遇节假日顺延": "是",
    "补正期": 4,
}  # fmt: skip
#: name, former names, group, population, communities, villages, fires, telephone
OFFICES: tuple[tuple[object, ...], ...] = (
    ("虚一街道", None, "一类", 50000, 8, 0, 0, "0000-7654321"),
    ("虚二街道", "老二街道、旧二街道", "三类", 20000, 3, 4, 2, None),
)
HOLIDAYS: tuple[tuple[object, ...], ...] = (
    (date(2026, 10, 1), date(2026, 10, 3), "国庆节"),
    (date(2027, 1, 1), None, None),
)
#: where a table's first row to fill in stands, and its first column
ROW, COLUMN = 6, {"街道": 2, "部门": 3, "节假日": 2}


@cache
def _blank() -> bytes:
    with TemporaryDirectory() as folder:
        path = Path(folder) / form.FILE
        form.write_blank(path)
        return path.read_bytes()


def filled(
    path: Path,
    organs: Mapping[str, object] = ORGANS,
    offices: Iterable[tuple[object, ...]] = OFFICES,
    holidays: Iterable[tuple[object, ...]] = HOLIDAYS,
    cells: Mapping[str, object] | None = None,
) -> Path:
    """The form with these contents at ``path``; ``cells`` like ``街道!E7`` at last."""
    book = load_workbook(BytesIO(_blank()))
    sheet = book["单位"]
    for row in range(4, sheet.max_row + 1):
        if sheet.cell(row, 1).value in organs:
            sheet.cell(row, 2).value = organs[sheet.cell(row, 1).value]
    for name, rows in (("街道", offices), ("节假日", holidays)):
        for row, values in enumerate(rows, ROW):
            assert len(values) == len(tables(standard().statement)[name])
            for column, value in enumerate(values, COLUMN[name]):
                book[name].cell(row, column).value = value
    for place, value in (cells or {}).items():
        name, address = place.split("!")
        book[name][address].value = value
    book.save(path)
    return path
