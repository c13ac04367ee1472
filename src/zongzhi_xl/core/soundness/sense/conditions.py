"""Conditions that always or never hold, relations that exclude each other or are turned round."""

from collections.abc import Iterator
from itertools import combinations

from zongzhi_xl.core.appraising.deductions.duties import duties_of
from zongzhi_xl.core.checking.relations import concerning
from zongzhi_xl.core.edition.deductions import Deduction
from zongzhi_xl.core.edition.items import Check, FormKind, Severity
from zongzhi_xl.core.edition.statement import BY_SCORE, Edition
from zongzhi_xl.core.language.expressions import Expression
from zongzhi_xl.core.soundness.located import located
from zongzhi_xl.core.soundness.sense.doubt import Doubt, deductions_in, indicators_in
from zongzhi_xl.core.soundness.sense.guesses import Guess, Guesser, answers
from zongzhi_xl.core.soundness.vocabulary import (
    Sort,
    Vocabulary,
    check_vocabulary,
    registered,
    rule_vocabulary,
)
from zongzhi_xl.errors import RecordError


def faults(edition: Edition) -> Iterator[RecordError]:
    """Conditions of rules and of checks that say nothing, and checks that cannot both be kept."""
    guesser = Guesser(edition)
    yield from _conditions(edition, guesser)
    for form in FormKind:
        relations = [*_relations(edition, form)]
        for one in relations:
            if problem := _one_sided(one.rule, one.names, guesser):
                yield RecordError(f"{one.path}.rule", problem)
        yield from _excluding(relations, guesser)


def doubts(edition: Edition) -> Iterator[Doubt]:
    """Relations that a part and its whole keep only where they are equal."""
    guesser = Guesser(edition)
    for form in FormKind:
        for one in _relations(edition, form):
            if problem := _turned(one, guesser):
                yield Doubt(f"{form} {one.check.id}", f"{one.path}.rule", problem)


# ------------------------------------------------------------------ conditions


def _conditions(edition: Edition, guesser: Guesser) -> Iterator[RecordError]:
    names, kept = rule_vocabulary(edition), registered(edition)
    for path, indicator in indicators_in(edition):
        if indicator.applies and (said := _one_sided(indicator.applies, kept, guesser)):
            yield RecordError(f"{path}.applies", said)
    after = names | dict.fromkeys(BY_SCORE, Sort.NUMBER)
    for n, one in enumerate(edition.statement.outcomes):
        if said := _one_sided(one.where, after, guesser):
            yield RecordError(f"statement.outcomes[{n}].where", said)
    for path, _, deduction in deductions_in(edition):
        if deduction.applies and (said := _one_sided(deduction.applies, kept, guesser)):
            yield RecordError(f"{path}.applies", said)
        for field, rule, known in _asked(deduction, names):
            if rule.is_condition and (said := _one_sided(rule, known, guesser)):
                yield RecordError(f"{path}.{field}", said)


def _asked(rule: Deduction, names: Vocabulary) -> Iterator[tuple[str, Expression, Vocabulary]]:
    """The conditions by which a deduction goes, but for those over events, with their names."""
    if not rule.quantity:
        yield "of", rule.of, names
    for duty in duties_of(rule):
        yield "of", duty.rule, names
    for n, one in enumerate(rule.when if not rule.each else ()):
        yield f"when[{n}].where", one.where, names


def _one_sided(rule: Expression, names: Vocabulary, guesser: Guesser) -> str:
    """Whether the rule says the same of everything; ``""`` where it tells something apart."""
    said = set()
    for _, answer in answers(rule, guesser.about([rule], names)):
        said.add(answer)
        if len(said) > 1:
            return ""
    if said == {True}:
        return f"公式“{rule}”怎么填都成立，什么也分不出来"
    return f"公式“{rule}”怎么填都不成立" if said == {False} else ""


# ------------------------------------------------------------------ audit relations


class _Relation:
    """A rule of a check, X put in, with what its names mean."""

    def __init__(self, path: str, check: Check, rule: Expression, names: Vocabulary) -> None:
        self.path, self.check, self.rule, self.names = path, check, rule, names


def _relations(edition: Edition, form: FormKind) -> Iterator[_Relation]:
    known = {
        district: check_vocabulary(edition, form, district=district) for district in (False, True)
    }
    for path, check in located(Check, edition):
        if check.form == form and check.rule:
            for item in check.each or (None,):
                rule = concerning(check.rule, item)
                yield _Relation(path, check, rule, known[check.district])


def _excluding(relations: list[_Relation], guesser: Guesser) -> Iterator[RecordError]:
    """Pairs of blocking relations over the same names that no return keeps together."""
    blocking = [one for one in relations if one.check.severity == Severity.BLOCKING]
    for one, other in combinations(blocking, 2):
        shared = {*one.rule.names} & {*other.rule.names} - {*guesser.edition.calendar}
        if one.check is not other.check and shared and not _both(one, other, guesser):
            problem = (
                f"与审核关系 {one.check.id} 不能同时成立，两条都是强制性的：没有一份报表能通过"
            )
            yield RecordError(f"{other.path}.rule", problem)


def _both(one: _Relation, other: _Relation, guesser: Guesser) -> bool:
    names = {**one.names, **other.names}
    guesses = guesser.about([one.rule, other.rule], names)
    return any(_holds(one.rule, guess) and _holds(other.rule, guess) for guess in guesses)


def _holds(rule: Expression, guess: Guess) -> bool:
    return any(answer is True for _, answer in answers(rule, [guess]))


def _turned(one: _Relation, guesser: Guesser) -> str:
    """A relation broken whenever a part is less than its whole, as parts are."""
    names = [name for name in one.rule.names if name not in guesser.edition.calendar]
    for part, whole in guesser.orders:
        if {*names} == {part, whole}:
            apart, alike = {part: 1, whole: 2}, {part: 2, whole: 2}
            if _holds(one.rule, alike) and not _holds(one.rule, apart):
                return f"“{part}”比“{whole}”小就不成立，两个数是不是写反了？"
    return ""
