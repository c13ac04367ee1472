"""待办 read again: every row in which something is typed, wherever it stands by then."""

from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest

from zongzhi_xl.contract import TASK_COLUMNS, TASKS
from zongzhi_xl.core.chronicle.tasks import Task, Typed
from zongzhi_xl.errors import UnusableFileError
from zongzhi_xl.reading.desk_book import Kept, read

ROW = {
    "编号": "0A1B2C3D", "事由": "说明", "单位": "兴海街道", "报表": "1月月报", "内容": "某事",
    "处理": "接受", "理由": "属实", "文号": "12号", "日期": date(2026, 2, 3), "经办人": "王",
}  # fmt: skip


def desk(path: Path, *rows: dict[str, object], columns: tuple[str, ...] = TASK_COLUMNS) -> Kept:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = TASKS
    sheet.append(["待决定的事"])
    sheet.append(["2026年　2026-02-10 的情况"])
    sheet.append(columns)
    for row in rows:
        sheet.append([row.get(name) for name in columns])
    book.save(path)
    return read(path, path.name)


@pytest.fixture
def path(tmp_path):
    return tmp_path / "工作台.xlsx"


def test_a_row_is_read_with_its_question(path):
    assert desk(path, ROW).typed == (
        Task(
            "0A1B2C3D", "说明", "兴海街道", "1月月报", "某事",
            typed=Typed("接受", "属实", "12号", date(2026, 2, 3), "王"),
        ),
    )  # fmt: skip


def test_columns_may_stand_in_any_order_and_more_of_them(path):
    kept = desk(path, ROW, columns=("备注", *reversed(TASK_COLUMNS)))
    assert kept.typed == desk(path, ROW).typed


def test_year_and_bytes_are_kept(path):
    kept = desk(path, ROW)
    assert (kept.year, kept.data) == (2026, path.read_bytes())


def test_rows_without_anything_typed_are_none_and_one_cell_is_something(path):
    asked = {name: ROW[name] for name in ("编号", "事由", "单位", "报表", "内容")}
    kept = desk(path, asked, {}, asked | {"经办人": "王"}, {"理由": "属实"})
    assert [(one.id, one.typed) for one in kept.typed] == [
        ("0A1B2C3D", Typed(by="王")), ("", Typed(reason="属实")),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("cell", "day"),
    [
        (datetime(2026, 2, 3, 0, 0), date(2026, 2, 3)),
        (46056, date(2026, 2, 3)),
        ("2026-2-3", date(2026, 2, 3)),
        ("2026年2月3日", date(2026, 2, 3)),
        ("2026.02.03", date(2026, 2, 3)),
        ("2026-2-30", "2026-2-30"),
        ("明天", "明天"),
        (3, "3"),
    ],
)
def test_a_day_is_read_where_it_is_one_else_kept_as_it_was_typed(path, cell, day):
    assert desk(path, ROW | {"日期": cell}).typed[0].typed.day == day


def test_numbers_in_text_cells_are_read_as_they_are_shown(path):
    kept = desk(path, ROW | {"编号": 12345678, "文号": 12.0})
    assert (kept.typed[0].id, kept.typed[0].typed.document) == ("12345678", "12")


def test_what_is_no_desk_is_refused_with_what_lacks(path):
    with pytest.raises(UnusableFileError, match="没有“处理、日期”这一列"):
        desk(path, columns=tuple(one for one in TASK_COLUMNS if one not in ("处理", "日期")))
    openpyxl.Workbook().save(path)
    with pytest.raises(UnusableFileError, match="没有工作表“待办”"):
        read(path, path.name)
    path.write_bytes(b"PK\x03\x04 half a file")
    with pytest.raises(UnusableFileError, match="损坏"):
        read(path, path.name)
