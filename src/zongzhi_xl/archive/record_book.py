"""The record (register.db): events in SQLite, only ever added to, one writer at a time.

An event is in it as a whole or not at all, whatever ends the program (rollback journal, every
commit written through to the disk). The table refuses changes, and each event carries a hash over
itself and the one before it, so that a record changed behind our back is told as such.
"""

import hashlib
import sqlite3
import zlib
from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from contextlib import closing, contextmanager
from datetime import date
from pathlib import Path

from zongzhi_xl.archive.originals import any_kept
from zongzhi_xl.core.appraising.received import Received
from zongzhi_xl.core.chronicle.events import (
    Arrived,
    Deed,
    Event,
    Paper,
    Published,
    Understood,
    year_of,
)
from zongzhi_xl.core.chronicle.written import deed_of, kind_of, text_of
from zongzhi_xl.errors import RecordError, RecordUnusableError
from zongzhi_xl.record import Record, replace

NAME, _BACKUP = "register.db", "register.bak"
#: changes with the tables; a record of another number was made by another version of the program
_TABLES = 1
_SECONDS_TO_WAIT = 10.0
_MADE = """
create table event (
    number integer primary key,
    entered text not null,
    kind text not null,
    year integer,
    about integer,
    once text unique,
    reader text,
    body blob not null,
    hash text not null
);
create index of_kind on event (kind, year);
create index of_arrival on event (about, number);
create trigger unchanged before update on event begin select raise(abort, 'only added to'); end;
create trigger kept before delete on event begin select raise(abort, 'only added to'); end;
"""
#: whose, and of when, each event's paper is: told by the events, so that they need not be read
_PERIODS = "create table if not exists period (number integer primary key, told text not null)"
#: the event by which each arrival was understood last
_NEWEST = "select max(number) from event where kind = ? and number <= ? group by about"


class Row(Record):
    """An event as it is stored; ``about`` is the event that it is about."""

    number: int
    entered: date
    kind: str
    body: bytes

    @property
    def text(self) -> str:
        """What stands in it."""
        return zlib.decompress(self.body).decode()


class RecordBook:
    """An open record. Reading sees what was there when it began; writing waits for its turn."""

    def __init__(self, connection: sqlite3.Connection, path: Path) -> None:
        self._connection, self.path = connection, path
        self._told: dict[int, Event[Understood]] = {}

    @property
    def last(self) -> int:
        """The number of the newest event, 0 where there is none."""
        return _newest(self._connection)[0]

    def add(self, entered: date, deeds: Iterable[Deed]) -> list[int]:
        """Enter ``deeds`` as one: all of them or none; their numbers.

        An :class:`Understood` whose ``arrival`` is 0 is of the deed before it. Nothing is entered,
        and there are no numbers, where a file of the same bytes or a publication of the same
        number is in the record already.
        """
        numbers: list[int] = []
        try:
            with self._connection:
                self._connection.execute("begin immediate")
                self._connection.execute(_PERIODS)
                number, hashed = _newest(self._connection)
                for deed in deeds:
                    number += 1
                    told = _of(deed, number - 1)
                    hashed = self._enter(number, entered, told, hashed)
                    numbers.append(number)
        except sqlite3.IntegrityError:
            return []
        return numbers

    def _enter(self, number: int, entered: date, deed: Deed, before: str) -> str:
        kind, text = kind_of(deed), text_of(deed)
        hashed = _hash(before, kind, entered, text)
        row = (
            number, entered.isoformat(), kind, _year(deed), _about(deed), _once(deed),
            _reader(deed), zlib.compress(text.encode()), hashed,
        )  # fmt: skip
        self._connection.execute("insert into event values (?, ?, ?, ?, ?, ?, ?, ?, ?)", row)
        self._note_period(number, deed)
        return hashed

    def knows(self, once: str) -> bool:
        """Whether a file of these bytes came in before, or a publication has this number."""
        found = self._connection.execute("select 1 from event where once = ?", [once])
        return found.fetchone() is not None

    def rows(self, *kinds: type[Deed], upto: int | None = None) -> Iterator[Row]:
        """Events of these kinds in their order, not past ``upto``."""
        names = [one.__name__ for one in kinds]
        marks = ", ".join("?" * len(names))
        wanted = f"kind in ({marks}) and number <= ?"
        found = self._connection.execute(
            f"select number, entered, kind, body from event where {wanted} order by number",  # noqa: S608  # question marks only
            [*names, self.last if upto is None else upto],
        )
        for number, entered, kind, body in found:
            yield Row(number, date.fromisoformat(entered), kind, body)

    def events(self, *kinds: type[Deed], upto: int | None = None) -> Iterator[Event[Deed]]:
        """The same, told; papers come by :meth:`papers`."""
        for row in self.rows(*kinds, upto=upto):
            yield Event(row.number, row.entered, deed_of(row.kind, row.text))

    def papers(self, year: int, files: dict[int, str], upto: int) -> Iterator[Event[Understood]]:
        """Of each of these arrivals how it was understood last, if of ``year`` or telling none.

        ``files`` names the file of each arrival. A paper is told once as long as the record is
        open: an event stays as it is.
        """
        found = self._connection.execute(
            f"select about, number, entered, kind, body from event where number in ({_NEWEST})"  # noqa: S608  # one of ours
            " and (year = ? or year is null) order by number",
            [Understood.__name__, upto, year],
        )
        for about, number, entered, kind, body in found:
            if about not in files:
                continue
            if number not in self._told:
                row = Row(number, date.fromisoformat(entered), kind, body)
                deed = deed_of(kind, row.text, files.__getitem__)
                if isinstance(deed, Understood):
                    self._told[number] = Event(number, row.entered, deed)
            yield self._told[number]

    def readers(self) -> Iterator[tuple[int, str, int | None]]:
        """Each arrival, by whom and what it was understood last, and of which year it is."""
        yield from self._connection.execute(
            "select about, reader, year from event where number in"
            " (select max(number) from event where kind = ? group by about) order by about",
            [Understood.__name__],
        ).fetchall()

    def rivals(self, arrivals: Collection[int]) -> set[int]:
        """Those of ``arrivals`` that are not the only ones of their office and period; the others.

        A record of an earlier version of the program is gone through once.
        """
        with self._connection:
            self._connection.execute("begin immediate")
            self._connection.execute(_PERIODS)
            self._note_periods()
        found = self._connection.execute(
            f"select about, told from event join period using (number) where number in ({_NEWEST})",  # noqa: S608  # one of ours
            [Understood.__name__, self.last],
        )
        periods = {arrival: told for arrival, told in found if told}
        count = Counter(periods.values())
        asked = {periods[one] for one in arrivals if one in periods and count[periods[one]] > 1}
        return {arrival for arrival, told in periods.items() if told in asked}

    def _note_periods(self) -> None:
        found = self._connection.execute(
            "select number, body from event where kind = ?"
            " and number not in (select number from period)",
            [Understood.__name__],
        )
        for number, body in found.fetchall():
            text = zlib.decompress(body).decode()
            self._note_period(number, deed_of(Understood.__name__, text))

    def _note_period(self, number: int, deed: Deed) -> None:
        if isinstance(deed, Understood):
            row = number, _period(deed.paper)
            self._connection.execute("insert into period values (?, ?)", row)

    def unbroken(self) -> bool:
        """Whether every event is what it was when it was entered."""
        hashed = ""
        found = self._connection.execute(
            "select number, entered, kind, body, hash from event order by number"
        )
        for place, (number, entered, kind, body, told) in enumerate(found, 1):
            row = Row(number, date.fromisoformat(entered), kind, body)
            hashed = _hash(hashed, kind, row.entered, row.text)
            if number != place or hashed != told:
                return False
        return True

    def back_up(self) -> None:
        """A verified copy beside the record, where the newest event is in none yet.

        Decisions exist nowhere else. A run that was killed before its copy was made leaves that to
        the next one.
        """
        place = self.path.with_name(_BACKUP)
        if _newest_of(place) == _newest(self._connection):
            return
        aside = self.path.with_suffix(".bak.tmp")
        with closing(sqlite3.connect(aside)) as copy:
            self._connection.backup(copy)
            (answer,) = copy.execute("pragma integrity_check").fetchone()
        if answer != "ok":
            raise RecordUnusableError(self.path, "备份没有通过检查，磁盘可能有问题，请换一块磁盘")
        aside.replace(place)


@contextmanager
def opened(district: Path) -> Iterator[RecordBook]:
    """The district's record for reading and writing; raises RecordUnusableError."""
    path = district / NAME
    if not path.is_file():
        raise RecordUnusableError(path, _LOST if _had_one(district) else _NOT_YET)
    with _connected(path) as connection:
        (tables,) = connection.execute("pragma user_version").fetchone()
        if tables != _TABLES:
            raise RecordUnusableError(path, "是别的版本的程序建立的，请用那个版本打开")
        yield RecordBook(connection, path)


def _had_one(district: Path) -> bool:
    return (district / _BACKUP).exists() or any_kept(district)


def found(district: Path) -> None:
    """Begin an empty record in ``district``, where there is none; raises RecordUnusableError."""
    path = district / NAME
    if path.exists():
        return
    with _connected(path) as connection:
        connection.executescript(f"begin; {_MADE} pragma user_version = {_TABLES}; commit;")


@contextmanager
def _connected(path: Path) -> Iterator[sqlite3.Connection]:
    try:
        with closing(sqlite3.connect(path, _SECONDS_TO_WAIT, isolation_level=None)) as connection:
            connection.execute("pragma journal_mode = delete")
            connection.execute("pragma synchronous = full")
            yield connection
    except sqlite3.OperationalError as fault:
        raise RecordUnusableError(path, _WHY.get(str(fault), _LOCKED)) from fault
    except (sqlite3.DatabaseError, RecordError) as fault:
        raise RecordUnusableError(path, _BROKEN) from fault


def _newest(connection: sqlite3.Connection) -> tuple[int, str]:
    found = connection.execute("select number, hash from event order by number desc limit 1")
    return found.fetchone() or (0, "")


def _newest_of(copy: Path) -> tuple[int, str] | None:
    """The newest event of a copy; None where there is none that can be read."""
    if not copy.is_file():
        return None
    try:
        with closing(sqlite3.connect(copy)) as connection:
            return _newest(connection)
    except sqlite3.DatabaseError:
        return None


_LOST = f"不见了：有备份 {_BACKUP} 的，把它改名为 {NAME} 后再试；没有的请告诉维护人员"
_NOT_YET = "还没有：收过件才有，请先运行 receive（收件）或 desk（写工作台）"
_LOCKED = "打不开或写不进去：可能另一个程序正在登记，或磁盘已满、没有权限；请稍后再试"
_BROKEN = f"已损坏，请把 {_BACKUP} 改名为 {NAME} 后再试，并告诉维护人员"
_WHY = {"attempt to write a readonly database": "没有权限写入"}


def _hash(before: str, kind: str, entered: date, text: str) -> str:
    return hashlib.sha256("\n".join((before, kind, entered.isoformat(), text)).encode()).hexdigest()


def _period(paper: Paper) -> str:
    """Whose return of when it is; empty where it is none."""
    if not isinstance(paper, Received):
        return ""
    one = paper.submission
    return f"{one.year} {one.form} {one.month} {one.unit}"


def _of(deed: Deed, arrival: int) -> Deed:
    """``deed``, and where it is how the event before was understood, with that event's number."""
    if isinstance(deed, Understood) and not deed.arrival:
        return replace(deed, arrival=arrival)
    return deed


def _about(deed: Deed) -> int | None:
    return deed.arrival if isinstance(deed, Understood) else None


def _reader(deed: Deed) -> str | None:
    return deed.reader if isinstance(deed, Understood) else None


def _once(deed: Deed) -> str | None:
    """What may stand in the record once only."""
    match deed:
        case Arrived():
            return deed.sha256
        case Published():
            return deed.number
        case _:
            return None


def _year(deed: Deed) -> int | None:
    """Of which year it is, where it tells."""
    match deed:
        case Understood():
            return year_of(deed.paper)
        case Arrived():
            return None
        case _:
            return deed.year
