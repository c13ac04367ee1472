"""Each quantity and scale alone: what it costs, how it is worked out, where it can be looked up.

The edition is the standard one with a single deduction in it; the office is that of the good
year (10 000 people, group 一类, flows in January only).
"""

from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction

import pytest
from one_office import appraised, changed, only, places, points

from tests.good_year import ANNUAL, Year, good_year
from zongzhi_xl.core.appraising.deductions.duties import Duty
from zongzhi_xl.core.appraising.deductions.quantities import QUANTITIES
from zongzhi_xl.core.appraising.scorecard import LedgerRow, SourceCell
from zongzhi_xl.core.appraising.wording import working_words
from zongzhi_xl.core.edition.deductions import Deduction
from zongzhi_xl.core.edition.records import decode
from zongzhi_xl.core.edition.scales import Bands, Table
from zongzhi_xl.core.edition.statement import EVERY_GROUP, Edition, Limit
from zongzhi_xl.core.edition.steps import Per
from zongzhi_xl.core.language.expressions import parse
from zongzhi_xl.core.soundness.deductions import audit_deductions
from zongzhi_xl.errors import RecordError
from zongzhi_xl.record import replace


def losses(
    edition: Edition,
    year: Year,
    rule: dict[str, object],
    most: object = 10,
    **so_far: object,
) -> tuple[LedgerRow, ...]:
    deduction = decode(Deduction, {"id": "D06-1", "words": "示例扣法", "most": most, **rule})
    return appraised(only(edition, deduction), year, **so_far).losses  # type: ignore[arg-type]


# ------------------------------------------------------------------ words of a duty


@pytest.mark.parametrize(
    ("duty", "words"),
    [
        ("下半月排查会日期", "应召开下半月排查会并填写日期"),
        ("年终总结日期", "应完成年终总结并填写日期"),
        ("会议记录", "应填写会议记录"),
        ("治安巡逻次数 >= 1", "治安巡逻次数应不少于1"),
        ("排查情况已报区 = 是", "排查情况已报区应为“是”"),
        ("甲 > 1 and 甲 < 9", "应做到 甲 > 1 且 甲 < 9"),
    ],
)
def test_a_duty_is_worded_as_an_order(duty: str, words: str) -> None:
    assert Duty(parse(duty)).words == words


# ------------------------------------------------------------------ conditions and counts


def test_fixed_costs_once_where_the_condition_holds(edition: Edition) -> None:
    rule: dict[str, object] = {"of": "帮教对象数 > 0 and 帮教对子数 = 0", "per": {"price": 1}}
    (row,) = losses(edition, changed(annual={"帮教对子数": 0}), rule, 1)
    assert (row.id, row.points, row.clause) == ("D06-1", Decimal("1.00"), 6)
    assert row.formula == "帮教对象数 > 0 且 帮教对子数 = 0，扣 1"
    worked = "帮教对象数（10） > 0 且 帮教对子数（0） = 0，扣 1，封顶 1 → 1.00"
    assert working_words(row) == worked
    assert [source.value for source in places(row)] == ["10", "0"]
    assert losses(edition, changed(), rule, 1) == ()


def test_per_unit_costs_each_one_up_to_the_cap(edition: Edition) -> None:
    rule: dict[str, object] = {"of": "所辖单位数 - 签订责任书单位数", "per": {"price": 0.2}}
    (row,) = losses(edition, changed(annual={"签订责任书单位数": 17}), rule, 1)
    assert row.formula == "(所辖单位数 − 签订责任书单位数) × 0.2"
    assert working_words(row) == "20 − 17 = 3，3 × 0.2 = 0.6，封顶 1 → 0.60"
    (row,) = losses(edition, changed(annual={"签订责任书单位数": 12}), rule, 1)
    assert working_words(row) == "20 − 12 = 8，8 × 0.2 = 1.6，封顶 1 → 1.00"


def test_more_than_asked_for_earns_nothing(edition: Edition) -> None:
    rule: dict[str, object] = {"of": "4 - 普法宣传次数", "per": {"price": 0.25}}
    sessions = changed({month: {"普法宣传次数": 1} for month in range(1, 13)})
    assert losses(edition, sessions, rule) == ()


FIRES: dict[str, object] = {
    "of": "农村火灾起数 - INT(上年农村火灾起数 * 0.8)", "per": {"price": 0.5},
}  # fmt: skip


def test_what_the_months_to_come_may_still_make_good_costs_nothing_yet(edition: Edition) -> None:
    rule: dict[str, object] = {"of": "4 - 普法宣传次数", "per": {"price": 0.25}}
    none = changed({month: {"普法宣传次数": 0} for month in range(1, 13)})
    assert losses(edition, none, rule, through=6, final=False) == ()
    assert points(losses(edition, none, rule)) == {"D06-1": "1.00"}


def test_what_no_month_to_come_can_make_good_costs_at_once(edition: Edition) -> None:
    late: dict[str, object] = {"of": "部署任务数 - 按时完成任务数", "per": {"price": 0.25}}
    missed = changed({1: {"按时完成任务数": 8}})
    assert points(losses(edition, missed, late, through=6, final=False)) == {"D06-1": "0.50"}
    # 10 fires, allowed INT(10 × 0.8) = 8: two too many
    burnt = changed({1: {"农村火灾起数": 10}})
    assert points(losses(edition, burnt, FIRES, through=6, final=False)) == {"D06-1": "1.00"}


def test_at_closing_a_month_not_handed_in_is_read_against_the_office(edition: Edition) -> None:
    gone = changed(missing=frozenset([5, ANNUAL]))
    (row,) = losses(edition, gone, FIRES, 2)
    assert row.points == 2
    assert "缺：5月月报" in working_words(row)
    assert "报送情况" in {source.file for source in places(row)}
    # sessions of a missing month count as not held: three of four are left
    sessions: dict[str, object] = {"of": "4 - 普法宣传次数", "per": {"price": 0.25}}
    no_third = changed(missing=frozenset([3, ANNUAL]))
    assert points(losses(edition, no_third, sessions, 1)) == {"D06-1": "0.25"}
    # before closing nothing is computed on what is there
    assert losses(edition, gone, FIRES, 2, through=12, final=False) == ()


def test_a_blank_entry_at_closing_costs_unless_the_rest_proves_it_harmless(
    edition: Edition,
) -> None:
    staff: dict[str, object] = {"of": "专职人员数 + 兼职人员数 = 0", "per": {"price": 1}}
    alone = changed(annual={"专职人员数": None, "兼职人员数": 0})
    assert points(losses(edition, alone, staff, 1)) == {"D06-1": "1.00"}
    helped = changed(annual={"专职人员数": None, "兼职人员数": 3})
    assert losses(edition, helped, staff, 1) == ()


@pytest.mark.parametrize("found", ["不适用", None, "没有"])
def test_what_an_office_says_does_not_apply_costs_what_a_blank_does(
    found: str | None, edition: Edition
) -> None:
    rule: dict[str, object] = {"of": "建立群防组织村数 = 0", "per": {"price": 1}}
    rows = losses(edition, changed(annual={"建立群防组织村数": found}), rule)
    assert [str(row.points) for row in rows] == ["1.00"]


def test_what_the_district_owes_costs_nothing(edition: Edition) -> None:
    rule: dict[str, object] = {"of": "群体性事件起数", "per": {"price": 2}}
    good = good_year()
    owed = replace(good, yearly={**good.yearly, "群体性事件起数": None})
    assert losses(edition, owed, rule) == ()
    happened = replace(good, yearly={**good.yearly, "群体性事件起数": 2})
    (row,) = losses(edition, happened, rule, 6)
    assert (row.points, places(row)[0].file) == (Decimal("4.00"), "部门提供数.xlsx")
    assert row.formula == "群体性事件起数 × 2"
    assert working_words(row) == "2 × 2 = 4，封顶 6 → 4.00"


# ------------------------------------------------------------------ beyond a limit


def rate(**per: object) -> dict[str, object]:
    return {"of": "超出(刑事案件发案率)", "per": {"price": 0.2, **per}}


RATE = rate()


def with_cases(cases: int, **other: object) -> Year:
    return changed({1: {"刑事立案数": cases}}, **other)


@pytest.mark.parametrize(
    ("cases", "part", "lost"),
    [
        (70, "whole", None),  # exactly at the limit: 70 per 10 000
        (71, "whole", "0.20"),  # one step
        (82, "whole", "2.40"),  # twelve steps
        (86, "whole", "3.00"),  # 16 × 0.2 = 3.2, capped
    ],
)
def test_per_point(cases: int, part: str, lost: str | None, edition: Edition) -> None:
    rows = losses(edition, with_cases(cases), rate(part=part), 3)
    assert points(rows) == ({"D06-1": lost} if lost else {})


@pytest.mark.parametrize(
    ("part", "lost"), [("whole", "2.60"), ("proportional", "2.52"), ("dropped", "2.40")]
)
def test_a_part_of_a_step(part: str, lost: str, edition: Edition) -> None:
    # 512 / 62 000 × 10 000 = 82.5806…; 12.5806… too many; × 0.2 = 2.516…
    year = with_cases(512)
    year = replace(year, unit=replace(year.unit, figures={**year.unit.figures, "总人口": 62000}))
    (row,) = losses(edition, year, rate(part=part), 3)
    assert str(row.points) == lost


def test_the_working_of_a_rate_can_be_followed(edition: Edition) -> None:
    year = with_cases(512)
    year = replace(year, unit=replace(year.unit, figures={**year.unit.figures, "总人口": 62000}))
    (row,) = losses(edition, year, RATE, 3)
    assert row.formula == "刑事立案数 ÷ 总人口 × 10000 − 70"
    worked = (
        "512 ÷ 62000 × 10000 − 70 ≈ 12.58起/万人，不足1起/万人的按1起/万人计，按13起/万人扣，"
        "13 × 0.2 = 2.6，封顶 3 → 2.60"
    )
    assert working_words(row) == worked
    assert [source.file for source in places(row)] == ["示例一街道_年报.xlsx", "名册"]


def test_a_limit_over_items_is_worked_out_and_has_its_cells(edition: Edition) -> None:
    """11 fires against INT(10 × 0.8) = 8: three too many; the 10 stands in the register."""
    rule: dict[str, object] = {"of": "超出(农村火灾)", "per": {"step": 1, "price": 0.5}}
    burnt = changed({1: {"农村火灾起数": 11}})
    (row,) = losses(edition, burnt, rule, 3)
    assert row.formula == "农村火灾起数 − 取整(上年农村火灾起数 × 0.8)"
    worked = "11 − 取整(10 × 0.8) = 3.00起，3 × 0.5 = 1.5，封顶 3 → 1.50"
    assert working_words(row) == worked
    cells = {one.cell: one.value for one in places(row)}
    assert cells["示例一街道 上年农村火灾起数"] == "10"


def test_a_limit_without_an_end_stands_exact_in_its_working(edition: Edition) -> None:
    # 40 of 70 solved against at least 2/3: 2/3 − 4/7 = 2/21 = 9.52 points, ten steps
    rule: dict[str, object] = {"of": "超出(刑事破案率)", "per": {"step": "1%", "price": 0.1}}
    solved = with_limit(edition, "刑事破案率", ">= 2 / 3")
    year = changed({1: {"刑事立案数": 70, "刑事破案数": 40}})
    (row,) = losses(solved, year, rule, 3)
    assert row.formula == "2/3 − 刑事破案数 ÷ 刑事立案数"
    assert working_words(row).startswith("2/3 − 40 ÷ 70 ≈ 9.52个百分点，")


def with_limit(edition: Edition, indicator: str, limit: str) -> Edition:
    limits = {EVERY_GROUP: decode(Limit, limit)}
    changed_clauses = tuple(
        replace(
            clause,
            indicators=tuple(
                replace(one, limits=limits) if one.name == indicator else one
                for one in clause.indicators
            ),
        )
        for clause in edition.clauses
    )
    return replace(edition, clauses=changed_clauses)


def test_the_working_of_a_share_can_be_followed(edition: Edition) -> None:
    # 63 / 70 = 90 %; 60 / 70 = 85.714 %, 4.286 points too low: five steps
    rule: dict[str, object] = {"of": "超出(刑事破案率)", "per": {"step": "1%", "price": 0.1}}
    year = changed({1: {"刑事立案数": 70, "刑事破案数": 60}})
    (row,) = losses(edition, year, rule, 3)
    assert row.formula == "90% − 刑事破案数 ÷ 刑事立案数"
    worked = (
        "90% − 60 ÷ 70 ≈ 4.29个百分点，不足1个百分点的按1个计，按5个百分点扣，"
        "5 × 0.1 = 0.5，封顶 3 → 0.50"
    )
    assert working_words(row) == worked


@pytest.mark.parametrize(
    ("cases", "rule", "worked"),
    [
        # 82 per 10 000 people: exactly twelve too many, nothing to round
        (82, {}, "82 ÷ 10000 × 10000 − 70 = 12.00起/万人，12 × 0.2 = 2.4"),
        # steps of five: 12 too many are three steps, or two where a part is dropped
        (
            82,
            {"step": 5},
            "= 12.00起/万人，不足5起/万人的按5起/万人计，按15起/万人扣，15 ÷ 5 × 0.2 = 0.6",
        ),
        (
            82,
            {"step": 5, "part": "dropped"},
            "= 12.00起/万人，不足5起/万人的不计，按10起/万人扣，10 ÷ 5 × 0.2 = 0.4",
        ),
        (82, {"step": 5, "part": "proportional"}, "= 12.00起/万人，12 ÷ 5 × 0.2 = 0.48"),
    ],
)
def test_how_much_is_counted_is_said_in_the_rules_own_measure(
    cases: int, rule: dict[str, object], worked: str, edition: Edition
) -> None:
    (row,) = losses(edition, with_cases(cases), rate(**rule), 3)
    assert f"{worked}，封顶 3" in working_words(row)


def test_a_rate_that_cannot_be_computed_at_closing_costs_its_cap(edition: Edition) -> None:
    gone = changed(missing=frozenset([5, ANNUAL]))
    (row,) = losses(edition, gone, RATE, 3)
    assert row.points == 3
    assert places(row)[0].file == "报送情况"
    assert places(row)[0].cell == "示例一街道 5月"
    assert losses(edition, gone, RATE, 3, through=6, final=False) == ()


# ------------------------------------------------------------------ duties


def test_every_half_month_is_a_duty_of_its_own(edition: Edition) -> None:
    rule: dict[str, object] = {
        "of": "没做的月(上半月排查会日期, 下半月排查会日期)", "per": {"price": 0.2},
    }  # fmt: skip
    year = changed({2: {"下半月排查会日期": None}, 9: {"上半月排查会日期": None}})
    rows = losses(edition, year, rule, 2)
    assert points(rows) == {
        "D06-1/2026-02/下半月排查会日期": "0.20",
        "D06-1/2026-09/上半月排查会日期": "0.20",
    }
    assert places(rows[0])[0].value == "未填"
    assert rows[0].formula == "应召开下半月排查会并填写日期"
    assert working_words(rows[0]) == "2月 下半月排查会日期：未填，少1次，扣 0.2，封顶 2 → 0.20"
    through_june = losses(edition, year, rule, 2, through=6, final=False)
    assert list(points(through_june)) == ["D06-1/2026-02/下半月排查会日期"]


def test_the_cap_cuts_off_the_last_rows_and_says_so(edition: Edition) -> None:
    rule: dict[str, object] = {
        "of": "没做的月(综治信息报送条数 >= 1)", "per": {"price": 0.25},
    }  # fmt: skip
    none = changed({month: {"综治信息报送条数": 0} for month in range(1, 13)})
    # 12 × 0.25 = 3, capped at 2: eight rows count
    rows = losses(edition, none, rule, 2)
    assert [str(row.points) for row in rows] == ["0.25"] * 8
    assert working_words(rows[-1]).endswith("封顶 2 → 0.25（另有4次因封顶不再扣）")
    assert "另有" not in working_words(rows[0])


def test_one_meeting_in_a_quarter_is_enough_and_two_do_not_make_up(edition: Edition) -> None:
    rule: dict[str, object] = {"of": "没做的季(综治专题会议日期)", "per": {"price": 0.5}}
    twice = {1: {"综治专题会议日期": date(2026, 1, 8)}, 6: {"综治专题会议日期": None}}
    rows = losses(edition, changed(twice), rule, 2)
    assert points(rows) == {"D06-1/2026年2季度": "0.50"}
    assert rows[0].formula == "每季至少一次：应召开综治专题会议并填写日期"
    # the second quarter is not over in May
    assert losses(edition, changed(twice), rule, through=5, final=False) == ()


def test_a_missing_month_leaves_its_duties_open_until_closing(edition: Edition) -> None:
    rule: dict[str, object] = {
        "of": "没做的月(治安巡逻次数 >= 1)", "per": {"price": 0.2},
    }  # fmt: skip
    gone = changed(missing=frozenset([4]))
    assert losses(edition, gone, rule, through=6, final=False) == ()
    (row,) = losses(edition, gone, rule)
    assert (row.id, places(row)[0].cell) == ("D06-1/2026-04", "示例一街道 4月")


def test_yearly_duties_by_yes_or_by_a_date(edition: Edition) -> None:
    dates: dict[str, object] = {
        "of": "没做的项(半年总结日期, 年终总结日期)",
        "per": {"price": 0.5},
    }
    rows = losses(edition, changed(annual={"年终总结日期": None}), dates, 1)
    assert points(rows) == {"D06-1/年终总结日期": "0.50"}
    done: dict[str, object] = {
        "of": "没做的项(年终检查考核完成 = 是)", "per": {"price": 0.5},
    }  # fmt: skip
    rows = losses(edition, changed(annual={"年终检查考核完成": "否"}), done)
    assert points(rows) == {"D06-1": "0.50"}
    no_annual = changed(missing=frozenset([ANNUAL]))
    assert losses(edition, no_annual, dates, final=False) == ()
    assert len(losses(edition, no_annual, dates)) == 2


# ------------------------------------------------------------------ events

LATE: dict[str, object] = {
    "each": "事项",
    "where": "大类 = 案件 or 大类 = 事故",
    "of": "迟报小时",
    "bands": [{"over": 12, "points": 1}, {"over": 24, "points": 2}],
    "without": {"迟报小时": {"points": 2}},
}


GRAVE: dict[str, object] = {
    "each": "事项", "where": "大类 = 事故", "of": "死亡 >= 2", "per": {"price": 2.5},
}  # fmt: skip


def event(hours: float | None, **other: object) -> dict[str, object]:
    started = datetime(2026, 3, 2, 8)
    whole, minutes = divmod(round((hours or 0) * 60), 60)
    reported = datetime(2026, 3, 2 + (8 + whole) // 24, (8 + whole) % 24, minutes)
    known = {"大类": "案件", "发生时间": started, "上报时间": reported if hours else None}
    return {**known, **other}


@pytest.mark.parametrize(
    ("hours", "lost"),
    [(12, None), (12.25, "1.00"), (24, "1.00"), (24.5, "2.00"), (None, "2.00")],
)
def test_late_reports_cost_the_highest_step_only(
    hours: float | None, lost: str | None, edition: Edition
) -> None:
    rows = losses(edition, changed(events={3: (event(hours),)}), LATE, 3)
    assert [str(row.points) for row in rows] == ([lost] if lost else [])


def test_the_clock_starts_with_the_call_where_the_district_approved_it(edition: Edition) -> None:
    # 14 hours after the event, 9 after the call (R20)
    call = datetime(2026, 3, 2, 13)
    own = changed(events={3: (event(14, 接报时间=call),)})
    (row,) = losses(edition, own, LATE, 3)
    assert "接报时间没有经区认可，不作起点，从发生时间" in working_words(row)
    assert "2026-03-02 13:00" in {source.value for source in places(row)}
    approved = changed(events={3: (event(14, 接报时间=call, 接报时间认可="是"),)})
    assert losses(edition, approved, LATE, 3) == ()


@pytest.mark.parametrize("said", [{"接报时间认可": "否"}, {"区认定": "重大责任事故"}])
def test_only_the_district_s_yes_to_the_call_moves_the_clock(
    said: dict[str, object], edition: Edition
) -> None:
    called = event(14, 接报时间=datetime(2026, 3, 2, 13), **said)
    (row,) = losses(edition, changed(events={3: (called,)}), LATE, 3)
    assert "从发生时间" in working_words(row)


def test_a_late_report_after_an_accepted_call_cites_the_district_s_cell(edition: Edition) -> None:
    # called at 13:00, reported 30 hours after the event: 25 hours after the call
    year = changed(events={3: (event(30, 接报时间=datetime(2026, 3, 2, 13), 接报时间认可="是"),)})
    (row,) = losses(edition, year, LATE, 3)
    assert "接报时间经区认可，从接报时间 2026-03-02 13:00" in working_words(row)
    assert "25小时，超24小时，扣 2" in working_words(row)
    (cell,) = [one for one in places(row) if one.sheet == "区认定"]
    assert (cell.file, cell.cell, cell.value) == ("部门提供数.xlsx", "F7", "是")


def test_a_working_of_hours_names_the_event_and_its_cells(edition: Edition) -> None:
    year = changed(events={3: (event(25, 事项编号="甲-7"),)})
    (row,) = losses(edition, year, LATE, 3)
    worked = (
        "甲-7：发生时间 2026-03-02 08:00 至上报时间 2026-03-03 09:00，25小时，"
        "超24小时，扣 2，封顶 3 → 2.00"
    )
    assert working_words(row) == worked
    assert {source.sheet for source in places(row)} == {"重大事项"}


@pytest.mark.parametrize(
    ("deaths", "final", "lost"), [(1, None, 0), (2, None, 1), (1, 2, 1), (None, None, 1)]
)
def test_two_deaths_by_the_final_count(
    deaths: int | None, final: int | None, lost: int, edition: Edition
) -> None:
    accident = event(1, 大类="事故", 死亡人数=deaths, 终报死亡人数=final)
    rows = losses(edition, changed(events={3: (accident,)}), GRAVE, 5)
    assert [str(row.points) for row in rows] == ["2.50"] * lost
    word = "死亡2人" if final is None else "终报死亡2人"
    word = "死亡人数缺或无法识别，按最不利情形计" if deaths is None else word
    assert all(
        f"：{word}，扣 2.50" in working_words(row).replace("2.5，", "2.50，") for row in rows
    )


# ------------------------------------------------------------------ events nobody registered


def known_to_the_district(category: str, month: int = 3, **said: object) -> Year:
    """A year of which the district knows an event that no register has."""
    row = {"事项编号": "区-1", "大类": category, "发生时间": datetime(2026, month, 2, 8), **said}
    return changed(designated={month: (row,)})


def test_an_event_that_only_the_district_knows_was_not_reported(edition: Edition) -> None:
    (row,) = losses(edition, known_to_the_district("案件"), LATE, 3)
    assert (row.id, str(row.points)) == ("D06-1/2026-03/区认定第7行", "2.00")
    assert working_words(row) == "区-1：街道没有登记，按漏报计，扣 2，封顶 3 → 2.00"
    assert {(one.sheet, one.cell, one.value) for one in places(row)} == {
        ("区认定", "C7", "区-1"), ("区认定", "D7", "案件"), ("区认定", "E7", "2026-03-02 08:00"),
    }  # fmt: skip


def test_it_costs_in_its_own_category_only(edition: Edition) -> None:
    assert losses(edition, known_to_the_district("矛盾纠纷"), LATE, 3) == ()


@pytest.mark.parametrize("lacking", ["大类", "发生时间"])
def test_a_row_that_does_not_say_what_or_when_costs_nothing(lacking: str, edition: Edition) -> None:
    year = known_to_the_district("案件", **{lacking: None})
    assert losses(edition, year, LATE, 3) == ()


def test_how_many_died_unreported_is_read_against_the_office_at_closing(edition: Edition) -> None:
    year = known_to_the_district("事故")
    (row,) = losses(edition, year, GRAVE, 5)
    assert (str(row.points), "死亡人数缺或无法识别" in working_words(row)) == ("2.50", True)
    assert losses(edition, year, GRAVE, 5, through=12, final=False) == ()


def test_a_return_that_may_still_come_may_still_bring_the_event(edition: Edition) -> None:
    """Not closed, and the month's return lacks: nothing is charged for what it may register."""
    year = replace(known_to_the_district("案件"), missing=frozenset([3]))
    assert losses(edition, year, LATE, 3, through=6, final=False) == ()
    there = known_to_the_district("案件")
    rows = losses(edition, there, LATE, 3, through=6, final=False)
    assert [str(one.points) for one in rows] == ["2.00"]


def test_an_event_of_a_later_month_is_not_looked_at(edition: Edition) -> None:
    year = known_to_the_district("案件", month=7)
    assert losses(edition, year, LATE, 3, through=6, final=False) == ()


def test_the_district_s_own_row_stands_for_a_month_kept_back(edition: Edition) -> None:
    """R37: the cap, or what the district tells of such events; of others it tells nothing."""
    missing: dict[str, object] = {"missing": frozenset([3, ANNUAL])}
    kept_back = changed(**missing)  # type: ignore[arg-type]
    (row,) = losses(edition, kept_back, LATE, 3)
    assert (row.id, str(row.points)) == ("D06-1/2026-03", "3.00")
    told = replace(known_to_the_district("案件"), **missing)
    (row,) = losses(edition, told, LATE, 3)
    assert (row.id, str(row.points)) == ("D06-1/2026-03/区认定第7行", "2.00")
    of_others = replace(known_to_the_district("矛盾纠纷"), **missing)
    (row,) = losses(edition, of_others, LATE, 3)
    assert (row.id, str(row.points)) == ("D06-1/2026-03", "3.00")


def test_one_number_in_two_rows_costs_once(edition: Edition) -> None:
    """R23: the register has it late (2 points), and the row of 区认定 is of the same number."""
    year = changed(events={3: (event(25, 事项编号="甲-7"),)})
    named = {"事项编号": "甲-7", "区认定": "无"}
    rows = losses(edition, replace(year, designated={3: (named,)}), LATE, 5)
    assert [str(one.points) for one in rows] == ["2.00"]


def test_an_event_of_the_whole_district_is_cited_at_the_district_s_mark(edition: Edition) -> None:
    rule: dict[str, object] = {
        "of": "影响全区事件数",
        "per": {"price": 2},
        "rows": "区认定 = 影响全区",
    }
    year = changed(events={3: (event(1, 事项编号="甲-7", 区认定="影响全区"),)})
    year = replace(year, yearly={**year.yearly, "影响全区事件数": 1})
    (row,) = losses(edition, year, rule, 4)
    assert str(row.points) == "2.00"
    assert working_words(row).startswith("甲-7：区认定影响全区，扣 2")
    assert ("区认定", "F7", "影响全区") in {(one.sheet, one.cell, one.value) for one in places(row)}


# ------------------------------------------------------------------ days and returns

DAY: dict[str, object] = {
    "of": "述职日期 - 区定述职日期", "per": {"price": 0.2, "most": 1},
    "without": {"述职日期": {"points": 2}, "区定述职日期": {"take": "DATE(年份, 12, 10)"}},
}  # fmt: skip


@pytest.mark.parametrize(
    ("secretary", "director", "lost"),
    [
        (date(2026, 12, 8), date(2026, 12, 8), None),  # the day set by the district
        (date(2026, 12, 5), date(2026, 12, 10), "0.40"),  # the later one counts: two days
        (date(2026, 12, 30), date(2026, 12, 8), "1.00"),  # 22 × 0.2, at most 1
        (date(2026, 12, 5), None, "2.00"),  # both heads
    ],
)
def test_reporting_day(
    secretary: date, director: date | None, lost: str | None, edition: Edition
) -> None:
    year = changed(annual={"书记述职日期": secretary, "主任述职日期": director})
    rows = losses(edition, year, DAY, 2)
    assert [str(row.points) for row in rows] == ([lost] if lost else [])


def test_where_the_district_set_no_day_it_is_the_tenth_of_december(edition: Edition) -> None:
    year = changed(annual={"主任述职日期": date(2026, 12, 11)})
    year = replace(year, yearly={**year.yearly, "区定述职日期": None})
    (row,) = losses(edition, year, DAY, 2)
    assert str(row.points) == "0.20"
    worked = "2026-12-11 − 2026-12-10（区定述职日期未填，按此计） = 1，1 × 0.2 = 0.2，最多 1"
    assert working_words(row) == f"{worked}，封顶 2 → 0.20"
    assert row.formula.endswith("；没有述职日期扣 2；没有区定述职日期的按 日期(年份，12，10) 计")


def test_what_is_taken_for_a_figure_is_not_also_read_at_its_worst(edition: Edition) -> None:
    """Neither figure was handed in: 2 stand for the one, so only the other can be against it."""
    costly: dict[str, object] = {
        "of": "开展平安创建 = 否 and 平安社区村数 >= 3", "per": {"price": 1},
        "without": {"平安社区村数": {"take": "2"}},
    }  # fmt: skip
    year = changed(missing=frozenset([ANNUAL]))
    assert losses(edition, year, costly, 2) == ()
    costly["without"] = {"平安社区村数": {"take": "3"}}
    assert [str(row.points) for row in losses(edition, year, costly, 2)] == ["1.00"]


RETURNS: dict[str, object] = {
    "each": "报表",
    "of": "报送情况",
    "table": {"月报迟报": 0.1, "月报缺报": 0.5, "年报迟报": 0.5, "年报缺报": 2},
}


def test_late_and_missing_returns(edition: Edition) -> None:
    year = changed(missing=frozenset([4]))
    # the return for February is due on 5 March
    year = replace(year, reported={**year.reported, 2: date(2026, 3, 6)})
    rows = losses(edition, year, RETURNS, 2, through=6, final=False)
    assert points(rows) == {"D06-1/2026-02": "0.10", "D06-1/2026-04": "0.50"}
    assert places(rows[0])[0].value == "2026-03-06"
    assert "迟报1天" in working_words(rows[0])
    assert (places(rows[1])[0].file, places(rows[1])[0].cell) == ("报送情况", "示例一街道 4月")


def test_a_return_on_its_due_day_is_on_time(edition: Edition) -> None:
    year = changed()
    year = replace(year, reported={**year.reported, 2: date(2026, 3, 5)})
    assert losses(edition, year, RETURNS) == ()


def test_the_annual_return_is_missing_only_at_closing(edition: Edition) -> None:
    year = changed(missing=frozenset([ANNUAL]))
    assert losses(edition, year, RETURNS, through=12, final=False) == ()
    assert points(losses(edition, year, RETURNS, 2)) == {"D06-1/年报": "2.00"}


def test_a_return_may_cost_by_the_day(edition: Edition) -> None:
    # the return for February is due on 5 March: 3 days late, 3 × 0.2
    daily = {"each": "报表", "of": "迟报天数", "per": {"price": 0.2}}
    year = changed()
    year = replace(year, reported={**year.reported, 2: date(2026, 3, 8)})
    (row,) = losses(edition, year, daily)
    assert (row.id, str(row.points)) == ("D06-1/2026-02", "0.60")
    assert "迟报3天 = 3.00天，3 × 0.2 = 0.6" in working_words(row)


# ------------------------------------------------------------------ circumstances


@pytest.mark.parametrize(
    ("when", "lost", "words"),
    [
        ([{"times": 0.5}], "1.00", "乘 0.5，扣 1"),
        ([{"more": 3}], "5.00", "再扣 3，扣 5"),
        ([{"instead": 1}], "1.00", "改扣 1，扣 1"),
        # one after the other: (2 + 3) × 0.5
        ([{"more": 3}, {"times": 0.5}], "2.50", "乘 0.5，扣 2.5"),
    ],
)
def test_what_a_row_costs_under_its_circumstances(
    when: list[dict[str, object]], lost: str, words: str, edition: Edition
) -> None:
    solved = {"of": "群体性事件起数", "per": {"price": 2}}
    cases = [{"where": "反邪教通报事件数 > 0", **one} for one in when]
    good = good_year()
    happened = replace(good, yearly={**good.yearly, "群体性事件起数": 1, "反邪教通报事件数": 1})
    (row,) = losses(edition, happened, {**solved, "when": cases})
    assert str(row.points) == lost
    assert f"；反邪教通报事件数 > 0：{words}" in working_words(row)
    assert [one.value for one in places(row)][:2] == ["1", "1"]
    otherwise = replace(good, yearly={**good.yearly, "群体性事件起数": 1})
    assert [str(one.points) for one in losses(edition, otherwise, {**solved, "when": cases})] == [
        "2.00"
    ]


def test_a_circumstance_may_cost_nothing(edition: Edition) -> None:
    rule = {"of": "群体性事件起数", "per": {"price": 2}}
    free = [{"where": "反邪教通报事件数 > 0", "instead": 0}]
    good = good_year()
    both = replace(good, yearly={**good.yearly, "群体性事件起数": 1, "反邪教通报事件数": 1})
    assert losses(edition, both, {**rule, "when": free}) == ()


def test_a_circumstance_of_which_the_district_owes_the_figure_is_not_the_office_s_to_lose(
    edition: Edition,
) -> None:
    good = good_year()
    happened = {**good.yearly, "群体性事件起数": 1, "反邪教通报事件数": None}
    rule: dict[str, object] = {"of": "群体性事件起数", "per": {"price": 2}}
    for times, lost in ((2, "2.00"), (0.5, "1.00")):
        case = [{"where": "反邪教通报事件数 > 0", "times": times}]
        (row,) = losses(edition, replace(good, yearly=happened), {**rule, "when": case})
        assert str(row.points) == lost
    deduction = decode(Deduction, {"id": "D06-1", "most": 5, **rule, "when": case})
    unit = appraised(only(edition, deduction), replace(good, yearly=happened))
    assert any("反邪教通报事件数" in reason for reason in unit.provisional_reasons)


def test_each_event_has_its_own_circumstances(edition: Edition) -> None:
    """25 hours late cost 2, and twice that where somebody died."""
    twice: dict[str, object] = {**LATE, "when": [{"where": "死亡 >= 1", "times": 2}]}
    year = changed(events={3: (event(25, 死亡人数=0), event(25, 死亡人数=1))})
    assert [str(row.points) for row in losses(edition, year, twice)] == ["2.00", "4.00"]


def test_an_event_points_to_every_cell_that_decided_its_points(edition: Edition) -> None:
    """Where it says that it counts only in traffic, and twice as much where somebody died."""
    rule: dict[str, object] = {
        **LATE,
        "where": "大类 = 事故 and 事故类型 = 交通",
        "when": [{"where": "死亡 >= 1", "times": 2}],
        "once_by": "简要情况",
    }
    told = {"大类": "事故", "事故类型": "交通", "死亡人数": 1, "简要情况": "追尾"}
    (row,) = losses(edition, changed(events={3: (event(25, **told),)}), rule)
    (standard,) = losses(edition, changed(events={3: (event(25, **told),)}), LATE)
    known = {one.value for one in standard.evidence if isinstance(one, SourceCell)}
    now = {one.value for one in row.evidence if isinstance(one, SourceCell)}
    assert now - known == {"事故", "交通", "1", "追尾"}
    assert len(row.evidence) == len(standard.evidence) + 4


def test_a_circumstance_that_nobody_tells_is_read_against_the_office_at_closing(
    edition: Edition,
) -> None:
    unknown = event(25, 死亡人数=None)
    year = changed(events={3: (unknown,)})
    for times, closed, open_ in ((2, "4.00", "2.00"), (0.5, "2.00", "1.00")):
        rule: dict[str, object] = {**LATE, "when": [{"where": "死亡 >= 1", "times": times}]}
        assert [str(row.points) for row in losses(edition, year, rule)] == [closed]
        so_far = losses(edition, year, rule, through=6, final=False)
        assert [str(row.points) for row in so_far] == [open_]


# ------------------------------------------------------------------ what an edition may say


def test_the_standard_edition_uses_every_quantity_and_scale(edition: Edition) -> None:
    rules = [one for clause in edition.clauses for one in clause.deductions]
    assert {one.quantity for one in rules} == set(QUANTITIES)
    assert {type(one.scale) for one in rules} == {Per, Bands, Table}


@pytest.mark.parametrize(
    ("rule", "problem"),
    [
        ({"of": "甲 +", "per": {"price": 1}}, "of：公式“甲 \\+”"),
        ({"per": {"price": 1}}, "缺少 of"),
        ({"of": "甲", "per": {"price": 1, "prize": 2}}, "不认识的项目 prize"),
        (
            {"of": "甲"},
            "per（按步）、bands（分档）、table（对照）、share（按率）、by_hand（酌情）应写且只写一个",
        ),
        ({**RATE, "table": {"是": 1}}, "应写且只写一个"),
        (rate(step=0), "per.step：步长应大于0"),
        (rate(part="half"), "whole"),
        ({"of": "没做的周(甲)", "per": {"price": 1}}, "没有函数“没做的周”，可用：.*没做的月"),
        ({"of": "甲", "bands": [{"points": 1}]}, "至少一端"),
        ({"of": "甲", "bands": [{"points": 1, "over": 1, "at_least": 2}]}, "至少一端"),
        ({"of": "甲", "per": {"price": 1}, "without": {"甲": {}}}, "应写且只写一个"),
        ({"of": "甲", "per": {"price": 1}, "each": "单位"}, "事项、报表"),
        ({"of": "甲", "per": {"price": 1}, "when": [{"where": "甲 > 1"}]}, "应写且只写一个"),
    ],
)
def test_bad_rules_are_named(rule: dict[str, object], problem: str) -> None:
    with pytest.raises(RecordError, match=problem):
        decode(Deduction, {"id": "D1", "most": 1, **rule})


def test_a_column_that_the_register_has_not_is_told_with_where_to_add_it(edition: Edition) -> None:
    rule = decode(
        Deduction,
        {
            "id": "D06-1",
            "each": "事项",
            "where": "破案 = 是",
            "of": "死亡",
            "per": {"price": 1},
            "most": 1,
        },
    )
    told = [fault.problem for fault in audit_deductions(only(edition, rule))]
    (said,) = [words for words in told if "破案" in words]
    assert "要另加一栏的写在那里" in said


def test_numbers_are_exact() -> None:
    rule = decode(Deduction, {"id": "D1", "most": 1, **rate(step="1%")})
    assert rule.scale == Per(Fraction(1, 5), Fraction(1, 100))
