"""Sheet 年度 belongs to December: before it nothing of it is judged, but for last year's bases."""

from tests.core.one_office import appraised
from tests.good_year import DEPARTMENT_FIGURES, good_year
from zongzhi_xl.record import replace


def losses(edition, through: int, final: bool = False, **yearly: object) -> dict[str, str]:
    year = replace(good_year(), yearly={**DEPARTMENT_FIGURES, **yearly})
    found = appraised(edition, year, through, final=final).losses
    return {loss.rule_id: str(loss.points) for loss in found}


def test_an_incident_of_the_year_costs_nothing_before_december(edition):
    """群体性事件 costs 2 points an event (D15-1), known for the year as a whole."""
    assert "D15-1" not in losses(edition, 8, 群体性事件起数=1)
    assert losses(edition, 12, 群体性事件起数=1)["D15-1"] == "2.00"
    assert losses(edition, 12, final=True, 群体性事件起数=1)["D15-1"] == "2.00"


def test_a_yearly_figure_is_not_due_before_december(edition):
    """知晓率 50 of 100: pending in August, judged in December."""
    year = replace(good_year(), yearly={**DEPARTMENT_FIGURES, "知晓人数": 50})
    for through, met in ((8, None), (12, False)):
        unit = appraised(edition, year, through, final=False)
        (share,) = (one for one in unit.indicators if one.name == "知晓率")
        assert share.met is met


def test_what_a_department_says_of_the_year_replaces_no_months_before_december(edition):
    """The police's 90 for the whole year are none of August's; the office's months count."""
    year = replace(good_year(), yearly={**DEPARTMENT_FIGURES, "全年刑事立案数": 90})
    for through, cases in ((8, 10), (12, 90)):
        unit = appraised(edition, year, through, final=False)
        (rate,) = (one for one in unit.indicators if one.name == "刑事案件发案率")
        assert rate.numerator == cases


def test_last_years_fires_are_a_base_and_count_from_january(edition):
    year = replace(good_year(), yearly={**DEPARTMENT_FIGURES, "上年农村火灾起数": 3})
    limits = [
        next(one for one in appraised(edition, year, through, final=False).indicators
             if one.name == "农村火灾")
        for through in (2, 12)
    ]  # fmt: skip
    assert limits[0].limit == limits[1].limit
    base = next(one for one in appraised(edition, good_year(), 2, final=False).indicators
                if one.name == "农村火灾")  # fmt: skip
    assert limits[0].limit != base.limit
