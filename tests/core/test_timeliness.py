"""Whose day counts: the recorded day of receipt of the first usable file of a period (R38)."""

from collections.abc import Iterable
from datetime import date

import pytest

from tests.good_year import ANNUAL, UNIT, YEAR, changed_return, good_year, submissions
from zongzhi_xl.core.appraising.appraisal import appraise
from zongzhi_xl.core.appraising.received import Received
from zongzhi_xl.core.appraising.scorecard import (
    Appraisal,
    Delivery,
    DeliveryState,
    Fitness,
    LedgerRow,
    Period,
    Receipt,
    Rejected,
)
from zongzhi_xl.core.appraising.sources import Written, place_words, written
from zongzhi_xl.core.appraising.tally import Tally, settle
from zongzhi_xl.core.appraising.timeliness import Arrival, counting
from zongzhi_xl.core.edition.items import FormKind, Severity
from zongzhi_xl.core.returned.findings import Finding
from zongzhi_xl.record import replace
from zongzhi_xl.statements import loader

NEIGHBOUR = replace(UNIT, name="示例二街道")
STANDARD = replace(loader.standard(), units=(UNIT,))
TWO = replace(STANDARD, units=(UNIT, NEIGHBOUR))
RETURNS = submissions(good_year(), STANDARD)
MARCH = Period(UNIT.name, FormKind.MONTHLY, 3)
#: March is due on 5 April, the year on 10 January
DUE = date(2026, 4, 5)
BLANK = Finding("03", Severity.BLOCKING, "月报", "D6", "治安巡逻次数", "", "……", "……")


def april(day: int) -> date:
    return date(2026, 4, day)


def march(day: date | None, number: int = 1, *, usable: bool = True, **cells: object) -> Received:
    paper = changed_return(RETURNS[2], **cells)
    file = f"3月_{number}.xlsx"
    named = replace(paper, file=file, sha256=f"sha of {file}")
    return Received(named, () if usable else (BLANK,), day, number)


def appraised(
    *files: Received,
    rejected: Iterable[Rejected] = (),
    through: int = 3,
    final: bool = False,
    as_of: date | None = None,
) -> Appraisal:
    """The year of the office whose other returns came in time and without a day of receipt."""
    others = (Received(one) for one in RETURNS if one.month != 3)
    tally = settle(Tally((*others, *files), rejected=tuple(rejected)), YEAR, STANDARD)
    return appraise(tally, STANDARD, YEAR, through=through, final=final, as_of=as_of)


def delivery(appraisal: Appraisal, month: int | None = 3) -> Delivery:
    return next(one for one in appraisal.deliveries if one.month == month)


def late_rows(appraisal: Appraisal) -> list[LedgerRow]:
    return [one for one in appraisal.units[0].losses if one.rule_id == "D26-2"]


def refused(day: int, number: int, **other: object) -> Rejected:
    known = Rejected("坏.xlsx", "打不开", paper=MARCH, day=april(day), number=number)
    return replace(known, **other)  # type: ignore[arg-type]


# ------------------------------------------------------------------ the day that counts


def test_without_a_register_the_day_on_the_paper_decides() -> None:
    late = delivery(appraised(march(None, 报出日期=april(6))))
    assert (late.state, late.reported, late.receipt) == (DeliveryState.LATE, april(6), None)


def test_with_a_register_the_day_of_receipt_decides_and_not_what_was_typed() -> None:
    late = appraised(march(april(6), 7, 报出日期=april(4)))
    receipt = Receipt(UNIT.name, FormKind.MONTHLY, 3, april(6), 7)
    assert (delivery(late).state, delivery(late).reported) == (DeliveryState.LATE, april(6))
    assert delivery(late).receipt == receipt
    in_time = appraised(march(DUE, 报出日期=april(9)))
    assert delivery(in_time).state == DeliveryState.ON_TIME
    assert late_rows(in_time) == []


def test_a_late_row_cites_the_record_of_receipt() -> None:
    (row,) = late_rows(appraised(march(april(6), 7)))
    assert row.evidence == (Receipt(UNIT.name, FormKind.MONTHLY, 3, april(6), 7),)
    assert row.working == "3月月报 2026-04-06 收到，2026-04-05 截止，迟报1天，扣 0.1"
    receipt = Written("收件登记", "收件登记", "第7号", "2026-04-06 收到")
    assert written(row.sources[0]) == receipt
    assert place_words(row.sources[0]) == "收件登记：第7号"
    (unnumbered,) = late_rows(appraised(march(april(6), 0)))[0].sources
    assert written(unnumbered).cell == "示例一街道 3月"


def test_a_correction_never_makes_an_office_late() -> None:
    corrected = march(april(20), 2, 报表性质="第1次更正", 治安巡逻次数=9)
    appraisal = appraised(march(april(3)), corrected)
    assert delivery(appraisal).file == "3月_2.xlsx"
    assert (delivery(appraisal).state, delivery(appraisal).reported) == (
        DeliveryState.ON_TIME, april(3),
    )  # fmt: skip
    assert late_rows(appraisal) == []


def test_a_form_with_blanks_keeps_no_day_and_its_correction_comes_late() -> None:
    blank = march(april(3), usable=False, 治安巡逻次数=None)
    filled = march(april(9), 2, 报表性质="第1次更正")
    (row,) = late_rows(appraised(blank, filled))
    assert "2026-04-09 收到" in row.working


def test_replaced_in_time_a_form_with_blanks_keeps_its_day() -> None:
    # sent back on the 4th, replaced on the 7th: within 3 days
    blank = march(april(4), usable=False, 治安巡逻次数=None)
    appraisal = appraised(blank, march(april(7), 2, 报表性质="第1次更正"))
    assert (delivery(appraisal).state, delivery(appraisal).reported) == (
        DeliveryState.ON_TIME, april(4),
    )  # fmt: skip


def test_blanks_with_a_reason_are_usable() -> None:
    waiting = march(april(4), usable=False, 治安巡逻次数=None, 带错上报原因="等公安核对")
    appraisal = appraised(waiting, march(april(20), 2, 报表性质="第1次更正"))
    assert delivery(appraisal).state == DeliveryState.ON_TIME


def test_a_form_with_blanks_that_nobody_fills_in_is_late_once_its_day_is_past() -> None:
    blank = march(april(3), usable=False, 治安巡逻次数=None)
    (row,) = late_rows(appraised(blank))
    assert row.working == "3月月报（2026-04-05 截止）报来的有空着的项目，没有补齐，按迟报计，扣 0.1"
    assert row.evidence == (Receipt(UNIT.name, FormKind.MONTHLY, 3, april(3), 1),)
    assert delivery(appraised(blank, as_of=DUE)).state == DeliveryState.ON_TIME
    late = delivery(appraised(blank, as_of=april(6)))
    assert (late.state, late.words) == (DeliveryState.LATE, "迟报、有空项")


def test_a_file_that_could_not_be_opened_keeps_its_day_where_it_says_whose_it_is() -> None:
    kept = appraised(march(april(7), 2), rejected=[refused(5, 1)])
    assert (delivery(kept).state, delivery(kept).receipt) == (
        DeliveryState.ON_TIME, Receipt(UNIT.name, FormKind.MONTHLY, 3, april(5), 1),
    )  # fmt: skip
    too_late = appraised(march(april(9), 2), rejected=[refused(5, 1)])
    assert delivery(too_late).state == DeliveryState.LATE
    of_another_year = appraised(march(april(7), 2), rejected=[refused(5, 1, year=2025)])
    assert delivery(of_another_year).state == DeliveryState.LATE


@pytest.mark.parametrize(
    ("came", "day"),
    [
        ([], None),
        ([(1, Fitness.FAULTY)], None),
        ([(1, Fitness.EMPTY), (2, Fitness.USABLE)], 2),
        ([(1, Fitness.FAULTY), (4, Fitness.USABLE)], 1),
        ([(1, Fitness.FAULTY), (5, Fitness.USABLE)], 5),
        # only what was replaced within 3 days: no chain of bad files holds a day for ever
        ([(1, Fitness.FAULTY), (3, Fitness.FAULTY), (5, Fitness.USABLE)], 3),
        ([(6, Fitness.USABLE), (4, Fitness.USABLE), (9, Fitness.FAULTY)], 4),
    ],
)
def test_which_arrival_counts(came: list[tuple[int, Fitness]], day: int | None) -> None:
    arrivals = [Arrival(april(on), number, fitness) for number, (on, fitness) in enumerate(came)]
    counts = counting(arrivals, 3)
    assert (counts.day if counts else None) == (april(day) if day else None)


# ------------------------------------------------------------------ as of a day


def without_march(as_of: date | None, *, through: int | None = 3) -> Appraisal:
    """Two offices, of which one did not hand in March."""
    theirs = submissions(replace(good_year(NEIGHBOUR), missing=frozenset([ANNUAL])), TWO)
    months = [one for one in (*RETURNS, *theirs) if one.month and one.month <= 3]
    received = [Received(one) for one in months if (one.unit, one.month) != (UNIT.name, 3)]
    tally = settle(Tally(tuple(received)), YEAR, TWO)
    return appraise(tally, TWO, YEAR, through=through, as_of=as_of)


@pytest.mark.parametrize(
    ("as_of", "state"),
    [
        (None, DeliveryState.MISSING),
        (april(4), DeliveryState.NOT_DUE),
        (DUE, DeliveryState.NOT_DUE),
        (april(6), DeliveryState.MISSING),
    ],
)
def test_what_is_not_there_is_missing_only_once_its_day_is_past(
    as_of: date | None, state: DeliveryState
) -> None:
    appraisal = without_march(as_of)
    assert delivery(appraisal).state == state
    assert bool(late_rows(appraisal)) == (state == DeliveryState.MISSING)
    unit = appraisal.units[0]
    assert unit.rank is None  # who has not yet reported is not ranked for it
    shown = {
        written(source).value
        for one in unit.indicators
        for source in one.sources
        if written(source).cell == "示例一街道 3月"
    }
    assert shown == {state.value}


def test_who_has_not_yet_reported_is_told_so() -> None:
    reasons = without_march(april(4)).units[0].provisional_reasons
    assert "还没有报（没到截止日）：3月，由它们算的还没有算，得分偏高" in reasons


def test_the_newest_month_that_anybody_handed_in_is_still_the_default() -> None:
    assert without_march(april(4), through=None).through == 3


@pytest.mark.parametrize(
    ("as_of", "state"),
    [
        (None, DeliveryState.NOT_DUE),
        (date(2027, 1, 10), DeliveryState.NOT_DUE),
        (date(2027, 1, 11), DeliveryState.MISSING),
    ],
)
def test_a_missing_annual_return_is_missing_once_its_day_is_past(
    as_of: date | None, state: DeliveryState
) -> None:
    received = tuple(Received(one) for one in RETURNS if one.month)
    tally = settle(Tally(received), YEAR, STANDARD)
    appraisal = appraise(tally, STANDARD, YEAR, as_of=as_of)
    assert delivery(appraisal, None).state == state
