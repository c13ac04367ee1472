"""What a row of the ledger says in figures comes to the points that it costs.

The workings (算式) are read back here: each equation worked out by the grammar, the part of a step
counted as the words say, the cap applied. Whoever lost the points does the same by hand.
"""

import math
import random
import re
from fractions import Fraction

import pytest
from one_office import appraised, changed, only

from tests.good_year import Year
from zongzhi_xl.core.appraising.scorecard import LedgerRow
from zongzhi_xl.core.appraising.wording import working_words
from zongzhi_xl.core.edition.deductions import Deduction
from zongzhi_xl.core.edition.records import decode
from zongzhi_xl.core.edition.statement import Edition
from zongzhi_xl.core.language.evaluation import evaluate
from zongzhi_xl.core.language.expressions import parse
from zongzhi_xl.record import replace

_EQUATION = re.compile(r"(?P<left>.+?) (?P<sign>[=≈]) (?P<said>[\d.]+)(?P<share>个百分点)?")
#: not those between the arguments of a function
_COMMA = re.compile(r"，(?![^()]*\))")
_COUNTED = re.compile(r"按(?P<number>[\d.]+)\D*扣$")
_CAP = re.compile(r"封顶 (?P<cap>[\d.]+) → (?P<points>[\d.]+)")


def worked_out(text: str) -> Fraction:
    answer = evaluate(parse(text), lambda name: pytest.fail(f"{name} stands without a figure"))
    assert isinstance(answer, int | Fraction)
    return Fraction(answer)


def assert_adds_up(row: LedgerRow, part: str = "whole") -> None:
    """Every figure of the working follows from those before it, down to the points."""
    off, cost = None, None
    for words in _COMMA.split(working_words(row)):
        if equation := _EQUATION.match(words):
            scale = 100 if equation["share"] else 1
            exact, said = worked_out(equation["left"]) * scale, Fraction(equation["said"])
            places = len(equation["said"].partition(".")[2])
            assert abs(exact - said) <= Fraction(equation["sign"] == "≈", 2 * 10**places), words
            off, cost = (said if off is None else off), said
        elif counted := _COUNTED.search(words):
            whole = math.ceil if part == "whole" else math.floor
            assert off is not None
            assert Fraction(counted["number"]) == whole(off), working_words(row)
        elif capped := _CAP.match(words):
            assert cost is not None
            assert Fraction(capped["points"]) == min(cost, Fraction(capped["cap"]))
            assert capped["points"] == str(row.points)


def rows(edition: Edition, year: Year, of: str, per: dict[str, object]) -> list[LedgerRow]:
    deduction = decode(Deduction, {"id": "D06-1", "of": of, "per": per, "most": 10})
    return list(appraised(only(edition, deduction), year).losses)


@pytest.mark.parametrize(
    "count",
    [
        "治安案件受理数 - (治安案件查处数 - 治安案件查结数)",
        "治安案件受理数 / (治安案件查处数 * 2 + 1) * 8",
        "(治安案件受理数 - 1) * (治安案件查处数 + 1)",
        "MAX(治安案件受理数 - 3, 0) - (2 - INT(治安案件查处数 / 3))",
    ],
)
def test_a_count_is_worked_out_with_its_brackets(edition: Edition, count: str) -> None:
    chance, told = random.Random(5), 0
    for _ in range(12):
        received = chance.randint(1, 9)
        closed = {"治安案件查处数": chance.randint(0, received), "治安案件查结数": 0}
        year = changed({1: {"治安案件受理数": received, **closed}})
        for row in rows(edition, year, count, {"price": 0.5}):
            told += 1
            assert_adds_up(row)
    assert told > 5


@pytest.mark.parametrize("part", ["whole", "dropped"])
@pytest.mark.parametrize(
    ("cases", "population"),
    # 720 among 99999 are 72.0007 per ten thousand: over 70 by three whole steps begun, which
    # 2.00 would belie; 7199 among 999999 are 71.990…, two steps begun, but 2.00 would be dropped
    [(73, 10000), (72, 9999), (720, 99999), (72003, 9999999), (75, 10001), (719999, 99999990)],
)
def test_parts_of_a_step_are_counted_from_what_is_printed(
    edition: Edition, cases: int, population: int, part: str
) -> None:
    year = changed({1: {"刑事立案数": cases}})
    crowded = replace(
        year, unit=replace(year.unit, figures={**year.unit.figures, "总人口": population})
    )
    (row,) = rows(edition, crowded, "超出(刑事案件发案率)", {"price": 0.2, "part": part})
    assert_adds_up(row, part)
