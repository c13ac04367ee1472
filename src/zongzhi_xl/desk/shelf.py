"""Where the cells of the returns lie between reading and scoring: packed, and beyond 16 MB on disk.

A city's year is 26,000 returns; unpacked they would take two gigabytes. A return's cells are
packed once, by the child that read them, and unpacked when somebody looks at them; the last few
returns looked at stay open. Scoring goes unit by unit, so hardly any is opened twice.
"""

import pickle
from abc import abstractmethod
from collections import OrderedDict
from collections.abc import ItemsView, Iterator, Mapping
from dataclasses import replace
from os import SEEK_END
from tempfile import SpooledTemporaryFile
from typing import Any
from weakref import finalize

from zongzhi_xl.core.submission import Entry, Submission, flattened, unflattened
from zongzhi_xl.core.tally import Received, Tally

_IN_MEMORY = 16 << 20
#: returns kept open: a unit's year twice over
_OPEN = 32


class Closed(Mapping[str, Entry]):
    """The cells of one return, opened when somebody looks at them."""

    __slots__ = ()

    @abstractmethod
    def opened(self) -> dict[str, Entry]:
        """The cells themselves."""

    def __reduce__(self) -> tuple[object, ...]:
        return unflattened, (flattened(self.opened()),)

    def __getitem__(self, name: str) -> Entry:
        return self.opened()[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self.opened())

    def __len__(self) -> int:
        return len(self.opened())

    def get(self, name: str, default: Any = None) -> Any:
        """As of a dict; Mapping's own raises and catches."""
        return self.opened().get(name, default)

    def items(self) -> ItemsView[str, Entry]:
        """As of a dict: opened once, not once a cell."""
        return self.opened().items()


class Packed(Closed):
    """Cells on their way from the child to the shelf."""

    __slots__ = ("packed",)

    def __init__(self, packed: bytes) -> None:
        self.packed = packed

    def opened(self) -> dict[str, Entry]:
        """The cells themselves."""
        return unflattened(pickle.loads(self.packed))  # noqa: S301  # packed by ourselves

    def __reduce__(self) -> tuple[object, ...]:
        return Packed, (self.packed,)


class Shelf:
    """A file without a name, gone with the last return that lies in it."""

    def __init__(self) -> None:
        self._file = SpooledTemporaryFile(_IN_MEMORY)  # noqa: SIM115  # as long as its returns
        finalize(self, self._file.close)
        self._open: OrderedDict[int, dict[str, Entry]] = OrderedDict()

    def put(self, packed: bytes) -> "Shelved":
        """``packed`` at the end of the shelf."""
        self._file.seek(0, SEEK_END)
        at = self._file.tell()
        self._file.write(packed)
        return Shelved(self, at, len(packed))

    def opened(self, at: int, size: int) -> dict[str, Entry]:
        """The cells that lie at ``at``; raises OSError where the disk fails."""
        known = self._open.pop(at, None)
        if known is None:
            self._file.seek(at)
            known = Packed(self._file.read(size)).opened()
            if len(self._open) >= _OPEN:
                self._open.popitem(last=False)
        self._open[at] = known
        return known


class Shelved(Closed):
    """Cells on the shelf."""

    __slots__ = ("at", "shelf", "size")

    def __init__(self, shelf: Shelf, at: int, size: int) -> None:
        self.shelf, self.at, self.size = shelf, at, size

    def opened(self) -> dict[str, Entry]:
        """The cells themselves."""
        return self.shelf.opened(self.at, self.size)


def packed(submission: Submission) -> Submission:
    """``submission`` with its cells packed."""
    flat = pickle.dumps(flattened(submission.entries), pickle.HIGHEST_PROTOCOL)
    return replace(submission, entries=Packed(flat))


def shelved(tally: Tally, shelf: Shelf) -> Tally:
    """``tally`` with the cells of its returns on ``shelf``."""
    return replace(tally, received=tuple(_shelved(one, shelf) for one in tally.received))


def _shelved(one: Received, shelf: Shelf) -> Received:
    entries = one.submission.entries
    if not isinstance(entries, Packed):
        return one
    return Received(replace(one.submission, entries=shelf.put(entries.packed)), one.findings)
