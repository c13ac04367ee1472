"""工作台 is read again: what was typed into it, wherever the rows and columns stand now."""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import NamedTuple

from zongzhi_xl.contract import (
    DESK,
    OWN,
    OWN_ABOUT,
    OWN_COLUMNS,
    TASK_ASKED,
    TASK_COLUMNS,
    TASK_ID,
    TASK_TYPED,
    TASKS,
)
from zongzhi_xl.core.chronicle.events import Ruling
from zongzhi_xl.core.chronicle.tasks import Own, Task, Typed
from zongzhi_xl.core.language.days import day_at, is_of_century
from zongzhi_xl.core.language.values import Gap
from zongzhi_xl.core.returned.submission import text_of
from zongzhi_xl.errors import UnusableFileError
from zongzhi_xl.reading import reader
from zongzhi_xl.reading.reader import SizeLimits, tidy
from zongzhi_xl.reading.sheet_xml import Extent

_EXTENT, _HEADING_ROWS = Extent(20_000, 60), 30
_LIMIT = SizeLimits(file=10 << 20)
_YEAR = re.compile(r"(\d{4})年")
#: days as people type them where a program does not make a day of it
_DAY = re.compile(r"(\d{4})\s*[-./年]\s*(\d{1,2})\s*[-./月]\s*(\d{1,2})\s*日?")

Row = Mapping[str, object]


class Kept(NamedTuple):
    """A desk as it was at one moment: its year, the rows in which something is typed, its bytes.

    ``own`` are those of 另作决定.
    """

    year: int | None
    typed: tuple[Task, ...]
    data: bytes
    own: tuple[Own, ...] = ()

    @property
    def touched(self) -> bool:
        """Whether anything is typed."""
        return bool(self.typed or self.own)


class _Table(NamedTuple):
    """A sheet to type into, and by which headings its table is found."""

    sheet: str
    columns: tuple[str, ...]
    needed: tuple[str, ...]


_TASKS = _Table(TASKS, TASK_COLUMNS, (TASK_ID, *TASK_TYPED))
_OWN = _Table(OWN, OWN_COLUMNS, (*TASK_TYPED, *OWN_ABOUT))


def read(path: Path, file: str) -> Kept:
    """What was typed into the desk at ``path``; raises UnusableFileError where it is none."""
    one = reader.handed_in(path, file, _LIMIT)
    sheets = reader.values_of(one, {TASKS: _EXTENT, OWN: _EXTENT})
    if TASKS not in sheets:
        raise UnusableFileError(f"不是{DESK}：没有工作表“{TASKS}”")
    for name, found in sheets.items():
        if found.beyond:
            where = f"{name}!{found.beyond[0]}"
            raise UnusableFileError(f"{where} 有内容，离表太远：请移到表内，或删去")
    rows = sheets[TASKS].rows
    head = _head(_TASKS, rows)
    tasks = map(_task, _records(_TASKS, rows, head))
    typed = tuple(one for one in tasks if one.typed)
    own = tuple(_own_rows(sheets[OWN].rows)) if OWN in sheets else ()
    return Kept(_year(rows[:head]), typed, one.data, own)


def _own_rows(rows: Sequence[Sequence[object]]) -> Iterator[Own]:
    for row in _records(_OWN, rows, _head(_OWN, rows)):
        if one := _own(row):
            yield one


def _head(table: _Table, rows: Sequence[Sequence[object]]) -> int:
    """The row of the headings, from 0."""
    met = [{*table.needed}.difference(map(str, row)) for row in rows[:_HEADING_ROWS]]
    closest = min(met, key=len, default={*table.needed})
    if closest:
        names = "、".join(one for one in table.columns if one in closest)
        raise UnusableFileError(
            f"工作表“{table.sheet}”没有“{names}”这一列：列可以移动，表头的字不要改"
        )
    return met.index(closest)


def _year(rows: Sequence[Sequence[object]]) -> int | None:
    """The year that stands above the table."""
    found = (_YEAR.match(str(value)) for row in rows for value in row)
    return next((int(one[1]) for one in found if one), None)


def _records(table: _Table, rows: Sequence[Sequence[object]], head: int) -> Iterator[Row]:
    known = {column: str(name) for column, name in enumerate(rows[head])}
    names = {column: name for column, name in known.items() if name in table.columns}
    for row in rows[head + 1 :]:
        yield {name: tidy(row[column]) for column, name in names.items() if column < len(row)}


def _typed(row: Row) -> Typed:
    answer, reason, document, day, by = (row.get(name) for name in TASK_TYPED)
    return Typed(_text(answer), _text(reason), _text(document), _day(day), _text(by))


def _own(row: Row) -> Own:
    unit, period, item, value = (row.get(name) for name in OWN_ABOUT)
    typed = _typed(row)
    is_day = typed.answer == Ruling.DAY or isinstance(value, date)
    read = _day if is_day else _text
    return Own(_text(unit), _text(period), _text(item), read(value), typed)


def _task(row: Row) -> Task:
    typed = _typed(row)
    matter, unit, period, words = (_text(row.get(name)) for name in TASK_ASKED)
    return Task(_text(row.get(TASK_ID)).upper(), matter, unit, period, words, typed=typed)


def _text(value: object) -> str:
    text = text_of(value)
    return "" if isinstance(text, Gap) else str(text)


def _day(value: object) -> date | str:
    """The day that was typed; what is none as it is shown."""
    match value:
        case datetime():
            return value.date()
        case date():
            return value
        case int() | float() if not isinstance(value, bool) and is_of_century(value):
            return day_at(value)
    text = _text(value)
    found = _DAY.fullmatch(text)
    try:
        return date(*map(int, found.groups())) if found else text
    except ValueError:
        return text
