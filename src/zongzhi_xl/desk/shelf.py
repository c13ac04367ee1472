"""Where returns lie between reading and scoring: packed, and beyond 8 MB on disk.

A city's year is 26,000 returns; unpacked they would take two gigabytes. The child packs what it
read, in parts; the parent lays them down unopened, and of a return keeps no more than where it
lies. It is opened when somebody looks at it, and the last few stay open. Scoring goes unit by
unit, so hardly any cells are opened twice; what identifies a return is asked for in every step,
and stays at hand where a district's year has no more than a thousand.
"""

import pickle
from array import array
from collections import deque
from collections.abc import ItemsView, Iterator, Mapping, ValuesView
from datetime import date
from functools import lru_cache
from os import SEEK_END
from sys import intern
from tempfile import SpooledTemporaryFile
from typing import Any, NamedTuple, TypeAlias
from weakref import finalize

from zongzhi_xl.core.appraising.received import Received
from zongzhi_xl.core.language.values import Value
from zongzhi_xl.core.returned.findings import Finding
from zongzhi_xl.core.returned.submission import Entry, Place, Submission, flattened, unflattened
from zongzhi_xl.record import Record, replace

_IN_MEMORY = 8 << 20
#: returns whose cells are kept open: a unit's year twice over
_OPEN = 32
#: returns of which is kept at hand what identifies them and their events, 3 kB each: the year of
#: 75 offices
_AT_HAND = 1024


def unpacked(data: bytes) -> Any:
    """What the child or this process packed."""
    return pickle.loads(data)  # noqa: S301  # nobody else's bytes come here


class Shelf:
    """A file without a name, gone with the last return that lies in it."""

    def __init__(self) -> None:
        self._file = SpooledTemporaryFile(_IN_MEMORY)  # noqa: SIM115  # as long as its returns
        finalize(self, self._file.close)
        self._starts, self._at_end = array("Q", [0]), True
        self._open: deque[Shelved] = deque()
        self._heads: dict[int, Submission] = {}

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
        """A return with its cells closed; those that were asked for last are at hand."""
        head = self._heads.get(number)
        if head is None:
            if len(self._heads) >= _AT_HAND:
                self._heads.clear()
            head = replace(self.taken(number), entries=Shelved(self, number + 2))
            self._heads[number] = head
        return head

    def keep_open(self, one: "Shelved") -> None:
        """``one`` was opened; where too many are, the first of them is closed."""
        self._open.append(one)
        if len(self._open) > _OPEN:
            self._open.popleft().close()


# ------------------------------------------------------------------ the cells of a return

#: a return's file; its layout; the values in the layout's order; by name the notes, and which
#: values are computed, where there is such
Cells: TypeAlias = tuple[str, bytes, list[Value], list[tuple[str, str, bool]]]
#: names, sheets and cells, in one order
Layout: TypeAlias = tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]
#: a district has one layout a form, and some more where a cell may be left out
_LAYOUTS = 64


def cells_of(file: str, entries: Mapping[str, Entry]) -> bytes:
    """The cells of one file, packed."""
    cells = entries.values()
    places = [one.place for one in cells]
    layout = _packed_layout(
        (
            tuple(entries),
            tuple([place.sheet for place in places]),
            tuple([place.cell for place in places]),
        )
    )
    marked = [(name, e.note, e.formula) for name, e in entries.items() if e.note or e.formula]
    packed_cells: Cells = file, layout, [one.value for one in cells], marked
    return _dumped(packed_cells)


def entries_of(packed_cells: Cells) -> dict[str, Entry]:
    """The cells that :func:`cells_of` packed, once unpacked."""
    file, layout, values, marked = packed_cells
    cells = zip(_layout(layout), values, strict=True)
    entries = {name: Entry(value, Place(file, sheet, cell)) for (name, sheet, cell), value in cells}
    for name, note, formula in marked:
        entries[name] = replace(entries[name], note=note, formula=formula)
    return entries


@lru_cache(_LAYOUTS)
def _packed_layout(layout: Layout) -> bytes:
    """Packed once: the cells of all returns have the same names and stand in the same places."""
    return _dumped(layout)


@lru_cache(_LAYOUTS)
def _layout(data: bytes) -> list[tuple[str, str, str]]:
    """Name, sheet and cell of each, as :func:`_packed_layout` packed them; one text for all."""
    layout: Layout = unpacked(data)
    return [*zip(*(map(intern, texts) for texts in layout), strict=True)]


class Shelved(Mapping[str, Entry]):
    """The cells of one return, opened when somebody looks at them."""

    __slots__ = ("_cells", "_number", "_shelf")
    _cells: dict[str, Entry] | None

    def __init__(self, shelf: Shelf, number: int) -> None:
        self._shelf, self._number, self._cells = shelf, number, None

    def _opened(self) -> dict[str, Entry]:
        if self._cells is None:
            self._shelf.keep_open(self)
            self._cells = entries_of(self._shelf.taken(self._number))
        return self._cells

    def close(self) -> None:
        """Forget the cells until somebody looks at them again."""
        self._cells = None

    def __reduce__(self) -> tuple[object, ...]:
        return unflattened, (flattened(self._opened()),)

    def get(self, name: str, default: Any = None) -> Any:
        """As of a dict; Mapping's own raises and catches."""
        return (self._cells or self._opened()).get(name, default)

    def __getitem__(self, name: str) -> Entry:
        return self._opened()[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._opened())

    def __len__(self) -> int:
        return len(self._opened())

    def items(self) -> ItemsView[str, Entry]:
        """As of a dict: opened once, not once a cell."""
        return self._opened().items()

    def values(self) -> ValuesView[Entry]:
        """The same, of the cells alone."""
        return self._opened().values()


# ------------------------------------------------------------------ whole returns


class Parcel(NamedTuple):
    """A return on its way from the child to the shelf: its parts, each packed for itself."""

    head: bytes
    findings: bytes
    cells: bytes


def packed(submission: Submission, findings: tuple[Finding, ...]) -> Parcel:
    """A return and what its validation found, ready to be laid on a shelf."""
    head = _dumped(replace(submission, entries={}))
    return Parcel(head, _dumped(findings), cells_of(submission.file, submission.entries))


def _dumped(part: object) -> bytes:
    return pickle.dumps(part, pickle.HIGHEST_PROTOCOL)


class Stored(Record):
    """A return on the shelf: at ``place`` what identifies it, behind that its cells.

    Its findings lie at ``found_at``, at first between the two.
    """

    shelf: Shelf
    place: int
    found_at: int
    # of what a folder holds nobody knows when it was received
    day: date | None = None
    number: int = 0

    @property
    def submission(self) -> Submission:
        """The return; its cells stay closed."""
        return self.shelf.head(self.place)

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What its validation found."""
        found: tuple[Finding, ...] = self.shelf.taken(self.found_at)
        return found

    def found(self, findings: tuple[Finding, ...]) -> "Stored":
        """The same return; these findings are laid on the shelf too."""
        return replace(self, found_at=self.shelf.put(_dumped(findings)))

    def __reduce__(self) -> tuple[object, ...]:
        return Received, (self.submission, self.findings, self.day, self.number)


def stored(parcel: Parcel, shelf: Shelf) -> Stored:
    """The return of ``parcel``, laid on ``shelf`` unopened."""
    place = shelf.put(*parcel)
    return Stored(shelf, place, place + 1)
