"""The shipped workbook, its LibreOffice edition: a clerk types, clicks, reads, corrects, hands in.

LibreOffice runs as a user would start it, on a screen of its own, with a real mouse and a real
keyboard. Only the macros' security is lowered; Python is found through the user's own settings.
"""

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tests.click.screen import Screen
from tests.office import Office, save_copy
from tests.places import column
from tests.sheets.returns import GOOD_MARCH
from zongzhi_xl import contract
from zongzhi_xl.core.checking.validation import validate
from zongzhi_xl.core.edition.items import FormKind
from zongzhi_xl.core.edition.rulebook import rulebook
from zongzhi_xl.core.edition.statement import Edition
from zongzhi_xl.core.returned.check_code import check_code
from zongzhi_xl.core.returned.findings import Finding
from zongzhi_xl.core.returned.results import rows_of
from zongzhi_xl.core.returned.submission import submission_of
from zongzhi_xl.desk.issuing import blanks
from zongzhi_xl.reading.reader import read
from zongzhi_xl.sheets.returns.book_plan import plan_of
from zongzhi_xl.sheets.styles import OF_FORMS, RED_FILL
from zongzhi_xl.vba.macro_book import MacroEdition

ENTRY_FILL = OF_FORMS["input"]["bg_color"]
CHECK, CLEAR, HAND_IN = "一键校验", "清除结果", "生成上报文件"
#: what the first month of a year needs besides; days fall into January, the report into February
JANUARY = {
    "填报单位": "于楼街道", "年份": 2026, "月份": 1, "期初未化解纠纷数": 2,
    "上半月排查会日期": date(2026, 1, 5), "下半月排查会日期": date(2026, 1, 20),
    "综治专题会议日期": date(2026, 1, 12), "报出日期": date(2026, 2, 2),
}  # fmt: skip


@pytest.fixture(scope="module")
def workbook(folder: Path) -> Path:
    list(blanks.write(folder, MacroEdition.LIBREOFFICE))
    return (folder / "月报.xlsm").rename(folder / "一月 填报（示例）.xlsm")


@pytest.fixture(scope="module")
def opened_with(workbook: Path) -> tuple[Path, ...]:
    return (workbook,)


@pytest.fixture(scope="module")
def document(running: Office, workbook: Path, shown: Screen) -> Any:
    found = running.opened(workbook)
    shown.fill(found)
    return found


@pytest.fixture
def filled(document: Any) -> Any:
    """The return with a good January in it, and nothing that a button wrote."""
    for name, value in {**GOOD_MARCH, **JANUARY, contract.FAULTY: "", contract.VERDICT: ""}.items():
        days = (value - date(1899, 12, 30)).days if isinstance(value, date) else value
        cell(document, name).setDataArray(((days,),))
    bases = document.Sheets.getByName(contract.BASES)
    bases.unprotect("")
    cell(document, "上年同月_刑事立案数").setValue(25)  # else it is said that nothing is preset
    block = cell(document, contract.RESULT_RANGE)
    block.setDataArray([[""] * len(row) for row in block.getDataArray()])
    return document


def cell(document: Any, name: str) -> Any:
    return document.NamedRanges.getByName(name).getReferredCells()


def said(document: Any) -> str:
    return cell(document, contract.VERDICT).getString()


def found(document: Any) -> list[tuple[str, ...]]:
    """Rows of 校验结果 with anything in them: which rules judged, then the findings."""
    rows = cell(document, contract.RESULT_RANGE).getDataArray()
    return [row for row in rows if any(row)]


@pytest.fixture
def by_command_line(
    running: Office, folder: Path, edition: Edition
) -> Callable[[Any], tuple[tuple[Finding, ...], str]]:
    """Findings and check code of a copy of the open workbook, as ``validate`` gives them."""

    def checked(document: Any) -> tuple[tuple[Finding, ...], str]:
        copy = save_copy(document, folder / "副本.xlsm")
        submission = submission_of(read(copy, copy.name), edition)
        return validate(submission, edition), check_code(submission, edition)

    return checked


def beside_form(document: Any) -> list[str]:
    """Every hint of the form; row by row, those of the table in their column."""
    page = document.Sheets.getByName("月报")
    columns = (
        page.getCellRangeByName(f"{letter}1:{letter}60").getDataArray()
        for letter in (column("提示"), column("提示全文"))
    )
    return [full or hint for (hint,), (full,) in zip(*columns, strict=True)]


def hint_of(document: Any, item: str) -> str:
    return beside_form(document)[cell(document, item).getCellAddress().Row]


def shown_rows(findings: tuple[Finding, ...], edition: Edition) -> list[tuple[str, ...]]:
    count = len(findings) + 1
    rows = rows_of(findings, count, rulebook(edition))[:count]
    return [tuple(value or "" for value in row) for row in rows]


def test_slips_are_found_corrected_and_gone(
    filled: Any, shown: Screen, by_command_line: Any, edition: Edition
) -> None:
    shown.type(filled, cell(filled, "可防性案件数"), "30")  # of 20
    cell(filled, "治安案件受理数").setString("30起")
    before = everything(filled)
    shown.run(filled, CHECK)
    findings, code = by_command_line(filled)
    assert said(filled) == f"有 2 处必须改正，逐条见“校验结果”。校验码 {code}"
    assert found(filled) == shown_rows(findings, edition)
    assert {row[3] for row in found(filled)[1:]} == {"可防性案件数", "治安案件受理数"}
    assert hint_of(filled, "可防性案件数").startswith("错误：可防性案件数不能大于刑事立案数")
    head = filled.Sheets.getByName("月报").getCellRangeByName("A1:L5").getDataArray()
    told = [one for row in head for one in row if str(one).startswith(contract.VERDICT)]
    assert told == [f"校验结论：{said(filled)}"]
    colours = [shown.colour(filled, cell(filled, name)) for name in ("可防性案件数", "刑事立案数")]
    assert colours == [RED_FILL, ENTRY_FILL]
    filled.getCurrentController().select(cell(filled, "破获积案数"))  # its help hides no hint
    for sheet, picture in (("封面", "一键校验"), ("月报", "提示"), ("校验结果", "校验结果")):
        assert filled.Sheets.getByName(sheet).isProtected()
        shown.show(filled, sheet)
        shown.picture(picture)
    shown.click(filled, CLEAR)
    assert shown.awaited(lambda: everything(filled) == before, True)

    shown.type(filled, cell(filled, "治安案件受理数"), "30")
    shown.type(filled, cell(filled, "可防性案件数"), "3")
    shown.run(filled, CHECK)
    findings, code = by_command_line(filled)
    assert findings == ()
    asked = sum(not one.district for one in edition.checks(FormKind.MONTHLY))
    assert said(filled) == f"通过：本次检查 {asked} 条审核关系，没有问题。校验码 {code}"
    assert found(filled) == shown_rows((), edition)
    assert hint_of(filled, "可防性案件数") == ""
    assert shown.colour(filled, cell(filled, "可防性案件数")) == ENTRY_FILL
    shown.show(filled, "封面")
    shown.picture("一键校验_通过")


def test_what_only_the_button_sees_is_marked_in_the_head_too(filled: Any, shown: Screen) -> None:
    """A number in signs that no formula of a sheet knows; 清除结果 takes the mark away."""
    reason, page = cell(filled, contract.REASON), filled.Sheets.getByName("月报")
    beside = page.getCellRangeByName(f"{column('提示全文')}{reason.getCellAddress().Row + 1}")
    reason.setString("问甲某１３９００００００００")
    assert beside.getString() == ""
    shown.run(filled, CHECK)
    assert beside.getString().startswith("错误：更正原因的文字里有手机号")
    assert shown.colour(filled, reason) == RED_FILL
    shown.click(filled, CLEAR)
    assert shown.awaited(beside.getString, "") == ""
    reason.setString("")


def everything(document: Any) -> list[Any]:
    """Formulas and literals of every sheet."""
    sheets = [document.Sheets.getByIndex(n) for n in range(document.Sheets.getCount())]
    return [sheet.getCellRangeByName("A1:Z400").getFormulaArray() for sheet in sheets]


def test_a_row_of_the_results_jumps_to_its_cell(filled: Any, shown: Screen) -> None:
    cell(filled, "可防性案件数").setValue(30)
    shown.run(filled, CHECK)
    block = cell(filled, contract.RESULT_RANGE)
    first = block.getCellByPosition(0, 1).getCellAddress()
    page = block.getSpreadsheet()
    jump = page.getCellByPosition(first.Column + block.Columns.Count, first.Row)
    assert jump.getString() == "转到"
    shown.click_cell(filled, jump)
    target = cell(filled, "可防性案件数").AbsoluteName
    assert shown.awaited(lambda: filled.CurrentSelection.AbsoluteName, target) == target
    shown.picture("转到")


def test_the_file_to_hand_in_says_the_same(
    filled: Any, shown: Screen, folder: Path, edition: Edition, by_command_line: Any
) -> None:
    shown.run(filled, HAND_IN)
    made = folder / "于楼街道_2026年01月_月报_上报.xlsx"
    assert said(filled).startswith(f"已生成 {made.name}")
    submission = submission_of(read(made, made.name), edition)
    assert (validate(submission, edition), check_code(submission, edition)) == by_command_line(
        filled
    )


def test_with_faults_nothing_is_made_without_a_reason(
    filled: Any, shown: Screen, folder: Path
) -> None:
    cell(filled, "可防性案件数").setValue(30)
    shown.click(filled, HAND_IN)
    assert shown.message(filled).startswith("没有生成：有 1 处必须改正")
    shown.agree(filled)
    shown.await_macro(filled)
    assert not list(folder.glob("*_待核.xlsx"))
    cell(filled, contract.FAULTY).setString("公安机关尚未核定")
    shown.run(filled, HAND_IN)
    assert [one.name for one in folder.glob("*_待核.xlsx")] == [
        "于楼街道_2026年01月_月报_待核.xlsx"
    ]


@pytest.fixture
def no_python(settings: Path) -> Iterator[None]:
    kept = settings.read_text(encoding="utf-8")
    settings.write_text('"INTERPRETER_LINUX","/没有 这个/python3"\n', encoding="utf-8")
    yield
    settings.write_text(kept, encoding="utf-8")


@pytest.mark.usefixtures("no_python")
def test_without_python_the_sheet_finds_the_same(
    filled: Any, shown: Screen, by_command_line: Any, edition: Edition
) -> None:
    shown.type(filled, cell(filled, "可防性案件数"), "30")  # of 20
    cell(filled, "治安案件受理数").setString("30起")
    shown.click(filled, CHECK)
    assert shown.awaited(lambda: bool(said(filled)), True)
    findings, code = by_command_line(filled)
    live = plan_of(edition, FormKind.MONTHLY).found.faults
    assert {one.code for one in findings} <= {*live.asked}
    left = f"没有 Python，以下 {len(live.left)} 条报送后审核：{'、'.join(live.left)}"
    basis, unchecked, *told = found(filled)
    assert [basis, *told] == shown_rows(findings, edition)
    assert unchecked == ("未审", "", "", "", "", left, "", "")
    assert (
        said(filled)
        == f"有 2 处必须改正，逐条见“校验结果”；另有 {len(live.left)} 条报送后审核。校验码 {code}"
    )
    assert filled.CurrentController.ActiveSheet.Name == contract.RESULTS
    shown.picture("没有Python")


@pytest.mark.usefixtures("no_python")
def test_without_python_it_says_how_to_make_the_file(
    filled: Any, shown: Screen, folder: Path
) -> None:
    shown.click(filled, HAND_IN)
    words = shown.message(filled)
    assert words.startswith("没有 Python，上报文件请手工生成")
    assert "于楼街道_2026年01月_月报_上报.xlsx" in words
    shown.agree(filled)
    shown.await_macro(filled)
    assert said(filled) == words
    cell(filled, "可防性案件数").setValue(30)
    shown.click(filled, HAND_IN)
    assert shown.message(filled).startswith("没有生成：有 1 处必须改正")
    shown.agree(filled)
    shown.await_macro(filled)
    cell(filled, contract.FAULTY).setString("公安机关尚未核定")
    shown.click(filled, HAND_IN)
    assert "于楼街道_2026年01月_月报_待核.xlsx" in shown.message(filled)
    shown.agree(filled)
    assert [one.name for one in folder.glob("*_0[12]月_*.xlsx")] == []
