"""Outputs appear whole or not at all: written aside in the same folder, then put in place."""

import os
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path


class OutputError(Exception):
    """An output cannot be written; the text says which and what to do."""


def check_file(path: Path) -> None:
    """Refuse early what cannot become a file; raises :class:`OutputError`."""
    if path.is_dir():
        raise OutputError(f"写不了 {path}：这是一个文件夹，请给出文件名")
    if not path.parent.is_dir():
        raise OutputError(f"写不了 {path}：没有文件夹 {path.parent}，请先建好或换一个位置")
    if not os.access(path.parent, os.W_OK):
        raise OutputError(f"写不了 {path}：没有权限写入 {path.parent}，请换一个位置")


def ready_folder(path: Path) -> Path:
    """``path`` as a folder that exists and can be written to; raises :class:`OutputError`."""
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as fault:
        raise OutputError(f"建不了文件夹 {path}（{fault.strerror}），请换一个位置") from fault
    if not os.access(path, os.W_OK):
        raise OutputError(f"没有权限写入文件夹 {path}，请换一个位置")
    return path


@contextmanager
def put_in_place(path: Path) -> Iterator[Path]:
    """A path aside for writing; moved over ``path`` at the end, removed if the writing fails."""
    check_file(path)
    aside = path.with_name(f".{path.stem}.{os.getpid()}.tmp{path.suffix}")
    try:
        yield aside
        aside.replace(path)
    except PermissionError as fault:
        raise OutputError(f"写不了 {path}：可能正在 Excel 中打开，请关闭后再试") from fault
    except OSError as fault:
        raise OutputError(f"写不了 {path}（{fault.strerror}），请换一个位置") from fault
    finally:
        aside.unlink(missing_ok=True)


@contextmanager
def folder_in_place(path: Path) -> Iterator[Path]:
    """A new folder aside; at the end its files replace those of the same name under ``path``."""
    ready_folder(path)
    aside = path / f".{os.getpid()}.tmp"
    try:
        aside.mkdir()
        yield aside
        for made in sorted(aside.rglob("*")):
            _move(made, path / made.relative_to(aside))
    except OSError as fault:
        raise OutputError(f"写不了 {path}（{fault.strerror}），请换一个位置") from fault
    finally:
        shutil.rmtree(aside, ignore_errors=True)


def _move(made: Path, target: Path) -> None:
    if made.is_dir():
        target.mkdir(exist_ok=True)
    else:
        made.replace(target)


def write_text(path: Path, text: str) -> None:
    """``text`` as UTF-8 with plain line ends, put in place whole."""
    with put_in_place(path) as aside:
        aside.write_text(text, encoding="utf-8", newline="\n")


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
