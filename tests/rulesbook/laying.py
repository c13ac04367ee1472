"""An edition's rows as sheets in memory, without a workbook: what the reader is given."""

from collections.abc import Mapping
from typing import Any

from zongzhi_xl.reading.reader import Values
from zongzhi_xl.statements.book.found import Found
from zongzhi_xl.statements.book.layout import Fields, blocks, columns_of, headings_of
from zongzhi_xl.statements.book.notation import MARK
from zongzhi_xl.statements.book.rows import rows_of
from zongzhi_xl.statements.book.understood import understand


def sheets_of(book: Mapping[str, Any]) -> dict[str, Values]:
    """Each sheet with its blocks: title, headings, rows."""
    sheets: dict[str, list[list[object]]] = {}
    for block in blocks():
        rows = sheets.setdefault(block.sheet, [])
        rows += [[f"{MARK} {block.title}"], [*headings_of(block)]]
        found: list[list[object]] = [[*row.cells] for row in rows_of(block, book)]
        if isinstance(block, Fields):
            found = [[one.heading, *row] for one, row in zip(columns_of(block), found, strict=True)]
        rows += found
    return {name: Values(rows, ()) for name, rows in sheets.items()}


def read_again(book: Mapping[str, Any]) -> Found:
    """What is understood of the sheets of a book."""
    return understand(sheets_of(book))
