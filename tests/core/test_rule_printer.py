"""The one printer of a rule: with the brackets that it needs, in names and in figures."""

from fractions import Fraction

import pytest
from hypothesis import given
from test_expressions import Figures, Sample, figures, rules

from zongzhi_xl.core.language.evaluation import evaluate
from zongzhi_xl.core.language.expressions import parse
from zongzhi_xl.core.language.printing import (
    beside_figures,
    hours,
    in_names,
    printed,
    times,
    with_figures,
)
from zongzhi_xl.core.language.values import Value, plain


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        ("刑事立案数 / 总人口 * 10000", "刑事立案数 ÷ 总人口 × 10000"),
        ("CEIL(社区数 * 0.9) - 无毒社区数", "向上取整(社区数 × 0.9) − 无毒社区数"),
        ("行政村数 > 0 and 建立群防组织村数 = 0", "行政村数 > 0 且 建立群防组织村数 = 0"),
        ("甲 - (乙 - 丙)", "甲 − (乙 − 丙)"),
        ("(甲 - 乙) - 丙", "甲 − 乙 − 丙"),
        ("甲 * (乙 + 丙)", "甲 × (乙 + 丙)"),
        ("甲 / (乙 * 丙)", "甲 ÷ (乙 × 丙)"),
        ("(甲 > 1 or 乙 > 1) and 丙 <> 是", "(甲 > 1 或 乙 > 1) 且 丙 ≠ 是"),
        ("not 甲 >= 95%", "不是(甲 ≥ 95%)"),
        ("甲 / 乙 > 0.50‰ or 甲 > 2‱", "甲 ÷ 乙 > 0.5‰ 或 甲 > 2‱"),
        ("甲 / 乙 - 万分之1.5", "甲 ÷ 乙 − 万分之1.5"),
        ("千分之8 - 甲 / 乙 * 百分之50", "千分之8 − 甲 ÷ 乙 × 百分之50"),
        ("not (甲 > 1 and 乙 > 1)", "不是(甲 > 1 且 乙 > 1)"),
        ("not 甲 > 1 and 乙 > 1", "不是(甲 > 1) 且 乙 > 1"),
        ("甲 > 1 or 乙 > 1 and 丙 > 1", "甲 > 1 或 乙 > 1 且 丙 > 1"),
        ("甲 = 乙 + 丙 = 丁", "甲 = 乙 + 丙 = 丁"),
        ("-甲 + MIN(乙, 2)", "−甲 + 最小(乙，2)"),
    ],
)
def test_in_names(rule: str, words: str) -> None:
    assert in_names(parse(rule)) == words


def test_with_figures_and_beside_them() -> None:
    known: dict[str, Value] = {"甲": 512, "乙": Fraction(7, 2), "丙": "否"}
    assert with_figures(parse("甲 / 乙 * 10000"), known.__getitem__) == "512 ÷ 3.5 × 10000"
    known["乙"] = Fraction(98, 3)
    assert with_figures(parse("甲 / 乙 * 10000"), known.__getitem__) == "512 ÷ (98/3) × 10000"
    assert beside_figures(parse("丙 = 否 and 甲 > 0"), known.__getitem__) == (
        "丙（否） = 否 且 甲（512） > 0"
    )


@given(sample=rules, given_figures=figures)
def test_what_is_printed_is_the_rule_again(sample: Sample, given_figures: Figures) -> None:
    """Read by the grammar, the printed rule has the value of the rule: no bracket is lost."""
    rule = parse(sample.text)
    assert evaluate(parse(in_names(rule)), given_figures.__getitem__) == evaluate(
        rule, given_figures.__getitem__
    )


@given(sample=rules, given_figures=figures)
def test_figures_put_in_work_out_to_the_same(sample: Sample, given_figures: Figures) -> None:
    rule = parse(sample.text)
    shown = parse(with_figures(rule, given_figures.__getitem__))
    assert shown.names == ()
    assert evaluate(shown, given_figures.__getitem__) == evaluate(rule, given_figures.__getitem__)


@given(sample=rules)
def test_every_naming_keeps_the_same_brackets(sample: Sample) -> None:
    rule = parse(sample.text)
    codes = {"甲": "01", "乙": "02", "丙": "03"}
    in_codes = printed(rule.root, codes.__getitem__)
    for name, code in codes.items():
        in_codes = in_codes.replace(code, name)
    assert in_codes == in_names(rule)


def test_an_item_may_be_called_like_a_function() -> None:
    assert parse("最大 + 最大(最大, 1)").names == ("最大",)


@pytest.mark.parametrize(
    ("number", "price", "shown"),
    [
        (3, Fraction(1, 5), "3 × 0.2 = 0.6"),
        (Fraction(7, 2), Fraction(1, 5), "3.5 × 0.2 = 0.7"),
        # 40 ÷ 11 × 0.5 = 1.818…: 3.64 × 0.5 = 1.82 costs the same
        (Fraction(40, 11), Fraction(1, 2), "3.64 × 0.5 = 1.82"),
        # × 2 = 7.2727…: 3.64 would cost 7.28, 3.636 costs 7.27
        (Fraction(40, 11), Fraction(2), "3.636 × 2 ≈ 7.27"),
        (Fraction(1, 250), Fraction(1), "0.004 × 1 = 0.004"),
    ],
)
def test_a_product_costs_by_hand_what_it_costs(
    number: Fraction, price: Fraction, shown: str
) -> None:
    assert times(number, f"× {plain(price)}", price)[1] == shown


@pytest.mark.parametrize(
    ("number", "shown"),
    [
        (Fraction(104, 3), "34小时40分"),
        (24, "24小时"),
        (Fraction(1, 60), "0小时1分"),
        (12 + Fraction(1, 360), "12小时0分10秒"),
        (Fraction(-3, 2), "−1小时30分"),
        (0, "0小时"),
    ],
)
def test_hours_are_told_as_a_clock_tells_them(number: Fraction, shown: str) -> None:
    assert hours(number) == shown
