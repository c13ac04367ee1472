"""What was handed in: the files under the given paths, in the order of their names."""

import os
import pickle
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple, overload
from zlib import compress, decompress

from zongzhi_xl.core.returned.outgoing import Gate
from zongzhi_xl.errors import RequestError
from zongzhi_xl.reading.unusable import SUFFIXES

#: left by systems in any folder; nobody handed them in
_SYSTEM_FILES = frozenset({"thumbs.db", "desktop.ini"})
_SYSTEM_FOLDERS = frozenset({"__MACOSX"})


class _Found(NamedTuple):
    """A file under ``root``, which is itself a file where ``inside`` is empty."""

    shown: str
    root: Path
    inside: str

    @property
    def path(self) -> Path:
        return self.root / self.inside if self.inside else self.root


class Inbox(Sequence[tuple[Path, str]]):
    """Files with their names, sorted by name; a path is made when it is asked for.

    A city hands in 26,000 files, whose names alone would take 6 MB: they are packed in groups.
    """

    def __init__(self, files: Sequence[_Found]) -> None:
        self._size = len(files)
        starts = range(0, self._size, _GROUP)
        self._groups = [compress(pickle.dumps(files[n : n + _GROUP]), 1) for n in starts]

    def __len__(self) -> int:
        return self._size

    @overload
    def __getitem__(self, index: int) -> tuple[Path, str]: ...
    @overload
    def __getitem__(self, index: slice) -> "Inbox": ...
    def __getitem__(self, index: int | slice) -> "tuple[Path, str] | Inbox":
        """The file at that place, or a part of the inbox."""
        if isinstance(index, slice):
            return Inbox([self._found(n) for n in range(self._size)[index]])
        one = self._found(range(self._size)[index])
        return one.path, one.shown

    def _found(self, index: int) -> _Found:
        return _unpacked(self._groups[index // _GROUP])[index % _GROUP]


_GROUP = 256
#: files and folders under all paths together: three years of a city, and nobody's whole disk
_MOST_MET = 100_000


@lru_cache(maxsize=4)
def _unpacked(group: bytes) -> list[_Found]:
    """The group, mostly that of the file before: they are gone through in their order."""
    found: list[_Found] = pickle.loads(decompress(group))  # noqa: S301  # packed by ourselves
    return found


def discover(paths: Sequence[Path], ours: Iterable[Path] = ()) -> Inbox:
    """Every file under ``paths`` with its name relative to the path given, sorted by that name.

    Folders are searched to any depth, also behind links; one that cannot be opened is listed.
    Nothing that somebody may have handed in is passed over: a ``.xls``, a ``.pdf`` or a ``~$``
    lock file is listed too, and the reader names the reason. Files whose names start with a dot
    (other than lock files) and what systems leave behind are not listed. A file reached twice is
    listed once. Names go into every output, so they pass its gate. The files ``ours``
    were written by ourselves, which the caller has made sure of.

    Raises FileNotFoundError for a path that is not there, RequestError for more than anybody's
    inbox holds.
    """
    search = _Search(ours)
    found = [one for root in paths for one in search.under(root)]
    if len(paths) > 1:
        found = _with_roots(found)
    found.sort()
    return Inbox(_told_apart(found))


def _with_roots(files: list[_Found]) -> list[_Found]:
    """Files of one name under two roots are told apart by the root's name."""
    names = Counter(one.shown for one in files)
    return [
        one._replace(shown=shown(f"{one.root.resolve().name}/{one.inside or one.root.name}"))
        if names[one.shown] > 1
        else one
        for one in files
    ]


def _told_apart(files: Iterable[_Found]) -> list[_Found]:
    """Names as people see them; where two are alike then, the later ones are numbered."""
    hidden = sorted(map(_hidden, files), key=lambda one: one.shown)
    if not any(one.shown == other.shown for one, other in pairwise(hidden)):
        return hidden
    taken: Counter[str] = Counter()
    for place, one in enumerate(hidden):
        taken[one.shown] += 1
        if taken[one.shown] > 1:
            hidden[place] = one._replace(shown=f"{one.shown}（{taken[one.shown]}）")
    return sorted(hidden)


def _hidden(one: _Found) -> _Found:
    name = Gate().line(one.shown)
    return one if name == one.shown else one._replace(shown=name)


class _Search:
    """A walk that enters every folder once and lists every file once, ``ours`` never.

    Files are known by their folder; only links and files given by themselves are followed to
    where they lie, one by one.
    """

    def __init__(self, ours: Iterable[Path]) -> None:
        self._entered: set[Path] = set()
        self._met = 0
        self._single = set(map(_itself, ours))

    def under(self, root: Path) -> Iterator[_Found]:
        """The files under ``root``, or ``root`` itself."""
        if not os.path.lexists(root):
            raise FileNotFoundError(root)
        if not root.is_dir():
            if self._is_new_file(_itself(root)):
                yield _Found(shown(root.name), root, "")
            return
        for inside in self._walked(root):
            # mostly the same text: kept once
            name = shown(inside)
            yield _Found(name, root, name if name == inside else inside)

    def _walked(self, root: Path) -> Iterator[str]:
        """Names inside ``root`` of files, and of folders that stand for a file."""
        closed: list[str] = []
        if not _is_new(_itself(root), self._entered):
            return
        walk = os.walk(root, onerror=lambda fault: closed.append(fault.filename), followlinks=True)
        for folder, subfolders, names in walk:
            prefix = _inside(root, folder)
            below = [Path(folder, name) for name in sorted(subfolders) if not _is_ignored(name)]
            files = [one for one in below if _stands_for_a_file(one) or _is_of_the_system(one)]
            self._count(root, len(names) + len(subfolders))
            subfolders[:] = [
                one.name for one in below
                if one not in files and _is_new(_itself(one), self._entered)
            ]  # fmt: skip
            yield from (prefix + one.name for one in files if _is_new(_itself(one), self._single))
            yield from (prefix + name for name in self._new_files(folder, sorted(names)))
        yield from (_inside(root, name).rstrip("/") for name in closed)

    def _count(self, root: Path, met: int) -> None:
        self._met += met
        if self._met > _MOST_MET:
            raise RequestError(
                f"{root} 下面的文件和文件夹超过 {_MOST_MET // 10000} 万个，不像是收件的文件夹："
                "请给出只放报表的文件夹（其中的链接也会跟着找）"
            )

    def _new_files(self, folder: str, names: Iterable[str]) -> Iterator[str]:
        here = _itself(Path(folder)) if self._single else None
        for name in filter(_is_handed_in, names):
            if os.path.islink(os.path.join(folder, name)):  # noqa: PTH114, PTH118  # of each file: pathlib's takes twice as long
                if self._is_new_file(_itself(Path(folder, name))):
                    yield name
            elif here is None or here / name not in self._single:
                yield name

    def _is_new_file(self, path: Path) -> bool:
        """Whether neither it was listed nor its folder was entered."""
        known = path.parent in self._entered and _is_handed_in(path.name)
        listed = known and path.is_file()  # a link to nothing leads to no file that was listed
        return not listed and _is_new(path, self._single)


def _is_new(path: Path, known: set[Path]) -> bool:
    """Whether it was not ``known``; from now on it is."""
    fresh = path not in known
    known.add(path)
    return fresh


def _inside(root: Path, folder: str) -> str:
    """What leads from ``root`` to what lies in ``folder``: ``""`` or ``01/``."""
    between = Path(folder).relative_to(root).as_posix()
    return "" if between == "." else f"{between}/"


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


def _is_of_the_system(folder: Path) -> bool:
    """What a system shows of itself as files, without end; a link may lead there."""
    there = _itself(folder) if folder.is_symlink() else folder
    return there.parts[:1] == ("/",) and there.parts[1:2] in (("proc",), ("sys",), ("dev",))


def _is_ignored(name: str) -> bool:
    return name.startswith(".") or name in _SYSTEM_FOLDERS


def _is_handed_in(name: str) -> bool:
    hidden = name.startswith(".") and not name.startswith(".~")
    return not hidden and name.lower() not in _SYSTEM_FILES


def shown(name: str) -> str:
    """``name`` as text that can be printed: names packed on Chinese Windows are often in GBK."""
    raw = os.fsencode(name)
    for encoding in ("utf-8", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return raw.decode("utf-8", "replace")
