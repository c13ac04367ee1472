"""What the button says: in its cell on the cover, and again beside the form's own buttons."""

from zongzhi_xl.contract import VERDICT
from zongzhi_xl.core.language.formulas import (
    Formula,
    Read,
    Source,
    call,
    first_of,
    is_error,
    place,
    when,
)
from zongzhi_xl.sheets.returns.form_layout import Spot
from zongzhi_xl.sheets.returns.live import Live
from zongzhi_xl.sheets.returns.page import Book, PlainSheet
from zongzhi_xl.sheets.styles import AMBER_TEXT, GREEN_TEXT, RED_TEXT

#: height of the cell on the cover: the longest verdict takes four lines
_HEIGHT = 66
_CHANGED = "（数已改，请再校验）"
#: the first words found in a verdict decide its colour
_INK = (
    ("必须改正", RED_TEXT), ("没有生成", RED_TEXT), ("没有校验", RED_TEXT),
    ("需要说明", AMBER_TEXT), ("通过", GREEN_TEXT),
)  # fmt: skip


def write_on_cover(sheet: PlainSheet, book: Book) -> None:
    """The cell that the button writes; its label tells whether that still holds."""
    style, cell = book.style, book.plan.layout.on_cover[VERDICT]
    said = style("cell", "bold", "large", "text", "wrap", "left", "indent", "open")
    sheet.set_row(cell.row, _HEIGHT, None, {} if book.macros else {"hidden": True})
    sheet.show(cell.row, cell.column - 1, _label(book), style("cell", "head"))
    sheet.show_across(cell.row, (cell.column, cell.column + 1), None, said)
    changed = call("LEN", place(f"$B${cell.row + 1}")) > len(VERDICT)
    label = (cell.row, cell.column - 1, cell.row, cell.column - 1)
    sheet.paint(label, changed, style.ink(RED_TEXT))
    _colour(sheet, book, cell.row, cell.column)


def write_beside_form(sheet: PlainSheet, book: Book, row: int, column: int) -> None:
    """The same words where who clicks on the form page sees them; never printed."""
    cell = book.plan.layout.on_cover[VERDICT]
    label = Spot(cell.sheet, cell.row, cell.column - 1)
    said = _said()
    words = Live(when(said.equals(""), "", _label(book).at(label.absolute) & "：" & said))
    sheet.show(row, column, words, book.style("bold", "small"))
    _colour(sheet, book, row, column)


def _colour(sheet: PlainSheet, book: Book, row: int, column: int) -> None:
    for words, colour in _INK:
        rule = {"type": "text", "criteria": "containing", "value": words, "stop_if_true": True}
        rule["format"] = book.style.ink(colour)
        sheet.conditional_format(row, column, row, column, rule)


def _said() -> Formula:
    """What the button said; nothing in a fresh workbook."""
    return Read(VERDICT, Source.TYPED, VERDICT)


def _label(book: Book) -> Live:
    """校验结论; after figures were changed, that it no longer holds."""
    said, plan = _said(), book.plan
    code = plan.bases.check_code.at(plan.layout.check_code.absolute)
    unsaid = is_error(call("FIND", "校验码", said))
    holds = call("RIGHT", said, 8).equals(code)
    return Live(first_of(((unsaid, VERDICT), (holds, VERDICT)), f"{VERDICT}{_CHANGED}"))
