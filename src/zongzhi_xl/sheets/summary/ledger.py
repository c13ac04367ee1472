"""Sheets 扣分明细 and 来源: every lost point, and every cell behind it.

扣分明细 has a row a lost point, with every figure that enters it. A figure of the year is the sum
of up to twelve cells: it says which, how many and what they come to; in 来源 each stands in a row
of its own and can be opened.
"""

from collections.abc import Hashable, Iterable, Iterator, Mapping
from itertools import groupby
from pathlib import PurePosixPath

from zongzhi_xl.contract import EVIDENCE, LEDGER
from zongzhi_xl.core.appraising.evidence import (
    Absences,
    EvidenceGroup,
    ItemEvidence,
    Records,
    SheetCells,
    parts_of,
    ranges,
)
from zongzhi_xl.core.appraising.scorecard import (
    Absence,
    Basis,
    Contribution,
    LedgerRow,
    RegisterFigure,
    Source,
    SourceCell,
    UnitAppraisal,
)
from zongzhi_xl.core.appraising.sources import written
from zongzhi_xl.core.appraising.wording import marks, rank_words, working_words
from zongzhi_xl.record import replace
from zongzhi_xl.sheets.page import Book, Cell, Content, Link, Page, alike, height_of, summed
from zongzhi_xl.sheets.summary.district import POINTS, District

_WRAP, _LINK = "box top wrap", "box top link center"
_COLUMNS = (
    ("单位", 12, "box top"), ("条", 4, "box top center"), ("条款", 16, _WRAP), ("编号", 15, _WRAP),
    ("扣分规则", 27, _WRAP), ("扣分", 7, "box top bold inset"), ("计算公式", 28, _WRAP),
    ("代入数字", 28, _WRAP), ("取用的数（文件 工作表!单元格＝数值）", 44, _WRAP),
    ("第一处\n（打开）", 9, _LINK), ("全部来源", 8, _LINK),
)  # fmt: skip
_POINTS = 5
_WIDTH = len(_COLUMNS)


def write_ledger(book: Book, district: District) -> None:
    """Sheet 扣分明细, unit by unit with a subtotal before its rows."""
    title, note = "扣分明细（每一分都有依据）", _where_sources_are(district)
    note += "扣分栏里带“+”的是加分。" if district.edition.adds else ""
    page = book.table(LEDGER, _COLUMNS, title, district.period, note=note)
    head = page.head(frozen=2, height=30)
    page.sheet.outline_settings(True, False, True, False)
    places = {} if district.is_large else _places_of_losses(district)
    for unit in district.appraisal.units:
        _subtotal(page, district, unit)
        for loss in unit.rows:
            first = places.get((unit.unit, loss.id))
            row = page.cells((unit.unit, *_loss_row(loss, district, first)))
            widths = zip(row, page.columns, strict=True)
            texts = ((cell.text, width + 1) for cell, width in widths)
            page.write(row, height=height_of(texts), level=1)
    page.filtered(head)
    page.sheet.print_area(0, 0, max(page.row - 1, head), _WIDTH - 1)


def _where_sources_are(district: District) -> str:
    if district.is_large:
        return (
            "点“第一处”打开报表核对；单位多，来源没有逐格列出，"
            "全部来源在汇总时用 --json 写出的文件里，也可用 explain 命令逐个单位查看。"
        )
    return "点“第一处”打开报表核对；来源不止一处的，点“全部来源”到“来源”页，逐格列出，都可点开。"


def _subtotal(page: Page, district: District, unit: UnitAppraisal) -> None:
    first, last = page.row + 2, page.row + 1 + len(unit.rows)
    net = summed(f"F{first}:F{last}", unit.net_lost) if unit.rows else 0
    points, rated = Cell(net, "box sum inset", POINTS), district.appraisal.has_returns
    nothing = "没有扣分，也没有加分" if district.edition.adds else "没有扣分"
    words = f"{len(unit.rows)}项" if unit.rows else nothing if rated else "—"
    place = rank_words(unit.rank).replace(" ", "")
    score = f"得分 {marks(unit.score)}　{district.grade_words(unit)}　{place}"
    score = score if rated else "没有可用的报表"
    before = alike("box sum", unit.unit, None, "小计", words, None)
    # right of the points there is room for all of the score
    after = alike("box sum", score, *[None] * (_WIDTH - _POINTS - 2))
    page.write([*before, points, *after], height=18)


def _loss_row(loss: LedgerRow, district: District, row: int | None) -> Iterator[Content | Cell]:
    """``row`` is that of its first source in 来源."""
    edition, first = district.edition, loss.sources[0]
    subjects = {one.number: one.subject for one in edition.clauses}
    yield from (loss.clause, subjects.get(loss.clause, ""), loss.id, loss.rule)
    yield Cell(-loss.signed, "box top bold inset", POINTS)
    yield from (loss.formula, working_words(loss))
    yield summed_up(parts_of(loss.evidence, edition.items))
    yield district.link(first, _short(first))
    words = f"{len(loss.sources)}处"
    yield Cell(words, "box top center") if row is None else Link("", EVIDENCE, f"D{row + 1}", words)


def _short(source: Source) -> str:
    """The cell, or 打开 where it is not an address."""
    named = isinstance(source, SourceCell) and source.cell.isascii() and source.cell
    return named or "打开"


# ------------------------------------------------------------------ 来源


_SOURCES = (
    ("单位", 14, "box"), ("条", 5, "box center"), ("编号", 32, "box"), ("序号", 6, "box center"),
    ("文件", 44, "box"), ("工作表", 12, "box center"), ("单元格（点击打开）", 30, "box link"),
    ("数值", 18, "box right"),
)  # fmt: skip
_FIRST_SOURCE = 4  # the rows above: title, period, note, heading


def _places_of_losses(district: District) -> Mapping[tuple[str, str], int]:
    """Unit and id of a lost point → the row of its first source in 来源, from 0."""
    row, found = _FIRST_SOURCE, dict[tuple[str, str], int]()
    for unit in district.appraisal.units:
        for loss in unit.rows:
            found[unit.unit, loss.id] = row
            row += len(loss.sources)
    return found


def write_evidence(book: Book, district: District) -> None:
    """Sheet 来源, in the order of 扣分明细."""
    note = "逐格列出每项扣分用到的数，点“单元格”打开报表核对。行数多，只在屏幕上看，不打印。"
    page = book.table(EVIDENCE, _SOURCES, "扣分的全部来源", district.period, note=note)
    head = page.head()
    page.sheet.freeze_panes(head + 1, 3)
    for unit in district.appraisal.units:
        for loss in unit.rows:
            for number, source in enumerate(loss.sources, 1):
                whose = (unit.unit, loss.clause, loss.id, number)
                page.write(page.cells((*whose, *_where(source, district))))
    page.filtered(head)
    # the lines above the table alone: an empty table on paper would look like a loss of rows
    page.sheet.print_area(0, 0, head - 1, len(_SOURCES) - 1)


def _where(source: Source, district: District) -> Iterator[Content]:
    one = written(source)
    yield "本工作簿" if isinstance(source, RegisterFigure | Absence) else one.file
    yield from (one.sheet, district.link(source, one.cell or "打开"), one.value)


# ------------------------------------------------------------------ summed up in words


def summed_up(parts: Iterable[EvidenceGroup]) -> str:
    """The evidence of a lost point, a line for each figure.

    ``2026年_部门提供数 月度!C19:C30　12格合计437``, ``示例二街道_年报 年报!D30＝28``.
    """
    return "\n".join(line for part in parts for line in _lines(part))


def _lines(part: EvidenceGroup) -> Iterable[str]:
    match part:
        case ItemEvidence(cells=cells):
            runs = groupby(cells, _table)
            return (_run_words(replace(part, cells=tuple(run))) for _, run in runs)
        case Absences(sources) | SheetCells(sources) | Records(sources):
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
    return f"{one.file} {one.cell}＝{one.value}"


def _stem(source: SourceCell) -> str:
    return PurePosixPath(source.file).stem


def _values(run: ItemEvidence) -> str:
    """``合计437``; of days and words ``均为未填``, or each of them."""
    if run.adds_up:
        return run.sum_words
    values = [written(cell.source).value for cell in run.cells]
    return f"均为{values[0]}" if len(set(values)) == 1 else "、".join(values)
