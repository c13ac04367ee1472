"""部门提供数: what police, fire, justice, courts and the district answer for, all units on a page.

Sheet 年度 has a row a unit, 月度 a row a unit and month. The row of headings holds the exact item
names, so that the file reads by itself; departments and units of measure stand above it. Sheet
区认定 has a row an event. A blank cell is a figure that was not provided.
"""

from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from itertools import groupby
from pathlib import Path

from xlsxwriter.utility import xl_rowcol_to_cell
from xlsxwriter.workbook import Workbook

from zongzhi_xl import contract
from zongzhi_xl.core.edition.items import FormKind, Item, Kind
from zongzhi_xl.core.edition.statement import Edition
from zongzhi_xl.record import Record
from zongzhi_xl.sheets.department.designations_page import (
    Row,
    columns_of,
    has_designations,
    write_designations,
)
from zongzhi_xl.sheets.department.page import (
    FIRST,
    GUIDE,
    HEADINGS,
    IDENTITY,
    MEASURES,
    SOURCES,
    UNIT_WIDTH,
    new_page,
    on_paper,
    show_year,
)
from zongzhi_xl.sheets.page import Sheet, paper, titled, widths, workbook_at
from zongzhi_xl.sheets.returns.entry_rules import LOOK_OF, entry_rule
from zongzhi_xl.sheets.returns.form_layout import Spot
from zongzhi_xl.sheets.styles import Styles

_MONTHS = range(1, 13)
_WORDS = (
    "由提供部门填写，没有提供的留空，没有发生的填0；填在此处的数以此为准，代替{unit}报表中的数。"
)
_ONE_MONTH = "只看或只打印某个月的，点“月份”旁的箭头筛选；每个部门打印一页，各自盖章。"
_NO_MONTH = "没有一个数是按月提供的，这一页不用填。"
_NOTE_COLUMNS = (
    ("表页", 8), ("指标", 22), ("计量单位", 9), ("提供部门", 12), ("条款", 11), ("说明", 88),
)  # fmt: skip
#: widths in signs: a figure, a day; and what A4 landscape takes at full size
_WIDTH, _DAY_WIDTH, _PAPER_SIGNS = 9.5, 12, 130

Figures = Mapping[str, object]


class Table(Record):
    """One sheet: its item columns, and its rows as keys with their figures."""

    sheet: str
    title: str
    keys: tuple[str, ...]
    items: tuple[Item, ...]
    rows: tuple[tuple[tuple[object, ...], Figures], ...]
    guide: str = ""

    @property
    def end(self) -> int:
        """The last row."""
        return FIRST + len(self.rows) - 1

    @property
    def last(self) -> int:
        """The last column; that of the keys where no department gives anything of this table."""
        return len(self.keys) + len(self.items) - 1

    @cached_property
    def columns(self) -> tuple[tuple[int, Item], ...]:
        """Each item with its column."""
        return tuple(enumerate(self.items, len(self.keys)))

    @cached_property
    def departments(self) -> list[tuple[str, list[tuple[int, Item]]]]:
        """The columns of each department."""
        groups = groupby(self.columns, lambda column: column[1].source)
        return [(source, list(group)) for source, group in groups]


def yearly_items(edition: Edition) -> tuple[Item, ...]:
    """年报's items that a department answers for (全年X apart), and the paper's own."""
    of_form = (item for item in _not_of_office(edition, FormKind.ANNUAL) if not item.sums)
    return _by_source(edition, (*of_form, *edition.form(FormKind.DEPARTMENTS).items))


def monthly_items(edition: Edition) -> tuple[Item, ...]:
    """月报's items that a department answers for, by department."""
    return _by_source(edition, _not_of_office(edition, FormKind.MONTHLY))


def _not_of_office(edition: Edition, form: FormKind) -> Iterator[Item]:
    return (item for item in edition.form(form).items if not edition.is_of_unit(item))


def _by_source(edition: Edition, items: Iterable[Item]) -> tuple[Item, ...]:
    order = edition.statement.providers.others
    return tuple(sorted(items, key=lambda item: order.index(item.source)))


def write(  # noqa: PLR0913  # a file, whose it is, and what stands on its three sheets
    path: Path,
    edition: Edition,
    year: int | None,
    yearly: Mapping[str, Figures],
    monthly: Mapping[tuple[str, int], Figures],
    *,
    designated: Iterable[Row] = (),
) -> None:
    """Write the departments' workbook; figures already given are put in, the rest stays blank.

    ``designated`` are the events that the district has to designate, by the headings of 区认定.
    """
    units = [unit.name for unit in edition.units]
    by_year = tuple(((unit,), yearly.get(unit, {})) for unit in units)
    by_month = tuple(
        ((unit, month), monthly.get((unit, month), {})) for unit in units for month in _MONTHS
    )
    title = edition.form(FormKind.DEPARTMENTS).title
    unit, month = contract.UNIT_COLUMN, contract.MONTH_COLUMN
    of_year, of_month = yearly_items(edition), monthly_items(edition)
    tables = (
        Table(contract.YEARLY, f"{title}（年度）", (unit,), of_year, by_year),
        Table(contract.MONTHLY, f"{title}（月度）", (unit, month), of_month, by_month, _ONE_MONTH)
        if of_month
        else Table(contract.MONTHLY, f"{title}（月度）", (unit, month), (), (), _NO_MONTH),
    )
    with workbook_at(path, title, edition.id) as workbook:
        style = Styles(workbook)
        for table in tables:
            sheet = new_page(workbook, style, table.sheet, titled(edition, table.title))
            _write_table(sheet, edition, table, year)
        _identity(workbook, edition, year)
        if has_designations(edition):
            write_designations(workbook, style, edition, designated, year)
        _write_notes(workbook, style, edition, tables)


def _identity(workbook: Workbook, edition: Edition, year: int | None) -> None:
    """What the file is, in named cells of the first page."""
    sheet = workbook.get_worksheet_by_name(contract.YEARLY)
    for column, name, value, look in (
        (0, contract.REPORT_KIND, FormKind.DEPARTMENTS.value, "left"),
        (3, contract.REPORTING_YEAR, year, "input under centre bold"),
        (6, contract.RULES_VERSION, edition.id, "left tiny"),
    ):
        sheet.show(IDENTITY, column, f"{name}：", "right")
        sheet.show(IDENTITY, column + 1, value, look)
        spot = Spot(contract.YEARLY, IDENTITY, column + 1)
        workbook.define_name(name, f"={spot.absolute}")


def _write_table(sheet: Sheet, edition: Edition, table: Table, year: int | None) -> None:
    sheet.show(GUIDE, 0, edition.worded(_WORDS) + table.guide, "grey left")
    show_year(sheet, len(table.keys), year)
    _headings(sheet, table)
    for row, (keys, figures) in enumerate(table.rows, FIRST):
        _write_row(sheet, table, row, keys, figures)
    for n, item in table.columns:
        rule = entry_rule(item, xl_rowcol_to_cell(FIRST, n))
        sheet.accept(FIRST, n, rule, down_to=table.end)
    of_keys = (UNIT_WIDTH, *[_WIDTH] * (len(table.keys) - 1))
    widths(sheet, (*of_keys, *map(_width, table.items)))
    sheet.freeze_panes(FIRST, len(table.keys))
    sheet.autofilter(HEADINGS, 0, table.end, table.last)
    _printing(sheet, edition, table)


def _printing(sheet: Sheet, edition: Edition, table: Table) -> None:
    """A department a page: each is signed and stamped by who answers for its figures.

    The scale is fixed: where a program fits pages to a width it may leave our breaks aside.
    """
    on_paper(sheet, edition, titled(edition, table.title), "提供单位")
    sheet.print_area(SOURCES, 0, table.end, table.last)
    sheet.set_print_scale(_scale(table))
    sheet.repeat_columns(0, len(table.keys) - 1)
    sheet.set_v_pagebreaks([columns[0][0] for _, columns in table.departments][1:])


def _width(item: Item) -> float:
    return {Kind.DATE: _DAY_WIDTH, Kind.TEXT: 2 * _DAY_WIDTH}.get(item.kind, _WIDTH)


def _scale(table: Table) -> int:
    """The scale in per cent by which the widest department fits the paper's width."""
    each = (sum(_width(item) for _, item in columns) for _, columns in table.departments)
    signs = max(each, default=0)
    return min(100, int(100 * _PAPER_SIGNS / (signs + UNIT_WIDTH + _WIDTH)))


def _headings(sheet: Sheet, table: Table) -> None:
    sheet.set_row(HEADINGS, 54)
    for n, words in enumerate(table.keys):
        sheet.show(MEASURES, n, "计量单位" if n == 0 else "", "numbers")
        sheet.show(HEADINGS, n, words, "head small")
    for n, item in table.columns:
        sheet.show(MEASURES, n, item.unit, "numbers")
        sheet.show(HEADINGS, n, item.name, "head small")
    for source, columns in table.departments:
        sheet.show_across(SOURCES, (columns[0][0], columns[-1][0]), source, "head")


def _write_row(
    sheet: Sheet, table: Table, row: int, keys: tuple[object, ...], figures: Figures
) -> None:
    for n, key in enumerate(keys):
        sheet.show(row, n, key, "cell centre" if n else "cell left")
    for n, item in table.columns:
        sheet.show(row, n, figures.get(item.name), f"cell input {LOOK_OF[item.kind]}")


def _write_notes(
    workbook: Workbook, style: Styles, edition: Edition, tables: tuple[Table, ...]
) -> None:
    title = titled(edition, "部门提供数填写说明")
    sheet = new_page(workbook, style, contract.FILLING_NOTES, title)
    paper(sheet, edition, landscape=True)
    sheet.show_headings(1, _NOTE_COLUMNS)
    items = [(table.sheet, item) for table in tables for item in table.items]
    for row, (name, item) in enumerate(items, 2):
        clauses = f"第{'、'.join(map(str, item.clauses))}条"
        for n, words in enumerate((name, item.name, item.unit, item.source, clauses)):
            sheet.show(row, n, words, "cell left small" if n == 1 else "cell centre small")
        sheet.show(row, 5, item.definition, "cell left wrap small")
    end = 2 + len(items)
    columns = columns_of(edition) if has_designations(edition) else {}
    for row, (name, column) in enumerate(columns.items(), end):
        called = edition.statement.events.label(name)
        of_district = (contract.DISTRICT_EVENTS, called, column.how, edition.statement.office, "")
        for n, words in enumerate(of_district):
            sheet.show(row, n, words, "cell left small" if n == 1 else "cell centre small")
        sheet.show(row, 5, edition.worded(column.told), "cell left wrap small")
    sheet.freeze_panes(2, 2)
    sheet.print_area(0, 0, end + len(columns) - 1, len(_NOTE_COLUMNS) - 1)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(1)
