"""Human slips put into the invented returns: what the district meets in any real month.

Each slip is one small change of a careful clerk's return, at a fixed office and month, so that
the summary of the demo shows every kind of finding at least once.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, timedelta

from zongzhi_xl.contract import REPORTED_ON
from zongzhi_xl.core.language.values import NO, YES
from zongzhi_xl.demo.figures import Figures, MonthOfOffice, YearOfOffice

Slip = Callable[[YearOfOffice, int, MonthOfOffice], MonthOfOffice]


#: (office, month) → what happens to the whole file: it is missing or cannot be used
TROUBLES: Mapping[tuple[int, int], str] = {
    (11, 9): "缺报",
    (17, 11): "更正件",
    (2, 1): "错年",
    (19, 12): "截断",
    (6, 3): "重复",
}


def _with(month: MonthOfOffice, **values: object) -> MonthOfOffice:
    return replace(month, values={**month.values, **values})


def _typed_with_unit(year: YearOfOffice, month: int, true: MonthOfOffice) -> MonthOfOffice:
    return _with(true, 刑事立案数=f"{true.values['刑事立案数']}起")


def _digits_swapped(year: YearOfOffice, month: int, true: MonthOfOffice) -> MonthOfOffice:
    whole = true.values["刑事立案数"]
    part = int(f"{whole % 10}{whole // 10}")
    return _with(true, 可防性案件数=max(part, whole + 9))


def _copied_from_last_month(year: YearOfOffice, month: int, true: MonthOfOffice) -> MonthOfOffice:
    last = year.months[month - 2].values
    flows = {item: value for item, value in last.items() if isinstance(value, int)}
    return _with(true, **flows)


def _left_blank(year: YearOfOffice, month: int, true: MonthOfOffice) -> MonthOfOffice:
    return _with(true, 治安案件受理数=None)


def _solved_above_filed(year: YearOfOffice, month: int, true: MonthOfOffice) -> MonthOfOffice:
    solved = replace(true, notes={**true.notes, "刑事破案数": "含上月立案、本月破获的案件"})
    return _with(solved, 刑事破案数=true.values["刑事立案数"] + 1)


def _one_off_the_police(year: YearOfOffice, month: int, true: MonthOfOffice) -> MonthOfOffice:
    return _with(true, 治安案件受理数=true.values["治安案件受理数"] + 1)


def _with_event(true: MonthOfOffice, event: Figures, nothing_to_tell: str) -> MonthOfOffice:
    told = _with(true, 本月无重大事项=nothing_to_tell)
    return replace(told, events=(*true.events, event))


def _late_report_of_event(hours: float) -> Slip:
    return lambda year, month, true: _with_event(true, year.event(month, "案件", 9, hours), NO)


def _nil_return_with_an_event(year: YearOfOffice, month: int, true: MonthOfOffice) -> MonthOfOffice:
    return _with_event(true, year.event(month, "矛盾纠纷", 9), YES)


def _liability_accident(year: YearOfOffice, month: int, true: MonthOfOffice) -> MonthOfOffice:
    accident = year.event(month, "事故", 9) | {
        "事故类型": "生产", "死亡人数": 2, "终报死亡人数": 3, "区认定": "重大责任事故",
    }  # fmt: skip
    return _with_event(true, accident, NO)


#: (office, month) → what goes wrong in the contents
SLIPS: Mapping[tuple[int, int], Slip] = {
    (3, 4): _typed_with_unit,
    (5, 5): _digits_swapped,
    (7, 8): _copied_from_last_month,
    (9, 6): _left_blank,
    (4, 7): _solved_above_filed,
    (13, 2): _one_off_the_police,
    (15, 7): _late_report_of_event(13),
    (12, 10): _late_report_of_event(27),
    (8, 5): _nil_return_with_an_event,
    (20, 8): _liability_accident,
}

#: (office, month; None: 年报) → days after the due date
LATE: Mapping[tuple[int, int | None], int] = {(13, 3): 3, (13, 10): 4, (20, 6): 2, (18, None): 5}


def reported_month(year: YearOfOffice, month: int) -> MonthOfOffice:
    """The month as it was handed in, slip included."""
    true = year.months[month - 1]
    slip = SLIPS.get((year.office.number, month))
    return slip(year, month, true) if slip else true


def signature(year: YearOfOffice, month: int | None, due: date) -> Figures:
    """The signatures, the day of reporting moved past ``due`` where the office was late."""
    late = LATE.get((year.office.number, month))
    moved = {REPORTED_ON: due + timedelta(days=late)} if late else {}
    return {**year.signature(due), **moved}
