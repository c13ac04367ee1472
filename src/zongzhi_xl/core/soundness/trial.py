"""What each rule costs at a handful of situations: nothing wrong, at its limit, a step and far off.

A situation is a year of one office as a rule sees it; the cost is what the rule itself charges,
so nothing here reckons points. Situations of a rule are in order: each is at least as bad as the
one before.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from fractions import Fraction
from functools import partial
from itertools import product
from math import lcm
from typing import TypeVar

from zongzhi_xl import contract
from zongzhi_xl.core.appraising.bounds import bound_of
from zongzhi_xl.core.appraising.deductions.beyond import indicator_of
from zongzhi_xl.core.appraising.deductions.docket import Charge, Docket
from zongzhi_xl.core.appraising.deductions.duties import Duty, duties_of
from zongzhi_xl.core.appraising.deductions.quantities import QUANTITIES, charges_of
from zongzhi_xl.core.appraising.deductions.quantity import Of
from zongzhi_xl.core.appraising.deductions.returns import concerns
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
from zongzhi_xl.core.edition.deductions import Circumstance, Deduction, Direction
from zongzhi_xl.core.edition.event_words import DEAD, LATE_HOURS, MEANT, ColumnKind, EventWords
from zongzhi_xl.core.edition.items import FormKind, Kind
from zongzhi_xl.core.edition.register import Unit
from zongzhi_xl.core.edition.statement import Edition, Indicator, Measure
from zongzhi_xl.core.language.evaluation import evaluate
from zongzhi_xl.core.language.expressions import Expression, Literal, parts_of
from zongzhi_xl.core.language.values import BLANK, NO, SHARES, YES, Value, beside, exactly, plain
from zongzhi_xl.core.returned.submission import Entry, Event, Place, Submission
from zongzhi_xl.core.soundness.sense.guesses import Guesser
from zongzhi_xl.core.soundness.vocabulary import rule_vocabulary
from zongzhi_xl.record import Record, field

_YEAR = 2026
_MONTHS = range(1, 13)


class Situation(Record):
    """``words`` say what is supposed; whatever is not said is in order.

    ``figures`` are those of the year by name, ``cells`` those of a month, ``events`` rows of the
    register, ``states`` what became of the returns by form and month. Not ``in_order``: it is no
    worse than the one before, since a circumstance of the rule holds.
    """

    words: str
    figures: Mapping[str, Value] = field(default_factory=dict)
    cells: Mapping[tuple[str, int], Value] = field(default_factory=dict)
    events: tuple[Mapping[str, Value], ...] = ()
    states: Mapping[tuple[FormKind, int | None], DeliveryState] = field(default_factory=dict)
    in_order: bool = True


class Tried(Record):
    """What a rule costs in a situation, before and after its cap, and its working in words."""

    situation: Situation
    charges: tuple[Charge, ...]
    cap: Fraction
    verb: str

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
            return f"不{self.verb}分"
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
    return unit.figures[name]


def tried(edition: Edition, rule: Rule, unit: Unit) -> tuple[Tried, ...]:
    """The rule in each of its situations, from the best to the worst."""
    return tuple(cost(edition, rule, unit, one) for one in situations(edition, rule, unit))


def cost(edition: Edition, rule: Rule, unit: Unit, situation: Situation) -> Tried:
    """What ``rule`` costs ``unit`` in ``situation``."""
    docket = docket_in(edition, unit, situation)
    charges = tuple(charges_of(rule.deduction, docket))
    return Tried(situation, charges, rule.deduction.most, rule.deduction.verb)


def docket_in(edition: Edition, unit: Unit, situation: Situation) -> Docket:
    """The closed year of ``unit`` in ``situation``."""
    months = {month: _return(unit, month, situation) for month in _MONTHS}
    scope = Scope(_YEAR, 12, final=True)
    year = UnitYear(unit, scope, edition, months, _return(unit, None, situation))
    year.cells.update(
        {place: _cell(unit, place[0], place[1], value) for place, value in situation.cells.items()}
    )

    def figure(name: str) -> Figure:
        value = situation.figures.get(name, _YEAR if name == contract.REPORTING_YEAR else BLANK)
        if name in edition.registered and name not in situation.figures:
            value = _registered(unit, name)
        cell = _cell(unit, name, None, value)
        return Figure(value, Basis.MONTHS, Standing.COMPLETE, (cell,))

    results = {
        one.name: judge(one, edition.clause_of[one.name], unit.group, figure)
        for one in edition.indicators.values()
        if {*one.formula.names} <= {*situation.figures, *edition.registered}
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
    return {name: Entry(value, Place("试算", contract.EVENTS, name)) for name, value in row.items()}


def _deliveries(edition: Edition, unit: Unit, situation: Situation) -> Iterator[Delivery]:
    owed = [(FormKind.MONTHLY, month) for month in edition.months_asked]
    for form, month in [*owed, (FormKind.ANNUAL, None)]:
        if form not in edition.returned:
            continue
        due = due_date(edition.statement, form, _YEAR, month)
        state = situation.states.get((form, month), DeliveryState.ON_TIME)
        late = timedelta(days=3 if state == DeliveryState.LATE else 0)
        came = None if state == DeliveryState.MISSING else due + late
        yield Delivery(unit.name, form, month, due, came, state)


# ------------------------------------------------------------------ what is varied, by quantity


def situations(edition: Edition, rule: Rule, unit: Unit) -> Iterator[Situation]:
    """The handful of situations of a rule, each at least as bad as the one before."""
    one = rule.deduction
    match QUANTITIES[one.quantity].of:
        case Of.FIGURES:
            return _figures(edition, one)
        case Of.INDICATOR:
            return _misses(edition.indicators[indicator_of(one)], one, unit)
        case Of.DUTIES:
            return _missed(edition, duties_of(one), QUANTITIES[one.quantity].months)
        case Of.YEARLY_DUTIES:
            return _missed_in_the_year(edition, duties_of(one))
        case Of.EVENTS:
            return _events(edition, one)
        case Of.RETURNS:
            return _returns(edition, one)


def _figures(edition: Edition, rule: Deduction) -> Iterator[Situation]:
    """Of all plausible figures those at which the rule is least, at edges of its scale, and most.

    Then each figure that is not there, where the rule says what that costs.
    """
    if rule.table:
        for word in sorted(rule.table, key=rule.scale.points):
            figures: dict[str, Value] = {str(rule.of): word}
            yield Situation(_told(figures), figures=figures)
        return
    guesser, names = Guesser(edition), rule_vocabulary(edition)
    asked = [rule.of, *(one.where for one in rule.when)]
    about = guesser.about(asked, names, rule.scale.edges)
    plausible = [guess for guess in about if guesser.plausible(guess)]
    usual = [guess for guess in plausible if not _circumstances(rule, guess)]
    found = _telling(rule, ((guess, guess) for guess in usual))
    for guess in found:
        yield Situation(_told(guess), figures=guess)
    for case in rule.when:
        such = (guess for guess in plausible if case in _circumstances(rule, guess))
        told = _telling(rule, ((guess, guess) for guess in such))
        # what is earned may be more in a circumstance: then the best is told as well
        for guess in told[: rule.direction == Direction.EARN] + told[-1:]:
            yield Situation(_told(guess), figures=guess, in_order=False)
    for name, one in rule.without.items():
        if one.points is not None and found:
            yield Situation(f"没有{name}", figures={**found[0], name: BLANK})


def _circumstances(rule: Deduction, guess: Mapping[str, Value]) -> list[Circumstance]:
    return [one for one in rule.when if evaluate(one.where, guess.__getitem__) is True]


def _told(figures: Mapping[str, Value]) -> str:
    told = {name: one for name, one in figures.items() if name != contract.REPORTING_YEAR}
    return "、".join(f"{name} {plain(one)}" for name, one in told.items())


T = TypeVar("T")


def _telling(rule: Deduction, guesses: Iterable[tuple[T, Mapping[str, Value]]]) -> list[T]:
    """Of the guesses those with the least amount, just over nought and each edge, and the most."""
    found: dict[Fraction, T] = {}
    edges = [Fraction(0), *rule.scale.edges]
    for one, figures in guesses:
        answer = evaluate(rule.of, figures.__getitem__)
        if isinstance(answer, bool | int | Fraction):
            found.setdefault(Fraction(answer), one)
    values = sorted(found, reverse=not rule.scale.rises)
    ahead = [[value for value in values if value > edge] for edge in edges]
    chosen = {*values[:1], *(value for one in ahead for value in one[:2]), *values[-1:]}
    chosen |= {*edges} & {*values}
    return [found[value] for value in values if value in chosen]


def _misses(indicator: Indicator, rule: Deduction, unit: Unit) -> Iterator[Situation]:
    """The indicator at its best, at its limit, a step off, one off in its own unit, and far off."""
    limit = indicator.limit_for(unit.group)
    base = dict.fromkeys(limit.bound.names if limit else (), 10)
    bound = bound_of(limit, lambda name: base.get(name, BLANK)) if limit else None
    if limit is None or bound is None:
        return
    one = Fraction(1, SHARES.get(indicator.unit, 1))
    steps = {Fraction(0), one, *rule.scale.edges}
    away = 1 if bound.is_ceiling else -1
    far = bound.number * 3 + max(steps) * 100
    worst = _top(indicator, far) if bound.is_ceiling else Fraction(0)
    wholes = _whole(indicator, [bound.number, *steps])
    about = [bound.number + away * off for off in sorted(steps)]
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
    shown = beside(exactly(value * SHARES.get(unit, 1)), unit)
    figures: dict[str, Value] = dict(base)
    if indicator.denominator:
        figures[indicator.denominator] = whole
        figures[indicator.numerator] = (value / indicator.scale * whole).__round__()
    else:
        figures[indicator.numerator] = value.__ceil__()
    return Situation(f"{indicator.name} {shown}", figures=figures)


def _missed(edition: Edition, duties: Sequence[Duty], months: int) -> Iterator[Situation]:
    """Everything done; one period of so many ``months`` missed; nothing done."""
    for words, missed in (("每期都做到", 0), ("有一期没有做到", months), ("一期也没有做到", 12)):
        cells = {
            (duty.item, month): _value(edition, duty, month, done=month > missed)
            for duty in duties
            for month in _MONTHS
        }
        yield Situation(words, cells=cells)


def _missed_in_the_year(edition: Edition, duties: Sequence[Duty]) -> Iterator[Situation]:
    """Everything done; the last not; nothing done."""
    done = {duty.item: _value(edition, duty, 6, done=True) for duty in duties}
    none = {duty.item: _value(edition, duty, 6, done=False) for duty in duties}
    last = duties[-1].item
    yield Situation("都做到", figures=done)
    yield Situation(f"{last}没有做到", figures={**done, last: none[last]})
    yield Situation("一项也没有做到", figures=none)


def _value(edition: Edition, duty: Duty, month: int, *, done: bool) -> Value:
    """A value of the item with which the duty is done, or is not."""
    choices: Mapping[Kind, tuple[Value, ...]] = {
        Kind.COUNT: (0, 1, 2, 5, 10, 100),
        Kind.YES_NO: (NO, YES),
        Kind.DATE: (BLANK, date(_YEAR, month, 10)),
    }
    possible = choices[edition.items[duty.item].kind]
    fits = (one for one in possible if duty.is_done(one) == done)
    return next(fits, possible[-1 if done else 0])


# ------------------------------------------------------------------ events and returns

_START = datetime(_YEAR, 1, 10, 8)


def _events(edition: Edition, rule: Deduction) -> Iterator[Situation]:
    """None; one event from the lightest to the gravest; not reported; ten of the worst."""
    yield Situation("没有事项")
    chosen = edition.statement.events
    guesses = _guessed_events(rule, chosen)
    found = _by_word(rule, guesses) if rule.table else _telling(rule, guesses)
    for row in found:
        yield Situation(_event_words(row, rule, chosen), events=(row,))
    worst = found[-1:]
    if rule.without and worst:
        worst = [
            {
                **worst[0],
                **dict.fromkeys(
                    (contract.SENT, contract.DEATHS, *_own_in(rule.without, chosen)), BLANK
                ),
            }
        ]
        yield Situation("一起没有上报", events=(worst[0],))
    for row in worst:
        many = tuple({**row, contract.EVENT_NUMBER: f"示例{n}"} for n in range(10))
        yield Situation("这样的10起", events=many)


def _by_word(rule: Deduction, guesses: Iterable[tuple[T, Mapping[str, Value]]]) -> list[T]:
    """Of the guesses one for each word that is looked up, the gravest last."""
    found: dict[str, T] = {}
    for one, figures in guesses:
        answer = evaluate(rule.of, figures.__getitem__)
        if isinstance(answer, str) and answer in rule.table:
            found.setdefault(answer, one)
    return [found[word] for word in sorted(found, key=rule.scale.points)]


def _guessed_events(
    rule: Deduction, chosen: EventWords
) -> Iterator[tuple[Mapping[str, Value], Mapping[str, Value]]]:
    """Rows of the register about which the rule may be asked, with what follows of each."""
    edges = [edge + more for edge in (Fraction(0), *rule.scale.edges) for more in (0, 1)]
    numbers = [one.number for one in parts_of(rule.of.root) if isinstance(one, Literal)]
    deaths = sorted({0, *(int(n) + more for n in numbers for more in (-1, 0) if n + more >= 0)})
    hours = dict.fromkeys([*edges, 10 * max(edges)])
    asked = [rule.of, *filter(None, [rule.where]), *(case.where for case in rule.when)]
    own = _own_in(dict.fromkeys(name for one in asked for name in one.names), chosen)
    guesses = [_guessed(name, chosen, sorted({*map(Fraction, deaths), *hours})) for name in own]
    for category, lapse, dead, *more in product(chosen.categories, hours, deaths, *guesses):
        row: dict[str, Value] = dict(zip(own, more, strict=True))
        row |= {contract.CATEGORY: category, contract.EVENT_NUMBER: "示例", contract.DEATHS: dead}
        row |= {contract.OCCURRED: _START, contract.SENT: _START + timedelta(hours=float(lapse))}
        known = defaultdict[str, Value](lambda: BLANK, row)
        known |= {LATE_HOURS: lapse, DEAD: dead, **{word: word for word in chosen.words}}
        if rule.where is None or evaluate(rule.where, known.__getitem__) is True:
            yield row, known


def _own_in(names: Iterable[str], chosen: EventWords) -> list[str]:
    """The columns among ``names`` that are the edition's own."""
    return [name for name in names if name in chosen.kinds and name not in MEANT]


def _guessed(name: str, chosen: EventWords, numbers: Iterable[Fraction]) -> Sequence[Value]:
    """What may stand in a column of the edition's own."""
    if chosen.kinds[name] == ColumnKind.COUNT:
        return [int(one) for one in numbers if one.denominator == 1]
    day = chosen.kinds[name] in (ColumnKind.DAY, ColumnKind.MOMENT)
    return [_START] if day else chosen.choices.get(name, ("示例",))


def _event_words(row: Mapping[str, Value], rule: Deduction, chosen: EventWords) -> str:
    """``案件，死亡 2 人，发生后 13 小时上报``: as far as the rule asks for it."""
    words = [plain(row[contract.CATEGORY])]
    if DEAD in rule.of.names:
        words.append(f"死亡 {plain(row[contract.DEATHS])} 人")
    if LATE_HOURS in rule.of.names:
        late = (row[contract.SENT] - row[contract.OCCURRED]).total_seconds() / 3600  # type: ignore[operator,union-attr]  # rows of the trial have both moments
        words.append(f"发生后 {late:g} 小时上报")
    words += [f"{chosen.label(name)} {plain(row[name])}" for name in _own_in(row, chosen)]
    return "，".join(words)


def _returns(edition: Edition, rule: Deduction) -> Iterator[Situation]:
    """All in time; one late, all late, none: of the forms that the rule is about."""
    owed: list[tuple[FormKind, int | None]] = []
    if concerns(rule, FormKind.MONTHLY):
        owed += [(FormKind.MONTHLY, month) for month in edition.months_asked]
    if concerns(rule, FormKind.ANNUAL):
        owed.append((FormKind.ANNUAL, None))
    yield Situation("各期都按时")
    yield Situation("有一期迟报", states={owed[0]: DeliveryState.LATE})
    yield Situation("各期都迟报", states=dict.fromkeys(owed, DeliveryState.LATE))
    yield Situation("各期都缺报", states=dict.fromkeys(owed, DeliveryState.MISSING))
