"""Named kinds of checks with parameters: what the grammar of rules cannot say.

Each kind is a frozen dataclass of its parameters with one method that yields its faults; YAML
chooses it by name, like a kind of deduction. :data:`KINDS` is the closed set. Kinds over the
register of events are in :mod:`zongzhi_xl.core.checking.kinds.events`.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from fractions import Fraction
from typing import Protocol

from zongzhi_xl.contract import IDENTITY, ISSUED, LAST_MONTH, MONTHS_SUM, THIS_QUARTER
from zongzhi_xl.core.checking.kinds.events import (
    DesignationCounted,
    EachEvent,
    EventFilled,
    NoRepeatedEvent,
    RegisterCount,
    unreadable_events,
)
from zongzhi_xl.core.checking.relations import Case, Fault
from zongzhi_xl.core.edition.items import Aggregation, Kind
from zongzhi_xl.core.language.values import BLANK, NOT_APPLICABLE, YES, Gap, State, plain
from zongzhi_xl.core.returned.personal_data import hidden, personal_numbers
from zongzhi_xl.core.returned.proposals import WANTED, as_seen, misread
from zongzhi_xl.core.returned.submission import Place


class CheckKind(Protocol):
    """Parameters of a named kind of check."""

    def faults(self, case: Case) -> Iterator[Fault]:
        """What does not fit in this return."""


@dataclass(frozen=True)
class IdentityFilled:
    """Head and signature of the paper are filled in (01)."""

    def faults(self, case: Case) -> Iterator[Fault]:
        """One fault a blank cell; 本月无重大事项 is check 08's, 月份 only on 月报."""
        unasked = {"本月无重大事项"} | ({"月份"} if case.submission.month is None else set())
        for name in IDENTITY:
            if name not in unasked and case.submission.value(name) == BLANK:
                yield Fault(name, f"{name}没有填写", frozenset({name}))


@dataclass(frozen=True)
class KnownUnit:
    """填报单位 is in the district's register (02)."""

    def faults(self, case: Case) -> Iterator[Fault]:
        """With the nearest name of the register as a proposal."""
        unit = case.submission.unit
        if case.edition.unit(unit):
            return
        near = get_close_matches(unit, [one.name for one in case.edition.units], n=2)
        hint = f"，可能是“{'”或“'.join(near)}”" if near else ""
        yield Fault("填报单位", f"名册上没有“{unit}”{hint}")


@dataclass(frozen=True)
class KnownEdition:
    """年份 and 版本 are those of the district's own edition (02, 区)."""

    def faults(self, case: Case) -> Iterator[Fault]:
        """年份 is judged only where the district says which year it appraises."""
        submission, year = case.submission, case.district and case.district.year
        if year and submission.year != year:
            yield Fault("年份", f"报表的年份是 {submission.year}，区里本期任务是 {year} 年")
        if submission.edition_id != case.edition.id:
            yield Fault("版本", "报表的版本与区里现行版本不同，不是用本年下发的空表填的")


@dataclass(frozen=True)
class AsIssued:
    """Unit, year and month are those for which the district pre-filled the return (02)."""

    names: tuple[str, ...]

    def faults(self, case: Case) -> Iterator[Fault]:
        """Not run for a standard blank, in which nothing was pre-filled."""
        for name in self.names:
            issued, typed = case.submission.text(ISSUED + name), case.submission.text(name)
            if issued and typed != issued:
                message = f"{name}是“{typed}”，这份表下发时是“{issued}”"
                yield Fault(name, message, frozenset({name}))


@dataclass(frozen=True)
class EntriesFilled:
    """Every item that is due this month is filled in; dates excepted (03)."""

    def faults(self, case: Case) -> Iterator[Fault]:
        """Blank, or 不适用 where the district did not preset it."""
        month, value = case.submission.month, case.submission.value
        for name, item in case.items.items():
            found = value(name)
            if not isinstance(found, Gap) or not item.applies_in(month):
                continue
            if found.state == State.NOT_APPLICABLE:
                message = f"{item.printed}填了“不适用”，本期这一项应填实际数"
                yield Fault(name, message, frozenset({name}))
            elif found.state == State.BLANK and item.kind != Kind.DATE:
                yield Fault(name, f"{item.printed}没有填写", frozenset({name}))


@dataclass(frozen=True)
class NotAsked:
    """Nothing is typed over 不适用 in a month that does not ask for the item (03)."""

    def faults(self, case: Case) -> Iterator[Fault]:
        """The figure counts all the same (R10); what cannot be read is check 04's."""
        for name, item in case.items.items():
            found = case.submission.value(name)
            if not isinstance(found, Gap) and not item.applies_in(case.submission.month):
                asked = "、".join(map(str, item.months))
                message = f"{item.printed}填了 {plain(found)}，这一项只在{asked}月填报"
                yield Fault(name, message, frozenset({name}))


@dataclass(frozen=True)
class EntriesReadable:
    """Counts are whole numbers not below 0, yes/no cells 是 or 否, days are days (04)."""

    def faults(self, case: Case) -> Iterator[Fault]:
        """With what the entry may mean; nothing is ever applied."""
        value = case.submission.value
        for name, item in case.items.items():
            found = value(name)
            if isinstance(found, Gap) and found.state == State.UNREADABLE:
                yield _unreadable(name, item.printed, item.kind, found, case)
        for name, kind in (("报出日期", Kind.DATE), ("本月无重大事项", Kind.YES_NO)):
            found = value(name)
            if isinstance(found, Gap) and found.state == State.UNREADABLE:
                yield _unreadable(name, name, kind, found, case)
        yield from unreadable_events(case)


def _unreadable(name: str, printed: str, kind: Kind, found: Gap, case: Case) -> Fault:
    message, remedy = misread(printed, kind, found.found, case.submission.year)
    about = frozenset({name})
    return Fault(name, message, about, as_seen(found.found), words=WANTED[kind], remedy=remedy)


@dataclass(frozen=True)
class DifferentPeople:
    """Two signature cells do not hold the same name (07)."""

    names: tuple[str, ...]

    def faults(self, case: Case) -> Iterator[Fault]:
        """Blank cells are check 01's."""
        signed = {name: case.submission.text(name) for name in self.names}
        first = next(iter(signed.values()))
        if first and all(text == first for text in signed.values()):
            yield Fault(self.names[0], f"{'和'.join(self.names)}都是“{first}”")


@dataclass(frozen=True)
class NilReturn:
    """本月无重大事项 = 是 exactly where the register is empty (08)."""

    def faults(self, case: Case) -> Iterator[Fault]:
        """An unreadable declaration is check 04's."""
        declared, rows = case.submission.value("本月无重大事项"), len(case.submission.events)
        if isinstance(declared, Gap) and declared.state != State.BLANK:
            return
        if declared == YES and rows:
            message = f"“本月无重大事项”填了“是”，重大事项登记却有 {rows} 行"
            yield Fault("本月无重大事项", message)
        elif declared != YES and not rows:
            shown = "没有填写" if declared == BLANK else f"填了“{plain(declared)}”"
            message = f"重大事项登记是空的，“本月无重大事项”{shown}"
            yield Fault(
                "本月无重大事项", message, remedy="没有重大事项的填“是”；有的，登记在重大事项表"
            )


@dataclass(frozen=True)
class SingleReturn:
    """Only one file for a unit, period and form (09, 区)."""

    def faults(self, case: Case) -> Iterator[Fault]:
        """Names the other files."""
        rivals = case.district.rivals if case.district else ()
        if rivals:
            files = "、".join(sorted(rival.file for rival in rivals))
            yield Fault("填报单位", f"同一单位同一期还收到另外 {len(rivals)} 份（{files}）")


@dataclass(frozen=True)
class CorrectionReason:
    """A corrected return says why (09)."""

    def faults(self, case: Case) -> Iterator[Fault]:
        """报表性质 that speaks of 更正 needs 更正原因."""
        nature = case.submission.text("报表性质")
        if "更正" in nature and not case.submission.text("更正原因"):
            yield Fault("更正原因", f"报表性质是“{nature}”，更正原因没有填写")


@dataclass(frozen=True)
class CopiedMonth:
    """Flows that equal last month's stay below a share of those compared (10).

    Items with 0 last month are not compared; nothing is said over fewer than ``least`` items.
    """

    share: Fraction
    least: int

    def faults(self, case: Case) -> Iterator[Fault]:
        """Shown at the first item that is the same."""
        value = case.submission.value
        flows = [item.name for item in case.items.values() if item.aggregation == Aggregation.SUM]
        pairs = [(name, value(name), value(LAST_MONTH + name)) for name in flows]
        compared = [pair for pair in pairs if _is_count(pair[1]) and _is_count(pair[2]) and pair[2]]
        same = [name for name, this, last in compared if this == last]
        if len(compared) >= self.least and len(same) >= self.share * len(compared):
            counts = f"上月不为0的 {len(compared)} 项中有 {len(same)} 项与上月相同"
            yield Fault(same[0], f"{counts}（{'、'.join(map(case.label, same))}）", frozenset(same))


def _is_count(value: object) -> bool:
    return isinstance(value, int)


@dataclass(frozen=True)
class PersonalData:
    """No identity, mobile or bank card number in any text cell (12); shown masked only."""

    def faults(self, case: Case) -> Iterator[Fault]:
        """One fault a number."""
        for name, text, place in _texts(case):
            if len(text) < 11:
                continue
            for number in personal_numbers(text):
                shown = hidden(number.text)
                message = f"{name}的文字里有{number.sort} {shown}"
                yield Fault(name, message, value=shown, place=place)


def _texts(case: Case) -> Iterator[tuple[str, str, Place]]:
    """Every free text of the return with its item or column and its cell."""
    submission = case.submission
    for name, entry in submission.entries.items():
        if entry.note:
            yield name, entry.note, entry.place
        found = entry.value
        if isinstance(found, Gap):
            if found.found:
                yield name, found.found, entry.place
        elif isinstance(found, str) and name not in _NOT_FREE:
            yield name, found, entry.place
    for event in submission.events:
        for column, entry in event.cells.items():
            if isinstance(entry.value, str):
                yield column, entry.value, entry.place


#: the clerk's own telephone belongs there; versions and names of papers are ours
_NOT_FREE = frozenset({"联系电话", "版本", "报表种类"})


@dataclass(frozen=True)
class DoneOrExplained:
    """The day of a duty is filled in; blank means not done and wants a reason (24, 58, 59)."""

    dates: tuple[str, ...]

    def faults(self, case: Case) -> Iterator[Fault]:
        """One fault a blank day."""
        for name in self.dates:
            if case.submission.value(name) == BLANK:
                yield Fault(name, f"{case.label(name)}没有填写", frozenset({name}))


@dataclass(frozen=True)
class NotOnHoliday:
    """The days are none of the edition's holidays (27)."""

    dates: tuple[str, ...]

    def faults(self, case: Case) -> Iterator[Fault]:
        """Holidays are the edition's list; an empty list finds nothing."""
        for name in self.dates:
            day = case.submission.value(name)
            if not isinstance(day, Gap) and day in case.edition.statement.holidays:
                yield Fault(name, f"{case.label(name)} {plain(day)} 是法定节假日")


@dataclass(frozen=True)
class QuarterMeeting:
    """A monthly duty was done at least once in the quarter that ends with this month (48)."""

    date: str

    def faults(self, case: Case) -> Iterator[Fault]:
        """Not run where 底数 does not say how often it was done in the earlier months."""
        month, earlier = case.submission.month or 0, case.lookup(THIS_QUARTER + self.date)
        if month % 3 == 0 and case.submission.value(self.date) == BLANK and earlier == 0:
            message = f"本季三个月的{case.label(self.date)}都没有填写"
            yield Fault(self.date, message, frozenset({self.date}))


@dataclass(frozen=True)
class Unchanged:
    """The items are not all the same for ``months`` months in a row (36, 区)."""

    items: tuple[str, ...]
    months: int

    def faults(self, case: Case) -> Iterator[Fault]:
        """Not run where a month is missing or all of the items are 0."""
        last, earlier = case.submission.month or 0, case.district.earlier if case.district else {}
        before = [earlier.get(month) for month in range(last - self.months + 1, last)]
        now = [case.submission.value(name) for name in self.items]
        if not any(isinstance(value, int) and value for value in now) or NOT_APPLICABLE in now:
            return
        if all(one and [one.value(name) for name in self.items] == now for one in before):
            shown = "、".join(map(case.label, self.items))
            yield Fault(self.items[0], f"{shown}连续 {self.months} 个月都没有变化")


@dataclass(frozen=True)
class MonthsConfirmed:
    """Each figure of the year is the sum of the twelve returns that the district holds (60, 区)."""

    def faults(self, case: Case) -> Iterator[Fault]:
        """Not run while a month lacks, nor where the workbook carries that sum: check 60 did."""
        months = case.district.earlier if case.district else {}
        if len(months) < 12:
            return
        for name, item in case.items.items():
            found = [one.value(item.sums) for one in months.values()] if item.sums else []
            counts = [value for value in found if isinstance(value, int)]
            typed = case.submission.value(name)
            if not isinstance(typed, int) or len(counts) < 12:
                continue
            total = sum(counts)
            if typed != total != case.submission.value(MONTHS_SUM + name):
                message = f"{item.printed} {plain(typed)} 不等于 区里收到的12份月报合计 {total}"
                yield Fault(name, message, frozenset({name}))


#: every kind by the name that YAML uses
KINDS: dict[str, type[CheckKind]] = {
    "identity_filled": IdentityFilled,
    "known_unit": KnownUnit,
    "known_edition": KnownEdition,
    "as_issued": AsIssued,
    "entries_filled": EntriesFilled,
    "not_asked": NotAsked,
    "entries_readable": EntriesReadable,
    "different_people": DifferentPeople,
    "nil_return": NilReturn,
    "single_return": SingleReturn,
    "correction_reason": CorrectionReason,
    "copied_month": CopiedMonth,
    "personal_data": PersonalData,
    "done_or_explained": DoneOrExplained,
    "not_on_holiday": NotOnHoliday,
    "quarter_meeting": QuarterMeeting,
    "unchanged": Unchanged,
    "months_confirmed": MonthsConfirmed,
    "designation_counted": DesignationCounted,
    "register_count": RegisterCount,
    "event_filled": EventFilled,
    "each_event": EachEvent,
    "no_repeated_event": NoRepeatedEvent,
}
