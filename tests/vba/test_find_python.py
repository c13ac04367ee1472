"""The search for Python on Windows (macros/find_python.bas), run in LibreOffice on stand-ins.

The module is the shipped text; only what Windows itself would answer is stood in for: the shell
object (environment, starting a program), xlwings' settings file, and which files there are. So the
order of the search and what it refuses are run, and what Windows does with it is not.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any

import pytest
import xlsxwriter

from tests.office import call, office
from zongzhi_xl.resources import macros_folder
from zongzhi_xl.vba.project import Module, ModuleKind, vba_project

STAND_INS = """
Public Variable As String, Configured As String, Folders As String, Programs As String
Public Beside As String
Public Asked As String, Kept As String

Function IsThere(ByVal Place As String) As Boolean
    IsThere = InStr(Programs, "<" & Place & ">") > 0
End Function

Function GetConfig(ByVal Key As String, ByVal Otherwise As String, ByVal Source As String) As String
    GetConfig = Otherwise
    If Key = "INTERPRETER_WIN" And Source = "user" Then GetConfig = Configured
End Function

Sub Keep(ByVal Name As String, ByVal Value As String)
    Kept = Kept & Name & "=" & Value & ";"
End Sub

Function Outcome(ByVal GivenVariable As String, ByVal Setting As String, ByVal Path As String, _
                 ByVal Known As String, ByVal Folder As String) As String
    Variable = GivenVariable
    Beside = Folder
    Configured = Setting
    Folders = Path
    Programs = Known
    Asked = ""
    Kept = ""
    Outcome = FoundOnWindows() & "|" & Kept & "|" & Asked
End Function
"""
SHELL = """
Public Function Environment(ByVal Kind As String) As Object
    Set Environment = New StandInEnvironment
End Function

' Known programs stand as <place>code; below 0 they cannot be started.
Public Function Run(ByVal Command As String, ByVal Style As Integer, ByVal Wait As Boolean) As Long
    Dim Place As String, At As Long
    Place = Mid(Command, 2, InStr(2, Command, Chr(34)) - 2)
    StandIns.Asked = StandIns.Asked & "<" & Place & ">"
    At = InStr(StandIns.Programs, "<" & Place & ">")
    Run = Val(Mid(StandIns.Programs, At + Len(Place) + 2))
    If Run < 0 Then Err.Raise 53
End Function
"""
ENVIRONMENT = """
Public Property Get Item(ByVal Name As String) As String
    If Name = "ZONGZHI_XL_PYTHON" Then Item = StandIns.Variable
    If Name = "PATH" Then Item = StandIns.Folders
End Property
"""
#: what of the text asks Windows, and what is asked instead; LibreOffice has a FileExists of its own
EXCHANGED = (
    (r'CreateObject\("WScript\.Shell"\)', "New StandInShell"),
    (r"\bFileExists\(", "IsThere("),
    (r"\bThisWorkbook\.Path\b", "StandIns.Beside"),
    (r'Wsh\.Environment\("PROCESS"\)\.Item\(("\w+")\) = (.+)', r"Keep \1, \2"),
    (r"Private (Sub|Function)", r"\1"),
)

OWN, SET, FIRST, SECOND = (
    r"D:\own\python.exe", r"E:\set here\python.exe", r"C:\A\python.exe", r"C:\张 三\python.exe",
)  # fmt: skip
PATH = r'C:\Windows;C:\A;"C:\张 三"'
GOOD, BARE, BROKEN = 0, 3, -1


@pytest.fixture(scope="module")
def document(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    folder = tmp_path_factory.mktemp("找 Python")
    (folder / "project.bin").write_bytes(vba_project(_modules()))
    with xlsxwriter.Workbook(folder / "book.xlsm") as workbook:
        page = workbook.add_worksheet()
        workbook.add_vba_project(str(folder / "project.bin"))
        workbook.set_vba_name("ThisWorkbook")
        page.set_vba_name("Sheet1")
    with office(folder) as running:
        yield running.open(folder / "book.xlsm")


def _modules() -> Iterator[Module]:
    yield Module("ThisWorkbook", ModuleKind.WORKBOOK)
    yield Module("Sheet1", ModuleKind.SHEET)
    text = (macros_folder() / "find_python.bas").read_text(encoding="ascii")
    for asked, instead in EXCHANGED:
        text, times = re.subn(asked, instead, text)
        assert times, asked
    yield Module("FindPython", ModuleKind.STANDARD, text)
    yield Module("StandIns", ModuleKind.STANDARD, STAND_INS)
    yield Module("StandInShell", ModuleKind.CLASS, SHELL)
    yield Module("StandInEnvironment", ModuleKind.CLASS, ENVIRONMENT)


def outcome(
    document: Any,
    programs: Mapping[str, int],
    variable: str = "",
    setting: str = "",
    path: str = "",
    folder: str = r"D:\综治 报表",
) -> tuple[str, str, list[str]]:
    """The message to show, what is kept for xlwings, and which interpreters were asked."""
    known = "".join(f"<{place}>{code}" for place, code in programs.items())
    said = str(call(document, "StandIns.Outcome", variable, setting, path, known, folder))
    message, kept, asked = said.split("|")
    return message, kept, re.findall(r"<(.*?)>", asked)


def test_the_first_that_has_the_package_is_kept(document: Any) -> None:
    message, kept, asked = outcome(document, {FIRST: BARE, SECOND: GOOD}, path=PATH)
    assert (message, asked) == ("", [FIRST, SECOND])
    assert kept == f"ZONGZHI_XL_PYTHON={SECOND};PYTHONSAFEPATH=1;"


def test_the_variable_comes_first_then_the_user_s_settings_then_the_path(document: Any) -> None:
    programs = {OWN: BARE, SET: BROKEN, FIRST: BARE, SECOND: BARE}
    found = outcome(document, programs, variable=OWN, setting=SET, path=PATH)
    assert found == ("ZZ_MSG_NO_PACKAGE", "", [OWN, SET, FIRST, SECOND])
    assert outcome(document, {**programs, SET: GOOD}, OWN, SET, PATH)[2] == [OWN, SET]


def test_the_kit_beside_the_workbook_comes_first(document: Any) -> None:
    kit = r"D:\综治 报表\python\python.exe"
    found = outcome(document, {kit: GOOD, OWN: GOOD}, variable=OWN)
    assert found == ("", f"ZONGZHI_XL_PYTHON={kit};PYTHONSAFEPATH=1;", [kit])
    assert outcome(document, {kit: BROKEN, OWN: GOOD}, variable=OWN)[2] == [kit, OWN]


@pytest.mark.parametrize("folder", ["", "https://example.invalid/报表", "报表", "."])
def test_a_workbook_without_a_folder_of_its_own_has_no_kit(document: Any, folder: str) -> None:
    kit = rf"{folder}\python\python.exe"
    assert outcome(document, {kit: GOOD}, folder=folder) == ("ZZ_MSG_NO_PYTHON", "", [])


def test_where_there_is_none_it_says_so(document: Any) -> None:
    assert outcome(document, {}, path=PATH) == ("ZZ_MSG_NO_PYTHON", "", [])
    assert outcome(document, {FIRST: BROKEN}, path=PATH) == ("ZZ_MSG_NO_PYTHON", "", [FIRST])


@pytest.mark.parametrize(
    "place",
    ["python.exe", r".\python.exe", r"..\python.exe", r"\python.exe", "C:python.exe", "a/b.exe"],
)
def test_no_relative_place_is_asked(document: Any, place: str) -> None:
    for given in ({"variable": place}, {"setting": place}):
        assert outcome(document, {place: GOOD}, **given) == ("ZZ_MSG_NO_PYTHON", "", [])


def test_no_program_that_lies_beside_the_workbook_is_asked(document: Any) -> None:
    found = outcome(document, {r"D:\综治 报表\python.exe": GOOD}, path=PATH)
    assert found == ("ZZ_MSG_NO_PYTHON", "", [])


def test_folders_of_the_path_that_are_relative_are_passed_over(document: Any) -> None:
    beside = [r"\python.exe", r".\python.exe", r"..\python.exe", r"bin\python.exe"]
    found = outcome(document, dict.fromkeys(beside, GOOD), path=r";.;..;bin;C:\B")
    assert found == ("ZZ_MSG_NO_PYTHON", "", [])


@pytest.mark.parametrize("place", [r"c:\p\python.exe", "C:/p/python.exe", r"\\server\p\python.exe"])
def test_a_full_path_is_asked(document: Any, place: str) -> None:
    assert outcome(document, {place: GOOD}, variable=place)[:2] == (
        "", f"ZONGZHI_XL_PYTHON={place};PYTHONSAFEPATH=1;",
    )  # fmt: skip
