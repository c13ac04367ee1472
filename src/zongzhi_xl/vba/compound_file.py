"""Compound files (MS-CFB, version 3): the container in which a workbook keeps its macros.

Written from the specification, because what PyPI offers either binds our users (AGPL) or writes
files that Excel's own reader rejects. Only writing is needed, and only small files: up to 109
FAT sectors (7 MB).
"""

import struct
from collections.abc import Mapping
from typing import TypeAlias

from zongzhi_xl.record import Workpiece, field

Storage: TypeAlias = "Mapping[str, bytes | Storage]"

_SECTOR, _MINI = 512, 64
#: how many directory entries and links of a FAT a sector holds
_ENTRIES, _LINKS = 4, 128
_MINI_CUTOFF = 4096  # shorter streams live in the mini stream (MS-CFB 2.2)
_FREE, _END, _FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
_NONE = 0xFFFFFFFF
_STORAGE, _STREAM, _ROOT = 1, 2, 5
_RED, _BLACK = 0, 1


class _Entry(Workpiece):
    """A directory entry (MS-CFB 2.6) while its links are being worked out."""

    name: str
    kind: int
    content: bytes = b""
    colour: int = _BLACK
    left: int = _NONE
    right: int = _NONE
    child: int = _NONE
    start: int = 0

    def packed(self) -> bytes:
        name = self.name.encode("utf-16-le") + b"\0\0"
        size = len(self.content)
        links = struct.pack("<BBIII", self.kind, self.colour, self.left, self.right, self.child)
        tail = struct.pack("<16xI16xIQ", 0, self.start, size)
        return name.ljust(64, b"\0") + struct.pack("<H", len(name)) + links + tail


def compound_file(root: Storage) -> bytes:
    """The bytes of a compound file with these storages (mappings) and streams (bytes)."""
    entries = [_Entry("Root Entry", _ROOT)]
    _add_children(entries, 0, root)
    streams = [entry for entry in entries if entry.kind == _STREAM]
    small, fat = _Sectors(_MINI), _Sectors(_SECTOR)
    for entry in streams:
        if not _is_large(entry):
            entry.start = small.add(entry.content)
    entries[0].content = small.content
    for entry in (entries[0], *filter(_is_large, streams)):
        entry.start = fat.add(entry.content)
    unused = struct.pack("<64xHBBIII16xI16xIQ", 0, 0, 0, _NONE, _NONE, _NONE, 0, 0, 0)
    directory = b"".join(entry.packed() for entry in entries)
    directory += unused * (-len(entries) % _ENTRIES)
    mini_fat = _packed_links(small.links)
    starts = fat.add(directory), fat.add(mini_fat)
    return _assemble(fat, *starts, len(mini_fat) // _SECTOR)


def _is_large(entry: _Entry) -> bool:
    return len(entry.content) >= _MINI_CUTOFF


def _add_children(entries: list[_Entry], parent: int, storage: Storage) -> None:
    # siblings are a red-black tree ordered by length of name, then by its capitals (2.6.4)
    names = sorted(storage, key=lambda name: (len(name), name.upper()))
    places = {}
    for name in names:
        content = storage[name]
        places[name] = len(entries)
        if isinstance(content, bytes):
            entries.append(_Entry(name, _STREAM, content))
        else:
            entries.append(_Entry(name, _STORAGE))
            _add_children(entries, places[name], content)
    order = [places[name] for name in names]
    entries[parent].child = _tree(entries, order, len(order).bit_length() - 1)


def _tree(entries: list[_Entry], order: list[int], levels: int) -> int:
    """Link ``order`` as a balanced tree; only the deepest, incomplete level is red."""
    if not order:
        return _NONE
    middle = len(order) // 2
    top = entries[order[middle]]
    top.left = _tree(entries, order[:middle], levels - 1)
    top.right = _tree(entries, order[middle + 1 :], levels - 1)
    top.colour = _RED if levels == 0 and len(entries) > 1 else _BLACK
    return order[middle]


def _packed_links(links: list[int]) -> bytes:
    return _padded(struct.pack(f"<{len(links)}I", *links), b"\xff")


def _padded(content: bytes, filler: bytes, size: int = _SECTOR) -> bytes:
    return content + filler * (-len(content) % size)


class _Sectors(Workpiece):
    """Sectors of one size in the order of the file, and the table that chains them."""

    size: int
    content: bytes = b""
    links: list[int] = field(default_factory=list)

    def add(self, content: bytes) -> int:
        """Append ``content`` as a chain; its first sector, or the end mark if it is empty.

        Its sectors lie in a row: each link names the next, the last one ends.
        """
        if not content:
            return _END
        first, self.content = len(self.links), self.content + _padded(content, b"\0", self.size)
        self.links += [*range(first + 1, len(self.content) // self.size), _END]
        return first


def _assemble(fat: _Sectors, directory: int, mini_fat: int, mini_sectors: int) -> bytes:
    used = len(fat.links)
    fat_sectors = -(-used // (_LINKS - 1))  # each has a link for itself
    links = [*fat.links, *[_FAT] * fat_sectors]
    table = _packed_links(links)
    header = struct.pack(
        "<8s16xHHHHH6xIIIIIIIII",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", 0x3E, 3, 0xFFFE, 9, 6,
        0, fat_sectors, directory, 0, _MINI_CUTOFF,
        mini_fat, mini_sectors, _END, 0,
    )  # fmt: skip
    places = (*range(used, used + fat_sectors), *[_FREE] * (109 - fat_sectors))
    difat = struct.pack("<109I", *places)
    return header + difat + fat.content + table
