"""Every number in the printed sentence of a rule is a parameter of it, and no price is left out.

Over the standard edition, the foreign ones, the published rules and the invented ones, each rule
without the wording of its own that it may have.
"""

import re
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

import pytest

from tests.statements.test_real_rules import RULES
from tests.statements.test_real_rules import edition as of_rule
from zongzhi_xl.core.appraising.deductions.beyond import indicator_of
from zongzhi_xl.core.appraising.deductions.sentences import sentence
from zongzhi_xl.core.edition.deductions import Deduction
from zongzhi_xl.core.edition.statement import Edition
from zongzhi_xl.core.language.expressions import Expression
from zongzhi_xl.record import Record, fields_of, replace
from zongzhi_xl.statements.files import STANDARD
from zongzhi_xl.statements.loader import load

FOREIGN = [*Path(__file__).with_name("foreign").iterdir()]
_NUMBER = re.compile(r"(?<![\d.])(?:([百千万])分之)?(\d+(?:\.\d+)?)([%‰‱]?)")
#: so many make a whole
_WHOLES = {"%": 100, "‰": 1000, "‱": 10_000, "百": 100, "千": 1000, "万": 10_000, "": 1}


def editions() -> Iterator[tuple[str, Edition]]:
    for folder in (STANDARD, *FOREIGN):
        yield folder.name, load(folder)
    for real in RULES:
        yield real["rule"], of_rule(real)


def numbers_in(text: str, names: tuple[str, ...]) -> set[Fraction]:
    """The numbers of a text, but for those in names."""
    for name in sorted(names, key=len, reverse=True):
        text = text.replace(name, "")
    return {Fraction(n) / _WHOLES[before or after] for before, n, after in _NUMBER.findall(text)}


def parameters(part: object, names: tuple[str, ...]) -> Iterator[Fraction]:
    """Every number that stands anywhere in a rule."""
    if isinstance(part, Expression):
        yield from numbers_in(part.text, names)
    elif isinstance(part, Fraction):
        yield part
    elif isinstance(part, dict | tuple):
        for one in part.items() if isinstance(part, dict) else part:
            yield from parameters(one, names)
    elif isinstance(part, Record):
        for one in fields_of(part).values():
            yield from parameters(one, names)


def prices(rule: Deduction) -> set[Fraction]:
    """What the rule gives or takes, as far as it says it in points."""
    told = {*parameters(rule.per.price, ())} if rule.per else {band.points for band in rule.bands}
    told |= {*rule.table.values(), *([rule.share] if rule.share else ())}
    told |= {case.instead or case.more or case.times or Fraction(0) for case in rule.when}
    return (told | {one.points for one in rule.without.values() if one.points}) - {Fraction(0)}


@pytest.mark.parametrize(("name", "edition"), [pytest.param(*one, id=one[0]) for one in editions()])
def test_the_printed_numbers_are_the_parameters(name: str, edition: Edition) -> None:
    names = (*edition.items, *edition.registered, *edition.indicators)
    for clause in edition.clauses:
        for rule in clause.deductions:
            printed = sentence(replace(rule, words=None), edition)
            indicator = edition.indicators.get(indicator_of(rule))
            unit = (indicator.unit,) if indicator and indicator.unit not in _WHOLES else ()
            said = numbers_in(printed, (*names, *unit))
            known = {*parameters(rule, names), Fraction(1), *([Fraction(0)] if rule.zero else ())}
            strange = {n for n in said if not {n, n / 100, n * 100} & known}
            assert strange == set(), (name, rule.id, printed)
            silent = {n for n in prices(rule) if not {n, n / 100, n * 100} & said}
            assert silent == set(), (name, rule.id, printed)
