"""Whose turn it is: of two programs that write into one district's folder the second one waits.

The system keeps the lock and takes it back when its holder ends, however that ends. The file
beside the record only says who holds it, and stays.
"""

import os
import platform
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from zongzhi_xl.errors import RecordUnusableError

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

NAME = "register.lock"
SECONDS_TO_WAIT = 20.0
_SECONDS_BETWEEN_LOOKS = 0.1
#: Windows lets nobody read what is locked: a byte behind everything that is written
_FAR = 1 << 20
_LONGEST = 200


@contextmanager
def taken(district: Path) -> Iterator[None]:
    """Alone until the end, as far as the disk knows locks.

    Raises RecordUnusableError where another program does not finish in time, with who it is.
    """
    try:
        held = os.open(district / NAME, os.O_CREAT | os.O_RDWR, 0o666)
    except OSError:  # a folder that cannot be written to: whoever writes will say so
        yield
        return
    try:
        _wait(held, district)
        yield
    finally:
        os.close(held)


def _wait(held: int, district: Path) -> None:
    until = time.monotonic() + SECONDS_TO_WAIT
    while not _locked(held):
        if time.monotonic() > until:
            raise RecordUnusableError(
                district,
                f"正由另一个程序登记（{_told(district)}）：请等它做完再运行一次；"
                "等了很久仍是这样的，看看那台电脑上是不是还开着没有做完的窗口，关掉它再试",
            )
        time.sleep(_SECONDS_BETWEEN_LOOKS)
    with suppress(OSError):
        os.ftruncate(held, 0)
        os.lseek(held, 0, os.SEEK_SET)
        os.write(held, f"电脑 {platform.node()} 上的第 {os.getpid()} 号进程".encode())


def _told(district: Path) -> str:
    """Who holds it, as it wrote itself down."""
    try:
        told = (district / NAME).read_text(encoding="utf-8", errors="replace")
    except OSError:
        told = ""
    return told[:_LONGEST] or "没有写明是哪一个"


def _locked(held: int) -> bool:
    """Whether the lock is ours now; a disk that knows no locks gives it to everybody."""
    try:
        if sys.platform == "win32":
            os.lseek(held, _FAR, os.SEEK_SET)
            msvcrt.locking(held, msvcrt.LK_NBLCK, 1)
        else:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except (BlockingIOError, PermissionError):
        return False
    except OSError:
        return True
    return True
