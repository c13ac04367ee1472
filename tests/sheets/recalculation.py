"""LibreOffice as the second opinion: it recalculates every formula and saves what it found."""

from datetime import datetime
from io import BytesIO
from pathlib import Path

from openpyxl import load_workbook

from tests.office import Office, save_copy

Cells = dict[tuple[str, str], object]


def recalculated(files: list[Path], running: Office, folder: Path) -> dict[str, Cells]:
    """Values of every cell after a hard recalculation, by the file's name."""
    found = {}
    for file in files:
        document = running.open(file)
        document.calculateAll()
        found[file.name] = values(save_copy(document, folder / f"{file.stem}_again.xlsx"))
        document.close(True)
    return found


def values(path: Path) -> Cells:
    """The values that a file holds, by sheet and cell; a day as its serial number."""
    book = load_workbook(BytesIO(path.read_bytes()), data_only=True, read_only=True)
    return {
        (sheet.title, cell.coordinate): _plain(cell.value)
        for sheet in book
        for row in sheet.iter_rows()
        for cell in row
        if cell.value is not None
    }


def formulas(path: Path) -> dict[tuple[str, str], str]:
    """The text of every formula."""
    return {
        (sheet.title, cell.coordinate): cell.value
        for sheet in load_workbook(BytesIO(path.read_bytes()), read_only=True)
        for row in sheet.iter_rows()
        for cell in row
        if cell.data_type == "f"
    }


def differences(path: Path, second_opinion: Cells) -> list[str]:
    """Formula cells whose cached value is not what the recalculation gave."""
    first = values(path)
    return [
        f"{path.name} {place}: {first.get(place)!r} ≠ {second_opinion.get(place)!r} {text}"
        for place, text in formulas(path).items()
        if not _same(first.get(place), second_opinion.get(place))
    ]


def _plain(value: object) -> object:
    if isinstance(value, datetime):
        return (value - datetime(1899, 12, 30)).total_seconds() / 86400
    return value


def _same(one: object, other: object) -> bool:
    if isinstance(one, int | float) and isinstance(other, int | float):
        return abs(one - other) <= 1e-12 * max(1.0, abs(one))
    return (one or "") == (other or "")
