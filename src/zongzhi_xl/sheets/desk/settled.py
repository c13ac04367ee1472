"""Sheet 已办: every decision of the year, the newest first."""

from zongzhi_xl.contract import SETTLED
from zongzhi_xl.core.appraising.sources import month_words
from zongzhi_xl.core.chronicle.desk import Desk
from zongzhi_xl.core.chronicle.events import Decided
from zongzhi_xl.sheets.page import Book, Columns

_SETTLED: Columns = (
    ("决定号", 8, "box center"), ("单位", 13, "box bold"), ("报表", 10, "box center"),
    ("怎么定的", 11.5, "box center"), ("关于", 24, "box wrap left"), ("内容", 26, "box wrap left"),
    ("理由", 28.5, "box wrap left"), ("文号", 13, "box wrap left"), ("经办人", 9, "box center"),
    ("日期", 11.5, "box center"),
)  # fmt: skip


def write_settled(book: Book, desk: Desk) -> None:
    """The sheet."""
    note = "决定只能由新的决定撤销，撤销时写决定号。"
    page = book.table(SETTLED, _SETTLED, "已经决定的事", desk.period, note=note)
    head = page.head(frozen=2)
    for taken in sorted(desk.decisions, key=lambda one: -one.number):
        one = taken.decided
        day = one.day.isoformat()
        page.wrapped(page.cells((
            taken.number, one.unit, _period(one), one.ruling, one.about, one.counts,
            one.reason, one.document, one.by, day,
        )))  # fmt: skip
    if not desk.decisions:
        page.line("还没有决定过", "box center")
    page.filtered(head)


def _period(one: Decided) -> str:
    return f"{month_words(one.month) if one.month else ''}{one.form or ''}"
