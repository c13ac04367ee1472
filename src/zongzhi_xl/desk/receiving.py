"""Receiving a folder: its files are found, read in supervised children, and become one tally."""

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from zongzhi_xl.core.appraising.received import OfficeReturn
from zongzhi_xl.core.appraising.scorecard import Period, Rejected
from zongzhi_xl.core.appraising.tally import Tally
from zongzhi_xl.core.edition.items import FormKind
from zongzhi_xl.core.edition.statement import Edition
from zongzhi_xl.core.returned.departments import DepartmentReturn
from zongzhi_xl.desk import department_rows
from zongzhi_xl.desk.own_outputs import left_under
from zongzhi_xl.desk.progress import Track, silent
from zongzhi_xl.desk.shelf import Shelf, stored
from zongzhi_xl.desk.taking import Taken, taken
from zongzhi_xl.errors import RequestError, UnusableFileError, Whose
from zongzhi_xl.reading import intake
from zongzhi_xl.reading.inbox import Inbox, discover

if TYPE_CHECKING:
    from zongzhi_xl.desk.understanding import Rules


def known_district(district: Path | None) -> None:
    """Refuse a district folder that is not there; raises :class:`RequestError`."""
    if district is not None and not district.is_dir():
        raise RequestError(f"没有区文件夹 {district}")


def found_under(paths: list[Path], ours: Iterable[Path] = ()) -> Inbox:
    """The files under ``paths``, our own outputs apart; raises :class:`RequestError`."""
    try:
        return discover(paths, [*ours, *left_under(paths)])
    except FileNotFoundError as fault:
        raise RequestError(f"没有这个文件或文件夹：{fault}") from fault


def crew(wanted: int, files: int) -> int:
    """How many children read: as many as wanted; 0 means one a processor, if it is worth it."""
    return wanted or max(1, min(os.cpu_count() or 1, _MOST, files // _WORTH))


#: a child takes 0.3 s to start, as long as it reads this many files
_WORTH, _MOST = 24, 8


def refused(file: str, fault: intake.Failure | UnusableFileError) -> Rejected:
    """The file sent back, with what it says of itself as far as that was read."""
    whose = fault.whose or Whose()
    known = whose.unit and whose.form in (FormKind.MONTHLY, FormKind.ANNUAL)
    month = whose.month if whose.form == FormKind.MONTHLY and whose.month in range(1, 13) else None
    paper = Period(whose.unit, FormKind(whose.form), month) if known else None
    return Rejected(file, fault.reason, sha256=fault.sha256, paper=paper, year=whose.year)


T = TypeVar("T")


class Cluster(NamedTuple):
    """A Dask cluster that reads: its address, or ``local`` with so many workers."""

    address: str
    workers: int = 0


def readers(cluster: str | None, workers: int) -> int | Cluster:
    """Who reads: a cluster where there is an address, else so many children."""
    return Cluster(cluster, workers) if cluster else workers


def read(
    files: Sequence[tuple[Path, str]],
    work: Callable[[Path, str], T],
    roots: Sequence[Path],
    workers: int | Cluster,
) -> Iterator[tuple[str, T | intake.Failure]]:
    """``work(path, file)`` of each file, in their order; a cluster must see the ``roots``.

    Raises MachineError.
    """
    if isinstance(workers, int):
        return intake.run(files, work, workers=crew(workers, len(files)))
    from zongzhi_xl.reading import cluster  # noqa: PLC0415  # only where it is asked for

    address, many = workers
    return cluster.run(files, work, address=address, roots=roots, workers=many)


def receive(
    paths: list[Path],
    rules: "Rules",
    *,
    workers: int | Cluster = 0,
    track: Track = silent,
    ours: Iterable[Path] = (),
) -> Tally:
    """Everything under ``paths`` in one tally; what cannot be used is rejected with its reason.

    ``workers`` read: so many children of this computer (0: as many as are worth it), or a cluster.
    Raises :class:`RequestError`, and of a cluster MachineError.
    """
    files = found_under(paths, ours)
    results = read(files, partial(taken, rules), paths, workers)
    return gathered(track(results, len(files), "读报表"))


def gathered(results: Iterable[tuple[str, Taken | intake.Failure]]) -> Tally:
    """One tally of what came of each file, in the order of their names; it lies on a shelf."""
    shelf = Shelf()
    received: list[OfficeReturn] = []
    departments: list[DepartmentReturn] = []
    rejected: list[Rejected] = []
    for file, result in results:
        match result:
            case intake.Failure():
                rejected.append(refused(file, result))
            case DepartmentReturn():
                departments.append(department_rows.stored(result, shelf))
            case _:
                received.append(stored(result, shelf))
    # one file after another, in the order of their names: this is the order of a tally
    return Tally(tuple(received), tuple(departments), tuple(rejected))


def district_hint(received: Tally, year: int, edition: Edition, district: Path | None) -> str:
    """What may have been forgotten where files of the year are not by the standard edition."""
    if district is not None or not any(_foreign(received, year, edition)):
        return ""
    return (
        "有的表不是按标准方案和标准名册发的，这次却是按它们算的：区里有自己的考核方案或名册的，"
        "请加 --district 区文件夹 再运行一次"
    )


def _foreign(received: Tally, year: int, edition: Edition) -> Iterator[bool]:
    """Of each file, whether another 版本 or another register has issued it."""
    yield from (one.edition_id != edition.id for one in received.departments if one.year == year)
    for one in (each.submission for each in received.received):
        if one.year == year:
            yield one.edition_id != edition.id or edition.unit(one.unit) is None
