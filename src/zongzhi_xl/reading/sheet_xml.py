"""The XML of one sheet, scanned as bytes: formulas, error values, cells far outside.

Excel, WPS, LibreOffice and every library that we met write ``<c r="B2" …>``; that is called
*regular* here and scanned with a few regular expressions. Anything else (a namespace prefix, no
addresses, another order of attributes) is first rewritten regularly by a real parser.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from html import unescape
from itertools import islice
from xml.etree.ElementTree import Element, ParseError, fromstring
from xml.sax.saxutils import escape, quoteattr

from zongzhi_xl.core.language.addresses import letters, number
from zongzhi_xl.errors import UnusableFileError


@dataclass(frozen=True, slots=True)
class Extent:
    """The last row and column of a template's sheet, margin included.

    ``typed``: the columns in which somebody types; only there a formula matters (None: in all).
    """

    row: int
    column: int
    typed: frozenset[str] | None = None


@dataclass(frozen=True, slots=True)
class Scan:
    """What stands in a sheet beside plain values.

    ``formulas``: address → the formula as it is written in the XML where it has no cached value,
    else empty; :func:`formula_text` makes a text of it.
    ``strays``: addresses with content beyond the extent (the first few). ``xml``: what calamine
    may load; ``altered`` where that is not the part as it stands in the file; ``regular``: the
    same cells, each written ``<c r="B2" …>``.
    """

    formulas: Mapping[str, bytes]
    strays: tuple[str, ...]
    xml: bytes
    altered: bool = False
    regular: bytes = b""

    def merges(self, span: str) -> bool:
        """Whether ``span`` (``C4:E4``) is one merged cell."""
        return f'ref="{span}"'.encode() in self.xml


#: strays reported per sheet; a column filled by accident need not be listed cell by cell
MOST_STRAYS = 20

#: a cell that is not written regularly, or one in a column of two letters
_UNUSUAL = re.compile(rb'<c(?:>| (?!r=")| r="[A-Z]{2})')
_IRREGULAR = re.compile(rb'<c(?:>| (?!r="))')
_CELL = re.compile(rb'<c r="([A-Z]+)([0-9]+)"[^>]*(?:(?<=/)>|>(.*?)</c>)', re.DOTALL)
_ROW_NUMBER = re.compile(rb'<row [^>]*?r="([0-9]+)"')
_HOLDS = re.compile(rb"<f[ >/]|<is>|<v[^>/]*>[^<]")
_ERROR = re.compile(rb'(<c [^>]*)t="e"')


def scan(part: bytes, extent: Extent) -> Scan:
    """Formulas, strays and errors of a sheet's part.

    This runs for every sheet of every return, so the usual sheet is passed over three times
    only, each time by one expression. Raises UnusableFileError where it is no XML.
    """
    unusual = _UNUSUAL.search(part) is not None
    xml = part if is_regular(part, unusual) else regular(part)
    far = unusual or extent.column < 26 or _last_row(xml) > extent.row
    strays = tuple(islice(_strays(xml, extent), MOST_STRAYS)) if far else ()
    safe = _within(xml, extent) if strays else part
    if b't="e"' in xml:
        # calamine gives error values as blank and stops at the newer ones; as text they are seen
        safe = _ERROR.sub(rb'\1t="str"', safe if strays else xml)
    return Scan(_formulas(xml, extent.typed), strays, safe, safe is not part, xml)


_SPOILT = "工作表内容已损坏：请重新领取空白表填报"
#: how much of a long sheet is looked at at once: some hundred rows
STRETCH = 1 << 18
_ROW_END, _BEFORE, _AFTER = b"</row>", b"<worksheet><sheetData>", b"</sheetData></worksheet>"


def stretches(blocks: Iterable[bytes]) -> Iterator[bytes]:
    """A sheet that comes in ``blocks``, cut between rows: each stretch is a sheet by itself.

    A sheet that is not written regularly comes whole; one that stops being so is damaged.
    """
    rest, cut = b"", False
    for block in blocks:
        rest += block
        end = rest.rfind(_ROW_END) + len(_ROW_END)
        if end < len(_ROW_END) or not (cut or is_regular(rest)):
            continue
        stretch, rest = rest[:end] + _AFTER, _BEFORE + rest[end:]
        yield _still_regular(stretch) if cut else stretch
        cut = True
    yield _still_regular(rest) if cut else rest


def _still_regular(stretch: bytes) -> bytes:
    if not is_regular(stretch):
        raise UnusableFileError(_SPOILT)
    return stretch


def is_regular(xml: bytes, unusual: bool = True) -> bool:
    """Whether every cell is written ``<c r="…"``; where one is ``unusual``, they are looked at."""
    start = xml.find(b"sheetData")
    return xml[start - 1 : start] == b"<" and not (unusual and _IRREGULAR.search(xml))


def _last_row(xml: bytes) -> int:
    """Rows stand in order; one without a number counts as far out, to be looked at closely."""
    last = _ROW_NUMBER.match(xml, max(xml.rfind(b"<row "), 0))
    return int(last[1]) if last else 1 << 20


def _formulas(xml: bytes, typed: frozenset[str] | None) -> dict[str, bytes]:
    return {
        cell.decode(): b"" if cached or b't="str"' in attributes else text or b" "
        for cell, attributes, text, cached in _formula_in(typed).findall(xml)
    }


def formula_text(written: bytes) -> str:
    """``=SUM(A1:A3)`` of what stands in the XML."""
    return f"={unescape(written.decode('utf-8', 'replace')).strip()}"


@lru_cache(maxsize=64)
def _formula_in(typed: frozenset[str] | None) -> re.Pattern[bytes]:
    """Address, attributes, formula and the first sign of the cached value of a formula cell."""
    letters_of = "|".join(sorted(typed)) if typed else "[A-Z]+"
    cell = rf'<c r="((?:{letters_of})[0-9]+)"([^>]*)>'
    text = r"[^<]*(?:<!\[CDATA.*?)?"
    formula = rf"<f(?:[^>]*/>|[^>]*>({text})</f>)(?:<v[^>/]*>([^<]))?"
    return re.compile((cell + formula).encode(), re.DOTALL)


def _beyond(column: bytes, row: bytes, extent: Extent) -> bool:
    return int(row) > extent.row or number(column.decode()) > extent.column


def _strays(xml: bytes, extent: Extent) -> Iterator[str]:
    for cell in _CELL.finditer(xml):
        column, row, inside = cell.groups()
        if inside and _beyond(column, row, extent) and _HOLDS.search(inside):
            yield f"{column.decode()}{row.decode()}"


def _within(xml: bytes, extent: Extent) -> bytes:
    return _CELL.sub(lambda cell: b"" if _beyond(cell[1], cell[2], extent) else cell[0], xml)


# ------------------------------------------------------------------ sheets written otherwise


def regular(xml: bytes) -> bytes:
    """The same cells and merged ranges, written regularly; raises UnusableFileError."""
    try:
        root = fromstring(xml)  # noqa: S314  # package.py refuses DOCTYPE: no entities to expand
    except ParseError as fault:
        raise UnusableFileError(_SPOILT) from fault
    rows = "".join(_rows(root))
    merged = [quoteattr(one.get("ref", "")) for one in root.iterfind(".//{*}mergeCell")]
    ranges = "".join(f"<mergeCell ref={ref}/>" for ref in merged)
    return (
        f"<worksheet><sheetData>{rows}</sheetData><mergeCells>{ranges}</mergeCells></worksheet>"
    ).encode()


def _rows(root: Element) -> Iterator[str]:
    row = 0
    for element in root.iterfind(".//{*}row"):
        row = int(element.get("r", row + 1))
        yield f'<row r="{row}">{"".join(_cells(element, row))}</row>'


def _cells(row_element: Element, row: int) -> Iterator[str]:
    column = 0
    for element in row_element.iterfind("{*}c"):
        given = element.get("r", "").rstrip("0123456789")
        column = number(given) if given else column + 1
        kept = [f"{key}={quoteattr(element.get(key, ''))}" for key in "st" if key in element.attrib]
        start = " ".join([f'<c r="{letters(column)}{row}"', *kept])
        yield f"{start}>{_formula(element)}{_value(element)}</c>"


def _formula(cell: Element) -> str:
    formula = cell.find("{*}f")
    return "" if formula is None else f"<f>{escape(formula.text or '')}</f>"


def _value(cell: Element) -> str:
    value, words = cell.find("{*}v"), cell.iterfind(".//{*}t")
    if value is not None:
        return f"<v>{escape(value.text or '')}</v>"
    text = "".join(escape(word.text or "") for word in words)
    return f'<is><t xml:space="preserve">{text}</t></is>' if text else ""
