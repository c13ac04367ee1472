"""Reading many files on a Dask cluster: the same call as :func:`zongzhi_xl.reading.intake.run`.

A file may end the process that reads it, and Dask would count that against whatever else lay
there. So a task of the cluster is a *part* of the inbox, read inside the worker by supervised
children of our own, which cost their own file only. Parts are answered in the order of the files,
a few ahead of the one that is waited for, so the parent holds no more than those.

Imported only by who asks for a cluster; Dask itself is an extra (``zongzhi-xl[cluster]``). What a
cluster's machines send each other is neither encrypted nor authenticated unless it was set up so.
"""

import os
import pickle
import sys
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from importlib import import_module
from itertools import islice
from logging import CRITICAL, getLogger
from pathlib import Path
from typing import Any, TypeVar

from zongzhi_xl.errors import MachineError
from zongzhi_xl.reading import intake
from zongzhi_xl.reading.intake import Failure
from zongzhi_xl.resources import engine

T = TypeVar("T")

#: instead of an address: workers on this computer
LOCAL = "local"
#: a child starts anew for each part, which costs what 50 files do: it is worth it, and what a part
#: answers (20 MB) fits in any memory
_SMALLEST, _LARGEST = 32, 2048
#: parts of an inbox a worker, so that none waits long for the last of another
_ROUNDS = 4
#: how many parts a worker may be ahead of the one that is waited for
_AHEAD = 2
#: of workers of this computer, which do nothing but wait for our children: they need not be looked
#: at fifty times a second, which takes a twentieth of a processor
_AT_REST = {
    "distributed.worker.profile.enabled": False,
    "distributed.admin.tick.interval": "1s",
    "distributed.worker.memory.monitor-interval": "1s",
}
_SECONDS_TO_CONNECT, _SECONDS_BETWEEN_LOOKS = 20, 10
#: so often a part is given out anew whose workers were all ended, each time by Dask itself thrice
_TRIES = 20


def run(
    files: Sequence[tuple[Path, str]],
    work: Callable[[Path, str], T],
    *,
    address: str,
    roots: Sequence[Path],
    workers: int = 0,
) -> Iterator[tuple[str, T | Failure]]:
    """``work(path, file)`` for each file, on the cluster; (file, result or failure) in their order.

    ``address`` is that of the cluster's scheduler, or :data:`LOCAL` for ``workers`` processes of
    this computer (0: one a processor). ``roots`` are the folders that every worker must see.

    Raises:
        MachineError: there is no Dask, no cluster, or a worker is not like this computer.
    """
    if not files:
        return
    common = pickle.dumps((work, [root.resolve() for root in roots]))
    with _connected(address, workers or os.cpu_count() or 1) as client:
        _same_everywhere(client, roots)
        slots = sum(client.nthreads().values())
        waiting = deque[tuple[bytes, Any]]()
        parts = (pickle.dumps((common, part)) for part in _parts(files, slots))
        for part in islice(parts, slots * _AHEAD):
            waiting.append((part, _given(client, part)))
        while waiting:
            answer = _answered(client, *waiting.popleft())
            for part in islice(parts, 1):
                waiting.append((part, _given(client, part)))
            yield from pickle.loads(answer)  # noqa: S301  # our own workers


def _parts(files: Sequence[tuple[Path, str]], slots: int) -> Iterator[Sequence[tuple[Path, str]]]:
    """The files, one part behind the other."""
    size = min(max(len(files) // (slots * _ROUNDS), _SMALLEST), _LARGEST)
    for start in range(0, len(files), size):
        wanted = range(start, min(start + size, len(files)))
        yield [(path.absolute(), file) for path, file in (files[n] for n in wanted)]


# ------------------------------------------------------------------ in a worker


def read(task: bytes) -> bytes:
    """The results of a part, in its order; raises MachineError where the inbox is not seen here."""
    common, files = pickle.loads(task)  # noqa: S301  # our own parent
    work, roots = pickle.loads(common)  # noqa: S301  # our own parent
    if unseen := [root for root in roots if not root.exists()]:
        raise _not_seen(unseen)
    return pickle.dumps([*intake.run(files, work)], pickle.HIGHEST_PROTOCOL)


def seen_here(roots: Sequence[Path]) -> tuple[str, list[Path]]:
    """Which program this is, and the folders that are not there."""
    return _program(), [root for root in roots if not root.exists()]


def _program() -> str:
    """What results depend on: our sources, and Python's version."""
    return f"{engine()} {sys.version_info[:2]}"


def _not_seen(unseen: Sequence[Path]) -> MachineError:
    folders = "、".join(map(str, unseen))
    return MachineError(
        f"集群里有的机器看不到 {folders}：请把收件放到每台机器都能按同一路径打开的共享文件夹"
    )


# ------------------------------------------------------------------ in the parent


def _library(name: str) -> Any:
    """A part of Dask, which is an extra and has few types; raises MachineError."""
    try:
        return import_module(name)
    except ImportError as fault:
        raise MachineError(
            '没有装 Dask，用不了集群：请运行 pip install "zongzhi-xl[cluster]"，或去掉 --cluster'
        ) from fault


def of_this_computer(workers: int) -> Any:
    """So many workers here. Their scheduler shows no page, so any free port will do for it.

    Raises MachineError where there is no Dask.
    """
    return _library("distributed").LocalCluster(
        n_workers=workers, threads_per_worker=1, silence_logs=CRITICAL,
        dashboard_address="127.0.0.1:0", scheduler_kwargs={"dashboard": False},
    )  # fmt: skip


@contextmanager
def _connected(address: str, workers: int) -> Iterator[Any]:
    """The cluster, left as it was found; a local one is ended."""
    dask, distributed = _library("dask"), _library("distributed")
    # what becomes of a worker is told by us where it matters
    getLogger("distributed").setLevel(CRITICAL)
    told = {"distributed.logging.distributed": "critical"}
    with ExitStack() as opened:
        opened.enter_context(dask.config.set(told | (_AT_REST if address == LOCAL else {})))
        try:
            where = address
            if address == LOCAL:
                where = opened.enter_context(of_this_computer(workers))
            client = opened.enter_context(distributed.Client(where, timeout=_SECONDS_TO_CONNECT))
            client.wait_for_workers(1, timeout=_SECONDS_TO_CONNECT)
        except (OSError, ValueError, RuntimeError) as fault:  # TimeoutError is one of the first
            raise MachineError(f"连不上集群 {address}，或它没有工作进程：请核对地址") from fault
        yield client


def _same_everywhere(client: Any, roots: Sequence[Path]) -> None:
    """Refuse workers that hold another program, or do not see the files; raises MachineError."""
    try:
        told = client.run(seen_here, [root.resolve() for root in roots])
    except Exception as fault:  # whatever a worker without our program raises
        raise MachineError(
            "集群里有的机器没有装本程序，或装的版本不同：请各机装同一版本"
        ) from fault
    if {program for program, _ in told.values()} != {_program()}:
        raise MachineError(
            "集群里有的机器装的是另一个版本的本程序或 Python，结果可能不同：请各机装同一版本"
        )
    if unseen := sorted({root for _, some in told.values() for root in some}):
        raise _not_seen(unseen)


def _given(client: Any, part: bytes) -> Any:
    return client.submit(read, part, pure=False)


def _answered(client: Any, part: bytes, given: Any) -> bytes:
    """The answer to a part, given out anew where its workers died; raises MachineError."""
    for _ in range(_TRIES):
        try:
            return _waited_for(client, given)
        except _library("distributed").KilledWorker:
            given = _given(client, part)
    raise MachineError("集群的工作进程一再中断，没有读完：请查看各机的内存，或去掉 --cluster")


def _waited_for(client: Any, given: Any) -> bytes:
    """The answer; a cluster that has lost all its workers for two looks gets none any more."""
    alone = False
    while True:
        try:
            answer: bytes = given.result(timeout=_SECONDS_BETWEEN_LOOKS)
        except TimeoutError:
            alone, before = not client.nthreads(), alone
            if alone and before:
                raise MachineError("集群里一个工作进程也没有了，没有读完：请查看集群") from None
        except (_library("distributed").CancelledError, OSError) as fault:
            raise MachineError("与集群的连接断了，没有读完：请查看集群后再运行") from fault
        else:
            return answer
