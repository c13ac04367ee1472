"""What each kind of deduction costs one unit, before any cap, with workings and sources.

One pure function a kind, chosen by the record of its parameters. A pending figure costs nothing
before the year is closed; at closing (R9) what the office still owes is read against it, what
the district or a department owes costs nothing.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction
from functools import partial
from itertools import product

from zongzhi_xl.contract import DELIVERIES
from zongzhi_xl.core.appraising.bounds import Bound, is_share
from zongzhi_xl.core.appraising.deductions.kinds import (
    Fixed,
    LateDay,
    LateEvent,
    LateReturn,
    Parameters,
    Part,
    PerEvent,
    PerMissingPeriod,
    PerPoint,
    PerUnit,
    Span,
)
from zongzhi_xl.core.appraising.figures import (
    Figures,
    UnitYear,
    month_cell,
    source_of,
    worst_standing,
)
from zongzhi_xl.core.appraising.indicators import applies, bound_for
from zongzhi_xl.core.appraising.scorecard import (
    Basis,
    Contribution,
    Delivery,
    DeliveryState,
    IndicatorResult,
    Source,
    Standing,
)
from zongzhi_xl.core.appraising.wording import month_words
from zongzhi_xl.core.edition.items import Aggregation, Kind
from zongzhi_xl.core.edition.statement import Deduction, Edition
from zongzhi_xl.core.language import printing
from zongzhi_xl.core.language.evaluation import Result, evaluate
from zongzhi_xl.core.language.expressions import Expression
from zongzhi_xl.core.language.values import NO, YES, Gap, State, Value, plain
from zongzhi_xl.core.returned.submission import Event, Submission


@dataclass(frozen=True)
class Docket:
    """Everything that decides about one unit."""

    year: UnitYear
    edition: Edition
    figures: Figures
    results: Mapping[str, IndicatorResult]
    deliveries: tuple[Delivery, ...]

    @property
    def final(self) -> bool:
        """Whether the year is closed."""
        return self.year.scope.final


@dataclass(frozen=True)
class Charge:
    """Points that a rule costs before its cap; ``event`` is what R23 counts only once."""

    points: Fraction
    formula: str
    with_numbers: str
    sources: tuple[Source, ...]
    key: str = ""
    event: str = ""


def charges_of(deduction: Deduction, parameters: Parameters, docket: Docket) -> list[Charge]:
    """What ``deduction`` costs, row by row, in the order of the year."""
    if not applies(deduction, docket.figures):
        return []
    match parameters:
        case Fixed():
            return _fixed(parameters, docket)
        case PerUnit():
            return _per_unit(parameters, docket)
        case PerPoint():
            return _per_point(parameters, docket, deduction.cap)
        case PerMissingPeriod():
            return list(_MISSING[parameters.per](parameters, docket))
        case LateEvent():
            return list(_late_events(parameters, docket))
        case PerEvent():
            return list(_grave_events(parameters, docket))
        case LateDay():
            return _late_day(parameters, docket)
        case LateReturn():
            return list(_late_returns(parameters, docket))


# ------------------------------------------------------------------ rules written as expressions

#: stands for any number of further units
_MANY = 1_000_000

Price = Callable[[Result], Fraction]


def _fixed(rule: Fixed, docket: Docket) -> list[Charge]:
    def price(answer: Result) -> Fraction:
        return rule.points if answer is True else Fraction(0)

    cost = _cost(rule.when, price, docket)
    if not cost:
        return []
    formula = f"{printing.in_names(rule.when)}，扣 {printing.points(rule.points)}"
    numbers = f"{printing.beside_figures(rule.when, _value(docket))}，扣 {printing.points(cost)}"
    return [_charge(rule.when, docket, cost, formula, numbers)]


def _per_unit(rule: PerUnit, docket: Docket) -> list[Charge]:
    def price(answer: Result) -> Fraction:
        if isinstance(answer, bool) or not isinstance(answer, int | Fraction):
            return Fraction(0)
        return max(Fraction(answer), Fraction(0)) * rule.price

    cost = _cost(rule.count, price, docket)
    if not cost:
        return []
    each = printing.points(rule.price)
    names, figures = (
        printing.in_names(rule.count),
        printing.with_figures(rule.count, _value(docket)),
    )
    formula = f"{names} × {each}" if printing.is_one_name(rule.count) else f"({names}) × {each}"
    count = printing.points(cost / rule.price)
    units = "" if figures == count else f"{figures} = {count}，"
    numbers = f"{units}{count} × {each} = {printing.points(cost)}"
    return [_charge(rule.count, docket, cost, formula, numbers)]


def _value(docket: Docket) -> Callable[[str], Value]:
    return lambda name: docket.figures(name).value


def _cost(expression: Expression, price: Price, docket: Docket) -> Fraction:
    """The price of the expression; the least of it while flows may still make it good.

    Closed with figures lacking that the office owes: the most that they could make of it.
    """
    standing = worst_standing([docket.figures(name) for name in expression.names])
    if standing == Standing.INCOMPLETE and docket.final:
        return max(price(evaluate(expression, lookup)) for lookup in _possible(expression, docket))
    if standing != Standing.COMPLETE:
        return Fraction(0)
    cost = price(evaluate(expression, _value(docket)))
    if cost and docket.year.scope.open_ended:
        cost = min(cost, price(evaluate(expression, _grown(docket))))
    return cost


def _grown(docket: Docket) -> Callable[[str], Value]:
    """The figures with as many more of every flow as one likes: the months to come."""

    def lookup(name: str) -> Value:
        value, item = docket.figures(name).value, docket.edition.items.get(name)
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
    return known.get(name, docket.figures(name).value)


def _extremes(name: str, docket: Docket) -> tuple[Value, ...]:
    item, so_far = docket.edition.items.get(name), docket.figures(name).value
    if item is not None and item.kind == Kind.YES_NO:
        return (YES, NO)
    least = so_far if isinstance(so_far, int) else 0
    return (least, least + _MANY)


def _charge(
    expression: Expression, docket: Docket, cost: Fraction, formula: str, numbers: str
) -> Charge:
    figures = [docket.figures(name) for name in expression.names]
    missing = tuple(source for figure in figures for source in figure.missing)
    if missing:
        numbers = f"{_lacking(missing)}，未报的按最不利情形计"
    sources = tuple(source for figure in figures for source in (*figure.sources, *figure.missing))
    return Charge(cost, formula, numbers, _distinct(sources) or (_roll(docket),))


def _lacking(missing: tuple[Source, ...]) -> str:
    return "缺：" + "、".join(_lacking_words(one) for one in _distinct(missing))


def _lacking_words(source: Source) -> str:
    if source.file != DELIVERIES:
        return f"{source.file} {source.sheet}!{source.cell}（{source.value}）"
    paper = source.cell.rpartition(" ")[2]
    return f"{paper}月报" if paper.endswith("月") else paper


def _distinct(sources: tuple[Source, ...]) -> tuple[Source, ...]:
    return tuple(dict.fromkeys(sources))


def _roll(docket: Docket) -> Source:
    return docket.figures("总人口").sources[0]


# ------------------------------------------------------------------ points of a ratio


def _per_point(rule: PerPoint, docket: Docket, cap: Fraction) -> list[Charge]:
    result = docket.results[rule.indicator]
    indicator = docket.edition.indicators[rule.indicator]
    bound = bound_for(indicator, docket.year.unit.group, docket.figures)
    if bound is None:
        return []
    formula = _difference(printing.in_names(indicator.formula), bound, result.unit)
    if result.standing == Standing.INCOMPLETE and docket.final:
        missing = _missing(indicator.formula, docket)
        return [Charge(cap, formula, f"{_lacking(missing)}，无法计算，扣满", missing)]
    if result.met is not False or not isinstance(result.value, int | Fraction):
        return []
    off = abs(result.value - bound.number)
    steps = _steps(off, rule)
    figures = printing.with_figures(indicator.formula, _value(docket))
    cost = steps * rule.price
    worked = (
        f"{_difference(figures, bound, result.unit)} {_off(off, result.unit)}，"
        f"{_counted(off, steps, rule, result.unit)} = {printing.points(cost)}"
    )
    return [Charge(cost, formula, worked, _distinct(result.sources))] if cost else []


def _missing(expression: Expression, docket: Docket) -> tuple[Source, ...]:
    return _distinct(
        tuple(source for name in expression.names for source in docket.figures(name).missing)
    )


def _steps(off: Fraction, rule: PerPoint) -> Fraction:
    steps = off / rule.step
    match rule.part:
        case Part.WHOLE:
            # a strict limit is missed by nothing at the limit itself: that is one step
            return Fraction(max(steps.__ceil__(), 1))
        case Part.DROPPED:
            return Fraction(steps.__floor__())
        case Part.PROPORTIONAL:
            return steps


def _difference(formula: str, bound: Bound, unit: str) -> str:
    limit = bound.number_in(unit)
    return f"{formula} − {limit}" if bound.is_ceiling else f"{limit} − {formula}"


def _amount(off: Fraction, unit: str) -> str:
    """``1个百分点``, ``13起/万人``."""
    return f"{plain(off * 100)}个百分点" if is_share(unit) else f"{plain(off)}{unit}"


def _off(off: Fraction, unit: str) -> str:
    """``= 0.50起/万人``, ``≈ 4.29个百分点`` where two places do not show it exactly."""
    number, measure = (off * 100, "个百分点") if is_share(unit) else (off, unit)
    shown = printing.two_places(number)
    return f"{'=' if Fraction(shown) == number else '≈'} {shown}{measure}"


def _counted(off: Fraction, steps: Fraction, rule: PerPoint, unit: str) -> str:
    """What is deducted for, and the product: ``不足…按…计，按5个百分点扣，5 × 0.1``."""
    scale = 100 if is_share(unit) else 1
    counted, step = steps * rule.step, plain(rule.step * scale)
    words = f"{_part_words(rule, unit)}，按{_amount(counted, unit)}扣，" if counted != off else ""
    times = printing.points(steps) if step == "1" else f"{plain(counted * scale)} ÷ {step}"
    return f"{words}{times} × {printing.points(rule.price)}"


def _part_words(rule: PerPoint, unit: str) -> str:
    step = _amount(rule.step, unit)
    if rule.part == Part.DROPPED:
        return f"不足{step}的不计"
    return f"不足{step}的按{f'{plain(rule.step * 100)}个' if is_share(unit) else step}计"


# ------------------------------------------------------------------ duties of a period


def _done(rule: PerMissingPeriod, value: Value) -> bool:
    if isinstance(value, Gap):
        return False
    return rule.done is None or evaluate(rule.done, lambda _: value) is True


def _missed(
    rule: PerMissingPeriod, what: str, demand: str, key: str, sources: tuple[Source, ...]
) -> Charge:
    price = printing.points(rule.price)
    return Charge(rule.price, demand, f"{what}，少1次，扣 {price}", _distinct(sources), key)


def _found(source: Source) -> str:
    lost = source.file == DELIVERIES
    return f"报表{source.value}，按没有做到计" if lost else source.value


def _not_asked(cell: Contribution, docket: Docket) -> bool:
    """Whether the cell cannot count against the unit.

    不适用, a figure that a department owes, and, until the year is closed, whatever may still
    come or be put right (R9); a blank day is no gap: it says that nothing was done.
    """
    if not isinstance(cell.value, Gap):
        return False
    if cell.value.state == State.NOT_APPLICABLE or cell.basis == Basis.DEPARTMENT:
        return True
    not_done = (
        cell.value.state == State.BLANK
        and docket.edition.items[cell.item].kind == Kind.DATE
        and cell.source.file != DELIVERIES
    )
    return not (not_done or docket.final)


def _missing_months(rule: PerMissingPeriod, docket: Docket) -> Iterator[Charge]:
    year = docket.year
    for month in range(1, year.scope.through + 1):
        for item in (docket.edition.items[name] for name in rule.items):
            cell = month_cell(year, item, month)
            if not item.applies_in(month) or _not_asked(cell, docket) or _done(rule, cell.value):
                continue
            key = f"{year.scope.year}-{month:02}" + (f"/{item.name}" if rule.items[1:] else "")
            what = f"{month}月 {item.name}：{_found(cell.source)}"
            yield _missed(rule, what, printing.duty(rule.done, item.name), key, (cell.source,))


def _missing_quarters(rule: PerMissingPeriod, docket: Docket) -> Iterator[Charge]:
    items = [docket.edition.items[name] for name in rule.items]
    demand = "每季至少一次：" + " 或 ".join(printing.duty(rule.done, name) for name in rule.items)
    for quarter in range(1, docket.year.scope.through // 3 + 1):
        months = range(3 * quarter - 2, 3 * quarter + 1)
        cells = [month_cell(docket.year, item, month) for month in months for item in items]
        if any(_not_asked(cell, docket) or _done(rule, cell.value) for cell in cells):
            continue
        key = f"{docket.year.scope.year}年{quarter}季度"
        found = "、".join(f"{cell.month}月{_found(cell.source)}" for cell in cells)
        sources = tuple(cell.source for cell in cells)
        yield _missed(rule, f"{quarter}季度 {'、'.join(rule.items)}：{found}", demand, key, sources)


def _missing_in_year(rule: PerMissingPeriod, docket: Docket) -> Iterator[Charge]:
    for name in rule.items:
        figure = docket.figures(name)
        owed = figure.standing == Standing.INCOMPLETE and docket.final
        if not owed and (figure.standing != Standing.COMPLETE or _done(rule, figure.value)):
            continue
        sources = (*figure.sources, *figure.missing)
        what = f"{name}：{_found(sources[0])}"
        yield _missed(
            rule, what, printing.duty(rule.done, name), name if rule.items[1:] else "", sources
        )


_MISSING: Mapping[Span, Callable[[PerMissingPeriod, Docket], Iterator[Charge]]] = {
    Span.MONTH: _missing_months,
    Span.QUARTER: _missing_quarters,
    Span.YEAR: _missing_in_year,
}


# ------------------------------------------------------------------ events of the register


def events_of(year: UnitYear) -> Iterator[tuple[Submission, Event]]:
    """Every row of the registers, month by month, with the return in which it stands."""
    for returned in year.returns:
        for event in returned.events:
            yield returned, event


def name_of(returned: Submission, event: Event) -> str:
    """事项编号, or the row where there is none."""
    number = event.get("事项编号")
    return f"{returned.month}月第{event.row}行" if isinstance(number, Gap) else plain(number)


def _same_event(returned: Submission, event: Event) -> str:
    """What makes two rows one event (R23): number and day.

    A later month may carry the row again, and offices begin to number anew every month.
    """
    if isinstance(event.get("事项编号"), Gap):
        return f"{returned.file}#{event.row}"
    day = event.get("发生时间")
    return f"{name_of(returned, event)} {day.date() if isinstance(day, datetime) else day}"


def _cells(returned: Submission, event: Event, *columns: str) -> tuple[Source, ...]:
    found = [event.cells[column] for column in columns if column in event.cells]
    row = Source(returned.file, "重大事项", f"第{event.row}行", name_of(returned, event))
    return tuple(source_of(entry) for entry in found) or (row,)


def _late_events(rule: LateEvent, docket: Docket) -> Iterator[Charge]:
    steps = [f"超{plain(one.over_hours)}小时扣 {plain(one.points)}" for one in rule.steps]
    unreported = f"；漏报扣 {plain(rule.unreported)}" if rule.unreported else ""
    formula = f"上报时间 − 起算时间，{'，'.join(steps)}，只取高档{unreported}"
    for returned, event in events_of(docket.year):
        cost, words = _lateness(rule, event) if _is_a(event, rule.categories) else (Fraction(0), "")
        if cost:
            name = name_of(returned, event)
            sources = _cells(returned, event, "发生时间", "接报时间", "区认定", "上报时间")
            worked, same = f"{name}：{words}，扣 {plain(cost)}", _same_event(returned, event)
            yield Charge(cost, formula, worked, sources, _row(returned, event), same)


def _row(returned: Submission, event: Event) -> str:
    return f"{returned.year}-{returned.month or 12:02}第{event.row}行"


def _is_a(event: Event, categories: tuple[str, ...]) -> bool:
    return event.get("大类") in categories


def _lateness(rule: LateEvent, event: Event) -> tuple[Fraction, str]:
    started, reported = event.started, event.get("上报时间")
    if isinstance(reported, Gap):
        blank = reported.state == State.BLANK
        return (rule.unreported if blank else Fraction(0)), "上报时间未填，按漏报计"
    if not isinstance(started, datetime) or not isinstance(reported, datetime):
        return Fraction(0), ""
    hours = Fraction(int((reported - started).total_seconds()), 3600)
    passed = [step for step in rule.steps if hours > step.over_hours]
    if not passed:
        return Fraction(0), ""
    highest = max(passed, key=lambda step: (step.points, step.over_hours))
    span = f"{plain(started)} 至上报时间 {plain(reported)}，{printing.hours(hours)}"
    words = f"{_since(event)} {span}"
    return highest.points, f"{words}，超{plain(highest.over_hours)}小时"


def _since(event: Event) -> str:
    """From which time the hours run, and why (R20)."""
    if event.started == event.get("发生时间"):
        called = not isinstance(event.get("接报时间"), Gap)
        return "区认定未填，接报时间不作起点，从发生时间" if called else "发生时间"
    return "区认定已填，从接报时间"


def _grave_events(rule: PerEvent, docket: Docket) -> Iterator[Charge]:
    formula = f"{rule.category}死亡 ≥ {rule.deaths_at_least}人，每起扣 {plain(rule.price)}"
    for returned, event in events_of(docket.year):
        deaths = event.deaths
        grave = isinstance(deaths, int) and deaths >= rule.deaths_at_least
        if _is_a(event, (rule.category,)) and (grave or not rule.deaths_at_least):
            name = name_of(returned, event)
            sources = _cells(returned, event, "死亡人数", "终报死亡人数")
            counted = "死亡" if isinstance(event.get("终报死亡人数"), Gap) else "终报死亡"
            worked = f"{name}：{counted}{plain(deaths)}人，扣 {plain(rule.price)}"
            same = _same_event(returned, event)
            yield Charge(rule.price, formula, worked, sources, _row(returned, event), same)


# ------------------------------------------------------------------ days and returns


def _late_day(rule: LateDay, docket: Docket) -> list[Charge]:
    done, set_day = docket.figures(rule.date), docket.figures(rule.due)
    owed = done.standing == Standing.INCOMPLETE and docket.final
    if not owed and done.standing != Standing.COMPLETE:
        return []
    formula = (
        f"{rule.date} − {rule.due}，每迟1天扣 {plain(rule.price)}，最多 {plain(rule.cap)}；"
        f"没有{rule.date}扣 {plain(rule.missing)}"
    )
    sources = (*done.sources, *done.missing)
    if not isinstance(done.value, date):
        worked = f"没有{rule.date}，扣 {plain(rule.missing)}"
        return [Charge(rule.missing, formula, worked, sources)]
    is_set = isinstance(set_day.value, date)
    due = set_day.value if is_set else rule.default_day(docket.year.scope.year)
    days = (done.value - due).days  # type: ignore[operator]  # both are days
    cost = min(days * rule.price, rule.cap)
    worked = (
        f"{plain(done.value)} 比 {plain(due)}{'' if is_set else '（区未定日期，按此计）'}"
        f" 迟{days}天，{days} × {plain(rule.price)}，最多 {plain(rule.cap)}，扣 {plain(cost)}"
    )
    return [Charge(cost, formula, worked, (*sources, *set_day.sources))] if days > 0 else []


def _late_returns(rule: LateReturn, docket: Docket) -> Iterator[Charge]:
    for one in docket.deliveries:
        price = rule.forms.get(one.form)
        late, missing = one.state == DeliveryState.LATE, _never_came(one, docket)
        if price is None or not (late or missing):
            continue
        cost = price.late if late else price.missing
        formula = f"{one.form.value}迟报扣 {plain(price.late)}，缺报扣 {plain(price.missing)}"
        source = _reported(one, docket) if late else docket.year.absent(one.month)
        worked = f"{_paper(one)}{_how_late(one)}，扣 {plain(cost)}"
        if cost:
            yield Charge(cost, formula, worked, (source,), _key(one, docket))


def _never_came(one: Delivery, docket: Docket) -> bool:
    """Nothing came, or, once the year is closed, nothing that could be used."""
    unusable = one.state == DeliveryState.REJECTED and docket.final
    return unusable or one.state == DeliveryState.MISSING


def _key(one: Delivery, docket: Docket) -> str:
    return f"{docket.year.scope.year}-{one.month:02}" if one.month else one.form.value


def _paper(one: Delivery) -> str:
    return one.form.value if one.month is None else f"{month_words(one.month)}{one.form.value}"


def _how_late(one: Delivery) -> str:
    if one.reported is None:
        sent_back = one.state == DeliveryState.REJECTED
        words = "退回后没有重报，按缺报计" if sent_back else "缺报"
        return f"（{plain(one.due)} 截止）{words}"
    days = (one.reported - one.due).days
    return f" {plain(one.reported)} 报出，{plain(one.due)} 截止，迟报{days}天"


def _reported(one: Delivery, docket: Docket) -> Source:
    returned = docket.year.annual if one.month is None else docket.year.months[one.month]
    entry = returned.entries.get("报出日期") if returned else None
    return source_of(entry) if entry else docket.year.absent(one.month)
