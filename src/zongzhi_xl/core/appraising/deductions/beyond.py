"""超出: how far an indicator is beyond its limit (the limit of the office's group)."""

from collections.abc import Callable, Iterator
from fractions import Fraction
from functools import partial

from zongzhi_xl.core.appraising.bounds import Bound
from zongzhi_xl.core.appraising.deductions.docket import Charge, Docket, lacking_words
from zongzhi_xl.core.appraising.deductions.quantity import Of, Quantity
from zongzhi_xl.core.appraising.indicators import bound_for, evidence_of
from zongzhi_xl.core.appraising.scorecard import Standing
from zongzhi_xl.core.edition.deductions import Deduction
from zongzhi_xl.core.edition.statement import Indicator
from zongzhi_xl.core.language import printing
from zongzhi_xl.core.language.expressions import Expression, Name, parse
from zongzhi_xl.record import Record


def indicator_of(rule: Deduction) -> str:
    """The name of the indicator by whose limit the rule goes; empty where by none."""
    match rule.quantity, rule.arguments:
        case "超出", (Name(name),):
            return name
    return ""


def charges(rule: Deduction, docket: Docket) -> Iterator[Charge]:
    """The one row, where the limit is missed; all of the cap where nobody can tell at closing.

    A figure that only the office can still give is read against it.
    """
    indicator, group = docket.edition.indicators[indicator_of(rule)], docket.year.unit.group
    bound = bound_for(indicator, group, docket.figures)
    if bound is None:
        return
    difference, result = _Difference(indicator, group, bound), docket.results[indicator.name]
    formula = difference.printed(printing.in_names)
    if result.standing == Standing.INCOMPLETE and docket.final:
        missing = docket.missing(indicator.formula.names)
        yield Charge(rule.most, formula, f"{lacking_words(missing)}，无法计算，扣满", missing)
    elif result.met is False and isinstance(result.value, int | Fraction):
        off = abs(Fraction(result.value) - bound.number)
        figures = difference.printed(partial(printing.with_figures, figure=docket.value))
        working = rule.scale.working(figures, off, indicator.unit)
        evidence = evidence_of(indicator, group, docket.figures)
        if cost := cost_of(rule, Fraction(result.value), bound):
            yield Charge(cost, formula, working, evidence, amount=off, missed=True)


def cost_of(rule: Deduction, value: Fraction, bound: Bound) -> Fraction:
    """What a figure costs under a limit before any cap; nothing where it holds."""
    off = abs(value - bound.number)
    return Fraction(0) if bound.holds(value) else rule.scale.points(off, missed=True)


class _Difference(Record):
    """An indicator less its limit, or the limit less the indicator, whichever is too much."""

    indicator: Indicator
    group: str
    bound: Bound

    def printed(self, words: Callable[[Expression], str]) -> str:
        """In ``words`` of a printer; a limit over items is printed as it is worked out."""
        formula, limit = self.indicator.formula, self.indicator.limit_for(self.group)
        if limit and limit.bound.names:
            whole = self._minus(f"({formula})", "-", f"({limit.bound})")
            return words(parse(whole))
        return self._minus(words(formula), "−", self.bound.number_in(self.indicator.unit))

    def _minus(self, formula: str, sign: str, limit: str) -> str:
        sides = (formula, limit) if self.bound.is_ceiling else (limit, formula)
        return f" {sign} ".join(sides)


FUNCTIONS = {"超出": Quantity(Of.INDICATOR, charges)}
