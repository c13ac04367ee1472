"""One pass over the zip package of a workbook: what calamine does not tell.

Names and their cells, sheets and their parts, and of an input sheet: which cells hold formulas,
which hold error values, which lie far outside the template. Values are calamine's business.
Only the parts that are needed are unpacked. What is the same in every return of a template (the
block of names, the list of sheets) is understood once and remembered.
"""

import lzma
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from html import unescape
from io import BytesIO
from posixpath import normpath
from types import MappingProxyType

from zongzhi_xl.core.language.addresses import letters, number
from zongzhi_xl.errors import UnusableFileError

WORKBOOK = "xl/workbook.xml"
_RELATIONS = "xl/_rels/workbook.xml.rels"
_BROKEN = "文件已损坏或没有复制完：请重新发送；仍打不开的，重新领取空白表填报"
#: what zipfile raises over damaged packages: offsets below zero, names in no encoding, passwords
_ZIP_FAULTS = (
    zipfile.BadZipFile, zlib.error, lzma.LZMAError, struct.error, EOFError, LookupError, ValueError,
    OSError, RuntimeError,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Target:
    """Where a defined name points: a rectangle of cells, rows and columns counted from 1.

    ``sheet`` is empty where the cells were deleted (``#REF!``) or lie in another workbook.
    """

    sheet: str
    row: int = 0
    column: int = 0
    last_row: int = 0
    last_column: int = 0

    @property
    def single(self) -> bool:
        """One cell."""
        return (self.row, self.column) == (self.last_row, self.last_column)

    @property
    def at(self) -> tuple[int, int]:
        """Row and column of the top left cell."""
        return self.row, self.column

    @property
    def address(self) -> str:
        """The top left cell, ``C4``."""
        return f"{letters(self.column)}{self.row}"

    @property
    def span(self) -> str:
        """The rectangle as merged cells are written, ``C4:E4``."""
        return f"{self.address}:{letters(self.last_column)}{self.last_row}"


@dataclass(frozen=True, eq=False)
class Names:
    """The names of one template; one object for all its returns, so it can be a key by identity."""

    targets: Mapping[str, Target]


@dataclass(frozen=True)
class Package:
    """An opened workbook: its names, the parts of its sheets, and the zip to read them from.

    ``hidden`` are the sheets without a tab that a person sees.
    """

    names: Names
    sheets: Mapping[str, str]
    hidden: frozenset[str]
    archive: zipfile.ZipFile
    part_limit: int

    def sheet_part(self, sheet: str) -> bytes:
        """The XML of ``sheet``, in UTF-8; raises UnusableFileError."""
        return self.part(self.sheets[sheet])

    def part(self, name: str) -> bytes:
        """The XML of a part by its name in the zip; raises UnusableFileError."""
        return _part(self.archive, name, self.part_limit)

    def sheet_blocks(self, sheet: str, size: int) -> Iterator[bytes]:
        """The same in blocks of ``size`` bytes, for a sheet too long to be held whole."""
        return map(_presentable, _blocks(self.archive, self.sheets[sheet], size))


def open_package(data: bytes, part_limit: int) -> Package:
    """The package in ``data``; ``part_limit`` bounds all its parts unpacked, in bytes.

    Raises :class:`UnusableFileError`.
    """
    try:
        archive = zipfile.ZipFile(BytesIO(data))
    except _ZIP_FAULTS as fault:
        raise UnusableFileError(_BROKEN) from fault
    _refuse_giants(archive, part_limit)
    _refuse_doubles(archive)
    _refuse_other_formats(archive)
    workbook = _without_comments(_part(archive, WORKBOOK, part_limit))
    relations = _without_comments(_part(archive, _RELATIONS, part_limit))
    tabs = _block(workbook, b"sheets")
    names = _names(_block(workbook, b"definedNames"))
    return Package(names, _sheets(tabs, relations), _hidden(tabs), archive, part_limit)


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


def _refuse_doubles(archive: zipfile.ZipFile) -> None:
    """Of two parts of one name each program reads another: nobody knows which was signed."""
    names = {name.lower() for name in archive.namelist()}
    if len(names) < len(archive.filelist):
        raise UnusableFileError(
            "压缩包里有两个同名的部分，不同程序会读出不同的数：请重新领取空白表填报"
        )


def _refuse_other_formats(archive: zipfile.ZipFile) -> None:
    parts = archive.NameToInfo
    if WORKBOOK not in parts:
        told = [reason for part, reason in _OTHER_FORMATS.items() if part in parts]
        raise UnusableFileError(told[0] if told else _NO_WORKBOOK)


_OTHER_FORMATS = {
    "xl/workbook.bin": "是二进制工作簿（.xlsb）：请另存为“Excel 工作簿（.xlsx）”后重报",
    "content.xml": "是 ODS 等开放文档：请另存为“Excel 工作簿（.xlsx）”后重报",
}
_NO_WORKBOOK = "不是 Excel 工作簿（可能是 Word 文档或压缩包）：请先解压，只报送 .xlsx 报表"


def _part(archive: zipfile.ZipFile, name: str, limit: int) -> bytes:
    return _presentable(next(_blocks(archive, name, limit + 1), b""))


def _blocks(archive: zipfile.ZipFile, name: str, size: int) -> Iterator[bytes]:
    try:
        with archive.open(name) as stream:
            while block := stream.read(size):
                yield block
    except _ZIP_FAULTS as fault:
        raise UnusableFileError(_BROKEN) from fault


def _presentable(xml: bytes) -> bytes:
    """``xml``, or its beginning; raises UnusableFileError where it is not to be read."""
    if xml.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise UnusableFileError(
            "内部编码少见，程序读不了：请用 Excel 或 WPS 打开，原样保存一次后重报"
        )
    if b"<!DOCTYPE" in xml:  # no office program writes one; entities would come with it
        raise UnusableFileError("内部有不应有的定义，出于安全不读：请重新领取空白表填报")
    return xml


def _without_comments(xml: bytes) -> bytes:
    return re.sub(rb"<!--.*?-->", b"", xml, flags=re.DOTALL) if b"<!--" in xml else xml


def _block(xml: bytes, tag: bytes) -> bytes:
    """What stands between the start and the end of ``tag`` (plain finds: ten times a regex)."""
    end = tag + b">"
    first, last = xml.find(end), xml.rfind(end)
    return xml[first + len(end) : last] if first < last else b""


_ATTRIBUTE = re.compile(r"""([\w.:-]+)\s*=\s*(?:"([^"]*)"|'([^']*)')""")


def _attributes(text: str) -> dict[str, str]:
    """Attributes by local name, entities resolved."""
    return {
        key.rpartition(":")[2]: unescape(double or single)
        for key, double, single in _ATTRIBUTE.findall(text)
    }


@lru_cache(maxsize=16)
def _sheets(block: bytes, relations: bytes) -> Mapping[str, str]:
    """Part by sheet name, in the order of the tabs."""
    entries = re.findall(r"<(?:\w+:)?Relationship\b([^>]*)>", relations.decode("utf-8", "replace"))
    parts = {one.get("Id"): one.get("Target", "") for one in map(_attributes, entries)}
    pairs = {one.get("name", ""): parts.get(one.get("id"), "") for one in _tabs(block)}
    return MappingProxyType({name: _inside(part) for name, part in pairs.items() if part})


@lru_cache(maxsize=16)
def _hidden(block: bytes) -> frozenset[str]:
    tabs = _tabs(block)
    return frozenset(
        one.get("name", "") for one in tabs if one.get("state", "visible") != "visible"
    )


def _tabs(block: bytes) -> list[dict[str, str]]:
    tags = re.findall(r"<(?:\w+:)?sheet\b([^>]*)>", block.decode("utf-8", "replace"))
    return [_attributes(tag) for tag in tags]


def _inside(target: str) -> str:
    """A relation's target, relative to ``xl/``, as a name in the zip."""
    return target.lstrip("/") if target.startswith("/") else normpath(f"xl/{target}")


#: a return has some 500; files copied about for years collect thousands
_MOST_NAMES = 20_000
_NAME = re.compile(r"<(?:\w+:)?definedName\b([^>]*)>([^<]*)<")
_REFERENCE = re.compile(
    r"=?(?:'((?:[^']|'')+)'|([^'!]+))!"
    r"\$?([A-Z]{1,3})\$?(\d{1,7})(?::\$?([A-Z]{1,3})\$?(\d{1,7}))?"
)


@lru_cache(maxsize=16)
def _names(block: bytes) -> Names:
    """Workbook-scoped names that are (or were) cells; formulas and constants are left out."""
    if block.count(b"definedName ") > _MOST_NAMES:
        raise UnusableFileError("定义的名称过多，多半是从别的工作簿带来的：请重新领取空白表填报")
    names = {}
    for tag, text in _NAME.findall(block.decode("utf-8", "replace")):
        attributes = _attributes(tag)
        target = _target(unescape(text).strip())
        if target and "localSheetId" not in attributes:
            names[attributes.get("name", "")] = target
    return Names(MappingProxyType(names))


def _target(text: str) -> Target | None:
    if "#REF!" in text or "[" in text:
        return Target("")
    found = _REFERENCE.fullmatch(text)
    if not found:
        return None
    quoted, plain, column, row, last_column, last_row = found.groups()
    sheet = quoted.replace("''", "'") if quoted else plain
    first = int(row), number(column)
    return Target(sheet, *first, int(last_row or row), number(last_column or column))


#: parts beside the sheets that calamine needs to read values
_SHARED = re.compile(r"(\[Content_Types\]\.xml|_rels/\.rels|xl/[^/]+\.xml|xl/_rels/.*)")


def repacked(package: Package, sheets: Mapping[str, bytes]) -> bytes:
    """A smaller package with ``sheets`` only, their parts replaced; for sheets not safe to load."""
    small = BytesIO()
    with zipfile.ZipFile(small, "w") as target:
        for name in filter(_SHARED.fullmatch, package.archive.namelist()):
            target.writestr(name, package.part(name))
        for sheet, xml in sheets.items():
            target.writestr(package.sheets[sheet], xml)
    return small.getvalue()
