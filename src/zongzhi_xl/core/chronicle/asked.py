"""What an office is asked for on a day: returns that are overdue (催报)."""

from collections.abc import Mapping
from datetime import date

from zongzhi_xl.core.appraising.scorecard import Appraisal, Delivery, DeliveryState

_NOT_THERE = (DeliveryState.MISSING, DeliveryState.NOT_DUE)


def overdue(appraisal: Appraisal, as_of: date) -> Mapping[str, tuple[Delivery, ...]]:
    """By office, the returns of which nothing came though their due date is before ``as_of``.

    The day alone decides, the due date itself is included in the time to report: 年报, too, which
    counts as missing only when the year is closed. What was sent back did come.
    """
    found = {
        unit.unit: tuple(
            one
            for one in appraisal.deliveries
            if one.unit == unit.unit and one.state in _NOT_THERE and one.due < as_of
        )
        for unit in appraisal.units
    }
    return {unit: papers for unit, papers in found.items() if papers}
