"""appraise(): whose figure counts, what is due, what is pending, what a closed year costs."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from one_office import changed, places

from tests.bags import EMPTY, of_departments, of_rejected, of_return
from tests.good_year import ANNUAL, YEAR, Year, department_return, good_year, submissions
from zongzhi_xl.core.appraising.appraisal import appraise
from zongzhi_xl.core.appraising.due_days import due_date
from zongzhi_xl.core.appraising.scorecard import (
    Appraisal,
    Basis,
    Delivery,
    DeliveryState,
    IndicatorResult,
    Standing,
    UnitAppraisal,
    VetoState,
)
from zongzhi_xl.core.appraising.tally import Tally, merge_all, settle
from zongzhi_xl.core.edition.items import FormKind, Severity
from zongzhi_xl.core.edition.statement import Edition
from zongzhi_xl.core.language.values import BLANK, Gap
from zongzhi_xl.core.returned.findings import Finding
from zongzhi_xl.record import replace
from zongzhi_xl.statements import loader


def register(edition: Edition, *years: Year) -> Edition:
    return replace(edition, units=tuple(year.unit for year in years))


def handed_in(edition: Edition, *years: Year, departments: bool = True) -> Tally:
    returns = [of_return(one) for year in years for one in submissions(year, edition)]
    workbook = [of_departments(department_return([*years], edition))] if departments else []
    return merge_all([*returns, *workbook])


def appraised(
    edition: Edition, *years: Year, through: int | None = None, final: bool = True, **other: bool
) -> Appraisal:
    edition = register(edition, *years)
    tally = handed_in(edition, *years, **other)
    return appraise(tally, edition, YEAR, through=through, final=final)


def one(edition: Edition, year: Year, **so_far: object) -> UnitAppraisal:
    (unit,) = appraised(edition, year, **so_far).units  # type: ignore[arg-type]
    return unit


def indicator(unit: UnitAppraisal, name: str) -> IndicatorResult:
    return next(result for result in unit.indicators if result.name == name)


def lost_on(unit: UnitAppraisal, clause: int) -> Decimal:
    return sum((loss.points for loss in unit.losses if loss.clause == clause), Decimal(0))


def neighbour(name: str = "示例二街道", year: Year | None = None) -> Year:
    good = year or good_year()
    return replace(good, unit=replace(good.unit, name=name))


# ------------------------------------------------------------------ whose figure counts (R10)

EVERY_MONTH = {month: {"刑事立案数": 6} for month in range(1, 13)}
CASES = "刑事案件发案率"


def test_without_anything_else_the_months_are_added_up(edition: Edition) -> None:
    year = changed(EVERY_MONTH, annual={"全年刑事立案数": None})
    result = indicator(one(edition, year), CASES)
    assert (result.numerator, result.basis, len(result.sources)) == (72, Basis.MONTHS, 12 + 1)


def test_the_annual_return_goes_before_the_months(edition: Edition) -> None:
    result = indicator(one(edition, changed(EVERY_MONTH, annual={"全年刑事立案数": 75})), CASES)
    assert (result.numerator, result.basis) == (75, Basis.ANNUAL)
    assert {source.sheet for source in places(result)} == {"年报", "名册"}


def test_the_departments_go_before_both(edition: Edition) -> None:
    year = changed(EVERY_MONTH, annual={"全年刑事立案数": 75})
    by_month = replace(year, monthly={month: {"刑事立案数": 5} for month in range(1, 13)})
    result = indicator(one(edition, by_month), CASES)
    assert (result.numerator, result.basis) == (60, Basis.DEPARTMENT)
    whole = replace(year, yearly={**year.yearly, "全年刑事立案数": 80})
    result = indicator(one(edition, whole), CASES)
    assert (result.numerator, result.basis) == (80, Basis.DEPARTMENT)
    assert places(result)[0].file == "部门提供数.xlsx"


def test_a_month_of_the_departments_replaces_that_month_only(edition: Edition) -> None:
    year = changed(EVERY_MONTH, annual={"全年刑事立案数": None}, monthly={3: {"刑事立案数": 16}})
    result = indicator(one(edition, year), CASES)
    assert (result.numerator, result.basis) == (11 * 6 + 16, Basis.MONTHS)


def test_the_annual_return_does_not_undo_what_a_department_corrected(edition: Edition) -> None:
    corrected = changed(EVERY_MONTH, annual={"全年刑事立案数": 72}, monthly={3: {"刑事立案数": 16}})
    assert indicator(one(edition, corrected), CASES).numerator == 82
    confirmed = replace(corrected, monthly={3: {"刑事立案数": 6}})
    assert indicator(one(edition, confirmed), CASES).basis == Basis.MONTHS  # 6 of 72 are theirs
    silent = replace(corrected, monthly={})
    assert indicator(one(edition, silent), CASES).basis == Basis.ANNUAL


def test_before_december_the_annual_figure_does_not_stand_for_the_months(edition: Edition) -> None:
    year = changed(EVERY_MONTH, annual={"全年刑事立案数": 75})
    result = indicator(one(edition, year, through=6, final=False), CASES)
    assert (result.numerator, result.basis) == (36, Basis.MONTHS)


def test_of_a_stock_the_newest_due_month_counts(edition: Edition) -> None:
    year = changed({6: {"出租房屋登记数": 97}, 7: {"出租房屋登记数": 99}})
    result = indicator(one(edition, year, through=6, final=False), "出租房屋登记率")
    assert (result.numerator, result.denominator, result.met) == (97, 100, False)
    assert (result.basis, len(result.sources)) == (Basis.NEWEST_MONTH, 2)
    assert lost_on(one(edition, year), 16) == 0


def test_departments_overrule_the_annual_return_but_not_the_office(edition: Edition) -> None:
    good = good_year()
    by_courts = replace(good, yearly={**good.yearly, "社会犯罪人数": 8})
    result = indicator(one(edition, by_courts), "社会犯罪率")
    assert (result.numerator, result.basis, result.met) == (8, Basis.DEPARTMENT, False)
    # nobody but the office answers for the signed statements
    meddling = replace(good, yearly={**good.yearly, "签订责任书单位数": 3})
    assert indicator(one(edition, meddling), "责任书签订率").numerator == 20


def reported_otherwise(edition: Edition, year: Year, item: str) -> dict[int | None, str]:
    """Month → what the office itself had reported, where another figure counts."""
    cells = appraised(edition, year).contributions
    return {
        cell.month: cell.reported.value for cell in cells if cell.item == item and cell.reported
    }


def test_the_offices_own_figure_stays_beside_the_one_that_overrules_it(edition: Edition) -> None:
    verified = {month: {"刑事立案数": 6} for month in range(1, 13)} | {3: {"刑事立案数": 16}}
    year = changed(EVERY_MONTH, annual={"全年刑事立案数": None}, monthly=verified)
    assert reported_otherwise(edition, year, "刑事立案数") == {3: "6"}
    blank = changed({**EVERY_MONTH, 3: {"刑事立案数": None}}, monthly=verified)
    assert reported_otherwise(edition, blank, "刑事立案数") == {3: "未填"}
    # of a return that never came nothing was reported
    gone = changed(EVERY_MONTH, monthly=verified, missing=frozenset([3]))
    assert reported_otherwise(edition, gone, "刑事立案数") == {}
    by_courts = replace(good_year(), yearly={**good_year().yearly, "社会犯罪人数": 8})
    assert reported_otherwise(edition, by_courts, "社会犯罪人数") == {None: "3"}


def test_last_years_fires_of_the_fire_service_replace_the_register(edition: Edition) -> None:
    assert str(indicator(one(edition, good_year()), "农村火灾").limit) == "<= 8"
    good = good_year()
    corrected = replace(good, yearly={**good.yearly, "上年农村火灾起数": 5})
    assert str(indicator(one(edition, corrected), "农村火灾").limit) == "<= 4"


def test_an_unreadable_cell_of_the_departments_is_as_if_not_given(edition: Edition) -> None:
    """The office's own figure counts, and the officer is asked."""
    year = changed(
        EVERY_MONTH, annual={"全年刑事立案数": None}, monthly={3: {"刑事立案数": "16起"}}
    )
    unit = one(edition, year)
    assert indicator(unit, CASES).met is False
    assert indicator(unit, CASES).numerator == 72
    assert unit.provisional
    assert any("刑事立案数" in reason and "16起" in reason for reason in unit.provisional_reasons)


def test_an_unreadable_yearly_cell_of_the_departments_is_as_if_not_given(edition: Edition) -> None:
    year = changed({}, annual={"社会违法人数": 1})
    unreadable = replace(year, yearly={**year.yearly, "社会违法人数": "90人"})
    unit = one(edition, unreadable)
    result = indicator(unit, "社会违法率")
    assert (result.met, result.numerator) == (True, 1)
    assert any("社会违法人数（年度!" in reason for reason in unit.provisional_reasons)


@pytest.mark.parametrize(
    ("item", "found", "clause"),
    [
        ("调查人数", "很多", 24),
        ("调查人数", 0, 24),
        ("群体性事件起数", "很多", 15),
        ("调查人数", None, 24),
    ],
)
def test_what_only_the_district_can_give_is_owed_by_it_and_pending(
    item: str, found: object, clause: int, edition: Edition
) -> None:
    good = good_year()
    unit = one(edition, replace(good, yearly={**good.yearly, item: found}))
    assert unit.score == 100
    reasons = "；".join(unit.provisional_reasons)
    assert "区或部门的数没有提供：" in reasons
    assert item in reasons
    assert [one.number for one in unit.clauses if one.pending] == [clause]


@pytest.mark.parametrize("item", ["社区数", "所辖单位数", "应受普法教育人数"])
def test_a_nought_of_the_offices_own_is_said_as_its_own(item: str, edition: Edition) -> None:
    unit = one(edition, changed({}, annual={item: 0}))
    reasons = "；".join(unit.provisional_reasons)
    assert f"本单位填的不能用：{item}（年报!" in reasons
    assert "区或部门的数没有提供" not in reasons


@pytest.mark.parametrize("found", ["不适用", "12起"])
def test_an_unreadable_figure_takes_the_rank_before_closing_and_the_best_grade_after(
    found: str, edition: Edition
) -> None:
    year = changed({4: {"治安案件受理数": found}})
    other = neighbour(year=good_year())
    before = appraised(edition, year, other, through=6, final=False)
    assert [unit.rank for unit in before.units] == [None, 1]
    after = appraised(edition, year, other)
    assert [unit.rank for unit in after.units] == [2, 1]
    assert before.ranked[-1].unit == "示例一街道"


#: an event that was reported in time, with nobody dead
IN_TIME = {
    "事项编号": "示例4-1", "大类": "事故", "事故类型": "生产", "发生时间": datetime(2026, 4, 3, 8),
    "上报时间": datetime(2026, 4, 3, 9), "死亡人数": 0,
}  # fmt: skip


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ({"上报时间": "2026-04-05 08:00"}, "重大事项!E2 2026-04-05 08:00"),
        ({"发生时间": None}, "重大事项!D2"),
        ({"死亡人数": "3人"}, "重大事项!F2 3人"),
        ({"死亡人数": None}, "重大事项!F2"),
        ({"大类": "大案", "上报时间": datetime(2026, 4, 5, 8)}, "重大事项!C2 大案"),
    ],
)
def test_an_event_of_which_nobody_can_tell_what_it_costs_takes_the_rank_before_closing(
    typed: Mapping[str, object], told: str, edition: Edition
) -> None:
    """A time typed as text would hide that it was reported two days late."""
    year = replace(good_year(), events={4: (IN_TIME | typed,)})
    other = neighbour(year=good_year())
    before = appraised(edition, year, other, through=6, final=False)
    assert [unit.rank for unit in before.units] == [None, 1]
    (reason,) = (one for one in before.units[0].provisional_reasons if "重大事项" in one)
    assert told in reason
    assert reason.endswith("待定，改正前不排名次")
    after = appraised(edition, year, other)
    assert [unit.rank for unit in after.units] == [2, 1]


def test_events_of_which_all_is_known_cost_no_rank(edition: Edition) -> None:
    """One that was not reported at all costs points; of a case nobody asks how many died."""
    case = {"事项编号": "示例4-2", "大类": "案件", "发生时间": IN_TIME["发生时间"]}
    year = replace(good_year(), events={4: (IN_TIME, case | {"上报时间": None})})
    units = appraised(edition, year, neighbour(year=good_year()), through=6, final=False).units
    assert [unit.rank for unit in units] == [2, 1]


@pytest.mark.parametrize("final", [False, True])
def test_a_month_that_is_not_there_has_no_rank_before_closing(
    edition: Edition, final: bool
) -> None:
    absent = changed(missing=frozenset({5}))
    units = appraised(edition, absent, neighbour(year=good_year()), through=6, final=final).units
    assert [unit.rank for unit in units] == ([2, 1] if final else [None, 1])
    assert any("月报缺报：5月" in reason for reason in units[0].grade_reasons) is not final


def test_looking_back_says_that_the_annual_return_is_left_out(edition: Edition) -> None:
    unit = one(edition, good_year(), through=7, final=False)
    assert unit.grade_reasons == ("未评优胜：只算到7月，年报没有计入",)


@pytest.mark.parametrize("found", ["12起", None])
def test_a_duty_in_an_undecided_cell_counts_only_when_the_year_is_closed(
    edition: Edition, found: object
) -> None:
    """R9: until the period closes the office may still put the cell right."""
    year = changed({1: {"治安巡逻次数": found}})
    for final, lost in ((False, []), (True, ["0.20"])):
        unit = one(edition, year, final=final)
        assert [str(loss.points) for loss in unit.losses if loss.clause == 11] == lost


def test_months_to_which_an_item_does_not_apply_are_passed_over(edition: Edition) -> None:
    appraisal = appraised(edition, good_year())
    assert appraisal.figures["示例一街道", "专项斗争行动次数"] == 2
    in_may = appraised(edition, good_year(), through=5, final=False)
    assert in_may.figures["示例一街道", "专项斗争行动次数"] == BLANK
    # typed where the district did not preset it, it is no answer
    nowhere = changed({month: {"专项斗争行动次数": "不适用"} for month in (6, 12)})
    assert appraised(edition, nowhere).figures["示例一街道", "专项斗争行动次数"] == BLANK


# ------------------------------------------------------------------ how far the year has come


def test_the_newest_month_of_any_unit_is_due_for_all(edition: Edition) -> None:
    later = frozenset(range(5, 13)) | {ANNUAL}
    first = changed(missing=later)
    second = neighbour(year=changed(missing=later | {4}))
    appraisal = appraised(edition, first, second, final=False)
    assert appraisal.through == 4
    states = {
        (one.unit, one.month): one.state
        for one in appraisal.deliveries
        if one.form == FormKind.MONTHLY
    }
    assert states["示例二街道", 4] == DeliveryState.MISSING
    assert states["示例一街道", 4] == DeliveryState.ON_TIME
    assert states["示例一街道", 5] == DeliveryState.NOT_DUE


def test_looking_back_later_returns_are_left_out(edition: Edition) -> None:
    early = changed(missing=frozenset([*range(4, 13), ANNUAL]))
    whole = appraised(edition, good_year(), through=3, final=False)
    assert whole.units == appraised(edition, early, through=3, final=False).units


def test_looking_back_nothing_is_said_of_later_returns(edition: Edition) -> None:
    year = good_year()
    edition = register(edition, year)
    appraisal = appraise(handed_in(edition, year), edition, YEAR, through=3)
    assert [one.month for one in appraisal.files if one.form != FormKind.DEPARTMENTS] == [1, 2, 3]
    assert appraisal.data_until == date(2026, 4, 3)


def test_nothing_usable_is_no_month_at_all(edition: Edition) -> None:
    for final in (False, True):
        appraisal = appraise(of_rejected("坏.xlsx", "打不开"), edition, YEAR, final=final)
        assert (appraisal.through, len(appraisal.units)) == (0, 8)
        assert all(unit.provisional for unit in appraisal.units)
        assert [one.file for one in appraisal.rejected] == ["坏.xlsx"]
    assert appraise(EMPTY, edition, YEAR).data_until is None


def test_data_until_is_the_newest_day_of_reporting(edition: Edition) -> None:
    assert appraised(edition, good_year()).data_until == date(2027, 1, 10)
    assert appraised(edition, changed(missing=frozenset([ANNUAL]))).data_until == date(2027, 1, 3)


# ------------------------------------------------------------------ pending, and closed (R9)


def test_a_missing_month_leaves_the_rate_pending_and_shows_it_so_far(edition: Edition) -> None:
    year = changed(EVERY_MONTH, missing=frozenset([2, ANNUAL]))
    unit = one(edition, year, through=4, final=False)
    result = indicator(unit, CASES)
    assert (result.numerator, result.met, result.standing) == (18, None, Standing.INCOMPLETE)
    assert lost_on(unit, 6) == 0
    assert ("报送情况", "示例一街道 2月") in {(one.file, one.cell) for one in places(result)}


def test_at_closing_the_missing_month_costs_the_caps(edition: Edition) -> None:
    year = changed(EVERY_MONTH, missing=frozenset([2, ANNUAL]))
    # 3 + 2 + 3; the fourth part of the clause is a figure of the district
    assert lost_on(one(edition, year), 6) == 8


def test_at_closing_departments_fill_in(edition: Edition) -> None:
    police = dict.fromkeys(("刑事立案数", "可防性案件数", "刑事破案数"), 0)
    year = changed(missing=frozenset([2, ANNUAL]), monthly={2: police})
    assert lost_on(one(edition, year), 6) == 0


def test_the_year_is_closed_with_december_even_if_nobody_handed_it_in(edition: Edition) -> None:
    year = changed(missing=frozenset([12, ANNUAL]))
    appraisal = appraised(edition, year)
    assert appraisal.through == 12
    # each of the four: 出租房屋 2, 流动人口 2, 办证 2, 微机管理 1
    assert lost_on(appraisal.units[0], 16) == 7


def test_annual_items_are_not_due_before_the_annual_return_or_closing(edition: Edition) -> None:
    year = changed(missing=frozenset([ANNUAL]))
    so_far = one(edition, year, final=False)
    assert indicator(so_far, "安置率").standing == Standing.NOT_DUE
    assert lost_on(so_far, 10) == 0
    assert indicator(one(edition, year), "安置率").standing == Standing.INCOMPLETE
    assert lost_on(one(edition, year), 10) == 5
    assert indicator(one(edition, good_year(), final=False), "安置率").met is True


def test_what_the_district_owes_costs_nothing_and_leaves_the_score_open(edition: Edition) -> None:
    unit = appraised(edition, good_year(), departments=False).units[0]
    assert indicator(unit, "知晓率").standing == Standing.OWED
    assert unit.losses == ()
    assert unit.provisional
    (reason,) = unit.provisional_reasons
    assert "知晓率" in reason
    assert "群体性事件起数" in reason


def test_a_missing_return_in_an_open_year_says_that_the_score_is_too_good(
    edition: Edition,
) -> None:
    year = changed({}, missing=frozenset([5]))
    reasons = one(edition, year, through=6, final=False).provisional_reasons
    assert "缺报：5月，由它们算的指标和扣分还没有算，得分偏高" in reasons


def test_before_closing_every_result_is_provisional(edition: Edition) -> None:
    assert one(edition, good_year(), final=False).provisional
    assert not one(edition, good_year()).provisional


def test_closing_before_december_says_so(edition: Edition) -> None:
    unit = one(edition, good_year(), through=11)
    assert unit.provisional_reasons == ("只算到11月，不是全年",)


# ------------------------------------------------------------------ findings


def with_finding(edition: Edition, severity: Severity, explained: str = "") -> UnitAppraisal:
    year = good_year()
    edition = register(edition, year)
    found = Finding("19", severity, "月报", "D5", "刑事立案数", "83", "……", "……", 6, explained)
    tally = merge_all(
        [
            of_departments(department_return([year], edition)),
            *(
                of_return(one, (found,) if one.month == 5 else ())
                for one in submissions(year, edition)
            ),
        ]
    )
    appraisal = appraise(tally, edition, YEAR, final=True)
    assert [one for file in appraisal.files for one in file.findings] == [found]
    (unit,) = appraisal.units
    return unit


def test_a_blocking_finding_is_scored_as_reported_and_provisional(edition: Edition) -> None:
    unit = with_finding(edition, Severity.BLOCKING)
    assert (unit.score, unit.provisional_reasons) == (Decimal(100), ("审核未通过：5月",))


def test_an_open_query_keeps_from_the_best_grade_until_explained(edition: Edition) -> None:
    unit = with_finding(edition, Severity.QUERY)
    assert (unit.grade, unit.grade_reasons) == (
        "合格", ("未评优胜：有1处核实性问题没有写说明",),
    )  # fmt: skip
    assert with_finding(edition, Severity.QUERY, "有专项打击").grade == "优胜"


# ------------------------------------------------------------------ files that do not count


def test_two_files_for_one_month_leave_it_pending_and_are_not_a_missing_return(
    edition: Edition,
) -> None:
    year = changed(missing=frozenset([ANNUAL]))
    edition = register(edition, year)
    march = submissions(year, edition)[2]
    second = of_return(replace(march, file="更正.xlsx", sha256="另一份"))
    tally = settle(merge_all([handed_in(edition, year), second]), YEAR, edition)
    appraisal = appraise(tally, edition, YEAR)
    (unit,) = appraisal.units
    assert indicator(unit, CASES).standing == Standing.INCOMPLETE
    assert {one.file for one in appraisal.rejected} == {march.file, "更正.xlsx"}
    state = {one.month: one.state for one in appraisal.deliveries if one.form == FormKind.MONTHLY}
    assert state[3] == DeliveryState.PENDING
    assert lost_on(unit, 26) == 0
    assert unit.rank is None
    assert "待定：两份报表由区里选定：3月" in unit.provisional_reasons
    assert "待定：两份报表由区里选定：3月" in "；".join(unit.grade_reasons)
    assert not [one for one in unit.provisional_reasons if "缺报" in one or "退回" in one]
    closed = appraise(tally, edition, YEAR, final=True).units[0]
    looked_up = {(one.cell, one.value) for loss in closed.losses for one in places(loss)}
    assert ("示例一街道 3月", "待定：两份报表由区里选定") in looked_up
    assert ("示例一街道 3月", "缺报") not in looked_up


@settings(max_examples=15)
@given(data=st.data())
def test_the_order_of_files_changes_nothing(data: st.DataObject) -> None:
    years = (changed(EVERY_MONTH, missing=frozenset([4])), neighbour())
    edition = register(loader.standard(), *years)
    whole = handed_in(edition, *years)
    parts = [Tally(received=(one,)) for one in whole.received] + [replace(whole, received=())]
    shuffled = merge_all(data.draw(st.permutations(parts)))
    assert appraise(shuffled, edition, YEAR) == appraise(whole, edition, YEAR)


# ------------------------------------------------------------------ deliveries


def test_due_dates_and_holidays(edition: Edition) -> None:
    statement = edition.statement
    assert due_date(statement, FormKind.MONTHLY, 2026, 4) == date(2026, 5, 5)
    assert due_date(statement, FormKind.MONTHLY, 2026, 12) == date(2027, 1, 5)
    assert due_date(statement, FormKind.ANNUAL, 2026, None) == date(2027, 1, 10)
    holidays = tuple(date(2026, 5, day) for day in range(1, 6))
    table = replace(statement, holidays=holidays)
    assert due_date(table, FormKind.MONTHLY, 2026, 4) == date(2026, 5, 5)
    moved = replace(table, due_moves_past_holidays=True)
    assert due_date(moved, FormKind.MONTHLY, 2026, 4) == date(2026, 5, 6)


def delivery(deliveries: Iterable[Delivery], form: FormKind, month: int | None) -> Delivery:
    return next(one for one in deliveries if (one.form, one.month) == (form, month))


def test_every_unit_owes_thirteen_returns_and_the_departments_one(edition: Edition) -> None:
    year = changed(missing=frozenset([7]))
    year = replace(year, reported={**year.reported, 2: date(2026, 3, 6)})
    appraisal = appraised(edition, year, neighbour())
    assert len(appraisal.deliveries) == 13 + 13 + 1
    late = delivery(appraisal.deliveries, FormKind.MONTHLY, 2)
    assert (late.state, late.due, late.reported) == ("迟报", date(2026, 3, 5), date(2026, 3, 6))
    assert delivery(appraisal.deliveries, FormKind.MONTHLY, 7).state == DeliveryState.MISSING
    assert delivery(appraisal.deliveries, FormKind.ANNUAL, None).state == DeliveryState.ON_TIME
    departments = appraisal.deliveries[-1]
    assert (departments.form, departments.file) == (FormKind.DEPARTMENTS, "部门提供数.xlsx")


def test_the_departments_workbook_is_missing_only_at_closing(edition: Edition) -> None:
    for final, state in ((False, DeliveryState.NOT_DUE), (True, DeliveryState.MISSING)):
        appraisal = appraised(edition, good_year(), final=final, departments=False)
        assert appraisal.deliveries[-1].state == state


# ------------------------------------------------------------------ the district


def test_figures_are_the_sum_of_their_contributions(edition: Edition) -> None:
    year = changed(EVERY_MONTH, annual={"全年刑事立案数": None}, monthly={3: {"刑事立案数": 16}})
    appraisal = appraised(edition, year, neighbour())
    for unit, total in (("示例一街道", 82), ("示例二街道", 10)):
        cells = [
            one for one in appraisal.contributions if (one.unit, one.item) == (unit, "刑事立案数")
        ]
        assert appraisal.figures[unit, "刑事立案数"] == total
        # the annual return's own total counts where it stands (R10), else the months
        counted = [one for one in cells if one.month is None] or cells
        assert sum(one.value for one in counted) == total  # type: ignore[misc]
        assert [one.month for one in cells if one.month] == list(range(1, 13))
    names = {(one.unit, one.item, one.month) for one in appraisal.contributions}
    assert len(names) == len(appraisal.contributions)


def test_units_stand_in_the_registers_order_with_rank_and_veto(edition: Edition) -> None:
    worse = neighbour("示例三街道", changed(annual={"开展平安创建": "否"}))
    struck = neighbour(
        "示例二街道", changed(events={3: ({"大类": "案件", "区认定": "特大严重暴力案件"},)})
    )
    units = appraised(edition, worse, good_year(), struck).units
    assert [unit.unit for unit in units] == ["示例三街道", "示例一街道", "示例二街道"]
    # the third office did not report its event: 2 points
    assert [str(unit.score) for unit in units] == ["98.50", "100.00", "98.00"]
    assert [unit.rank for unit in units] == [2, 1, 3]
    assert units[2].veto == VetoState.PROPOSED
    assert units[2].veto_reasons == ("重大事项示例3-2经区认定为特大严重暴力案件",)
    assert [unit.grade for unit in units] == ["合格", "优胜", "合格"]


def test_other_readings_of_clause_6_name_the_units_they_would_change(edition: Edition) -> None:
    # 100 000 people, 200 cases, 10 preventable: 5 % meets 15 %, not 15 per 10 000 cases
    third = changed({1: {"刑事立案数": 200, "可防性案件数": 10, "刑事破案数": 200}})
    crowd = {**third.unit.figures, "总人口": 100_000}
    third = replace(third, unit=replace(third.unit, group="三类", figures=crowd))
    appraisal = appraised(edition, third, neighbour())
    found = [(one.reading, one.unit, one.met, one.met_otherwise) for one in appraisal.alternatives]
    assert found == [("R1", "示例一街道", True, False)]
    assert "10000" in appraisal.alternatives[0].option
    # 160 preventable among 100 000 people are 16 per 10 000; of 2 000 cases they are 8 %
    many = changed({1: {"刑事立案数": 2000, "可防性案件数": 160, "刑事破案数": 2000}})
    many = replace(many, unit=third.unit)
    assert len(appraised(edition, many).alternatives) == 2


@pytest.mark.parametrize("through", [None, 0, 1, 6, 12])
@pytest.mark.parametrize("final", [False, True])
def test_the_ledger_adds_up_at_any_time(through: int | None, final: bool, edition: Edition) -> None:
    rough = changed(
        {1: {"刑事立案数": 83}, 2: {"治安巡逻次数": 0}, 3: {"刑事破案数": "3起"}},
        annual={"主任述职日期": None, "帮教对子数": 0},
        missing=frozenset([5, 9]),
    )
    for unit in appraised(edition, rough, neighbour(), through=through, final=final).units:
        assert unit.score == 100 - sum((loss.points for loss in unit.losses), Decimal(0))
        assert unit.score == 100 - sum((clause.lost for clause in unit.clauses), Decimal(0))
        assert len(unit.indicators) == len(edition.indicators)
        assert all(result.sources for result in unit.indicators)
        for loss in unit.losses:
            assert loss.points > 0
            assert loss.points == loss.points.quantize(Decimal("0.01"))
            assert loss.sources


def test_an_empty_register_population_is_owed_not_divided_by(edition: Edition) -> None:
    year = good_year()
    year = replace(year, unit=replace(year.unit, figures={**year.unit.figures, "总人口": 0}))
    result = indicator(one(edition, year), CASES)
    assert isinstance(result.value, Gap)
    assert (result.met, result.standing) == (None, Standing.OWED)


def test_values_stay_exact(edition: Edition) -> None:
    year = changed({1: {"刑事立案数": 7}})
    year = replace(year, unit=replace(year.unit, figures={**year.unit.figures, "总人口": 62001}))
    assert indicator(one(edition, year), CASES).value == Fraction(70000, 62001)
