"""Children that die, hang or devour memory cost one file each; the run goes on, in order."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
import work_in_child

from tests.files import specimens
from tests.notation import write_return
from zongzhi_xl.core.returned.submission import RawReturn
from zongzhi_xl.errors import MachineError
from zongzhi_xl.reading.intake import Failure, Limits, run
from zongzhi_xl.reading.reader import read


@pytest.fixture
def inbox(tmp_path: Path):
    """Writes a file per word, named 00, 01, …; returns what ``run`` takes."""

    def write(*words: str) -> list[tuple[Path, str]]:
        for number, word in enumerate(words):
            (tmp_path / f"{number:02}").write_text(word, encoding="utf-8")
        return [(tmp_path / f"{number:02}", f"{number:02}") for number in range(len(words))]

    return write


def words(results: Iterator[tuple[str, object]]) -> list[tuple[str, str]]:
    """File and word, or file and the failure's reason."""
    return [
        (file, one.reason if isinstance(one, Failure) else one[0])  # type: ignore[index]
        for file, one in results
    ]


@pytest.mark.parametrize("workers", [1, 2, 5])
def test_results_come_in_the_order_of_files_whatever_the_workers(inbox, workers: int) -> None:
    files = inbox("slow", *(f"word {number}" for number in range(1, 40)))
    expected = [("00", "slow"), *((f"{number:02}", f"word {number}") for number in range(1, 40))]
    for given, wanted in ((files, expected), (files[::-1], expected[::-1])):
        assert words(run(given, work_in_child.act, workers=workers)) == wanted


def test_nothing_to_do_starts_nothing() -> None:
    assert list(run([], work_in_child.act)) == []


def test_work_happens_in_another_process_and_one_child_serves_many_files(inbox) -> None:
    results = dict(run(inbox("a", "b", "c"), work_in_child.act))
    (process,) = {one[1] for one in results.values() if not isinstance(one, Failure)}
    assert process != os.getpid()
    with pytest.raises(ProcessLookupError):
        os.kill(process, 0)


@pytest.mark.parametrize("workers", [1, 2])
def test_a_child_that_dies_costs_its_own_file_only(inbox, workers: int) -> None:
    files = inbox("a", "die", "b", "die", "die", "c")
    results = words(run(files, work_in_child.act, workers=workers))
    assert [word for _, word in results if len(word) == 1] == ["a", "b", "c"]
    assert [file for file, word in results if word.startswith("读取时程序中断")] == [
        "01",
        "03",
        "04",
    ]


@pytest.mark.parametrize("workers", [1, 2])
def test_a_child_that_hangs_is_ended_at_the_deadline(inbox, workers: int) -> None:
    start = time.monotonic()
    files = inbox("a", "hang", "b", "c")
    results = words(
        run(files, work_in_child.act, limits=Limits(seconds=0.5, patience=1), workers=workers)
    )
    assert [word for _, word in results if len(word) == 1] == ["a", "b", "c"]
    assert results[1][1].startswith("读了超过 0.5 秒还没有读完")
    assert time.monotonic() - start < 30


@pytest.mark.skipif(not hasattr(os, "fork"), reason="memory of a process is bounded on POSIX only")
def test_a_file_that_devours_memory_is_named_and_the_child_goes_on(inbox) -> None:
    results = words(run(inbox("a", "devour", "b"), work_in_child.act, limits=Limits(memory_mb=400)))
    assert [results[0], results[2]] == [("00", "a"), ("02", "b")]
    assert results[1][1].startswith("读它需要的内存超过 400 MB")


@pytest.mark.skipif(not hasattr(os, "fork"), reason="memory of a process is bounded on POSIX only")
def test_a_library_that_aborts_the_process_costs_one_file(tmp_path: Path) -> None:
    """The stray cell that the zip pass keeps from calamine, handed to it all the same."""
    files = [(write_return(tmp_path / name, {}), name) for name in ("a.xlsx", "b.xlsx")]
    specimens.with_cell(files[0][0], "XFD1048576", "<v>1</v>")
    results = dict(run(files, work_in_child.read_without_the_zip_pass))
    assert isinstance(results["a.xlsx"], Failure)
    assert results["a.xlsx"].reason.startswith("读取时程序中断")
    assert results["b.xlsx"] == 10


def test_refusals_and_faults_are_reasons(inbox) -> None:
    results = dict(run(inbox("refuse", "unidentified", "fault", "no pickle"), work_in_child.act))
    assert results["00"] == Failure("00", "不是报表", "abc")
    assert results["01"] == Failure("01", "月份没有填写")
    for file, kind in (("02", "KeyError"), ("03", "Error")):
        assert isinstance(results[file], Failure)
        assert results[file].reason.startswith("程序读这份文件时出错")
        assert kind in results[file].reason


def test_what_a_library_prints_does_not_disturb(inbox) -> None:
    assert words(run(inbox("print", "a"), work_in_child.act)) == [("00", "print"), ("01", "a")]


def test_each_child_prepares_once(inbox) -> None:
    prepare = partial(work_in_child.prepare, "standard")
    files = inbox("a", "b", "c")
    results = [one for _, one in run(files, work_in_child.prepared, prepare=prepare)]
    assert results == [(file, ["standard"]) for _, file in files]


def test_a_child_that_cannot_prepare_is_no_fault_of_the_files(inbox) -> None:
    with pytest.raises(MachineError, match="ValueError: 考核方案读不出来"):
        list(run(inbox("a"), work_in_child.act, prepare=work_in_child.prepare_badly))
    with pytest.raises(MachineError, match="无法启动"):
        list(run(inbox("a"), work_in_child.act, prepare=work_in_child.prepare_to_death))


def test_who_stops_asking_leaves_no_child_behind(inbox) -> None:
    results = run(inbox("a", "hang", "hang"), work_in_child.act, workers=3)
    _, first = next(results)
    assert not isinstance(first, Failure)
    results.close()  # type: ignore[attr-defined]
    with pytest.raises(ProcessLookupError):
        os.kill(first[1], 0)


def test_real_returns_travel_whole(tmp_path: Path) -> None:
    """What the reader gives in the child is what it gives here; a stray cell far out included."""
    good = write_return(tmp_path / "a.xlsx", {"刑事立案数": 12}, events=[{"大类": "案件"}])
    stray = write_return(tmp_path / "b.xlsx", {"刑事立案数": 3})
    specimens.with_cell(stray, "XFD1048576", "<v>1</v>")
    (tmp_path / "c.xlsx").write_bytes(b"")
    files = [(tmp_path / name, name) for name in ("a.xlsx", "b.xlsx", "c.xlsx")]
    results = dict(run(files, read))
    for path in (good, stray):
        assert isinstance(results[path.name], RawReturn)
        assert results[path.name] == read(path, path.name)
    assert isinstance(results["c.xlsx"], Failure)
    assert results["c.xlsx"].reason.startswith("是空文件")


def test_a_large_file_may_take_longer() -> None:
    """The departments' workbook of a city has 3 MB; a return has a tenth of one."""
    limits = Limits(seconds=10, seconds_per_mb=5, patience=6)
    assert limits.seconds_for(100_000) < 11
    assert (limits.seconds_for(3 << 20), limits.wait_for(3 << 20)) == (25, 150)


@pytest.mark.skipif(not hasattr(signal, "SIGXCPU"), reason="nothing bounds the processor there")
@pytest.mark.parametrize("workers", [1, 2])
def test_a_file_that_keeps_the_processor_busy_is_ended(inbox, workers: int) -> None:
    """Long before anybody loses patience."""
    limits = Limits(seconds=1, patience=1000)
    files = inbox("a", "spin", "b", "spin", "c")
    results = words(run(files, work_in_child.act, limits=limits, workers=workers))
    assert [word for _, word in results if len(word) == 1] == ["a", "b", "c"]
    assert {results[1][1][:11], results[3][1][:11]} == {"读了超过 1 秒还没有"}


def test_who_waits_for_the_processor_is_not_ended(inbox) -> None:
    """On a machine with much else to do a file takes longer on the clock, and is read."""
    limits = Limits(seconds=0.1, patience=100)
    assert words(run(inbox("slow", "a"), work_in_child.act, limits=limits)) == [
        ("00", "slow"),
        ("01", "a"),
    ]


def test_a_worker_does_not_run_far_ahead_of_the_file_that_is_waited_for(inbox, tmp_path) -> None:
    """Results that nobody can take yet would fill the memory."""
    files = inbox("wait", *(f"word {number}" for number in range(999)))
    results = run(files, work_in_child.act_and_tell, workers=2)
    next(results)
    done = len(list(tmp_path.glob("*.done")))
    results.close()  # type: ignore[attr-defined]
    assert done < 300


# ------------------------------------------------------------------ no orphans


def started_by_a_parent(folder: Path, words_of: list[str]) -> tuple[subprocess.Popen, list[int]]:
    """A process of its own that reads, two children at a time; it, and its children's ids."""
    for number, word in enumerate(words_of):
        (folder / f"{number:02}").write_text(word, encoding="utf-8")
    code = (
        f"import sys; sys.path[:] = {sys.path!r}; from pathlib import Path; import work_in_child\n"
        # whoever runs the tests under nohup hands its deafness down
        "import signal; signal.signal(signal.SIGHUP, signal.SIG_DFL)\n"
        "from zongzhi_xl.reading.intake import run\n"
        f"files = [(one, one.name) for one in sorted(Path({str(folder)!r}).glob('[0-9]*'))]\n"
        "list(run(files, work_in_child.act, workers=2))"
    )
    parent = subprocess.Popen([sys.executable, "-c", code], stderr=subprocess.DEVNULL)
    until = time.monotonic() + 60
    while len(found := children_of(parent.pid)) < 2 and time.monotonic() < until:
        time.sleep(0.1)
    time.sleep(1)  # until they read
    return parent, found


def children_of(process: int) -> list[int]:
    tasks = Path(f"/proc/{process}/task").glob("*/children")
    return [int(word) for file in tasks for word in file.read_text().split()]


def is_alive(process: int) -> bool:
    try:
        state = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state != "Z"


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="children are found in /proc")
@pytest.mark.parametrize("stop", ["SIGKILL", "SIGTERM", "SIGHUP"])
@pytest.mark.parametrize("word", ["hang", "spin"])
def test_children_end_with_their_parent(tmp_path: Path, word: str, stop: str) -> None:
    """Whatever stops the parent alone, and though each child is in the middle of a file."""
    parent, children = started_by_a_parent(tmp_path, [word, word])
    assert len(children) == 2
    parent.send_signal(getattr(signal, stop))
    parent.wait(30)
    until = time.monotonic() + 5
    while any(map(is_alive, children)) and time.monotonic() < until:
        time.sleep(0.1)
    assert not any(map(is_alive, children))


def test_no_child_loads_what_takes_memory_before_it_reads(inbox) -> None:
    """numpy starts a thread with a stack of its own for each processor."""
    (loaded,) = (one for _, one in run(inbox("a"), work_in_child.loaded))
    assert not {"numpy", "pandas", "openpyxl", "xlsxwriter"} & set(loaded)
