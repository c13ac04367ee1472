"""The records of an old workbook (BIFF8, ``.xls`` and ``.et``) beside values: what calamine omits.

Names and their cells, which sheets, rows and columns are hidden, merged cells, formulas and number
formats. Fonts, colours, conditions and pictures are not looked at. Layout of the records:
Microsoft, *Excel Binary File Format (.xls) Structure* [MS-XLS], 2.4.
"""

import struct
from collections.abc import Iterator, Mapping
from enum import IntEnum
from typing import NamedTuple

from zongzhi_xl.core.language.addresses import letters
from zongzhi_xl.record import Workpiece, field


class _Record(IntEnum):
    BOF, EOF = 0x0809, 0x000A
    SHEET, REFERENCES, NAME = 0x0085, 0x0017, 0x0018
    ENCRYPTED, FORMAT, STYLE = 0x002F, 0x041E, 0x00E0
    ROW, COLUMNS, MERGED = 0x0208, 0x007D, 0x00E5
    FORMULA, NUMBERS, BLANKS = 0x0006, 0x00BD, 0x00BE


#: cells with one value: blank, number, truth value or error, text, shared text, short number
_CELLS = frozenset({0x0201, 0x0203, 0x0205, 0x0204, 0x00FD, 0x027E, _Record.FORMULA})
#: rows of numbers and of blanks, and the bytes that each cell takes there
_MANY: Mapping[int, int] = {_Record.NUMBERS: 6, _Record.BLANKS: 2}
_VERSION_8 = 0x0600
#: how the first sign of a formula tells one cell, or a rectangle, of a sheet
_ONE_CELL, _RECTANGLE = (0x3A, 0x5A, 0x7A), (0x3B, 0x5B, 0x7B)
_COLUMN = 0x3FFF
#: flags: of a name, a column and a row; what a sheet is
_OWN, _HIDDEN_COLUMN, _HIDDEN_ROW, _WORKSHEET = 0x20, 1, 0x20, 0


class Columns(NamedTuple):
    """Some columns, from 1, and their width in digits."""

    first: int
    last: int
    width: float
    hidden: bool


class OldSheet(Workpiece):
    """A sheet: addresses of formulas, what is hidden, merged; the style of each cell. From 1."""

    name: str
    start: int
    hidden: bool
    formulas: set[str] = field(default_factory=set)
    hidden_rows: set[int] = field(default_factory=set)
    columns: list[Columns] = field(default_factory=list)
    merged: list[str] = field(default_factory=list)
    styles: dict[tuple[int, int], int] = field(default_factory=dict)

    @property
    def state(self) -> str:
        """As Open XML says whether it has a tab."""
        return "hidden" if self.hidden else "visible"


class OldBook(Workpiece):
    """A workbook: sheets in the order of their tabs, names as they refer, formats by style."""

    sheets: list[OldSheet] = field(default_factory=list)
    names: list[tuple[str, str]] = field(default_factory=list)
    formats: dict[int, str] = field(default_factory=dict)
    styles: list[int] = field(default_factory=list)


class OldRecordsError(Exception):
    """The stream is no workbook of this kind; ``locked``: only a password opens it."""

    def __init__(self, *, locked: bool = False) -> None:
        self.locked = locked


def book_in(stream: bytes) -> OldBook:
    """What the stream of a workbook tells; raises :class:`OldRecordsError`."""
    try:
        return _book(stream)
    except (struct.error, IndexError, UnicodeDecodeError) as fault:
        raise OldRecordsError from fault


def _records(stream: bytes, at: int) -> Iterator[tuple[int, bytes]]:
    """Each record up to the end of its part."""
    while at + 4 <= len(stream):
        kind, size = struct.unpack_from("<HH", stream, at)
        content, at = stream[at + 4 : at + 4 + size], at + 4 + size
        if kind == _Record.EOF:
            return
        yield kind, content


def _book(stream: bytes) -> OldBook:
    kind, version = struct.unpack_from("<H2xH", stream)
    if (kind, version) != (_Record.BOF, _VERSION_8):
        raise OldRecordsError
    book, references, names = OldBook(), list[tuple[int, int]](), list[bytes]()
    for kind, content in _records(stream, 0):
        match kind:
            case _Record.ENCRYPTED:
                raise OldRecordsError(locked=True)
            case _Record.SHEET if content[5] == _WORKSHEET:
                (start,), hidden = struct.unpack_from("<L", content), content[4] & 3 != 0
                book.sheets.append(OldSheet(_text(content, 6), start, hidden))
            case _Record.SHEET:  # charts and macros have a place among the sheets too
                book.sheets.append(OldSheet("", 0, hidden=True))
            case _Record.REFERENCES:
                (count,) = struct.unpack_from("<H", content)
                some = (struct.unpack_from("<HHH", content, 2 + 6 * n) for n in range(count))
                references += ((first, last) for _, first, last in some)
            case _Record.NAME:
                names.append(content)
            case _Record.FORMAT:
                book.formats[struct.unpack_from("<H", content)[0]] = _text(content, 2, wide=True)
            case _Record.STYLE:
                book.styles.append(struct.unpack_from("<H", content, 2)[0])
    titles = [one.name for one in book.sheets]
    book.names = [one for name in names for one in _named(name, titles, references)]
    for sheet in book.sheets:
        if sheet.name:
            _look(stream, sheet)
    book.sheets = [one for one in book.sheets if one.name]
    return book


def _text(content: bytes, at: int, *, wide: bool = False) -> str:
    """A text after its length, of one byte or two (``wide``), and a flag of its encoding."""
    length = struct.unpack_from("<H", content, at)[0] if wide else content[at]
    at += 2 if wide else 1
    return _signs(content, at + 1, length, wide=bool(content[at] & 1))


def _signs(content: bytes, at: int, length: int, *, wide: bool) -> str:
    if wide:
        return content[at : at + 2 * length].decode("utf-16-le")
    return content[at : at + length].decode("latin-1")


def _named(
    content: bytes, titles: list[str], references: list[tuple[int, int]]
) -> Iterator[tuple[str, str]]:
    """The name with the cells that it is, as Open XML writes them; nothing of another one."""
    flags, length, size, of_sheet = struct.unpack_from("<H1xBH2xH", content)
    wide = bool(content[14] & 1)
    name = _signs(content, 15, length, wide=wide)
    formula = content[15 + length * (1 + wide) :][:size]
    if of_sheet or flags & _OWN or not formula:  # of one sheet, or the program's own
        return
    if formula[0] in _ONE_CELL:
        which, top, left = struct.unpack_from("<HHH", formula, 1)
        bottom, right = top, left
    elif formula[0] in _RECTANGLE:
        which, top, bottom, left, right = struct.unpack_from("<HHHHH", formula, 1)
    else:
        yield name, "#REF!"
        return
    first, last = references[which]
    if first != last or first >= len(titles):
        yield name, "#REF!"
        return
    sheet = titles[first].replace("'", "''")
    yield name, f"'{sheet}'!{_fixed(top, left)}:{_fixed(bottom, right)}"


def _fixed(row: int, column: int) -> str:
    return f"${letters((column & _COLUMN) + 1)}${row + 1}"


def _look(stream: bytes, sheet: OldSheet) -> None:
    """What stands in the sheet's own part."""
    for kind, content in _records(stream, sheet.start):
        match kind:
            case _Record.ROW:
                row, options = struct.unpack_from("<H10xH", content)
                if options & _HIDDEN_ROW:
                    sheet.hidden_rows.add(row + 1)
            case _Record.COLUMNS:
                first, last, width, options = struct.unpack_from("<HHH2xH", content)
                hidden = bool(options & _HIDDEN_COLUMN)
                sheet.columns.append(Columns(first + 1, last + 1, width / 256, hidden))
            case _Record.MERGED:
                (count,) = struct.unpack_from("<H", content)
                for n in range(count):
                    top, bottom, left, right = struct.unpack_from("<HHHH", content, 2 + 8 * n)
                    corner, end = _fixed(top, left), _fixed(bottom, right)
                    sheet.merged.append(f"{corner}:{end}".replace("$", ""))
            case _ if kind in _CELLS:
                row, column, style = struct.unpack_from("<HHH", content)
                sheet.styles[row + 1, column + 1] = style
                if kind == _Record.FORMULA:
                    sheet.formulas.add(f"{letters(column + 1)}{row + 1}")
            case _ if kind in _MANY:
                row, column = struct.unpack_from("<HH", content)
                for n, at in enumerate(range(4, len(content) - 2, _MANY[kind])):
                    (style,) = struct.unpack_from("<H", content, at)
                    sheet.styles[row + 1, column + n + 1] = style
