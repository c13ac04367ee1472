"""区认定: rows of the district's sheet, which event each is of, and what is said of odd ones."""

from collections.abc import Mapping
from datetime import date, datetime

import pytest

from zongzhi_xl.core.checking.designated import beside_registers
from zongzhi_xl.core.checking.validation import validate_departments
from zongzhi_xl.core.edition.items import FormKind, Severity
from zongzhi_xl.core.edition.statement import Edition
from zongzhi_xl.core.language.values import BLANK, Gap, State
from zongzhi_xl.core.returned.department_merging import merged as merged_files
from zongzhi_xl.core.returned.department_merging import with_differences
from zongzhi_xl.core.returned.departments import DepartmentReturn
from zongzhi_xl.core.returned.designations import (
    Designation,
    Merged,
    designation_of,
    designations_in,
    merged,
    started,
    unregistered,
)
from zongzhi_xl.core.returned.findings import Finding
from zongzhi_xl.core.returned.submission import Entry, Event, Place, RawCell, Submission
from zongzhi_xl.core.returned.table_rows import NO_HEADING

HAPPENED, CALLED = datetime(2026, 3, 4, 8, 20), datetime(2026, 3, 4, 11)
NAMED: dict[str, object] = {"大类": "案件", "发生时间": HAPPENED}
COLUMNS = dict(
    zip(
        ("单位", "月份", "事项编号", "大类", "发生时间", "接报时间认可", "区认定", "通报文号"),
        "ABCDEFGH",
        strict=True,
    )
)


def row(number: int = 7, **values: object) -> dict[str, RawCell]:
    """A row of the sheet, of 兴海街道 and March where nothing else is said; None: blank."""
    filled = {"单位": "兴海街道", "月份": 3.0, **values}
    return {
        name: RawCell("区认定", f"{COLUMNS.get(name, 'J')}{number}", value)
        for name, value in filled.items()
        if value is not None
    }


def read(
    edition: Edition, *rows: Mapping[str, RawCell], file: str = "d.xlsx"
) -> tuple[tuple[Designation, ...], list[Finding]]:
    found, told = designations_in(rows, file, edition, 2026)
    return tuple(one for some in found.values() for one in some), told


def one_of(edition: Edition, **values: object) -> Designation:
    (found,), _ = read(edition, row(**values))
    return found


def event(number: object = "甲1", at: int = 2, **values: object) -> Event:
    """A row of an office's register."""
    cells = {"事项编号": number, **NAMED, **values}
    return Event(
        at,
        {
            name: Entry(value, Place("3月.xlsx", "重大事项", f"A{at}"))
            for name, value in cells.items()
            if value is not None
        },
    )


def returned(month: int, *events: Event) -> Submission:
    return Submission(
        FormKind.MONTHLY, "兴海街道", 2026, month, "", f"{month}月.xlsx", "", {}, events
    )


# ------------------------------------------------------------------ the sheet


def test_a_row_keeps_every_cell_with_its_place(edition: Edition) -> None:
    found = one_of(
        edition, 事项编号="甲1", **NAMED, 接报时间认可="是", 区认定="影响全区", 通报文号="7号"
    )
    assert (found.unit, found.month, found.row) == ("兴海街道", 3, 7)
    assert (found.name, found.accepts_call, found.can_be_judged) == ("甲1", True, True)
    assert (found.get("区认定"), found.get("通报文号")) == ("影响全区", "7号")
    assert found.cells["区认定"].place == Place("d.xlsx", "区认定", "G7")


def test_rows_without_an_event_are_none(edition: Edition) -> None:
    notes = {"单位": RawCell("区认定", "A9", "注：由区综治办填写")}
    assert read(edition, row(), notes) == ((), [])


def test_the_day_of_an_event_may_come_as_a_number(edition: Edition) -> None:
    assert one_of(edition, 发生时间=46085.5).get("发生时间") == datetime(2026, 3, 4, 12)


@pytest.mark.parametrize(
    ("values", "code", "cell", "says"),
    [
        ({"单位": "某街道"}, "S3", "A7", "“区认定”第7行的单位“某街道”不在名册上"),
        ({"单位": None}, "S3", "B7", "“区认定”第7行有内容，没有填单位"),
        ({"月份": 13.0}, "S3", "B7", "“区认定”第7行的月份应为 1 至 12"),
        ({"月份": None}, "S3", "A7", "“区认定”第7行的月份应为 1 至 12"),
        ({"大类": "车祸"}, "S5", "D7", "兴海街道3月的大类填了“车祸”：应从案件、事故、矛盾纠纷"),
        ({"区认定": "影响全省"}, "S5", "G7", "区认定填了“影响全省”：应从无、重大责任事故、"),
        ({"接报时间认可": "同意"}, "S5", "F7", "接报时间认可填了“同意”，不是“是”或“否”"),
        ({"接报时间认可": "不适用"}, "S5", "F7", "接报时间认可填了“不适用”"),
        ({"发生时间": "昨天"}, "S5", "E7", "发生时间填了“昨天”，不是日期时间"),
        ({f"{NO_HEADING}J": "x"}, "S10", "J7", "所在的列没有表头"),
        ({"意见": "x"}, "S10", "J7", "整列没有采用"),
    ],
)
def test_what_cannot_be_used_is_told_at_its_cell(
    values: dict[str, object], code: str, cell: str, says: str, edition: Edition
) -> None:
    good = row(8, 事项编号="甲2", 区认定="无")
    found, told = read(edition, row(**{"事项编号": "甲1", **NAMED, **values}), good)
    (one,) = told
    assert (one.code, one.severity, one.sheet) == (code, Severity.BLOCKING, "区认定")
    assert (one.cell, says in one.message) == (cell, True), one.message
    assert [each.name for each in found] == (["甲2"] if code == "S3" else ["甲1", "甲2"])


def test_an_unreadable_mark_is_no_mark(edition: Edition) -> None:
    found = one_of(edition, 事项编号="甲1", 区认定="重大事故", 接报时间认可="是的吧")
    assert found.get("区认定") == Gap(State.UNREADABLE, "重大事故")
    assert not found.accepts_call


def test_a_formula_is_asked_about(edition: Edition) -> None:
    cells = {**row(事项编号="甲1"), "区认定": RawCell("区认定", "G7", "无", formula=True)}
    found, (one,) = read(edition, cells)
    assert (one.code, one.severity, one.cell) == ("S2", Severity.QUERY, "G7")
    assert found[0].get("区认定") == "无"


@pytest.mark.parametrize("lacking", ["大类", "发生时间"])
def test_without_a_number_a_row_must_say_what_and_when(lacking: str, edition: Edition) -> None:
    _, (one,) = read(edition, row(**{**NAMED, lacking: None}, 区认定="无"))
    assert (one.code, one.severity) == ("S13", Severity.BLOCKING)
    assert "“区认定”第7行没有事项编号，没有填大类或发生时间" in one.message


def test_numbers_of_persons_do_not_travel(edition: Edition) -> None:
    _, (one,) = read(edition, row(事项编号="甲1", 区认定="13800000000"))
    assert "13800000000" not in f"{one.value}{one.message}{one.remedy}"


# ------------------------------------------------------------------ doubled rows


def test_the_same_row_twice_is_nothing(edition: Edition) -> None:
    same = {"事项编号": "甲1", **NAMED, "区认定": "无"}
    found, told = read(edition, row(7, **same), row(8, **same))
    assert ([one.row for one in found], told) == ([7], [])


def test_what_only_one_of_two_rows_says_holds(edition: Edition) -> None:
    """An issued copy in which nothing was designated does not deny what another one says."""
    issued = row(7, 事项编号="甲1", **NAMED)
    found, told = read(edition, issued, row(8, 事项编号="甲1", **NAMED, 区认定="无"))
    assert ([one.get("区认定") for one in found], told) == (["无"], [])


def test_two_rows_that_differ_do_not_count(edition: Edition) -> None:
    first, second = ({"事项编号": "甲1", "区认定": word} for word in ("无", "影响全区"))
    found, (one,) = read(edition, row(7, **first), row(9, **second))
    assert found == ()
    assert (one.code, one.severity, one.cell, one.item) == ("S4", Severity.BLOCKING, "G9", "区认定")
    words = "兴海街道3月的事项 甲1写了两次，区认定不同：G7 是 无，G9 是 影响全区"
    assert one.message.startswith(words)


def test_two_files_that_differ_are_both_named(edition: Edition) -> None:
    one = read(edition, row(7, 事项编号="甲1", 接报时间认可="是"), file="a.xlsx")[0]
    other = read(edition, row(9, 事项编号="甲1", 接报时间认可="否"), file="b.xlsx")[0]
    found, ((file, told),) = merged([*one, *other])
    assert (found, file, told.cell) == ({}, "b.xlsx", "F9")
    assert "“a.xlsx”的 F7 是 是，F9 是 否" in told.message
    assert merged([*one, *one]) == Merged({"兴海街道": one})


def test_one_number_in_two_months_is_two_rows(edition: Edition) -> None:
    found, told = read(
        edition,
        row(7, 事项编号="1", 区认定="无"),
        row(8, 月份=4.0, 事项编号="1", 区认定="影响全区"),
    )
    assert ([one.month for one in found], told) == ([3, 4], [])


# ------------------------------------------------------------------ which event a row is of


def test_a_row_is_of_the_event_with_its_number(edition: Edition) -> None:
    said = one_of(edition, 事项编号="甲1", 区认定="无")
    assert designation_of(event("甲1"), 3, [said]) is said
    assert designation_of(event("甲2"), 3, [said]) is None
    assert list(unregistered([said], [(3, event("甲1"))])) == []
    assert list(unregistered([said], [(3, event("甲2"))])) == [said]


def test_without_a_number_month_category_and_time_tell(edition: Edition) -> None:
    said = one_of(edition, **NAMED, 区认定="无")
    assert designation_of(event(None), 3, [said]) is said
    assert designation_of(event(None), 4, [said]) is None
    assert designation_of(event(None, 大类="事故"), 3, [said]) is None


def test_a_number_used_every_month_is_told_apart_by_the_month(edition: Edition) -> None:
    later = datetime(2026, 4, 9, 9)
    said = one_of(edition, 月份=4.0, 事项编号="1", 大类="案件", 发生时间=later)
    assert designation_of(event("1"), 3, [said]) is None
    assert designation_of(event("1", 发生时间=later), 4, [said]) is said


@pytest.mark.parametrize(
    ("accepted", "called", "expected"),
    [
        (None, CALLED, HAPPENED),
        ("否", CALLED, HAPPENED),
        ("是", CALLED, CALLED),
        ("是", None, HAPPENED),  # accepted, but no call was noted
        ("是", Gap(State.UNREADABLE, "上午"), HAPPENED),
    ],
)
def test_hours_run_from_the_call_where_the_district_accepts_it(
    accepted: str | None, called: object, expected: datetime, edition: Edition
) -> None:
    said = one_of(edition, 事项编号="甲1", 接报时间认可=accepted, 区认定="重大责任事故")
    assert started(event("甲1", 接报时间=called), said) == expected
    assert started(event("甲1", 接报时间=called), None) == HAPPENED


# ------------------------------------------------------------------ beside the registers


def beside(edition: Edition, *months: Submission, **values: object) -> list[Finding]:
    rows, _ = read(edition, row(**values))
    told = list(
        beside_registers(rows, {one.month or 0: one for one in months}, edition.statement.events)
    )
    assert all(file == "d.xlsx" for file, _ in told)
    return [one for _, one in told]


def test_a_row_that_fits_says_nothing(edition: Edition) -> None:
    assert beside(edition, returned(3, event("甲1")), 事项编号="甲1", **NAMED, 区认定="无") == []


def test_an_event_that_no_register_has_is_a_question_that_names_its_number(
    edition: Edition,
) -> None:
    registered = returned(3, event("甲9"))
    (one,) = beside(edition, registered, 事项编号="甲1", **NAMED, 区认定="无")
    assert (one.code, one.severity, one.cell, one.value) == ("S12", Severity.QUERY, "C7", "甲1")
    assert one.message == (
        "兴海街道3月的事项 甲1在这个单位的登记里找不到，编号 甲1 可能已被更正掉或写错："
        "按漏报计；大类、发生时间相同的登记了编号 甲9"
    )


@pytest.mark.parametrize("lacking", ["大类", "发生时间"])
def test_it_cannot_be_judged_where_it_does_not_say_what_or_when(
    lacking: str, edition: Edition
) -> None:
    values = {"事项编号": "甲1", **NAMED, lacking: None, "区认定": "无"}
    (one,) = beside(edition, returned(3), **values)
    assert (one.code, one.severity, one.cell) == ("S13", Severity.BLOCKING, "C7")
    assert "没有填大类或发生时间" in one.message


def test_nothing_is_said_of_a_month_that_is_not_in(edition: Edition) -> None:
    assert beside(edition, returned(4), 事项编号="甲1", **NAMED) == []


def test_another_month_than_the_registers_is_asked_about(edition: Edition) -> None:
    (one,) = beside(edition, returned(2, event("甲1")), returned(3), 事项编号="甲1", **NAMED)
    assert (one.code, one.severity) == ("S14", Severity.QUERY)
    assert "写的是3月，这个编号登记在2月：已按编号对上" in one.message


def test_another_category_or_time_than_the_registers_is_asked_about(edition: Edition) -> None:
    values = {"事项编号": "甲1", "大类": "事故", "发生时间": CALLED}
    found = beside(edition, returned(3, event("甲1")), **values)
    assert [(one.code, one.cell) for one in found] == [("S14", "D7"), ("S14", "E7")]
    assert "大类写的是 事故，登记的是 案件：编号相同，已对上，按登记的计" in found[0].message
    assert "写的是 2026-03-04 11:00，登记的是 2026-03-04 08:20" in found[1].message


def test_a_call_that_nobody_noted_cannot_be_accepted(edition: Edition) -> None:
    (one,) = beside(edition, returned(3, event("甲1")), 事项编号="甲1", 接报时间认可="是")
    assert (one.code, one.severity, one.cell) == ("S15", Severity.QUERY, "F7")
    assert "登记的接报时间没有填：仍从发生时间起算" in one.message


def test_a_second_row_of_a_number_that_is_not_used_is_told(edition: Edition) -> None:
    rows, _ = read(
        edition, row(7, 事项编号="甲1", 区认定="无"), row(8, 月份=4.0, 事项编号="甲1", 区认定="无")
    )
    months = {3: returned(3, event("甲1")), 4: returned(4)}
    ((_, one),) = beside_registers(rows, months, edition.statement.events)
    assert (one.code, one.cell, "这一行没有采用" in one.message) == ("S14", "C8", True)


# ------------------------------------------------------------------ marks beside the count


def counted(edition: Edition, count: int | None, *rows: Mapping[str, RawCell]) -> list[Finding]:
    place = Place("d.xlsx", "年度", "D7")
    figures = {} if count is None else {"影响全区事件数": Entry(count, place)}
    designated, _ = designations_in(rows, "d.xlsx", edition, 2026)
    given = DepartmentReturn(
        2026, edition.id, "d.xlsx", "5e", {"兴海街道": figures}, {}, designated=designated
    )
    return list(validate_departments(given, edition))


def test_marks_that_are_not_counted_are_told_in_the_district_s_own_file(edition: Edition) -> None:
    rows = [
        row(n, 事项编号=f"甲{n}", 区认定=word)
        for n, word in ((7, "影响全区"), (8, "影响全区"), (9, "无"))
    ]
    found = counted(edition, 1, *rows)
    assert [(one.code, one.severity, one.sheet, one.cell, one.clause) for one in found] == [
        ("20-2", Severity.NOTICE, "区认定", cell, 6) for cell in ("G7", "G8")
    ]
    words = "兴海街道的“区认定”第7行：共认定影响全区 2 起，影响全区事件数是 1"
    assert found[0].message.startswith(words)
    assert counted(edition, 2, *rows) == []
    assert "影响全区事件数没有填写" in counted(edition, None, *rows)[0].message


def test_the_circular_may_be_a_number(edition: Edition) -> None:
    assert one_of(edition, 事项编号=7.0, 通报文号=12.0).get("通报文号") == "12"
    assert one_of(edition, 事项编号=7.0).get("通报文号") == BLANK


# ------------------------------------------------------------------ several files


def file(edition: Edition, name: str, day: date | None, **values: object) -> DepartmentReturn:
    """A file of the departments with one row of 区认定."""
    designated, _ = designations_in([row(**values)], name, edition, 2026)
    return DepartmentReturn(2026, edition.id, name, name, {}, {}, designated=designated, day=day)


def test_files_of_departments_designate_together(edition: Edition) -> None:
    """The office's own file and an issued copy that came back from the police."""
    own = file(edition, "区综治办.xlsx", None, 事项编号="甲1", **NAMED, 区认定="无")
    copy = file(edition, "公安.xlsx", None, 事项编号="甲1", **NAMED)
    together = merged_files([own, copy])
    assert together
    (one,) = together.designated["兴海街道"]
    assert (one.get("区认定"), one.cells["区认定"].place.file) == ("无", "区综治办.xlsx")
    assert [each.findings for each in with_differences([own, copy], edition)] == [(), ()]


def test_files_that_contradict_each_other_do_not_designate(edition: Edition) -> None:
    one = file(edition, "a.xlsx", None, 事项编号="甲1", 区认定="无")
    other = file(edition, "b.xlsx", None, 事项编号="甲1", 区认定="影响全区")
    together = merged_files([one, other])
    assert together
    assert together.designated == {}
    first, second = with_differences([one, other], edition)
    (told,) = second.findings
    assert (first.findings, told.code, told.severity) == ((), "S4", Severity.BLOCKING)


def test_what_was_received_on_a_later_day_holds(edition: Edition) -> None:
    early, late = date(2026, 4, 1), date(2026, 5, 1)
    one = file(edition, "b.xlsx", early, 事项编号="甲1", 接报时间认可="是", 区认定="无")
    other = file(edition, "a.xlsx", late, 事项编号="甲1", 区认定="影响全区")
    together = merged_files([other, one])
    assert together
    (held,) = together.designated["兴海街道"]
    assert (held.get("区认定"), held.accepts_call) == ("影响全区", True)
    told = {each.file: each.findings for each in with_differences([one, other], edition)}
    assert told["b.xlsx"] == ()
    ((code, severity, words),) = [(f.code, f.severity, f.message) for f in told["a.xlsx"]]
    assert (code, severity) == ("S11", Severity.NOTICE)
    assert "“b.xlsx”G7 是 无，后收到的“a.xlsx”G7 是 影响全区，按后收到的算" in words
