"""What nought of a divisor means belongs to that divisor, is declared, and is printed."""

import pytest
from one_office import appraised, changed, only

from zongzhi_xl.core.appraising.deductions.sentences import sentence
from zongzhi_xl.core.appraising.scorecard import UnitAppraisal
from zongzhi_xl.core.edition.deductions import Deduction
from zongzhi_xl.core.edition.records import decode
from zongzhi_xl.core.edition.statement import Edition
from zongzhi_xl.core.soundness.deductions import audit_deductions
from zongzhi_xl.record import replace

#: ten times a quotient, and a count beside it
RULE = {"of": "破获积案数 / 刑事立案数 * 10 + 治安案件受理数", "per": {"price": 1}, "most": 100}


def rule(**fields: object) -> Deduction:
    return decode(Deduction, {"id": "D06-1", **RULE, **fields})


def judged(edition: Edition, zero: str, cases: int) -> UnitAppraisal:
    year = changed({1: {"刑事立案数": cases, "破获积案数": 2, "治安案件受理数": 3}})
    return appraised(only(edition, rule(zero={"刑事立案数": zero})), year)


@pytest.mark.parametrize(
    ("zero", "cases", "lost"),
    [
        ("满分", 10, "5.00"),  # 2 ÷ 10 × 10 + 3
        ("满分", 0, None),
        ("按零", 0, "3.00"),  # the quotient is nought, the rest of the formula stands
    ],
)
def test_what_nought_of_a_divisor_means(
    zero: str, cases: int, lost: str | None, edition: Edition
) -> None:
    rows = judged(edition, zero, cases).losses
    assert [str(row.points) for row in rows] == ([lost] if lost else [])


@pytest.mark.parametrize(
    "condition",
    [
        "破获积案数 / 刑事立案数 < 0.5",
        "破获积案数 / 刑事立案数 < 0.5 or 治安案件受理数 > 100",
        "not (破获积案数 / 刑事立案数 >= 0.5)",
    ],
)
def test_a_quotient_counts_as_nought_however_deep_it_stands(
    condition: str, edition: Edition
) -> None:
    asked = rule(of=condition, zero={"刑事立案数": "按零"})
    (row,) = appraised(only(edition, asked), changed()).losses
    assert str(row.points) == "1.00"


def test_no_circumstance_divides_by_what_may_be_nought(edition: Edition) -> None:
    """Nobody could tell whether it holds, and the dearer half would be taken at closing."""
    asked = rule(of="刑事立案数", when=[{"where": "破获积案数 / 治安案件受理数 < 0.5", "times": 2}])
    (fault,) = audit_deductions(only(edition, asked))
    assert "情形里除以治安案件受理数，它是 0 时说不准：请写成乘法" in str(fault)
    told = rule(of="刑事立案数", when=[{"where": "破获积案数 < 0.5 * 治安案件受理数", "times": 2}])
    assert [*audit_deductions(only(edition, told))] == []


def test_what_there_must_be_is_owed_where_it_is_nought(edition: Edition) -> None:
    asked = {"of": "(1 - 知晓人数 / 调查人数) * 10", "zero": {"调查人数": "待定"}}
    good = changed()
    none = replace(good, yearly={**good.yearly, "调查人数": 0, "知晓人数": 0})
    unit = appraised(only(edition, rule(**asked)), none)
    assert unit.losses == ()
    assert any("没有提供：" in one and "调查人数" in one for one in unit.provisional_reasons)


def test_the_working_counts_the_quotient_as_nought(edition: Edition) -> None:
    (row,) = judged(edition, "按零", 0).losses
    assert row.formula.endswith("；刑事立案数为0，按零")


@pytest.mark.parametrize(("zero", "words"), [("满分", "不扣"), ("待定", "待定"), ("按零", "按0算")])
def test_it_is_printed(zero: str, words: str, edition: Edition) -> None:
    assert sentence(rule(zero={"刑事立案数": zero}), edition).endswith(f"；刑事立案数为0的{words}")


@pytest.mark.parametrize(
    ("fields", "problem"),
    [
        ({}, "除以刑事立案数：它是 0 时怎么算，要写 zero"),
        ({"zero": {"刑事立案": "满分"}}, "of 里没有除以刑事立案，是不是“刑事立案数”？"),
        ({"of": "1 / (刑事立案数 + 1)", "zero": {"刑事立案数 + 1": "待定"}}, "不能待定"),
        ({"direction": "加分", "zero": {"刑事立案数": "满分"}}, "加分的没有满分"),
    ],
)
def test_it_must_be_said_of_each_divisor(
    fields: dict[str, object], problem: str, edition: Edition
) -> None:
    its = only(edition, rule(**fields))
    assert any(problem in one.problem for one in audit_deductions(its)), [*audit_deductions(its)]


def test_a_sum_is_a_divisor_by_its_words(edition: Edition) -> None:
    its = only(edition, rule(of="1 / (刑事立案数 + 1)", zero={"刑事立案数 + 1": "满分"}))
    assert [*audit_deductions(its)] == []
