"""Sheet 扣分明细: one row a lost point, every source of it a click away."""

from collections.abc import Iterator, Mapping

from zongzhi_xl.core.scorecard import Loss, Source, UnitAppraisal
from zongzhi_xl.core.wording import marks, place_words, total
from zongzhi_xl.excel.summary.overview import District, period_words
from zongzhi_xl.excel.summary.page import Book, Cell, Link, Page, Sum, height_of
from zongzhi_xl.excel.summary.sources import link_to

_COLUMNS = (
    ("单位", 12), ("条", 4), ("条款", 10), ("编号", 12), ("扣分规则", 24), ("扣分", 7),
    ("计算公式", 25), ("代入数字", 25), ("来源文件", 21), ("工作表", 9), ("单元格", 9),
    ("数值", 8), ("来源数", 5),
)  # fmt: skip
_POINTS = 5
_PRINTED = len(_COLUMNS)
_MORE = 34  # width of a further source

Inner = Mapping[tuple[str, str], Link]


def write_ledger(book: Book, district: District, inner: Inner) -> None:
    """Sheet 扣分明细, unit by unit with a subtotal before its rows."""
    more = max(
        (len(one.sources) for unit in district.appraisal.units for one in unit.losses), default=1
    )
    more = 1 if district.is_large else more
    page = book.page("扣分明细", [*[width for _, width in _COLUMNS], *[_MORE] * (more - 1)])
    page.line("扣分明细（每一分都有依据）", "title", _PRINTED, height=30)
    page.line(period_words(district.appraisal), "subtitle", _PRINTED, height=18)
    page.line(_where_sources_are(district), "note", _PRINTED)
    heads = [name for name, _ in _COLUMNS] + [f"来源{n}" for n in range(2, more + 1)]
    head = page.write([Cell(name, "box head") for name in heads], height=24)
    page.headed(head, head, 2)
    page.sheet.outline_settings(True, False, True, False)
    for unit in district.appraisal.units:
        _unit(page, district, unit, inner)
    page.sheet.autofilter(head, 0, max(page.row - 1, head), _PRINTED - 1)
    page.sheet.print_area(0, 0, max(page.row - 1, head), _PRINTED - 1)


def _where_sources_are(district: District) -> str:
    if district.is_large:
        return (
            "点“单元格”打开报表核对；单位多，来源不止一处的只列第一处，"
            "全部来源在汇总时用 --json 写出的文件里，也可用 explain 命令逐个单位查看。"
        )
    return (
        "点“单元格”打开报表核对；来源不止一处的，"
        "其余来源在右侧“来源2”起各列（不打印），也可逐个点开。"
    )


def _unit(page: Page, district: District, unit: UnitAppraisal, inner: Inner) -> None:
    _subtotal(page, unit)
    subjects = {clause.number: clause.subject for clause in district.edition.clauses}
    for loss in unit.losses:
        row = list(_loss_row(unit.unit, loss, subjects.get(loss.clause, ""), inner))
        row = row[:_PRINTED] if district.is_large else row
        page.write(row, height=_height(row), level=1)


def _height(row: list[Cell]) -> float:
    widths = [width for _, width in _COLUMNS]
    shown = [cell.content.shown if isinstance(cell.content, Link) else cell.content for cell in row]
    return height_of(zip(map(str, shown), widths, strict=False))


def _subtotal(page: Page, unit: UnitAppraisal) -> None:
    first, last = page.row + 2, page.row + 1 + len(unit.losses)
    lost = total(one.points for one in unit.losses)
    points = Cell(Sum(f"F{first}:F{last}", lost) if unit.losses else 0, "box sum", "0.00")
    words = f"{len(unit.losses)}项" if unit.losses else "没有扣分"
    score = f"得分 {marks(unit.score)}　{unit.grade}　第{unit.rank}名"
    page.write(
        [
            Cell(unit.unit, "box sum"),
            Cell(None, "box sum"),
            Cell("小计", "box sum"),
            Cell(words, "box sum"),
            Cell(score, "box sum"),
            points,
            *[Cell(None, "box sum")] * (_PRINTED - _POINTS - 1),
        ],
        height=18,
    )


def _loss_row(unit: str, loss: Loss, subject: str, inner: Inner) -> Iterator[Cell]:
    first = loss.sources[0]
    yield Cell(unit, "box top")
    yield Cell(loss.clause, "box top center")
    yield Cell(subject, "box top wrap")
    yield Cell(loss.id, "box top wrap")
    yield Cell(loss.rule, "box top wrap")
    yield Cell(loss.points, "box top bold", "0.00")
    yield Cell(loss.formula, "box top wrap")
    yield Cell(loss.with_numbers, "box top wrap")
    inside = first.file in ("", first.sheet)
    yield Cell("本工作簿" if inside else first.file, "box top wrap")
    yield Cell(first.sheet, "box top wrap")
    yield Cell(link_to(first, inner, first.cell or "打开"), "box top link wrap")
    yield Cell(first.value, "box top right wrap")
    yield Cell(len(loss.sources), "box top center")
    for source in loss.sources[1:]:
        yield Cell(link_to(source, inner, _words(source)), "box top link")


def _words(source: Source) -> str:
    return f"{place_words(source)} = {source.value}"
