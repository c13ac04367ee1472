"""A bonus adds, rules share caps, a matter counts once, and the score keeps between its ends."""

from decimal import Decimal
from fractions import Fraction

import pytest
from one_office import changed, only

from tests.bags import of_departments, of_return
from tests.good_year import YEAR, Year, department_return, good_year, submissions
from zongzhi_xl.core.appraising.appraisal import appraise
from zongzhi_xl.core.appraising.scorecard import UnitAppraisal
from zongzhi_xl.core.appraising.tally import merge_all
from zongzhi_xl.core.appraising.wording import lost_words, row_marks, working_words
from zongzhi_xl.core.edition.deductions import Cap, Deduction
from zongzhi_xl.core.edition.records import decode
from zongzhi_xl.core.edition.statement import Edition, Ends
from zongzhi_xl.core.soundness.deductions import audit_deductions
from zongzhi_xl.core.soundness.sense import outcomes
from zongzhi_xl.errors import RecordError
from zongzhi_xl.record import replace

BONUS: dict[str, object] = {"direction": "加分", "of": "破获积案数", "per": {"price": 0.5}}


def rule(number: int, **fields: object) -> Deduction:
    return decode(Deduction, {"id": f"D06-{number}", "most": 10, **fields})


def with_ends(edition: Edition, least: int = 0, most: int = 120) -> Edition:
    ends = Ends(Fraction(least), Fraction(most))
    return replace(edition, statement=replace(edition.statement, ends=ends))


def with_caps(edition: Edition, *caps: Cap) -> Edition:
    clauses = (replace(one, caps=caps if one.number == 6 else ()) for one in edition.clauses)
    return replace(edition, clauses=tuple(clauses))


def scored(edition: Edition, year: Year, *, final: bool = True) -> UnitAppraisal:
    edition = replace(edition, units=(year.unit,))
    bags = [*(of_return(one) for one in submissions(year, edition))]
    bags.append(of_departments(department_return([year], edition)))
    (unit,) = appraise(merge_all(bags), edition, YEAR, final=final).units
    assert unit.score == 100 - unit.lost + unit.added
    assert all(row.sources and row.points > 0 for row in unit.rows)
    return unit


def test_a_bonus_is_added_to_full_marks_and_is_no_deduction(edition: Edition) -> None:
    its = with_ends(only(edition, rule(1, **BONUS)))
    unit = scored(its, changed({1: {"破获积案数": 3}}))
    assert (unit.losses, unit.score) == ((), Decimal("101.50"))
    (row,) = unit.additions
    assert (row.points, row_marks(row), lost_words(unit)) == (
        Decimal("1.50"), "加1.50", "0.00，加1.50",
    )  # fmt: skip
    assert row.rule == "破获积案数，每1起加0.5分"
    assert working_words(row) == "3 × 0.5 = 1.5，封顶 10 → 1.50"


def test_a_bonus_of_which_events_have_rows_is_called_one(edition: Edition) -> None:
    its = only(edition, rule(1, **BONUS, rows="大类 = 案件"))
    year = replace(changed({1: {"破获积案数": 2}}), events=killed("甲").events)
    rows = scored(with_ends(its), year).additions
    assert [row.working.rpartition("，")[2] for row in rows] == ["加 0.5", "加 0.5"]


def test_a_rate_above_all_counts_as_all_and_says_so(edition: Edition) -> None:
    rate: dict[str, object] = {
        "direction": "加分", "of": "刑事立案数 / 治安案件受理数", "share": 5,
        "zero": {"治安案件受理数": "按零"},
    }  # fmt: skip
    year = changed({1: {"刑事立案数": 6, "治安案件受理数": 5, "治安案件查处数": 5}})
    (row,) = scored(with_ends(only(edition, rule(1, **rate))), year).additions
    assert row.working == "6 ÷ 5 = 120%，按 100% 计，5 × 100% = 5"


def test_a_bonus_comes_beside_what_the_clause_carries(edition: Edition) -> None:
    # clause 6 carries 10: all of them lost, 1.5 added
    lost = rule(2, of="刑事立案数", per={"price": 10})
    unit = scored(
        with_ends(only(edition, rule(1, **BONUS), lost)),
        changed({1: {"破获积案数": 3, "刑事立案数": 50}}),
    )
    assert (unit.lost, unit.added, unit.score) == (Decimal(10), Decimal("1.50"), Decimal("91.50"))


def test_a_month_kept_back_earns_no_bonus(edition: Edition) -> None:
    its = with_ends(only(edition, rule(1, **BONUS)))
    gone = changed({1: {"破获积案数": 3}}, missing=frozenset([5]))
    assert scored(its, gone).additions == ()
    assert scored(its, gone, final=False).additions == ()


def test_rules_share_a_cap(edition: Edition) -> None:
    shared = [
        rule(1, **BONUS, under="宣传"),
        rule(2, direction="加分", of="治安案件受理数", per={"price": 1}, under="宣传"),
    ]
    its = with_ends(with_caps(only(edition, *shared), Cap("宣传", Fraction(2))))
    unit = scored(its, changed({1: {"破获积案数": 3, "治安案件受理数": 4, "治安案件查处数": 4}}))
    # 1.5, then 4 of which 0.5 is left of the 2 that both may come to
    assert [str(row.points) for row in unit.additions] == ["1.50", "0.50"]
    assert unit.additions[0].rule == "破获积案数，每1起加0.5分（宣传各项合计最多加2分）"
    assert [working_words(row) for row in unit.additions] == [
        "3 × 0.5 = 1.5，封顶 10 → 1.50",
        "4 × 1 = 4，几项合计最多 2，前面已加 1.5，封顶 10 → 0.50",
    ]


@pytest.mark.parametrize(
    ("least", "most", "score", "points", "why"),
    [
        (0, 101, "101.00", ["1.00"], "（总分最多 101）"),
        (0, 100, "100.00", [], ""),
    ],
)
def test_the_score_keeps_below_its_upper_end(
    least: int, most: int, score: str, points: list[str], why: str, edition: Edition
) -> None:
    its = with_ends(only(edition, rule(1, **BONUS)), least, most)
    unit = scored(its, changed({1: {"破获积案数": 3}}))
    assert (str(unit.score), [str(row.points) for row in unit.additions]) == (score, points)
    assert all(why in row.working for row in unit.additions)


def test_the_score_keeps_above_its_lower_end(edition: Edition) -> None:
    its = with_ends(only(edition, rule(1, of="刑事立案数", per={"price": 1})), 96)
    unit = scored(its, changed({1: {"刑事立案数": 9}}))
    (row,) = unit.losses
    assert (str(unit.score), str(row.points)) == ("96.00", "4.00")
    assert row.working.endswith("9 × 1 = 9（总分最少 96）")


def test_what_the_lower_end_leaves_no_room_for_is_told_in_the_last_row(edition: Edition) -> None:
    """4 and 4 from 100, at least 96: the second rule takes nothing, and the first says so."""
    both = (rule(n, of="刑事立案数", per={"price": 1}, most=4) for n in (1, 2))
    unit = scored(with_ends(only(edition, *both), 96), changed({1: {"刑事立案数": 9}}))
    (row,) = unit.losses
    assert (str(unit.score), row.rule_id, str(row.points)) == ("96.00", "D06-1", "4.00")
    assert row.working.endswith("（总分最少 96，后面还有 1 项不再扣）")


# ------------------------------------------------------------------ one matter, once or stacked


EVENTS: dict[str, object] = {"each": "事项", "of": "死亡 >= 1", "where": "大类 = 案件"}


def killed(*numbers: str) -> Year:
    row = {"大类": "案件", "死亡人数": 1, "发生时间": "2026-01-10 08:00"}
    good = good_year()
    events = tuple({**row, "事项编号": number, "通报文号": "甲1号"} for number in numbers)
    return replace(good, events={1: events})


def test_a_bonus_and_a_deduction_for_the_same_event_do_not_compete(edition: Edition) -> None:
    both = [rule(1, **EVENTS, per={"price": 2}), rule(2, **EVENTS, per={"price": 3})]
    adds = rule(3, **EVENTS, direction="加分", per={"price": 1})
    unit = scored(with_ends(only(edition, *both, adds)), killed("甲"))
    assert [(row.rule_id, str(row.points)) for row in unit.rows] == [
        ("D06-2", "3.00"), ("D06-3", "1.00"),
    ]  # fmt: skip


def test_a_rule_may_cost_on_top_of_others(edition: Edition) -> None:
    both = [rule(1, **EVENTS, per={"price": 2}), rule(2, **EVENTS, per={"price": 3}, stacks=True)]
    unit = scored(only(edition, *both), killed("甲"))
    assert [str(row.points) for row in unit.losses] == ["2.00", "3.00"]


def test_rules_that_tell_one_matter_by_different_columns_are_refused(edition: Edition) -> None:
    """An event would cost under both: 2 and 3 instead of 3."""
    both = [rule(1, **EVENTS, per={"price": 2}),
            rule(2, **EVENTS, per={"price": 3}, once_by="通报文号")]  # fmt: skip
    told = "D06-1 按事项编号认是不是同一件事，这里不同，一件事会算两次"
    assert [one.problem[: len(told)] for one in matters(only(edition, *both))] == [told]
    apart = [both[0], replace(both[1], stacks=True)]
    assert matters(only(edition, *apart)) == []


def matters(edition: Edition) -> list[RecordError]:
    return [one for one in audit_deductions(edition) if "同一件事" in one.problem]


def test_one_matter_counts_once_at_the_highest(edition: Edition) -> None:
    # two events that stand alike in the column: 1 for the one, 2 for the other, of which 2 counts
    of = {**EVENTS, "direction": "加分", "once_by": "大类"}
    rules = [
        rule(1, **of, per={"price": 1}),
        rule(2, **{**of, "of": "死亡 >= 2"}, per={"price": 2}),
    ]
    year = killed("甲", "乙")
    first, second = year.events[1]
    year = replace(year, events={1: (first, {**second, "死亡人数": 2})})
    unit = scored(with_ends(only(edition, *rules)), year)
    assert [(row.rule_id, str(row.points)) for row in unit.additions] == [("D06-2", "2.00")]


# ------------------------------------------------------------------ what is refused


@pytest.mark.parametrize(
    ("fields", "problem"),
    [
        ({**BONUS, "of": "没做的月(上半月排查会日期)"}, "是没做好的事，不能加分"),
        ({**BONUS, "without": {"破获积案数": {"points": 1}}}, "没有破获积案数的不能加分"),
        ({**BONUS, "stacks": True}, "只有逐个事项的规则"),
        ({**EVENTS, "per": {"price": 1}, "once_by": "项目"}, "登记表里没有“项目”这个名称"),
    ],
)
def test_what_a_bonus_cannot_be_for(
    fields: dict[str, object], problem: str, edition: Edition
) -> None:
    its = only(edition, rule(1, **fields))
    assert [one for one in audit_deductions(its) if problem in one.problem]


def test_a_grade_may_ask_for_what_only_a_bonus_reaches(edition: Edition) -> None:
    best, *others = edition.statement.grades
    high = replace(edition.statement, grades=(replace(best, at_least=Fraction(105)), *others))
    assert any("评上" in one.problem for one in outcomes.faults(replace(edition, statement=high)))
    its = with_ends(replace(edition, statement=high), 0, 110)
    assert not any("评上" in one.problem for one in outcomes.faults(its))
