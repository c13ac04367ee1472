"""Kinds of checks over the rows of 重大事项登记, one row an event (38–44).

The register has no 说明 column: what explains a row stands in its 简要情况 after 原因.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from zongzhi_xl.core.checking.relations import Case, Fault, Rule, rule_of, shown
from zongzhi_xl.core.checking.sentences import broken_words
from zongzhi_xl.core.edition.items import Kind
from zongzhi_xl.core.language.expressions import Expression
from zongzhi_xl.core.language.values import Gap, State, Value, plain
from zongzhi_xl.core.returned.proposals import WANTED, as_seen, proposal, trouble
from zongzhi_xl.core.returned.submission import EVENT_KINDS, Event, EventColumn

#: what may stand in the columns that are chosen from a list
CHOICES = {
    "大类": ("案件", "事故", "矛盾纠纷", "其他"),
    "事故类型": ("火灾", "生产", "交通", "治安灾害", "不适用"),
    "区认定": ("无", "重大责任事故", "特大严重暴力案件", "影响全区"),
}


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
    number = event.get("事项编号")
    known = "" if isinstance(number, Gap) else f"（{plain(number)}）"
    return f"登记第{event.row}行{known}："


def explanation(event: Event) -> str:
    """What 简要情况 says from 原因 on; empty where it says nothing of the kind."""
    text = event.get("简要情况")
    _, word, reason = str(text).partition("原因") if isinstance(text, str) else ("", "", "")
    return reason.strip(" ：:，") if word else ""


def unreadable_events(case: Case) -> Iterator[Fault]:
    """Times, numbers of dead and chosen words of the register that cannot be read (04)."""
    for event in case.submission.events:
        for column, entry in event.cells.items():
            value = entry.value
            if isinstance(value, Gap) and value.state == State.UNREADABLE:
                yield _unreadable_cell(event, column, value.found, case)
            elif column in CHOICES and not isinstance(value, Gap) and value not in CHOICES[column]:
                message = f"{column}填了“{plain(value)}”"
                yield fault_at(
                    event, column, message, case, f"应从{'、'.join(CHOICES[column])}中选"
                )


def _unreadable_cell(event: Event, column: str, found: str, case: Case) -> Fault:
    seen, year = as_seen(found), case.submission.year
    if EVENT_KINDS.get(column) == EventColumn.MOMENT:
        wanted = f"应填日期和时间，如 {year}-03-05 14:30"
        return fault_at(event, column, f"{column}填了“{seen}”，不是日期时间", case, wanted)
    meant = proposal(found, Kind.COUNT, year)
    hint = f"，可能是 {meant}" if meant else ""
    message = f"{column}填了“{seen}”，{trouble(found, Kind.COUNT)}{hint}"
    return fault_at(event, column, message, case, WANTED[Kind.COUNT])


@dataclass(frozen=True)
class RegisterCount:
    """Rows of ``category`` in the register do not exceed ``item`` (31)."""

    category: str
    item: str

    def faults(self, case: Case) -> Iterator[Fault]:
        """Not run where the item has no value."""
        rows = sum(event.get("大类") == self.category for event in case.submission.events)
        count = case.submission.value(self.item)
        if isinstance(count, int) and rows > count:
            message = f"登记的{self.category} {rows} 行多于{case.label(self.item)} {count}"
            yield Fault(self.item, message, frozenset({self.item}))


@dataclass(frozen=True)
class EventFilled:
    """The columns are filled in every row, or in the rows of the categories ``of`` (38, 42)."""

    columns: tuple[str, ...]
    of: tuple[str, ...] = ()

    def faults(self, case: Case) -> Iterator[Fault]:
        """不适用 counts as not filled: it is not an answer where the column is required."""
        for event in _events(case, self.of):
            for column in self.columns:
                found = event.get(column)
                if found == "不适用" or (isinstance(found, Gap) and found.state == State.BLANK):
                    words = "是“不适用”" if found == "不适用" else "没有填写"
                    yield fault_at(event, column, f"{column}{words}", case)


@dataclass(frozen=True)
class EachEvent:
    """A rule over the columns of each row, and 起算时间 (R20); shown at the column ``at`` (38–43).

    Days and moments differ by days, so twelve hours are ``(上报时间 - 起算时间) * 24 <= 12``.
    """

    rule: Expression
    at: str
    of: tuple[str, ...] = ()

    @cached_property
    def _rule(self) -> Rule:
        return rule_of(self.rule)

    def faults(self, case: Case) -> Iterator[Fault]:
        """A row with a gap among the rule's names is passed over."""
        for event in _events(case, self.of):
            row = _row_case(case, event)
            if self._rule.broken_in(row.figures):
                yield fault_at(event, self.at, broken_words(self._rule, self.at, row), case)


def _events(case: Case, categories: tuple[str, ...]) -> Iterator[Event]:
    events = iter(case.submission.events)
    return (one for one in events if not categories or one.get("大类") in categories)


def _row_case(case: Case, event: Event) -> Case:
    def lookup(name: str) -> Value:
        if name == "起算时间":
            return event.started
        return event.get(name) if name in event.cells else case.lookup(name)

    return Case(case.submission, case.edition, case.items, lookup, case.district)


@dataclass(frozen=True)
class NoRepeatedEvent:
    """No two rows agree in all ``columns`` (44); ``earlier``: with earlier months' rows (区)."""

    columns: tuple[str, ...]
    earlier: bool = False

    def faults(self, case: Case) -> Iterator[Fault]:
        """The later row is shown; rows with a gap in the columns are passed over."""
        seen = self._of_earlier_months(case) if self.earlier else {}
        for event in case.submission.events:
            key = self._key(event)
            if key in seen:
                words = "、".join(f"{name} {plain(event.get(name))}" for name in self.columns)
                yield fault_at(event, self.columns[-1], f"{words}与{seen[key]}相同", case)
            elif key and not self.earlier:
                seen[key] = f"第{event.row}行"

    def _key(self, event: Event) -> tuple[Value, ...]:
        values = tuple(event.get(name) for name in self.columns)
        return () if any(isinstance(value, Gap) for value in values) else values

    def _of_earlier_months(self, case: Case) -> dict[tuple[Value, ...], str]:
        earlier = case.district.earlier if case.district else {}
        return {
            key: f"{month}月月报第{event.row}行"
            for month, submission in sorted(earlier.items())
            for event in submission.events
            if (key := self._key(event))
        }


@dataclass(frozen=True)
class DesignationCounted:
    """Rows that the district marked with ``designation`` are counted in ``item`` (6, 区).

    The points go by the district's count, the mark stands in the return: both are the
    district's own, and a row marked but not counted would cost nothing.
    """

    designation: str
    item: str

    def faults(self, case: Case) -> Iterator[Fault]:
        """Shown at this return's rows while fewer are counted than are marked so far."""
        rows = [one for one in case.submission.events if self._marked(one)]
        counted = case.lookup(self.item)
        known = counted if isinstance(counted, int) else 0
        marked = len(rows) + self._earlier(case)
        if rows and marked > known:
            given = f"是 {plain(counted)}" if isinstance(counted, int) else "没有填写"
            message = f"到本月共认定{self.designation} {marked} 起，部门提供的{self.item}{given}"
            yield from (fault_at(one, "区认定", message, case) for one in rows)

    def _marked(self, event: Event) -> bool:
        return event.get("区认定") == self.designation

    def _earlier(self, case: Case) -> int:
        months = case.district.earlier.values() if case.district else ()
        return sum(self._marked(event) for one in months for event in one.events)
