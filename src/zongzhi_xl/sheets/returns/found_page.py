"""逐条, hidden: what the workbook finds by itself, as 校验结果 says it.

Where there is no Python, macros/in_sheet.bas copies the block and the verdict from here, and knows
nothing of any check.
"""

from zongzhi_xl import contract
from zongzhi_xl.core.language.formulas import Constant, call, condition, place
from zongzhi_xl.sheets.returns.fault_row import FaultRow
from zongzhi_xl.sheets.returns.form_layout import Spot
from zongzhi_xl.sheets.returns.found import BLOCK, CELL, FIRST_ROW, PLACE, SAID_ROW, WIDTH
from zongzhi_xl.sheets.returns.hidden_sheets import Place
from zongzhi_xl.sheets.returns.live import Live
from zongzhi_xl.sheets.returns.page import Book, PlainSheet

#: what the macros copy
_NAMED = {
    contract.FOUND_BLOCK: Place(
        "", Spot(contract.LISTED, FIRST_ROW, BLOCK), contract.RESULT_ROWS + 1, WIDTH
    ),
    contract.FOUND_VERDICT: Place("", Spot(contract.LISTED, SAID_ROW, 0)),
    contract.BY_HAND: Place("", Spot(contract.LISTED, SAID_ROW, 1)),
}


def write_found(book: Book) -> None:
    """The sheet, and the names by which the macros know its cells."""
    sheet, plan = book.page(contract.LISTED), book.plan.found
    sheet.show(0, 0, "本页自动计算，不用填写", "grey")
    sheet.show_row(FIRST_ROW - 1, contract.RESULT_COLUMNS, "head")
    for row, columns in enumerate(plan.table):
        for column, live in enumerate((*columns, plan.numbers[row])):
            _show(sheet, row, column, live)
    for row, one in enumerate(plan.faults.rows, len(plan.heads)):
        _show_address(sheet, row, one)
    for row, (at, columns) in enumerate(zip(plan.places, plan.block, strict=True)):
        _show(sheet, row, PLACE, at)
        for column, live in enumerate(columns, BLOCK):
            _show(sheet, row, column, live)
    _show(sheet, contract.RESULT_ROWS, BLOCK, plan.more)
    sheet.show(SAID_ROW, 0, plan.said)
    sheet.show(SAID_ROW, 1, plan.by_hand)
    sheet.hide()
    for name, where in _NAMED.items():
        book.workbook.define_name(name, f"={where.absolute}")


def _show(sheet: PlainSheet, row: int, column: int, live: Live) -> None:
    """A formula; plain words as such."""
    match live.root:
        case Constant(str(words)):
            if words:
                sheet.show(FIRST_ROW + row, column, words)
        case _:
            sheet.show(FIRST_ROW + row, column, live)


def _show_address(sheet: PlainSheet, row: int, one: FaultRow) -> None:
    """Where the cell is now: rows may be put in above it."""
    if one.spot:
        at = place(one.spot.absolute)
        address = call("ADDRESS", call("ROW", at), call("COLUMN", at), 4)
        sheet.write_formula(FIRST_ROW + row, CELL, condition(address), None, one.address)
