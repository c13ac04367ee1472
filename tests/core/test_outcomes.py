"""What follows of a score and of figures: in order, before grade and place."""

from decimal import Decimal

import pytest
from one_office import appraised, changed, only
from test_peers import rule, years

from tests.bags import of_departments, of_return
from tests.good_year import YEAR, department_return, submissions
from zongzhi_xl.core.appraising.appraisal import appraise
from zongzhi_xl.core.appraising.scorecard import UnitAppraisal, VetoState
from zongzhi_xl.core.appraising.tally import merge_all
from zongzhi_xl.core.edition.records import decode
from zongzhi_xl.core.edition.statement import Edition, Outcome
from zongzhi_xl.core.soundness.parts import unsound
from zongzhi_xl.errors import RecordError
from zongzhi_xl.record import replace


def with_outcomes(edition: Edition, *outcomes: dict[str, object]) -> Edition:
    told = tuple(decode(Outcome, one) for one in outcomes)
    return replace(edition, statement=replace(edition.statement, outcomes=told))


def judged(
    edition: Edition, *outcomes: dict[str, object], final: bool = True
) -> list[UnitAppraisal]:
    """Four offices that lose 5, 10, 10 and 20, but for the cap of 10."""
    of = years()
    its = replace(
        only(edition, rule("刑事立案数", per={"price": 1})), units=tuple(one.unit for one in of)
    )
    its = with_outcomes(its, *outcomes)
    bags = [of_return(one) for year in of for one in submissions(year, its)]
    bags.append(of_departments(department_return(of, its)))
    return [*appraise(merge_all(bags), its, YEAR, final=final, through=None if final else 6).units]


def test_the_score_may_become_nought_and_the_ledger_stands(edition: Edition) -> None:
    units = judged(edition, {"where": "刑事立案数 >= 20", "score": 0})
    assert [str(one.score) for one in units] == ["95.00", "90.00", "90.00", "0.00"]
    worst = units[-1]
    assert (worst.lost, worst.rank) == (Decimal(10), 4)
    assert worst.outcomes == ("刑事立案数（20） ≥ 20：得分改为 0（原得分 90.00）",)
    assert worst.grade_reasons[0] == worst.outcomes[0]
    assert units[0].outcomes == ()


def test_outcomes_are_taken_in_order(edition: Edition) -> None:
    # 95 becomes 60, which the second asks for
    first = {"where": "得分 = 95", "score": 60}
    units = judged(edition, first, {"where": "得分 <= 60", "veto": True})
    assert [one.veto for one in units] == [VetoState.PROPOSED, *[VetoState.NONE] * 3]
    assert units[0].veto_reasons == ("得分（60） ≤ 60：建议一票否决",)


@pytest.mark.parametrize(
    ("outcome", "grade"),
    [({"grade": "不合格"}, "不合格"), ({"at_best": "合格"}, "合格")],
)
def test_a_grade_is_given_or_barred(
    outcome: dict[str, object], grade: str, edition: Edition
) -> None:
    without, given = judged(edition)[0], judged(edition, {"where": "名次 = 1", **outcome})[0]
    assert (without.grade, given.grade) == ("优胜", grade)
    assert given.score == without.score
    assert any("名次（1） = 1：" in reason for reason in given.grade_reasons)


@pytest.mark.parametrize(
    "outcomes",
    [
        ({"grade": "合格"}, {"grade": "不合格"}),
        ({"grade": "不合格"}, {"grade": "合格"}),
        ({"grade": "合格"}, {"at_best": "不合格"}),
    ],
)
def test_of_several_grades_the_lowest_holds(
    outcomes: tuple[dict[str, object], ...], edition: Edition
) -> None:
    its = ({"where": "名次 = 1", **one} for one in outcomes)
    assert judged(edition, *its)[0].grade == "不合格"


def test_the_score_is_not_asked_before_the_year_is_closed(edition: Edition) -> None:
    units = judged(edition, {"where": "得分 <= 95", "score": 0}, final=False)
    assert all(one.outcomes == () for one in units)


def test_what_is_not_known_makes_no_outcome(edition: Edition) -> None:
    its = with_outcomes(only(edition), {"where": "刑事立案数 < 100", "score": 0})
    gone = changed(missing=frozenset([5]))
    assert appraised(its, gone).outcomes == ()


@pytest.mark.parametrize(
    ("outcome", "problem"),
    [
        ({"where": "刑事立案 > 1", "score": 0}, "没有“刑事立案”这个名称"),
        ({"where": "得分 < 60", "grade": "不及格"}, "没有等次“不及格”"),
        ({"where": "得分", "score": 0}, "这里应为判断"),
    ],
)
def test_what_no_outcome_can_be(outcome: dict[str, object], problem: str, edition: Edition) -> None:
    faults = [one.problem for one in unsound(with_outcomes(edition, outcome))]
    assert any(problem in one for one in faults), faults


def test_an_outcome_is_one_thing() -> None:
    with pytest.raises(RecordError, match="应写且只写一个"):
        decode(Outcome, {"where": "得分 < 60", "score": 0, "veto": True})
