"""Whole schemes of others, kept as 考核方案.xlsx alone: saved by others, read in, scored."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.resaved.programs import PROGRAMS, along
from tests.rulesbook.keeping import Keeper
from tests.statements.test_foreign import (
    EDITIONS,
    LETTERS,
    POINTS,
    RETURNS,
    YEAR,
    Row,
    handed,
    run,
    scheme,
)
from zongzhi_xl.desk.rulekeeping.importing import import_book
from zongzhi_xl.statements import loader

LIBREOFFICE = "LibreOffice一次"
SAVED_BY = (
    "openpyxl",
    *(pytest.param(one, marks=pytest.mark.long) for one in ("exceljs", LIBREOFFICE)),
)
#: what each scheme's departments gave, and its offices' returns
YEARS: Mapping[str, tuple[Mapping[str, Row], Mapping[str, Row]]] = {
    "信访": (LETTERS, {}),
    "千分": (POINTS, RETURNS),
}


def kept(name: str, program: str, folder: Path, request: pytest.FixtureRequest) -> Path:
    """The scheme as a folder that was read from its workbook, which ``program`` saved."""
    book, saved = folder / "考核方案.xlsx", folder / "又存.xlsx"
    run("rules", "export", EDITIONS / name, "-o", book)
    if program == LIBREOFFICE:
        saved = along(request.getfixturevalue("running"), program, book, folder)
    else:
        PROGRAMS[program](book, saved)
    run("rules", "import", saved, folder / "方案" / str(YEAR))
    return folder / "方案" / str(YEAR)


@pytest.mark.parametrize("program", SAVED_BY)
@pytest.mark.parametrize("name", YEARS)
def test_it_comes_back_as_it_was_and_nothing_is_asked(
    name: str, program: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    read = kept(name, program, tmp_path, request)
    assert loader.load(read).document == loader.load(EDITIONS / name).document
    said = run("rules", "check", read)
    assert said.startswith("没有发现错误"), said
    assert "疑问" not in said


@pytest.mark.long
@pytest.mark.parametrize("name", YEARS)
def test_its_year_is_scored_the_same(
    name: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    read = kept(name, LIBREOFFICE, tmp_path, request)
    told = []
    for edition in (EDITIONS / name, read):
        folder = tmp_path / f"区{len(told)}"
        folder.mkdir()
        told.append(scheme(folder, handed(folder, edition, *YEARS[name])).result["units"])
    assert told[0] == told[1]
    assert all(one["deductions"] for one in told[0] if one["rank"] != 1)


def test_ten_faults_in_its_sheets_are_told_in_one_run(tmp_path: Path) -> None:
    book = tmp_path / "考核方案.xlsx"
    run("rules", "export", EDITIONS / "千分", "-o", book)
    with Keeper(book) as keeper:
        seeded = {
            keeper.put("单位", "虚中区", "名册的数·上年两抢案件数", "一百"): "“一百”应为整数",
            keeper.put("数据项", "专项打击评分", "类型", "平分"): "是不是“评分”？",
            keeper.put("数据项", "抽检车辆数", "来源", "交通委"): "是不是“交通局”？",
            keeper.put("指标", "安全感", "限额·全部", "96%"): "应以 <=、>=、< 或 > 开头",
            keeper.put("评分", "D01-4", "合并封顶", "经非"): "是不是“经费”？",
            keeper.put("评分", "D03-1", "量", "两抢案件数 / 上年两抢案件 - 1"): "“上年两抢案件数”",
            keeper.put("评分", "D04-2", "量", "超出(安全度)"): "是不是“安全感”？",
            keeper.put("评分", "D07-1", "方向", "加份"): "是不是“加分”？",
            keeper.put("等次与结果", "二、稳定和治理", "分值", 740): "各条分值合计为 470",
            keeper.put("等次与结果", "名次 = 单位数", "最高评为", "及格"): "是不是“合格”？",
        }  # fmt: skip
    done = import_book(book, tmp_path / "方案")
    told = {one.words.partition("：")[0]: one.words.partition("：")[2] for one in done.faults}
    assert told.keys() == seeded.keys(), "nothing that only comes of them"
    assert [says for cell, says in seeded.items() if says not in told[cell]] == []
    assert not (tmp_path / "方案").exists()
