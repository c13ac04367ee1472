"""From the sheets of a return to its raw facts, the same for a file and for an open workbook."""

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property, lru_cache
from itertools import starmap
from typing import Protocol

from zongzhi_xl import contract
from zongzhi_xl.core.language.addresses import letters
from zongzhi_xl.core.returned.page import Page
from zongzhi_xl.core.returned.submission import RawCell, RawReturn
from zongzhi_xl.core.returned.terms import term_of
from zongzhi_xl.errors import UnusableFileError
from zongzhi_xl.reading.layout import Cell, Layout, cell_of
from zongzhi_xl.reading.package import Target
from zongzhi_xl.record import Record

#: row, column, address
_Place = tuple[int, int, str]


class InputSheet(Protocol):
    """A sheet on which somebody types, as it was read; rows and columns count from 1."""

    @property
    def name(self) -> str:
        """Name on the tab."""

    @property
    def strays(self) -> Sequence[str]:
        """Addresses with content beyond the extent: the first few."""

    def value(self, row: int, column: int) -> object:
        """What stands there; ``""`` or None where nothing does."""

    def cell(self, row: int, column: int, address: str) -> RawCell:
        """The cell there."""

    def is_blank(self, row: int, column: int, address: str) -> bool:
        """Neither value nor formula."""

    @property
    def page(self) -> Page:
        """The sheet as a person sees it."""

    def merges(self, span: str) -> bool:
        """Whether ``span`` (``C4:E4``) is known to be one merged cell."""


class ReturnCells(Record):
    """The sheets of a workbook beside its layout."""

    sheets: Mapping[str, InputSheet]
    layout: Layout

    @cached_property
    def named(self) -> Mapping[str, RawCell]:
        """Every input cell by name; 说明 and the district's bases where they are filled."""
        found = {}
        for sheet in self.sheets.values():
            for name, row, column, address, optional in self._cells_of(sheet):
                if not (optional and sheet.is_blank(row, column, address)):
                    found[name] = sheet.cell(row, column, address)
        return found

    def _cells_of(self, sheet: InputSheet) -> Sequence[Cell]:
        cells = self.layout.cells.get(sheet.name, ())
        ranges = self.layout.ranges.get(sheet.name, ())
        merged = [cell_of(name, one) for name, one in ranges if sheet.merges(one.span)]
        return [*cells, *merged] if merged else cells

    def raw(self, file: str, sha256: str) -> RawReturn:
        """The whole return."""
        cells: dict[str, RawCell] = {}
        notes: dict[str, RawCell] = {}
        for name, cell in self.named.items():
            term = term_of(name)
            if term.prefix == contract.NOTE:
                notes[term.item] = cell
            else:
                cells[name] = cell
        strays = [RawCell(one.name, cell) for one in self.sheets.values() for cell in one.strays]
        pages = {name: sheet.page for name, sheet in self.sheets.items()}
        where = self.layout.register
        return RawReturn(
            file, sha256, cells, tuple(self._register()), notes, tuple(strays), pages,
            where.last_row if where else 0,
            register_sheet=where.sheet if where else contract.EVENTS,
            former=tuple(self._former()), headings=self._headings,
        )  # fmt: skip

    def _register(self) -> Iterator[dict[str, RawCell]]:
        """Each row of the range under its headings; an empty row is an empty mapping."""
        if self._register_columns is None:
            return
        where, sheet, columns = self._register_columns
        names = self._headings or ()
        wanted = tuple(columns[name] for name in names)
        for places in _places(wanted, where.row + 1, where.last_row):
            blank = all(starmap(sheet.is_blank, places))
            yield {} if blank else dict(zip(names, starmap(sheet.cell, places), strict=True))

    @cached_property
    def _register_columns(self) -> tuple[Target, InputSheet, Mapping[str, int]] | None:
        """Where the register lies, its sheet, and the column of each heading; None without one."""
        where = self.layout.register
        if where is None or where.sheet not in self.sheets:
            return None
        sheet = self.sheets[where.sheet]
        return where, sheet, headings(sheet, where.row, where.column, where.last_column)

    @property
    def _headings(self) -> tuple[str, ...] | None:
        """Those of the register, without what earlier forms had; None without a register."""
        if self._register_columns is None:
            return None
        columns = self._register_columns[2]
        return tuple(name for name in columns if name not in contract.FORMER_COLUMNS)

    def _former(self) -> Iterator[tuple[str, RawCell]]:
        """The filled cells of columns that earlier forms of the register had, and which."""
        if self._register_columns is None:
            return
        where, sheet, columns = self._register_columns
        for name in contract.FORMER_COLUMNS:
            for row in range(where.row + 1, where.last_row + 1) if name in columns else ():
                place = (row, columns[name], f"{letters(columns[name])}{row}")
                if not sheet.is_blank(*place):
                    yield name, sheet.cell(*place)


@lru_cache(maxsize=16)
def _places(columns: Sequence[int], first: int, last: int) -> Sequence[Sequence[_Place]]:
    """The cells of these columns, row by row; the same for all returns of a template."""
    wanted = [(column, letters(column)) for column in columns]
    return [
        [(row, column, f"{letter}{row}") for column, letter in wanted]
        for row in range(first, last + 1)
    ]


def headings(sheet: InputSheet, row: int, first: int, last: int) -> dict[str, int]:
    """Column by heading, blanks and line breaks inside it left out; raises UnusableFileError."""
    values = [sheet.value(row, column) for column in range(first, last + 1)]
    texts = ["" if value is None else "".join(str(value).split()) for value in values]
    repeated = [text for text in texts if text and texts.count(text) > 1]
    if repeated:
        raise UnusableFileError(f"工作表“{sheet.name}”第{row}行的表头“{repeated[0]}”有两列")
    return {text: first + n for n, text in enumerate(texts) if text}
