"""区情登记表.xlsx, empty: every field explained, invented examples that nobody reads."""

import zipfile
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet
from openxml_audit import OpenXmlValidator

from tests.district_forms import COLUMN, ROW
from zongzhi_xl.core.edition.district_fields import ORGAN_FIELDS, tables
from zongzhi_xl.core.edition.statement import Edition
from zongzhi_xl.reading.district_form import read
from zongzhi_xl.sheets import district_form
from zongzhi_xl.statements.loader import standard

SHEETS = ("单位", "街道", "部门", "节假日")


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory, edition: Edition) -> Path:
    file = tmp_path_factory.mktemp("form") / "区情登记表.xlsx"
    district_form.write(file, edition)
    return file


@pytest.fixture(scope="module")
def book(path: Path) -> Workbook:
    return load_workbook(path)


def inputs(sheet: Worksheet) -> list[str]:
    return [
        cell.coordinate for row in sheet.iter_rows() for cell in row if not cell.protection.locked
    ]


def test_four_sheets_protected_without_a_password(book: Workbook) -> None:
    assert tuple(book.sheetnames) == SHEETS
    for sheet in book:
        assert sheet.protection.sheet
        assert sheet.protection.password in (None, "")


def test_only_empty_yellow_cells_can_be_filled_in(book: Workbook) -> None:
    for sheet in book:
        cells = [sheet[address] for address in inputs(sheet)]
        assert cells
        assert {cell.value for cell in cells} == {None}
        assert {cell.fill.fgColor.rgb for cell in cells} == {"FFFFFBD6"}
    assert inputs(book["单位"]) == [f"B{row}" for row in range(4, 4 + len(ORGAN_FIELDS))]
    assert inputs(book["街道"])[:8] == [f"{column}{ROW}" for column in "BCDEFGHI"]
    assert inputs(book["部门"])[:3] == [f"{column}{ROW}" for column in "CDE"]


def test_every_field_is_explained_and_has_an_example(book: Workbook) -> None:
    organs = list(book["单位"].iter_rows(4, values_only=True))
    assert [row[0] for row in organs] == [one.name for one in ORGAN_FIELDS]
    assert [row[2] for row in organs] == [one.words for one in ORGAN_FIELDS]
    assert all(row[3] not in (None, "") for row in organs)
    for name, fields in tables(standard().statement).items():
        sheet, column = book[name], COLUMN[name]
        for n, one in enumerate(fields, column):
            head, words, example = (sheet.cell(row, n).value for row in (3, 4, 5))
            assert (head, words) == (one.name, one.words)
            assert example not in (None, "")
        assert [sheet.cell(row, 1).value for row in (4, 5)] == ["说明", "例"]


def test_the_examples_are_invented_and_not_read(path: Path, book: Workbook) -> None:
    assert (book["单位"]["D4"].value, book["街道"]["B5"].value) == ("虚构区", "示例一街道")
    raw = read(path, path.name, tables(standard().statement)).raw
    assert {cell.value for cell in raw.organs.values()} == {None}
    assert (set(raw.tables.values()), raw.strays) == ({()}, ())


def test_each_department_is_printed_with_what_it_provides(book: Workbook, edition: Edition) -> None:
    rows = list(book["部门"].iter_rows(ROW, values_only=True))
    printed = {row[0]: row[1].split("、") for row in rows}
    wanted = {
        one: [
            item.printed
            for form in edition.forms
            for item in form.items
            if item.source == one and not item.sums
        ]
        for one in edition.statement.providers.others
    }
    assert printed == {name: items for name, items in wanted.items() if items}


def test_what_may_be_typed_is_told_and_listed(book: Workbook) -> None:
    for sheet in book:
        rules = sheet.data_validations.dataValidation
        assert all(rule.promptTitle and rule.prompt for rule in rules)
        covered = {cell for rule in rules for area in rule.sqref.ranges for cell in area.cells}
        asked = {(sheet[address].row, sheet[address].column) for address in inputs(sheet)}
        assert covered == asked
    (groups,) = (
        rule for rule in book["街道"].data_validations.dataValidation if rule.type == "list"
    )
    assert groups.formula1.strip('"').split(",") == ["一类", "二类", "三类"]
    (yes_no,) = (
        rule for rule in book["单位"].data_validations.dataValidation if rule.type == "list"
    )
    assert yes_no.formula1 == '"是,否"'


def test_it_prints_on_a4_a_page_wide_and_scrolls_under_its_headings(book: Workbook) -> None:
    for sheet in book:
        assert sheet.page_setup.paperSize == 9
        assert sheet.page_setup.fitToWidth in (None, 1)  # 1 where nothing is said
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert sheet.print_area
        assert sheet.freeze_panes
        if sheet.title != "单位":
            assert sheet.print_title_rows == "$3:$3"
    assert [sheet.page_setup.orientation for sheet in book] == [
        "portrait", "landscape", "landscape", "portrait",
    ]  # fmt: skip


def test_the_same_form_is_the_same_bytes(path: Path, tmp_path: Path, edition: Edition) -> None:
    again = tmp_path / "again.xlsx"
    district_form.write(again, edition)
    assert again.read_bytes() == path.read_bytes()


def test_it_is_a_workbook_of_the_schema(path: Path) -> None:
    result = OpenXmlValidator().validate(str(path))
    assert result.is_valid, [str(one) for one in result.errors][:5]
    with zipfile.ZipFile(path) as package:
        assert package.testzip() is None
