"""LibreOffice as an engine of xlwings: the part of the interface that the buttons use.

Written against ``xlwings.base_classes`` over UNO, so that ``button`` and ``live_book`` are the
same code in Excel and in LibreOffice. An app is a running LibreOffice, found by its pipe; a book is
one of its open spreadsheets; sheets and ranges are UNO's own, counted from 1. What no button asks
for (saving, closing, colours, formulas written) is not there.

As in Excel, an error value is None unless the range is read with ``options(err_to_str=True)``, and
a cell shown as a date gives a ``datetime``.
"""

import json
import os
import sys
import traceback
import zlib
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import xlwings as xw
from xlwings import base_classes
from xlwings.utils import a1_to_tuples, col_name

from zongzhi_xl.errors import OfficeUnreachableError
from zongzhi_xl.hosts.office_link import (
    CellError,
    Formats,
    Row,
    ask,
    block,
    desktop_at,
    documents,
    path_of,
    put,
    storable,
    window_of,
)

#: set: messages are not shown but kept (and added to the file that it names, if it names one)
QUIET = "ZONGZHI_XL_QUIET"
#: exit codes of :func:`run` that the macro tells apart
DONE, FAILED, NOT_INSTALLED, UNREACHABLE = 0, 1, 3, 4

_LAST_ROW, _LAST_COLUMN = 1_048_576, 16_384


def book(pipe: str, document: str) -> xw.Book:
    """The open workbook with this URL (or run-time number, where it was never saved).

    Raises:
        OfficeUnreachableError: no such workbook is open there, nothing listens at the pipe, or
            python3-uno is not installed.
    """
    app = OfficeApp(pipe)
    for one in documents(app.desktop):
        if document in (one.getURL(), one.RuntimeUID):
            return xw.Book(impl=OfficeBook(app, one))
    raise OfficeUnreachableError("在 LibreOffice 里找不到这份工作簿，可能已经关闭")


def run(pipe: str, document: str, code: str) -> int:
    """Run ``code`` for the workbook whose button was clicked; the macro's other half.

    ``document`` and ``code`` come percent-encoded. ``xw.Book.caller()`` is that workbook. Gives the
    exit code for the macro; whatever ``code`` does not catch is told in one Chinese sentence, with
    the details on standard error.
    """
    try:
        calling = book(pipe, unquote(document))
    except OfficeUnreachableError as fault:
        print(fault, file=sys.stderr)  # noqa: T201 - nobody else is there to tell
        return UNREACHABLE
    calling.set_mock_caller()
    try:
        exec(unquote(code), {"__name__": "__main__"})  # noqa: S102 - the workbook's own macro
    except Exception:
        traceback.print_exc()
        calling.app.alert("没有办成：程序出错，表里的数没有改动。请与区里联系。", "综治报表")
        return FAILED
    return DONE


# ------------------------------------------------------------------ xlwings' classes


class OfficeEngine:
    """The engine itself; registered with xlwings under the name libreoffice."""

    name = "libreoffice"
    type = "desktop"

    @staticmethod
    def prepare_xl_data_element(value: object, options: object) -> object:
        """A value as LibreOffice takes it."""
        return storable(value)

    @staticmethod
    def clean_value_data(
        rows: list[Row], moment: Any, empty: object, number: Any, err_to_str: bool
    ) -> list[Row]:
        """Values read, in the shape that the caller of ``Range.options`` asked for."""
        return [[_clean(value, moment, empty, number, err_to_str) for value in row] for row in rows]


def _clean(value: Any, moment: Any, empty: object, number: Any, err_to_str: bool) -> object:
    match value:
        case None:
            return empty
        case CellError():
            return str(value) if err_to_str else None
        case float() if number is not None:
            return number(value)
        case bool() | float() | str():
            return value
    parts = ("year", "month", "day", "hour", "minute", "second", "microsecond")
    return moment(**{part: getattr(value, part) for part in parts}, tzinfo=None)


class OfficeApp(base_classes.App):
    """One LibreOffice."""

    def __init__(self, pipe: str) -> None:
        self.pipe, self.desktop = pipe, desktop_at(pipe)
        self.alerts: list[str] = []

    @property
    def engine(self) -> OfficeEngine:
        """The engine; xlwings wraps it."""
        return engine

    @property
    def pid(self) -> int:
        """A number for this app, which xlwings asks for; UNO does not tell that of the process."""
        return zlib.crc32(self.pipe.encode())

    def alert(
        self, prompt: str, title: str | None, buttons: str, mode: str | None, callback: object
    ) -> str:
        """Show a message and wait for a button.

        Where nobody can see it (no window, or the environment says quiet) it is kept in
        ``alerts`` and counts as agreed to by its first button.
        """
        self.alerts.append(prompt)
        quiet, window = os.environ.get(QUIET), window_of(self.desktop)
        if quiet or not window:
            _note(quiet or "", prompt)
            return buttons.partition("_")[0]
        return ask(window, prompt, title or "", buttons, critical=mode == "critical")


def _note(file: str, prompt: str) -> None:
    if Path(file).is_absolute():
        with Path(file).open("a", encoding="utf-8") as notes:
            notes.write(json.dumps(prompt, ensure_ascii=False) + "\n")


class OfficeBook(base_classes.Book):
    """One spreadsheet document."""

    def __init__(self, app: OfficeApp, document: Any) -> None:
        self._app, self.document = app, document

    @property
    def app(self) -> OfficeApp:
        """The LibreOffice where it is open."""
        return self._app

    @property
    def api(self) -> Any:
        """The UNO document."""
        return self.document

    @cached_property
    def formats(self) -> Formats:
        """Number formats of the document."""
        return Formats(self.document)

    @property
    def name(self) -> str:
        """Name of the file."""
        return Path(self.fullname).name

    @property
    def fullname(self) -> str:
        """Path of the file; the title where it was never saved."""
        return path_of(self.document)

    @property
    def sheets(self) -> "OfficeSheets":
        """Sheets, the hidden ones too."""
        return OfficeSheets(self)


class OfficeSheets(base_classes.Sheets):
    """Sheets of one document."""

    def __init__(self, book: OfficeBook) -> None:
        self.book, self.sheets = book, book.document.getSheets()

    def __call__(self, name_or_index: str | int) -> "OfficeSheet":
        """By name, or by number from 1."""
        if isinstance(name_or_index, int):
            return OfficeSheet(self.book, self.sheets.getByIndex(name_or_index - 1))
        if name_or_index not in self:
            raise KeyError(name_or_index)
        return OfficeSheet(self.book, self.sheets.getByName(name_or_index))

    def __contains__(self, name: str) -> bool:
        return bool(self.sheets.hasByName(name))

    def __len__(self) -> int:
        return int(self.sheets.getCount())

    def __iter__(self) -> Iterator["OfficeSheet"]:
        return (self(number) for number in range(1, len(self) + 1))


class OfficeSheet(base_classes.Sheet):
    """One sheet."""

    def __init__(self, book: OfficeBook, sheet: Any) -> None:
        self._book, self.sheet = book, sheet

    @property  # type: ignore[misc]  # for reading only: no button renames a sheet
    def name(self) -> str:
        """Name on the tab."""
        return str(self.sheet.getName())

    @property
    def book(self) -> OfficeBook:
        """The workbook."""
        return self._book

    @property
    def cells(self) -> "OfficeRange":
        """All of it; ``sheet["A1"]`` begins here."""
        return OfficeRange(self, (1, 1), (_LAST_ROW, _LAST_COLUMN))

    @property
    def used_range(self) -> "OfficeRange":
        """From A1 to the last cell in use."""
        cursor = self.sheet.createCursor()
        cursor.gotoEndOfUsedArea(False)
        last = cursor.getRangeAddress()
        return OfficeRange(self, (1, 1), (last.EndRow + 1, last.EndColumn + 1))

    def range(self, first: Any, second: Any = None) -> "OfficeRange":
        """A range by address, by defined name, by (row, column) pairs or by its corner ranges."""
        start, end = _corners(self, first)
        return OfficeRange(self, start, end if second is None else _corners(self, second)[1])


_Place = tuple[int, int]


def _corners(sheet: OfficeSheet, asked: Any) -> tuple[_Place, _Place]:
    """First and last cell of what was asked for."""
    if isinstance(asked, OfficeRange):
        return asked.first, asked.last
    if isinstance(asked, str):
        start, end = a1_to_tuples(asked)  # type: ignore[no-untyped-call]  # xlwings' own
        return (start, end or start) if start else _named_corners(sheet, asked)
    row, column, *shape = asked  # xlwings adds rows and columns where it slices
    rows, columns = shape or (1, 1)
    return (row, column), (row + rows - 1, column + columns - 1)


def _named_corners(sheet: OfficeSheet, name: str) -> tuple[_Place, _Place]:
    names = sheet.book.document.NamedRanges
    cells = names.hasByName(name) and names.getByName(name).getReferredCells()
    area = cells and cells.getRangeAddress()
    if not area or area.Sheet != sheet.sheet.getRangeAddress().Sheet:
        raise KeyError(name)
    return (area.StartRow + 1, area.StartColumn + 1), (area.EndRow + 1, area.EndColumn + 1)


def _address(place: _Place) -> str:
    row, column = place
    return f"${col_name(column)}${row}"  # type: ignore[no-untyped-call]  # xlwings' own


class OfficeRange(base_classes.Range):
    """A rectangle of cells; rows and columns count from 1."""

    def __init__(self, sheet: OfficeSheet, first: _Place, last: _Place) -> None:
        self.sheet, self.first, self.last = sheet, first, last
        self.options: dict[str, object] | None = None  # xlwings keeps its own here

    @cached_property
    def api(self) -> Any:
        """The UNO range."""
        (top, left), (bottom, right) = self.first, self.last
        return self.sheet.sheet.getCellRangeByPosition(left - 1, top - 1, right - 1, bottom - 1)

    @property
    def row(self) -> int:
        """Row of the first cell."""
        return self.first[0]

    @property
    def column(self) -> int:
        """Column of the first cell."""
        return self.first[1]

    @property
    def shape(self) -> tuple[int, int]:
        """Rows and columns."""
        return self.last[0] - self.first[0] + 1, self.last[1] - self.first[1] + 1

    @property
    def address(self) -> str:
        """As Excel writes it, ``$A$1:$B$2``."""
        first, last = map(_address, (self.first, self.last))
        return first if first == last else f"{first}:{last}"

    def __len__(self) -> int:
        rows, columns = self.shape
        return rows * columns

    def __call__(self, row: int, column: int | None = None) -> "OfficeRange":
        """One cell of it, by row and column or counted row by row; from 1."""
        if column is None:
            row, column = (place + 1 for place in divmod(row - 1, self.shape[1]))
        place = self.row + row - 1, self.column + column - 1
        return OfficeRange(self.sheet, place, place)

    @property
    def raw_value(self) -> list[Row]:
        """Values as rows; see :func:`zongzhi_xl.hosts.office_link.block`."""
        return block(self.api, self.sheet.book.formats)

    @raw_value.setter
    def raw_value(self, values: object) -> None:
        rows, columns = self.shape
        if not isinstance(values, list | tuple):
            values = [[values] * columns] * rows
        put(self.api, values)  # type: ignore[arg-type]  # xlwings gives rows

    @property  # type: ignore[misc]  # for reading only: no button writes a formula
    def formula(self) -> object:
        """Formulas and literals as text: one, or rows of them."""
        found = self.api.getFormulaArray()
        return found[0][0] if self.first == self.last else found


#: the one engine of this process
engine = OfficeEngine()
xw.engines.add(xw.Engine(impl=engine))
