"""今天: who owes what by a day, and what waits for the district."""

from pathlib import Path

import pytest

from tests.desk.registry.districts import day, district_at, month_return
from zongzhi_xl.core.chronicle.questions import Matter
from zongzhi_xl.core.edition.items import FormKind
from zongzhi_xl.desk import output
from zongzhi_xl.desk.registry import arriving
from zongzhi_xl.desk.registry.standing import Standing, last_due, status
from zongzhi_xl.papers.explanation import explain
from zongzhi_xl.statements.loader import standard

EAST, WEST = "兴海街道", "于楼街道"


@pytest.fixture
def district(tmp_path):
    return district_at(tmp_path / "区")


def receive(district: Path, on: str, *paths: Path) -> None:
    arriving.receive(arriving.Wish(district, paths, day(on), day(on)))


def stands(district: Path, on: str) -> Standing:
    return status(district, 2026, day(on))


def test_the_last_month_due_is_told_by_the_day_the_day_itself_included():
    """月报 is due on the 5th of the next month."""
    assert last_due(standard(), 2026, day("2-05")) == 0
    assert last_due(standard(), 2026, day("2-06")) == 1
    assert last_due(standard(), 2026, day("12-31")) == 11
    assert last_due(standard(), 2026, day("27-1-06")) == 12


def test_who_is_due_and_did_not_report_is_told(district, tmp_path, edition):
    receive(district, "2-04", month_return(tmp_path / "一月.xlsx", edition, 1, EAST))
    found = stands(district, "2-06")
    assert len(found.owed) == 7
    assert (EAST, 1) not in {(one.unit, one.month) for one in found.owed}
    first, *lines = found.report.splitlines()
    assert first == "2026-02-06：到期没有报的 7 份，退回没有重报的 0 份，待决定的 0 件"
    assert f"  {WEST}：1月月报（02月05日到期，缺报）" in lines


def test_a_written_explanation_waits_for_the_district(district, tmp_path, edition):
    path = month_return(
        tmp_path / "一月.xlsx", edition, 1, EAST,
        notes={"治安巡逻次数": "人手不足"}, 治安巡逻次数=0,
    )  # fmt: skip
    receive(district, "2-04", path)
    told = [one for one in stands(district, "2-04").questions if one.unit == EAST]
    assert {one.matter for one in told} == {Matter.EXPLANATION}
    one = told[0]
    assert (one.form, one.month) == (FormKind.MONTHLY, 1)
    assert "街道说明：人手不足" in one.words
    assert [answer.words for answer in one.answers] == ["接受", "退回"]


def test_a_question_keeps_its_id_from_day_to_day_and_no_two_share_one(district, tmp_path, edition):
    path = month_return(
        tmp_path / "一月.xlsx", edition, 1, EAST,
        notes={"综治信息报送条数": "没有信息", "治安巡逻次数": "人手不足"},
        综治信息报送条数=0, 治安巡逻次数=0,
    )  # fmt: skip
    receive(district, "2-04", path)
    today = {one.id: one for one in stands(district, "2-04").questions}
    receive(district, "3-04", month_return(tmp_path / "二月.xlsx", edition, 2, EAST))
    assert len(today) == len(stands(district, "2-04").questions) >= 2
    assert today.keys() <= {one.id for one in stands(district, "3-04").questions}


def test_two_files_of_one_day_are_for_the_district_to_choose_and_nobodys_debt(
    district, tmp_path, edition
):
    """Neither missing nor sent back, and no slip: one line under its own name."""
    receive(district, "2-04", month_return(tmp_path / "西.xlsx", edition, 1, WEST))
    for number in (8, 9):
        path = tmp_path / f"{number}.xlsx"
        receive(district, "2-04", month_return(path, edition, 1, EAST, 治安巡逻次数=number))
    found = stands(district, "2-06")
    assert EAST not in {one.unit for one in found.owed}
    assert found.numbers.endswith("退回没有重报的 0 份，待决定的 1 件")
    assert f"  {EAST}：1月月报（待定：两份报表由区里选定）" in found.report.splitlines()
    document = output.appraised(found.appraisal, found.known.edition)
    pending = [{"unit": EAST, "kind": "月报", "month": 1}]
    assert document["pending"] == pending
    assert "待定：两份报表由区里选定：1月月报" in explain(document, EAST)


def test_of_two_returns_the_question_says_which_is_still_to_be_mended(district, tmp_path, edition):
    """Whoever mends a figure and forgets to call it a correction has handed in two 首报."""
    first = month_return(tmp_path / "甲.xlsx", edition, 1, EAST, 治安巡逻次数="15起")
    receive(district, "2-03", first)
    receive(district, "2-04", month_return(tmp_path / "乙.xlsx", edition, 1, EAST))
    (one,) = (one for one in stands(district, "2-04").questions if one.matter == Matter.RIVALS)
    assert one.words.startswith(
        "收到 2 份不同的首报：第1份 2026-02-03收到，有 1 处须改正，现在按这份算；"
        "第2份 2026-02-04收到。"
    )


def test_two_different_first_returns_are_a_question(district, tmp_path, edition):
    receive(district, "2-03", month_return(tmp_path / "甲.xlsx", edition, 1, EAST))
    receive(district, "2-04", month_return(tmp_path / "乙.xlsx", edition, 1, EAST, 治安巡逻次数=9))
    (one,) = (one for one in stands(district, "2-04").questions if one.matter == Matter.RIVALS)
    assert one.words == (
        "收到 2 份不同的首报：第1份 2026-02-03收到，现在按这份算；第2份 2026-02-04收到。"
        "以哪份为准？"
    )
    assert [answer.words for answer in one.answers] == ["采用第1份", "采用第2份"]
    assert len(one.files) == 2
    *_, first, second = stands(district, "2-04").report.splitlines()
    assert first == f"    第1份 {one.files[0]}"
    assert second == f"    第2份 {one.files[1]}"
