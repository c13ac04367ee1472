"""One program at a time writes into a district's folder, and one that is gone holds nobody up."""

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from zongzhi_xl.archive import turn
from zongzhi_xl.errors import RecordUnusableError

_HOLDS = """
import sys; from pathlib import Path
from zongzhi_xl.archive.turn import taken
with taken(Path(sys.argv[1])):
    print("held", flush=True)
    sys.stdin.readline()
"""


@contextmanager
def held_by_another(district: Path) -> Iterator[subprocess.Popen[str]]:
    """Another process has its turn until a line is written to it, or it is killed."""
    with subprocess.Popen(
        [sys.executable, "-c", _HOLDS, district],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    ) as other:  # fmt: skip
        assert other.stdout
        assert other.stdout.readline() == "held\n"
        try:
            yield other
        finally:
            other.kill()


def test_the_second_is_told_who_holds_it_and_what_to_do(tmp_path, monkeypatch):
    monkeypatch.setattr(turn, "SECONDS_TO_WAIT", 0.0)
    with (
        held_by_another(tmp_path) as other,
        pytest.raises(RecordUnusableError) as refused,
        turn.taken(tmp_path),
    ):
        pass
    assert f"上的第 {other.pid} 号进程）：请等它做完再运行一次" in str(refused.value)


def test_the_second_waits_until_the_first_has_done(tmp_path):
    with held_by_another(tmp_path) as other:
        assert other.stdin
        done = threading.Timer(0.3, lambda: print(file=other.stdin, flush=True))
        done.start()
        with turn.taken(tmp_path):
            assert other.wait(5) == 0


def test_one_that_was_killed_holds_nobody_up(tmp_path, monkeypatch):
    monkeypatch.setattr(turn, "SECONDS_TO_WAIT", 0.0)
    with held_by_another(tmp_path) as other:
        os.kill(other.pid, signal.SIGKILL)
        other.wait()
        with turn.taken(tmp_path):
            told = (tmp_path / turn.NAME).read_text(encoding="utf-8")
    assert told.endswith(f"上的第 {os.getpid()} 号进程")


def test_where_nothing_can_be_written_nobody_is_held_up(tmp_path):
    """The folder that cannot be written to is told by whoever writes."""
    with turn.taken(tmp_path / "没有这个文件夹"):
        pass
