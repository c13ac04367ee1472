"""The year's figure of each item for one unit: whose figure counts, which cells, what is missing.

Department-verified > annual return > sum of the months (R10), figure by figure; the cells that
were used travel with the figure. A due month without a figure leaves the figure *incomplete*:
what there is so far is shown and nothing is judged on it (R9). Blank is never zero.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

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
from zongzhi_xl.core.edition.items import Aggregation, Derived, FormKind, Item, Kind, Provider
from zongzhi_xl.core.edition.statement import REGISTER, Edition, Unit
from zongzhi_xl.core.language.values import BLANK, NOT_APPLICABLE, Gap, State, Value, plain
from zongzhi_xl.core.returned.departments import DepartmentReturn
from zongzhi_xl.core.returned.names import worked_out
from zongzhi_xl.core.returned.submission import Entry, Submission


@dataclass(frozen=True)
class Scope:
    """How far the year has come: months 1 … ``through`` are due.

    ``final`` closes the year (R9). ``annual_counts`` is False only where the caller looks back
    at an earlier month: then the annual return is a later return and left out.
    """

    year: int
    through: int
    final: bool = False
    annual_counts: bool = True

    @property
    def whole_year(self) -> bool:
        """Whether figures of the whole year may stand for the months."""
        return self.annual_counts and (self.final or self.through == 12)

    @property
    def open_ended(self) -> bool:
        """Whether flows may still grow: months are to come and nothing is closed."""
        return not self.final and self.through < 12


@dataclass(frozen=True)
class UnitYear:
    """Everything that came in for one unit: returns by month, annual return, department figures.

    ``sent_back`` are the months (None: the year) of which files came and none could be used.
    """

    unit: Unit
    scope: Scope
    months: Mapping[int, Submission]
    annual: Submission | None
    departments: DepartmentReturn | None = None
    sent_back: frozenset[int | None] = frozenset()

    def absent(self, month: int | None) -> Absence:
        """That this return is not there, or was sent back."""
        state = DeliveryState.REJECTED if month in self.sent_back else DeliveryState.MISSING
        return absent(self.unit.name, month, state)

    @cached_property
    def yearly(self) -> Mapping[str, Entry]:
        """The departments' yearly figures by item."""
        return self.departments.yearly.get(self.unit.name, {}) if self.departments else {}

    def of_month(self, month: int) -> Mapping[str, Entry]:
        """The departments' figures of that month by item."""
        return self.departments.monthly.get((self.unit.name, month), {}) if self.departments else {}

    @cached_property
    def cells(self) -> dict[tuple[str, int], Contribution]:
        """The cells of :func:`month_cell` found so far; may be cleared at any time."""
        return {}

    @cached_property
    def returns(self) -> tuple[Submission, ...]:
        """Every return that counts, months first."""
        annual = (self.annual,) if self.annual else ()
        return (*(self.months[month] for month in sorted(self.months)), *annual)


@dataclass(frozen=True, slots=True)
class Figure:
    """A year's figure, its basis and standing, the cells it is made of and those that lack.

    ``missing`` are blank cells, or papers that are not there (yet).
    """

    value: Value
    basis: Basis
    standing: Standing
    cells: tuple[Contribution, ...] = ()
    missing: tuple[Contribution, ...] = ()

    @property
    def evidence(self) -> tuple[Contribution, ...]:
        """All cells, also those that lack."""
        return (*self.cells, *self.missing)


Figures = Callable[[str], Figure]


def _unknown(name: str) -> Figure:
    source = RegisterFigure("", name, "没有")
    lacks = Contribution(name, "", None, BLANK, source, Basis.REGISTER)
    return Figure(BLANK, Basis.REGISTER, Standing.OWED, (), (lacks,))


def figures_of(year: UnitYear, edition: Edition) -> Mapping[str, Figure]:
    """The year's figure of every item, of the register and of every row worked out, by name."""
    totals = {item.sums: item for item in edition.items.values() if item.sums}
    found = {name: _registered(year, name) for name in REGISTER}
    for form in edition.forms:
        for item in form.items:
            found[item.name] = _figure(year, form.kind, item, totals.get(item.name))
    return found | {name: _worked_out(one, found) for name, one in edition.derived.items()}


def lookup_in(figures: Mapping[str, Figure]) -> Figures:
    """How a name of an indicator or a deduction is resolved."""
    return lambda name: figures.get(name) or _unknown(name)


def _figure(year: UnitYear, form: FormKind, item: Item, total: Item | None) -> Figure:
    if form == FormKind.DEPARTMENTS:
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
    form = FormKind.ANNUAL if month is None else FormKind.MONTHLY
    return Absence(unit, form, month, state)


def month_cell(year: UnitYear, item: Item, month: int) -> Contribution:
    """That month's figure: the departments' where they give one, else the return's.

    What a department wrote counts even where it cannot be read: it is then owed by the
    department, and the office's own figure does not quietly take its place. Value 未填 where
    there is neither; the source then is the blank cell or 报送情况.
    """
    known = year.cells.get((item.name, month))
    if known is None:
        known = year.cells[item.name, month] = _month_cell(year, item, month)
    return known


def _month_cell(year: UnitYear, item: Item, month: int) -> Contribution:
    verified = item.source != Provider.OFFICE
    entry = year.of_month(month).get(item.name) if verified else None
    returned = year.months.get(month)
    basis = Basis.DEPARTMENT
    if entry is None:
        entry = returned.entries.get(item.name) if returned else None
        basis = Basis.MONTHS if item.aggregation == Aggregation.SUM else Basis.NEWEST_MONTH
        if entry is None:
            return _lacking(year, item, month, _no_cell(returned, item, year, month), basis)
    own = _reported_otherwise(returned, item, entry)
    return Contribution(item.name, year.unit.name, month, entry.value, source_of(entry), basis, own)


def _reported_otherwise(
    returned: Submission | None, item: Item, counts: Entry
) -> SourceCell | None:
    """The office's own cell, where it differs from the one that counts (R10)."""
    own = returned.entries.get(item.name) if returned else None
    return source_of(own) if own and own.value != counts.value else None


def _gap_of(value: Value, *states: State) -> bool:
    return isinstance(value, Gap) and value.state in states


def _no_cell(returned: Submission | None, item: Item, year: UnitYear, month: int | None) -> Source:
    if returned is None:
        return year.absent(month)
    return SourceCell(returned.file, returned.form.value, item.name, str(BLANK))


def _lacking(
    year: UnitYear, item: Item, month: int | None, source: Source, basis: Basis
) -> Contribution:
    return Contribution(item.name, year.unit.name, month, BLANK, source, basis)


# ------------------------------------------------------------------ items of the monthly return


def _flow(year: UnitYear, item: Item, total: Item | None) -> Figure:
    """R10: departments > annual return > months.

    The office's annual return does not undo a month in which a department found another figure
    than the office: then the months count, as long as none lacks.
    """
    months = _sum(year, item)
    if total is None or not year.scope.whole_year:
        return months
    whole = _from_annual(year, total)
    if not isinstance(whole.value, int) or _outweighs(year, months, whole):
        return months
    return replace(whole, cells=tuple(replace(cell, item=item.name) for cell in whole.cells))


def _outweighs(year: UnitYear, months: Figure, whole: Figure) -> bool:
    """Whether the months weigh more than the figure of the whole year."""
    if months.missing or whole.basis == Basis.DEPARTMENT:
        return False
    verified = months.basis == Basis.DEPARTMENT
    return verified or any(_refutes(year, cell) for cell in months.cells)


def _refutes(year: UnitYear, cell: Contribution) -> bool:
    returned = year.months.get(cell.month or 0)
    found = returned.value(cell.item) if returned else cell.value
    return cell.basis == Basis.DEPARTMENT and found != cell.value


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
    by_departments = not missing and all(cell.basis == Basis.DEPARTMENT for cell in cells)
    return Figure(
        sum(cell.value for cell in cells) if cells else BLANK,  # type: ignore[misc]  # counts
        Basis.DEPARTMENT if by_departments else Basis.MONTHS,
        _standing_without(missing),
        tuple(cells),
        tuple(missing),
    )


def _standing_without(missing: list[Contribution]) -> Standing:
    """Complete without a gap; else owed by whoever left it: a department, or the office."""
    if any(cell.basis == Basis.DEPARTMENT for cell in missing):
        return Standing.OWED
    return Standing.INCOMPLETE if missing else Standing.COMPLETE


def _nothing(year: UnitYear, item: Item) -> Figure:
    if _applicable(year, item):
        return Figure(NOT_APPLICABLE, Basis.MONTHS, Standing.NOT_APPLICABLE)
    first = item.months[0] if item.months else 1
    return _to_come(year, item, first, Basis.MONTHS)


def _to_come(year: UnitYear, item: Item, month: int | None, basis: Basis) -> Figure:
    source = absent(year.unit.name, month, DeliveryState.NOT_DUE)
    lacks = _lacking(year, item, month, source, basis)
    return Figure(BLANK, basis, Standing.NOT_DUE, (), (lacks,))


def _newest(year: UnitYear, item: Item) -> Figure:
    """A stock: the newest due month counts; an older one is only shown."""
    missing: list[Contribution] = []
    for month in reversed(_applicable(year, item)):
        cell = month_cell(year, item, month)
        if _gap_of(cell.value, State.NOT_APPLICABLE):
            continue
        if _stands(cell, item):
            standing = _standing_without(missing)
            return Figure(cell.value, cell.basis, standing, (cell,), tuple(missing[:1]))
        missing.append(cell)
    if missing:
        standing = _standing_without(missing)
        return Figure(BLANK, missing[0].basis, standing, (), tuple(missing[:1]))
    return _nothing(year, item)


def _stands(cell: Contribution, item: Item) -> bool:
    """A value, or a blank date in a return that is in: not done, and not a missing entry."""
    if not isinstance(cell.value, Gap):
        return True
    blank_date = item.kind == Kind.DATE and cell.value.state == State.BLANK
    return blank_date and not isinstance(cell.source, Absence)


# ------------------------------------------------------------------ items of the year


def _from_annual(year: UnitYear, item: Item) -> Figure:
    """An item of the annual return; the department that answers for it overrules the office."""
    entry = year.yearly.get(item.name)
    if entry is not None and item.source != Provider.OFFICE:
        return _entered(year, item, entry, Basis.DEPARTMENT)
    if year.annual is None and not year.scope.final:
        return _to_come(year, item, None, Basis.ANNUAL)
    entry = year.annual.entries.get(item.name) if year.annual else None
    if entry is None:
        source = _no_cell(year.annual, item, year, None)
        lacks = _lacking(year, item, None, source, Basis.ANNUAL)
        return Figure(BLANK, Basis.ANNUAL, Standing.INCOMPLETE, (), (lacks,))
    return _entered(year, item, entry, Basis.ANNUAL)


def _entered(year: UnitYear, item: Item, entry: Entry, basis: Basis) -> Figure:
    source, own = source_of(entry), _reported_otherwise(year.annual, item, entry)
    cell = Contribution(item.name, year.unit.name, None, entry.value, source, basis, own)
    if _gap_of(entry.value, State.NOT_APPLICABLE):
        return Figure(NOT_APPLICABLE, basis, Standing.NOT_APPLICABLE, (cell,))
    if _stands(cell, item):
        return Figure(entry.value, basis, Standing.COMPLETE, (cell,))
    return Figure(BLANK, basis, _standing_without([cell]), (), (cell,))


def _from_departments(year: UnitYear, item: Item) -> Figure:
    """A figure that only the district or a department can give; not there, it is owed by them."""
    entry = year.yearly.get(item.name)
    if entry is not None and not _gap_of(entry.value, State.UNREADABLE, State.BLANK):
        return _entered(year, item, entry, Basis.DEPARTMENT)
    if item.name in REGISTER:
        return _registered(year, item.name)
    owed = entry is not None or year.scope.final
    source = source_of(entry) if entry else _not_provided(year)
    lacks = _lacking(year, item, None, source, Basis.DEPARTMENT)
    standing = Standing.OWED if owed else Standing.NOT_DUE
    return Figure(BLANK, Basis.DEPARTMENT, standing, (), (lacks,))


def _not_provided(year: UnitYear) -> Absence:
    state = DeliveryState.MISSING if year.scope.final else DeliveryState.NOT_DUE
    return Absence(DEPARTMENTS, FormKind.DEPARTMENTS, None, state)


def _registered(year: UnitYear, name: str) -> Figure:
    value = getattr(year.unit, REGISTER[name])
    source = RegisterFigure(year.unit.name, name, plain(value))
    cell = Contribution(name, year.unit.name, None, value, source, Basis.REGISTER)
    return Figure(value, Basis.REGISTER, Standing.COMPLETE, (cell,))


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
