"""``zongzhi.ledger/1``: every point from its rule to its cells, as data for other programs.

Scales, caps and circumstances stand there as numbers, and each row's points once more as the
arithmetic by which they come of them, so that whoever holds the file can work out each row, each
score and each verdict on a limit again, without this program; the page of docs that explains the
format does so in ten lines. Exact numbers are texts such as ``7/2``. The keys are fixed by the
number in ``format``: another set of keys is another number.
"""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from fractions import Fraction
from functools import reduce
from hashlib import sha256

from zongzhi_xl.core.appraising.scorecard import (
    Appraisal,
    Arithmetic,
    IndicatorResult,
    LedgerRow,
    Source,
    UnitAppraisal,
)
from zongzhi_xl.core.appraising.scoring import Rule, rules_of
from zongzhi_xl.core.appraising.sources import written
from zongzhi_xl.core.appraising.wording import working_words
from zongzhi_xl.core.edition.deductions import Circumstance, Deduction
from zongzhi_xl.core.edition.scale import Amount, Scale
from zongzhi_xl.core.edition.scales import Band
from zongzhi_xl.core.edition.statement import Clause, Edition
from zongzhi_xl.core.language.values import bracketed, exactly, rounded
from zongzhi_xl.desk.output import Document, streamed
from zongzhi_xl.record import fields_of
from zongzhi_xl.resources import engine

FORMAT = "zongzhi.ledger/1"


def pieces(appraisal: Appraisal, edition: Edition) -> Iterator[str]:
    """The text of the ledger piece by piece, an office a line."""
    units = [unit.unit for unit in appraisal.units]
    marks = rounded(edition.statement.full_marks)
    rules = {rule.deduction.id: rule.deduction for rule in rules_of(edition)}
    offices = {"units": (_unit(unit, marks, rules) for unit in appraisal.units)}
    return streamed(_head(appraisal, edition), offices, units)


def _head(appraisal: Appraisal, edition: Edition) -> Document:
    """Everything but the offices: what was judged, by which rules, and what each may come to."""
    statement, until = edition.statement, appraisal.data_until
    ends = statement.ends
    return {
        "format": FORMAT,
        "engine": engine(),
        "edition": {
            "id": appraisal.edition_id, "scoring": edition.scoring_version,
            "register": appraisal.register_version, "title": statement.title,
            "district": statement.district, "fictitious": statement.fictitious,
            "sha256": sha256(edition.canonical.encode()).hexdigest(),
        },
        "year": appraisal.year, "through": appraisal.through, "final": appraisal.final,
        "data_until": until.isoformat() if until else None,
        "full_marks": exactly(statement.full_marks),
        "ends": {"least": exactly(ends.least), "most": exactly(ends.most)} if ends else None,
        **rules_told(edition),
        "units": [],
    }  # fmt: skip


def rules_told(edition: Edition) -> Document:
    """Each rule with its scale, and what it, a clause, or a cap of several comes to at most."""
    rules = rules_of(edition)
    own = {rule.deduction.id: exactly(rule.deduction.most) for rule in rules}
    return {
        "limits": own | dict(_shared(edition)),
        "rules": {rule.deduction.id: _rule(rule) for rule in rules},
    }


def _shared(edition: Edition) -> Iterator[tuple[str, str]]:
    """What rules come to together: the points of a clause, and its caps."""
    for clause in edition.clauses:
        yield _limit(clause), exactly(clause.points)
        yield from ((_limit(clause, cap.name), exactly(cap.most)) for cap in clause.caps)


def _limit(clause: Clause, cap: str = "") -> str:
    return f"第{clause.number}条{cap and ' '}{cap}"


def _rule(rule: Rule) -> Document:
    deduction, clause = rule.deduction, rule.clause
    limits = [deduction.id]
    if deduction.under:
        limits.append(_limit(clause, deduction.under))
    if not deduction.adds:  # a bonus comes on top of what its clause carries
        limits.append(_limit(clause))
    return {
        "clause": clause.number, "subject": clause.subject, "words": rule.words,
        "effect": "add" if deduction.adds else "deduct", "quantity": str(deduction.of),
        "scale": _scale(deduction.scale), "limits": limits,
    }  # fmt: skip


def _scale(scale: Scale) -> Document:
    told = {name: _parameter(one) for name, one in scale.parameters.items()}
    return {"kind": scale.kind} | told


def _parameter(value: object) -> object:
    """A number exactly, a word as it is, and what is made of such; of a band the ends it has."""
    match value:
        case Fraction():
            return exactly(value)
        case Scale():
            return _scale(value)
        case Band():
            ends = fields_of(value).items()
            return _parameter({name: end for name, end in ends if end is not None})
        case tuple():
            return [*map(_parameter, value)]
        case Mapping():
            return {name: _parameter(one) for name, one in value.items()}
    return value


# ------------------------------------------------------------------ an office


def _unit(one: UnitAppraisal, full_marks: Decimal, rules: Mapping[str, Deduction]) -> Document:
    return {
        "unit": one.unit, "group": one.group, "score": f"{one.score:f}", "grade": one.grade,
        "rank": one.rank, "veto": one.veto.value, "provisional": one.provisional,
        "outcomes": list(one.outcomes), "before_outcomes": f"{full_marks - one.net_lost:f}",
        "indicators": [_indicator(result) for result in one.indicators],
        "rows": [row_told(row, rules[row.rule_id].for_group(one.group).scale) for row in one.rows],
    }  # fmt: skip


def _indicator(one: IndicatorResult) -> Document:
    return {
        "name": one.name, "clause": one.clause, "numerator": one.numerator,
        "denominator": one.denominator, "scale": exactly(one.scale),
        "limit": str(one.limit) if one.limit else None, "met": one.met,
        "standing": one.standing.value, "source": one.basis,
        "cells": [_cell(source) for source in one.sources],
    }  # fmt: skip


def row_told(one: LedgerRow, scale: Scale) -> Document:
    """A row of a rule with that scale: its own arithmetic, its words and its cells."""
    told = one.arithmetic
    return {
        "id": one.id, "rule": one.rule_id, "amount": _amount(told.amount), "missed": told.missed,
        "priced": exactly(told.priced), "cases": [_case(case) for case in told.cases],
        "period": one.period or None, "weight": exactly(told.weight),
        "limits": [{"most": f"{each.most:f}", "used": f"{each.used:f}"} for each in told.limits],
        "cut": f"{told.cut:f}", "arithmetic": arithmetic_of(told, scale),
        "points": f"{one.points:f}", "beyond_cap": one.beyond_cap,
        "formula": one.formula, "with_numbers": working_words(one),
        "cells": [_cell(source) for source in one.sources],
    }  # fmt: skip


def _amount(amount: Amount | None) -> str | bool | None:
    """A word or a truth value as it is, a number exactly."""
    if isinstance(amount, bool | str | None):
        return amount
    return exactly(amount)


def _case(case: Circumstance) -> Mapping[str, str]:
    told = (("times", case.times), ("more", case.more), ("instead", case.instead))
    return {what: exactly(number) for what, number in told if number is not None}


def _cell(source: Source) -> Document:
    return fields_of(written(source))


# ------------------------------------------------------------------ arithmetic


def arithmetic_of(told: Arithmetic, scale: Scale) -> str:
    """The points as numbers, ``+ - * /``, min, ceil and floor, which any language evaluates."""
    cost = reduce(_under, told.cases, _price(scale, told))
    cost = f"({cost}) * {bracketed(told.weight)}" if told.weight != 1 else cost
    left = (f"{limit.most:f} - {limit.used:f}" for limit in told.limits)
    points = f"min({', '.join((f'floor(({cost}) * 100 + 1/2) / 100', *left))})"
    return f"{points} - {told.cut:f}" if told.cut else points


def _price(scale: Scale, told: Arithmetic) -> str:
    """What the amount comes to; what is looked up in a list, or said by the rule, as it is."""
    priced = None if told.amount is None else scale.arithmetic(told.amount, missed=told.missed)
    return priced or bracketed(told.priced)


def _under(cost: str, case: Circumstance) -> str:
    if case.instead is not None:
        return bracketed(case.instead)
    if case.more is not None:
        return f"{cost} + {bracketed(case.more)}"
    return f"({cost}) * {bracketed(case.times or Fraction(0))}"
