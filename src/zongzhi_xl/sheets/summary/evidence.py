"""Sheet 来源: every cell behind every lost point, and the few words that sum them up.

A figure of the year is the sum of up to twelve cells. 扣分明细 says which, how many and what they
come to; here each stands in a row of its own and can be opened.
"""

from collections.abc import Hashable, Iterable, Iterator, Mapping
from dataclasses import replace
from itertools import groupby
from pathlib import PurePosixPath

from zongzhi_xl.contract import EVIDENCE
from zongzhi_xl.core.appraising.evidence import Absences, ItemEvidence, Part, SheetCells, ranges
from zongzhi_xl.core.appraising.scorecard import Basis, Contribution, Loss, Source, SourceCell
from zongzhi_xl.core.appraising.sources import written
from zongzhi_xl.sheets.page import Book, Cell
from zongzhi_xl.sheets.summary.overview import District, period_words
from zongzhi_xl.sheets.summary.sources import Inner

_COLUMNS = (
    ("单位", 14), ("条", 5), ("编号", 32), ("序号", 6), ("文件", 44), ("工作表", 12),
    ("单元格（点击打开）", 30), ("数值", 18),
)  # fmt: skip
_FIRST = 4  # the rows above: title, period, note, heading


def places_of_losses(district: District) -> Mapping[tuple[str, str], int]:
    """Unit and id of a lost point → the row of its first source in 来源, from 0."""
    row, found = _FIRST, dict[tuple[str, str], int]()
    for unit in district.appraisal.units:
        for loss in unit.losses:
            found[unit.unit, loss.id] = row
            row += len(loss.sources)
    return found


def write_evidence(book: Book, district: District, inner: Inner) -> None:
    """Sheet 来源, in the order of 扣分明细."""
    note = "逐格列出每项扣分用到的数，点“单元格”打开报表核对。行数多，只在屏幕上看，不打印。"
    period = period_words(district.appraisal)
    page = book.table(EVIDENCE, _COLUMNS, "扣分的全部来源", period, note=note)
    head = page.headings(name for name, _ in _COLUMNS)
    page.sheet.freeze_panes(head + 1, 3)
    for unit in district.appraisal.units:
        for loss in unit.losses:
            for row in _rows(unit.unit, loss, inner):
                page.write(row)
    page.filtered(head)
    # the lines above the table alone: an empty table on paper would look like a loss of rows
    page.sheet.print_area(0, 0, head - 1, len(_COLUMNS) - 1)


def _rows(unit: str, loss: Loss, inner: Inner) -> Iterator[list[Cell]]:
    for number, source in enumerate(loss.sources, 1):
        one = written(source)
        yield [
            Cell(unit),
            Cell(loss.clause, "box center"),
            Cell(loss.id),
            Cell(number, "box center"),
            Cell(one.file if isinstance(source, SourceCell) else "本工作簿"),
            Cell(one.sheet, "box center"),
            Cell(inner.link(source, one.cell or "打开"), "box link"),
            Cell(one.value, "box right"),
        ]


# ------------------------------------------------------------------ summed up in words


def summed_up(parts: Iterable[Part]) -> str:
    """The evidence of a lost point, a line for each figure.

    ``2026年_部门提供数 月度!C19:C30　12格合计437``, ``示例二街道_年报 年报!D30＝28``.
    """
    return "\n".join(line for part in parts for line in _lines(part))


def _lines(part: Part) -> Iterable[str]:
    match part:
        case ItemEvidence(cells=cells):
            runs = groupby(cells, _table)
            return (_run_words(replace(part, cells=tuple(run))) for _, run in runs)
        case Absences(sources) | SheetCells(sources):
            return map(_alone, sources)


def _table(cell: Contribution) -> Hashable:
    """What its months stand in: a department's table, or the same cell of the returns."""
    source = cell.source
    if cell.month is None or not isinstance(source, SourceCell):
        return source
    whole = cell.basis == Basis.DEPARTMENT
    return (source.file, source.sheet) if whole else (source.sheet, source.cell)


def _run_words(run: ItemEvidence) -> str:
    cells = [cell.source for cell in run.cells if isinstance(cell.source, SourceCell)]
    if not cells[1:]:
        return _alone(run.cells[0].source)
    first = cells[0]
    if len({cell.file for cell in cells}) > 1:
        return f"{len(cells)}份{first.sheet}的 {first.cell}　{_values(run)}"
    where = f"{_stem(first)} {first.sheet}!{ranges([cell.cell for cell in cells])}"
    return f"{where}　{len(cells)}格{_values(run)}"


def _alone(source: Source) -> str:
    one = written(source)
    if isinstance(source, SourceCell):
        return f"{_stem(source)} {one.sheet}!{one.cell}＝{one.value}"
    return f"{one.sheet} {one.cell}＝{one.value}"


def _stem(source: SourceCell) -> str:
    return PurePosixPath(source.file).stem


def _values(run: ItemEvidence) -> str:
    """``合计437``; of days and words ``均为未填``, or each of them."""
    if run.adds_up:
        return run.sum_words
    values = [written(cell.source).value for cell in run.cells]
    return f"均为{values[0]}" if len(set(values)) == 1 else "、".join(values)
