"""Events of the register (重大事项): reported late or not at all (迟报、漏报), or grave (按起)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction

from zongzhi_xl.core.appraising.deductions.docket import Charge, Docket
from zongzhi_xl.core.appraising.figures import UnitYear, source_of
from zongzhi_xl.core.appraising.scorecard import Occasion, SourceCell
from zongzhi_xl.core.edition.event_words import Category
from zongzhi_xl.core.language import printing
from zongzhi_xl.core.language.values import Gap, State, plain
from zongzhi_xl.core.returned.submission import Event, Submission


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

    def charges(self, docket: Docket, _cap: Fraction) -> Iterator[Charge]:
        """A row for each event that was reported late or not at all."""
        formula = self._formula()
        for returned, event in events_of(docket.year):
            if event.get("大类") not in self.categories:
                continue
            cost, words = self._lateness(event)
            if cost:
                cells = _cells(returned, event, "发生时间", "接报时间", "区认定", "上报时间")
                yield _charge(returned, event, cost, formula, f"：{words}", cells)

    def _formula(self) -> str:
        steps = [f"超{plain(one.over_hours)}小时扣 {plain(one.points)}" for one in self.steps]
        unreported = f"；漏报扣 {plain(self.unreported)}" if self.unreported else ""
        return f"上报时间 − 起算时间，{'，'.join(steps)}，只取高档{unreported}"

    def _lateness(self, event: Event) -> tuple[Fraction, str]:
        started, reported = event.started, event.get("上报时间")
        if isinstance(reported, Gap):
            blank = reported.state == State.BLANK
            return (self.unreported if blank else Fraction(0)), "上报时间未填，按漏报计"
        if not isinstance(started, datetime) or not isinstance(reported, datetime):
            return Fraction(0), ""
        hours = Fraction(int((reported - started).total_seconds()), 3600)
        passed = [step for step in self.steps if hours > step.over_hours]
        if not passed:
            return Fraction(0), ""
        highest = max(passed, key=lambda step: (step.points, step.over_hours))
        span = f"{plain(started)} 至上报时间 {plain(reported)}，{printing.hours(hours)}"
        return highest.points, f"{_since(event)} {span}，超{plain(highest.over_hours)}小时"


@dataclass(frozen=True)
class PerEvent:
    """按起: ``price`` for each event of ``category`` with at least so many deaths (R22)."""

    category: Category
    price: Fraction
    deaths_at_least: int = 0

    def charges(self, docket: Docket, _cap: Fraction) -> Iterator[Charge]:
        """A row for each such event."""
        formula = f"{self.category}死亡 ≥ {self.deaths_at_least}人，每起扣 {plain(self.price)}"
        for returned, event in events_of(docket.year):
            if event.get("大类") == self.category and self._is_grave(event):
                cells = _cells(returned, event, "死亡人数", "终报死亡人数")
                counted = "死亡" if isinstance(event.get("终报死亡人数"), Gap) else "终报死亡"
                words = f"：{counted}{plain(event.deaths)}人"
                yield _charge(returned, event, self.price, formula, words, cells)

    def _is_grave(self, event: Event) -> bool:
        grave = isinstance(event.deaths, int) and event.deaths >= self.deaths_at_least
        return grave or not self.deaths_at_least


def events_of(year: UnitYear) -> Iterator[tuple[Submission, Event]]:
    """Every row of the registers, month by month, with the return in which it stands."""
    for returned in year.returns:
        for event in returned.events:
            yield returned, event


def name_of(returned: Submission, event: Event) -> str:
    """事项编号, or the row where there is none."""
    number = event.get("事项编号")
    return f"{returned.month}月第{event.row}行" if isinstance(number, Gap) else plain(number)


def _charge(  # noqa: PLR0913, PLR0917  # the event, and what it costs with its reason
    returned: Submission, event: Event, cost: Fraction, formula: str, words: str,
    cells: tuple[SourceCell, ...],
) -> Charge:  # fmt: skip
    working = f"{name_of(returned, event)}{words}，扣 {plain(cost)}"
    occasion = Occasion(returned.year, returned.month or 12, row=event.row)
    return Charge(cost, formula, working, cells, occasion, _same_event(returned, event))


def _same_event(returned: Submission, event: Event) -> str:
    """What makes two rows one event (R23): number and day.

    A later month may carry the row again, and offices begin to number anew every month.
    """
    if isinstance(event.get("事项编号"), Gap):
        return f"{returned.file}#{event.row}"
    day = event.get("发生时间")
    return f"{name_of(returned, event)} {day.date() if isinstance(day, datetime) else day}"


def _cells(returned: Submission, event: Event, *columns: str) -> tuple[SourceCell, ...]:
    found = [event.cells[column] for column in columns if column in event.cells]
    row = SourceCell(returned.file, "重大事项", f"第{event.row}行", name_of(returned, event))
    return tuple(source_of(entry) for entry in found) or (row,)


def _since(event: Event) -> str:
    """From which time the hours run, and why (R20)."""
    if event.started == event.get("发生时间"):
        called = not isinstance(event.get("接报时间"), Gap)
        return "区认定未填，接报时间不作起点，从发生时间" if called else "发生时间"
    return "区认定已填，从接报时间"
