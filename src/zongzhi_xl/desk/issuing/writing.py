"""Writing many returns: one workbook costs about 0.1 s, so the work is spread over processes."""

import os
import signal
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path

from zongzhi_xl.core.edition.items import FormKind
from zongzhi_xl.core.edition.statement import Edition
from zongzhi_xl.desk.placing import put_in_place, ready_folder
from zongzhi_xl.desk.progress import Track, silent
from zongzhi_xl.sheets import return_book
from zongzhi_xl.sheets.return_book import ReturnContents
from zongzhi_xl.vba.macro_book import MacroEdition

#: below this, starting processes costs more than it saves
_FEW = 8


@dataclass(frozen=True)
class Job:
    """One return to be written."""

    path: Path
    form: FormKind
    contents: ReturnContents
    macros: MacroEdition | None = None

    def with_macros(self, macros: MacroEdition) -> "Job":
        """The same return with buttons; its name ends in ``.xlsm``."""
        return replace(self, path=self.path.with_suffix(".xlsm"), macros=macros)


def write_returns(
    jobs: Sequence[Job], edition: Edition, *, track: Track = silent, workers: int = 0
) -> tuple[Path, ...]:
    """Write every return, each put in place whole; ``workers`` 0: one a processor."""
    for folder in dict.fromkeys(job.path.parent for job in jobs):
        ready_folder(folder)
    count = min(workers or os.cpu_count() or 1, len(jobs))
    words = "写报表"
    if count <= 1 or len(jobs) < _FEW:
        return tuple(track((_write(job, edition) for job in jobs), len(jobs), words))
    with ProcessPoolExecutor(count, initializer=_keep, initargs=(edition,)) as pool:
        try:
            return tuple(track(pool.map(_write_kept, jobs, chunksize=4), len(jobs), words))
        except BaseException:
            pool.shutdown(cancel_futures=True)  # else every job left is still done
            raise


def _write(job: Job, edition: Edition) -> Path:
    with put_in_place(job.path) as aside:
        return_book.write(aside, job.form, edition, job.contents, job.macros)
    return job.path


_KEPT: list[Edition] = []


def _keep(edition: Edition) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent answers Ctrl-C, once
    _KEPT[:] = [edition]


def _write_kept(job: Job) -> Path:
    return _write(job, _KEPT[0])
