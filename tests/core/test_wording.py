"""Results in words: rounding that never flatters (R8), what is missing, the pace by month."""

from fractions import Fraction

import pytest

from tests import sample_appraisal as sample
from zongzhi_xl.core.appraising.bounds import bound_of
from zongzhi_xl.core.appraising.scorecard import (
    Absence,
    DeliveryState,
    IndicatorResult,
    Occasion,
    RegisterFigure,
    SourceCell,
    Standing,
)
from zongzhi_xl.core.appraising.sources import place_words, written
from zongzhi_xl.core.appraising.wording import (
    at_this_pace,
    basis_words,
    beyond_cap_words,
    distance,
    figure,
    judgement,
    limit_words,
    loss_number,
    marks,
    occasion_words,
    places_of,
    sentence,
    total,
    working_words,
)
from zongzhi_xl.core.edition.items import FormKind
from zongzhi_xl.core.edition.records import decode
from zongzhi_xl.core.edition.statement import Limit
from zongzhi_xl.core.language.values import (
    BLANK,
    NOT_APPLICABLE,
    ZERO_DENOMINATOR,
    Gap,
    State,
    Value,
)
from zongzhi_xl.record import replace


def result(value: Value, limit: str | None, met: bool | None, unit: str = "%") -> IndicatorResult:
    return sample.indicator("刑事破案率", value, limit, met, unit=unit)


@pytest.mark.parametrize(
    ("value", "limit", "met", "unit", "said"),
    [
        # the example of the mission: 9496 / 10000 against 95 %
        (Fraction(9496, 10000), ">= 0.95", False, "%", "94.96%，未达标，差0.04个百分点"),
        # 94.996 % rounds to 95.00 %: one place more keeps it below
        (Fraction(94996, 100000), ">= 95%", False, "%", "94.996%，未达标，差0.004个百分点"),
        # 94.9999996 % needs seven places
        (
            Fraction(949999996, 10**9),
            ">= 95%",
            False,
            "%",
            "94.9999996%，未达标，差0.0000004个百分点",
        ),
        # exactly at the limit is met (R11)
        (Fraction(23, 10_000), "<= 2‰", False, "‰", "2.30‰，未达标，超0.30‰"),
        (Fraction(3, 10_000), "<= 万分之2", False, "万分之", "万分之3.00，未达标，超万分之1.00"),
        (Fraction(19, 20), ">= 95%", True, "%", "95.00%，达标"),
        # 30.004 % against at most 30 %
        (Fraction(30004, 100000), "<= 30%", False, "%", "30.004%，未达标，超0.004个百分点"),
        # 436 cases among 62,000 people are 70.3226 per ten thousand
        (Fraction(436 * 10000, 62000), "<= 70", False, "起/万人", "70.32，未达标，超0.32起/万人"),
        # exactly 2/3, of which no decimal would be true
        (Fraction(2, 3), ">= 2 / 3", True, "%", "2/3，达标"),
        (Fraction(2, 3), "> 2 / 3", False, "%", "2/3，未达标"),
        (Fraction(666, 1000), ">= 2 / 3", False, "%", "66.60%，未达标，差0.07个百分点"),
        (3, "<= 2", False, "起", "3，未达标，超1起"),
        (2, "<= 2", True, "起", "2，达标"),
        (Fraction(1, 3), None, None, "%", "33.33%，不设限额"),
    ],
)
def test_sentences(value: Value, limit: str | None, met: bool | None, unit: str, said: str) -> None:
    assert sentence(result(value, limit, met, unit)) == said


def test_places_end_somewhere() -> None:
    """A figure below its limit by less than a billionth is still printed."""
    close = Fraction(95, 100) - Fraction(1, 10**15)
    assert places_of(result(close, ">= 95%", False)) == 9


@pytest.mark.parametrize(
    ("value", "standing", "said"),
    [
        (BLANK, Standing.INCOMPLETE, "不完整"),
        (BLANK, Standing.NOT_DUE, "未到期"),
        (BLANK, Standing.OWED, "待定"),
        (NOT_APPLICABLE, Standing.NOT_APPLICABLE, "不适用"),
        (Gap(State.UNREADABLE, "12起"), Standing.INCOMPLETE, "无法识别，不完整"),
        (ZERO_DENOMINATOR, Standing.OWED, "分母为零，待定"),
        (Fraction(1, 2), Standing.INCOMPLETE, "50.00%，不完整"),
    ],
)
def test_a_gap_says_why(value: Value, standing: Standing, said: str) -> None:
    pending = replace(result(value, ">= 95%", None), standing=standing)
    assert sentence(pending) == said
    assert distance(pending) == ""


def test_complete_but_not_judged_is_pending() -> None:
    assert judgement(result(Fraction(1, 2), ">= 95%", None)) == "待定"


@pytest.mark.parametrize(
    ("limit", "unit", "said"),
    [
        ("<= 70", "起/万人", "≤70"),
        (">= 0.95", "%", "≥95%"),
        ("<= 15 / 10000", "%", "≤0.15%"),
        ("<= 4", "起", "≤4"),
        (">= 2 / 3", "%", "≥2/3"),  # 66.67 % would be another limit
        ("<= 50 / 3", "起/万人", "≤50/3"),
        ("< 1 / 8", "%", "<12.5%"),
        (None, "%", ""),
    ],
)
def test_limits(limit: str | None, unit: str, said: str) -> None:
    assert limit_words(sample.bound_from(limit), unit) == said


@pytest.mark.parametrize("limit", ["<= 70", ">= 0.95", "<= 0.0015", "<= 1/3", "> 2/7"])
def test_a_bound_is_written_as_it_is_read(limit: str) -> None:
    bound = sample.bound_from(limit)
    assert str(bound) == limit
    assert sample.bound_from(str(bound)) == bound


def test_a_limit_over_items_needs_its_figures() -> None:
    limit = decode(Limit, "<= INT(上年农村火灾起数 * 0.8)")
    assert bound_of(limit) is None
    assert str(bound_of(limit, lambda _: 11)) == "<= 8"  # 8.8 in whole


@pytest.mark.parametrize(
    ("limit", "unit", "through", "said"),
    [
        ("<= 70", "起/万人", 5, "≤29.17"),  # 350 ÷ 12 = 29.1667
        ("<= 70", "起/万人", 12, ""),
        ("<= 70", "起/万人", 0, ""),
        ("<= 30%", "%", 6, ""),  # a share does not grow with the months
        (None, "起/万人", 6, ""),
    ],
)
def test_pace(limit: str | None, unit: str, through: int, said: str) -> None:
    assert at_this_pace(sample.bound_from(limit), unit, through) == said


def test_places_of_sources() -> None:
    for source, words, value in (
        (SourceCell("03/甲.xlsx", "月报", "E12", "5"), "03/甲.xlsx · 月报!E12", "5"),
        (RegisterFigure("甲街道", "总人口", "5"), "名册：甲街道 总人口", "5"),
        (
            Absence("甲街道", FormKind.MONTHLY, 5, DeliveryState.MISSING),
            "报送情况：甲街道 5月", "缺报",
        ),
        (
            Absence("甲街道", FormKind.ANNUAL, None, DeliveryState.REJECTED),
            "报送情况：甲街道 年报", "退回",
        ),
        (  # departments hand in nothing: they provide
            Absence("部门", FormKind.DEPARTMENTS, None, DeliveryState.MISSING),
            "报送情况：部门 部门提供数", "未提供",
        ),
    ):  # fmt: skip
        assert (place_words(source), written(source).value) == (words, value)


def test_totals_have_two_places() -> None:
    assert str(total([])) == "0.00"
    assert marks(Fraction(5, 2)) == "2.50"


def test_a_day_is_no_number() -> None:
    assert figure(result("是", None, None, "")) == "是"


@pytest.mark.parametrize(
    ("rule", "occasion", "identity", "number", "said"),
    [
        ("D06-1", None, "D06-1", "第6条-1", ""),
        (
            "D05-1", Occasion(2026, 9, item="下半月排查会日期"),
            "D05-1/2026-09/下半月排查会日期", "第5条-1", "2026年9月 下半月排查会日期",
        ),
        ("D04-1", Occasion(2026, 10), "D04-1/2026-10", "第4条-1", "2026年10月"),
        (
            "D04-2", Occasion(2026, 10, row=1),
            "D04-2/2026-10第1行", "第4条-2", "2026年10月登记第1行",
        ),
        ("D02-1", Occasion(2026, quarter=4), "D02-1/2026年4季度", "第2条-1", "2026年4季度"),
        ("D26-2", Occasion(2026, form=FormKind.ANNUAL), "D26-2/年报", "第26条-2", "年报"),
        ("D25-1", Occasion(2026, item="甲日期"), "D25-1/甲日期", "第25条-1", "甲日期"),
        ("甲-1", None, "甲-1", "甲-1", ""),
    ],
)  # fmt: skip
def test_a_lost_points_number_in_print(
    rule: str, occasion: Occasion | None, identity: str, number: str, said: str
) -> None:
    clause = int(rule[1:3]) if rule.startswith("D") else 1
    row = sample.loss(rule, clause, "0.50", occasion=occasion)
    assert (row.id, loss_number(row), occasion_words(occasion)) == (identity, number, said)


def test_whose_figure_counts_is_said_by_name() -> None:
    items = sample.edition().items
    assert basis_words("部门核定", items["刑事立案数"]) == "公安核定"
    assert basis_words("部门核定", None) == "部门核定"
    assert basis_words("年报", items["刑事立案数"]) == "年报"


def test_what_a_cap_cut_off() -> None:
    row = sample.loss("D06-2", 6, "2.00")
    assert (working_words(row), beyond_cap_words(row)) == ("15 × 0.2 ＝ 3，封顶 2 → 2.00", "")
    cut = replace(row, beyond_cap=4)
    assert beyond_cap_words(cut) == "另有4次因封顶不再扣"
    assert working_words(cut).endswith("→ 2.00（另有4次因封顶不再扣）")
