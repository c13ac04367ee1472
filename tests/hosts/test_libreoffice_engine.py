"""LibreOffice through xlwings: values as Excel would give them, blocks in one call each."""

import json
import sys
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
import xlsxwriter
import xlwings as xw

from tests.office import Office, call, office
from zongzhi_xl.hosts import libreoffice_engine as engine
from zongzhi_xl.hosts import office_link
from zongzhi_xl.resources import macros_folder
from zongzhi_xl.vba.project import Module, ModuleKind, vba_project

FILE = "月报 一（三月）+100%.xlsm"
OTHER = "另一份.xlsx"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("综治 办")


@pytest.fixture(scope="module")
def running(folder: Path) -> Iterator[Office]:
    python = folder / "我的 python"  # the interpreter's path may have blanks and Chinese signs
    python.write_text(f'#!/bin/sh\nexec "{sys.executable}" "$@"\n', encoding="utf-8")
    python.chmod(0o755)
    environment = {"ZONGZHI_XL_PYTHON": str(python), engine.QUIET: str(folder / "said")}
    with office(folder, environment=environment) as one:
        yield one


def write_workbook(path: Path, macros: str = "") -> None:
    with xlsxwriter.Workbook(path) as workbook:
        pages = [workbook.add_worksheet(name) for name in ("数", "保护", "xlwings.conf")]
        page, locked = pages[0], pages[1]
        day = workbook.add_format({"num_format": "yyyy-mm-dd"})
        moment = workbook.add_format({"num_format": "yyyy-mm-dd hh:mm"})
        share = workbook.add_format({"num_format": "0.0%"})
        page.write_row("A1", ["刑事立案数", 12, 0.5, "12起", True])
        page.write_datetime("A2", datetime(2026, 4, 3), day)
        page.write_datetime("B2", datetime(2026, 3, 31, 8, 20), moment)
        page.write("C2", 0.125, share)
        page.write_formula("D2", "=DATE(2026,4,3)+1", day, 46116)
        page.write_formula("E2", "=B1/0", None, "#DIV/0!")
        page.write_formula("A3", "=NA()", None, "#N/A")
        page.write_formula("B3", '=""', None, "")
        page.write_formula("D3", "=B1*2", None, 24)
        workbook.define_name("刑事立案数", "='数'!$B$1")
        workbook.define_name("登记", "='数'!$A$1:$C$2")
        locked.write("A1", "锁住")
        locked.write("A2", "可写", workbook.add_format({"locked": False}))
        locked.protect()
        if macros:
            _add_macros(workbook, path.parent / "project.bin", macros)


def _add_macros(workbook: Any, project: Path, macros: str) -> None:
    sheets = [Module(f"Sheet{number}", ModuleKind.SHEET) for number in (1, 2, 3)]
    runner = (macros_folder() / "runpython_libreoffice.bas").read_text(encoding="ascii")
    standard = {"Buttons": macros, "RunPythonLibreOffice": runner}
    project.write_bytes(
        vba_project(
            [
                Module("ThisWorkbook", ModuleKind.WORKBOOK), *sheets,
                *(Module(name, ModuleKind.STANDARD, text) for name, text in standard.items()),
            ]
        )
    )  # fmt: skip
    workbook.add_vba_project(str(project))
    workbook.set_vba_name("ThisWorkbook")
    for sheet, module in zip(workbook.worksheets(), sheets, strict=True):
        sheet.set_vba_name(module.name)


MACROS = """
Sub Press()
    RunPython "import xlwings as xw; b = xw.Book.caller(); b.sheets[0]['G1'].value = [b.name, 1]"
End Sub
Sub Fail()
    RunPython "1/0"
End Sub
Sub Hostile()
    RunPython "import json, xlwings as xw; xw.Book.caller().sheets[0]['G2'].value = json.dumps(7)"
End Sub
"""


@pytest.fixture(scope="module")
def document(running: Office, folder: Path) -> Any:
    write_workbook(folder / FILE, MACROS)
    return running.open(folder / FILE)


@pytest.fixture(scope="module")
def book(running: Office, document: Any) -> xw.Book:
    return engine.book(running.pipe, document.getURL())


@pytest.fixture
def page(book: xw.Book) -> xw.Sheet:
    return book.sheets["数"]


# ------------------------------------------------------------------ reading


def test_values_come_as_excel_gives_them(page: xw.Sheet) -> None:
    found = page.range((1, 1), (3, 5)).options(err_to_str=True).value
    assert found == [
        ["刑事立案数", 12.0, 0.5, "12起", True],
        [
            datetime(2026, 4, 3),
            datetime(2026, 3, 31, 8, 20),
            0.125,
            datetime(2026, 4, 4),
            "#DIV/0!",
        ],
        ["#N/A", None, None, 24.0, None],
    ]
    assert [type(value) for value in found[0]] == [str, float, float, str, bool]


def test_an_error_is_none_unless_its_text_is_asked_for(page: xw.Sheet) -> None:
    assert page["A3"].value is None
    assert page["A3"].options(err_to_str=True).value == "#N/A"


def test_options_of_xlwings_apply(page: xw.Sheet) -> None:
    assert page["B1"].options(numbers=int).value == 12
    assert page["A2"].options(dates=date).value == date(2026, 4, 3)
    assert page["C3:D3"].options(ndim=2, empty="未填").value == [["未填", 24.0]]


def test_formulas_are_told_as_typed(page: xw.Sheet) -> None:
    assert page["D3"].formula == "=B1*2"
    assert page["C1:D1"].formula == (("0.5", "12起"),)


def test_places_are_named_in_every_way_of_xlwings(page: xw.Sheet) -> None:
    assert page[0, 1].value == page.range((1, 2)).value == page["B1"].value == 12
    assert page[0:2, 1:3].address == page.range("B1", "C2").address == "$B$1:$C$2"
    assert page["A1:C2"][1, 2].address == page["A1:C2"](6).address == "$C$2"


def test_a_defined_name_is_a_range_of_its_sheet(book: xw.Book, page: xw.Sheet) -> None:
    assert page["刑事立案数"].value == 12
    assert page["登记"].address == "$A$1:$C$2"
    with pytest.raises(KeyError):
        page["没有这个名称"]
    with pytest.raises(KeyError):
        book.sheets["保护"]["刑事立案数"]


def test_the_used_range_ends_with_the_last_cell(page: xw.Sheet) -> None:
    last = page.used_range.last_cell
    assert (last.row, last.column) >= (3, 5)


class Counting:
    """A UNO object that counts what is asked of it and of what it gives."""

    def __init__(self, real: Any, calls: list[str]) -> None:
        self._real, self._calls = real, calls

    def __getattr__(self, name: str) -> Any:
        self._calls.append(name)
        return getattr(self._real, name)


def calls_for(page: xw.Sheet, rows: int) -> list[str]:
    cells = page.range((101, 1), (100 + rows, 3))
    cells.value = [["字", 1, 2.5]] * rows
    calls: list[str] = []
    formats = office_link.Formats(page.book.api)
    assert office_link.block(Counting(cells.api, calls), formats) == [["字", 1.0, 2.5]] * rows
    return calls


def test_the_number_of_calls_does_not_grow_with_the_block(page: xw.Sheet) -> None:
    assert calls_for(page, 3) == calls_for(page, 2000)


# ------------------------------------------------------------------ writing


def test_a_block_is_written_in_one_go(page: xw.Sheet) -> None:
    noon = datetime(2026, 3, 31, 12)
    page.range((11, 1), (13, 3)).value = [
        ["强制性", 3, None], ["=1+1", "007", noon], [True, date(2026, 1, 1), ""],
    ]  # fmt: skip
    # without a date format a cell shows the serial number: 1 January 2026 is 46023, and 31 March
    # is 31 + 28 + 30 = 89 days later
    assert page.range((11, 1), (13, 3)).value == [
        ["强制性", 3.0, None], ["=1+1", "007", 46112.5], [1.0, 46023.0, None],
    ]  # fmt: skip


def test_a_value_alone_fills_the_range(page: xw.Sheet) -> None:
    page["A21:B22"].value = "无"
    assert page["A21:B22"].value == [["无", "无"], ["无", "无"]]
    page["A21:B22"].value = None
    assert page["A21:B22"].value == [[None, None], [None, None]]


def test_locked_cells_are_refused_and_unlocked_ones_are_written(book: xw.Book) -> None:
    locked = book.sheets["保护"]
    locked["A2"].value = "写了"
    with pytest.raises(office_link.LockedCellsError):
        locked["A1:A2"].value = [["甲"], ["乙"]]
    assert locked["A1:A2"].value == ["锁住", "写了"]


# ------------------------------------------------------------------ books and the app


def test_a_book_knows_its_file(book: xw.Book, folder: Path) -> None:
    assert (book.name, book.fullname) == (FILE, str(folder / FILE))
    assert [sheet.name for sheet in book.sheets] == ["数", "保护", "xlwings.conf"]
    assert "保护" in book.sheets
    assert "没有" not in book.sheets


def test_the_right_one_of_two_books_is_found(running: Office, document: Any, folder: Path) -> None:
    write_workbook(folder / OTHER)
    other = running.open(folder / OTHER)
    try:
        found = engine.book(running.pipe, other.RuntimeUID)
        assert (found.name, found.fullname) == (OTHER, str(folder / OTHER))
        assert engine.book(running.pipe, document.getURL()).name == FILE
    finally:
        other.close(True)


def test_a_message_nobody_can_see_is_kept(book: xw.Book) -> None:
    app = book.app
    assert app.alert("没有要改的地方", buttons="yes_no") == "yes"
    assert app.impl.alerts == ["没有要改的地方"]


def test_nothing_listens_there() -> None:
    office_link.uno_module()
    with pytest.raises(office_link.OfficeUnreachableError, match="联系不上 LibreOffice"):
        engine.OfficeApp("zongzhi_nobody_listens")


# ------------------------------------------------------------------ RunPython


def run(running: Office, document: Any, code: str) -> int:
    return engine.run(running.pipe, quote(document.getURL()), quote(code))


def test_code_runs_for_the_calling_book(running: Office, document: Any, page: xw.Sheet) -> None:
    code = "import xlwings as xw\nxw.Book.caller().sheets['数']['A31'].value = '100% 好'"
    assert run(running, document, code) == engine.DONE
    assert page["A31"].value == "100% 好"


def test_code_that_fails_is_told_in_a_sentence(
    running: Office, document: Any, capsys: Any, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(engine.QUIET, str(folder / "told"))
    assert run(running, document, "1/0") == engine.FAILED
    assert "ZeroDivisionError" in capsys.readouterr().err
    told = json.loads((folder / "told").read_text(encoding="utf-8"))
    assert told.startswith("没有办成")
    assert "Error" not in told


def test_a_book_that_was_closed_is_not_there(running: Office, capsys: Any) -> None:
    assert engine.run(running.pipe, quote("file:///没有.xlsx"), "pass") == engine.UNREACHABLE
    assert "可能已经关闭" in capsys.readouterr().err


def test_the_macro_runs_python_for_its_own_book(document: Any, page: xw.Sheet) -> None:
    call(document, "Buttons.Press")
    assert page["G1:H1"].value == [FILE, 1.0]


def test_a_module_beside_the_workbook_is_not_taken(
    document: Any, page: xw.Sheet, folder: Path
) -> None:
    (folder / "json.py").write_text("raise SystemExit(9)", encoding="utf-8")
    call(document, "Buttons.Hostile")
    assert page["G2"].value == "7"


def test_the_module_compiles_without_vba_support_too(running: Office, folder: Path) -> None:
    write_workbook(folder / "普通.xlsx")
    document = running.open(folder / "普通.xlsx")
    libraries = document.BasicLibraries
    libraries.hasByName("Standard") or libraries.createLibrary("Standard")
    standard = libraries.getByName("Standard")
    runner = (macros_folder() / "runpython_libreoffice.bas").read_text(encoding="ascii")
    standard.insertByName("Runner", runner)
    standard.insertByName("Buttons", MACROS)
    script = document.getScriptProvider().getScript(
        "vnd.sun.star.script:Standard.Buttons.Press?language=Basic&location=document"
    )
    try:
        script.invoke((), (), ())
        assert (
            document.getSheets().getByIndex(0).getCellRangeByName("G1").getString() == "普通.xlsx"
        )
    finally:
        document.close(True)
