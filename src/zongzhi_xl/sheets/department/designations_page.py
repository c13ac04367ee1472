"""区认定: the district says of single events what they are and whether the call counts.

Each row is an event. Those that offices have registered stand there already; one that nobody
registered is added under them.
"""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from xlsxwriter.workbook import Workbook

from zongzhi_xl import contract
from zongzhi_xl.core.edition.event_words import EventWords
from zongzhi_xl.core.edition.items import FormKind
from zongzhi_xl.core.edition.statement import Edition
from zongzhi_xl.core.language.values import NO, YES
from zongzhi_xl.sheets.department.page import (
    FIRST,
    GUIDE,
    HEADINGS,
    MEASURES,
    SOURCES,
    UNIT_WIDTH,
    new_page,
    on_paper,
    show_year,
)
from zongzhi_xl.sheets.page import Sheet, titled, widths
from zongzhi_xl.sheets.returns.entry_rules import (
    Rule,
    list_rule,
    note_rule,
    whole_rule,
    with_prompt,
)
from zongzhi_xl.sheets.styles import Styles

Row = Mapping[str, object]


class Column(NamedTuple):
    """A column: its width, how it is filled in, how its cells look, and what is said of it."""

    width: float
    how: str
    look: str
    told: str


_COLUMNS: Mapping[str, Column] = {
    contract.UNIT_COLUMN: Column(
        UNIT_WIDTH, "下拉选", "left", "事发地的{unit}，按名册上的名称。"
    ),
    contract.MONTH_COLUMN: Column(
        7, "1至12", "centre", "登记在哪个月的月报里；没有登记的，填发生的月份。"
    ),
    contract.EVENT_NUMBER: Column(
        18, "照登记填", "centre", "照月报“重大事项”页登记的编号；{unit}没有登记的可空。"
    ),
    contract.CATEGORY: Column(
        11, "下拉选", "centre", "从下拉框中选一个；{unit}没有登记的必填。"
    ),
    contract.OCCURRED: Column(
        19, "到分钟", "centre moment", "写到分钟，如2026-3-5 14:30；{unit}没有登记的必填。"
    ),
    contract.CALL_ACCEPTED: Column(
        14, "是/否", "centre",
        "填“是”的，12小时、24小时从登记的接报时间起算；填“否”或留空的，从发生时间起算。",
    ),
    contract.DISTRICT_MARK: Column(
        21, "下拉选", "centre", "{office}认定这件事是什么；不属于这几种的选“无”。"
    ),
    contract.CIRCULAR: Column(24, "没有的留空", "centre", "{office}通报这件事的文号；没有的留空。"),
}  # fmt: skip


def columns_of(edition: Edition) -> Mapping[str, Column]:
    """Those that stand on the page: nothing is asked of a call that no register has."""
    asked = contract.CALLED in edition.statement.events.kinds
    return {k: one for k, one in _COLUMNS.items() if asked or k != contract.CALL_ACCEPTED}


def has_designations(edition: Edition) -> bool:
    """Whether the district tells of events: the offices register them, or it has marks."""
    return FormKind.MONTHLY in edition.returned or bool(edition.statement.events.marks)


_GUIDE = "由{office}填写，一件一行；{unit}登记的已列出，只填后三栏。{unit}没有登记的事也在这里写，"
#: rows for events that offices have not registered, or not yet
_SPARE = 40
_LOOK = "cell input text"


def write_designations(
    workbook: Workbook, style: Styles, edition: Edition, rows: Iterable[Row], year: int | None
) -> None:
    """The page with a row for each of ``rows`` and some to spare, and the list of units."""
    title = titled(edition, f"重大事项{contract.DISTRICT_EVENTS}")
    sheet = new_page(workbook, style, contract.DISTRICT_EVENTS, title)
    events, columns = edition.statement.events, columns_of(edition)
    named = "和".join(map(events.label, (contract.CATEGORY, contract.OCCURRED)))
    sheet.show(
        GUIDE, 0, f"{edition.worded(_GUIDE)}写明单位、月份、{named}，按漏报计。", "grey left"
    )
    show_year(sheet, 2, year)
    _headings(sheet, edition)
    known = list(rows)
    for number, row in enumerate([*known, *({} for _ in range(_SPARE))], FIRST):
        for column, (name, one) in enumerate(columns.items()):
            sheet.show(number, column, row.get(name), f"{_LOOK} {one.look}")
    end = FIRST + len(known) + _SPARE - 1
    for column, (name, one) in enumerate(columns.items()):
        sheet.accept(FIRST, column, _rule(name, edition.worded(one.told), events), down_to=end)
    widths(sheet, (one.width for one in columns.values()))
    sheet.freeze_panes(FIRST, 0)
    sheet.autofilter(HEADINGS, 0, end, len(columns) - 1)
    on_paper(sheet, edition, title, edition.statement.office)
    sheet.print_area(SOURCES, 0, end, len(columns) - 1)
    sheet.fit_to_pages(1, 0)
    _write_units(workbook, edition)


def _headings(sheet: Sheet, edition: Edition) -> None:
    columns = columns_of(edition)
    sheet.set_row(HEADINGS, 30)
    sheet.show_across(SOURCES, (2, 4), "哪一件", "head")
    sheet.show_across(SOURCES, (5, len(columns) - 1), edition.statement.office, "head")
    for column, (name, one) in enumerate(columns.items()):
        sheet.show(MEASURES, column, one.how, "numbers")
        sheet.show(HEADINGS, column, edition.statement.events.label(name), "head small")


def _rule(name: str, told: str, events: EventWords) -> Rule:
    title, chosen = events.label(name), events.choices
    match name:
        case contract.UNIT_COLUMN:
            return list_rule(f"={contract.UNIT_LIST}", title, told)
        case contract.MONTH_COLUMN:
            return whole_rule(1, 12, title, told)
        case contract.CALL_ACCEPTED:
            return list_rule([YES, NO], title, told)
        case contract.OCCURRED:
            return with_prompt({"validate": "any"}, title, told)
    return list_rule(list(chosen[name]), title, told) if name in chosen else _text(title, told)


def _text(name: str, told: str) -> Rule:
    return note_rule(30, name, told)


def _write_units(workbook: Workbook, edition: Edition) -> None:
    """The names to choose from: Excel 2007 takes a list from another sheet by name only."""
    sheet = workbook.add_worksheet(contract.UNITS, Sheet)
    for row, unit in enumerate(edition.units):
        sheet.write_string(row, 0, unit.name)
    sheet.hide()
    last = max(len(edition.units), 1)
    workbook.define_name(contract.UNIT_LIST, f"={contract.UNITS}!$A$1:$A${last}")
