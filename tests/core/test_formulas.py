"""One tree, two back ends: what is printed for the sheet and what is answered in Python."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zongzhi_xl.core.language.evaluation import evaluate
from zongzhi_xl.core.language.expressions import parse
from zongzhi_xl.core.language.formula_answers import NoValue, compiled
from zongzhi_xl.core.language.formulas import (
    Block,
    Cell,
    Formula,
    Group,
    Read,
    Source,
    call,
    condition,
    count_of,
    first_of,
    formula_text,
    is_error,
    joined,
    most,
    part,
    total,
    when,
)
from zongzhi_xl.core.language.rule_formula import Ratio, divisors, rule_formula
from zongzhi_xl.core.language.values import ZERO_DENOMINATOR


@dataclass
class Page:
    """A sheet with figures in named cells; what is not there holds an error."""

    figures: Mapping[str, Any] = field(default_factory=dict)

    def read(self, _: Source, name: str, __: int) -> Any:
        if name not in self.figures:
            raise NoValue(name)
        return self.figures[name]

    def answer(self, formula: Formula) -> Any:
        return compiled(formula)(self)


def cell(name: str) -> Read:
    return Read(name, Source.FIGURE, name)


def ruled(text: str) -> Formula:
    return rule_formula(parse(text), lambda name: Ratio(cell(name)))


A, B, C = map(cell, "ABC")
#: a column of three cells with 2, 0 and 5
COLUMN = Block("D1:D3", tuple(map(part, (2, 0, 5))))
PAGE = Page({"A": 7, "B": 2, "C": 3, "words": " 更正  一次 ", "blank": ""})


@pytest.mark.parametrize(
    ("formula", "text", "answer"),
    [
        (A - (B - C), "A-(B-C)", 8),
        (A - B - C, "A-B-C", 2),
        (A / (B * C), "A/(B*C)", Fraction(7, 6)),
        ((A + B) * C, "(A+B)*C", 27),
        (A + B * C, "A+B*C", 13),
        (-(A + B), "-(A+B)", -9),
        (-call("INT", -(A / B)), "-INT(-(A/B))", 4),
        (10 * A >= 9 * B, "10*A>=9*B", True),
        (A.equals(7).equals(B.equals(3)), "(A=7)=(B=3)", False),
        ((A.equals(7) * B.equals(2)).equals(1), "(A=7)*(B=2)=1", True),
        (Group(A) / B, "(A)/B", Fraction(7, 2)),
        ("第" & A & "月", '"第"&A&"月"', "第7月"),
        (part("“x”和\"y\""), '"“x”和""y"""', "“x”和\"y\""),
        (when(A > B, "多", "少"), 'IF(A>B,"多","少")', "多"),
        (when(A < B, True, False), "IF(A<B,TRUE,FALSE)", False),
        (
            first_of(((A < B, "一"), (A > C, "二")), "三"),
            'IF(A<B,"一",IF(A>C,"二","三"))',
            "二",
        ),
        (total([A, B, C]), "A+B+C", 12),
        (total([]), "0", 0),
        (most([A, B, A]), "MAX(A,B)", 7),
        (most([B, B]), "B", 2),
        (count_of(COLUMN > 1), "SUMPRODUCT(--(D1:D3>1))", 2),
        (call("SUMPRODUCT", COLUMN, COLUMN), "SUMPRODUCT(D1:D3,D1:D3)", 29),
        (call("MATCH", 5, COLUMN, 0), "MATCH(5,D1:D3,0)", 3),
        (call("INDEX", COLUMN, 3), "INDEX(D1:D3,3)", 5),
        (is_error(call("MATCH", 4, COLUMN, 0)), "ISERROR(MATCH(4,D1:D3,0))", True),
        (is_error(cell("nowhere")), "ISERROR(nowhere)", True),
        (is_error(call("FIND", "更正", cell("words"))), 'ISERROR(FIND("更正",words))', False),
        (call("TRIM", cell("words")), "TRIM(words)", "更正 一次"),
        (call("ISNUMBER", A), "ISNUMBER(A)", True),
        (call("ISNUMBER", A.equals(7)), "ISNUMBER(A=7)", False),
        (call("DATE", 2026, 14, 0), "DATE(2026,14,0)", 46418),  # 2027-01-31
        (call("N", cell("blank")) + A, "N(blank)+A", 7),
        (call("VALUE", part("12")), 'VALUE("12")', 12),
        (is_error(call("VALUE", part("十二"))), 'ISERROR(VALUE("十二"))', True),
        (Cell("E5", A + B) * C, "E5*C", 27),
        (ruled("A - B * C") + 1, "A-B*C+1", 2),
        (9 * ruled("A - B"), "9*(A-B)", 45),
        (ruled("CEIL(A / B) = 4 and not A = B"), "AND(-INT(-((A)/(B)))=4,NOT(A=B))", True),
    ],
)  # fmt: skip
def test_a_formula_is_printed_and_answered(formula: Formula, text: str, answer: object) -> None:
    assert formula_text(formula) == text
    assert compiled(formula)(PAGE) == answer


def test_the_branch_that_is_not_chosen_may_hold_an_error() -> None:
    guarded = when(is_error(cell("nowhere")), "—", cell("nowhere") + 1)
    assert compiled(guarded)(PAGE) == "—"
    with pytest.raises(NoValue):
        compiled(cell("nowhere") + 1)(PAGE)


def test_an_error_in_a_block_harms_only_who_asks_for_that_cell() -> None:
    block = Block("A1:C1", (A, cell("nowhere"), cell("blank")))
    assert compiled(call("COUNTA", block))(PAGE) == 2
    assert compiled(call("INDEX", block, 1))(PAGE) == 7


def test_a_condition_of_a_sheet_begins_with_its_sign() -> None:
    assert condition(A > 0) == "=A>0"


def test_the_first_divisor_that_is_zero_is_the_innermost() -> None:
    found = divisors(parse("A / (B / C)"), lambda name: Ratio(cell(name)))
    assert list(map(formula_text, found)) == ["C", "B"]
    nought = Page({"A": 1, "B": 0, "C": 4})
    assert [compiled(one)(nought) for one in found] == [4, 0]


def _operation(below: st.SearchStrategy[Formula]) -> st.SearchStrategy[Formula]:
    operands = st.lists(below, min_size=2, max_size=3)
    return st.builds(joined, st.sampled_from("+-*/"), operands) | st.builds(lambda one: -one, below)


def _trees(least: int) -> st.SearchStrategy[Formula]:
    return st.recursive(st.sampled_from((A, B, C)) | st.integers(least, 9).map(part), _operation)


TREES = _trees(0)
FIGURES = st.fixed_dictionaries({name: st.integers(0, 30) for name in "ABC"})
#: nobody writes a rule that divides by the number 0
SIDES = _trees(1)
RULES = st.builds(joined, st.sampled_from(("<=", "=", ">")), st.tuples(SIDES, SIDES)) | SIDES


@given(rule=RULES, figures=FIGURES)
def test_a_rule_in_a_sheet_has_the_answer_of_the_engine(
    rule: Formula, figures: dict[str, int]
) -> None:
    """A rule of the grammar, embedded, gives what the engine gives, or divides by zero with it."""
    expression = parse(formula_text(rule))
    guard = divisors(expression, lambda name: Ratio(cell(name)))
    answer = evaluate(expression, figures.__getitem__)
    zero = any(_is_zero(one, figures) for one in guard)
    assert zero == (answer == ZERO_DENOMINATOR)
    if not zero:
        assert compiled(ruled(expression.text))(Page(figures)) == answer


def _is_zero(divisor: Formula, figures: dict[str, int]) -> bool:
    return bool(compiled(divisor)(Page(figures)) == 0)


@given(tree=TREES, figures=FIGURES)
def test_brackets_keep_what_the_tree_says(tree: Formula, figures: dict[str, int]) -> None:
    """What is printed, read by the grammar of rules, has the tree's own value."""
    try:
        answer: object = compiled(tree)(Page(figures))
    except ZeroDivisionError:
        answer = ZERO_DENOMINATOR
    assert evaluate(parse(formula_text(tree)), figures.__getitem__) == answer
