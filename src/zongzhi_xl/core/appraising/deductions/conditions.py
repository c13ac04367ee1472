"""Rules written as expressions: once where a condition holds (定额), or for each unit (按个)."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import partial
from itertools import product

from zongzhi_xl.contract import DISTRICT_MARK
from zongzhi_xl.core.appraising.deductions.docket import Charge, Docket, lacking_words
from zongzhi_xl.core.appraising.deductions.events import charge_of
from zongzhi_xl.core.appraising.deductions.occurrences import occurrences
from zongzhi_xl.core.appraising.figures import worst_standing
from zongzhi_xl.core.appraising.scorecard import Contribution, Standing
from zongzhi_xl.core.edition.event_words import DistrictMark
from zongzhi_xl.core.edition.items import Aggregation, Kind
from zongzhi_xl.core.language import printing
from zongzhi_xl.core.language.evaluation import Result, evaluate
from zongzhi_xl.core.language.expressions import Arithmetic, Expression, Literal
from zongzhi_xl.core.language.values import NO, YES, Value, exactly, plain

#: stands for any number of further units
_MANY = 1_000_000


@dataclass(frozen=True)
class Fixed:
    """定额: ``points`` once where ``when`` is true."""

    when: Expression
    points: Fraction

    def charges(self, docket: Docket, _cap: Fraction) -> list[Charge]:
        """The one row, where the condition holds."""
        cost = _cost(self.when, self._price, docket)
        if not cost:
            return []
        formula = f"{printing.in_names(self.when)}，扣 {plain(self.points)}"
        figures = printing.beside_figures(self.when, docket.value)
        working = f"{figures}，扣 {plain(cost)}"
        return [_charge(self.when, docket, cost, formula, working)]

    def _price(self, answer: Result) -> Fraction:
        return self.points if answer is True else Fraction(0)


@dataclass(frozen=True)
class PerUnit:
    """按个、按次、按人: ``price`` for each unit of ``count``; a count below 0 counts as 0.

    ``designation`` is what the district finds the events of the register to be that it counts:
    those have rows of their own, since an event costs once (R23).
    """

    count: Expression
    price: Fraction
    designation: DistrictMark | None = None

    def charges(self, docket: Docket, _cap: Fraction) -> list[Charge]:
        """A row where there is anything to count, and one for each event that is known."""
        cost = _cost(self.count, self._price, docket)
        formula = printing.printed(Arithmetic("*", self.count.root, Literal(self.price)))
        named = self._events(docket, formula)[: int(cost / self.price)] if cost else []
        rest = cost - len(named) * self.price
        return named + ([self._unnamed(docket, rest, formula, len(named))] if rest else [])

    def _events(self, docket: Docket, formula: str) -> list[Charge]:
        """The events that the district found to be such, each once."""
        marked = {
            one.same: one
            for one in (occurrences(docket.year) if self.designation else ())
            if one.mark == self.designation
        }
        words, counted = f"：区认定{self.designation}", _evidence(self.count, docket)
        return [
            charge_of(one, self.price, formula, words, (*one.cells(DISTRICT_MARK), *counted))
            for one in marked.values()
        ]

    def _unnamed(self, docket: Docket, cost: Fraction, formula: str, named: int) -> Charge:
        if named:
            working = f"未在登记中认定的 {plain(cost / self.price)} 起，扣 {plain(cost)}"
            return Charge(cost, formula, working, _evidence(self.count, docket))
        figures, count = printing.with_figures(self.count, docket.value), cost / self.price
        shown, product = printing.times(count, f"× {plain(self.price)}", self.price)
        said = printing.amounts_to(count, shown)
        working = product if figures == exactly(shown) else f"{figures} {said}，{product}"
        return _charge(self.count, docket, cost, formula, working)

    def _price(self, answer: Result) -> Fraction:
        if isinstance(answer, bool) or not isinstance(answer, int | Fraction):
            return Fraction(0)
        return max(Fraction(answer), Fraction(0)) * self.price


Price = Callable[[Result], Fraction]


def _cost(expression: Expression, price: Price, docket: Docket) -> Fraction:
    """The price of the expression; the least of it while flows may still make it good.

    Closed with figures lacking that the office owes: the most that they could make of it.
    """
    standing = worst_standing([docket.figures(name) for name in expression.names])
    if standing == Standing.INCOMPLETE and docket.final:
        return max(price(evaluate(expression, lookup)) for lookup in _possible(expression, docket))
    if standing != Standing.COMPLETE:
        return Fraction(0)
    cost = price(evaluate(expression, docket.value))
    if cost and docket.year.scope.open_ended:
        cost = min(cost, price(evaluate(expression, _grown(docket))))
    return cost


def _grown(docket: Docket) -> Callable[[str], Value]:
    """The figures with as many more of every flow as one likes: the months to come."""

    def lookup(name: str) -> Value:
        value, item = docket.value(name), docket.edition.items.get(name)
        flows = item is not None and item.aggregation == Aggregation.SUM
        return value + _MANY if flows and isinstance(value, int) else value

    return lookup


def _possible(expression: Expression, docket: Docket) -> Iterator[Callable[[str], Value]]:
    """The extreme figures that the missing months and entries could have had."""
    lacking = [
        name for name in expression.names if docket.figures(name).standing == Standing.INCOMPLETE
    ]
    for chosen in product(*(_extremes(name, docket) for name in lacking)):
        known = dict(zip(lacking, chosen, strict=True))
        yield partial(_value_among, known, docket)


def _value_among(known: Mapping[str, Value], docket: Docket, name: str) -> Value:
    return known.get(name, docket.value(name))


def _extremes(name: str, docket: Docket) -> tuple[Value, ...]:
    item, so_far = docket.edition.items.get(name), docket.value(name)
    if item is not None and item.kind == Kind.YES_NO:
        return (YES, NO)
    least = so_far if isinstance(so_far, int) else 0
    return (least, least + _MANY)


def _charge(
    expression: Expression, docket: Docket, cost: Fraction, formula: str, working: str
) -> Charge:
    missing = docket.missing(expression.names)
    if missing:
        working = f"{lacking_words(missing)}，未报的按最不利情形计"
    return Charge(cost, formula, working, _evidence(expression, docket))


def _evidence(expression: Expression, docket: Docket) -> tuple[Contribution, ...]:
    evidence = [cell for name in expression.names for cell in docket.figures(name).evidence]
    return tuple(evidence) or docket.figures("总人口").cells  # where a rule asks for nothing
