"""The ordinary accidents of a year, each lived through 工作台.xlsx as LibreOffice has it.

What the officer reads is taken from the open workbook, what he decides is entered into its cells
as from the keyboard, and the next run of the desk has to make the right of it. One LibreOffice.
"""

import shutil
import zipfile
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from tests.desk.registry.districts import change, day, district_at, month_return
from tests.district_forms import filled
from tests.office import Office
from zongzhi_xl.contract import CHANGES, FILED, SETTLED, TASK_COLUMNS, TASKS, TODAY
from zongzhi_xl.core.edition.statement import Edition
from zongzhi_xl.desk.registry import publishing
from zongzhi_xl.desk.registry.arriving import Wish
from zongzhi_xl.desk.registry.deciding import Grounds, Period, Reviewed, enter
from zongzhi_xl.desk.registry.workbench import FILE, Outcome, lay_out
from zongzhi_xl.sheets import department_book

pytestmark = pytest.mark.long

EAST, WEST = "兴海街道", "于楼街道"
SIGNED = {"理由": "情况属实", "经办人": "王"}


@dataclass
class Desk:
    """A district of two offices, and the officer before its desk."""

    folder: Path
    inbox: Path
    edition: Edition
    running: Office

    def hands_in(self, month: int, unit: str = EAST, name: str = "", **more: Any) -> Path:
        path = self.inbox / f"{name or f'{unit}{month}'}.xlsx"
        return month_return(path, self.edition, month, unit, **more)

    def run(self, on: str) -> Outcome:
        today = day(on)
        return lay_out(Wish(self.folder, (self.inbox,), today, today))

    def published(self, on: str, through: int) -> None:
        publishing.publish(publishing.Wish(self.folder, 2026, day(on), day(on), through))

    def shows(self, sheet: str) -> list[str]:
        """The lines of a sheet, the texts of their cells one after another."""
        document = self.running.open(self.folder / FILE)
        cursor = document.Sheets.getByName(sheet).createCursor()
        cursor.gotoEndOfUsedArea(False)
        last = cursor.getRangeAddress()
        page = document.Sheets.getByName(sheet)
        lines = [
            " ".join(filter(None, (
                page.getCellByPosition(column, row).getString()
                for column in range(last.EndColumn + 1)
            )))
            for row in range(last.EndRow + 1)
        ]  # fmt: skip
        document.close(True)
        return [line for line in lines if line]

    def row(self, sheet: str, beginning: str) -> str:
        """The only line of a sheet that begins so."""
        (found,) = (line for line in self.shows(sheet) if line.startswith(beginning))
        return found

    def decides(self, matter: str, answer: str, unit: str = EAST, **typed: str) -> None:
        """Into the open cells of the one row of that matter, as from the keyboard; saved."""
        document = self.running.open(self.folder / FILE)
        page = document.Sheets.getByName(TASKS)
        where = TASK_COLUMNS.index
        (place,) = (
            n for n in range(60)
            if page.getCellByPosition(where("事由"), n).getString() == matter
            and page.getCellByPosition(where("单位"), n).getString() == unit
        )  # fmt: skip
        for column, words in ({"处理": answer} | SIGNED | typed).items():
            page.getCellByPosition(where(column), place).setFormula(words)
        document.store()
        document.close(True)


@pytest.fixture
def desk(tmp_path: Path, edition: Edition, running: Office) -> Desk:
    folder = district_at(tmp_path / "区")
    units = (folder / "statements" / "2026" / "units.yaml").read_text(encoding="utf-8")
    for line in units.splitlines(keepends=True):
        if "name:" in line and EAST not in line and WEST not in line:
            change(folder, "units.yaml", line, "")
    return Desk(folder, tmp_path / "收件", edition, running)


def test_an_edition_of_which_words_change_sends_nothing_back(desk: Desk) -> None:
    desk.hands_in(1)
    desk.run("2-04")
    change(desk.folder, "statement.yaml", "confirmed: false", "confirmed: true")
    desk.run("2-06")
    assert "按时 02.04" in desk.row(FILED, EAST)
    assert "退回没有重报（份）" in desk.row(TODAY, "到期没有报（份）")
    assert desk.row(TODAY, "1 0 0") == "1 0 0"  # only the other office owes anything


def test_what_a_new_population_changes_of_what_was_published_is_shown(desk: Desk) -> None:
    """440 cases on 62,000 people are 71 in 10,000, over 70; on 70,000 they are 63."""
    for unit in (EAST, WEST):
        desk.hands_in(1, unit, **({"刑事立案数": 440, "刑事破案数": 440} if unit == EAST else {}))
    desk.run("2-04")
    desk.published("2-12", 1)
    desk.run("2-12")
    assert "没有变动" in desk.shows(CHANGES)
    change(desk.folder, "units.yaml", "62000", "70000")
    desk.run("2-13")
    assert [line for line in desk.shows(CHANGES) if line.startswith(f"{EAST} 得分")]


def test_a_correction_takes_the_place_of_the_first_and_makes_nobody_late(desk: Desk) -> None:
    desk.hands_in(1)
    desk.run("2-04")
    desk.hands_in(1, name="更正", nature="第1次更正", 更正原因="漏填一次", 治安巡逻次数=6)
    desk.run("2-20")
    told = desk.row(FILED, EAST)
    assert "第1次更正" in told
    assert "迟报" not in told
    assert "没有要决定的事" in desk.shows(TASKS)


def test_a_query_is_answered_once_and_not_raised_again_the_next_month(desk: Desk) -> None:
    asked = {"notes": {"治安巡逻次数": "人手不足"}, "治安巡逻次数": 0}
    desk.hands_in(1, **asked)
    desk.run("2-04")
    desk.decides("说明", "接受")
    desk.run("2-05")
    assert "没有要决定的事" in desk.shows(TASKS)
    assert "接受说明" in desk.row(SETTLED, "1 ")
    desk.hands_in(2)
    desk.run("3-04")
    assert "没有要决定的事" in desk.shows(TASKS)


def test_what_an_accident_is_the_district_says_and_what_follows_too(desk: Desk) -> None:
    accident = {
        "事项编号": "2026-01-001", "大类": "事故", "事故类型": "生产", "死亡人数": 1,
        "发生时间": datetime(2026, 1, 9, 8, 0), "上报时间": datetime(2026, 1, 9, 10, 0),
        "简要情况": "厂房事故",
    }  # fmt: skip
    desk.hands_in(1, events=(accident,), 本月无重大事项="否")
    desk.run("2-04")
    desk.decides("重大事项", "重大责任事故", 文号="综治〔2026〕2号", 日期="2026-02-05")
    done = desk.run("2-05")
    assert [str(one.decided.day) for one in done.decided] == ["2026-02-05"]
    desk.decides("一票否决", "决定否决")
    desk.run("2-06")
    assert "没有要决定的事" in desk.shows(TASKS)
    assert "否决" in desk.row(SETTLED, "2 ")


def test_of_two_first_returns_of_one_day_the_chosen_one_counts(desk: Desk) -> None:
    desk.hands_in(1, name="甲")
    desk.hands_in(1, name="乙", 治安巡逻次数=9)
    desk.run("2-04")
    assert "待定，见“待办”" in desk.row(FILED, EAST)
    desk.decides("两份表", "采用第2份")
    done = desk.run("2-05")
    assert len(done.decided) == 1
    assert "按时 02.04" in desk.row(FILED, EAST)
    assert "没有要决定的事" in desk.shows(TASKS)


def test_a_figure_with_its_unit_of_measure_is_mended_in_time_and_keeps_its_day(desk: Desk) -> None:
    desk.hands_in(1, name="错", 刑事立案数="15起")
    desk.hands_in(1, WEST)
    done = desk.run("2-05")
    east = next(one for one in done.standing.appraisal.units if one.unit == EAST)
    assert east.rank is None
    desk.hands_in(
        1, name="改", nature="第1次更正", 更正原因="删去单位", 刑事立案数=15, 刑事破案数=15
    )
    done = desk.run("2-07")
    east = next(one for one in done.standing.appraisal.units if one.unit == EAST)
    assert east.rank is not None
    told = desk.row(FILED, EAST)
    assert "第1次更正" in told
    assert "迟报" not in told


def test_late_is_what_came_late_whatever_day_was_typed(desk: Desk) -> None:
    desk.hands_in(1, 报出日期=day("2-03"))
    desk.hands_in(1, WEST)
    desk.run("2-05")
    shutil.rmtree(desk.inbox)
    desk.hands_in(2, WEST, 报出日期=day("3-03"))
    desk.run("3-09")
    assert "按时 02.05" in desk.row(FILED, EAST)
    assert "迟报 03.09" in desk.row(FILED, WEST)
    assert desk.row(TODAY, EAST).startswith(f"{EAST} 2月月报（2026-03-05到期")


def test_departments_that_report_apart_are_put_together(desk: Desk) -> None:
    desk.hands_in(1)
    for name, figures in (
        ("公安", {"刑事立案数": 12, "刑事破案数": 12}),
        ("司法", {"民间纠纷受理数": 30}),
    ):
        path = desk.inbox / f"{name}.xlsx"
        department_book.write(path, desk.edition, 2026, {}, {(EAST, 1): figures})
    done = desk.run("2-05")
    assert not [one for one in done.receiving.taken if one.aside]
    assert desk.row(FILED, "部门提供数") == "部门提供数 已收到"
    assert not [line for line in desk.shows(TASKS) if "部门" in line]


def test_a_renamed_office_keeps_its_months(desk: Desk) -> None:
    for month, on in ((1, "2-04"), (2, "3-04"), (3, "4-03")):
        desk.hands_in(month)
        desk.run(on)
    change(
        desk.folder, "units.yaml", f"{{name: {EAST},", f"{{name: 新兴海街道, formerly: [{EAST}],"
    )
    desk.run("4-07")
    assert desk.row(FILED, "新兴海街道").count("按时") == 3
    assert not [line for line in desk.shows(FILED) if line.startswith(EAST)]


def test_a_review_is_entered_and_stands_among_the_decisions(desk: Desk) -> None:
    for unit in (EAST, WEST):
        desk.hands_in(1, unit, **({"刑事立案数": 500, "刑事破案数": 500} if unit == EAST else {}))
    desk.run("2-04")
    desk.published("2-12", 1)
    grounds = Grounds("复核：重复统计", "王", day("2-20"), day("2-20"), "综治〔2026〕7号")
    enter(desk.folder, 2026, Reviewed(Period(EAST, 1), "刑事立案数", "400"), grounds)
    desk.run("2-20")
    assert "复核：重复统计 综治〔2026〕7号 王" in desk.row(SETTLED, "1 ")
    assert [line for line in desk.shows(CHANGES) if line.startswith(f"{EAST} 得分")]


def test_what_lies_about_in_an_inbox_is_no_return(desk: Desk) -> None:
    path = desk.hands_in(1)
    with zipfile.ZipFile(desk.inbox / "于楼.zip", "w") as archive:
        archive.write(desk.hands_in(1, WEST), "于楼 一月.xlsx")
    (desk.inbox / f"{WEST}1.xlsx").unlink()
    (desk.inbox / "备份").mkdir()
    shutil.copy(path, desk.inbox / "备份" / "旧.xlsx")
    (desk.inbox / f"~${path.name}").write_bytes(b"lock")
    filled(desk.inbox / "区情登记表.xlsx")
    desk.run("2-04")
    shutil.copy(desk.folder / FILE, desk.inbox / "工作台.xlsx")
    desk.run("2-06")
    assert "按时 02.04" in desk.row(FILED, EAST)
    assert "按时 02.04" in desk.row(FILED, WEST)
    assert desk.row(TODAY, "0 0 0") == "0 0 0"
