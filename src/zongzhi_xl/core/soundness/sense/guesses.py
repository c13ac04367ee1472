"""A handful of figures for the names of an expression: enough to see what it can say.

Figures are counts about every number that the expression names, days of one March and of the
ends of its year, 是 and 否. What an edition says of the order of figures (a part is no more than
its whole) holds among them where asked for.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from fractions import Fraction
from functools import cached_property
from itertools import islice, product
from math import lcm

from zongzhi_xl.core.edition.items import FormKind, Severity
from zongzhi_xl.core.edition.statement import SCORE, TYPED_PERIOD, UNIT_COUNT, Edition, Measure
from zongzhi_xl.core.language.evaluation import Result, compiled, evaluate
from zongzhi_xl.core.language.expressions import (
    HIGHEST,
    LOWEST,
    PLACES,
    TOTAL,
    Call,
    Comparison,
    Expression,
    Literal,
    Name,
    parts_of,
)
from zongzhi_xl.core.language.values import NO, YES, Value
from zongzhi_xl.core.returned.names import calendar_value
from zongzhi_xl.core.returned.terms import term_of
from zongzhi_xl.core.soundness.vocabulary import Sort, Vocabulary
from zongzhi_xl.record import Record

_YEAR, _MONTH = 2026, 3
_DAYS = tuple(
    date(_YEAR, _MONTH, 10).replace(year=year, month=month, day=day)
    for year, month, day in (
        (2026, 3, 1), (2026, 3, 10), (2026, 3, 11), (2026, 3, 20), (2026, 3, 31), (2025, 12, 20),
        (2026, 1, 5), (2026, 7, 20), (2026, 12, 20), (2027, 1, 20), (2027, 3, 1),
    )
)  # fmt: skip
#: more than any office counts
_MANY = 1_000_000
#: into how many parts a whole is divided at most
_FINEST = 10_000
#: guesses for one expression after which nobody tries on
_MOST = 400

Guess = Mapping[str, Value]


class Guesser(Record):
    """Guesses by which the rules of an edition are tried."""

    edition: Edition

    def about(
        self, expressions: Iterable[Expression], names: Vocabulary, near: Iterable[Fraction] = ()
    ) -> Iterator[Guess]:
        """Figures for all names in ``expressions`` at once; also about the numbers ``near``."""
        asked = [*expressions]
        numbers = sorted({number for one in asked for number in _counts_about(one, near)})
        unknown = list(dict.fromkeys(name for one in asked for name in one.names))
        known = {
            name: value
            for name in unknown
            if (value := calendar_value(self.edition, _YEAR, _MONTH, name)) is not None
        }
        open_names = [name for name in unknown if name not in known]
        days = (*_DAYS, *(day for one in asked for day in _days_about(one)))
        choices = [
            days if names[name] == Sort.DAY else self._choices(name, names[name], numbers)
            for name in open_names
        ]
        for chosen in _spread(choices):
            yield {**known, **dict(zip(open_names, chosen, strict=True))}

    def _choices(self, name: str, sort: Sort, numbers: list[int]) -> tuple[Value, ...]:
        """What a name may be; nobody has the place nought, and a score may end below nought."""
        ends = self.edition.statement.ends
        if name == SCORE and ends and ends.least < 0:
            numbers = [*numbers, ends.least.__floor__(), -1]
        term = self.edition.terms.get(name)
        counts_from_one = name == UNIT_COUNT or (term is not None and term.function in PLACES)
        return _choices(sort, [one for one in numbers if one] if counts_from_one else numbers)

    def plausible(self, guess: Guess) -> bool:
        """Whether the figures keep what the edition says of their order."""
        return all(
            not isinstance(part, int) or not isinstance(whole, int) or part <= whole
            for part, whole in ((guess.get(a), guess.get(b)) for a, b in self.orders)
        )

    @cached_property
    def orders(self) -> frozenset[tuple[str, str]]:
        """Pairs of which the first is never more than the second."""
        shares = (Measure.SHARE_CEILING, Measure.SHARE_FLOOR, Measure.FIXED_SHARE)
        found = {(one.name, one.part_of) for one in self.edition.items.values() if one.part_of}
        found |= {
            (one.numerator, one.denominator)
            for one in self.edition.indicators.values()
            if one.measure in shares and one.denominator
        }
        for term in self.edition.terms.values():
            if term.function in (HIGHEST, TOTAL):
                found.add((term.of, term.text))
            elif term.function == LOWEST:
                found.add((term.text, term.of))
        related = {(part, whole) for part, whole in self._related if (whole, part) not in found}
        return frozenset(found | related)

    @property
    def _related(self) -> Iterator[tuple[str, str]]:
        """Pairs that a blocking relation orders."""
        for kind in FormKind:
            for check in self.edition.checks(kind):
                if check.severity == Severity.BLOCKING and check.rule:
                    match check.rule.root:
                        case Comparison((Name(part), Name(whole)), ("<=",)):
                            yield part, whole


def _counts_about(expression: Expression, near: Iterable[Fraction] = ()) -> Iterator[int]:
    yield from (0, 1, 2, 10, _MANY)
    literals = [part.number for part in parts_of(expression.root) if isinstance(part, Literal)]
    for about in (number.__floor__() for number in (*literals, *near)):
        yield from (number for number in (about - 1, about, about + 1) if number >= 0)
    yield from _parts_about(literals, [*near])


def _days_about(expression: Expression) -> Iterator[date]:
    """The day that a rule names, the days beside it, and some later ones."""
    for part in parts_of(expression.root):
        match part:
            case Call("DATE", _):
                named = compiled(part)(dict(zip(TYPED_PERIOD, (_YEAR, _MONTH), strict=True)))
                yield from (date.fromordinal(int(named) + more) for more in (-1, 0, 1, 2, 11))


def _parts_about(literals: list[Fraction], near: list[Fraction]) -> Iterator[int]:
    """Counts of which the quotients are a step off: 100, 79, 80, 81 about 80 % by 1 %."""
    whole = lcm(*(number.denominator for number in (*literals, *near)))
    if whole == 1 or whole > _FINEST or not near:
        return
    steps = [Fraction(0), *(number for number in near if number < 1)]
    marks = (Fraction(0), Fraction(1), *literals)
    about = {mark + sign * step for mark in marks for step in steps for sign in (-1, 1)}
    yield from (int(part * whole) for part in sorted(about) if part >= 0)


def _choices(sort: Sort, numbers: list[int]) -> tuple[Value, ...]:
    return tuple(numbers) if sort == Sort.NUMBER else (YES, NO)


def _spread(choices: list[tuple[Value, ...]]) -> Iterator[tuple[Value, ...]]:
    """All choices where they are few; else first all alike, rising and falling, then the rest."""
    rows = max(map(len, choices), default=0)
    for n in range(rows):
        yield tuple(one[n % len(one)] for one in choices)
        yield tuple(one[(n + k) % len(one)] for k, one in enumerate(choices))
        yield tuple(one[(n - k) % len(one)] for k, one in enumerate(choices))
    yield from islice(product(*choices), _MOST)


def answers(expression: Expression, guesses: Iterable[Guess]) -> Iterator[tuple[Guess, Result]]:
    """What ``expression`` says at each guess; where a divisor is nought nothing is said."""
    for guess in guesses:
        answer = evaluate(expression, guess.__getitem__)
        if isinstance(answer, bool | int | Fraction):
            yield guess, answer


def item_of(name: str) -> str:
    """The item of ``累计_刑事立案数``."""
    return term_of(name).item
