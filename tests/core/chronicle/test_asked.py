"""Who is asked for which return on which day."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

import pytest

from tests import sample_appraisal as sample
from zongzhi_xl.core.appraising.scorecard import DEPARTMENTS, Delivery, DeliveryState
from zongzhi_xl.core.chronicle.asked import overdue
from zongzhi_xl.core.edition.items import FormKind

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
    "state", [DeliveryState.ON_TIME, DeliveryState.LATE, DeliveryState.REJECTED]
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
