"""变动: what a later result says otherwise, and nothing else."""

from tests.bags import of_departments, of_return
from tests.core.one_office import changed
from tests.good_year import YEAR, Year, department_return, good_year, submissions, unit_of
from zongzhi_xl.core.appraising.appraisal import appraise
from zongzhi_xl.core.appraising.scorecard import Appraisal
from zongzhi_xl.core.appraising.tally import merge_all
from zongzhi_xl.core.chronicle.changes import Change, Matter, changes
from zongzhi_xl.core.edition.register import Unit
from zongzhi_xl.core.edition.statement import Edition
from zongzhi_xl.record import replace

OTHER = unit_of("示例二街道", "一类", 20000, 10, 5, 10)


def appraised(edition: Edition, *years: Year, final: bool = True) -> Appraisal:
    edition = replace(edition, units=tuple(year.unit for year in years))
    returns = (of_return(one) for year in years for one in submissions(year, edition))
    given = of_departments(department_return([*years], edition))
    return appraise(merge_all([*returns, given]), edition, YEAR, final=final)


def test_nothing_has_changed_between_a_result_and_itself(edition):
    result = appraised(edition, good_year(), good_year(OTHER))
    assert changes(result, result) == ()


def test_a_corrected_figure_changes_cell_points_score_and_ranks(edition):
    """80 cases on 10,000 people, limit 70: rule D06-1 costs 2 points, the only 优胜 is the other's.

    The other office had been level with it; no figure of it has changed.
    """
    before = appraised(edition, good_year(), good_year(OTHER))
    more = {"刑事立案数": 80, "刑事破案数": 80}
    after = appraised(edition, changed({1: more}), good_year(OTHER))
    own, cell = "示例一街道", Matter.CELL
    assert changes(before, after) == (
        Change(own, cell, "1月刑事立案数", "10", "80"),
        Change(own, cell, "1月刑事破案数", "10", "80"),
        Change(own, cell, "刑事立案数", "10", "80"),
        Change(own, cell, "刑事破案数", "10", "80"),
        Change(own, cell, "全年刑事立案数", "10", "80"),
        Change(own, cell, "全年刑事破案数", "10", "80"),
        Change(own, Matter.POINTS, "第6条 D06-1", "", "2.00"),
        Change(own, Matter.SCORE, "", "100.00", "98.00"),
        Change(own, Matter.GRADE, "", "优胜", "合格"),
        Change(own, Matter.RANK, "", "1", "2"),
    )


def test_a_month_that_came_later_is_one_change_and_not_one_of_each_cell(edition):
    """As where the district chooses between two files of which neither had counted."""
    before = appraised(edition, replace(good_year(), missing=frozenset({"年报", 12})), final=False)
    after = appraised(edition, replace(good_year(), missing=frozenset({"年报"})), final=False)
    (came,) = (one for one in changes(before, after) if "12月" in one.what)
    assert came.what.startswith("12月的 ")
    assert (came.before, came.after) == ("", "算在内")
    (gone,) = (one for one in changes(after, before) if "12月" in one.what)
    assert (gone.what, gone.before, gone.after) == (came.what, "算在内", "")


def test_an_annual_return_that_came_is_one_change(edition):
    before = appraised(edition, replace(good_year(), missing=frozenset({"年报"})), final=False)
    after = appraised(edition, good_year(), final=False)
    (came,) = (one for one in changes(before, after) if one.matter == Matter.CELL)
    assert came.what.startswith("年度的 ")
    assert (came.before, came.after) == ("", "算在内")


def test_an_office_that_was_renamed_is_the_same(edition):
    """Neither its figures nor its points have changed."""
    renamed = {"示例一街道": "示例新街道"}
    before = appraised(edition, good_year())
    after = appraised(edition, good_year(replace(before_unit(), name="示例新街道")))
    assert changes(before, after, lambda name: renamed.get(name, name)) == ()
    assert changes(before, after) != ()


def test_an_office_that_was_put_into_another_group_is_told_so(edition):
    """The group decides which limits hold."""
    before = appraised(edition, good_year())
    after = appraised(edition, good_year(replace(before_unit(), group="二类")))
    (told,) = (one for one in changes(before, after) if one.matter == Matter.GROUP)
    assert (told.before, told.after) == ("一类", "二类")


def before_unit() -> Unit:
    """The office under its former name."""
    return good_year().unit
