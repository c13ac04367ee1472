"""The events of a unit's year: as the office registered them, with what the district says of them.

An event that only the district knows was not reported (漏报). Until the year is closed the return
of its month may still bring it: then it costs nothing yet.
"""

from collections.abc import Iterator

from zongzhi_xl.contract import DISTRICT_MARK, EVENT_NUMBER, EVENTS
from zongzhi_xl.core.appraising.figures import UnitYear, shown, source_of
from zongzhi_xl.core.appraising.rulings import decided_at
from zongzhi_xl.core.appraising.scorecard import Decided, Occasion, SourceCell
from zongzhi_xl.core.language.values import Gap, Value, plain
from zongzhi_xl.core.returned.designations import Designation, designation_of, started, unregistered
from zongzhi_xl.core.returned.submission import Entry, Event
from zongzhi_xl.record import Record


class Occurrence(Record):
    """An event of the year: ``file`` and ``month`` are those of its register.

    Not ``registered``, it is the district's row alone, and its file and month are that row's.
    """

    event: Event
    file: str
    year: int
    month: int
    designation: Designation | None
    registered: bool = True

    @property
    def name(self) -> str:
        """事项编号, or the row where there is none."""
        if self.designation and not self.registered:
            return self.designation.name
        number = self.event.get(EVENT_NUMBER)
        return f"{self.month}月第{self.event.row}行" if isinstance(number, Gap) else plain(number)

    @property
    def started(self) -> Value:
        """起算时间 (R20)."""
        return started(self.event, self.designation)

    @property
    def mark(self) -> Value | None:
        """区认定; None where the district says nothing of the event."""
        return self.designation.get(DISTRICT_MARK) if self.designation else None

    @property
    def same(self) -> str:
        """What makes two rows one event (R23): the number; rows without one are events apart.

        A later month may carry the row again. A number on two different events is asked about
        (44-3, 44-4), and until it is put right they cost once, at the highest.
        """
        numbered = not isinstance(self.event.get(EVENT_NUMBER), Gap)
        return self.name if numbered else f"{self.file}#{self.occasion.key}"

    @property
    def occasion(self) -> Occasion:
        """The row as the ledger names it."""
        if self.registered:
            return Occasion(self.year, self.month, row=self.event.row)
        sheet = next(iter(self.event.cells.values())).place.sheet
        return Occasion(self.year, self.month, item=f"{sheet}第{self.event.row}行")

    def cells(self, *columns: str) -> tuple[SourceCell | Decided, ...]:
        """These cells of the register, then those that the district filled in.

        Of an event that only the district knows, all that it says; where there is none of
        them, the row.
        """
        given = self.designation.cells if self.designation else {}
        wanted = columns if self.registered else (*self.event.cells, *columns)
        found = [self.event.cells[name] for name in wanted if name in self.event.cells]
        found += [given[name] for name in columns if name in given and name not in self.event.cells]
        row = SourceCell(self.file, EVENTS, f"第{self.event.row}行", self.name)
        return tuple(map(_source, found)) or (row,)


def _source(entry: Entry) -> SourceCell | Decided:
    """The cell, or the decision by which it counts."""
    return decided_at(entry.place, shown(entry.value)) or source_of(entry)


def occurrences(year: UnitYear) -> Iterator[Occurrence]:
    """Every event that is judged: row by row of the registers, then those the district knows."""
    rows = [(returned, event) for returned in year.returns for event in returned.events]
    for returned, event in rows:
        said = designation_of(event, returned.month, year.designated)
        yield Occurrence(event, returned.file, returned.year, returned.month or 12, said)
    known = ((returned.month, event) for returned, event in rows)
    for one in unregistered(year.designated, known):
        due = one.month in year.months or year.scope.final
        if due and one.can_be_judged:
            yield Occurrence(
                one.event, one.place.file, year.scope.year, one.month, one, registered=False
            )
