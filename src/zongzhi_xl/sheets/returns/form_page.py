"""The form page (月报, 年报), with head and signatures: it is printed, signed and stamped."""

from datetime import date

from xlsxwriter.utility import xl_rowcol_to_cell

from zongzhi_xl import contract
from zongzhi_xl.core.edition.form_words import (
    BESIDE_HEADING,
    CHECK_CODE,
    COMPUTED,
    CORRECTIONS,
    FIRST,
    LABELS,
    MONTH_END,
    MONTH_LABEL,
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
    HEAD_HEIGHTS,
    KIND_ROW,
    MOST_LINES,
    NOTE_LINE,
    PERIOD_ROW,
    REASON_ROW,
    TITLE_ROW,
    UNIT_ROW,
    Line,
)
from zongzhi_xl.sheets.returns.guidance_page import footnote
from zongzhi_xl.sheets.returns.live import NOT_FILLED, NOTICE, QUERY, WRONG, Live
from zongzhi_xl.sheets.returns.page import Book, PlainSheet
from zongzhi_xl.sheets.styles import AMBER_FILL, AMBER_TEXT, GREY_TEXT, RED_FILL, RED_TEXT
from zongzhi_xl.vba.macro_book import RETURN_BUTTONS, Spread, insert_buttons

_BESIDE_WIDTH = 46


def write_form(book: Book) -> None:
    """The page with everything that stands on it."""
    layout, beside = book.plan.layout, book.plan.layout.column["beside"]
    sheet = book.page(layout.sheet, landscape=True)
    widths(sheet, (column.width for column in layout.columns))
    sheet.set_column(layout.last_column + 1, layout.last_column + 1, 1.5)
    sheet.set_column(beside, beside, _BESIDE_WIDTH)
    sheet.set_growing_rows(layout.row_height)
    for row, height in {**HEAD_HEIGHTS, **layout.heights}.items():
        sheet.set_row(row, height)
    _write_head(sheet)
    _write_signatures(sheet)
    _headings(sheet)
    for line in layout.lines:
        _write_line(sheet, line)
    for row, live in book.plan.hints.of_head.items():
        sheet.show(row, beside, live, "grey small")
    _colours(sheet)
    _printing(sheet)
    if book.macros:
        # over the columns that stay in sight, left of the title
        insert_buttons(sheet, RETURN_BUTTONS, Spread(TITLE_ROW, 0, 96, 28, left=2, top=4, gap=4))
        # right of the last word of the period, by which it is known as the form's own
        write_beside_form(sheet, PERIOD_ROW, 5 if layout.monthly else 3)


# ------------------------------------------------------------------ head and signatures


def _write_head(sheet: PlainSheet) -> None:
    """Title; upper left unit and period; upper right number, maker, document, validity."""
    layout = sheet.plan.layout
    title = titled(sheet.plan.edition, layout.form.title)
    sheet.show_across(TITLE_ROW, (0, layout.last_column), title, "title")
    _left(sheet)
    _rules_of_head(sheet)
    _right(sheet)


def _left(sheet: PlainSheet) -> None:
    typed, layout = sheet.facts.typed, sheet.plan.layout
    for row, name in (
        (UNIT_ROW, contract.REPORTING_UNIT), (PERIOD_ROW, contract.REPORTING_YEAR),
        (KIND_ROW, contract.REPORT_KIND),
    ):  # fmt: skip
        sheet.show(row, 0, LABELS[name], "left")
    unit = typed[contract.REPORTING_UNIT]
    sheet.show_across(UNIT_ROW, (1, 3), unit, "input under bold left text shrink")
    sheet.show(PERIOD_ROW, 1, typed[contract.REPORTING_YEAR], "input under bold centre")
    sheet.show(PERIOD_ROW, 2, MONTH_LABEL if layout.monthly else YEAR_END, "left")
    if layout.monthly:
        sheet.show(PERIOD_ROW, 3, typed[contract.REPORTING_MONTH], "input under bold centre")
        sheet.show(PERIOD_ROW, 4, MONTH_END, "left")
    sheet.show(KIND_ROW, 1, typed[contract.REPORT_KIND], "left")
    at = layout.check_code
    sheet.show(at.row, at.column - 1, LABELS[CHECK_CODE], "right")
    sheet.show(at.row, at.column, sheet.plan.bases.check_code, "bold left")
    nature = layout.identity[contract.NATURE].column
    sheet.show(KIND_ROW, nature - 1, LABELS[contract.NATURE], "right")
    sheet.show(REASON_ROW, nature - 1, LABELS[contract.REASON], "right")
    sheet.show(KIND_ROW, nature, typed[contract.NATURE], "input under left")
    reason = typed[contract.REASON]
    sheet.show(REASON_ROW, nature, reason, "input under left text small wrap")
    _heighten(sheet, REASON_ROW, str(reason or ""))
    sheet.show(KIND_ROW, layout.column["beside"], typed[contract.RULES_VERSION], "left tiny")


def _rules_of_head(sheet: PlainSheet) -> None:
    told = sheet.plan.edition.worded("从下拉框中选择本{unit}。")
    units = list_rule(f"={contract.UNIT_LIST}", contract.REPORTING_UNIT, told)
    sheet.accept(UNIT_ROW, 1, units)
    sheet.accept(PERIOD_ROW, 1, whole_rule(2000, 2099, "年份", "填四位年份，如2026。"))
    which = "第一次报选“首报”；报出后改数重报的选第几次更正。"
    nature = sheet.plan.layout.identity[contract.NATURE].column
    sheet.accept(KIND_ROW, nature, list_rule([FIRST, *CORRECTIONS], contract.NATURE, which))
    why = note_rule(100, contract.REASON, "更正的报表写明改了哪几项、为什么改；首报留空。")
    sheet.accept(REASON_ROW, nature, why)
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
        sheet.show(row, layout.last_pair[0] - 1, words, "right")
        sheet.show(row, layout.last_pair[0], shown, "left")


def _write_signatures(sheet: PlainSheet) -> None:
    """Two rows: who answers, who filled in, telephone; the day, and why on that day."""
    layout, facts = sheet.plan.layout, sheet.facts
    row, second, third = layout.signature_row, layout.column["note"], layout.last_pair
    sheet.set_row(row, 15)
    _heighten(sheet, row + 1, facts.notes.get(contract.REPORTED_ON))
    _write_footnote(sheet)
    words, day_note = "input under left text shrink", facts.notes.get(contract.REPORTED_ON)
    for at, columns, name, content, look in (
        (row, (1, 3), contract.SIGNED_BY, facts.typed[contract.SIGNED_BY], words),
        (row, (second, second), contract.FILLED_IN_BY, facts.typed[contract.FILLED_IN_BY], words),
        (row, third, contract.TELEPHONE, facts.typed[contract.TELEPHONE], words),
        (row + 1, (1, 3), contract.REPORTED_ON, facts.typed[contract.REPORTED_ON],
         "input under left day"),
        (row + 1, (second, second), NOTE_OF_DAY, day_note, "input under left text small wrap"),
    ):  # fmt: skip
        sheet.show(at, columns[0] - 1, LABELS[name], "left" if columns[0] == 1 else "right")
        sheet.show_across(at, columns, content, look)
    telephone = note_rule(30, contract.TELEPHONE, "只写办公电话，不写手机号。")
    sheet.accept(row, third[0], telephone)
    day = day_rule("这里只能填日期，如2026-4-3。")
    how = "填本表报出的日期，如2026-4-3。"
    sheet.accept(row + 1, 1, with_prompt(day, contract.REPORTED_ON, how))
    why = "不在规定的日期报出的，写明原因；平时留空。"
    sheet.accept(row + 1, second, note_rule(100, "日期说明", why))


def _write_footnote(sheet: PlainSheet) -> None:
    """Under the table, as on every statistical form: when it is due, and what must hold."""
    layout = sheet.plan.layout
    words = footnote(sheet.plan)
    lines = min(MOST_LINES, lines_in(words, layout.signs_of_footnote))
    sheet.set_row(layout.footnote_row, NOTE_LINE * lines)
    across = (0, layout.last_column)
    sheet.show_across(layout.footnote_row, across, words, "left small wrap top")


# ------------------------------------------------------------------ the table


def _headings(sheet: PlainSheet) -> None:
    layout = sheet.plan.layout
    row = layout.heading_row
    for n, column in enumerate(layout.columns):
        sheet.show(row, n, column.heading, "head")
        sheet.show(row + 1, n, column.number, "numbers")
    sheet.show(row, layout.column["beside"], BESIDE_HEADING, "bold grey")


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
    for at, column in layout.computed:
        shown = "cell computed figure percent" if column.key == "change" else "cell computed figure"
        live = lives.get(column.key)
        sheet.show(row, at, live or VOID, shown if live else "cell void")
    _write_note(sheet, row, item)
    _show_hint(sheet, row, item.name)


def _show_labels(sheet: PlainSheet, row: int, labels: tuple[str, str, str], look: str) -> None:
    """What the row is called, which looks so; its unit and its code."""
    for column, words in enumerate(labels):
        sheet.show(row, column, words, "cell centre" if column else look)


def _write_note(sheet: PlainSheet, row: int, item: Item) -> None:
    """The note; one that was there before the page was made gets the lines it needs."""
    layout, words = sheet.plan.layout, sheet.facts.notes.get(item.name)
    _heighten(sheet, row, words)
    sheet.show(row, layout.column["note"], words, "cell over input text wrap small left")


def _heighten(sheet: PlainSheet, row: int, words: str | None) -> None:
    """The lines that a text in the column 说明 needs, of those that were there from the start.

    Rows without a height of their own follow what is typed in them.
    """
    lines = lines_in(words or "", sheet.plan.layout.signs_of_note)
    if lines > 1:
        sheet.set_row(row, 2 + NOTE_LINE * lines)


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
    layout = sheet.plan.layout
    _show_labels(sheet, row, (derived.printed, derived.unit, "—"), "cell indent")
    live = sheet.plan.columns.derived(derived)
    sheet.show(row, layout.column["current"], live, f"cell computed {LOOK_OF[derived.kind]}")
    sheet.show(row, layout.column["hint"], VOID, "cell void")
    sheet.show(row, layout.column["note"], COMPUTED, "cell void small")
    _void(sheet, row)


def _void(sheet: PlainSheet, row: int) -> None:
    for at, _ in sheet.plan.layout.computed:
        sheet.show(row, at, VOID, "cell void")


def _write_nil_return(sheet: PlainSheet, row: int) -> None:
    name = contract.NIL_RETURN
    _show_labels(sheet, row, (name, "是/否", "—"), "cell bold indent")
    sheet.show(row, 3, sheet.facts.typed[name], "cell input centre")
    how = f"没有的填“是”；有的填“否”，并在“{contract.EVENTS}”页登记。"
    sheet.accept(row, 3, with_prompt(yes_no_rule(), name, how))
    sheet.show(row, sheet.plan.layout.column["note"], None, "cell over")
    _void(sheet, row)
    _show_hint(sheet, row, name)


def _show_hint(sheet: PlainSheet, row: int, name: str) -> None:
    """What is amiss, running on over the blank note; in full beside the table if it has one."""
    column, hints = sheet.plan.layout.column, sheet.plan.hints
    sheet.show(row, column["hint"], hints.shown[name], "cell runs small left")
    sheet.show(row, column["beside"], hints.beside[name], "grey small")


def _colours(sheet: PlainSheet) -> None:
    """Red for wrong entries, amber for queries that are still open; nothing for a missed target."""
    layout = sheet.plan.layout
    first, last = layout.lines[0].row, layout.last_row
    column, at, beside = (layout.column[key] for key in ("current", "hint", "beside"))
    hint = xl_rowcol_to_cell(first, at, col_abs=True)
    for words, fill, ink in ((WRONG, RED_FILL, RED_TEXT), (QUERY, AMBER_FILL, AMBER_TEXT)):
        area = (first, column, last, column)
        sheet.paint(area, _begins(hint, words), bg_color=fill, font_color=ink)
    for words, ink in ((WRONG, RED_TEXT), (QUERY, AMBER_TEXT), (NOTICE, AMBER_TEXT)):
        sheet.paint((first, at, last, at), _begins(hint, words), font_color=ink)
        area = (0, beside, layout.last_printed_row, beside)
        sheet.paint(area, _begins(xl_rowcol_to_cell(0, beside), words), font_color=ink)
    _colours_of_head(sheet)
    left = layout.column["note"] + 1
    words_only = call("ISTEXT", place(xl_rowcol_to_cell(first, left)))
    sheet.paint((first, left, last, layout.last_column), words_only, font_color=GREY_TEXT)


def _colours_of_head(sheet: PlainSheet) -> None:
    """Head and signatures, whose hints stand beside the table: what is blank, wrong or asked."""
    layout = sheet.plan.layout
    for row in sheet.plan.hints.of_head:
        hint = xl_rowcol_to_cell(row, layout.column["beside"], col_abs=True, row_abs=True)
        spots = [spot for spot in layout.identity.values() if spot.row == row]
        for spot in spots:
            area, own = (row, spot.column, row, spot.column), place(spot.address)
            blank = call("AND", _begins(hint, NOT_FILLED), own.equals(""))
            for test, fill, ink in (
                (blank, RED_FILL, RED_TEXT), (_begins(hint, WRONG), RED_FILL, RED_TEXT),
                (_begins(hint, QUERY), AMBER_FILL, AMBER_TEXT),
            ):  # fmt: skip
                sheet.paint(area, test, bg_color=fill, font_color=ink)


def _begins(cell: str, words: str) -> Formula:
    word = words.rstrip("：")
    return call("LEFT", place(cell), len(word)).equals(word)


def _begin(sheet: PlainSheet) -> None:
    """Where the cursor stands when the page is opened: in the first cell still to be filled in."""
    spots = sheet.plan.layout.inputs
    items = [(spots[name], sheet.facts.typed[name]) for name in sheet.plan.bases.items]
    spot = next((spot for spot, value in items if value is None), items[0][0])
    sheet.set_selection(spot.row, spot.column, spot.row, spot.column)


def _printing(sheet: PlainSheet) -> None:
    layout = sheet.plan.layout
    sheet.set_margins(left=0.45, right=0.45, top=0.45, bottom=0.5)
    sheet.print_area(0, 0, layout.last_printed_row, layout.last_column)
    sheet.fit_to_pages(1, 1 if layout.monthly else 0)
    sheet.set_h_pagebreaks(layout.page_breaks)
    # the whole head, so that each page of 年报 says whose it is and carries its check code
    sheet.repeat_rows(TITLE_ROW, layout.heading_row + 1)
    sheet.freeze_panes(layout.heading_row + 2, 3)
    _begin(sheet)
    note = note_rule(100, "说明", "写明原因即可，不写姓名、住址、证件号码。")
    sheet.accept(layout.lines[0].row, layout.column["note"], note, down_to=layout.last_row)
