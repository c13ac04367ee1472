"""A zip package written from entries that are there already; for one reader, in memory.

``zipfile`` would unpack and pack what is only to be handed on, for every return once.
"""

import struct
from collections.abc import Mapping
from typing import NamedTuple
from zlib import crc32

_STORED = 0
_LOCAL, _CENTRAL, _END = b"PK\x03\x04", b"PK\x01\x02", b"PK\x05\x06"
_SIZES = struct.Struct("<HHHHHLLLHH")


class Entry(NamedTuple):
    """What a zip holds of a part: packed by ``method``, ``size`` bytes once unpacked."""

    method: int
    checksum: int
    size: int
    packed: bytes


def stored(data: bytes) -> Entry:
    """``data`` as it is."""
    return Entry(_STORED, crc32(data), len(data), data)


def zipped(entries: Mapping[str, Entry]) -> bytes:
    """A zip of ``entries`` by name, in their order."""
    pieces, directory, at = list[bytes](), b"", 0
    for name, one in entries.items():
        named = name.encode()
        sizes = _SIZES.pack(
            20, 0, one.method, 0, 0, one.checksum, len(one.packed), one.size, len(named), 0
        )
        directory += _CENTRAL + b"\x14\x00" + sizes + struct.pack("<HHHLL", 0, 0, 0, 0, at) + named
        pieces += (_LOCAL, sizes, named, one.packed)
        at += len(_LOCAL) + len(sizes) + len(named) + len(one.packed)
    count = len(entries)
    end = struct.pack("<HHHHLLH", 0, 0, count, count, len(directory), at, 0)
    return b"".join((*pieces, directory, _END, end))
