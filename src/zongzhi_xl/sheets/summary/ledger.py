"""Sheet 扣分明细: one row a lost point, every figure that enters it and the way to its cells."""

from collections.abc import Iterator, Mapping

from zongzhi_xl.contract import EVIDENCE, LEDGER
from zongzhi_xl.core.appraising.evidence import parts_of
from zongzhi_xl.core.appraising.scorecard import Loss, Source, SourceCell, UnitAppraisal
from zongzhi_xl.core.appraising.wording import marks, total, working_words
from zongzhi_xl.core.edition.statement import Edition
from zongzhi_xl.sheets.links import Link
from zongzhi_xl.sheets.page import Book, Cell, Page, alike, height_of, summed
from zongzhi_xl.sheets.summary.evidence import places_of_losses, summed_up
from zongzhi_xl.sheets.summary.overview import District, period_words
from zongzhi_xl.sheets.summary.sources import Inner

_COLUMNS = (
    ("单位", 12), ("条", 4), ("条款", 16), ("编号", 15), ("扣分规则", 27), ("扣分", 7),
    ("计算公式", 28), ("代入数字", 28), ("取用的数（文件 工作表!单元格＝数值）", 44),
    ("第一处\n（打开）", 9), ("全部来源", 8),
)  # fmt: skip
_POINTS = 5
_WIDTH = len(_COLUMNS)

Places = Mapping[tuple[str, str], int]


def write_ledger(book: Book, district: District, inner: Inner) -> None:
    """Sheet 扣分明细, unit by unit with a subtotal before its rows."""
    period, note = period_words(district.appraisal), _where_sources_are(district)
    page = book.table(LEDGER, _COLUMNS, "扣分明细（每一分都有依据）", period, note=note)
    head = page.headings((name for name, _ in _COLUMNS), frozen=2, height=30)
    page.sheet.outline_settings(True, False, True, False)
    places = {} if district.is_large else places_of_losses(district)
    for unit in district.appraisal.units:
        _unit(page, district, unit, inner, places)
    page.filtered(head)
    page.sheet.print_area(0, 0, max(page.row - 1, head), _WIDTH - 1)


def _where_sources_are(district: District) -> str:
    if district.is_large:
        return (
            "点“第一处”打开报表核对；单位多，来源没有逐格列出，"
            "全部来源在汇总时用 --json 写出的文件里，也可用 explain 命令逐个单位查看。"
        )
    return "点“第一处”打开报表核对；来源不止一处的，点“全部来源”到“来源”页，逐格列出，都可点开。"


def _unit(
    page: Page, district: District, unit: UnitAppraisal, inner: Inner, places: Places
) -> None:
    _subtotal(page, district, unit)
    for loss in unit.losses:
        row = list(_loss_row(unit.unit, loss, district.edition, inner))
        row.append(_all_sources(loss, places.get((unit.unit, loss.id))))
        texts = ((cell.text, width + 1) for cell, (_, width) in zip(row, _COLUMNS, strict=True))
        page.write(row, height=height_of(texts), level=1)


def _subtotal(page: Page, district: District, unit: UnitAppraisal) -> None:
    first, last = page.row + 2, page.row + 1 + len(unit.losses)
    lost = total(one.points for one in unit.losses)
    points = Cell(summed(f"F{first}:F{last}", lost) if unit.losses else 0, "box sum inset", "0.00")
    none = "没有扣分" if district.has_returns else "—"
    words = f"{len(unit.losses)}项" if unit.losses else none
    score = f"得分 {marks(unit.score)}　{district.grade_words(unit)}　第{unit.rank}名"
    score = score if district.has_returns else "没有可用的报表"
    before = alike("box sum", unit.unit, None, "小计", words, None)
    # right of the points there is room for all of the score
    after = alike("box sum", score, *[None] * (_WIDTH - _POINTS - 2))
    page.write([*before, points, *after], height=18)


def _loss_row(unit: str, loss: Loss, edition: Edition, inner: Inner) -> Iterator[Cell]:
    first, subjects = loss.sources[0], {one.number: one.subject for one in edition.clauses}
    yield Cell(unit, "box top")
    yield Cell(loss.clause, "box top center")
    yield from alike("box top wrap", subjects.get(loss.clause, ""), loss.id, loss.rule)
    yield Cell(loss.points, "box top bold inset", "0.00")
    evidence = summed_up(parts_of(loss.evidence, edition.items))
    yield from alike("box top wrap", loss.formula, working_words(loss), evidence)
    yield Cell(inner.link(first, _short(first)), "box top link center")


def _short(source: Source) -> str:
    """The cell, or 打开 where it is not an address."""
    named = isinstance(source, SourceCell) and source.cell.isascii() and source.cell
    return named or "打开"


def _all_sources(loss: Loss, row: int | None) -> Cell:
    """How many sources there are, and the way to the first of them in 来源."""
    words = f"{len(loss.sources)}处"
    if row is None:
        return Cell(words, "box top center")
    return Cell(Link("", EVIDENCE, f"D{row + 1}", words), "box top link center")
