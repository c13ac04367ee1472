"""The streams of a compound file (OLE2), by name: what an old or an encrypted document is.

All is read bounded and without trust in what the file says of itself.
"""

import struct
from collections.abc import Iterator

SIGNATURE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENTRY, _HEADER = 128, 512
#: entries of the allocation table that stand in the header; enough for files of 7 MB
_IN_HEADER = 109
_MOST_SECTORS = 512
#: what an entry of the directory is: a stream; folders inside are told by 1
_STREAM = 2


def streams(data: bytes) -> frozenset[str]:
    """Names of all streams in small letters: in a damaged file those that can be told."""
    return frozenset(name for sector in _directory(data) for name in _names(sector))


def stream(data: bytes, name: str) -> bytes:
    """What the stream of that name (in small letters) holds; empty where it cannot be told."""
    for sector in _directory(data):
        for entry in _entries(sector):
            if entry[66] == _STREAM and _name(entry) == name:
                first, size = struct.unpack_from("<LL", entry, 116)
                return b"".join(_chain(data, first, len(data)))[:size]
    return b""


def _directory(data: bytes) -> Iterator[bytes]:
    if len(data) >= _HEADER:
        yield from _chain(data, _int(data, 48), _MOST_SECTORS)


def _chain(data: bytes, sector: int, most: int) -> Iterator[bytes]:
    """The sectors from ``sector`` on, one after the other, ``most`` at most."""
    try:
        size = 1 << min(*struct.unpack_from("<H", data, 30), 16)
        table = _table(data, size)
        for _ in range(min(most, len(data) // size)):
            yield data[(sector + 1) * size : (sector + 2) * size]
            sector = table[sector]
    except (struct.error, IndexError):
        return  # the chain ends, or leads out of the file


def _table(data: bytes, size: int) -> list[int]:
    """Which sector follows which."""
    table: list[int] = []
    for sector in _of_table(data, size):
        block = data[(sector + 1) * size : (sector + 2) * size]
        if len(block) == size:
            table += struct.unpack(f"<{size // 4}L", block)
    return table


def _of_table(data: bytes, size: int) -> Iterator[int]:
    """The sectors of the table: named in the header, and in further sectors of a large file."""
    yield from struct.unpack_from(f"<{_IN_HEADER}L", data, 76)
    further = _int(data, 68)
    for _ in range(min(len(data) // size, _MOST_SECTORS)):
        block = data[(further + 1) * size : (further + 2) * size]
        if len(block) < size:
            return
        *named, further = struct.unpack(f"<{size // 4}L", block)
        yield from named


def _int(data: bytes, at: int) -> int:
    found: int = struct.unpack_from("<L", data, at)[0]
    return found


def _names(sector: bytes) -> set[str]:
    return {_name(one) for one in _entries(sector) if one[66] == _STREAM}


def _entries(sector: bytes) -> list[bytes]:
    return [sector[at : at + _ENTRY] for at in range(0, len(sector) - _ENTRY + 1, _ENTRY)]


def _name(entry: bytes) -> str:
    length = min(int.from_bytes(entry[64:66], "little"), 64)
    return entry[: max(length - 2, 0)].decode("utf-16-le", "replace").lower()
