"""部门提供数: what the departments answer for, unit by unit; it overrules the offices (R10).

Nothing is passed over. A row or a cell that cannot be used is a blocking finding with its place,
and every other row counts; a column that is none of the departments' items is another paper.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, MutableMapping
from datetime import date
from typing import Any, NamedTuple

from zongzhi_xl.core.edition.items import FormKind, Item, Kind, Severity
from zongzhi_xl.core.edition.statement import Edition
from zongzhi_xl.core.language.values import NOT_APPLICABLE, Gap, State, plain
from zongzhi_xl.core.returned.designations import Designation, designations_in
from zongzhi_xl.core.returned.findings import Finding, in_order
from zongzhi_xl.core.returned.old_format import of_old_format
from zongzhi_xl.core.returned.other_version import version_notices
from zongzhi_xl.core.returned.proposals import WANTED, as_seen, misread
from zongzhi_xl.core.returned.submission import (
    Entry,
    Place,
    RawCell,
    RawReturn,
    edition_in,
    reading_of,
    year_in,
)
from zongzhi_xl.core.returned.table_rows import (
    FORMULA,
    NO_HEADING,
    NO_OWNER,
    REMARK,
    ROW_WORDS,
    TWICE,
    UNREADABLE,
    UNSEEN,
    Row,
    Said,
    UnusableRowError,
    called_formerly,
    found_at,
    month_of,
    unit_of,
    unused_column,
)
from zongzhi_xl.errors import UnusableFileError
from zongzhi_xl.record import Record, field

Figures = Mapping[str, Entry]
FiguresByKey = MutableMapping[Any, Figures]


class RawDepartments(Record):
    """部门提供数.xlsx, read and not yet understood; each row by column heading.

    A city's has 24,000 rows: they are read anew whenever they are gone through. ``old``: the file
    is of an old format, of which not all was looked at.
    """

    file: str
    sha256: str
    cells: Mapping[str, RawCell]
    yearly: Iterable[Row] = ()
    monthly: Iterable[Row] = ()
    designated: Iterable[Row] = ()
    old: bool = False


#: whatever is handed in, read and not yet understood
Raw = RawReturn | RawDepartments


class DepartmentReturn(Record):
    """What the departments answer for: by unit, and by unit and month; blank cells are left out.

    A figure given twice and differently is 无法识别, like a cell that cannot be read: as if it were
    not given, so that the next source counts, and the officer is asked. ``day`` and ``number``
    are those of its receipt, where there is a register; ``designated`` is by unit what the
    district says of events.
    """

    year: int
    edition_id: str
    file: str
    sha256: str
    yearly: Mapping[str, Figures]
    monthly: Mapping[tuple[str, int], Figures]
    findings: tuple[Finding, ...] = ()
    day: date | None = None
    number: int = 0
    designated: Mapping[str, tuple[Designation, ...]] = field(default_factory=dict)

    def of(self, unit: str, month: int | None) -> Figures:
        """The figures for a unit of that month (None: of the year)."""
        if month is None:
            return self.yearly.get(unit, {})
        return self.monthly.get((unit, month), {})


def owner_words(key: str | tuple[str, int]) -> str:
    """``兴海街道``, ``兴海街道3月``: for whom figures are given, by their key."""
    return key if isinstance(key, str) else f"{key[0]}{key[1]}月"


class _Owner(NamedTuple):
    """For whom a row gives figures; ``month`` is None on sheet 年度."""

    unit: str
    month: int | None

    def __str__(self) -> str:
        return owner_words(self.key)

    @property
    def key(self) -> Any:
        """As the figures are kept: by unit, or by unit and month."""
        return self.unit if self.month is None else (self.unit, self.month)


def department_return_of(
    raw: RawDepartments, edition: Edition, table: Callable[[], FiguresByKey] = dict
) -> DepartmentReturn:
    """``raw`` understood by ``edition``; raises :class:`UnusableFileError`.

    ``table`` makes what the figures are kept in.
    """
    year, edition_id = year_in(raw.cells), edition_in(raw.cells)
    of_year = _provided(edition, FormKind.DEPARTMENTS) | _provided(edition, FormKind.ANNUAL)
    of_month = _provided(edition, FormKind.MONTHLY)
    yearly, monthly = (
        _Table(raw.file, edition, items, year, table()) for items in (of_year, of_month)
    )
    yearly.take(raw.yearly, with_month=False)
    monthly.take(raw.monthly, with_month=True)
    designated, doubted = designations_in(raw.designated, raw.file, edition, year)
    return DepartmentReturn(
        year,
        edition_id,
        raw.file,
        raw.sha256,
        yearly.figures,
        monthly.figures,
        in_order(
            [
                *yearly.findings,
                *monthly.findings,
                *doubted,
                *version_notices(raw.cells, edition),
                *of_old_format(raw.cells, old=raw.old),
            ]
        ),
        designated=designated,
    )


def _provided(edition: Edition, form: FormKind) -> dict[str, Item]:
    """Items of ``form`` that a department answers for."""
    return {one.name: one for one in edition.form(form).items if not edition.is_of_unit(one)}


class _Table:
    """One sheet while its rows are taken in."""

    def __init__(
        self,
        file: str,
        edition: Edition,
        items: Mapping[str, Item],
        year: int,
        figures: FiguresByKey,
    ) -> None:
        self.file, self.edition, self.items, self.year = file, edition, items, year
        self.figures = figures
        self.findings: list[Finding] = []
        self.unheaded: set[str] = set()
        self.former: set[str] = set()

    def take(self, rows: Iterable[Row], *, with_month: bool) -> None:
        """Every row with figures; a line of words without any (a footnote) is none."""
        for row in rows:
            cells = dict(self._filled(row))
            if not cells:
                continue
            try:
                unit = unit_of(row, self.edition)
                owner = _Owner(unit.name, month_of(row) if with_month else None)
            except UnusableRowError as fault:
                self._report(NO_OWNER, fault.cell, fault.said)
            else:
                self.findings += called_formerly(row, unit, self.former)
                self._add(owner, cells)

    def _filled(self, row: Row) -> Iterator[tuple[str, RawCell]]:
        for name, cell in row.items():
            if cell.value in (None, ""):
                continue
            misplaced = name == REMARK and not isinstance(cell.value, str)
            if misplaced or name.startswith((NO_HEADING, UNSEEN)):
                self._report_column(name, cell)
                continue
            if name in ROW_WORDS:
                continue
            if name not in self.items:
                raise UnusableFileError(
                    f"“{cell.sheet}”里的“{name}”（{cell.cell}）不是部门提供的项目：请改回空白表的表头"
                )
            yield name, cell

    def _report_column(self, name: str, cell: RawCell) -> None:
        """Once a column."""
        if name not in self.unheaded:
            self.unheaded.add(name)
            self.findings.append(unused_column(name, cell))

    def _add(self, owner: _Owner, cells: Mapping[str, RawCell]) -> None:
        known = dict(self.figures.get(owner.key, ()))
        for name, cell in cells.items():
            entry = self._entry(owner, name, cell)
            other = known.get(name)
            known[name] = entry if other is None else self._either(owner, name, other, entry)
        self.figures[owner.key] = known

    def _entry(self, owner: _Owner, name: str, cell: RawCell) -> Entry:
        item = self.items[name]
        day = item.kind == Kind.COUNT and isinstance(cell.value, date)
        value = Gap(State.UNREADABLE, str(cell.value)) if day else reading_of(cell.value, item.kind)
        if value == NOT_APPLICABLE and item.applies_in(owner.month):
            value = Gap(State.UNREADABLE, str(NOT_APPLICABLE))
        if isinstance(value, Gap) and value.state == State.UNREADABLE:
            message, remedy = misread(item.printed, item.kind, value.found, self.year)
            words = f"{owner}的{message}：{WANTED[item.kind]}；改正前按部门未提供处理"
            said = Said(as_seen(value.found), words, remedy or "核对后改填")
            self._report(UNREADABLE, cell, said, name)
        elif cell.formula and not isinstance(value, Gap):
            words = f"{owner}的{item.printed}填的是公式，现在的结果是 {plain(value)}：应直接填数"
            said = Said(plain(value), words, f"核对后改填 {plain(value)}", Severity.QUERY)
            self._report(FORMULA, cell, said, name)
        return Entry(value, Place(self.file, cell.sheet, cell.cell), formula=cell.formula)

    def _either(self, owner: _Owner, name: str, first: Entry, second: Entry) -> Entry:
        if first.value == second.value:
            return first
        both = f"{plain(first.value)} / {plain(second.value)}"
        place, item = second.place, self.items[name]
        words = (
            f"{owner}的{item.printed}写了两次：{first.place.cell} 是 {plain(first.value)}，"
            f"{place.cell} 是 {plain(second.value)}，不知以哪个为准；改正前按部门未提供处理"
        )
        said = Said(plain(second.value), words, "删去重复的一行")
        self._report(TWICE, RawCell(place.sheet, place.cell), said, name)
        return Entry(Gap(State.UNREADABLE, both), place)

    def _report(self, code: str, cell: RawCell, said: Said, name: str = "") -> None:
        clauses = self.items[name].clauses if name else ()
        self.findings.append(found_at(cell, code, said, name, next(iter(clauses), None)))
