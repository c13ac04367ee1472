"""What a finding says about figures is true of the figures as they are printed.

The sentences are read back here by their words: labels taken off, each side worked out by the
grammar, the verb applied. Whoever checks a finding with a pocket calculator does the same.
"""

import operator
import random
import re
from collections.abc import Callable, Mapping
from datetime import date, datetime
from fractions import Fraction
from itertools import product

import pytest
from good_returns import FORMS, good_return
from hypothesis import given
from hypothesis import strategies as st
from test_expressions import Sample, rules

from zongzhi_xl.contract import MEAN
from zongzhi_xl.core.checking.naming import in_codes, in_codes_of_each, label
from zongzhi_xl.core.checking.relations import Case, Rule, rule_of, rules_of
from zongzhi_xl.core.checking.sentences import broken_words
from zongzhi_xl.core.language.evaluation import evaluate
from zongzhi_xl.core.language.expressions import Comparison, Logic, parse
from zongzhi_xl.core.language.values import Value, rounded
from zongzhi_xl.core.soundness.vocabulary import Sort, check_vocabulary
from zongzhi_xl.record import replace
from zongzhi_xl.statements.loader import standard

VERBS: Mapping[str, Callable[[Fraction, Fraction], bool]] = {
    "大于": operator.gt, "小于": operator.lt, "不小于": operator.ge, "不大于": operator.le,
    "不等于": operator.ne, "等于": operator.eq,
}  # fmt: skip
_VERB = re.compile(rf" ({'|'.join(sorted(VERBS, key=len, reverse=True))}) ")


EDITION = standard()
RETURNS = {form: good_return(kind, EDITION) for form, kind in FORMS.items()}


def case_of(figures: Mapping[str, Value], form: str = "月报") -> Case:
    items = {item.name: item for item in EDITION.form(FORMS[form]).items}
    return Case(RETURNS[form], EDITION, items, figures.__getitem__)


def worked_out(text: str) -> Fraction | bool:
    answer = evaluate(parse(text), lambda name: pytest.fail(f"{name} stands without a figure"))
    assert isinstance(answer, int | Fraction), (text, answer)
    return answer


def sides_of(side: str) -> tuple[Fraction | bool, Fraction | bool]:
    """The working of a side worked out, and what is said to come out of it."""
    working, sign, said = re.fullmatch(r"(.*?)(?: ([=≈]) (\S+))?", side).groups()
    if sign == "=":
        assert worked_out(working) == worked_out(said), side
    return worked_out(working), worked_out(said or working)


def assert_true(sentence: str, rule: Rule, case: Case) -> None:
    """The sentence says of its own numbers that the rule is broken."""
    bare = sentence
    for name in sorted(rule.names, key=len, reverse=True):
        bare = re.sub(rf"{label(name, case.items)} (?:约 )?(?=[\d(-])", "", bare)
    match = _VERB.search(bare)
    if match:
        left, right = sides_of(bare[: match.start()]), sides_of(bare[match.end() :])
        assert all(map(VERBS[match[1]], left, right)), sentence
    elif isinstance(rule.expression.root, Comparison):  # 甲 0: not over 0 is said by the figure
        assert all(value <= 0 for value in sides_of(bare)), sentence
    else:
        said = dict(zip(rule.names, map(worked_out, bare.split("，")), strict=True))
        assert evaluate(rule.expression, said.__getitem__) is False, sentence


means = st.builds(Fraction, st.integers(0, 400), st.integers(6, 12))
alone = rules.filter(lambda one: not {"and", "且"} & set(one.text.split()))


@given(sample=alone, one=st.integers(0, 40), mean=means, other=means)
def test_the_printed_figures_break_the_rule_too(
    sample: Sample, one: int, mean: Fraction, other: Fraction
) -> None:
    rule = rule_of(parse(sample.text))
    case = case_of({"甲": one, "乙": mean, "丙": other})
    about_figures = rule.names and isinstance(rule.expression.root, Comparison | Logic)
    if about_figures and rule.broken_in(case.figures):
        assert_true(broken_words(rule, "", case), rule, case)


@pytest.mark.parametrize("sign", ["<=", ">=", "<", ">", "=", "<>"])
def test_a_figure_beside_its_own_rounding_is_told_truly(sign: str) -> None:
    """Nothing is closer to a limit than a figure to what it is rounded to."""
    for total, months, places in product(range(30), (6, 7, 9, 11, 12), range(5)):
        mean = Fraction(total, months)
        rule = rule_of(parse(f"近均_甲 * 1 {sign} {rounded(mean, places)}"))
        case = case_of({"近均_甲": mean})
        if rule.broken_in(case.figures):
            assert_true(broken_words(rule, "", case), rule, case)


def numeric_rules(form: str) -> list[Rule]:
    """Rules of the form over numbers alone."""
    names = check_vocabulary(EDITION, FORMS[form], district=True)
    every = [rule for check in EDITION.checks(FORMS[form]) for rule in rules_of(check)]
    return [rule for rule in every if {names[name] for name in rule.names} == {Sort.NUMBER}]


@pytest.mark.parametrize("form", FORMS)
def test_every_rule_of_the_edition_is_told_truly(form: str) -> None:
    """Over figures close together, so that a careless rounding would turn a verdict round."""
    chance, told = random.Random(11), 0
    for rule in numeric_rules(form) * 20:
        case = case_of({name: any_figure(name, chance) for name in rule.names}, form)
        if rule.broken_in(case.figures):
            told += 1
            at = rule.item or rule.names[0]
            assert_true(broken_words(rule, at, case), rule, case)
    assert told > 100


def any_figure(name: str, chance: random.Random) -> Value:
    mean = name.startswith(MEAN)
    return Fraction(chance.randint(0, 99), chance.randint(6, 12)) if mean else chance.randint(0, 12)


@pytest.mark.parametrize(
    ("rule", "figures", "words"),
    [
        # a - (b - c): 5 − (3 − 1) = 3
        ("甲 - (乙 - 丙) > 4", {"甲": 5, "乙": 3, "丙": 1}, "甲 5 − (乙 3 − 丙 1) = 3 不大于 4"),
        # 9 ÷ (5 × 2) = 0.9, not 9 ÷ 5 × 2
        ("甲 / (乙 * 丙) >= 1", {"甲": 9, "乙": 5, "丙": 2}, "甲 9 ÷ (乙 5 × 丙 2) = 0.9 小于 1"),
        ("CEIL(甲 / 2) < 3", {"甲": 5}, "向上取整(甲 5 ÷ 2) = 3 不小于 3"),
        ("甲 <= 近均_乙", {"甲": 40, "近均_乙": Fraction(98, 3)},
         "甲 40 大于 近12个月平均乙 约 32.67"),
        # 32.67 would not be over 32.67: one place more
        ("近均_甲 <= 32.67", {"近均_甲": Fraction(32671, 1000) + Fraction(1, 9000)},
         "近12个月平均甲 约 32.671 大于 32.67"),
        # nor would any decimal: the mean times three is 98 and no other number
        ("近均_甲 * 3 <> 98", {"近均_甲": Fraction(98, 3)},
         "近12个月平均甲 (98/3) × 3 = 98 等于 98"),
        ("甲 * 近均_乙 < 65", {"甲": 2, "近均_乙": Fraction(98, 3)},
         "甲 2 × 近12个月平均乙 约 32.67 ≈ 65.33 不小于 65"),
        ("甲 > 0 or 近均_乙 < 3", {"甲": 0, "近均_乙": Fraction(98, 3)},
         "甲 0，近12个月平均乙 约 32.67"),
        ("甲 > 乙 and 甲 < 9", {"甲": 1, "乙": 4}, "甲 1 不大于 乙 4"),
        ("not (甲 = 1 and 乙 = 4)", {"甲": 1, "乙": 4}, "甲 1，乙 4"),
        ("(乙 - 甲) * 24 <= 12",
         {"甲": datetime(2026, 3, 5, 8), "乙": datetime(2026, 3, 6, 18, 40)},
         "甲 2026-03-05 08:00 至乙 2026-03-06 18:40 共 34小时40分 大于 12小时"),
        ("乙 - 甲 >= 5", {"甲": date(2026, 3, 5), "乙": date(2026, 3, 9)},
         "甲 2026-03-05 至乙 2026-03-09 相隔 4 天 小于 5 天"),
    ],
)  # fmt: skip
def test_sentences_by_hand(rule: str, figures: dict[str, Value], words: str) -> None:
    assert broken_words(rule_of(parse(rule)), "", case_of(figures)) == words


# ------------------------------------------------------------------ rules in row codes


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        ("可防性案件数 <= 刑事立案数", "02 ≤ 01"),
        ("刑事立案数 - (可防性案件数 - 刑事破案数) >= 0", "01 − (02 − 03) ≥ 0"),
        ("刑事立案数 / (可防性案件数 * 刑事破案数) < 1", "01 ÷ (02 × 03) < 1"),
        ("(刑事立案数 > 0 or 可防性案件数 > 0) and 刑事破案数 > 0", "(01 > 0 或 02 > 0) 且 03 > 0"),
        ("not (刑事立案数 > 0 and 可防性案件数 = 0)", "不是(01 > 0 且 02 = 0)"),
        ("ABS(刑事立案数 - 近均_刑事立案数) < 5", "绝对值(01 − 近12个月平均（01）) < 5"),
        ("农村火灾起数 = 0 or 名册_行政村数 > 0", "{农村火灾起数} = 0 或 名册中的行政村数 > 0"),
        ("X > 近均_X", "X > 近12个月平均（X）"),
    ],
)
def test_rules_in_row_codes(rule: str, words: str) -> None:
    items = {item.name: item for item in EDITION.form(FORMS["月报"]).items}
    codes = {name: item.code for name, item in items.items()}
    assert in_codes(parse(rule), items) == words.format(**codes)


def test_a_rule_for_several_items_says_for_which() -> None:
    items = {item.name: item for item in EDITION.form(FORMS["月报"]).items}
    check = next(one for one in EDITION.checks(FORMS["月报"]) if one.id == "13")
    rule = parse("X <= 报出日期")
    names = [name for name, item in items.items() if item.code in ("01", "02", "03", "05")]
    several, single = replace(check, each=tuple(names)), replace(check, each=(names[0],))
    assert in_codes_of_each(several, rule, items) == "X ≤ 报出日期（X：01—03、05）"
    assert in_codes_of_each(single, rule, items) == "01 ≤ 报出日期"
