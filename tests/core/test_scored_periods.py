"""A half-year mark enters the year by its weight; what only a year has counts once, in full."""

from fractions import Fraction

import pytest
from one_office import appraised, changed, only

from tests.desk import test_ledger
from tests.good_year import ANNUAL, Year
from zongzhi_xl.core.appraising.scorecard import UnitAppraisal
from zongzhi_xl.core.appraising.wording import working_words
from zongzhi_xl.core.edition.deductions import Cap, Deduction
from zongzhi_xl.core.edition.records import decode
from zongzhi_xl.core.edition.statement import Edition, ScoredPeriod
from zongzhi_xl.core.soundness.parts import unsound
from zongzhi_xl.record import replace

HALVES = (("上半年", 6, 40), ("全年", 12, 60))


def with_periods(edition: Edition, *periods: tuple[str, int, int]) -> Edition:
    told = tuple(
        ScoredPeriod(name, through, Fraction(part, 100)) for name, through, part in periods
    )
    return replace(edition, statement=replace(edition.statement, periods=told))


def rule(number: int, **fields: object) -> Deduction:
    return decode(Deduction, {"id": f"D06-{number}", "most": 4, **fields})


CASES = rule(1, of="刑事立案数", per={"price": 1})


def judged(edition: Edition, year: Year, *rules: Deduction, **so_far: object) -> UnitAppraisal:
    return appraised(with_periods(only(edition, *rules), *HALVES), year, **so_far)  # type: ignore[arg-type]


def test_each_half_counts_by_its_weight_under_its_part_of_the_cap(edition: Edition) -> None:
    # 1 case until June, 3 in all: 1 × 40 % and 3 × 60 %
    year = changed({1: {"刑事立案数": 1}, 9: {"刑事立案数": 2}}, annual={"全年刑事立案数": 3})
    rows = judged(edition, year, CASES).losses
    assert [(row.id, str(row.points)) for row in rows] == [
        ("D06-1/上半年", "0.40"), ("D06-1/全年", "1.80"),
    ]  # fmt: skip
    assert working_words(rows[0]) == "1 × 1 = 1；上半年占40%，1 × 40%，封顶 1.6 → 0.40"
    # 20 cases in January: the cap of 4 in both parts
    all_at_once = changed({1: {"刑事立案数": 20}}, annual={"全年刑事立案数": 20})
    whole = judged(edition, all_at_once, CASES)
    assert [str(row.points) for row in whole.losses] == ["1.60", "2.40"]
    assert str(whole.score) == "96.00"
    for some in (rows, whole.losses):
        test_ledger.assert_same(some, with_periods(only(edition, CASES), *HALVES), "一类")


def test_a_shared_cap_is_shared_by_the_parts_too(edition: Edition) -> None:
    shared = [
        rule(1, of="刑事立案数", per={"price": 1}, under="案件"),
        rule(2, of="治安案件受理数", per={"price": 1}, under="案件"),
    ]
    its = with_periods(only(edition, *shared), *HALVES)
    capped = (Cap("案件", Fraction(5)),)
    clauses = (replace(one, caps=capped if one.number == 6 else ()) for one in its.clauses)
    year = changed({1: {"刑事立案数": 20}}, annual={"全年刑事立案数": 20})
    rows = appraised(replace(its, clauses=tuple(clauses)), year).losses
    # each part has its share of 5: 2 and 3, of which the first rule takes 4 × 40 % and 4 × 60 %
    assert [str(row.points) for row in rows] == ["1.60", "0.40", "2.40", "0.60"]


def test_what_only_a_year_has_counts_once_in_full(edition: Edition) -> None:
    signed = rule(1, of="所辖单位数 - 签订责任书单位数", per={"price": 0.5})
    rows = judged(edition, changed(annual={"签订责任书单位数": 18}), signed).losses
    assert [(row.id, str(row.points)) for row in rows] == [("D06-1/全年", "1.00")]
    assert "占" not in rows[0].working


def test_months_and_events_are_of_their_part(edition: Edition) -> None:
    meetings = rule(1, of="没做的月(上半月排查会日期)", per={"price": 1})
    year = changed({3: {"上半月排查会日期": None}, 8: {"上半月排查会日期": None}})
    rows = judged(edition, year, meetings).losses
    # March in both parts, August in the year alone
    assert [(row.id, str(row.points)) for row in rows] == [
        ("D06-1/上半年/2026-03", "0.40"), ("D06-1/全年/2026-03", "0.60"),
        ("D06-1/全年/2026-08", "0.60"),
    ]  # fmt: skip


def test_the_annual_return_lacks_in_no_half_year(edition: Edition) -> None:
    # it is in: only August lacks, which is of the whole year
    returns = rule(1, of="报送情况", each="报表", table={"月报缺报": 0.5, "年报缺报": 2})
    rows = judged(edition, changed(missing=frozenset([8])), returns).losses
    assert [(row.id, str(row.points)) for row in rows] == [("D06-1/全年/2026-08", "0.30")]


def test_the_annual_return_counts_once_in_full(edition: Edition) -> None:
    returns = rule(1, of="报送情况", each="报表", table={"月报缺报": 0.5, "年报缺报": 2})
    rows = judged(edition, changed(missing=frozenset([3, ANNUAL])), returns).losses
    # March in both parts, the annual return in none but the last
    assert [(row.id, str(row.points)) for row in rows] == [
        ("D06-1/上半年/2026-03", "0.20"), ("D06-1/全年/2026-03", "0.30"),
        ("D06-1/全年/年报", "2.00"),
    ]  # fmt: skip
    test_ledger.assert_same(rows, with_periods(only(edition, returns), *HALVES), "一类")


def test_parts_that_are_rounded_up_stay_under_the_cap(edition: Edition) -> None:
    # a quarter of 0.5 is 0.125, rounded 0.13: three times, and 0.11 is left
    its = only(edition, rule(1, of="刑事立案数", per={"price": 1}, most=0.5))
    its = with_periods(its, *((f"{n}季度末", 3 * n, 25) for n in (1, 2, 3, 4)))
    year = changed({1: {"刑事立案数": 9}}, annual={"全年刑事立案数": 9})
    rows = appraised(its, year).losses
    assert [str(row.points) for row in rows] == ["0.13", "0.13", "0.13", "0.11"]
    assert working_words(rows[-1]).endswith("，封顶 0.11 → 0.11")
    test_ledger.assert_same(rows, its, "一类")


def test_a_half_year_is_whole_once_its_months_are_due(edition: Edition) -> None:
    # 4 − 1 sessions until June: nothing of July to December can make the first half good
    sessions = rule(1, of="4 - 治安巡逻次数", per={"price": 1})
    year = changed({month: {"治安巡逻次数": int(month == 2)} for month in range(1, 13)})
    rows = judged(edition, year, sessions, through=8, final=False).losses
    assert [(row.id, str(row.points)) for row in rows] == [("D06-1/上半年", "1.20")]


@pytest.mark.parametrize(
    ("periods", "problem"),
    [
        ((("上半年", 6, 40), ("全年", 12, 50)), "合计应为 100%"),
        ((("全年", 12, 60), ("上半年", 6, 40)), "through 应从小到大"),
        ((("上半年", 6, 40), ("下半年", 11, 60)), "最后一期是 12"),
        ((("半年", 6, 40), ("半年", 12, 60)), "分期“半年”写了两次"),
    ],
)
def test_what_periods_must_be(
    periods: tuple[tuple[str, int, int], ...], problem: str, edition: Edition
) -> None:
    faults = [one.problem for one in unsound(with_periods(edition, *periods))]
    assert any(problem in one for one in faults), faults
