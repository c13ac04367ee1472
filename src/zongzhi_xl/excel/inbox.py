"""What was handed in: the files under the given paths, in the order of their names (DESIGN 5)."""

import os
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from zongzhi_xl.core.personal_data import masked
from zongzhi_xl.excel.reading.unusable import SUFFIXES

#: left by systems in any folder; nobody handed them in
_SYSTEM_FILES = frozenset({"thumbs.db", "desktop.ini"})
_SYSTEM_FOLDERS = frozenset({"__MACOSX"})


def discover(paths: Sequence[Path]) -> list[tuple[Path, str]]:
    """Every file under ``paths`` with its name relative to the path given, sorted by that name.

    Folders are searched to any depth, also behind links; one that cannot be opened is listed.
    Nothing that somebody may have handed in is passed over: a ``.xls``, a ``.pdf`` or a ``~$``
    lock file is listed too, and the reader names the reason. Files whose names start with a dot
    (other than lock files) and what systems leave behind are not listed. A file reached twice is
    listed once. Names go into every output, so numbers of persons in them are masked. Raises
    FileNotFoundError for a path that is not there.
    """
    found: dict[Path, tuple[Path, Path, str]] = {}
    for root in paths:
        for path, name in _under(root):
            found.setdefault(_itself(path), (root, path, name))
    names = Counter(name for _, _, name in found.values())
    files = [
        (path, shown(f"{root.resolve().name}/{name}") if names[name] > 1 else shown(name))
        for root, path, name in found.values()
    ]
    return sorted(_told_apart(files), key=lambda entry: entry[1])


def _told_apart(files: Iterable[tuple[Path, str]]) -> Iterator[tuple[Path, str]]:
    """Names masked; where two are alike then, the later ones are numbered."""
    taken: Counter[str] = Counter()
    for path, name in sorted(files, key=lambda entry: entry[1]):
        hidden = masked(name)
        taken[hidden] += 1
        yield path, f"{hidden}（{taken[hidden]}）" if taken[hidden] > 1 else hidden


def _under(root: Path) -> Iterator[tuple[Path, str]]:
    if not os.path.lexists(root):
        raise FileNotFoundError(root)
    if not root.is_dir():
        yield root, root.name
        return
    for path in _walked(root):
        yield path, path.relative_to(root).as_posix()


def _walked(root: Path) -> Iterator[Path]:
    """Files, and folders that stand for a file; links are followed, in a circle only once."""
    closed: list[Path] = []
    seen = {_itself(root)}
    walk = os.walk(
        root, onerror=lambda fault: closed.append(Path(fault.filename)), followlinks=True
    )
    for folder, subfolders, names in walk:
        below = [Path(folder, name) for name in subfolders if not _is_ignored_folder(name)]
        entered = [one for one in below if not _stands_for_a_file(one)]
        subfolders[:] = [one.name for one in entered if _is_new(_itself(one), seen)]
        yield from (one for one in below if one not in entered)
        yield from (Path(folder, name) for name in _handed_in(names))
    yield from closed


def _is_new(folder: Path, seen: set[Path]) -> bool:
    fresh = folder not in seen
    seen.add(folder)
    return fresh


def _itself(path: Path) -> Path:
    """Where ``path`` lies once links are followed; a link in a circle is itself."""
    try:
        return path.resolve()
    except (OSError, RuntimeError):
        return path.absolute()


def _stands_for_a_file(folder: Path) -> bool:
    """A workbook that was unpacked, or an empty folder called like one: somebody meant a file."""
    if folder.suffix.lower() not in SUFFIXES:
        return False
    try:
        inside = os.listdir(folder)  # noqa: PTH208  # names are enough
    except OSError:
        return False
    return not inside or "[Content_Types].xml" in inside


def _is_ignored_folder(name: str) -> bool:
    return name.startswith(".") or name in _SYSTEM_FOLDERS


def _handed_in(names: Iterable[str]) -> Iterator[str]:
    for name in names:
        hidden = name.startswith(".") and not name.startswith(".~")
        if not hidden and name.lower() not in _SYSTEM_FILES:
            yield name


def shown(name: str) -> str:
    """``name`` as text that can be printed: names packed on Chinese Windows are often in GBK."""
    raw = os.fsencode(name)
    for encoding in ("utf-8", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return raw.decode("utf-8", "replace")
