"""Sheet 汇总表: the district's totals, each the sum of cells that can be opened one by one.

Part one is the monthly form for the district, month by month; part two the year's figure by
unit; part three lists, a row an item and month, the cells of the returns behind them. Totals of
part one point to part three, so a click on a figure leads to the cells that make it.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date
from fractions import Fraction
from functools import cached_property
from typing import Any

from xlsxwriter.utility import xl_col_to_name

from zongzhi_xl.contract import TOTALS
from zongzhi_xl.core.appraising.scorecard import Contribution, DeliveryState
from zongzhi_xl.core.appraising.sources import month_words, place_words
from zongzhi_xl.core.edition.items import Aggregation, Form, FormKind, Item, Kind, Section
from zongzhi_xl.core.language.values import YES, Gap, Value, plain
from zongzhi_xl.record import Record
from zongzhi_xl.sheets.page import Book, Cell, Computed, Link, Page, summed
from zongzhi_xl.sheets.summary.district import District

_LEFT = (6, 30, 9, 11)
_TOTAL = len(_LEFT) - 1
#: width of a unit's or a month's column; few of them share what twenty units take, so that the
#: print has the same scale and part one stays on its page
_UNIT_WIDTH, _ALL_UNITS, _MOST_WIDTH = 8.5, 170, 14
_NOT_IN = "未报"

_ELSEWHERE = (
    "单位多，各单位的数和组成合计的单元格没有列在这里：汇总时加 --facts，逐格写在 CSV 文件里；"
    "各单位的指标见“指标矩阵”。"
)

Key = tuple[str, int | None]

_TOP = 3  # first heading row of part one
_BETWEEN = 2  # an empty row and a title, then the next heading


class Tabulation(Record):
    """The appraisal's single cells by item and month, and the rows in which they stand, from 0.

    All rows are known before the first is written: part one points to the parts below it.
    """

    district: District

    @property
    def columns(self) -> tuple[str, ...]:
        """The units that have a column of their own."""
        return () if self.district.is_large else self.units

    @cached_property
    def cells(self) -> Mapping[Key, Mapping[str, Contribution]]:
        """Item and month → unit → its cell, of units that have a column."""
        found: dict[Key, dict[str, Contribution]] = {}
        for one in self.district.appraisal.contributions:
            found.setdefault((one.item, one.month), {})[one.unit] = one
        return found

    @cached_property
    def handed_in(self) -> frozenset[tuple[str, int | None]]:
        """Unit and month of every return that could be used."""
        there = (DeliveryState.ON_TIME, DeliveryState.LATE)
        papers = self.district.appraisal.deliveries
        return frozenset((one.unit, one.month) for one in papers if one.state in there)

    @cached_property
    def units(self) -> tuple[str, ...]:
        """Units in the register's order."""
        return tuple(unit.unit for unit in self.district.appraisal.units)

    @cached_property
    def monthly(self) -> Form:
        """The monthly form; empty where the edition has none."""
        return self.district.edition.form(FormKind.MONTHLY)

    @cached_property
    def forms(self) -> tuple[Form, ...]:
        """The monthly form always, the yearly papers once something of them is there."""
        there = {item for item, _ in self.totals}
        edition = self.district.edition
        yearly = [form for form in edition.forms if form.kind != FormKind.MONTHLY]
        told = (form for form in yearly if there & {one.name for one in form.items})
        return tuple(form for form in (self.monthly, *told) if form.sections)

    @cached_property
    def top_two(self) -> int:
        """The row of headings of part two."""
        return _TOP + (1 + len(_lines(self.monthly)) + _BETWEEN if self.monthly.sections else 0)

    @property
    def parts(self) -> str:
        """The numbers of parts two and three, which stand alone where nothing is of a month."""
        return "二三" if self.monthly.sections else "一二"

    @cached_property
    def two(self) -> Mapping[str, int]:
        """The row of each item in part two."""
        lines = [line for form in self.forms for line in _lines(form)]
        rows = enumerate(lines, self.top_two + 1)
        return {line.name: row for row, line in rows if isinstance(line, Item)}

    @cached_property
    def top_three(self) -> int:
        """The row of headings of part three."""
        lines = sum(len(_lines(form)) for form in self.forms)
        return self.top_two + 1 + lines + _BETWEEN

    @cached_property
    def three(self) -> Mapping[Key, int]:
        """The rows of part three in printed order: monthly items by month, then what is yearly."""
        keys = (
            (item.name, month)
            for form in self.forms
            for item in form.items
            for month in (*range(1, 13), None)
            if (item.name, month) in self.totals
        )
        return {key: row for row, key in enumerate(keys, self.top_three + 1)}

    def figure(self, unit: str, item: Item) -> Value | None:
        """The year's figure of a unit; None where nothing came.

        A day or a yes of each month counts the months in which it is there; what holds at the
        end of a period is the newest month's (R28: 实行微机管理 is December's, never a count).
        """
        appraisal = self.district.appraisal
        if self._of_the_year(item):
            return appraisal.figures.get((unit, item.name))
        last = item.aggregation == Aggregation.LAST
        months = range(appraisal.through if last else 1, appraisal.through + 1)
        cells = [self.cells.get((item.name, month), {}).get(unit) for month in months]
        there = [one.value for one in cells if one is not None]
        if last or not there:
            return there[0] if there else None
        return sum(countable(value) or 0 for value in there)

    @cached_property
    def totals(self) -> Mapping[Key, int | None]:
        """By item and month the district's total: a sum, or how many days or yeses there are."""
        found = dict[Key, int | None]()
        for one in self.district.appraisal.contributions:
            _add(found, (one.item, one.month), one.value)
        return found

    @cached_property
    def whole(self) -> Counter[Key]:
        """By item and month, how many units have a figure."""
        cells = self.district.appraisal.contributions
        return Counter((one.item, one.month) for one in cells if not isinstance(one.value, Gap))

    def year_total(self, item: Item) -> int | None:
        """The district's total of the year's figures, each as :meth:`figure` has it."""
        if self._of_the_year(item):
            return self._year_totals.get(item.name)
        through = self.district.appraisal.through
        if item.aggregation == Aggregation.LAST:
            return self.totals.get((item.name, through))
        keys = ((item.name, month) for month in range(1, through + 1))
        there = [self.totals[key] or 0 for key in keys if key in self.totals]
        return sum(there) if there else None

    @cached_property
    def _year_totals(self) -> Mapping[str, int | None]:
        """Unit by unit: what belongs to one lies together."""
        found, figures = dict[str, int | None](), self.district.appraisal.figures
        items = [one.name for one in self.district.edition.items.values()]
        for unit in self.units:
            for name in items:
                _add(found, name, figures.get((unit, name)))
        return found

    def _of_the_year(self, item: Item) -> bool:
        """Whether its figure of the year is one by itself, not made of the months' cells here."""
        form = self.district.edition.form_of[item.name]
        return item.kind == Kind.COUNT or form != FormKind.MONTHLY


def _add(totals: dict[Any, int | None], key: object, value: Value | None) -> None:
    """``value`` to the total under ``key``, which is None while there is nothing to count."""
    number, so_far = countable(value), totals.get(key)
    totals[key] = so_far if number is None else (so_far or 0) + number


def countable(value: Value | None) -> int | None:
    """What a cell adds to the total; None for a gap. A day or a yes counts one."""
    if value is None or isinstance(value, Gap):
        return None
    if isinstance(value, int | Fraction):
        return int(value)
    return int(isinstance(value, date) or value == YES)


def _lines(form: Form) -> list[Section | Item]:
    lines: list[Section | Item] = []
    for section in form.sections:
        lines += [section, *section.items]
    return lines


def write_totals(book: Book, district: District) -> None:
    """Sheet 汇总表; of very many units the totals only."""
    table = Tabulation(district)
    columns = len(_LEFT) + max(12, len(table.columns))
    width = max(_UNIT_WIDTH, min(_MOST_WIDTH, _ALL_UNITS / (columns - len(_LEFT))))
    page = book.page(TOTALS, [*_LEFT, *[width] * (columns - len(_LEFT)), 60])
    page.title(TOTALS, district.period, columns=min(columns, 16))
    if table.monthly.sections:
        _part_one(page, table)
        page.skip()
    _part_two(page, table)
    if district.is_large:
        page.line(_ELSEWHERE, "note left", 16, height=18)
    else:
        _part_three(page, table)
    page.sheet.freeze_panes(0, 2)
    page.sheet.set_h_pagebreaks([table.top_two - 1] if table.monthly.sections else [])
    page.sheet.print_area(0, 0, table.top_three - _BETWEEN, columns - 1)


def _label(item: Item) -> Iterator[Cell]:
    yield Cell(item.code, "box center")
    yield Cell(("　其中：" if item.part_of else "　") + item.printed)
    yield Cell(item.unit, "box center")


# ------------------------------------------------------------------ parts one and two


def _part_one(page: Page, table: Tabulation) -> None:
    more = "" if table.district.is_large else "（点数字到第三部分，看由哪些单元格相加）"
    page.section(f"一、各月合计{more}", 22)
    months = [month_words(month) for month in range(1, 13)]
    page.headings(["代码", "指标名称", "计量单位", "本年累计\n（期末）", *months], height=32)
    for line in _lines(table.monthly):
        if isinstance(line, Section):
            page.line(line.title, "box band", len(_LEFT) + 12)
            continue
        by_month = [_month_total(table, line, month) for month in range(1, 13)]
        page.write([*_label(line), _year_total(table, line), *by_month])


def _year_total(table: Tabulation, item: Item) -> Cell:
    answer = table.year_total(item)
    if answer is None:
        return Cell(_NOT_IN, "box sum center")
    return Cell(Computed(f"=D{table.two[item.name] + 1}", float(answer)), "box sum", "#,##0")


def _month_total(table: Tabulation, item: Item, month: int) -> Cell:
    if month > table.district.appraisal.through:
        return Cell(None, "box none")
    if not item.applies_in(month):
        return Cell("不适用", "box center none")
    key = item.name, month
    answer = table.totals.get(key)
    if answer is None:
        handed_in = any((unit, month) in table.handed_in for unit in table.units)
        return Cell(None if handed_in else _NOT_IN, "box center wait")
    look = "box right" if table.whole[key] == len(table.units) else "box right warn"
    to_part_three = Link("", TOTALS, f"D{table.three[key] + 1}", answer)
    return Cell(answer if table.district.is_large else to_part_three, look, "#,##0")


def _part_two(page: Page, table: Tabulation) -> None:
    title = (
        f"{table.parts[0]}、各单位本年累计数（部门核定数优先，其次年报，再次各月合计；日期和逐月填的是否项为次数，"
        "期末的是否项取最近一个月，合计为填“是”的单位数）"
    )
    page.section(title, 22)
    page.headings(["代码", "指标名称", "计量单位", "合计", *table.columns], height=32)
    for form in table.forms:
        for line in _lines(form):
            if isinstance(line, Section):
                words = "" if form.kind == FormKind.MONTHLY else f"{form.kind}　"
                across = len(_LEFT) + max(len(table.columns), 1)
                page.line(words + line.title, "box band", across)
            else:
                page.write(_year_row(page, table, line))


def _year_row(page: Page, table: Tabulation, item: Item) -> Iterator[Cell]:
    yield from _label(item)
    answer, form = table.year_total(item), table.district.edition.form_of[item.name]
    # days of the year and words of its end are counted: only of numbers is the total a sum
    by_month = form == FormKind.MONTHLY and item.aggregation != Aggregation.LAST
    if item.kind in (Kind.MARK, Kind.TEXT):
        yield Cell(None, "box sum")  # opinions do not add up
    elif answer is None:
        yield Cell("未提供" if form == FormKind.DEPARTMENTS else _NOT_IN, "box sum center")
    else:
        yield _total_cell(page, table, answer, adds_up=item.kind == Kind.COUNT or by_month)
    for unit in table.columns:
        yield _value(table.figure(unit, item))


def _total_cell(page: Page, table: Tabulation, answer: int, *, adds_up: bool) -> Cell:
    """The total of the row that is written next, as the sum of the units' cells if it is one."""
    row, last = page.row + 1, xl_col_to_name(_TOTAL + len(table.units))
    summing = table.columns and adds_up
    total = summed(f"E{row}:{last}{row}", answer) if summing else answer
    return Cell(total, "box sum", "#,##0")


def _value(value: Value | None) -> Cell:
    match value:
        case None:
            return Cell(_NOT_IN, "box center wait")
        case Gap():
            return Cell(str(value), "box center none")
        case int() | Fraction():
            return Cell(value, "box right", "#,##0" if value == int(value) else "#,##0.00")
        case _:
            return Cell(_short(value), "box center")


def _short(value: Value) -> str:
    return f"{value.month}-{value.day}" if isinstance(value, date) else plain(value)


# ------------------------------------------------------------------ part three


def _part_three(page: Page, table: Tabulation) -> None:
    page.skip()
    title = "合计由哪些单元格组成（点数字打开报表；右端列出全部单元格；本部分不打印）"
    page.section(f"{table.parts[1]}、{title}", 22)
    heads = ["代码", "指标名称", "月份", "合计", *table.units, "组成（单位 单元格＝数值）"]
    page.headings(heads, height=32)
    for key in table.three:
        page.write(_cells_row(page, table, key))


def _cells_row(page: Page, table: Tabulation, key: Key) -> Iterator[Cell]:
    (name, month), cells = key, table.cells[key]
    item = table.district.edition.items[name]
    answer = table.totals[key]
    yield Cell(item.code, "box center")
    yield Cell(item.name)
    yield Cell(month_words(month, "全年"), "box center")
    if answer is None:
        yield Cell(None, "box sum")
    else:
        yield _total_cell(page, table, answer, adds_up=item.kind == Kind.COUNT)
    for unit in table.units:
        handed_in = (unit, month) in table.handed_in
        yield _cell(table.district, cells.get(unit), handed_in=handed_in)
    yield Cell("；".join(_made_of(one) for one in cells.values()), "box note")


def _cell(district: District, one: Contribution | None, *, handed_in: bool) -> Cell:
    if one is None:
        return Cell(None, "box none") if handed_in else Cell(_NOT_IN, "box center wait")
    if isinstance(one.value, Gap):
        return Cell(district.link(one.source, str(one.value)), "box center none link")
    shown = one.value if isinstance(one.value, int) else _short(one.value)
    return Cell(district.link(one.source, shown), "box right link", "#,##0")


def _made_of(one: Contribution) -> str:
    return f"{one.unit} {place_words(one.source)}＝{plain(one.value)}（{one.basis.value}）"
