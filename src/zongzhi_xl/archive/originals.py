"""Every file that came in, unchanged: ``originals/2026-04-03/兴海街道_2026年03月_月报 3fa9….xlsx``.

First it lies under its hash as what is being taken in; when it is known whose it is, it gets its
place. What a stopped run left being taken in is taken in anew by the next one.
"""

import os
from datetime import date
from pathlib import Path, PurePosixPath

from zongzhi_xl.core.chronicle.events import SIGNS_OF_FILE
from zongzhi_xl.core.edition.file_names import safe_name
from zongzhi_xl.errors import OutputError, in_words

FOLDER, _COMING = "originals", ".coming"


def taken_aside(district: Path, data: bytes, sha256: str, suffix: str) -> Path:
    """``data`` on the disk under its hash; raises OutputError."""
    folder = district / FOLDER / _COMING
    path = folder / f"{sha256}{suffix}"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with path.open("wb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
    except OSError as fault:
        raise OutputError(f"原件存不进 {folder}（{in_words(fault)}）") from fault
    return path


def kept(district: Path, aside: Path, day: date, called: str) -> str:
    """Give the file its place; where that is, as seen from the folder of originals.

    ``called`` is what the file is, without an ending.
    """
    signs = aside.stem[:SIGNS_OF_FILE]
    inside = PurePosixPath(day.isoformat(), f"{safe_name(called)} {signs}{aside.suffix}")
    place = district / FOLDER / inside
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        aside.replace(place)
        _settle(place.parent)
    except OSError as fault:
        raise OutputError(f"原件存不进 {place.parent}（{in_words(fault)}）") from fault
    return str(inside)


def _settle(folder: Path) -> None:
    """The folder's list of names on the disk too; Windows does so by itself."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def place_of(district: Path, inside: str) -> Path:
    """Where the original lies that is kept there."""
    return district / FOLDER / inside


def any_kept(district: Path) -> bool:
    """Whether the district keeps originals, so that it must have a record, too."""
    return any((district / FOLDER).glob("[0-9]*/*"))


def clear_coming(district: Path) -> None:
    """Remove what stopped runs left being taken in: it still lies where it came from."""
    for left in (district / FOLDER / _COMING).glob("*"):
        left.unlink(missing_ok=True)
