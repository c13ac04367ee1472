"""封面: whose return, of what period, how far it is filled in, and how to fill it in.

What the button says stands here, and again beside the form's own buttons.
"""

from zongzhi_xl import contract
from zongzhi_xl.core.language.formulas import (
    Formula,
    Read,
    Source,
    call,
    count_of,
    first_of,
    is_error,
    joined,
    place,
    when,
)
from zongzhi_xl.sheets.page import titled, widths
from zongzhi_xl.sheets.returns.book_plan import BookPlan
from zongzhi_xl.sheets.returns.entry_rules import note_rule
from zongzhi_xl.sheets.returns.form_layout import Spot
from zongzhi_xl.sheets.returns.guidance_page import due_words
from zongzhi_xl.sheets.returns.live import COUNTED, Live
from zongzhi_xl.sheets.returns.live_kinds import due_column
from zongzhi_xl.sheets.returns.page import Book, PlainSheet
from zongzhi_xl.sheets.styles import AMBER_TEXT, GREEN_TEXT, GREY_TEXT, RED_TEXT
from zongzhi_xl.vba.macro_book import RETURN_BUTTONS, Spread, insert_buttons

_TITLE_ROW, _PERIOD_ROW, _BUTTON_ROW, _FIRST_MIRROR = 0, 1, 2, 6
_LINK_ROW, _CODE_ROW, _HOW_ROW = 9, 16, 18
_COUNTED = dict(zip(("未填", "错误", "需要说明", "已说明"), COUNTED, strict=True))
_NO_BUTTONS = "本文件不带宏，表内审核随填随算。“一键校验”等按钮在带宏的表（.xlsm）里"


def write_cover(book: Book) -> None:
    """The cover; the identity is typed on the form page and mirrored here."""
    sheet, plan = book.page(contract.COVER), book.plan
    widths(sheet, (4, 20, 42, 16, 4))
    sheet.set_default_row(21)
    sheet.set_row(_TITLE_ROW, 40)
    title = titled(plan.edition, plan.layout.form.title)
    sheet.show_across(_TITLE_ROW, (1, 3), title, "huge centre")
    sheet.show_across(_PERIOD_ROW, (1, 3), plan.period, "subtitle")
    sheet.set_row(_BUTTON_ROW, 38)
    if book.macros:
        insert_buttons(sheet, RETURN_BUTTONS, Spread(_BUTTON_ROW, 1, 172, 36, top=6, gap=24))
    else:
        sheet.show_across(_BUTTON_ROW, (1, 3), _NO_BUTTONS, "grey small centre")
    _identity(sheet)
    _verdict(sheet)
    _of_button(sheet, hidden=not book.macros)
    _faulty(sheet)
    _links(sheet)
    _how(sheet)
    sheet.print_area(0, 0, _HOW_ROW + 4, 4)
    sheet.fit_to_pages(1, 1)


def _labelled(sheet: PlainSheet, row: int, label: object, content: object, look: str) -> None:
    """A label with what belongs to it."""
    sheet.show(row, 1, label, "cell head")
    sheet.show_across(row, (2, 3), content, look)


def _identity(sheet: PlainSheet) -> None:
    layout, look = sheet.plan.layout, "cell large left indent"
    unit = layout.identity[contract.REPORTING_UNIT]
    _labelled(sheet, 4, contract.REPORTING_UNIT, _mirror(unit, contract.REPORTING_UNIT), look)
    _labelled(sheet, 5, "报告期", sheet.plan.period, look)
    nil = (contract.NIL_RETURN,) if layout.monthly else ()
    for row, name in enumerate((contract.NATURE, contract.REASON, *nil), _FIRST_MIRROR):
        long = name == contract.REASON
        cell = "cell small wrap left indent" if long else look
        _labelled(sheet, row, name, _mirror(layout.identity[name], name), cell)
        if long:
            sheet.set_row(row, _HEIGHT_OF_REASON)


def _mirror(spot: Spot, name: str) -> Live:
    cell = Read(spot.absolute, Source.TYPED, name)
    return Live(first_of(((is_error(cell), ""), (cell.equals(""), "")), cell))


def _verdict(sheet: PlainSheet) -> None:
    plan, cells = sheet.plan, {}
    sheet.show(10, 1, "表内审核", "bold large")
    for row, (words, begins) in enumerate(_COUNTED.items(), 12):
        count = plan.hints.counts[begins]
        _labelled(sheet, row, words, count, "cell large left indent places")
        cells[words] = count.at(f"$C${row + 1}")
    cases = (
        (cells["未填"] > 0, _UNFIT),
        (cells["错误"] > 0, _RED),
        (plan.checks.wrong > 0, _BROKEN),
        (cells["需要说明"] > 0, _ASKED),
    )
    code = Live(plan.bases.check_code.at(plan.layout.check_code.absolute))
    # as long as what the button said holds, its counts are the only ones
    above, code_here = plan.layout.on_cover[contract.VERDICT].row + 1, place(f"$C${_CODE_ROW + 1}")
    holds = call("RIGHT", place(f"$C${above}"), 8).equals(code_here)
    counts = (_CODE_ROW - len(_COUNTED), 2, _CODE_ROW - 1, 3)
    sheet.paint(counts, holds, num_format=f'"{_COUNTED_ABOVE}"', font_color=GREY_TEXT)
    look = "cell large bold left indent"
    _labelled(sheet, 11, "结论", Live(first_of(cases, _clean(plan))), look)
    _labelled(sheet, _CODE_ROW, "校验码", code, look)


_COUNTED_ABOVE = f"见“{contract.VERDICT}”"
_UNFIT = "还没有填好：请看各页的“提示”"
_RED = "有错误，请改正：请看各页的“提示”"
_BROKEN = f"有不符合的审核关系，请改正：请看“{contract.CHECKS}”页"
_ASKED = "没有错误；有需要说明的，请在说明栏写明原因"


#: a hundred signs, small and as large as others are
_HEIGHT_OF_REASON, _HEIGHT_OF_FAULTY = 42, 60


def _clean(plan: BookPlan) -> str:
    """Never that there is no fault: some checks need what the workbook does not know."""
    left = plan.checks.left_to_district
    return f"表内审核通过；另有 {left} 条报送后审核（见“{contract.CHECKS}”）"


def _faulty(sheet: PlainSheet) -> None:
    """Why a return is handed in although something must still be put right."""
    name, cell = contract.FAULTY, sheet.plan.layout.on_cover[contract.FAULTY]
    sheet.set_row(cell.row, _HEIGHT_OF_FAULTY)
    typed = sheet.facts.typed[name]
    _labelled(sheet, cell.row, name, typed, "cell input text wrap left indent")
    why = "有必须改正的问题又一时改不了的，写明原因；没有的留空。"
    sheet.accept(cell.row, cell.column, note_rule(100, name, why))


def _how(sheet: PlainSheet) -> None:
    plan, form = sheet.plan, sheet.plan.layout.sheet
    sheet.set_row(_HOW_ROW, 34)
    sheet.show(_HOW_ROW, 1, "怎么填", "bold large")
    second = f"发生重大事项的在“{contract.EVENTS}”页逐件登记；" if plan.layout.monthly else ""
    office = plan.edition.statement.office
    lines = (
        f"1. 到“{form}”页填黄色格；格旁的“提示”随填随显，红色要改正，橙色要在说明栏写明原因。",
        f"2. {second}口径见“填报说明”，审核结果见“{contract.CHECKS}”。",
        f"3. 打印“{form}”页，负责人签名、盖章；{due_words(plan)}与本文件一并报{office}。",
        _burden(plan),
    )
    for row, words in enumerate(lines, _HOW_ROW + 1):
        sheet.show(row, 1, words, "left")


def _links(sheet: PlainSheet) -> None:
    """Where to go from here, in sight without scrolling."""
    layout = sheet.plan.layout
    first = layout.spot(layout.lines[1].row, "current").address
    found = Spot(contract.RESULTS, contract.FIRST_RESULT_ROW, 0).address
    for column, page, cell, words in (
        (1, layout.sheet, first, f"开始填报“{layout.sheet}” →"),
        (2, contract.RESULTS, found, f"看“{contract.RESULTS}” →"),
    ):
        to, look = f"internal:'{page}'!{cell}", sheet.style("link large")
        sheet.write_url(_LINK_ROW, column, to, look, words)


def _burden(plan: BookPlan) -> Live:
    """How many cells are to be typed; what the months have told already is filled in."""
    bases, head = plan.bases, {*contract.IDENTITY} & {*plan.layout.identity}
    told = sum(item.sums is not None for item in bases.items.values())
    given, due = len(head & {*_PREFILLED}), due_column(bases)
    typed, filled = count_of(due > 0) + (len(head) - given - told), count_of(due.equals(0))
    words = (
        "4. 要填 ",
        typed,
        " 格，已预填 ",
        filled + (given + told),
        " 格；没有一个数要填两遍。",
    )
    return Live(joined("&", words))


#: what the district fills in before the blank goes out
_PREFILLED = (
    contract.REPORTING_UNIT, contract.REPORTING_YEAR, contract.REPORTING_MONTH,
    contract.REPORT_KIND, contract.RULES_VERSION,
)  # fmt: skip


# ------------------------------------------------------------------ what the button says

#: height of the cell: the longest verdict takes four lines
_HEIGHT = 63
_CHANGED = "（数已改，请再校验）"
#: the first words found in a verdict decide its colour
_INK = (
    ("必须改正", RED_TEXT), ("没有生成", RED_TEXT), ("没有校验", RED_TEXT),
    ("需要说明", AMBER_TEXT), ("通过", GREEN_TEXT),
)  # fmt: skip


def _of_button(sheet: PlainSheet, *, hidden: bool) -> None:
    """The cell that the button writes; its label tells whether that still holds."""
    cell = sheet.plan.layout.on_cover[contract.VERDICT]
    sheet.set_row(cell.row, _HEIGHT, None, {"hidden": hidden})
    look = "cell bold large text wrap left indent open"
    _labelled(sheet, cell.row, _label(sheet.plan), None, look)
    changed = call("LEN", place(f"$B${cell.row + 1}")) > len(contract.VERDICT)
    label = (cell.row, cell.column - 1, cell.row, cell.column - 1)
    sheet.paint(label, changed, font_color=RED_TEXT)
    over = {"font_color": GREY_TEXT, "font_strikeout": True}
    sheet.paint((cell.row, cell.column, cell.row, cell.column), changed, **over)
    _colour(sheet, cell.row, cell.column)


def write_beside_form(sheet: PlainSheet, row: int, column: int) -> None:
    """The same words where who clicks on the form page sees them; never printed."""
    cell, said = sheet.plan.layout.on_cover[contract.VERDICT], _said()
    label = _label(sheet.plan).at(Spot(cell.sheet, cell.row, cell.column - 1).absolute)
    sheet.show(row, column, Live(when(said.equals(""), "", label & "：" & said)), "bold small")
    _colour(sheet, row, column)


def _colour(sheet: PlainSheet, row: int, column: int) -> None:
    for words, colour in _INK:
        rule = {"type": "text", "criteria": "containing", "value": words, "stop_if_true": True}
        sheet.paint_by(rule, (row, column, row, column), font_color=colour)


def _said() -> Formula:
    """What the button said; nothing in a fresh workbook."""
    return Read(contract.VERDICT, Source.TYPED, contract.VERDICT)


def _label(plan: BookPlan) -> Live:
    """校验结论; after figures were changed, that it no longer holds."""
    said, verdict = _said(), contract.VERDICT
    code = plan.bases.check_code.at(plan.layout.check_code.absolute)
    unsaid = is_error(call("FIND", "校验码", said))
    holds = call("RIGHT", said, 8).equals(code)
    return Live(first_of(((unsaid, verdict), (holds, verdict)), f"{verdict}{_CHANGED}"))
