"""Sheet 扣分明细: one row a lost point, every figure that enters it and the way to its cells."""

from collections.abc import Iterator, Mapping

from zongzhi_xl.contract import EVIDENCE, LEDGER
from zongzhi_xl.core.appraising.evidence import parts_of
from zongzhi_xl.core.appraising.scorecard import Loss, Source, SourceCell, UnitAppraisal
from zongzhi_xl.core.appraising.wording import marks, total, working_words
from zongzhi_xl.core.edition.statement import Edition
from zongzhi_xl.sheets.links import Link
from zongzhi_xl.sheets.page import Book, Cell, Page, height_of, summed
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
    page = book.page(LEDGER, [width for _, width in _COLUMNS])
    page.line("扣分明细（每一分都有依据）", "title", _WIDTH, height=30)
    page.line(period_words(district.appraisal), "subtitle", _WIDTH, height=18)
    page.line(_where_sources_are(district), "note", _WIDTH)
    head = page.write([Cell(name, "box head") for name, _ in _COLUMNS], height=30)
    page.headed(head, head, 2)
    page.sheet.outline_settings(True, False, True, False)
    places = {} if district.is_large else places_of_losses(district)
    for unit in district.appraisal.units:
        _unit(page, district, unit, inner, places)
    page.sheet.autofilter(head, 0, max(page.row - 1, head), _WIDTH - 1)
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
        page.write(row, height=_height(row), level=1)


def _height(row: list[Cell]) -> float:
    widths = [width + 1 for _, width in _COLUMNS]
    shown = [cell.content.shown if isinstance(cell.content, Link) else cell.content for cell in row]
    return height_of(zip(map(str, shown), widths, strict=True))


def _subtotal(page: Page, district: District, unit: UnitAppraisal) -> None:
    first, last = page.row + 2, page.row + 1 + len(unit.losses)
    lost = total(one.points for one in unit.losses)
    points = Cell(summed(f"F{first}:F{last}", lost) if unit.losses else 0, "box sum inset", "0.00")
    none = "没有扣分" if district.has_returns else "—"
    words = f"{len(unit.losses)}项" if unit.losses else none
    score = f"得分 {marks(unit.score)}　{district.grade_words(unit)}　第{unit.rank}名"
    score = score if district.has_returns else "没有可用的报表"
    page.write(
        [
            Cell(unit.unit, "box sum"),
            Cell(None, "box sum"),
            Cell("小计", "box sum"),
            Cell(words, "box sum"),
            Cell(None, "box sum"),
            points,
            Cell(score, "box sum"),  # right of the points there is room for all of it
            *[Cell(None, "box sum")] * (_WIDTH - _POINTS - 2),
        ],
        height=18,
    )


def _loss_row(unit: str, loss: Loss, edition: Edition, inner: Inner) -> Iterator[Cell]:
    first, subjects = loss.sources[0], {one.number: one.subject for one in edition.clauses}
    yield Cell(unit, "box top")
    yield Cell(loss.clause, "box top center")
    yield Cell(subjects.get(loss.clause, ""), "box top wrap")
    yield Cell(loss.id, "box top wrap")
    yield Cell(loss.rule, "box top wrap")
    yield Cell(loss.points, "box top bold inset", "0.00")
    yield Cell(loss.formula, "box top wrap")
    yield Cell(working_words(loss), "box top wrap")
    yield Cell(summed_up(parts_of(loss.evidence, edition.items)), "box top wrap")
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
