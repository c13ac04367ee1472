"""A return that is open in a spreadsheet program, read and written through xlwings in blocks.

It gives the same :class:`RawReturn` as the file reader, so everything after it is the same code.
Where cells lie is told by the hidden sheet 目录 (its row and column numbers are formulas, so it
follows cells that were moved); each sheet is then read in one block. Only VALUES are written, and
only into the block of 校验结果 and the verdict cell: no format, note or protection is touched.

The number of calls to the program does not depend on how much is filled in.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime, time, timedelta
from decimal import Decimal
from typing import Any, TypeAlias

import xlwings as xw

from zongzhi_xl import contract
from zongzhi_xl.core.edition.items import FormKind
from zongzhi_xl.core.edition.statement import Edition
from zongzhi_xl.core.language.addresses import letters
from zongzhi_xl.core.language.days import serial
from zongzhi_xl.core.returned.findings import Finding
from zongzhi_xl.core.returned.outgoing import Gate
from zongzhi_xl.core.returned.page import Page
from zongzhi_xl.core.returned.results import CODE, as_words, rows_of
from zongzhi_xl.core.returned.submission import RawCell, RawReturn
from zongzhi_xl.core.soundness.carrying import carried, joined, none_in
from zongzhi_xl.errors import UnusableFileError
from zongzhi_xl.reading.layout import NEW_BLANK, layout_of
from zongzhi_xl.reading.package import Names, Target
from zongzhi_xl.reading.return_cells import ReturnCells
from zongzhi_xl.reading.sheet_xml import MOST_STRAYS, Extent
from zongzhi_xl.record import Record

#: where the block lies if the directory does not say: the findings and “还有 N 条”
STANDARD_BLOCK = Target(
    contract.RESULTS,
    contract.FIRST_RESULT_ROW + 1,
    1,
    contract.FIRST_RESULT_ROW + contract.RESULT_ROWS + 1,
    len(contract.RESULT_COLUMNS),
)

#: read in one block, so with room: a return has some 350 names and 5 chunks of rules
DIRECTORY_ROWS, RULES_ROWS = 2000, 200
_MONTHLY_ONLY = (*contract.OF_MONTH_ONLY, contract.EVENT_RANGE)
#: cells looked through for content outside the template; beyond it the rest is not looked at
_MOST_LOOKED_AT = 400_000

_FIRST_YEAR = 2000

Rows = Sequence[Sequence[object]]
#: what the buttons are given; nobody else needs to import xlwings for it
Book: TypeAlias = xw.Book


def caller() -> Book:
    """The workbook whose button was clicked."""
    return xw.Book.caller()


# ------------------------------------------------------------------ blocks of cells


def _sheet(book: Book, name: str) -> xw.Sheet:
    """The sheet called ``name``; raises UnusableFileError."""
    try:
        return book.sheets[name]
    except Exception as fault:  # each program has its own error for it
        raise UnusableFileError(
            f"找不到工作表“{name}”，可能改了名或删除了：请改回原名；改不回的，{NEW_BLANK}"
        ) from fault


def _cells(sheet: xw.Sheet, where: Target) -> xw.Range:
    return sheet.range((where.row, where.column), (where.last_row, where.last_column))


def _block(sheet: xw.Sheet, where: Target) -> Rows:
    """The values of a rectangle, tidied; one call."""
    found: Rows = _cells(sheet, where).options(ndim=2, err_to_str=True).value
    return [[_tidy(value) for value in row] for row in found]


def _tidy(value: object) -> object:
    """A value as the file reader gives it: no empty text, days as days, moments to the second."""
    match value:
        case "":
            return None
        case Decimal():  # Excel gives cells with a currency format this way
            return float(value)
        case datetime():
            return _moment(value)
        case time():
            return (value.hour * 3600 + value.minute * 60 + value.second) / 86400
        case _:
            return value


def _moment(value: datetime) -> object:
    exact = (value.replace(tzinfo=None) + timedelta(microseconds=500_000)).replace(microsecond=0)
    if exact.year < _FIRST_YEAR:  # a count that is shown as a day
        return float(serial(exact))
    return exact if exact.hour or exact.minute or exact.second else exact.date()


def _formulas(sheet: xw.Sheet, where: Target) -> Rows:
    """What was typed into a rectangle; empty where the program does not tell (one call)."""
    try:
        return _cells(sheet, where).formula
    except NotImplementedError:  # xlwings' engine for such a program has none
        return []


# ------------------------------------------------------------------ the directory


#: where the named cells lie now
Directory: TypeAlias = Mapping[str, Target]


def directory_of(book: Book) -> Directory:
    """The sheet 目录, understood; raises UnusableFileError."""
    sheet = _sheet(book, contract.DIRECTORY)
    rows = _block(sheet, Target(contract.DIRECTORY, 2, 1, DIRECTORY_ROWS, 6))
    return {str(row[0]): _target(row) for row in rows if row[0] is not None}


def _require(names: Iterable[str], known: Directory) -> None:
    """Each name is there; raises UnusableFileError."""
    for name in names:
        if name not in known:
            raise UnusableFileError(f"不是本系统的报表：找不到名称“{name}”。{NEW_BLANK}")


def _target(entry: Sequence[object]) -> Target:
    name, sheet, *numbers = entry
    row, column, rows, columns = (
        int(number) if isinstance(number, int | float) else None for number in numbers
    )
    if row is None or column is None:
        raise UnusableFileError(f"名称“{name}”所指的单元格或工作表已被删除。{NEW_BLANK}")
    return Target(str(sheet), row, column, row + (rows or 1) - 1, column + (columns or 1) - 1)


# ------------------------------------------------------------------ reading a return


class _LiveSheet(Record):
    """One input sheet as it stands now."""

    name: str
    values: Rows
    formulas: Rows
    strays: tuple[str, ...]

    def value(self, row: int, column: int) -> object:
        return self.values[row - 1][column - 1]

    def is_formula(self, row: int, column: int) -> bool:
        """Whether it is computed; words that only begin with ``=`` are their own formula.

        LibreOffice keeps TRUE as the formula ``=TRUE()``.
        """
        if not self.formulas:
            return False
        typed, value = self.formulas[row - 1][column - 1], self.value(row, column)
        if isinstance(value, bool):
            return False
        return isinstance(typed, str) and typed[:1] == "=" and typed != value

    def is_blank(self, row: int, column: int, _: str) -> bool:
        return self.value(row, column) is None and not self.is_formula(row, column)

    def cell(self, row: int, column: int, address: str) -> RawCell:
        return RawCell(self.name, address, self.value(row, column), self.is_formula(row, column))

    @property
    def page(self) -> Page:
        """What the program shows; it does not tell in one call what is hidden."""
        return Page(self.name, self.values, self._formula_cells() if self.formulas else None)

    def _formula_cells(self) -> frozenset[str]:
        return frozenset(
            f"{letters(column)}{row}"
            for row, typed in enumerate(self.formulas, 1)
            for column, text in enumerate(typed, 1)
            if text and self.is_formula(row, column)
        )

    def merges(self, _: str) -> bool:
        """The directory lists cells, not ranges."""
        return False


def read(book: Book) -> RawReturn:
    """The return that is open in ``book``, named by the book's name; raises UnusableFileError.

    ``sha256`` is empty: what is on the screen is no file yet.
    """
    known = directory_of(book)
    _require((name for name in contract.IDENTITY if name not in _MONTHLY_ONLY), known)
    layout = layout_of(Names(known))
    sheets = {
        name: _live_sheet(book, name, extent)
        for name, extent in layout.extents.items()
        if name in layout.named
    }
    found = ReturnCells(sheets, layout)
    if found.named[contract.REPORT_KIND].value == FormKind.MONTHLY:
        _require(_MONTHLY_ONLY, known)
    return found.raw(book.name, "")


def _live_sheet(book: Book, name: str, extent: Extent) -> _LiveSheet:
    sheet, where = _sheet(book, name), Target(name, 1, 1, extent.row, extent.column)
    # nobody types into 底数: what stands there was put there by the district's program
    formulas = _formulas(sheet, where) if name != contract.BASES else []
    return _LiveSheet(name, _block(sheet, where), formulas, tuple(_strays(sheet, extent)))


# ------------------------------------------------------------------ content outside the template


def _strays(sheet: xw.Sheet, extent: Extent) -> Iterator[str]:
    """Addresses of cells with content beyond ``extent``: the first few, row by row."""
    try:
        end = sheet.used_range.last_cell
        last = end.row, end.column
    except NotImplementedError:  # xlwings' engine for such a program does not tell
        return
    cells = sorted(cell for band in _bands(last, extent) for cell in _filled(sheet, band))
    for row, column in cells[:MOST_STRAYS]:
        yield f"{letters(column)}{row}"


def _bands(last: tuple[int, int], extent: Extent) -> Iterator[Target]:
    """What is used right of the extent, and below it; a sheet used to its end is cut."""
    row, column = last
    if column > extent.column:
        yield Target("", 1, extent.column + 1, min(row, extent.row), column)
    if row > extent.row:
        most = extent.row + max(_MOST_LOOKED_AT // column, 1)
        yield Target("", extent.row + 1, 1, min(row, most), column)


def _filled(sheet: xw.Sheet, band: Target) -> Iterator[tuple[int, int]]:
    for row, values in enumerate(_block(sheet, band), band.row):
        for column, value in enumerate(values, band.column):
            if value is not None:
                yield row, column


# ------------------------------------------------------------------ the rules it carries


def edition_of_book(book: Book) -> Edition:
    """The edition in the very hidden sheet 规则; raises UnusableFileError."""
    rows = _block(_sheet(book, contract.RULES), Target(contract.RULES, 1, 1, RULES_ROWS, 1))
    text = joined(value for (value,) in rows)
    edition = carried(text)
    if edition is None:
        raise UnusableFileError(f"本表{none_in(text)}。{NEW_BLANK}")
    return edition


# ------------------------------------------------------------------ writing what was found


def write(
    book: Book, findings: Sequence[Finding], words: str, code: str = "", rules: str = ""
) -> bool:
    """Rules and findings into the block, the verdict's words and the code into the verdict cell.

    ``rules``: which of them judged, empty where nothing was. Returns whether there is a verdict
    cell to read the words in.
    """
    known = directory_of(book)
    where = known.get(contract.RESULT_RANGE, STANDARD_BLOCK)
    block = _cells(_sheet(book, where.sheet), where)
    block.value = rows_of(findings, where.last_row - where.row, rules)
    said = f"{words}{CODE}{code}" if code else words
    return _put_words(book, known, {contract.VERDICT: Gate().lines(said)})


def _put_words(book: Book, known: Directory, words: Mapping[str, str]) -> bool:
    for name in words.keys() & known.keys():
        at = known[name]
        _sheet(book, at.sheet).range((at.row, at.column)).value = as_words(words[name])
    return words.keys() <= known.keys()


# ------------------------------------------------------------------ single cells by name


def say(book: Book, words: Mapping[str, str]) -> bool:
    """Words into cells by name; returns whether every one of them is there."""
    return _put_words(book, directory_of(book), words)


def values_of(book: Book, names: Iterable[str]) -> dict[str, Any]:
    """What stands in cells by name; a name that the directory does not list is left out."""
    known = directory_of(book)
    wanted = {name: known[name] for name in names if name in known}
    blocks = {
        sheet: _block(_sheet(book, sheet), _around(sheet, wanted.values()))
        for sheet in {at.sheet for at in wanted.values()}
    }
    return {name: blocks[at.sheet][at.row - 1][at.column - 1] for name, at in wanted.items()}


def _around(sheet: str, targets: Iterable[Target]) -> Target:
    there = [at for at in targets if at.sheet == sheet]
    return Target(sheet, 1, 1, max(at.row for at in there), max(at.column for at in there))
