"""考核方案.xlsx: an edition for whoever keeps the rules, read again by ``rules import``.

What is typed stands in open cells; what the program works out is locked, without a password.
"""

from collections.abc import Mapping
from pathlib import Path

from zongzhi_xl.contract import EXPLANATION, SCHEME
from zongzhi_xl.core.edition.statement import Edition
from zongzhi_xl.sheets.page import protected_sheet, workbook_at
from zongzhi_xl.sheets.scheme.block_page import MAY, SheetWriter
from zongzhi_xl.sheets.scheme.choosing import Choices
from zongzhi_xl.sheets.scheme.guide_page import write_guide
from zongzhi_xl.sheets.scheme.working import working_of
from zongzhi_xl.sheets.styles import Styles
from zongzhi_xl.statements.book.layout import SHEETS
from zongzhi_xl.statements.book.rows import book_of, seal_of


def write(path: Path, edition: Edition, answers: Mapping[str, str]) -> None:
    """The workbook of an edition and of its keeper's reasons at ``path``.

    Raises OutputError where a text is too long for a cell.
    """
    book = book_of(edition.document, answers)
    with workbook_at(path, f"{SCHEME}：{edition.statement.title}") as workbook:
        style = Styles(workbook)
        choices, worked = Choices(workbook), working_of(edition)
        guide = protected_sheet(workbook, EXPLANATION, style)
        pages = [
            SheetWriter(protected_sheet(workbook, name, style, MAY), choices) for name in SHEETS
        ]
        for page in pages:
            page.fill(edition, book, worked)
        write_guide(guide, edition, book, seal_of(cell for page in pages for cell in page.shown))
        choices.write_lists()
