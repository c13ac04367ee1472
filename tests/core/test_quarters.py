"""A return of a quarter: the form asks in March, June, September and December only."""

from one_office import appraised, changed, only

from tests.bags import of_departments, of_return
from tests.good_year import YEAR, department_return, submissions
from zongzhi_xl.core.appraising.appraisal import appraise
from zongzhi_xl.core.appraising.tally import merge_all
from zongzhi_xl.core.edition.deductions import Deduction
from zongzhi_xl.core.edition.items import Form, FormKind
from zongzhi_xl.core.edition.records import decode
from zongzhi_xl.core.edition.statement import Edition
from zongzhi_xl.record import replace

ENDS = (3, 6, 9, 12)
LATE = decode(
    Deduction,
    {"id": "D06-1", "each": "报表", "of": "报送情况", "table": {"月报缺报": 0.5}, "most": 10},
)
CASES = decode(Deduction, {"id": "D06-2", "of": "刑事立案数", "per": {"price": 0.1}, "most": 5})


def of_quarters(form: Form) -> Form:
    if form.kind != FormKind.MONTHLY:
        return form
    sections = tuple(
        replace(one, items=tuple(replace(item, months=ENDS) for item in one.items))
        for one in form.sections
    )
    return replace(form, sections=sections)


def test_only_the_asked_months_are_owed(edition: Edition) -> None:
    its = replace(only(edition, LATE, CASES), forms=tuple(map(of_quarters, edition.forms)))
    year = changed(
        {month: {"刑事立案数": 5} for month in ENDS}, missing=frozenset({*range(1, 13)} - {*ENDS})
    )
    assert its.months_asked == ENDS
    # 4 × 5 cases × 0.1; nothing for eight months that nobody asked for
    assert [(row.id, str(row.points)) for row in appraised(its, year).losses] == [("D06-2", "2.00")]
    monthly = only(edition, LATE)
    assert len(appraised(monthly, year).losses) == 8


def test_an_office_has_its_place_though_other_months_are_not_there(edition: Edition) -> None:
    its = replace(only(edition, CASES), forms=tuple(map(of_quarters, edition.forms)))
    asked_else = dict.fromkeys(("期初未化解纠纷数", "专项斗争行动次数", "打击传销行动次数"), 0)
    kept = dict.fromkeys((3, 6), asked_else)
    year = changed(kept, missing=frozenset({*range(1, 13)} - {3, 6}))
    its = replace(its, units=(year.unit,))
    bags = [*map(of_return, submissions(year, its)), of_departments(department_return([year], its))]
    found = appraise(merge_all(bags), its, YEAR, through=6)
    (unit,) = found.units
    assert unit.rank == 1, unit.provisional_reasons
    owed = [one.month for one in found.deliveries if one.form == FormKind.MONTHLY]
    assert owed == [*ENDS]
