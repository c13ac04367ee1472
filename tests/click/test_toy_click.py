"""A real click in a real LibreOffice: button, Basic, Python, UNO, cell; on a small workbook.

Nothing is set up in this LibreOffice: no pipe, no trusted folder but what the harness needs.
"""

import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from tests.click.screen import Screen
from tests.office import Office
from zongzhi_xl.resources import macros_folder
from zongzhi_xl.vba.project import Module, ModuleKind, vba_project

CAPTION = "一键校验"
MESSAGES = {
    "ZZ_TITLE": "区综治办报表",
    "ZZ_MSG_NO_PYTHON": "这台电脑没有安装 Python。",
    "ZZ_MSG_NO_PACKAGE": "这台电脑没有安装 zongzhi-xl。",
    "ZZ_MSG_FAILED": "没有办成。",
}
COUNT = 'RunPython "import xlwings as xw; c = xw.Book.caller().sheets[0][""A1""]; c.value += 1"'
ALERT = (
    'RunPython "import xlwings as xw; b = xw.Book.caller(); '
    "b.sheets[0]['A2'].value = b.app.alert(b.name, 'title', 'yes_no')\""
)
HANG_UP = 'RunPython "raise SystemExit(7)"'


@pytest.fixture
def opened(running: Office, shown: Screen, folder: Path) -> Iterator[Callable[..., Any]]:
    documents: list[Any] = []

    def show(name: str, line: str, interpreter: str = sys.executable) -> Any:
        write_workbook(folder / name, line, interpreter)
        documents.append(running.open(folder / name, hidden=False))
        shown.fill(documents[-1])
        return documents[-1]

    yield show
    for document in documents:
        shown.await_macro(document)
        document.close(True)


def write_workbook(path: Path, line: str, interpreter: str) -> None:
    project = path.with_suffix(".bin")
    runner, finder = (
        (macros_folder() / f"{name}.bas").read_text(encoding="ascii")
        for name in ("runpython_libreoffice", "find_python")
    )
    told = f"If PythonIsThere() Then {line}\n    If PythonIsMissing() Then TellWhatIsMissing"
    project.write_bytes(
        vba_project(
            [
                Module("ThisWorkbook", ModuleKind.WORKBOOK),
                Module("Sheet1", ModuleKind.SHEET), Module("Sheet2", ModuleKind.SHEET),
                Module("Buttons", ModuleKind.STANDARD, f"Sub Check()\n    {told}\nEnd Sub\n"),
                Module("RunPythonLibreOffice", ModuleKind.STANDARD, runner),
                Module("FindPython", ModuleKind.STANDARD, finder),
            ]
        )
    )  # fmt: skip
    with xlsxwriter.Workbook(path) as workbook:
        page, settings = workbook.add_worksheet("封面"), workbook.add_worksheet("xlwings.conf")
        workbook.add_vba_project(str(project))
        workbook.set_vba_name("ThisWorkbook")
        page.set_vba_name("Sheet1")
        settings.set_vba_name("Sheet2")
        page.write_column("A1", [0, ""], workbook.add_format({"locked": False}))
        page.insert_button("C3", {"macro": "Buttons.Check", "caption": CAPTION, "width": 120})
        page.protect("", {"objects": False})
        settings.write_row("A1", ["INTERPRETER_LINUX", interpreter])
        for row, (name, words) in enumerate(MESSAGES.items(), 1):
            settings.write_row(row, 0, [name, words])
            workbook.define_name(name, f"='xlwings.conf'!$B${row + 1}")


def await_value(document: Any, address: str, value: object, seconds: float = 15) -> object:
    """What the cell says once it says ``value``, or after ``seconds``."""
    cell = document.getSheets().getByIndex(0).getCellRangeByName(address)
    deadline = time.monotonic() + seconds
    while (found := cell.getDataArray()[0][0]) != value and time.monotonic() < deadline:
        time.sleep(0.02)
    return found


def test_each_click_runs_python_for_the_workbook(opened: Any, shown: Screen) -> None:
    document = opened("月报 一（三月）.xlsm", COUNT)
    shown.click(document, CAPTION)
    assert await_value(document, "A1", 1) == 1
    shown.await_macro(document)
    shown.click(document, CAPTION)
    assert await_value(document, "A1", 2) == 2
    shown.picture("toy_clicked")


def test_a_message_is_shown_and_answered(opened: Any, shown: Screen) -> None:
    document = opened("消息 一.xlsm", ALERT)
    shown.click(document, CAPTION)
    assert shown.message(document) == "消息 一.xlsm"
    shown.agree(document)
    assert await_value(document, "A2", "yes") == "yes"


def test_without_python_the_workbook_says_so(opened: Any, shown: Screen, folder: Path) -> None:
    document = opened("没有.xlsm", COUNT, str(folder / "没有 这个" / "python"))
    shown.click(document, CAPTION)
    assert shown.message(document) == MESSAGES["ZZ_MSG_NO_PYTHON"]
    shown.picture("no_python")
    shown.agree(document)
    assert await_value(document, "A1", 0) == 0


def test_without_the_package_the_workbook_says_so(opened: Any, shown: Screen, folder: Path) -> None:
    bare = folder / "空的 python"
    bare.write_text(f'#!/bin/sh\nexec "{sys.executable}" -I -S "$@"\n', encoding="utf-8")
    bare.chmod(0o755)
    document = opened("缺包.xlsm", COUNT, str(bare))
    shown.click(document, CAPTION)
    assert shown.message(document) == MESSAGES["ZZ_MSG_NO_PACKAGE"]
    shown.agree(document)


def test_python_that_ends_early_is_noticed(opened: Any, shown: Screen) -> None:
    document = opened("中断.xlsm", HANG_UP)
    shown.click(document, CAPTION)
    assert shown.message(document) == MESSAGES["ZZ_MSG_FAILED"]
    shown.agree(document)
