"""A rule over the figures of the year: a condition (定额), or a number that is priced (按个)."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from fractions import Fraction
from functools import partial
from itertools import product

from zongzhi_xl.contract import REPORTING_MONTH, REPORTING_YEAR
from zongzhi_xl.core.appraising.deductions.docket import Charge, Docket, lacking_words
from zongzhi_xl.core.appraising.deductions.events import charge_of, events
from zongzhi_xl.core.appraising.deductions.shares import unit_of
from zongzhi_xl.core.appraising.figures import worst_standing
from zongzhi_xl.core.appraising.scorecard import Contribution, Standing
from zongzhi_xl.core.edition.deductions import Deduction, Direction, Zero
from zongzhi_xl.core.edition.items import Aggregation, Kind
from zongzhi_xl.core.edition.scale import Amount
from zongzhi_xl.core.language import printing
from zongzhi_xl.core.language.evaluation import Result, day_of, evaluate
from zongzhi_xl.core.language.expressions import (
    PLACES,
    Arithmetic,
    Call,
    Comparison,
    Expression,
    Literal,
    Logic,
    Name,
    Node,
)
from zongzhi_xl.core.language.printing import is_share
from zongzhi_xl.core.language.values import NO, YES, Gap, Value, plain
from zongzhi_xl.record import replace

#: stands for any number of further units
_MANY = 1_000_000


def charges(rule: Deduction, docket: Docket) -> Iterator[Charge]:
    """The one row where it costs anything, and one for each event that is counted and known."""
    lacking = {
        name: one.points
        for name, one in rule.without.items()
        if one.points is not None and _is_lacking(name, docket)
    }
    if lacking:
        cost = max(lacking.values())
        working = f"没有{'、'.join(lacking)}，{rule.verb} {plain(cost)}"
        evidence = tuple(cell for name in lacking for cell in docket.figures(name).evidence)
        yield Charge(cost, _formula(rule, docket), working, evidence)
        return
    cost, one = _cost(rule, docket), rule.per.each if rule.per else Fraction(1)
    named = list(_events(rule, docket))[: int(cost / one)]
    yield from named
    rest = cost - len(named) * one
    known = worst_standing(map(docket.figures, rule.figures)) == Standing.COMPLETE
    if rest or (rule.when and rule.direction == Direction.EARN and known):
        yield _charge(rule, docket, rest, len(named))


def _is_lacking(name: str, docket: Docket) -> bool:
    """Whether it is known that there is none: nothing stands there, or nothing will come."""
    figure = docket.figures(name)
    owed = figure.standing == Standing.INCOMPLETE and docket.final
    return owed or (figure.standing == Standing.COMPLETE and isinstance(figure.value, Gap))


def _formula(rule: Deduction, docket: Docket) -> str:
    """The rule with what a figure means that is not there."""
    formula = rule.scale.of(rule.of.root, rule.verb, _share_of(rule, docket))
    lacks = (f"；{one.words(f'没有{name}', rule.verb)}" for name, one in rule.without.items())
    noughts = (
        f"；{words}为0，{means}" for words, means in rule.zero.items() if means == Zero.NOUGHT
    )
    return "".join((formula, *lacks, *noughts))


# ------------------------------------------------------------------ events that are counted


def _events(rule: Deduction, docket: Docket) -> Iterator[Charge]:
    """The events that are certainly among those counted, each once."""
    if rule.rows is None or rule.per is None:
        return
    marked = {one.same: one for one in events(docket, rule) if one.answer(rule.rows) is True}
    counted = _evidence(rule, docket)
    for one in marked.values():
        cells, price = (*one.cells(*rule.rows.names), *counted), rule.per.each
        words = f"：{one.words(rule.rows)}，{rule.verb} {plain(price)}"
        charge = charge_of(one, price, _formula(rule, docket), words, cells)
        yield replace(charge, amount=_amount(rule, 1, price))


def _charge(rule: Deduction, docket: Docket, cost: Fraction, named: int) -> Charge:
    """The row of all that has none of its own."""
    formula, evidence = _formula(rule, docket), _evidence(rule, docket)
    if named and rule.per:
        others = plain(cost / rule.per.each)
        working = f"未在登记中认定的 {others} 起，{rule.verb} {plain(cost)}"
        rest = _amount(rule, cost / rule.per.each, cost)
        return Charge(cost, formula, working, evidence, amount=rest)
    if missing := docket.missing(name for name in rule.figures if name not in rule.without):
        working = f"{lacking_words(missing)}，未报的按最不利情形计"
        return Charge(cost, formula, working, evidence)
    amount = _answer(rule, partial(_figure, rule, docket))
    working = _working(rule, docket, amount)
    return Charge(cost, formula, working, evidence, amount=_amount(rule, amount, cost))


def _amount(rule: Deduction, answer: Result, cost: Fraction) -> Amount | None:
    """What the scale priced so; none where the price stands for more than that (R9, R23)."""
    amount = _priceable(answer)
    return amount if rule.scale.points(amount) == cost else None


def _working(rule: Deduction, docket: Docket, amount: Result) -> str:
    if isinstance(amount, bool):
        words = printing.beside_figures(rule.of, partial(_figure, rule, docket))
    else:
        words = printing.printed(rule.of.root, partial(_told, rule, docket))
    return rule.scale.working(words, _priceable(amount), _share_of(rule, docket), rule.verb)


def _share_of(rule: Deduction, docket: Docket) -> str:
    """The sign of what it prices, if that is a share."""
    unit = unit_of(rule, docket.edition)
    return unit if is_share(unit) else ""


def _told(rule: Deduction, docket: Docket, name: str) -> str:
    """The figure of a name, or the one in its place, and what else is to be known of it."""
    shown, note = printing.written(_figure(rule, docket, name)), docket.figures(name).note
    taken = f"{name}未填，按此计" if _is_taken(rule, docket, name) else note
    return f"{shown}（{taken}）" if taken else shown


# ------------------------------------------------------------------ what it costs


def _cost(rule: Deduction, docket: Docket) -> Fraction:
    """The price of the amount; the least of it while flows may still make it good.

    Closed with figures lacking that the office owes: the most that they could make of it.
    """
    asked = [name for name in rule.figures if not _is_taken(rule, docket, name)]
    standing = worst_standing([docket.figures(name) for name in asked])
    figure = partial(_figure, rule, docket)
    if standing == Standing.INCOMPLETE and docket.against(rule):
        return max(_price(rule, _answer(rule, lookup)) for lookup in _possible(rule, docket))
    if standing != Standing.COMPLETE:
        return Fraction(0)
    cost = _price(rule, _answer(rule, figure))
    if cost and docket.year.scope.open_ended:
        cost = min(cost, _price(rule, _answer(rule, _grown(docket, figure))))
    return cost


def _answer(rule: Deduction, lookup: Callable[[str], Value]) -> Result:
    """The amount; a quotient counts as nought where the rule says so of its divisor."""
    root = _without_noughts(rule.of.root, rule, lookup) if rule.zero else rule.of.root
    # by its own text: a tree is compiled once for each
    return evaluate(
        rule.of if root == rule.of.root else Expression(printing.printed(root), root), lookup
    )


def _without_noughts(node: Node, rule: Deduction, lookup: Callable[[str], Value]) -> Node:
    again = partial(_without_noughts, rule=rule, lookup=lookup)
    match node:
        case Arithmetic("/", _, right) if rule.zero.get(printing.printed(right)) == Zero.NOUGHT:
            if evaluate(Expression(printing.printed(right), right), lookup) == 0:
                return Literal(Fraction(0))
    match node:
        case Arithmetic(op, left, right):
            return Arithmetic(op, again(left), again(right))
        case Comparison(operands=parts) | Logic(operands=parts):
            return replace(node, operands=tuple(map(again, parts)))
        case Call(function, arguments):
            return Call(function, tuple(map(again, arguments)))
    return node


def _price(rule: Deduction, answer: Result) -> Fraction:
    return Fraction(0) if isinstance(answer, Gap) else rule.scale.points(answer)


def _priceable(answer: Result) -> Amount:
    return 0 if isinstance(answer, Gap) else answer


def _is_taken(rule: Deduction, docket: Docket, name: str) -> bool:
    """Whether another figure stands in the place of one that is not there."""
    one = rule.without.get(name)
    return bool(one and one.take) and isinstance(docket.value(name), Gap)


def _figure(rule: Deduction, docket: Docket, name: str) -> Value:
    """The figure of a name; where it is not there, what the rule takes in its place."""
    value, one = docket.value(name), rule.without.get(name)
    if not isinstance(value, Gap) or one is None or one.take is None:
        return value
    item, period = docket.edition.items.get(name), {REPORTING_YEAR: docket.year.scope.year}
    taken = evaluate(one.take, lambda known: (period | {REPORTING_MONTH: 12})[known])
    return day_of(taken) if item and item.kind == Kind.DATE else taken


def _grown(docket: Docket, figure: Callable[[str], Value]) -> Callable[[str], Value]:
    """The figures with as many more of every flow as one likes: the months to come."""

    def lookup(name: str) -> Value:
        value, item = figure(name), docket.edition.items.get(name)
        flows = item is not None and item.aggregation == Aggregation.SUM
        return value + _MANY if flows and isinstance(value, int) else value

    return lookup


def _possible(rule: Deduction, docket: Docket) -> Iterator[Callable[[str], Value]]:
    """The extreme figures that the missing months and entries could have had."""
    lacking = [
        name
        for name in rule.figures
        if docket.figures(name).standing == Standing.INCOMPLETE
        and not _is_taken(rule, docket, name)
    ]
    for chosen in product(*(_extremes(name, rule, docket) for name in lacking)):
        yield partial(_value_among, dict(zip(lacking, chosen, strict=True)), rule, docket)


def _value_among(known: Mapping[str, Value], rule: Deduction, docket: Docket, name: str) -> Value:
    return known[name] if name in known else _figure(rule, docket, name)


def _extremes(name: str, rule: Deduction, docket: Docket) -> tuple[Value, ...]:
    item, so_far = docket.edition.items.get(name), docket.value(name)
    term = docket.edition.terms.get(name)
    if item is not None and item.kind == Kind.YES_NO:
        return (YES, NO)
    if item is not None and item.kind == Kind.DATE:
        return (date.min, date.max)
    if term is not None and term.function in PLACES:
        return (*range(1, len(docket.edition.units) + 1), _MANY)
    least = so_far if isinstance(so_far, int) else 0
    edges = (edge for edge in rule.scale.edges if rule.of.root == Name(name) and edge > least)
    return (least, *edges, least + _MANY)


def _evidence(rule: Deduction, docket: Docket) -> tuple[Contribution, ...]:
    """Every cell; of a figure that is taken otherwise those alone that there are."""
    evidence: list[Contribution] = []
    for name in rule.figures:
        figure = docket.figures(name)
        evidence += figure.cells if name in rule.without else figure.evidence
    if rule.by_hand:
        evidence += docket.figures(rule.by_hand.reason).evidence
    kept = docket.edition.registered  # where a rule asks for nothing, whom it is about
    return tuple(evidence) or tuple(cell for name in kept for cell in docket.figures(name).cells)
