"""One workbook in LibreOffice that becomes one return after another, recalculated each time."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path
from typing import Any

from tests.office import Office
from tests.proof.recorder import Recording, Spot, plain
from zongzhi_xl.hosts.office_link import CellError

#: an error value in a cell, which nobody can type as text
ERROR = CellError("#N/A")


@dataclass(frozen=True, order=True)
class Area:
    """A rectangle of cells without a formula in it, written in one call."""

    sheet: str
    first_row: int
    last_row: int
    first_column: int
    last_column: int

    def holds(self, spot: Spot) -> bool:
        """Whether a cell lies in it."""
        sheet, row, column = spot
        return (
            sheet == self.sheet
            and self.first_row <= row <= self.last_row
            and self.first_column <= column <= self.last_column
        )

    def content(self, recording: Recording) -> tuple[tuple[object, ...], ...]:
        """What a recording has there, as cells take it."""
        return tuple(
            tuple(
                _storable(recording.literals.get((self.sheet, row, column)))
                for column in range(self.first_column, self.last_column + 1)
            )
            for row in range(self.first_row, self.last_row + 1)
        )


@dataclass
class Spreadsheet:
    """The document, with ``now`` in its cells."""

    document: Any
    now: Recording
    _ranges: dict[Area, Any] = field(default_factory=dict)
    _area_of: dict[Spot, Area] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.document.enableAutomaticCalculation(False)
        names = {spot[0] for spot in (*self.now.literals, *self.now.formulas)}
        self._sheets = {name: self.document.Sheets.getByName(name) for name in names}
        for sheet in self._sheets.values():
            sheet.unprotect("")
        self._areas = tuple(_areas(self.now, names))
        self._results = tuple(self._result_blocks())

    def become(self, wanted: Recording) -> None:
        """Put the literals of ``wanted`` into the cells."""
        assert wanted.formulas == self.now.formulas, "formulas must not depend on the return"
        before, after = self.now.literals, wanted.literals
        changed = {
            spot for spot in before.keys() | after.keys() if before.get(spot) != after.get(spot)
        }
        for area in {self._area(spot) for spot in changed}:
            self._range(area).setDataArray(area.content(wanted))
        self.now = wanted

    def _area(self, spot: Spot) -> Area:
        if spot not in self._area_of:
            self._area_of[spot] = next(area for area in self._areas if area.holds(spot))
        return self._area_of[spot]

    def _range(self, area: Area) -> Any:
        if area not in self._ranges:
            self._ranges[area] = self._sheets[area.sheet].getCellRangeByPosition(
                area.first_column, area.first_row, area.last_column, area.last_row
            )
        return self._ranges[area]

    def _result_blocks(self) -> Iterator[tuple[Any, list[tuple[Spot, int, int]]]]:
        """For each sheet, the block with all of its formulas and where each lies in it."""
        for name, group in groupby(sorted(self.now.formulas), lambda spot: spot[0]):
            spots = list(group)
            rows, columns = [row for _, row, _ in spots], [column for *_, column in spots]
            top, left = min(rows), min(columns)
            cells = self._sheets[name].getCellRangeByPosition(left, top, max(columns), max(rows))
            yield cells, [(spot, spot[1] - top, spot[2] - left) for spot in spots]

    def recalculated(self) -> dict[Spot, object]:
        """Every formula cell after a hard recalculation; None where it is an error."""
        self.document.calculateAll()
        found: dict[Spot, object] = {}
        for cells, spots in self._results:
            block = cells.getDataArray()
            found |= {spot: block[row][column] for spot, row, column in spots}
        return found


def opened(office: Office, path: Path, recording: Recording) -> Spreadsheet:
    """The written workbook, which holds ``recording``."""
    return Spreadsheet(office.open(path), recording)


def _areas(recording: Recording, sheets: set[str]) -> Iterator[Area]:
    """Columns cut at formula cells; neighbours that are cut at the same rows are one area."""
    for name in sheets:
        spots = [spot for spot in (*recording.literals, *recording.formulas) if spot[0] == name]
        last_row = max(row for _, row, _ in spots)
        last_column = max(column for *_, column in spots)
        cut = {
            column: tuple(_stretches(recording, name, column, last_row))
            for column in range(last_column + 1)
        }
        for stretches, group in groupby(cut.items(), lambda pair: pair[1]):
            columns = [column for column, _ in group]
            for first, last in stretches:
                yield Area(name, first, last, columns[0], columns[-1])


def _stretches(
    recording: Recording, sheet: str, column: int, last_row: int
) -> Iterator[tuple[int, int]]:
    formulas = [row for row in range(last_row + 1) if (sheet, row, column) in recording.formulas]
    for above, below in zip([-1, *formulas], [*formulas, last_row + 1], strict=True):
        if below - above > 1:
            yield above + 1, below - 1


def _storable(value: object) -> object:
    if value is ERROR:
        return None  # a void becomes #N/A
    value = plain(value)
    if value is None:
        return ""
    return value if isinstance(value, str) else float(value)  # type: ignore[arg-type]


def differences(recording: Recording, found: dict[Spot, object]) -> Iterator[str]:
    """Formula cells whose cached value is not what the recalculation gave."""
    for spot, cached in recording.cached.items():
        if not _same(cached, found[spot]):
            sheet, row, column = spot
            text = recording.formulas[spot]
            yield f"{sheet}!R{row + 1}C{column + 1}: {cached!r} ≠ {found[spot]!r} ={text}"


def _same(one: object, other: object) -> bool:
    if isinstance(one, int | float) and isinstance(other, int | float):
        return abs(one - other) <= 1e-12 * max(1.0, abs(one))
    return type(one) is type(other) and one == other
