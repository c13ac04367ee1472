"""Writing many returns: one workbook costs about 0.1 s, so the work is spread over processes."""

import os
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path

from zongzhi_xl.core.edition.items import FormKind
from zongzhi_xl.core.edition.statement import Edition
from zongzhi_xl.desk.progress import Track, silent
from zongzhi_xl.desk.stopping import end_with_parent
from zongzhi_xl.errors import MachineError
from zongzhi_xl.record import Record, replace
from zongzhi_xl.sheets import return_book
from zongzhi_xl.sheets.return_book import ReturnContents
from zongzhi_xl.vba.macro_book import MacroEdition

#: below this, starting processes costs more than it saves
_FEW = 8


class Job(Record):
    """One return to be written."""

    path: Path
    form: FormKind
    contents: ReturnContents
    macros: MacroEdition | None = None

    def within(self, folder: Path) -> "Job":
        """The same return under the same name in another folder."""
        return replace(self, path=folder / self.path.name)

    def with_macros(self, macros: MacroEdition) -> "Job":
        """The same return with buttons; its name ends in ``.xlsm``."""
        return replace(self, path=self.path.with_suffix(".xlsm"), macros=macros)


def write_returns(
    jobs: Sequence[Job], edition: Edition, *, track: Track = silent, workers: int = 0
) -> tuple[Path, ...]:
    """Write every return to its path; ``workers`` 0: one a processor. Raises MachineError.

    The caller puts them in place.
    """
    for folder in dict.fromkeys(job.path.parent for job in jobs):
        folder.mkdir(parents=True, exist_ok=True)
    count = min(workers or os.cpu_count() or 1, len(jobs))
    words = "写报表"
    if count <= 1 or len(jobs) < _FEW:
        return tuple(track((_write(job, edition) for job in jobs), len(jobs), words))
    with ProcessPoolExecutor(count, initializer=_keep, initargs=(edition,)) as pool:
        try:
            return tuple(track(pool.map(_write_kept, jobs, chunksize=4), len(jobs), words))
        except BrokenProcessPool as fault:
            raise MachineError("写表的进程中断了（内存可能不够），没有写完；请再试一次") from fault
        except BaseException:
            pool.shutdown(cancel_futures=True)  # else every job left is still done
            raise


def _write(job: Job, edition: Edition) -> Path:
    return_book.write(job.path, job.form, edition, job.contents, job.macros)
    return job.path


_KEPT: list[Edition] = []


def _keep(edition: Edition) -> None:
    end_with_parent()
    _KEPT[:] = [edition]


def _write_kept(job: Job) -> Path:
    return _write(job, _KEPT[0])
