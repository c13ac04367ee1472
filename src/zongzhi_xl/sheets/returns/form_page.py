"""The form page (月报, 年报): the page that is printed, signed and stamped."""

from datetime import date

from xlsxwriter.utility import xl_rowcol_to_cell

from zongzhi_xl.contract import EVENTS, NIL_RETURN
from zongzhi_xl.core.edition.items import Derived, Item, Kind
from zongzhi_xl.core.language.formulas import Formula, call, place
from zongzhi_xl.core.language.values import State
from zongzhi_xl.sheets.page import lines_in
from zongzhi_xl.sheets.returns.entry_rules import entry_rule, note_rule, with_prompt, yes_no_rule
from zongzhi_xl.sheets.returns.form_head import write_head, write_signatures
from zongzhi_xl.sheets.returns.form_layout import TITLE_ROW, Line
from zongzhi_xl.sheets.returns.hints import NOTICE, QUERY, WRONG
from zongzhi_xl.sheets.returns.live import Live
from zongzhi_xl.sheets.returns.page import Book, PlainSheet
from zongzhi_xl.sheets.returns.verdict_cells import write_beside_form
from zongzhi_xl.sheets.styles import AMBER_FILL, AMBER_TEXT, RED_FILL, RED_TEXT
from zongzhi_xl.vba.macro_book import RETURN_BUTTONS, Spread, insert_buttons

_HINT_WIDTH = 46
#: heights by which 月报 fills one page; of 年报's first page by which its sections end where the
#: paper does, for Excel minds no break of ours where it fits a page to its width
_ROW = {True: 12.75, False: 17.25}
#: zoom at which the hints, right of the page, are still seen on a small screen
_ZOOM = {True: 75, False: 85}
#: narrow signs of a note that fit a line, by which a row with a long note is made higher
_NOTE_SIGNS = {True: 60, False: 26}
_NOTE_LINE = 12
_CURRENT = {Kind.COUNT: ("figure",), Kind.DATE: ("centre", "day"), Kind.YES_NO: ("centre",)}
_COMPUTED = {"change": ("percent",)}


def write_form(book: Book) -> None:
    """The page with everything that stands on it."""
    layout = book.plan.layout
    sheet = book.page(layout.sheet, landscape=layout.monthly)
    for n, column in enumerate(layout.columns):
        sheet.set_column(n, n, column.width)
    sheet.set_column(layout.last_column + 1, layout.last_column + 1, 1.5)
    sheet.set_column(layout.column["hint"], layout.column["hint"], _HINT_WIDTH)
    sheet.set_default_row(_ROW[layout.monthly])
    write_head(sheet, book)
    write_signatures(sheet, book)
    _headings(sheet, book)
    for line in layout.lines:
        _write_line(sheet, book, line)
    for row, live in book.plan.hints.of_head.items():
        _show_hint(sheet, book, row, live)
    _colours(sheet, book)
    _printing(sheet, book)
    if book.macros:
        place = Spread(TITLE_ROW, layout.column["hint"], 98, 30, left=4, top=5)
        insert_buttons(sheet, RETURN_BUTTONS, place)
        write_beside_form(sheet, book, layout.heading_row + 1, layout.column["hint"])


def _headings(sheet: PlainSheet, book: Book) -> None:
    layout, style = book.plan.layout, book.style
    row = layout.heading_row
    sheet.set_row(row, 28 if layout.monthly else 30)
    sheet.set_row(row + 1, 12)
    for n, column in enumerate(layout.columns):
        sheet.show(row, n, column.heading, style("head"))
        sheet.show(row + 1, n, column.number, style("numbers"))
    sheet.show(row, layout.column["hint"], "提示（随填随显，不打印）", style("bold", "grey"))


def _write_line(sheet: PlainSheet, book: Book, line: Line) -> None:
    if line.item:
        _write_item(sheet, book, line.row, line.item)
    elif line.derived:
        _write_derived(sheet, book, line.row, line.derived)
    elif line.heading:
        section = book.style("section")
        sheet.show_across(line.row, (0, book.plan.layout.last_column), line.heading, section)
    else:
        _write_nil_return(sheet, book, line.row)


def _write_item(sheet: PlainSheet, book: Book, row: int, item: Item) -> None:
    layout, style = book.plan.layout, book.style
    indent = "indent2" if item.part_of else "indent"
    _show_labels(sheet, book, row, (item.row_label, item.unit, item.code), indent, "shrink")
    _write_entry(sheet, book, row, item)
    lives = book.plan.columns.of[item.name]
    for column in layout.columns[4:-1]:
        at = layout.column[column.key]
        if column.key in lives:
            shown = style("cell", "computed", "figure", *_COMPUTED.get(column.key, ()))
            sheet.show(row, at, lives[column.key], shown)
        else:
            sheet.show(row, at, "—", style("cell", "void"))
    _write_note(sheet, book, row, item)
    _show_hint(sheet, book, row, book.plan.hints.hints[item.name])


def _show_labels(
    sheet: PlainSheet, book: Book, row: int, labels: tuple[str, str, str], *look: str
) -> None:
    """What the row is called, which looks so; its unit and its code."""
    for column, words in enumerate(labels):
        sheet.show(row, column, words, book.style("cell", *(("centre",) if column else look)))


def _write_note(sheet: PlainSheet, book: Book, row: int, item: Item) -> None:
    """The note; one that was there before the page was made gets the lines it needs."""
    layout, words = book.plan.layout, book.notes.get(item.name)
    lines = lines_in(words or "", _NOTE_SIGNS[layout.monthly])
    if lines > 1:
        sheet.set_row(row, max(_ROW[layout.monthly], 1 + _NOTE_LINE * lines))
    note = book.style("cell", "input", "text", "wrap", "small", "left")
    sheet.show(row, layout.column["note"], words, note)


def _write_entry(sheet: PlainSheet, book: Book, row: int, item: Item) -> None:
    column, style = book.plan.layout.column["current"], book.style
    value = book.typed[item.name]
    if value == State.NOT_APPLICABLE.value and not item.applies_in(book.month):
        sheet.show(row, column, value, style("cell", "preset"))
        return
    # a day in a cell for counts (typed as 3-5) keeps the format that the program gave it
    shape = _CURRENT[Kind.DATE if isinstance(value, date) else item.kind]
    sheet.show(row, column, value, style("cell", "input", *shape))
    spot = book.plan.layout.inputs[item.name]
    sheet.accept(row, column, entry_rule(item, spot.address))


def _write_derived(sheet: PlainSheet, book: Book, row: int, derived: Derived) -> None:
    layout, style = book.plan.layout, book.style
    _show_labels(sheet, book, row, (derived.printed, derived.unit, "—"), "indent")
    shown = style("cell", "computed", *_CURRENT[derived.kind])
    sheet.show(row, 3, book.plan.columns.derived(derived), shown)
    for column in range(4, layout.last_column):
        sheet.show(row, column, "—", style("cell", "void"))
    sheet.show(row, layout.last_column, "自动计算，不用填写", style("cell", "void", "small"))


def _write_nil_return(sheet: PlainSheet, book: Book, row: int) -> None:
    layout, style = book.plan.layout, book.style
    _show_labels(sheet, book, row, (NIL_RETURN, "是/否", "—"), "bold", "indent")
    sheet.show(row, 3, book.typed[NIL_RETURN], style("cell", "input", "centre"))
    how = f"没有的填“是”；有的填“否”，并在“{EVENTS}”页登记。"
    rule = with_prompt(yes_no_rule(), NIL_RETURN, how)
    sheet.accept(row, 3, rule)
    words = style("cell", "grey", "small", "left")
    told = f"没有发生重大事项填“是”；发生了填“否”，并在“{EVENTS}”页逐件登记"
    sheet.show_across(row, (4, layout.last_column), told, words)
    _show_hint(sheet, book, row, book.plan.hints.hints[NIL_RETURN])


def _show_hint(sheet: PlainSheet, book: Book, row: int, hint: Live) -> None:
    column = book.plan.layout.column["hint"]
    sheet.show(row, column, hint, book.style("grey", "small"))


def _colours(sheet: PlainSheet, book: Book) -> None:
    """Red for wrong entries, amber for queries that are still open; nothing for a missed target."""
    layout, style = book.plan.layout, book.style
    first, last = layout.lines[0].row, layout.last_row
    at = layout.column["hint"]
    hint = xl_rowcol_to_cell(first, at, col_abs=True)
    column = layout.column["current"]
    red = style.fill(RED_FILL, RED_TEXT)
    amber = style.fill(AMBER_FILL, AMBER_TEXT)
    for words, colours in ((WRONG, red), (QUERY, amber)):
        sheet.paint((first, column, last, column), _begins(hint, words), colours)
    words_only = call("ISTEXT", place(xl_rowcol_to_cell(first, column + 1)))
    computed = (first, column + 1, last, layout.last_column - 1)
    sheet.paint(computed, words_only, style.ink("#8C8C8C"))
    top = xl_rowcol_to_cell(0, at, col_abs=True)
    for words, ink in ((WRONG, RED_TEXT), (QUERY, AMBER_TEXT), (NOTICE, AMBER_TEXT)):
        sheet.paint((0, at, layout.last_printed_row, at), _begins(top, words), style.ink(ink))


def _begins(cell: str, words: str) -> Formula:
    return call("LEFT", place(cell), len(words)).equals(words)


def _printing(sheet: PlainSheet, book: Book) -> None:
    layout = book.plan.layout
    sheet.set_margins(left=0.45, right=0.45, top=0.45, bottom=0.5)
    sheet.print_area(0, 0, layout.last_printed_row, layout.last_column)
    sheet.fit_to_pages(1, 1 if layout.monthly else 0)
    if layout.page_break:
        sheet.set_h_pagebreaks([layout.page_break])
    # the whole head, so that each page of 年报 says whose it is and carries its check code
    sheet.repeat_rows(TITLE_ROW, layout.heading_row + 1)
    sheet.freeze_panes(layout.heading_row + 2, 3)
    sheet.set_zoom(_ZOOM[layout.monthly])
    note = note_rule(100, "说明", "写明原因即可，不写姓名、住址、证件号码。")
    column = layout.column["note"]
    sheet.accept(layout.lines[0].row, column, note, down_to=layout.last_row)
