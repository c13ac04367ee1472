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
from importlib import import_module
from io import BytesIO
from posixpath import basename, dirname, join, normpath
from typing import Any, NamedTuple, cast
from urllib.parse import unquote

from zongzhi_xl.errors import UnusableFileError
from zongzhi_xl.reading.plain_xml import UNSAFE, elements
from zongzhi_xl.reading.small_zip import Entry, zipped

BROKEN = "文件已损坏或没有复制完：请重新发送；仍打不开的，重新领取空白表填报"
#: what zipfile raises over damaged packages: offsets below zero, names in no encoding, passwords
_ZIP_FAULTS = (
    zipfile.BadZipFile, zlib.error, lzma.LZMAError, struct.error, EOFError, LookupError, ValueError,
    OSError, RuntimeError,
)  # fmt: skip


#: a local header up to the lengths of the name and of what follows it
_LOCAL, _MAGIC = struct.Struct("<26xHH"), b"PK\x03\x04"
#: flags of entries that are encrypted or patches of others, and of names in UTF-8
_UNUSUAL, _IN_UTF8 = 0b110_0001, 1 << 11


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
        return unpacked(self.entry(name))

    def blocks(self, name: str, size: int) -> Iterator[bytes]:
        """A part in blocks of ``size`` bytes; raises UnusableFileError."""
        try:
            with self._archive.open(self._info(name)) as stream:
                while block := stream.read(size):
                    yield block
        except _ZIP_FAULTS as fault:
            raise UnusableFileError(BROKEN) from fault

    def entry(self, name: str) -> Entry:
        """A part as it is packed; raises UnusableFileError where its own header tells another."""
        info = self._info(name)
        at = info.header_offset + _LOCAL.size
        head = self._data[max(info.header_offset, 0) : at]
        if not head.startswith(_MAGIC) or len(head) != _LOCAL.size or info.flag_bits & _UNUSUAL:
            raise UnusableFileError(BROKEN)
        named, extra = _LOCAL.unpack(head)
        encoding = "utf-8" if info.flag_bits & _IN_UTF8 else "cp437"
        if self._data[at : at + named].decode(encoding, "replace") != info.orig_filename:
            raise UnusableFileError(BROKEN)
        start = at + named + extra
        packed = self._data[start : start + info.compress_size]
        return Entry(info.compress_type, info.CRC, info.file_size, packed)

    def relations(self, name: str) -> tuple[Relation, ...]:
        """What the part ``name`` (``""``: the package) leads to inside the package.

        Raises UnusableFileError where two of them have one Id.
        """
        folder, beside = dirname(name), f"_rels/{basename(name)}.rels"
        where = join(folder, beside)
        return _relations(self.part(where), folder) if where in self else ()


def _quickest() -> Any:
    """ISA-L's zlib where it is installed: it unpacks in less than half the time."""
    try:
        return import_module("isal.isal_zlib")
    except ImportError:  # no such processor, or an installation without it
        return zlib


_quick = _quickest()


#: below so many bytes as it is packed, most returns have a part alike: which parts there are, the
#: formats; or it is looked at twice
_SMALL = 4096


def unpacked(entry: Entry) -> bytes:
    """The XML of a part that is all what its entry claims; raises UnusableFileError."""
    return (_unpacked_once if len(entry.packed) < _SMALL else _unpacked)(entry)


def _unpacked(entry: Entry) -> bytes:
    whole = _deflated(entry)
    if whole is None or (len(whole), _quick.crc32(whole)) != (entry.size, entry.checksum):
        whole = _by_zipfile(entry)
    return presentable(whole)


_unpacked_once = lru_cache(maxsize=16)(_unpacked)


def _deflated(entry: Entry) -> bytes | None:
    """A part packed as usual; ``zipfile`` takes three times as long, ten times a return."""
    if entry.method != zipfile.ZIP_DEFLATED:
        return None
    try:
        unpacking = _quick.decompressobj(-zlib.MAX_WBITS)
        return cast("bytes", unpacking.decompress(entry.packed, entry.size + 1))
    except (zlib.error, _quick.error):
        return None


def _by_zipfile(entry: Entry) -> bytes:
    """A part however it is packed; where that cannot be read, nobody can."""
    try:
        with zipfile.ZipFile(BytesIO(zipped({"part": entry}))) as archive:
            return archive.read("part")
    except _ZIP_FAULTS as fault:
        raise UnusableFileError(BROKEN) from fault


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
