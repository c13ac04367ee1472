"""The kinds of quantity that a deduction can be of, and what each charges, one family a module.

A family tells its functions over cells by the names that
:data:`~zongzhi_xl.core.language.expressions.OVER_CELLS` tells the grammar.
"""

from collections.abc import Iterable, Mapping

from zongzhi_xl.core.appraising.deductions import beyond, duties, events, formulas, returns
from zongzhi_xl.core.appraising.deductions.circumstances import by_figures
from zongzhi_xl.core.appraising.deductions.docket import Charge, Docket
from zongzhi_xl.core.appraising.deductions.quantity import Of, Quantity
from zongzhi_xl.core.appraising.indicators import applies
from zongzhi_xl.core.edition.deductions import Deduction, Each

#: the name of the function, or 事项, 报表; "" is a rule over the figures of the year
QUANTITIES: Mapping[str, Quantity] = {
    "": Quantity(Of.FIGURES, formulas.charges),
    **beyond.FUNCTIONS,
    **duties.FUNCTIONS,
    Each.EVENT: Quantity(Of.EVENTS, events.charges),
    Each.RETURN: Quantity(Of.RETURNS, returns.charges),
}


def charges_of(rule: Deduction, docket: Docket) -> Iterable[Charge]:
    """What the rule costs before its cap, row by row, in the order of the year."""
    if not applies(rule, docket.figures):
        return ()
    rule = rule.for_group(docket.year.unit.group)
    charges = QUANTITIES[rule.quantity].charges(rule, docket)
    return by_figures(rule, charges, docket) if rule.when and not rule.each else charges
