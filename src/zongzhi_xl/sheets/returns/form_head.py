"""Head and signatures of the form page, as statistical forms have them."""

from zongzhi_xl.contract import NATURE, REASON, UNIT_LIST
from zongzhi_xl.core.language.formulas import when
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
from zongzhi_xl.sheets.returns.page import Book, PlainSheet, compute, merged, put, titled

#: 报表性质: the first return of a period, or a correction of it
FIRST, CORRECTIONS = "首报", tuple(f"第{n}次更正" for n in range(1, 6))
#: height of the rows of 年报's head
_ANNUAL_ROW = 20.25
_SIGNED = ("单位负责人", "填表人", "联系电话")


def write_head(sheet: PlainSheet, book: Book) -> None:
    """Title; upper left unit and period; upper right number, maker, document, validity."""
    layout, style = book.plan.layout, book.style
    last = layout.last_column
    sheet.set_row(TITLE_ROW, 28 if layout.monthly else 33)
    for row in range(UNIT_ROW, REASON_ROW + 1):
        sheet.set_row(row, 13.5 if layout.monthly else _ANNUAL_ROW)
    title = titled(book.edition, layout.form.title)
    merged(
        sheet,
        (TITLE_ROW, 0, TITLE_ROW, last),
        style("title"),
        lambda: put(sheet, TITLE_ROW, 0, title, style("title")),
    )
    _left(sheet, book)
    _right(sheet, book)


def _left(sheet: PlainSheet, book: Book) -> None:
    style, typed, monthly = book.style, book.typed, book.plan.layout.monthly
    for row, words in (
        (UNIT_ROW, "填报单位（盖章）："), (PERIOD_ROW, "报告期："),
        (KIND_ROW, "报表种类："), (REASON_ROW, "更正原因："),
    ):  # fmt: skip
        put(sheet, row, 0, words, style("left"))
    unit = style("input", "under", "bold", "left", "text")
    merged(
        sheet,
        (UNIT_ROW, 1, UNIT_ROW, 3),
        unit,
        lambda: put(sheet, UNIT_ROW, 1, typed["填报单位"], unit),
    )
    number = style("input", "under", "bold", "centre")
    put(sheet, PERIOD_ROW, 1, typed["年份"], number)
    put(sheet, PERIOD_ROW, 2, "年" if monthly else "年度", style("left"))
    if monthly:
        put(sheet, PERIOD_ROW, 3, typed["月份"], number)
        put(sheet, PERIOD_ROW, 4, "月", style("left"))
    put(sheet, KIND_ROW, 1, typed["报表种类"], style("left"))
    put(sheet, KIND_ROW, 3, "报表性质：", style("right"))
    put(sheet, KIND_ROW, 4, typed[NATURE], style("input", "under", "left"))
    reason = style("input", "under", "left", "text", "small")
    merged(
        sheet,
        (REASON_ROW, 1, REASON_ROW, 4),
        reason,
        lambda: put(sheet, REASON_ROW, 1, typed[REASON], reason),
    )
    edition = book.plan.layout.identity["版本"]
    put(sheet, edition.row, edition.column, typed["版本"], style("left", "tiny"))
    _rules_of_head(sheet, book)


def _rules_of_head(sheet: PlainSheet, book: Book) -> None:
    sheet.data_validation(
        UNIT_ROW, 1, UNIT_ROW, 1, list_rule(f"={UNIT_LIST}", "填报单位", "从下拉框中选择本街道。")
    )
    sheet.data_validation(
        PERIOD_ROW, 1, PERIOD_ROW, 1, whole_rule(2000, 2099, "年份", "填四位年份，如2026。")
    )
    which = "第一次报选“首报”；报出后改数重报的选第几次更正。"
    sheet.data_validation(KIND_ROW, 4, KIND_ROW, 4, list_rule([FIRST, *CORRECTIONS], NATURE, which))
    why = note_rule(100, REASON, "更正的报表写明改了哪几项、为什么改；首报留空。")
    sheet.data_validation(REASON_ROW, 1, REASON_ROW, 1, why)
    if book.plan.layout.monthly:
        sheet.data_validation(
            PERIOD_ROW, 3, PERIOD_ROW, 3, whole_rule(1, 12, "月份", "填报告所属的月份，1至12。")
        )


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
        put(sheet, row, label, words, style("right"))
        if shown is not None:
            put(sheet, row, value, shown, style("left"))
    bases = book.plan.bases
    last_day = bases.period_cell("年份") & "年12月31日"
    until = Live(when(bases.period_state > 0, "", last_day))
    compute(sheet, REASON_ROW, value, until, style("left"))


def write_signatures(sheet: PlainSheet, book: Book) -> None:
    """Two rows: who answers, who filled in, telephone; day, check code, why on that day."""
    layout, style, typed = book.plan.layout, book.style, book.typed
    row, last = layout.signature_row, layout.last_column
    for below in (row, row + 1):
        sheet.set_row(below, 16 if layout.monthly else _ANNUAL_ROW)
    words = style("input", "under", "left", "text")
    day = style("input", "under", "left", "day")
    put(sheet, row, 0, "单位负责人：", style("left"))
    merged(sheet, (row, 1, row, 2), words, lambda: put(sheet, row, 1, typed["单位负责人"], words))
    put(sheet, row, 3, "填表人：", style("right"))
    merged(sheet, (row, 4, row, 5), words, lambda: put(sheet, row, 4, typed["填表人"], words))
    put(sheet, row, last - 1, "联系电话：", style("right"))
    put(sheet, row, last, typed["联系电话"], words)
    put(sheet, row + 1, 0, "报出日期：", style("left"))
    merged(
        sheet, (row + 1, 1, row + 1, 2), day, lambda: put(sheet, row + 1, 1, typed["报出日期"], day)
    )
    put(sheet, row + 1, 3, "校验码：", style("right"))
    code = style("bold", "left")
    merged(
        sheet,
        (row + 1, 4, row + 1, 5),
        code,
        lambda: compute(sheet, row + 1, 4, book.plan.bases.check_code, code),
    )
    put(sheet, row + 1, last - 1, "日期说明：", style("right"))
    note = style("input", "under", "left", "text", "small")
    put(sheet, row + 1, last, book.notes.get("报出日期"), note)
    _rules_of_signatures(sheet, row, last)


def _rules_of_signatures(sheet: PlainSheet, row: int, last: int) -> None:
    office = "只写办公电话，不写手机号。"
    sheet.data_validation(row, last, row, last, note_rule(30, "联系电话", office))
    day = with_prompt(
        day_rule("这里只能填日期，如2026-4-3。"), "报出日期", "填本表报出的日期，如2026-4-3。"
    )
    sheet.data_validation(row + 1, 1, row + 1, 1, day)
    why = "不在规定的日期报出的，写明原因；平时留空。"
    sheet.data_validation(row + 1, last, row + 1, last, note_rule(100, "日期说明", why))
