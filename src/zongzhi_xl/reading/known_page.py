"""A page of a template that was met before, with what is typed into it: read without a parser.

The returns of a template have their rows in common, but for the values. So a page is cut into
values and what stands around them, and that is understood once: whether it is regular, where its
values lie, its formulas, what of it nobody can see. Whatever is not sure to be read so by every
program (:class:`~zongzhi_xl.reading.shared_texts.UnsureError`) is left to calamine.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from functools import lru_cache
from itertools import chain
from typing import NamedTuple

from zongzhi_xl.core.language.addresses import number
from zongzhi_xl.core.language.days import DAY_ZERO, since_day_zero
from zongzhi_xl.reading.appearance import (
    Appearance,
    Outline,
    Styled,
    appearance_of,
    row_tags,
    watched,
)
from zongzhi_xl.reading.regular_sheet import begins_regularly, ends_regularly, is_regular_row
from zongzhi_xl.reading.shared_texts import UnsureError, picked, text_of
from zongzhi_xl.reading.sheet_xml import Extent, Scan, formulas_in, places_in
from zongzhi_xl.reading.styles import Styles
from zongzhi_xl.record import Record

#: no day of ISO 8601, which is written with dashes, and so no number below nought
_VALUE = re.compile(rb"<v>([^<&\s-]++)</v>")
#: where a value was, which is none by itself
_GAP, _CUT = b"\0", b"<v>\0</v>"
_ROW_END, _CELLS, _CELLS_END = b"</row>", b"<sheetData>", b"</sheetData>"
#: bytes of a page, ours have a third of it; of a row
_MOST_OF_PAGE, _MOST_OF_ROW = 1 << 18, 1 << 13
#: address, style, kind and content of a cell of a regular row
_CELL = re.compile(
    rb'<c r="([A-Z]+[0-9]+)"(?: s="([0-9]+)")?(?: t="([a-zA-Z]+)")?>'
    rb"(?:<f(?:[^>]*/>|[^>]*>[^<]*</f>))?(<v>|<is><t[^>]*>)?([^<]*)"
)
_DIGITS, _LETTERS = b"0123456789", b"ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_INDICES = re.compile(rb"[0-9]{1,7}+(?: [0-9]{1,7}+)*+")
_NUMBER = rb"[0-9]{1,20}+(?:\.[0-9]{1,20}+)?+(?:[eE][+-]?[0-9]{1,2}+)?+"
_NUMBERS = re.compile(_NUMBER + rb"(?: " + _NUMBER + rb")*+")
_NEGATIVE = re.compile(rb"-" + _NUMBER)
_TRUTH = {b"1": True, b"0": False}
_FIRST_DAY, _LAST_DAY = 61, 2_958_466


class _Row(NamedTuple):
    """A row of a template, with the empty ones before it.

    ``numbers`` are those of the rows, ``last`` the last row and column; ``formulas`` and ``tags``
    are as in :class:`Scan` and :class:`Outline`, ``styled`` are the filled cells by address and
    style. ``cut`` tells of each value what it is and where in the page it stands, and ``fixed``
    what else stands where.
    """

    numbers: Sequence[bytes]
    last: tuple[int, int]
    formulas: Mapping[str, bytes]
    tags: bytes
    styled: Sequence[Styled]
    cut: Sequence[tuple[str, int]]
    fixed: Sequence[tuple[int, object]]


#: of each value of one sort: which one of the page it is, and where in the page it stands
_Places = Sequence[tuple[int, int]]
#: cells are counted row by row, so many a row: beyond it nothing of ours lies
_STRIDE = 64


class _Template(Record, eq=False):
    """A page without its values: its cells in ``rows`` of so many, and what lies where in them."""

    width: int
    block: Sequence[object]
    places: Mapping[str, _Places]
    formulas: Mapping[str, bytes]
    look: Appearance


class KnownPage(NamedTuple):
    """What calamine, the scan and the look at a page would tell of it."""

    rows: Sequence[Sequence[object]]
    scan: Scan
    look: Appearance


def known_page(
    part: bytes, extent: Extent, styles: Styles, texts: Sequence[bytes], *, hidden: bool
) -> KnownPage:
    """A page read; ``texts`` are the workbook's, as they are written.

    Raises UnsureError.
    """
    if len(part) > _MOST_OF_PAGE:
        raise UnsureError
    pieces = _VALUE.split(part)
    template = _template(_CUT.join(pieces[::2]), extent, styles, hidden)
    rows = _filled(template, pieces[1::2], texts)
    return KnownPage(rows, Scan(template.formulas, (), part), template.look)


# ------------------------------------------------------------------ what is typed in


def _filled(
    template: _Template, values: Sequence[bytes], texts: Sequence[bytes]
) -> Sequence[Sequence[object]]:
    block, width = list(template.block), template.width
    for sort, places in template.places.items():
        understood = _SORTS[sort]([values[n] for n, _ in places], texts)
        for (_, at), value in zip(places, understood, strict=True):
            block[at] = value
    return [block[at : at + width] for at in range(0, len(block), _STRIDE)]


def _shared(given: list[bytes], texts: Sequence[bytes]) -> list[str]:
    return picked(texts, _surely(_INDICES, given))


def _numbers(given: list[bytes], _: Sequence[bytes]) -> Iterable[float]:
    return map(float, _surely(_NUMBERS, given))


def _days(given: list[bytes], _: Sequence[bytes]) -> Iterable[date]:
    return map(_day, _surely(_NUMBERS, given))


def _texts(given: list[bytes], _: Sequence[bytes]) -> Iterable[str]:
    return map(text_of, given)


def _truths(given: list[bytes], _: Sequence[bytes]) -> list[bool]:
    if not _TRUTH.keys() >= set(given):
        raise UnsureError
    return [_TRUTH[one] for one in given]


_DAYS = "day"
#: by the sort of a cell in the XML; a number of a style that shows days is one
_SORTS: Mapping[str, Callable[[list[bytes], Sequence[bytes]], Iterable[object]]] = {
    "s": _shared, "": _numbers, _DAYS: _days, "str": _texts, "b": _truths,
}  # fmt: skip


def _surely(pattern: re.Pattern[bytes], some: list[bytes]) -> list[bytes]:
    if not pattern.fullmatch(b" ".join(some)):
        raise UnsureError
    return some


def _day(written: bytes) -> date:
    """The day with that number, or the moment."""
    found = float(written)
    if not _FIRST_DAY <= found < _LAST_DAY:
        raise UnsureError
    moment = DAY_ZERO + since_day_zero(found)
    return moment.date() if found.is_integer() else moment


# ------------------------------------------------------------------ what is always there


@lru_cache(maxsize=32)
def _template(page: bytes, extent: Extent, styles: Styles, hidden: bool) -> _Template:
    """The page without its values, a sign of its own in their places; raises UnsureError."""
    start, end = page.find(_CELLS) + len(_CELLS), page.rfind(_ROW_END)
    if not len(_CELLS) <= start < end:
        raise UnsureError
    head, tail = page[:start], page[end + len(_ROW_END) :]
    between = page[start:end].split(_ROW_END)
    rows = [*(_row(one, styles) for one in between), _surrounding(head, tail, styles)]
    _require_once_within(rows, extent)
    width, block = _fixed_in(rows)
    places: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for n, (sort, at) in enumerate(chain.from_iterable(one.cut for one in rows)):
        places[sort].append((n, at))
    formulas: dict[str, bytes] = {}
    for one in rows:
        formulas |= one.formulas
    odd = watched(styles)
    found = [cell for one in rows for cell in one.styled if cell[1] in odd]
    outline = Outline(head, b"".join(one.tags for one in rows), found, tail)
    look = appearance_of(outline, styles, hidden=hidden)
    return _Template(width, block, places, formulas, look)


def _require_once_within(rows: Sequence[_Row], extent: Extent) -> None:
    """No row stands twice, and none has anything beyond; in each a cell stands once."""
    numbers = list(chain.from_iterable(one.numbers for one in rows))
    if len(set(numbers)) < len(numbers) or extent.column > _STRIDE:
        raise UnsureError
    if any(one.last[0] > extent.row or one.last[1] > extent.column for one in rows):
        raise UnsureError


def _fixed_in(rows: Iterable[_Row]) -> tuple[int, Sequence[object]]:
    """How many columns are filled, and all cells from A1 on with what is fixed."""
    fixed = dict(chain.from_iterable(one.fixed for one in rows))
    ends = [one.cut[-1][1] for one in rows if one.cut]
    filled = [*fixed, *ends]
    width = max((at % _STRIDE for at in filled), default=-1) + 1
    block: list[object] = [""] * (_STRIDE * (max(filled, default=-1) // _STRIDE + 1))
    for at, value in fixed.items():
        block[at] = value
    return width, block


@lru_cache(maxsize=64)
def _surrounding(head: bytes, tail: bytes, styles: Styles) -> _Row:
    """The empty rows at the end; raises UnsureError unless a sheet begins and ends so."""
    cells_end = tail.find(_CELLS_END)
    if _GAP in head or _GAP in tail or places_in(head):
        raise UnsureError
    if not (begins_regularly(head) and ends_regularly(tail)):
        raise UnsureError
    return _row_of(tail[:cells_end], styles)


def _row(row: bytes, styles: Styles) -> _Row:
    return (_remembered if len(row) < _MOST_OF_ROW else _remembered.__wrapped__)(row, styles)


@lru_cache(maxsize=2048)
def _remembered(row: bytes, styles: Styles) -> _Row:
    """A row, without its end; raises UnsureError where it is not regular."""
    if not is_regular_row(row):
        raise UnsureError
    return _row_of(row, styles)


def _row_of(row: bytes, styles: Styles) -> _Row:
    """What is told of it; raises UnsureError where a cell stands twice, or says another row."""
    places = places_in(row)
    numbers = [one for one in places if one.isdigit()]
    addresses = [one for one in places if not one.isdigit()]
    columns = [_column(one) for one in addresses]
    ours = all(one.lstrip(_LETTERS) == numbers[-1] for one in addresses)
    if len(set(columns)) < len(columns) or not ours or max(columns, default=0) > _STRIDE:
        raise UnsureError
    last = max(map(int, numbers), default=0), max(columns, default=0)
    cells = [one for one in map(_cell, _CELL.finditer(row)) if one]
    return _Row(
        numbers,
        last,
        formulas_in(row),
        row_tags(row),
        [(one.address, one.style) for one in cells],
        [(_sort(one, styles), one.at) for one in cells if one.held == _GAP],
        [(one.at, _fixed(one, styles)) for one in cells if one.held != _GAP],
    )


class _Cell(NamedTuple):
    """A filled cell, where it stands and what it holds; ``kind`` is empty for a number."""

    at: int
    address: str
    style: str
    kind: str
    held: bytes


def _cell(found: re.Match[bytes]) -> _Cell | None:
    address, style, kind, filled, held = found.groups()
    if not filled:
        return None
    at = (int(address.lstrip(_LETTERS)) - 1) * _STRIDE + _column(address) - 1
    told = "" if kind in (None, b"n") else kind.decode()
    return _Cell(at, address.decode(), (style or b"0").decode(), told, held)


def _column(address: bytes) -> int:
    return number(address.rstrip(_DIGITS).decode())


def _sort(cell: _Cell, styles: Styles) -> str:
    if cell.kind:
        return cell.kind
    if cell.style in styles.numbers:
        return ""
    if cell.style in styles.days:
        return _DAYS
    raise UnsureError


def _fixed(cell: _Cell, styles: Styles) -> object:
    """A text in the cell, a number below nought, or the blank that a formula gives."""
    if cell.kind in ("str", "inlineStr"):
        return text_of(cell.held)
    if not (cell.kind or cell.held):
        return ""
    if cell.kind or cell.style not in styles.numbers or not _NEGATIVE.fullmatch(cell.held):
        raise UnsureError
    return float(cell.held)
