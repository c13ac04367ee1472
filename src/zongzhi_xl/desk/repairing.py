"""The command ``repair``: every value the clerk typed, moved into a fresh workbook.

The damaged file is read in a supervised child and never written. What two places could mean stops
the repair; what has no place in the form is listed. No return is ever written over.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import partial
from pathlib import Path

from zongzhi_xl.contract import FAULTY
from zongzhi_xl.core.language.days import DAY_ZERO
from zongzhi_xl.core.returned.personal_data import masked
from zongzhi_xl.core.returned.submission import RawReturn
from zongzhi_xl.desk.placing import check_file, check_result, put_in_place, seen_from
from zongzhi_xl.desk.receiving import known_district
from zongzhi_xl.errors import OutputError, RequestError, UnusableFileError
from zongzhi_xl.mending.draft import Draft, draft_of
from zongzhi_xl.mending.notes import RepairNotes
from zongzhi_xl.mending.return_copy import value_at
from zongzhi_xl.mending.words import notes_of, notes_of_refusal
from zongzhi_xl.reading import intake, reader
from zongzhi_xl.sheets import return_book
from zongzhi_xl.sheets.return_book import ReturnContents

#: one file, and somebody waits for it: a column filled down to the end is worth a minute
PATIENT = intake.Limits(memory_mb=1024, seconds=60.0)


@dataclass(frozen=True)
class Repaired:
    """What was done; ``needs_a_person`` where something was changed, left behind or lost."""

    notes: RepairNotes
    needs_a_person: bool


def repair(
    path: Path, new: Path, district: Path | None = None, report: Path | None = None
) -> Repaired:
    """Write what ``path`` holds into a fresh workbook at ``new``, and 修复说明 at ``report``.

    A refusal is reported as well.

    Raises:
        UnusableFileError: it cannot be done without guessing, or the file is not readable.
        OutputError: ``new`` is the original or another return, or cannot be written.
    """
    _check_paths(path, new, report)
    known_district(district)
    file = masked(path.name)
    ((_, draft),) = intake.run([(path, file)], partial(draft_of, district), limits=PATIENT)
    if isinstance(draft, intake.Failure):
        _write_report(notes_of_refusal(draft.reason, file), report, path)
        raise UnusableFileError(f"{file}：{draft.reason}")
    with put_in_place(new) as aside:
        write(aside, draft)
        _never_over_another(aside, new)
        notes = notes_of(draft, file, masked(new.name))
        _write_report(notes, report, path)  # first: a return is not put in place without it
    return Repaired(notes, draft.needs_a_person)


def write(path: Path, draft: Draft) -> None:
    """The fresh workbook at ``path``; raises OutputError where it holds anything else."""
    return_book.write(path, draft.form, draft.edition, draft.contents)
    _compare(path, draft)


def _check_paths(path: Path, new: Path, report: Path | None) -> None:
    if not path.exists():
        raise RequestError(f"没有这个文件：{path}")
    check_file(new)
    if new.exists() and new.samefile(path):
        raise OutputError(f"{new} 就是原表，不能覆盖：修复后的表请另起文件名")
    if new.suffix.lower() != ".xlsx":
        raise OutputError(f"写不了 {new}：修复后的表是 .xlsx 文件，请把文件名写成 .xlsx")
    if report:
        check_result(report)
        if report.resolve() in (new.resolve(), path.resolve()):
            raise OutputError(f"写不了 {report}：修复说明要另起文件名")


def _never_over_another(made: Path, new: Path) -> None:
    """The same repair may be done again; another return at that place is somebody's work."""
    if new.is_file() and new.read_bytes() != made.read_bytes():
        check_result(new)


def _write_report(notes: RepairNotes, report: Path | None, path: Path) -> None:
    if report is None:
        return
    from zongzhi_xl.mending import notes_book  # noqa: PLC0415  # only where a report is wanted

    with put_in_place(report) as aside:
        notes_book.write(aside, notes, returns=seen_from(report, [path]))


# ------------------------------------------------------------------ was everything written


def _compare(path: Path, draft: Draft) -> None:
    """The fresh workbook is read back by the usual reader; raises OutputError."""
    raw, contents = reader.read(path, path.name), draft.contents
    reason = value_at(path, FAULTY)  # on the cover, which the reader leaves alone
    if not isinstance(raw, RawReturn) or not _holds(raw, contents, reason):
        raise OutputError("写出的表与找到的内容不一致，没有保留")


def _holds(raw: RawReturn, contents: ReturnContents, reason: object) -> bool:
    """Whether every value, note and row of the register of events was read back."""
    wanted = {FAULTY: None, **contents.values, **contents.bases}
    found = {name: cell.value for name, cell in raw.cells.items()} | {FAULTY: reason}
    notes = {name: str(cell.value) for name, cell in raw.notes.items()}
    events = [
        {k: c.value for k, c in row.items() if c.value is not None} for row in raw.register if row
    ]
    written = [{k: v for k, v in row.items() if v is not None} for row in contents.events]
    return (
        all(_same(value, found.get(name)) for name, value in wanted.items())
        and notes == dict(contents.notes)
        and len(events) == len(written)
        and all(map(_same_row, written, events))
    )


def _same_row(written: Mapping[str, object], read: Mapping[str, object]) -> bool:
    return written.keys() == read.keys() and all(_same(written[key], read[key]) for key in read)


def _same(written: object, read: object) -> bool:
    if isinstance(written, date) and isinstance(read, date):
        return _as_moment(written) == _as_moment(read) or _as_moment(written).date() == read
    if isinstance(written, int | float) and isinstance(read, date | time):
        return _reads_as(written, read)
    return written == read or (written in (None, "") and read in (None, ""))


def _reads_as(number: float, read: date | time) -> bool:
    """What the reader makes of a number where a day should stand; below 1 it keeps the hour only.

    Before March 1900 programs count the days differently, by one.
    """
    if isinstance(read, time):
        hour = timedelta(hours=read.hour, minutes=read.minute, seconds=read.second)
        return number < 1 and abs(hour - timedelta(days=number % 1)) <= _A_SECOND
    days = _as_moment(read) - DAY_ZERO
    slack = timedelta(days=1) if number < _MARCH_1900 else _A_SECOND
    return abs(days - timedelta(days=number)) <= slack


#: the reader keeps no parts of it
_A_SECOND = timedelta(seconds=1)
_MARCH_1900 = 61


def _as_moment(day: date) -> datetime:
    return day if isinstance(day, datetime) else datetime(day.year, day.month, day.day)
