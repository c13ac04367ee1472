"""部门提供数: what police, fire, justice, courts and the district answer for, all units on a page.

Sheet 年度 has a row a unit, 月度 a row a unit and month. The row of headings holds the exact item
names, so that the file reads by itself; departments and units of measure stand above it.
A blank cell is a figure that was not provided.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby
from pathlib import Path

from xlsxwriter.utility import xl_rowcol_to_cell
from xlsxwriter.workbook import Workbook

from zongzhi_xl import contract
from zongzhi_xl.core.edition.items import FormKind, Item, Kind, Provider
from zongzhi_xl.core.edition.statement import Edition
from zongzhi_xl.core.language.formulas import condition, place, when
from zongzhi_xl.sheets.page import (
    PERMITTED,
    Sheet,
    paper,
    protected_sheet,
    titled,
    unconfirmed,
    widths,
    workbook_at,
)
from zongzhi_xl.sheets.returns.entry_rules import LOOK_OF, entry_rule
from zongzhi_xl.sheets.returns.form_layout import Spot
from zongzhi_xl.sheets.styles import Styles

_TITLE, _IDENTITY, _GUIDE, _SOURCES, _MEASURES, _HEADINGS = range(6)
_FIRST = _HEADINGS + 1
_MONTHS = range(1, 13)
_WORDS = "由提供部门填写，没有提供的留空，没有发生的填0；填在此处的数以此为准，代替街道报表中的数。"
_ONE_MONTH = "只看或只打印某个月的，点“月份”旁的箭头筛选；每个部门打印一页，各自盖章。"
_NOTE_COLUMNS = (
    ("表页", 8), ("指标", 22), ("计量单位", 9), ("提供部门", 12), ("条款", 11), ("说明", 88),
)  # fmt: skip
#: widths in signs: the unit's name, a figure, a day; and what A4 landscape takes at full size
_UNIT_WIDTH, _WIDTH, _DAY_WIDTH, _PAPER_SIGNS = 15, 9.5, 12, 130
_SIGNED = (
    "提供单位（盖章）：　　　　　　　　　　单位负责人：　　　　　　　填表人：　　　　　　　"
    "联系电话：　　　　　　　　　　提供日期：　　　　年　　月　　日"
)

Figures = Mapping[str, object]


@dataclass(frozen=True)
class Table:
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
        return _FIRST + len(self.rows) - 1

    @cached_property
    def columns(self) -> tuple[tuple[int, Item], ...]:
        """Each item with its column."""
        return tuple(enumerate(self.items, len(self.keys)))

    @cached_property
    def departments(self) -> list[tuple[Provider, list[tuple[int, Item]]]]:
        """The columns of each department."""
        groups = groupby(self.columns, lambda column: column[1].source)
        return [(source, list(group)) for source, group in groups]


def yearly_items(edition: Edition) -> tuple[Item, ...]:
    """年报's items that a department answers for (全年X apart), and the paper's own."""
    of_form = (item for item in _not_of_office(edition, FormKind.ANNUAL) if not item.sums)
    return _by_source((*of_form, *edition.form(FormKind.DEPARTMENTS).items))


def monthly_items(edition: Edition) -> tuple[Item, ...]:
    """月报's items that a department answers for, by department."""
    return _by_source(_not_of_office(edition, FormKind.MONTHLY))


def _not_of_office(edition: Edition, form: FormKind) -> Iterator[Item]:
    return (item for item in edition.form(form).items if item.source != Provider.OFFICE)


def _by_source(items: Iterable[Item]) -> tuple[Item, ...]:
    order = list(Provider)
    return tuple(sorted(items, key=lambda item: order.index(item.source)))


def write(
    path: Path,
    edition: Edition,
    year: int | None,
    yearly: Mapping[str, Figures],
    monthly: Mapping[tuple[str, int], Figures],
) -> None:
    """Write the departments' workbook; figures already given are put in, the rest stays blank."""
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
        Table(contract.MONTHLY, f"{title}（月度）", (unit, month), of_month, by_month, _ONE_MONTH),
    )
    with workbook_at(path, title, edition.id) as workbook:
        style = Styles(workbook)
        for table in tables:
            sheet = _sheet(workbook, style, table.sheet, titled(edition, table.title))
            _write_table(sheet, edition, table, year)
        _identity(workbook, edition, year)
        _write_notes(workbook, style, edition, tables)


def _sheet(workbook: Workbook, style: Styles, name: str, title: str) -> Sheet:
    sheet = protected_sheet(workbook, name, style, PERMITTED | {"autofilter": True})
    sheet.set_row(_TITLE, 30)
    sheet.show(_TITLE, 0, title, "title left")
    return sheet


def _identity(workbook: Workbook, edition: Edition, year: int | None) -> None:
    """What the file is, in named cells of the first page."""
    sheet = workbook.get_worksheet_by_name(contract.YEARLY)
    for column, name, value, look in (
        (0, contract.REPORT_KIND, FormKind.DEPARTMENTS.value, "left"),
        (3, contract.REPORTING_YEAR, year, "input under centre bold"),
        (6, contract.RULES_VERSION, edition.id, "left tiny"),
    ):
        sheet.show(_IDENTITY, column, f"{name}：", "right")
        sheet.show(_IDENTITY, column + 1, value, look)
        spot = Spot(contract.YEARLY, _IDENTITY, column + 1)
        workbook.define_name(name, f"={spot.absolute}")


def _write_table(sheet: Sheet, edition: Edition, table: Table, year: int | None) -> None:
    sheet.show(_GUIDE, 0, _WORDS + table.guide, "grey left")
    _year_of_page(sheet, table, year)
    _headings(sheet, table)
    for row, (keys, figures) in enumerate(table.rows, _FIRST):
        _write_row(sheet, table, row, keys, figures)
    for n, item in table.columns:
        rule = entry_rule(item, xl_rowcol_to_cell(_FIRST, n))
        sheet.accept(_FIRST, n, rule, down_to=table.end)
    of_keys = (_UNIT_WIDTH, *[_WIDTH] * (len(table.keys) - 1))
    widths(sheet, (*of_keys, *map(_width, table.items)))
    sheet.freeze_panes(_FIRST, len(table.keys))
    sheet.autofilter(_HEADINGS, 0, table.end, table.columns[-1][0])
    _printing(sheet, edition, table)


def _printing(sheet: Sheet, edition: Edition, table: Table) -> None:
    """A department a page: each is signed and stamped by who answers for its figures.

    The scale is fixed: where a program fits pages to a width it may leave our breaks aside.
    """
    paper(sheet, edition, landscape=True)
    title = titled(edition, table.title)
    sheet.set_margins(left=0.45, right=0.45, top=0.75, bottom=0.85)
    sheet.set_header(f'&C&"黑体,Regular"&16{title}', {"margin": 0.3})
    note = unconfirmed(edition)
    note = f"{note}　" if note else ""
    foot = f"&L&10{_SIGNED}\n&8版本 {edition.id}&R\n&8{note}第 &P 页"
    sheet.set_footer(foot, {"margin": 0.3})
    sheet.print_area(_SOURCES, 0, table.end, table.columns[-1][0])
    sheet.set_print_scale(_scale(table))
    sheet.repeat_rows(_SOURCES, _HEADINGS)
    sheet.repeat_columns(0, len(table.keys) - 1)
    sheet.set_v_pagebreaks([columns[0][0] for _, columns in table.departments][1:])


def _width(item: Item) -> float:
    return _DAY_WIDTH if item.kind == Kind.DATE else _WIDTH


def _scale(table: Table) -> int:
    """The scale in per cent by which the widest department fits the paper's width."""
    signs = max(sum(_width(item) for _, item in columns) for _, columns in table.departments)
    return min(100, int(100 * _PAPER_SIGNS / (signs + _UNIT_WIDTH + _WIDTH)))


def _year_of_page(sheet: Sheet, table: Table, year: int | None) -> None:
    """The year in the corner of the table, which stands on every page."""
    sheet.show_across(_SOURCES, (0, len(table.keys) - 1), None, "head small")
    typed = place(contract.REPORTING_YEAR)
    formula = condition(when(typed.equals(""), "", typed & "年"))
    shown = f"{year}年" if year else ""
    sheet.write_formula(_SOURCES, 0, formula, sheet.style("head small"), shown)


def _headings(sheet: Sheet, table: Table) -> None:
    sheet.set_row(_HEADINGS, 54)
    for n, words in enumerate(table.keys):
        sheet.show(_MEASURES, n, "计量单位" if n == 0 else "", "numbers")
        sheet.show(_HEADINGS, n, words, "head small")
    for n, item in table.columns:
        sheet.show(_MEASURES, n, item.unit, "numbers")
        sheet.show(_HEADINGS, n, item.name, "head small")
    for source, columns in table.departments:
        sheet.show_across(_SOURCES, (columns[0][0], columns[-1][0]), source.value, "head")


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
    sheet = _sheet(workbook, style, contract.FILLING_NOTES, title)
    paper(sheet, edition, landscape=True)
    sheet.show_headings(1, _NOTE_COLUMNS)
    items = [(table.sheet, item) for table in tables for item in table.items]
    for row, (name, item) in enumerate(items, 2):
        clauses = f"第{'、'.join(map(str, item.clauses))}条"
        for n, words in enumerate((name, item.name, item.unit, item.source.value, clauses)):
            sheet.show(row, n, words, "cell left small" if n == 1 else "cell centre small")
        sheet.show(row, 5, item.definition, "cell left wrap small")
    sheet.freeze_panes(2, 2)
    sheet.print_area(0, 0, len(items) + 1, len(_NOTE_COLUMNS) - 1)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(1)
