"""每一事项: a rule over the columns of each event of the register (重大事项), a row for each.

Once the year is closed, what an office keeps back is read against it (R37): a column that cannot
be read, and all of a month without a return, but for what the district itself tells of it.
"""

from collections.abc import Callable, Iterator, Mapping, Set
from datetime import datetime
from fractions import Fraction

from zongzhi_xl import contract
from zongzhi_xl.core.appraising.deductions.circumstances import adjusted
from zongzhi_xl.core.appraising.deductions.docket import Charge, Docket
from zongzhi_xl.core.appraising.deductions.occurrences import Occurrence, occurrences
from zongzhi_xl.core.appraising.figures import is_unreadable
from zongzhi_xl.core.appraising.scorecard import Decided, Evidence, Occasion, SourceCell
from zongzhi_xl.core.edition.deductions import Deduction
from zongzhi_xl.core.edition.event_words import DEAD, LATE_HOURS, EventWords
from zongzhi_xl.core.edition.scale import Amount
from zongzhi_xl.core.edition.statement import Edition
from zongzhi_xl.core.language import printing
from zongzhi_xl.core.language.evaluation import Result, evaluate
from zongzhi_xl.core.language.expressions import Expression
from zongzhi_xl.core.language.values import BLANK, UNREADABLE, Gap, Value, plain
from zongzhi_xl.record import Record, replace

_AGAINST = "按最不利情形计"


def charges(rule: Deduction, docket: Docket) -> Iterator[Charge]:
    """A row for each event of which the rule costs anything."""
    formula, known = _formula(rule), set[int]()
    for one in events(docket, rule):
        if not one.may_be(rule.where):
            continue
        cost, words, amount = _priced(rule, one)
        charge = charge_of(one, cost, formula, f"：{words}", one.behind)
        charge = replace(charge, amount=amount)
        if cost and rule.when:
            charge = adjusted(rule, charge, one.answer, final=one.final)
        if charge.points:
            known.add(one.occurrence.month)
            yield charge
    if docket.against(rule):
        yield from _withheld(docket, rule.most, formula, known)


def _formula(rule: Deduction) -> str:
    of = printing.in_names(rule.of)
    priced = rule.scale.of(rule.of.root, rule.verb)
    if rule.per and rule.of.is_condition:
        priced = f"{of}，每起{rule.verb} {plain(rule.per.each)}"
    where = f"{printing.in_names(rule.where)}：" if rule.where else ""
    lacks = (
        f"；{one.words(_column(name).without, rule.verb)}" for name, one in rule.without.items()
    )
    return f"{where}{priced}{''.join(lacks)}"


def _priced(rule: Deduction, one: "Seen") -> tuple[Fraction, str, Amount | None]:
    """What the event costs, its working, and the amount that was priced."""
    answer, words = one.answer(rule.of), one.words(rule.of)
    if not isinstance(answer, Gap):
        unit = _column(rule.of.names[0]).unit if rule.of.names[:1] else ""
        told = rule.scale.working(words, answer, unit, rule.verb)
        return rule.scale.points(answer), told, answer
    for name, without in rule.without.items():
        if without.points is not None and one.value(name) == BLANK:
            return without.points, f"{words}，{rule.verb} {plain(without.points)}", None
    cost = rule.worst if one.final else Fraction(0)
    return cost, f"{words}，{_AGAINST}，{rule.verb} {plain(cost)}", None


def _withheld(docket: Docket, cap: Fraction, formula: str, known: Set[int]) -> Iterator[Charge]:
    """R37: all of the cap for a month whose return is not there.

    Not for the ``known`` months, of which the district itself tells such events.
    """
    year = docket.year
    for month in year.edition.months_asked:
        if month <= year.scope.through and month not in {*year.months, *known}:
            paper = year.absent(month)
            working = f"{month}月月报{paper.state}，当月重大事项{_AGAINST}，扣满"
            yield Charge(cap, formula, working, (paper,), Occasion(year.scope.year, month))


# ------------------------------------------------------------------ an event as a rule sees it


class Seen(Record):
    """An event by the names of its columns; ``final``: what nobody can tell is against it."""

    occurrence: Occurrence
    final: bool
    rule: Deduction
    edition: Edition

    @property
    def chosen(self) -> EventWords:
        """The words of the register."""
        return self.edition.statement.events

    @property
    def same(self) -> str:
        """What makes two rows one event (R23), or one matter: what stands in that column."""
        column = self.rule.once_by
        value = self.value(column) if column else BLANK
        return self.occurrence.same if isinstance(value, Gap) else f"{column}{plain(value)}"

    def value(self, name: str) -> Value:
        """What stands in a column, or follows of it; a word of a choice stands for itself."""
        return name if name in self.chosen.words else _column(name).value(self)

    def answer(self, rule: Expression) -> Result:
        """What the rule says of the event; a gap where nobody can tell."""
        return evaluate(rule, self.value)

    def may_be(self, where: Expression | None) -> bool:
        """Whether it is such an event; once the year is closed also where nobody can tell."""
        answer = where is None or self.answer(where)
        return answer is True or (self.final and isinstance(answer, Gap))

    def cells(self, *names: str) -> tuple[SourceCell | Decided, ...]:
        """The cells of the columns of these names, each once."""
        columns = (name for name in names if name not in self.chosen.words)
        cells = (cell for name in columns for cell in _column(name).cells)
        return self.occurrence.cells(*dict.fromkeys(cells))

    @property
    def behind(self) -> tuple[SourceCell | Decided, ...]:
        """The cells of all that decided its points: what is priced, whether it counts, how often.

        A ``where`` by nothing but what an event is known by (大类) is told by the row itself.
        """
        rule = self.rule
        looked_at = rule.where.names if rule.where else ()
        told = {*looked_at} <= {*contract.NAMED_EVENT, *self.chosen.words}
        names = [*rule.of.names, *(() if told else looked_at)]
        names += [name for one in rule.when for name in one.where.names]
        return self.cells(*names, *filter(None, [rule.once_by]))

    def words(self, rule: Expression) -> str:
        """What of the event the rule goes by."""
        names = [name for name in rule.names if name not in self.chosen.words]
        return "，".join(_column(name).words(self) for name in names)


def events(docket: Docket, rule: Deduction) -> Iterator[Seen]:
    """Every event that is judged."""
    edition, against = docket.edition, docket.against(rule)
    return (Seen(one, against, rule, edition) for one in occurrences(docket.year))


def charge_of(
    one: Seen, cost: Fraction, formula: str, words: str, cells: tuple[Evidence, ...]
) -> Charge:
    """What an event costs; with other rules that charge it, the highest only (R23)."""
    found, same = one.occurrence, "" if one.rule.stacks else one.same
    return Charge(cost, formula, f"{found.name}{words}", cells, found.occasion, same)


def unclear(rule: Deduction, docket: Docket) -> Iterator[SourceCell | Decided]:
    """The cells of the register for which nobody can tell what an event costs by ``rule``."""
    for one in events(docket, rule):
        asked = rule.of if rule.where is None or one.answer(rule.where) is True else rule.where
        told = any(one.value(name) == BLANK for name in rule.without)
        if isinstance(one.answer(asked), Gap) and one.occurrence.registered and not told:
            yield from one.cells(*asked.names)


# ------------------------------------------------------------------ what a rule may ask of an event


class Column(Record):
    """A name in a rule over events: its value, the cells behind it, its words of an event.

    ``without`` is what its price is called where it is not there.
    """

    value: Callable[[Seen], Value]
    cells: tuple[str, ...]
    words: Callable[[Seen], str]
    unit: str = ""
    without: str = ""


def _column(name: str) -> Column:
    return _COLUMNS.get(name) or Column(
        value=lambda one: _stands(one, name),
        cells=(name,),
        words=lambda one: f"{one.chosen.label(name)}{plain(_stands(one, name))}",
        without=f"没有{name}",
    )


def _stands(one: Seen, name: str) -> Value:
    """What stands there; a word that is none of the choices cannot be read."""
    value = one.occurrence.event.get(name)
    told = isinstance(value, Gap) or value in one.chosen.choices.get(name, (value,))
    return value if told else UNREADABLE


def _hours_late(one: Seen) -> Value:
    """From 起算时间 to 上报时间; 未填 where it was not reported (漏报)."""
    started, reported = one.occurrence.started, one.occurrence.event.get(contract.SENT)
    if reported == BLANK or not one.occurrence.registered:
        return BLANK
    if not isinstance(started, datetime) or not isinstance(reported, datetime):
        return UNREADABLE
    return Fraction(int((reported - started).total_seconds()), 3600)


def _hours_words(one: Seen) -> str:
    hours, found = _hours_late(one), one.occurrence
    if hours == BLANK:
        unregistered = one.edition.worded("{unit}没有登记，按漏报计")
        return "上报时间未填，按漏报计" if found.registered else unregistered
    if not isinstance(hours, Fraction):
        return "时间缺或无法识别"
    span = f"{plain(found.started)} 至上报时间 {plain(found.event.get(contract.SENT))}"
    return f"{_since(found)} {span}，{printing.hours(hours)}"


def _since(one: Occurrence) -> str:
    """From which time the hours run, and why (R20)."""
    if one.started == one.event.get(contract.OCCURRED):
        called = not isinstance(one.event.get(contract.CALLED), Gap)
        return "接报时间没有经区认可，不作起点，从发生时间" if called else "发生时间"
    return "接报时间经区认可，从接报时间"


def _dead(one: Seen) -> Value:
    """The final count where there is one (R22); one that cannot be read is none at closing."""
    event = one.occurrence.event
    final = is_unreadable(event.get(contract.FINAL_DEATHS)) and one.final
    return UNREADABLE if final else event.deaths


def _dead_words(one: Seen) -> str:
    deaths = _dead(one)
    if isinstance(deaths, Gap):
        return "死亡人数缺或无法识别"
    counted = one.occurrence.event.get(contract.FINAL_DEATHS)
    return f"{'死亡' if isinstance(counted, Gap) else '终报死亡'}{plain(deaths)}人"


_COLUMNS: Mapping[str, Column] = {
    LATE_HOURS: Column(
        _hours_late,
        (contract.OCCURRED, contract.CALLED, contract.CALL_ACCEPTED, contract.SENT),
        _hours_words,
        "小时",
        "漏报",
    ),
    DEAD: Column(
        _dead, (contract.DEATHS, contract.FINAL_DEATHS), _dead_words, "人", "死亡人数不明"
    ),
    contract.DISTRICT_MARK: Column(
        lambda one: one.occurrence.mark or BLANK,
        (contract.DISTRICT_MARK,),
        lambda one: f"{contract.DISTRICT_MARK}{plain(one.occurrence.mark or BLANK)}",
        without="没有区认定",
    ),
}
