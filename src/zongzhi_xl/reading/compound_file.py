"""The streams of a compound file (OLE2), by name: what an old or an encrypted document is.

Only the directory is read, bounded and without trust in what the file says of itself.
"""

import struct
from collections.abc import Iterator

SIGNATURE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENTRY = 128
#: entries of the allocation table that stand in the header; enough for files of 7 MB
_IN_HEADER = 109
_MOST_SECTORS = 512
#: what an entry of the directory is: a stream; folders inside are told by 1
_STREAM = 2


def streams(data: bytes) -> frozenset[str]:
    """Names of all streams in small letters: in a damaged file those that can be told."""
    return frozenset(name for sector in _directory(data) for name in _names(sector))


def _directory(data: bytes) -> Iterator[bytes]:
    try:
        shift, sector = *struct.unpack_from("<H", data, 30), *struct.unpack_from("<L", data, 48)
        size = 1 << min(shift, 16)
        table = _table(data, size)
        for _ in range(_MOST_SECTORS):
            yield data[(sector + 1) * size : (sector + 2) * size]
            sector = table[sector]
    except (struct.error, IndexError):
        return  # the chain ends, or leads out of the file


def _table(data: bytes, size: int) -> list[int]:
    """Which sector follows which."""
    table: list[int] = []
    for sector in struct.unpack_from(f"<{_IN_HEADER}L", data, 76):
        block = data[(sector + 1) * size : (sector + 2) * size]
        if len(block) == size:
            table += struct.unpack(f"<{size // 4}L", block)
    return table


def _names(sector: bytes) -> set[str]:
    entries = [sector[at : at + _ENTRY] for at in range(0, len(sector) - _ENTRY + 1, _ENTRY)]
    return {_name(one) for one in entries if one[66] == _STREAM}


def _name(entry: bytes) -> str:
    length = min(int.from_bytes(entry[64:66], "little"), 64)
    return entry[: max(length - 2, 0)].decode("utf-16-le", "replace").lower()
