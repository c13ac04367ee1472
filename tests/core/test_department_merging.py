"""Several files of 部门提供数 are one, cell by cell."""

from collections.abc import Mapping
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.good_year import YEAR, department_return, good_year, submissions
from zongzhi_xl.core.appraising.appraisal import appraise
from zongzhi_xl.core.appraising.received import Received
from zongzhi_xl.core.appraising.tally import Tally, settle
from zongzhi_xl.core.edition.items import Severity
from zongzhi_xl.core.language.values import Gap, State, Value
from zongzhi_xl.core.returned.department_merging import merged, with_differences
from zongzhi_xl.core.returned.departments import DepartmentReturn
from zongzhi_xl.core.returned.submission import Entry, Place
from zongzhi_xl.record import replace
from zongzhi_xl.statements import loader

STANDARD = loader.standard()
UNIT = "兴海街道"


def given_by(
    file: str,
    day: int | None = None,
    yearly: Mapping[str, Value] | None = None,
    **march: Value,
) -> DepartmentReturn:
    """What one file gives for the office, of the year and of March."""
    received = date(2026, 4, day) if day else None
    rows = _row(file, "年度", yearly or {}), _row(file, "月度", march)
    figures = {UNIT: rows[0]} if yearly else {}, {(UNIT, 3): rows[1]} if march else {}
    return DepartmentReturn(
        YEAR, STANDARD.id, file, f"sha of {file}", *figures, day=received, number=day or 0
    )


def _row(file: str, sheet: str, figures: Mapping[str, Value]) -> dict[str, Entry]:
    return {
        name: Entry(value, Place(file, sheet, f"{column}3"))
        for column, (name, value) in zip("CDEF", figures.items(), strict=False)
    }


def values(*files: DepartmentReturn) -> dict[str, Value]:
    whole = merged(files)
    assert whole
    return {name: entry.value for name, entry in whole.of(UNIT, 3).items()}


def told(*files: DepartmentReturn) -> list[tuple[str, str, Severity, str]]:
    return [
        (one.file, found.code, found.severity, found.message)
        for one in with_differences(files, STANDARD)
        for found in one.findings
    ]


def test_each_department_sends_its_own_columns() -> None:
    police = given_by("公安.xlsx", 刑事立案数=10)
    justice = given_by("司法.xlsx", yearly={"调查人数": 100}, 民间纠纷受理数=7)
    assert values(police, justice) == {"刑事立案数": 10, "民间纠纷受理数": 7}
    whole = merged([police, justice])
    assert whole
    assert whole.of(UNIT, None)["调查人数"].place == Place("司法.xlsx", "年度", "C3")
    assert list(whole.monthly) == [(UNIT, 3)]
    assert (whole.of("于楼街道", 3), whole.of(UNIT, 4)) == ({}, {})
    assert told(police, justice) == []


def test_the_same_value_twice_is_nothing() -> None:
    files = given_by("甲.xlsx", 1, 刑事立案数=10), given_by("乙.xlsx", 2, 刑事立案数=10)
    assert values(*files) == {"刑事立案数": 10}
    assert told(*files) == []


def test_of_two_values_that_of_the_later_day_holds_and_both_are_told() -> None:
    files = given_by("新.xlsx", 9, 刑事立案数=12), given_by("旧.xlsx", 2, 刑事立案数=10)
    assert values(*files) == {"刑事立案数": 12}
    assert told(*files) == [
        (
            "新.xlsx", "S11", Severity.NOTICE,
            "兴海街道3月的刑事立案数改了：“旧.xlsx”月度!C3 是 10，"
            "后收到的“新.xlsx”月度!C3 是 12，按后收到的算",
        )
    ]  # fmt: skip


@pytest.mark.parametrize("day", [None, 2])
def test_where_no_day_tells_which_is_newer_the_cell_cannot_be_read(day: int | None) -> None:
    files = given_by("a.xlsx", day, 刑事立案数=10), given_by("b.xlsx", day, 刑事立案数=12)
    assert values(*files) == {"刑事立案数": Gap(State.UNREADABLE, "10 / 12")}
    ((_, code, severity, words),) = told(*files)
    assert (code, severity) == ("S4", Severity.BLOCKING)
    assert "“a.xlsx”月度!C3 是 10" in words
    assert "“b.xlsx”月度!C3 是 12" in words
    assert words.endswith("不知以哪个为准；改正前按部门未提供处理")


def test_one_file_without_a_day_leaves_nobody_the_newer() -> None:
    files = given_by("甲.xlsx", 刑事立案数=10), given_by("乙.xlsx", 5, 刑事立案数=12)
    assert isinstance(values(*files)["刑事立案数"], Gap)


def test_what_cannot_be_read_in_one_file_is_as_if_it_were_not_given() -> None:
    typed = Gap(State.UNREADABLE, "12起")
    files = given_by("甲.xlsx", 2, 刑事立案数=10), given_by("乙.xlsx", 9, 刑事立案数=typed)
    assert values(*files) == {"刑事立案数": 10}
    assert told(*files) == []
    assert values(given_by("乙.xlsx", 刑事立案数=typed), given_by("丙.xlsx", 破获积案数=1)) == {
        "刑事立案数": typed, "破获积案数": 1,
    }  # fmt: skip


def test_one_file_stays_as_it_is_and_none_is_none() -> None:
    one = given_by("甲.xlsx", 刑事立案数=10)
    assert merged([one]) is one
    assert merged([]) is None
    assert with_differences([one], STANDARD) == (one,)


def test_however_the_figures_are_spread_over_files_the_result_is_the_same() -> None:
    year = good_year()
    edition = replace(STANDARD, units=(year.unit,))
    whole = department_return([year], edition)
    names = sorted(whole.yearly[year.unit.name])
    parts = [
        replace(whole, file=f"{n}.xlsx", sha256=str(n), yearly={year.unit.name: {
            name: whole.yearly[year.unit.name][name] for name in some
        }})
        for n, some in enumerate((names[::2], names[1::2]))
    ]  # fmt: skip
    received = tuple(Received(one) for one in submissions(year, edition))
    first, second = (
        appraise(settle(Tally(received, tuple(given)), YEAR, edition), edition, YEAR, final=True)
        for given in ([whole], parts)
    )
    assert first.units == second.units
    assert first.figures == second.figures
    assert [one.file for one in second.files[-2:]] == ["0.xlsx", "1.xlsx"]


files = st.lists(
    st.builds(
        lambda number, day, figures: given_by(f"{number}.xlsx", day, **figures),
        st.integers(0, 9),
        st.one_of(st.none(), st.integers(1, 3)),
        st.dictionaries(st.sampled_from(["刑事立案数", "破获积案数"]), st.integers(0, 2)),
    ),
    max_size=4,
    unique_by=lambda one: one.file,
)


@given(parts=files, data=st.data())
def test_no_order_of_the_files_changes_anything(
    parts: list[DepartmentReturn], data: st.DataObject
) -> None:
    shuffled = data.draw(st.permutations(parts))
    whole, again = merged(parts), merged(shuffled)
    assert (whole is None) == (again is None)
    if whole and again:
        assert dict(whole.monthly) == dict(again.monthly)
    assert with_differences(parts, STANDARD) == with_differences(shuffled, STANDARD)
