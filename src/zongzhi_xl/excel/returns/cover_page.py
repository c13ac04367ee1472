"""封面: whose return, of what period, how far it is filled in, and how to fill it in."""

from zongzhi_xl.core.check_code import NIL_RETURN
from zongzhi_xl.excel.returns.form_layout import CHECKS, COVER, EVENTS, NATURE, REASON
from zongzhi_xl.excel.returns.guidance_page import due_words
from zongzhi_xl.excel.returns.hints import EXPLAINED, NOT_FILLED, QUERY, WRONG
from zongzhi_xl.excel.returns.live import Facts, Live
from zongzhi_xl.excel.returns.page import Book, PlainSheet, compute, merged, put, titled

_FIRST_MIRROR = 6


def write_cover(book: Book) -> PlainSheet:
    """The cover; the identity is typed on the form page and mirrored here."""
    sheet, style = book.page(COVER), book.style
    for column, width in enumerate((4, 20, 42, 16, 4)):
        sheet.set_column(column, column, width)
    sheet.set_default_row(24)
    sheet.set_row(1, 44)
    title = titled(book.edition, book.plan.layout.form.title)
    huge, period = style("huge", "centre"), style("subtitle")
    merged(sheet, (1, 1, 1, 3), huge, lambda: put(sheet, 1, 1, title, huge))
    when = book.plan.period
    merged(sheet, (2, 1, 2, 3), period, lambda: compute(sheet, 2, 1, when, period))
    _identity(sheet, book)
    _verdict(sheet, book)
    _how(sheet, book)
    sheet.print_area(0, 0, 26, 4)
    sheet.fit_to_pages(1, 1)
    return sheet


def _line(sheet: PlainSheet, book: Book, row: int, words: str) -> None:
    put(sheet, row, 1, words, book.style("cell", "head"))


def _mirror(book: Book, name: str) -> Live:
    cell = book.plan.layout.identity[name].absolute
    return Live(f'IF(ISERROR({cell}),"",IF({cell}="","",{cell}))', lambda _: _typed(book, name))


def _typed(book: Book, name: str) -> str | int | float:
    value = book.typed[name]
    return value if isinstance(value, str | int | float) else ""


def _identity(sheet: PlainSheet, book: Book) -> None:
    style = book.style
    value = style("cell", "large", "left", "indent")
    _line(sheet, book, 4, "填报单位")
    _wide(sheet, 4, value)
    compute(sheet, 4, 2, _mirror(book, "填报单位"), value)
    _line(sheet, book, 5, "报告期")
    _wide(sheet, 5, value)
    compute(sheet, 5, 2, book.plan.period, value)
    nil = (NIL_RETURN,) if book.plan.layout.monthly else ()
    for row, name in enumerate((NATURE, REASON, *nil), _FIRST_MIRROR):
        _line(sheet, book, row, name)
        _wide(sheet, row, value)
        compute(sheet, row, 2, _mirror(book, name), value)


def _wide(sheet: PlainSheet, row: int, style: object) -> None:
    sheet.merge_range(row, 2, row, 3, "", style)


def _verdict(sheet: PlainSheet, book: Book) -> None:
    style, hints = book.style, book.plan.hints
    blank, wrong = hints.counted(NOT_FILLED), hints.counted(WRONG)
    query, explained = hints.counted(QUERY), hints.counted(EXPLAINED)
    cells = {}
    put(sheet, 10, 1, "表内审核", style("bold", "large"))
    for row, (words, live) in enumerate(
        (("未填", blank), ("错误", wrong), ("需要说明", query), ("已说明", explained)), 12
    ):
        _line(sheet, book, row, words)
        count = style("cell", "large", "left", "indent", "places")
        _wide(sheet, row, count)
        compute(sheet, row, 2, live, count)
        cells[words] = f"$C${row + 1}"
    _line(sheet, book, 11, "结论")
    checks = book.plan.checks
    unfit = (blank, wrong, checks.wrong)
    failed = "+".join((cells["未填"], cells["错误"], checks.wrong.text))
    conclusive = Live(
        f'IF({failed}>0,"{_UNFIT}",IF({cells["需要说明"]}>0,"{_ASKED}","{_CLEAN}"))',
        lambda facts: _conclusion(facts, unfit, query),
    )
    conclusion = style("cell", "large", "bold", "left", "indent")
    _wide(sheet, 11, conclusion)
    compute(sheet, 11, 2, conclusive, conclusion)
    _line(sheet, book, 16, "校验码")
    _wide(sheet, 16, conclusion)
    code = book.plan.layout.check_code.absolute
    mirrored = Live(code, book.plan.bases.check_code.compute)
    compute(sheet, 16, 2, mirrored, conclusion)


_UNFIT = "还没有填好：请看各页右侧的“提示”"
_ASKED = "没有错误；有需要说明的，请在说明栏写明原因"
_CLEAN = "表内审核通过，未发现错误"


def _conclusion(facts: Facts, unfit: tuple[Live, ...], query: Live) -> str:
    if any(facts.answer(live) for live in unfit):
        return _UNFIT
    return _ASKED if facts.answer(query) else _CLEAN


def _how(sheet: PlainSheet, book: Book) -> None:
    style, form = book.style, book.plan.layout.sheet
    put(sheet, 18, 1, "怎么填", style("bold", "large"))
    second = f"发生重大事项的在“{EVENTS}”页逐件登记；" if book.plan.layout.monthly else ""
    office = book.edition.statement.office
    lines = (
        f"1. 到“{form}”页填黄色格；右侧“提示”随填随显，红色要改正，橙色要在说明栏写明原因。",
        f"2. {second}口径见“填报说明”，审核结果见“{CHECKS}”。",
        f"3. 打印“{form}”页，负责人签名、盖章；{due_words(book)}与本文件一并报{office}。",
    )
    for row, words in enumerate(lines, 19):
        put(sheet, row, 1, words, style("left"))
    first = book.plan.layout.spot(book.plan.layout.lines[1].row, "current").address
    begin = f"开始填报“{form}” →"
    sheet.write_url(23, 1, f"internal:'{form}'!{first}", style("link", "large"), begin)
    place = style("cell", "void", "small")
    sheet.merge_range(24, 1, 25, 3, "", place)
    words = "（“一键校验”按钮的位置：带宏的版本才有；本文件不带宏，表内审核随填随算）"
    put(sheet, 24, 1, words, place)
