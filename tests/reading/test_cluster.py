"""Reading on a Dask cluster: what one process gives, whatever dies on the way.

One cluster of two workers serves all of these tests; only the names of files are told to it.
"""

import os
import random
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from threading import Event, Thread
from typing import Any

import pytest
import work_in_child

from tests.desk.registry.districts import day, district_at
from tests.notation import write_return
from zongzhi_xl.archive.record_book import opened
from zongzhi_xl.core.chronicle.events import Adopted, Arrived, Understood
from zongzhi_xl.desk.receiving import Cluster, receive
from zongzhi_xl.desk.registry import arriving
from zongzhi_xl.desk.taking import by_edition
from zongzhi_xl.errors import MachineError
from zongzhi_xl.reading import cluster
from zongzhi_xl.reading.intake import Failure
from zongzhi_xl.statements.loader import standard

distributed = pytest.importorskip("distributed")


@pytest.fixture(scope="module")
def workers() -> Iterator[Any]:
    with cluster.of_this_computer(2) as started:
        yield started


@pytest.fixture(autouse=True)
def _small_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    """A few files make several parts."""
    monkeypatch.setattr(cluster, "_SMALLEST", 3)


def written(folder: Path, words: list[str]) -> list[tuple[Path, str]]:
    for number, word in enumerate(words):
        (folder / f"{number:03}").write_text(word, encoding="utf-8")
    return [(folder / f"{number:03}", f"{number:03}") for number in range(len(words))]


def told(results: Iterator[tuple[str, Any]]) -> list[tuple[str, str]]:
    """File and word, or file and the failure's reason."""
    return [(file, one.reason if isinstance(one, Failure) else one[0]) for file, one in results]


def on(workers: Any, files: list[tuple[Path, str]], folder: Path) -> list[tuple[str, str]]:
    address = workers.scheduler_address
    return told(cluster.run(files, work_in_child.act, address=address, roots=[folder]))


def test_files_that_end_their_process_cost_themselves(workers: Any, tmp_path: Path) -> None:
    words = [f"word {n}" for n in range(12)]
    words[1] = words[6] = words[7] = "die"
    results = on(workers, written(tmp_path, words), tmp_path)
    assert [file for file, _ in results] == [f"{n:03}" for n in range(12)]
    dead = [file for file, word in results if word.startswith("读取时程序中断")]
    assert dead == ["001", "006", "007"]
    assert [word for file, word in results if file not in dead] == [w for w in words if w != "die"]


def test_a_cluster_of_this_computer_needs_no_port_that_another_program_may_have(
    tmp_path: Path,
) -> None:
    """Dask took 8787 for a page, and said in English where that was taken; warnings are errors."""
    files = written(tmp_path, ["one", "two"])
    with socket.socket() as other:
        other.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        with suppress(OSError):  # whoever has it now does as well
            other.bind(("127.0.0.1", 8787))
            other.listen()
        found = cluster.run(
            files, work_in_child.act, address=cluster.LOCAL, roots=[tmp_path], workers=1
        )
        assert told(found) == [("000", "one"), ("001", "two")]


def _ended(workers: Any, done: Event, times: list[int], most: int) -> None:
    """One worker after the other is ended, each some moment after it has begun."""
    chance = random.Random(3)
    while not done.wait(chance.uniform(0.2, 0.9)) and len(times) < most:
        living = [one.process.pid for one in workers.workers.values() if one.process]
        if living and (pid := chance.choice(living)):
            os.kill(pid, signal.SIGKILL)
            times.append(pid)


def through_kills(workers: Any, folder: Path, files: int, kills: int) -> list[int]:
    """The results are whole though workers are ended; gives the processes that were."""
    inbox, done, ended = written(folder, ["slow"] * files), Event(), list[int]()
    killer = Thread(target=_ended, args=(workers, done, ended, kills))
    killer.start()
    try:
        results = on(workers, inbox, folder)
    finally:
        done.set()
        killer.join()
    assert results == [(file, "slow") for _, file in inbox]
    return ended


@pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGKILL")
def test_a_worker_that_is_killed_loses_nothing(workers: Any, tmp_path: Path) -> None:
    assert through_kills(workers, tmp_path, files=24, kills=2)


@pytest.mark.long
@pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGKILL")
def test_fifty_workers_that_are_killed_lose_nothing(tmp_path: Path) -> None:
    """Three of four in each cluster: where all end at once, it is said that there is none left."""
    ended = list[int]()
    while len(ended) < 50:
        with cluster.of_this_computer(4) as started:
            killed = through_kills(started, tmp_path, files=60, kills=3)
        assert killed
        ended += killed


def test_the_tally_is_that_of_one_process(workers: Any, tmp_path: Path) -> None:
    for month in (1, 2, 3):
        write_return(tmp_path / f"{month}.xlsx", {"月份": month})
    (tmp_path / "坏.xlsx").write_bytes(b"PK\x03\x04" + b"0" * 99)
    rules = by_edition(standard())
    alone = receive([tmp_path], rules, workers=1)
    together = receive([tmp_path], rules, workers=Cluster(workers.scheduler_address))
    assert len(alone.received) == 3
    assert together.rejected == alone.rejected != ()
    assert together.departments == alone.departments
    for ours, theirs in zip(together.received, alone.received, strict=True):
        assert ours.findings == theirs.findings
        assert dict(ours.submission.entries) == dict(theirs.submission.entries)
        assert ours.submission.sha256 == theirs.submission.sha256


def test_the_record_is_that_of_one_process(workers: Any, tmp_path: Path) -> None:
    """``receive --cluster``: the same events, to the byte."""
    (tmp_path / "收件").mkdir()
    for month in (1, 2):
        write_return(tmp_path / "收件" / f"{month}.xlsx", {"月份": month})
    (tmp_path / "收件" / "坏.xlsx").write_bytes(b"PK\x03\x04" + b"0" * 99)
    records = []
    for name, many in (("甲", 1), ("乙", Cluster(workers.scheduler_address))):
        district = district_at(tmp_path / name)
        arriving.receive(
            arriving.Wish(district, (tmp_path / "收件",), day("2-04"), day("2-04"), workers=many)
        )
        with opened(district) as book:
            records.append([*book.rows(Adopted, Arrived, Understood)])
    assert records[0] == records[1]
    assert len(records[0]) == 7  # an edition, three files that came in, each as it was understood


# ------------------------------------------------------------------ refusals


def refusal(address: str, roots: list[Path], tmp_path: Path) -> str:
    files = written(tmp_path, ["a"])
    with pytest.raises(MachineError) as refused:
        list(cluster.run(files, work_in_child.act, address=address, roots=roots))
    return str(refused.value)


def test_an_inbox_that_workers_do_not_see_is_refused(workers: Any, tmp_path: Path) -> None:
    folder = tmp_path / "别处"
    said = refusal(workers.scheduler_address, [tmp_path, folder], tmp_path)
    assert said == (
        f"集群里有的机器看不到 {folder}：请把收件放到每台机器都能按同一路径打开的共享文件夹"
    )


def test_workers_with_another_program_are_refused(
    workers: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cluster, "_program", lambda: "ours")
    said = refusal(workers.scheduler_address, [tmp_path], tmp_path)
    assert "请各机装同一版本" in said


def test_a_cluster_that_does_not_answer_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cluster, "_SECONDS_TO_CONNECT", 0.5)
    said = refusal("tcp://127.0.0.1:9", [tmp_path], tmp_path)
    assert said == "连不上集群 tcp://127.0.0.1:9，或它没有工作进程：请核对地址"


def test_without_dask_a_sentence_says_how_to_have_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    assert 'pip install "zongzhi-xl[cluster]"' in refusal(cluster.LOCAL, [tmp_path], tmp_path)


def test_whoever_asks_for_no_cluster_loads_none() -> None:
    code = (
        "import sys, zongzhi_xl.button\n"
        "from zongzhi_xl.desk import checking, consolidation, receiving\n"
        "print([m for m in sys.modules if m.startswith(('dask', 'distributed'))"
        " or m == 'zongzhi_xl.reading.cluster'])"
    )
    run = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    assert run.stdout.strip() == "[]"
