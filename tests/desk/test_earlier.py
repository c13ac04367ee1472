"""底数: what is brought forward, worked out by hand; a gap stays a gap."""

from datetime import date

import pytest

from zongzhi_xl.core.edition.items import FormKind
from zongzhi_xl.core.edition.statement import Edition
from zongzhi_xl.core.language.values import NOT_APPLICABLE, UNREADABLE
from zongzhi_xl.desk.issuing.earlier import Earlier, Occasion, bases, months_not_in

UNIT = "兴海街道"


def earlier(**months: dict[str, object]) -> Earlier:
    """``m2026_3={...}``: what the office reported for that month; ``a2025`` the annual return."""
    reported = {}
    for key, figures in months.items():
        year, _, month = key[1:].partition("_")
        reported[UNIT, int(year), int(month) if month else None] = figures
    return Earlier(reported)


def monthly(edition: Edition, before: Earlier, month: int) -> dict[str, object]:
    return bases(edition.form(FormKind.MONTHLY), Occasion(before, UNIT, 2026, month))


def test_brought_forward_is_the_sum_of_the_earlier_months(edition: Edition) -> None:
    before = earlier(
        m2026_1={"刑事立案数": 10}, m2026_2={"刑事立案数": 7}, m2026_3={"刑事立案数": 9}
    )
    found = monthly(edition, before, 4)
    assert found["承前_刑事立案数"] == 26  # 10 + 7 + 9
    assert found["上月_刑事立案数"] == 9
    assert (found["近和_刑事立案数"], found["近数_刑事立案数"]) == (26, 3)


def test_january_brings_nothing_forward(edition: Edition) -> None:
    found = monthly(edition, earlier(m2025_12={"刑事立案数": 5}), 1)
    assert found["承前_刑事立案数"] == 0
    assert found["上月_刑事立案数"] == 5


@pytest.mark.parametrize("second", [{}, {"刑事立案数": UNREADABLE}])
def test_a_missing_or_unreadable_month_leaves_the_sum_blank(
    edition: Edition, second: dict[str, object]
) -> None:
    months = {"m2026_1": {"刑事立案数": 10}, "m2026_3": {"刑事立案数": 9}}
    if second:
        months["m2026_2"] = second
    found = monthly(edition, earlier(**months), 4)
    assert "承前_刑事立案数" not in found
    assert (found["近和_刑事立案数"], found["近数_刑事立案数"]) == (19, 2)


def test_departments_stand_in_for_a_month_that_is_missing_and_never_overrule(
    edition: Edition,
) -> None:
    item = "刑事立案数"
    reported = {(UNIT, 2026, 1): {item: 10}, (UNIT, 2026, 2): {item: UNREADABLE}}
    verified = {(UNIT, 2026, month): {item: count} for month, count in ((1, 99), (2, 8), (3, 5))}
    found = monthly(edition, Earlier(reported, verified), 4)
    assert found["承前_刑事立案数"] == 23  # the office's 10 + the police's 8 + 5


def test_months_in_which_an_item_does_not_apply_add_nothing(edition: Edition) -> None:
    item = "专项斗争行动次数"
    months = {f"m2026_{n}": {item: NOT_APPLICABLE} for n in range(1, 9)} | {"m2026_6": {item: 3}}
    assert monthly(edition, earlier(**months), 9)[f"承前_{item}"] == 3


def test_last_years_columns(edition: Edition) -> None:
    before = earlier(
        m2025_1={"刑事立案数": 4}, m2025_2={"刑事立案数": 6}, m2025_3={"刑事立案数": 50}
    )
    found = monthly(edition, before, 2)
    assert found["上年同月_刑事立案数"] == 6
    assert found["上年累计_刑事立案数"] == 10  # 4 + 6, March is later


def test_stocks_and_words_of_last_month(edition: Edition) -> None:
    found = monthly(edition, earlier(m2026_1={"出租房屋数": 120, "实行微机管理": "是"}), 2)
    assert found["上月_出租房屋数"] == 120
    assert found["上月_实行微机管理"] == "是"


def test_how_often_the_quarters_meeting_was_held_before(edition: Edition) -> None:
    item = "综治专题会议日期"
    before = earlier(m2026_4={item: date(2026, 4, 9)}, m2026_5={})
    assert monthly(edition, before, 6)[f"本季_{item}"] == 1
    assert monthly(edition, before, 4)[f"本季_{item}"] == 0
    assert f"本季_{item}" not in monthly(edition, before, 9)  # July and August are not there


def test_the_mean_counts_twelve_months_across_the_year(edition: Edition) -> None:
    months = {f"m2025_{n}": {"刑事立案数": 1} for n in range(1, 13)}
    months |= {f"m2026_{n}": {"刑事立案数": 10} for n in range(1, 3)}
    found = monthly(edition, earlier(**months), 3)
    assert (found["近和_刑事立案数"], found["近数_刑事立案数"]) == (30, 12)  # 2×10 + 10×1


def test_the_annual_return_confirms_the_sum_of_the_months(edition: Edition) -> None:
    months = {f"m2026_{n}": {"刑事立案数": n} for n in range(1, 12)}
    before = earlier(**months, a2025={"居民楼道数": 77})
    form = edition.form(FormKind.ANNUAL)
    found = bases(form, Occasion(before, UNIT, 2026, None))
    assert (found["各月_全年刑事立案数"], found["月数_全年刑事立案数"]) == (66, 11)
    assert found["上年_居民楼道数"] == 77


def test_where_no_month_is_known_the_sum_of_the_months_is_left_blank(edition: Edition) -> None:
    form = edition.form(FormKind.ANNUAL)
    found = bases(form, Occasion(earlier(), UNIT, 2026, None))
    assert not {"各月_全年刑事立案数", "月数_全年刑事立案数"} & set(found)


def test_an_office_that_says_an_item_does_not_apply_leaves_the_sum_blank(edition: Edition) -> None:
    months = {"m2026_1": {"刑事立案数": 5}, "m2026_2": {"刑事立案数": NOT_APPLICABLE}}
    assert "承前_刑事立案数" not in monthly(edition, earlier(**months), 3)


def test_months_that_are_not_in() -> None:
    before = earlier(m2026_1={}, m2026_3={})
    assert months_not_in(Occasion(before, UNIT, 2026, 5)) == [2, 4]
