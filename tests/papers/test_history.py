"""The record in words."""

from datetime import date

from tests.core.chronicle.deeds import ARRIVED, REFUSED, returned
from zongzhi_xl.core.chronicle.events import Deed, Event, Understood
from zongzhi_xl.papers.history import history
from zongzhi_xl.record import replace

CAME, CHANGED = date(2026, 4, 3), date(2026, 5, 6)


def events(*deeds: tuple[date, Deed]) -> list[Event[Deed]]:
    return [Event(number, day, deed) for number, (day, deed) in enumerate(deeds, 1)]


def test_files_that_are_read_anew_and_say_the_same_have_one_line():
    paper = returned()
    received = [
        (CAME, ARRIVED), (CAME, Understood(1, "a", paper)),
        (CAME, replace(ARRIVED, name="乙.xlsx")), (CAME, Understood(3, "a", paper)),
    ]  # fmt: skip
    again = [(CHANGED, Understood(1, "b", paper)), (CHANGED, Understood(3, "b", paper))]
    lines = list(history(events(*received, *again)))
    assert len(lines) == 3
    assert lines[-1] == ("第5至6号 2026-05-06 按改后的方案或程序重新读了 2 份，读出来的和以前一样")


def test_a_file_that_reads_otherwise_now_has_its_own_line():
    received = [(CAME, ARRIVED), (CAME, Understood(1, "a", REFUSED))]
    lines = list(history(events(*received, (CHANGED, Understood(1, "b", returned())))))
    assert lines[-1] == (
        "第3号 2026-05-06 按改后的方案或程序重新读 03/甲.xlsx：兴海街道 2026年3月月报（首报）"
    )
