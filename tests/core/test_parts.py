"""Parts above the clauses: their marks and ends, and sums that differ and are answered for."""

from decimal import Decimal
from fractions import Fraction

import pytest
from one_office import changed

from tests.core.test_additions import rule, scored, with_ends
from zongzhi_xl.core.edition.deductions import Deduction
from zongzhi_xl.core.edition.statement import Edition, LetterPart
from zongzhi_xl.core.soundness.sums import audit_sums
from zongzhi_xl.record import replace

LOST: dict[str, object] = {"of": "刑事立案数", "per": {"price": 10}}
BONUS: dict[str, object] = {"direction": "加分", "of": "破获积案数", "per": {"price": 4}}


def part(title: str, clauses: list[int], points: int, **ends: Fraction) -> LetterPart:
    return LetterPart(title, tuple(clauses), Fraction(points), **ends)


def cut_to(edition: Edition, deductions: tuple[Deduction, ...], *parts: LetterPart) -> Edition:
    """Clause 6 (10 points) has these rules, no other has any; the letter has these parts."""
    clauses = tuple(
        replace(one, deductions=deductions if one.number == 6 else ()) for one in edition.clauses
    )
    statement = replace(edition.statement, parts=parts)
    return with_ends(replace(edition, clauses=clauses, statement=statement))


def parts_of(edition: Edition, **ends: Fraction) -> tuple[LetterPart, LetterPart]:
    others = [one.number for one in edition.clauses if one.number != 6]
    return part("案件", [6], 10, **ends), part("其余", others, 90)


def test_each_part_has_its_mark(edition: Edition) -> None:
    # one bonus of 4 against 10 lost: 10 − 10 + 4; nothing else is lost
    its = cut_to(edition, (rule(1, **LOST), rule(2, **BONUS)), *parts_of(edition))
    unit = scored(its, changed({1: {"刑事立案数": 50, "破获积案数": 1}}))
    told = [(one.title, one.points, one.mark) for one in unit.parts]
    assert told == [("案件", 10, Decimal("4.00")), ("其余", 90, Decimal("90.00"))]
    assert unit.score == Decimal("94.00")


def test_a_part_keeps_its_least(edition: Edition) -> None:
    # 10 would be lost, at least 7 are kept: the row is cut to 3 and says so
    its = cut_to(edition, (rule(1, **LOST),), *parts_of(edition, least=Fraction(7)))
    unit = scored(its, changed({1: {"刑事立案数": 50}}))
    (row,) = unit.losses
    assert (row.points, row.arithmetic.cut, unit.score) == (Decimal(3), Decimal(7), Decimal(97))
    assert "“案件”最少 7" in row.working


def test_a_part_comes_to_its_most(edition: Edition) -> None:
    # 3 × 4 = 12, capped at 10, would make 20; the part is at most 12
    its = cut_to(edition, (rule(2, **BONUS),), *parts_of(edition, most=Fraction(12)))
    unit = scored(its, changed({1: {"破获积案数": 3}}))
    assert (unit.added, unit.score) == (Decimal("2.00"), Decimal("102.00"))
    assert "“案件”最多 12" in unit.additions[0].working


def test_rows_of_other_parts_are_not_cut(edition: Edition) -> None:
    its = cut_to(edition, (rule(1, **LOST),), *parts_of(edition))
    others = replace(its.statement.parts[1], least=Fraction(90))
    its = replace(its, statement=replace(its.statement, parts=(its.statement.parts[0], others)))
    assert scored(its, changed({1: {"刑事立案数": 50}})).lost == 10


# ------------------------------------------------------------------ sums


def told(edition: Edition) -> list[str]:
    return [f"{fault.path} {fault.problem}" for fault in audit_sums(edition)]


def with_statement(edition: Edition, **fields: object) -> Edition:
    return replace(edition, statement=replace(edition.statement, **fields))  # type: ignore[arg-type]


def test_the_standard_edition_adds_up(edition: Edition) -> None:
    assert told(edition) == []


def test_a_sum_that_differs_wants_a_reason(edition: Edition) -> None:
    off = with_statement(edition, full_marks=Fraction(98))
    assert told(off) == [
        "statement.full_marks 各条分值合计为 100，应等于满分 98；"
        "原文就是这样的，用 differs 写明理由"
    ]
    answered = with_statement(off, differs="原文满分98，各条合计100")
    assert told(answered) == [
        "statement.ends 扣得到满分以下的，要写明总分的两头，如 ends: {least: 0, most: 100}"
    ]
    assert told(with_ends(answered)) == []


def test_a_reason_for_nothing_is_refused(edition: Edition) -> None:
    assert told(with_statement(edition, differs="原文如此")) == [
        "statement.differs 各条分值合计就是满分 100，不用写，请删去这一行"
    ]


def test_a_clause_may_carry_less_than_its_rules(edition: Edition) -> None:
    clause = edition.clauses[5]
    more = replace(clause.deductions[0], most=clause.deductions[0].most + 2)
    clauses = [*edition.clauses]
    clauses[5] = replace(clause, deductions=(more, *clause.deductions[1:]))
    its = replace(edition, clauses=tuple(clauses))
    assert [line.partition(" ")[0] for line in told(its)] == ["clauses[5].points"]
    clauses[5] = replace(clauses[5], differs="扣完为止")
    assert told(replace(edition, clauses=tuple(clauses))) == []


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        ([part("甲", [6], 10)], "statement.parts 第1条、第2条"),
        ([part("甲", [6, 6], 10)], "statement.parts[0].clauses 第6条已经在一个部分里"),
        ([part("甲", [99], 10)], "statement.parts[0].clauses 没有第99条"),
        (
            [part("甲", [6], 9)],
            "statement.parts[0].points “甲”各条分值合计为 10，应等于本部分分值 9",
        ),
        ([part("甲", [6], 10), part("甲", [7], 10)], "statement.parts[1].title 部分“甲”写了两次"),
        ([part("甲", [], 0)], "statement.parts[0].clauses 一条也没有"),
        ([part("甲", [6], 10, least=Fraction(11))], "statement.parts[0].least 至少得 11 分"),
        (
            [part("甲", [6], 10, least=Fraction(5), most=Fraction(4))],
            "statement.parts[0].most 至多得 4 分，比至少的 5 还少",
        ),
    ],
)
def test_parts_that_cannot_be_are_refused(
    edition: Edition, parts: list[LetterPart], expected: str
) -> None:
    found = told(with_statement(edition, parts=tuple(parts)))
    assert any(line.startswith(expected) for line in found), found
