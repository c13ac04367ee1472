"""Writing many returns: one workbook costs about 0.1 s, so the work is spread over processes."""

import os
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path

from zongzhi_xl.core.edition.items import FormKind
from zongzhi_xl.core.edition.statement import Edition
from zongzhi_xl.desk.progress import Track, silent
from zongzhi_xl.errors import MachineError
from zongzhi_xl.reading import intake
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
    alone = count <= 1 or len(jobs) < _FEW
    written = (_write(job, edition) for job in jobs) if alone else _spread(jobs, edition, count)
    return tuple(track(written, len(jobs), "写报表"))


def _write(job: Job, edition: Edition) -> Path:
    return_book.write(job.path, job.form, edition, job.contents, job.macros)
    return job.path


def _spread(jobs: Sequence[Job], edition: Edition, workers: int) -> Iterator[Path]:
    """In the children that returns are read in, which end with their parent."""
    work = partial(_told, {job.path: job for job in jobs}, edition)
    files = [(job.path, job.path.name) for job in jobs]
    for file, told in intake.run(files, work, workers=workers):
        if isinstance(told, intake.Failure):
            raise MachineError(f"写 {file} 的进程中断了（内存可能不够），没有写完；请再试一次")
        if isinstance(told, Exception):
            raise told
        yield told


def _told(jobs: Mapping[Path, Job], edition: Edition, path: Path, _file: str) -> Path | Exception:
    """What the parent is to hear; what went wrong is raised there, as if it had written alone."""
    try:
        return _write(jobs[path], edition)
    except Exception as fault:
        return fault
