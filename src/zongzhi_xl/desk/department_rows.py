"""The departments' figures between reading and scoring: unit by unit, packed, on the shelf.

A city's workbook has 26,000 rows, half a million cells; as entries they would take 130 MB. The
child keeps of a row its values only and packs what belongs to a unit; the parent keeps no more
of a unit than where it lies.
"""

import pickle
from abc import abstractmethod
from collections.abc import Iterable, Iterator, Mapping, MutableMapping
from functools import lru_cache
from string import ascii_uppercase, digits
from sys import intern
from typing import Any, Generic, NamedTuple, TypeVar
from zlib import compressobj, decompressobj

from zongzhi_xl.core.language.values import Value
from zongzhi_xl.core.returned.departments import DepartmentReturn, Figures
from zongzhi_xl.core.returned.submission import Entry, Place
from zongzhi_xl.desk.shelf import Shelf, unpacked
from zongzhi_xl.record import replace

Key = TypeVar("Key", str, tuple[str, int])


class _Columns(NamedTuple):
    """Where figures stand, but for the row: one for all rows that are filled alike.

    ``places`` are by name the number of the figure in its row and the letters of its column.
    """

    file: str
    sheet: str
    places: Mapping[str, tuple[int, str]]


class Row(Mapping[str, Entry]):
    """The figures of one row, each made an entry when somebody looks at it."""

    __slots__ = ("_columns", "_made", "_row", "_values")

    def __init__(self, columns: _Columns, row: str, values: tuple[Value, ...]) -> None:
        self._columns, self._row, self._values = columns, row, values
        self._made: dict[str, Entry] = {}

    def __reduce__(self) -> tuple[object, ...]:
        return Row, (self._columns, self._row, self._values)

    def __getitem__(self, name: str) -> Entry:
        found: Entry | None = self.get(name)
        if found is None:
            raise KeyError(name)
        return found

    def get(self, name: str, default: Any = None) -> Any:
        """As of a dict; Mapping's own raises and catches."""
        if name not in self._made and name in self._columns.places:
            file, sheet, places = self._columns
            number, letters = places[name]
            place = Place(file, intern(sheet), f"{letters}{self._row}")
            self._made[name] = Entry(self._values[number], place)
        return self._made.get(name, default)

    def __iter__(self) -> Iterator[str]:
        return iter(self._columns.places)

    def __len__(self) -> int:
        return len(self._columns.places)


def row_of(figures: Figures) -> Figures:
    """``figures`` made small; as they are where one was typed as a formula, or lies elsewhere."""
    places = [one.place for one in figures.values()]
    rows = {place.cell.lstrip(ascii_uppercase) for place in places}
    if len(rows) != 1 or any(one.formula for one in figures.values()):
        return figures
    letters = tuple(place.cell.rstrip(digits) for place in places)
    columns = _shared(places[0].file, places[0].sheet, tuple(figures), letters)
    return Row(columns, rows.pop(), tuple(one.value for one in figures.values()))


@lru_cache(maxsize=256)
def _shared(file: str, sheet: str, names: tuple[str, ...], letters: tuple[str, ...]) -> _Columns:
    return _Columns(file, sheet, dict(zip(names, enumerate(letters), strict=True)))


# ------------------------------------------------------------------ unit by unit


class ByUnit(Mapping[Key, Figures], Generic[Key]):
    """Rows by unit, or by unit and month; what belongs to one unit lies together."""

    def __init__(self) -> None:
        self._unit = ""
        self._rows: dict[Key, Figures] = {}

    @abstractmethod
    def _taken(self, unit: str) -> dict[Key, Figures]:
        """The rows of ``unit``, unpacked."""

    @abstractmethod
    def _units(self) -> Iterable[str]:
        """The units that have rows."""

    def _of(self, unit: str) -> dict[Key, Figures]:
        """The rows of ``unit``; those that were asked for last are at hand."""
        if self._unit != unit:
            self._unit, self._rows = unit, self._taken(unit)
        return self._rows

    def __reduce__(self) -> tuple[object, ...]:
        return dict, (dict(self),)

    def __getitem__(self, key: Key) -> Figures:
        return self._of(_unit_in(key))[key]

    def get(self, key: Key, default: Any = None) -> Any:
        """As of a dict; Mapping's own raises and catches."""
        return self._of(_unit_in(key)).get(key, default)

    def __iter__(self) -> Iterator[Key]:
        for unit in self._units():
            yield from self._of(unit)

    def __len__(self) -> int:
        return sum(len(self._of(unit)) for unit in self._units())


def _unit_in(key: str | tuple[str, int]) -> str:
    return key if isinstance(key, str) else key[0]


class Gathered(ByUnit[Key], MutableMapping[Key, Figures]):
    """Rows as the child reads them; those of a unit are packed when the next one follows."""

    def __init__(self, packed: dict[str, bytes] | None = None, model: bytes = b"") -> None:
        super().__init__()
        self._packed, self._changed = packed or {}, False
        #: the rows of the first unit; those of the others repeat most of it
        self.model = model

    def _taken(self, unit: str) -> dict[Key, Figures]:
        self.packed()
        known = self._packed.get(unit)
        return _unpacked(known, self.model) if known else {}

    def _units(self) -> Iterable[str]:
        return self.packed()

    def packed(self) -> dict[str, bytes]:
        """By unit, its rows packed."""
        if self._changed:
            rows = pickle.dumps(self._rows, pickle.HIGHEST_PROTOCOL)
            self.model = self.model or rows
            self._packed[self._unit], self._changed = _packed(rows, self.model), False
        return self._packed

    def __setitem__(self, key: Key, figures: Figures) -> None:
        self._of(_unit_in(key))[key] = row_of(figures)
        self._changed = True

    def __delitem__(self, key: Key) -> None:
        del self._of(_unit_in(key))[key]
        self._changed = True

    def __reduce__(self) -> tuple[object, ...]:
        return Gathered, (self.packed(), self.model)


def _packed(rows: bytes, model: bytes) -> bytes:
    press = compressobj(1, zdict=model)
    return press.compress(rows) + press.flush()


def _unpacked(data: bytes, model: bytes) -> Any:
    return unpacked(decompressobj(zdict=model).decompress(data))


class Shelved(ByUnit[Key]):
    """Rows on the shelf."""

    def __init__(self, rows: Gathered[Key], shelf: Shelf) -> None:
        super().__init__()
        self._shelf = shelf
        self._where = {unit: shelf.put(data) for unit, data in rows.packed().items()}
        self._model = rows.model

    def _taken(self, unit: str) -> dict[Key, Figures]:
        where = self._where.get(unit)
        return {} if where is None else _unpacked(self._shelf.read(where), self._model)

    def _units(self) -> Iterable[str]:
        return self._where


def stored(one: DepartmentReturn, shelf: Shelf) -> DepartmentReturn:
    """``one`` with its rows laid on ``shelf``."""
    return replace(one, yearly=_stored(one.yearly, shelf), monthly=_stored(one.monthly, shelf))


def _stored(rows: Mapping[Key, Figures], shelf: Shelf) -> Mapping[Key, Figures]:
    return Shelved(rows, shelf) if isinstance(rows, Gathered) else rows
