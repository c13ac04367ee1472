"""Sheet 来源: every cell behind every lost point, and the few words that sum them up.

A figure of the year is the sum of up to twelve cells. 扣分明细 says which, how many and what they
come to; here each stands in a row of its own and can be opened.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import PurePosixPath

from zongzhi_xl.contract import EVIDENCE, MONTHLY
from zongzhi_xl.core.appraising.scorecard import Loss, Source
from zongzhi_xl.sheets.summary.overview import District, period_words
from zongzhi_xl.sheets.summary.page import Book, Cell, Link
from zongzhi_xl.sheets.summary.sources import link_to

_COLUMNS = (
    ("单位", 14), ("条", 5), ("编号", 32), ("序号", 6), ("文件", 44), ("工作表", 12),
    ("单元格（点击打开）", 30), ("数值", 18),
)  # fmt: skip
_FIRST = 4  # the rows above: title, period, note, heading
_CELL = re.compile(r"([A-Z]+)(\d+)")

Inner = Mapping[tuple[str, str], Link]


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
    page = book.page(EVIDENCE, [width for _, width in _COLUMNS])
    page.line("扣分的全部来源", "title", len(_COLUMNS), height=30)
    page.line(period_words(district.appraisal), "subtitle", len(_COLUMNS), height=18)
    note = "逐格列出每项扣分用到的数，点“单元格”打开报表核对。行数多，只在屏幕上看，不打印。"
    page.line(note, "note", len(_COLUMNS))
    head = page.write([Cell(name, "box head") for name, _ in _COLUMNS], height=22)
    page.sheet.freeze_panes(head + 1, 3)
    for unit in district.appraisal.units:
        for loss in unit.losses:
            for row in _rows(unit.unit, loss, inner):
                page.write(row)
    page.sheet.autofilter(head, 0, max(page.row - 1, head), len(_COLUMNS) - 1)
    # the lines above the table alone: an empty table on paper would look like a loss of rows
    page.sheet.print_area(0, 0, head - 1, len(_COLUMNS) - 1)


def _rows(unit: str, loss: Loss, inner: Inner) -> Iterator[list[Cell]]:
    for number, source in enumerate(loss.sources, 1):
        yield [
            Cell(unit, "box"),
            Cell(loss.clause, "box center"),
            Cell(loss.id, "box"),
            Cell(number, "box center"),
            Cell("本工作簿" if _is_inside(source) else source.file, "box"),
            Cell(source.sheet, "box center"),
            Cell(link_to(source, inner, source.cell or "打开"), "box link"),
            Cell(source.value, "box right"),
        ]


def _is_inside(source: Source) -> bool:
    """Whether it stands in the summary itself: the register, or 报送情况."""
    return source.file in ("", source.sheet)


# ------------------------------------------------------------------ summed up in words


def summed_up(sources: Sequence[Source]) -> str:
    """The sources of a lost point, a line for each figure.

    ``2026年_部门提供数 月度!C19:C30　12格合计437``, ``示例二街道_年报 年报!D30＝28``.
    """
    return "\n".join(map(_words, runs(sources)))


def runs(sources: Sequence[Source]) -> list[list[Source]]:
    """Neighbouring sources that are one item's months, together; every other one alone."""
    found: list[list[Source]] = []
    for source in sources:
        if found and _continues(found[-1], source):
            found[-1].append(source)
        else:
            found.append([source])
    return found


def _continues(run: Sequence[Source], source: Source) -> bool:
    """Whether it is the next month: of the departments' table, or of the next return.

    Rows of a form are different items and are never added.
    """
    last = run[-1]
    if _is_inside(source) or source.sheet != last.sheet:
        return False
    if source.file != last.file:
        returns = len(run) == 1 or run[0].file != last.file
        return returns and source.cell == last.cell
    above, here = _CELL.fullmatch(last.cell), _CELL.fullmatch(source.cell)
    if source.sheet != MONTHLY or not above or not here or len({one.file for one in run}) > 1:
        return False
    return here[1] == above[1] and int(here[2]) == int(above[2]) + 1


def _words(run: Sequence[Source]) -> str:
    first, last = run[0], run[-1]
    if _is_inside(first):
        return f"{first.sheet} {first.cell}＝{first.value}"
    if len(run) == 1:
        return f"{_stem(first)} {first.sheet}!{first.cell}＝{first.value}"
    if first.file == last.file:
        return f"{_stem(first)} {first.sheet}!{first.cell}:{last.cell}　{len(run)}格{_total(run)}"
    return f"{len(run)}份{first.sheet}的 {first.cell}　{_total(run)}"


def _stem(source: Source) -> str:
    return PurePosixPath(source.file).stem


def _total(run: Sequence[Source]) -> str:
    """``合计437``; of days and words ``均为未填``, or each of them."""
    values = [source.value for source in run]
    if all(value.isdecimal() for value in values):
        return f"合计{sum(map(int, values))}"
    return f"均为{values[0]}" if len(set(values)) == 1 else "、".join(values)
