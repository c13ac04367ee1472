"""The one gate for files that are written: whole sets, put in place as one.

What belongs together is written aside, in the folder where it will lie, and renamed at the end
under a lock on those folders. So an output is old or new and never half, of two runs at once one
follows the other, and what a killed run has left aside is removed by the next.
"""

import errno
import gc
import os
import re
import shutil
import sys
import time
import traceback
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from itertools import count
from pathlib import Path

from zongzhi_xl.desk.own_outputs import Sort
from zongzhi_xl.desk.stopping import undisturbed
from zongzhi_xl.errors import OutputError, in_words
from zongzhi_xl.record import Record

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl


def check_file(path: Path) -> None:
    """Refuse early what cannot become a file; raises :class:`OutputError`."""
    if path.is_dir():
        raise OutputError(f"写不了 {path}：这是一个文件夹，请给出文件名")
    if os.path.lexists(path) and not path.is_file():
        raise OutputError(f"写不了 {path}：那里不是普通的文件，请换一个文件名")
    if not path.parent.is_dir():
        raise OutputError(f"写不了 {path}：没有文件夹 {path.parent}，请先建好或换一个位置")
    if not os.access(path.parent, os.W_OK):
        raise OutputError(f"写不了 {path}：没有权限写入 {path.parent}，请换一个位置")


def check_output(path: Path, sort: Sort | None) -> None:
    """As :func:`check_file`, and what lies there is of that sort; raises OutputError."""
    check_file(path)
    if sort:
        sort.may_replace(path)


def ready_folder(path: Path) -> Path:
    """``path`` as a folder that exists and can be written to; raises :class:`OutputError`."""
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as fault:
        raise OutputError(f"建不了文件夹 {path}（{in_words(fault)}），请换一个位置") from fault
    if not os.access(path, os.W_OK):
        raise OutputError(f"没有权限写入文件夹 {path}，请换一个位置")
    return path


# ------------------------------------------------------------------ sets


class _Made(Record):
    """What is written aside for a place, and what may be replaced there.

    ``gone``: nothing is written, what lies at the place is taken away.
    """

    aside: Path
    target: Path
    sort: Sort | None
    gone: bool = False

    def moves(self) -> Iterator[tuple[Path, Path, Sort | None]]:
        """Every file with its place."""
        if not self.aside.is_dir():
            yield self.aside, self.target, self.sort
            return
        for made in sorted(self.aside.rglob("*")):
            if made.is_file():
                yield made, self.target / made.relative_to(self.aside), self.sort


class Together:
    """Files and folders being written aside, each for its place."""

    def __init__(self) -> None:
        self._made: list[_Made] = []
        self._names: list[str] = []

    def file(self, target: Path, sort: Sort | None = None) -> Path:
        """Where to write what will lie at ``target``; raises OutputError.

        What lies there must be of that ``sort``; the caller has looked where it is None.
        """
        check_file(target)
        return self._aside(target.parent, target, sort)

    def folder(self, target: Path, sort: Sort | None = None) -> Path:
        """A new folder whose files will replace those of the same name under ``target``."""
        aside = self._aside(ready_folder(target), target, sort)
        aside.mkdir()
        return aside

    def without(self, target: Path) -> None:
        """What lies at ``target`` is taken away with the same stroke; the caller has looked."""
        self._aside(target.parent, target, None, gone=True)

    def _aside(self, folder: Path, target: Path, sort: Sort | None, *, gone: bool = False) -> Path:
        clear_leftovers(folder)
        suffix = "" if target == folder else target.suffix
        name = f"{_OURS}{os.getpid()}-{next(_NUMBERS)}{_ASIDE}"
        aside = folder / f"{name}{suffix}"
        _IN_USE.add(name)
        self._names.append(name)
        self._made.append(_Made(aside, target, sort, gone))
        return aside

    def place(self) -> None:
        """Everything to its place, as one."""
        moves = [move for one in self._made for move in one.moves()]
        gone = {one.aside for one in self._made if one.gone}
        for made, _, _ in moves:
            if made not in gone:
                _settle(made)
        with ExitStack() as held, undisturbed():
            for folder in sorted({one.aside.parent.resolve() for one in self._made}):
                held.enter_context(_alone_in(folder))
            for _, target, sort in moves:
                target.parent.mkdir(exist_ok=True, parents=True)
                check_output(target, sort)
            _replace_all((made, target, made in gone) for made, target, _ in moves)

    def clear(self) -> None:
        """Nothing is left aside."""
        for one in self._made:
            _remove(one.aside)
        _IN_USE.difference_update(self._names)

    def blamed(self, fault: OSError) -> Path:
        """The place of what could not be written: the one named, else what was begun last."""
        named = (one.target for one in self._made if str(one.aside) in str(fault.filename))
        return next(named, self._made[-1].target if self._made else Path())


@contextmanager
def put_together() -> Iterator[Together]:
    """A set to be written; it is put in place at the end, or nothing of it. Raises OutputError."""
    made = Together()
    try:
        yield made
        made.place()
    except Exception as fault:
        cause = _system_fault(fault)
        if cause is None:
            raise
        _let_go(fault)
        raise OutputError(_refusal(made.blamed(cause), cause)) from fault
    finally:
        made.clear()


@contextmanager
def put_in_place(path: Path, sort: Sort | None = None) -> Iterator[Path]:
    """A path aside for writing; moved over ``path`` at the end, removed if the writing fails."""
    with put_together() as made:
        yield made.file(path, sort)


def _settle(aside: Path) -> None:
    """On the disk before it is put in place: else a power cut leaves a name without contents."""
    with suppress(PermissionError), aside.open("rb+") as stream:  # a copy of what is read-only
        os.fsync(stream.fileno())


def _replace_all(moves: Iterable[tuple[Path, Path, bool]]) -> None:
    """Every file to its place, what is to be gone away; where one is held, all are as they were."""
    done: list[tuple[Path, Path]] = []
    kept: list[Path] = []
    try:
        for made, target, gone in moves:
            kept.append(old := made.with_name(f"{made.name}.old"))
            if target.exists():
                _second_name(target, old)
            target.unlink() if gone else made.replace(target)
            done.append((old, target))
    except OSError:
        for old, target in reversed(done):
            old.replace(target) if old.exists() else target.unlink(missing_ok=True)
        raise
    finally:
        for old in kept:
            old.unlink(missing_ok=True)


def _second_name(target: Path, old: Path) -> None:
    """A copy where there are no second names, or where one could not be taken away again.

    On Windows no name of a file can be removed as long as it is open under another.
    """
    try:
        if sys.platform == "win32":
            shutil.copy2(target, old)
        else:
            old.hardlink_to(target)
    except OSError:  # a disk that has no such thing
        shutil.copy2(target, old)


@contextmanager
def _alone_in(folder: Path) -> Iterator[None]:
    """Nobody else of us puts anything in place in ``folder`` meanwhile.

    On Windows, where a folder cannot be locked, by a file that goes when it is closed.
    """
    if sys.platform == "win32":
        flags = os.O_CREAT | os.O_RDWR | os.O_TEMPORARY
        held = os.open(folder / f"{_OURS}lock{_ASIDE}", flags)
    else:
        held = os.open(folder, os.O_RDONLY)
    try:
        with suppress(OSError):  # a file system without locks; renaming is whole by itself
            if sys.platform == "win32":
                msvcrt.locking(held, msvcrt.LK_LOCK, 1)
            else:
                fcntl.flock(held, fcntl.LOCK_EX)
        yield
    finally:
        os.close(held)


# ------------------------------------------------------------------ what the system says


def _system_fault(fault: BaseException) -> OSError | None:
    """The system's refusal in ``fault``; XlsxWriter wraps it in an exception of its own."""
    return next((one for one in (fault, *fault.args[:1]) if isinstance(one, OSError)), None)


def _let_go(fault: BaseException | None) -> None:
    """End what the failed writing holds open, silently: it fails once more when it is closed."""
    hook, sys.unraisablehook = sys.unraisablehook, lambda _: None
    try:
        while fault:
            traceback.clear_frames(fault.__traceback__)
            fault = fault.__context__
        gc.collect()
    finally:
        sys.unraisablehook = hook


def _refusal(path: Path, fault: OSError) -> str:
    if isinstance(fault, PermissionError):
        return f"写不了 {path}：可能正在 Excel 中打开，请关闭后再试"
    if fault.errno in (errno.ENOSPC, errno.EDQUOT):
        return f"写不了 {path}：磁盘已满，原来的文件没有动；请清理磁盘或换一个位置"
    return f"写不了 {path}（{in_words(fault)}），请换一个位置"


# ------------------------------------------------------------------ what killed runs left


#: ``.zongzhi-123-1.tmp.xlsx``: the process, the how manieth, and what it will be
_OURS, _ASIDE = ".zongzhi-", ".tmp"
_LEFT = re.compile(rf"({re.escape(_OURS)}(\d+)-\d+{re.escape(_ASIDE)}).*")
_NUMBERS, _IN_USE = count(1), set[str]()
_LONGEST_RUN = 24 * 3600


def clear_leftovers(folder: Path) -> None:
    """Remove what runs that are gone have left aside in ``folder``."""
    for left in folder.iterdir():
        found = _LEFT.fullmatch(left.name)
        if found and found[1] not in _IN_USE and _is_gone(int(found[2]), left):
            _remove(left)


def _remove(left: Path) -> None:
    shutil.rmtree(left, ignore_errors=True)
    with suppress(OSError):  # still held by somebody; the next run will try again
        left.unlink(missing_ok=True)


def _is_gone(process: int, left: Path) -> bool:
    """Whether that process runs no more; on Windows, where asking would end it, by age."""
    if process == os.getpid():
        return True  # an earlier one of the same number: what is in use was asked for before
    if os.name == "nt":
        return time.time() - left.stat().st_mtime > _LONGEST_RUN
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return True
    except (OverflowError, PermissionError):
        return False
    return _is_dead(process)


def _is_dead(process: int) -> bool:
    """Ended, and only its number still stands because nobody asked how it ended (Linux)."""
    try:
        told = Path(f"/proc/{process}/stat").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return False
    return told.rpartition(")")[2].split()[:1] in (["Z"], ["X"])


# ------------------------------------------------------------------ text, links


def write_pieces(path: Path, pieces: Iterable[str]) -> None:
    """The text that ``pieces`` make up, as UTF-8 with plain line ends, never held as a whole."""
    with path.open("w", encoding="utf-8", newline="\n") as stream:
        stream.writelines(pieces)


def seen_from(output: Path, paths: Iterable[Path]) -> str:
    """The folder that the names of returns are relative to, as seen from ``output`` (``inbox/``).

    Empty where there is not one such folder, so that links are looked for beside ``output``.
    """
    roots = {(path if path.is_dir() else path.parent).resolve() for path in paths}
    if len(roots) != 1:
        return ""
    try:
        there = os.path.relpath(roots.pop(), output.resolve().parent)
    except ValueError:  # another drive of Windows
        return ""
    return "" if there == "." else f"{Path(there).as_posix()}/"
