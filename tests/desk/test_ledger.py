"""``zongzhi.ledger/1``: by its schema, and worked out again, in ten lines and in more."""

import json
import re
from collections.abc import Iterable, Iterator
from copy import deepcopy
from decimal import Decimal
from fractions import Fraction
from functools import cache
from io import StringIO
from math import ceil, floor
from pathlib import Path
from types import CodeType
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from tests import ledger_again
from tests.cases.reading import Case, all_cases
from tests.cases.test_cases import appraised, district
from tests.statements.test_real_rules import RULES, unit_of
from tests.statements.test_real_rules import edition as of_rule
from zongzhi_xl.core.appraising import scoring
from zongzhi_xl.core.appraising.scorecard import Appraisal, Arithmetic, LedgerRow, Limit
from zongzhi_xl.core.edition.scale import Amount, Scale
from zongzhi_xl.core.edition.scales import Earned, Share, Table
from zongzhi_xl.core.edition.statement import Edition
from zongzhi_xl.core.edition.steps import PartStep, Per
from zongzhi_xl.core.soundness.trial import Situation, docket_in
from zongzhi_xl.desk import ledger
from zongzhi_xl.record import replace

DOCS = Path(__file__).parents[2] / "docs"
SCHEMA = json.loads((DOCS / "zongzhi.ledger-1.schema.json").read_text(encoding="utf-8"))
VALIDATOR = Draft202012Validator(SCHEMA)
ROWS = Draft202012Validator(SCHEMA["$defs"]["row"] | {"$defs": SCHEMA["$defs"]})
Plain = dict[str, Any]


@cache
def ten_lines() -> CodeType:
    """The code that the page prints, which is ten lines and nothing of ours."""
    page = (DOCS / "ledger.md").read_text(encoding="utf-8")
    (code,) = re.findall(r"```python\n(.*?)```", page, re.DOTALL)
    assert "zongzhi_xl" not in code
    assert len([*filter(None, code.splitlines())]) == 10
    return compile(code, "ledger.md", "exec")


def check(document: Plain) -> None:
    """By those lines, and by the longer ones that believe no row's arithmetic."""
    exec(ten_lines(), {"open": lambda *_, **__: StringIO(json.dumps(document))})
    ledger_again.check(document)


def evaluated(arithmetic: str) -> Fraction:
    exact = re.sub(r"[\d.]+", r"F('\g<0>')", arithmetic)
    names = {"F": Fraction, "ceil": ceil, "floor": floor, "min": min, "max": max}
    return Fraction(eval(exact, names))


def written(appraisal: Appraisal, edition: Edition) -> Plain:
    document: Plain = json.loads("".join(ledger.pieces(appraisal, edition)))
    return document


def of_case(case: Case) -> Plain:
    return written(appraised(case), district(case.years))


#: one in so many is looked at in every run, the others in the long one
_SAMPLED = 12
CASES = [
    pytest.param(case, id=str(case), marks=() if number % _SAMPLED == 0 else pytest.mark.long)
    for number, case in enumerate(all_cases())
]


@pytest.mark.parametrize("case", CASES)
def test_every_case_is_by_the_schema_and_comes_to_the_same_again(case: Case) -> None:
    document = of_case(case)
    assert [error.message for error in VALIDATOR.iter_errors(document)] == []
    check(document)


def assert_same(rows: Iterable[LedgerRow], edition: Edition, group: str) -> None:
    """Each row of an office of the group comes to its points again from what it tells."""
    rules: Plain = ledger.rules_told(edition)
    own = [rule.deduction.for_group(group) for rule in scoring.rules_of(edition)]
    scales = {one.id: one.scale for one in own}
    used = ledger_again.Used(Fraction)
    for row in rows:
        told: Plain = ledger.row_told(row, scales[row.rule_id])
        assert ROWS.is_valid(told)
        its_rule = rules["rules"][row.rule_id]
        assert ledger_again.points(told, its_rule, rules["limits"], used, group) == row.points
        assert evaluated(told["arithmetic"]) == row.points, told["arithmetic"]


@pytest.mark.parametrize("real", RULES, ids=[one["rule"] for one in RULES])
def test_a_published_rule_of_any_scale_comes_to_the_same_again(real: Plain) -> None:
    its = of_rule(real)
    unit = unit_of(real)
    docket = docket_in(its, unit, Situation("", figures=real["figures"]))
    assert_same(scoring.ledger(docket, scoring.rules_of(its)), its, unit.group)


HALF, ONE = Fraction(1, 2), Fraction(1)
OF_THREE = (Limit(Decimal("2.00"), Decimal("0.00")), Limit(Decimal("3.00"), Decimal("2.40")))


@pytest.mark.parametrize(
    ("scale", "amount", "missed", "text", "points"),
    [
        (Per(HALF), 3, False, "3 * 0.5", "0.60"),  # 1.5, of which 0.6 is left
        (Per(HALF, Fraction(5)), 6, False, "ceil(6 / 5) * 0.5", "0.60"),
        (Per(Fraction(1, 5)), Fraction(1, 3), False, "ceil((1/3)) * 0.2", "0.20"),
        (Per(HALF), 0, True, "1 * 0.5", "0.50"),
        (Per(HALF, Fraction(5), PartStep.DROPPED), 6, False, "floor(6 / 5) * 0.5", "0.50"),
        (Per(HALF, ONE, PartStep.PROPORTIONAL, HALF), 3, False, "min(3 * 0.5, 0.5)", "0.50"),
        (Share(Fraction(1, 4)), Fraction(2, 3), False, "0.25 * min(max((2/3), 0), 1)", "0.17"),
        (Earned(Per(HALF), ONE), 1, False, "1 - min(1 * 0.5, 1)", "0.50"),
        (Table({"迟报": Fraction(1, 10)}), "迟报", False, "0.1", "0.10"),
    ],
)
def test_a_price_is_told_as_arithmetic(
    scale: Scale, amount: Amount, missed: bool, text: str, points: str
) -> None:
    told = Arithmetic(scale.points(amount, missed=missed), amount, missed, limits=OF_THREE)
    arithmetic = ledger.arithmetic_of(told, scale)
    rest = "2.00 - 0.00, 3.00 - 2.40"
    assert arithmetic == f"min(floor(({text}) * 100 + 1/2) / 100, {rest})"
    assert evaluated(arithmetic) == Fraction(points)


# ------------------------------------------------------------------ what it notices


def _lists(document: Plain) -> Iterator[tuple[Plain, str]]:
    """Each number of the first office with rows by which a point is worked out."""
    unit = next(one for one in document["units"] if one["rows"])
    row = unit["rows"][0]
    yield unit, "score"
    yield row, "points"
    yield row, "priced"
    yield row, "cut"
    yield document, "full_marks"
    yield unit, "before_outcomes"


@pytest.mark.parametrize("place", range(6))
def test_a_number_that_is_changed_is_noticed(place: int) -> None:
    case = next(one for one in all_cases() if any(u.losses for u in appraised(one).units))
    document = of_case(case)
    holder, key = list(_lists(document))[place]
    holder[key] = f"{float(holder[key]) + 1:.2f}"
    with pytest.raises(AssertionError):
        check(document)


@pytest.mark.parametrize(
    ("key", "other"),
    [
        ("arithmetic", "min(floor((2) * 100 + 1/2) / 100, 90.00 - 0.00)"),
        ("limits", [{"most": "90.00", "used": "0.00"}] * 2),
    ],
)
def test_a_row_that_stands_under_other_limits_is_noticed(key: str, other: object) -> None:
    case = next(one for one in all_cases() if any(u.losses for u in appraised(one).units))
    document = of_case(case)
    row = next(one for one in document["units"] if one["rows"])["rows"][0]
    assert row[key] != other
    row[key] = other
    with pytest.raises(AssertionError):
        check(document)


def test_a_verdict_that_is_turned_round_is_noticed() -> None:
    document = of_case(all_cases()[0])
    one = next(
        one
        for unit in document["units"]
        for one in unit["indicators"]
        if one["met"] is not None and one["denominator"]
    )
    one["met"] = not one["met"]
    with pytest.raises(AssertionError):
        check(document)


def test_a_key_more_or_less_is_not_by_the_schema() -> None:
    document = of_case(all_cases()[0])
    more, less = deepcopy(document), deepcopy(document)
    more["units"][0]["more"] = 1
    del less["engine"]
    assert VALIDATOR.is_valid(document)
    assert not VALIDATOR.is_valid(more)
    assert not VALIDATOR.is_valid(less)
    VALIDATOR.check_schema(SCHEMA)


def test_the_edition_is_told_by_its_hash() -> None:
    case = all_cases()[0]
    edition = district(case.years)
    other = replace(edition, document={**edition.document, "units": []})
    one, two = (written(appraised(case), each)["edition"] for each in (edition, other))
    assert re.fullmatch("[0-9a-f]{64}", one["sha256"])
    assert one["sha256"] != two["sha256"]
