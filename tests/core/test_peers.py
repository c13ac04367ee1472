"""Places and means over all offices, or over a group: what they are, and when they are known."""

from decimal import Decimal

import pytest
from one_office import changed, only, places

from tests.bags import of_departments, of_return
from tests.good_year import YEAR, Year, department_return, submissions
from zongzhi_xl.core.appraising.appraisal import appraise
from zongzhi_xl.core.appraising.scorecard import Appraisal, LedgerRow
from zongzhi_xl.core.appraising.tally import merge_all
from zongzhi_xl.core.edition.deductions import Deduction
from zongzhi_xl.core.edition.records import decode
from zongzhi_xl.core.edition.statement import Edition
from zongzhi_xl.core.language.expressions import parse
from zongzhi_xl.core.soundness.deductions import audit_deductions
from zongzhi_xl.errors import ExpressionError
from zongzhi_xl.record import replace

#: crimes in January; the others of their year are 0
CRIMES = {"甲街道": 5, "乙街道": 10, "丙街道": 10, "丁街道": 20}


def rule(of: str, **fields: object) -> Deduction:
    return decode(Deduction, {"id": "D06-1", "most": 10, "of": of, **fields})


def years(**missing: frozenset[object]) -> list[Year]:
    found = []
    for name, crimes in CRIMES.items():
        year = changed({1: {"刑事立案数": crimes}}, missing=missing.get(name, frozenset()))
        group = "二类" if name == "甲街道" else "一类"
        found.append(replace(year, unit=replace(year.unit, name=name, group=group)))
    return found


def district(
    edition: Edition, deduction: Deduction, of: list[Year], *, final: bool = True
) -> Appraisal:
    its = replace(only(edition, deduction), units=tuple(year.unit for year in of))
    bags = [of_return(one) for year in of for one in submissions(year, its)]
    bags.append(of_departments(department_return(of, its)))
    return appraise(merge_all(bags), its, YEAR, final=final, through=None if final else 6)


def lost(found: Appraisal) -> dict[str, list[str]]:
    return {unit.unit: [str(row.points) for row in unit.losses] for unit in found.units}


@pytest.mark.parametrize(
    ("of", "points"),
    [
        # 5, 10, 10, 20: the least is first, equals share a place
        ("名次(刑事立案数, 小者先)", ["1.00", "2.00", "2.00", "4.00"]),
        ("名次(刑事立案数, 大者先)", ["4.00", "2.00", "2.00", "1.00"]),
        # from the end: 20 is the last
        ("倒数名次(刑事立案数, 小者先)", ["4.00", "2.00", "2.00", "1.00"]),
        # 甲 is alone in its group
        ("名次(刑事立案数, 小者先, 同组)", ["1.00", "1.00", "1.00", "3.00"]),
        # (5 + 10 + 10 + 20) ÷ 4 = 11.25, one point each begun above
        ("刑事立案数 - 平均(刑事立案数)", ["", "", "", "9.00"]),
        ("刑事立案数 - 最低(刑事立案数)", ["", "5.00", "5.00", "10.00"]),  # 15, at most 10
        ("最高(刑事立案数, 同组) - 刑事立案数", ["", "10.00", "10.00", ""]),
        ("合计(刑事立案数) / 15", ["3.00"] * 4),
        ("单位数", ["4.00"] * 4),
        # 5, 10, 10, 20 of 10 000 people
        ("名次(刑事案件发案率, 小者先)", ["1.00", "2.00", "2.00", "4.00"]),
    ],
)
def test_a_figure_among_those_of_all(of: str, points: list[str], edition: Edition) -> None:
    found = lost(district(edition, rule(of, per={"price": 1}), years()))
    assert [*found.values()] == [[one] if one else [] for one in points]


def row_of(found: Appraisal, name: str) -> LedgerRow:
    (unit,) = [one for one in found.units if one.unit == name]
    (row,) = unit.losses
    return row


def test_a_place_is_told_with_how_many_there_are_and_its_own_figure(edition: Edition) -> None:
    last = rule("倒数名次(刑事立案数, 小者先)", bands=[{"at_most": 2, "points": 0.5}])
    found = district(edition, last, years())
    assert [name for name, points in lost(found).items() if points] == [
        "乙街道",
        "丙街道",
        "丁街道",
    ]
    row = row_of(found, "丁街道")
    assert row.working == "1（4个单位，本单位 20），2以下，扣 0.5"
    assert [one.value for one in places(row)] == ["20"]


def test_no_place_before_every_month_is_due(edition: Edition) -> None:
    found = district(
        edition, rule("名次(刑事立案数, 小者先)", per={"price": 1}), years(), final=False
    )
    assert not any(lost(found).values())


def test_who_keeps_a_figure_back_comes_last_and_raises_nobody(edition: Edition) -> None:
    price = rule("名次(刑事立案数, 小者先)", per={"price": 1})
    found = district(edition, price, years(乙街道=frozenset([5])))
    # 甲 5, 丙 10, 丁 20; 乙 is read against itself: all of the cap
    assert lost(found) == {
        "甲街道": ["1.00"],
        "乙街道": ["10.00"],
        "丙街道": ["2.00"],
        "丁街道": ["3.00"],
    }
    assert row_of(found, "乙街道").points == Decimal(10)


@pytest.mark.parametrize("band", [{"at_most": 1}, {"at_least": 1, "at_most": 1}])
def test_a_price_of_the_last_place_alone_is_paid_by_who_keeps_back(
    band: dict[str, int], edition: Edition
) -> None:
    last = rule("倒数名次(刑事立案数, 小者先)", bands=[{**band, "points": 3}])
    found = district(edition, last, years(乙街道=frozenset([5])))
    assert lost(found)["乙街道"] == ["3.00"]


@pytest.mark.parametrize(
    "text", ["名次(刑事立案数)", "名次(刑事立案数, 同组)", "平均(甲, 小者先)", "名次(1, 小者先)"]
)
def test_how_a_place_is_written(text: str) -> None:
    with pytest.raises(ExpressionError, match="应写作"):
        parse(text)


def test_a_place_is_printed_as_it_is_read() -> None:
    term = "名次(信访总量, 小者先, 同组)"
    assert parse("名次(信访总量，小者先，同组) > 3").names == (term,)
    assert parse(term).names == (term,)


def test_what_is_compared_must_be_there(edition: Edition) -> None:
    faults = [*audit_deductions(only(edition, rule("名次(立案总数, 小者先)", per={"price": 1})))]
    assert "没有“立案总数”这个名称" in faults[0].problem
