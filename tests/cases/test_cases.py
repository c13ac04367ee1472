"""Every case through ``appraise``, and what the cases together must cover.

Asserted for each case: the expected indicators and points, that nothing unlisted is lost, and
the ledger's promises (rows add up to full marks − score; every row and indicator has sources,
none of them empty).
"""

import re
from collections import Counter, defaultdict
from collections.abc import Mapping
from decimal import Decimal
from functools import cache
from typing import Any

import pytest

from tests.bags import of_departments, of_return
from tests.cases.reading import Case, all_cases
from tests.good_year import UNIT, YEAR, Year, department_return, good_year, submissions
from zongzhi_xl.core.appraising.appraisal import appraise
from zongzhi_xl.core.appraising.scorecard import Appraisal, UnitAppraisal
from zongzhi_xl.core.appraising.sources import written
from zongzhi_xl.core.appraising.tally import Tally, merge_all
from zongzhi_xl.core.checking.validation import validate
from zongzhi_xl.core.edition.items import FormKind
from zongzhi_xl.core.edition.statement import Edition
from zongzhi_xl.record import fields_of, replace
from zongzhi_xl.statements import loader

CASES = all_cases()


def district(years: tuple[Year, ...]) -> Edition:
    """The standard edition with these offices as its register."""
    return replace(loader.standard(), units=tuple(year.unit for year in years))


def handed_in(years: tuple[Year, ...], edition: Edition, through: int | None) -> Tally:
    """Everything that came in, validated as the district does it."""
    due = [
        of_return(submission, validate(submission, edition))
        for year in years
        for submission in submissions(year, edition)
        if through is None or (submission.month or 13) <= through
    ]
    return merge_all([*due, of_departments(department_return([*years], edition))])


@cache
def appraised(case: Case) -> Appraisal:
    """The district of the case, appraised once for all assertions."""
    edition = district(case.years)
    tally = handed_in(case.years, edition, case.through)
    return appraise(tally, edition, YEAR, through=case.through, final=case.through is None)


def points_by_id(unit: UnitAppraisal, clause: int | None = None) -> dict[str, Decimal]:
    """Points lost by deduction id, the rows of one deduction (``D04-2/甲1``) added up."""
    points: dict[str, Decimal] = defaultdict(Decimal)
    for loss in unit.losses:
        if clause in (None, loss.clause):
            points[loss.rule_id] += loss.points
    return dict(points)


def decimals(points: Mapping[str, str]) -> dict[str, Decimal]:
    assert all(isinstance(one, str) for one in points.values()), "points are quoted: '0.20'"
    return {name: Decimal(one) for name, one in points.items()}


@pytest.mark.parametrize("case", CASES, ids=str)
def test_case(case: Case) -> None:
    units = {unit.unit: unit for unit in appraised(case).units}
    for name, expect in (case.expect.get("offices") or {UNIT.name: case.expect}).items():
        unit = units[name]
        assert _scorecard(unit, expect) == {key: expect[key] for key in SCORECARD if key in expect}
        assert _indicators(unit, expect.get("indicators", {})) == expect.get("indicators", {})
        if "points" in expect:
            assert points_by_id(unit, case.clause) == decimals(expect["points"])
        if "points" in expect and case.also is not None:
            assert points_by_id(unit) == decimals({**expect["points"], **case.also})


SCORECARD = ("score", "grade", "veto", "rank", "provisional")


def _scorecard(unit: UnitAppraisal, expect: Mapping[str, Any]) -> dict[str, object]:
    found = {
        "score": str(unit.score),
        "grade": unit.grade,
        "veto": unit.veto.value,
        "rank": unit.rank,
        "provisional": unit.provisional,
    }
    return {key: found[key] for key in SCORECARD if key in expect}


def _indicators(unit: UnitAppraisal, expect: Mapping[str, Any]) -> dict[str, dict[str, object]]:
    by_name = {one.name: one for one in unit.indicators}
    return {
        name: {field: _field(by_name[name], field) for field in fields}
        for name, fields in expect.items()
    }


def _field(indicator: object, field: str) -> object:
    value = getattr(indicator, field)
    return str(value) if field in ("standing", "limit") and value else value


@pytest.mark.parametrize("case", CASES, ids=str)
def test_ledger_of_the_case_adds_up_and_has_sources(case: Case) -> None:
    for unit in appraised(case).units:
        lost = sum((loss.points for loss in unit.losses), Decimal(0))
        assert lost == Decimal(100) - unit.score
        assert len({loss.id for loss in unit.losses}) == len(unit.losses)
        for loss in unit.losses:
            assert loss.points > 0
            assert loss.points == round(loss.points, 2)
            assert all((loss.rule, loss.formula, loss.working)), loss
        for traced in (*unit.losses, *unit.indicators):
            assert traced.sources, traced
            for source in traced.sources:
                assert all(fields_of(written(source)).values()), (traced, source)


@pytest.mark.parametrize("case", CASES, ids=str)
def test_no_clause_of_the_case_loses_more_than_it_carries(case: Case) -> None:
    edition = loader.standard()
    caps = {one.id: one.most for clause in edition.clauses for one in clause.deductions}
    for unit in appraised(case).units:
        for name, lost in points_by_id(unit).items():
            assert lost <= caps[name]
        for clause in unit.clauses:
            assert clause.lost <= clause.points
            assert clause.lost == sum(points_by_id(unit, clause.number).values())


# ------------------------------------------------------------------ the good year


def test_every_item_has_a_figure_in_the_good_year(edition: Edition) -> None:
    year = good_year()
    figures = set(year.months[1]) | set(year.annual) | set(year.yearly)
    confirmed = {item.name for item in edition.form(FormKind.ANNUAL).items if item.sums}
    only_for_some_cases = {"上年农村火灾起数"}
    assert set(edition.items) - confirmed - only_for_some_cases == figures


def test_the_good_year_is_clean_for_every_group() -> None:
    for group in ("一类", "二类", "三类"):
        years = (good_year(replace(UNIT, group=group)),)
        edition = district(years)
        tally = handed_in(years, edition, None)
        found = [finding for one in tally.received for finding in one.findings]
        assert [one for one in found if one.severity.value != "提示"] == []
        (unit,) = appraise(tally, edition, YEAR, final=True).units
        assert (unit.score, unit.losses, unit.provisional) == (Decimal(100), (), False)
        assert all(one.met is not False for one in unit.indicators)


# ------------------------------------------------------------------ what the cases must cover


def test_every_clause_has_at_least_three_cases() -> None:
    counts = Counter(case.clause for case in CASES)
    assert [number for number in range(1, 28) if counts[number] < 3] == []


def test_every_clause_has_a_case_without_loss_and_one_with(edition: Edition) -> None:
    spared = {case.clause for case in CASES if case.expect.get("points") == {}}
    costly = {case.clause for case in CASES if case.expect.get("points")}
    numbers = {clause.number for clause in edition.clauses}
    assert spared == costly == numbers == set(range(1, 27))


def test_every_deduction_costs_something_in_a_case(edition: Edition) -> None:
    ids = {one.id for clause in edition.clauses for one in clause.deductions}
    costing = {
        name
        for case in CASES
        for name, points in case.expect.get("points", {}).items()
        if Decimal(points) > 0
    }
    assert costing == ids


def test_every_cap_is_reached_in_a_case(edition: Edition) -> None:
    caps = {one.id: Decimal(str(float(one.most))) for c in edition.clauses for one in c.deductions}
    reached = {
        name
        for case in CASES
        for name, points in case.expect.get("points", {}).items()
        if Decimal(points) == caps[name]
    }
    assert set(caps) - reached == set()


def test_every_indicator_with_a_limit_is_met_and_missed_in_cases(edition: Edition) -> None:
    limited = {one.name for one in edition.indicators.values() if one.limits}
    for met in (True, False):
        seen = {
            name
            for case in CASES
            for name, fields in case.expect.get("indicators", {}).items()
            if fields.get("met", "") is met
        }
        assert limited - seen == set()


def test_every_indicator_without_a_limit_is_shown_in_a_case(edition: Edition) -> None:
    shown = {name for case in CASES for name in case.expect.get("indicators", {})}
    assert set(edition.indicators) - shown == set()


def test_names_of_cases_are_chinese_sentences_and_unique() -> None:
    names = [str(case) for case in CASES]
    assert len(set(names)) == len(names)
    assert [name for name in names if len(re.findall(r"[\u4e00-\u9fff]", name)) < 6] == []
