"""Sheet 今天: three numbers, what is due next, who owes what or mends, what waits."""

from collections.abc import Iterable

from zongzhi_xl.contract import DESK, TASKS, TODAY
from zongzhi_xl.core.appraising.scorecard import Delivery, DeliveryState
from zongzhi_xl.core.appraising.sources import month_words
from zongzhi_xl.core.chronicle.asked import ToMend
from zongzhi_xl.core.chronicle.tasks import Task
from zongzhi_xl.core.edition.items import FormKind
from zongzhi_xl.core.language.values import plain
from zongzhi_xl.sheets.desk.contents import Desk
from zongzhi_xl.sheets.desk.tasks import first_row
from zongzhi_xl.sheets.page import Book, Cell, Link, Page, spread

_WIDTHS = (12,) * 12
_CARD = (4, 4, 4)
_LEFT = "box left wrap"
#: so many questions are told here; all of them stand in 待办
_SHOWN = 15
_SENT = {DeliveryState.REJECTED: "，已退回"}


def write_today(book: Book, desk: Desk) -> None:
    """The sheet."""
    page = book.page(TODAY, _WIDTHS)
    statement = desk.edition.statement
    page.title(f"{statement.district}{statement.title}{DESK}", desk.period)
    for note in book.notes:
        page.line(note, "banner", height=18)
    page.skip()
    _numbers(page, desk)
    page.line(_next(desk.coming), "box center", height=24)
    page.skip()
    _owed(page, desk)
    page.skip()
    _to_mend(page, desk)
    page.skip()
    _asked(page, desk)
    page.skip()
    page.folder("原件所在文件夹", desk.originals, before=2, span=4)


def _numbers(page: Page, desk: Desk) -> None:
    told = (
        ("到期没有报（份）", desk.owed_in(DeliveryState.MISSING)),
        ("退回没有重报（份）", desk.owed_in(DeliveryState.REJECTED)),
        ("等区里决定（件）", len(desk.asked)),
    )
    page.write(spread((label for label, _ in told), "box label", _CARD), height=20)
    page.write(
        (Cell(count, f"box figure {'bad' if count else 'good'}", span=4) for _, count in told),
        height=40,
    )


def _next(coming: tuple[Delivery, ...]) -> str:
    if not coming:
        return "今年的报表都收齐了"
    names = "、".join(dict.fromkeys(map(paper_words, coming)))
    return f"下一个截止日 {plain(coming[0].due)}：{names}，还有 {len(coming)} 份没有收到"


def paper_words(one: Delivery) -> str:
    """``3月月报``, ``年报``."""
    return f"{month_words(one.month) if one.form == FormKind.MONTHLY else ''}{one.form}"


def _owed(page: Page, desk: Desk) -> None:
    page.section("一、谁到期没有报、退回没有重报")
    calls = any(desk.telephones.get(unit) for unit, _ in desk.owed_by())
    spans = (2, 2, 8) if calls else (2, 10)
    heads = ("单位", "办公电话", "欠报的表") if calls else ("单位", "欠报的表")
    page.write(spread(heads, "box head", spans), height=22)
    for unit, papers in desk.owed_by():
        telephone = (desk.telephones.get(unit, ""),) if calls else ()
        page.wrapped(spread((unit, *telephone, _papers(papers)), _LEFT, spans))
    if not desk.owed:
        page.line("没有", "box center")


def _papers(papers: Iterable[Delivery]) -> str:
    return "；".join(
        f"{paper_words(one)}（{plain(one.due)}到期{_SENT.get(one.state, '')}）" for one in papers
    )


def _to_mend(page: Page, desk: Desk) -> None:
    page.section("二、收下了、要单位改正或说明的（退回单由 remind 写）")
    spans = (2, 10)
    page.write(spread(("单位", "要改正、要说明的"), "box head", spans), height=22)
    asked = [*desk.mended_by()]
    for unit, papers in asked:
        page.wrapped(spread((unit, "；".join(map(_mend_words, papers))), _LEFT, spans))
    if not asked:
        page.line("没有", "box center")


def _mend_words(one: ToMend) -> str:
    """``3月月报须改正1处、须说明2处``."""
    blocking = sum(found.blocks for found in one.findings)
    counts = {"须改正": blocking, "须说明": len(one.findings) - blocking}
    told = [f"{words}{count}处" for words, count in counts.items() if count]
    back = ["更正件退回"] if one.reasons else []
    month = month_words(one.period.month) if one.period.month else ""
    return f"{month}{one.period.form}{'、'.join((*told, *back))}"


def _asked(page: Page, desk: Desk) -> None:
    page.section(f"三、等区里决定的（在“{TASKS}”里填）")
    spans = (1, 1, 2, 1, 7)
    page.write(spread(("编号", "事由", "单位", "报表", "内容"), "box head", spans), height=22)
    asked = [(row, one) for row, one in enumerate(desk.tasks, first_row()) if one.answers]
    for row, one in asked[:_SHOWN]:
        page.wrapped(_task(one, row, spans))
    more = len(asked) - _SHOWN
    if more > 0 or not asked:
        page.line(f"还有 {more} 件，见“{TASKS}”" if asked else "没有", "box center")


def _task(one: Task, row: int, spans: tuple[int, ...]) -> list[Cell]:
    link, *texts = spread((one.id, one.matter, one.unit, one.period, one.words), _LEFT, spans)
    return [Cell(Link("", TASKS, f"A{row + 1}", one.id), f"{link.look} link"), *texts]
