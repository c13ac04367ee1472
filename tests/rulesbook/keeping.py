"""A keeper at the workbook: cells by sheet, row and heading, edited with openpyxl."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any

from openpyxl import load_workbook
from openpyxl.cell import Cell


class Keeper:
    """The workbook at ``path``, opened; saved when the keeper is done."""

    def __init__(self, path: Path) -> None:
        self.path, self.book = path, load_workbook(path)

    def __enter__(self) -> "Keeper":
        return self

    def __exit__(self, kind: object, _: BaseException | None, where: TracebackType | None) -> None:
        if kind is None:
            self.book.save(self.path)

    def head(self, sheet: str, heading: str) -> Cell:
        """The cell of a heading, the first of that name."""
        cells = (cell for row in self.book[sheet] for cell in row)
        return next(cell for cell in cells if cell.value == heading)

    def cell(self, sheet: str, row: str | int, heading: str) -> Cell:
        """The cell under a heading in the row in which ``row`` stands, right of the row's kind."""
        head = self.head(sheet, heading)
        for cells in self.book[sheet].iter_rows(min_row=head.row + 1):
            if any(cell.value == row for cell in cells[:3]):
                return self.book[sheet].cell(cells[0].row, head.column)
        raise LookupError((sheet, row, heading))

    def add(self, sheet: str, below: str | int, values: Mapping[str, object]) -> None:
        """A row under that of ``below``, with what stands under each heading."""
        row = self.cell(sheet, below, next(iter(values))).row + 1
        self.book[sheet].insert_rows(row)
        for heading, value in values.items():
            self.book[sheet].cell(row, self.head(sheet, heading).column).value = value

    def fill(self, sheet: str, block: str, rows: Sequence[Mapping[str, Any]]) -> None:
        """These rows in place of those of a block ``◆ …``, with new ones where they lack."""
        page, title = self.book[sheet], self.head(sheet, f"◆ {block}").row
        heads = {cell.value: cell.column for cell in page[title + 1] if cell.value}
        last = next(
            (n for n in range(title + 2, page.max_row + 1)
             if str(page.cell(n, 1).value or "").startswith("◆")), page.max_row + 1,
        )  # fmt: skip
        for row in page.iter_rows(title + 2, last - 1):
            for cell in row:
                cell.value = None
        free = last - 1 - (title + 2)
        if len(rows) > free:
            page.insert_rows(title + 3, len(rows) - free)
        for n, values in enumerate(rows, title + 2):
            for heading, value in values.items():
                page.cell(n, heads[heading]).value = value

    def put(self, sheet: str, row: str | int, heading: str, value: Any) -> str:
        """Type ``value`` there; gives ``评分!F12``."""
        cell = self.cell(sheet, row, heading)
        cell.value = value
        return f"{sheet}!{cell.coordinate}"
