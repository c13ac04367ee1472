"""Outputs appear whole or not at all: written aside in the same folder, then put in place."""

import errno
import gc
import os
import shutil
import sys
import time
import traceback
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from zongzhi_xl.errors import OutputError, UnusableFileError, in_words
from zongzhi_xl.reading.reader import read


def check_file(path: Path) -> None:
    """Refuse early what cannot become a file; raises :class:`OutputError`."""
    if path.is_dir():
        raise OutputError(f"写不了 {path}：这是一个文件夹，请给出文件名")
    if not path.parent.is_dir():
        raise OutputError(f"写不了 {path}：没有文件夹 {path.parent}，请先建好或换一个位置")
    if not os.access(path.parent, os.W_OK):
        raise OutputError(f"写不了 {path}：没有权限写入 {path.parent}，请换一个位置")


def check_result(path: Path) -> None:
    """As :func:`check_file`, and never over a return: what was handed in is not ours to replace."""
    check_file(path)
    if not path.is_file():
        return
    with suppress(UnusableFileError):
        read(path, path.name)
        raise OutputError(f"写不了 {path}：这是一份报表，结果不能写在它上面，请换一个文件名")


def ready_folder(path: Path) -> Path:
    """``path`` as a folder that exists and can be written to; raises :class:`OutputError`."""
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as fault:
        raise OutputError(f"建不了文件夹 {path}（{in_words(fault)}），请换一个位置") from fault
    if not os.access(path, os.W_OK):
        raise OutputError(f"没有权限写入文件夹 {path}，请换一个位置")
    return path


@contextmanager
def put_in_place(path: Path) -> Iterator[Path]:
    """A path aside for writing; moved over ``path`` at the end, removed if the writing fails.

    What a killed run left aside before is removed first.
    """
    check_file(path)
    _clear_leftovers(path.parent, f".{path.stem}.", f".tmp{path.suffix}")
    aside = path.with_name(f".{path.stem}.{os.getpid()}.tmp{path.suffix}")
    try:
        yield aside
        _settle(aside)
        aside.replace(path)
    except Exception as fault:
        cause = _system_fault(fault)
        if cause is None:
            raise
        _let_go(fault)
        raise OutputError(_refusal(path, cause)) from fault
    finally:
        aside.unlink(missing_ok=True)


@contextmanager
def folder_in_place(path: Path) -> Iterator[Path]:
    """A new folder aside; at the end its files replace those of the same name under ``path``."""
    ready_folder(path)
    _clear_leftovers(path, ".", ".tmp")
    aside = path / f".{os.getpid()}.tmp"
    try:
        aside.mkdir()
        yield aside
        for made in sorted(aside.iterdir()):
            made.replace(path / made.name)
    except OSError as fault:
        raise OutputError(_refusal(path, fault)) from fault
    finally:
        shutil.rmtree(aside, ignore_errors=True)


def _settle(aside: Path) -> None:
    """On the disk before it is put in place: else a power cut leaves a name without contents."""
    if aside.exists():
        with aside.open("rb+") as stream:
            os.fsync(stream.fileno())


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


def _clear_leftovers(folder: Path, start: str, end: str) -> None:
    """Remove what runs that are gone have left aside in ``folder``."""
    for left in folder.iterdir():
        number = left.name.removeprefix(start).removesuffix(end)
        ours = left.name == f"{start}{number}{end}" and number.isdecimal()
        if ours and _is_gone(int(number), left):
            shutil.rmtree(left, ignore_errors=True)
            with suppress(OSError):  # still held by somebody; the next run will try again
                left.unlink(missing_ok=True)


_LONGEST_RUN = 24 * 3600


def _is_gone(process: int, left: Path) -> bool:
    """Whether that process runs no more; on Windows, where asking would end it, by age."""
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


def write_pieces(path: Path, pieces: Iterable[str]) -> None:
    """The text that ``pieces`` make up, as UTF-8 with plain line ends, never held as a whole."""
    with put_in_place(path) as aside, aside.open("w", encoding="utf-8", newline="\n") as stream:
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
