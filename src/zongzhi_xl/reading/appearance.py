"""What of a sheet cannot be seen: rows and columns without height or width, covered cells.

This runs for every return: what the returns of a template have in common, the tags of their rows
and what stands around the cells, is looked through once.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from zongzhi_xl.core.language.addresses import number
from zongzhi_xl.core.returned.page import Area, At, Unclear, cells_in
from zongzhi_xl.errors import UnusableFileError
from zongzhi_xl.reading.plain_xml import SPOILT
from zongzhi_xl.reading.styles import Styles, veils_in
from zongzhi_xl.record import Record, field


class Appearance(Record):
    """What of one sheet cannot be seen; rows and columns count from 1.

    ``odd`` are the formats, by address, of filled cells that need a look, ``unclear`` those that
    cannot be read; ``narrow`` are columns, in pixels, that may be too narrow for what they hold;
    ``no_zeros``: the page shows nothing where 0 stands.
    """

    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    merged: tuple[Area, ...] = ()
    hidden: bool = False
    odd: Mapping[str, str] = field(default_factory=dict)
    unclear: Mapping[str, Unclear] = field(default_factory=dict)
    narrow: Mapping[int, float] = field(default_factory=dict)
    no_zeros: bool = False


PLAIN = Appearance()
#: a height in points, or a width in signs, at which nothing can be read
_LEAST_HEIGHT, _LEAST_WIDTH = 3.0, 0.5
_LAST_COLUMN = 16_384
#: bytes of the tags of some hundred rows; a sheet that is filled to its end is not kept in memory
_MOST_REMEMBERED = 1 << 16

#: as a regular sheet begins every row
_ROW = re.compile(rb'<row r="([0-9]+)"([^<]*)')
_ROW_TAG = re.compile(rb'<row r="[^>]*')
_COLUMN = re.compile(rb"<(?:\w+:)?col\b([^>]*)>")
_COLUMN_NUMBER = re.compile(rb"\s*\+?\d{1,7}\s*")
_MERGED = re.compile(rb"""<(?:\w+:)?mergeCell\b[^>]*?\bref\s*=\s*["']([A-Z]+)(\d+):([A-Z]+)(\d+)""")
_CONDITIONS = re.compile(
    rb"<(?:\w+:)?conditionalFormatting\b([^>]*)>(.*?)</(?:\w+:)?conditionalFormatting>", re.DOTALL
)
_FORMAT_OF_RULE = re.compile(rb"""\bdxfId=["'](\d+)["']""")
#: bars and signs instead of the number
_WITHOUT_VALUE = re.compile(rb"""\bshowValue\s*=\s*["'](?:0|false|off)["']""")
#: where newer Excel writes for which cells its rules are
_FOR_CELLS = re.compile(rb"<(?:\w+:)?sqref\b[^>]*>([^<]*)<")
_SPAN = re.compile(rb"([A-Z]{1,3})(\d{1,7})(?::([A-Z]{1,3})(\d{1,7}))?")
#: a sign of the usual print; in a column of that many signs a moment is seen whole
_PIXELS, _WIDE_ENOUGH, _REACH = 7, 17.0, 60
_ATTRIBUTE = re.compile(rb"""([\w:]+)\s*=\s*["']([^"']*)["']""")
_NO_ZEROS = re.compile(rb"""<(?:\w+:)?sheetView\b[^>]*?\bshowZeros\s*=\s*["'](?:0|false|off)["']""")
_FORMAT = re.compile(rb"<(?:\w+:)?sheetFormatPr\b([^>]*)>")


#: address and style of a filled cell
Styled = tuple[str, str]


class Outline(NamedTuple):
    """Of a sheet what tells its appearance: what stands around its cells, and the tags of rows.

    ``found`` are the filled cells of the styles that are watched.
    """

    head: bytes
    tags: bytes
    found: Sequence[Styled]
    tail: bytes


def appearance(xml: bytes, styles: Styles, *, hidden: bool = False) -> Appearance:
    """What of a sheet, written regularly, cannot be seen; ``hidden``: it has no tab."""
    start, end = max(xml.find(b"sheetData"), 0), xml.rfind(b"sheetData")
    cells = xml[start:end]
    found = _filled_with(cells, watched(styles))
    outline = Outline(xml[:start], row_tags(cells), found, xml[end:])
    return appearance_of(outline, styles, hidden=hidden)


def watched(styles: Styles) -> tuple[str, ...]:
    """The styles of which the filled cells must be known."""
    return (*styles.formats, *styles.unclear)


def row_tags(cells: bytes) -> bytes:
    """The tags that begin rows, one after another."""
    return b"".join(_ROW_TAG.findall(cells))


def appearance_of(outline: Outline, styles: Styles, *, hidden: bool) -> Appearance:
    """As :func:`appearance`, of a sheet that is taken apart."""
    head, tags, found, tail = outline
    of_format = head[max(head.find(b"<sheetFormatPr"), 0) :]
    rows_of = _rows if len(tags) < _MOST_REMEMBERED else _rows.__wrapped__
    rows = rows_of(tags, of_format)
    columns, merged = _columns(_between(head, b"cols>")), _merged(_merges_in(tail))
    odd = {cell: styles.formats[style] for cell, style in found if style in styles.formats}
    unclear = dict(_unclear(found, tail, styles))
    no_zeros = _NO_ZEROS.search(head) is not None
    return Appearance(rows, columns, merged, hidden, odd, unclear, _narrow(of_format), no_zeros)


def _unclear(found: Sequence[Styled], tail: bytes, styles: Styles) -> Iterator[tuple[str, Unclear]]:
    """The filled cells of a style, or under a condition, in which they cannot be read."""
    if b"onditionalFormatting" in tail:
        yield from ((cell, Unclear.VEILED) for cell in _veiled(tail, styles.veils))
    for cell, style in found:
        if style in styles.unclear:
            yield cell, styles.unclear[style]


@lru_cache(maxsize=64)
def _veiled(tail: bytes, veils: frozenset[str]) -> tuple[str, ...]:
    """The cells, as far as a form reaches, under a condition with such a format."""
    return tuple(_under_conditions(tail, veils))


def _under_conditions(tail: bytes, veils: frozenset[str]) -> Iterator[str]:
    for attributes, rules in _CONDITIONS.findall(tail):
        if _hides(rules, veils):
            yield from _cells(_attributes(attributes).get(b"sqref", b""))
            for where in _FOR_CELLS.findall(rules):
                yield from _cells(where)


def _cells(where: bytes) -> Iterator[str]:
    """The addresses in ``D9 F1:F4``."""
    for left, top, right, bottom in _SPAN.findall(where):
        end = At(int(bottom or top), number((right or left).decode()))
        area = Area(At(int(top), number(left.decode())), end)
        yield from (At(*at).address for at in cells_in((area,)))


def _hides(rules: bytes, veils: frozenset[str]) -> bool:
    """Whether one of the rules takes away what a cell holds, or shows something else."""
    formats = {one.decode() for one in _FORMAT_OF_RULE.findall(rules)}
    if not veils.isdisjoint(formats) or _WITHOUT_VALUE.search(rules):
        return True
    return b"dxf>" in rules and veils_in(rules.decode("utf-8", "replace"))


@lru_cache(maxsize=64)
def _narrow(block: bytes) -> Mapping[int, float]:
    """The columns of a form, in pixels, that may be too narrow for a moment.

    ``block``: what stands from the default width to the widths of columns.
    """
    default = _FORMAT.search(block)
    told = _attributes(default[1]) if default else {}
    signs = number_or(told.get(b"baseColWidth"), 8)
    usual = number_or(told.get(b"defaultColWidth"), signs + 1.2)
    widths = dict.fromkeys(range(1, _REACH + 1), usual)
    for one in _COLUMN.finditer(block):
        told = _attributes(one[1])
        widths |= dict.fromkeys(
            columns_told(told, _REACH), number_or(told.get(b"width"), signs + 1.2)
        )
    return {at: width * _PIXELS for at, width in widths.items() if width < _WIDE_ENOUGH}


def columns_told(told: Mapping[bytes, bytes], most: int) -> range:
    """The columns that a ``<col>`` is about, up to ``most``; raises UnusableFileError."""
    ends = told.get(b"min", b"1"), told.get(b"max", b"1")
    if not all(map(_COLUMN_NUMBER.fullmatch, ends)):
        raise UnusableFileError(SPOILT)
    return range(int(ends[0]), min(int(ends[1]), most) + 1)


def number_or(text: bytes | None, otherwise: float) -> float:
    """The number that an attribute says; another where it says none."""
    try:
        return otherwise if text is None else float(text)
    except ValueError:
        return otherwise


def _filled_with(cells: bytes, styles: tuple[str, ...]) -> list[Styled]:
    """Every filled cell of one of these styles, found by the style in one pass: it is rare."""
    found = _of_styles(styles).finditer(cells) if styles else ()
    return [
        (cells[cells.rfind(b'"', 0, one.start()) + 1 : one.start()].decode(), one[1].decode())
        for one in found
    ]


@lru_cache(maxsize=64)
def _of_styles(styles: tuple[str, ...]) -> re.Pattern[bytes]:
    formula = r"(?:<f[^>]*(?:/>|>[^<]*</f>))?"
    style = f'" s="({"|".join(styles)})"'
    return re.compile(rf'{style}(?: t="[a-zA-Z]+")?>{formula}<(?:v|is)>'.encode())


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


@lru_cache(maxsize=64)
def _rows(tags: bytes, of_format: bytes) -> frozenset[int]:
    """Rows without height; where they are so by default, only those that say otherwise have one.

    ``tags`` begin all rows; ``of_format``: what stands from the default height to the cells.
    """
    usual = _FORMAT.search(of_format)
    default = _attributes(usual[1]) if usual else {}
    by_default, height = (
        _yes(default.get(b"zeroHeight", b"")),
        default.get(b"defaultRowHeight", b""),
    )
    found, last, shown = set[int](), 0, set[int]()
    for row, more in _ROW.findall(tags):
        told, last = _attributes(more), int(row)
        hidden = _yes(told.get(b"hidden", b"")) or _under(told.get(b"ht", height), _LEAST_HEIGHT)
        (found if hidden else shown).add(last)
    return frozenset(found | (set(range(1, last + 1)) - shown if by_default else set()))


@lru_cache(maxsize=64)
def _columns(block: bytes) -> frozenset[int]:
    found = set[int]()
    for one in _COLUMN.finditer(block):
        told = _attributes(one[1])
        if _yes(told.get(b"hidden", b"")) or _under(told.get(b"width"), _LEAST_WIDTH):
            found.update(columns_told(told, _LAST_COLUMN))
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
