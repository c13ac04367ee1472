"""The shipped workbook, its LibreOffice edition: a clerk types, clicks, reads, corrects, hands in.

LibreOffice runs as a user would start it, on a screen of its own, with a real mouse and a real
keyboard. Only the macros' security is lowered; Python is found through the user's own settings.
"""

import sys
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from tests.click.screen import PROGRAMS, Screen, screen
from tests.excel.returns import GOOD_MARCH
from tests.office import Office, office, require

from zongzhi_xl.core.check_code import check_code
from zongzhi_xl.core.findings import Finding
from zongzhi_xl.core.items import FormKind
from zongzhi_xl.core.statement import Edition
from zongzhi_xl.core.submission import submission_of
from zongzhi_xl.core.validation import validate
from zongzhi_xl.desk import blanks
from zongzhi_xl.excel import libreoffice_engine as engine
from zongzhi_xl.excel import live_book, macro_book
from zongzhi_xl.excel.macro_book import MacroEdition
from zongzhi_xl.excel.reader import read

CHECK, CLEAR, HAND_IN = "一键校验", "清除结果", "生成上报文件"
#: what the first month of a year needs besides; days fall into January, the report into February
JANUARY = {
    "填报单位": "于楼街道", "年份": 2026, "月份": 1, "期初未化解纠纷数": 2,
    "上半月排查会日期": date(2026, 1, 5), "下半月排查会日期": date(2026, 1, 20),
    "综治专题会议日期": date(2026, 1, 12), "报出日期": date(2026, 2, 2),
}  # fmt: skip


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("综治 办")


@pytest.fixture(scope="module")
def settings(folder: Path) -> Path:
    """The user's xlwings settings, where the macro looks for Python."""
    file = folder / "home" / ".xlwings" / "xlwings.conf"
    file.parent.mkdir(parents=True)
    file.write_text(f'"INTERPRETER_LINUX","{sys.executable}"\n', encoding="utf-8")
    return file


@pytest.fixture(scope="module")
def shown(folder: Path) -> Iterator[Screen]:
    require("soffice", *PROGRAMS)
    with screen(folder) as one:
        yield one


@pytest.fixture(scope="module")
def workbook(folder: Path) -> Path:
    list(blanks.write(folder, MacroEdition.LIBREOFFICE))
    return (folder / "月报.xlsm").rename(folder / "一月 填报（示例）.xlsm")


@pytest.fixture(scope="module")
def running(folder: Path, settings: Path, shown: Screen, workbook: Path) -> Iterator[Office]:
    home = {"HOME": str(settings.parents[1])}
    files = (workbook,)
    with office(
        folder, display=shown.display, files=files, environment=home, listening=False
    ) as one:
        yield one


@pytest.fixture(scope="module")
def document(running: Office, workbook: Path, shown: Screen) -> Any:
    found = running.opened(workbook)
    shown.fill(found)
    return found


@pytest.fixture
def filled(document: Any) -> Any:
    """The return with a good January in it, and nothing that a button wrote."""
    for name, value in {**GOOD_MARCH, **JANUARY, "带错上报原因": "", live_book.VERDICT: ""}.items():
        days = (value - date(1899, 12, 30)).days if isinstance(value, date) else value
        cell(document, name).setDataArray(((days,),))
    block = cell(document, live_book.RESULT_BLOCK)
    block.setDataArray([[""] * len(row) for row in block.getDataArray()])
    return document


def cell(document: Any, name: str) -> Any:
    return document.NamedRanges.getByName(name).getReferredCells()


def said(document: Any) -> str:
    return cell(document, live_book.VERDICT).getString()


def found(document: Any) -> list[tuple[str, ...]]:
    """Rows of 校验结果 with anything in them."""
    rows = cell(document, live_book.RESULT_BLOCK).getDataArray()
    return [row for row in rows if any(row)]


def click(document: Any, shown: Screen, caption: str) -> None:
    """Click a button and let it do its work."""
    shown.click(document, caption)
    shown.await_start(document)
    shown.await_macro(document)


@pytest.fixture
def by_command_line(
    running: Office, folder: Path, edition: Edition
) -> Callable[[Any], tuple[tuple[Finding, ...], str]]:
    """Findings and check code of a copy of the open workbook, as ``validate`` gives them."""

    def checked(document: Any) -> tuple[tuple[Finding, ...], str]:
        copy = folder / "副本.xlsm"
        engine.book(running.pipe, document.getURL()).impl.save_copy(str(copy))
        submission = submission_of(read(copy, copy.name), edition)
        return validate(submission, edition), check_code(submission, edition)

    return checked


def shown_rows(findings: tuple[Finding, ...]) -> list[tuple[str, ...]]:
    rows = live_book.rows_of(findings, len(findings))[: len(findings)]
    return [tuple(value or "" for value in row) for row in rows]


def test_slips_are_found_corrected_and_gone(
    filled: Any, shown: Screen, by_command_line: Any, edition: Edition
) -> None:
    shown.type(filled, cell(filled, "可防性案件数"), "30")  # of 20
    cell(filled, "治安案件受理数").setString("30起")
    before = everything(filled)
    click(filled, shown, CHECK)
    findings, code = by_command_line(filled)
    assert said(filled) == f"有 2 处必须改正。校验码 {code}"
    assert found(filled) == shown_rows(findings)
    assert {row[3] for row in found(filled)} == {"可防性案件数", "治安案件受理数"}
    shown.picture("一键校验")
    _show(filled, shown, "月报", "提示")
    _show(filled, shown, "校验结果", "校验结果")
    click(filled, shown, CLEAR)
    assert everything(filled) == before

    shown.type(filled, cell(filled, "治安案件受理数"), "30")
    shown.type(filled, cell(filled, "可防性案件数"), "3")
    click(filled, shown, CHECK)
    findings, code = by_command_line(filled)
    assert findings == ()
    asked = sum(not one.district for one in edition.checks(FormKind.MONTHLY))
    assert said(filled) == f"通过：本次检查 {asked} 条审核关系，没有问题。校验码 {code}"
    assert found(filled) == []
    shown.picture("一键校验_通过")


def _show(document: Any, shown: Screen, sheet: str, picture: str) -> None:
    page = document.Sheets.getByName(sheet)
    assert page.isProtected()
    document.getCurrentController().setActiveSheet(page)
    shown.picture(picture)


def everything(document: Any) -> list[Any]:
    """Formulas and literals of every sheet."""
    sheets = [document.Sheets.getByIndex(n) for n in range(document.Sheets.getCount())]
    return [sheet.getCellRangeByName("A1:Z400").getFormulaArray() for sheet in sheets]


def test_the_file_to_hand_in_says_the_same(
    filled: Any, shown: Screen, folder: Path, edition: Edition, by_command_line: Any
) -> None:
    click(filled, shown, HAND_IN)
    made = folder / "月报_于楼街道_2026-01.xlsx"
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
    cell(filled, "带错上报原因").setString("公安机关尚未核定")
    click(filled, shown, HAND_IN)
    assert [one.name for one in folder.glob("*_待核.xlsx")] == ["月报_于楼街道_2026-01_待核.xlsx"]


def test_without_python_it_says_so_and_the_sheet_still_checks(
    filled: Any, shown: Screen, settings: Path
) -> None:
    cell(filled, "可防性案件数").setValue(30)
    kept = settings.read_text(encoding="utf-8")
    settings.write_text('"INTERPRETER_LINUX","/没有 这个/python3"\n', encoding="utf-8")
    try:
        shown.click(filled, CHECK)
        words = macro_book.messages(macro_book.RETURN_MACROS)["ZZ_MSG_NO_PYTHON"]
        assert shown.message(filled) == words
        shown.picture("没有Python")
        shown.agree(filled)
        shown.await_macro(filled)
    finally:
        settings.write_text(kept, encoding="utf-8")
    assert (found(filled), said(filled)) == ([], "")
    hints = filled.Sheets.getByName("月报").getCellRangeByName("K1:L60").getDataArray()
    assert any("可防性案件数不能大于刑事立案数" in str(value) for row in hints for value in row)
