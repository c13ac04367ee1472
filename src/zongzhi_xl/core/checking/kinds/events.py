"""Kinds of checks over the rows of 重大事项登记, one row an event (38–44).

The register has no 说明 column: what explains a row stands in its 简要情况 after 原因.
"""

from collections.abc import Iterator
from functools import cached_property

from zongzhi_xl.contract import CATEGORY, CIRCUMSTANCES, EVENT_NUMBER
from zongzhi_xl.core.checking.kinds.kind import NOT_FILLED, Column
from zongzhi_xl.core.checking.relations import Case, Fault, Rule, rule_of, shown
from zongzhi_xl.core.checking.sentences import broken_words
from zongzhi_xl.core.edition.event_words import Category, ColumnKind
from zongzhi_xl.core.edition.items import Kind
from zongzhi_xl.core.edition.statement import Edition
from zongzhi_xl.core.language.expressions import Expression
from zongzhi_xl.core.language.values import BLANK, NOT_APPLICABLE, Gap, State, Value, plain
from zongzhi_xl.core.returned.designations import designation_of, started
from zongzhi_xl.core.returned.explaining import explains
from zongzhi_xl.core.returned.names import STARTED
from zongzhi_xl.core.returned.proposals import (
    TYPED,
    WANTED,
    as_seen,
    proposal,
    trouble,
    wanted_moment,
)
from zongzhi_xl.core.returned.submission import Event
from zongzhi_xl.record import Record

#: the row and, where it has one, its number
ROW, NUMBERED = "登记第{}行{}：", "（{}）"
NO_MOMENT = "{}填了“{}”，不是日期时间"
IS_NOT_APPLICABLE = "{}是“不适用”"
#: what is repeated, in which row it stood first, and where the two differ
SAME, BUT, ROW_NUMBER = "{}与{}相同", "，{}却不同", "第{}行"


def choose(edition: Edition, column: str) -> str:
    """What is wanted in a column of chosen words."""
    return f"应从{'、'.join(edition.statement.events.choices[column])}中选"


def fault_at(
    event: Event, column: str, message: str, case: Case, words: str | None = None
) -> Fault:
    """A fault of one row, with its number and what explains it."""
    entry = event.cells.get(column)
    return Fault(
        column,
        f"{row_words(event)}{message}",
        frozenset({f"第{event.row}行"}),
        value=shown(entry),
        place=entry.place if entry else None,
        explained=explanation(event),
        words=words,
    )


def row_words(event: Event) -> str:
    """``登记第2行（2026-03-01）：``."""
    number = event.get(EVENT_NUMBER)
    known = "" if isinstance(number, Gap) else NUMBERED.format(plain(number))
    return ROW.format(event.row, known)


def explanation(event: Event) -> str:
    """What 简要情况 says from 原因 on; empty where it says nothing of the kind."""
    text = event.get(CIRCUMSTANCES)
    _, word, reason = str(text).partition("原因") if isinstance(text, str) else ("", "", "")
    given = reason.strip(" ：:，") if word else ""
    return given if explains(given) else ""


def unreadable_events(case: Case) -> Iterator[Fault]:
    """Times, counts and chosen words of the register that cannot be read (04)."""
    choices = case.edition.statement.events.choices
    doubted = {(one.sheet, one.cell) for one in case.submission.doubts}
    for event in case.submission.events:
        for column, entry in event.cells.items():
            value = entry.value
            if (entry.place.sheet, entry.place.cell) in doubted:
                continue
            if isinstance(value, Gap) and value.state == State.UNREADABLE:
                yield _unreadable_cell(event, column, value.found, case)
            elif not isinstance(value, Gap) and value not in choices.get(column, (value,)):
                message = TYPED.format(case.label(column), plain(value))
                yield fault_at(event, column, message, case, choose(case.edition, column))


def _unreadable_cell(event: Event, column: str, found: str, case: Case) -> Fault:
    seen, year, label = as_seen(found), case.submission.year, case.label(column)
    reads = case.edition.statement.events.kinds.get(column)
    if reads == ColumnKind.MOMENT:
        message = NO_MOMENT.format(label, seen)
        return fault_at(event, column, message, case, wanted_moment(year))
    kind = Kind.DATE if reads == ColumnKind.DAY else Kind.COUNT
    meant = proposal(found, kind, year)
    hint = f"，可能是 {meant}" if meant else ""
    message = f"{label}填了“{seen}”，{trouble(found, kind)}{hint}"
    return fault_at(event, column, message, case, WANTED[kind])


class EventFilled(Record):
    """The columns are filled in every row, or in the rows of the categories ``of`` (38, 42)."""

    columns: tuple[Column, ...]
    of: tuple[Category, ...] = ()

    def faults(self, case: Case) -> Iterator[Fault]:
        """不适用 counts as not filled: it is not an answer where the column is required."""
        for event in _events(case, self.of):
            for column in self.columns:
                found = event.get(column)
                if found == BLANK or str(found) == str(NOT_APPLICABLE):
                    words = NOT_FILLED if found == BLANK else IS_NOT_APPLICABLE
                    yield fault_at(event, column, words.format(case.label(column)), case)


class EachEvent(Record):
    """A rule over the columns of each row, and 起算时间 (R20); shown at the column ``at`` (38–43).

    Days and moments differ by days, so twelve hours are ``(上报时间 - 起算时间) * 24 <= 12``.
    """

    rule: Expression
    at: Column
    of: tuple[Category, ...] = ()

    @property
    def leans_on_designations(self) -> bool:
        """Whether the district's word on the call may change what it finds."""
        return STARTED in self.rule.names

    @cached_property
    def _rule(self) -> Rule:
        return rule_of(self.rule)

    def faults(self, case: Case) -> Iterator[Fault]:
        """A row with a gap among the rule's names is passed over."""
        for event in _events(case, self.of):
            row = _row_case(case, event)
            if self._rule.broken_in(row.figures):
                yield fault_at(event, self.at, broken_words(self._rule, self.at, row), case)


def _events(case: Case, categories: tuple[Category, ...]) -> Iterator[Event]:
    events = iter(case.submission.events)
    return (one for one in events if not categories or one.get(CATEGORY) in categories)


def _row_case(case: Case, event: Event) -> Case:
    def lookup(name: str) -> Value:
        if name == STARTED:
            return started(event, designation_of(event, case.submission.month, case.designated))
        return event.get(name) if name in event.cells else case.lookup(name)

    return Case(case.submission, case.edition, case.items, lookup, case.district)


class NoRepeatedEvent(Record):
    """No two rows agree in all ``columns`` (44); ``earlier``: with earlier months' rows (区).

    ``apart``: asked only where they differ in one of these: two events under one number.
    """

    columns: tuple[Column, ...]
    earlier: bool = False
    apart: tuple[Column, ...] = ()

    def faults(self, case: Case) -> Iterator[Fault]:
        """The later row is shown; rows with a gap in the columns are passed over."""
        seen = self._of_earlier_months(case) if self.earlier else {}
        for event in case.submission.events:
            key = self._key(event)
            if key not in seen:
                seen |= (
                    {key: (ROW_NUMBER.format(event.row), event)} if key and not self.earlier else {}
                )
                continue
            where, other = seen[key]
            differ = [name for name in self.apart if _told(event, name) != _told(other, name)]
            if differ or not self.apart:
                told = (f"{case.label(name)} {plain(event.get(name))}" for name in self.columns)
                words = "、".join(told)
                but = BUT.format("、".join(map(case.label, differ))) if differ else ""
                yield fault_at(event, self.columns[-1], f"{SAME.format(words, where)}{but}", case)

    def _key(self, event: Event) -> tuple[Value, ...]:
        values = tuple(event.get(name) for name in self.columns)
        return () if any(isinstance(value, Gap) for value in values) else values

    def _of_earlier_months(self, case: Case) -> dict[tuple[Value, ...], tuple[str, Event]]:
        return {
            key: (f"{month}月月报第{event.row}行", event)
            for month, submission in sorted(case.earlier.items())
            for event in submission.events
            if (key := self._key(event))
        }


def _told(event: Event, column: Column) -> Value:
    """The value; cells that tell none are alike, each is asked about by a check of its own."""
    value = event.get(column)
    return BLANK if isinstance(value, Gap) else value
