"""Reading many files in supervised child processes, also with one worker; and writing many.

A file can crash or hang the library that reads it. Each child has a memory limit and a deadline
per file; one that dies costs its file, named with a reason, and is replaced. Results come in the
order of the files, whatever the number of workers.

Children are started as fresh interpreters, never forked: the parent may have threads and large
libraries, which would count against a child's memory. ``ProcessPoolExecutor`` is not used: it
breaks as a whole when one worker dies, and under Wine one in ten of its runs waited for ever for a
message of its own that it had been told of (Python 3.11, Wine 8).
"""

import pickle
import signal
import subprocess
import sys
import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from queue import Empty, SimpleQueue
from threading import Condition, Lock, Thread
from typing import IO, TypeVar, cast

from zongzhi_xl.errors import MachineError
from zongzhi_xl.reading.intake_child import Failure, Limits, Task, size_of, too_much_memory
from zongzhi_xl.record import Workpiece

__all__ = ["Failure", "Limits", "MachineError", "run"]

T = TypeVar("T")

_LARGEST_BATCH = 16
#: how many files a worker may be ahead of the file that is waited for: results take memory
_FARTHEST_AHEAD = 128
_SECONDS_TO_START = 120.0
_SECONDS_BETWEEN_LOOKS = 0.05
#: a child whose pipe is closed is as good as gone
_SECONDS_TO_DIE = 2.0
#: how a child ends that took more of the processor than it was allowed; no such thing on Windows
_OUT_OF_TIME = -getattr(signal, "SIGXCPU", 0) or None


def run(
    files: Sequence[tuple[Path, str]],
    work: Callable[[Path, str], T],
    *,
    limits: Limits | None = None,
    workers: int = 1,
    prepare: Callable[[], object] | None = None,
) -> Iterator[tuple[str, T | Failure]]:
    """``work(path, file)`` for each file, in children; (file, result or failure) in their order.

    ``work`` and ``prepare`` must be importable functions or partials of such; ``prepare`` runs
    once in each child before the first file. Children start with the first result that is asked
    for and are gone when the iterator ends or is closed.

    Raises:
        MachineError: no child can be started or prepared.
    """
    crew = _Crew(files, Task(work, prepare, limits or Limits()), max(workers, 1))
    try:
        for (_, file), result in zip(files, crew.results(), strict=True):
            yield file, cast("T | Failure", result)
    finally:
        crew.dismiss()


class _Child:
    """One process with its two pipes."""

    def __init__(self, task: bytes) -> None:
        start = (
            f"import sys; sys.path[:] = {sys.path!r}; "
            "from zongzhi_xl.reading.intake_child import serve; serve()"
        )
        self.process = subprocess.Popen(  # noqa: S603  # ourselves
            [sys.executable, "-c", start],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
        self.send(task)

    def send(self, message: bytes) -> None:
        """Give the child ``message``; one that is gone is noticed when its answer is awaited."""
        pipe = cast("IO[bytes]", self.process.stdin)
        with suppress(OSError):
            pipe.write(message)
            pipe.flush()

    def receive(self) -> object:
        """The next answer; raises EOFError where the child died."""
        try:
            return pickle.load(cast("IO[bytes]", self.process.stdout))  # noqa: S301  # our child
        except (pickle.UnpicklingError, OSError, ValueError) as fault:
            raise EOFError from fault

    def ran_out_of_time(self) -> bool:
        """Whether the system ended it because it took more of the processor than allowed."""
        try:
            return self.process.wait(_SECONDS_TO_DIE) == _OUT_OF_TIME
        except subprocess.TimeoutExpired:
            return False

    def end(self) -> None:
        """Leave nothing behind: no process, no open pipe."""
        self.process.kill()
        self.process.wait()
        for pipe in (self.process.stdin, self.process.stdout):
            with suppress(OSError):
                cast("IO[bytes]", pipe).close()


class _Post(Workpiece):
    """One worker's place: the child that now stands there, its file and that file's deadline."""

    child: _Child | None = None
    index: int | None = None
    deadline: float = 0.0
    overdue: int | None = None


class _Crew:
    """The workers, the batches still to do, and the results that came in."""

    def __init__(self, files: Sequence[tuple[Path, str]], task: Task, workers: int) -> None:
        self._files, self._task, self._limits = files, pickle.dumps(task), task.limits
        size = min(max(len(files) // (workers * 4), 1), _LARGEST_BATCH)
        starts = range(0, len(files), size)
        self._batches = deque(range(n, min(n + size, len(files))) for n in starts)
        self._arrived: SimpleQueue[tuple[int, object]] = SimpleQueue()
        self._lock, self._dismissed = Lock(), False
        self._awaited, self._progress = 0, Condition()
        self._posts = [_Post() for _ in range(min(workers, len(self._batches)))]
        self._threads = [
            Thread(target=self._tend, args=(post,), daemon=True) for post in self._posts
        ]

    # -------------------------------------------------------------- the caller's thread

    def results(self) -> Iterator[object]:
        """Each file's result in the files' order."""
        for thread in self._threads:
            thread.start()
        early: dict[int, object] = {}
        for index in range(len(self._files)):
            with self._progress:
                self._awaited = index
                self._progress.notify_all()
            while index not in early:
                number, result = self._next_arrival()
                if isinstance(result, MachineError):
                    raise result
                early[number] = result
            yield early.pop(index)

    def _next_arrival(self) -> tuple[int, object]:
        while True:
            self._end_overdue()
            try:
                return self._arrived.get(timeout=_SECONDS_BETWEEN_LOOKS)
            except Empty:
                continue

    def _end_overdue(self) -> None:
        with self._lock:
            for post in self._posts:
                if post.index is not None and time.monotonic() > post.deadline and post.child:
                    post.overdue = post.index
                    post.child.process.kill()

    def dismiss(self) -> None:
        """End every child and wait for the threads."""
        with self._lock:
            self._dismissed = True
            for post in self._posts:
                if post.child:
                    post.child.process.kill()
        with self._progress:
            self._progress.notify_all()
        for thread in self._threads:
            if thread.ident:
                thread.join()

    # -------------------------------------------------------------- a thread per worker

    def _tend(self, post: _Post) -> None:
        try:
            while not self._dismissed and self._batches:
                self._finish(post, self._taken())
        except MachineError as fault:
            self._arrived.put((-1, fault))
        finally:
            self._replace(post, None)

    def _taken(self) -> deque[int]:
        """The next batch, once it is not too far ahead; none where another was quicker."""
        with self._progress:
            self._progress.wait_for(self._may_take)
            return deque(self._batches.popleft() if self._batches else ())

    def _may_take(self) -> bool:
        done = self._dismissed or not self._batches
        return done or self._batches[0].start <= self._awaited + _FARTHEST_AHEAD

    def _size(self, index: int) -> int:
        return size_of(self._files[index][0])

    def _finish(self, post: _Post, batch: deque[int]) -> None:
        """Every file of the batch gets a result; the child that dies on one is replaced."""
        while batch and not self._dismissed:
            child = post.child or self._started(post)
            child.send(pickle.dumps([self._files[index] for index in batch]))
            try:
                while batch:
                    self._watch(post, batch[0], self._limits.wait_for(self._size(batch[0])))
                    self._arrived.put((batch[0], child.receive()))
                    batch.popleft()
            except EOFError:
                self._bury(post, batch)
        self._watch(post, None, 0)

    def _bury(self, post: _Post, batch: deque[int]) -> None:
        """The first file of the batch killed the child, unless the deadline of another did."""
        blamed, overdue = batch[0], post.overdue
        busy = post.child is not None and post.child.ran_out_of_time()
        self._watch(post, None, 0)
        self._replace(post, None)
        if overdue in (None, blamed) and not self._dismissed:
            reason = self._reason(blamed, overdue == blamed, busy)
            self._arrived.put((blamed, Failure(self._files[blamed][1], reason)))
            batch.popleft()

    def _reason(self, blamed: int, overdue: bool, busy: bool) -> str:
        size = self._size(blamed)
        if overdue:
            return too_much_time(self._limits.wait_for(size))
        return too_much_time(self._limits.seconds_for(size)) if busy else died(self._limits)

    def _watch(self, post: _Post, index: int | None, seconds: float) -> None:
        with self._lock:
            post.index, post.deadline = index, time.monotonic() + seconds

    def _started(self, post: _Post) -> _Child:
        child = _Child(self._task)
        self._replace(post, child)
        self._watch(post, -1, _SECONDS_TO_START)
        try:
            answer = child.receive()
        except EOFError as fault:
            raise MachineError("读写文件的进程无法启动：请运行 doctor 检查安装") from fault
        if answer is not None:
            raise MachineError(f"读写文件的进程准备不了：{answer}")
        return child

    def _replace(self, post: _Post, child: _Child | None) -> None:
        with self._lock:
            before, post.child, post.overdue = post.child, child, None
        if before:
            before.end()
        if child and self._dismissed:
            child.process.kill()


def too_much_time(seconds: float) -> str:
    """The reason where a file took longer than its deadline."""
    limit = f"{round(seconds, 1):g} 秒"
    return f"读了超过 {limit}还没有读完，已跳过：内容过大或已损坏，请重新领取空白表填报"


def died(limits: Limits) -> str:
    """The reason where the child died while reading the file."""
    return f"读取时程序中断，已跳过：文件已损坏，或{too_much_memory(limits)}"
