"""How the pages of a return look to who fills them in and to who stamps them."""

from collections.abc import Iterable
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet
from returns import good_march

from tests.places import at
from zongzhi_xl.core.edition.items import FormKind
from zongzhi_xl.core.edition.statement import Edition
from zongzhi_xl.sheets.return_book import ReturnContents, write

FORMS = (FormKind.MONTHLY, FormKind.ANNUAL)
YELLOW = "FFFFFBD6"
#: A4 and an inch in points
LONG, SHORT, INCH = 841.9, 595.3, 72


@pytest.fixture(scope="module")
def monthly(tmp_path_factory: pytest.TempPathFactory, edition: Edition) -> Path:
    path = tmp_path_factory.mktemp("pages") / "good.xlsx"
    write(path, FormKind.MONTHLY, edition, good_march())
    return path


def size(sheet: Worksheet, columns: int, rows: Iterable[int]) -> tuple[float, float]:
    """Width and height of a printed area in points; 7.71, which is 7 signs, is 54 pixels."""
    groups = sheet.column_dimensions.values()
    pixels = [
        round(group.width * 7) for group in groups for _ in range(group.min, group.max + 1)
    ]  # fmt: skip
    return 0.75 * sum(pixels[:columns]), sum(sheet.row_dimensions[row].height for row in rows)


def room(sheet: Worksheet, long: float, short: float) -> tuple[float, float]:
    margins = sheet.page_margins
    return (
        long - INCH * (margins.left + margins.right), short - INCH * (margins.top + margins.bottom)
    )  # fmt: skip


def test_the_monthly_form_fills_its_page_both_ways(monthly: Path) -> None:
    """And its type of 10 points is printed at 8 points at least."""
    sheet = load_workbook(monthly)["月报"]
    width, height = size(sheet, 10, range(1, 49))
    across, down = room(sheet, LONG, SHORT)
    assert 0.97 < (across / width) / (down / height) < 1.03
    assert 10 * min(across / width, down / height) >= 8


def test_each_page_of_the_annual_form_ends_with_a_section(tmp_path: Path, edition: Edition) -> None:
    """Also in Excel, which minds the page's height and not our break: no further row finds room."""
    path = tmp_path / "annual.xlsx"
    write(path, FormKind.ANNUAL, edition, ReturnContents())
    sheet = load_workbook(path)["年报"]
    breaks = [pause.id for pause in sheet.row_breaks.brk]
    assert len(breaks) == 2
    across, down = room(sheet, LONG, SHORT)
    head = range(1, 8)
    for first, last in pairwise((7, *breaks)):
        width, height = size(sheet, 9, [*head, *range(first + 1, last + 1)])
        scale = int(100 * across / width) / 100
        assert height * scale <= down < (height + sheet.row_dimensions[last + 1].height) * scale
        assert height + 6 > down / scale, "it is filled to its end"


def test_every_sheet_counts_its_own_pages(monthly: Path) -> None:
    for sheet in load_workbook(monthly):
        assert sheet.page_setup.useFirstPageNumber
        assert sheet.page_setup.firstPageNumber in (None, 1)  # left out where it is 1
        assert "&N" not in (sheet.oddFooter.center.text or "")


def test_labels_begin_where_the_table_does(monthly: Path) -> None:
    sheet = load_workbook(monthly)["月报"]
    for row in (2, 3, 4, 5, 47, 48):
        assert sheet[f"A{row}"].value.endswith("：")
        assert sheet[f"A{row}"].alignment.horizontal == "left"


def test_a_long_note_is_seen_whole(tmp_path: Path, edition: Edition) -> None:
    path = tmp_path / "note.xlsx"
    long = replace(good_march(), notes={"治安巡逻次数": "街道组织集中行动，" * 10})
    write(path, FormKind.MONTHLY, edition, long)
    sheet = load_workbook(path)["月报"]
    heights = {cell.value: sheet.row_dimensions[cell.row].height for cell in sheet["A"]}
    assert heights["治安巡逻次数"] >= 36
    assert heights["普法宣传次数"] == 12.75


def test_what_a_year_begins_with_neither_grows_nor_falls(monthly: Path) -> None:
    sheet = load_workbook(monthly)["月报"]
    compared = ("上年同月", "上年同期累计", "累计增减%")
    cells = [at("期初未化解纠纷数", heading) for heading in compared]
    assert [sheet[cell].value for cell in cells] == ["—"] * 3


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.name.lower())
def test_every_row_of_the_checks_has_a_number_of_its_own(
    tmp_path: Path, edition: Edition, form: FormKind
) -> None:
    path = tmp_path / "one.xlsx"
    write(path, form, edition, ReturnContents())
    numbers = [cell.value for cell in load_workbook(path)["审核关系"]["A"][3:]]
    assert len(set(numbers)) == len(numbers)


def test_the_relations_leave_no_letter_unexplained(monthly: Path) -> None:
    """``X ≤ 报出日期（X：08、09、26）``; where it stands for one item, its code stands there."""
    workbook = load_workbook(monthly)
    texts = [cell.value for row in workbook["填报说明"].iter_rows() for cell in row if cell.value]
    relations = [cell.value or "" for cell in workbook["审核关系"]["D"][3:]]
    with_x = [text for text in (*texts, *relations) if "X" in text]
    assert any("X ≤ 报出日期（X：08、09、26）" in text for text in with_x)
    assert all("（X：" in text for text in with_x)
    assert any("（X：01—07、" in text for text in with_x)


def test_what_the_button_writes_is_no_input(monthly: Path) -> None:
    """The guidance says that yellow cells are to be filled in."""
    workbook = load_workbook(monthly)
    assert workbook["月报"]["D9"].fill.start_color.rgb == YELLOW
    block = workbook["校验结果"]["A5:I45"]
    assert not any(cell.fill.start_color.rgb == YELLOW for row in block for cell in row)
    assert not workbook["校验结果"]["A5"].protection.locked


@pytest.mark.parametrize(
    ("changed", "conclusion"),
    [
        ({"治安巡逻次数": None}, "还没有填好：请看各页右侧的“提示”"),
        ({"治安巡逻次数": "12次"}, "有1处错误，请改正：请看各页右侧的“提示”"),
        ({"治安巡逻次数": None, "普法宣传次数": "5次"}, "还没有填好：请看各页右侧的“提示”"),
    ],
)
def test_the_cover_tells_blanks_from_errors(
    tmp_path: Path, edition: Edition, changed: dict[str, object], conclusion: str
) -> None:
    march = good_march()
    path = tmp_path / "one.xlsx"
    write(path, FormKind.MONTHLY, edition, replace(march, values={**march.values, **changed}))
    assert load_workbook(path, data_only=True)["封面"]["C12"].value == conclusion
