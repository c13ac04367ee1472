"""Which files of an inbox were looked at already: as long as the disk tells the same of one, it is.

What came in is known by its bytes; this only spares reading them once more. Whatever it does not
know for certain is read, and where it is lost or damaged it is begun anew.
"""

import json
import time
from contextlib import suppress
from pathlib import Path
from typing import TypeAlias

from zongzhi_xl.archive.originals import FOLDER

_NAME = ".seen.json"
#: a file that changed so shortly before it was read may change again within one tick of its disk
_SETTLED_NS = 4_000_000_000
#: three years of a city
_MOST = 100_000
#: size, and when content and record of the file were changed, in nanoseconds, and its number
Mark: TypeAlias = tuple[int, int, int, int]


def mark_of(path: Path) -> Mark | None:
    """What the disk tells of the file; None where that may change unnoticed, or nothing is told."""
    try:
        told = path.stat()
    except OSError:
        return None
    if max(told.st_mtime_ns, told.st_ctime_ns) > time.time_ns() - _SETTLED_NS:
        return None
    return told.st_size, told.st_mtime_ns, told.st_ctime_ns, told.st_ino


class Seen:
    """The hashes of files, by path, each with the mark that it had before it was read."""

    def __init__(self, district: Path) -> None:
        self._place = district / FOLDER / _NAME
        self._known: dict[str, list[object]] = {}
        with suppress(OSError, ValueError):
            told = json.loads(self._place.read_text(encoding="utf-8"))
            self._known = told if isinstance(told, dict) else {}
        self._fresh: dict[str, list[object]] = {}

    def hash_of(self, path: Path) -> str:
        """Of the bytes that lie there; empty where they have to be read."""
        known, mark = self._known.get(str(path.absolute())), mark_of(path)
        if not mark or not isinstance(known, list) or known[:-1] != [*mark]:
            return ""
        return str(known[-1])

    def note(self, path: Path, mark: Mark | None, sha256: str) -> None:
        """The file with that ``mark`` has these bytes."""
        if mark:
            self._fresh[str(path.absolute())] = [*mark, sha256]

    def keep(self) -> None:
        """For the next run; that it cannot be written costs time only."""
        if not self._fresh:
            return
        told = self._known | self._fresh
        with suppress(OSError):
            aside = self._place.with_suffix(".tmp")
            aside.write_text(json.dumps(told if len(told) <= _MOST else self._fresh), "utf-8")
            aside.replace(self._place)


def forget(district: Path) -> None:
    """Look at every file again in the next run."""
    (district / FOLDER / _NAME).unlink(missing_ok=True)
