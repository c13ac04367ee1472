"""A return that was read, written anew as an .xlsx without macros (生成上报文件).

The copy is made by the one writer from the contents that were read, never by changing the clerk's
file; it is read back and compared before anybody may send it.
"""

from datetime import date
from pathlib import Path

from zongzhi_xl.contract import BASES
from zongzhi_xl.core.edition.statement import Edition
from zongzhi_xl.core.language.values import Value
from zongzhi_xl.core.returned.submission import RawCell, RawReturn, Submission, submission_of
from zongzhi_xl.errors import UnusableFileError
from zongzhi_xl.reading.reader import read
from zongzhi_xl.record import replace
from zongzhi_xl.sheets.return_book import ReturnContents, write


def write_copy(path: Path, raw: RawReturn, edition: Edition) -> None:
    """``raw`` as a fresh workbook at ``path``.

    Raises:
        UnusableFileError: the copy does not say the same as ``raw`` (it must not be sent).
    """
    raw = _as_shown(raw)
    original = submission_of(raw, edition)
    write(path, original.form, edition, contents_of(raw, original, edition))
    copied = read(path, path.name)
    again = submission_of(copied, edition) if isinstance(copied, RawReturn) else None
    if again is None or _said(again) != _said(original):
        where = _differing(original, again) if again else "整份表"
        raise UnusableFileError(f"生成的文件与表里的内容不一致（{where}），没有保留")


def _as_shown(raw: RawReturn) -> RawReturn:
    """Numbers to the 15 digits that a sheet shows; files hold two more, or one, or none."""
    return replace(
        raw,
        cells={name: _cell_as_shown(cell) for name, cell in raw.cells.items()},
        register=tuple(
            {column: _cell_as_shown(cell) for column, cell in row.items()} for row in raw.register
        ),
    )


def _cell_as_shown(cell: RawCell) -> RawCell:
    number = cell.value
    return replace(cell, value=float(f"{number:.15g}")) if isinstance(number, float) else cell


def _differing(one: Submission, other: Submission) -> str:
    """The first cell that says another thing."""
    for name, entry in one.entries.items():
        again = other.entries.get(name)
        if again is None or (again.value, again.note) != (entry.value, entry.note):
            return f"{entry.place.sheet}!{entry.place.cell} 的“{name}”"
    return "重大事项"


def contents_of(raw: RawReturn, understood: Submission, edition: Edition) -> ReturnContents:
    """What the writer needs for the same return; events without a gap between the rows."""
    bases = {name: cell for name, cell in raw.cells.items() if cell.sheet == BASES}
    values = {
        name: _native(cell, understood.value(name))
        for name, cell in raw.cells.items()
        if name not in bases
    }
    words = edition.statement.events
    events = ((words.by_column(raw.register[one.row - 1]), one) for one in understood.events)
    return ReturnContents(
        unit=understood.unit,
        year=understood.year,
        month=understood.month,
        values=values,
        notes={name: str(as_whole(cell.value)) for name, cell in raw.notes.items()},
        events=tuple(
            {column: _native(cell, event.get(column)) for column, cell in row.items()}
            for row, event in events
        ),
        bases={name: as_whole(cell.value) for name, cell in bases.items()},
    )


def _native(cell: RawCell, understood: Value) -> object:
    """A day that came as its serial number becomes a day, so that the copy shows it as one."""
    serial = isinstance(understood, date) and isinstance(cell.value, int | float)
    return understood if serial else as_whole(cell.value)


def as_whole(value: object) -> object:
    """``3`` for 3.0: every program gives doubles."""
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _said(one: Submission) -> tuple[object, ...]:
    """What it says, wherever its cells lie; a formula's result counts as typed."""
    entries = {name: (entry.value, entry.note) for name, entry in one.entries.items()}
    events = [{name: entry.value for name, entry in event.cells.items()} for event in one.events]
    return one.form, one.unit, one.year, one.month, one.edition_id, entries, events
