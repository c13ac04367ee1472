"""One file, in a supervised child: read, understood, checked by itself."""

import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from zongzhi_xl.core.appraising import tally
from zongzhi_xl.core.appraising.scorecard import Rejected
from zongzhi_xl.core.appraising.tally import Received, Tally
from zongzhi_xl.core.checking.validation import validate
from zongzhi_xl.core.edition.statement import Edition
from zongzhi_xl.core.returned.departments import (
    DepartmentReturn,
    RawDepartments,
    department_return_of,
)
from zongzhi_xl.core.returned.row_labels import in_place
from zongzhi_xl.core.returned.submission import year_in
from zongzhi_xl.desk import department_rows
from zongzhi_xl.desk.progress import Track, silent
from zongzhi_xl.desk.shelf import Shelf, packed, stored
from zongzhi_xl.errors import RequestError
from zongzhi_xl.reading import intake, reader
from zongzhi_xl.reading.inbox import Inbox, discover
from zongzhi_xl.statements.editions import Raw, in_force


def known_district(district: Path | None) -> None:
    """Refuse a district folder that is not there; raises :class:`RequestError`."""
    if district is not None and not district.is_dir():
        raise RequestError(f"没有区文件夹 {district}")


def found_under(paths: list[Path], ours: Iterable[Path] = ()) -> Inbox:
    """The files under ``paths``, our own outputs apart; raises :class:`RequestError`."""
    try:
        return discover(paths, ours)
    except FileNotFoundError as fault:
        raise RequestError(f"没有这个文件或文件夹：{fault}") from fault


def crew(wanted: int, files: int) -> int:
    """How many children read: as many as wanted; 0 means one a processor, if it is worth it."""
    return wanted or max(1, min(os.cpu_count() or 1, _MOST, files // _WORTH))


#: a child takes 0.3 s to start, as long as it reads this many files
_WORTH, _MOST = 24, 8


@dataclass(frozen=True)
class ByEdition:
    """The work on one file by one edition; importable, so that a child can do it."""

    edition: Edition

    def __call__(self, path: Path, file: str) -> Tally:
        """The file as a tally of one."""
        return _taken(reader.read(path, file), self.edition)


@dataclass(frozen=True)
class ByYear:
    """The work on one file by the edition of the file's own year."""

    district: Path | None

    def __call__(self, path: Path, file: str) -> Tally:
        """The file as a tally of one; raises StatementError where that year has no edition."""
        raw = reader.read(path, file)
        return _taken(raw, in_force(self.district, year_in(raw.cells)))


def _taken(raw: Raw, edition: Edition) -> Tally:
    if isinstance(raw, RawDepartments):
        rows = department_rows.Gathered
        return tally.of_departments(department_return_of(raw, edition, rows))
    submission = in_place(raw, edition)
    return tally.of_return(packed(submission), validate(submission, edition))


def receive(
    paths: list[Path],
    work: ByEdition | ByYear,
    *,
    workers: int = 0,
    track: Track = silent,
    ours: Iterable[Path] = (),
) -> Tally:
    """Everything under ``paths`` in one tally; what cannot be used is rejected with its reason."""
    files = found_under(paths, ours)
    results = intake.run(files, work, workers=crew(workers, len(files)))
    shelf = Shelf()
    received: list[Received] = []
    departments: list[DepartmentReturn] = []
    rejected: list[Rejected] = []
    for file, result in track(results, len(files), "读报表"):
        part = _part(file, result)
        received += [stored(one, shelf) for one in part.received]
        departments += [department_rows.stored(one, shelf) for one in part.departments]
        rejected += part.rejected
    # one file after another, in the order of their names: this is the order of a tally
    return Tally(tuple(received), tuple(departments), tuple(rejected))


def _part(file: str, result: Tally | intake.Failure) -> Tally:
    if isinstance(result, intake.Failure):
        return tally.of_rejected(file, result.reason)
    return result
