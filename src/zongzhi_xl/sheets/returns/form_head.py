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
from zongzhi_xl.sheets.returns.page import Book, PlainSheet, accept, show, show_across

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
    show_across(sheet, TITLE_ROW, (0, last), title, style("title"))
    _left(sheet, book)
    _right(sheet, book)


def _left(sheet: PlainSheet, book: Book) -> None:
    style, typed, monthly = book.style, book.typed, book.plan.layout.monthly
    for row, words in (
        (UNIT_ROW, "填报单位（盖章）："), (PERIOD_ROW, "报告期："),
        (KIND_ROW, "报表种类："), (REASON_ROW, "更正原因："),
    ):  # fmt: skip
        show(sheet, row, 0, words, style("left"))
    unit = style("input", "under", "bold", "left", "text")
    show_across(sheet, UNIT_ROW, (1, 3), typed[contract.REPORTING_UNIT], unit)
    number = style("input", "under", "bold", "centre")
    show(sheet, PERIOD_ROW, 1, typed["年份"], number)
    show(sheet, PERIOD_ROW, 2, "年" if monthly else "年度", style("left"))
    if monthly:
        show(sheet, PERIOD_ROW, 3, typed["月份"], number)
        show(sheet, PERIOD_ROW, 4, "月", style("left"))
    show(sheet, KIND_ROW, 1, typed[contract.REPORT_KIND], style("left"))
    show(sheet, KIND_ROW, 3, "报表性质：", style("right"))
    show(sheet, KIND_ROW, 4, typed[contract.NATURE], style("input", "under", "left"))
    reason = style("input", "under", "left", "text", "small")
    show_across(sheet, REASON_ROW, (1, 4), typed[contract.REASON], reason)
    edition = book.plan.layout.identity[contract.RULES_VERSION]
    show(sheet, edition.row, edition.column, typed[contract.RULES_VERSION], style("left", "tiny"))
    _rules_of_head(sheet, book)


def _rules_of_head(sheet: PlainSheet, book: Book) -> None:
    accept(
        sheet,
        UNIT_ROW,
        1,
        list_rule(f"={contract.UNIT_LIST}", contract.REPORTING_UNIT, "从下拉框中选择本街道。"),
    )
    accept(sheet, PERIOD_ROW, 1, whole_rule(2000, 2099, "年份", "填四位年份，如2026。"))
    which = "第一次报选“首报”；报出后改数重报的选第几次更正。"
    accept(sheet, KIND_ROW, 4, list_rule([FIRST, *CORRECTIONS], contract.NATURE, which))
    why = note_rule(100, contract.REASON, "更正的报表写明改了哪几项、为什么改；首报留空。")
    accept(sheet, REASON_ROW, 1, why)
    if book.plan.layout.monthly:
        accept(sheet, PERIOD_ROW, 3, whole_rule(1, 12, "月份", "填报告所属的月份，1至12。"))


def _right(sheet: PlainSheet, book: Book) -> None:
    layout, style, statement = book.plan.layout, book.style, book.edition.statement
    label, value = layout.last_column - 1, layout.last_column
    maker = f"{statement.district}{statement.office.removeprefix('区')}"
    for row, words, shown in (
        (UNIT_ROW, "表　　号：", layout.form.number),
        (PERIOD_ROW, "制定机关：", maker),
        (KIND_ROW, "文　　号：", statement.document_number),
        (REASON_ROW, "有效期至：", None),
    ):
        show(sheet, row, label, words, style("right"))
        if shown is not None:
            show(sheet, row, value, shown, style("left"))
    bases = book.plan.bases
    last_day = bases.period_cell("年份") & "年12月31日"
    until = Live(when(bases.period_state > 0, "", last_day))
    show(sheet, REASON_ROW, value, until, style("left"))


def write_signatures(sheet: PlainSheet, book: Book) -> None:
    """Two rows: who answers, who filled in, telephone; day, check code, why on that day."""
    layout, style, typed = book.plan.layout, book.style, book.typed
    row, last = layout.signature_row, layout.last_column
    for below in (row, row + 1):
        sheet.set_row(below, 16 if layout.monthly else _ANNUAL_ROW)
    words = style("input", "under", "left", "text")
    day = style("input", "under", "left", "day")
    show(sheet, row, 0, "单位负责人：", style("left"))
    show_across(sheet, row, (1, 2), typed[contract.SIGNED_BY], words)
    show(sheet, row, 3, "填表人：", style("right"))
    show_across(sheet, row, (4, 5), typed[contract.FILLED_IN_BY], words)
    show(sheet, row, last - 1, "联系电话：", style("right"))
    show(sheet, row, last, typed[contract.TELEPHONE], words)
    show(sheet, row + 1, 0, "报出日期：", style("left"))
    show_across(sheet, row + 1, (1, 2), typed[contract.REPORTED_ON], day)
    show(sheet, row + 1, 3, "校验码：", style("right"))
    code = style("bold", "left")
    show_across(sheet, row + 1, (4, 5), book.plan.bases.check_code, code)
    show(sheet, row + 1, last - 1, "日期说明：", style("right"))
    note = style("input", "under", "left", "text", "small")
    show(sheet, row + 1, last, book.notes.get(contract.REPORTED_ON), note)
    _rules_of_signatures(sheet, row, last)


def _rules_of_signatures(sheet: PlainSheet, row: int, last: int) -> None:
    office = "只写办公电话，不写手机号。"
    accept(sheet, row, last, note_rule(30, contract.TELEPHONE, office))
    day = with_prompt(
        day_rule("这里只能填日期，如2026-4-3。"),
        contract.REPORTED_ON,
        "填本表报出的日期，如2026-4-3。",
    )
    accept(sheet, row + 1, 1, day)
    why = "不在规定的日期报出的，写明原因；平时留空。"
    accept(sheet, row + 1, last, note_rule(100, "日期说明", why))
