"""数据核对: every filled cell of the returns in force is in one class, of any year."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from one_office import changed

from tests.bags import of_departments, of_return
from tests.good_year import YEAR, Year, department_return, good_year, submissions
from zongzhi_xl.core.appraising.accounting import all_accounted_for
from zongzhi_xl.core.appraising.appraisal import appraise
from zongzhi_xl.core.appraising.scorecard import Account, Accounted, Basis, Use
from zongzhi_xl.core.appraising.sources import written
from zongzhi_xl.core.appraising.tally import merge_all
from zongzhi_xl.core.edition.statement import Edition
from zongzhi_xl.core.returned.submission import Entry, Place, Submission
from zongzhi_xl.record import replace
from zongzhi_xl.statements.loader import standard

CASES, STANDARD = "刑事立案数", standard()


def account(edition: Edition, year: Year, *others: Submission) -> Account:
    """The office's account; ``others`` stand for its returns of the same months."""
    papers = {one.month: one for one in (*submissions(year, edition), *others)}
    of_office = replace(edition, units=(year.unit,))
    bags = [*map(of_return, papers.values()), of_departments(department_return([year], edition))]
    (found,) = appraise(merge_all(bags), of_office, YEAR, final=True).accounts
    return found


def one_of(found: Account, use: Use) -> Accounted:
    (only,) = (one for one in found.shown if one.use == use)
    return only


def march(edition: Edition) -> Submission:
    return next(one for one in submissions(good_year(), edition) if one.month == 3)


def test_of_a_year_without_a_fault_every_cell_is_counted_or_checked(edition: Edition) -> None:
    found = account(edition, good_year())
    assert set(found.uses) == {Use.COUNTED, Use.CHECKED}
    assert not found.shown
    assert all_accounted_for([found])


def test_a_departments_other_figure_is_shown_beside_the_offices(edition: Edition) -> None:
    """The office says 10 in January, the police 9; in February both say 0."""
    found = account(edition, changed(monthly={1: {CASES: 9}, 2: {CASES: 0}}))
    other = one_of(found, Use.REPLACED)
    assert (other.item, other.month, other.source.value) == (CASES, 1, "10")
    assert other.instead is not None
    assert other.instead.basis == Basis.DEPARTMENT
    assert written(other.instead.source).value == "9"
    assert (found.uses[Use.REPLACED], found.uses[Use.AGREED]) == (1, 1)
    assert all_accounted_for([found])


@pytest.mark.parametrize(
    ("item", "typed", "why"),
    [(CASES, "15起", "无法识别"), (CASES, "不适用", "这一项要填，不能写不适用")],
)
def test_what_is_no_figure_is_told_with_its_reason(
    edition: Edition, item: str, typed: str, why: str
) -> None:
    found = account(edition, changed({3: {item: typed}}))
    unfit = one_of(found, Use.WITHHELD)
    assert (unfit.item, unfit.month, unfit.source.value, unfit.why) == (item, 3, typed, why)
    assert all_accounted_for([found])


def test_a_filled_cell_that_nothing_asks_for_is_found(edition: Edition) -> None:
    """A cell of an item that the edition has not, and one outside the form."""
    paper = march(edition)
    place = Place(paper.file, "月报", "Z90")
    paper = replace(
        paper,
        entries={**paper.entries, "旧表项目": Entry(5, Place(paper.file, "月报", "E90"))},
        strays=(place,),
    )
    found = account(edition, good_year(), paper)
    cells = [(one.item, one.source.cell) for one in found.shown if one.use == Use.NOWHERE]
    assert cells == [("旧表项目", "E90"), ("", "Z90")]
    assert found.adds_up
    assert not all_accounted_for([found])


def test_what_was_typed_over_a_formula_is_found(edition: Edition) -> None:
    """It is told by one notice (S1); each such cell is listed here."""
    paper = march(edition)
    over = tuple(Place(paper.file, "月报", cell) for cell in ("E9", "K9"))
    found = account(edition, good_year(), replace(paper, overwritten=over))
    cells = [(one.item, one.source.cell) for one in found.shown if one.use == Use.NOWHERE]
    assert cells == [("", "E9"), ("", "K9")]
    assert found.adds_up


def test_an_account_that_does_not_add_up_proves_nothing() -> None:
    assert not all_accounted_for([Account("甲街道", 3, {Use.COUNTED: 2})])


_ITEMS = (CASES, "出租房屋数", "排查情况已报区", "上半月排查会日期", "综治信息报送条数")
_TYPED = st.sampled_from([None, 0, 7, "是", "不适用", "12起", "见附表"])


@settings(max_examples=25)
@given(
    typed=st.dictionaries(
        st.integers(1, 12), st.dictionaries(st.sampled_from(_ITEMS), _TYPED), max_size=4
    ),
    given_by=st.dictionaries(
        st.integers(1, 12), st.dictionaries(st.just(CASES), st.integers(0, 9)), max_size=4
    ),
    missing=st.frozensets(st.integers(1, 12), max_size=3),
)
def test_the_classes_are_all_the_filled_cells_of_any_year(
    typed: dict[int, dict[str, object]],
    given_by: dict[int, dict[str, object]],
    missing: frozenset[object],
) -> None:
    year = changed(typed, monthly=given_by, missing=missing)
    papers = submissions(year, STANDARD)
    filled = sum(str(one.value) != "未填" for paper in papers for one in paper.entries.values())
    found = account(STANDARD, year)
    assert sum(found.uses.values()) == filled == found.filled
    assert all_accounted_for([found])
