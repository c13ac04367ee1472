"""What comes after its day: a thing done late (迟于某日), a return handed in late or never."""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from zongzhi_xl.contract import REPORTED_ON
from zongzhi_xl.core.appraising.deductions.docket import Charge, Docket
from zongzhi_xl.core.appraising.figures import source_of
from zongzhi_xl.core.appraising.scorecard import (
    NOT_COUNTING,
    Absence,
    Decided,
    Delivery,
    DeliveryState,
    Occasion,
    Receipt,
    Record,
    SourceCell,
    Standing,
)
from zongzhi_xl.core.appraising.sources import month_words
from zongzhi_xl.core.edition.items import FormKind
from zongzhi_xl.core.language.values import plain
from zongzhi_xl.errors import RecordError


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

    def charges(self, docket: Docket, _cap: Fraction) -> list[Charge]:
        """The one row, where it was done late or, once that is known, not at all."""
        done, set_day = docket.figures(self.date), docket.figures(self.due)
        owed = done.standing == Standing.INCOMPLETE and docket.final
        if not owed and done.standing != Standing.COMPLETE:
            return []
        if not isinstance(done.value, datetime.date):
            working = f"没有{self.date}，扣 {plain(self.missing)}"
            return [Charge(self.missing, self._formula(), working, done.evidence)]
        is_set = isinstance(set_day.value, datetime.date)
        due = set_day.value if is_set else self.default_day(docket.year.scope.year)
        days = (done.value - due).days  # type: ignore[operator]  # both are days
        cost = min(days * self.price, self.cap)
        working = (
            f"{plain(done.value)} 比 {plain(due)}{'' if is_set else '（区未定日期，按此计）'}"
            f" 迟{days}天，{days} × {plain(self.price)}，最多 {plain(self.cap)}，扣 {plain(cost)}"
        )
        evidence = (*done.evidence, *set_day.cells)
        return [Charge(cost, self._formula(), working, evidence)] if days > 0 else []

    def _formula(self) -> str:
        return (
            f"{self.date} − {self.due}，每迟1天扣 {plain(self.price)}，最多 {plain(self.cap)}；"
            f"没有{self.date}扣 {plain(self.missing)}"
        )


@dataclass(frozen=True)
class LateForm:
    """What a late and what a missing return costs."""

    late: Fraction
    missing: Fraction


@dataclass(frozen=True)
class LateReturn:
    """报表迟报缺报, by form."""

    forms: dict[FormKind, LateForm]

    def charges(self, docket: Docket, _cap: Fraction) -> Iterator[Charge]:
        """A row for each return that came late or never."""
        for one in docket.deliveries:
            price = self.forms.get(one.form)
            late, missing = one.state == DeliveryState.LATE, _never_came(one, docket)
            if price is None or not (late or missing):
                continue
            cost = price.late if late else price.missing
            formula = f"{one.form.value}迟报扣 {plain(price.late)}，缺报扣 {plain(price.missing)}"
            source = _reported(one, docket) if late else docket.year.absent(one.month)
            working = f"{_paper(one)}{_how_late(one)}，扣 {plain(cost)}"
            if cost:
                yield Charge(cost, formula, working, (source,), _occasion(one, docket))


def _never_came(one: Delivery, docket: Docket) -> bool:
    """Nothing came, or, once the year is closed, nothing that could be used."""
    unusable = one.state in NOT_COUNTING and docket.final
    return unusable or one.state == DeliveryState.MISSING


def _occasion(one: Delivery, docket: Docket) -> Occasion:
    form = None if one.month else one.form
    return Occasion(docket.year.scope.year, one.month, form=form)


def _paper(one: Delivery) -> str:
    return one.form.value if one.month is None else f"{month_words(one.month)}{one.form.value}"


def _how_late(one: Delivery) -> str:
    if one.reported is None:
        why = _NOTHING_USABLE if one.receipt else _WITHOUT_DAY.get(one.state, "缺报")
        return f"（{plain(one.due)} 截止）{why}"
    days, came = (one.reported - one.due).days, _came(one)
    return f" {plain(one.reported)} {came}，{plain(one.due)} 截止，迟报{days}天"


def _came(one: Delivery) -> str:
    """How the day is known by which it is late."""
    match one.receipt:
        case Receipt():
            return "收到"
        case Decided():
            return "收到（区里决定）"
        case None:
            return "报出"


_NOTHING_USABLE = "报来的有空着的项目，没有补齐，按迟报计"
_WITHOUT_DAY = {
    DeliveryState.LATE: "没有报出日期，按迟报计",
    DeliveryState.REJECTED: "退回后没有重报，按缺报计",
    DeliveryState.PENDING: "报了不同的表，没有定以哪份为准，按缺报计",
}


def _reported(one: Delivery, docket: Docket) -> SourceCell | Absence | Record:
    if one.receipt:
        return one.receipt
    returned = docket.year.returned(one.month)
    entry = returned.entries.get(REPORTED_ON) if returned else None
    return source_of(entry) if entry else docket.year.absent(one.month)
