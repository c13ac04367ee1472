"""Indicators: headroom and shortfall against brute force, and exact judgement by group."""

from collections.abc import Mapping
from fractions import Fraction

import pytest

from zongzhi_xl.core.appraising.bounds import Bound
from zongzhi_xl.core.appraising.figures import Figure
from zongzhi_xl.core.appraising.indicators import Limited, judge
from zongzhi_xl.core.appraising.scorecard import (
    Basis,
    Contribution,
    IndicatorResult,
    SourceCell,
    Standing,
)
from zongzhi_xl.core.edition.statement import Edition, Indicator, Limit, Measure, ZeroBase
from zongzhi_xl.core.language.expressions import parse
from zongzhi_xl.core.language.values import BLANK, NOT_APPLICABLE, ZERO_DENOMINATOR, Value
from zongzhi_xl.record import replace

# ------------------------------------------------------------------ against brute force

#: more adverse units than any limit below can bear with counts up to 40
MANY = 420
CEILINGS, FLOORS = ("<", "<="), (">", ">=")
SMALL = range(41)

#: one further adverse unit, worked out by hand
FURTHER = {
    Measure.RATE: lambda n, d, k: (n + k, d),
    Measure.RATE_FLOOR: lambda n, d, k: (n - k, d),
    Measure.SHARE_CEILING: lambda n, d, k: (n + k, d + k),
    Measure.SHARE_FLOOR: lambda n, d, k: (n, d + k),
    Measure.FIXED_SHARE: lambda n, d, k: (n + k, d),
    Measure.COUNT: lambda n, d, k: (n + k, d),
}

#: measure, scale, limits that such a figure has
KINDS = [
    (Measure.RATE, 10, CEILINGS, ("5", "7", "25/2")),
    (Measure.RATE_FLOOR, 10, FLOORS, ("5", "7", "19/2")),
    (Measure.SHARE_CEILING, 1, CEILINGS, ("3/20", "3/10", "9/10", "1")),
    (Measure.SHARE_FLOOR, 1, FLOORS, ("4/5", "9/10", "1", "1/10", "0")),
    (Measure.FIXED_SHARE, 1, CEILINGS, ("3/100", "1/2", "2")),
]


def holds(n: int, d: int, scale: int, op: str, bound: Fraction) -> bool:
    left, right = n * scale * bound.denominator, bound.numerator * d
    return {"<": left < right, "<=": left <= right, ">": left > right, ">=": left >= right}[op]


def brute_headroom(
    measure: Measure, n: int, d: int, scale: int, op: str, bound: Fraction
) -> int | None:
    for k in range(MANY):
        if not holds(*FURTHER[measure](n, d, k), scale, op, bound):
            return max(k - 1, 0)
    return None


def brute_shortfall(n: int, d: int, scale: int, op: str, bound: Fraction) -> int | None:
    others = range(n, -1, -1) if op in CEILINGS else range(n, max(n, d) + 1)
    return next((abs(n - m) for m in others if holds(m, d, scale, op, bound)), None)


@pytest.mark.parametrize(("measure", "scale", "ops", "bounds"), KINDS)
def test_headroom_and_shortfall_equal_brute_force_over_all_small_counts(
    measure: Measure, scale: int, ops: tuple[str, ...], bounds: tuple[str, ...]
) -> None:
    limits = [(op, Fraction(bound)) for op in ops for bound in bounds]
    for op, bound in limits:
        for d in SMALL[1:]:
            for n in SMALL:
                given = (measure, n, d, Fraction(scale), Bound(op, bound))
                assert Limited(*given).headroom == brute_headroom(
                    measure, n, d, scale, op, bound
                ), given
                assert Limited(*given).shortfall == brute_shortfall(n, d, scale, op, bound), given


@pytest.mark.parametrize("measure", list(Measure))
@pytest.mark.parametrize("op", [*CEILINGS, *FLOORS])
def test_no_combination_of_measure_and_sign_goes_astray(measure: Measure, op: str) -> None:
    """Also where a floor stands on a rate, or more part than whole was reported."""
    for bound in (Fraction(0), Fraction(1, 3), Fraction(1), Fraction(3, 2)):
        for d in range(1, 11):
            for n in range(13):
                given = (measure, n, d, Fraction(1), Bound(op, bound))
                assert Limited(*given).headroom == brute_headroom(measure, n, d, 1, op, bound), (
                    given
                )


@pytest.mark.parametrize("op", CEILINGS)
def test_a_controlled_number_has_no_denominator(op: str) -> None:
    for control in SMALL:
        for n in SMALL:
            given = (Measure.COUNT, n, None, Fraction(1), Bound(op, Fraction(control)))
            room = brute_headroom(Measure.COUNT, n, 1, 1, op, Fraction(control))
            assert Limited(*given).headroom == room
            assert Limited(*given).shortfall == brute_shortfall(n, 1, 1, op, Fraction(control))


@pytest.mark.parametrize("measure", [one for one in Measure if one != Measure.COUNT])
def test_nothing_can_be_said_over_a_zero_denominator(measure: Measure) -> None:
    given = (measure, 3, 0, Fraction(1), Bound("<=", Fraction(1, 2)))
    assert Limited(*given).headroom is None
    assert Limited(*given).shortfall is None


@pytest.mark.parametrize(
    ("given", "room", "lack"),
    [
        # 62 000 people, <= 70: 434 cases are allowed; 430 are there
        ((Measure.RATE, 430, 62000, Fraction(10000), Bound("<=", Fraction(70))), 4, 0),
        ((Measure.RATE, 434, 62000, Fraction(10000), Bound("<=", Fraction(70))), 0, 0),
        ((Measure.RATE, 512, 62000, Fraction(10000), Bound("<=", Fraction(70))), 0, 78),
        # 3 of 17 preventable, <= 30 %: (3+k)/(17+k) <= 0.3 → 0.7 k <= 2.1 → 3
        ((Measure.SHARE_CEILING, 3, 17, Fraction(1), Bound("<=", Fraction(3, 10))), 3, 0),
        # 95 of 100 >= 95 %: not one more may fail; 90 of 100 lacks five
        ((Measure.SHARE_FLOOR, 95, 100, Fraction(1), Bound(">=", Fraction(19, 20))), 0, 0),
        ((Measure.SHARE_FLOOR, 90, 100, Fraction(1), Bound(">=", Fraction(19, 20))), 0, 5),
        # 38 of 39 = 97.4 %: 38/(39+1) = 95 % still holds
        ((Measure.SHARE_FLOOR, 38, 39, Fraction(1), Bound(">=", Fraction(19, 20))), 1, 0),
        # 2 of 100 released re-offended, <= 3 %
        ((Measure.FIXED_SHARE, 2, 100, Fraction(1), Bound("<=", Fraction(3, 100))), 1, 0),
        ((Measure.COUNT, 10, None, Fraction(1), Bound("<=", Fraction(8))), 0, 2),
    ],
)
def test_by_hand(given: tuple[object, ...], room: int, lack: int) -> None:
    assert Limited(*given).headroom == room  # type: ignore[arg-type]
    assert Limited(*given).shortfall == lack  # type: ignore[arg-type]


# ------------------------------------------------------------------ judgement


def figure(value: Value, standing: Standing = Standing.COMPLETE) -> Figure:
    source = SourceCell("甲.xlsx", "月报", "D5", str(value))
    cell = Contribution("甲", "兴海街道", 1, value, source, Basis.MONTHS)
    return Figure(value, Basis.MONTHS, standing, (cell,))


def judged(
    name: str, group: str, figures: Mapping[str, Value], edition: Edition
) -> IndicatorResult:
    known = {item: figure(value) for item, value in figures.items()}
    return judge(edition.indicators[name], edition.clause_of[name], group, known.__getitem__)


@pytest.mark.parametrize(
    ("group", "cases", "met", "limit"),
    [
        ("一类", 434, True, "<= 70"),  # 434 / 62000 × 10000 = 70 exactly
        ("一类", 435, False, "<= 70"),
        ("二类", 310, True, "<= 50"),
        ("二类", 311, False, "<= 50"),
        ("三类", 186, True, "<= 30"),
        ("三类", 187, False, "<= 30"),
    ],
)
def test_clause_6_is_judged_by_group_on_the_exact_fraction(
    group: str, cases: int, met: bool, limit: str, edition: Edition
) -> None:
    result = judged("刑事案件发案率", group, {"刑事立案数": cases, "总人口": 62000}, edition)
    assert (result.met, str(result.limit)) == (met, limit)
    assert result.value == Fraction(cases * 10000, 62000)


def test_a_share_just_below_its_limit_is_missed_whatever_it_rounds_to(edition: Edition) -> None:
    # 94.996 % reads 95.00 % and is not 95 % (R8)
    figures = {"民间纠纷调解成功数": 23749, "民间纠纷调解数": 25000}
    result = judged("民间纠纷调解成功率", "一类", figures, edition)
    assert (result.met, str(result.limit), result.shortfall) == (False, ">= 0.95", 1)


def test_a_denominator_that_may_be_zero_makes_it_not_applicable(edition: Edition) -> None:
    result = judged("刑事破案率", "一类", {"刑事破案数": 0, "刑事立案数": 0}, edition)
    assert (result.met, result.standing) == (None, Standing.NOT_APPLICABLE)
    assert result.value == ZERO_DENOMINATOR


def test_no_survey_is_owed_and_no_full_marks(edition: Edition) -> None:
    result = judged("知晓率", "一类", {"知晓人数": 0, "调查人数": 0}, edition)
    assert (result.met, result.standing) == (None, Standing.OWED)


def test_a_control_number_is_put_into_the_limit(edition: Edition) -> None:
    # INT(11 × 0.8) = 8
    figures = {"农村火灾起数": 9, "上年农村火灾起数": 11, "名册_行政村数": 4}
    result = judged("农村火灾", "三类", figures, edition)
    assert (result.numerator, str(result.limit), result.met) == (9, "<= 8", False)
    assert (result.headroom, result.shortfall) == (0, 1)


def test_where_there_are_no_villages_rural_fires_are_not_judged(edition: Edition) -> None:
    figures = {"农村火灾起数": 0, "上年农村火灾起数": 0, "名册_行政村数": 0}
    result = judged("农村火灾", "一类", figures, edition)
    assert (result.met, result.standing) == (None, Standing.NOT_APPLICABLE)


def test_a_pending_figure_is_shown_and_not_judged(edition: Edition) -> None:
    figures = {
        "刑事立案数": figure(500, Standing.INCOMPLETE),
        "总人口": figure(62000),
    }
    indicator = edition.indicators["刑事案件发案率"]
    result = judge(indicator, 6, "一类", figures.__getitem__)
    assert (result.numerator, result.denominator, result.standing) == (500, 62000, "不完整")
    assert (result.met, result.headroom, result.shortfall) == (None, None, None)


@pytest.mark.parametrize(
    ("standings", "expected"),
    [
        ((Standing.COMPLETE, Standing.NOT_APPLICABLE), Standing.NOT_APPLICABLE),
        ((Standing.OWED, Standing.INCOMPLETE), Standing.INCOMPLETE),
        ((Standing.OWED, Standing.COMPLETE), Standing.OWED),
        ((Standing.NOT_DUE, Standing.COMPLETE), Standing.NOT_DUE),
    ],
)
def test_the_weakest_part_decides(standings: tuple[Standing, ...], expected: Standing) -> None:
    gap = NOT_APPLICABLE if Standing.NOT_APPLICABLE in standings else BLANK
    parts = [figure(1 if one == Standing.COMPLETE else gap, one) for one in standings]
    share = Indicator("例", parse("甲 / 乙"), "%", Measure.SHARE_FLOOR)
    names = dict(zip("甲乙", parts, strict=True))
    assert judge(share, 1, "一类", names.__getitem__).standing == expected


def test_a_figure_without_a_limit_is_only_shown(edition: Edition) -> None:
    figures = {"安装感应灯楼道数": 80, "居民楼道数": 100}
    result = judged("感应灯覆盖率", "一类", figures, edition)
    assert result.value == Fraction(4, 5)
    assert (result.limit, result.met, result.headroom) == (None, None, None)


def test_a_strict_limit_is_missed_at_the_limit_itself() -> None:
    limit = Limit("<", parse("30%"))
    share = Indicator("例", parse("甲 / 乙"), "%", Measure.SHARE_CEILING, {"全部": limit})
    share = replace(share, zero=ZeroBase.PENDING)
    known = {"甲": figure(3), "乙": figure(10)}
    result = judge(share, 1, "二类", known.__getitem__)
    assert (result.met, result.shortfall) == (False, 1)
