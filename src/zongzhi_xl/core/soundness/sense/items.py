"""Items that somebody has to fill in and nobody uses."""

from collections.abc import Iterator

from zongzhi_xl.core.edition.deductions import Deduction
from zongzhi_xl.core.edition.items import Check, Derived, FormKind, Item
from zongzhi_xl.core.edition.statement import Edition, Indicator
from zongzhi_xl.core.language.expressions import Expression
from zongzhi_xl.core.soundness.located import located, values_in
from zongzhi_xl.core.soundness.sense.doubt import Doubt
from zongzhi_xl.core.soundness.sense.guesses import item_of


def doubts(edition: Edition) -> Iterator[Doubt]:
    """Items in no indicator, deduction or relation, of which no other item is a part."""
    used = {*_used(edition)}
    for f, form in enumerate(edition.forms):
        for path, item in located(Item, form, f"forms[{f}]"):
            if item.name not in used:
                problem = f"“{item.name}”要填报，但没有一条指标、扣分或审核用到它"
                yield Doubt(item.name, f"{path}.name", problem)


def _used(edition: Edition) -> Iterator[str]:
    for kind in (Indicator, Check, Derived, Deduction):
        for _, one in located(kind, edition):
            for _, value in values_in(one):
                if isinstance(value, Expression):
                    yield from map(item_of, value.names)
                    yield from (term.of for term in value.terms)
    for _, rule in located(Deduction, edition):
        if rule.by_hand:
            yield rule.by_hand.reason
    for one in edition.statement.outcomes:
        yield from one.where.names
    for _, check in located(Check, edition):
        yield from _words_in([check.parameters, check.each, check.at])
    for item in edition.items.values():
        yield from (name for name in (item.part_of, item.sums) if name)
        # a figure of the year that confirms months that are used
        if item.sums and edition.form_of[item.name] == FormKind.ANNUAL:
            yield item.name


def _words_in(value: object) -> Iterator[str]:
    """Every name in plain data, also inside formulas."""
    match value:
        case str():
            yield from map(item_of, _names(value))
        case dict():
            yield from (name for part in value.values() for name in _words_in(part))
        case list() | tuple():
            yield from (name for part in value for name in _words_in(part))


def _names(text: str) -> list[str]:
    words = "".join(sign if sign.isalnum() or sign == "_" else " " for sign in text)
    return words.split()
