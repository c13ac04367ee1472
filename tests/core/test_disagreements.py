"""A review of a month against the figure of the whole year: nobody loses by winning unasked.

The office reported 10 cases, all in January, and 7 in the annual return, which counts (R10). A
review makes January 8: from then on the months count, 8, one more than before the review.
"""

from datetime import date

from tests.good_year import UNIT, YEAR, Year, department_return, good_year, submissions
from zongzhi_xl.core.appraising.appraisal import appraise
from zongzhi_xl.core.appraising.disagreements import Disagreement, disagreements
from zongzhi_xl.core.appraising.figures import Scope
from zongzhi_xl.core.appraising.received import Received
from zongzhi_xl.core.appraising.rulings import NO_RULINGS, Decision, RuledFigure, Rulings
from zongzhi_xl.core.appraising.scorecard import Basis
from zongzhi_xl.core.appraising.tally import Tally, settle
from zongzhi_xl.record import replace
from zongzhi_xl.statements import loader

STANDARD = replace(loader.standard(), units=(UNIT,))
REVIEW = Decision(1, date(2027, 2, 1), "重复统计")
CASES, WHOLE = "刑事立案数", "全年刑事立案数"
CLOSED = Scope(YEAR, 12, final=True)


def told(**annual: object) -> Tally:
    year = good_year()
    return bag(replace(year, annual={**year.annual, **annual}))


def bag(year: Year) -> Tally:
    received = tuple(Received(one) for one in submissions(year, STANDARD))
    return settle(Tally(received, (department_return([year], STANDARD),)), YEAR, STANDARD)


def ruled(**figures: int) -> Rulings:
    """Decisions of January's cases (``january``) and of the year's (``year``)."""
    keys = {"january": (UNIT.name, 1, CASES), "year": (UNIT.name, None, WHOLE)}
    return Rulings(
        figures={keys[name]: RuledFigure(value, REVIEW) for name, value in figures.items()}
    )


def found(tally: Tally, rulings: Rulings, scope: Scope = CLOSED) -> list[Disagreement]:
    return [*disagreements(tally, STANDARD, scope, rulings)]


def cases_that_count(tally: Tally, rulings: Rulings) -> int | None:
    (unit,) = appraise(tally, STANDARD, YEAR, final=True, rulings=rulings).units
    return next(one.numerator for one in unit.indicators if one.name == "刑事案件发案率")


def test_the_district_is_asked_where_reviewed_months_and_the_annual_return_differ() -> None:
    tally, rulings = told(全年刑事立案数=7), ruled(january=8)
    assert cases_that_count(tally, NO_RULINGS) == 7
    assert cases_that_count(tally, rulings) == 8
    (one,) = found(tally, rulings)
    assert (one.unit, one.item.name, one.total.name) == (UNIT.name, CASES, WHOLE)
    assert (one.reviewed, one.of_months, one.of_year, one.basis) == ((1,), 8, 7, Basis.ANNUAL)


def test_what_the_district_says_of_the_year_counts_and_is_the_end_of_it() -> None:
    tally = told(全年刑事立案数=7)
    for said in (7, 8):
        rulings = ruled(january=8, year=said)
        assert cases_that_count(tally, rulings) == said
        assert found(tally, rulings) == []


def test_nobody_is_asked_where_both_say_the_same_nor_without_a_review() -> None:
    assert found(told(全年刑事立案数=8), ruled(january=8)) == []
    assert found(told(全年刑事立案数=7), NO_RULINGS) == []
    assert found(told(全年刑事立案数=7), ruled(year=6)) == []


def test_nobody_is_asked_before_the_year_is_over() -> None:
    tally = told(全年刑事立案数=7)
    assert found(tally, ruled(january=8), Scope(YEAR, 6, annual_counts=False)) == []


def test_a_department_may_have_given_the_figure_of_the_year() -> None:
    year = good_year()
    tally = bag(replace(year, yearly={**year.yearly, WHOLE: 9}))
    (one,) = found(tally, ruled(january=8))
    assert (one.of_months, one.of_year, one.basis) == (8, 9, Basis.DEPARTMENT)
