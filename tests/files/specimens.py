"""Odd workbooks and things that are none.

All are made here: by XlsxWriter (``notation.write_return``), then altered part by part as the
docstring says, or by hand from bytes. None was made by Excel or WPS.
"""

import re
import struct
import zipfile
from collections.abc import Callable
from pathlib import Path

FORM = "xl/worksheets/sheet1.xml"
WORKBOOK = "xl/workbook.xml"
STRINGS = "xl/sharedStrings.xml"
STYLES = "xl/styles.xml"

Change = Callable[[str], str]


def altered(path: Path, changes: dict[str, Change | None]) -> Path:
    """``path`` with parts rewritten (None: left out), zipped anew by Python's zipfile."""
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            change = changes.get(name, str)
            if change is not None:
                archive.writestr(name, change(data.decode()))
    return path


def part_of(path: Path, sheet: str) -> str:
    """The part of the zip that holds a sheet, where parts are numbered in the order of the tabs."""
    with zipfile.ZipFile(path) as archive:
        names = re.findall('<sheet name="([^"]+)"', archive.read("xl/workbook.xml").decode())
    return f"xl/worksheets/sheet{names.index(sheet) + 1}.xml"


def with_inline_strings(path: Path) -> Path:
    """Texts inside the cells and no shared strings, as streaming writers leave them."""
    with zipfile.ZipFile(path) as archive:
        texts = re.findall("<si><t[^>]*>(.*?)</t></si>", archive.read(STRINGS).decode())

    def inline(xml: str) -> str:
        return re.sub(
            ' t="s"><v>([0-9]+)</v>',
            lambda hit: f' t="inlineStr"><is><t xml:space="preserve">{texts[int(hit[1])]}</t></is>',
            xml,
        )

    def unlisted(xml: str) -> str:
        return re.sub("<(Override|Relationship) [^>]*sharedStrings[^>]*/>", "", xml)

    sheets: dict[str, Change | None] = {f"xl/worksheets/sheet{n}.xml": inline for n in (1, 2, 3)}
    lists = dict.fromkeys(("[Content_Types].xml", "xl/_rels/workbook.xml.rels"), unlisted)
    return altered(path, sheets | lists | {STRINGS: None})


def with_wrong_dimension(path: Path) -> Path:
    """``<dimension ref="A1"/>`` over a full sheet, as some exporters write."""
    return altered(
        path, {FORM: lambda xml: re.sub('<dimension ref="[^"]*"', '<dimension ref="A1"', xml)}
    )


def with_empty_fill(path: Path) -> Path:
    """A ``<fill/>`` without content among the styles, which openpyxl refuses."""
    return altered(path, {STYLES: lambda xml: xml.replace("</fills>", "<fill/></fills>")})


def with_prefix(path: Path) -> Path:
    """Every tag of the form page with a namespace prefix, as the Open XML SDK writes."""

    def prefixed(xml: str) -> str:
        tagged = re.sub(r"<(/?)(?=[a-z])", r"<\1x:", xml)
        return tagged.replace("xmlns=", "xmlns:x=")

    return altered(path, {FORM: prefixed})


def with_other_attribute_order(path: Path) -> Path:
    """``<c s="1" r="B2">``: the address is not the first attribute."""
    return altered(path, {FORM: lambda xml: re.sub('<c (r="[A-Z0-9]+")([^>/]*)', r"<c\2 \1", xml)})


def with_cell(path: Path, address: str, inside: str, attributes: str = "") -> Path:
    """One more cell in a row of its own below all others of the form page."""
    row = address.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    cell = f'<row r="{row}"><c r="{address}"{attributes}>{inside}</c></row></sheetData>'
    return altered(path, {FORM: lambda xml: xml.replace("</sheetData>", cell)})


def with_content(path: Path, address: str, inside: str, attributes: str = "") -> Path:
    """The cell at ``address`` of the form page written anew."""
    cell = f'<c r="{address}"{attributes}>{inside}</c>'
    pattern = f'<c r="{address}"[^>]*?(/>|>.*?</c>)'
    return altered(path, {FORM: lambda xml: re.sub(pattern, lambda _: cell, xml)})


def with_name(path: Path, name: str, text: str, attributes: str = "") -> Path:
    """One more defined name, written raw."""
    tag = f'<definedName name="{name}"{attributes}>{text}</definedName></definedNames>'
    return altered(path, {WORKBOOK: lambda xml: xml.replace("</definedNames>", tag)})


def renaming(path: Path, name: str, text: str) -> Path:
    """The defined name points elsewhere."""
    pattern = f'(<definedName name="{name}">)[^<]*'
    return altered(path, {WORKBOOK: lambda xml: re.sub(pattern, lambda hit: hit[1] + text, xml)})


def without_name(path: Path, name: str) -> Path:
    """The defined name is gone."""
    pattern = f'<definedName name="{name}">[^<]*</definedName>'
    return altered(path, {WORKBOOK: lambda xml: re.sub(pattern, "", xml)})


# ------------------------------------------------------------------ no workbooks at all

_OLE2 = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_END_OF_CHAIN, _FREE = 0xFFFFFFFE, 0xFFFFFFFF


def ole2(*streams: str) -> bytes:
    """A compound file with entries (three at most) of ``streams``, made by hand: header, table of
    sectors, directory.
    """
    head = bytearray(_OLE2.ljust(512, b"\0"))
    struct.pack_into("<H", head, 30, 9)
    struct.pack_into("<L", head, 48, 1)
    struct.pack_into("<109L", head, 76, 0, *[_FREE] * 108)
    table = struct.pack("<128L", 0xFFFFFFFD, _END_OF_CHAIN, *[_FREE] * 126)
    entries = [_directory_entry("Root Entry", 5), *(_directory_entry(one, 2) for one in streams)]
    return bytes(head) + table + b"".join(entries).ljust(512, b"\0")


def _directory_entry(name: str, kind: int) -> bytes:
    text = name.encode("utf-16-le")
    return struct.pack("<64sHB", text, len(text) + 2, kind).ljust(128, b"\0")


def zip_of(path: Path, **parts: bytes) -> Path:
    """A zip of ``parts`` (``__`` for ``/``, ``_dot_`` for the last dot), by Python's zipfile."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name.replace("__", "/").replace("_dot_", "."), data)
    return path


def truncated(path: Path) -> Path:
    """The first two thirds of a good workbook: a copy that was broken off."""
    data = path.read_bytes()
    path.write_bytes(data[: len(data) * 2 // 3])
    return path


def with_flipped_bytes(path: Path) -> Path:
    """Bytes in the middle of the form page's compressed data turned over: a bad USB stick."""
    with zipfile.ZipFile(path) as archive:
        start = archive.getinfo(FORM).header_offset + 100
    data = bytearray(path.read_bytes())
    data[start : start + 20] = bytes(byte ^ 0xFF for byte in data[start : start + 20])
    path.write_bytes(data)
    return path
