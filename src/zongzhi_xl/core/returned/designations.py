"""区认定: what the district says of single events, one row an event, in the departments' workbook.

Whether a call counts as the start of the hours (R20), what an event is found to be, and its
circular are the district's to say, never the office's. A row is of the registered event of its
number; a row that is of no registered event is an event that was not reported (漏报).
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import NamedTuple

from zongzhi_xl.contract import (
    CALL_ACCEPTED,
    CALLED,
    CATEGORY,
    DISTRICT_COLUMNS,
    EVENT_NUMBER,
    NAMED_EVENT,
    OCCURRED,
)
from zongzhi_xl.core.edition.event_words import EventWords
from zongzhi_xl.core.edition.items import Kind, Severity
from zongzhi_xl.core.edition.statement import Edition
from zongzhi_xl.core.language.values import BLANK, NOT_APPLICABLE, YES, Gap, State, Value, plain
from zongzhi_xl.core.returned.findings import Finding
from zongzhi_xl.core.returned.proposals import WANTED, as_seen, misread, wanted_moment
from zongzhi_xl.core.returned.submission import (
    Entry,
    Event,
    Place,
    RawCell,
    moment_of,
    reading_of,
    text_of,
)
from zongzhi_xl.core.returned.table_rows import (
    FORMULA,
    NO_OWNER,
    REVISED,
    ROW_WORDS,
    TWICE,
    UNREADABLE,
    Row,
    Said,
    UnusableRowError,
    called_formerly,
    found_at,
    month_of,
    row_number,
    unit_of,
    unused_column,
)
from zongzhi_xl.record import Record, replace

Content = Mapping[str, Value]


class Designation(Record):
    """A row of 区认定: which event of which unit and month, and what the district says of it.

    ``cells`` are its filled cells by heading; ``row`` is the row of the sheet.
    """

    unit: str
    month: int
    row: int
    cells: Mapping[str, Entry]

    def get(self, column: str) -> Value:
        """The value in ``column``, 未填 where there is none."""
        entry = self.cells.get(column)
        return entry.value if entry else BLANK

    @property
    def accepts_call(self) -> bool:
        """接报时间认可 = 是."""
        return self.get(CALL_ACCEPTED) == YES

    @property
    def event(self) -> Event:
        """What the row itself tells of the event, which nobody may have registered."""
        told = {name: entry for name, entry in self.cells.items() if name in NAMED_EVENT}
        return Event(self.row, told)

    @property
    def can_be_judged(self) -> bool:
        """Whether it tells enough of an event that nobody registered."""
        known = not isinstance(self.get(CATEGORY), Gap)
        return known and isinstance(self.get(OCCURRED), datetime)

    @property
    def name(self) -> str:
        """``2026-03-01``, or the row where it has no number."""
        number = self.get(EVENT_NUMBER)
        return f"“{self.place.sheet}”第{self.row}行" if isinstance(number, Gap) else plain(number)

    @property
    def words(self) -> str:
        """``兴海街道3月的事项 2026-03-01``."""
        return f"{self.unit}{self.month}月的事项 {self.name}"

    @property
    def place(self) -> Place:
        """Its first cell."""
        return next(iter(self.cells.values())).place

    def at(self, *columns: str) -> Place:
        """The first of these cells that is filled, else its first."""
        return next((self.cells[name].place for name in columns if name in self.cells), self.place)

    def is_of(self, month: int | None, event: Event) -> bool:
        """Whether it names this event: by its number; without one by month, 大类 and 发生时间.

        In another month than the row says, an event of its number is it if nothing denies that.
        """
        number, here = self.get(EVENT_NUMBER), month == self.month
        if isinstance(number, Gap):
            return here and self.can_be_judged and not self.denied_by(event)
        return event.get(EVENT_NUMBER) == number and (here or not self.denied_by(event))

    def denied_by(self, event: Event) -> tuple[str, ...]:
        """Which of 大类 and 发生时间 the row gives otherwise than the register does."""
        given = {name: self.get(name) for name in (CATEGORY, OCCURRED)}
        return tuple(
            name
            for name, value in given.items()
            if not isinstance(value, Gap) and value != event.get(name)
        )


ByUnit = Mapping[str, tuple[Designation, ...]]


# ------------------------------------------------------------------ beside the registers


def designation_of(
    event: Event, month: int | None, rows: Iterable[Designation]
) -> Designation | None:
    """The row of an event that was registered in ``month``; of several the one of that month."""
    found = [one for one in rows if one.is_of(month, event)]
    return next((one for one in found if one.month == month), found[0] if found else None)


def unregistered(
    rows: Iterable[Designation], events: Iterable[tuple[int | None, Event]]
) -> Iterator[Designation]:
    """The rows that are of none of these ``events``, each with the month of its register."""
    known = list(events)
    return (one for one in rows if not any(one.is_of(*of) for of in known))


def started(event: Event, designation: Designation | None) -> Value:
    """起算时间 (R20): 接报时间 where the district accepts it, else 发生时间."""
    call = event.get(CALLED)
    accepted = designation is not None and designation.accepts_call
    return call if accepted and not isinstance(call, Gap) else event.get(OCCURRED)


# ------------------------------------------------------------------ several rows of one event


class Merged(NamedTuple):
    """Rows by unit, each event once, and what is said of doubled ones, with the file of each."""

    rows: ByUnit
    doubted: tuple[tuple[str, Finding], ...] = ()


def merged(rows: Iterable[Designation]) -> Merged:
    """Rows of one event put together, of one file or of several.

    What only one of them says holds; where two say different things neither row counts.
    """
    groups: dict[object, list[Designation]] = defaultdict(list)
    for one in rows:
        groups[_event_in(one)].append(one)
    found: dict[str, list[Designation]] = defaultdict(list)
    doubted = []
    for same in groups.values():
        contradictions = list(_contradictions(same))
        doubted += contradictions
        if not contradictions:
            whole = {name: cell for one in reversed(same) for name, cell in one.cells.items()}
            first = same[0]
            found[first.unit].append(Designation(first.unit, first.month, first.row, whole))
    return Merged({unit: tuple(some) for unit, some in found.items()}, tuple(doubted))


def _event_in(one: Designation) -> object:
    number = one.get(EVENT_NUMBER)
    named = one.get(CATEGORY), one.get(OCCURRED)
    return one.unit, one.month, named if isinstance(number, Gap) else number


def _contradictions(rows: list[Designation]) -> Iterator[tuple[str, Finding]]:
    """Each later row that says something else than one before it, with its file."""
    known: dict[str, Entry] = {}
    for one in rows:
        for name, entry in one.cells.items():
            other = known.setdefault(name, entry)
            if other.value != entry.value:
                yield entry.place.file, _contradiction(one, name, other, entry)
                break


def _contradiction(one: Designation, name: str, first: Entry, second: Entry) -> Finding:
    elsewhere = first.place.file != second.place.file
    file = f"“{first.place.file}”的 " if elsewhere else ""
    words = (
        f"{one.words}写了两次，{name}不同：{file}{first.place.cell} 是 {_shown(first)}，"
        f"{second.place.cell} 是 {_shown(second)}，不知以哪个为准；改正前两行都不算"
    )
    said = Said(_shown(second), words, "删去重复的一行")
    return found_at(one.at(name), TWICE, said, name)


def _shown(entry: Entry) -> str:
    value = entry.value
    return as_seen(value.found) if isinstance(value, Gap) else plain(value)


def in_succession(days: Iterable[Iterable[Designation]]) -> Merged:
    """Rows received one day after the other: what a later day says holds, as a revision."""
    found, doubted = Merged({}), list[tuple[str, Finding]]()
    for rows in days:
        later = merged(rows)
        earlier = {_event_in(one): one for some in found.rows.values() for one in some}
        newer = {_event_in(one): one for some in later.rows.values() for one in some}
        both = [(one, newer[event]) for event, one in earlier.items() if event in newer]
        doubted += [*later.doubted, *(told for pair in both for told in _revisions(*pair))]
        for one, other in both:
            newer[_event_in(one)] = replace(other, cells={**one.cells, **other.cells})
        found = merged((earlier | newer).values())
    return Merged(found.rows, tuple(doubted))


def _revisions(one: Designation, later: Designation) -> Iterator[tuple[str, Finding]]:
    """A notice for each cell that a later day gives otherwise, with its file."""
    for name, entry in later.cells.items():
        first = one.cells.get(name)
        if first and first.value != entry.value:
            words = (
                f"{one.words}的{name}改了：“{first.place.file}”{first.place.cell} 是"
                f" {_shown(first)}，后收到的“{entry.place.file}”{entry.place.cell} 是"
                f" {_shown(entry)}，按后收到的算"
            )
            remedy = "核对：不是更正的，改回原来的"
            said = Said(_shown(entry), words, remedy, Severity.NOTICE)
            yield entry.place.file, found_at(entry.place, REVISED, said, name)


# ------------------------------------------------------------------ the sheet read


def designations_in(
    rows: Iterable[Row], file: str, edition: Edition, year: int
) -> tuple[ByUnit, list[Finding]]:
    """The rows of a sheet 区认定 by unit, and what is said of those that cannot be used."""
    sheet = _Sheet(file, edition, year)
    found = merged(list(sheet.taken(rows)))
    return found.rows, [*sheet.findings, *(told for _, told in found.doubted)]


_COLUMNS = (*NAMED_EVENT, *DISTRICT_COLUMNS)
#: a row that can be of no registered event, and tells too little to be judged alone
CANNOT_BE_JUDGED = "S13"


def cannot_be_judged(one: Designation, why: str, columns: EventWords) -> Finding:
    """That a row is of no registered event and says neither what happened nor when."""
    category, moment = map(columns.label, (CATEGORY, OCCURRED))
    lacks = f"没有填{category}或{moment}（或填的认不出），不能按漏报计，也没有计"
    said = Said("", f"{one.words}{why}，{lacks}", f"补填{category}和{moment}")
    return found_at(one.at(EVENT_NUMBER), CANNOT_BE_JUDGED, said)


def by_headings(columns: EventWords) -> Mapping[str, str]:
    """The columns of 区认定 by what is printed above them: those of the register as there."""
    return {name: name for name in _COLUMNS} | {columns.label(name): name for name in NAMED_EVENT}


class _Sheet:
    """The sheet while its rows are taken in."""

    def __init__(self, file: str, edition: Edition, year: int) -> None:
        self.file, self.edition, self.year = file, edition, year
        self.findings: list[Finding] = []
        self.columns = edition.statement.events
        self.choices, self.headed = self.columns.choices, by_headings(self.columns)
        self.unheaded: set[str] = set()
        self.former: set[str] = set()

    def taken(self, rows: Iterable[Row]) -> Iterator[Designation]:
        """Every row in which more than unit and month is filled."""
        for row in rows:
            cells = dict(self._filled(row))
            if not cells:
                continue
            try:
                unit, month = unit_of(row, self.edition, "内容"), month_of(row)
            except UnusableRowError as fault:
                self.findings.append(found_at(fault.cell, NO_OWNER, fault.said))
            else:
                self.findings += called_formerly(row, unit, self.former)
                yield self._designation(unit.name, month, cells)

    def _filled(self, row: Row) -> Iterator[tuple[str, RawCell]]:
        for name, cell in row.items():
            if cell.value is None or not str(cell.value).strip() or name in ROW_WORDS:
                continue
            if name in self.headed:
                yield self.headed[name], cell
            elif name not in self.unheaded:
                self.unheaded.add(name)
                self.findings.append(unused_column(name, cell))

    def _designation(self, unit: str, month: int, cells: Mapping[str, RawCell]) -> Designation:
        number = int(row_number(next(iter(cells.values()))))
        entries = {
            name: self._entry(f"{unit}{month}月的", name, cell) for name, cell in cells.items()
        }
        one = Designation(unit, month, number, entries)
        if one.get(EVENT_NUMBER) == BLANK and not one.can_be_judged:
            self.findings.append(cannot_be_judged(one, f"没有{EVENT_NUMBER}", self.columns))
        return one

    def _entry(self, whose: str, name: str, cell: RawCell) -> Entry:
        value = _value(name, cell.value, self.choices)
        if isinstance(value, Gap):
            message, wanted, remedy = self._wrong(name, value.found)
            words = f"{whose}{message}：{wanted}；改正前按没有填处理"
            said = Said(as_seen(value.found), words, remedy)
            self.findings.append(found_at(cell, UNREADABLE, said, name))
        elif cell.formula:
            shown = plain(value)
            words = f"{whose}{self.columns.label(name)}填的是公式，现在的结果是 {shown}：应直接填写"
            said = Said(shown, words, f"核对后改填 {shown}", Severity.QUERY)
            self.findings.append(found_at(cell, FORMULA, said, name))
        return Entry(value, Place(self.file, cell.sheet, cell.cell), formula=cell.formula)

    def _wrong(self, name: str, found: str) -> tuple[str, str, str]:
        """What is said of an unreadable cell: what stands there, what is wanted, what to do."""
        seen, remedy, label = as_seen(found), "核对后改填", self.columns.label(name)
        if name == CALL_ACCEPTED:
            message, meant = misread(name, Kind.YES_NO, found, self.year)
            return message, WANTED[Kind.YES_NO], meant or remedy
        if name == OCCURRED:
            return f"{label}填了“{seen}”，不是日期时间", wanted_moment(self.year), remedy
        return f"{label}填了“{seen}”", f"应从{'、'.join(self.choices[name])}中选", remedy


def _value(name: str, raw: object, choices: Mapping[str, tuple[str, ...]]) -> Value:
    if name == OCCURRED:
        return moment_of(raw)
    if name == CALL_ACCEPTED:
        answer = reading_of(raw, Kind.YES_NO)
        return Gap(State.UNREADABLE, str(raw)) if answer == NOT_APPLICABLE else answer
    text = text_of(raw)
    if text not in choices.get(name, (text,)):
        return Gap(State.UNREADABLE, str(text))
    return text
