"""重大事项: the register of events, one row an event."""

from itertools import chain, repeat

from xlsxwriter.utility import xl_rowcol_to_cell

from zongzhi_xl.contract import (
    CIRCUMSTANCES,
    EVENT_COLUMNS,
    EVENTS,
    FIRST_EVENT_ROW,
    NIL_RETURN,
    REPORTING_UNIT,
)
from zongzhi_xl.core.edition.statement import Edition
from zongzhi_xl.core.language.formulas import Read, Source, call, place
from zongzhi_xl.core.returned.submission import EVENT_KINDS, EventColumn
from zongzhi_xl.sheets.page import lines_in
from zongzhi_xl.sheets.returns.entry_rules import (
    Rule,
    list_rule,
    note_rule,
    whole_rule,
    with_prompt,
)
from zongzhi_xl.sheets.returns.form_layout import NOTE_LINE
from zongzhi_xl.sheets.returns.live import NOTICE, QUERY, WRONG, Live
from zongzhi_xl.sheets.returns.page import Book
from zongzhi_xl.sheets.returns.register import HINT_COLUMN
from zongzhi_xl.sheets.styles import AMBER_TEXT, RED_TEXT

_HEADING_ROW = FIRST_EVENT_ROW - 1
#: width of each column, and what is said of its cells
_COLUMNS = {
    "事项编号": (12.5, "同一件事在各处用同一个编号，如2026-03-001。"),
    "大类": (9.5, "从下拉框中选一个。"),
    "事故类型": (9.5, "属于事故的选一个；不是的选“不适用”。"),
    "发生时间": (16.5, "写到分钟，如2026-3-5 14:30。"),
    "接报时间": (16.5, "接到报告的时间，写到分钟；没有的可空。"),
    "上报时间": (16.5, "向{office}报告的时间，写到分钟，如2026-3-5 16:00。"),
    "死亡人数": (8.5, "首报的死亡人数，没有死亡的填0。"),
    "终报死亡人数": (12.5, "事后核定的死亡人数（7日或30日内）；未核定的可空。"),
    "简要情况": (36, "50字以内，写事由和处置结果；不写姓名、住址、证件号码、手机号。"),
}
#: height of a row whose words fit a line, and the narrow signs of a line of 简要情况
_ROW, _SIGNS = 19.5, 40
_GUIDE = (
    f"发生应登记的重大事项的，一件一行；一件也没有的，本页留空，并在“月报”页“{NIL_RETURN}”填“是”。",
    "时间写到分钟（如 2026-3-5 14:30）。事项编号定了不再改，更正时也用原来的。"
    "不写姓名、住址、证件号码和手机号。",
)


def write_events(book: Book) -> None:
    """The register with its guide, lists and hints."""
    sheet, last = book.page(EVENTS, landscape=True), len(EVENT_COLUMNS) - 1
    sheet.set_column(HINT_COLUMN, HINT_COLUMN, 32)
    sheet.set_growing_rows(_ROW)
    sheet.show_title("重大事项登记表", last)
    spot = book.plan.layout.identity[REPORTING_UNIT]
    unit = Read(spot.absolute, Source.TYPED, REPORTING_UNIT)
    head = Live("填报单位：" & unit & "　　报告期：" & book.plan.period.root)
    sheet.show(1, 0, head, "left")
    for row, words in enumerate(_GUIDE, 2):
        sheet.show(row, 0, words, "left grey")
    sheet.show_headings(_HEADING_ROW, [(name, _COLUMNS[name][0]) for name in EVENT_COLUMNS])
    sheet.show(_HEADING_ROW, HINT_COLUMN, "提示（不打印）", "bold grey")
    sheet.set_row(_HEADING_ROW, 30)
    events = chain(book.facts.register, repeat({}))
    hinted = zip(book.plan.bases.register.hints, events, strict=False)
    for row, (hint, event) in enumerate(hinted, FIRST_EVENT_ROW):
        for column, name in enumerate(EVENT_COLUMNS):
            sheet.show(row, column, event.get(name), _look(name))
        lines = lines_in(str(event.get(CIRCUMSTANCES) or ""), _SIGNS)
        if lines > 1:
            sheet.set_row(row, 2 + NOTE_LINE * lines)
        sheet.show(row, HINT_COLUMN, hint, "grey small")
    end = FIRST_EVENT_ROW + book.plan.event_rows - 1
    edition = book.plan.edition
    for column, name in enumerate(EVENT_COLUMNS):
        sheet.accept(FIRST_EVENT_ROW, column, _rule(name, edition), down_to=end)
    hints = (FIRST_EVENT_ROW, HINT_COLUMN, end, HINT_COLUMN)
    top = place(xl_rowcol_to_cell(FIRST_EVENT_ROW, HINT_COLUMN, col_abs=True))
    for words, ink in ((WRONG, RED_TEXT), (QUERY, AMBER_TEXT), (NOTICE, AMBER_TEXT)):
        sheet.paint(hints, call("LEFT", top, len(words)).equals(words), font_color=ink)
    sheet.print_down(end, last, first=FIRST_EVENT_ROW, frozen=1)


def _look(name: str) -> str:
    match EVENT_KINDS.get(name):
        case EventColumn.MOMENT:
            return "cell input moment centre"
        case EventColumn.COUNT:
            return "cell input figure"
    return f"cell input text {'wrap left small' if name == '简要情况' else 'centre'}"


def _rule(name: str, edition: Edition) -> Rule:
    told, kind = edition.worded(_COLUMNS[name][1]), EVENT_KINDS.get(name)
    chosen = edition.statement.events.choices
    if name in chosen:
        return list_rule(list(chosen[name]), name, told)
    if kind == EventColumn.COUNT:
        return whole_rule(0, 9999, name, told)
    if kind == EventColumn.MOMENT:
        return with_prompt({"validate": "any"}, name, told)
    return note_rule(50 if name == "简要情况" else 30, name, told)
