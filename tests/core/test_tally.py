"""The bag of what came in: no order matters, and which files count is decided once."""

from functools import reduce

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.bags import EMPTY, of_departments, of_rejected, of_return
from zongzhi_xl.core.appraising.scorecard import Period
from zongzhi_xl.core.appraising.tally import Tally, merge_all, settle
from zongzhi_xl.core.edition.items import FormKind, Severity
from zongzhi_xl.core.edition.statement import Edition
from zongzhi_xl.core.returned.departments import DepartmentReturn
from zongzhi_xl.core.returned.findings import Finding
from zongzhi_xl.core.returned.submission import Entry, Place, Submission
from zongzhi_xl.record import replace
from zongzhi_xl.statements import loader

STANDARD = loader.standard()
FINDING = Finding("13", Severity.BLOCKING, "月报", "D6", "可防性案件数", "9", "……", "……")


def merge(first: Tally, second: Tally) -> Tally:
    return merge_all((first, second))


def monthly(file: str, month: int = 3, unit: str = "兴海街道", **other: object) -> Submission:
    known = {
        "form": FormKind.MONTHLY, "unit": unit, "year": 2026, "month": month,
        "edition_id": STANDARD.id, "file": file, "sha256": f"sha of {file}", "entries": {},
    }  # fmt: skip
    return Submission(**{**known, **other})  # type: ignore[arg-type]


def departments(file: str, **other: object) -> DepartmentReturn:
    whole = DepartmentReturn(2026, STANDARD.id, file, f"sha of {file}", {}, {})
    return replace(whole, **other)  # type: ignore[arg-type]


def in_bag(*parts: Submission | DepartmentReturn) -> Tally:
    return merge_all(
        of_return(one) if isinstance(one, Submission) else of_departments(one) for one in parts
    )


def settled(*parts: Submission | DepartmentReturn) -> Tally:
    return settle(in_bag(*parts), 2026, STANDARD)


def files(tally: Tally) -> list[str]:
    return [one.submission.file for one in tally.received]


def reasons(tally: Tally) -> dict[str, str]:
    return {one.file: one.reason for one in tally.rejected}


# ------------------------------------------------------------------ merging


def said(nature: str, patrols: int) -> dict[str, Entry]:
    place = Place("表.xlsx", "月报", "D9")
    return {"报表性质": Entry(nature, place), "治安巡逻次数": Entry(patrols, place)}


units = st.sampled_from(["兴海街道", "于楼街道", "不在名册街道"])
singles = st.one_of(
    # what stands in a file follows from its contents, so the contents name it
    st.builds(
        lambda file, *contents: of_return(
            monthly(
                f"{file}.xlsx", *contents[:2], year=contents[2], sha256=str(contents),
                entries=said(*contents[3:]),
            ),
            (FINDING,),
        ),
        st.integers(0, 6), st.integers(1, 3), units, st.sampled_from([2025, 2026]),
        st.sampled_from(["首报", "第1次更正", "第2次更正"]), st.integers(0, 1),
    ),
    st.builds(
        lambda file, sha: of_departments(departments(f"部门{file}.xlsx", sha256=sha)),
        st.integers(0, 2), st.sampled_from(["甲", "乙"]),
    ),
    st.builds(lambda file: of_rejected(f"坏{file}.xlsx", "打不开"), st.integers(0, 2)),
)  # fmt: skip
bags = st.lists(singles, max_size=5).map(merge_all)


@given(a=bags, b=bags, c=bags)
def test_merging_knows_no_order_and_no_grouping(a: Tally, b: Tally, c: Tally) -> None:
    assert merge(a, b) == merge(b, a)
    assert merge(merge(a, b), c) == merge(a, merge(b, c))
    assert merge(a, EMPTY) == a
    assert merge(a, a) == a


@given(parts=st.lists(singles, max_size=8), data=st.data())
def test_settling_gives_the_same_whatever_came_first(
    parts: list[Tally], data: st.DataObject
) -> None:
    order = data.draw(st.permutations(parts))
    one_by_one = reduce(merge, order, EMPTY)
    assert settle(one_by_one, 2026, STANDARD) == settle(merge_all(parts), 2026, STANDARD)


@given(bag=bags)
def test_settling_twice_changes_nothing(bag: Tally) -> None:
    once = settle(bag, 2026, STANDARD)
    assert settle(once, 2026, STANDARD) == once


@given(bag=bags)
def test_every_file_is_either_used_or_rejected_with_a_reason(bag: Tally) -> None:
    after = settle(bag, 2026, STANDARD)
    used = {*files(after), *(one.file for one in after.departments)}
    came = {*files(bag), *(one.file for one in bag.departments), *reasons(bag)}
    replaced = {one.file for one in after.replaced}
    assert used | set(reasons(after)) | replaced == came
    assert all(one.reason for one in after.rejected)
    periods = [(one.submission.unit, one.submission.month) for one in after.received]
    assert len(set(periods)) == len(periods)


# ------------------------------------------------------------------ which files count


def test_identical_contents_again_the_second_by_path_is_rejected() -> None:
    after = settled(monthly("乙/3月.xlsx", sha256="同"), monthly("甲/3月.xlsx", sha256="同"))
    # 乙 sorts before 甲
    assert files(after) == ["乙/3月.xlsx"]
    assert "内容完全相同" in reasons(after)["甲/3月.xlsx"]
    assert "乙/3月.xlsx" in reasons(after)["甲/3月.xlsx"]
    assert after.returned == ()


def test_two_different_files_for_one_month_are_both_rejected() -> None:
    after = settled(monthly("3月.xlsx"), monthly("3月更正.xlsx"), monthly("4月.xlsx", 4))
    assert files(after) == ["4月.xlsx"]
    assert set(reasons(after)) == {"3月.xlsx", "3月更正.xlsx"}
    assert "兴海街道3月月报" in reasons(after)["3月.xlsx"]
    assert "3月更正.xlsx" in reasons(after)["3月.xlsx"]
    assert after.returned == (Period("兴海街道", FormKind.MONTHLY, 3),)


def test_a_copy_of_one_of_two_rivals_does_not_decide_between_them() -> None:
    after = settled(
        monthly("a.xlsx", sha256="一"),
        monthly("b.xlsx", sha256="二"),
        monthly("c.xlsx", sha256="一"),
    )
    assert files(after) == []
    assert "内容完全相同" in reasons(after)["c.xlsx"]


def test_annual_and_monthly_returns_are_no_rivals() -> None:
    annual = monthly("年报.xlsx", form=FormKind.ANNUAL)
    after = settled(replace(annual, month=None), monthly("3月.xlsx"))
    assert len(after.received) == 2


@pytest.mark.parametrize(
    ("other", "words"),
    [
        ({"year": 2025}, "年份是2025，本次汇总的是2026年"),
        ({"unit": "某某街道"}, "填报单位“某某街道”不在名册上"),
    ],
)
def test_what_does_not_belong_here_is_rejected_in_plain_words(
    other: dict[str, object], words: str
) -> None:
    after = settle(of_return(replace(monthly("3月.xlsx"), **other)), 2026, STANDARD)  # type: ignore[arg-type]
    assert files(after) == []
    assert words in reasons(after)["3月.xlsx"]


def test_a_rejected_file_says_whose_it_is_where_that_is_why() -> None:
    rivals = settled(monthly("a.xlsx"), monthly("b.xlsx"))
    march = Period("兴海街道", FormKind.MONTHLY, 3)
    assert [(one.paper, one.year) for one in rivals.rejected] == [(march, None)] * 2
    (late,) = settled(monthly("去年.xlsx", year=2025)).rejected
    assert (late.paper, late.year) == (None, 2025)
    assert late.remedy.startswith("核对：是别的年度的表")


def test_last_years_return_is_no_rival_of_this_years() -> None:
    after = settled(monthly("今年.xlsx"), monthly("去年.xlsx", year=2025))
    assert files(after) == ["今年.xlsx"]
    assert after.returned == ()


def test_a_return_of_an_old_version_counts() -> None:
    after = settled(monthly("3月.xlsx", edition_id="旧"), departments("部门.xlsx", edition_id="旧"))
    assert (files(after), after.returned, after.rejected) == (["3月.xlsx"], (), ())
    assert [one.file for one in after.departments] == ["部门.xlsx"]


def test_department_workbooks_follow_the_same_rules() -> None:
    same = settled(departments("a.xlsx", sha256="同"), departments("b.xlsx", sha256="同"))
    assert [one.file for one in same.departments] == ["a.xlsx"]
    different = settled(departments("a.xlsx"), departments("b.xlsx"))
    assert [one.file for one in different.departments] == ["a.xlsx", "b.xlsx"]  # both are used
    wrong = settled(departments("a.xlsx", year=2025), departments("b.xlsx"))
    assert [one.file for one in wrong.departments] == ["b.xlsx"]


def test_findings_travel_with_their_return(edition: Edition) -> None:
    after = settle(of_return(monthly("3月.xlsx"), (FINDING,)), 2026, edition)
    assert after.received[0].findings == (FINDING,)
