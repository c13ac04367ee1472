"""The committed workbooks are what the sources build, part by part."""

import re
import zipfile
from pathlib import Path

import pytest
from oletools.olevba import VBA_Parser

from zongzhi_xl.desk.issuing import blanks
from zongzhi_xl.resources import macros_folder, templates_folder, workbooks_folder

NAMES = (
    "月报.xlsx", "月报.xlsm", "年报.xlsx", "年报.xlsm", "区级汇总.xlsm", "部门提供数.xlsx",
    "区情登记表.xlsx", "考核方案.xlsx",
)  # fmt: skip
PROJECT = "xl/vbaProject.bin"
XLWINGS = ("xlwings.bas", "Dictionary.cls")


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("workbooks")
    assert [path.name for path in blanks.write(folder)] == list(NAMES)
    return folder


@pytest.mark.parametrize("name", NAMES)
def test_a_committed_workbook_is_what_the_sources_build(built: Path, name: str) -> None:
    with (
        zipfile.ZipFile(built / name) as fresh,
        zipfile.ZipFile(workbooks_folder() / name) as committed,
    ):
        assert fresh.namelist() == committed.namelist()
        differing = [
            part
            for part in fresh.namelist()
            if _content(part, fresh.read(part)) != _content(part, committed.read(part))
        ]
    assert differing == [], "run: zongzhi-xl templates -o workbooks"


def _content(part: str, content: bytes) -> object:
    return _macros(content) if part == PROJECT else content


def _macros(project: bytes) -> dict[str, str]:
    """Every module; of xlwings' own, which come from whatever version is installed, the names."""
    modules = {name: code for *_, name, code in VBA_Parser(PROJECT, data=project).extract_macros()}
    return modules | {name: name for name in XLWINGS if name in modules}


@pytest.mark.parametrize("name", [name for name in NAMES if name.endswith(".xlsm")])
def test_a_committed_workbook_says_which_xlwings_it_carries(name: str) -> None:
    with zipfile.ZipFile(workbooks_folder() / name) as committed:
        macros = VBA_Parser(PROJECT, data=committed.read(PROJECT)).extract_macros()
    (code,) = (code for *_, module, code in macros if module == "xlwings.bas")
    assert re.search(r'Public Const XLWINGS_VERSION As String = "\d+\.\d+\.\d+"', code)


def test_what_ships_is_found_in_a_checkout() -> None:
    for folder in (templates_folder(), workbooks_folder(), macros_folder()):
        assert folder.is_dir()
        assert folder.parent == Path(__file__).parents[1]
