"""A workbook as it is, damaged or not: every cell of every sheet, and what holds it together.

openpyxl reads; nothing is ever saved with it. What stops it although Excel opens the file (strict
Open XML, an empty ``<fill/>``) is put right in memory first.
"""

import re
import warnings
import zipfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from functools import cached_property
from io import BytesIO
from pathlib import Path
from typing import Any

from openpyxl import load_workbook
from openpyxl.cell.cell import Cell
from openpyxl.styles.numbers import is_date_format
from openpyxl.worksheet.worksheet import Worksheet

from zongzhi_xl.contract import RULES
from zongzhi_xl.errors import UnusableFileError
from zongzhi_xl.reading.package import Package, Target
from zongzhi_xl.reading.reader import HandedIn, SizeLimits, handed_in, package_of, tidy

At = tuple[int, int]
#: first row, first column, last row, last column
Area = tuple[int, int, int, int]
#: a day before this is a small number in a cell that is formatted as a day
_EARLIEST = 1950
#: a cell holds no larger number
_LARGEST = 1.7976931348623157e308


@dataclass(frozen=True, slots=True)
class OpenCell:
    """A cell with content: its value (of a formula the cached one), the formula, its lock."""

    value: object
    formula: str | None = None
    locked: bool = True

    @property
    def content(self) -> object:
        """The value; the formula itself where nothing was computed."""
        return self.formula if self.value is None else self.value


@dataclass(frozen=True)
class OpenSheet:
    """one sheet; cells by row and column from 1."""

    name: str
    state: str
    cells: Mapping[At, OpenCell]
    locks: Mapping[At, bool]
    merges: frozenset[str]
    validated: tuple[Area, ...]
    coloured: tuple[Area, ...]
    protected: bool

    @cached_property
    def words(self) -> Mapping[str, tuple[At, ...]]:
        """Where each text stands that is no formula; blanks and line breaks left out."""
        found: dict[str, list[At]] = {}
        for at, cell in self.cells.items():
            if isinstance(cell.value, str) and cell.formula is None:
                found.setdefault(squeezed(cell.value), []).append(at)
        return {text: tuple(sorted(places)) for text, places in found.items()}

    @cached_property
    def values(self) -> Mapping[At, object]:
        """What stands in each cell, formulas left out."""
        return {at: cell.value for at, cell in self.cells.items() if cell.formula is None}

    def once(self, text: str) -> At | None:
        """Where ``text`` stands; None where it does not, or more than once."""
        places = self.words.get(text, ())
        return places[0] if len(places) == 1 else None

    def value(self, at: At) -> object:
        """The value at ``at``; None where blank."""
        cell = self.cells.get(at)
        return cell.value if cell else None


@dataclass(frozen=True)
class OpenBook:
    """One workbook. ``names`` are those of workbook scope that are (or were) cells."""

    sheets: Mapping[str, OpenSheet]
    names: Mapping[str, Target]
    linked: bool
    macros: bool

    @property
    def rules(self) -> str:
        """The edition that the workbook carries, as canonical JSON; empty where it carries none."""
        for sheet in self.sheets.values():
            first = sheet.value((1, 1))
            is_ours = sheet.state != "visible" or sheet.name == RULES
            if isinstance(first, str) and first.startswith("{") and is_ours:
                column = sorted(at for at in sheet.cells if at[1] == 1)
                return "".join(str(sheet.value(at)) for at in column)
        return ""


def squeezed(value: object) -> str:
    """Text without blanks and line breaks, as labels are compared."""
    return "".join(str(value).split())


def open_book(path: Path) -> OpenBook:
    """The workbook at ``path``; raises UnusableFileError with the reason in Chinese."""
    return opened(handed_in(path, path.name))


def opened(one: HandedIn) -> OpenBook:
    """The workbook that was handed in; raises UnusableFileError with the reason in Chinese."""
    package = package_of(one, SizeLimits().part)
    data = _readable(package)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            shown = load_workbook(BytesIO(data), data_only=True, keep_links=False)
            written = load_workbook(BytesIO(data), keep_links=False)
    except Exception as fault:  # whatever openpyxl stumbles over, the file is what is wrong
        raise UnusableFileError(
            "内容已损坏，打不开：请用 Excel 或 WPS 打开，另存为新的 .xlsx 文件后再试"
        ) from fault
    sheets = {
        sheet.title: _sheet(sheet, shown[sheet.title], package) for sheet in written.worksheets
    }
    parts = package.archive.namelist()
    linked = any(part.startswith("xl/externalLinks/") for part in parts)
    return OpenBook(sheets, package.names.targets, linked, "xl/vbaProject.bin" in parts)


# ------------------------------------------------------------------ what stops openpyxl

_STRICT = re.compile(
    rb"http://purl\.oclc\.org/ooxml/(spreadsheetml|drawingml|officeDocument)/(main|relationships)"
)
_TRANSITIONAL = rb"http://schemas.openxmlformats.org/\1/2006/\2"
_MERGES = re.compile(rb"<(?:\w+:)?mergeCells\b.*?</(?:\w+:)?mergeCells>", re.DOTALL)
_MERGE = re.compile(rb"""<(?:\w+:)?mergeCell\b[^>]*\bref=["']([A-Z0-9:]+)["']""")
_EMPTY_FILL = re.compile(rb"<((?:\w+:)?)fill\s*/>|<((?:\w+:)?)fill></(?:\w+:)?fill>")


def _readable(package: Package) -> bytes:
    """The package anew, each part as openpyxl can read it."""
    small = BytesIO()
    with zipfile.ZipFile(small, "w") as target:
        for name in package.archive.namelist():
            if name.endswith((".xml", ".rels")):
                target.writestr(name, _plainer(name, package.part(name)))
    return small.getvalue()


def _plainer(name: str, xml: bytes) -> bytes:
    """Merged areas are left out: openpyxl would drop what a stale one covers."""
    xml = _STRICT.sub(_TRANSITIONAL, xml)
    if name == "xl/styles.xml":
        xml = _EMPTY_FILL.sub(rb"<\1\2fill><\1\2patternFill/></\1\2fill>", xml)
    return _MERGES.sub(b"", xml) if b"mergeCells" in xml else xml


# ------------------------------------------------------------------ sheets


def _sheet(written: Worksheet, shown: Worksheet, package: Package) -> OpenSheet:
    cells, locks = {}, {}
    for at, cell in written._cells.items():
        locks[at] = bool(cell.protection.locked)
        value, formula = _content(cell, shown._cells.get(at), package)
        if value is not None or formula is not None:
            cells[at] = OpenCell(value, formula, locks[at])
    return OpenSheet(
        written.title,
        written.sheet_state,
        cells,
        locks,
        frozenset(ref.decode() for ref in _MERGE.findall(package.sheet_part(written.title))),
        _bounds(rule.sqref.ranges for rule in written.data_validations.dataValidation),
        _bounds(one.cells.ranges for one in written.conditional_formatting),
        bool(written.protection.sheet),
    )


def _bounds(groups: Iterable[Iterable[Any]]) -> tuple[Area, ...]:
    areas = (one for group in groups for one in group)
    return tuple((one.min_row, one.min_col, one.max_row, one.max_col) for one in areas)


def _content(cell: Cell, shown: Cell | None, package: Package) -> tuple[object, str | None]:
    if cell.data_type == "f":
        text = str(getattr(cell.value, "text", cell.value))
        return _native(shown.value if shown else None), text
    early = isinstance(cell.value, datetime) and cell.value.year < _EARLIEST
    if early or (cell.data_type == "e" and is_date_format(cell.number_format)):
        return _behind_the_date(cell, package), None
    return _native(cell.value), None


def _native(value: object) -> object:
    """Python natives as the reader gives them: no bare hours, no number too large for a cell."""
    if isinstance(value, time):
        return (value.hour * 3600 + value.minute * 60 + value.second) / 86400 or 0
    if isinstance(value, timedelta):
        return value / timedelta(days=1)
    if isinstance(value, int | float) and not -_LARGEST <= value <= _LARGEST:
        return str(value)
    return tidy(value)


def _behind_the_date(cell: Cell, package: Package) -> object:
    """The number in a cell that is formatted as a day and is none (too large): as it was typed."""
    xml = package.sheet_part(cell.parent.title).decode("utf-8", "replace")
    pattern = rf'<(?:\w+:)?c\b[^>]*\br="{cell.coordinate}"[^>]*>.*?<(?:\w+:)?v>([^<]*)<'
    found = re.search(pattern, xml, re.DOTALL)
    try:
        return float(found[1]) if found else cell.value
    except ValueError:
        return found[1] if found else cell.value
