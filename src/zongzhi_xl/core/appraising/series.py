"""The long parts of a result, such as the cells behind every figure: the last few lie open.

A city's would take half a gigabyte. What is not open is packed and lies on a shelf, where there is
one, and is opened again when somebody looks at it: a batch at a time, what belongs together.
"""

import pickle
from array import array
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Protocol, TypeVar

T = TypeVar("T")
#: batches that lie open: a district of twenty offices never goes to the shelf
_OPEN, _NOT_YET = 32, -1


class Shelf(Protocol):
    """Where packed things lie."""

    def put(self, *parts: bytes) -> int:
        """The number under which the first of ``parts`` lies."""

    def taken(self, number: int) -> Any:
        """What lies there, unpacked."""


class _Sequence(Sequence[T]):
    """Equal to any sequence of the same parts."""

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and (*self,) == (*other,)

    __hash__ = None  # type: ignore[assignment]  # as of a list: it may still grow


class Series(_Sequence[T]):
    """What was put in, in this order; nothing is taken out."""

    def __init__(self, shelf: Shelf | None = None) -> None:
        self._shelf, self._ends, self._laid = shelf, array("L"), array("q")
        self._open: dict[int, tuple[T, ...]] = {}

    def extend(self, parts: Iterable[T]) -> "Batch[T]":
        """``parts`` put in together; the way to them."""
        batch, number = tuple(parts), len(self._ends)
        self._ends.append(len(self) + len(batch))
        self._laid.append(_NOT_YET)
        self._keep_open(number, batch)
        return Batch(self, number)

    def _keep_open(self, number: int, batch: tuple[T, ...]) -> None:
        """``batch`` is open; where too many are, the first of them is closed."""
        self._open[number] = batch
        if self._shelf is not None and len(self._open) > _OPEN:
            first = next(iter(self._open))
            closed = self._open.pop(first)
            if self._laid[first] == _NOT_YET:
                self._laid[first] = self._shelf.put(pickle.dumps(closed, pickle.HIGHEST_PROTOCOL))

    def batch(self, number: int) -> tuple[T, ...]:
        """What was put in together, as the ``number``-th."""
        known = self._open.get(number)
        if known is None:
            known = self._shelf.taken(self._laid[number])  # type: ignore[union-attr]  # there it is
            self._keep_open(number, known)
        return known

    def bounds(self, number: int) -> tuple[int, int]:
        """Where that batch begins, and the next one."""
        return (self._ends[number - 1] if number else 0), self._ends[number]

    def __len__(self) -> int:
        return self._ends[-1] if self._ends else 0

    def __iter__(self) -> Iterator[T]:
        for number in range(len(self._ends)):
            yield from self.batch(number)

    def __getitem__(self, place: Any) -> Any:
        at = range(len(self))[place]
        if isinstance(at, range):
            return tuple(self[one] for one in at)
        number = bisect_right(self._ends, at)
        return self.batch(number)[at - self.bounds(number)[0]]


class Batch(_Sequence[T]):
    """What was put in together; it is looked up when somebody asks for it."""

    __slots__ = ("_number", "_series")

    def __init__(self, series: Series[T], number: int) -> None:
        self._series, self._number = series, number

    def __len__(self) -> int:
        first, after = self._series.bounds(self._number)
        return after - first

    def __iter__(self) -> Iterator[T]:
        return iter(self._series.batch(self._number))

    def __getitem__(self, place: Any) -> Any:
        return self._series.batch(self._number)[place]


class Table(Mapping[tuple[str, str], T]):
    """By unit and name: what stands in a series of rows, of which each unit has one."""

    def __init__(self, units: Iterable[str], rows: Sequence[Mapping[str, T]]) -> None:
        self._places, self._rows = {unit: place for place, unit in enumerate(units)}, rows

    def __getitem__(self, key: tuple[str, str]) -> T:
        unit, name = key
        return self._rows[self._places[unit]][name]

    def __iter__(self) -> Iterator[tuple[str, str]]:
        for unit, row in zip(self._places, self._rows, strict=True):
            yield from ((unit, name) for name in row)

    def __len__(self) -> int:
        return sum(map(len, self._rows))
