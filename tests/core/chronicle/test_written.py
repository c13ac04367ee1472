"""Events are written as plain text and come back as they were."""

from datetime import date, datetime

import pytest

from tests.core.chronicle.deeds import ARRIVED, DECIDED, PUBLISHED, REFUSED, departments, returned
from zongzhi_xl.core.chronicle.events import Adopted, Understood
from zongzhi_xl.core.chronicle.written import deed_of, kind_of, text_of
from zongzhi_xl.core.returned.departments import DepartmentReturn
from zongzhi_xl.core.returned.designations import Designation
from zongzhi_xl.core.returned.submission import Entry, Event, Submission
from zongzhi_xl.errors import RecordError
from zongzhi_xl.record import Record, names_of, replace

DEEDS = {
    "an edition": Adopted(2026, '{"statement":{}}'),
    "a file": ARRIVED,
    "a return": Understood(2, "reader", returned(values={"刑事立案数": 20})),
    "departments": Understood(2, "reader", departments()),
    "a file sent back": Understood(2, "reader", REFUSED),
    "a decision": DECIDED,
    "a publication": PUBLISHED,
}


@pytest.mark.parametrize("deed", DEEDS.values(), ids=DEEDS)
def test_what_is_written_is_read_again(deed):
    text = text_of(deed)
    again = deed_of(kind_of(deed), text, {2: "甲.xlsx"}.__getitem__)
    assert again == deed
    assert text_of(again) == text


def test_every_state_of_a_cell_comes_back():
    """Number, day, moment, word, 未填, 不适用, and what cannot be read, word for word."""
    values = {
        "刑事立案数": "12起", "可防性案件数": None, "刑事破案数": 0, "排查情况已报区": "是",
        "上半月排查会日期": date(2026, 3, 5), "期初未化解纠纷数": "不适用",
    }  # fmt: skip
    events = ({"事项编号": "1", "大类": "案件", "发生时间": datetime(2026, 3, 5, 2, 30)},)
    deed = Understood(2, "reader", returned(values=values, events=events))
    assert deed_of("Understood", text_of(deed), lambda _: "甲.xlsx") == deed


def test_the_file_is_named_by_the_record_not_by_the_text():
    deed = Understood(2, "reader", returned(values={"刑事立案数": 20}))
    other = deed_of("Understood", text_of(deed), lambda _: "乙.xlsx")
    assert isinstance(other, Understood)
    assert other.paper.submission.file == "乙.xlsx"
    assert {entry.place.file for entry in other.paper.submission.entries.values()} == {"乙.xlsx"}
    assert "甲.xlsx" not in text_of(deed)


def test_a_text_that_is_no_event_is_refused():
    with pytest.raises(RecordError, match="缺少"):
        deed_of("Arrived", '{"day":"2026-01-04"}')
    with pytest.raises(RecordError, match="日期"):
        deed_of("Arrived", text_of(replace(ARRIVED, day="4日")))  # type: ignore[arg-type]


# ------------------------------------------------------------------ nothing is left out


def names(kind: type[Record]) -> set[str]:
    return {*names_of(kind)}


def test_every_field_is_written_or_told_by_the_record():
    """File, day and number are the record's own; findings stand beside the paper."""
    of_record = {"file", "day", "number", "findings"}
    assert names(Submission) - of_record == {
        "form", "unit", "year", "month", "edition_id", "sha256", "entries", "events", "strays",
        "doubts", "overwritten",
    }  # fmt: skip
    assert names(DepartmentReturn) - of_record == {
        "year", "edition_id", "sha256", "yearly", "monthly", "designated",
    }  # fmt: skip
    assert names(Entry) == {"value", "place", "note", "formula"}
    assert names(Event) == {"row", "cells"}
    assert names(Designation) == {"unit", "month", "row", "cells"}
