"""考核方案.xlsx as a keeper opens it: sheets, open and locked cells, lists, notes; read again."""

from copy import deepcopy
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet
from openxml_audit import OpenXmlValidator

from zongzhi_xl.core.edition.items import Kind
from zongzhi_xl.core.edition.statement import Edition, edition_of
from zongzhi_xl.desk.rulekeeping import scheme_book as desk
from zongzhi_xl.errors import OutputError
from zongzhi_xl.reading import scheme_book as reading
from zongzhi_xl.sheets import scheme_book
from zongzhi_xl.statements.book.layout import SHEETS
from zongzhi_xl.statements.book.rows import book_of, mark_of
from zongzhi_xl.statements.book.understood import understand
from zongzhi_xl.statements.files import EMPTY, STANDARD, answers_of

SHEETS_IN_ORDER = (
    "说明", "单位", "数据项", "指标", "审核关系", "评分", "情形", "等次与结果", "报送时限",
    "条款解释", "用语",
)  # fmt: skip


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("book") / "考核方案.xlsx"
    desk.export(STANDARD, file)
    return file


@pytest.fixture(scope="module")
def book(path: Path) -> Workbook:
    return load_workbook(path)


def column(sheet: Worksheet, heading: str, row: int = 4) -> int:
    return next(cell.column for cell in sheet[row] if cell.value == heading)


def row_of(sheet: Worksheet, word: str, where: str) -> int:
    n = column(sheet, where)
    return next(row for row in range(5, sheet.max_row) if sheet.cell(row, n).value == word)


def test_the_sheets_stand_in_their_order_all_protected_without_a_password(book: Workbook) -> None:
    assert tuple(book.sheetnames[: len(SHEETS_IN_ORDER)]) == SHEETS_IN_ORDER
    assert [one.title for one in book if one.sheet_state != "visible"] == ["选项"]
    assert all(sheet.protection.sheet and not sheet.protection.password for sheet in book)


def test_a_rule_stands_under_its_clause_with_what_it_costs_beside_it(book: Workbook) -> None:
    sheet = book["评分"]
    row = row_of(sheet, "D06-1", "条号／编号")
    shown = {cell.value: sheet.cell(row, cell.column).value for cell in sheet[4]}
    assert shown["行"] == "规则"
    assert (shown["分值／封顶"], shown["按步·单价"], shown["按步·步长"]) == (3, 0.2, None)
    assert shown["量"] == "超出(刑事案件发案率)"
    assert shown["按参数读出来（写出时）"] == "刑事案件发案率每超1起/万人扣0.2分"
    # the limits of the groups are 70, 50, 30: one more costs 0.2, very many the cap of 3
    assert shown["试几种情形的分（写出时）"] == (
        "一类：刑事案件发案率 0起/万人 → 0；刑事案件发案率 70起/万人 → 0；"
        "刑事案件发案率 71起/万人 → 0.2；刑事案件发案率 310起/万人 → 3；"
        "二类：刑事案件发案率 0起/万人 → 0；刑事案件发案率 50起/万人 → 0；"
        "刑事案件发案率 51起/万人 → 0.2；刑事案件发案率 250起/万人 → 3；"
        "三类：刑事案件发案率 0起/万人 → 0；刑事案件发案率 30起/万人 → 0；"
        "刑事案件发案率 31起/万人 → 0.2；刑事案件发案率 190起/万人 → 3；封顶 3"
    )
    assert sheet.row_dimensions[row].outlineLevel == 1
    above = row_of(sheet, 6, "条号／编号")
    assert (above, sheet.cell(above, 1).value) == (row - 1, "条")
    assert sheet.row_dimensions[above].outlineLevel == 0


def test_what_is_typed_is_open_and_what_is_worked_out_is_locked(book: Workbook) -> None:
    sheet = book["评分"]
    row = row_of(sheet, "D06-1", "条号／编号")
    locked = {cell.value for cell in sheet[4] if sheet.cell(row, cell.column).protection.locked}
    assert locked == {"按参数读出来（写出时）", "试几种情形的分（写出时）"}
    assert not sheet.cell(sheet.max_row, 1).protection.locked, "there is room for more"


def test_every_heading_has_a_note_with_meaning_and_example(book: Workbook) -> None:
    for name in ("单位", "数据项", "指标", "审核关系", "评分", "情形"):
        bare = [cell.value for cell in book[name][4] if cell.value and cell.comment is None]
        assert bare == [], name
    sheet = book["指标"]
    note = sheet.cell(4, column(sheet, "限额·一类")).comment.text
    assert note == "各组的限额；不分组的写“全部”。这一栏写“一类”的，没有的空着。"
    note = sheet.cell(4, column(sheet, "公式")).comment.text
    assert "必填" in note
    assert "例：" in note
    words = [cell.comment.text for sheet in book for row in sheet for cell in row if cell.comment]
    assert [note for note in words if "true" in note or "whole" in note] == []


def test_closed_fields_have_a_list(book: Workbook) -> None:
    sheet = book["数据项"]
    row = row_of(sheet, "刑事立案数", "表种／小标题／名称")
    cell = sheet.cell(row, column(sheet, "类型")).coordinate
    lists = [one for one in sheet.data_validations.dataValidation if cell in one.sqref]
    kinds = ",".join(kind.value for kind in Kind)
    assert [one.formula1 for one in lists] == [f'"{kinds}"']
    sheet = book["审核关系"]
    cell = sheet.cell(5, column(sheet, "审核方式")).coordinate
    (long,) = [one for one in sheet.data_validations.dataValidation if cell in one.sqref]
    target = book.defined_names[long.formula1].attr_text
    assert target.startswith("选项!$A$1:$A$")
    assert book["选项"]["A1"].value == "表头和签名填齐"


def test_groups_and_sources_are_proposed_and_may_be_others(book: Workbook) -> None:
    for name, row, heading, words in (
        ("单位", row_of(book["单位"], "兴海街道", "名称"), "组别", "一类,二类,三类"),
        (
            "数据项",
            row_of(book["数据项"], "刑事立案数", "表种／小标题／名称"),
            "来源",
            "街道,区综治办,公安",
        ),
    ):
        sheet = book[name]
        cell = sheet.cell(row, column(sheet, heading)).coordinate
        (one,) = [one for one in sheet.data_validations.dataValidation if cell in one.sqref]
        assert words in one.formula1
        assert not one.showErrorMessage


def test_it_holds_no_formula_and_is_a_workbook_by_the_schema(book: Workbook, path: Path) -> None:
    assert [
        c.coordinate for sheet in book for row in sheet for c in row if c.data_type == "f"
    ] == []
    assert OpenXmlValidator().validate(path).errors == []


def test_it_is_printed_on_pages_with_their_headings(book: Workbook) -> None:
    sheet = book["评分"]
    assert sheet.page_setup.orientation == "landscape"
    assert sheet.print_title_rows == "$4:$4"
    assert sheet.freeze_panes == "C5"


@pytest.mark.parametrize("folder", [STANDARD, EMPTY], ids=lambda one: one.name)
def test_it_is_read_again_as_it_was(folder: Path, tmp_path: Path) -> None:
    file = tmp_path / "甲.xlsx"
    desk.export(folder, file)
    kept = desk.read(file)
    found = understand(kept.sheets)
    edition = desk.loader.load(folder)
    assert [fault.words for fault in found.faults] == []
    assert found.document == book_of(edition.document, answers_of(folder)[0])
    assert kept.written_of == mark_of(found.document)


ODD = (
    "=1+1", "+1", "@SUM(A1)", "-甲", " 前后 ", "上\n下", "_x000D_", "_x0041_", "𠮷", "'乙",
    '"丙"', "（空）", "007", "长" * 3000,
)  # fmt: skip


def test_no_text_becomes_alive_or_is_lost(edition: Edition, tmp_path: Path) -> None:
    document = deepcopy(dict(edition.document))
    for clause, text in zip(document["clauses"], ODD, strict=False):
        clause["sentence"] = text
    file = tmp_path / "甲.xlsx"
    scheme_book.write(file, edition_of(document), {})
    found = understand(reading.read(file, "甲.xlsx", SHEETS).sheets)
    assert [one["sentence"] for one in found.document["clauses"]][: len(ODD)] == [*ODD]
    cells = (cell for sheet in load_workbook(file) for row in sheet for cell in row)
    assert [cell.coordinate for cell in cells if cell.data_type == "f"] == []


def test_a_changed_workbook_is_not_written_over(path: Path, tmp_path: Path) -> None:
    mine = tmp_path / "考核方案.xlsx"
    mine.write_bytes(path.read_bytes())
    desk.export(STANDARD, mine)  # nobody changed anything
    changed = load_workbook(mine)
    sheet = changed["评分"]
    sheet.cell(row_of(sheet, "D06-1", "条号／编号"), column(sheet, "按步·单价")).value = 0.5
    changed.save(mine)
    before = mine.read_bytes()
    with pytest.raises(OutputError, match="不是没有改过的考核方案工作簿"):
        desk.export(STANDARD, mine)
    assert mine.read_bytes() == before
