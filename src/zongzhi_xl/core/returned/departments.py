"""部门提供数: what the departments answer for, unit by unit; it overrules the offices (R10).

Nothing is passed over. A row or a cell that cannot be used is a blocking finding with its place,
and every other row counts; a column that is none of the departments' items is another paper.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, MutableMapping
from dataclasses import dataclass
from datetime import date
from string import ascii_uppercase
from typing import Any, NamedTuple

from zongzhi_xl.core.edition.items import FormKind, Item, Kind, Provider, Severity
from zongzhi_xl.core.edition.statement import Edition, Unit
from zongzhi_xl.core.language.values import BLANK, NOT_APPLICABLE, Gap, State, plain
from zongzhi_xl.core.returned.findings import Finding, in_order
from zongzhi_xl.core.returned.former_name import FORMER_NAME, REMEDY, words_of
from zongzhi_xl.core.returned.other_version import version_notices
from zongzhi_xl.core.returned.personal_data import masked
from zongzhi_xl.core.returned.proposals import WANTED, as_seen, misread
from zongzhi_xl.core.returned.submission import (
    Entry,
    Place,
    RawCell,
    RawReturn,
    edition_in,
    reading_of,
    text_of,
    year_in,
)
from zongzhi_xl.errors import UnusableFileError

Row = Mapping[str, RawCell]
Figures = Mapping[str, Entry]
FiguresByKey = MutableMapping[Any, Figures]


@dataclass(frozen=True)
class RawDepartments:
    """部门提供数.xlsx, read and not yet understood; each row by column heading.

    A city's has 24,000 rows: they are read anew whenever they are gone through.
    """

    file: str
    sha256: str
    cells: Mapping[str, RawCell]
    yearly: Iterable[Row] = ()
    monthly: Iterable[Row] = ()


#: whatever is handed in, read and not yet understood
Raw = RawReturn | RawDepartments


@dataclass(frozen=True)
class DepartmentReturn:
    """What the departments answer for: by unit, and by unit and month; blank cells are left out.

    A figure given twice and differently is 无法识别, like a cell that cannot be read: as if it were
    not given, so that the next source counts, and the officer is asked. ``day`` and ``number``
    are those of its receipt, where there is a register.
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


class _Said(NamedTuple):
    """What a finding says: what stands in the cell, what is wrong, what to do."""

    value: str
    message: str
    remedy: str
    severity: Severity = Severity.BLOCKING


class _UnusableRowError(ValueError):
    """A row that does not say for whom it is; ``cell`` is where it should."""

    def __init__(self, cell: RawCell, message: str, remedy: str) -> None:
        self.cell, self.said = cell, _Said("", message, remedy)
        super().__init__(message)


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
    return DepartmentReturn(
        year,
        edition_id,
        raw.file,
        raw.sha256,
        yearly.figures,
        monthly.figures,
        in_order([*yearly.findings, *monthly.findings, *version_notices(raw.cells, edition)]),
    )


def _provided(edition: Edition, form: FormKind) -> dict[str, Item]:
    """Items of ``form`` that a department answers for."""
    return {one.name: one for one in edition.form(form).items if one.source != Provider.OFFICE}


#: columns of the department workbook that hold no figure
_ROW_WORDS = frozenset({"单位", "月份", "序号", "组别", "备注"})
_REMARK = "备注"
#: how the reader calls a column without a heading, its letters following
NO_HEADING = "〔没有表头〕"
#: that two different values are given for one figure
TWICE = "S4"
_NO_OWNER, _UNREADABLE, _FORMULA, _NO_HEADING = "S3", "S5", "S2", "S10"


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
                owner = _Owner(self._unit(row), _month(row) if with_month else None)
            except _UnusableRowError as fault:
                self._report(_NO_OWNER, fault.cell, fault.said)
            else:
                self._add(owner, cells)

    def _filled(self, row: Row) -> Iterator[tuple[str, RawCell]]:
        for name, cell in row.items():
            if cell.value in (None, ""):
                continue
            if name.startswith(NO_HEADING) or (name == _REMARK and not isinstance(cell.value, str)):
                self._report_column(name, cell)
                continue
            if name in _ROW_WORDS:
                continue
            if name not in self.items:
                raise UnusableFileError(
                    f"“{cell.sheet}”里的“{name}”（{cell.cell}）不是部门提供的项目：请改回空白表的表头"
                )
            yield name, cell

    def _report_column(self, name: str, cell: RawCell) -> None:
        """Once a column: what stands there belongs to no item, though a person sees it."""
        if name in self.unheaded:
            return
        self.unheaded.add(name)
        what = f"写在“{_REMARK}”栏" if name == _REMARK else "所在的列没有表头"
        message = f"“{cell.sheet}”{cell.cell} 有内容，{what}，不知道是哪一项：整列没有采用"
        remedy = "按空白表改回这一列的表头；不是报送的数的，删去"
        self._report(_NO_HEADING, cell, _Said(as_seen(str(cell.value)), message, remedy))

    def _unit(self, row: Row) -> str:
        unit = text_of(row["单位"].value) if "单位" in row else BLANK
        if isinstance(unit, Gap):
            raise _UnusableRowError(
                _cell(row, "单位"), f"{_where(row)}有数字，没有填单位", "补填单位"
            )
        known = self.edition.unit(str(unit))
        if known is None:
            message = f"{_where(row)}的单位“{unit}”不在名册上"
            raise _UnusableRowError(_cell(row, "单位"), message, "按名册上的名称改写单位")
        self._report_former(_cell(row, "单位"), str(unit), known)
        return known.name  # not one text a row

    def _report_former(self, cell: RawCell, written: str, unit: Unit) -> None:
        """Once a name: months have rows of their own."""
        if written == unit.name or written in self.former:
            return
        self.former.add(written)
        said = _Said(written, f"单位{words_of(written, unit)}", REMEDY, Severity.NOTICE)
        self._report(FORMER_NAME, cell, said)

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
            said = _Said(as_seen(value.found), words, remedy or "核对后改填")
            self._report(_UNREADABLE, cell, said, name)
        elif cell.formula and not isinstance(value, Gap):
            words = f"{owner}的{item.printed}填的是公式，现在的结果是 {plain(value)}：应直接填数"
            said = _Said(plain(value), words, f"核对后改填 {plain(value)}", Severity.QUERY)
            self._report(_FORMULA, cell, said, name)
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
        said = _Said(plain(second.value), words, "删去重复的一行")
        self._report(TWICE, RawCell(place.sheet, place.cell), said, name)
        return Entry(Gap(State.UNREADABLE, both), place)

    def _report(self, code: str, cell: RawCell, said: _Said, name: str = "") -> None:
        clauses = self.items[name].clauses if name else ()
        found = Finding(
            code=code,
            severity=said.severity,
            sheet=cell.sheet,
            cell=cell.cell,
            item=name,
            value=masked(said.value),
            message=masked(said.message),
            remedy=masked(said.remedy),
            clause=clauses[0] if clauses else None,
        )
        self.findings.append(found)


def _month(row: Row) -> int:
    cell = _cell(row, "月份")
    month = reading_of(row["月份"].value if "月份" in row else None, Kind.COUNT)
    if not isinstance(month, int) or not 1 <= month <= 12:
        raise _UnusableRowError(cell, f"{_where(row)}的月份应为 1 至 12", "改填 1 至 12 的整数")
    return month


def _cell(row: Row, name: str) -> RawCell:
    return row.get(name) or next(iter(row.values()))


def _where(row: Row) -> str:
    first = next(iter(row.values()))
    return f"“{first.sheet}”第{first.cell.lstrip(ascii_uppercase)}行"
