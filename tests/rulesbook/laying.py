"""An edition's rows as sheets in memory, without a workbook: what the reader is given."""

from collections.abc import Mapping
from typing import Any

from zongzhi_xl.reading.reader import Values
from zongzhi_xl.statements.book.found import Found
from zongzhi_xl.statements.book.layout import Fields, blocks, columns_of
from zongzhi_xl.statements.book.notation import MARK
from zongzhi_xl.statements.book.rows import headings_with_names, rows_of
from zongzhi_xl.statements.book.understood import understand


def sheets_of(book: Mapping[str, Any]) -> dict[str, Values]:
    """Each sheet with its blocks: title, headings, rows."""
    sheets: dict[str, list[list[object]]] = {}
    for block in blocks():
        rows = sheets.setdefault(block.sheet, [])
        heads = headings_with_names(block, book)
        rows += [[f"{MARK} {block.title}"], [one.shown for one in heads]]
        told = [*rows_of(block, book)]
        if isinstance(block, Fields):
            labels = (one.heading for one in columns_of(block))
            rows += [[label, *row.cells] for label, row in zip(labels, told, strict=True)]
        else:
            rows += [[one.content(row) for one in heads] for row in told]
    return {name: Values(rows, ()) for name, rows in sheets.items()}


def read_again(book: Mapping[str, Any]) -> Found:
    """What is understood of the sheets of a book."""
    return understand(sheets_of(book))
