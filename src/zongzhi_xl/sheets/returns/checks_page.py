"""审核关系: every relation with its result; 校验结果: the block that the button fills."""

from collections.abc import Mapping
from functools import lru_cache

from zongzhi_xl.contract import CHECKS, FIRST_RESULT_ROW, RESULT_COLUMNS, RESULT_ROWS, RESULTS
from zongzhi_xl.core.checking.naming import in_codes, in_codes_of_each
from zongzhi_xl.core.edition.items import Item, Severity
from zongzhi_xl.core.language.formulas import call, place, when
from zongzhi_xl.core.returned.results import clause_words
from zongzhi_xl.sheets.page import lines_in
from zongzhi_xl.sheets.returns.live import FAIL, Live
from zongzhi_xl.sheets.returns.live_checks import BROKEN, FIRST_CHECK_ROW, RESULT, CheckRow
from zongzhi_xl.sheets.returns.page import Book, PlainSheet
from zongzhi_xl.sheets.styles import AMBER_TEXT, RED_TEXT

_CHECK_COLUMNS = (
    ("号", 9), ("级别", 8), (CHECKS, 46), ("行次关系（数字为代码）", 44),
    ("结果", 16), ("怎么办", 46), ("条款", 7),
)  # fmt: skip
_JUMP = "转到"
#: what the button writes, then the jump; all of it fits on a small screen
_RESULT_COLUMNS = tuple(zip((*RESULT_COLUMNS, _JUMP), (8, 9, 7, 20, 11, 42, 33, 7, 7), strict=True))


def write_checks(book: Book) -> None:
    """The page 审核关系."""
    sheet, last = book.page(CHECKS, landscape=True), len(_CHECK_COLUMNS) - 1
    sheet.show_title(CHECKS, last)
    words = "强制性：不符合的必须改正。核实性：确实如此的，在说明栏写明原因。提示：请留意。"
    sheet.show(1, 0, f"{words}没有填好的数不参加审核，显示“未运行”。", "grey left")
    sheet.set_row(FIRST_CHECK_ROW - 1, 24)
    sheet.show_headings(FIRST_CHECK_ROW - 1, _CHECK_COLUMNS)
    for row in book.plan.checks.rows:
        _write_check(sheet, row)
    sheet.set_column(BROKEN, BROKEN, None, None, {"hidden": True})
    end = FIRST_CHECK_ROW + len(book.plan.checks.rows) - 1
    severity, result = (place(f"${letter}{FIRST_CHECK_ROW + 1}") for letter in "BE")
    for level, colour in (("强制性", RED_TEXT), ("核实性", AMBER_TEXT), ("提示", AMBER_TEXT)):
        both = call("AND", result.equals(FAIL), severity.equals(level))
        sheet.paint((FIRST_CHECK_ROW, RESULT, end, RESULT), both, font_color=colour)
    sheet.print_down(end, last, first=FIRST_CHECK_ROW)


def _write_check(sheet: PlainSheet, row: CheckRow) -> None:
    plan, at, check = sheet.plan, row.row, row.check
    live, relation = plan.checks.lives.get(at), _relation(row, plan.bases.items)
    sheet.show(at, 0, _number(row, plan.bases.items), "cell centre")
    sheet.show(at, 1, check.severity.value, "cell centre")
    sheet.show(at, 2, row.words, "cell wrap small")
    sheet.show(at, 3, relation, "cell wrap small")
    look = "cell centre" if live else "cell centre grey small"
    sheet.show(at, RESULT, live or row.later, look)
    if broken := plan.checks.broken_links.get(at):
        sheet.show(at, BROKEN, broken)
    sheet.show(at, 5, check.remedy, "cell wrap small")
    lines = max(lines_in(row.words, 50), lines_in(relation, 46), lines_in(check.remedy, 50))
    sheet.set_row(at, 4 + 12 * lines)
    clause = check.clause or plan.clause_of_check.get(check.id)
    sheet.show(at, 6, clause_words(clause), "cell centre small")


def _relation(row: CheckRow, items: Mapping[str, Item]) -> str:
    """In row numbers; where X stands for several items, with their codes."""
    if row.rule is None:
        return ""
    return in_codes(row.rule, items) if row.item else in_codes_of_each(row.check, row.rule, items)


def _number(row: CheckRow, items: Mapping[str, Item]) -> str:
    """The check's number; where it has a row for each of several items, with the item's code."""
    several = len(row.check.each) > 1 and row.item in items
    return f"{row.check.id}（{items[row.item].code}）" if several and row.item else row.check.id


_HOW_BY_BUTTON = (
    "点“一键校验”后，问题逐条列在下面；点右边的“转到”跳到该单元格。改好后再校验一次。",
    "本页由按钮填写，不用动手填；点“清除结果”清空。",
)
_HOW_WITHOUT = (
    "本文件不带按钮，这一页空着：填报页右侧“提示”和“审核关系”页随填随审。",
    "{office}收到后还会审核一遍。",
)


def write_results(book: Book) -> None:
    """校验结果: a block of unlocked cells that the button fills, with jumps already there."""
    sheet, last = book.page(RESULTS, landscape=True), len(RESULT_COLUMNS)
    sheet.show_title(RESULTS, last)
    for row, words in enumerate(_HOW_BY_BUTTON if book.macros else _HOW_WITHOUT, 1):
        sheet.show(row, 0, book.plan.edition.worded(words), "grey left")
    sheet.set_row(FIRST_RESULT_ROW - 1, 24)
    sheet.show_headings(FIRST_RESULT_ROW - 1, _RESULT_COLUMNS)
    more = FIRST_RESULT_ROW + RESULT_ROWS
    for row in range(FIRST_RESULT_ROW, more):
        sheet.show_row(row, [None] * last, "cell open text wrap small left")
        sheet.show(row, last, _jump(row + 1), "cell centre link")
    sheet.show_across(more, (0, last), None, "cell open text left")
    for level, colour in ((Severity.BLOCKING, RED_TEXT), (Severity.QUERY, AMBER_TEXT)):
        begins = {"type": "cell", "criteria": "==", "value": f'"{level.value}"'}
        sheet.paint_by(begins, (FIRST_RESULT_ROW, 0, more - 1, 0), font_color=colour)
    sheet.print_down(more, last, first=FIRST_RESULT_ROW)


@lru_cache(maxsize=RESULT_ROWS)
def _jump(row: int) -> Live:
    """The way to the cell that a row (from 1) tells of; nothing in an empty row."""
    page, cell = (place(f"{letter}{row}") for letter in "BC")
    target = "#'" & page & "'!" & cell
    return Live(when(cell.equals(""), "", call("HYPERLINK", target, _JUMP)))
