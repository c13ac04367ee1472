"""Sheets 变动 and 预警: what has changed since the last publication, and what may come."""

from zongzhi_xl.contract import CHANGES, WARNINGS
from zongzhi_xl.core.appraising.outlook import Neighbours, OneMore
from zongzhi_xl.core.appraising.wording import at_this_pace, figure, limit_words, rank_words
from zongzhi_xl.core.chronicle.desk import Desk
from zongzhi_xl.sheets.page import Book, Cell, Columns, Page, spread

_CHANGES: Columns = (
    ("单位", 16, "box bold"), ("变动的", 12, "box center"), ("哪一项", 58, "box wrap left"),
    ("发布时", 34, "box wrap right"), ("现在", 34, "box wrap right"),
)  # fmt: skip


def write_changes(book: Book, desk: Desk) -> None:
    """Sheet 变动."""
    since = f"与已发布的 {desk.since} 比" if desk.since else "还没有发布过，没有可比的"
    note = "只比到已发布的月份；发布以后才到期的月份是新数，不算变动。"
    page = book.table(CHANGES, _CHANGES, "上次发布以后的变动", f"{desk.period}　{since}", note=note)
    head = page.head(frozen=1)
    for one in desk.results_first:
        cells = (one.unit, one.matter, one.what, one.before or "无", one.after or "无")
        page.wrapped(page.cells(cells))
    if not desk.changes:
        page.line("没有变动" if desk.since else "没有", "box center")
    page.filtered(head)


_WARNED: Columns = (
    ("单位", 13, "box bold"), ("条", 6, "box center"), ("指标", 23, "box wrap left"),
    ("限额", 11, "box center"), ("限额×\n月份÷12", 12, "box center"), ("现在", 12.5, "box right"),
    ("还能发生\n（件）", 10, "box center"), ("再多一件\n就是", 12.5, "box right"),
    ("再多一件\n多扣（分）", 12.5, "box center"), ("提醒", 37, "box wrap left"),
)  # fmt: skip


def write_warnings(book: Book, desk: Desk) -> None:
    """Sheet 预警."""
    note = (
        "只列还在限额以内、越少越好的指标；只作提醒，不作评判。"
        "多扣的分只按“每超多少扣多少”的规则算，其他规则没有算进去。"
    )
    page = book.table(WARNINGS, _WARNED, WARNINGS, desk.period, note=note)
    page.line(f"已经没有达标的 {desk.outlook.missed} 项，见区级汇总的“未达标”。", "note")
    page.section("一、接近限额，或照现在的速度到年底会超过的")
    page.head(height=34)
    for one in desk.outlook.warnings:
        page.wrapped(page.cells(_warned(one, desk.appraisal.through)))
    if not desk.outlook.warnings:
        page.line("没有", "box center")
    page.skip()
    _order(page, desk)


def _warned(one: OneMore, through: int) -> tuple[str | int | None, ...]:
    result = one.result
    return (
        one.unit, result.clause, result.name, limit_words(one.bound, result.unit),
        at_this_pace(one.bound, result.unit, through), figure(result), result.headroom,
        one.after_words, one.cost_words, one.why,
    )  # fmt: skip


# ------------------------------------------------------------------ how firm the order is

_SPANS = (1, 1, 1, 2, 1, 1, 1, 1, 1)
_PAIRS = (
    "排在前的", "名次", "排在后的", "两者得分", "相差（分）", "未决的事\n（件）",
    "前者再多一件", "最多扣（分）", "名次稳不稳",
)  # fmt: skip


def _order(page: Page, desk: Desk) -> None:
    page.sheet.set_h_pagebreaks([page.row])
    page.section("二、名次稳不稳（相邻的两个单位）")
    page.line("未决的事里不算说明的答复和否决建议，它们不改变得分。", "note")
    page.write(spread(_PAIRS, "box head", _SPANS), height=34)
    pairs = desk.outlook.neighbours
    for one in pairs:
        page.wrapped(_pair(one, desk.waiting[one.better.unit] + desk.waiting[one.next.unit]))
    if not pairs:
        page.line("还没有名次可比", "box center")


def _pair(one: Neighbours, waiting: int) -> list[Cell]:
    texts = (
        one.better.unit, rank_words(one.better.rank).replace(" ", ""), one.next.unit,
        f"{one.better.score:f}，{one.next.score:f}", f"{one.distance:f}", str(waiting or ""),
        one.by, f"{one.cost:f}" if one.cost else "", one.firmness(waiting),
    )  # fmt: skip
    look = "good" if one.is_firm(waiting) else "warn"
    cells = spread(texts, "box wrap center", _SPANS)
    return [*cells[:-1], Cell(texts[-1], f"box wrap left {look}")]
