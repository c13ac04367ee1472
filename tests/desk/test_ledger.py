"""``zongzhi.ledger/1``: by its schema, and worked out again by the lines that its page prints."""

import json
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from copy import deepcopy
from dataclasses import replace
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from tests.cases.reading import Case, all_cases
from tests.cases.test_cases import appraised, district
from tests.statements.test_real_rules import REAL, UNIT
from tests.statements.test_real_rules import edition as of_rule
from zongzhi_xl.core.appraising import scoring
from zongzhi_xl.core.appraising.scorecard import Appraisal, LedgerRow
from zongzhi_xl.core.edition.statement import Edition
from zongzhi_xl.core.soundness.trial import Situation, docket_in
from zongzhi_xl.desk import ledger

DOCS = Path(__file__).parents[2] / "docs"
SCHEMA = json.loads((DOCS / "zongzhi.ledger-1.schema.json").read_text(encoding="utf-8"))
VALIDATOR = Draft202012Validator(SCHEMA)
ROWS = Draft202012Validator(SCHEMA["$defs"]["row"] | {"$defs": SCHEMA["$defs"]})
Plain = dict[str, Any]


@cache
def lines() -> Plain:
    """What the code that the page prints defines, and nothing of ours."""
    page = (DOCS / "ledger.md").read_text(encoding="utf-8")
    (code,) = re.findall(r"```python\n(.*?)```", page, re.DOTALL)
    assert "zongzhi_xl" not in code
    told: Plain = {}
    exec(code, told)
    return told


def check(document: Plain) -> None:
    lines()["check"](document)


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


def assert_same(rows: Iterable[LedgerRow], edition: Edition) -> None:
    """Each row comes to its points again from what it tells."""
    rules: Plain = ledger.rules_told(edition)
    used: defaultdict[object, Fraction] = defaultdict(Fraction)
    for row in rows:
        told: Plain = ledger.row_told(row)
        assert ROWS.is_valid(told)
        its_rule = rules["rules"][row.rule_id]
        assert lines()["points"](told, its_rule, rules["limits"], used) == row.points


@pytest.mark.parametrize("real", REAL, ids=[one["rule"] for one in REAL])
def test_a_published_rule_of_any_scale_comes_to_the_same_again(real: Plain) -> None:
    its = of_rule(real)
    docket = docket_in(its, UNIT, Situation("", figures=real["figures"]))
    assert_same(scoring.ledger(docket, scoring.rules_of(its)), its)


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
