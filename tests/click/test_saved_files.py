"""Nothing that a clerk typed or formatted is ever touched: the saved files say so.

Each return is saved by LibreOffice before the first click, after 一键校验 (clicked twice) and
after 清除结果, and the three files are compared part by part.
"""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.click.saved import Saved, differences
from tests.click.screen import Screen
from tests.office import Office, save_copy
from tests.proof.cases import good
from zongzhi_xl import contract
from zongzhi_xl.core.edition.items import FormKind
from zongzhi_xl.core.edition.statement import Edition
from zongzhi_xl.record import replace
from zongzhi_xl.sheets.return_book import write
from zongzhi_xl.vba.macro_book import MacroEdition

#: slips of many sorts: words, a relation broken, a blank, a figure that must be explained
SLIPS: dict[FormKind, dict[str, object]] = {
    FormKind.MONTHLY: {
        "可防性案件数": 99, "治安案件受理数": "12起", "出租房屋数": None, "流动人口数": 5000,
        "上半月排查会日期": "3月5日",
    },
    FormKind.ANNUAL: {
        "安装感应灯楼道数": 301, "专职人员数": "两人", "兼职人员数": None, "半年总结日期": "七月",
    },
}  # fmt: skip


@pytest.fixture
def opened(running: Office, shown: Screen) -> Iterator[Callable[[Path], Any]]:
    documents: list[Any] = []

    def show(path: Path) -> Any:
        documents.append(running.open(path, hidden=False))
        shown.fill(documents[-1])
        return documents[-1]

    yield show
    for document in documents:
        document.close(True)


@pytest.fixture
def saved(running: Office, folder: Path) -> Callable[[Any], Saved]:
    """The open workbook as LibreOffice saves it, calculated anew and with its cover in front."""

    def save(document: Any) -> Saved:
        controller = document.getCurrentController()
        controller.setActiveSheet(document.Sheets.getByName("封面"))
        document.calculateAll()
        return Saved.at(save_copy(document, folder / "存一份.xlsm"))

    return save


def cells_of_the_button(document: Any) -> set[tuple[str, str]]:
    """The block of 校验结果; the verdict cell, merged with its neighbour; the verdict again beside
    the form. (LibreOffice saves the font of a cell by the script of what it shows.)"""
    areas = [_whole(name, document) for name in (contract.RESULT_RANGE, contract.VERDICT)]
    return {
        (area.Spreadsheet.Name, f"{chr(65 + column)}{row + 1}")
        for area in (*areas, _beside_form(document))
        for row in range(area.RangeAddress.StartRow, area.RangeAddress.EndRow + 1)
        for column in range(area.RangeAddress.StartColumn, area.RangeAddress.EndColumn + 1)
    }


def _whole(name: str, document: Any) -> Any:
    cells = document.NamedRanges.getByName(name).getReferredCells()
    cursor = cells.getSpreadsheet().createCursorByRange(cells)
    cursor.collapseToMergedArea()
    return cursor


def _beside_form(document: Any) -> Any:
    form = document.NamedRanges.getByName("填报单位").getReferredCells().getSpreadsheet()
    search = form.createSearchDescriptor()
    search.SearchString = contract.VERDICT
    return form.findFirst(search)


@pytest.mark.long
@pytest.mark.parametrize(
    ("form", "slips"),
    [
        (FormKind.MONTHLY, True),
        (FormKind.MONTHLY, False),
        (FormKind.ANNUAL, True),
        (FormKind.ANNUAL, False),
    ],
    ids=["monthly_dirty", "monthly_clean", "annual_dirty", "annual_clean"],
)
def test_after_check_and_clear_the_file_is_as_before(
    form: FormKind, slips: bool, folder: Path, edition: Edition, opened: Any, shown: Screen,
    saved: Callable[[Any], Saved],
) -> None:  # fmt: skip
    contents = good(form)
    if slips:
        contents = replace(contents, values={**contents.values, **SLIPS[form]})
    path = folder / f"{form.value} {'有错' if slips else '无错'}.xlsm"
    write(path, form, edition, contents, MacroEdition.LIBREOFFICE)
    document = opened(path)
    saved(document)  # what a blank cell is saved with settles with the first saving
    before = saved(document)
    shown.run(document, "一键校验")
    saved(document)  # so does what the check has written
    once = saved(document)
    shown.run(document, "一键校验")
    assert differences(saved(document).exactly(), once.exactly()) == []
    ours = cells_of_the_button(document)
    assert differences(once.content(but=ours), before.content(but=ours)) == []
    assert {*differences(once.content(), before.content())} <= ours
    assert differences(once.content(), before.content())
    assert ("强制性" in _levels(document)) is slips
    shown.click(document, "清除结果")
    assert shown.awaited(lambda: _levels(document), {""}) == {""}
    assert differences(saved(document).exactly(), before.exactly()) == []


def _levels(document: Any) -> set[str]:
    block = document.NamedRanges.getByName(contract.RESULT_RANGE).getReferredCells()
    return {row[0] for row in block.getDataArray()}
