"""The form page (月报, 年报), with head and signatures: it is printed, signed and stamped."""

from datetime import date

from xlsxwriter.utility import xl_rowcol_to_cell

from zongzhi_xl import contract
from zongzhi_xl.core.edition.form_words import (
    CHECK_CODE,
    COMPUTED,
    CORRECTIONS,
    FIRST,
    HINT_HEADING,
    LABELS,
    MONTH_END,
    MONTH_LABEL,
    NIL_GUIDE,
    NOTE_OF_DAY,
    VOID,
    YEAR_END,
)
from zongzhi_xl.core.edition.items import Derived, Item, Kind
from zongzhi_xl.core.language.formulas import Formula, call, place, when
from zongzhi_xl.core.language.values import State
from zongzhi_xl.sheets.page import lines_in, titled, widths
from zongzhi_xl.sheets.returns.cover_page import write_beside_form
from zongzhi_xl.sheets.returns.entry_rules import (
    LOOK_OF,
    day_rule,
    entry_rule,
    list_rule,
    note_rule,
    whole_rule,
    with_prompt,
    yes_no_rule,
)
from zongzhi_xl.sheets.returns.form_layout import (
    KIND_ROW,
    PERIOD_ROW,
    REASON_ROW,
    TITLE_ROW,
    UNIT_ROW,
    Line,
)
from zongzhi_xl.sheets.returns.live import NOTICE, QUERY, WRONG, Live
from zongzhi_xl.sheets.returns.page import Book, PlainSheet
from zongzhi_xl.sheets.styles import AMBER_FILL, AMBER_TEXT, RED_FILL, RED_TEXT
from zongzhi_xl.vba.macro_book import RETURN_BUTTONS, Spread, insert_buttons

_HINT_WIDTH = 46
#: heights by which 月报 fills one page; of 年报's first page by which its sections end where the
#: paper does, for Excel minds no break of ours where it fits a page to its width
_ROW = {True: 12.75, False: 17.25}
#: height of the rows of 年报's head
_ANNUAL_ROW = 20.25
#: zoom at which the hints, right of the page, are still seen on a small screen
_ZOOM = {True: 75, False: 85}
#: narrow signs of a note that fit a line, by which a row with a long note is made higher
_NOTE_SIGNS = {True: 60, False: 26}
_NOTE_LINE = 12


def write_form(book: Book) -> None:
    """The page with everything that stands on it."""
    layout, hint = book.plan.layout, book.plan.layout.column["hint"]
    sheet = book.page(layout.sheet, landscape=layout.monthly)
    widths(sheet, (column.width for column in layout.columns))
    sheet.set_column(layout.last_column + 1, layout.last_column + 1, 1.5)
    sheet.set_column(hint, hint, _HINT_WIDTH)
    sheet.set_default_row(_ROW[layout.monthly])
    _write_head(sheet)
    _write_signatures(sheet)
    _headings(sheet)
    for line in layout.lines:
        _write_line(sheet, line)
    for row, live in book.plan.hints.of_head.items():
        _show_hint(sheet, row, live)
    _colours(sheet)
    _printing(sheet)
    if book.macros:
        insert_buttons(sheet, RETURN_BUTTONS, Spread(TITLE_ROW, hint, 98, 30, left=4, top=5))
        write_beside_form(sheet, layout.heading_row + 1, hint)


# ------------------------------------------------------------------ head and signatures


def _write_head(sheet: PlainSheet) -> None:
    """Title; upper left unit and period; upper right number, maker, document, validity."""
    layout = sheet.plan.layout
    sheet.set_row(TITLE_ROW, 28 if layout.monthly else 33)
    for row in range(UNIT_ROW, REASON_ROW + 1):
        sheet.set_row(row, 13.5 if layout.monthly else _ANNUAL_ROW)
    title = titled(sheet.plan.edition, layout.form.title)
    sheet.show_across(TITLE_ROW, (0, layout.last_column), title, "title")
    _left(sheet)
    _rules_of_head(sheet)
    _right(sheet)


def _left(sheet: PlainSheet) -> None:
    typed, layout = sheet.facts.typed, sheet.plan.layout
    for row, name in (
        (UNIT_ROW, contract.REPORTING_UNIT), (PERIOD_ROW, contract.REPORTING_YEAR),
        (KIND_ROW, contract.REPORT_KIND), (REASON_ROW, contract.REASON),
    ):  # fmt: skip
        sheet.show(row, 0, LABELS[name], "left")
    unit = typed[contract.REPORTING_UNIT]
    sheet.show_across(UNIT_ROW, (1, 3), unit, "input under bold left text")
    sheet.show(PERIOD_ROW, 1, typed[contract.REPORTING_YEAR], "input under bold centre")
    sheet.show(PERIOD_ROW, 2, MONTH_LABEL if layout.monthly else YEAR_END, "left")
    if layout.monthly:
        sheet.show(PERIOD_ROW, 3, typed[contract.REPORTING_MONTH], "input under bold centre")
        sheet.show(PERIOD_ROW, 4, MONTH_END, "left")
    sheet.show(KIND_ROW, 1, typed[contract.REPORT_KIND], "left")
    sheet.show(KIND_ROW, 3, LABELS[contract.NATURE], "right")
    sheet.show(KIND_ROW, 4, typed[contract.NATURE], "input under left")
    reason = typed[contract.REASON]
    sheet.show_across(REASON_ROW, (1, 4), reason, "input under left text small")
    sheet.show(KIND_ROW, layout.column["hint"], typed[contract.RULES_VERSION], "left tiny")


def _rules_of_head(sheet: PlainSheet) -> None:
    units = list_rule(f"={contract.UNIT_LIST}", contract.REPORTING_UNIT, "从下拉框中选择本街道。")
    sheet.accept(UNIT_ROW, 1, units)
    sheet.accept(PERIOD_ROW, 1, whole_rule(2000, 2099, "年份", "填四位年份，如2026。"))
    which = "第一次报选“首报”；报出后改数重报的选第几次更正。"
    sheet.accept(KIND_ROW, 4, list_rule([FIRST, *CORRECTIONS], contract.NATURE, which))
    why = note_rule(100, contract.REASON, "更正的报表写明改了哪几项、为什么改；首报留空。")
    sheet.accept(REASON_ROW, 1, why)
    if sheet.plan.layout.monthly:
        sheet.accept(PERIOD_ROW, 3, whole_rule(1, 12, "月份", "填报告所属的月份，1至12。"))


def _right(sheet: PlainSheet) -> None:
    layout, bases, statement = sheet.plan.layout, sheet.plan.bases, sheet.plan.edition.statement
    maker = f"{statement.district}{statement.office.removeprefix('区')}"
    last_day = bases.period_cell(contract.REPORTING_YEAR) & "年12月31日"
    for row, words, shown in (
        (UNIT_ROW, "表　　号：", layout.form.number),
        (PERIOD_ROW, "制定机关：", maker),
        (KIND_ROW, "文　　号：", statement.document_number),
        (REASON_ROW, "有效期至：", Live(when(bases.period_state > 0, "", last_day))),
    ):
        sheet.show(row, layout.last_column - 1, words, "right")
        sheet.show(row, layout.last_column, shown, "left")


def _write_signatures(sheet: PlainSheet) -> None:
    """Two rows: who answers, who filled in, telephone; day, check code, why on that day."""
    layout, facts = sheet.plan.layout, sheet.facts
    row, last = layout.signature_row, layout.last_column
    for below in (row, row + 1):
        sheet.set_row(below, 16 if layout.monthly else _ANNUAL_ROW)
    words, day_note = "input under left text", facts.notes.get(contract.REPORTED_ON)
    for at, columns, name, content, look in (
        (row, (1, 2), contract.SIGNED_BY, facts.typed[contract.SIGNED_BY], words),
        (row, (4, 5), contract.FILLED_IN_BY, facts.typed[contract.FILLED_IN_BY], words),
        (row, (last, last), contract.TELEPHONE, facts.typed[contract.TELEPHONE], words),
        (row + 1, (1, 2), contract.REPORTED_ON, facts.typed[contract.REPORTED_ON],
         "input under left day"),
        (row + 1, (4, 5), CHECK_CODE, sheet.plan.bases.check_code, "bold left"),
        (row + 1, (last, last), NOTE_OF_DAY, day_note, f"{words} small"),
    ):  # fmt: skip
        sheet.show(at, columns[0] - 1, LABELS[name], "left" if columns[0] == 1 else "right")
        sheet.show_across(at, columns, content, look)
    sheet.accept(row, last, note_rule(30, contract.TELEPHONE, "只写办公电话，不写手机号。"))
    day = day_rule("这里只能填日期，如2026-4-3。")
    how = "填本表报出的日期，如2026-4-3。"
    sheet.accept(row + 1, 1, with_prompt(day, contract.REPORTED_ON, how))
    why = "不在规定的日期报出的，写明原因；平时留空。"
    sheet.accept(row + 1, last, note_rule(100, "日期说明", why))


# ------------------------------------------------------------------ the table


def _headings(sheet: PlainSheet) -> None:
    layout = sheet.plan.layout
    row = layout.heading_row
    sheet.set_row(row, 28 if layout.monthly else 30)
    sheet.set_row(row + 1, 12)
    for n, column in enumerate(layout.columns):
        sheet.show(row, n, column.heading, "head")
        sheet.show(row + 1, n, column.number, "numbers")
    sheet.show(row, layout.column["hint"], HINT_HEADING, "bold grey")


def _write_line(sheet: PlainSheet, line: Line) -> None:
    if line.item:
        _write_item(sheet, line.row, line.item)
    elif line.derived:
        _write_derived(sheet, line.row, line.derived)
    elif line.heading:
        columns = (0, sheet.plan.layout.last_column)
        sheet.show_across(line.row, columns, line.heading, "section")
    else:
        _write_nil_return(sheet, line.row)


def _write_item(sheet: PlainSheet, row: int, item: Item) -> None:
    layout, lives = sheet.plan.layout, sheet.plan.columns.of[item.name]
    look = "cell indent2 shrink" if item.part_of else "cell indent shrink"
    _show_labels(sheet, row, (item.row_label, item.unit, item.code), look)
    _write_entry(sheet, row, item)
    for at, column in enumerate(layout.columns[4:-1], 4):
        shown = "cell computed figure percent" if column.key == "change" else "cell computed figure"
        live = lives.get(column.key)
        sheet.show(row, at, live or VOID, shown if live else "cell void")
    _write_note(sheet, row, item)
    _show_hint(sheet, row, sheet.plan.hints.hints[item.name])


def _show_labels(sheet: PlainSheet, row: int, labels: tuple[str, str, str], look: str) -> None:
    """What the row is called, which looks so; its unit and its code."""
    for column, words in enumerate(labels):
        sheet.show(row, column, words, "cell centre" if column else look)


def _write_note(sheet: PlainSheet, row: int, item: Item) -> None:
    """The note; one that was there before the page was made gets the lines it needs."""
    layout, words = sheet.plan.layout, sheet.facts.notes.get(item.name)
    lines = lines_in(words or "", _NOTE_SIGNS[layout.monthly])
    if lines > 1:
        sheet.set_row(row, max(_ROW[layout.monthly], 1 + _NOTE_LINE * lines))
    sheet.show(row, layout.last_column, words, "cell input text wrap small left")


def _write_entry(sheet: PlainSheet, row: int, item: Item) -> None:
    spot, value = sheet.plan.layout.inputs[item.name], sheet.facts.typed[item.name]
    if value == State.NOT_APPLICABLE.value and not item.applies_in(sheet.facts.month):
        sheet.show(row, spot.column, value, "cell preset")
        return
    # a day in a cell for counts (typed as 3-5) keeps the format that the program gave it
    kind = Kind.DATE if isinstance(value, date) else item.kind
    sheet.show(row, spot.column, value, f"cell input {LOOK_OF[kind]}")
    sheet.accept(row, spot.column, entry_rule(item, spot.address))


def _write_derived(sheet: PlainSheet, row: int, derived: Derived) -> None:
    last = sheet.plan.layout.last_column
    _show_labels(sheet, row, (derived.printed, derived.unit, "—"), "cell indent")
    live = sheet.plan.columns.derived(derived)
    sheet.show(row, 3, live, f"cell computed {LOOK_OF[derived.kind]}")
    for column in range(4, last):
        sheet.show(row, column, VOID, "cell void")
    sheet.show(row, last, COMPUTED, "cell void small")


def _write_nil_return(sheet: PlainSheet, row: int) -> None:
    name = contract.NIL_RETURN
    _show_labels(sheet, row, (name, "是/否", "—"), "cell bold indent")
    sheet.show(row, 3, sheet.facts.typed[name], "cell input centre")
    how = f"没有的填“是”；有的填“否”，并在“{contract.EVENTS}”页登记。"
    sheet.accept(row, 3, with_prompt(yes_no_rule(), name, how))
    across = (4, sheet.plan.layout.last_column)
    sheet.show_across(row, across, NIL_GUIDE, "cell grey small left")
    _show_hint(sheet, row, sheet.plan.hints.hints[name])


def _show_hint(sheet: PlainSheet, row: int, hint: Live) -> None:
    sheet.show(row, sheet.plan.layout.column["hint"], hint, "grey small")


def _colours(sheet: PlainSheet) -> None:
    """Red for wrong entries, amber for queries that are still open; nothing for a missed target."""
    layout = sheet.plan.layout
    first, last = layout.lines[0].row, layout.last_row
    column, at = layout.column["current"], layout.column["hint"]
    hint, top = (xl_rowcol_to_cell(row, at, col_abs=True) for row in (first, 0))
    for words, fill, ink in ((WRONG, RED_FILL, RED_TEXT), (QUERY, AMBER_FILL, AMBER_TEXT)):
        area = (first, column, last, column)
        sheet.paint(area, _begins(hint, words), bg_color=fill, font_color=ink)
    words_only = call("ISTEXT", place(xl_rowcol_to_cell(first, column + 1)))
    computed = (first, column + 1, last, layout.last_column - 1)
    sheet.paint(computed, words_only, font_color="#8C8C8C")
    for words, ink in ((WRONG, RED_TEXT), (QUERY, AMBER_TEXT), (NOTICE, AMBER_TEXT)):
        sheet.paint((0, at, layout.last_printed_row, at), _begins(top, words), font_color=ink)


def _begins(cell: str, words: str) -> Formula:
    return call("LEFT", place(cell), len(words)).equals(words)


def _printing(sheet: PlainSheet) -> None:
    layout = sheet.plan.layout
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
    sheet.accept(layout.lines[0].row, layout.last_column, note, down_to=layout.last_row)
