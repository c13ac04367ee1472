"""Published rules of other districts as data, each with a case worked out by hand.

The edition of a rule is the empty one with its items among the departments' figures and one clause
of its deductions; it must be sound, and its sentences must be printed from the parameters.
"""

from copy import deepcopy
from decimal import Decimal
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from zongzhi_xl.core.appraising.deductions.docket import Docket
from zongzhi_xl.core.appraising.indicators import applies
from zongzhi_xl.core.appraising.outcomes import happened
from zongzhi_xl.core.appraising.scorecard import LedgerRow, VetoState
from zongzhi_xl.core.appraising.scoring import Contender, decided, ledger, rules_of, score_of
from zongzhi_xl.core.edition.deductions import Direction
from zongzhi_xl.core.edition.register import Unit
from zongzhi_xl.core.edition.statement import Edition, edition_of
from zongzhi_xl.core.soundness.parts import unsound
from zongzhi_xl.core.soundness.sense import every
from zongzhi_xl.core.soundness.trial import Situation, docket_in, tried
from zongzhi_xl.record import replace
from zongzhi_xl.statements.files import EMPTY
from zongzhi_xl.statements.loader import load, standard


def told(name: str) -> list[dict[str, Any]]:
    """The rules of one file beside this one."""
    text = Path(__file__).with_name(name).read_text(encoding="utf-8")
    rules: list[dict[str, Any]] = yaml.load(text, yaml.CSafeLoader)
    return [{**one, "figures": _exactly(one["figures"])} for one in rules]


def _exactly(figures: dict[str, Any]) -> dict[str, Any]:
    """Decimals as the program has them: nothing of it counts in binary fractions."""
    return {
        name: Fraction(str(one)) if isinstance(one, float) else one for name, one in figures.items()
    }


REAL = told("real_rules.yaml")
RULES = [*REAL, *told("invented_rules.yaml")]
FIGURES = {"总人口": 10_000, "名册_社区数": 10, "名册_行政村数": 5, "上年农村火灾起数": 10}
UNIT = Unit("示例一街道", "一类", FIGURES)


def unit_of(real: dict[str, Any]) -> Unit:
    """The office whose year it is; of the first group where the rule does not say."""
    return replace(UNIT, group=real.get("group", UNIT.group))


@cache
def empty() -> Edition:
    """Read once for all rules."""
    return load(EMPTY)


def edition(real: dict[str, Any]) -> Edition:
    """The empty edition with the items and the rules of ``real`` in place of its own."""
    document: dict[str, Any] = deepcopy(dict(empty().document))
    document["units"] = [{"name": UNIT.name, "group": unit_of(real).group, "figures": FIGURES}]
    typed = {"是否": "yes_no", "评分": "marks", "文字": "words", "日期": "dates"}
    kinds = {name: kind for kind, key in typed.items() for name in real.get(key, ())}
    asked = [
        {"name": name, "code": f"{n:02}", "unit": "个", "source": "区综治办", "clauses": [1],
         "kind": kinds.get(name, "计数"), "definition": "示例的数。"}
        for n, name in enumerate(real["items"], 1)
    ]  # fmt: skip
    for form in document["forms"]:
        form["checks"] = []
        form.pop("derived", None)
        if form["kind"] == "部门提供数":
            form["sections"] = [{"title": "一、区里提供", "items": asked}]
    rules = [{"id": f"D01-{n}", **one} for n, one in enumerate(real["deductions"], 1)]
    alone = [
        one["most"] for one in rules if one.get("direction") != "加分" and not one.get("under")
    ]
    shared = {one.get("under") for one in rules if one.get("direction") != "加分"}
    alone += [cap["most"] for cap in real.get("caps", ()) if cap["name"] in shared]
    points = sum((Fraction(str(most)) for most in alone), Fraction(0))
    clause = {"number": 1, "subject": "示例", "sentence": real["says"], "points": float(points),
              "deductions": rules, "indicators": real.get("indicators", []),
              "caps": real.get("caps", [])}  # fmt: skip
    document["clauses"] = [clause]
    scheme = ("groups", "register", "events")
    document["statement"] |= {
        **{key: standard().document["statement"][key] for key in scheme},
        "providers": {"unit": "单位", "departments": ["统计", "消防"], "district": "区综治办"},
        "full_marks": float(points),
        "grades": real.get("grades", [{"name": "一", "at_least": 0}]),
        "outcomes": real.get("outcomes", []),
    }
    if "added" in real:
        document["statement"]["ends"] = {"least": -1, "most": 1000}
    return edition_of(document)


@pytest.mark.parametrize("real", RULES, ids=[one["rule"] for one in RULES])
def test_a_published_rule_costs_what_it_says(real: dict[str, Any]) -> None:
    its = edition(real)
    assert [*unsound(its)] == []
    docket = docket_in(its, unit_of(real), Situation("", figures=real["figures"]))
    rows = ledger(docket, rules_of(its))
    for adds, told in ((False, real["points"]), (True, real.get("added", 0))):
        found = [row.points for row in rows if row.adds == adds]
        assert sum(found) == Decimal(str(told)), rows
    if "grade" in real:
        assert judged(its, docket, rows, real.get("place")) == (
            Decimal(str(real.get("score", score_of(its.statement, rows)))),
            real["grade"],
            real.get("veto", False),
        )


def judged(
    its: Edition, docket: Docket, rows: tuple[LedgerRow, ...], place: int | None
) -> tuple[Decimal, str, bool]:
    """Score, grade and whether a veto is proposed, by its outcomes and grades."""
    earned = score_of(its.statement, rows)
    outcomes = tuple(happened(docket, earned, place))
    score = outcomes[-1].score if outcomes else earned
    one = Contender(UNIT.name, score, (), (), outcomes=outcomes)
    (found,) = decided([one], its.statement, final=True)
    return found.score, found.grade, found.veto == VetoState.PROPOSED


@pytest.mark.parametrize("real", RULES, ids=[one["rule"] for one in RULES])
def test_trying_it_finds_nothing_that_nobody_can_mean(real: dict[str, Any]) -> None:
    its = edition(real)
    assert [*map(str, every.refused_on_trial(its))] == []
    for rule in rules_of(its):
        found = tried(its, rule, unit_of(real))
        asked = applies(rule.deduction, docket_in(its, unit_of(real), Situation("")).figures)
        assert (len({one.points for one in found}) > 1) == asked, rule.words


@pytest.mark.parametrize("real", RULES, ids=[one["rule"] for one in RULES])
def test_its_sentence_is_printed_from_its_parameters(real: dict[str, Any]) -> None:
    its = edition(real)
    if "sentence" in real:
        docket = docket_in(its, unit_of(real), Situation("", figures=real["figures"]))
        (row,) = ledger(docket, rules_of(its))
        told = {"sentence": rules_of(its)[0].words, "formula": row.formula, "working": row.working}
        assert told | {one: real[one] for one in told if one in real} == told
    for rule in rules_of(its):
        one = rule.deduction
        prices = [band.points for band in one.bands]
        if one.per:
            each = one.per.price
            prices = [*each.values()] if isinstance(each, dict) else [each]
        prices = [one.by_hand.least] if one.by_hand else prices
        verb = "得" if one.direction == Direction.EARN else one.verb
        said = (f"{verb}{float(price):g}{'至' if one.by_hand else '分'}" for price in prices)
        assert all(words in rule.words for words in said), rule.words
