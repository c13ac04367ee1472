"""The launcher, its LibreOffice edition: choose a folder, click 一键汇总 or 更新工作台, read."""

from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from tests.click.screen import Screen
from tests.desk.registry.districts import district_at
from tests.office import Office
from tests.sheets.returns import good_march
from zongzhi_xl import contract
from zongzhi_xl.core.edition.items import FormKind
from zongzhi_xl.core.edition.statement import Edition
from zongzhi_xl.sheets import launcher_book, return_book
from zongzhi_xl.vba.macro_book import MacroEdition

RUN, DESK = "一键汇总", "更新工作台"


@pytest.fixture(scope="module")
def inbox(settings: Path, edition: Edition) -> Path:
    """The user's own folder, which is the one that is offered; the return lies below it."""
    home = settings.parents[1]
    (home / "三月 收到").mkdir(parents=True)
    return_book.write(home / "三月 收到" / "于楼.xlsx", FormKind.MONTHLY, edition, good_march())
    return home


@pytest.fixture(scope="module")
def document(running: Office, folder: Path, shown: Screen) -> Any:
    path = folder / "区级汇总.xlsm"
    launcher_book.write(path, MacroEdition.LIBREOFFICE)
    found = running.open(path, hidden=False)
    shown.fill(found)
    return found


def cell(document: Any, name: str) -> Any:
    return document.NamedRanges.getByName(name).getReferredCells()


def test_a_folder_is_chosen_and_its_summary_opened(
    document: Any, inbox: Path, folder: Path, running: Office, shown: Screen
) -> None:
    shown.type(document, cell(document, contract.REPORTING_YEAR), "2026")
    shown.click(document, RUN)  # no folder is named yet, so it is asked for
    shown.choose_what_is_offered(document)
    shown.await_start(document)
    shown.await_macro(document)
    assert Path(cell(document, contract.FOLDER).getString()) == inbox
    summary = folder / "区级汇总_2026.xlsx"
    assert cell(document, contract.WRITTEN).getString() == str(summary)
    said = cell(document, contract.OUTCOME).getString()
    assert said.startswith("汇总完成：区级汇总_2026.xlsx，与本表在同一文件夹")
    opened = running.opened(summary)
    handed_in = load_workbook(summary, read_only=True)["报送情况"]
    assert any("于楼街道" in row for row in handed_in.iter_rows(values_only=True))
    shown.fill(opened)
    shown.picture("区级汇总_已开")
    opened.close(True)
    shown.picture("区级汇总")


def test_what_is_missing_is_said(document: Any, inbox: Path, shown: Screen) -> None:
    cell(document, contract.FOLDER).setString(str(inbox / "没有这个"))
    shown.click(document, RUN)
    words = shown.message(document)
    assert words.startswith("没有汇总：“报表文件夹”里写的文件夹不在")
    shown.agree(document)
    shown.await_macro(document)
    assert cell(document, contract.OUTCOME).getString() == words
    assert cell(document, contract.WRITTEN).getString() == ""


def test_a_desk_that_is_open_elsewhere_is_said(document: Any, folder: Path, shown: Screen) -> None:
    district = district_at(folder / "乙区")
    (district / ".~lock.工作台.xlsx#").write_bytes(b"")  # as LibreOffice leaves it while it is open
    cell(document, contract.DISTRICT).setString(str(district))
    cell(document, contract.FOLDER).setString("")
    shown.click(document, DESK)
    words = shown.message(document)
    assert words.startswith("没有更新工作台：")
    assert "请保存、关闭后再运行，这次什么也没有登记" in words
    shown.agree(document)
    shown.await_macro(document)
    said = cell(document, contract.OUTCOME).getString()
    assert said.replace("~", "") == words  # a message box takes the sign for an accelerator
    assert cell(document, contract.WRITTEN).getString() == ""


def test_the_desk_is_updated_and_opened(
    document: Any, inbox: Path, folder: Path, running: Office, shown: Screen
) -> None:
    district = district_at(folder / "甲区")
    cell(document, contract.FOLDER).setString(str(inbox))
    cell(document, contract.DISTRICT).setString(str(district))
    cell(document, contract.REPORTING_YEAR).setString("")
    shown.run(document, DESK)
    assert cell(document, contract.WRITTEN).getString() == str(district / "工作台.xlsx")
    said = cell(document, contract.OUTCOME).getString().splitlines()
    assert said[0] == "工作台.xlsx 已更新，在区文件夹里"
    assert "待决定的" in said[1]
    assert said[2].startswith("收到 1 份新表")
    opened = running.opened(district / "工作台.xlsx")
    shown.fill(opened)
    shown.picture("工作台_已开")
    opened.close(True)
    shown.picture("区级汇总_工作台")
