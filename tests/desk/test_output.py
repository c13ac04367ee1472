"""The JSON of results: what is printed of an indicator gives its verdict again."""

import operator
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from tests import sample_appraisal as sample
from zongzhi_xl.core.appraising.bounds import Bound
from zongzhi_xl.core.appraising.scorecard import IndicatorResult, Period, Rejected
from zongzhi_xl.core.edition.items import FormKind
from zongzhi_xl.desk.output import CheckedFile, appraised, validation
from zongzhi_xl.record import replace

OPS = {"<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge}


def printed(result: IndicatorResult) -> dict[str, object]:
    one = sample.appraisal()
    unit = replace(one.units[0], indicators=(result,))
    (card,) = appraised(replace(one, units=(unit,)), sample.edition())["units"]
    return card["indicators"][0]


def test_a_file_sent_back_says_whose_it_is() -> None:
    """As far as it tells."""
    paper = Period("于楼街道", FormKind.MONTHLY, 3)
    yearly = Period("于楼街道", FormKind.ANNUAL, None)
    sent_back = (
        Rejected("a.xlsx", "表头缺“大类”", paper=paper, year=2026),
        Rejected("b.xlsx", "版本不一致", paper=yearly),
        Rejected("c.xlsx", "是空文件"),
    )
    known, annual, unknown = validation(map(CheckedFile, sent_back))
    names = ("kind", "unit", "year", "month")
    assert [known[name] for name in names] == ["月报", "于楼街道", 2026, 3]
    assert [annual[name] for name in names] == ["年报", "于楼街道", None, None]
    assert [unknown[name] for name in names] == [None, None, None, None]


def judged(value: Fraction, bound: Bound, parts: tuple[int, int]) -> IndicatorResult:
    result = sample.indicator("刑事破案率", value, None, bound.holds(value), parts)
    return replace(result, limit=bound)


@st.composite
def results(draw: st.DrawFn) -> tuple[IndicatorResult, int]:
    """An indicator near its limit, at it or far from it, and the scale of its figure."""
    scale = draw(st.sampled_from([1, 10000]))
    whole = draw(st.integers(1, 10**7))
    part = draw(st.integers(0, 2 * whole))
    value = Fraction(part, whole) * scale
    number = draw(
        st.one_of(
            st.fractions(0, 100, max_denominator=1000),
            st.just(value),
            st.integers(10**8, 10**12).map(lambda n: value + Fraction(1, n)),
            st.integers(10**8, 10**12).map(lambda n: value - Fraction(1, n)),
        )
    )
    bound = Bound(draw(st.sampled_from(sorted(OPS))), number)
    return judged(value, bound, (part, whole)), scale


@given(results())
def test_printed_numbers_give_the_verdict_again(given_result: tuple[IndicatorResult, int]) -> None:
    result, scale = given_result
    row = printed(result)
    op, number = row["limit"].split(" ")
    limit = Fraction(number)
    assert OPS[op](Fraction(row["value"]), limit) is row["met"]
    assert OPS[op](Fraction(row["numerator"], row["denominator"]) * scale, limit) is row["met"]


def test_a_limit_of_two_thirds_stays_one() -> None:
    for op, met, shown in (
        (">=", True, "0.666666667"),
        ("<=", True, "0.666666666"),  # not more than two thirds, as judged
        ("<", False, "0.666666667"),
        (">", False, "0.666666666"),
    ):
        row = printed(judged(Fraction(2, 3), Bound(op, Fraction(2, 3)), (2, 3)))
        assert (row["limit"], row["met"], row["value"]) == (f"{op} 2/3", met, shown)
        assert row["words"].startswith("2/3，")


def test_limits_with_an_end_are_decimals() -> None:
    row = printed(sample.indicator("刑事破案率", Fraction(1), ">= 95%", True))
    assert (row["limit"], row["limit_words"]) == (">= 0.95", "≥95%")
