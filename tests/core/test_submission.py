"""A return understood: the four states of every kind of cell, identity, events."""

import pickle
from collections.abc import Mapping
from datetime import date, datetime, time

import pytest

from zongzhi_xl.core.edition.items import FormKind, Kind
from zongzhi_xl.core.edition.statement import Edition
from zongzhi_xl.core.language.values import BLANK, NOT_APPLICABLE, Gap, State
from zongzhi_xl.core.returned.submission import (
    Entry,
    Place,
    RawCell,
    RawReturn,
    Submission,
    moment_of,
    reading_of,
    submission_of,
    text_of,
)
from zongzhi_xl.errors import UnusableFileError

IDENTITY = {
    "填报单位": "兴海街道", "年份": 2026.0, "月份": 3.0, "报表种类": "月报", "版本": "standard-0",
}  # fmt: skip


def raw_return(values: Mapping[str, object], **parts: object) -> RawReturn:
    """Cells in column D of 月报, one below the other."""
    cells = {
        name: RawCell("月报", f"D{row}", value)
        for row, (name, value) in enumerate((IDENTITY | dict(values)).items(), 1)
    }
    return RawReturn("03/a.xlsx", "5e", cells, **parts)  # type: ignore[arg-type]


def unreadable(found: str) -> Gap:
    return Gap(State.UNREADABLE, found)


# ------------------------------------------------------------------ states of a cell


@pytest.mark.parametrize("kind", list(Kind))
def test_blank_and_not_applicable_are_the_same_for_every_kind(kind: Kind) -> None:
    assert reading_of(None, kind) == BLANK
    assert reading_of("", kind) == BLANK
    assert reading_of("不适用", kind) == NOT_APPLICABLE


@pytest.mark.parametrize(("raw", "value"), [(0.0, 0), (12.0, 12), (7, 7), (1e9, 1_000_000_000)])
def test_a_count_is_a_whole_number(raw: object, value: int) -> None:
    reading = reading_of(raw, Kind.COUNT)
    assert (reading, type(reading)) == (value, int)


@pytest.mark.parametrize(
    ("raw", "found"),
    [
        ("12", "12"), ("12起", "12起"), ("1,2", "1,2"), (" ", " "), (-1.0, "-1"), (2.5, "2.5"),
        (True, "TRUE"), ("#N/A", "#N/A"), ("=A1+1", "=A1+1"),
        (time(12), "12:00:00"), (float("inf"), "inf"), (float("nan"), "nan"),
        (1e15, "1000000000000000"),
    ],
)  # fmt: skip
def test_what_is_no_count_is_unreadable_and_kept_word_for_word(raw: object, found: str) -> None:
    assert reading_of(raw, Kind.COUNT) == unreadable(found)


@pytest.mark.parametrize(("raw", "value"), [
    (date(2026, 3, 5), 46086), (datetime(2026, 3, 5), 46086),
    (42.000000000000007, 42), (41.999999999999993, 42),
])  # fmt: skip
def test_a_count_is_what_the_sheet_computes_with(raw: object, value: int) -> None:
    """A number shown as a day is that number; 15 digits are all that a sheet shows."""
    assert reading_of(raw, Kind.COUNT) == value


@pytest.mark.parametrize("raw", [0.30000000000000004, 4.0000000001, datetime(2026, 3, 5, 12)])
def test_a_fraction_beyond_the_binary_tail_is_no_count(raw: object) -> None:
    assert isinstance(reading_of(raw, Kind.COUNT), Gap)


@pytest.mark.parametrize(
    "raw", [date(2026, 3, 5), datetime(2026, 3, 5, 14, 30), 46086, 46086.0, 46086.6]
)
def test_a_day_is_a_date_cell_or_its_serial_number(raw: object) -> None:
    """46023 is 2026-01-01; 46023 + 31 + 28 + 4 = 46086 is 2026-03-05."""
    assert reading_of(raw, Kind.DATE) == date(2026, 3, 5)


@pytest.mark.parametrize(
    ("raw", "found"),
    [
        ("3月5日", "3月5日"), ("2026-03-05", "2026-03-05"), (5.0, "5"), (36525, "36525"),
        (73051, "73051"), (True, "TRUE"), (time(8), "08:00:00"), (float("inf"), "inf"),
        (float("nan"), "nan"),
    ],
)  # fmt: skip
def test_what_is_no_day_is_unreadable(raw: object, found: str) -> None:
    assert reading_of(raw, Kind.DATE) == unreadable(found)


def test_the_first_and_the_last_serial_number() -> None:
    assert reading_of(36526, Kind.DATE) == date(2000, 1, 1)
    assert reading_of(73050, Kind.DATE) == date(2099, 12, 31)


@pytest.mark.parametrize("raw", ["是", "否"])
def test_yes_and_no(raw: str) -> None:
    assert reading_of(raw, Kind.YES_NO) == raw


@pytest.mark.parametrize(
    ("raw", "found"), [("有", "有"), ("是 ", "是 "), ("Y", "Y"), (1.0, "1"), (True, "TRUE")]
)
def test_anything_else_is_neither_yes_nor_no(raw: object, found: str) -> None:
    assert reading_of(raw, Kind.YES_NO) == unreadable(found)


def test_moments() -> None:
    """Half past noon is 750 of 1440 minutes: 750 / 1440 = 0.5208333…"""
    assert moment_of(46086 + 750 / 1440) == datetime(2026, 3, 5, 12, 30)
    # judged to the minute, as it is printed: 12 hours and 20 seconds are 12 hours
    assert moment_of(datetime(2026, 3, 5, 12, 30, 20)) == datetime(2026, 3, 5, 12, 30)
    assert moment_of(datetime(2026, 3, 5, 12, 59, 45)) == datetime(2026, 3, 5, 13, 0)
    assert moment_of(date(2026, 3, 5)) == datetime(2026, 3, 5)
    assert moment_of(None) == moment_of("") == BLANK
    assert moment_of("昨天") == unreadable("昨天")
    assert moment_of(0.5) == unreadable("0.5")


def test_text_is_trimmed_and_numbers_are_taken_as_shown() -> None:
    assert text_of("  张三 ") == "张三"
    assert text_of(13800.0) == "13800"
    assert text_of(1.5) == "1.5"
    assert text_of(float("inf")) == "inf"
    assert text_of("  ") == text_of(None) == BLANK


# ------------------------------------------------------------------ a return


def test_facts_by_item_with_place_note_and_formula(edition: Edition) -> None:
    raw = raw_return(
        {"上半月排查会日期": 46086.0, "排查情况已报区": "是", "报出日期": date(2026, 4, 2)},
        notes={"刑事立案数": RawCell("月报", "I9", " 专项行动 ")},
    )
    cells = dict(raw.cells) | {"刑事立案数": RawCell("月报", "D9", 12.0, formula=True)}
    submission = submission_of(RawReturn("03/a.xlsx", "5e", cells, (), raw.notes), edition)
    assert submission.entries["刑事立案数"] == Entry(
        12, Place("03/a.xlsx", "月报", "D9"), "专项行动", formula=True
    )
    assert submission.value("上半月排查会日期") == date(2026, 3, 5)
    assert submission.value("排查情况已报区") == "是"
    assert submission.value("报出日期") == date(2026, 4, 2)
    assert submission.value("没有这一项") == BLANK
    assert submission.entries["报出日期"].note == ""


def test_identity(edition: Edition) -> None:
    submission = submission_of(raw_return({"联系电话": 2820001.0}), edition)
    identity = (submission.form, submission.unit, submission.year, submission.month)
    assert identity == (FormKind.MONTHLY, "兴海街道", 2026, 3)
    assert (submission.edition_id, submission.file, submission.sha256) == (
        "standard-0",
        "03/a.xlsx",
        "5e",
    )
    assert submission.text("联系电话") == "2820001"
    assert submission.text("填表人") == ""


def test_an_annual_return_has_no_month(edition: Edition) -> None:
    submission = submission_of(
        raw_return({"报表种类": "年报", "月份": None, "专职人员数": 3.0}), edition
    )
    assert (submission.form, submission.month, submission.value("专职人员数")) == (
        FormKind.ANNUAL,
        None,
        3,
    )


@pytest.mark.parametrize(
    ("values", "reason"),
    [
        ({"填报单位": None}, "填报单位（月报!D1）没有填写，不知道是哪份报表"),
        ({"填报单位": "  "}, "填报单位（月报!D1）没有填写，不知道是哪份报表"),
        (
            {"填报单位": None, "下发_填报单位": "兴海街道"},
            "填报单位（月报!D1）没有填写，不知道是哪份报表；下发时是“兴海街道”，核对后填上",
        ),
        ({"年份": None}, "年份（月报!D2）没有填写，不知道是哪份报表"),
        ({"年份": "二〇二六"}, "年份（月报!D2）是“二〇二六”，应为整数"),
        ({"年份": "2026年"}, "年份（月报!D2）是“2026年”，应为整数，可能是 2026"),
        ({"年份": 2026.5}, "年份（月报!D2）是“2026.5”，应为整数"),
        ({"月份": 13.0}, "月份是 13，应为 1 至 12"),
        ({"月份": 0.0}, "月份是 0，应为 1 至 12"),
        ({"月份": None}, "月份（月报!D3）没有填写，不知道是哪份报表"),
        ({"报表种类": "周报"}, "报表种类是“周报”，应为月报或年报"),
        ({"版本": None}, "版本（月报!D5）没有填写，不知道是哪份报表"),
        (
            {"报表种类": "年报", "刑事立案数": 3.0},
            "报表种类写的是“年报”，表里却是月报的项目：请改回“月报”",
        ),
    ],
)
def test_a_return_that_does_not_say_what_it_is(
    edition: Edition, values: dict[str, object], reason: str
) -> None:
    with pytest.raises(UnusableFileError) as caught:
        submission_of(raw_return(values), edition)
    assert str(caught.value) == reason


def test_bases_are_counts_like_their_items(edition: Edition) -> None:
    submission = submission_of(
        raw_return({"承前_刑事立案数": 20.0, "上月_刑事立案数": "不详"}), edition
    )
    assert submission.value("承前_刑事立案数") == 20
    assert submission.value("上月_刑事立案数") == unreadable("不详")


def test_stray_cells_keep_their_place(edition: Edition) -> None:
    raw = raw_return({}, strays=(RawCell("月报", "XFD1048576"),))
    assert submission_of(raw, edition).strays == (Place("03/a.xlsx", "月报", "XFD1048576"),)


# ------------------------------------------------------------------ events


def event_row(**values: object) -> dict[str, RawCell]:
    return {name: RawCell("重大事项", "A4", value) for name, value in values.items()}


def events(edition: Edition, *rows: dict[str, RawCell]) -> Submission:
    return submission_of(raw_return({}, register=rows), edition)


def test_rows_keep_their_number_and_empty_rows_are_none(edition: Edition) -> None:
    found = events(
        edition, event_row(大类=None), {}, event_row(大类="事故"), event_row(大类="")
    ).events
    assert [(one.row, one.get("大类")) for one in found] == [(3, "事故")]
    assert found[0].cells["大类"].place == Place("03/a.xlsx", "重大事项", "A4")


def test_event_columns_by_their_kind(edition: Edition) -> None:
    (event,) = events(
        edition, event_row(发生时间=46086.5, 死亡人数="2人", 事项编号=12.0, 简要情况=" 起火 ")
    ).events
    assert event.get("发生时间") == datetime(2026, 3, 5, 12)
    assert event.get("死亡人数") == unreadable("2人")
    assert (event.get("事项编号"), event.get("简要情况")) == ("12", "起火")
    assert event.get("上报时间") == BLANK


@pytest.mark.parametrize(
    ("first", "final", "deaths"),
    [(1.0, None, 1), (1.0, 2.0, 2), (3.0, 0.0, 0), (None, None, BLANK), (2.0, "不详", 2)],
)
def test_the_final_report_of_deaths_overrules_the_first(
    edition: Edition, first: object, final: object, deaths: object
) -> None:
    (event,) = events(edition, event_row(大类="事故", 死亡人数=first, 终报死亡人数=final)).events
    assert event.deaths == deaths


# ------------------------------------------------------------------ between processes


def test_a_submission_travels_whole_and_small(edition: Edition) -> None:
    values = {item.name: 3.0 for item in edition.form(FormKind.MONTHLY).items}
    raw = raw_return(
        values | {"刑事立案数": "12起"},
        notes={"可防性案件数": RawCell("月报", "I9", "原因")},
        register=(event_row(大类="事故", 发生时间=datetime(2026, 3, 4, 8, 20)),),
        strays=(RawCell("月报", "Z999"),),
    )
    submission = submission_of(raw, edition)
    parcel = pickle.dumps(submission, protocol=5)
    assert pickle.loads(parcel) == submission
    assert len(parcel) < 60 * len(submission.entries) + 1000
