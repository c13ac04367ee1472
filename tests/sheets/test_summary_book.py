"""区级汇总: what the officer sees, cell by cell, read back with openpyxl.

Covers links, reproducibility, safe text, rows and score, rounding (R8).
"""

import re
import zipfile
from copy import deepcopy
from datetime import date
from decimal import Decimal
from fractions import Fraction
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet
from openxml_audit import OpenXmlValidator

from tests import sample_appraisal as sample
from zongzhi_xl.core.appraising import precedence, tally
from zongzhi_xl.core.appraising.evidence import parts_of
from zongzhi_xl.core.appraising.scorecard import (
    Account,
    Accounted,
    Alternative,
    Basis,
    Contribution,
    Decided,
    DeliveryState,
    Period,
    Receipt,
    Rejected,
    Replaced,
    SourceCell,
    Standing,
    Use,
)
from zongzhi_xl.core.edition.items import FormKind
from zongzhi_xl.core.edition.statement import edition_of
from zongzhi_xl.core.language.values import BLANK, Value
from zongzhi_xl.record import replace
from zongzhi_xl.sheets import summary_book
from zongzhi_xl.sheets.page import Book, Cell, Link, fitting, height_of, workbook_at
from zongzhi_xl.sheets.summary.ledger import summed_up
from zongzhi_xl.sheets.summary.notes import what_to_do

SHEETS = [
    "总览", "排名", "扣分明细", "来源", "指标矩阵", "未达标", "汇总表", "报送情况", "问题清单",
    "数据核对", "说明",
]  # fmt: skip


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("summary") / "区级汇总.xlsx"
    summary_book.write(target, sample.appraisal(), sample.edition(), returns="inbox/")
    return target


@pytest.fixture(scope="module")
def cached(path: Path) -> openpyxl.Workbook:
    """What a viewer that does not recalculate shows."""
    return openpyxl.load_workbook(path, data_only=True)


@pytest.fixture(scope="module")
def formulas(path: Path) -> openpyxl.Workbook:
    return openpyxl.load_workbook(path)


def rows(sheet: Worksheet) -> list[list[object]]:
    return [list(row) for row in sheet.iter_rows(values_only=True)]


def words(sheet: Worksheet) -> str:
    return "\n".join(str(cell) for row in rows(sheet) for cell in row if cell is not None)


def place(sheet: Worksheet, text: str) -> tuple[int, int]:
    """Row and column of the first cell that says ``text``, from 1."""
    for row in sheet.iter_rows():
        for cell in row:
            if cell.value == text:
                return cell.row, cell.column
    raise AssertionError(f"{sheet.title} 里没有 {text}")


def test_sheets_stand_in_the_agreed_order(cached: openpyxl.Workbook) -> None:
    assert cached.sheetnames == SHEETS


def test_every_sheet_prints_on_a4_landscape_with_its_foot(cached: openpyxl.Workbook) -> None:
    for sheet in cached:
        assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert "扣分标准为示例，未经确认" in str(sheet.oddFooter.left.text)
        assert "虚构数据" in str(sheet.oddFooter.left.text)


def test_a_confirmed_edition_says_nothing_of_unconfirmed_points(tmp_path: Path) -> None:
    path = tmp_path / "one.xlsx"
    summary_book.write(
        path, sample.appraisal(final=True), sample.edition(confirmed=True, fictitious=False)
    )
    book = openpyxl.load_workbook(path)
    text = "\n".join(f"{sheet.oddFooter.left.text}\n{words(sheet)}" for sheet in book)
    assert "未经确认。" not in text
    assert "虚构" not in text


# ------------------------------------------------------------------ 总览, 排名


def test_key_figures_are_counted(cached: openpyxl.Workbook) -> None:
    """6 units × 6 months due; unit 3 lacks May, unit 4's April was rejected, unit 2 late once."""
    sheet = cached["总览"]
    row, column = place(sheet, "已报／应报（份）")
    assert sheet.cell(row + 1, column).value == "34 / 36"
    cards = {
        "考核单位": "6", "缺报、退回、待定（份）": "2", "迟报（份）": "1", "强制性问题（处）": "1",
        "建议一票否决": "1", "退回的文件（个）": "1", "待说明的核实性问题（处）": "1",
    }  # fmt: skip
    for label, count in cards.items():
        row, column = place(sheet, label)
        assert sheet.cell(row + 1, column).value == count, label


def test_no_line_of_a_heading_is_cut(cached: openpyxl.Workbook) -> None:
    """A line of its type is 15 points high; “缺报、退回、待定” stands in three."""
    sheet = cached["总览"]
    head, _ = place(sheet, "名次")
    lines = max(str(cell.value or "").count("\n") + 1 for cell in sheet[head])
    assert lines == 3
    assert sheet.row_dimensions[head].height >= 15 * lines


def test_units_stand_by_rank_with_score_and_grade(cached: openpyxl.Workbook) -> None:
    sheet = cached["总览"]
    head, _ = place(sheet, "名次")
    table = [row[:8] for row in rows(sheet)[head : head + 6]]
    assert table[0] == [1, "示例一街道", "一类", 100, "优胜（暂定）", None, 0, None]
    assert table[-1] == [6, "示例三街道", "二类", 97.5, "合格（暂定）", None, 2.5, 2]
    assert [row[5] for row in table if row[1] == "示例六街道"] == ["建议否决"]


def test_the_chart_holds_the_scores(path: Path) -> None:
    with zipfile.ZipFile(path) as parts:
        chart = parts.read("xl/charts/chart1.xml").decode()
    cache = chart[chart.index("<c:numCache>") : chart.index("</c:numCache>")]
    assert re.findall(r"<c:v>([\d.]+)</c:v>", cache) == ["100", "98", "98", "98", "98", "97.5"]


def test_ranking_gives_the_points_lost_by_clause(cached: openpyxl.Workbook) -> None:
    sheet = cached["排名"]
    row, _ = place(sheet, "示例三街道")
    assert [sheet.cell(row, column).value for column in range(5, 10)] == [2.5, None, 2, None, 0.5]
    row, _ = place(sheet, "扣分合计")  # 2.50 + 4 × 2.00
    assert [sheet.cell(row, column).value for column in range(5, 10)] == [10.5, 0, 10, 0, 0.5]


# ------------------------------------------------------------------ 扣分明细


def test_rows_of_a_unit_add_up_to_what_it_lost(cached: openpyxl.Workbook) -> None:
    table = rows(cached["扣分明细"])
    for unit in sample.appraisal().units:
        mine = [row for row in table if row[0] == unit.unit]
        lost = [row[5] for row in mine if row[2] != "小计"]
        assert sum(map(Decimal, map(str, lost)), Decimal(0)) == 100 - unit.score
        assert [row[5] for row in mine if row[2] == "小计"] == [float(100 - unit.score)]


def test_every_source_of_a_lost_point_can_be_opened(formulas: openpyxl.Workbook) -> None:
    """Seven sources: six cells of returns, one figure of the register; a row of 来源 each."""
    mine = [row for row in formulas["来源"].iter_rows() if row[0].value == "示例二街道"]
    assert [row[3].value for row in mine] == list(range(1, 8))
    links = [row[6].value for row in mine]
    assert links[0] == ('=HYPERLINK(报表文件夹&"01/示例二街道_2026年01月.xlsx#月报!E8","E8")')
    assert links[5].startswith('=HYPERLINK(报表文件夹&"03/示例二街道_2026年03月.xlsx#月报!E7",')
    _, loss = (row for row in formulas["扣分明细"].iter_rows() if row[0].value == "示例二街道")
    assert loss[9].value == links[0]
    assert loss[10].value == f'=HYPERLINK("#来源!D{mine[0][0].row}","7处")'


def test_a_lost_point_says_every_figure_that_enters(cached: openpyxl.Workbook) -> None:
    (_, said) = (row[8] for row in rows(cached["扣分明细"]) if row[0] == "示例二街道")
    lines = str(said).split("\n")
    assert lines == [
        "3份月报的 E8　合计9", "3份月报的 E7　合计9", "名册 示例二街道 总人口＝62000",
    ]  # fmt: skip


def verified(item: str, column: str, values: tuple[Value, ...]) -> list[Contribution]:
    """A department's figures from January on, one below the other from row 7."""
    file, found = "departments/2026年_部门提供数.xlsx", []
    for month, value in enumerate(values, 1):
        source = SourceCell(file, "月度", f"{column}{6 + month}", str(value))
        found.append(Contribution(item, "一", month, value, source, Basis.DEPARTMENT))
    return found


def lines_of(evidence: list[Contribution]) -> list[str]:
    return summed_up(parts_of(evidence, sample.edition().items)).split("\n")


def test_the_months_of_a_figure_are_one_line_with_their_sum() -> None:
    """28 + 29 + 35 = 92; another column is another item."""
    months = verified("刑事立案数", "C", (28, 29, 35))
    assert lines_of([*months, *verified("刑事破案数", "D", (8, BLANK))]) == [
        "2026年_部门提供数 月度!C7:C9　3格合计92",
        "2026年_部门提供数 月度!D7:D8　2格8、未填",
    ]


def test_a_month_that_lacks_is_said_beside_the_sum() -> None:
    """28 + 35 = 63, and February left blank."""
    (line,) = lines_of(verified("刑事立案数", "C", (28, BLANK, 35)))
    assert line == "2026年_部门提供数 月度!C7:C9　3格合计63，2月未填"


def test_months_that_do_not_lie_below_each_other_are_no_range() -> None:
    months = verified("刑事立案数", "C", (28, 29, 35))
    assert lines_of([months[0], months[2]]) == ["2026年_部门提供数 月度!C7、C9　2格合计63"]


def test_the_same_cell_of_several_returns_is_one_line() -> None:
    item = "上半月排查会日期"
    cells = {n: SourceCell(f"{n:02d}/一.xlsx", "月报", "D38", "未填") for n in (1, 2, 3)}
    months = [Contribution(item, "一", n, BLANK, cell, Basis.MONTHS) for n, cell in cells.items()]
    assert lines_of(months) == ["3份月报的 D38　均为未填"]


def test_rows_of_a_form_are_never_added() -> None:
    """28 offices, of which 27 signed: neighbouring cells of one column, and two figures."""
    offices = SourceCell("annual/一.xlsx", "年报", "D30", "28")
    signed = SourceCell("annual/一.xlsx", "年报", "D31", "27")
    both = [
        Contribution("所辖单位数", "一", None, 28, offices, Basis.ANNUAL),
        Contribution("签订责任书单位数", "一", None, 27, signed, Basis.ANNUAL),
    ]
    assert lines_of(both) == ["一 年报!D30＝28", "一 年报!D31＝27"]


def test_a_missing_return_links_to_its_cell_in_this_workbook(
    formulas: openpyxl.Workbook, cached: openpyxl.Workbook
) -> None:
    link = next(
        cell.value
        for row in formulas["来源"].iter_rows()
        for cell in row
        if "#报送情况!" in str(cell.value)
    )
    address = re.search(r"#报送情况!([A-Z]+\d+)", str(link))
    assert address
    cell = cached["报送情况"][address[1]]
    assert (cell.value, cached["报送情况"].cell(cell.row, 1).value) == ("缺报", "示例三街道")
    assert cached["报送情况"].cell(4, cell.column).value == "5月"


def test_what_the_district_recorded_is_a_source_like_a_cell(tmp_path: Path) -> None:
    appraisal = sample.appraisal()
    first, *others = appraisal.units
    came = Receipt(first.unit, FormKind.MONTHLY, 3, date(2026, 4, 6), 7)
    decided = Decided(3, date(2027, 2, 1), "2026-04-06 收到")
    loss = replace(appraisal.units[-1].losses[0], evidence=(came, decided))
    units = (replace(first, losses=(loss,)), *others)
    path = tmp_path / "one.xlsx"
    summary_book.write(path, replace(appraisal, units=units), sample.edition())
    table = rows(openpyxl.load_workbook(path, data_only=True)["来源"])
    shown = [row[4:8] for row in table if row[2] == loss.id and row[0] == first.unit]
    assert shown == [
        ["收件登记", "收件登记", "第7号", "2026-04-06 收到"],
        ["区里的决定", "决定", "第3号", "2026-04-06 收到"],
    ]
    linked = "\n".join(
        str(cell.value) for row in openpyxl.load_workbook(path)["来源"].iter_rows() for cell in row
    )
    assert re.search(r'#报送情况![A-Z]+\d+","第7号', linked)
    row = int(re.search(r'#说明!A(\d+)","第3号', linked)[1])
    listed = rows(openpyxl.load_workbook(path, data_only=True)["说明"])[row - 1]
    assert (listed[0], listed[1], listed[2], listed[5]) == (
        "第3号", "2026-04-06 收到", f"{first.unit} {loss.id}", "2027-02-01",
    )  # fmt: skip
    summed = rows(openpyxl.load_workbook(path, data_only=True)["扣分明细"])
    assert any("收件登记 第7号＝2026-04-06 收到" in str(row) for row in summed)


def test_a_figure_of_the_register_links_to_it(
    formulas: openpyxl.Workbook, cached: openpyxl.Workbook
) -> None:
    text = "\n".join(str(c.value) for row in formulas["来源"].iter_rows() for c in row)
    for unit, _, population in sample.UNITS[1:]:
        address = re.search(rf'#说明!([A-Z]+\d+)","{unit} 总人口', text)
        assert address, unit
        assert cached["说明"][address[1]].value == population


def test_all_links_hang_on_one_cell(formulas: openpyxl.Workbook, cached: openpyxl.Workbook) -> None:
    sheet, cell = formulas.defined_names["报表文件夹"].attr_text.replace("$", "").split("!")
    assert cached[sheet][cell].value == "inbox/"


# ------------------------------------------------------------------ 指标矩阵 (R8)


def test_a_missed_limit_never_looks_met(formulas: openpyxl.Workbook) -> None:
    """94.996 % would print as 95.00 %, and the limit is 95 %."""
    sheet = formulas["指标矩阵"]
    head, column = place(sheet, "刑事破案率")
    cells = [sheet.cell(row, column) for row in range(head, head + 12)]
    found = {cell.value: cell.number_format for cell in cells if isinstance(cell.value, float)}
    assert found[0.94996] == '0.000%" ×"'
    assert found[0.95] == "0.00%"


def test_the_list_of_missed_limits_says_how_far(cached: openpyxl.Workbook) -> None:
    text = words(cached["未达标"])
    assert "94.996%，未达标，差0.004个百分点" in text
    assert "45.00%，未达标，超15.00个百分点" in text


def test_headroom_and_shortfall_stand_in_words(formulas: openpyxl.Workbook) -> None:
    """Unit 1 has 98 + 40 = 138 cases left; its share lacks 3."""
    sheet = formulas["指标矩阵"]
    title, _ = place(sheet, "二、余量差额")
    row = next(r for r in sheet.iter_rows(min_row=title) if r[0].value == "示例一街道")
    assert [(cell.value, cell.number_format) for cell in row[2:4]] == [
        (138, '"余 "0'),
        (3, '"差 "0'),
    ]


def test_a_limit_without_an_end_stands_as_its_ratio(tmp_path: Path) -> None:
    """At least 2/3 is not at least 66.67 %; in the list of the missed and over the matrix."""
    document = deepcopy(sample.edition().document)
    clause = next(one for one in document["clauses"] if one["number"] == 6)
    solved = next(one for one in clause["indicators"] if one["name"] == "刑事破案率")
    solved["limits"] = {"全部": ">= 2 / 3"}
    base = sample.appraisal()
    missed = sample.indicator("刑事破案率", Fraction(13, 20), ">= 2 / 3", False, (13, 20), (0, 1))
    unit = replace(base.units[0], indicators=(missed,))
    path = tmp_path / "one.xlsx"
    summary_book.write(path, replace(base, units=(unit,)), edition_of(document))
    book = openpyxl.load_workbook(path, data_only=True)
    assert "≥2/3" in words(book["指标矩阵"])
    assert "≥2/3" in words(book["未达标"])


def test_limit_by_month_is_only_a_notice_before_december(
    cached: openpyxl.Workbook, tmp_path: Path
) -> None:
    """70 × 6 ÷ 12 = 35, 50 → 25, 30 → 15; in December there is no such line."""
    sheet = cached["指标矩阵"]
    row, _ = place(sheet, "限额×月份÷12\n（仅供参考，不作评判）")
    assert sheet.cell(row, 3).value == "一类≤35.00\n二类≤25.00\n三类≤15.00"
    assert sheet.cell(row, 4).value is None
    december = tmp_path / "december.xlsx"
    summary_book.write(december, replace(sample.appraisal(), through=12), sample.edition())
    assert "仅供参考" not in words(openpyxl.load_workbook(december)["指标矩阵"])


def test_gaps_are_words_and_never_zero(cached: openpyxl.Workbook) -> None:
    sheet = cached["指标矩阵"]
    head, column = place(sheet, "出租房屋登记率")
    values = {sheet.cell(r, 1).value: sheet.cell(r, column).value for r in range(head, head + 12)}
    assert values["示例三街道"] == "不完整"
    assert values["示例一街道"] == "不适用"


# ------------------------------------------------------------------ 汇总表


def test_district_totals_are_sums_of_cells(
    formulas: openpyxl.Workbook, cached: openpyxl.Workbook
) -> None:
    """January: 11 + 12 + … + 16 = 81; April lacks unit 4 (14): 67; so far 459."""
    sheet = cached["汇总表"]
    row, _ = place(sheet, "　刑事立案数")
    assert [sheet.cell(row, column).value for column in (4, 5, 8, 11)] == [459, 81, 67, None]
    link = formulas["汇总表"].cell(row, 5).value
    address = re.search(r"#汇总表!D(\d+)", link)
    assert address
    below = int(address[1])
    assert sheet.cell(below, 4).value == 81
    assert formulas["汇总表"].cell(below, 4).value == f"=SUM(E{below}:J{below})"
    assert [sheet.cell(below, column).value for column in range(5, 11)] == [11, 12, 13, 14, 15, 16]
    assert formulas["汇总表"].cell(below, 5).value == (
        '=HYPERLINK(报表文件夹&"01/示例一街道_2026年01月.xlsx#月报!E7",11)'
    )


def test_the_cells_of_a_total_are_listed(cached: openpyxl.Workbook) -> None:
    text = words(cached["汇总表"])
    assert "示例二街道 01/示例二街道_2026年01月.xlsx · 月报!E7＝12（各月合计）" in text


def test_days_are_counted_not_added(cached: openpyxl.Workbook) -> None:
    """All six offices met in January, five in April; 6 × 6 − 2 = 34 so far."""
    sheet = cached["汇总表"]
    row, _ = place(sheet, "　上半月排查会日期")
    assert [sheet.cell(row, column).value for column in (4, 5, 8)] == [34, 6, 5]


def test_what_holds_at_the_end_is_never_a_count_of_months(tmp_path: Path) -> None:
    """R28: 实行微机管理 is the newest month's word; the district counts the offices that say 是."""
    base, edition = sample.appraisal(), sample.edition()
    forms = [*edition.document["forms"]]
    item = {
        "name": "实行微机管理", "code": "08", "unit": "是/否", "kind": "是否", "source": "区综治办",
        "definition": "填是或否。", "clauses": [16], "aggregation": "期末",
    }  # fmt: skip
    sections = [*forms[0]["sections"], {"title": "三、管理", "items": [item]}]
    forms[0] = {**forms[0], "sections": sections}
    edition = edition_of({**edition.document, "forms": forms})
    said = tuple(
        replace(one, item="实行微机管理", value="否" if one.unit == "示例六街道" else "是")
        for one in base.contributions
        if one.item == "刑事立案数"
    )
    path = tmp_path / "managed.xlsx"
    summary_book.write(path, replace(base, contributions=base.contributions + said), edition)
    sheet = openpyxl.load_workbook(path, data_only=True)["汇总表"]
    found = [row for row in rows(sheet) if row[1] == "　实行微机管理"]
    assert [row[3] for row in found] == [5, 5]
    assert found[1][4:10] == ["是"] * 5 + ["否"]


def test_nothing_reported_is_not_zero(cached: openpyxl.Workbook) -> None:
    sheet = cached["汇总表"]
    row, _ = place(sheet, "　专项斗争行动次数")
    assert sheet.cell(row, 4).value == "未报"
    assert sheet.cell(row, 5).value == "不适用"  # January: preset by the district


# ------------------------------------------------------------------ 报送情况, 问题清单, 说明


def test_deliveries_show_state_and_due_date(cached: openpyxl.Workbook) -> None:
    sheet = cached["报送情况"]
    row, _ = place(sheet, "示例二街道")
    assert [sheet.cell(row, column).value for column in (3, 5, 9)] == ["按时", "迟报 4-7", "未到期"]
    row, _ = place(sheet, "示例四街道")
    assert sheet.cell(row, 6).value == "退回"
    row, _ = place(sheet, "报送截止日")
    assert f"{sheet.cell(row, 3).value:%Y-%m-%d}" == "2026-02-05"


def test_a_day_that_the_district_decided_is_said(tmp_path: Path) -> None:
    appraisal = sample.appraisal()
    decided = Decided(3, date(2027, 2, 1), "2026-02-03 收到")
    waived = [
        replace(one, receipt=decided) if one.state == DeliveryState.ON_TIME else one
        for one in appraisal.deliveries
    ]
    path = tmp_path / "one.xlsx"
    summary_book.write(path, replace(appraisal, deliveries=tuple(waived)), sample.edition())
    table = rows(openpyxl.load_workbook(path, data_only=True)["报送情况"])
    assert any("按时（区定）" in row for row in table)


def test_a_replaced_return_stands_below_with_the_correction_that_counts(tmp_path: Path) -> None:
    march = Period("示例一街道", FormKind.MONTHLY, 3)
    replaced = (Replaced("03/首.xlsx", "一", march, "03/改.xlsx", "第1次更正"),)
    path = tmp_path / "one.xlsx"
    summary_book.write(path, replace(sample.appraisal(), replaced=replaced), sample.edition())
    *_, last = rows(openpyxl.load_workbook(path, data_only=True)["报送情况"])
    shown = [cell for cell in last if cell]
    assert shown == ["示例一街道", "3月", "03/首.xlsx", "已由第1次更正代替", "03/改.xlsx"]


def test_findings_begin_with_rejected_files_then_by_weight(cached: openpyxl.Workbook) -> None:
    table = rows(cached["问题清单"])
    levels = [row[0] for row in table if row[0] in ("退回", "强制性", "核实性")]
    assert levels == ["退回", "强制性", "核实性", "核实性"]
    assert any(row[11] == "（待说明）" for row in table)


@pytest.mark.parametrize(
    ("reason", "remedy", "begins"),
    [
        ("年份是2025，本次汇总的是2026年", "核对：是别的年度的表", "核对"),
        (
            "文件已损坏或没有复制完：请重新发送；仍打不开的，重新领取空白表填报", "",
            "请填报单位重新发送",
        ),
        ("填报单位“甲街道”不在名册上", "", "按左边写的原因"),
    ],
)  # fmt: skip
def test_what_to_do_fits_the_reason(reason: str, remedy: str, begins: str) -> None:
    assert what_to_do(Rejected("a.xlsx", reason, remedy=remedy)).startswith(begins)


def test_a_rejected_file_is_placed_where_it_is_known_whose_it_is(tmp_path: Path) -> None:
    march = Period("示例一街道", FormKind.MONTHLY, 3)
    rejected = (
        Rejected("a.xlsx", "收到2份", paper=march),
        Rejected("b.xlsx", "收到2份", paper=replace(march, form=FormKind.ANNUAL, month=None)),
        Rejected("c.xlsx", "年份是2025", year=2025),
        Rejected("d.xlsx", "打不开"),
    )
    path = tmp_path / "one.xlsx"
    summary_book.write(path, replace(sample.appraisal(), rejected=rejected), sample.edition())
    table = rows(openpyxl.load_workbook(path, data_only=True)["问题清单"])
    assert [row[2:5] for row in table if row[0] == "退回"] == [
        ["示例一街道", None, 3], ["示例一街道", None, "年报"], [None, 2025, None], [None] * 3,
    ]  # fmt: skip


def test_the_reasons_of_the_engine_are_the_ones_known_here() -> None:
    """The core writes them; a change of words there must be seen here."""
    text = "".join(Path(one.__file__).read_text(encoding="utf-8") for one in (tally, precedence))
    for words in ("内容完全相同", "不知以哪份为准", "本次汇总的是", "年份是{", "收到{"):
        assert words in text


def test_a_long_value_is_cut_wherever_it_stands(tmp_path: Path) -> None:
    """All of it is in the cell to which the row links."""
    formula = "=" + "+".join(f"A{n}" for n in range(1, 60))
    first = next(file for file in sample.appraisal().files if file.findings)
    found = replace(
        first.findings[0], value=formula, message=f"填了“{formula}”", remedy=f"把“{formula}”改成数"
    )
    files = (replace(first, findings=(found,)),)
    path = tmp_path / "long.xlsx"
    summary_book.write(path, replace(sample.appraisal(), files=files), sample.edition())
    text = words(openpyxl.load_workbook(path)["问题清单"])
    assert formula not in text
    assert text.count(f"{formula[:40]}…") == 3


def test_text_from_returns_is_never_a_formula(formulas: openpyxl.Workbook) -> None:
    for sheet in formulas:
        for row in sheet.iter_rows():
            for cell in row:
                if cell.data_type == "f":
                    assert re.match(r"=(HYPERLINK|SUM)\(|=D\d+$", str(cell.value)), cell.value
                if cell.value in (sample.NASTY, "-专项行动集中立案"):
                    assert cell.data_type == "s"
                    assert cell.quotePrefix
    assert sample.NASTY in words(formulas["问题清单"])


def test_the_lowest_grade_is_said_by_what_it_lacks(cached: openpyxl.Workbook) -> None:
    assert "合格：60分以上（含）；不合格：不足60分" in words(cached["说明"])


def test_notes_give_edition_readings_and_method(cached: openpyxl.Workbook) -> None:
    text = words(cached["说明"])
    for phrase in (
        sample.edition().id,
        "R1",
        "R2",
        "照字面：每万起15起",
        "部门核定数优先",
        "案件明细：只收汇总数",
    ):
        assert phrase in text


def test_other_readings_that_change_a_result_are_listed(tmp_path: Path) -> None:
    path = tmp_path / "one.xlsx"
    others = tuple(
        Alternative("R1", "照字面", unit, "可防性案件占比", True, False)
        for unit in ("示例五街道", "示例六街道")
    )
    summary_book.write(path, replace(sample.appraisal(), alternatives=others), sample.edition())
    sheet = openpyxl.load_workbook(path)["说明"]
    row, _ = place(sheet, "换用的读法")
    assert [cell.value for cell in sheet[row + 1]][:5] == [
        "R1", "照字面", "可防性案件占比", "达标→未达标", "2个：示例五街道、示例六街道"
    ]  # fmt: skip
    assert sheet.cell(row + 2, 1).value is None


# ------------------------------------------------------------------ the file itself


def test_the_same_result_gives_the_same_parts(path: Path, tmp_path: Path) -> None:
    again = tmp_path / "again.xlsx"
    summary_book.write(again, sample.appraisal(), sample.edition(), returns="inbox/")
    with zipfile.ZipFile(path) as one, zipfile.ZipFile(again) as other:
        assert one.namelist() == other.namelist()
        for name in one.namelist():
            assert one.read(name) == other.read(name), name


def test_openxml_audit_finds_nothing(path: Path) -> None:
    assert OpenXmlValidator().validate(str(path)).errors == []


def test_nothing_at_all_came_in(tmp_path: Path) -> None:
    """A folder with nothing usable still gives a summary."""
    empty = replace(
        sample.appraisal(), through=0, data_until=None, units=(), deliveries=(), files=(),
        rejected=(), contributions=(), figures={},
    )  # fmt: skip
    path = tmp_path / "empty.xlsx"
    summary_book.write(path, empty, sample.edition())
    book = openpyxl.load_workbook(path)
    assert book.sheetnames == SHEETS
    assert "没有发现问题" in words(book["问题清单"])


def test_no_score_is_shown_as_if_earned_where_nothing_came_in(tmp_path: Path) -> None:
    """All units are there, none reported: no 100.00, no rank, no grade, no chart."""
    full = sample.appraisal()
    missing = [replace(one, state=DeliveryState.MISSING, file="") for one in full.deliveries]
    nothing = replace(
        full, through=0, data_until=None, deliveries=tuple(missing), files=(), contributions=(),
        figures={}, rejected=(),
    )  # fmt: skip
    path = tmp_path / "nothing.xlsx"
    summary_book.write(path, nothing, sample.edition())
    book = openpyxl.load_workbook(path)
    sheet = book["总览"]
    assert "没有收到可用的报表，不评分、不排名" in words(sheet)
    assert "截至0月" not in words(sheet)
    head, _ = place(sheet, "名次")
    assert [row[:5] for row in rows(sheet)[head : head + 6]] == [
        ["—", unit, group, "—", "—"] for unit, group, _ in sorted(
            sample.UNITS, key=lambda one: {"示例一街道": 1, "示例三街道": 6}.get(one[0], 2)
        )
    ]  # fmt: skip
    assert not sheet._charts
    assert [row[2] for row in rows(book["排名"]) if row[1] == "示例一街道"] == ["—"]
    assert "得分 100.00" not in words(book["扣分明细"])


def test_a_loss_with_a_gap_and_an_odd_source_is_shown(tmp_path: Path) -> None:
    """A source without an address opens the file; quotes in a name do not break the formula."""
    unit = sample.appraisal().units[1]
    odd = SourceCell('05/我的"报表".xlsx', "月报", "刑事立案数", "未填")
    unit = replace(unit, losses=(replace(unit.losses[0], evidence=(odd,)),))
    path = tmp_path / "odd.xlsx"
    summary_book.write(path, replace(sample.appraisal(), units=(unit,)), sample.edition())
    text = words(openpyxl.load_workbook(path)["来源"])
    assert '=HYPERLINK(报表文件夹&"05/我的""报表"".xlsx","刑事立案数")' in text


# ------------------------------------------------------------------ pieces


def formula_of(link: Link) -> str:
    """What a cell with this link holds."""
    with workbook_at(BytesIO(), "表") as workbook:
        return Book(workbook).page("页", [10]).jump(link)[0]


@pytest.mark.parametrize(
    ("sheet", "cell", "address"),
    [
        ("月报", "E12", "#月报!E12"),
        ("重大事项 2", "A3", "#'重大事项 2'!A3"),
        ("张'三", "A3", "#'张''三'!A3"),
        ("2026", "A3", "#'2026'!A3"),
        ("月报", "刑事立案数", ""),
        ("", "A1", ""),
    ],
)
def test_a_link_goes_to_a_cell_or_else_to_the_file(sheet: str, cell: str, address: str) -> None:
    within = f'=HYPERLINK("{address}","x")' if address else ""
    assert formula_of(Link("", sheet, cell, "x")) == within
    assert formula_of(Link("a.xlsx", sheet, cell, "x")) == (
        f'=HYPERLINK(报表文件夹&"a.xlsx{address}","x")'
    )


def test_too_long_an_address_is_text_instead_of_a_broken_link() -> None:
    assert formula_of(Link("夹" * 260, "月报", "E1", "E1")) == ""


def test_a_link_from_a_figure_tells_no_number_of_a_person(tmp_path: Path) -> None:
    target = tmp_path / "汇总.xlsx"
    with workbook_at(target, "表") as workbook:
        Book(workbook).page("页", [10]).write([Cell(Link("13800138000.xlsx", "月报", "E5", 7))])
    (row,) = openpyxl.load_workbook(target)["页"].values
    assert row == ('=HYPERLINK(报表文件夹&"138******00.xlsx#月报!E5",7)',)


def test_a_number_sign_in_a_file_name_does_not_begin_the_place() -> None:
    formula = formula_of(Link("3#楼.xlsx", "月报", "E1", "E1"))
    assert formula == '=HYPERLINK(报表文件夹&"3%23楼.xlsx#月报!E1","E1")'


def test_what_a_cell_cannot_hold_is_replaced() -> None:
    assert len(fitting("长" * 40000)) < 32767


def test_rows_are_as_high_as_their_longest_text() -> None:
    """12 full-width signs take 24 columns; of 10, 2 stay free: three lines. One line is 18."""
    assert height_of([("一二三四五六七八九十甲乙", 10), ("短", 10)]) == 14 * 3 + 4
    assert height_of([("短", 10)]) == 18


def test_an_incomplete_figure_is_marked(tmp_path: Path) -> None:
    unit = sample.appraisal().units[0]
    so_far = sample.indicator(
        "刑事破案率", Fraction(1, 2), ">= 95%", None, (1, 2), standing=Standing.INCOMPLETE
    )
    path = tmp_path / "one.xlsx"
    appraisal = replace(sample.appraisal(), units=(replace(unit, indicators=(so_far,)),))
    summary_book.write(path, appraisal, sample.edition())
    sheet = openpyxl.load_workbook(path)["指标矩阵"]
    head, column = place(sheet, "刑事破案率")
    cells = [sheet.cell(row, column) for row in range(head, head + 6)]
    assert [c.number_format for c in cells if c.value == 0.5] == ['0.00%" *"']


# ------------------------------------------------------------------ a city


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """150 units."""
    appraisal, path = sample.appraisal(), tmp_path_factory.mktemp("city") / "市.xlsx"
    models = appraisal.units
    units = tuple(
        replace(models[n % len(models)], unit=f"示例{n:04}街道", rank=n + 1) for n in range(150)
    )
    summary_book.write(path, replace(appraisal, units=units), sample.edition())
    return path


def test_a_citys_chart_shows_no_more_bars_than_a_page_holds(city: Path) -> None:
    with zipfile.ZipFile(city) as package:
        chart = package.read("xl/charts/chart1.xml").decode()
    (first, last), *_ = re.findall(r"\$B\$(\d+):\$B\$(\d+)", chart)
    assert int(last) - int(first) + 1 == 20
    assert "前20名得分（其余见左表）" in chart


def test_a_citys_sheets_say_what_they_leave_out_and_where_it_is(city: Path) -> None:
    book = openpyxl.load_workbook(city, data_only=True)
    assert sum("街道" in str(cell.value) for cell in book["总览"]["B"]) == 150
    assert "全部来源在汇总时用 --json 写出的文件里" in words(book["扣分明细"])
    assert "汇总时加 --facts" in words(book["汇总表"])
    assert book["汇总表"].max_column < 30


def test_a_citys_sheets_are_streamed(city: Path) -> None:
    with zipfile.ZipFile(city) as package:
        assert "xl/sharedStrings.xml" not in package.namelist()
        assert b'"inlineStr"' in package.read("xl/worksheets/sheet1.xml")


# ------------------------------------------------------------------ every cell accounted for


def accounts_page(tmp_path: Path, *accounts: Account) -> list[list[object]]:
    """The rows of 数据核对, without what is empty."""
    target = tmp_path / "汇总.xlsx"
    found = replace(sample.appraisal(), accounts=accounts)
    summary_book.write(target, found, sample.edition())
    sheet = openpyxl.load_workbook(target, data_only=True)["数据核对"]
    return [[one for one in row if one is not None] for row in sheet.values]


def test_the_accounts_say_first_that_every_cell_has_its_place(tmp_path: Path) -> None:
    """Unit one filled in 9 cells: 6 counted, 2 for checks, 1 where the police gave 12, not 11."""
    own = sample.cell_of("示例一街道", 1, "E7", 11)
    police = SourceCell("部门.xlsx", "月度", "C4", "12")
    counts = Contribution("刑事立案数", "示例一街道", 1, 12, police, Basis.DEPARTMENT, own)
    told = Accounted(Use.REPLACED, "刑事立案数", 1, own, counts)
    uses = {Use.COUNTED: 6, Use.CHECKED: 2, Use.REPLACED: 1}
    rows = accounts_page(
        tmp_path,
        Account("示例一街道", 9, uses, (told,)),
        Account("示例二街道", 4, {Use.COUNTED: 4}),
    )
    assert rows[1] == ["全部填报的格都有去处：13格，各类相加正好是13格"]
    assert ["示例一街道", 9, 6, 0, 1, 2, 0, 0, 9] in rows
    assert ["合计", 13, 10, 0, 1, 2, 0, 0, 13] in rows
    assert ["示例一街道", "1月", "刑事立案数", "11", "E7", "12", "C4", "部门核定"] in rows


def test_a_cell_that_is_used_nowhere_is_said_first_and_listed(tmp_path: Path) -> None:
    lost = Accounted(Use.NOWHERE, "", 1, sample.cell_of("示例一街道", 1, "Z90", "电话"))
    uses = {Use.COUNTED: 2, Use.NOWHERE: 1}
    rows = accounts_page(tmp_path, Account("示例一街道", 3, uses, (lost,)))
    assert rows[1] == ["3格里有1格没有去处，逐格列在第三部分"]
    (row,) = (row for row in rows if "Z90" in row)
    assert row[:6] == ["示例一街道", "1月", "—", "—", "Z90", "没有去处"]
    assert not any("电话" in str(one) for one in row)


def test_an_account_that_does_not_add_up_is_named(tmp_path: Path) -> None:
    rows = accounts_page(tmp_path, Account("示例一街道", 3, {Use.COUNTED: 2}))
    assert rows[1] == ["3格里有0格没有去处，逐格列在第三部分；示例一街道各类相加与填了的格数不符"]


def test_a_streamed_sheet_forgets_the_rows_that_are_written_and_the_file_has_them_all(
    tmp_path: Path,
) -> None:
    target = tmp_path / "汇总.xlsx"
    with workbook_at(target, "表", constant_memory=True) as workbook:
        page = Book(workbook).page("页", [10, 10])
        for _ in range(1200):
            page.write([Cell("甲", span=2)], height=21)
        assert len(page.sheet.row_info) == 1  # the last row is not written yet
        assert {row for row, _ in page.sheet.merged_cells} == {1199}
        assert len(page.sheet.row_sizes) < 1200
    sheet = openpyxl.load_workbook(target)["页"]
    assert {sheet.row_dimensions[row].height for row in range(1, 1201)} == {21}
    assert len(sheet.merged_cells.ranges) == 1200
