"""Whether what was read is what a person sees: the printed label rules, the defined name helps.

Defined names move along with cells in Excel. Sorting, programs that know no names, and names
edited by hand leave them behind; then another cell is read than the one that the paper prints for
the item, and nothing looks wrong. The same holds for a cell that is hidden or covered. What is
doubted so is not read: the item is 无法识别, with a finding that tells both cells and both values.
A return of which unit, period or kind is doubted is sent back.
"""

from collections.abc import Iterator
from dataclasses import replace
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
from zongzhi_xl.core.language.values import BLANK, Gap, State
from zongzhi_xl.core.returned.findings import Finding
from zongzhi_xl.core.returned.other_version import by_labels, is_of_form
from zongzhi_xl.core.returned.page import At, Page, at_of
from zongzhi_xl.core.returned.personal_data import masked
from zongzhi_xl.core.returned.printed import printed_on
from zongzhi_xl.core.returned.submission import (
    Entry,
    Place,
    RawCell,
    RawReturn,
    Submission,
    submission_of,
    text_of,
)
from zongzhi_xl.core.returned.terms import term_of
from zongzhi_xl.errors import UnusableFileError

#: whose return of what: a file in which one of these is doubted says nothing for certain
WHOSE = (REPORTING_UNIT, REPORTING_YEAR, REPORTING_MONTH, REPORT_KIND)
_ELSEWHERE, _UNSEEN = "S6", "S7"
_NEW_BLANK = "请重新领取空白表，照纸面的数填好重报；区综治办也可用 repair 命令修复这份表"


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
            value=masked(_seen(self.cell.value, "")), message=masked(self.message),
            remedy=self.remedy,
        )  # fmt: skip


def in_place(raw: RawReturn, edition: Edition) -> Submission:
    """``raw`` understood by ``edition``, without what is not where the paper prints it.

    Raises :class:`UnusableFileError`. Another form may print other labels and codes: there only
    what it prints of ours is held against the names, and the rest is taken by them.
    """
    submission = submission_of(raw, edition)
    form, ours = edition.form(submission.form), is_of_form(raw.cells, edition)
    if fault := displaced_base(raw):
        raise UnusableFileError(fault)
    doubts = doubts_of(raw, form if ours else by_labels(form), ours=ours)
    return _without(submission, tuple(doubts))


def _without(submission: Submission, doubts: tuple[Doubt, ...]) -> Submission:
    """The return with what is doubted made unreadable."""
    if not doubts:
        return submission
    for one in doubts:
        if one.name in WHOSE:
            raise UnusableFileError(f"{one.message}。{one.remedy}")
    entries = dict(submission.entries)
    for one in doubts:
        name = term_of(one.name).item
        if one.name == name:
            value = Gap(State.UNREADABLE, masked(_seen(one.cell.value, "")))
            place = Place(submission.file, one.cell.sheet, one.cell.cell)
            entries[name] = replace(entries.get(name, Entry(BLANK, place)), value=value)
        elif name in entries:
            entries[name] = replace(entries[name], note="")
    return replace(submission, entries=entries, doubts=tuple(one.finding for one in doubts))


def _seen(value: object, blank: str = "空") -> str:
    """What stands in a cell, as a message repeats it."""
    text = text_of(value)
    return blank if isinstance(text, Gap) else str(text)[:40]


# ------------------------------------------------------------------ the form page


def doubts_of(raw: RawReturn, form: Form, *, ours: bool = True) -> Iterator[Doubt]:
    """Each cell that is read and does not stand, for all to see, where the page prints it.

    ``ours``: the page should print every word of ``form``.
    """
    page = raw.pages.get(form.kind.value) or _page_of(raw, REPORTING_UNIT)
    if page is None:
        return
    printed = printed_on(page, form)
    for name, why in printed.lost.items():
        cell = _named(raw, name)
        if cell and (ours or name not in printed.unprinted or _hidden(cell, page)):
            yield _not_printed(name, cell, page, why)
    for name, at in printed.places.items():
        cell = _named(raw, name)
        if cell is None or cell.sheet != page.sheet or cell.cell != at.address:
            if page.value(at) is not None or (cell and cell.value is not None):
                yield _elsewhere(name, cell, page, at)
        elif why := page.unseen(at):
            yield _unseen(name, cell, why)


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
        f"按名称读出的 {cell.sheet}!{cell.cell}（{_seen(cell.value)}）没有采用"
    )
    return Doubt(name, _ELSEWHERE, cell, message, _NEW_BLANK)


def _elsewhere(name: str, cell: RawCell | None, page: Page, at: At) -> Doubt:
    there = RawCell(page.sheet, at.address, page.value(at))
    printed = f"表上印给它的格是 {there.sheet}!{there.cell}（{_seen(there.value)}）"
    if cell is None:
        message = f"{_called(name)}按名称没有读到内容，{printed}：没有采用"
        return Doubt(name, _ELSEWHERE, there, message, _NEW_BLANK)
    message = (
        f"{_called(name)}按名称读的是 {cell.sheet}!{cell.cell}（{_seen(cell.value)}），{printed}："
        "行列被插入、删除、排序或移动过，说不准哪个是要报的，没有采用"
    )
    return Doubt(name, _ELSEWHERE, cell, message, _NEW_BLANK)


def _unseen(name: str, cell: RawCell, why: str) -> Doubt:
    message = (
        f"{_called(name)}的格 {cell.sheet}!{cell.cell} 看不见（{why}），"
        f"里面存的是“{_seen(cell.value)}”，纸面上没有，没有采用"
    )
    return Doubt(name, _UNSEEN, cell, message, "取消隐藏或合并，核对这一格后保存重报")


# ------------------------------------------------------------------ the district's bases


def displaced_base(raw: RawReturn) -> str | None:
    """What is wrong with the first base that stands in the row of another; None where none does.

    In 底数 the name of a base is printed left of its figure.
    """
    page = raw.pages.get(BASES)
    if page is None:
        return None
    printed = {n: str(row[0]) for n, row in enumerate(page.rows, 1) if row and _is_base(row[0])}
    read = {
        at_of(cell.cell).row: (name, cell)
        for name, cell in raw.cells.items()
        if cell.sheet == BASES
    }
    for number, label in printed.items():
        name, cell = read.get(number, ("", RawCell(BASES, f"A{number}")))
        if name != label and (name or page.value(At(number, 2)) is not None):
            return _words(cell, name or "另一项", label)
    return None


def _is_base(value: object) -> bool:
    return isinstance(value, str) and term_of(value).prefix != ""


def _words(cell: RawCell, name: str, owner: str) -> str:
    return (
        f"{cell.sheet}!{cell.cell} 是“{name}”的格，这一行印的却是“{owner}”："
        "行被插入、删除、排序或移动过，"
        "读出的数会错位，没有采用。请重新领取空白表填报；区综治办也可用 repair 命令修复这份表"
    )
