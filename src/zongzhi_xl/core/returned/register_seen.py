"""Events in rows and columns that nobody sees are no events; they are told as a finding."""

from collections.abc import Iterator

from zongzhi_xl.contract import EVENT_RANGE
from zongzhi_xl.core.edition.event_words import EventWords
from zongzhi_xl.core.edition.items import Severity
from zongzhi_xl.core.language.values import BLANK, Gap, State
from zongzhi_xl.core.returned.findings import Finding
from zongzhi_xl.core.returned.owners import register_heads
from zongzhi_xl.core.returned.page import Page, at_of
from zongzhi_xl.core.returned.personal_data import masked
from zongzhi_xl.core.returned.submission import Entry, Event, RawReturn, Submission
from zongzhi_xl.record import replace


def without_unseen_events(submission: Submission, raw: RawReturn, words: EventWords) -> Submission:
    """The return without the events, and the cells of events, that cannot be seen."""
    page = raw.register_page
    if page is None:
        return submission
    if doubt := _elsewhere(raw, page, words):
        return replace(submission, events=(), doubts=(*submission.doubts, doubt))
    if not submission.events:
        return submission
    found = {event.row: dict(_unseen(event, page)) for event in submission.events}
    if not any(found.values()):
        return submission
    events = [_seen_of(event, found[event.row]) for event in submission.events]
    told = [_finding(event, found[event.row]) for event in submission.events if found[event.row]]
    return replace(
        submission,
        events=tuple(one for one in events if any(e.value != BLANK for e in one.cells.values())),
        doubts=(*submission.doubts, *told),
    )


def _elsewhere(raw: RawReturn, page: Page, words: EventWords) -> Finding | None:
    """That the name of the register points to other rows than those under its headings."""
    heads, first = register_heads(page, words), raw.register_end - len(raw.register)
    sheets = {cell.sheet for row in raw.register for cell in row.values()}
    if [one.row for one in heads] == [first] and sheets <= {page.sheet}:
        return None
    printed = "、".join(f"第{one.row}行" for one in heads) or "没有"
    where = "、".join(sorted(sheets - {page.sheet})) or page.sheet
    return Finding(
        "S6", Severity.BLOCKING, page.sheet, f"A{first}", EVENT_RANGE, "",
        f"“{EVENT_RANGE}”按名称从“{where}”第{first}行读起，“{page.sheet}”页印的表头在{printed}："
        "说不准哪些是要报的，没有采用",
        "请重新领取空白表，照纸面填好重报；区里也可用 repair 命令修复这份表",
    )  # fmt: skip


def _unseen(event: Event, page: Page) -> Iterator[tuple[str, str]]:
    """The columns of an event that cannot be seen, and why."""
    for column, entry in event.cells.items():
        why = page.unseen(at_of(entry.place.cell)) if entry.value != BLANK else ""
        if why:
            yield column, why


def _seen_of(event: Event, unseen: dict[str, str]) -> Event:
    """Blank where the whole row is hidden; else what cannot be seen cannot be read."""
    whole = all(entry.value == BLANK or name in unseen for name, entry in event.cells.items())
    gap = BLANK if whole else Gap(State.UNREADABLE, "")
    return Event(
        event.row,
        {
            name: replace(entry, value=gap) if name in unseen else entry
            for name, entry in event.cells.items()
        },
    )


def _finding(event: Event, unseen: dict[str, str]) -> Finding:
    column, why = next(iter(unseen.items()))
    entry: Entry = event.cells[column]
    value = str(entry.value.found) if isinstance(entry.value, Gap) else str(entry.value)
    return Finding(
        "S7", Severity.BLOCKING, entry.place.sheet, entry.place.cell, column, masked(value),
        masked(
            f"登记第{event.row}行（{entry.place.cell}）有内容看不见或看不清（{why}），"
            f"里面存的是“{value}”，纸面上读不出来，没有采用"
        ),
        "取消隐藏、合并和看不清的格式，太窄的列拉宽，核对这一行后保存重报",
    )  # fmt: skip
