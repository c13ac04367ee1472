"""The macros of a workbook: which modules it gets, its buttons, and what the macros need in cells.

An edition for Excel and one for LibreOffice differ in the modules that offer ``RunPython`` (and,
in the launcher, Excel's worksheet functions), and in nothing else. xlwings' own VBA is taken, as
it is, from the installed package (BSD-3, its Dictionary MIT; the licences stand at the heads of the
modules). Its settings stand on a hidden sheet, every one that could otherwise be read from a
settings file beside the workbook: what lies in a clerk's folder is never run.
"""

from collections.abc import Mapping, Sequence
from enum import Enum
from functools import lru_cache
from importlib.util import find_spec
from io import BytesIO
from pathlib import Path

from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from zongzhi_xl import contract
from zongzhi_xl.errors import MachineError
from zongzhi_xl.record import Record
from zongzhi_xl.resources import macros_folder
from zongzhi_xl.vba.project import Module, ModuleKind, vba_project

#: every setting that xlwings' VBA asks for. One that is missing here would be looked for in a file
#: xlwings.conf beside the workbook, and what it says becomes part of a command line.
_SETTINGS: Mapping[str, str | bool] = {
    "ADD_WORKBOOK_TO_PYTHONPATH": "False",
    "INTERPRETER_WIN": f"%{contract.INTERPRETER}%",
    "SHOW_ERROR_POPUPS": "True",
    "TEMP DIR": "%TEMP%",
    "UDF MODULES": "zongzhi_xl.functions",
    "USE UDF SERVER": False,
    "DEBUG UDFS": False,
    "SHOW CONSOLE": False,
    **dict.fromkeys(
        (
            "INTERPRETER", "INTERPRETER_MAC", "PYTHONPATH", "CONDA PATH", "CONDA ENV",
            "LICENSE_KEY", "ONEDRIVE_CONSUMER_WIN", "ONEDRIVE_CONSUMER_MAC",
            "ONEDRIVE_COMMERCIAL_WIN", "ONEDRIVE_COMMERCIAL_MAC", "SHAREPOINT_WIN",
            "SHAREPOINT_MAC",
        ),
        "",
    ),
}  # fmt: skip
_NAME, _WORDS = 3, 4


class MacroEdition(Enum):
    """The spreadsheet program that a workbook's macros are for."""

    EXCEL = "excel"
    LIBREOFFICE = "libreoffice"


class Button(Record):
    """A button: what it says, and the macro that it runs."""

    caption: str
    macro: str


RETURN_BUTTONS = (
    Button("一键校验", "Check"),
    Button("清除结果", "Clear"),
    Button("生成上报文件", "HandIn"),
)
CONSOLIDATE = Button("一键汇总", "Consolidate")
UPDATE_DESK = Button("更新工作台", "UpdateDesk")
CHOOSE_RETURNS = Button("选择…", "ChooseReturns")
CHOOSE_DISTRICT = Button("选择…", "ChooseDistrict")
#: macros of a return and of the launcher: names of modules, as files of macros/ are called
RETURN_MACROS = ("Buttons", "InSheet", "FindPython")
LAUNCHER_MACROS = ("Launcher", "FindPython")
#: the name under which xlwings itself would import the worksheet functions
_FUNCTIONS = "xlwings_udfs"
_FILES = {
    "Buttons": "buttons.bas",
    "InSheet": "in_sheet.bas",
    "Launcher": "launcher.bas",
    "FindPython": "find_python.bas",
    "RunPythonLibreOffice": "runpython_libreoffice.bas",
    _FUNCTIONS: "functions.bas",
}

#: without Python a return checks itself, the launcher can do nothing
_ASK = "请与区里的技术人员联系。"
_MISSING: Mapping[str, str] = {
    contract.NO_PYTHON: f"这台电脑上没有这些按钮所用的程序（Python）。{_ASK}",
    contract.NO_PACKAGE: f"这台电脑上有 Python，但没有装好报表程序。{_ASK}",
    contract.NOT_EXCEL: "这些按钮只能在 Microsoft Excel 里使用。收到的报表没有改动。",
}


def messages(macros: tuple[str, ...]) -> Mapping[str, str]:
    """What the macros themselves may have to say, by the ASCII name of its cell."""
    said = {
        contract.MACRO_TITLE: contract.TITLE,
        contract.RUN_FAILED: f"程序没有运行完，填的数没有改动。请再点一次；还是不行的，{_ASK}",
    }
    return {**said, **(_MISSING if macros == LAUNCHER_MACROS else contract.WHERE_TO)}


# ------------------------------------------------------------------ modules


def modules(edition: MacroEdition, macros: tuple[str, ...], sheets: int) -> tuple[Module, ...]:
    """Every module of a workbook with ``sheets`` sheets; raises MachineError.

    The launcher for Excel carries the worksheet functions too, which need xlwings' own modules.
    """
    documents = [Module("ThisWorkbook", ModuleKind.WORKBOOK)]
    documents += [Module(f"Sheet{n}", ModuleKind.SHEET) for n in range(1, sheets + 1)]
    functions = edition == MacroEdition.EXCEL and macros == LAUNCHER_MACROS
    offered = (_ours(_FUNCTIONS),) if functions else ()
    return (*documents, *map(_ours, macros), *_run_python(edition), *offered)


def _ours(name: str) -> Module:
    text = (macros_folder() / _FILES[name]).read_text(encoding="ascii")
    return Module(name, ModuleKind.STANDARD, text)


def _run_python(edition: MacroEdition) -> tuple[Module, ...]:
    if edition == MacroEdition.LIBREOFFICE:
        return (_ours("RunPythonLibreOffice"),)
    return (
        Module("xlwings", ModuleKind.STANDARD, _of_xlwings("xlwings.bas")),
        Module("Dictionary", ModuleKind.CLASS, _of_xlwings("addin/Dictionary.cls")),
    )


def _of_xlwings(file: str) -> str:
    """A VBA source of the installed xlwings, without the header that the project writes anew."""
    path = _xlwings() / file
    try:
        lines = path.read_text(encoding="ascii").splitlines()
    except OSError as fault:
        raise MachineError(
            f"安装的 xlwings 里没有 {file}，做不出带按钮的工作簿：请重新安装 xlwings"
        ) from fault
    header = max(n for n, line in enumerate(lines) if line.startswith("Attribute VB_"))
    return "\n".join([*lines[header + 1 :], ""])


def _xlwings() -> Path:
    """Where xlwings is installed; it is not imported for that."""
    found = find_spec("xlwings")
    if found is None or not found.submodule_search_locations:
        raise MachineError("没有安装 xlwings，做不出带按钮的工作簿")
    return Path(found.submodule_search_locations[0])


@lru_cache(maxsize=8)
def _project(edition: MacroEdition, macros: tuple[str, ...], sheets: int) -> bytes:
    return vba_project(modules(edition, macros, sheets))


def shipped_projects(sheets: int) -> tuple[bytes, ...]:
    """The macros of a return of ``sheets`` sheets, as each program gets them; MachineError."""
    return tuple(_project(edition, RETURN_MACROS, sheets) for edition in MacroEdition)


# ------------------------------------------------------------------ into a workbook


def write_settings(sheet: Worksheet, workbook: Workbook, macros: tuple[str, ...]) -> None:
    """Xlwings' settings and the macros' words on ``sheet``, which is hidden then."""
    for row, (key, value) in enumerate(_SETTINGS.items()):
        sheet.write_string(row, 0, key)
        if isinstance(value, bool):
            sheet.write_boolean(row, 1, value)
        elif value:
            sheet.write_string(row, 1, value)
    for row, (name, words) in enumerate(messages(macros).items()):
        sheet.write_string(row, _NAME, name)
        sheet.write_string(row, _WORDS, words)
        workbook.define_name(name, f"='{contract.SETTINGS}'!$E${row + 1}")
    sheet.set_column(0, _NAME, 32)
    sheet.hide()


def embed(workbook: Workbook, edition: MacroEdition, macros: tuple[str, ...]) -> None:
    """Give ``workbook``, all of whose sheets are there, its macros."""
    workbook.set_vba_name("ThisWorkbook")
    sheets = workbook.worksheets()
    for n, sheet in enumerate(sheets, 1):
        sheet.set_vba_name(f"Sheet{n}")
    workbook.add_vba_project(BytesIO(_project(edition, macros, len(sheets))), is_stream=True)


class Spread(Record):
    """Where a row of buttons begins and how large each is, in pixels."""

    row: int
    column: int
    width: int
    height: int
    left: int = 0
    top: int = 0
    gap: int = 10


def insert_buttons(sheet: Worksheet, buttons: Sequence[Button], where: Spread) -> None:
    """Form buttons side by side; they are never printed."""
    for n, button in enumerate(buttons):
        options = {
            "macro": button.macro,
            "caption": button.caption,
            "width": where.width,
            "height": where.height,
            "x_offset": where.left + n * (where.width + where.gap),
            "y_offset": where.top,
        }
        sheet.insert_button(where.row, where.column, options)
