"""区情登记表 becomes raw facts: cells by the labels and headings beside and above them."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from zongzhi_xl import contract
from zongzhi_xl.core.edition import district_fields as asked
from zongzhi_xl.core.language.addresses import letters
from zongzhi_xl.core.returned.district_form import RawForm, Row
from zongzhi_xl.core.returned.submission import RawCell
from zongzhi_xl.errors import UnusableFileError
from zongzhi_xl.reading import reader
from zongzhi_xl.reading.reader import SizeLimits, tidy
from zongzhi_xl.reading.sheet_xml import Extent

#: a city's offices, and room; labels stand near the top, the value right of its label
_EXTENT, _HEADING_ROWS = Extent(3_000, 60), 30
_LIMIT = SizeLimits(file=5 << 20)
_NEW = "请用 init --blank 另领一份空表，把内容填进去"

Rows = Sequence[Sequence[object]]


class Kept(NamedTuple):
    """A form as it was at one moment: what it says, and its bytes."""

    raw: RawForm
    data: bytes


def read(path: Path, file: str, asked_for: asked.Tables) -> Kept:
    """What stands in the form at ``path``, which has the tables ``asked_for``.

    Raises UnusableFileError where it is none.
    """
    one = reader.handed_in(path, file, _LIMIT)
    sheets = (contract.ORGANS, *asked_for)
    found = reader.values_of(one, dict.fromkeys(sheets, _EXTENT))
    if missing := [sheet for sheet in sheets if sheet not in found]:
        words = "、".join(missing)
        raise UnusableFileError(f"不是{contract.DISTRICT_FORM}：没有工作表“{words}”。{_NEW}")
    if far := [f"{sheet}!{place}" for sheet in sheets for place in found[sheet].beyond]:
        raise UnusableFileError(f"{'、'.join(far[:3])} 有内容，离表太远：请移到表内，或删去")
    tables = {
        sheet: _Table(sheet, found[sheet].rows, fields) for sheet, fields in asked_for.items()
    }
    return Kept(
        RawForm(
            _organs(found[contract.ORGANS].rows),
            {sheet: tuple(table.records()) for sheet, table in tables.items()},
            tuple(cell for table in tables.values() for cell in table.strays()),
        ),
        one.data,
    )


def _organs(rows: Rows) -> Row:
    wanted = [one.name for one in asked.ORGAN_FIELDS]
    labels = {label: row for row, (label, *_) in enumerate(rows, 1) if label in wanted}
    _require(contract.ORGANS, "这一行", [name for name in wanted if name not in labels])
    return {name: _cell(contract.ORGANS, rows, row, 2) for name, row in labels.items()}


def _require(sheet: str, what: str, missing: Sequence[str]) -> None:
    if missing:
        raise UnusableFileError(f"工作表“{sheet}”没有“{'、'.join(missing)}”{what}。{_NEW}")


def _cell(sheet: str, rows: Rows, row: int, column: int) -> RawCell:
    values = rows[row - 1]
    value = values[column - 1] if column <= len(values) else None
    return RawCell(sheet, f"{letters(column)}{row}", tidy(value))


def _filled(cell: RawCell) -> bool:
    return cell.value is not None and str(cell.value).strip() != ""


class _Table:
    """A table under its row of headings; its first column numbers or names the rows."""

    def __init__(self, sheet: str, rows: Rows, fields: Iterable[asked.Field]) -> None:
        self.sheet, self.rows = sheet, rows
        self.key = asked.FIRST_COLUMN[sheet]
        wanted = [self.key, *(one.name for one in fields)]
        self.head = next((n for n, row in enumerate(rows[:_HEADING_ROWS], 1) if self.key in row), 1)
        headings = list(rows[self.head - 1]) if rows else []
        _require(sheet, "这一列", [name for name in wanted if name not in headings])
        self.columns: Mapping[str, int] = {name: headings.index(name) + 1 for name in wanted}
        self.headed = {n for n, words in enumerate(headings, 1) if words}

    def records(self) -> Iterator[Row]:
        """Rows in which something is filled in beside the first column."""
        for row in self._below():
            cells = {
                name: _cell(self.sheet, self.rows, row, column)
                for name, column in self.columns.items()
            }
            if any(_filled(cell) for name, cell in cells.items() if name != self.key):
                yield cells

    def strays(self) -> Iterator[RawCell]:
        """Filled cells beside the table."""
        for row in self._below():
            cells = (_cell(self.sheet, self.rows, row, n + 1) for n in range(self._width))
            for number, cell in enumerate(cells, 1):
                if number not in self.headed and _filled(cell):
                    yield cell

    @property
    def _width(self) -> int:
        return max(map(len, self.rows), default=0)

    def _below(self) -> Iterator[int]:
        """Rows under the headings, without those that explain."""
        for row in range(self.head + 1, len(self.rows) + 1):
            first = _cell(self.sheet, self.rows, row, self.columns[self.key]).value
            if first not in (asked.EXPLAINED, asked.EXAMPLE):
                yield row
