"""The child's side of :mod:`zongzhi_xl.reading.intake`: read the files it is given, one by one.

Talks in pickles over its own two pipes; ends when its input ends. Kept apart so that a child
imports next to nothing before its memory is bounded.
"""

import os
import pickle
import signal
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from ctypes import CDLL
from math import ceil
from pathlib import Path
from threading import Thread
from typing import BinaryIO

from zongzhi_xl.core.returned.personal_data import masked
from zongzhi_xl.errors import Refusal, Whose
from zongzhi_xl.memory import look_for_rings_seldom
from zongzhi_xl.record import Record

if sys.platform != "win32":
    import resource

Work = Callable[[Path, str], object]


class Limits(Record):
    """What one child may use: address space in MB, processor seconds a file and by its size.

    A return is read in milliseconds, the departments' workbook of a city (2,000 units, 3 MB) in
    two seconds; on a machine that does ten other things both take ten times as long on the clock.
    So a file has ``seconds`` of the processor, where the system can bound them, and is given up
    after ``patience`` times as many on the clock, whatever it waits for.

    Memory is bounded where the system can (Linux; macOS accepts the limit but does not always
    keep it); Windows bounds neither, there only the clock counts.
    """

    memory_mb: int = 512
    seconds: float = 10.0
    seconds_per_mb: float = 5.0
    patience: float = 6.0

    def seconds_for(self, size: int) -> float:
        """Processor seconds of a file of ``size`` bytes."""
        return self.seconds + self.seconds_per_mb * size / (1 << 20)

    def wait_for(self, size: int) -> float:
        """Seconds on the clock after which it is given up."""
        return self.patience * self.seconds_for(size)


class Failure(Record):
    """A file that gave no result, and why, in Chinese; ``sha256`` is ``""`` where unknown.

    ``whose`` is what it says of itself, where that was read.
    """

    file: str
    reason: str
    sha256: str = ""
    whose: Whose | None = None


class Task(Record):
    """What a child is to do with every file, and what it prepares once before."""

    work: Work
    prepare: Callable[[], object] | None
    limits: Limits


def serve() -> None:
    """Read a :class:`Task`, then batches of (path, file), and answer each file as it is done.

    The first answer is None, or what kept the child from getting ready, for the person who runs
    the program.
    """
    look_for_rings_seldom()
    incoming, outgoing = _channels()
    _end_with(os.getppid())
    try:
        task: Task = pickle.load(incoming)  # noqa: S301  # from our own parent
        if task.prepare:
            task.prepare()
        _bound(task.limits)
    except Exception as fault:  # whatever it is, the parent must hear of it
        _send(outgoing, pickle.dumps(f"{type(fault).__name__}: {fault}"))
        return
    _send(outgoing, pickle.dumps(None))
    while batch := _next_batch(incoming):
        for path, file in batch:
            _send(outgoing, _answer(task, path, file))


_SECONDS_BETWEEN_LOOKS = 1.0
#: prctl's number for the signal that the system sends when the parent is gone
_PARENT_DEATH_SIGNAL = 1


def _end_with(parent: int) -> None:
    """End when ``parent`` does, however it ends and whatever is being read at that moment.

    Linux ends the child at once, even in a library that never returns; elsewhere a thread looks.
    A child that waits ends anyway: its input is closed then.
    """
    if sys.platform == "linux":
        with suppress(OSError, AttributeError):
            CDLL(None).prctl(_PARENT_DEATH_SIGNAL, signal.SIGKILL)
    if sys.platform != "win32":
        Thread(target=_watch, args=(parent,), daemon=True).start()


def _watch(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(_SECONDS_BETWEEN_LOOKS)
    os._exit(0)


def _channels() -> tuple[BinaryIO, BinaryIO]:
    """Own pipes; whatever else writes to standard output goes to standard error."""
    outgoing = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    return sys.stdin.buffer, outgoing


def _send(outgoing: BinaryIO, message: bytes) -> None:
    outgoing.write(message)
    outgoing.flush()


def _next_batch(incoming: BinaryIO) -> list[tuple[Path, str]]:
    try:
        batch: list[tuple[Path, str]] = pickle.load(incoming)  # noqa: S301  # from our own parent
    except EOFError:
        return []
    return batch


def _answer(task: Task, path: Path, file: str) -> bytes:
    _allow(task.limits.seconds_for(size_of(path)))
    try:
        return pickle.dumps(task.work(path, file), protocol=pickle.HIGHEST_PROTOCOL)
    except Refusal as fault:
        told = getattr(fault, "sha256", ""), getattr(fault, "whose", None)
        failure = Failure(file, str(fault), *told)
    except MemoryError:
        failure = Failure(file, too_much_memory(task.limits))
    except Exception as fault:  # a fault of ours is named, and the run goes on
        said = masked(f"{type(fault).__name__}: {fault}")
        failure = Failure(file, f"程序读这份文件时出错，请把文件交给维护人员（{said}）")
    return pickle.dumps(failure)


def too_much_memory(limits: Limits) -> str:
    """The reason where a file needs more than ``limits`` allow."""
    return (
        f"读它需要的内存超过 {limits.memory_mb} MB：可能有远处的零散数据或整列填充，"
        "请重新领取空白表填报"
    )


def size_of(path: Path) -> int:
    """Bytes; 0 where it cannot be told, which the reader will say."""
    try:
        return path.stat().st_size
    except OSError:
        return 0


def _allow(seconds: float) -> None:
    """That much of the processor for the next file; whoever takes more is ended by the system."""
    if sys.platform == "win32":
        return
    used = resource.getrusage(resource.RUSAGE_SELF)
    until = ceil(used.ru_utime + used.ru_stime + seconds)
    most = resource.getrlimit(resource.RLIMIT_CPU)[1]
    _set(resource.RLIMIT_CPU, until, most)


def _bound(limits: Limits) -> None:
    if sys.platform != "win32":
        size = limits.memory_mb << 20
        _set(resource.RLIMIT_AS, size, size)
        _set(resource.RLIMIT_CORE, 0, 0)


def _set(kind: int, now: int, most: int) -> None:
    # a stricter limit may hold already, or none can be set
    with suppress(ValueError, OSError):
        resource.setrlimit(kind, (now, most))
