"""Where pictures, shapes and text boxes lie over the cells of a sheet."""

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import accumulate

from zongzhi_xl.core.returned.page import Area, At
from zongzhi_xl.reading.appearance import columns_told, number_or
from zongzhi_xl.reading.package import Package

_NUMBER = r"<(?:\w+:)?{}>(-?\d+)<[^>]*>\s*"
_PLACE = "".join(map(_NUMBER.format, ("col", "colOff", "row", "rowOff")))
_CORNER = rf"<(?:\w+:)?{{0}}>\s*{_PLACE}</(?:\w+:)?{{0}}>"
_SIZE = r"""<(?:\w+:)?ext\b[^>]*?\bcx=["'](\d+)["'][^>]*?\bcy=["'](\d+)["']"""
#: a shape between two cells; one from a cell on, and one from the corner of the sheet, with a size
_BETWEEN = re.compile(_CORNER.format("from") + r"\s*" + _CORNER.format("to"))
_FROM = re.compile(_CORNER.format("from") + r"\s*" + _SIZE)
_AT = re.compile(
    r"""<(?:\w+:)?pos\b[^>]*?\bx=["'](-?\d+)["'][^>]*?\by=["'](-?\d+)["'][^>]*>"""
    r"(?:</(?:\w+:)?pos>)?\s*" + _SIZE
)
#: measures in which shapes are given: of a pixel, of a point; and pixels by which programs differ
_PIXEL, _POINT, _SLACK = 9525, 12700, 3 * 9525
#: pixels of a sign and beside the signs of a column; widths and heights that no sheet tells
_SIGN, _USUAL_WIDTH, _USUAL_HEIGHT = 7, 9.14, 15.0
#: no cell of ours lies further right or down
_COLUMNS, _ROWS = 60, 500
_COLUMN = re.compile(rb"<col\b([^>]*)>")
_ROW = re.compile(rb'<row r="(\d+)"([^>]*)>')
_FORMAT = re.compile(rb"<sheetFormatPr\b([^>]*)>")
_ATTRIBUTE = re.compile(rb"""([\w:]+)\s*=\s*["']([^"']*)["']""")


def shapes_over(package: Package, sheet: str, xml: bytes) -> tuple[Area, ...]:
    """The cells that lie wholly under a shape of ``sheet``, whose part is ``xml``.

    Buttons of the older sort are no shapes. Raises UnusableFileError.
    """
    if b"drawing" not in xml[xml.rfind(b"sheetData") :]:
        return ()
    related = package.parts.relations(package.sheets[sheet])
    parts = [one.target for one in related if one.kind == "drawing"]
    drawings = (
        package.part(one).decode("utf-8", "replace") for one in parts if one in package.parts
    )
    return tuple(area for one in drawings for area in (*_between(one), *_sized(one, xml)))


def _between(drawing: str) -> Iterator[Area]:
    for found in _BETWEEN.findall(drawing):
        left, right_of, top, below, right, _, bottom, _ = map(int, found)
        first = At(top + 1 + (below > 0), left + 1 + (right_of > 0))
        if first.row <= bottom and first.column <= right:
            yield Area(first, At(bottom, right))


def _sized(drawing: str, xml: bytes) -> Iterator[Area]:
    """Shapes that tell how large they are: over which cells depends on widths and heights."""
    anchored, free = _FROM.findall(drawing), _AT.findall(drawing)
    if not (anchored or free):
        return
    columns, rows = _edges(_widths(xml)), _edges(_heights(xml))
    places: list[tuple[float, float, int, int]] = []
    for column, right_of, row, below, width, height in (map(int, one) for one in anchored):
        x, y = _edge(columns, column) + right_of, _edge(rows, row) + below
        places.append((x, y, width, height))
    for left, top, width, height in (map(int, one) for one in free):
        places.append((left, top, width, height))
    for x, y, width, height in places:
        across, down = _within(columns, x, width), _within(rows, y, height)
        if across and down:
            yield Area(At(down[0], across[0]), At(down[-1], across[-1]))


def _within(edges: Sequence[float], start: float, size: int) -> list[int]:
    """The columns or rows, from 1, that lie wholly between."""
    first, last = start - _SLACK, start + size + _SLACK
    return [n for n in range(1, len(edges)) if edges[n - 1] >= first and edges[n] <= last]


def _edges(sizes: Sequence[float]) -> list[float]:
    return [0, *accumulate(sizes)]


def _edge(edges: Sequence[float], number: int) -> float:
    return edges[min(max(number, 0), len(edges) - 1)]


def _widths(xml: bytes) -> list[float]:
    told = _default(xml)
    usual = number_or(told.get(b"defaultColWidth"), _USUAL_WIDTH)
    widths = dict.fromkeys(range(1, _COLUMNS + 1), usual)
    for one in _COLUMN.finditer(xml):
        told = dict(_ATTRIBUTE.findall(one[1]))
        span = columns_told(told, _COLUMNS)
        hidden = told.get(b"hidden") in (b"1", b"true")
        widths |= dict.fromkeys(span, 0 if hidden else number_or(told.get(b"width"), usual))
    return [width * _SIGN * _PIXEL for width in widths.values()]


def _heights(xml: bytes) -> list[float]:
    usual = number_or(_default(xml).get(b"defaultRowHeight"), _USUAL_HEIGHT)
    heights = dict.fromkeys(range(1, _ROWS + 1), usual)
    for number, more in _ROW.findall(xml):
        told = dict(_ATTRIBUTE.findall(more))
        hidden = told.get(b"hidden") in (b"1", b"true")
        if int(number) <= _ROWS:
            heights[int(number)] = 0 if hidden else number_or(told.get(b"ht"), usual)
    return [height * _POINT for height in heights.values()]


def _default(xml: bytes) -> Mapping[bytes, bytes]:
    found = _FORMAT.search(xml)
    return dict(_ATTRIBUTE.findall(found[1])) if found else {}
