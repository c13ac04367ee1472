"""The kinds of quantity that a deduction can be of, and what each charges, one family a module.

A function over cells stands in :data:`~zongzhi_xl.core.language.expressions.OVER_CELLS` as well,
where the grammar knows it; all else about it is here and in its module.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import Enum, auto

from zongzhi_xl.core.appraising.deductions import beyond, duties, events, formulas, returns
from zongzhi_xl.core.appraising.deductions.circumstances import by_figures
from zongzhi_xl.core.appraising.deductions.docket import Charge, Docket
from zongzhi_xl.core.appraising.indicators import applies
from zongzhi_xl.core.edition.deductions import Deduction, Each


class Of(Enum):
    """What a quantity is of; it says what its arguments must be and what a trial has to vary."""

    FIGURES = auto()  # a rule over the figures of the year
    INDICATOR = auto()  # the name of an indicator that has a limit
    MONTHLY_DUTIES = auto()  # items of 月报, or conditions over one each
    QUARTERLY_DUTIES = auto()
    YEARLY_DUTIES = auto()  # of 年报
    EVENTS = auto()  # a rule over the columns of an event
    RETURNS = auto()  # a rule over what became of a return


@dataclass(frozen=True)
class Quantity:
    """What it is of, and its rows in the order of the year."""

    of: Of
    charges: Callable[[Deduction, Docket], Iterable[Charge]]


#: the name of the function, or 事项, 报表; "" is a rule over the figures of the year
QUANTITIES: Mapping[str, Quantity] = {
    "": Quantity(Of.FIGURES, formulas.charges),
    "超出": Quantity(Of.INDICATOR, beyond.charges),
    "没做的月": Quantity(Of.MONTHLY_DUTIES, duties.of_months),
    "没做的季": Quantity(Of.QUARTERLY_DUTIES, duties.of_quarters),
    "没做的项": Quantity(Of.YEARLY_DUTIES, duties.of_the_year),
    Each.EVENT: Quantity(Of.EVENTS, events.charges),
    Each.RETURN: Quantity(Of.RETURNS, returns.charges),
}


def charges_of(rule: Deduction, docket: Docket) -> Iterable[Charge]:
    """What the rule costs before its cap, row by row, in the order of the year."""
    if not applies(rule, docket.figures):
        return ()
    charges = QUANTITIES[rule.quantity].charges(rule, docket)
    return by_figures(rule, charges, docket) if rule.when and not rule.each else charges
