"""校验结果: the separate workbook of ``validate --report``, with a link to every cell."""

from collections.abc import Sequence
from pathlib import Path

from xlsxwriter import Workbook

from zongzhi_xl.contract import FOLDER, RESULTS
from zongzhi_xl.core.appraising.scorecard import FileFindings, Rejected
from zongzhi_xl.core.edition.items import Severity
from zongzhi_xl.core.returned.findings import Verdict, verdict
from zongzhi_xl.sheets.summary.notes import FINDING_COLUMNS, finding_table
from zongzhi_xl.sheets.summary.page import CREATED, Book, Cell, Link, Page, height_of

_WORDS = {
    Verdict.PASS: ("通过", "good"),
    Verdict.EXPLAIN: ("待说明", "warn"),
    Verdict.FAIL: ("不通过", "bad"),
}
_FILES = (("文件", 40), ("单位", 16), ("报表", 10), ("年", 8), ("月份", 8), ("结论", 10),
          ("强制性", 9), ("核实性", 9), ("提示", 8))  # fmt: skip


def write(
    path: Path,
    files: Sequence[FileFindings],
    rejected: Sequence[Rejected] = (),
    *,
    returns: str = "",
) -> None:
    """The findings of ``files`` at ``path``; ``returns`` as in the summary."""
    with Workbook(str(path)) as workbook:
        workbook.set_properties({"title": RESULTS, "created": CREATED})
        book = Book(workbook)
        _files_sheet(book, files, rejected, returns)
        page = book.page(RESULTS, [width for _, width in FINDING_COLUMNS])
        page.line(RESULTS, "title", len(FINDING_COLUMNS), height=30)
        finding_table(page, files, rejected)


def _files_sheet(
    book: Book, files: Sequence[FileFindings], rejected: Sequence[Rejected], returns: str
) -> None:
    page = book.page("文件", [width for _, width in _FILES])
    page.line("校验的文件", "title", len(_FILES), height=30)
    page.write([Cell("报表所在文件夹", "box label"), Cell(returns, "box edit left", span=5)])
    book.workbook.define_name(FOLDER, f"={page.name}!$B${page.row}")
    head = page.write([Cell(name, "box head") for name, _ in _FILES], height=22)
    page.headed(head, head, 1)
    for file in files:
        _file_row(page, file)
    for one in rejected:
        link = Cell(Link(one.file, "", "", one.file), "box wrap link")
        reason = Cell(one.reason, "box wrap", span=4)
        cells = [link, reason, Cell("退回", "box center bad"), *[Cell(None, "box")] * len(Severity)]
        page.write(cells, height=height_of([(one.reason, 42), (one.file, 40)]))


def _file_row(page: Page, file: FileFindings) -> None:
    words, look = _WORDS[verdict(file.findings)]
    counts = [sum(one.severity == level for one in file.findings) for level in Severity]
    page.write(
        [
            Cell(Link(file.file, "", "", file.file), "box link"),
            Cell(file.unit, "box"),
            Cell(file.form.value, "box center"),
            Cell(file.year, "box center"),
            Cell(file.month, "box center"),
            Cell(words, f"box center {look}"),
            *[Cell(count or None, "box center") for count in counts],
        ]
    )
