"""部门提供数.xlsx: exact item names as headings, a row a unit and a row a unit and month."""

import re
import shutil
import zipfile
from datetime import date, datetime
from functools import partial
from itertools import pairwise
from pathlib import Path

import pytest
from openpyxl import load_workbook
from openxml_audit import OpenXmlValidator

from tests.files.specimens import Change, altered
from zongzhi_xl.core.edition.items import FormKind, Severity
from zongzhi_xl.core.edition.statement import Edition
from zongzhi_xl.core.returned.departments import (
    DepartmentReturn,
    RawDepartments,
    department_return_of,
)
from zongzhi_xl.errors import UnusableFileError
from zongzhi_xl.reading.reader import read
from zongzhi_xl.sheets.department_book import monthly_items, write, yearly_items

YEARLY = {"兴海街道": {"调查人数": 200, "知晓人数": 180, "书记述职日期": date(2026, 12, 3)}}
MONTHLY = {("兴海街道", 3): {"刑事立案数": 20}, ("于楼街道", 12): {"农村火灾起数": 0}}


@pytest.fixture
def filled(tmp_path: Path, edition: Edition) -> Path:
    path = tmp_path / "部门提供数.xlsx"
    write(path, edition, 2026, YEARLY, MONTHLY)
    return path


def table(path: Path, sheet: str) -> list[tuple[object, ...]]:
    """Rows from the row of headings down."""
    rows = list(load_workbook(path)[sheet].iter_rows(values_only=True))
    first = next(n for n, row in enumerate(rows) if row[0] == "单位")
    return rows[first:]


def test_yearly_columns_are_what_departments_answer_for(filled, edition):
    headings = table(filled, "年度")[0]
    wanted = {
        item.name
        for item in edition.form(FormKind.ANNUAL).items
        if item.source != "街道" and not item.name.startswith("全年")
    } | {
        "群体性事件起数", "反邪教通报事件数", "影响全区事件数", "上年农村火灾起数", "抽查户数",
        "抽查未登记户数", "调查人数", "知晓人数", "区定述职日期",
    }  # fmt: skip
    assert len(headings) == len(set(headings)) == 1 + len(wanted)
    assert set(headings) == {"单位"} | wanted


def test_monthly_columns_and_twelve_rows_a_unit(filled, edition):
    headings, *rows = table(filled, "月度")
    wanted = {item.name for item in edition.form(FormKind.MONTHLY).items if item.source != "街道"}
    assert headings[:2] == ("单位", "月份")
    assert set(headings[2:]) == wanted
    keys = [row[:2] for row in rows]
    assert keys == [(unit.name, month) for unit in edition.units for month in range(1, 13)]


def test_departments_stand_together_above_their_columns(edition):
    for items in (yearly_items(edition), monthly_items(edition)):
        sources = [item.source for item in items]
        changes = sum(one != other for one, other in pairwise(sources))
        assert changes + 1 == len(set(sources))


def test_the_reader_finds_what_was_given_and_nothing_else(filled, edition):
    raw = read(filled, filled.name)
    assert isinstance(raw, RawDepartments)
    cells = {name: raw.cells[name].value for name in ("报表种类", "年份", "版本")}
    assert cells == {"报表种类": "部门提供数", "年份": 2026, "版本": edition.id}
    given = {
        row["单位"].value: {name: cell.value for name, cell in row.items() if name != "单位"}
        for row in raw.yearly
    }
    assert set(given) == {unit.name for unit in edition.units}
    assert given["于楼街道"] == {}
    assert (given["兴海街道"]["调查人数"], given["兴海街道"]["知晓人数"]) == (200, 180)
    by_month = {(row["单位"].value, row["月份"].value): row for row in raw.monthly if len(row) > 2}
    assert set(by_month) == set(MONTHLY)
    assert by_month["兴海街道", 3]["刑事立案数"].value == 20
    assert by_month["于楼街道", 12]["农村火灾起数"].value == 0


def test_a_blank_one_has_no_year_and_every_figure_may_be_typed(tmp_path, edition):
    path = tmp_path / "blank.xlsx"
    write(path, edition, None, {}, {})
    workbook = load_workbook(path)
    ((sheet, cell),) = workbook.defined_names["年份"].destinations
    assert workbook[sheet][cell.replace("$", "")].value is None
    page = workbook["年度"]
    assert page.protection.sheet
    assert not page.protection.password
    assert not page["B7"].protection.locked
    assert page["A7"].protection.locked


def test_every_page_says_the_year_and_a_department_begins_a_page(filled, edition):
    """The breaks hold because the scale is fixed: Excel passes over them where it fits a width."""
    cached, live = load_workbook(filled, data_only=True), load_workbook(filled)
    for name, items, keys in (
        ("年度", yearly_items(edition), 1), ("月度", monthly_items(edition), 2),
    ):  # fmt: skip
        assert cached[name]["A4"].value == "2026年"
        assert live[name]["A4"].value == '=IF(年份="","",年份&"年")'
        changes = [n for n, (one, next_) in enumerate(pairwise(items), 1)
                   if one.source != next_.source]  # fmt: skip
        assert [pause.id for pause in live[name].col_breaks.brk] == [n + keys for n in changes]
        assert not live[name].sheet_properties.pageSetUpPr.fitToPage
        foot = live[name].oddFooter
        assert "提供单位（盖章）" in foot.left.text
        assert "扣分标准为示例，未经确认" in foot.right.text


def test_a_day_has_room(filled):
    page = load_workbook(filled)["年度"]
    column = next(cell.column_letter for cell in page[6] if cell.value == "区定述职日期")
    assert page.column_dimensions[column].width > len("2026-12-08") + 1


def test_pages_repeat_their_headings(filled):
    workbook = load_workbook(filled)
    assert workbook["年度"].print_title_rows == "$4:$6"
    assert workbook["月度"].print_title_cols == "$A:$B"
    assert workbook["月度"].freeze_panes == "C7"


def test_reproducible_and_sound(filled, tmp_path, edition):
    again = tmp_path / "again.xlsx"
    write(again, edition, 2026, YEARLY, MONTHLY)
    parts = []
    for path in (filled, again):
        with zipfile.ZipFile(path) as package:
            parts.append({name: package.read(name) for name in package.namelist()})
    assert parts[0] == parts[1]
    assert OpenXmlValidator().validate(str(filled)).errors == []


def hiding(path: Path, sheet: int, change: Change) -> Path:
    """A sheet of the workbook (from 1) changed as people hide something in it."""
    return altered(path, {f"xl/worksheets/sheet{sheet}.xml": change})


def hidden_column(letter: int) -> Change:
    """That column without width, whatever its neighbours are."""
    one = f'<cols><col min="{letter}" max="{letter}" width="9" hidden="1"/></cols>'
    return partial(re.sub, "<cols>.*</cols>", one)


def of_departments(path: Path, edition: Edition) -> DepartmentReturn:
    raw = read(path, path.name)
    assert isinstance(raw, RawDepartments)
    return department_return_of(raw, edition)


def test_figures_in_a_column_that_nobody_sees_are_none(filled: Path, edition: Edition) -> None:
    """A person who signs the page has not seen them."""
    headings = table(filled, "年度")[0]
    column = headings.index("知晓人数") + 1
    sheet = load_workbook(filled).sheetnames.index("年度") + 1
    found = of_departments(hiding(filled, sheet, hidden_column(column)), edition)
    (one,) = (each for each in found.findings if each.code == "S7")
    assert (one.severity, one.sheet) == (Severity.BLOCKING, "年度")
    assert "“知晓人数”一列被隐藏" in one.message
    assert set(found.yearly["兴海街道"]) == {"调查人数", "书记述职日期"}


def test_an_empty_column_may_be_hidden(filled: Path, edition: Edition) -> None:
    """As a department does that prints its own columns only."""
    headings = table(filled, "年度")[0]
    column = headings.index("抽查户数") + 1
    sheet = load_workbook(filled).sheetnames.index("年度") + 1
    assert of_departments(hiding(filled, sheet, hidden_column(column)), edition).findings == ()


def test_a_hidden_page_or_column_of_units_is_sent_back(filled: Path, edition: Edition) -> None:
    sheet = load_workbook(filled).sheetnames.index("月度") + 1
    state = partial(re.sub, r'(<sheet name="月度")', r'\1 state="hidden"')
    pages = altered(
        Path(shutil.copy(filled, filled.with_name("页.xlsx"))), {"xl/workbook.xml": state}
    )
    with pytest.raises(UnusableFileError, match="“月度”的这一页被隐藏"):
        of_departments(pages, edition)
    with pytest.raises(UnusableFileError, match="“月度”的“单位”一列被隐藏"):
        of_departments(hiding(filled, sheet, hidden_column(1)), edition)


def test_the_head_may_be_merged(filled: Path) -> None:
    """Some programs point a name at all cells of a merged one; the merge stands behind the rows."""
    book = load_workbook(filled)
    book["年度"].merge_cells("E2:F2")
    book.defined_names["年份"].attr_text = "'年度'!$E$2:$F$2"
    book.save(filled)
    raw = read(filled, filled.name)
    assert (raw.cells["年份"].cell, raw.cells["年份"].value) == ("E2", 2026)


# ------------------------------------------------------------------ 区认定

EVENT = {
    "单位": "兴海街道", "月份": 3, "事项编号": "2026-03-001", "大类": "案件",
    "发生时间": datetime(2026, 3, 5, 14, 30),
}  # fmt: skip
SAID = {"接报时间认可": "是", "区认定": "影响全区", "通报文号": "〔2026〕7号"}


@pytest.fixture
def designated(tmp_path: Path, edition: Edition) -> Path:
    path = tmp_path / "部门提供数.xlsx"
    write(path, edition, 2026, YEARLY, MONTHLY, designated=[{**EVENT, **SAID}, EVENT])
    return path


def test_events_to_designate_stand_on_a_sheet_of_their_own(designated: Path) -> None:
    headings, first, second, *spare = table(designated, "区认定")
    assert headings == tuple({**EVENT, **SAID})
    assert first == (*EVENT.values(), *SAID.values())
    assert second == (*EVENT.values(), None, None, None)
    assert len(spare) == 40
    assert {value for row in spare for value in row} == {None}


def test_each_column_says_what_may_be_chosen(designated: Path, edition: Edition) -> None:
    page = load_workbook(designated)["区认定"]
    lists = {
        str(rule.sqref).partition(":")[0][:1]: rule.formula1
        for rule in page.data_validations.dataValidation
        if rule.type == "list"
    }
    assert lists == {
        "A": "单位名单",
        "D": '"案件,事故,矛盾纠纷,其他"',
        "F": '"是,否"',
        "G": '"无,重大责任事故,特大严重暴力案件,影响全区"',
    }
    assert all(rule.promptTitle for rule in page.data_validations.dataValidation)
    book = load_workbook(designated)
    ((sheet, cells),) = book.defined_names["单位名单"].destinations
    named = [cell.value for (cell,) in book[sheet][cells.replace("$", "")]]
    assert (named, book[sheet].sheet_state) == ([unit.name for unit in edition.units], "hidden")


def test_every_cell_of_an_event_can_be_typed(designated: Path) -> None:
    page = load_workbook(designated)["区认定"]
    assert page.protection.sheet
    assert not page.protection.password
    assert not any(cell.protection.locked for row in page["A7:H48"] for cell in row)
    assert page["A6"].protection.locked


def test_the_sheet_of_events_is_printed_and_signed_like_the_others(designated: Path) -> None:
    page = load_workbook(designated)["区认定"]
    assert page.print_title_rows == "$4:$6"
    assert page.freeze_panes == "A7"
    assert page.oddFooter.left.text.startswith("区综治办（盖章）")
    assert page.page_setup.orientation == "landscape"
    assert page["A3"].value.startswith("由区综治办填写，一件一行")


def test_what_stands_there_is_read_with_its_cells(designated: Path, edition: Edition) -> None:
    raw = read(designated, designated.name)
    assert isinstance(raw, RawDepartments)
    found = department_return_of(raw, edition)
    assert found.findings == ()
    (one,) = found.designated["兴海街道"]  # the same event twice is one
    assert {name: cell.value for name, cell in one.cells.items()} == {
        name: value for name, value in {**EVENT, **SAID}.items() if name not in ("单位", "月份")
    }
    assert (one.month, one.cells["通报文号"].place.cell) == (3, "H7")


def test_a_file_of_an_earlier_version_has_no_such_sheet(filled: Path, edition: Edition) -> None:
    book = load_workbook(filled)
    del book["区认定"]
    book.save(filled)
    raw = read(filled, filled.name)
    assert isinstance(raw, RawDepartments)
    found = department_return_of(raw, edition)
    assert (found.designated, found.findings) == ({}, ())
    assert found.yearly["兴海街道"]["调查人数"].value == 200


def test_nothing_stands_in_braces(filled):
    """Words with a place for the edition's nouns are printed with them."""
    book = load_workbook(filled)
    words = [str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row]
    assert [one for one in words if "{" in one] == []
