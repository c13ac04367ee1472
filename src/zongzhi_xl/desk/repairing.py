"""The command ``repair``: every value the clerk typed, moved into a fresh workbook.

The damaged file is read in a supervised child and never written. What two places could mean stops
the repair; what has no place in the form is listed. No return is ever written over.
"""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from functools import partial
from pathlib import Path

from zongzhi_xl.contract import FAULTY, NOTE
from zongzhi_xl.core.language.days import DAY_ZERO
from zongzhi_xl.core.returned.outgoing import Gate
from zongzhi_xl.core.returned.submission import RawReturn
from zongzhi_xl.desk.own_outputs import NOTES
from zongzhi_xl.desk.placing import Together, check_file, check_output, put_together, seen_from
from zongzhi_xl.desk.receiving import known_district
from zongzhi_xl.errors import OutputError, RequestError, UnusableFileError
from zongzhi_xl.mending.draft import Draft, draft_of
from zongzhi_xl.mending.notes import RepairNotes
from zongzhi_xl.mending.words import notes_of, notes_of_refusal
from zongzhi_xl.reading import intake, reader
from zongzhi_xl.reading.inbox import shown
from zongzhi_xl.record import Record
from zongzhi_xl.sheets import return_book
from zongzhi_xl.sheets.return_book import ReturnContents

#: one file, and somebody waits for it: a column filled down to the end is worth a minute
PATIENT = intake.Limits(memory_mb=1024, seconds=60.0)


class Repaired(Record):
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
    file = Gate().line(shown(path.name))
    ((_, draft),) = intake.run([(path, file)], partial(draft_of, district), limits=PATIENT)
    if isinstance(draft, intake.Failure):
        with put_together() as made:
            _write_report(notes_of_refusal(draft.reason, file), made, report, path)
        raise UnusableFileError(f"{file}：{draft.reason}")
    with put_together() as made:
        aside = made.file(new)
        draft = write(aside, draft)
        _never_over_another(aside, new)
        notes = notes_of(draft, file, Gate().line(new.name))
        _write_report(notes, made, report, path)  # no return is put in place without it
    return Repaired(notes, draft.needs_a_person)


def write(path: Path, draft: Draft) -> Draft:
    """The fresh workbook at ``path``; what it cannot hold is left out and listed in the answer.

    Raises OutputError where it still says anything else.
    """
    return_book.write(path, draft.form, draft.edition, draft.contents)
    missing = _not_held(path, draft)
    if not missing:
        return draft
    rest = draft.without(missing)
    return_book.write(path, rest.form, rest.edition, rest.contents)
    if still := _not_held(path, rest):
        where = [one.found.place for one in draft.entries if one.key in still]
        raise OutputError(f"写出的表与找到的内容不一致（{'、'.join(where) or '整份表'}），没有保留")
    return rest


def _check_paths(path: Path, new: Path, report: Path | None) -> None:
    if not path.exists():
        raise RequestError(f"没有这个文件：{path}")
    check_file(new)
    if new.exists() and new.samefile(path):
        raise OutputError(f"{new} 就是原表，不能覆盖：修复后的表请另起文件名")
    if new.suffix.lower() != ".xlsx":
        raise OutputError(f"写不了 {new}：修复后的表是 .xlsx 文件，请把文件名写成 .xlsx")
    if report:
        if report.resolve() in (new.resolve(), path.resolve()):
            raise OutputError(f"写不了 {report}：修复说明要另起文件名")
        check_output(report, NOTES)


def _never_over_another(made: Path, new: Path) -> None:
    """The same repair may be done again; anything else at that place is somebody's work."""
    if new.is_file() and new.stat().st_size and new.read_bytes() != made.read_bytes():
        raise OutputError(
            f"写不了 {new}：那里已有别的文件，修复后的表不能写在它上面；"
            "请换一个文件名，或先把它移走"
        )


def _write_report(notes: RepairNotes, made: Together, report: Path | None, path: Path) -> None:
    if report is None:
        return
    from zongzhi_xl.mending import notes_book  # noqa: PLC0415  # only where a report is wanted

    notes_book.write(made.file(report, NOTES), notes, returns=seen_from(report, [path]))


# ------------------------------------------------------------------ was everything written


def _not_held(path: Path, draft: Draft) -> frozenset[object]:
    """The keys of what the fresh workbook, read back by the usual reader, does not say."""
    raw, contents = reader.read(path, path.name), draft.contents
    if not isinstance(raw, RawReturn):
        return frozenset({""})
    found: dict[object, object] = {name: cell.value for name, cell in raw.cells.items()}
    found |= {f"{NOTE}{name}": str(cell.value) for name, cell in raw.notes.items()}
    words = draft.edition.statement.events
    rows = [words.by_column(row) for row in raw.register if row]
    found |= {(n, column): one.value for n, row in enumerate(rows) for column, one in row.items()}
    wanted = _wanted(contents)
    extra: set[object] = {
        key for key, value in found.items()
        if isinstance(key, tuple) and key not in wanted and value is not None
    }  # fmt: skip
    extra |= {key for key in found if str(key).startswith(NOTE) and key not in wanted}
    return frozenset(extra | {key for key in wanted if not _same(wanted[key], found.get(key))})


def _wanted(contents: ReturnContents) -> dict[object, object]:
    """Every value, note and cell of the register that the fresh workbook must say, by its key."""
    wanted: dict[object, object] = {FAULTY: None}
    wanted.update(contents.values)
    wanted.update(contents.bases)
    wanted.update({f"{NOTE}{name}": words for name, words in contents.notes.items()})
    rows = [row for row in contents.events if _says_something(row)]
    wanted.update({(n, column): one for n, row in enumerate(rows) for column, one in row.items()})
    return wanted


def _says_something(row: Mapping[str, object]) -> bool:
    return any(value is not None for value in row.values())


def _same(written: object, read: object) -> bool:
    if isinstance(written, date) and isinstance(read, date):
        return _as_moment(written) == _as_moment(read) or _as_moment(written).date() == read
    if isinstance(written, int | float) and isinstance(read, date | time):
        return _reads_as(written, read)
    if isinstance(written, float) and isinstance(read, int | float):
        return f"{written:.15g}" == f"{read:.15g}"  # as it is shown; files are written so
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
