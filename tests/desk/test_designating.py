"""The rows that ``issue --departments`` puts on sheet 区认定."""

from datetime import datetime

from zongzhi_xl.core.edition.items import FormKind
from zongzhi_xl.core.edition.statement import Edition
from zongzhi_xl.core.language.values import Gap, State, Value
from zongzhi_xl.core.returned.departments import DepartmentReturn
from zongzhi_xl.core.returned.designations import Designation
from zongzhi_xl.core.returned.submission import Entry, Event, Place, Submission
from zongzhi_xl.desk.issuing.designating import is_typed, rows_to_designate

WHEN = datetime(2026, 3, 5, 8)
NAMED = {"事项编号": "甲1", "大类": "案件", "发生时间": WHEN}


def entries(values: dict[str, Value]) -> dict[str, Entry]:
    return {name: Entry(value, Place("a.xlsx", "表", "A1")) for name, value in values.items()}


def month(number: int, *events: dict[str, Value], unit: str = "兴海街道") -> Submission:
    rows = tuple(Event(row, entries(one)) for row, one in enumerate(events, 1))
    return Submission(FormKind.MONTHLY, unit, 2026, number, "", "a.xlsx", "", {}, rows)


def said(**values: Value) -> Designation:
    return Designation("兴海街道", 3, 7, entries(values))


def given(*rows: Designation) -> DepartmentReturn:
    return DepartmentReturn(2026, "", "d.xlsx", "", {}, {}, designated={"兴海街道": rows})


def test_a_row_an_event_by_unit_and_month(edition: Edition) -> None:
    later, other = {**NAMED, "事项编号": "甲2"}, {**NAMED, "事项编号": "乙1"}
    returns = [month(4, later), month(3, NAMED), month(1, other, unit="于楼街道")]
    rows = rows_to_designate(edition, 2026, returns, None)
    assert [(one["单位"], one["月份"], one["事项编号"]) for one in rows] == [
        ("兴海街道", 3, "甲1"), ("兴海街道", 4, "甲2"), ("于楼街道", 1, "乙1"),
    ]  # fmt: skip
    assert rows[0] == {"单位": "兴海街道", "月份": 3, **NAMED}


def test_what_was_said_stays_and_what_no_register_has_too(edition: Edition) -> None:
    known = said(**{**NAMED, "区认定": "无", "接报时间认可": "是"})
    alone = said(事项编号="区1", 大类="事故", 发生时间=WHEN)
    rows = rows_to_designate(edition, 2026, [month(3, NAMED)], given(known, alone))
    assert [(one["事项编号"], one.get("区认定"), one.get("接报时间认可")) for one in rows] == [
        ("甲1", "无", "是"), ("区1", None, None),
    ]  # fmt: skip


def test_an_event_that_a_later_month_carries_again_is_one_row(edition: Edition) -> None:
    rows = rows_to_designate(edition, 2026, [month(3, NAMED), month(4, NAMED)], None)
    assert [one["月份"] for one in rows] == [3]


def test_what_cannot_be_read_is_left_to_the_officer(edition: Edition) -> None:
    odd: dict[str, Value] = {
        "事项编号": "甲1", "大类": "盗窃", "发生时间": Gap(State.UNREADABLE, "昨天"),
    }  # fmt: skip
    (row,) = rows_to_designate(edition, 2026, [month(3, odd)], None)
    assert row == {"单位": "兴海街道", "月份": 3, "事项编号": "甲1"}
    nameless: dict[str, Value] = {**odd, "事项编号": Gap(State.BLANK)}
    assert rows_to_designate(edition, 2026, [month(3, nameless)], None) == []


def test_last_year_s_events_are_not_designated_again(edition: Edition) -> None:
    assert rows_to_designate(edition, 2027, [month(3, NAMED)], None) == []


def test_a_row_that_was_only_issued_is_not_typed(edition: Edition) -> None:
    rows = rows_to_designate(edition, 2026, [month(3, NAMED)], None)
    assert not is_typed(said(**NAMED), rows)
    assert is_typed(said(**NAMED, 区认定="无"), rows)
    assert is_typed(said(**{**NAMED, "事项编号": "区1"}), rows)
