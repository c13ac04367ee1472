"""预警: who is near a limit or too fast, what one more case costs, how firm the order is.

The office has 10,000 people, so that a case is one in 10,000; its limit of 刑事案件发案率 is 70.
"""

from decimal import Decimal
from fractions import Fraction

import pytest

from tests.bags import of_return
from tests.core.one_office import changed
from tests.good_year import YEAR, Year, submissions, unit_of
from zongzhi_xl.core.appraising.appraisal import appraise
from zongzhi_xl.core.appraising.outlook import OneMore, Outlook
from zongzhi_xl.core.appraising.tally import merge_all
from zongzhi_xl.core.edition.deductions import Circumstance
from zongzhi_xl.core.edition.records import decode
from zongzhi_xl.core.edition.register import Unit
from zongzhi_xl.core.edition.statement import Edition, ScoredPeriod
from zongzhi_xl.record import replace

RATE = "刑事案件发案率"
OTHER = unit_of("示例二街道", "一类", 10000, 10, 5, 10)


def outlook(edition: Edition, *years: Year, through: int) -> Outlook:
    edition = replace(edition, units=tuple(year.unit for year in years))
    returns = [of_return(one) for year in years for one in submissions(year, edition)]
    return Outlook(appraise(merge_all(returns), edition, YEAR, through=through), edition)


def cases(number: int, unit: Unit | None = None) -> Year:
    """So many cases in January, all of them solved."""
    year = changed({1: {"刑事立案数": number, "刑事破案数": number}})
    return replace(year, unit=unit or year.unit)


def warned(edition: Edition, number: int, through: int = 12) -> OneMore | None:
    found = outlook(edition, cases(number), through=through).warnings
    return next((one for one in found if one.result.name == RATE), None)


def test_from_nine_tenths_of_a_limit_on_the_figure_is_near(edition):
    """9/10 of 70 is 63."""
    assert warned(edition, 62) is None
    one = warned(edition, 63)
    assert one is not None
    assert (one.near, one.is_last, one.too_fast) == (True, False, False)
    assert (one.result.headroom, one.after, one.cost) == (7, 64, Decimal(0))


def test_the_next_case_breaks_the_limit_and_costs_the_first_step(edition):
    """71 on a limit of 70: one step too many, 0.2 points (D06-1)."""
    one = warned(edition, 70)
    assert one is not None
    assert one.is_last
    assert (one.after, one.cost) == (Fraction(71), Decimal("0.20"))


@pytest.mark.parametrize(("through", "cost"), [(5, "0.20"), (7, "0.12")])
def test_the_next_case_costs_what_the_parts_weigh_that_are_not_over(edition, through, cost):
    """0.2 by 40 % and by 60 % before July, by 60 % alone from then on."""
    halves = (
        ScoredPeriod("上半年", 6, Fraction(2, 5)),
        ScoredPeriod("全年", 12, Fraction(3, 5)),
    )
    edition = replace(edition, statement=replace(edition.statement, periods=halves))
    one = warned(edition, 70, through)
    assert one is not None
    assert str(one.cost) == cost


@pytest.mark.parametrize(
    ("case", "cost"),
    [
        # 20 events of public order were handled: the circumstance holds, 0.2 twice over
        ({"where": "治安案件受理数 >= 20", "times": 2}, "0.40"),
        ({"where": "治安案件受理数 >= 21", "times": 2}, "0.20"),
        ({"where": "治安案件受理数 >= 20", "instead": 0}, "0.00"),
    ],
)
def test_the_next_case_costs_what_it_costs_under_the_circumstances(edition, case, cost):
    when = (decode(Circumstance, case),)
    clauses = tuple(
        replace(
            clause,
            deductions=tuple(
                replace(rule, when=when) if rule.id == "D06-1" else rule
                for rule in clause.deductions
            ),
        )
        for clause in edition.clauses
    )
    one = warned(replace(edition, clauses=clauses), 70)
    assert one is not None
    assert one.cost == Decimal(cost)


def test_a_missed_limit_is_no_warning_any_more(edition):
    assert warned(edition, 71) is None


def test_on_pace_is_the_limit_times_the_months_by_twelve(edition):
    """70 × 6 ÷ 12 = 35."""
    assert warned(edition, 35, through=6) is None
    one = warned(edition, 36, through=6)
    assert one is not None
    assert (one.too_fast, one.near) == (True, False)
    assert one.so_far == 35


def test_a_limit_that_nothing_has_come_near_to_is_no_warning_though_small(edition):
    """No case yet: that the first one would break a share of 30 % is nothing to warn of."""
    year = changed({1: {"刑事立案数": 2, "可防性案件数": 0, "刑事破案数": 2}})
    assert [one.result.name for one in outlook(edition, year, through=12).warnings] == []


@pytest.mark.parametrize(
    ("better", "worse", "distance", "cost", "turns"),
    [
        (70, 71, "0.20", "0.20", True),  # one more case and they are level
        (70, 72, "0.40", "0.20", False),
        (72, 75, "0.60", "0.20", False),
        (69, 69, "0.00", "0.00", False),  # the 70th costs nothing
        (85, 100, "0.00", "0.00", False),  # the cap of 3 points is reached: more costs nothing
    ],
)
def test_neighbours_in_rank_may_turn_where_one_more_case_costs_what_is_between_them(
    edition, better, worse, distance, cost, turns
):
    found = outlook(edition, cases(worse, OTHER), cases(better), through=12)
    (pair,) = found.neighbours
    assert (pair.distance, pair.cost) == (Decimal(distance), Decimal(cost))
    assert pair.may_turn is turns
    if distance != "0.00":
        assert (pair.better.unit, pair.next.unit) == ("示例一街道", "示例二街道")
    assert pair.by == (RATE if cost != "0.00" else "")
