"""Events of the register (重大事项): reported late or not at all (迟报、漏报), or grave (按起).

Once the year is closed, what an office keeps back is read against it (R37): a column that cannot
be read, and all of a month without a return.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction

from zongzhi_xl.core.appraising.deductions.docket import Charge, Docket
from zongzhi_xl.core.appraising.figures import UnitYear, is_unreadable, source_of
from zongzhi_xl.core.appraising.scorecard import Evidence, Occasion, SourceCell
from zongzhi_xl.core.edition.event_words import Category
from zongzhi_xl.core.language import printing
from zongzhi_xl.core.language.values import BLANK, Gap, plain
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

    def charges(self, docket: Docket, cap: Fraction) -> Iterator[Charge]:
        """A row for each event that was reported late or not at all."""
        formula = self._formula()
        for returned, event in events_of(docket.year):
            if not _may_be(event, self.categories, docket):
                continue
            cost, words = self._lateness(event, docket)
            if cost:
                cells = cells_of(returned, event, "发生时间", "接报时间", "区认定", "上报时间")
                yield charge_of(returned, event, cost, formula, f"：{words}", cells)
        yield from _withheld(docket, cap, formula)

    def _formula(self) -> str:
        steps = [f"超{plain(one.over_hours)}小时扣 {plain(one.points)}" for one in self.steps]
        unreported = f"；漏报扣 {plain(self.unreported)}" if self.unreported else ""
        return f"上报时间 − 起算时间，{'，'.join(steps)}，只取高档{unreported}"

    def _lateness(self, event: Event, docket: Docket) -> tuple[Fraction, str]:
        started, reported = event.started, event.get("上报时间")
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
        return highest.points, f"{_since(event)} {span}，超{plain(highest.over_hours)}小时"


@dataclass(frozen=True)
class PerEvent:
    """按起: ``price`` for each event of ``category`` with at least so many deaths (R22)."""

    category: Category
    price: Fraction
    deaths_at_least: int = 0

    def charges(self, docket: Docket, cap: Fraction) -> Iterator[Charge]:
        """A row for each such event."""
        formula = f"{self.category}死亡 ≥ {self.deaths_at_least}人，每起扣 {plain(self.price)}"
        for returned, event in events_of(docket.year):
            if _may_be(event, (self.category,), docket) and self._is_grave(event, docket):
                cells = cells_of(returned, event, "死亡人数", "终报死亡人数")
                yield charge_of(returned, event, self.price, formula, f"：{_dead(event)}", cells)
        yield from _withheld(docket, cap, formula)

    def _is_grave(self, event: Event, docket: Docket) -> bool:
        if docket.final and _deaths_unknown(event):
            return True
        grave = isinstance(event.deaths, int) and event.deaths >= self.deaths_at_least
        return grave or not self.deaths_at_least


def _deaths_unknown(event: Event) -> bool:
    """Nothing is said, or the final count cannot be read; blank it is not there yet (R22)."""
    return isinstance(event.deaths, Gap) or is_unreadable(event.get("终报死亡人数"))


def _dead(event: Event) -> str:
    if _deaths_unknown(event):
        return f"死亡人数缺或无法识别，{_AGAINST}"
    counted = "死亡" if isinstance(event.get("终报死亡人数"), Gap) else "终报死亡"
    return f"{counted}{plain(event.deaths)}人"


_AGAINST = "按最不利情形计"


def _may_be(event: Event, categories: tuple[Category, ...], docket: Docket) -> bool:
    """Of one of these 大类; once the year is closed also where 大类 says none."""
    category = event.get("大类")
    return category in categories or (docket.final and category not in tuple(Category))


def _withheld(docket: Docket, cap: Fraction, formula: str) -> Iterator[Charge]:
    """R37: all of the cap for a month whose return is not there once the year is closed."""
    year = docket.year
    for month in range(1, year.scope.through + 1) if docket.final else ():
        if month not in year.months:
            paper = year.absent(month)
            working = f"{month}月月报{paper.state}，当月重大事项{_AGAINST}，扣满"
            yield Charge(cap, formula, working, (paper,), Occasion(year.scope.year, month))


def events_of(year: UnitYear) -> Iterator[tuple[Submission, Event]]:
    """Every row of the registers, month by month, with the return in which it stands."""
    for returned in year.returns:
        for event in returned.events:
            yield returned, event


def name_of(returned: Submission, event: Event) -> str:
    """事项编号, or the row where there is none."""
    number = event.get("事项编号")
    return f"{returned.month}月第{event.row}行" if isinstance(number, Gap) else plain(number)


def charge_of(  # noqa: PLR0913, PLR0917  # the event, and what it costs with its reason
    returned: Submission, event: Event, cost: Fraction, formula: str, words: str,
    cells: tuple[Evidence, ...],
) -> Charge:  # fmt: skip
    """What an event costs; with other rules that charge it, the highest only (R23)."""
    working = f"{name_of(returned, event)}{words}，扣 {plain(cost)}"
    occasion = Occasion(returned.year, returned.month or 12, row=event.row)
    return Charge(cost, formula, working, cells, occasion, _same_event(returned, event))


def _same_event(returned: Submission, event: Event) -> str:
    """What makes two rows one event (R23): the number; rows without one are events of their own.

    A later month may carry the row again. A number on two different events is asked about
    (44-3, 44-4), and until it is put right they cost once, at the highest.
    """
    numbered = not isinstance(event.get("事项编号"), Gap)
    return name_of(returned, event) if numbered else f"{returned.file}#{event.row}"


def cells_of(returned: Submission, event: Event, *columns: str) -> tuple[SourceCell, ...]:
    """These cells of the row; the row where it has none of them."""
    found = [event.cells[column] for column in columns if column in event.cells]
    row = SourceCell(returned.file, "重大事项", f"第{event.row}行", name_of(returned, event))
    return tuple(source_of(entry) for entry in found) or (row,)


def _since(event: Event) -> str:
    """From which time the hours run, and why (R20)."""
    if event.started == event.get("发生时间"):
        called = not isinstance(event.get("接报时间"), Gap)
        return "区认定未填，接报时间不作起点，从发生时间" if called else "发生时间"
    return "区认定已填，从接报时间"
