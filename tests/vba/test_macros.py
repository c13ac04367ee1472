"""The macros of the shipped workbooks: read back, bound to buttons, run in LibreOffice."""

import importlib
import importlib.util
import inspect
import json
import re
import struct
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
import xlwings
from olefile import OleFileIO
from oletools.olevba import VBA_Parser, decompress_stream
from openpyxl import load_workbook
from openpyxl.utils import column_index_from_string
from openxml_audit import OpenXmlValidator

from tests import places
from tests.office import Office, call, office
from zongzhi_xl.core.edition.items import FormKind
from zongzhi_xl.desk.issuing import blanks
from zongzhi_xl.reading.reader import read
from zongzhi_xl.resources import macros_folder
from zongzhi_xl.sheets.return_book import ReturnContents, write
from zongzhi_xl.vba.macro_book import MacroEdition

RETURNS, LAUNCHER = ("月报.xlsm", "年报.xlsm"), "区级汇总.xlsm"
NAMES = (*RETURNS, LAUNCHER)
OURS = {
    "Buttons": "buttons.bas", "InSheet": "in_sheet.bas", "Launcher": "launcher.bas",
    "FindPython": "find_python.bas",
}  # fmt: skip
RUN_PYTHON = {"xlwings", "Dictionary", "RunPythonLibreOffice"}
FUNCTIONS = "xlwings_udfs"
XLWINGS = Path(xlwings.__file__).parent
CALL = re.compile(r'RunPython "from (\w+) import (\w+); \2\.(\w+)\(\)"$')


@pytest.fixture(scope="module")
def shipped(tmp_path_factory: pytest.TempPathFactory) -> dict[MacroEdition, Path]:
    folders = {one: tmp_path_factory.mktemp(one.value) for one in MacroEdition}
    for edition, folder in folders.items():
        list(blanks.write(folder, edition))
    return folders


EDITIONS = pytest.mark.parametrize("edition", MacroEdition, ids=lambda one: one.value)
EACH = pytest.mark.parametrize("name", NAMES)


def texts(path: Path) -> dict[str, str]:
    """Every module of a workbook without its header, as somebody else's reader finds it."""
    macros = VBA_Parser(str(path)).extract_macros()
    return {name.partition(".")[0]: _body(code) for *_, name, code in macros}


def _body(code: str) -> str:
    lines = code.replace("\r\n", "\n").split("\n")
    while lines and lines[0].startswith("Attribute VB_"):
        del lines[0]
    return "\n".join(lines).rstrip("\n")


def source(file: Path) -> str:
    """A VBA source without the header that an export writes."""
    lines = file.read_text(encoding="ascii").splitlines()
    heads = [n for n, line in enumerate(lines) if line.startswith("Attribute VB_")]
    return "\n".join(lines[heads[-1] + 1 :] if heads else lines).rstrip("\n")


def part(path: Path, name: str) -> str:
    with zipfile.ZipFile(path) as package:
        return package.read(name).decode()


def parts(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as package:
        return {name: package.read(name) for name in package.namelist()}


def buttons(path: Path) -> dict[str, list[tuple[str, str]]]:
    """Caption and macro of every button, by drawing part."""
    found = {}
    for name, content in parts(path).items():
        if "vmlDrawing" in name and name.endswith(".vml"):
            shapes = re.findall(r"<v:shape [^>]*>.*?</v:shape>", content.decode(), re.DOTALL)
            found[name] = [_button(shape) for shape in shapes]
    return found


def _button(shape: str) -> tuple[str, str]:
    (caption,) = re.findall(r"<font[^>]*>([^<]*)</font>", shape)
    (macro,) = re.findall(r"<x:FmlaMacro>\[0\]!(\w+)</x:FmlaMacro>", shape)
    assert "<x:PrintObject>False</x:PrintObject>" in shape
    return caption, macro


# ------------------------------------------------------------------ the texts


def test_macros_are_ascii() -> None:
    files = sorted(macros_folder().glob("*.bas"))
    assert {file.name for file in files} >= {*OURS.values(), "runpython_libreoffice.bas"}
    assert all(file.read_bytes().isascii() for file in files)


def test_what_the_macros_import_is_there() -> None:
    texts = [file.read_text(encoding="ascii") for file in macros_folder().glob("*.bas")]
    named = {
        found
        for text in texts
        for found in re.findall(r"from (zongzhi_xl[\w.]*) import (\w+)", text)
    }
    assert len(named) >= 2  # the buttons, and what LibreOffice starts
    assert [(module, name) for module, name in named if not _importable(module, name)] == []


def _importable(module: str, name: str) -> bool:
    """An attribute, or a module of that package."""
    whole = importlib.util.find_spec(f"{module}.{name}") if "." not in module else None
    return whole is not None or hasattr(importlib.import_module(module), name)


@EDITIONS
@EACH
def test_the_modules_of_a_workbook_are_the_texts(shipped, edition, name) -> None:
    found = texts(shipped[edition] / name)
    mine = ("Launcher",) if name == LAUNCHER else ("Buttons", "InSheet")
    expected = {one: source(macros_folder() / OURS[one]) for one in (*mine, "FindPython")}
    if edition == MacroEdition.EXCEL:
        expected["xlwings"] = source(XLWINGS / "xlwings.bas")
        expected["Dictionary"] = _body("\n".join(_after_header(XLWINGS / "addin/Dictionary.cls")))
        if name == LAUNCHER:
            expected[FUNCTIONS] = source(macros_folder() / "functions.bas")
    else:
        file = macros_folder() / "runpython_libreoffice.bas"
        expected["RunPythonLibreOffice"] = source(file)
    documents = {one for one in found if one == "ThisWorkbook" or re.fullmatch(r"Sheet\d+", one)}
    assert {one: text for one, text in found.items() if one not in documents} == expected
    assert not any(found[one] for one in documents)


def _after_header(file: Path) -> list[str]:
    lines = file.read_text(encoding="ascii").splitlines()
    return lines[next(n for n, line in enumerate(lines) if line.startswith("Attribute VB_")) :]


def test_the_licence_of_xlwings_travels_with_its_code(shipped) -> None:
    code = texts(shipped[MacroEdition.EXCEL] / "月报.xlsm")["xlwings"]
    assert "BSD 3-clause license" in code
    assert "THIS SOFTWARE IS PROVIDED BY THE COPYRIGHT HOLDERS" in code
    dictionary = texts(shipped[MacroEdition.EXCEL] / "月报.xlsm")["Dictionary"]
    assert "(c) Tim Hall - https://github.com/timhall/VBA-Dictionary" in dictionary
    assert "@license: MIT" in dictionary


@EDITIONS
@EACH
def test_every_sheet_has_its_module(shipped, edition, name) -> None:
    sheets = len(load_workbook(shipped[edition] / name).sheetnames)
    documents = {f"Sheet{n}" for n in range(1, sheets + 1)}
    assert documents <= texts(shipped[edition] / name).keys()
    content = parts(shipped[edition] / name)
    coded = [
        re.findall(rb'<sheetPr[^>]*codeName="(\w+)"', content[one])[0].decode()
        for one in content
        if one.startswith("xl/worksheets/sheet")
    ]
    assert set(coded) == documents


def test_every_call_of_python_resolves() -> None:
    called = []
    for file in sorted(macros_folder().glob("*.bas")):
        for line in file.read_text(encoding="ascii").splitlines():
            bare = line.strip()
            if bare.startswith(("'", "Sub ")) or "RunPython " not in bare:
                continue
            found = CALL.search(bare)
            assert found, f"{file.name}: {bare}"
            module, name, function = found.groups()
            target = getattr(importlib.import_module(f"{module}.{name}"), function)
            # called without arguments: the workbook is then the one whose button was clicked
            inspect.signature(target).bind()
            called.append(function)
    assert sorted(called) == ["check", "consolidate", "hand_in", "update_desk"]


# ------------------------------------------------------------------ the buttons


@EDITIONS
@EACH
def test_every_button_runs_a_macro_that_is_there(shipped, edition, name) -> None:
    path = shipped[edition] / name
    code = "\n".join(texts(path).values())
    found = buttons(path)
    assert found
    for macro in (macro for drawing in found.values() for _, macro in drawing):
        assert re.search(rf"^Sub {macro}\(\)$", code, re.MULTILINE), macro


@pytest.mark.parametrize("name", RETURNS)
def test_a_return_has_its_three_buttons_on_cover_and_form(shipped, name) -> None:
    found = buttons(shipped[MacroEdition.EXCEL] / name)
    three = [("一键校验", "Check"), ("清除结果", "Clear"), ("生成上报文件", "HandIn")]
    assert list(found.values()) == [three, three]


@pytest.mark.parametrize("name", RETURNS)
def test_the_buttons_of_the_form_stand_in_its_first_row_and_are_not_printed(shipped, name) -> None:
    drawing = part(shipped[MacroEdition.EXCEL] / name, "xl/drawings/vmlDrawing2.vml")
    anchors = re.findall(r"<x:Anchor>([^<]*)</x:Anchor>", drawing)
    stays = column_index_from_string(places.column("提示", name.removesuffix(".xlsm"))) - 1
    assert len(anchors) == drawing.count("<x:PrintObject>False</x:PrintObject>") == 3
    for anchor in anchors:
        _, _, top, _, right, *_ = map(int, anchor.split(","))
        assert (top, right < stays) == (0, True), "they stay in sight"


def test_the_launcher_has_two_buttons_and_two_choosers(shipped) -> None:
    (found,) = buttons(shipped[MacroEdition.EXCEL] / LAUNCHER).values()
    assert sorted(found) == [
        ("一键汇总", "Consolidate"), ("更新工作台", "UpdateDesk"),
        ("选择…", "ChooseDistrict"), ("选择…", "ChooseReturns"),
    ]  # fmt: skip


def test_a_workbook_without_macros_has_none_and_says_where_they_are(shipped) -> None:
    path = shipped[MacroEdition.EXCEL] / "月报.xlsx"
    assert not any("vba" in name or "vml" in name for name in parts(path))
    workbook = load_workbook(path)
    assert "xlwings.conf" not in workbook.sheetnames
    assert ".xlsm" in workbook["封面"]["B3"].value


# ------------------------------------------------------------------ two editions


@EACH
def test_the_editions_differ_in_what_offers_run_python_only(shipped, name) -> None:
    one, other = (parts(shipped[edition] / name) for edition in MacroEdition)
    project = "xl/vbaProject.bin"
    assert list(one) == list(other)
    assert [part for part in one if one[part] != other[part]] == [project]
    first, second = (texts(shipped[edition] / name) for edition in MacroEdition)
    common = first.keys() & second.keys()
    functions = {FUNCTIONS} if name == LAUNCHER else set()
    assert first.keys() ^ second.keys() == RUN_PYTHON | functions
    assert {module: first[module] for module in common} == {
        module: second[module] for module in common
    }


@EACH
def test_the_same_sources_give_the_same_bytes(shipped, name, tmp_path) -> None:
    list(blanks.write(tmp_path))
    assert parts(tmp_path / name) == parts(shipped[MacroEdition.EXCEL] / name)


@EDITIONS
@EACH
def test_openxml_audit_finds_nothing(shipped, edition, name) -> None:
    assert OpenXmlValidator().validate(str(shipped[edition] / name)).errors == []


def test_a_return_with_buttons_reads_the_same(edition, tmp_path) -> None:
    contents = ReturnContents("于楼街道", 2026, 3, {"刑事立案数": 20}, {"刑事立案数": "含2月1起"})
    raws = []
    for suffix, macros in ((".xlsx", None), (".xlsm", MacroEdition.EXCEL)):
        path = tmp_path / f"月报{suffix}"
        write(path, FormKind.MONTHLY, edition, contents, macros)
        raw = read(path, "月报")
        raws.append((raw.cells, raw.notes, raw.register, raw.strays))
    assert raws[0] == raws[1]
    assert raws[0][0]["刑事立案数"].value == 20


# ------------------------------------------------------------------ settings and words


def settings(path: Path) -> dict[str, object]:
    rows = load_workbook(path)["xlwings.conf"].iter_rows(max_col=2, values_only=True)
    return {key: value for key, value in rows if key}


@EACH
def test_no_setting_is_left_to_a_file_beside_the_workbook(shipped, name) -> None:
    found = settings(shipped[MacroEdition.EXCEL] / name)
    code = (XLWINGS / "xlwings.bas").read_text(encoding="ascii")
    asked = set(re.findall(r'GetConfig\("([^"]+)"', code))
    assert len(asked) > 10
    assert asked <= found.keys()
    assert found["ADD_WORKBOOK_TO_PYTHONPATH"] == "False"
    assert found["INTERPRETER_WIN"] == "%ZONGZHI_XL_PYTHON%"
    # rows without a gap from A1: xlwings stops at the first blank
    column = [row[0].value for row in load_workbook(shipped[MacroEdition.EXCEL] / name)[
        "xlwings.conf"].iter_rows(max_col=1)]  # fmt: skip
    assert column[: len(found)] == list(found)


def test_xlwings_honours_the_setting() -> None:
    code = (XLWINGS / "xlwings.bas").read_text(encoding="ascii")
    assert 'AddExcelDir = GetConfig("ADD_WORKBOOK_TO_PYTHONPATH", "true")' in code
    assert "PYTHONPATH = AddExcelDir & " in code
    # the sheet is asked before any file
    order = [code.index(f'source = "{one}" Then') for one in ("sheet", "directory", "user")]
    assert order == sorted(order)


@pytest.mark.parametrize(("setting", "hijacked"), [("False", False), ("true", True)])
def test_a_hostile_module_beside_the_workbook_is_not_imported(tmp_path, setting, hijacked) -> None:
    """What xlwings' VBA runs first, with the setting of the sheet (and with its default)."""
    (tmp_path / "json.py").write_text("raise SystemExit('hostile')", encoding="ascii")
    book = tmp_path / "月报.xlsm"
    paths = json.dumps(f"{setting};{book};{book};;;;")
    code = f"import xlwings.utils; xlwings.utils.prepare_sys_path({paths}); import sys; "
    code += "sys.modules.pop('json', None); import json"
    command = [sys.executable, "-B", "-c", code]
    done = subprocess.run(command, capture_output=True, cwd="/", check=False)
    assert (b"hostile" in done.stderr) is hijacked, done.stderr


@EACH
def test_every_cell_that_a_macro_names_is_there(shipped, name) -> None:
    path = shipped[MacroEdition.EXCEL] / name
    workbook = load_workbook(path)
    code = texts(path) | texts(shipped[MacroEdition.LIBREOFFICE] / name)
    code.pop(FUNCTIONS, None)  # its ZZ_… are functions
    asked = set(re.findall(r"\bZZ_[A-Z_]+\b", "\n".join(code.values())))
    missing = {"ZZ_MSG_NO_PYTHON", "ZZ_MSG_NO_PACKAGE", "ZZ_MSG_NOT_EXCEL"}
    assert asked >= {"ZZ_TITLE", "ZZ_MSG_FAILED"} | missing
    for one in asked - (set() if name == LAUNCHER else missing):  # a return checks itself then
        ((sheet, cell),) = workbook.defined_names[one].destinations
        words = workbook[sheet][cell.replace("$", "")]
        if one.startswith("ZZ_MSG"):
            assert re.search("[一-鿿]", words.value), one
            assert "traceback" not in words.value.lower()


@EDITIONS
@EACH
def test_a_project_leans_on_nothing_and_ours_declare_nothing(shipped, edition, name) -> None:
    """No reference to a library, and no ``Declare`` in a module of ours."""
    project = OleFileIO(parts(shipped[edition] / name)["xl/vbaProject.bin"])
    described = decompress_stream(bytearray(project.openstream("VBA/dir").read()))
    # the identifiers of MS-OVBA 2.3.4.2.2, each before the length of what follows
    kinds = {0x000D: "registered", 0x000E: "project", 0x002F: "control", 0x0033: "original"}
    assert [kind for number, kind in kinds.items() if number in records(described)] == []
    assert records(described).count(0x0019) == len(texts(shipped[edition] / name))
    for module in OURS.keys() & texts(shipped[edition] / name).keys():
        assert "Declare " not in texts(shipped[edition] / name)[module]


def records(described: bytes) -> list[int]:
    """The identifiers of the records of a ``dir`` stream, in order."""
    found, at = list[int](), 0
    while at < len(described):
        number, size = struct.unpack_from("<HI", described, at)
        found.append(number)
        at += 6 + (6 if number == 0x0009 else size)  # the version has no true length
    return found


def question() -> str:
    """What find_python.bas asks an interpreter."""
    text = (macros_folder() / "find_python.bas").read_text(encoding="ascii")
    literals = re.search(r"Const QUESTION = (.*?)\n\n", text, re.DOTALL)[1]
    words = "".join(re.findall(r'"((?:[^"]|"")*)"', literals)).replace('""', '"')
    options, code = re.fullmatch(r' (-P) -c "(.*)"', words).groups()
    assert options == "-P"
    return code


@pytest.mark.parametrize(("installed", "answer"), [(True, 0), (False, 3)])
def test_an_interpreter_says_whether_it_has_what_the_buttons_need(
    tmp_path, installed, answer
) -> None:
    packages = tmp_path / "packages"
    for name in ("win32com", "zongzhi_xl") if installed else ():
        (packages / name).mkdir(parents=True)
        (packages / name / "__init__.py").write_text("raise SystemExit('imported')")
    (tmp_path / "importlib").mkdir()  # a folder of the workbook is never looked into
    command = [sys.executable, *(() if installed else ("-S",)), "-P", "-c", question()]
    environment = {"PYTHONPATH": str(packages), "PATH": ""}
    done = subprocess.run(command, env=environment, capture_output=True, cwd=tmp_path, check=False)
    assert (done.returncode, done.stderr) == (answer, b"")


# ------------------------------------------------------------------ the directory


@pytest.mark.parametrize("name", ["月报.xlsx", "月报.xlsm", "年报.xlsm"])
def test_the_directory_tells_where_every_input_cell_lies(shipped, edition, name) -> None:
    workbook = load_workbook(shipped[MacroEdition.EXCEL] / name, data_only=True)
    rows = list(workbook["目录"].iter_rows(min_row=2, values_only=True))
    assert len({row[0] for row in rows}) == len(rows)
    for called, sheet, row, column, high, wide in rows:
        ((named, cells),) = workbook.defined_names[called].destinations
        assert named == sheet
        area = workbook[sheet][cells.replace("$", "")]
        block = area if isinstance(area, tuple) else ((area,),)
        assert (block[0][0].row, block[0][0].column) == (row, column), called
        assert (len(block), len(block[0])) == (high or 1, wide or 1), called
    form = edition.form(FormKind(name[:2]))
    listed = {row[0] for row in rows}
    assert listed >= {item.name for item in form.items}
    assert listed >= {f"说明_{item.name}" for item in form.items}
    assert listed >= {"填报单位", "报表性质", "更正原因", "校验结论", "带错上报原因", "校验结果区"}
    assert ("重大事项登记" in listed) is (form.kind == FormKind.MONTHLY)


def test_the_launcher_s_directory(shipped) -> None:
    workbook = load_workbook(shipped[MacroEdition.EXCEL] / LAUNCHER, data_only=True)
    rows = {row[0]: row[1:] for row in workbook["目录"].iter_rows(min_row=2, values_only=True)}
    assert list(rows) == ["报表文件夹", "年份", "区文件夹", "办理结果", "写出的文件"]
    page = workbook["汇总"]
    for called, (sheet, row, column, *_) in rows.items():
        assert sheet == "汇总"
        assert page.cell(row, column - 1).value == called
        assert page.cell(row, column).protection.locked is False


# ------------------------------------------------------------------ in LibreOffice


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    environment = {"ZONGZHI_XL_PYTHON": sys.executable}
    with office(tmp_path_factory.mktemp("office"), environment=environment) as one:
        yield one


@pytest.fixture(scope="module")
def filled(edition, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("一个 文件夹") / "月报.xlsm"
    contents = ReturnContents("于楼街道", 2026, 3, {"刑事立案数": 20, "可防性案件数": 30})
    write(path, FormKind.MONTHLY, edition, contents, MacroEdition.LIBREOFFICE)
    return path


def cell(document, name):
    return document.NamedRanges.getByName(name).getReferredCells().getCellByPosition(0, 0)


@EDITIONS
@EACH
def test_libreoffice_loads_the_project(running, shipped, edition, name) -> None:
    document = running.open(shipped[edition] / name)
    modules = set(document.BasicLibraries.getByName("VBAProject").getElementNames())
    document.close(True)
    assert modules == texts(shipped[edition] / name).keys()


def test_the_macros_of_a_return_run(running, filled) -> None:
    document = running.open(filled)
    label = document.Sheets.getByName("封面").getCellRangeByName("B4")
    call(document, "Buttons.Check")
    said = cell(document, "校验结论").getString()
    assert said.startswith("有 ")
    assert said[-8:] == document.Sheets.getByName("封面").getCellRangeByName("C17").getString()
    first = cell(document, "校验结果区")
    assert first.getString() == "依据"  # the rules that judged
    at = first.getCellAddress()
    below = first.getSpreadsheet().getCellByPosition(at.Column, at.Row + 1)
    assert below.getString() == "强制性"
    assert label.getString() == "校验结论"
    cell(document, "可防性案件数").setValue(3)  # the verdict is of other figures now
    assert label.getString() == "校验结论（数已改，请再校验）"
    call(document, "Buttons.Clear")
    assert (first.getString(), cell(document, "校验结论").getString()) == ("", "")
    assert label.getString() == "校验结论"
    document.close(True)
