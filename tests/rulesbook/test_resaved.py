"""Saved by another program, and edited in it: the same edition comes of it."""

import shutil
from pathlib import Path

import pytest

from tests.office import Office
from tests.resaved.programs import PROGRAMS, along
from tests.rulesbook.keeping import Keeper
from zongzhi_xl.desk.rulekeeping import scheme_book
from zongzhi_xl.desk.rulekeeping.importing import examine
from zongzhi_xl.statements.book.found import Found
from zongzhi_xl.statements.book.understood import understand
from zongzhi_xl.statements.files import STANDARD


@pytest.fixture(scope="module")
def exported(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("book") / "考核方案.xlsx"
    scheme_book.export(STANDARD, file)
    return file


@pytest.fixture(scope="module")
def edited(exported: Path) -> Path:
    """The workbook with a price, a word and a row of a keeper's, saved by openpyxl."""
    file = Path(shutil.copy(exported, exported.with_name("改过.xlsx")))
    with Keeper(file) as keeper:
        keeper.put("评分", "D06-1", "按步·单价", 0.1)
        keeper.put("用语", "抄送", "内容", "区委；区政府")
        keeper.add("报送时限", "当月首日", {"名称": "月中", "算法": "DATE(年份, 月份, 15)"})
    return file


def read(path: Path) -> Found:
    return understand(scheme_book.read(path).sheets)


def test_openpyxl_saves_what_the_keeper_typed(edited: Path) -> None:
    found = read(edited)
    assert examine(found) == ((), ()), "it can be read, and there is nothing to ask"
    assert found.document["clauses"][5]["deductions"][0]["per"] == {"price": 0.1}
    assert found.document["statement"]["papers"]["copies"] == "区委；区政府"
    assert found.document["statement"]["calendar"][1]["name"] == "月中"


def told(path: Path) -> tuple[object, object]:
    found = read(path)
    return found.faults, found.document


@pytest.mark.long
@pytest.mark.parametrize("program", PROGRAMS)
def test_another_program_saves_the_same(program: str, exported: Path, tmp_path: Path) -> None:
    PROGRAMS[program](exported, tmp_path / "又存.xlsx")
    assert told(tmp_path / "又存.xlsx") == told(exported)


@pytest.mark.long
@pytest.mark.parametrize("route", ["LibreOffice一次", "LibreOffice经ODS"])
def test_libreoffice_saves_the_same(
    route: str, edited: Path, running: Office, tmp_path: Path
) -> None:
    assert told(along(running, route, edited, tmp_path)) == told(edited)
