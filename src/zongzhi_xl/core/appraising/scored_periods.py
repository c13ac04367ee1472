"""分期计分: a mark for the first months enters the year by its weight, beside that of all months.

A rule that goes by figures of the year (年报, yearly figures of departments, places) cannot be
asked of a part of it: it counts once, with the whole year, in full.
"""

from fractions import Fraction

from zongzhi_xl.contract import REPORTING_YEAR
from zongzhi_xl.core.appraising.deductions.beyond import indicator_of
from zongzhi_xl.core.appraising.figures import UnitYear
from zongzhi_xl.core.edition.deductions import Deduction
from zongzhi_xl.core.edition.items import FormKind
from zongzhi_xl.core.edition.statement import Edition
from zongzhi_xl.record import replace


def until(year: UnitYear, month: int) -> UnitYear:
    """The first months of the year, up to ``month``, as if there were no others."""
    through = min(month, year.scope.through)
    scope = replace(year.scope, through=through, annual_counts=False, ends=month)
    months = {number: one for number, one in year.months.items() if number <= month}
    return replace(year, scope=scope, months=months, annual=None)


def is_of_the_year(rule: Deduction, edition: Edition) -> bool:
    """Whether it asks for anything that no part of the year has."""
    names = {*rule.figures, *rule.asked}
    if indicator := edition.indicators.get(indicator_of(rule)):
        limits = indicator.limits.values()
        names |= {*indicator.formula.names, *(name for one in limits for name in one.bound.names)}
    monthly = edition.form(FormKind.MONTHLY)
    known = {REPORTING_YEAR, *edition.registered, *(one.name for one in monthly.items)}
    known |= {one.name for one in monthly.derived}
    return rule.quantity == "没做的项" or not names <= known


def weight_from(month: int, rule: Deduction, edition: Edition) -> Fraction:
    """How much of its points a rule still charges for what happens from ``month`` on."""
    if not edition.statement.periods or is_of_the_year(rule, edition):
        return Fraction(1)
    left = (one.weight for one in edition.statement.periods if one.through >= month)
    return sum(left, Fraction(0))
