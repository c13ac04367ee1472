"""The record: only added to, whole events only, one writer at a time, and it notices tampering."""

import os
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest

from tests.core.chronicle.deeds import ARRIVED, DECIDED, FILE, PUBLISHED, returned
from zongzhi_xl.archive.record_book import NAME, found, opened
from zongzhi_xl.core.chronicle.events import Arrived, Decided, Event, Understood
from zongzhi_xl.errors import RecordUnusableError
from zongzhi_xl.record import replace

DAY = date(2026, 4, 3)


@pytest.fixture
def district(tmp_path):
    found(tmp_path)
    return tmp_path


def file(number: int) -> Arrived:
    return replace(ARRIVED, sha256=f"{number:064x}")


def test_events_come_back_in_their_order(district):
    with opened(district) as book:
        assert book.last == 0
        assert book.add(DAY, [file(1), Understood(0, "reader", returned())]) == [1, 2]
        assert book.add(DAY, [DECIDED]) == [3]
    with opened(district) as book:
        assert [*book.events(Arrived, Decided)] == [Event(1, DAY, file(1)), Event(3, DAY, DECIDED)]
        assert [*book.events(Decided, upto=2)] == []
        (paper,) = book.papers(2026, {1: FILE}, upto=3)
        assert paper == Event(2, DAY, Understood(1, "reader", returned()))
        assert [*book.papers(2025, {1: FILE}, upto=3)] == []


def test_of_a_file_the_newest_understanding_counts_as_far_as_it_is_known(district):
    later = Understood(1, "later reader", returned(values={"刑事立案数": 20}))
    with opened(district) as book:
        book.add(DAY, [file(1), Understood(0, "reader", returned())])
        book.add(DAY, [later])
        assert [one.deed.reader for one in book.papers(2026, {1: FILE}, 2)] == ["reader"]
        assert [one.deed for one in book.papers(2026, {1: FILE}, 3)] == [later]
        assert [*book.readers()] == [(1, "later reader", 2026)]


def test_the_same_bytes_and_the_same_number_enter_once_and_leave_nothing_half(district):
    with opened(district) as book:
        book.add(DAY, [file(1), PUBLISHED])
        assert book.add(DAY, [DECIDED, file(1)]) == []
        assert book.add(DAY, [PUBLISHED]) == []
        assert book.last == 2
        assert book.knows(file(1).sha256)
        assert not book.knows(file(2).sha256)


def test_nothing_can_be_changed_or_taken_out(district):
    with opened(district) as book:
        book.add(DAY, [DECIDED])
    with closing(sqlite3.connect(district / NAME)) as connection:
        for tampering in ("update event set entered = '2026-01-01'", "delete from event"):
            with pytest.raises(sqlite3.IntegrityError, match="only added to"):
                connection.execute(tampering)


@pytest.mark.parametrize(
    "tampering",
    [
        "update event set entered = '2026-01-01' where number = 1",
        "update event set body = (select body from event where number = 3) where number = 2",
        "delete from event where number = 2",
    ],
)
def test_who_changes_it_behind_our_back_is_noticed(district, tampering):
    with opened(district) as book:
        book.add(DAY, [file(1), file(2), DECIDED])
        assert book.unbroken()
    with closing(sqlite3.connect(district / NAME)) as connection:
        connection.executescript(f"drop trigger unchanged; drop trigger kept; {tampering};")
    with opened(district) as book:
        assert not book.unbroken()


def test_a_backup_holds_all_of_it(district):
    with opened(district) as book:
        book.add(DAY, [file(1), DECIDED])
        book.back_up()
    (district / NAME).unlink()
    (district / "register.bak").rename(district / NAME)
    with opened(district) as book:
        assert book.last == 2
        assert book.unbroken()


# ------------------------------------------------------------------ what can go wrong


def test_no_record_a_broken_one_and_that_of_another_program_are_told_in_words(tmp_path):
    (tmp_path / "register.bak").write_bytes(b"")
    for content, words in ((None, "不见了"), (b"PK\x03\x04" * 300, "已损坏")):
        if content:
            (tmp_path / NAME).write_bytes(content)
        with pytest.raises(RecordUnusableError, match=words), opened(tmp_path):
            pass
    (tmp_path / NAME).unlink()
    found(tmp_path)
    with closing(sqlite3.connect(tmp_path / NAME)) as connection:
        connection.execute("pragma user_version = 99")
    with pytest.raises(RecordUnusableError, match="别的版本"), opened(tmp_path):
        pass


def test_a_district_that_has_received_nothing_is_told_how_to_begin(tmp_path):
    with pytest.raises(RecordUnusableError, match=r"还没有：收过件才有.*receive"), opened(tmp_path):
        pass


_WRITES = """
import sys; from datetime import date; from pathlib import Path
from tests.core.chronicle.deeds import ARRIVED, returned
from zongzhi_xl.archive.record_book import opened
from zongzhi_xl.core.chronicle.events import Understood
from zongzhi_xl.record import replace
with opened(Path(sys.argv[1])) as book:
    for number in range(1, 10_000):
        book.add(date(2026, 4, 3), [replace(ARRIVED, sha256=f"{number:064x}"),
                                    Understood(0, "reader", returned())])
        print(number, flush=True)
"""


@pytest.mark.parametrize("after", [0.0, 0.003, 0.011, 0.02])
def test_killed_while_writing_it_holds_whole_events_and_all_that_were_told(district, after):
    child = subprocess.Popen(
        [sys.executable, "-c", _WRITES, district], stdout=subprocess.PIPE, text=True,
        env={**os.environ, "PYTHONPATH": str(Path.cwd())},
    )  # fmt: skip
    assert child.stdout is not None
    for _ in range(5):
        child.stdout.readline()
    time.sleep(after)
    child.send_signal(signal.SIGKILL)
    told = 5 + len(child.stdout.readlines())
    child.stdout.close()
    child.wait()
    with opened(district) as book:
        assert book.unbroken()
        assert book.last % 2 == 0
        assert book.last >= 2 * told
        assert book.add(DAY, [DECIDED]) == [book.last]
