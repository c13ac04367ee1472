"""Editions from their folders, strictly.

A fault is one :class:`StatementError` that names the file, the line and the place inside it, what
was found and what is allowed; all faults come in one go.
"""

import hashlib
import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from zongzhi_xl.core.edition.statement import Edition, edition_in
from zongzhi_xl.core.soundness.consequences import Doubtful
from zongzhi_xl.core.soundness.parts import unsound
from zongzhi_xl.core.soundness.renamed import renamed
from zongzhi_xl.core.soundness.sense.glance import refused_at_once
from zongzhi_xl.errors import RecordError, StatementError
from zongzhi_xl.record import Record
from zongzhi_xl.statements.files import STANDARD, Files, files_of, is_yaml

#: where a district keeps its editions, a folder a year; and what is in each
EDITIONS, _PARTS = "statements", ("statement.yaml", "units.yaml", "forms", "clauses")


@cache
def standard() -> Edition:
    """The edition that ships with the program: the letter's own figures, sample points."""
    return load(STANDARD)


def for_year(district: Path | None, year: int) -> Edition:
    """The edition in force in ``year``: the district's own, else the standard one.

    A district that has editions, but none for ``year``, is an error: its scores must not
    silently come from the standard edition.
    """
    if district is None:
        return standard()
    if not district.is_dir():
        raise StatementError(str(district), "", "没有这个区文件夹")
    folder = district / EDITIONS / str(year)
    if folder.is_dir():
        return load(folder)
    others = "、".join(one.name for one in _editions_of(district))
    if others:
        raise StatementError(str(folder), "", f"没有{year}年的考核方案，现有：{others}")
    return standard()


def _editions_of(district: Path) -> list[Path]:
    """The folders of a district's editions, the oldest first."""
    return sorted(entry for entry in (district / EDITIONS).glob("*") if entry.is_dir())


def years_of(district: Path) -> tuple[int, ...]:
    """The years for which a district has an edition; none where it is no district's folder."""
    names = (folder.name for folder in _editions_of(district))
    return tuple(int(name) for name in names if re.fullmatch(r"20\d\d", name))


def source_of(district: Path, year: int) -> str:
    """A hash over the names and bytes of the files of which a district's edition is made."""
    folder = district / EDITIONS / str(year)
    files = hashlib.sha256()
    for path in sorted(path for path in folder.rglob("*") if is_yaml(path) and path.is_file()):
        told = path.read_bytes()
        files.update(f"{path.relative_to(folder).as_posix()} {len(told)}\n".encode() + told)
    return files.hexdigest()


def editions_in(folder: Path) -> list[Path]:
    """``folder`` itself where it is an edition's, else those of the district whose folder it is.

    Raises :class:`StatementError` where it is neither.
    """
    if not folder.is_dir() or any((folder / part).exists() for part in _PARTS):
        return [folder]
    found = _editions_of(folder)
    if not found:
        problem = f"没有考核方案：这里没有 {_PARTS[0]}，也没有 {EDITIONS}/年份/ 文件夹"
        raise StatementError(str(folder), "", problem)
    return found


def load(folder: Path) -> Edition:
    """The sound edition in ``folder``; raises :class:`StatementError` with every fault."""
    looked = look(folder)
    if looked.faults:
        first, *others = looked.faults
        raise StatementError(first.file, first.path, first.problem, first.line, tuple(others))
    return looked.edition


class Looked(Record):
    """An edition as far as its ``files`` give one, and all that is wrong with it."""

    edition: Edition
    files: Files
    faults: tuple[StatementError, ...]


def look(folder: Path) -> Looked:
    """The edition in ``folder`` with every fault; raises StatementError where there is none."""
    if not folder.is_dir():
        raise StatementError(str(folder), "", "没有这个考核方案文件夹")
    files = files_of(folder)
    edition, found = faults_in(files.document())
    unfit = (fault for fault in found if not files.explain(fault))
    faults = [*files.faults, *files.slips, *map(files.located, unfit)]
    return Looked(edition, files, tuple(sorted(faults, key=files.order)))


def faults_in(document: Mapping[str, Any]) -> tuple[Edition, list[RecordError]]:
    """The edition as far as a document describes one, and every fault that is seen at a glance.

    What only follows from another fault is left out.
    """
    edition, unread = edition_in(document)
    unsound_ = [*unsound(edition), *refused_at_once(edition)]
    strange = tuple(fault.path for fault in unsound_ if fault.path.endswith(".under"))
    doubtful = Doubtful(tuple(fault.path for fault in unread), edition, strange)
    guessed = renamed(edition) if unsound_ else ()
    names = [one for one in guessed if any(map(one.explain, unsound_))]
    causes = [doubtful.explain, *(one.explain for one in names)]
    told = [fault for fault in unsound_ if not any(explain(fault) for explain in causes)]
    return edition, [*unread, *(one.as_fault for one in names), *told]
