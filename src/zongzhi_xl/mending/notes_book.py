"""修复说明: the workbook of ``repair --report``, to print and to keep beside the return."""

from pathlib import Path

from zongzhi_xl.contract import REPAIR_NOTES
from zongzhi_xl.mending.notes import RepairNotes, Row, Section, Spot
from zongzhi_xl.sheets.page import Book, Cell, Link, Page, spread, workbook_at

_WIDTHS = (34, 26, 26, 26, 22)
_COLUMNS = len(_WIDTHS)
_LINKED = "box top wrap link"
#: how many columns each cell of a row takes, by the number of its cells
_SPANS = {1: (5,), 2: (1, 4), 3: (1, 2, 2), 4: (1, 1, 1, 2), 5: (1, 1, 1, 1, 1)}


def write(path: Path, notes: RepairNotes, *, returns: str = "") -> None:
    """``notes`` at ``path``; ``returns`` is the folder of the damaged file as seen from there."""
    with workbook_at(path, REPAIR_NOTES) as workbook:
        page = Book(workbook).page(REPAIR_NOTES, _WIDTHS)
        page.title("报表修复说明", *filter(None, (notes.subject,)))
        _files(page, notes, returns)
        for section in notes.sections:
            _section(page, section, notes.file)
        page.skip()
        page.write([Cell("核对人：", "plain"), None, None, Cell("日期：", "plain")], height=24)


def _files(page: Page, notes: RepairNotes, returns: str) -> None:
    original = Cell(Link.to_file(notes.file), _LINKED, span=4)
    page.write([Cell("原表（没有动）", "box label"), original])
    page.folder("原表所在文件夹", returns, span=4)
    page.write([
        Cell("修复后的表", "box label"),
        Cell(notes.new or "没有写出", f"box {'' if notes.new else 'bad'}", span=4),
    ])  # fmt: skip


def _section(page: Page, section: Section, file: str) -> None:
    page.skip()
    page.line(section.heading, "section", _COLUMNS, height=22)
    if not section.rows:
        return
    page.write(spread(section.headings, "box head", _SPANS[len(section.headings)]))
    for row in section.rows:
        _row(page, row, file)
    if section.rest:
        page.line(section.rest, "note", _COLUMNS, height=18)


def _row(page: Page, row: Row, file: str) -> None:
    page.wrapped(
        Cell(Link(file, one.sheet, one.cell, str(one) or "整个文件"), _LINKED, span=span)
        if isinstance(one, Spot)
        else Cell(one, "box top wrap", span=span)
        for one, span in zip(row.cells, _SPANS[len(row.cells)], strict=True)
    )
