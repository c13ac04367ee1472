"""Who is asked for which return on which day."""

from collections.abc import Iterable, Mapping
from datetime import date

import pytest

from tests import sample_appraisal as sample
from tests.good_year import UNIT, YEAR, changed_return, good_year, submissions
from zongzhi_xl.core.appraising.appraisal import appraise
from zongzhi_xl.core.appraising.received import Received
from zongzhi_xl.core.appraising.rulings import NO_RULINGS, Decision, Rulings
from zongzhi_xl.core.appraising.scorecard import (
    DEPARTMENTS,
    Delivery,
    DeliveryState,
    FileFindings,
    Fitness,
    Period,
    Rejected,
)
from zongzhi_xl.core.appraising.tally import Tally, settle
from zongzhi_xl.core.chronicle.asked import Files, ToMend, overdue, to_mend
from zongzhi_xl.core.edition.items import FormKind, Severity
from zongzhi_xl.core.edition.statement import Edition
from zongzhi_xl.core.returned.findings import Finding
from zongzhi_xl.record import replace
from zongzhi_xl.statements import loader

ONE, TWO, *_ = (name for name, _, _ in sample.UNITS)
DUE = date(2026, 2, 5)


def owed(state: DeliveryState, unit: str = ONE, month: int | None = 1, due: date = DUE) -> Delivery:
    form = FormKind.MONTHLY if month else FormKind.ANNUAL
    return Delivery(unit, form, month, due, None, state)


def asked(as_of: date, *deliveries: Delivery) -> Mapping[str, tuple[Delivery, ...]]:
    return overdue(replace(sample.appraisal(), deliveries=deliveries), as_of)


def test_the_day_after_the_due_date_is_the_first_to_ask() -> None:
    missing = owed(DeliveryState.MISSING)
    assert asked(date(2026, 2, 5), missing) == {}
    assert asked(date(2026, 2, 6), missing) == {ONE: (missing,)}


@pytest.mark.parametrize(
    "state",
    [DeliveryState.ON_TIME, DeliveryState.LATE, DeliveryState.REJECTED, DeliveryState.PENDING],
)
def test_who_handed_something_in_is_not_asked_for_it(state: DeliveryState) -> None:
    assert asked(date(2026, 12, 31), owed(state)) == {}


def test_the_annual_return_is_asked_for_before_the_year_is_closed() -> None:
    """It is 未到期 until then; its day alone decides."""
    annual = owed(DeliveryState.NOT_DUE, month=None, due=date(2027, 1, 10))
    assert asked(date(2027, 1, 10), annual) == {}
    assert asked(date(2027, 1, 11), annual) == {ONE: (annual,)}


def test_each_office_is_asked_for_its_own_in_the_order_of_the_register() -> None:
    january, other = owed(DeliveryState.MISSING, TWO), owed(DeliveryState.MISSING)
    february = owed(DeliveryState.MISSING, TWO, 2, date(2026, 3, 5))
    of_departments = owed(DeliveryState.MISSING, DEPARTMENTS)
    found = asked(date(2026, 3, 6), january, of_departments, february, other)
    assert list(found.items()) == [(ONE, (other,)), (TWO, (january, february))]


# ------------------------------------------------------------------ to mend: within 3 days

STANDARD = replace(loader.standard(), units=(replace(UNIT, formerly=("旧名街道",)),))
NO_DAYS = replace(STANDARD, statement=replace(STANDARD.statement, resubmission_days=0))
RETURNS = submissions(good_year(), STANDARD)
MARCH = Period(UNIT.name, FormKind.MONTHLY, 3)
#: blank entries do not fit for use; the others do not hinder
BLANK = Finding("03", Severity.BLOCKING, "月报", "D6", "治安巡逻次数", "", "……", "……")
FAULT = Finding("13", Severity.BLOCKING, "月报", "D9", "刑事立案数", "1", "……", "……")
QUERY = Finding("08", Severity.QUERY, "月报", "D4", "治安巡逻次数", "0", "……", "……")
SPOILT = Rejected("坏.xlsx", "文件已损坏", paper=MARCH, year=YEAR, day=date(2026, 4, 3))


def april(day: int) -> date:
    return date(2026, 4, day)


def march(day: int, *findings: Finding, file: str = "三月.xlsx", **cells: object) -> Received:
    paper = replace(changed_return(RETURNS[2], **cells), file=file, sha256=f"sha of {file}")
    return Received(paper, findings, april(day))


def mend(
    as_of: int, *files: Received, rejected: Iterable[Rejected] = (), edition: Edition = STANDARD,
    rulings: Rulings = NO_RULINGS,
) -> tuple[ToMend, ...]:  # fmt: skip
    """What the office is asked to mend by the end of that day of April."""
    tally = settle(Tally(files, rejected=tuple(rejected)), YEAR, edition, rulings)
    appraisal = appraise(tally, edition, YEAR, through=3)
    found = to_mend(Files(appraisal, tally, edition, april(as_of)))
    assert set(found) <= {UNIT.name}
    return found.get(UNIT.name, ())


def test_a_return_without_a_fault_is_not_sent_back() -> None:
    assert mend(4, march(3)) == ()


@pytest.mark.parametrize(
    ("as_of", "until", "keeps"), [(3, 6, 3), (6, 6, 3), (7, 10, None)], ids=str
)
def test_what_is_mended_in_time_keeps_its_day_and_after_that_there_is_none_to_keep(
    as_of: int, until: int, keeps: int | None
) -> None:
    (one,) = mend(as_of, march(3, BLANK))
    assert (one.period, one.received, one.findings) == (MARCH, april(3), (BLANK,))
    assert (one.until, one.keeps) == (april(until), keeps and april(keeps))
    assert (one.correction, one.blocked) == (1, True)


def test_a_usable_return_has_its_day_and_is_asked_by_three_days_from_now() -> None:
    (one,) = mend(20, march(3, QUERY, FAULT))
    assert (one.findings, one.until, one.keeps) == ((FAULT, QUERY), april(23), None)
    assert one.blocked


def test_a_query_is_asked_for_until_it_is_explained() -> None:
    (one,) = mend(4, march(3, QUERY))
    assert (one.findings, one.blocked) == ((QUERY,), False)
    assert mend(4, march(3, replace(QUERY, explained="没有"))) == ()


def test_a_notice_is_nothing_to_mend() -> None:
    assert mend(4, march(3, replace(FAULT, severity=Severity.NOTICE))) == ()


def test_a_correction_is_corrected_by_the_next() -> None:
    second = march(4, FAULT, file="更正.xlsx", 报表性质="第2次更正", 治安巡逻次数=99)
    (one,) = mend(5, march(3), second)
    assert (one.received, one.correction) == (april(4), 3)


def test_what_cannot_be_read_is_sent_back_with_its_reasons_in_order() -> None:
    later = replace(SPOILT, file="又.xlsx", reason="设有打开密码", day=april(5))
    (one,) = mend(6, rejected=[later, SPOILT])
    assert one.reasons == ("文件已损坏", "设有打开密码")
    assert (one.received, one.until, one.keeps) == (april(5), april(8), april(5))
    assert (one.correction, one.blocked) == (0, True)


def test_an_empty_form_keeps_no_day() -> None:
    (one,) = mend(4, rejected=[replace(SPOILT, fitness=Fitness.EMPTY)])
    assert (one.until, one.keeps) == (april(7), None)


def test_without_days_in_the_edition_none_is_named() -> None:
    (one,) = mend(3, rejected=[SPOILT], edition=NO_DAYS)
    assert (one.until, one.keeps) == (None, None)


def test_what_a_usable_return_followed_is_settled_and_what_came_after_it_is_not() -> None:
    assert mend(9, march(4), rejected=[SPOILT]) == ()
    (one,) = mend(9, march(2), rejected=[SPOILT])
    assert (one.reasons, one.correction, one.keeps) == (("文件已损坏",), 1, None)
    assert one.blocked


def test_of_two_first_returns_on_one_day_the_district_chooses_before_anything_is_mended() -> None:
    """Neither is sent back, nor what came beside them; after the choice it is as any other."""
    other = march(3, file="另一份.xlsx", 治安巡逻次数=99)
    assert mend(4, march(3, FAULT), other, rejected=[SPOILT]) == ()
    by = Decision(1, april(4))
    chosen = Rulings(choices={"sha of 三月.xlsx": by})
    (one,) = mend(4, march(3, FAULT), other, rulings=chosen)
    assert (one.findings, one.reasons, one.correction) == ((FAULT,), (), 1)


def test_what_is_the_districts_to_decide_is_not_sent_back() -> None:
    """A second first return on a later day; a correction that changes nothing."""
    assert mend(9, march(3), march(4, file="另一份.xlsx", 治安巡逻次数=99)) == ()
    assert mend(9, march(3), march(4, file="更正.xlsx", 报表性质="第1次更正")) == ()


def test_a_file_is_sent_back_to_whose_it_says_it_is_under_its_former_name_too() -> None:
    former = replace(SPOILT, paper=replace(MARCH, unit="旧名街道"))
    (one,) = mend(4, rejected=[former])
    assert one.period == MARCH
    for other in (
        replace(SPOILT, paper=None),
        replace(SPOILT, paper=replace(MARCH, unit="别的街道")),
        replace(SPOILT, year=YEAR - 1),
    ):
        assert mend(4, rejected=[other]) == ()


def test_departments_get_no_slip() -> None:
    tally = settle(Tally(), YEAR, STANDARD)
    file = FileFindings("部.xlsx", "", FormKind.DEPARTMENTS, DEPARTMENTS, YEAR, None, (FAULT,))
    appraisal = replace(appraise(tally, STANDARD, YEAR, through=3), files=(file,))
    assert to_mend(Files(appraisal, tally, STANDARD, april(4))) == {}
