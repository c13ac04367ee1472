"""What was handed in: the files under the given paths, in the order of their names (DESIGN 5)."""

import os
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

#: left by systems in any folder; nobody handed them in
_SYSTEM_FILES = frozenset({"thumbs.db", "desktop.ini"})
_SYSTEM_FOLDERS = frozenset({"__MACOSX"})


def discover(paths: Sequence[Path]) -> list[tuple[Path, str]]:
    """Every file under ``paths`` with its name relative to the path given, sorted by that name.

    Folders are searched to any depth. Nothing that somebody may have handed in is passed over:
    a ``.xls``, a ``.pdf`` or a ``~$`` lock file is listed too, and the reader names the reason.
    Files whose names start with a dot (other than lock files) and what systems leave behind are
    not listed. A file reached twice is listed once. Raises FileNotFoundError for a path that is
    not there.
    """
    found: dict[Path, tuple[Path, Path, str]] = {}
    for root in paths:
        for path, name in _under(root):
            found.setdefault(path.resolve(), (root, path, name))
    names = Counter(name for _, _, name in found.values())
    files = [
        (path, shown(f"{root.resolve().name}/{name}") if names[name] > 1 else shown(name))
        for root, path, name in found.values()
    ]
    return sorted(files, key=lambda entry: entry[1])


def _under(root: Path) -> Iterator[tuple[Path, str]]:
    if not root.exists():
        raise FileNotFoundError(root)
    if not root.is_dir():
        yield root, root.name
        return
    for folder, subfolders, names in os.walk(root):
        subfolders[:] = [name for name in subfolders if not _is_ignored_folder(name)]
        for name in _handed_in(names):
            path = Path(folder, name)
            yield path, path.relative_to(root).as_posix()


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
