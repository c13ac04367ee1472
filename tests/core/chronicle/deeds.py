"""Events for tests of the record. All figures are invented."""

from collections.abc import Mapping
from datetime import date, datetime

from zongzhi_xl.core.appraising.received import Received
from zongzhi_xl.core.appraising.scorecard import Period, Rejected
from zongzhi_xl.core.checking.validation import validate
from zongzhi_xl.core.chronicle.events import Arrived, Decided, Published, PublishedFile, Ruling
from zongzhi_xl.core.edition.items import FormKind, Kind, Severity
from zongzhi_xl.core.returned.departments import DepartmentReturn
from zongzhi_xl.core.returned.designations import Designation
from zongzhi_xl.core.returned.findings import Finding
from zongzhi_xl.core.returned.submission import (
    Entry,
    Place,
    RawCell,
    RawReturn,
    reading_of,
    submission_of,
)
from zongzhi_xl.statements.loader import standard

FILE = "甲.xlsx"
FOUND = Finding("S4", Severity.BLOCKING, "年度", "C7", "刑事立案数", "2 / 3", "写了两次", "删去")
REFUSED = Rejected(
    FILE,
    "年份是1999，应为2000至2099",
    (FOUND,),
    "ab",
    Period("兴海街道", FormKind.MONTHLY, 3),
    2026,
)
ARRIVED = Arrived(date(2026, 4, 3), "a" * 64, "03/甲.xlsx", "2026-04-03/甲 aaaa.xlsx", "当天停电")
DECIDED = Decided(
    date(2026, 4, 9), Ruling.FIGURE, 2026, "兴海街道", FormKind.MONTHLY, 3, "刑事立案数", "19",
    "复核后认定", "区综治办", "综治〔2026〕3号",
)  # fmt: skip
PUBLISHED = Published(
    "2026-01",
    2026,
    3,
    False,
    date(2026, 4, 12),
    7,
    "engine",
    (PublishedFile("汇总.xlsx", "c" * 64),),
)


def returned(
    unit: str = "兴海街道",
    month: int | None = 3,
    values: Mapping[str, object] | None = None,
    events: tuple[Mapping[str, object], ...] = (),
) -> Received:
    """A return of 2026 with these cells, understood and checked by the standard edition."""
    form = FormKind.ANNUAL if month is None else FormKind.MONTHLY
    named = {
        "填报单位": unit, "年份": 2026, "报表种类": form.value, "版本": standard().id,
        **({} if month is None else {"月份": month}), **(values or {}),
    }  # fmt: skip
    cells = {name: RawCell(form.value, f"D{row}", value) for row, (name, value) in
             enumerate(named.items(), 1)}  # fmt: skip
    register = tuple(
        {name: RawCell("重大事项", f"{name}{row}", value) for name, value in event.items()}
        for row, event in enumerate(events, 6)
    )
    submission = submission_of(RawReturn(FILE, "b" * 64, cells, register), standard())
    return Received(submission, validate(submission, standard()))


def departments() -> DepartmentReturn:
    """The police give one figure of the year and one of March, the district names an event."""

    def entry(value: object, cell: str) -> Entry:
        return Entry(reading_of(value, Kind.COUNT), Place(FILE, "年度", cell))

    yearly = {"兴海街道": {"刑事立案数": entry(130, "C7"), "调查人数": entry("多", "D7")}}
    monthly = {("兴海街道", 3): {"刑事立案数": entry(19, "C9")}}
    said = {
        "事项编号": Entry("甲1", Place(FILE, "区认定", "C7")),
        "发生时间": Entry(datetime(2026, 3, 5, 8), Place(FILE, "区认定", "E7")),
        "区认定": Entry("影响全区", Place(FILE, "区认定", "G7")),
    }
    designated = {"兴海街道": (Designation("兴海街道", 3, 7, said),)}
    return DepartmentReturn(
        2026, standard().id, FILE, "d" * 64, yearly, monthly, (FOUND,), designated=designated
    )
