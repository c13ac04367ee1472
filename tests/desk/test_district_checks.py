"""What the district finds where it holds more than the sheet did."""

from tests.bags import of_departments, of_return
from tests.core.one_office import changed
from tests.good_year import YEAR, Year, department_return, submissions
from zongzhi_xl.core.appraising.scorecard import Appraisal
from zongzhi_xl.core.appraising.tally import merge_all
from zongzhi_xl.core.checking.validation import validate
from zongzhi_xl.core.edition.statement import Edition
from zongzhi_xl.desk.consolidation import Question, score
from zongzhi_xl.record import replace


def at_the_district(year: Year, edition: Edition) -> Appraisal:
    edition = replace(edition, units=(year.unit,))
    parts = [of_return(one, validate(one, edition)) for one in submissions(year, edition)]
    tally = merge_all([*parts, of_departments(department_return([year], edition))])
    return score(tally, edition, Question((), YEAR, final=True)).appraisal


def codes(appraisal: Appraisal, file: str) -> set[str]:
    return {found.code for one in appraisal.files if one.file == file for found in one.findings}


NO_MONTH_YET = {"月数_全年刑事立案数": 0, "各月_全年刑事立案数": 0}


def test_a_month_that_was_wanting_in_the_blank_is_not_wanting_at_the_district(
    edition: Edition,
) -> None:
    year = changed(annual=NO_MONTH_YET)
    (annual,) = (one for one in submissions(year, edition) if one.month is None)
    assert "60-2" in {one.code for one in validate(annual, edition)}
    assert not codes(at_the_district(year, edition), annual.file) & {"60", "60-2", "60-7"}


def test_a_year_that_the_months_do_not_make_is_asked_about_once(edition: Edition) -> None:
    year = changed(annual=NO_MONTH_YET | {"全年刑事立案数": 12})
    appraisal = at_the_district(year, edition)
    assert codes(appraisal, "示例一街道_年报.xlsx") & {"60", "60-2", "60-7"} == {"60-7"}
    (unit,) = appraisal.units
    assert unit.grade == "合格"
    assert any("处核实性问题没有写说明" in reason for reason in unit.grade_reasons)


def test_a_department_that_gave_more_than_the_annual_return_bars_the_best_grade(
    edition: Edition,
) -> None:
    # 10 in January by the office; March by the police 5, in no return: 15 and not 10
    year = changed(annual={"全年刑事立案数": 10}, monthly={3: {"刑事立案数": 5}})
    appraisal = at_the_district(year, edition)
    assert "60-7" in codes(appraisal, "示例一街道_年报.xlsx")
    assert "21" in codes(appraisal, "示例一街道_3.xlsx")
    (unit,) = appraisal.units
    rate = next(one for one in unit.indicators if one.name == "刑事案件发案率")
    assert rate.numerator == 15
    assert unit.grade == "合格"
