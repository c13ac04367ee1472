"""The XML of one sheet, scanned as bytes: formulas, error values, cells far outside.

Excel, WPS, LibreOffice and every library that we met write a sheet in one spelling, called
*regular* here: the grammar of :mod:`zongzhi_xl.reading.regular_sheet`, which the whole part must
match. What matches it can only be read in one way, so a few regular expressions tell the rest.
Anything else (a comment, a prefix, CDATA, blanks between tags) is first rewritten regularly by a
real parser, and what holds two answers is refused.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from html import unescape
from itertools import islice, pairwise

from zongzhi_xl.core.language.addresses import letters, number
from zongzhi_xl.errors import UnusableFileError
from zongzhi_xl.reading.regular_sheet import is_narrow, is_regular, regular, twice
from zongzhi_xl.record import Record


class Extent(Record):
    """The last row and column of a template's sheet, margin included."""

    row: int
    column: int


class Scan(Record):
    """What stands in a sheet beside plain values.

    ``formulas``: address → the formula as it is written in the XML where it has no cached value,
    else empty; :func:`formula_text` makes a text of it.
    ``strays``: addresses with content beyond the extent (the first few). ``xml``: what calamine
    may load, regularly written.
    """

    formulas: Mapping[str, bytes]
    strays: tuple[str, ...]
    xml: bytes

    def merges(self, span: str) -> bool:
        """Whether ``span`` (``C4:E4``) is one merged cell."""
        return f'<mergeCell ref="{span}"/>'.encode() in self.xml


#: strays reported per sheet; a column filled by accident need not be listed cell by cell
MOST_STRAYS = 20

_END = b"</sheetData>"
_PLACE = re.compile(rb'<(?:c|row) r="([A-Z]*[0-9]+)"')
#: address, attributes, formula and the first sign of the cached value of a formula cell
_FORMULA = re.compile(
    rb'<c r="([A-Z]+[0-9]++)"([^>]*+)>'
    rb"<f(?:[^>]*/>|[^>]*>([^<]*+)</f>)(?:<(?:v|is><t[^>]*)>([^<]))?"
)
_CELL = re.compile(rb'<c r="([A-Z]+)([0-9]+)"[^>]*(?:(?<=/)>|>(.*?)</c>)', re.DOTALL)
_HOLDS = re.compile(rb"<f[ >/]|<is>|<v>[^<]")


def scan(part: bytes, extent: Extent) -> Scan:
    """Formulas and strays of a sheet's part.

    This runs for every sheet of every return. Raises UnusableFileError where it is no XML, or
    something in it stands twice.
    """
    narrow = is_narrow(part)
    as_written = narrow or is_regular(part)
    xml = part if as_written else regular(part)
    end = max(xml.rfind(_END), 0)
    places = places_in(xml[:end])
    if len(set(places)) < len(places):
        raise _twice(places)
    formulas = formulas_in(xml[:end])
    if not as_written:
        formulas |= _filled_by_one(xml, extent)
    far = not narrow or extent.column < 26 or _last_row(places, extent) > extent.row
    strays = tuple(islice(_strays(xml, extent), MOST_STRAYS)) if far else ()
    return Scan(formulas, strays, _within(xml, extent) if strays else xml)


def _twice(places: list[bytes]) -> UnusableFileError:
    """Of two cells of one address each program reads another."""
    again = next(one.decode() for one, times in Counter(places).items() if times > 1)
    return twice(f"第{again}行" if again.isdecimal() else f"单元格 {again} ")


def _last_row(places: list[bytes], extent: Extent) -> int:
    """Of the rows; where a cell says another one than that in which it stands, of the cells."""
    rows = max(map(int, filter(bytes.isdigit, places)), default=0)
    # a cell by one letter and the row: few sheets need a closer look
    if max(map(len, places), default=0) <= 1 + len(str(max(rows, extent.row))):
        return rows
    return max(int(one.lstrip(_LETTERS)) for one in places)


_LETTERS = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ"


#: how much of a long sheet is looked at at once: some hundred rows
STRETCH = 1 << 18
_ROW = re.compile(rb'<row r="([0-9]+)"')
_ROW_END, _BEFORE, _AFTER = b"</row>", b"<worksheet><sheetData>", b"</sheetData></worksheet>"


def stretches(blocks: Iterable[bytes]) -> Iterator[bytes]:
    """A sheet that comes in ``blocks``, cut between rows: each stretch is a sheet by itself.

    From where it is not written regularly, or a formula fills many rows, it comes in one piece.
    Raises UnusableFileError where rows stand twice or out of order.
    """
    rest, last, whole = b"", 0, False
    for block in blocks:
        rest += block
        end = rest.rfind(_ROW_END) + len(_ROW_END)
        stretch = rest[:end] + _AFTER
        whole = whole or (end >= len(_ROW_END) and not is_regular(stretch))
        if whole or end < len(_ROW_END):
            continue
        last, rest = _in_order(stretch, last), _BEFORE + rest[end:]
        yield stretch
    if last:
        _in_order(rest if is_regular(rest) else regular(rest), last)
    yield rest


def _in_order(stretch: bytes, last: int) -> int:
    """The last row of the stretch; raises UnusableFileError where a row is not behind ``last``."""
    rows = [last, *map(int, _ROW.findall(stretch))]
    back = next((row for before, row in pairwise(rows) if row <= before), None)
    if back is not None:
        raise twice(f"第{back}行")
    return rows[-1]


def places_in(xml: bytes) -> list[bytes]:
    """The addresses of rows and cells."""
    return _PLACE.findall(xml)


def formulas_in(xml: bytes) -> dict[str, bytes]:
    """The formulas of regular cells, as :class:`Scan` tells them."""
    return {
        cell.decode(): b"" if cached or b't="str"' in attributes else text or b" "
        for cell, attributes, text, cached in _FORMULA.findall(xml)
    }


#: a formula over several cells, which stands in the first of them only
_FILLED = re.compile(
    rb'<f (?=[^>]*t="(?:array|dataTable)")[^>]*?ref="([A-Z]+)([0-9]+):([A-Z]+)([0-9]+)"'
)


def _filled_by_one(xml: bytes, extent: Extent) -> dict[str, bytes]:
    """The cells that an array formula or a data table fills beside its own."""
    found: dict[str, bytes] = {}
    for left, top, right, bottom in _FILLED.findall(xml):
        columns = range(number(left.decode()), min(number(right.decode()), extent.column) + 1)
        rows = range(int(top), min(int(bottom), extent.row) + 1)
        found |= {f"{letters(column)}{row}": b"" for row in rows for column in columns}
    return found


def formula_text(written: bytes) -> str:
    """``=SUM(A1:A3)`` of what stands in the XML."""
    return f"={unescape(written.decode('utf-8', 'replace')).strip()}"


def _beyond(column: bytes, row: bytes, extent: Extent) -> bool:
    return int(row) > extent.row or number(column.decode()) > extent.column


def _strays(xml: bytes, extent: Extent) -> Iterator[str]:
    for cell in _CELL.finditer(xml):
        column, row, inside = cell.groups()
        if inside and _beyond(column, row, extent) and _HOLDS.search(inside):
            yield f"{column.decode()}{row.decode()}"


def _within(xml: bytes, extent: Extent) -> bytes:
    return _CELL.sub(lambda cell: b"" if _beyond(cell[1], cell[2], extent) else cell[0], xml)
