"""Whether what was read is what a person sees: the printed label rules, the defined name helps.

Defined names move along with cells in Excel. Sorting, programs that know no names, and names
edited by hand leave them behind; then another cell is read than the one that the paper prints for
the item, and nothing looks wrong. The same holds for a cell that is hidden or covered. What is
doubted so is not read: the item is 无法识别, with a finding that tells both cells and both values.
A return of which unit, period or kind is doubted is sent back.
"""

from collections.abc import Iterator
from string import digits
from typing import NamedTuple

from zongzhi_xl.contract import (
    BASES,
    NOTE,
    REPORT_KIND,
    REPORTING_MONTH,
    REPORTING_UNIT,
    REPORTING_YEAR,
)
from zongzhi_xl.core.edition.items import Form, Severity
from zongzhi_xl.core.edition.statement import Edition
from zongzhi_xl.core.language.addresses import listed
from zongzhi_xl.core.language.values import BLANK, Gap, State
from zongzhi_xl.core.returned.findings import Finding
from zongzhi_xl.core.returned.other_pages import copied_otherwise, other_pages, scraps
from zongzhi_xl.core.returned.other_version import by_labels
from zongzhi_xl.core.returned.owners import Ownerless, ownerless
from zongzhi_xl.core.returned.page import At, Page, at_of
from zongzhi_xl.core.returned.personal_data import masked
from zongzhi_xl.core.returned.printed import Printed, printed_on
from zongzhi_xl.core.returned.register_seen import without_unseen_events
from zongzhi_xl.core.returned.submission import (
    Entry,
    Place,
    RawCell,
    RawReturn,
    Submission,
    edition_in,
    submission_of,
    text_of,
)
from zongzhi_xl.core.returned.terms import term_of
from zongzhi_xl.errors import UnusableFileError, Whose
from zongzhi_xl.record import replace

#: whose return of what: a file in which one of these is doubted says nothing for certain
WHOSE = (REPORTING_UNIT, REPORTING_YEAR, REPORTING_MONTH, REPORT_KIND)
_ELSEWHERE, _UNSEEN = "S6", "S7"
_BLANK = ("", None)
_NEW_BLANK = "请重新领取空白表，照纸面的数填好重报；区里也可用 repair 命令修复这份表"


class Doubt(NamedTuple):
    """Why a named cell is not read: the code of the finding, where, what stands there."""

    name: str
    code: str
    cell: RawCell
    message: str
    remedy: str

    @property
    def finding(self) -> Finding:
        """As a finding of the return."""
        return Finding(
            self.code, Severity.BLOCKING, self.cell.sheet, self.cell.cell, term_of(self.name).item,
            value=masked(seen_in(self.cell.value, "")), message=masked(self.message),
            remedy=self.remedy,
        )  # fmt: skip


def in_place(raw: RawReturn, edition: Edition) -> Submission:
    """``raw`` understood by ``edition``, without what is not where the paper prints it.

    Raises :class:`UnusableFileError`. Another form may print other labels and codes: there only
    what it prints of ours is held against the names, and the rest is taken by them.
    """
    submission = submission_of(raw, edition)
    form, ours = edition.form(submission.form), edition.version.has_form(edition_in(raw.cells))
    if fault := displaced_base(raw):
        raise UnusableFileError(fault)
    page = raw.pages.get(submission.form.value) or _page_of(raw, REPORTING_UNIT)
    if page is None:
        return submission
    printed = printed_on(page, form if ours else by_labels(form))
    doubts = [*doubts_of(raw, page, printed, ours=ours), *_copied(raw, form)]
    submission = _without(submission, tuple(doubts))
    submission = without_unseen_events(submission, raw, edition.statement.events)
    return _with_ownerless(submission, raw, page, printed, edition) if ours else submission


def _without(submission: Submission, doubts: tuple[Doubt, ...]) -> Submission:
    """The return with what is doubted made unreadable."""
    if not doubts:
        return submission
    for one in doubts:
        if one.name in WHOSE:
            raise UnusableFileError(f"{one.message}。{one.remedy}", whose=Whose())
    entries = dict(submission.entries)
    for one in doubts:
        name = term_of(one.name).item
        if one.name == name:
            value = Gap(State.UNREADABLE, masked(seen_in(one.cell.value, "")))
            place = Place(submission.file, one.cell.sheet, one.cell.cell)
            entries[name] = replace(entries.get(name, Entry(BLANK, place)), value=value)
        elif name in entries:
            entries[name] = replace(entries[name], note="")
    return replace(submission, entries=entries, doubts=tuple(one.finding for one in doubts))


def _with_ownerless(
    submission: Submission, raw: RawReturn, page: Page, printed: Printed, edition: Edition
) -> Submission:
    """The return with the filled cells that are nobody's."""
    form, events = edition.form(submission.form), edition.statement.events
    found = list(ownerless(raw, page, printed, form.rows, events))
    found += [one for other in other_pages(raw) for one in scraps(other, form, events)]
    found += map(Ownerless, raw.aside)
    if not found:
        return submission
    strays = [Place(raw.file, cell.sheet, cell.cell) for cell, over in found if not over]
    known = {(one.sheet, one.cell) for one in submission.doubts}
    known |= {(one.sheet, one.cell) for one in submission.strays}
    fresh = [one for one in strays if (one.sheet, one.cell) not in known]
    over = [cell for cell, over in found if over]
    return replace(
        submission,
        strays=(*submission.strays, *fresh),
        doubts=(*submission.doubts, *overwritten(over)),
        overwritten=tuple(Place(raw.file, cell.sheet, cell.cell) for cell in over),
    )


def overwritten(cells: list[RawCell]) -> Iterator[Finding]:
    """What the workbook works out and somebody wrote over: nothing of it is read."""
    if cells:
        first = cells[0]
        yield Finding(
            "S1", Severity.NOTICE, first.sheet, first.cell, "", "",
            f"有 {len(cells)} 个自动计算的格（{listed([one.cell for one in cells])}）"
            "被改成了固定的内容，不会被读取和汇总",
            "撤销改动；撤不回的，把数填进重新领取的空白表",
        )  # fmt: skip


def seen_in(value: object, blank: str = "空") -> str:
    """What stands in a cell, as a message repeats it."""
    text = text_of(value)
    return blank if isinstance(text, Gap) else str(text)[:40]


# ------------------------------------------------------------------ the form page


def doubts_of(
    raw: RawReturn, page: Page, printed: Printed, *, ours: bool = True
) -> Iterator[Doubt]:
    """Each cell that is read and does not stand, for all to see, where the page prints it.

    ``ours``: the page should print every word of the form.
    """
    for name, why in printed.lost.items():
        cell = _named(raw, name)
        if cell and (ours or name not in printed.unprinted or _hidden(cell, page)):
            yield _not_printed(name, cell, page, why)
    in_table = printed.in_table if page.merged else frozenset()
    for name, at in printed.places.items():
        cell = _named(raw, name)
        if cell is None or cell.sheet != page.sheet or at_of(cell.cell) != at:
            if page.value(at) is not None or (cell and cell.value is not None):
                yield _elsewhere(name, cell, page, at)
        elif why := page.unseen(at) or (page.joined(at) if name in in_table else ""):
            yield _unseen(name, cell, why)


def _copied(raw: RawReturn, form: Form) -> Iterator[Doubt]:
    """Each cell of which a copy of the page, for all to see, says something else."""
    for other in other_pages(raw):
        for name, there in copied_otherwise(other, raw, form):
            cell = raw.cells[name]
            message = (
                f"{_called(name)}在 {cell.sheet}!{cell.cell} 是“{seen_in(cell.value)}”，"
                f"在它的副本 {there.sheet}!{there.cell} 是“{seen_in(there.value)}”："
                "说不准哪一页是要报的，没有采用"
            )
            yield Doubt(name, _ELSEWHERE, cell, message, f"只留一页：核对后删去“{there.sheet}”页")


def _page_of(raw: RawReturn, name: str) -> Page | None:
    return raw.pages.get(raw.cells[name].sheet) if name in raw.cells else None


def _named(raw: RawReturn, name: str) -> RawCell | None:
    term = term_of(name)
    return raw.notes.get(term.item) if term.prefix == NOTE else raw.cells.get(name)


def _called(name: str) -> str:
    return f"“{term_of(name).meaning.words.format(term_of(name).item)}”"


def _hidden(cell: RawCell, page: Page) -> str:
    """Why nobody sees ``cell`` on ``page``; empty where it is seen, or lies elsewhere."""
    return page.unseen(at_of(cell.cell)) or "" if page.sheet == cell.sheet else ""


def _not_printed(name: str, cell: RawCell, page: Page, why: str) -> Doubt:
    if hidden := _hidden(cell, page):
        return _unseen(name, cell, hidden)
    message = (
        f"{why}，不知道哪一格是{_called(name)}；"
        f"按名称读出的 {cell.sheet}!{cell.cell}（{seen_in(cell.value)}）没有采用"
    )
    return Doubt(name, _ELSEWHERE, cell, message, _NEW_BLANK)


def _elsewhere(name: str, cell: RawCell | None, page: Page, at: At) -> Doubt:
    there = RawCell(page.sheet, at.address, page.value(at))
    printed = f"表上印给它的格是 {there.sheet}!{there.cell}（{seen_in(there.value)}）"
    if cell is None:
        message = f"{_called(name)}按名称没有读到内容，{printed}：没有采用"
        return Doubt(name, _ELSEWHERE, there, message, _NEW_BLANK)
    message = (
        f"{_called(name)}按名称读的是 {cell.sheet}!{cell.cell}（{seen_in(cell.value)}），"
        f"{printed}：行列被插入、删除、排序或移动过，说不准哪个是要报的，没有采用"
    )
    return Doubt(name, _ELSEWHERE, cell, message, _NEW_BLANK)


def _unseen(name: str, cell: RawCell, why: str) -> Doubt:
    message = (
        f"{_called(name)}的格 {cell.sheet}!{cell.cell} 看不见或看不清（{why}），"
        f"里面存的是“{seen_in(cell.value)}”，纸面上读不出来，没有采用"
    )
    return Doubt(
        name,
        _UNSEEN,
        cell,
        message,
        "取消隐藏、合并和看不清的格式，太窄的列拉宽，核对这一格后保存重报",
    )


# ------------------------------------------------------------------ the district's bases


def displaced_base(raw: RawReturn) -> str | None:
    """What is wrong with the first base that stands in the row of another; None where none does.

    In 底数 the name of a base is printed left of its figure.
    """
    page = raw.pages.get(BASES)
    if page is None:
        return None
    read = {cell.cell: name for name, cell in raw.cells.items() if cell.sheet == BASES}
    column = next((address.rstrip(digits) for address in read), "B")
    for number, row in enumerate(page.rows, 1):
        label, name = row[0] if row else None, read.get(f"{column}{number}", "")
        if name == label or not (name or any(value not in _BLANK for value in row[1:])):
            continue
        if _is_base(label):
            return _words(f"{BASES}!{column}{number}", name or "另一项", str(label))
    return None


def _is_base(value: object) -> bool:
    return isinstance(value, str) and term_of(value).prefix != ""


def _words(place: str, name: str, owner: str) -> str:
    return (
        f"{place} 是“{name}”的格，这一行印的却是“{owner}”："
        "行被插入、删除、排序或移动过，"
        "读出的数会错位，没有采用。请重新领取空白表填报；区里也可用 repair 命令修复这份表"
    )
