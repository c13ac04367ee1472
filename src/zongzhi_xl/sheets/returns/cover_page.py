"""封面: whose return, of what period, how far it is filled in, and how to fill it in."""

from xlsxwriter.format import Format

from zongzhi_xl import contract
from zongzhi_xl.core.language.formulas import Read, Source, first_of, is_error
from zongzhi_xl.sheets.page import titled
from zongzhi_xl.sheets.returns.entry_rules import note_rule
from zongzhi_xl.sheets.returns.guidance_page import due_words
from zongzhi_xl.sheets.returns.hints import EXPLAINED, NOT_FILLED, QUERY, WRONG
from zongzhi_xl.sheets.returns.live import Live
from zongzhi_xl.sheets.returns.page import Book, PlainSheet
from zongzhi_xl.sheets.returns.verdict_cells import write_on_cover
from zongzhi_xl.vba.macro_book import RETURN_BUTTONS, Spread, insert_buttons

_TITLE_ROW, _PERIOD_ROW, _BUTTON_ROW, _FIRST_MIRROR, _HOW_ROW = 0, 1, 2, 6, 18
_COUNTED = {"未填": NOT_FILLED, "错误": WRONG, "需要说明": QUERY, "已说明": EXPLAINED}
_NO_BUTTONS = "本文件不带宏，表内审核随填随算。“一键校验”等按钮在带宏的表（.xlsm）里"


def write_cover(book: Book) -> None:
    """The cover; the identity is typed on the form page and mirrored here."""
    sheet, style = book.page(contract.COVER), book.style
    for column, width in enumerate((4, 20, 42, 16, 4)):
        sheet.set_column(column, column, width)
    sheet.set_default_row(24)
    sheet.set_row(_TITLE_ROW, 46)
    title = titled(book.edition, book.plan.layout.form.title)
    sheet.show_across(_TITLE_ROW, (1, 3), title, style("huge", "centre"))
    sheet.show_across(_PERIOD_ROW, (1, 3), book.plan.period, style("subtitle"))
    _buttons(sheet, book)
    _identity(sheet, book)
    _verdict(sheet, book)
    write_on_cover(sheet, book)
    _faulty(sheet, book)
    _how(sheet, book)
    sheet.print_area(0, 0, 24, 4)
    sheet.fit_to_pages(1, 1)


def _buttons(sheet: PlainSheet, book: Book) -> None:
    """The buttons; without macros, where to find them."""
    sheet.set_row(_BUTTON_ROW, 38)
    if book.macros:
        insert_buttons(sheet, RETURN_BUTTONS, Spread(_BUTTON_ROW, 1, 172, 36, top=6, gap=24))
        return
    sheet.show_across(_BUTTON_ROW, (1, 3), _NO_BUTTONS, book.style("grey", "small", "centre"))


def _mirror(book: Book, name: str) -> Live:
    cell = Read(book.plan.layout.identity[name].absolute, Source.TYPED, name)
    return Live(first_of(((is_error(cell), ""), (cell.equals(""), "")), cell))


def _labelled(
    sheet: PlainSheet, book: Book, row: int, told: tuple[str, object], style: Format
) -> None:
    """A label with what belongs to it."""
    sheet.show(row, 1, told[0], book.style("cell", "head"))
    sheet.show_across(row, (2, 3), told[1], style)


def _identity(sheet: PlainSheet, book: Book) -> None:
    value = book.style("cell", "large", "left", "indent")
    nil = (contract.NIL_RETURN,) if book.plan.layout.monthly else ()
    lines = {
        4: (contract.REPORTING_UNIT, _mirror(book, contract.REPORTING_UNIT)),
        5: ("报告期", book.plan.period),
    }
    for row, name in enumerate((contract.NATURE, contract.REASON, *nil), _FIRST_MIRROR):
        lines[row] = (name, _mirror(book, name))
    for row, told in lines.items():
        _labelled(sheet, book, row, told, value)


def _verdict(sheet: PlainSheet, book: Book) -> None:
    style, plan, cells = book.style, book.plan, {}
    sheet.show(10, 1, "表内审核", style("bold", "large"))
    for row, (words, begins) in enumerate(_COUNTED.items(), 12):
        count = plan.hints.counts[begins]
        look = style("cell", "large", "left", "indent", "places")
        _labelled(sheet, book, row, (words, count), look)
        cells[words] = count.at(f"$C${row + 1}")
    cases = (
        (cells["未填"] > 0, _UNFIT),
        (cells["错误"] > 0, "有" & cells["错误"] & _RED),
        (plan.checks.wrong > 0, _BROKEN),
        (cells["需要说明"] > 0, _ASKED),
    )
    code = Live(plan.bases.check_code.at(plan.layout.check_code.absolute))
    look = style("cell", "large", "bold", "left", "indent")
    _labelled(sheet, book, 11, ("结论", Live(first_of(cases, _CLEAN))), look)
    _labelled(sheet, book, 16, ("校验码", code), look)


def _faulty(sheet: PlainSheet, book: Book) -> None:
    """Why a return is handed in although something must still be put right."""
    words = book.style("cell", "input", "text", "wrap", "left", "indent")
    cell = book.plan.layout.on_cover[contract.FAULTY]
    sheet.set_row(cell.row, 30)
    _labelled(sheet, book, cell.row, (contract.FAULTY, book.typed[contract.FAULTY]), words)
    why = "有必须改正的问题又一时改不了的，写明原因；没有的留空。"
    sheet.accept(cell.row, cell.column, note_rule(100, contract.FAULTY, why))


_UNFIT = "还没有填好：请看各页右侧的“提示”"
_RED = "处错误，请改正：请看各页右侧的“提示”"
_BROKEN = f"有不符合的审核关系，请改正：请看“{contract.CHECKS}”页"
_ASKED = "没有错误；有需要说明的，请在说明栏写明原因"
_CLEAN = "表内审核通过，未发现错误"


def _how(sheet: PlainSheet, book: Book) -> None:
    style, form = book.style, book.plan.layout.sheet
    sheet.set_row(_HOW_ROW, 34)
    sheet.show(_HOW_ROW, 1, "怎么填", style("bold", "large"))
    second = f"发生重大事项的在“{contract.EVENTS}”页逐件登记；" if book.plan.layout.monthly else ""
    office = book.edition.statement.office
    lines = (
        f"1. 到“{form}”页填黄色格；右侧“提示”随填随显，红色要改正，橙色要在说明栏写明原因。",
        f"2. {second}口径见“填报说明”，审核结果见“{contract.CHECKS}”。",
        f"3. 打印“{form}”页，负责人签名、盖章；{due_words(book)}与本文件一并报{office}。",
    )
    for row, words in enumerate(lines, _HOW_ROW + 1):
        sheet.show(row, 1, words, style("left"))
    first = book.plan.layout.spot(book.plan.layout.lines[1].row, "current").address
    begin = f"开始填报“{form}” →"
    sheet.write_url(23, 1, f"internal:'{form}'!{first}", style("link", "large"), begin)
