"""填报说明: what every item means, who answers for it, when the return is due, the relations."""

from collections.abc import Iterator
from itertools import zip_longest

from zongzhi_xl.contract import GUIDANCE
from zongzhi_xl.core.checking.naming import in_codes_of_each
from zongzhi_xl.core.edition.form_words import FOOTNOTE
from zongzhi_xl.core.edition.items import Aggregation, Item, Kind, Severity
from zongzhi_xl.sheets.page import breadth, lines_in
from zongzhi_xl.sheets.returns.book_plan import BookPlan
from zongzhi_xl.sheets.returns.form_layout import MOST_LINES
from zongzhi_xl.sheets.returns.page import Book, PlainSheet

_COLUMNS = (
    ("代码", 6), ("指标名称", 26), ("计量单位", 9), ("数的来源", 11), ("条款", 11),
    ("汇总方式", 11), (GUIDANCE, 104),
)  # fmt: skip
_LAST = len(_COLUMNS) - 1
#: the relations stand in two columns; the second begins with this column of the table
_SECOND = 6
#: narrow signs that fit a line of each
_FIRST_SIGNS, _SECOND_SIGNS = 78, 106
_HOW = {Aggregation.SUM: "各月相加", Aggregation.LAST: "取期末数", Aggregation.EACH: "逐期填报"}
_RULES = (
    "一、黄色格填写，其余自动计算。没有发生的填0，不要留空；没有开展的日期留空；本期不适用的格已预置“不适用”。",
    "二、只写数字，不带单位、逗号、文字。是否类选“是”或“否”，日期写成2026-3-5。",
    "三、本表只收数字。说明栏和重大事项登记不写个人姓名、住址、证件号码、手机号。",
    "四、来源不是{unit}的数，以部门提供数为准；不一致的在说明栏写明原因。",
)

_CODE = (
    "七、校验码由表内各数算出，用于核对盖章件与电子件是否一致；"
    "不含说明和重大事项登记，不代替签名盖章。"
)
_PASTE = (
    "八、从别处粘贴的，用“选择性粘贴—数值”：直接粘贴会带来文本格式和锁定的格，"
    "下拉框、填写提示和红色会失去；“提示”栏仍照常显示。"
)


def write_guidance(book: Book) -> None:
    """The page 填报说明."""
    sheet, plan = book.page(GUIDANCE, landscape=True), book.plan
    sheet.show_title(f"{plan.layout.form.title}{GUIDANCE}", _LAST)
    sheet.set_default_row(14)
    rules = (*_RULES, *_due(plan), _CODE, _PASTE)
    for row, words in enumerate(rules, 1):
        sheet.show(row, 0, plan.edition.worded(words), "left")
    row = _items(sheet, 1 + len(rules))
    sheet.print_down(_relations(sheet, row + 1), _LAST)


def due_words(plan: BookPlan) -> str:
    """``次月5日前（含当日）``."""
    due, monthly = plan.edition.statement.due[plan.kind], plan.layout.monthly
    months = {0: "当月" if monthly else "当年12月", 1: "次月" if monthly else "次年1月"}
    month = months.get(due.months_after, f"期满后第{due.months_after}个月")
    return f"{month}{due.day}日前（含当日）"


def footnote(plan: BookPlan) -> str:
    """What stands under the table: when the return is due, and which relations bind, in codes."""
    items, due = plan.bases.items, f"{FOOTNOTE}1.{due_words(plan)}报{plan.edition.statement.office}"
    binding = [
        in_codes_of_each(check, check.rule, items)
        for check in plan.edition.checks(plan.kind)
        if check.rule and check.severity == Severity.BLOCKING and not check.district
    ]
    most = MOST_LINES * plan.layout.signs_of_footnote - _SPARE
    told, left = list[str](), sorted(binding, key=len)
    while left and breadth("；".join([due, *told, left[0]])) <= most:
        told.append(left.pop(0))
    more = f"等，共{len(binding)}条（见“{GUIDANCE}”页）" if left else ""
    return f"{due}，盖章件与电子件一并报送。2.主要审核关系（数字为代码）：{'；'.join(told)}{more}。"


#: narrow signs kept for the words between
_SPARE = 100


def _due(plan: BookPlan) -> Iterator[str]:
    office, contact = plan.edition.statement.office, plan.edition.statement.contact
    yield f"五、报送时限：{due_words(plan)}，盖章件与电子件一并报{office}。"
    yield f"六、填报中的问题请与{office}联系{f'：{contact}' if contact else ''}。"


def _items(sheet: PlainSheet, row: int) -> int:
    sheet.show_headings(row, _COLUMNS)
    if not sheet.plan.layout.monthly:  # 月报's items end with the first page
        sheet.repeat_rows(row)
    for section in sheet.plan.layout.form.sections:
        row += 1
        sheet.show_across(row, (0, _LAST), section.title, "section")
        for item in section.items:
            row += 1
            _item(sheet, row, item)
    return row + 1


def _item(sheet: PlainSheet, row: int, item: Item) -> None:
    clauses, monthly = "、".join(map(str, item.clauses)), sheet.plan.layout.monthly
    how = _HOW[item.aggregation] if monthly else "年度数"
    if item.kind == Kind.DATE:
        how = "逐期填报" if monthly else "年度"
    cells = (item.code, item.printed, item.unit, item.source, f"第{clauses}条", how)
    for n, words in enumerate(cells):
        sheet.show(row, n, words, "cell shrink" if n == 1 else "cell centre small")
    sheet.show(row, 6, item.definition, "cell wrap small left")
    sheet.set_row(row, 2 + 12 * lines_in(item.definition, 118))


def _relations(sheet: PlainSheet, row: int) -> int:
    sheet.show(row, 0, "审核关系（数字为代码；结果见“审核关系”页）", "bold left")
    row += 1
    lines = tuple(_relation_lines(sheet.plan))
    half = -(-len(lines) // 2)
    for n, (left, right) in enumerate(zip_longest(lines[:half], lines[half:])):
        at = row + n
        for text, columns in ((left, (0, _SECOND - 1)), (right, (_SECOND, _LAST))):
            sheet.show_across(at, columns, text, "left small wrap top")
        lines_of = (lines_in(left or "", _FIRST_SIGNS), lines_in(right or "", _SECOND_SIGNS))
        sheet.set_row(at, 2.5 + 12 * max(lines_of))
    return row + half - 1


def _relation_lines(plan: BookPlan) -> Iterator[str]:
    items = plan.bases.items
    for check in plan.edition.checks(plan.kind):
        if not check.district:
            rule = in_codes_of_each(check, check.rule, items) if check.rule else check.words
            yield f"{check.id}　{check.severity.value}　{rule}"
