"""情形: what a row costs under the circumstances of its rule, one after the other in their order.

Of one that nobody can tell, the dearer half holds once the year is closed, and the cheaper before.
"""

from collections.abc import Callable, Iterable, Iterator

from zongzhi_xl.core.appraising.deductions.docket import Charge, Docket
from zongzhi_xl.core.appraising.figures import worst_standing
from zongzhi_xl.core.appraising.scorecard import Standing
from zongzhi_xl.core.edition.deductions import Deduction
from zongzhi_xl.core.language import printing
from zongzhi_xl.core.language.evaluation import Result, evaluate
from zongzhi_xl.core.language.expressions import Expression
from zongzhi_xl.core.language.values import BLANK, Gap, plain
from zongzhi_xl.record import replace


def adjusted(
    rule: Deduction, charge: Charge, answer: Callable[[Expression], Result], *, final: bool
) -> Charge:
    """The row under all circumstances; ``answer`` says whether one holds, or a gap."""
    for one in rule.when:
        changed = replace(charge, cases=(*charge.cases, *rule.of_loss(one)))
        points, said = changed.points, answer(one.where)
        dearer = (points > charge.points) == final
        if said is True or (isinstance(said, Gap) and points != charge.points and dearer):
            told = rule.case_words(one)
            words = f"{printing.in_names(one.where)}：{told}，{rule.verb} {plain(points)}"
            charge = replace(changed, working=f"{charge.working}；{words}")
    cases = (f"{printing.in_names(one.where)}的{rule.case_words(one)}" for one in rule.when)
    formula = "；".join([charge.formula, *cases])
    return replace(charge, formula=formula)


def by_figures(rule: Deduction, charges: Iterable[Charge], docket: Docket) -> Iterator[Charge]:
    """The rows under circumstances that the figures of the year tell, with their cells."""
    for charge in charges:
        names = [name for one in rule.when for name in one.where.names]
        cells = tuple(cell for name in names for cell in docket.figures(name).evidence)
        owed = any(docket.figures(name).standing == Standing.OWED for name in names)
        # what the district owes is not the office's to lose
        against = docket.against(rule) and not owed
        told = adjusted(rule, charge, lambda where: _answer(where, docket), final=against)
        if told.points > 0:
            yield replace(told, evidence=(*told.evidence, *cells))


def _answer(where: Expression, docket: Docket) -> Result:
    standing = worst_standing([docket.figures(name) for name in where.names])
    return evaluate(where, docket.value) if standing == Standing.COMPLETE else BLANK
