"""Where returns lie between reading and scoring: packed, and beyond 8 MB on disk.

A city's year is 26,000 returns; unpacked they would take two gigabytes. The child packs what it
read; of a return the parent keeps no more than where it lies. It is opened when somebody looks
at it, cell by cell, and the last few stay open. Scoring goes unit by unit, so hardly any is
opened twice.
"""

import pickle
from abc import abstractmethod
from array import array
from collections import deque
from collections.abc import ItemsView, Iterator, Mapping, ValuesView
from dataclasses import replace
from os import SEEK_END
from sys import intern
from tempfile import SpooledTemporaryFile
from typing import Any, TypeAlias
from weakref import finalize

from zongzhi_xl.core.appraising.received import Received
from zongzhi_xl.core.language.values import Value
from zongzhi_xl.core.returned.findings import Finding
from zongzhi_xl.core.returned.submission import Entry, Place, Submission, flattened, unflattened

_IN_MEMORY = 8 << 20
#: returns kept open: a unit's year twice over
_OPEN = 32


def unpacked(data: bytes) -> Any:
    """What the child or this process packed."""
    return pickle.loads(data)  # noqa: S301  # nobody else's bytes come here


class Shelf:
    """A file without a name, gone with the last return that lies in it."""

    def __init__(self) -> None:
        self._file = SpooledTemporaryFile(_IN_MEMORY)  # noqa: SIM115  # as long as its returns
        finalize(self, self._file.close)
        self._starts, self._at_end = array("Q", [0]), True
        self._open: deque[Closed] = deque()
        self._last: tuple[int, Submission | None] = -1, None

    def put(self, *parts: bytes) -> int:
        """``parts`` at the end of the shelf; the number of the first, the others follow it."""
        if not self._at_end:
            self._file.seek(0, SEEK_END)
            self._at_end = True
        number = len(self._starts) - 1
        for part in parts:
            self._file.write(part)
            self._starts.append(self._starts[-1] + len(part))
        return number

    def read(self, number: int) -> bytes:
        """What lies there; raises OSError where the disk fails."""
        start, end = self._starts[number : number + 2]
        self._file.seek(start)
        self._at_end = False
        return self._file.read(end - start)

    def taken(self, number: int) -> Any:
        """The same, unpacked."""
        return unpacked(self.read(number))

    def head(self, number: int) -> Submission:
        """A return with its cells closed; the one that was asked for last is at hand."""
        known, head = self._last
        if known != number or head is None:
            head = replace(self.taken(number), entries=Shelved(self, number + 2))
            self._last = number, head
        return head

    def keep_open(self, one: "Closed") -> None:
        """``one`` was opened; where too many are, the first of them is closed."""
        self._open.append(one)
        if len(self._open) > _OPEN:
            self._open.popleft().close()


# ------------------------------------------------------------------ the cells of a return

#: a return's file, and by name: value, sheet, cell, note, formula
Cells: TypeAlias = tuple[str, dict[str, tuple[Value, str, str, str, bool]]]


def cells_of(file: str, entries: Mapping[str, Entry]) -> bytes:
    """The cells of one file, packed."""
    flat = {
        name: (one.value, one.place.sheet, one.place.cell, one.note, one.formula)
        for name, one in entries.items()
    }
    return pickle.dumps((file, flat), pickle.HIGHEST_PROTOCOL)


class Closed(Mapping[str, Entry]):
    """The cells of one return, opened when somebody looks at them, each made when asked for."""

    __slots__ = ("_cells", "_file")

    def __init__(self) -> None:
        self._file, self._cells = "", None

    _cells: dict[str, Any] | None

    @abstractmethod
    def _taken(self) -> Cells:
        """The cells, unpacked."""

    def _opened(self) -> dict[str, Any]:
        self._file, self._cells = self._taken()
        return self._cells

    def close(self) -> None:
        """Forget the cells until somebody looks at them again."""
        self._cells = None

    def __reduce__(self) -> tuple[object, ...]:
        return unflattened, (flattened(dict(self.items())),)

    def get(self, name: str, default: Any = None) -> Any:
        """As of a dict; Mapping's own raises and catches."""
        cells = self._opened() if self._cells is None else self._cells
        found = cells.get(name)
        if found is None:
            return default
        if type(found) is tuple:
            found = cells[name] = self._made(found)
        return found

    def _made(self, found: tuple[Value, str, str, str, bool]) -> Entry:
        value, sheet, cell, note, formula = found
        # the same cells in every return: one text for all
        return Entry(value, Place(self._file, intern(sheet), intern(cell)), note, formula)

    def _all(self) -> dict[str, Entry]:
        cells = self._opened() if self._cells is None else self._cells
        for name, found in cells.items():
            if type(found) is tuple:
                cells[name] = self._made(found)
        return cells

    def __getitem__(self, name: str) -> Entry:
        found: Entry | None = self.get(name)
        if found is None:
            raise KeyError(name)
        return found

    def __iter__(self) -> Iterator[str]:
        return iter(self._opened() if self._cells is None else self._cells)

    def __len__(self) -> int:
        return len(self._opened() if self._cells is None else self._cells)

    def items(self) -> ItemsView[str, Entry]:
        """As of a dict: opened once, not once a cell."""
        return self._all().items()

    def values(self) -> ValuesView[Entry]:
        """The same, of the cells alone."""
        return self._all().values()


class Packed(Closed):
    """Cells on their way from the child to the shelf."""

    __slots__ = ("packed",)

    def __init__(self, packed: bytes) -> None:
        super().__init__()
        self.packed = packed

    def _taken(self) -> Cells:
        cells: Cells = unpacked(self.packed)
        return cells

    def __reduce__(self) -> tuple[object, ...]:
        return Packed, (self.packed,)


class Shelved(Closed):
    """Cells on the shelf."""

    __slots__ = ("_number", "_shelf")

    def __init__(self, shelf: Shelf, number: int) -> None:
        super().__init__()
        self._shelf, self._number = shelf, number

    def _taken(self) -> Cells:
        self._shelf.keep_open(self)
        cells: Cells = self._shelf.taken(self._number)
        return cells


# ------------------------------------------------------------------ whole returns


def packed(submission: Submission) -> Submission:
    """``submission`` with its cells packed."""
    return replace(submission, entries=Packed(cells_of(submission.file, submission.entries)))


class Stored(Received):
    """A return on the shelf: what identifies it, behind that its findings, then its cells."""

    __slots__ = ("_found", "_number", "_shelf")
    _number: int
    _found: int
    _shelf: Shelf

    def __init__(self, shelf: Shelf, place: int, found: int, one: Received) -> None:
        known = {
            "_shelf": shelf, "_number": place, "_found": found, "day": one.day, "number": one.number
        }  # fmt: skip
        for name, value in known.items():
            object.__setattr__(self, name, value)  # a Received is frozen

    @property
    def submission(self) -> Submission:
        """The return; its cells stay closed."""
        return self._shelf.head(self._number)

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What its validation found."""
        found: tuple[Finding, ...] = self._shelf.taken(self._found)
        return found

    def found(self, findings: tuple[Finding, ...]) -> Received:
        """The same return; these findings are laid on the shelf too."""
        place = self._shelf.put(pickle.dumps(findings, pickle.HIGHEST_PROTOCOL))
        return Stored(self._shelf, self._number, place, self)

    def __reduce__(self) -> tuple[object, ...]:
        return Received, (self.submission, self.findings, self.day, self.number)


def stored(one: Received, shelf: Shelf) -> Received:
    """``one`` laid on ``shelf``."""
    cells = one.submission.entries
    if not isinstance(cells, Packed):
        return one
    head = replace(one.submission, entries={})
    parts = (pickle.dumps(part, pickle.HIGHEST_PROTOCOL) for part in (head, one.findings))
    place = shelf.put(*parts, cells.packed)
    return Stored(shelf, place, place + 1, one)
