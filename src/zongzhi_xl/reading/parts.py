r"""The parts of a zip package, and how they relate: Open Packaging, as office programs take it.

A part is found by the relationship that leads to it, whatever it is called. Names compare without
letter case, and some .NET and zip tools write ``\`` for ``/``.
"""

import lzma
import struct
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterator
from functools import lru_cache
from io import BytesIO
from posixpath import basename, dirname, join, normpath
from typing import NamedTuple
from urllib.parse import unquote

from zongzhi_xl.errors import UnusableFileError
from zongzhi_xl.reading.plain_xml import UNSAFE, elements
from zongzhi_xl.reading.small_zip import Entry

BROKEN = "文件已损坏或没有复制完：请重新发送；仍打不开的，重新领取空白表填报"
#: what zipfile raises over damaged packages: offsets below zero, names in no encoding, passwords
_ZIP_FAULTS = (
    zipfile.BadZipFile, zlib.error, lzma.LZMAError, struct.error, EOFError, LookupError, ValueError,
    OSError, RuntimeError,
)  # fmt: skip


#: a local header up to the lengths of the name and of what follows it
_LOCAL, _MAGIC = struct.Struct("<26xHH"), b"PK\x03\x04"
#: flags of entries that are encrypted, or patches of others
_UNUSUAL = 0b110_0001


class Relation(NamedTuple):
    """What one part has to do with another: ``kind`` is the last word of its type."""

    id: str
    kind: str
    target: str


class Parts:
    """An opened package, its parts by name; ``limit`` bounds all of them unpacked, in bytes.

    Raises UnusableFileError where it cannot be opened, is too large, or a name stands twice.
    """

    def __init__(self, data: bytes, limit: int) -> None:
        self._data = data
        try:
            self._archive = zipfile.ZipFile(BytesIO(data))
        except _ZIP_FAULTS as fault:
            raise UnusableFileError(BROKEN) from fault
        _refuse_giants(self._archive, limit)
        files = [one for one in self._archive.filelist if one.filename[-1:] not in ("/", "\\")]
        self._by_key = {_key(one.filename): one for one in files}
        self._limit = limit
        if len(self._by_key) < len(files):
            # of two parts of one name each program reads another: nobody knows which was signed
            raise UnusableFileError(
                "压缩包里有两个同名的部分，不同程序会读出不同的数：请重新领取空白表填报"
            )

    @property
    def names(self) -> list[str]:
        """All of them as they are spelled, with ``/`` between."""
        return [one.filename.replace("\\", "/") for one in self._by_key.values()]

    def __contains__(self, name: str) -> bool:
        return _key(name) in self._by_key

    def _info(self, name: str) -> zipfile.ZipInfo:
        """Where a part lies; raises UnusableFileError where what leads to it leads nowhere."""
        info = self._by_key.get(_key(name))
        if info is None:
            raise UnusableFileError(BROKEN)
        return info

    def part(self, name: str) -> bytes:
        """The XML of a part, in UTF-8; raises UnusableFileError."""
        whole = _at_once(self._data, self._info(name))
        return presentable(
            next(self.blocks(name, self._limit + 1), b"") if whole is None else whole
        )

    def blocks(self, name: str, size: int) -> Iterator[bytes]:
        """A part in blocks of ``size`` bytes; raises UnusableFileError."""
        try:
            with self._archive.open(self._info(name)) as stream:
                while block := stream.read(size):
                    yield block
        except _ZIP_FAULTS as fault:
            raise UnusableFileError(BROKEN) from fault

    def entry(self, name: str) -> Entry:
        """A part as it is packed, to be handed on; raises UnusableFileError."""
        info = self._info(name)
        head = self._data[info.header_offset : info.header_offset + _LOCAL.size]
        try:
            start = info.header_offset + _LOCAL.size + sum(_LOCAL.unpack(head))
        except struct.error as fault:
            raise UnusableFileError(BROKEN) from fault
        packed = self._data[start : start + info.compress_size]
        return Entry(info.compress_type, info.CRC, info.file_size, packed)

    def relations(self, name: str) -> tuple[Relation, ...]:
        """What the part ``name`` (``""``: the package) leads to inside the package.

        Raises UnusableFileError where two of them have one Id.
        """
        folder, beside = dirname(name), f"_rels/{basename(name)}.rels"
        where = join(folder, beside)
        return _relations(self.part(where), folder) if where in self else ()


def _at_once(data: bytes, info: zipfile.ZipInfo) -> bytes | None:
    """A part that is packed as usual and is in all what its entry claims; None: ask ``zipfile``.

    That takes three times as long, and in every return some seven parts are read.
    """
    name, at = info.orig_filename, info.header_offset
    head = data[at : at + _LOCAL.size + len(name)] if at >= 0 else b""
    usual = info.compress_type == zipfile.ZIP_DEFLATED and not info.flag_bits & _UNUSUAL
    named_so = head.startswith(_MAGIC) and head[_LOCAL.size :] == name.encode("ascii", "replace")
    if not (usual and named_so and name.isascii()):
        return None
    named, extra = _LOCAL.unpack(head[: _LOCAL.size])
    start = at + len(head) + extra
    unpack = zlib.decompressobj(-zlib.MAX_WBITS)
    try:
        whole = unpack.decompress(data[start : start + info.compress_size], info.file_size + 1)
    except zlib.error:
        return None
    told = (len(name), info.file_size, info.CRC)
    return whole if unpack.eof and (named, len(whole), zlib.crc32(whole)) == told else None


def _refuse_giants(archive: zipfile.ZipFile, limit: int) -> None:
    sizes = [entry.file_size for entry in archive.filelist]
    if sum(sizes) > limit:
        which = "有一部分" if max(sizes) > limit else "一共"
        raise UnusableFileError(
            f"内容过大（解开后{which}超过 {limit >> 20} MB）："
            "可能整列填充了格式或数据，请重新领取空白表填报"
        )
    if any(entry.flag_bits & 1 for entry in archive.filelist):
        raise UnusableFileError("压缩包设有密码，打不开：请报送没有密码的 .xlsx 文件")


@lru_cache(maxsize=4096)
def _key(name: str) -> str:
    """Names that lead to one part have one key."""
    return normpath(unquote(name).replace("\\", "/").lstrip("/")).casefold()


def presentable(xml: bytes) -> bytes:
    """``xml``, or its beginning; raises UnusableFileError where it is not to be read."""
    if xml.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise UnusableFileError(
            "内部编码少见，程序读不了：请用 Excel 或 WPS 打开，原样保存一次后重报"
        )
    if b"<!DOCTYPE" in xml:  # no office program writes one; entities would come with it
        raise UnusableFileError(UNSAFE)
    return xml


@lru_cache(maxsize=64)
def _relations(xml: bytes, folder: str) -> tuple[Relation, ...]:
    found = [one for one in elements(xml) if one.path == "Relationships/Relationship"]
    ids = Counter(one.attributes.get("Id") for one in found)
    if len(ids) < len(found):
        raise UnusableFileError(
            "内部有两条同号的链接，不同程序会打开不同的页：请重新领取空白表填报"
        )
    inside = [one.attributes for one in found if one.attributes.get("TargetMode") != "External"]
    return tuple(
        Relation(
            one.get("Id", ""),
            one.get("Type", "").rpartition("/")[2],
            normpath(join(f"/{folder}", one.get("Target", "").replace("\\", "/"))).lstrip("/"),
        )
        for one in inside
    )
