"""Score, caps, one event once (R23), grade with its quota, proposal of veto, rank."""

from datetime import datetime
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from one_office import appraised, changed, only, points

from tests.good_year import Year, good_year, unit_of
from zongzhi_xl.core.appraising.scorecard import VetoState
from zongzhi_xl.core.appraising.scoring import Contender, decided, ranks, rules_of, tie_break
from zongzhi_xl.core.edition.deductions import Deduction
from zongzhi_xl.core.edition.records import decode
from zongzhi_xl.core.edition.statement import Edition, Grade
from zongzhi_xl.record import replace
from zongzhi_xl.statements import loader

STATEMENT = loader.standard().statement


def unit(name: str, score: str, *tie: int, **other: object) -> Contender:
    order = tuple(Fraction(one) for one in tie)
    known = {"designated": ()}
    return Contender(name, Decimal(score), order, **{**known, **other})  # type: ignore[arg-type]


def grades(standings: list[Contender], final: bool = True) -> dict[str, str]:
    return {one.unit: one.grade for one in decided(standings, STATEMENT, final)}


# ------------------------------------------------------------------ rank


def test_equal_scores_share_a_rank_and_the_next_is_passed_over() -> None:
    assert ranks([Decimal(one) for one in ("95", "98.5", "95", "90")]) == [2, 1, 2, 4]


@given(scores=st.lists(st.decimals(0, 100, places=2), min_size=1, max_size=20))
def test_rank_is_one_more_than_the_number_of_better_ones(scores: list[Decimal]) -> None:
    found = ranks(scores)
    assert min(found) == 1
    for score, rank in zip(scores, found, strict=True):
        assert rank == 1 + len([other for other in scores if other > score])


# ------------------------------------------------------------------ grade

NINE = [unit(f"第{n}", f"{99 - n}.00") for n in range(9)]


def test_best_grade_is_for_thirty_per_cent_rounded_down() -> None:
    # 9 × 30 % = 2.7 → 2
    assert [name for name, grade in grades(NINE).items() if grade == "优胜"] == ["第0", "第1"]
    assert set(grades(NINE).values()) == {"优胜", "合格"}


def test_the_quota_is_at_least_one() -> None:
    assert grades([unit("甲", "95.00"), unit("乙", "94.00")]) == {"甲": "优胜", "乙": "合格"}


def test_a_tie_at_the_border_takes_all_in() -> None:
    # 8 × 30 % = 2.4 → 2; second to fourth are equal
    eight = [unit("甲", "99"), *(unit(name, "95") for name in "乙丙丁"), *NINE[5:9]]
    assert [name for name, grade in grades(eight).items() if grade == "优胜"] == list("甲乙丙丁")


def test_who_has_a_better_grade_takes_no_place_of_the_next() -> None:
    # two first prizes, three second ones, and 30 % of nine are two third ones
    prizes = (
        Grade("一等奖", Fraction(90), places=2), Grade("二等奖", Fraction(80), places=3),
        Grade("三等奖", Fraction(60), Fraction(3, 10)), Grade("不设奖", Fraction(0)),
    )  # fmt: skip
    found = decided(NINE, replace(STATEMENT, grades=prizes), final=True)
    assert [one.grade for one in found] == (
        ["一等奖"] * 2 + ["二等奖"] * 3 + ["三等奖"] * 2 + ["不设奖"] * 2
    )
    assert found[2].grade_reasons == (
        "未评一等奖：名额2个，符合条件的9个单位中排在名额以外；得分相同的依次比"
        "第6条扣分（少的在前）、第13、15条扣分（少的在前）、知晓率（高的在前）",
    )


def test_equal_scores_at_the_border_are_ordered_first() -> None:
    # fewer points lost on clause 6 goes first: −1 beats −2
    eight = [unit("甲", "99", 0), unit("乙", "95", -2), unit("丙", "95", -1)]
    eight += [unit(f"第{n}", "91", 0) for n in range(5)]
    assert [name for name, grade in grades(eight).items() if grade == "优胜"] == ["甲", "丙"]


def test_what_stood_against_a_better_grade_is_said() -> None:
    units = [unit("甲", "99", 0), unit("乙", "95", -2), unit("丙", "95", -1), unit("丁", "59")]
    units += [unit("戊", "94", stains=("年报没有报", "有2处核实性问题没有写说明")), *NINE[6:8]]
    told = {one.unit: one.grade_reasons for one in decided(units, STATEMENT, final=True)}
    # 7 × 30 % = 2.1 → 2 places; 甲, 丙, 乙, 第6, 第7 fulfil the conditions
    assert told["甲"] == told["丙"] == ()
    assert told["乙"] == (
        "未评优胜：名额2个，符合条件的5个单位中排在名额以外；得分相同的依次比"
        "第6条扣分（少的在前）、第13、15条扣分（少的在前）、知晓率（高的在前）",
    )
    assert told["戊"] == ("未评优胜：年报没有报；有2处核实性问题没有写说明",)
    assert told["丁"] == ("未评优胜：得分59，不到90分", "未评合格：得分59，不到60分")


@pytest.mark.parametrize(
    "stain",
    [{"stains": ("年报没有报",)}, {"designated": ("重大责任事故",)}],
)
def test_best_grade_needs_a_clean_record_and_leaves_its_place_to_the_next(
    stain: dict[str, object],
) -> None:
    four = [unit("甲", "99", **stain), unit("乙", "98"), unit("丙", "97"), unit("丁", "96")]
    assert grades(four) == {"甲": "合格", "乙": "优胜", "丙": "合格", "丁": "合格"}


@pytest.mark.parametrize(
    ("score", "grade"),
    [("90.00", "优胜"), ("89.99", "合格"), ("60.00", "合格"), ("59.99", "不合格")],
)
def test_cut_offs_include_the_number_itself(score: str, grade: str) -> None:
    assert grades([unit("甲", score)]) == {"甲": grade}


# ------------------------------------------------------------------ veto


def test_the_lowest_grade_proposes_a_veto_at_closing_only() -> None:
    (closed,) = decided([unit("甲", "59.99")], STATEMENT, final=True)
    assert (closed.veto, closed.grade) == (VetoState.PROPOSED, "不合格")
    assert closed.reasons == ("得分59.99，等次为不合格",)
    (so_far,) = decided([unit("甲", "59.99")], STATEMENT, final=False)
    assert (so_far.veto, so_far.reasons) == (VetoState.NONE, ())


def test_a_designated_event_proposes_a_veto_at_any_time_and_leaves_the_score() -> None:
    struck = unit("甲", "97.00", designated=("某事项经区认定为重大责任事故",))
    for final in (True, False):
        (one,) = decided([struck], STATEMENT, final)
        assert (one.veto, one.grade, one.score) == (VetoState.PROPOSED, "合格", Decimal("97.00"))


def test_nobody_imposes_a_veto_here() -> None:
    assert VetoState.IMPOSED not in {one.veto for one in decided(NINE, STATEMENT, final=True)}


# ------------------------------------------------------------------ order where scores are equal


def test_tie_breaks_by_clauses_and_by_a_figure() -> None:
    rows = appraised(loader.standard(), changed({1: {"刑事立案数": 82}})).losses
    assert {row.clause for row in rows} >= {6}
    lost = sum((Fraction(row.points) for row in rows if row.clause == 6), Fraction(0))
    order = tie_break(STATEMENT, rows, {"知晓率": Fraction(9, 10)})
    assert order == (-lost, Fraction(0), Fraction(9, 10))
    assert (
        tie_break(STATEMENT, (), {"知晓率": None})[2] < tie_break(STATEMENT, (), {"知晓率": 0})[2]
    )


# ------------------------------------------------------------------ caps


def deduction(identity: str, of: str, price: object, most: object) -> Deduction:
    rule = {"id": identity, "of": of, "per": {"price": price}, "most": most}
    return decode(Deduction, rule)


def test_a_clause_never_costs_more_than_its_points(edition: Edition) -> None:
    # clause 6 has 10 points; 8 + 8 is cut to 8 + 2
    each = ("影响全区事件数", 4)
    twice = only(edition, *(deduction(f"D06-{n}", *each, 8) for n in (1, 2)))
    good = good_year()
    hit = replace(good, yearly={**good.yearly, "影响全区事件数": 2})
    assert points(appraised(twice, hit).losses) == {"D06-1": "8.00", "D06-2": "2.00"}


def test_a_row_is_rounded_once_half_up_after_its_cap(edition: Edition) -> None:
    # 5 × 0.125 = 0.625 → 0.63; capped at 0.5: 0.50
    each = ("所辖单位数 - 签订责任书单位数", 0.125)
    year = changed(annual={"签订责任书单位数": 15})
    free = only(edition, deduction("D06-1", *each, 5))
    assert points(appraised(free, year).losses) == {"D06-1": "0.63"}
    capped = only(edition, deduction("D06-1", *each, 0.5))
    assert points(appraised(capped, year).losses) == {"D06-1": "0.50"}


def test_clauses_show_what_they_carry_and_what_is_left(edition: Edition) -> None:
    one = appraised(edition, changed(annual={"签订责任书单位数": 18}))
    assert len(one.clauses) == 26
    assert sum(clause.points for clause in one.clauses) == 100
    second = one.clauses[1]
    assert (second.number, second.points, second.lost) == (2, Decimal("5.00"), Decimal("0.40"))
    assert one.score == Decimal("99.60")


# ------------------------------------------------------------------ R23: one event once

ACCIDENT = {
    "事项编号": "甲-1", "大类": "事故", "事故类型": "生产", "死亡人数": 2,
    "发生时间": datetime(2026, 3, 2, 8), "上报时间": datetime(2026, 3, 3, 9),
}  # fmt: skip


def lost_by_events(edition: Edition, **events: list[dict[str, object]]) -> dict[str, str]:
    by_month = {int(month[1:]): tuple(rows) for month, rows in events.items()}
    return points(appraised(edition, changed(events=by_month)).losses)


def test_an_event_costs_once_under_the_clause_where_it_costs_most(edition: Edition) -> None:
    # reported after 25 hours: 2 points under clause 4; two deaths: 2.5 under clause 13
    assert lost_by_events(edition, m3=[ACCIDENT]) == {"D13-1/2026-03第1行": "2.50"}


def test_two_events_cost_twice(edition: Edition) -> None:
    other = {**ACCIDENT, "事项编号": "甲-2", "死亡人数": 0}
    assert lost_by_events(edition, m3=[ACCIDENT, other]) == {
        "D04-2/2026-03第2行": "2.00",
        "D13-1/2026-03第1行": "2.50",
    }


def test_an_event_carried_on_in_the_next_month_costs_once(edition: Edition) -> None:
    first = {**ACCIDENT, "死亡人数": 1}
    final = {**first, "终报死亡人数": 2}
    assert lost_by_events(edition, m3=[first], m4=[final]) == {"D13-1/2026-04第1行": "2.50"}


def test_two_events_under_one_number_cost_once_until_they_are_told_apart(edition: Edition) -> None:
    april = {**ACCIDENT, "发生时间": datetime(2026, 4, 2, 8), "上报时间": datetime(2026, 4, 2, 9)}
    assert lost_by_events(edition, m3=[ACCIDENT], m4=[april]) == {"D13-1/2026-03第1行": "2.50"}
    other = {**april, "事项编号": "另一号"}
    assert lost_by_events(edition, m3=[ACCIDENT], m4=[other]) == {
        "D13-1/2026-03第1行": "2.50",
        "D13-1/2026-04第1行": "2.50",
    }


def test_events_without_a_number_are_events_of_their_own(edition: Edition) -> None:
    nameless = {**ACCIDENT, "事项编号": None}
    found = lost_by_events(edition, m3=[nameless, nameless])
    assert found == {"D13-1/2026-03第1行": "2.50", "D13-1/2026-03第2行": "2.50"}


# ------------------------------------------------------------------ rules


def test_rules_are_those_of_the_edition() -> None:
    edition = loader.standard()
    other = replace(edition, clauses=edition.clauses[:3])
    assert [rule.clause.number for rule in rules_of(other)][-1] == 3


OFFICE = unit_of("示例九街道", "三类", 20000, 4, 2, 5)


@pytest.mark.parametrize("year", [good_year(), good_year(OFFICE)], ids=["一类", "三类"])
def test_the_good_year_loses_nothing(year: Year, edition: Edition) -> None:
    one = appraised(edition, year)
    assert (one.score, one.losses, one.grade) == (Decimal("100.00"), (), "优胜")
