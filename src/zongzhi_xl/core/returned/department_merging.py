"""Several files of 部门提供数 as one: cell by cell, whichever department sent which columns.

A cell that one file gives counts; the same value twice is nothing. Of two different values the
one received on the later day holds, as a revision; where no day tells which is newer, the cell is
无法识别 as within one file, so that the next source counts.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import chain, groupby
from typing import Any

from zongzhi_xl.core.edition.items import Item, Severity
from zongzhi_xl.core.edition.statement import Edition
from zongzhi_xl.core.language.values import Gap, State, Value, plain
from zongzhi_xl.core.returned.departments import DepartmentReturn, Figures, owner_words
from zongzhi_xl.core.returned.designations import Designation, Merged, in_succession
from zongzhi_xl.core.returned.findings import Finding, in_order
from zongzhi_xl.core.returned.personal_data import masked
from zongzhi_xl.core.returned.proposals import as_seen
from zongzhi_xl.core.returned.receipt import order_of_receipt
from zongzhi_xl.core.returned.submission import Entry
from zongzhi_xl.core.returned.table_rows import REVISED, TWICE
from zongzhi_xl.record import Record, replace

_Sort = tuple[str, Severity, str]
#: that files contradict each other, that a later one gives another value: code, severity, remedy
_TWICE: _Sort = TWICE, Severity.BLOCKING, "核对后把错的一处改正或删去"
_REVISED: _Sort = REVISED, Severity.NOTICE, "核对：不是更正的，请部门说明"


def merged(files: Iterable[DepartmentReturn]) -> DepartmentReturn | None:
    """What all of them together give; None where there is none, the only one as it is."""
    ordered = _in_order(files)
    if len(ordered) < 2:
        return ordered[0] if ordered else None
    yearly, monthly = map(_Merged, zip(*map(_tables, ordered), strict=True))
    designated = _designations(ordered).rows
    return replace(ordered[0], yearly=yearly, monthly=monthly, findings=(), designated=designated)


def with_designations(
    departments: DepartmentReturn | None, rows: Iterable[Designation], year: int, edition_id: str
) -> DepartmentReturn | None:
    """What the departments give, and what the district decided of events besides: that holds."""
    decided = tuple(rows)
    if not decided:
        return departments
    known = departments or DepartmentReturn(year, edition_id, "", "", {}, {})
    earlier = [row for some in known.designated.values() for row in some]
    days = [earlier, *([one] for one in decided)]
    return replace(known, designated=in_succession(days).rows)


_Table = tuple[date | None, Mapping[Any, Figures]]


def _tables(one: DepartmentReturn) -> tuple[_Table, _Table]:
    return (one.day, one.yearly), (one.day, one.monthly)


def _in_order(files: Iterable[DepartmentReturn]) -> list[DepartmentReturn]:
    return sorted(
        files, key=lambda one: (*order_of_receipt(one.day, one.number, one.file), one.sha256)
    )


def _designations(files: Sequence[DepartmentReturn]) -> Merged:
    """What they say of events: a later day holds, as of figures, where every file has its day."""
    dated = all(one.day for one in files)
    return in_succession(
        [row for one in same for rows in one.designated.values() for row in rows]
        for _, same in groupby(files, lambda one: one.day if dated else None)
    )


# ------------------------------------------------------------------ one cell


class _Given(Record):
    """A cell as one of the files gives it."""

    day: date | None
    entry: Entry

    @property
    def readable(self) -> bool:
        """Whether it gives anything: what cannot be read is as if it were not given."""
        value = self.entry.value
        return not (isinstance(value, Gap) and value.state == State.UNREADABLE)


class _Cell(Record):
    """A cell as the files give it, the earlier first."""

    given: tuple[_Given, ...]

    @property
    def newest(self) -> tuple[_Given, ...]:
        """Those that no later day overrules."""
        readable = tuple(one for one in self.given if one.readable) or self.given[:1]
        days = [one.day for one in readable if one.day]
        if len(days) < len(readable):
            return readable
        return tuple(one for one in readable if one.day == max(days))

    @property
    def values(self) -> tuple[Value, ...]:
        """The different values among them."""
        return tuple(dict.fromkeys(one.entry.value for one in self.newest))

    @property
    def entry(self) -> Entry:
        """The one that holds; 无法识别 with all values where nobody can tell."""
        (value, *others), newest = self.values, self.newest
        if not others:
            return next(one.entry for one in self.given if one.entry.value == value)
        found = " / ".join(map(plain, self.values))
        return Entry(Gap(State.UNREADABLE, found), newest[-1].entry.place)

    @property
    def overruled(self) -> tuple[Entry, ...]:
        """Earlier values that a later day replaced."""
        held = {*self.values}
        return tuple(
            one.entry for one in self.given if one.readable and one.entry.value not in held
        )


class _Merged(Mapping[Any, Figures]):
    """The rows of several files, put together when somebody looks at them, unit by unit."""

    def __init__(self, parts: Sequence[_Table]) -> None:
        self._parts, self._unit, self._rows = parts, "", dict[Any, Figures]()

    def shared(self, key: Any) -> Iterator[tuple[str, _Cell]]:
        """The cells of one row that more than one file gives."""
        given: dict[str, list[_Given]] = defaultdict(list)
        for day, row in self._given(key):
            for name in row:
                given[name].append(_Given(day, row[name]))
        yield from ((name, _Cell(tuple(cells))) for name, cells in given.items() if cells[1:])

    def _given(self, key: Any) -> list[tuple[date | None, Figures]]:
        rows = ((day, part.get(key)) for day, part in self._parts)
        return [(day, row) for day, row in rows if row]

    def _row(self, key: Any) -> Figures:
        rows = [row for _, row in self._given(key)]
        if len(rows) < 2:
            return rows[0] if rows else {}
        shared = {name: cell.entry for name, cell in self.shared(key)}
        return {name: row[name] for row in rows for name in row} | shared

    def __getitem__(self, key: Any) -> Figures:
        unit = key if isinstance(key, str) else key[0]
        if unit != self._unit:
            self._unit, self._rows = unit, {}
        if key not in self._rows:
            self._rows[key] = self._row(key)
        if not self._rows[key]:
            raise KeyError(key)
        return self._rows[key]

    def __iter__(self) -> Iterator[Any]:
        return iter(dict.fromkeys(chain.from_iterable(rows for _, rows in self._parts)))

    def __len__(self) -> int:
        return len(dict.fromkeys(self))


# ------------------------------------------------------------------ what is told


def with_differences(
    files: Iterable[DepartmentReturn], edition: Edition
) -> tuple[DepartmentReturn, ...]:
    """The same files, each also with what it gives otherwise than another of them."""
    ordered = _in_order(files)
    found: dict[str, list[Finding]] = defaultdict(list)
    for key, name, cell in _given_again(ordered):
        if told := _told(key, edition.items[name], cell):
            found[told[0]].append(told[1])
    figures = [(file, one) for file, some in found.items() for one in some]
    return also_told(ordered, [*figures, *_designations(ordered).doubted])


def revisions(files: Iterable[DepartmentReturn], edition: Edition) -> Mapping[str, Sequence[str]]:
    """By file, the figures that it changed after another day's had given them, and that hold."""
    found: dict[str, list[str]] = defaultdict(list)
    for key, name, cell in _given_again(_in_order(files)):
        if cell.overruled and not cell.values[1:]:
            values = "→".join(plain(one.value) for one in (*cell.overruled, cell.entry))
            words = f"{owner_words(key)}的{edition.items[name].printed} {values}"
            found[cell.entry.place.file].append(words)
    return found


def _given_again(ordered: Sequence[DepartmentReturn]) -> Iterator[tuple[Any, str, _Cell]]:
    """The cells that more than one file gives: whose, of which item, as they are given."""
    tables = map(_tables, ordered)
    for rows in map(_Merged, zip(*tables, strict=True)):
        for key in rows:
            yield from ((key, name, cell) for name, cell in rows.shared(key))


def also_told(
    files: Iterable[DepartmentReturn], told: Iterable[tuple[str, Finding]]
) -> tuple[DepartmentReturn, ...]:
    """The same files, each with what is ``told`` of it beside what was found in it."""
    found: dict[str, list[Finding]] = defaultdict(list)
    for file, one in told:
        found[file].append(one)
    return tuple(_also(one, found.get(one.file, [])) for one in files)


def _also(one: DepartmentReturn, found: list[Finding]) -> DepartmentReturn:
    return replace(one, findings=in_order([*one.findings, *found])) if found else one


def _told(key: Any, item: Item, cell: _Cell) -> tuple[str, Finding] | None:
    """What the newest file is told of this cell; nothing where the files agree."""
    if cell.values[1:]:
        say: Callable[..., Finding] = _contradiction
    elif cell.overruled:
        say = _revision
    else:
        return None
    newest = cell.newest[-1].entry
    return newest.place.file, say(key, item, cell, newest)


def _contradiction(key: Any, item: Item, cell: _Cell, last: Entry) -> Finding:
    others = [one.entry for one in cell.newest if one.entry.value != last.value]
    words = (
        f"{owner_words(key)}的{item.printed}写了两次：{_places([*others, last])}，"
        "不知以哪个为准；改正前按部门未提供处理"
    )
    return _finding(_TWICE, item, last, words)


def _revision(key: Any, item: Item, cell: _Cell, last: Entry) -> Finding:
    words = (
        f"{owner_words(key)}的{item.printed}改了：{_places(cell.overruled)}，"
        f"后收到的{_places([last])}，按后收到的算"
    )
    return _finding(_REVISED, item, last, words)


def _places(entries: Iterable[Entry]) -> str:
    return "，".join(
        f"“{one.place.file}”{one.place.sheet}!{one.place.cell} 是 {plain(one.value)}"
        for one in entries
    )


def _finding(sort: _Sort, item: Item, at: Entry, words: str) -> Finding:
    code, severity, remedy = sort
    return Finding(
        code=code,
        severity=severity,
        sheet=at.place.sheet,
        cell=at.place.cell,
        item=item.name,
        value=masked(as_seen(plain(at.value))),
        message=masked(words),
        remedy=remedy,
        clause=item.clauses[0] if item.clauses else None,
    )
