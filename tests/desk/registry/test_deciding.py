"""决定: what the district says replaces evidence, is a source like a cell, and can be undone."""

from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest

from tests.desk.registry.districts import SIGNED, change, day, district_at, month_return
from tests.good_year import ANNUAL_FIGURES
from tests.live_hosts import with_formula
from zongzhi_xl.archive.record_book import opened
from zongzhi_xl.core.appraising.scorecard import DeliveryState, UnitAppraisal, VetoState
from zongzhi_xl.core.appraising.sources import place_words
from zongzhi_xl.core.chronicle.decisions import Numbered
from zongzhi_xl.core.chronicle.events import Ruling
from zongzhi_xl.core.chronicle.questions import Matter, Question
from zongzhi_xl.core.edition.items import FormKind
from zongzhi_xl.core.returned.findings import Finding
from zongzhi_xl.desk.registry import arriving
from zongzhi_xl.desk.registry.deciding import (
    Answered,
    Grounds,
    OnTheirWord,
    Period,
    ReceivedOn,
    Reviewed,
    Revoking,
    Saying,
    enter,
)
from zongzhi_xl.desk.registry.looking_back import look_back
from zongzhi_xl.desk.registry.standing import Standing, status
from zongzhi_xl.errors import RequestError
from zongzhi_xl.record import replace
from zongzhi_xl.sheets import return_book
from zongzhi_xl.sheets.return_book import ReturnContents

EAST, JANUARY = "兴海街道", Period("兴海街道", 1)
LATER = day("3-01")


@pytest.fixture
def district(tmp_path):
    return district_at(tmp_path / "区")


def receive(district: Path, on: str, *paths: Path) -> None:
    arriving.receive(arriving.Wish(district, paths, day(on), day(on)))


def decided(district: Path, saying: Saying, on: date = LATER, **grounds: str) -> Numbered:
    given = {"reason": "核实属实", "by": "区综治办", "document": "", **grounds}
    return enter(district, 2026, saying, Grounds(day=on, today=on, **given))


def stands(district: Path, on: date = LATER) -> Standing:
    return status(district, 2026, on)


def east(district: Path) -> UnitAppraisal:
    return next(one for one in stands(district).appraisal.units if one.unit == EAST)


def asked_of_east(district: Path) -> list[Finding]:
    files = stands(district).appraisal.files
    return [one for file in files if file.unit == EAST for one in file.findings]


def state_of_january(district: Path) -> DeliveryState:
    found = stands(district).appraisal.deliveries
    return next(one.state for one in found if (one.unit, one.month) == (EAST, 1))


def question(district: Path, matter: Matter) -> Question:
    (one,) = (one for one in stands(district).questions if one.matter == matter)
    return one


def test_what_was_decided_before_an_office_was_renamed_still_holds(district, tmp_path, edition):
    receive(district, "2-20", month_return(tmp_path / "一月.xlsx", edition, 1))
    assert state_of_january(district) == DeliveryState.LATE
    decided(district, ReceivedOn(JANUARY, day("2-03")))
    change(district, "units.yaml", "{name: 兴海街道,", "{name: 新兴海街道, formerly: [兴海街道],")
    receive(district, "3-01", tmp_path)
    known = {(one.unit, one.month): one.state for one in stands(district).appraisal.deliveries}
    assert known["新兴海街道", 1] == DeliveryState.ON_TIME
    assert (EAST, 1) not in known


# ------------------------------------------------------------------ answers


def test_of_two_files_the_chosen_one_counts(district, tmp_path, edition):
    """Received on one day the period is pending; 9 patrols count once the district says so."""
    four = month_return(tmp_path / "甲.xlsx", edition, 1, EAST)
    nine = month_return(tmp_path / "乙.xlsx", edition, 1, EAST, 治安巡逻次数=9)
    receive(district, "2-04", four, nine)
    assert state_of_january(district) == DeliveryState.PENDING
    assert east(district).rank is None
    asked = question(district, Matter.RIVALS)
    places = {file: place for place, file in enumerate(asked.files, 1)}
    (wanted,) = [
        file for file in asked.files
        if (district / "originals" / file).read_bytes() == nine.read_bytes()
    ]  # fmt: skip
    decided(district, Answered(asked.id, f"采用第{places[wanted]}份"))
    assert state_of_january(district) == DeliveryState.ON_TIME
    counted = stands(district).known.settled.received
    assert [one.submission.value("治安巡逻次数") for one in counted] == [9]
    assert not [one for one in stands(district).questions if one.matter == Matter.RIVALS]
    told = look_back(district, EAST).lines[-1]
    signs = Path(wanted).stem[-12:]
    assert f"采用 {EAST}2026年1月月报，2份不同的表 → 文件名末尾是 {signs} 的一份" in told


def test_an_accepted_explanation_closes_its_question_a_returned_one_opens_the_query(
    district, tmp_path, edition
):
    path = month_return(
        tmp_path / "一月.xlsx", edition, 1, EAST, notes={"治安巡逻次数": "人手不足"},
        治安巡逻次数=0,
    )  # fmt: skip
    receive(district, "2-04", path)
    asked = question(district, Matter.EXPLANATION)
    one = decided(district, Answered(asked.id.lower(), "退回"), reason="没有写明为什么")
    assert one.decided.ruling == Ruling.RETURNED
    assert not stands(district).questions
    assert stands(district).appraisal.unexplained[EAST] == 1
    decided(district, Revoking(1))
    assert "撤销" in (told := look_back(district, EAST).lines[-1])
    assert "第1号决定（" in told
    decided(district, Answered(question(district, Matter.EXPLANATION).id, "接受"))
    assert not stands(district).questions
    assert stands(district).appraisal.unexplained[EAST] == 0


def test_a_query_is_accepted_on_the_offices_word_which_the_reason_repeats(
    district, tmp_path, edition
):
    """No patrol in January, and nothing beside it: the office says why by telephone."""
    path = month_return(tmp_path / "一月.xlsx", edition, 1, EAST, 治安巡逻次数=0)
    receive(district, "2-04", path)
    assert not stands(district).questions
    assert stands(district).appraisal.unexplained[EAST] == 1
    word = OnTheirWord(JANUARY, "治安巡逻次数")
    decided(district, word, reason="9日来电：抽调防汛")
    assert stands(district).appraisal.unexplained[EAST] == 0
    told = [one.explained for one in asked_of_east(district) if one.item == "治安巡逻次数"]
    assert told == ["〔区里接受，决定第1号，2026-03-01：9日来电：抽调防汛〕"]
    with pytest.raises(RequestError, match="没有等说明的核实性问题，或者已经决定"):
        decided(district, word)
    with pytest.raises(RequestError, match="没有等说明的核实性问题"):
        decided(district, OnTheirWord(JANUARY, "刑事立案数"))


def test_a_query_about_the_whole_form_is_accepted_without_an_item(district, tmp_path, edition):
    """The program of the office shows no nought: what is asked stands at the page, at no item."""
    path = month_return(tmp_path / "一月.xlsx", edition, 1, EAST, 治安巡逻次数=0)
    book = openpyxl.load_workbook(path)
    book["月报"].sheet_view.showZeros = False
    book.save(path)
    receive(district, "2-04", path)
    word = OnTheirWord(JANUARY, "")
    whole = [one.code for one in asked_of_east(district) if one.open and not one.item]
    assert len(whole) == 1
    decided(district, word, reason="9日来电")
    assert [one.item for one in asked_of_east(district) if one.open] == ["治安巡逻次数"]
    with pytest.raises(RequestError, match="兴海街道的整张表在这份表里没有等说明的核实性问题"):
        decided(district, word)


def test_of_several_queries_about_an_item_the_one_is_named(district, tmp_path, edition):
    """No patrol in January, worked out by a formula: both are asked about."""
    path = month_return(tmp_path / "一月.xlsx", edition, 1, EAST, 治安巡逻次数=0)
    receive(district, "2-04", with_formula(path, "月报", "D40", "1-1"))
    word = OnTheirWord(JANUARY, "治安巡逻次数")
    first, second = (one.code for one in asked_of_east(district) if one.open)
    with pytest.raises(RequestError, match=f"有 2 处等说明（审核 {first}、{second}）"):
        decided(district, word)
    decided(district, replace(word, check=second))
    assert [one.code for one in asked_of_east(district) if one.open] == [first]


# ------------------------------------------------------------------ evidence, never points


def test_a_reviewed_figure_replaces_the_cell_and_is_the_source_of_the_point(
    district, tmp_path, edition
):
    """500 cases on 62,000 people are 80.6 in 10,000, over 70; the review finds 400: 64.5."""
    path = month_return(tmp_path / "一月.xlsx", edition, 1, EAST, 刑事立案数=500, 刑事破案数=450)
    receive(district, "2-04", path)
    assert "D06-1" in {loss.rule_id for loss in east(district).losses}
    one = decided(district, Reviewed(JANUARY, "刑事立案数", "400"), document="综治〔2026〕7号")
    assert one.number == 1
    unit = east(district)
    assert "D06-1" not in {loss.rule_id for loss in unit.losses}
    rate = next(one for one in unit.indicators if one.name == "刑事案件发案率")
    assert rate.numerator == 400
    sources = [place_words(source) for source in rate.sources]
    assert any("决定" in words and "第1号" in words for words in sources), sources
    decided(district, Revoking(1))
    assert "D06-1" in {loss.rule_id for loss in east(district).losses}


def test_a_day_of_receipt_that_the_district_waives_makes_a_late_return_timely(
    district, tmp_path, edition
):
    receive(district, "2-09", month_return(tmp_path / "一月.xlsx", edition, 1, EAST))
    assert state_of_january(district) == DeliveryState.LATE
    decided(district, ReceivedOn(JANUARY, day("2-05")), reason="当天停电，5日电话报过")
    assert state_of_january(district) == DeliveryState.ON_TIME


ACCIDENT = {
    "事项编号": "2026-01-001", "大类": "事故", "事故类型": "生产", "死亡人数": 1,
    "发生时间": datetime(2026, 1, 9, 8, 0), "上报时间": datetime(2026, 1, 9, 10, 0),
    "简要情况": "厂房事故",
}  # fmt: skip


def test_an_event_is_designated_a_veto_proposed_imposed_and_lifted_by_decisions(
    district, tmp_path, edition
):
    """The office registers an accident; what it is, and what follows, the district says."""
    path = month_return(
        tmp_path / "一月.xlsx", edition, 1, EAST, events=(ACCIDENT,), 本月无重大事项="否"
    )
    receive(district, "2-04", path)
    asked = question(district, Matter.EVENT)
    assert asked.subject == "2026-01-001"
    assert [one.words for one in asked.answers] == [
        "无", "重大责任事故", "特大严重暴力案件", "影响全区",
    ]  # fmt: skip
    assert east(district).veto == VetoState.NONE
    decided(district, Answered(asked.id, "重大责任事故"), document="综治〔2026〕2号")
    assert east(district).veto == VetoState.PROPOSED
    assert "2026-01-001" in east(district).veto_reasons[0]
    assert not [one for one in stands(district).questions if one.matter == Matter.EVENT]
    decided(district, Answered(question(district, Matter.VETO).id, "决定否决"))
    assert east(district).veto == VetoState.IMPOSED
    decided(district, Revoking(2))
    decided(district, Answered(question(district, Matter.VETO).id, "不予否决"), reason="已整改")
    assert east(district).veto == VetoState.NONE
    assert "已整改" in east(district).veto_reasons[0]


def test_after_a_review_the_district_says_which_figure_of_the_year_holds(
    district, tmp_path, edition
):
    """January has 10 cases and the annual return 7; a review makes January 8, so the year 8."""
    december, annual = day("27-2-1"), tmp_path / "年报.xlsx"
    values = {**ANNUAL_FIGURES, **SIGNED, "全年刑事立案数": 7, "报出日期": day("27-1-9")}
    return_book.write(annual, FormKind.ANNUAL, edition, ReturnContents(EAST, 2026, None, values))
    receive(district, "2-04", month_return(tmp_path / "一月.xlsx", edition, 1, EAST))
    receive(district, "27-1-10", annual)
    assert not whole_year(district, december)
    decided(district, Reviewed(JANUARY, "刑事立案数", "8"), december)
    (asked,) = whole_year(district, december)
    assert asked.words == (
        "1月的刑事立案数复核认定以后，各月合计 8起，年报的全年刑事立案数是 7起。"
        "全年以哪个数为准？没有决定以前按各月合计算"
    )
    with pytest.raises(RequestError, match="可选：按各月合计 8、按年报 7"):
        decided(district, Answered(asked.id, "按年报 9"), december)
    decided(district, Answered(asked.id, "按年报 7"), december)
    assert not whole_year(district, december)
    (told,) = [one for one in look_back(district, EAST).lines if "全年刑事立案数" in one]
    assert "决定：认定数 兴海街道2026年年报，全年刑事立案数 → 7" in told
    decided(district, Revoking(2), december)
    assert whole_year(district, december) == [asked]


def whole_year(district: Path, on: date) -> list[Question]:
    return [one for one in stands(district, on).questions if one.matter == Matter.WHOLE_YEAR]


# ------------------------------------------------------------------ what is not taken


@pytest.mark.parametrize(
    ("saying", "grounds", "words"),
    [
        (Reviewed(JANUARY, "刑事立案数", "4"), {"reason": " "}, "没有写理由"),
        (Reviewed(JANUARY, "刑事立案数", "4"), {"by": ""}, "没有写经办人"),
        (Reviewed(JANUARY, "刑事立案", "4"), {}, "月报里没有“刑事立案”这一项"),
        (Reviewed(JANUARY, "刑事立案数", "-4"), {}, "“-4”不能作为刑事立案数的数"),
        (Reviewed(JANUARY, "刑事立案数", "4.5"), {}, "“4.5”不能作为"),
        (Reviewed(JANUARY, "刑事立案数", ""), {}, "“”不能作为"),
        (Reviewed(JANUARY, "上半月排查会日期", "3月5日"), {}, "“3月5日”不能作为"),
        (Reviewed(Period("某街道", 1), "刑事立案数", "4"), {}, "“某街道”不在名册上"),
        (ReceivedOn(JANUARY, day("4-01")), {}, "收件日期 2026-04-01 还没有到"),
        (Revoking(7), {}, "没有第 7 号决定，或已经撤销"),
        (Answered("12345678", "接受"), {}, "没有编号是 12345678 的待办"),
    ],
)
def test_what_cannot_be_taken_is_told_and_nothing_is_entered(district, saying, grounds, words):
    receive(district, "2-04")
    with pytest.raises(RequestError, match=words):
        decided(district, saying, **grounds)
    with opened(district) as book:
        assert book.last == 1


def test_a_day_to_come_is_refused(district):
    receive(district, "2-04")
    with pytest.raises(RequestError, match="日期 2026-03-02 还没有到"):
        enter(
            district, 2026, ReceivedOn(JANUARY, day("2-05")),
            Grounds("停电", "甲", day("3-02"), LATER),
        )  # fmt: skip


def test_an_answer_that_is_not_on_offer_is_told_with_those_that_are(district, tmp_path, edition):
    path = month_return(
        tmp_path / "一月.xlsx", edition, 1, EAST, notes={"治安巡逻次数": "人手不足"},
        治安巡逻次数=0,
    )  # fmt: skip
    receive(district, "2-04", path)
    asked = question(district, Matter.EXPLANATION)
    with pytest.raises(RequestError, match="“同意”不是可以选的处理，可选：接受、退回"):
        decided(district, Answered(asked.id, "同意"))
    decided(district, Answered(asked.id, "接受"))
    with pytest.raises(RequestError, match="可能已经决定"):
        decided(district, Answered(asked.id, "退回"))


def test_the_history_tells_each_decision_with_reason_and_number(district):
    receive(district, "2-04")
    decided(district, ReceivedOn(JANUARY, day("2-05")), reason="停电", document="综治〔2026〕1号")
    (line,) = look_back(district, EAST).lines
    assert line.endswith(
        "决定：收件日期 兴海街道2026年1月月报 → 2026-02-05"
        "（停电；区综治办 2026-03-01，综治〔2026〕1号）"
    )
