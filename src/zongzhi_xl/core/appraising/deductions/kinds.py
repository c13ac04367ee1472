"""The closed set of ways to lose points (扣分方式), chosen by name from the statement.

Each kind is a frozen record of its parameters; what it costs is decided in
:mod:`~zongzhi_xl.core.appraising.deductions.charges`. A new number is data, a new kind needs code
and review. The families are those of real schemes; the sample points that use them are
unconfirmed (R3).
"""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from typing import TypeAlias

from zongzhi_xl.core.edition.items import FormKind
from zongzhi_xl.core.edition.records import decode
from zongzhi_xl.core.edition.statement import Deduction
from zongzhi_xl.core.language.expressions import Expression
from zongzhi_xl.errors import RecordError


class Part(StrEnum):
    """What a part of a step costs (R36)."""

    WHOLE = "whole"  # as a whole step: checkable by hand
    PROPORTIONAL = "proportional"
    DROPPED = "dropped"


class Span(StrEnum):
    """How often a duty falls due."""

    MONTH = "月"
    QUARTER = "季"
    YEAR = "年"


@dataclass(frozen=True)
class Fixed:
    """定额: ``points`` once where ``when`` is true."""

    when: Expression
    points: Fraction


@dataclass(frozen=True)
class PerUnit:
    """按个、按次、按人: ``price`` for each unit of ``count``; a count below 0 counts as 0."""

    count: Expression
    price: Fraction


@dataclass(frozen=True)
class PerPoint:
    """百分点: ``price`` for each ``step`` by which the indicator misses its limit."""

    indicator: str
    step: Fraction
    price: Fraction
    part: Part = Part.WHOLE

    def __post_init__(self) -> None:
        if self.step <= 0:
            raise RecordError("step", "步长应大于0")


@dataclass(frozen=True)
class PerMissingPeriod:
    """每少1次: ``price`` for each period in which the duty was not done.

    月: every item in every due month. 季: the quarter counts as done if any of its months has
    any of the items done (R19). 年: each item of the year. ``done`` is written over ``X``, the
    item's value; without it the duty is done where the cell is filled (a date).
    """

    items: tuple[str, ...]
    per: Span
    price: Fraction
    done: Expression | None = None


@dataclass(frozen=True)
class LateStep:
    """``points`` for a report later than ``over_hours`` hours."""

    over_hours: Fraction
    points: Fraction


@dataclass(frozen=True)
class LateEvent:
    """分级迟报: events of these 大类 by hours from 起算时间 to 上报时间, the highest step only.

    ``unreported`` is the cost of an event whose 上报时间 is blank (漏报).
    """

    categories: tuple[str, ...]
    steps: tuple[LateStep, ...]
    unreported: Fraction = Fraction(0)


@dataclass(frozen=True)
class PerEvent:
    """按起: ``price`` for each event of ``category`` with at least so many deaths (R22)."""

    category: str
    price: Fraction
    deaths_at_least: int = 0


@dataclass(frozen=True)
class LateDay:
    """迟于某日: ``price`` a day from ``due`` to ``date``, at most ``cap``; ``missing`` if not done.

    ``date`` and ``due`` name items; ``default_due`` (``MM-DD``) holds where the district set no
    day (R5).
    """

    date: str
    due: str
    default_due: str
    price: Fraction
    cap: Fraction
    missing: Fraction

    def __post_init__(self) -> None:
        try:
            self.default_day(2001)
        except ValueError as fault:
            raise RecordError("default_due", "应为“月-日”，例如 12-10") from fault

    def default_day(self, year: int) -> datetime.date:
        """The day on which the duty falls due where the district set none."""
        return datetime.date.fromisoformat(f"{year}-{self.default_due}")


@dataclass(frozen=True)
class LateForm:
    """What a late and what a missing return costs."""

    late: Fraction
    missing: Fraction


@dataclass(frozen=True)
class LateReturn:
    """报表迟报缺报, by form."""

    forms: dict[FormKind, LateForm]


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
        allowed = "、".join(KINDS)
        raise RecordError("kind", f"没有扣分方式“{deduction.kind}”，可用：{allowed}")
    kind = KINDS[deduction.kind]
    return decode(kind, deduction.parameters, "parameters")
