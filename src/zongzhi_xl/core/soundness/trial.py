"""What each rule costs at a handful of situations: nothing wrong, at its limit, a step and far off.

A situation is a year of one office as a rule sees it; the cost is what the rule itself charges,
so nothing here reckons points. Situations of a rule are in order: each is at least as bad as the
one before.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from fractions import Fraction
from functools import partial
from math import lcm

from zongzhi_xl.contract import CATEGORY, DEATHS, EVENT_NUMBER, EVENTS, OCCURRED, SENT
from zongzhi_xl.core.appraising.bounds import bound_of, is_share
from zongzhi_xl.core.appraising.deductions.conditions import Fixed, PerUnit
from zongzhi_xl.core.appraising.deductions.docket import Charge, Docket
from zongzhi_xl.core.appraising.deductions.duties import PerMissingPeriod, Span
from zongzhi_xl.core.appraising.deductions.events import LateEvent, PerEvent
from zongzhi_xl.core.appraising.deductions.kinds import charges_of
from zongzhi_xl.core.appraising.deductions.lateness import LateDay, LateReturn
from zongzhi_xl.core.appraising.deductions.shortfalls import PerPoint
from zongzhi_xl.core.appraising.due_days import due_date
from zongzhi_xl.core.appraising.figures import Figure, Scope, UnitYear
from zongzhi_xl.core.appraising.indicators import judge
from zongzhi_xl.core.appraising.scorecard import (
    Basis,
    Contribution,
    Delivery,
    DeliveryState,
    RegisterFigure,
    Standing,
)
from zongzhi_xl.core.appraising.scoring import Rule
from zongzhi_xl.core.edition.items import FormKind, Item, Kind
from zongzhi_xl.core.edition.statement import (
    REGISTER,
    Edition,
    Indicator,
    Measure,
    Unit,
)
from zongzhi_xl.core.language.evaluation import evaluate
from zongzhi_xl.core.language.expressions import Expression
from zongzhi_xl.core.language.values import BLANK, NO, YES, Value, exactly, plain
from zongzhi_xl.core.returned.submission import Entry, Event, Place, Submission
from zongzhi_xl.core.soundness.sense.guesses import Guesser
from zongzhi_xl.core.soundness.vocabulary import year_vocabulary

_YEAR = 2026
_MONTHS = range(1, 13)


@dataclass(frozen=True)
class Situation:
    """``words`` say what is supposed; whatever is not said is in order.

    ``figures`` are those of the year by name, ``cells`` those of a month, ``events`` rows of the
    register, ``states`` what became of the returns by form and month.
    """

    words: str
    figures: Mapping[str, Value] = field(default_factory=dict)
    cells: Mapping[tuple[str, int], Value] = field(default_factory=dict)
    events: tuple[Mapping[str, Value], ...] = ()
    states: Mapping[tuple[FormKind, int | None], DeliveryState] = field(default_factory=dict)


@dataclass(frozen=True)
class Tried:
    """What a rule costs in a situation, before and after its cap, and its working in words."""

    situation: Situation
    charges: tuple[Charge, ...]
    cap: Fraction

    @property
    def whole(self) -> Fraction:
        """All charges, uncapped."""
        return sum((one.points for one in self.charges), Fraction(0))

    @property
    def points(self) -> Fraction:
        """What is lost."""
        return min(self.whole, self.cap)

    @property
    def working(self) -> str:
        """How it is worked out, as the ledger prints it; the first of several rows."""
        if not self.charges:
            return "不扣分"
        more = f" 等{len(self.charges)}笔" if self.charges[1:] else ""
        cut = f"，封顶 {plain(self.cap)}" if self.whole > self.cap else ""
        return f"{self.charges[0].working}{more}{cut}"


def unit_for(edition: Edition, rule: Rule, group: str = "") -> Unit | None:
    """The first office of the register of whom the rule is asked."""
    applies = rule.deduction.applies
    asked = (unit for unit in edition.units if group in ("", unit.group))
    return next((unit for unit in asked if _is_asked(applies, unit)), None)


def _is_asked(applies: Expression | None, unit: Unit) -> bool:
    return applies is None or evaluate(applies, partial(_registered, unit)) is not False


def _registered(unit: Unit, name: str) -> Value:
    value: Value = getattr(unit, REGISTER[name])
    return value


def tried(edition: Edition, rule: Rule, unit: Unit) -> tuple[Tried, ...]:
    """The rule in each of its situations, from the best to the worst."""
    return tuple(cost(edition, rule, unit, one) for one in situations(edition, rule, unit))


def cost(edition: Edition, rule: Rule, unit: Unit, situation: Situation) -> Tried:
    """What ``rule`` costs ``unit`` in ``situation``."""
    docket = _docket(edition, unit, situation)
    charges = tuple(charges_of(rule.deduction, rule.parameters, docket))
    return Tried(situation, charges, rule.deduction.cap)


def _docket(edition: Edition, unit: Unit, situation: Situation) -> Docket:
    months = {month: _return(unit, month, situation) for month in _MONTHS}
    scope = Scope(_YEAR, 12, final=True)
    year = UnitYear(unit, scope, edition, months, _return(unit, None, situation))
    year.cells.update(
        {place: _cell(unit, place[0], place[1], value) for place, value in situation.cells.items()}
    )

    def figure(name: str) -> Figure:
        value = situation.figures.get(name, BLANK)
        if name in REGISTER and name not in situation.figures:
            value = _registered(unit, name)
        cell = _cell(unit, name, None, value)
        return Figure(value, Basis.MONTHS, Standing.COMPLETE, (cell,))

    results = {
        one.name: judge(one, edition.clause_of[one.name], unit.group, figure)
        for one in edition.indicators.values()
        if {*one.formula.names} <= {*situation.figures, *REGISTER}
    }
    return Docket(year, figure, results, tuple(_deliveries(edition, unit, situation)))


def _cell(unit: Unit, name: str, month: int | None, value: Value) -> Contribution:
    source = RegisterFigure(unit.name, name, str(BLANK) if value == BLANK else plain(value))
    return Contribution(name, unit.name, month, value, source, Basis.MONTHS)


def _return(unit: Unit, month: int | None, situation: Situation) -> Submission:
    form = FormKind.MONTHLY if month else FormKind.ANNUAL
    rows = situation.events if month == 1 else ()
    events = tuple(Event(n, _entries(row)) for n, row in enumerate(rows, 1))
    return Submission(form, unit.name, _YEAR, month, "", "试算", "", {}, events)


def _entries(row: Mapping[str, Value]) -> Mapping[str, Entry]:
    return {name: Entry(value, Place("试算", EVENTS, name)) for name, value in row.items()}


def _deliveries(edition: Edition, unit: Unit, situation: Situation) -> Iterator[Delivery]:
    owed = [(FormKind.MONTHLY, month) for month in _MONTHS]
    for form, month in [*owed, (FormKind.ANNUAL, None)]:
        due = due_date(edition.statement, form, _YEAR, month)
        state = situation.states.get((form, month), DeliveryState.ON_TIME)
        late = timedelta(days=3 if state == DeliveryState.LATE else 0)
        came = None if state == DeliveryState.MISSING else due + late
        yield Delivery(unit.name, form, month, due, came, state)


# ------------------------------------------------------------------ what is varied, by rule


def situations(edition: Edition, rule: Rule, unit: Unit) -> Iterator[Situation]:
    """The handful of situations of a rule, each at least as bad as the one before."""
    match rule.parameters:
        case Fixed(when=expression) | PerUnit(count=expression):
            return _figures(edition, expression)
        case PerPoint() as per_point:
            return _misses(edition.indicators[per_point.indicator], per_point.step, unit)
        case PerMissingPeriod() as duty:
            return _missed(edition, duty)
        case LateEvent() as late:
            return _late_events(late)
        case PerEvent() as grave:
            return _grave_events(grave)
        case LateDay() as late_day:
            return _late_days(late_day)
        case LateReturn() as late_return:
            return _late_returns(late_return)


def _figures(edition: Edition, expression: Expression) -> Iterator[Situation]:
    """Of all plausible figures those at which the expression is least, just over 0 and most."""
    guesser, names = Guesser(edition), year_vocabulary(edition)
    found: dict[Fraction, Mapping[str, Value]] = {}
    for guess in guesser.about([expression], names):
        answer = evaluate(expression, guess.__getitem__)
        if isinstance(answer, bool | int | Fraction) and guesser.plausible(guess):
            found.setdefault(Fraction(answer), guess)
    values = sorted(found)
    over = [value for value in values if value > 0]
    chosen = [*values[:1], *[one for one in values if one == 0], *over[:2], *over[-1:]]
    for value in dict.fromkeys(chosen):
        words = "、".join(f"{name} {plain(one)}" for name, one in found[value].items())
        yield Situation(words, figures=found[value])


def _misses(indicator: Indicator, step: Fraction, unit: Unit) -> Iterator[Situation]:
    """The indicator at its best, at its limit, a step off, one off in its own unit, and far off."""
    limit = indicator.limit_for(unit.group)
    base = dict.fromkeys(limit.bound.names if limit else (), 10)
    bound = bound_of(limit, lambda name: base.get(name, BLANK)) if limit else None
    if limit is None or bound is None:
        return
    one = Fraction(1, 100) if is_share(indicator.unit) else Fraction(1)
    away = 1 if bound.is_ceiling else -1
    far = bound.number * 3 + step * 100
    worst = _top(indicator, far) if bound.is_ceiling else Fraction(0)
    wholes = _whole(indicator, [bound.number, step, one])
    about = [bound.number + away * off for off in sorted({Fraction(0), step, one})]
    best = Fraction(0) if bound.is_ceiling else _top(indicator, far)
    for value in dict.fromkeys([best, *(x for x in about if x >= 0), worst]):
        if (worst - value) * away >= 0:
            yield _at(indicator, value, wholes, base)


def _top(indicator: Indicator, far: Fraction) -> Fraction:
    """The most that the figure can be: all of a share, something far off of anything else."""
    shares = (Measure.SHARE_CEILING, Measure.SHARE_FLOOR, Measure.FIXED_SHARE)
    return Fraction(indicator.scale) if indicator.measure in shares else far


def _whole(indicator: Indicator, figures: list[Fraction]) -> int:
    """A denominator with which all these figures have whole numerators."""
    needed = lcm(*((figure / indicator.scale).denominator for figure in figures))
    return needed * max(1, 10_000 // needed)


def _at(indicator: Indicator, value: Fraction, whole: int, base: Mapping[str, Value]) -> Situation:
    unit = indicator.unit
    shown = f"{exactly(value * 100)}%" if is_share(unit) else f"{exactly(value)}{unit}"
    figures: dict[str, Value] = dict(base)
    if indicator.denominator:
        figures[indicator.denominator] = whole
        figures[indicator.numerator] = (value / indicator.scale * whole).__round__()
    else:
        figures[indicator.numerator] = value.__ceil__()
    return Situation(f"{indicator.name} {shown}", figures=figures)


def _missed(edition: Edition, duty: PerMissingPeriod) -> Iterator[Situation]:
    """Everything done; one period missed; nothing done."""
    items = [edition.items[name] for name in duty.items]
    if duty.per == Span.YEAR:
        done = {item.name: _value(item, duty, 6, done=True) for item in items}
        none = {item.name: _value(item, duty, 6, done=False) for item in items}
        last = items[-1].name
        yield Situation("都做到", figures=done)
        yield Situation(f"{last}没有做到", figures={**done, last: none[last]})
        yield Situation("一项也没有做到", figures=none)
        return
    span = 3 if duty.per == Span.QUARTER else 1
    for words, missed in (("每期都做到", 0), ("有一期没有做到", span), ("一期也没有做到", 12)):
        cells = {
            (item.name, month): _value(item, duty, month, done=month > missed)
            for item in items
            for month in _MONTHS
        }
        yield Situation(words, cells=cells)


def _value(item: Item, duty: PerMissingPeriod, month: int, *, done: bool) -> Value:
    """A value of the item with which the duty is done, or is not."""
    choices: Mapping[Kind, tuple[Value, ...]] = {
        Kind.COUNT: (0, 1, 2, 5, 10, 100),
        Kind.YES_NO: (NO, YES),
        Kind.DATE: (BLANK, date(_YEAR, month, 10)),
    }
    possible = choices[item.kind]
    fits = (one for one in possible if _does(duty, one) == done)
    return next(fits, possible[-1 if done else 0])


def _does(duty: PerMissingPeriod, value: Value) -> bool:
    if value == BLANK:
        return False
    return duty.done is None or evaluate(duty.done, lambda _: value) is True


_START = datetime(_YEAR, 1, 10, 8)


def _late_events(late: LateEvent) -> Iterator[Situation]:
    """One event after ever more hours, then not reported at all, then ten of them."""
    edges = sorted({step.over_hours for step in late.steps})
    hours = [Fraction(0), *(edge + more for edge in edges for more in (0, 1))]
    hours += [edge * 10 for edge in edges[-1:]]
    for lapse in dict.fromkeys(hours):
        row = _event(late.categories[0], SENT, _START + timedelta(hours=float(lapse)))
        yield Situation(f"{late.categories[0]}发生后 {exactly(lapse)} 小时上报", events=(row,))
    never = _event(late.categories[0], SENT, BLANK)
    yield Situation(f"{late.categories[0]}没有上报", events=(never,))
    many = tuple({**never, EVENT_NUMBER: f"示例{n}"} for n in range(10))
    yield Situation("10起没有上报", events=many)


def _grave_events(grave: PerEvent) -> Iterator[Situation]:
    """Too few deaths, as many as count, then ten such events."""
    least = grave.deaths_at_least
    yield Situation(f"没有{grave.category}")
    if least:
        few = _event(grave.category, DEATHS, least - 1)
        yield Situation(f"{grave.category}死亡 {least - 1} 人", events=(few,))
    counted = _event(grave.category, DEATHS, least)
    yield Situation(f"{grave.category}死亡 {least} 人", events=(counted,))
    many = tuple({**counted, EVENT_NUMBER: f"示例{n}"} for n in range(10))
    yield Situation(f"10起{grave.category}，各死亡 {least} 人", events=many)


def _event(category: str, column: str, value: Value) -> Mapping[str, Value]:
    row: dict[str, Value] = {CATEGORY: category, EVENT_NUMBER: "示例", DEATHS: 0}
    return {**row, OCCURRED: _START, SENT: _START, column: value}


def _late_days(late: LateDay) -> Iterator[Situation]:
    due = late.default_day(_YEAR)
    for days in (0, 1, 3, 400):
        done = {late.date: due + timedelta(days=days), late.due: due}
        yield Situation(f"迟 {days} 天" if days else "按时", figures=done)
    yield Situation(f"没有{late.date}", figures={late.date: BLANK, late.due: due})


def _late_returns(late: LateReturn) -> Iterator[Situation]:
    owed: list[tuple[FormKind, int | None]] = []
    for form in late.forms:
        owed += [(form, month) for month in _MONTHS] if form == FormKind.MONTHLY else [(form, None)]
    yield Situation("各期都按时")
    yield Situation("有一期迟报", states={owed[0]: DeliveryState.LATE})
    yield Situation("各期都迟报", states=dict.fromkeys(owed, DeliveryState.LATE))
    yield Situation("各期都缺报", states=dict.fromkeys(owed, DeliveryState.MISSING))
