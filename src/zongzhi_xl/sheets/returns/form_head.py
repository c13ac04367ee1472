"""Head and signatures of the form page, as statistical forms have them."""

from zongzhi_xl import contract
from zongzhi_xl.core.language.formulas import when
from zongzhi_xl.sheets.page import titled
from zongzhi_xl.sheets.returns.entry_rules import (
    day_rule,
    list_rule,
    note_rule,
    whole_rule,
    with_prompt,
)
from zongzhi_xl.sheets.returns.form_layout import (
    KIND_ROW,
    PERIOD_ROW,
    REASON_ROW,
    TITLE_ROW,
    UNIT_ROW,
)
from zongzhi_xl.sheets.returns.live import Live
from zongzhi_xl.sheets.returns.page import Book, PlainSheet

#: 报表性质: the first return of a period, or a correction of it
FIRST, CORRECTIONS = "首报", tuple(f"第{n}次更正" for n in range(1, 6))
#: height of the rows of 年报's head
_ANNUAL_ROW = 20.25


def write_head(sheet: PlainSheet, book: Book) -> None:
    """Title; upper left unit and period; upper right number, maker, document, validity."""
    layout, style = book.plan.layout, book.style
    last = layout.last_column
    sheet.set_row(TITLE_ROW, 28 if layout.monthly else 33)
    for row in range(UNIT_ROW, REASON_ROW + 1):
        sheet.set_row(row, 13.5 if layout.monthly else _ANNUAL_ROW)
    title = titled(book.edition, layout.form.title)
    sheet.show_across(TITLE_ROW, (0, last), title, style("title"))
    _left(sheet, book)
    _right(sheet, book)


def _left(sheet: PlainSheet, book: Book) -> None:
    style, typed, monthly = book.style, book.typed, book.plan.layout.monthly
    for row, words in (
        (UNIT_ROW, "填报单位（盖章）："), (PERIOD_ROW, "报告期："),
        (KIND_ROW, "报表种类："), (REASON_ROW, "更正原因："),
    ):  # fmt: skip
        sheet.show(row, 0, words, style("left"))
    unit = style("input", "under", "bold", "left", "text")
    sheet.show_across(UNIT_ROW, (1, 3), typed[contract.REPORTING_UNIT], unit)
    number = style("input", "under", "bold", "centre")
    sheet.show(PERIOD_ROW, 1, typed["年份"], number)
    sheet.show(PERIOD_ROW, 2, "年" if monthly else "年度", style("left"))
    if monthly:
        sheet.show(PERIOD_ROW, 3, typed["月份"], number)
        sheet.show(PERIOD_ROW, 4, "月", style("left"))
    sheet.show(KIND_ROW, 1, typed[contract.REPORT_KIND], style("left"))
    sheet.show(KIND_ROW, 3, "报表性质：", style("right"))
    sheet.show(KIND_ROW, 4, typed[contract.NATURE], style("input", "under", "left"))
    reason = style("input", "under", "left", "text", "small")
    sheet.show_across(REASON_ROW, (1, 4), typed[contract.REASON], reason)
    edition = book.plan.layout.identity[contract.RULES_VERSION]
    sheet.show(edition.row, edition.column, typed[contract.RULES_VERSION], style("left", "tiny"))
    _rules_of_head(sheet, book)


def _rules_of_head(sheet: PlainSheet, book: Book) -> None:
    units = list_rule(f"={contract.UNIT_LIST}", contract.REPORTING_UNIT, "从下拉框中选择本街道。")
    sheet.accept(UNIT_ROW, 1, units)
    sheet.accept(PERIOD_ROW, 1, whole_rule(2000, 2099, "年份", "填四位年份，如2026。"))
    which = "第一次报选“首报”；报出后改数重报的选第几次更正。"
    sheet.accept(KIND_ROW, 4, list_rule([FIRST, *CORRECTIONS], contract.NATURE, which))
    why = note_rule(100, contract.REASON, "更正的报表写明改了哪几项、为什么改；首报留空。")
    sheet.accept(REASON_ROW, 1, why)
    if book.plan.layout.monthly:
        sheet.accept(PERIOD_ROW, 3, whole_rule(1, 12, "月份", "填报告所属的月份，1至12。"))


def _right(sheet: PlainSheet, book: Book) -> None:
    layout, style, statement = book.plan.layout, book.style, book.edition.statement
    label, value = layout.last_column - 1, layout.last_column
    maker = f"{statement.district}{statement.office.removeprefix('区')}"
    bases = book.plan.bases
    last_day = bases.period_cell("年份") & "年12月31日"
    for row, words, shown in (
        (UNIT_ROW, "表　　号：", layout.form.number),
        (PERIOD_ROW, "制定机关：", maker),
        (KIND_ROW, "文　　号：", statement.document_number),
        (REASON_ROW, "有效期至：", Live(when(bases.period_state > 0, "", last_day))),
    ):
        sheet.show(row, label, words, style("right"))
        sheet.show(row, value, shown, style("left"))


def write_signatures(sheet: PlainSheet, book: Book) -> None:
    """Two rows: who answers, who filled in, telephone; day, check code, why on that day."""
    layout, style, typed = book.plan.layout, book.style, book.typed
    row, last = layout.signature_row, layout.last_column
    for below in (row, row + 1):
        sheet.set_row(below, 16 if layout.monthly else _ANNUAL_ROW)
    words = style("input", "under", "left", "text")
    day = style("input", "under", "left", "day")
    code, note = style("bold", "left"), style("input", "under", "left", "text", "small")
    for at, columns, label, content, look in (
        (row, (1, 2), "单位负责人：", typed[contract.SIGNED_BY], words),
        (row, (4, 5), "填表人：", typed[contract.FILLED_IN_BY], words),
        (row, (last, last), "联系电话：", typed[contract.TELEPHONE], words),
        (row + 1, (1, 2), "报出日期：", typed[contract.REPORTED_ON], day),
        (row + 1, (4, 5), "校验码：", book.plan.bases.check_code, code),
        (row + 1, (last, last), "日期说明：", book.notes.get(contract.REPORTED_ON), note),
    ):
        sheet.show(at, columns[0] - 1, label, style("left" if columns[0] == 1 else "right"))
        sheet.show_across(at, columns, content, look)
    _rules_of_signatures(sheet, row, last)


def _rules_of_signatures(sheet: PlainSheet, row: int, last: int) -> None:
    office = "只写办公电话，不写手机号。"
    sheet.accept(row, last, note_rule(30, contract.TELEPHONE, office))
    day = day_rule("这里只能填日期，如2026-4-3。")
    how = "填本表报出的日期，如2026-4-3。"
    sheet.accept(row + 1, 1, with_prompt(day, contract.REPORTED_ON, how))
    why = "不在规定的日期报出的，写明原因；平时留空。"
    sheet.accept(row + 1, last, note_rule(100, "日期说明", why))
