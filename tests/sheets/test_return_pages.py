"""How the pages of a return look to who fills them in and to who stamps them."""

import re
import zipfile
from collections.abc import Iterable
from itertools import pairwise
from pathlib import Path

import pytest
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet
from returns import good_march

from tests.places import at, column
from zongzhi_xl.core.edition.items import FormKind
from zongzhi_xl.core.edition.statement import Edition
from zongzhi_xl.record import replace
from zongzhi_xl.sheets.return_book import ReturnContents, write
from zongzhi_xl.sheets.returns.book_plan import plan_of

FORMS = (FormKind.MONTHLY, FormKind.ANNUAL)
YELLOW = "FFFFFBD6"
LONG_WORDS = ("街道组织辖区派出所、社区民警和群防群治队伍集中开展夜间巡逻，" * 4)[:100]
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
    """And its type of 10 points is printed at 7.8 points at least: 六号, as forms are printed."""
    sheet = load_workbook(monthly)["月报"]
    width, height = size(sheet, 10, range(1, 50))
    across, down = room(sheet, LONG, SHORT)
    assert 0.95 < (across / width) / (down / height) < 1.05
    assert 10 * min(across / width, down / height) >= 7.8


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
    workbook = load_workbook(monthly)
    sheet, foot = workbook["月报"], workbook.defined_names["本月无重大事项"].attr_text
    last = int(foot.rpartition("$")[2])
    for row in (2, 3, 4, last + 1, last + 2):
        assert sheet[f"A{row}"].value.endswith("：")
        assert sheet[f"A{row}"].alignment.horizontal == "left"


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.name.lower())
def test_a_long_explanation_is_seen_whole(tmp_path: Path, edition: Edition, form: FormKind) -> None:
    """A hundred signs take lines of 12 points; 宋体 of 9 points is 12 pixels wide and high."""
    path, long = tmp_path / "note.xlsx", LONG_WORDS
    item = next(iter(edition.form(form).items)).name
    contents = ReturnContents(values={"更正原因": long}, notes={item: long, "报出日期": long})
    write(path, form, edition, contents)
    workbook = load_workbook(path)
    sheet = workbook[form.value]
    pixels = sheet.column_dimensions[column("说明", form.value)].width * 7
    for name in (f"说明_{item}", "说明_报出日期", "更正原因"):
        cell = sheet[workbook.defined_names[name].attr_text.rpartition("!")[2].replace("$", "")]
        assert (cell.value, cell.alignment.wrap_text) == (long, True)
        signs = int(pixels // 12) - 1  # of which a few pixels at the borders are left free
        assert sheet.row_dimensions[cell.row].height >= 12 * -(-len(long) // signs)


@pytest.mark.parametrize("page", ["月报", "年报", "重大事项"])
def test_a_row_grows_with_what_is_typed_in_it(tmp_path: Path, edition: Edition, page: str) -> None:
    """Unless its height is said to be set by hand, as it is of the rows of head and headings."""
    path = tmp_path / "grow.xlsx"
    form = FormKind.ANNUAL if page == "年报" else FormKind.MONTHLY
    write(path, form, edition, ReturnContents())
    part = f"xl/worksheets/sheet{load_workbook(path).sheetnames.index(page) + 1}.xml"
    with zipfile.ZipFile(path) as archive:
        rows = re.findall(r'<row r="(\d+)"([^>]*)>', archive.read(part).decode())
    fixed = {int(row) for row, told in rows if "customHeight" in told}
    typed = {
        int(spot.attr_text.rpartition("$")[2])
        for name, spot in load_workbook(path).defined_names.items()
        if (page == "重大事项" and name == "重大事项登记")
        or (page != "重大事项" and name.startswith("说明_"))
    }
    assert typed
    assert not typed & fixed


def test_a_page_opens_at_the_first_cell_that_is_still_to_be_filled(
    tmp_path: Path, edition: Edition
) -> None:
    path, march = tmp_path / "begun.xlsx", good_march()
    for values, cell in (({}, at("刑事立案数")), (march.values, at("刑事立案数")),
                         ({**march.values, "治安巡逻次数": None}, at("治安巡逻次数"))):  # fmt: skip
        write(path, FormKind.MONTHLY, edition, replace(march, values=values))
        (view,) = load_workbook(path)["月报"].views.sheetView
        assert view.selection[-1].activeCell == cell


def test_no_hash_and_no_fill_is_printed(monthly: Path, edition: Edition) -> None:
    """Excel and WPS print pages set so without any fill; LibreOffice does not know it."""
    workbook = load_workbook(monthly)
    digest = edition.id.split()[-1]
    for sheet in workbook:
        assert sheet.page_setup.blackAndWhite
        assert digest not in sheet.oddFooter.left.text
    first, last = workbook["月报"].print_area.replace("$", "").split("!")[-1].split(":")
    printed = [str(cell.value) for row in workbook["月报"][first:last] for cell in row]
    assert not [words for words in printed if digest in words]


def test_under_the_table_stands_when_it_is_due_and_what_must_hold(monthly: Path) -> None:
    sheet = load_workbook(monthly)["月报"]
    (words,) = [c.value for c in sheet["A"] if str(c.value).startswith("表下说明：")]
    for told in ("次月5日前", "盖章件与电子件", "02 ≤ 01", "15 ≤ 14"):
        assert told in words


def test_what_a_clerk_works_with_is_seen_at_full_size_on_a_common_screen(monthly: Path) -> None:
    """1366 pixels less the numbers of the rows and the bar: the whole table; the rest is short."""
    workbook = load_workbook(monthly)
    for name, least in (("月报", 9), ("重大事项", 9)):
        sheet = workbook[name]
        assert sheet.sheet_view.zoomScale in (None, 100)
        width, _ = size(sheet, least + 1, [])
        assert width / 0.75 <= 1366 - 48


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


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.name.lower())
def test_nearly_all_that_a_return_can_tell_by_itself_is_live(
    edition: Edition, form: FormKind
) -> None:
    """Nineteen of twenty at least; whatever else can find something is counted on the cover."""
    checks = plan_of(edition, form).checks
    live = {row.check.id for row in checks.rows if row.row in checks.lives}
    by_itself = {check.id for check in edition.checks(form) if not check.district}
    assert len(live & by_itself) >= 0.95 * len(by_itself)
    quiet = {row.check.id for row in checks.rows if row.idle}
    later = {row.check.id for row in checks.rows} - live - quiet
    assert len(later) <= checks.left_to_district


def test_after_a_click_the_cover_has_one_set_of_counts(monthly: Path) -> None:
    """As long as the verdict's check code is that of the figures, its counts are the only ones."""
    cover = load_workbook(monthly)["封面"]
    rows = {str(cell.value): cell.row for cell in cover["B"]}
    counts = f"C{rows['未填']}:D{rows['已说明']}"
    (rule,) = next(kept.rules for kept in cover.conditional_formatting if str(kept.sqref) == counts)
    said = load_workbook(monthly).defined_names["校验结论"].attr_text.rpartition("!")[2]
    assert rule.formula == [f"RIGHT({said},8)=$C${rows['校验码']}"]
    assert rule.dxf.numFmt.formatCode == '"见“校验结论”"'


def test_a_blank_or_wrong_cell_of_the_head_is_marked_where_it_stands(monthly: Path) -> None:
    """Its words stand beside the table, out of sight on a small screen."""
    workbook = load_workbook(monthly)
    marked = {str(kept.sqref) for kept in workbook["月报"].conditional_formatting}
    head = ("填报单位", "年份", "月份", "更正原因", "单位负责人", "填表人", "联系电话", "报出日期")
    cells = [
        workbook.defined_names[one].attr_text.rpartition("!")[2].replace("$", "") for one in head
    ]
    assert {*cells} <= marked


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
        ({"治安巡逻次数": None}, "还没有填好：请看各页的“提示”"),
        ({"治安巡逻次数": "12次"}, "有错误，请改正：请看各页的“提示”"),
        ({"治安巡逻次数": None, "普法宣传次数": "5次"}, "还没有填好：请看各页的“提示”"),
    ],
)
def test_the_cover_tells_blanks_from_errors(
    tmp_path: Path, edition: Edition, changed: dict[str, object], conclusion: str
) -> None:
    march = good_march()
    path = tmp_path / "one.xlsx"
    write(path, FormKind.MONTHLY, edition, replace(march, values={**march.values, **changed}))
    assert load_workbook(path, data_only=True)["封面"]["C12"].value == conclusion
