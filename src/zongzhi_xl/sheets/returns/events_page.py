"""重大事项: the register of events, one row an event."""

from itertools import chain, repeat

from xlsxwriter.utility import xl_rowcol_to_cell

from zongzhi_xl import contract
from zongzhi_xl.core.edition.event_words import MEANT, ColumnKind, RegisterColumn
from zongzhi_xl.core.language.formulas import Read, Source, call, place
from zongzhi_xl.sheets.page import lines_in
from zongzhi_xl.sheets.returns.entry_rules import (
    Rule,
    day_rule,
    list_rule,
    note_rule,
    whole_rule,
    with_prompt,
)
from zongzhi_xl.sheets.returns.form_layout import NOTE_LINE
from zongzhi_xl.sheets.returns.live import NOTICE, QUERY, WRONG, Live
from zongzhi_xl.sheets.returns.page import Book
from zongzhi_xl.sheets.styles import AMBER_TEXT, RED_TEXT

_HEADING_ROW = contract.FIRST_EVENT_ROW - 1
#: the least width of a column, how its cells look, and what is said of them where the edition
#: says nothing
_KINDS = {
    ColumnKind.TEXT: (12.5, "text centre", "简要填写。"),
    ColumnKind.CHOICE: (9.5, "text centre", "从下拉框中选一个。"),
    ColumnKind.MOMENT: (16.5, "moment centre", "写到分钟，如2026-3-5 14:30。"),
    ColumnKind.DAY: (11.5, "day centre", "写日期，如2026-3-5。"),
    ColumnKind.COUNT: (8.5, "figure", "填整数，没有的填0。"),
}
#: of 简要情况: its width, and the most signs there and in another column of words
_WIDE, _LONG, _SHORT = 36, 50, 30
#: the most that may be typed of deaths, and of anything else
_MOST_DEAD, _MOST = 9_999, 99_999_999
#: height of a row whose words fit a line, and the narrow signs of a line of 简要情况
_ROW, _SIGNS = 19.5, 40
_GUIDE = (
    f"发生应登记的重大事项的，一件一行；一件也没有的，本页留空，并在“月报”页“{contract.NIL_RETURN}”填“是”。",
    "时间写到分钟（如 2026-3-5 14:30）。事项编号定了不再改，更正时也用原来的。"
    "不写姓名、住址、证件号码和手机号。",
)


def write_events(book: Book) -> None:
    """The register with its guide, lists and hints."""
    register = book.plan.bases.register
    columns, right = register.words.columns, len(register.words.columns)
    sheet, last = book.page(contract.EVENTS, landscape=True), right - 1
    sheet.set_column(right, right, 32)
    sheet.set_growing_rows(_ROW)
    sheet.show_title("重大事项登记表", last)
    spot = book.plan.layout.identity[contract.REPORTING_UNIT]
    unit = Read(spot.absolute, Source.TYPED, contract.REPORTING_UNIT)
    head = Live("填报单位：" & unit & "　　报告期：" & book.plan.period.root)
    sheet.show(1, 0, head, "left")
    for row, words in enumerate(_GUIDE, 2):
        sheet.show(row, 0, words, "left grey")
    sheet.show_headings(_HEADING_ROW, [(one.printed, _width(one)) for one in columns])
    sheet.show(_HEADING_ROW, right, "提示（不打印）", "bold grey")
    sheet.set_row(_HEADING_ROW, 30)
    events = chain(book.facts.register, repeat({}))
    hinted = zip(register.hints, events, strict=False)
    for row, (hint, event) in enumerate(hinted, contract.FIRST_EVENT_ROW):
        for column, one in enumerate(columns):
            sheet.show(row, column, event.get(one.name), _look(one))
        lines = lines_in(str(event.get(contract.CIRCUMSTANCES) or ""), _SIGNS)
        if lines > 1:
            sheet.set_row(row, 2 + NOTE_LINE * lines)
        sheet.show(row, right, hint, "grey small")
    end = contract.FIRST_EVENT_ROW + book.plan.event_rows - 1
    for column, one in enumerate(columns):
        sheet.accept(contract.FIRST_EVENT_ROW, column, _rule(one), down_to=end)
    hints = (contract.FIRST_EVENT_ROW, right, end, right)
    top = place(xl_rowcol_to_cell(contract.FIRST_EVENT_ROW, right, col_abs=True))
    for words, ink in ((WRONG, RED_TEXT), (QUERY, AMBER_TEXT), (NOTICE, AMBER_TEXT)):
        sheet.paint(hints, call("LEFT", top, len(words)).equals(words), font_color=ink)
    sheet.print_down(end, last, first=contract.FIRST_EVENT_ROW, frozen=1)


def _width(one: RegisterColumn) -> float:
    """Wide enough for the heading on one line; a sign of Chinese takes two."""
    least = _WIDE if one.name == contract.CIRCUMSTANCES else _KINDS[one.kind][0]
    return max(least, 2 * len(one.printed) + 0.5)


def _look(one: RegisterColumn) -> str:
    wrapped = one.name == contract.CIRCUMSTANCES
    return f"cell input {'text wrap left small' if wrapped else _KINDS[one.kind][1]}"


def _rule(one: RegisterColumn) -> Rule:
    title, told = one.printed, one.words or _KINDS[one.kind][2]
    match one.kind:
        case ColumnKind.CHOICE:
            return list_rule(list(one.choices), title, told)
        case ColumnKind.COUNT:
            return whole_rule(0, _MOST_DEAD if one.name in MEANT else _MOST, title, told)
        case ColumnKind.MOMENT:
            return with_prompt({"validate": "any"}, title, told)
        case ColumnKind.DAY:
            return with_prompt(day_rule("这里只能填日期，如2026-3-5。"), title, told)
    return note_rule(_LONG if one.name == contract.CIRCUMSTANCES else _SHORT, title, told)
