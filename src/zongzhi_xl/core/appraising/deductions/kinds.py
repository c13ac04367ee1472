"""The closed set of ways to lose points (扣分方式), chosen by name from the statement.

Each kind is a frozen record of its parameters that says what it costs, one family a module. A new
number is data, a new kind needs code and review. The families are those of real schemes; the
sample points that use them are unconfirmed (R3).
"""

from collections.abc import Iterable, Mapping
from typing import TypeAlias

from zongzhi_xl.core.appraising.deductions.conditions import Fixed, PerUnit
from zongzhi_xl.core.appraising.deductions.docket import Charge, Docket
from zongzhi_xl.core.appraising.deductions.duties import PerMissingPeriod
from zongzhi_xl.core.appraising.deductions.events import LateEvent, PerEvent
from zongzhi_xl.core.appraising.deductions.lateness import LateDay, LateReturn
from zongzhi_xl.core.appraising.deductions.shortfalls import PerPoint
from zongzhi_xl.core.appraising.indicators import applies
from zongzhi_xl.core.edition.records import decode
from zongzhi_xl.core.edition.statement import Deduction
from zongzhi_xl.core.language.meant import meant
from zongzhi_xl.errors import RecordError

Parameters: TypeAlias = (
    Fixed | PerUnit | PerPoint | PerMissingPeriod | LateEvent | PerEvent | LateDay | LateReturn
)

#: the name used in the statement → the record of its parameters
KINDS: Mapping[str, type[Parameters]] = {
    "fixed": Fixed,
    "per_unit": PerUnit,
    "per_point": PerPoint,
    "per_missing_period": PerMissingPeriod,
    "late_event": LateEvent,
    "per_event": PerEvent,
    "late_day": LateDay,
    "late_return": LateReturn,
}


def parameters_of(deduction: Deduction) -> Parameters:
    """The deduction's parameters, decoded; raises :class:`RecordError` naming path and choices."""
    if deduction.kind not in KINDS:
        allowed = f"{'、'.join(KINDS)}{meant(deduction.kind, KINDS)}"
        raise RecordError("kind", f"没有扣分方式“{deduction.kind}”，可用：{allowed}")
    kind = KINDS[deduction.kind]
    return decode(kind, deduction.parameters, "parameters")


def charges_of(deduction: Deduction, parameters: Parameters, docket: Docket) -> Iterable[Charge]:
    """What ``deduction`` costs before its cap, row by row, in the order of the year."""
    if not applies(deduction, docket.figures):
        return ()
    return parameters.charges(docket, deduction.cap)
