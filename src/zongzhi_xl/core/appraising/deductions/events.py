"""Events of the register (重大事项): reported late or not at all (迟报、漏报), or grave (按起).

Once the year is closed, what an office keeps back is read against it (R37): a column that cannot
be read, and all of a month without a return, but for what the district itself tells of it.
"""

from collections.abc import Iterator, Set
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction

from zongzhi_xl.contract import (
    CALL_ACCEPTED,
    CALLED,
    CATEGORY,
    DEATHS,
    FINAL_DEATHS,
    OCCURRED,
    SENT,
)
from zongzhi_xl.core.appraising.deductions.docket import Charge, Docket
from zongzhi_xl.core.appraising.deductions.occurrences import Occurrence, occurrences
from zongzhi_xl.core.appraising.figures import is_unreadable
from zongzhi_xl.core.appraising.scorecard import Evidence, Occasion
from zongzhi_xl.core.edition.event_words import Category
from zongzhi_xl.core.language import printing
from zongzhi_xl.core.language.values import BLANK, Gap, plain
from zongzhi_xl.core.returned.submission import Event


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

    categories: tuple[Category, ...]
    steps: tuple[LateStep, ...]
    unreported: Fraction = Fraction(0)

    def charges(self, docket: Docket, cap: Fraction) -> Iterator[Charge]:
        """A row for each event that was reported late or not at all."""
        formula, known = self._formula(), set[int]()
        for one in occurrences(docket.year):
            if not _may_be(one.event, self.categories, docket):
                continue
            cost, words = self._lateness(one, docket)
            if cost:
                known.add(one.month)
                cells = one.cells(OCCURRED, CALLED, CALL_ACCEPTED, SENT)
                yield charge_of(one, cost, formula, f"：{words}", cells)
        yield from _withheld(docket, cap, formula, known)

    def _formula(self) -> str:
        steps = [f"超{plain(one.over_hours)}小时扣 {plain(one.points)}" for one in self.steps]
        unreported = f"；漏报扣 {plain(self.unreported)}" if self.unreported else ""
        return f"上报时间 − 起算时间，{'，'.join(steps)}，只取高档{unreported}"

    def _lateness(self, one: Occurrence, docket: Docket) -> tuple[Fraction, str]:
        if not one.registered:
            return self.unreported, "街道没有登记，按漏报计"
        started, reported = one.started, one.event.get(SENT)
        if reported == BLANK:
            return self.unreported, "上报时间未填，按漏报计"
        if not isinstance(started, datetime) or not isinstance(reported, datetime):
            most = max(self.unreported, *(step.points for step in self.steps))
            return (most if docket.final else Fraction(0)), f"时间缺或无法识别，{_AGAINST}"
        hours = Fraction(int((reported - started).total_seconds()), 3600)
        passed = [step for step in self.steps if hours > step.over_hours]
        if not passed:
            return Fraction(0), ""
        highest = max(passed, key=lambda step: (step.points, step.over_hours))
        span = f"{plain(started)} 至上报时间 {plain(reported)}，{printing.hours(hours)}"
        return highest.points, f"{_since(one)} {span}，超{plain(highest.over_hours)}小时"


@dataclass(frozen=True)
class PerEvent:
    """按起: ``price`` for each event of ``category`` with at least so many deaths (R22)."""

    category: Category
    price: Fraction
    deaths_at_least: int = 0

    def charges(self, docket: Docket, cap: Fraction) -> Iterator[Charge]:
        """A row for each such event."""
        formula = f"{self.category}死亡 ≥ {self.deaths_at_least}人，每起扣 {plain(self.price)}"
        known = set[int]()
        for one in occurrences(docket.year):
            event = one.event
            if _may_be(event, (self.category,), docket) and self._is_grave(event, docket):
                known.add(one.month)
                cells = one.cells(DEATHS, FINAL_DEATHS)
                yield charge_of(one, self.price, formula, f"：{_dead(event)}", cells)
        yield from _withheld(docket, cap, formula, known)

    def _is_grave(self, event: Event, docket: Docket) -> bool:
        if docket.final and _deaths_unknown(event):
            return True
        grave = isinstance(event.deaths, int) and event.deaths >= self.deaths_at_least
        return grave or not self.deaths_at_least


def _deaths_unknown(event: Event) -> bool:
    """Nothing is said, or the final count cannot be read; blank it is not there yet (R22)."""
    return isinstance(event.deaths, Gap) or is_unreadable(event.get(FINAL_DEATHS))


def _dead(event: Event) -> str:
    if _deaths_unknown(event):
        return f"死亡人数缺或无法识别，{_AGAINST}"
    counted = "死亡" if isinstance(event.get(FINAL_DEATHS), Gap) else "终报死亡"
    return f"{counted}{plain(event.deaths)}人"


_AGAINST = "按最不利情形计"


def _may_be(event: Event, categories: tuple[Category, ...], docket: Docket) -> bool:
    """Of one of these 大类; once the year is closed also where 大类 says none."""
    category = event.get(CATEGORY)
    return category in categories or (docket.final and category not in tuple(Category))


def _withheld(docket: Docket, cap: Fraction, formula: str, known: Set[int]) -> Iterator[Charge]:
    """R37: all of the cap for a month whose return is not there once the year is closed.

    Not for the ``known`` months, of which the district itself tells such events.
    """
    year = docket.year
    for month in range(1, year.scope.through + 1) if docket.final else ():
        if month not in year.months and month not in known:
            paper = year.absent(month)
            working = f"{month}月月报{paper.state}，当月重大事项{_AGAINST}，扣满"
            yield Charge(cap, formula, working, (paper,), Occasion(year.scope.year, month))


def charge_of(
    one: Occurrence, cost: Fraction, formula: str, words: str, cells: tuple[Evidence, ...]
) -> Charge:
    """What an event costs; with other rules that charge it, the highest only (R23)."""
    working = f"{one.name}{words}，扣 {plain(cost)}"
    return Charge(cost, formula, working, cells, one.occasion, one.same)


def _since(one: Occurrence) -> str:
    """From which time the hours run, and why (R20)."""
    if one.started == one.event.get(OCCURRED):
        called = not isinstance(one.event.get(CALLED), Gap)
        return "接报时间没有经区认可，不作起点，从发生时间" if called else "发生时间"
    return "接报时间经区认可，从接报时间"
