"""The year's figure of each item for one unit: whose figure counts, which cells, what is missing.

Department-verified > annual return > sum of the months (R10), figure by figure; the cells that
were used travel with the figure. A due month without a figure leaves the figure *incomplete*:
what there is so far is shown and nothing is judged on it (R9). Blank is never zero.

A cell that says nothing to judge by is no figure (:func:`as_judged`). A department's is then as
if not given, and the office's counts; the office's own is owed by the office.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from functools import cached_property

from zongzhi_xl.core.appraising.due_days import due_date, is_past
from zongzhi_xl.core.appraising.marks import fault_of, reason_of
from zongzhi_xl.core.appraising.rulings import NO_RULINGS, RuledFigure, Rulings
from zongzhi_xl.core.appraising.scorecard import (
    DEPARTMENTS,
    Absence,
    Basis,
    Contribution,
    DeliveryState,
    RegisterFigure,
    Source,
    SourceCell,
    Standing,
)
from zongzhi_xl.core.appraising.timeliness import Arrival
from zongzhi_xl.core.checking.relations import rules_of
from zongzhi_xl.core.edition.deductions import Zero
from zongzhi_xl.core.edition.items import (
    OF_DISTRICT,
    Aggregation,
    Derived,
    FormKind,
    Item,
    Kind,
    Severity,
)
from zongzhi_xl.core.edition.register import Unit
from zongzhi_xl.core.edition.statement import Edition, ZeroBase
from zongzhi_xl.core.language.evaluation import evaluate
from zongzhi_xl.core.language.expressions import Expression
from zongzhi_xl.core.language.values import BLANK, NOT_APPLICABLE, Gap, State, Value, plain
from zongzhi_xl.core.returned.departments import DepartmentReturn
from zongzhi_xl.core.returned.designations import Designation
from zongzhi_xl.core.returned.names import calendar_value, worked_out
from zongzhi_xl.core.returned.submission import Entry, Submission
from zongzhi_xl.record import Record, field, replace


class Scope(Record):
    """How far the year has come: months 1 … ``through`` are due.

    ``final`` closes the year (R9). ``annual_counts`` is False only where the caller looks back
    at an earlier month: then the annual return is a later return and left out. ``as_of``: the
    last day of receipt that is known of; what was not due before it is not missing. ``ends`` is the
    last month of what is scored: the year, or a part of it.
    """

    year: int
    through: int
    final: bool = False
    annual_counts: bool = True
    as_of: date | None = None
    ends: int = 12

    @property
    def whole_year(self) -> bool:
        """Whether figures of the whole year may stand for the months."""
        return self.annual_counts and (self.final or self.through == 12)

    @property
    def open_ended(self) -> bool:
        """Whether flows may still grow: months are to come and nothing is closed."""
        return not self.final and self.through < self.ends


class UnitYear(Record):
    """Everything that came in for one unit: returns by month, annual return, department figures.

    ``unused`` are the months (None: the year) of which files came and none counts, with why:
    sent back, or for the district to choose;
    ``arrivals`` the days on which they and all others came, where they were recorded.
    """

    unit: Unit
    scope: Scope
    edition: Edition
    months: Mapping[int, Submission]
    annual: Submission | None
    departments: DepartmentReturn | None = None
    unused: Mapping[int | None, DeliveryState] = field(default_factory=dict)
    arrivals: Mapping[int | None, Sequence[Arrival]] = field(default_factory=dict)
    rulings: Rulings = NO_RULINGS

    def absent(self, month: int | None) -> Absence:
        """That this return is not there (yet), was sent back, or has to be chosen."""
        state = self.unused.get(month)
        if state is None:
            form = FormKind.MONTHLY if month else FormKind.ANNUAL
            due = due_date(self.edition.statement, form, self.scope.year, month)
            past = is_past(due, self.scope.as_of)
            state = DeliveryState.MISSING if past else DeliveryState.NOT_DUE
        return absent(self.unit.name, month, state)

    @cached_property
    def yearly(self) -> Mapping[str, Entry]:
        """The departments' yearly figures by item."""
        return self.given(None)

    def given(self, month: int | None) -> Mapping[str, Entry]:
        """The departments' figures of that month (None: of the year) by item.

        Those of the year belong to December: before it only the bases of the register, which
        are of the year before.
        """
        found = self.departments.of(self.unit.name, month) if self.departments else {}
        if month is None and not self.scope.whole_year:
            return {name: one for name, one in found.items() if name in self.edition.registered}
        return found

    @cached_property
    def designated(self) -> tuple[Designation, ...]:
        """What the district says of events of the unit, as far as the year has come."""
        rows = self.departments.designated.get(self.unit.name, ()) if self.departments else ()
        return tuple(one for one in rows if one.month <= self.scope.through)

    def ruled(self, item: str, month: int | None) -> RuledFigure | None:
        """What the district decided to be this figure."""
        figures = self.rulings.figures  # mostly none, and this is asked for every cell of a city
        return figures.get((self.unit.name, month, item)) if figures else None

    def returned(self, month: int | None) -> Submission | None:
        """The return of that month (None: of the year)."""
        return self.annual if month is None else self.months.get(month)

    @cached_property
    def cells(self) -> dict[tuple[str, int], Contribution]:
        """The cells of :func:`month_cell` found so far; may be cleared at any time."""
        return {}

    @cached_property
    def returns(self) -> tuple[Submission, ...]:
        """Every return that counts, months first."""
        annual = (self.annual,) if self.annual else ()
        return (*(self.months[month] for month in sorted(self.months)), *annual)


class Figure(Record):
    """A year's figure, its basis and standing, the cells it is made of and those that lack.

    ``missing`` are blank cells, or papers that are not there (yet); ``note`` is what else has to be
    known of the figure, for people.
    """

    value: Value
    basis: Basis
    standing: Standing
    cells: tuple[Contribution, ...] = ()
    missing: tuple[Contribution, ...] = ()
    note: str = ""

    @property
    def evidence(self) -> tuple[Contribution, ...]:
        """All cells, also those that lack."""
        return (*self.cells, *self.missing)


Figures = Callable[[str], Figure]


def _unknown(name: str) -> Figure:
    source = RegisterFigure("", name, "没有")
    lacks = Contribution(name, "", None, BLANK, source, Basis.REGISTER)
    return Figure(BLANK, Basis.REGISTER, Standing.OWED, (), (lacks,))


def figures_of(year: UnitYear) -> Mapping[str, Figure]:
    """The year's figure of every item, of the register and of every row worked out, by name."""
    edition = year.edition
    totals = {item.sums: item for item in edition.items.values() if item.sums}
    found = {name: _registered(year, name) for name in edition.registered}
    for form in edition.forms:
        for item in form.items:
            found[item.name] = _figure(year, form.kind, item, totals.get(item.name))
    return found | {name: _worked_out(one, found) for name, one in edition.derived.items()}


def lookup_in(figures: Mapping[str, Figure]) -> Figures:
    """How a name of an indicator or a deduction is resolved."""
    return lambda name: figures.get(name) or _unknown(name)


def _figure(year: UnitYear, form: FormKind, item: Item, total: Item | None) -> Figure:
    if form != FormKind.MONTHLY and form not in year.edition.returned:
        return _from_departments(year, item)
    if form == FormKind.ANNUAL:
        return _from_annual(year, item)
    if item.aggregation == Aggregation.SUM:
        return _flow(year, item, total)
    return _newest(year, item)


# ------------------------------------------------------------------ one cell


def shown(value: Value) -> str:
    """``value`` as a clerk reads it; an unreadable cell word for word."""
    return value.found or str(value) if isinstance(value, Gap) else plain(value)


def source_of(entry: Entry) -> SourceCell:
    """Where ``entry`` stands."""
    return SourceCell(entry.place.file, entry.place.sheet, entry.place.cell, shown(entry.value))


def absent(unit: str, month: int | None, state: DeliveryState) -> Absence:
    """What became of the unit's return of that month (None: of the year)."""
    return Absence(unit, FormKind.MONTHLY if month else FormKind.ANNUAL, month, state)


def month_cell(year: UnitYear, item: Item, month: int) -> Contribution:
    """That month's figure: the departments' where they give one, else the return's.

    Value 未填 where there is neither; the source then is the blank cell or 报送情况.
    """
    known = year.cells.get((item.name, month))
    if known is None:
        known = year.cells[item.name, month] = _cell(year, item, month)
    return known


def _cell(year: UnitYear, item: Item, month: int | None) -> Contribution:
    """The cell that counts for the item in that month (None: in the year)."""
    given, returned = _verified(year, item, month), year.returned(month)
    own = returned.entries.get(item.name) if returned else None
    if ruled := year.ruled(item.name, month):
        return _decided(year, item, month, ruled, own)
    entry, basis = (given, Basis.DEPARTMENT) if given else (own, _own_basis(item, month))
    if entry is None:
        return _lacking(year, item, month, _no_cell(returned, item, year, month), basis)
    value = as_judged(entry.value, item, year, month)
    differs = given and own and own.value != given.value
    reported = source_of(own) if own and differs else None
    return Contribution(item.name, year.unit.name, month, value, source_of(entry), basis, reported)


def counted_in(year: UnitYear, month: int | None) -> Mapping[str, Value]:
    """By item what counted in that month (None: of the annual items), whoever gave it."""
    form = year.edition.form(FormKind.MONTHLY if month else FormKind.ANNUAL)
    return {item.name: _cell(year, item, month).value for item in form.items}


def _decided(
    year: UnitYear, item: Item, month: int | None, ruled: RuledFigure, own: Entry | None
) -> Contribution:
    """The final word on a figure; the office's own stands beside it where it was another."""
    value = as_judged(ruled.value, item, year, month)
    source, reported = ruled.by.source(shown(ruled.value)), None
    if own and own.value != ruled.value:
        reported = source_of(own)
    return Contribution(item.name, year.unit.name, month, value, source, Basis.DECISION, reported)


def _verified(year: UnitYear, item: Item, month: int | None) -> Entry | None:
    """What a department gave for an item that it answers for, if it can be read."""
    entry = year.given(month).get(item.name) if not year.edition.is_of_unit(item) else None
    if entry is None or is_unreadable(as_judged(entry.value, item, year, month)):
        return None
    return entry


def _own_basis(item: Item, month: int | None) -> Basis:
    if month is None:
        return Basis.ANNUAL
    return Basis.MONTHS if item.aggregation == Aggregation.SUM else Basis.NEWEST_MONTH


def as_judged(value: Value, item: Item, year: UnitYear, month: int | None) -> Value:
    """What scoring makes of what stands in a cell.

    不适用 counts where the district preset it only; nought of what there must be (R6) is no
    figure; a day on which the duty cannot have been done is none (R17): not done.
    """
    if value == NOT_APPLICABLE and item.applies_in(month):
        return Gap(State.UNREADABLE, str(NOT_APPLICABLE))
    if value == 0 and item.name in year.edition.once(_never_zero):
        return _NOUGHT
    if item.kind in OF_DISTRICT and not isinstance(value, Gap):
        reason = year.yearly.get(reason_of(item.name, year.edition))
        told = year.ruled(item.name, None) or (reason and isinstance(reason.value, str))
        fault = fault_of(value, item.name, year.edition, told=bool(told))
        return Gap(State.UNREADABLE, f"{plain(value)}（{fault}）") if fault else value
    if item.kind == Kind.DATE and not isinstance(value, Gap):
        return value if _in_time(value, item, year, month) else BLANK
    return value


#: nought of what there must be: shown as it was given, and not judged by
_NOUGHT = Gap(State.UNREADABLE, "0")


def is_unreadable(value: Value) -> bool:
    """Whether something stands there that is no figure."""
    return _gap_of(value, State.UNREADABLE)


def _never_zero(edition: Edition) -> frozenset[str]:
    """What must be there (R6): denominators without which nothing can be said."""
    pending = (one for one in edition.indicators.values() if one.zero == ZeroBase.PENDING)
    rules = (rule for clause in edition.clauses for rule in clause.deductions)
    noughts = (name for one in rules for name, means in one.zero.items() if means == Zero.PENDING)
    return frozenset((*noughts, *(one.denominator for one in pending if one.denominator)))


def _in_time(day: Value, item: Item, year: UnitYear, month: int | None) -> bool:
    """Whether no blocking relation between this day alone and the calendar is broken."""

    def lookup(name: str) -> Value:
        known = calendar_value(year.edition, year.scope.year, month, name)
        return day if known is None else known

    rules = year.edition.once(_rules_of_days).get(item.name, ())
    return all(evaluate(rule, lookup) is not False for rule in rules)


def _rules_of_days(edition: Edition) -> Mapping[str, list[Expression]]:
    """By item, the blocking relations that say when its day can be."""
    rules: dict[str, list[Expression]] = defaultdict(list)
    for check in (one for form in edition.forms for one in edition.checks(form.kind)):
        about = [*(check.rule.names - edition.calendar.keys())] if check.rule else []
        if check.severity == Severity.BLOCKING and len(about) == 1:
            for rule in rules_of(check):
                rules[rule.item or about[0]].append(rule.expression)
    return rules


def _gap_of(value: Value, *states: State) -> bool:
    return isinstance(value, Gap) and value.state in states


def _no_cell(returned: Submission | None, item: Item, year: UnitYear, month: int | None) -> Source:
    if returned is None:
        reported = year.edition.is_reported(item.name)
        return year.absent(month) if reported else _not_provided(year)
    return SourceCell(returned.file, returned.form.value, item.name, str(BLANK))


def _lacking(
    year: UnitYear, item: Item, month: int | None, source: Source, basis: Basis
) -> Contribution:
    return Contribution(item.name, year.unit.name, month, BLANK, source, basis)


# ------------------------------------------------------------------ items of the monthly return


def _flow(year: UnitYear, item: Item, total: Item | None) -> Figure:
    """R10, figure by figure: departments > annual return > months.

    The office's annual return undoes no month that a department gave, and no whole year one that
    the district decided: then the months count.
    """
    months = _sum(year, item)
    if total is None or not year.scope.whole_year:
        return months
    whole = _from_annual(year, total)
    firmest = max((_firmness(cell.basis) for cell in months.cells), default=0)
    if not isinstance(whole.value, int) or firmest > _firmness(whole.basis):
        return months
    return replace(whole, cells=tuple(replace(cell, item=item.name) for cell in whole.cells))


def _firmness(basis: Basis) -> int:
    """How much a figure overrules: an office's own nothing."""
    return _FIRM.index(basis) + 1 if basis in _FIRM else 0


#: what overrules an office's own figure, the firmest last
_FIRM = (Basis.DEPARTMENT, Basis.DECISION)


def _applicable(year: UnitYear, item: Item) -> list[int]:
    return [month for month in range(1, year.scope.through + 1) if item.applies_in(month)]


def _sum(year: UnitYear, item: Item) -> Figure:
    """A flow: the months that are in are added up; a number in a month not asked for counts too."""
    cells, missing = [], []
    for month in range(1, year.scope.through + 1):
        cell = month_cell(year, item, month)
        if not isinstance(cell.value, Gap):
            cells.append(cell)
        elif item.applies_in(month) and cell.value.state != State.NOT_APPLICABLE:
            missing.append(cell)
    if not cells and not missing:
        return _nothing(year, item)
    bases = {cell.basis for cell in cells}
    verified = not missing and bases <= {*_FIRM}
    return Figure(
        sum(cell.value for cell in cells) if cells else BLANK,  # type: ignore[misc]  # counts
        (bases.pop() if len(bases) == 1 else Basis.DEPARTMENT) if verified else Basis.MONTHS,
        _standing_without(year, item, missing),
        tuple(cells),
        tuple(missing),
    )


def _standing_without(year: UnitYear, item: Item, missing: list[Contribution]) -> Standing:
    """Complete without a gap; what lacks is owed by the office that reports it, else to it."""
    owed = Standing.INCOMPLETE if year.edition.is_reported(item.name) else Standing.OWED
    return owed if missing else Standing.COMPLETE


def _nothing(year: UnitYear, item: Item) -> Figure:
    if _applicable(year, item):
        return Figure(NOT_APPLICABLE, Basis.MONTHS, Standing.NOT_APPLICABLE)
    first = item.months[0] if item.months else 1
    return _to_come(year, item, first, Basis.MONTHS)


def _to_come(year: UnitYear, item: Item, month: int | None, basis: Basis) -> Figure:
    to_come = absent(year.unit.name, month, DeliveryState.NOT_DUE)
    lacks = _lacking(year, item, month, to_come, basis)
    return Figure(BLANK, basis, Standing.NOT_DUE, (), (lacks,))


def _newest(year: UnitYear, item: Item) -> Figure:
    """A stock: the newest due month counts; an older one is only shown."""
    missing: list[Contribution] = []
    for month in reversed(_applicable(year, item)):
        cell = month_cell(year, item, month)
        if _gap_of(cell.value, State.NOT_APPLICABLE):
            continue
        if _stands(cell, item):
            stands = _standing_without(year, item, missing), (cell,), tuple(missing[:1])
            return Figure(cell.value, cell.basis, *stands)
        missing.append(cell)
    if not missing:
        return _nothing(year, item)
    owed = _standing_without(year, item, missing)
    return Figure(BLANK, missing[0].basis, owed, (), (missing[0],))


def _stands(cell: Contribution, item: Item) -> bool:
    """A value, or a blank date in a return that is in: not done, and not a missing entry."""
    if not isinstance(cell.value, Gap):
        return True
    blank_date = item.kind == Kind.DATE and cell.value.state == State.BLANK
    return blank_date and not isinstance(cell.source, Absence)


# ------------------------------------------------------------------ items of the year


def _from_annual(year: UnitYear, item: Item) -> Figure:
    """An item of the annual return; the department that answers for it overrules the office."""
    cell = _cell(year, item, None)
    if year.annual is None and cell.basis == Basis.ANNUAL and not year.scope.final:
        return _to_come(year, item, None, Basis.ANNUAL)
    if _stands(cell, item):
        return Figure(cell.value, cell.basis, Standing.COMPLETE, (cell,))
    return Figure(_as_given(cell.value), cell.basis, Standing.INCOMPLETE, (), (cell,))


def _as_given(value: Value) -> Value:
    return 0 if value == _NOUGHT else BLANK


def _from_departments(year: UnitYear, item: Item) -> Figure:
    """A figure that only the district or a department can give; not there, it is owed by them."""
    if _verified(year, item, None) or year.ruled(item.name, None):
        cell = _cell(year, item, None)
        return Figure(cell.value, cell.basis, Standing.COMPLETE, (cell,))
    if item.name in year.edition.registered:
        return _registered(year, item.name)
    entry = year.yearly.get(item.name)
    owed = entry is not None or year.scope.final
    source = source_of(entry) if entry else _not_provided(year)
    lacks = _lacking(year, item, None, source, Basis.DEPARTMENT)
    standing = Standing.OWED if owed else Standing.NOT_DUE
    given = as_judged(entry.value, item, year, None) if entry else BLANK
    return Figure(_as_given(given), Basis.DEPARTMENT, standing, (), (lacks,))


def _not_provided(year: UnitYear) -> Absence:
    state = DeliveryState.MISSING if year.scope.final else DeliveryState.NOT_DUE
    return Absence(DEPARTMENTS, FormKind.DEPARTMENTS, None, state)


def _registered(year: UnitYear, name: str) -> Figure:
    value: Value = year.unit.figures[name]
    source: Source = RegisterFigure(year.unit.name, name, plain(value))
    basis = Basis.REGISTER
    if ruled := year.ruled(name, None):
        value, source, basis = ruled.value, ruled.by.source(shown(ruled.value)), Basis.DECISION
    cell = Contribution(name, year.unit.name, None, value, source, basis)
    if value == 0 and name in year.edition.once(_never_zero):
        return Figure(value, basis, Standing.OWED, (), (cell,))
    return Figure(value, basis, Standing.COMPLETE, (cell,))


def _worked_out(derived: Derived, figures: Mapping[str, Figure]) -> Figure:
    """As good as the weakest of its parts; a day is not done where one of its days is not."""
    parts = [figures[name] for name in derived.formula.names]
    standing = worst_standing(parts)
    value = worked_out(derived, lambda name: figures[name].value)
    return Figure(
        BLANK if isinstance(value, Gap) or standing != Standing.COMPLETE else value,
        parts[0].basis,
        standing,
        tuple(cell for part in parts for cell in part.cells),
        tuple(source for part in parts for source in part.missing),
    )


#: what the weakest part makes of the whole; a figure that the office owes outweighs the
#: district's (R9), and nothing is asked of what does not apply
_WEAKEST_FIRST = (
    Standing.NOT_APPLICABLE,
    Standing.INCOMPLETE,
    Standing.OWED,
    Standing.NOT_DUE,
)


def worst_standing(parts: Iterable[Figure]) -> Standing:
    """The standing of something made of ``parts``."""
    found = {part.standing for part in parts}
    return next((one for one in _WEAKEST_FIRST if one in found), Standing.COMPLETE)
