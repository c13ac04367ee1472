"""One grammar, compiled twice: the exact answer, and Excel text that gives the same answer.

Trees are generated with their value, worked out here by Python's own fractions, and written as
a clerk might write them (with signs of both widths, with and without spaces).
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zongzhi_xl.core.language.evaluation import day_of, evaluate
from zongzhi_xl.core.language.expressions import Expression, parse
from zongzhi_xl.core.language.formulas import formula_text, place
from zongzhi_xl.core.language.rule_formula import (
    Ratio,
    Reference,
    cell_called,
    divisors,
    rule_formula,
)
from zongzhi_xl.core.language.values import (
    BLANK,
    NOT_APPLICABLE,
    UNREADABLE,
    ZERO_DENOMINATOR,
    Gap,
    Value,
)
from zongzhi_xl.errors import ExpressionError

NAMES = ("甲", "乙", "丙")
Figures = dict[str, int]


@dataclass(frozen=True)
class Sample:
    """The text of an expression, and what it is worth for given figures."""

    text: str
    worth: Callable[[Figures], Fraction | bool]


def _literal(text: str) -> Sample:
    whole = next((whole for sign, whole in _WHOLES.items() if sign in text), 1)
    number = Fraction(text.strip("".join(_WHOLES))) / whole
    return Sample(text, lambda _: number)


#: so many of each make one
_WHOLES = {"%": 100, "‰": 1000, "‱": 10_000, "百分之": 100, "千分之": 1000, "万分之": 10_000}


def _name(name: str) -> Sample:
    return Sample(name, lambda figures: Fraction(figures[name]))


def _sum(a: Sample, b: Sample, sign: str) -> Sample:
    def worth(figures: Figures) -> Fraction:
        left, right = a.worth(figures), b.worth(figures)
        return {"+": left + right, "-": left - right, "−": left - right}[sign]

    return Sample(f"({a.text} {sign} {b.text})", worth)


def _product(a: Sample, b: Sample, sign: str) -> Sample:
    return Sample(f"{a.text}{sign}{b.text}", lambda figures: a.worth(figures) * b.worth(figures))


def _quotient(a: Sample, b: Sample) -> Sample:
    return Sample(f"({a.text}) / ({b.text})", lambda figures: a.worth(figures) / b.worth(figures))


def _whole(a: Sample, function: str) -> Sample:
    rules = {"INT": lambda x: x.__floor__(), "CEIL": lambda x: x.__ceil__(), "ABS": abs}
    return Sample(
        f"{function}({a.text})", lambda figures: Fraction(rules[function](a.worth(figures)))
    )


def _extreme(a: Sample, b: Sample, function: str) -> Sample:
    rule = {"MIN": min, "MAX": max}[function]
    return Sample(
        f"{function}({a.text}，{b.text})",
        lambda figures: rule(a.worth(figures), b.worth(figures)),
    )


atoms = st.one_of(
    st.sampled_from(NAMES).map(_name),
    st.sampled_from(
        ["0", "1", "2", "10", "0.8", "95%", "3.25", "0.5‰", "2‱", "万分之1.5", "百分之3"]
    ).map(_literal),
)


def _wider(inner: st.SearchStrategy[Sample]) -> st.SearchStrategy[Sample]:
    return st.one_of(
        st.builds(_sum, inner, inner, st.sampled_from("+-−")),
        st.builds(_product, inner, inner, st.sampled_from("*×")),
        # the audit of an edition refuses a division by a written 0
        st.builds(_quotient, inner, inner.filter(lambda one: one.text != "0")),
        st.builds(_whole, inner, st.sampled_from(["INT", "CEIL", "ABS"])),
        st.builds(_extreme, inner, inner, st.sampled_from(["MIN", "MAX"])),
    )


arithmetic = st.recursive(atoms, _wider, max_leaves=8)

_HOLDS: dict[str, Callable[[Fraction, Fraction], bool]] = {
    "<=": lambda a, b: a <= b, "≤": lambda a, b: a <= b, ">=": lambda a, b: a >= b,
    "<": lambda a, b: a < b, ">": lambda a, b: a > b,
    "=": lambda a, b: a == b, "<>": lambda a, b: a != b, "≠": lambda a, b: a != b,
}  # fmt: skip


def _chain(sides: list[Sample], signs: list[str]) -> Sample:
    text = sides[0].text + "".join(
        f" {sign} {side.text}" for sign, side in zip(signs, sides[1:], strict=False)
    )

    def worth(figures: Figures) -> bool:
        values = [side.worth(figures) for side in sides]
        links = zip(values, signs, values[1:], strict=False)
        return all(_HOLDS[sign](a, b) for a, sign, b in links)

    return Sample(text, worth)


chains = st.integers(2, 3).flatmap(
    lambda size: st.builds(
        _chain,
        st.lists(arithmetic, min_size=size, max_size=size),
        st.lists(st.sampled_from(list(_HOLDS)), min_size=size - 1, max_size=size - 1),
    )
)


def _both(a: Sample, b: Sample, word: str) -> Sample:
    def worth(figures: Figures) -> bool:
        left, right = bool(a.worth(figures)), bool(b.worth(figures))
        return left and right if word in ("and", "且") else left or right

    return Sample(f"({a.text}) {word} ({b.text})", worth)


def _not(a: Sample) -> Sample:
    return Sample(f"not ({a.text})", lambda figures: not a.worth(figures))


def _count(a: Sample, b: Sample, c: Sample) -> Sample:
    def worth(figures: Figures) -> Fraction:
        return Fraction(sum(bool(one.worth(figures)) for one in (a, b, c)))

    return Sample(f"COUNT({a.text}, {b.text}, {c.text})", worth)


counts = st.builds(_count, chains, chains, chains)
conditions = st.one_of(
    chains,
    st.builds(_both, chains, chains, st.sampled_from(["and", "or", "且", "或"])),
    st.builds(_not, chains),
)
rules = st.one_of(arithmetic, conditions, counts)
figures = st.fixed_dictionaries({name: st.integers(0, 30) for name in NAMES})


def _expected(sample: Sample, given_figures: Figures) -> Fraction | bool | Gap:
    try:
        return sample.worth(given_figures)
    except ZeroDivisionError:
        return ZERO_DENOMINATOR


@given(sample=rules, given_figures=figures)
def test_evaluation_is_exact(sample: Sample, given_figures: Figures) -> None:
    assert evaluate(parse(sample.text), given_figures.__getitem__) == _expected(
        sample, given_figures
    )


# ------------------------------------------------------------------ the sheet's formula

_EXCEL_WORD = re.compile(r"[A-Z]+(?=\()|[\u4e00-\u9fff]+|\d+(?:\.\d+)?|<=|>=|<>|=")
_EXCEL_FUNCTIONS: dict[str, object] = {
    "INT": lambda x: Fraction(x.__floor__()), "ABS": abs, "MIN": min, "MAX": max,
    "IF": lambda test, then, other: then if test else other,
    "AND": lambda *links: all(links), "OR": lambda *links: any(links), "NOT": lambda x: not x,
}  # fmt: skip


def printed(rule: Expression, reference: Reference = cell_called) -> str:
    """A rule as the sheet has it."""
    return formula_text(rule_formula(rule, reference))


def recalculated(text: str, given_figures: Figures) -> Fraction | bool:
    """What Excel makes of ``text``, over fractions in place of doubles."""

    def word(match: re.Match[str]) -> str:
        found = match[0]
        if found in given_figures:
            return f"F({given_figures[found]})"
        if found[0].isdigit():
            return f"F('{found}')"
        return {"=": "==", "<>": "!="}.get(found, found)

    return eval(_EXCEL_WORD.sub(word, text), {"F": Fraction, **_EXCEL_FUNCTIONS})  # type: ignore[no-any-return]


@given(sample=rules, given_figures=figures)
def test_sheet_and_engine_give_the_same_answer(sample: Sample, given_figures: Figures) -> None:
    expression = parse(sample.text)
    answer = evaluate(expression, given_figures.__getitem__)
    guard = map(formula_text, divisors(expression, cell_called))
    # the guard stands for 分母为零 exactly where the engine says so; like the sheet's nested IFs
    # it stops at the first zero, behind which a divisor may be an error
    found = any(recalculated(text, given_figures) == 0 for text in guard)
    assert (answer == ZERO_DENOMINATOR) == found
    if answer != ZERO_DENOMINATOR:
        assert recalculated(printed(expression), given_figures) == answer


@pytest.mark.parametrize(
    ("text", "formula"),
    [
        ("刑事立案数 / 总人口 * 10000", "(刑事立案数*10000)/(总人口)"),
        ("可防性案件数 / 刑事立案数 <= 30%", "可防性案件数*10<=3*刑事立案数"),
        ("甲 = 乙 + 丙 = 丁", "AND(甲=乙+丙,乙+丙=丁)"),
        ("not (甲 > 3 or 乙 = 是)", 'NOT(OR(甲>3,乙="是"))'),
        ("CEIL(社区数 * 0.9) - 无毒社区数", "-INT(-((社区数*9)/(10)))-无毒社区数"),
        ("5 - (甲 - 乙)", "5-(甲-乙)"),
        ("DATE(年份, 月份 + 1, 0)", "DATE(年份,月份+1,0)"),
        ("甲 - (乙 / 2 + 丙)", "(甲*2-(乙+丙*2))/(2)"),
        # the divisor may be below 0: both sides are multiplied by its square
        ("1 / (甲 - 乙) <= 2", "甲-乙<=2*((甲-乙)*(甲-乙))"),
    ],
)
def test_formula_in_the_sheet_by_hand(text: str, formula: str) -> None:
    assert printed(parse(text)) == formula


def test_a_name_may_stand_for_a_pair_of_cells() -> None:
    def reference(name: str) -> Ratio:
        return Ratio(place("近和_甲"), place("近数_甲")) if name == "近均_甲" else cell_called(name)

    assert printed(parse("甲 - 近均_甲 >= 5"), reference) == "甲*近数_甲-近和_甲>=5*近数_甲"


# ------------------------------------------------------------------ states


def looking(**values: Value) -> Callable[[str], Value]:
    return values.__getitem__


def test_the_strongest_gap_of_all_names_decides_whatever_the_formula() -> None:
    rule = parse("甲 = 0 or 乙 + 丙 > 1")
    assert evaluate(rule, looking(甲=0, 乙=BLANK, 丙=NOT_APPLICABLE)) == NOT_APPLICABLE
    assert evaluate(rule, looking(甲=0, 乙=BLANK, 丙=UNREADABLE)) == BLANK
    assert evaluate(rule, looking(甲=0, 乙=1, 丙=UNREADABLE)) == UNREADABLE
    assert evaluate(rule, looking(甲=0, 乙=1, 丙=1)) is True


def test_a_zero_denominator_is_a_gap_and_weaker_than_a_blank() -> None:
    assert evaluate(parse("甲 / 乙"), looking(甲=1, 乙=0)) == ZERO_DENOMINATOR
    assert evaluate(parse("甲 / 乙"), looking(甲=BLANK, 乙=0)) == BLANK


def test_days_are_compared_and_subtracted() -> None:
    days = looking(甲=date(2026, 3, 20), 乙=date(2026, 3, 5))
    assert evaluate(parse("甲 - 乙"), days) == 15
    assert evaluate(parse("乙 <= 甲"), days) is True


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("DATE(年份, 月份, 15)", date(2027, 12, 15)),
        ("DATE(年份, 月份 + 1, 0)", date(2027, 12, 31)),  # day 0 ends the month before
        ("DATE(年份, 月份 + 1, 10)", date(2028, 1, 10)),  # month 13 is next January
        ("DATE(年份 + 1, 3, 0)", date(2028, 2, 29)),  # a leap year
        ("DATE(年份, 0, 1)", date(2026, 12, 1)),
        ("DATE(年份, 月份 - 13, 32)", date(2026, 12, 2)),
    ],
)
def test_a_day_is_counted_on_as_in_the_sheet(text: str, day: date) -> None:
    assert day_of(evaluate(parse(text), looking(年份=2027, 月份=12))) == day


def test_names_stand_once_in_the_order_of_first_use() -> None:
    assert parse("乙 + 甲 * 乙 > MIN(丙, 甲)").names == ("乙", "甲", "丙")


# ------------------------------------------------------------------ what is not in the grammar


@pytest.mark.parametrize(
    ("text", "position", "problem"),
    [
        ("", 0, "公式是空的"),
        ("甲 +", 3, "此处应为数字、名称或括号"),
        ("甲 乙", 2, "此处多出“乙”"),
        ("(甲 + 乙", 6, "缺少右括号"),
        ("甲 ^ 2", 2, "不认识的符号“^”"),
        ("甲 + SUM(乙)", 4, "没有函数“SUM”"),
        ("INT(甲, 乙)", 0, "INT 的参数个数不对"),
        ("甲; import os", 1, "不认识的符号“;”"),
        ("甲 <= <= 乙", 5, "此处应为数字、名称或括号"),
    ],
)
def test_an_error_says_where(text: str, position: int, problem: str) -> None:
    with pytest.raises(ExpressionError) as caught:
        parse(text)
    assert caught.value.position == position
    assert problem in caught.value.problem
    assert f"第{position + 1}个字" in str(caught.value)


@given(text=st.text(max_size=30))
def test_any_text_is_an_expression_or_a_located_error(text: str) -> None:
    try:
        assert parse(text).text == text
    except ExpressionError as error:
        position = error.position
    else:
        position = len(text)
    assert 0 <= position <= len(text)


@given(sample=rules, cut=st.integers(0, 60), junk=st.sampled_from(["@", "{", "!", "'"]))
def test_a_strange_sign_is_found_at_its_place(sample: Sample, cut: int, junk: str) -> None:
    text = sample.text[:cut] + junk + sample.text[cut:]
    with pytest.raises(ExpressionError) as caught:
        parse(text)
    # the point of "0.8" may be left alone before it
    assert text.index(junk) - caught.value.position in (0, 1)
