"""工作台 in LibreOffice with mouse and keyboard: choose, type, save; the next run decides.

Latin letters are typed: for each Chinese sign xdotool has to change the keyboard, and loses some.
"""

from pathlib import Path
from typing import Any

import pytest

from tests.click.screen import Screen
from tests.desk.registry.districts import day, district_at, month_return
from tests.office import Office
from zongzhi_xl.archive.record_book import opened
from zongzhi_xl.contract import TASK_COLUMNS, TASK_ID, TASK_OUTCOME, TASKS
from zongzhi_xl.core.chronicle.events import Ruling
from zongzhi_xl.core.edition.statement import Edition
from zongzhi_xl.desk.registry.arriving import Wish
from zongzhi_xl.desk.registry.entered import decisions_in
from zongzhi_xl.desk.registry.workbench import FILE, Outcome, lay_out
from zongzhi_xl.errors import RequestError

EAST, WEST = "兴海街道", "于楼街道"
TODAY = day("2-10")


@pytest.fixture(scope="module")
def district(folder: Path, edition: Edition) -> Path:
    """A small district on whose desk two explanations wait."""
    inbox, district = folder / "收件", district_at(folder / "甲区")
    for unit in (EAST, WEST):
        month_return(
            inbox / f"{unit}.xlsx", edition, 1, unit,
            notes={"治安巡逻次数": "人手不足"}, 治安巡逻次数=0,
        )  # fmt: skip
    run(district, inbox)
    return district


def run(district: Path, *inbox: Path) -> Outcome:
    return lay_out(Wish(district, inbox, TODAY, TODAY))


@pytest.fixture(scope="module")
def document(running: Office, shown: Screen, district: Path) -> Any:
    """The desk as the officer opened it, 待办 in front."""
    found = running.open(district / FILE, hidden=False)
    shown.fill(found)
    shown.show(found, TASKS)
    return found


def cell(document: Any, unit: str, column: str) -> Any:
    """The cell of the row of that office."""
    sheet = document.Sheets.getByName(TASKS)
    units = TASK_COLUMNS.index("单位")
    place = next(n for n in range(40) if sheet.getCellByPosition(units, n).getString() == unit)
    return sheet.getCellByPosition(TASK_COLUMNS.index(column), place)


def rows(document: Any) -> list[str]:
    """The offices that are asked about."""
    sheet = document.Sheets.getByName(TASKS)
    column = [sheet.getCellByPosition(0, n).getString() for n in range(40)]
    first = column.index(TASK_ID) + 1
    units = [sheet.getCellByPosition(2, n).getString() for n in range(first, 40)]
    return [one for one in units if one]


def test_a_word_that_is_not_on_offer_is_refused_with_those_that_are(
    document: Any, shown: Screen
) -> None:
    shown.type(document, cell(document, EAST, "处理"), "yes")
    assert shown.message(document) == "请从中选一个：接受、退回"
    shown.picture("待办_填错")
    shown.agree(document)
    assert cell(document, EAST, "处理").getString() == ""


def test_what_is_chosen_and_typed_by_hand_is_decided(
    document: Any, district: Path, running: Office, shown: Screen
) -> None:
    shown.pick(document, cell(document, EAST, "处理"), 0)
    assert cell(document, EAST, "处理").getString() == "接受"
    shown.type(document, cell(document, EAST, "理由"), "Checked 12")
    shown.type(document, cell(document, EAST, "经办人"), "Wang")
    with pytest.raises(RequestError, match=r"正在 Excel 或 WPS 里打开.*什么也没有登记"):
        run(district)
    shown.save(document)
    shown.picture("待办_填好")
    document.close(True)
    done = run(district)
    assert [one.decided.ruling for one in done.decided] == [Ruling.ACCEPTED]
    with opened(district) as book:
        (decided,) = (one.decided for one in decisions_in(book))
    assert (decided.unit, decided.reason, decided.by, decided.day) == (
        EAST, "Checked 12", "Wang", TODAY,
    )  # fmt: skip
    again = running.open(district / FILE)
    assert rows(again) == [WEST]
    again.close(True)


def test_what_was_pasted_over_the_choice_stays_and_is_told(district: Path, running: Office) -> None:
    """Pasting passes over what a cell accepts, as a program does."""
    document = running.open(district / FILE)
    for column, words in (("处理", "同意"), ("理由", "属实"), ("经办人", "王")):
        cell(document, WEST, column).setString(words)
    document.store()
    document.close(True)
    assert run(district).decided == ()
    again = running.open(district / FILE)
    told = cell(again, WEST, TASK_OUTCOME).getString()
    assert told == "“同意”不是可以选的处理，可选：接受、退回"
    assert cell(again, WEST, "理由").getString() == "属实"
    again.close(True)
