"""Sheet 今天: three numbers, what is due next, who owes what or mends, what waits."""

from zongzhi_xl.contract import DESK, TASKS, TODAY
from zongzhi_xl.core.chronicle.desk import Desk, mend_words, owed_words
from zongzhi_xl.core.chronicle.tasks import Task
from zongzhi_xl.sheets.desk.tasks import first_row
from zongzhi_xl.sheets.page import Book, Cell, Link, Page, spread

_WIDTHS = (12,) * 12
_CARD = (4, 4, 4)
_LEFT = "box left wrap"


def write_today(book: Book, desk: Desk) -> None:
    """The sheet."""
    page = book.page(TODAY, _WIDTHS)
    statement = desk.edition.statement
    page.title(f"{statement.district}{statement.title}{DESK}", desk.period)
    for note in book.notes:
        page.line(note, "banner", height=18)
    page.skip()
    _numbers(page, desk)
    page.line(desk.next_due, "box center", height=24)
    page.skip()
    _owed(page, desk)
    page.skip()
    _to_mend(page, desk)
    page.skip()
    _asked(page, desk)
    page.skip()
    page.folder("原件所在文件夹", desk.originals, before=2, span=4)


def _numbers(page: Page, desk: Desk) -> None:
    page.write(spread((label for label, _ in desk.numbers), "box label", _CARD), height=20)
    page.write(
        (
            Cell(count, f"box figure {'bad' if count else 'good'}", span=4)
            for _, count in desk.numbers
        ),
        height=40,
    )


def _owed(page: Page, desk: Desk) -> None:
    page.section("一、谁到期没有报、退回没有重报")
    calls = any(desk.telephones.get(unit) for unit, _ in desk.owed_by())
    spans = (2, 2, 8) if calls else (2, 10)
    heads = ("单位", "办公电话", "欠报的表") if calls else ("单位", "欠报的表")
    page.write(spread(heads, "box head", spans), height=22)
    for unit, papers in desk.owed_by():
        telephone = (desk.telephones.get(unit, ""),) if calls else ()
        page.wrapped(spread((unit, *telephone, owed_words(papers)), _LEFT, spans))
    if not desk.owed:
        page.line("没有", "box center")


def _to_mend(page: Page, desk: Desk) -> None:
    page.section("二、收下了、要单位改正或说明的（退回单由 remind 写）")
    spans = (2, 10)
    page.write(spread(("单位", "要改正、要说明的"), "box head", spans), height=22)
    asked = [*desk.mended_by()]
    for unit, papers in asked:
        page.wrapped(spread((unit, mend_words(papers)), _LEFT, spans))
    if not asked:
        page.line("没有", "box center")


def _asked(page: Page, desk: Desk) -> None:
    page.section(f"三、待决定的（在“{TASKS}”里填）")
    spans = (1, 1, 2, 1, 7)
    page.write(spread(("编号", "事由", "单位", "报表", "内容"), "box head", spans), height=22)
    for one in desk.first_asked:
        page.wrapped(_task(one, first_row() + desk.tasks.index(one), spans))
    if desk.more_asked or not desk.asked:
        page.line(f"还有 {desk.more_asked} 件，见“{TASKS}”" if desk.asked else "没有", "box center")


def _task(one: Task, row: int, spans: tuple[int, ...]) -> list[Cell]:
    link, *texts = spread((one.id, one.matter, one.unit, one.period, one.words), _LEFT, spans)
    return [Cell(Link("", TASKS, f"A{row + 1}", one.id), f"{link.look} link"), *texts]
