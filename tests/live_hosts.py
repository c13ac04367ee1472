"""Programs in which a return may be open, all asked the same way.

A hand-written stand-in (cells in memory, every call counted), xlwings' own remote engine (it gets
the workbook as JSON and queues what is to be written), and a real LibreOffice.
"""

import json
import re
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import lru_cache
from io import BytesIO
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import xlwings as xw
from openpyxl import load_workbook
from openpyxl.utils.cell import (
    column_index_from_string,
    coordinate_from_string,
    get_column_letter,
)

from tests.files.specimens import part_of
from tests.office import Office
from zongzhi_xl.core.edition.items import FormKind
from zongzhi_xl.core.edition.statement import Edition
from zongzhi_xl.sheets import return_book
from zongzhi_xl.sheets.return_book import ReturnContents

Grid = dict[str, list[list[object]]]
_DAY_ZERO = datetime(1899, 12, 30)


# ------------------------------------------------------------------ returns as files


def written(path: Path, form: FormKind, edition: Edition, contents: ReturnContents) -> Path:
    """A return workbook at ``path``."""
    return_book.write(path, form, edition, contents)
    return path


def _place(address: str) -> tuple[int, int]:
    column, row = coordinate_from_string(address)
    return row, column_index_from_string(column)


def edited(path: Path, sheet: str, change: Callable[[str], str]) -> Path:
    """The workbook with the XML of one sheet changed, as no writer of ours would write it."""
    part = part_of(path, sheet)
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    before = parts[part].decode()
    parts[part] = change(before).encode()
    assert parts[part].decode() != before
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return path


def with_formula(path: Path, sheet: str, address: str, formula: str) -> Path:
    """A number replaced by a formula with that number as its result."""
    cell = re.compile(rf'(<c r="{address}"[^>]*>)(<v>)')
    return edited(path, sheet, lambda xml: cell.sub(rf"\1<f>{formula}</f>\2", xml))


def with_stray(path: Path, sheet: str, row: int, address: str, text: str) -> Path:
    """A cell with words far below everything."""
    cell = f'<row r="{row}"><c r="{address}" t="inlineStr"><is><t>{text}</t></is></c></row>'
    return edited(path, sheet, lambda xml: xml.replace("</sheetData>", f"{cell}</sheetData>"))


# ------------------------------------------------------------------ what every host offers


@dataclass
class Host:
    """A program with one return open; ``cells`` is what stands in it now, blanks left out."""

    name: str
    book: Any
    cells: Callable[[], dict[tuple[str, str], object]]
    alerts: Callable[[], list[str]]
    type_into: Callable[[str, str, object], None]
    calls: list[str] = field(default_factory=list)


def grids(path: Path) -> tuple[Grid, Grid]:
    """Values (numbers as floats, as programs give them) and formulas of every sheet."""
    values, formulas = _grids(path.read_bytes())
    return _copied(values), _copied(formulas)


def _copied(grid: Grid) -> Grid:
    return {sheet: [[*row] for row in rows] for sheet, rows in grid.items()}


@lru_cache(maxsize=32)
def _grids(file: bytes) -> tuple[Grid, Grid]:
    """A return is opened in one stand-in after the other."""
    values, formulas = (load_workbook(BytesIO(file), data_only=one) for one in (True, False))
    return (
        {sheet.title: [[_double(one) for one in row] for row in sheet.values] for sheet in values},
        {
            sheet.title: [["" if one is None else str(one) for one in row] for row in sheet.values]
            for sheet in formulas
        },
    )


def _double(value: object) -> object:
    return float(value) if isinstance(value, int) and not isinstance(value, bool) else value


def _filled(grid: Grid) -> dict[tuple[str, str], object]:
    return {
        (sheet, f"{get_column_letter(column)}{row}"): value
        for sheet, rows in grid.items()
        for row, values in enumerate(rows, 1)
        for column, value in enumerate(values, 1)
        if value not in (None, "")
    }


def _room(rows: list[list[object]], row: int, column: int) -> None:
    rows += [[] for _ in range(row - len(rows))]
    for one in rows:
        one.extend([None] * (column - len(one)))


# ------------------------------------------------------------------ the stand-in


class StandIn:
    """An open workbook as xlwings shows it; every call that would reach the program is counted."""

    def __init__(self, path: Path, look: Callable[[object], object] = lambda value: value) -> None:
        self.grid, self.formulas = grids(path)
        self.look, self.calls, self.said = look, list[str](), list[str]()
        self.name, self.fullname = path.name, str(path)
        self.app = SimpleNamespace(alert=lambda words, title=None: self.said.append(words))

    @property
    def sheets(self) -> Mapping[str, "StandInSheet"]:
        return {name: StandInSheet(self, name) for name in self.grid}


@dataclass
class StandInSheet:
    book: StandIn
    name: str

    def range(self, first: tuple[int, int], last: tuple[int, int] | None = None) -> "StandInRange":
        return StandInRange(self.book, self.name, first, last or first)

    @property
    def used_range(self) -> Any:
        self.book.calls.append("used_range")
        rows = self.book.grid[self.name]
        return SimpleNamespace(
            last_cell=SimpleNamespace(row=len(rows), column=max(map(len, rows), default=1))
        )


@dataclass
class StandInRange:
    book: StandIn
    sheet: str
    first: tuple[int, int]
    last: tuple[int, int]
    shape: Mapping[str, object] = field(default_factory=dict)

    def options(self, **shape: object) -> "StandInRange":
        return StandInRange(self.book, self.sheet, self.first, self.last, shape)

    @property
    def value(self) -> list[list[object]]:
        assert self.shape == {"ndim": 2, "err_to_str": True}
        self.book.calls.append(f"read {self.sheet}")
        return [[self.book.look(one) for one in row] for row in self._block(self.book.grid)]

    @value.setter
    def value(self, value: object) -> None:
        self.book.calls.append(f"write {self.sheet}")
        rows = value if isinstance(value, list) else [[value]]
        height, width = self.last[0] - self.first[0] + 1, self.last[1] - self.first[1] + 1
        assert (len(rows), {len(row) for row in rows}) == (height, {width})
        _room(self.book.grid[self.sheet], *self.last)
        for row, values in enumerate(rows, self.first[0] - 1):
            self.book.grid[self.sheet][row][self.first[1] - 1 : self.last[1]] = values

    @property
    def formula(self) -> list[list[object]]:
        self.book.calls.append(f"formulas {self.sheet}")
        return self._block(self.book.formulas)

    def _block(self, grid: Grid) -> list[list[object]]:
        rows = grid[self.sheet]
        _room(rows, *self.last)
        return [
            row[self.first[1] - 1 : self.last[1]] for row in rows[self.first[0] - 1 : self.last[0]]
        ]


def stand_in(path: Path, look: Callable[[object], object] = lambda value: value) -> Host:
    """The stand-in with the workbook at ``path`` open."""
    book = StandIn(path, look)

    def type_into(sheet: str, address: str, value: object) -> None:
        row, column = _place(address)
        _room(book.grid[sheet], row, column)
        book.grid[sheet][row - 1][column - 1] = value

    return Host("替身", book, lambda: _filled(book.grid), lambda: book.said, type_into, book.calls)


def serial(value: object) -> object:
    """A day as a program without date formats would give it."""
    if isinstance(value, datetime):
        return (value - _DAY_ZERO).total_seconds() / 86400
    return value


# ------------------------------------------------------------------ xlwings' remote engine


def remote(path: Path) -> Host:
    """xlwings' remote engine: JSON goes in, what is to be written comes out as actions."""
    values, _ = grids(path)
    payload = _payload(path.name, values)
    book = xw.Book(json=json.loads(json.dumps(payload)))
    names = list(values)

    def now() -> dict[tuple[str, str], object]:
        grid = {name: [list(row) for row in rows] for name, rows in values.items()}
        for one in book.json()["actions"]:
            if one["func"] == "setValues":
                _apply(grid[names[one["sheet_position"]]], one)
        return _filled(grid)

    def type_into(sheet: str, address: str, value: object) -> None:
        row, column = _place(address)
        book.api["sheets"][names.index(sheet)]["values"][row - 1][column - 1] = value

    def alerts() -> list[str]:
        return [one["args"][0] for one in book.json()["actions"] if one["func"] == "alert"]

    return Host("xlwings 远程引擎", book, now, alerts, type_into)


def _payload(name: str, values: Grid) -> dict[str, object]:
    sheets = [
        {
            "name": sheet, "values": [[_as_json(one) for one in row] for row in rows],
            "pictures": [], "tables": [],
        }
        for sheet, rows in values.items()
    ]  # fmt: skip
    book = {"name": name, "active_sheet_index": 0, "selection": "A1"}
    return {
        "client": "Office.js", "version": xw.__version__, "book": book, "names": [],
        "sheets": sheets,
    }  # fmt: skip


def _as_json(value: object) -> object:
    if isinstance(value, datetime | date):
        return f"{value.isoformat()}Z"
    return "" if value is None else value


def _apply(rows: list[list[object]], action: Mapping[str, Any]) -> None:
    row, column = action["start_row"], action["start_column"]
    _room(rows, row + action["row_count"], column + action["column_count"])
    for n, values in enumerate(action["values"]):
        rows[row + n][column : column + len(values)] = values


# ------------------------------------------------------------------ LibreOffice


def libreoffice(running: Office) -> Callable[[Path], Host]:
    """What opens workbooks in a LibreOffice."""
    from zongzhi_xl.hosts import libreoffice_engine  # noqa: PLC0415  only where there is one

    def opened(path: Path) -> Host:
        document = running.open(path)
        book = libreoffice_engine.book(running.pipe, document.getURL())
        said = book.app.impl.alerts

        def now() -> dict[tuple[str, str], object]:
            sheets = [document.Sheets.getByIndex(n) for n in range(document.Sheets.Count)]
            return _filled({one.Name: _data(one) for one in sheets})

        def type_into(sheet: str, address: str, value: object) -> None:
            cell = document.Sheets.getByName(sheet).getCellRangeByName(address)
            cell.setDataArray(((value,),))

        return Host("LibreOffice", book, now, lambda: said, type_into)

    return opened


def _data(sheet: Any) -> list[list[object]]:
    cursor = sheet.createCursor()
    cursor.gotoEndOfUsedArea(False)
    last = cursor.getRangeAddress()
    cells = sheet.getCellRangeByPosition(0, 0, last.EndColumn, last.EndRow)
    return [list(row) for row in cells.getDataArray()]
