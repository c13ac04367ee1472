"""校验结果: the separate workbook of ``validate --report``, with a link to every cell."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from zongzhi_xl.contract import RESULTS
from zongzhi_xl.core.appraising.scorecard import FileFindings, Rejected
from zongzhi_xl.core.edition.items import Severity
from zongzhi_xl.core.returned.findings import Verdict, verdict
from zongzhi_xl.core.returned.outgoing import gate_for
from zongzhi_xl.sheets.page import Book, Cell, Content, Link, Page, height_of, workbook_at
from zongzhi_xl.sheets.summary.notes import FINDING_COLUMNS, finding_table

_WORDS = {
    Verdict.PASS: ("通过", "good"),
    Verdict.EXPLAIN: ("待说明", "warn"),
    Verdict.FAIL: ("不通过", "bad"),
}
_MIDDLE = "box center"
_FILES = (
    ("文件", 40, "box link"), ("单位", 16, "box"), ("报表", 10, _MIDDLE), ("年", 8, _MIDDLE),
    ("月份", 8, _MIDDLE), ("结论", 10, _MIDDLE), ("强制性", 9, _MIDDLE), ("核实性", 9, _MIDDLE),
    ("提示", 8, _MIDDLE),
)  # fmt: skip


def write(
    path: Path,
    files: Sequence[FileFindings],
    rejected: Sequence[Rejected] = (),
    *,
    rules: str = "",
    returns: str = "",
) -> None:
    """The findings of ``files`` at ``path``; ``rules`` judged, ``returns`` as in the summary."""
    with workbook_at(path, RESULTS) as workbook:
        book = Book(workbook, gate=gate_for(one.unit for one in files))
        told = [rules] if rules else []
        page = book.table("文件", _FILES, "校验的文件", *told)
        _files_sheet(page, files, rejected, returns)
        finding_table(book.table(RESULTS, FINDING_COLUMNS, RESULTS, *told), files, rejected)


def _files_sheet(
    page: Page, files: Sequence[FileFindings], rejected: Sequence[Rejected], returns: str
) -> None:
    page.folder("报表所在文件夹", returns, span=5)
    page.head(frozen=1)
    for file in files:
        page.write(page.cells(_file_row(file)))
    for one in rejected:
        link = Cell(Link.to_file(one.file), "box wrap link")
        reason = Cell(one.reason, "box wrap", span=4)
        cells = [link, reason, Cell("退回", "box center bad"), *[Cell(None)] * len(Severity)]
        page.write(cells, height=height_of([(one.reason, 42), (one.file, 40)]))


def _file_row(file: FileFindings) -> Iterator[Content | Cell]:
    words, look = _WORDS[verdict(file.findings)]
    yield from (Link.to_file(file.file), file.unit, file.form.value, file.year, file.month)
    yield Cell(words, f"box center {look}")
    for level in Severity:
        yield sum(one.severity == level for one in file.findings) or None
