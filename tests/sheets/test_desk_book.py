"""工作台: what the officer sees and may type, read back with openpyxl."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from time import process_time

import openpyxl
import pytest
from openpyxl.cell import Cell
from openpyxl.worksheet.worksheet import Worksheet
from openxml_audit import OpenXmlValidator

from tests import sample_appraisal as sample
from zongzhi_xl.contract import TASK_COLUMNS, TASK_TYPED
from zongzhi_xl.core.appraising.scorecard import (
    DeliveryState,
    Period,
    Receipt,
    Rejected,
    Replaced,
)
from zongzhi_xl.core.chronicle.asked import ToMend
from zongzhi_xl.core.chronicle.changes import Change, Matter
from zongzhi_xl.core.chronicle.decisions import Numbered
from zongzhi_xl.core.chronicle.desk import Desk
from zongzhi_xl.core.chronicle.events import Decided, Ruling
from zongzhi_xl.core.chronicle.tasks import Task, Typed
from zongzhi_xl.core.edition.items import FormKind, Severity
from zongzhi_xl.core.edition.statement import Edition
from zongzhi_xl.core.returned.findings import Finding
from zongzhi_xl.record import replace
from zongzhi_xl.sheets import desk_book

#: invented, but it would pass for a person's
MOBILE = "13800138000"
DAY = date(2026, 7, 20)
OPEN = Task(
    "0A1B2C3D", "说明", "示例二街道", "3月月报", f"{sample.NASTY} 街道说明：联系{MOBILE}",
    ("接受", "退回"), ("03/示例二街道.xlsx",),
)  # fmt: skip
RIVALS = Task(
    "1A1B2C3D", "两份表", "示例三街道", "4月月报", "收到 3 份不同的首报。以哪份为准？",
    ("采用第1份", "采用第2份", "采用第3份"), ("04/甲.xlsx", "04/乙.xlsx", "04/丙.xlsx"),
    Typed("采用第1份", "", "12-3", date(2026, 7, 19), "王"), "没有写理由",
)  # fmt: skip
GONE = Task(
    "2A1B2C3D", "说明", "示例一街道", "2月月报", "早先的一件",
    typed=Typed("接受", "属实", "", "明天", "王"), outcome="已经决定",
)  # fmt: skip
DECISION = Decided(
    date(2026, 7, 1), Ruling.ACCEPTED, 2026, "示例一街道", FormKind.MONTHLY, 1, "14-2", "",
    "情况属实", "王", "区综治办〔2026〕3号",
)  # fmt: skip


def _edition() -> Edition:
    """The sample without its deductions, which cost nothing that could be worked out."""
    edition = sample.edition()
    return replace(edition, clauses=tuple(replace(one, deductions=()) for one in edition.clauses))


def desk() -> Desk:
    appraisal = sample.appraisal()
    january, april = (
        Period(unit, FormKind.MONTHLY, month)
        for unit, month in (("示例一街道", 1), ("示例四街道", 4))
    )
    corrected = Replaced("01/旧.xlsx", "a", january, "01/更正.xlsx", "第2次更正")
    appraisal = replace(
        appraisal,
        replaced=(corrected, replace(corrected, nature="第1次更正")),
        rejected=(Rejected("04/坏.xlsx", "打不开", paper=april, day=date(2026, 5, 4)),),
        deliveries=tuple(
            replace(one, state=DeliveryState.PENDING, file="", reported=None)
            if (one.unit, one.month) == ("示例五街道", 6) else one
            for one in appraisal.deliveries
        ),
    )  # fmt: skip
    owed = tuple(
        one
        for one in appraisal.deliveries
        if one.state in (DeliveryState.MISSING, DeliveryState.REJECTED)
    )
    return Desk(
        appraisal, _edition(), DAY, owed, (OPEN, RIVALS, GONE), "2026-05",
        (
            Change("示例一街道", Matter.CELL, "5月刑事立案数", "10", "12"),
            Change("示例二街道", Matter.RANK, "", "2", "1"),
        ),
        tuple(Numbered(number, replace(DECISION, month=number)) for number in (4, 5)),
        {"示例三街道": "0000-2000003"},
        to_mend={
            "示例一街道": (mending(3, QUERY), mending(4, FAULT, *QUERIES)),
            "示例二街道": (mending(5, reasons=("打不开",)),),
            "示例三街道": (replace(mending(6), correction=0, reasons=("打不开",)),),
        },
    )  # fmt: skip


QUERY = Finding("08", Severity.QUERY, "月报", "D4", "治安巡逻次数", "0", "……", "……")
FAULT = replace(QUERY, severity=Severity.BLOCKING)
#: two at one cell, the others at cells of their own
QUERIES = [QUERY, QUERY, *(replace(QUERY, cell=f"D{row}") for row in (5, 6, 7))]


def mending(month: int, *findings: Finding, reasons: tuple[str, ...] = ()) -> ToMend:
    period = Period("示例一街道", FormKind.MONTHLY, month)
    return ToMend(period, DAY, reasons, findings, 1, DAY, None)


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("desk") / "工作台.xlsx"
    desk_book.write(target, desk())
    return target


@pytest.fixture(scope="module")
def shown(path: Path) -> openpyxl.Workbook:
    return openpyxl.load_workbook(path, data_only=True)


@pytest.fixture(scope="module")
def formulas(path: Path) -> openpyxl.Workbook:
    return openpyxl.load_workbook(path)


def rows(sheet: Worksheet) -> list[list[object]]:
    return [[cell for cell in row if cell is not None] for row in sheet.iter_rows(values_only=True)]


def found(sheet: Worksheet, text: str) -> Cell:
    """The first cell with this text."""
    return next(cell for row in sheet.iter_rows() for cell in row if cell.value == text)


def test_the_sheets_stand_in_the_order_of_the_officers_day(shown):
    assert shown.sheetnames == ["今天", "报送", "待办", "另作决定", "变动", "预警", "已办"]


def test_three_numbers_come_first_then_what_is_due_next(shown):
    """One missing, one sent back; two of the three rows still ask. 7月月报 is due on 5 August."""
    told = [row for row in rows(shown["今天"]) if row]
    place = told.index(["到期没有报（份）", "退回没有重报（份）", "待决定（件）"])
    assert told[place + 1] == [1, 1, 2]
    assert told[place + 2] == ["下一个截止日 2026-08-05：7月月报，还有 6 份没有收到"]


def test_who_owes_is_told_with_the_telephone_and_nowhere_else(shown):
    told = rows(shown["今天"])
    assert ["示例三街道", "0000-2000003", "5月月报（2026-06-05到期）"] in told
    assert ["示例四街道", "4月月报（2026-05-05到期，已退回）"] in told
    others = [cell for name in shown.sheetnames[1:] for row in rows(shown[name]) for cell in row]
    assert not [cell for cell in others if "0000-2000003" in str(cell)]


def test_who_has_to_mend_or_explain_is_told_with_how_much(shown):
    """What was sent back altogether stands among what is owed."""
    told = [row for row in rows(shown["今天"]) if row]
    place = told.index(["单位", "要改正、要说明的"])
    assert told[place + 1 : place + 3] == [
        [
            "示例一街道",
            "3月月报须说明1处（D4 治安巡逻次数）；4月月报须改正1处（D4 治安巡逻次数）、"
            "须说明5处（D4 治安巡逻次数、D5 治安巡逻次数、D6 治安巡逻次数等）",
        ],
        ["示例二街道", "5月月报更正件退回"],
    ]
    assert told[place + 3][0].startswith("三、")


def test_without_telephones_there_is_no_column_for_them(tmp_path):
    desk_book.write(tmp_path / "a.xlsx", replace(desk(), telephones={}))
    told = rows(openpyxl.load_workbook(tmp_path / "a.xlsx")["今天"])
    assert ["单位", "欠报的表"] in told
    assert ["示例三街道", "5月月报（2026-06-05到期）"] in told


def test_what_is_asked_leads_to_its_row(shown, formulas):
    at = found(shown["今天"], OPEN.id).coordinate
    row = found(shown["待办"], OPEN.id).row
    assert formulas["今天"][at].value == f'=HYPERLINK("#待办!A{row}","{OPEN.id}")'


@pytest.mark.parametrize(
    ("unit", "month", "words", "colour"),
    [
        ("示例一街道", 1, "第2次更正 02.04", "FFE2F0D9"),
        ("示例二街道", 2, "按时 03.04", "FFE2F0D9"),
        ("示例二街道", 3, "迟报 04.07", "FFFFF2CC"),
        ("示例三街道", 5, "缺报", "FFF8CBAD"),
        ("示例四街道", 4, "退回 05.04", "FFF8CBAD"),
        ("示例五街道", 6, "待定，见“待办”", "FFFFF2CC"),
        ("示例一街道", 7, "未到期", "FFF7F7F7"),
    ],
)
def test_the_grid_tells_state_and_day_of_receipt(shown, unit, month, words, colour):
    sheet = shown["报送"]
    cell = sheet.cell(found(sheet, unit).row, month + 1)
    assert (cell.value, cell.fill.fgColor.rgb) == (words, colour)


def test_a_return_that_kept_no_day_is_shown_with_that_of_its_file(tmp_path):
    """It came in time, but with blanks that nobody filled in: late, and not for its day."""
    one = desk()
    owed = tuple(
        replace(
            old,
            reported=None,
            state=DeliveryState.LATE,
            receipt=Receipt(old.unit, old.form, old.month, date(2026, 3, 5), 7),
        )
        if (old.unit, old.month) == ("示例一街道", 2)
        else old
        for old in one.appraisal.deliveries
    )
    late = replace(one, appraisal=replace(one.appraisal, deliveries=owed))
    desk_book.write(tmp_path / "a.xlsx", late)
    sheet = openpyxl.load_workbook(tmp_path / "a.xlsx", data_only=True)["报送"]
    assert sheet.cell(found(sheet, "示例一街道").row, 3).value == "迟报、有空项 03.05"


def test_the_originals_open_from_the_districts_folder(shown, formulas):
    sheet = shown["报送"]
    at = sheet.cell(found(sheet, "示例二街道").row, 3).coordinate
    assert formulas["报送"][at].value.startswith('=HYPERLINK(报表文件夹&"')
    sheet, at = formulas.defined_names["报表文件夹"].attr_text.split("!")
    assert shown[sheet][at.replace("$", "")].value == "originals/"


# ------------------------------------------------------------------ 待办


def tasks(sheet: Worksheet) -> Iterator[dict[str, Cell]]:
    """Each row of 待办 by its headings."""
    head = found(sheet, TASK_COLUMNS[0]).row
    for row in sheet.iter_rows(min_row=head + 1):
        yield dict(zip(TASK_COLUMNS, row, strict=False))


def test_a_row_holds_the_question_what_was_typed_and_why_it_was_not_taken(shown):
    rows_of = {row["编号"].value: row for row in tasks(shown["待办"])}
    typed = {name: rows_of[RIVALS.id][name].value for name in (*TASK_TYPED, "处理结果")}
    assert typed["日期"].date() == date(2026, 7, 19)
    assert typed | {"日期": None} == {
        "处理": "采用第1份", "理由": None, "文号": "12-3", "日期": None, "经办人": "王",
        "处理结果": "没有写理由",
    }  # fmt: skip
    assert rows_of[GONE.id]["日期"].value == "明天"
    assert [rows_of[RIVALS.id][name].value for name in ("原件", "另一份")] == ["第1份", "第2份"]
    assert "第3份：04/丙.xlsx" in rows_of[RIVALS.id]["内容"].value


def test_only_the_input_cells_are_open_and_look_it(shown):
    sheet = shown["待办"]
    assert sheet.protection.sheet
    assert not sheet.protection.password
    for row in tasks(sheet):
        for name, cell in row.items():
            assert cell.protection.locked is (name not in TASK_TYPED), name
            assert (cell.fill.fgColor.rgb == "FFFFFBD6") is (name in TASK_TYPED), name
    assert all(shown[name].protection.sheet for name in shown.sheetnames)


def test_each_row_offers_the_answers_of_its_own_question(shown):
    sheet = shown["待办"]
    lists = {str(one.sqref): one.formula1 for one in sheet.data_validations.dataValidation}
    offered = {row["编号"].value: lists.get(row["处理"].coordinate) for row in tasks(sheet)}
    assert offered == {
        OPEN.id: '"接受,退回"', RIVALS.id: '"采用第1份,采用第2份,采用第3份"', GONE.id: None,
    }  # fmt: skip


def test_every_text_of_a_question_passes_the_gate(path, shown):
    """No formula comes of it, and a person's number is masked wherever the question stands."""
    for name in ("今天", "待办"):
        words = [str(cell) for row in rows(shown[name]) for cell in row]
        assert [one for one in words if "街道说明：联系138" in one], name
        assert not [one for one in words if MOBILE in one], name
    (row,) = (row for row in tasks(shown["待办"]) if row["编号"].value == OPEN.id)
    assert row["内容"].data_type == "s"
    assert row["内容"].value.startswith(sample.NASTY)


def test_of_many_questions_the_first_are_told_under_today_and_how_many_there_are_more(tmp_path):
    many = tuple(replace(OPEN, id=f"{number:08X}") for number in range(17))
    desk_book.write(tmp_path / "a.xlsx", replace(desk(), tasks=many))
    told = [row[0] for row in rows(openpyxl.load_workbook(tmp_path / "a.xlsx")["今天"]) if row]
    assert "还有 2 件，见“待办”" in told
    assert len([one for one in told if str(one).startswith("=HYPERLINK")]) == 15


# ------------------------------------------------------------------ the others


def test_who_is_too_fast_is_warned_with_limit_and_figure(shown):
    """296 cases on 62,000 people are 47.74; 70 × 6 ÷ 12 = 35; the 297th makes it 47.90."""
    assert [
        "示例一街道", 6, "刑事案件发案率", "≤70", "≤35.00", "47.74", 138, "47.90",
        "照现在的速度，到年底会超过限额",
    ] in rows(shown["预警"])  # fmt: skip


def test_how_firm_the_order_is_counts_only_questions_that_move_points(shown):
    """示例二街道 only explains; of 示例三街道 two files are in question."""
    told = rows(shown["预警"])
    pairs = {(row[0], row[2]): row[3:] for row in told if len(row) > 4 and "第" in str(row[1])}
    assert pairs["示例一街道", "示例二街道"] == ["100.00，98.00", "2.00", "再多一件也不变"]
    assert pairs["示例二街道", "示例四街道"] == ["98.00，98.00", "0.00", "同分"]
    assert pairs["示例六街道", "示例三街道"] == [
        "98.00，97.50", "0.50", "1", "未决的事定下来可能改变",
    ]  # fmt: skip


def test_changes_tell_results_before_cells(shown):
    told = rows(shown["变动"])
    rank = told.index(["示例二街道", "名次", "2", "1"])
    assert told[rank + 1] == ["示例一街道", "填报数", "5月刑事立案数", "10", "12"]
    assert any("2026-05" in str(cell) for row in told for cell in row)


def test_decisions_stand_newest_first_with_all_that_was_said(shown):
    told = [row for row in rows(shown["已办"]) if row and isinstance(row[0], int)]
    assert [row[0] for row in told] == [5, 4]
    assert told[0] == [
        5, "示例一街道", "5月月报", "接受说明", "14-2", "情况属实", "区综治办〔2026〕3号", "王",
        "2026-07-01",
    ]  # fmt: skip


def test_nothing_to_do_is_said_on_every_sheet(tmp_path):
    nothing = replace(desk(), owed=(), tasks=(), changes=(), decisions=(), since="")
    desk_book.write(tmp_path / "a.xlsx", nothing)
    book = openpyxl.load_workbook(tmp_path / "a.xlsx")
    told = {name: [cell for row in rows(book[name]) for cell in row] for name in book.sheetnames}
    assert told["今天"].count("没有") == 2
    assert "没有要决定的事" in told["待办"]
    assert "还没有决定过" in told["已办"]
    assert any("还没有发布过" in str(cell) for cell in told["变动"])


def test_a_year_of_twenty_offices_with_hundreds_of_questions_is_written_at_once(tmp_path):
    """Some 0.5 seconds of the processor; it may take five."""
    one = desk()
    units = [
        replace(unit, unit=f"示例{number}号街道", rank=number)
        for number, unit in enumerate(one.appraisal.units * 4, 1)
    ][:20]
    deliveries = [
        replace(owed, unit=unit.unit) for unit in units for owed in one.appraisal.deliveries[:13]
    ]
    large = replace(
        one,
        appraisal=replace(one.appraisal, units=tuple(units), deliveries=tuple(deliveries)),
        tasks=tuple(replace(OPEN, id=f"{number:08X}") for number in range(400)),
        changes=one.changes * 500,
    )
    begun = process_time()
    desk_book.write(tmp_path / "a.xlsx", large)
    assert process_time() - begun < 5
    book = openpyxl.load_workbook(tmp_path / "a.xlsx")
    assert len([row for row in tasks(book["待办"]) if row["处理"].value is None]) == 400
    assert {unit.unit for unit in units} <= {row[0] for row in rows(book["报送"]) if row}


#: a window of 1366 pixels less row numbers, scroll bar and LibreOffice's bar at the side; a sign
#: takes 7 pixels in Excel and, as seen there, 7.8 in LibreOffice
_SCREEN, _SIGN = 1366 - 98, 7.8


def test_every_sheet_fits_screen_and_page(shown):
    for sheet in shown.worksheets:
        widths = [
            one.width
            for one in sheet.column_dimensions.values()
            for _ in range(one.min, one.max + 1)
        ]
        assert sum(widths) * _SIGN <= _SCREEN, sheet.title
        setup = sheet.page_setup
        assert (setup.orientation, setup.paperSize) == ("landscape", 9)
        assert (setup.fitToWidth or 1, setup.fitToHeight) == (1, 0)
        assert sheet.sheet_properties.pageSetUpPr.fitToPage


def test_the_same_desk_gives_the_same_bytes_and_a_sound_workbook(path, tmp_path):
    desk_book.write(tmp_path / "again.xlsx", desk())
    assert (tmp_path / "again.xlsx").read_bytes() == path.read_bytes()
    assert OpenXmlValidator().validate(str(path)).errors == []
