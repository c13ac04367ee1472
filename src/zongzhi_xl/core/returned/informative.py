"""Pages of a return that tell and ask for nothing: what is filled there beside what we print.

Each row of such a page is printed whole or not at all, and no number stands there that is not
worked out, but for codes that some program saved as numbers: so a cell that somebody added shows
by itself, whatever the edition.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from enum import Enum, auto
from functools import partial
from typing import NamedTuple

from zongzhi_xl.contract import (
    BASES,
    CHECKS,
    COVER,
    DIRECTORY,
    FIRST_RESULT_ROW,
    GUIDANCE,
    RESULT_COLUMNS,
    RESULT_ROWS,
    RESULTS,
    TABLES,
    UNITS,
)
from zongzhi_xl.core.language.addresses import letters
from zongzhi_xl.core.returned.page import at_of


class Sort(Enum):
    """What a cell holds, as far as one must know here; a day or a truth value is a figure too."""

    TEXT = auto()
    FORMULA = auto()
    FIGURE = auto()


class Told(NamedTuple):
    """A filled cell by its address."""

    address: str
    sort: Sort


_Row = Mapping[str, Sort]


def nobodys(sheet: str, cells: Iterable[Told]) -> tuple[str, ...]:
    """The addresses of the filled ``cells`` that are neither printed by us nor for an entry."""
    rows: dict[int, dict[str, Sort]] = defaultdict(dict)
    for address, sort in cells:
        at = at_of(address)
        rows[at.row][letters(at.column)] = sort
    return tuple(
        f"{column}{number}"
        for number, row in rows.items()
        for column in row.keys() - set(_OURS[sheet](number, row))
    )


def _printed(row: _Row, columns: str, *formulas: str) -> Iterator[str]:
    """Those of the columns that hold words, and of ``formulas`` what may be worked out too."""
    for column in columns:
        if row.get(column) == Sort.TEXT or (column in formulas and row.get(column) == Sort.FORMULA):
            yield column


def _code(row: _Row, *, whole: bool = True) -> Iterator[str]:
    """The code or number of a whole row: some programs save it as the number that it looks like."""
    if whole and row.get("A") == Sort.FIGURE:
        yield "A"


#: rows of the cover: that of the links, those for entries (校验结论, 带错上报原因), the last
_COVER_LINKS, _COVER_ENTRIES, _COVER_END = 10, (4, 18), 23


def _of_cover(number: int, row: _Row) -> Iterator[str]:
    if number > _COVER_END:
        return
    yield from _printed(row, "BC" if number == _COVER_LINKS else "B", "B")
    if "B" in row and (number in _COVER_ENTRIES or row.get("C") == Sort.FORMULA):
        yield "C"


def _of_guidance(_: int, row: _Row) -> Iterator[str]:
    """A line, a pair of lines side by side, or a row of the table."""
    whole = row.keys() >= set("ABCDEFG")
    yield from _printed(row, "ABCDEFG" if whole else "AG")
    yield from _code(row, whole=whole)


def _of_table(number: int, row: _Row, first: int, width: int) -> Iterator[str]:
    """Words above, then whole rows of words and of what is worked out."""
    columns = "".join(map(letters, range(1, width + 1)))
    if number < first:
        yield from _printed(row, "A")
    elif row.keys() >= set(columns):
        yield from _printed(row, columns, *columns)


def _of_checks(number: int, row: _Row) -> Iterator[str]:
    """The relation in codes may be blank; a link to where it is broken is worked out aside."""
    if number < _CHECKS_HEAD:
        yield from _printed(row, "A")
    elif row.keys() >= set("ABCEFG"):
        yield from _printed(row, "ABCDEFG", "E")
        yield from _code(row)
        if row.get("H") == Sort.FORMULA:
            yield "H"


#: the row of headings, from 1
_CHECKS_HEAD = 3
_BLOCK = letters(1), letters(len(RESULT_COLUMNS))
_JUMP = letters(len(RESULT_COLUMNS) + 1)


def _of_results(number: int, row: _Row) -> Iterator[str]:
    """Above the button's block; the block itself, whatever the button wrote; the jumps."""
    more = FIRST_RESULT_ROW + RESULT_ROWS + 1
    if number < FIRST_RESULT_ROW:
        yield from _printed(row, "A")
    elif number == FIRST_RESULT_ROW:
        yield from _printed(row, "ABCDEFGHI")
    elif number <= more:
        yield from (column for column in row if len(column) == 1 and column <= _BLOCK[1])
        yield from (column for column in row if column == _JUMP and number < more)


def _of_list(number: int, row: _Row, columns: str, heads: int) -> Iterator[str]:
    """A title, the headings up to row ``heads``, then rows that begin with their name."""
    if number <= heads:
        yield from _printed(row, columns)
    elif row.get("A") == Sort.TEXT:
        yield from columns


_OURS: Mapping[str, Callable[[int, _Row], Iterator[str]]] = {
    BASES: partial(_of_list, columns="AB", heads=3),
    UNITS: partial(_of_list, columns="ABCDEF", heads=1),
    DIRECTORY: partial(_of_list, columns="ABCDEF", heads=1),
    COVER: _of_cover, GUIDANCE: _of_guidance, CHECKS: _of_checks, RESULTS: _of_results,
    **{
        sheet: partial(_of_table, first=first, width=width)
        for sheet, (first, width) in TABLES.items()
    },
}  # fmt: skip
