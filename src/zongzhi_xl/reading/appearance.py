"""What of a sheet cannot be seen: rows and columns without height or width, covered cells.

The XML is looked through by plain finds and one expression, because this runs for every return;
only where something is hidden is it taken apart.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

from zongzhi_xl.core.language.addresses import number
from zongzhi_xl.core.returned.page import Area, At
from zongzhi_xl.reading.styles import Styles


class Odd(NamedTuple):
    """A cell whose format may show something else: the format, and what is stored."""

    format: str
    stored: str


@dataclass(frozen=True, slots=True)
class Appearance:
    """What of one sheet cannot be seen; rows and columns count from 1.

    ``odd`` are filled cells by address whose format needs a look, ``pale`` those whose text has
    the colour of its ground.
    """

    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    merged: tuple[Area, ...] = ()
    hidden: bool = False
    odd: Mapping[str, Odd] = field(default_factory=dict)
    pale: frozenset[str] = frozenset()


PLAIN = Appearance()
#: a height in points, or a width in signs, at which nothing can be read
_LEAST_HEIGHT, _LEAST_WIDTH = 3.0, 0.5
_LAST_COLUMN = 16_384

_UNSEEN = re.compile(rb"""\sh(?:idden\s*=\s*["'](?:1|t)|t\s*=\s*["'][0-2][."'])""")
_USUAL_ROW = re.compile(rb"<row( [^>]*)>")
_ROW = re.compile(
    rb"""<(?:\w+:)?row\s[^>]*?\sh(?:idden\s*=\s*["'](?:1|t)|t\s*=\s*["'][0-2][."'])"""
)
#: the same in the usual writing, four times as fast
_USUAL_UNSEEN_ROW = re.compile(rb"""<row [^>]*? h(?:idden=["'](?:1|t)|t=["'][0-2][."'])""")
_ROW = re.compile(rb"<(?:\w+:)?row\b([^>]*)>")
_COLUMN = re.compile(rb"<(?:\w+:)?col\b([^>]*)>")
_MERGED = re.compile(rb"""<(?:\w+:)?mergeCell\b[^>]*?\bref\s*=\s*["']([A-Z]+)(\d+):([A-Z]+)(\d+)""")
_ATTRIBUTE = re.compile(rb"""([\w:]+)\s*=\s*["']([^"']*)["']""")
_FORMAT = re.compile(rb"<(?:\w+:)?sheetFormatPr\b([^>]*)>")


def appearance(
    part: bytes, styles: Styles, *, cells: bytes = b"", hidden: bool = False
) -> Appearance:
    """What of the sheet in ``part`` cannot be seen; ``hidden``: it has no tab.

    ``cells`` is the part written regularly, where it is not so already.
    """
    start = part.find(b"sheetData")
    head, tail = part[: max(start, 0)], part[part.rfind(b"sheetData") :]
    rows = _rows(part, head) if _may_hide_rows(part, head) else frozenset()
    columns, merged = _columns(_between(head, b"cols>")), _merged(_merges_in(tail))
    odd, pale = (
        _styled(cells or part, styles) if styles.formats or styles.pale else ({}, frozenset())
    )
    return Appearance(rows, columns, merged, hidden, odd, pale)


def _styled(xml: bytes, styles: Styles) -> tuple[dict[str, Odd], frozenset[str]]:
    """The filled cells with a style that needs a look."""
    odd = {
        cell: Odd(code, stored)
        for style, code in styles.formats.items()
        for cell, stored in _filled_with(style, xml)
    }
    pale = (cell for style in styles.pale for cell, _ in _filled_with(style, xml))
    return odd, frozenset(pale)


def _filled_with(style: str, xml: bytes) -> Iterator[tuple[str, str]]:
    """Address and cached value of every filled cell of a style, found by the style: it is rare."""
    for found in _of_style(style).finditer(xml):
        start = xml.rfind(b'"', 0, found.start())
        yield xml[start + 1 : found.start()].decode(), found[1].decode()


@lru_cache(maxsize=256)
def _of_style(style: str) -> re.Pattern[bytes]:
    formula = r"(?:<f[^>]*(?:/>|>[^<]*</f>))?"
    return re.compile(rf'" s="{style}"(?: t="[a-zA-Z]+")?>{formula}<(?:v|is)>([^<]*)'.encode())


def stored_at(xml: bytes, address: str) -> float | None:
    """The number that a cell holds, whatever it is shown as; None where it holds none."""
    found = re.search(rf'<c r="{address}"[^>]*>(?:<f.*?)?<v>([^<]*)<'.encode(), xml)
    try:
        return float(found[1]) if found else None
    except ValueError:
        return None


def _between(xml: bytes, tag: bytes) -> bytes:
    first, last = xml.find(tag), xml.rfind(tag)
    return xml[first:last] if first < last else b""


def _merges_in(tail: bytes) -> bytes:
    first, last = tail.find(b"mergeCells"), tail.rfind(b"mergeCells")
    return tail[first:last] if first < last else b""


def _may_hide_rows(part: bytes, head: bytes) -> bool:
    rows = _USUAL_ROW if b"<row " in part else _ROW
    return b"zeroHeight" in head or _UNSEEN.search(b"".join(rows.findall(part))) is not None


def _rows(part: bytes, head: bytes) -> frozenset[int]:
    """Rows without height; where they are so by default, only those that say otherwise have one."""
    zero = _FORMAT.search(head)
    by_default = zero is not None and _yes(_attributes(zero[1]).get(b"zeroHeight", b""))
    found, row, shown = set[int](), 0, set[int]()
    for one in _ROW.finditer(part):
        told = _attributes(one[1])
        row = int(told.get(b"r", row + 1))
        if _yes(told.get(b"hidden", b"")) or _under(told.get(b"ht"), _LEAST_HEIGHT):
            found.add(row)
        else:
            shown.add(row)
    return frozenset(found | (set(range(1, row + 1)) - shown if by_default else set()))


@lru_cache(maxsize=64)
def _columns(block: bytes) -> frozenset[int]:
    found = set[int]()
    for one in _COLUMN.finditer(block):
        told = _attributes(one[1])
        if _yes(told.get(b"hidden", b"")) or _under(told.get(b"width"), _LEAST_WIDTH):
            first, last = int(told.get(b"min", 1)), int(told.get(b"max", 1))
            found.update(range(first, min(last, _LAST_COLUMN) + 1))
    return frozenset(found)


@lru_cache(maxsize=64)
def _merged(block: bytes) -> tuple[Area, ...]:
    corners = (one.groups() for one in _MERGED.finditer(block))
    return tuple(
        Area(At(int(row), number(column.decode())), At(int(end), number(last.decode())))
        for column, row, last, end in corners
    )


def _attributes(text: bytes) -> dict[bytes, bytes]:
    return dict(_ATTRIBUTE.findall(text))


def _yes(value: bytes) -> bool:
    return value in (b"1", b"true", b"on")


def _under(value: bytes | None, least: float) -> bool:
    try:
        return value is not None and float(value) < least
    except ValueError:
        return False
