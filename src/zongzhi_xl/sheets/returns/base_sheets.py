"""The hidden sheets: 底数 (bases), 计算 (states, check code), 名册 (register), 规则 (edition)."""

from zongzhi_xl.contract import BASES, RULES, UNITS, WORKINGS
from zongzhi_xl.core.edition.statement import REGISTER
from zongzhi_xl.core.returned.check_code import weights
from zongzhi_xl.sheets.returns import bases
from zongzhi_xl.sheets.returns.hints import FOUND_COLUMN
from zongzhi_xl.sheets.returns.page import Book, PlainSheet

#: characters of the edition a cell; a cell holds 32,767
CHUNK = 32000

_HEADINGS = (
    "名称", "数值", "状态（0有数 1无法识别 2未填 3不适用）", "应填（2必填 1可空 0不填）",
    "校验数", "权数一", "权数二", "余数一", "余数二", "一键校验发现的问题",
)  # fmt: skip


def write_bases(book: Book) -> None:
    """底数, hidden: what the district presets, and no formula."""
    sheet, style = book.page(BASES), book.style
    sheet.show(0, 0, "本页由区综治办预置，不用填写", style("grey"))
    for n, words in enumerate(_HEADINGS[:2]):
        sheet.show(bases.FIRST_ROW - 1, n, words, style("head"))
    for name, spot in book.plan.bases.literals.items():
        sheet.show(spot.row, bases.NAME, name, style())
        value = book.bases.get(name)
        if value is not None:
            sheet.show(spot.row, spot.column, value, style())
    sheet.set_column(0, 0, 32)
    sheet.hide()


def write_workings(book: Book) -> None:
    """计算, hidden: the state of every cell and the parts of the check code."""
    sheet, style = book.page(WORKINGS, landscape=True), book.style
    sheet.show(0, 0, "本页自动计算，不用填写", style("grey"))
    for n, live in enumerate(book.plan.bases.sums):
        sheet.show(bases.SUMS_ROW, bases.REMAINDER + n, live, style())
    for n, words in enumerate(_HEADINGS):
        sheet.show(bases.FIRST_ROW - 1, n, words, style("head"))
    sheet.set_column(0, 0, 32)
    sheet.set_column(1, FOUND_COLUMN, 12)
    for name, row in book.plan.bases.rows.items():
        _write_row(sheet, book, name, row)
    sheet.hide()


def _write_row(sheet: PlainSheet, book: Book, name: str, row: bases.BaseRow) -> None:
    at, plain = book.plan.bases.row_of[name], book.style()
    sheet.show(at, bases.NAME, name, plain)
    told = {bases.FIGURE: row.figure, bases.STATE_COLUMN: row.state, bases.DUE: row.due}
    for column, live in told.items():
        if live:
            sheet.show(at, column, live, plain)
    if row.number:  # with its two weights and itself modulo each prime
        sheet.show(at, bases.NUMBER, row.number, plain)
        for which, weight in enumerate(weights(at - bases.FIRST_ROW)):
            sheet.write_number(at, bases.WEIGHT + which, weight)
            sheet.show(at, bases.REMAINDER + which, book.plan.bases.remainders[which][name], plain)
    if found := book.plan.hints.found.get(name):
        sheet.show(at, FOUND_COLUMN, found, plain)


def write_units(book: Book) -> None:
    """名册, hidden: all units, so that one blank serves every office."""
    sheet = book.page(UNITS)
    for n, words in enumerate(("单位", "组别", *REGISTER)):
        sheet.show(0, n, words, book.style("head"))
    for row, unit in enumerate(book.edition.units, 1):
        figures = (getattr(unit, field) for field in REGISTER.values())
        for n, value in enumerate((unit.name, unit.group, *figures)):
            sheet.show(row, n, value, book.style())
    sheet.set_column(0, 5, 16)
    sheet.hide()


def write_rules(book: Book) -> None:
    """规则, very hidden: the edition by which this workbook checks itself."""
    sheet = book.page(RULES)
    text = book.edition.canonical
    for row, start in enumerate(range(0, len(text), CHUNK)):
        sheet.write_string(row, 0, text[start : start + CHUNK])
    sheet.very_hidden()
