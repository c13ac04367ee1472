"""Withholding never scores better than reporting, over every rule of the edition (R9, R37).

What an office hands in is taken away, return by return and cell by cell, from every case of the
letter. Once the year is closed nothing taken away may cost less than it did while it was there:
neither all in all, nor under the rule that charged it. Of a month whose events the district itself
names (区认定) all in all only: its row stands for the worst case there (R37), and an event that
was not registered may cost under another rule (R23).
"""

from collections.abc import Iterator
from decimal import Decimal

import pytest

from tests.bags import of_departments, of_return
from tests.cases.reading import Case, all_cases
from tests.cases.test_cases import points_by_id
from tests.good_year import ANNUAL, MONTHS, YEAR, Year, department_return, good_year, submissions
from zongzhi_xl.core.appraising.appraisal import appraise
from zongzhi_xl.core.appraising.scorecard import UnitAppraisal
from zongzhi_xl.core.appraising.tally import merge_all
from zongzhi_xl.core.edition.statement import Edition
from zongzhi_xl.record import replace
from zongzhi_xl.statements import loader


def corrects_the_year(year: Year) -> bool:
    """Whether 年报 corrects the months: without it they stand, and nothing lacks (R10)."""
    return any(name.startswith("全年") for name in year.annual)


#: one office, the year closed
CASES = [
    one
    for one in all_cases()
    if len(one.years) == 1 and one.through is None and not corrects_the_year(one.years[0])
]

#: what an office may leave in a cell instead of a figure
WITHHELD = (None, "不适用", "很多")


def scored(year: Year, edition: Edition) -> UnitAppraisal:
    parts = [of_return(one) for one in submissions(year, edition)]
    bag = merge_all([*parts, of_departments(department_return([year], edition))])
    return appraise(bag, edition, YEAR, final=True).units[0]


def otherwise(year: Year) -> tuple[dict[int, list[str]], list[str]]:
    """The cells of each month and of 年报 that are not as in the good year."""
    good = good_year(year.unit)
    months = {
        month: [name for name in row if row[name] != good.months[month][name]]
        for month, row in year.months.items()
    }
    return months, [name for name in year.annual if year.annual[name] != good.annual.get(name)]


def without_a_return(year: Year) -> Iterator[tuple[object, Year]]:
    """The year without each return in which something is otherwise than in the good year."""
    months, annual = otherwise(year)
    papers = [month for month in MONTHS if months[month] or month in year.events]
    for paper in [*papers[:2], *([ANNUAL] if annual else [])]:
        yield paper, replace(year, missing=year.missing | {paper})


def without_a_cell(year: Year, word: object) -> Iterator[tuple[object, Year]]:
    """The year with ``word`` in each cell that is otherwise than in the good year."""
    months, annual = otherwise(year)
    cells = [(month, name) for month in MONTHS for name in months[month]]
    for month, name in cells[:3]:
        row = {**year.months[month], name: word}
        yield (month, name), replace(year, months={**year.months, month: row})
    for name in annual:
        yield name, replace(year, annual={**year.annual, name: word})


def never_less(case: Case) -> None:
    (year,) = case.years
    edition = replace(loader.standard(), units=(year.unit,))
    whole = scored(year, edition)
    for paper, less in without_a_return(year):
        by_rule = paper not in named_by_the_district(year)
        assert_not_better(scored(less, edition), whole, paper, by_rule=by_rule)
    for word in WITHHELD:
        for cell, less in without_a_cell(year, word):
            assert_not_better(scored(less, edition), whole, (cell, word))


def named_by_the_district(year: Year) -> set[object]:
    """The months of which the district names an event, on a row or beside the office's own."""
    marked = {month for month, rows in year.events.items() if any("区认定" in row for row in rows)}
    return {*year.designated, *marked}


def assert_not_better(
    less: UnitAppraisal, whole: UnitAppraisal, what: object, *, by_rule: bool = True
) -> None:
    assert less.score <= whole.score, what
    if not by_rule:
        return
    lost = points_by_id(less)
    better = {
        rule: (str(points), str(lost.get(rule, Decimal(0))))
        for rule, points in points_by_id(whole).items()
        if lost.get(rule, Decimal(0)) < points
    }
    assert not better, what


@pytest.mark.parametrize("final", [True, False], ids=["closed", "open"])
@pytest.mark.parametrize("case", CASES[::12], ids=str)
def test_whoever_hands_in_worse_overtakes_nobody(case: Case, final: bool) -> None:
    """Two offices with the same year are first together; what one keeps back moves nobody down.

    Before the year is closed it has no place, or none before the other.
    """
    (year,) = case.years
    other = replace(year, unit=replace(year.unit, name="另一街道"))
    edition = replace(loader.standard(), units=(year.unit, other.unit))
    worse = [less for _, less in without_a_return(year)]
    worse += [less for word in WITHHELD for _, less in without_a_cell(year, word)]
    for less in worse:
        mine, theirs = ranked([less, other], edition, final=final)
        assert theirs in ((1,) if final else (1, None))
        assert mine is None or theirs is not None


def ranked(years: list[Year], edition: Edition, *, final: bool) -> list[int | None]:
    returns = [of_return(one) for year in years for one in submissions(year, edition)]
    bag = merge_all([*returns, of_departments(department_return(years, edition))])
    return [one.rank for one in appraise(bag, edition, YEAR, final=final).units]


@pytest.mark.parametrize("case", CASES[::12], ids=str)
def test_what_is_kept_back_never_costs_less(case: Case) -> None:
    never_less(case)


@pytest.mark.long
@pytest.mark.parametrize("case", CASES, ids=str)
def test_what_is_kept_back_never_costs_less_in_any_case(case: Case) -> None:
    never_less(case)
