"""What a cell shows beside what it holds (S8): a number format does not change a number.

What is stored counts, as the sheet's own formulas count it; where the page shows something else,
a query names both. A unit, year, month or kind that shows as another one sends the file back.
"""

from collections.abc import Iterator, Mapping
from datetime import date, datetime

from zongzhi_xl.contract import REPORTED_ON
from zongzhi_xl.core.checking.kinds.events import explanation, row_words
from zongzhi_xl.core.edition.event_words import EventWords
from zongzhi_xl.core.edition.items import Kind, Severity
from zongzhi_xl.core.edition.statement import Edition
from zongzhi_xl.core.language.addresses import listed
from zongzhi_xl.core.language.days import serial
from zongzhi_xl.core.language.values import NOT_APPLICABLE, Gap, Value, plain
from zongzhi_xl.core.returned.findings import Finding
from zongzhi_xl.core.returned.number_formats import PLAIN_DAY, same_day, same_number, shown
from zongzhi_xl.core.returned.page import at_of
from zongzhi_xl.core.returned.personal_data import masked
from zongzhi_xl.core.returned.row_labels import WHOSE
from zongzhi_xl.core.returned.submission import Entry, RawCell, RawReturn, Submission
from zongzhi_xl.errors import UnusableFileError

_SHOWN_OTHERWISE = "S8"


def shown_otherwise(raw: RawReturn, submission: Submission, edition: Edition) -> Iterator[Finding]:
    """A query for each cell that shows something else than what counts.

    Raises :class:`UnusableFileError` where nobody knows whose return of what it is.
    """
    kinds = {item.name: item.kind for item in edition.form(submission.form).items}
    kinds[REPORTED_ON] = Kind.DATE
    for name, cell in raw.cells.items():
        entry = submission.entries.get(name)
        seen = _seen(cell, entry.value) if entry and _needs_a_look(cell, kinds.get(name)) else None
        if entry is None or seen is None:
            continue
        message = _message(name, cell, seen, entry.value)
        if name in WHOSE:
            raise UnusableFileError(f"{message}：请把格式改回常规，核对后重报")
        yield _finding(name, cell, entry, message, entry.note)
    yield from _of_events(raw, submission, edition.statement.events)
    yield from _zeros_not_shown(raw, submission)
    yield from _under_shapes(raw, submission, edition)


def _zeros_not_shown(raw: RawReturn, submission: Submission) -> Iterator[Finding]:
    """A page that shows no 0 looks as if nothing had been filled in."""
    by_sheet = {page.sheet: list[str]() for page in raw.pages.values() if page.no_zeros}
    of_events = (entry for event in submission.events for entry in event.cells.values())
    for entry in (*submission.entries.values(), *of_events) if by_sheet else ():
        if entry.place.sheet in by_sheet and type(entry.value) is int and not entry.value:
            by_sheet[entry.place.sheet].append(entry.place.cell)
    told = ((sheet, sorted(cells, key=at_of)) for sheet, cells in by_sheet.items() if cells)
    for sheet, cells in told:
        yield Finding(
            code=_SHOWN_OTHERWISE, severity=Severity.QUERY, sheet=sheet, cell=cells[0], item="",
            value="0", message=f"“{sheet}”页设成了不显示零值：{listed(cells)}存的是0，"
            "页面上什么也没有，按0采用",
            remedy="在程序的选项里恢复显示零值（Excel：选项—高级—在具有零值的单元格中显示零；"
            "WPS：选项—视图—零值），核对后保存重报",
        )  # fmt: skip


def _under_shapes(raw: RawReturn, submission: Submission, edition: Edition) -> Iterator[Finding]:
    """A seal may lie over the signatures; over a figure nobody knows whether it was seen."""
    shapes = {name: page.shapes for name, page in raw.pages.items() if page.shapes}
    for item in edition.form(submission.form).items if shapes else ():
        cell, entry = raw.cells.get(item.name), submission.entries.get(item.name)
        if cell and entry and not isinstance(entry.value, Gap):
            at = at_of(cell.cell)
            if any(one.holds(at) for one in shapes.get(cell.sheet, ())):
                yield Finding(
                    code=_SHOWN_OTHERWISE, severity=Severity.QUERY, sheet=cell.sheet,
                    cell=cell.cell, item=item.name, value=masked(plain(entry.value)),
                    message=masked(
                        f"{item.name}的格 {cell.sheet}!{cell.cell} 上面盖着图片或图形，"
                        f"存的是“{plain(entry.value)}”，按存的采用"
                    ),
                    remedy="移开图片或图形，核对后保存重报；照存的数报的，写明原因",
                    explained=masked(entry.note),
                )  # fmt: skip


def _needs_a_look(cell: RawCell, kind: Kind | None) -> bool:
    """A format that needs one; a day in a cell for counts, a bare number in one for days."""
    wrong = _WRONG.get(kind) if kind else None
    return cell.format != "" or (wrong is not None and isinstance(cell.value, wrong))


_WRONG: Mapping[Kind, tuple[type, ...]] = {Kind.COUNT: (date,), Kind.DATE: (int, float)}


def _seen(cell: RawCell, value: Value) -> str | None:
    """What the page shows where it is not what counts; None where it is."""
    if isinstance(value, Gap) and value != NOT_APPLICABLE:
        return None  # it has its own finding, or is blank
    text = shown(cell.value, cell.format or (PLAIN_DAY if isinstance(cell.value, date) else "0"))
    match value:
        case date():
            same = same_day(text, value)
        case str() | Gap():
            same = text in (cell.value, str(value))
        case _:
            same = same_number(text, float(value))
    return None if same else text


def _message(name: str, cell: RawCell, seen: str, value: Value) -> str:
    looks = f"显示为“{seen}”" if seen.strip() else "什么也不显示"
    stored = f"{serial(value):g}" if isinstance(value, datetime) else plain(value)
    return f"{name}的格 {cell.sheet}!{cell.cell} {looks}，存的是“{stored}”"


def _finding(name: str, cell: RawCell, entry: Entry, message: str, explained: str) -> Finding:
    return Finding(
        code=_SHOWN_OTHERWISE,
        severity=Severity.QUERY,
        sheet=cell.sheet,
        cell=cell.cell,
        item=name,
        value=masked(plain(entry.value)),
        message=masked(f"{message}：单元格格式不改变数，按存的采用"),
        remedy="把格式改回常规（日期格改回日期），核对后重填；照存的数报的，写明原因",
        explained=masked(explained),
    )


def _of_events(raw: RawReturn, submission: Submission, words: EventWords) -> Iterator[Finding]:
    for event in submission.events:
        row = words.by_column(raw.register[event.row - 1])
        for column, entry in event.cells.items():
            cell = row[column]
            count = isinstance(entry.value, int) and isinstance(cell.value, date)
            if (cell.format or count) and (seen := _seen(cell, entry.value)) is not None:
                message = (
                    f"{row_words(event)}{_message(words.label(column), cell, seen, entry.value)}"
                )
                yield _finding(column, cell, entry, message, explanation(event))
