"""区情登记表.xlsx, empty: what sets up a district, each field explained beside or above it.

The lines 例 are invented; the program reads neither them nor the lines 说明.
"""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from xlsxwriter.workbook import Workbook

from zongzhi_xl import contract
from zongzhi_xl.core.edition import district_fields as asked
from zongzhi_xl.core.edition.district_fields import Asked, Field
from zongzhi_xl.core.edition.items import FormKind
from zongzhi_xl.core.edition.statement import Edition
from zongzhi_xl.sheets.page import Sheet, a4, height_of, protected_sheet, widths, workbook_at
from zongzhi_xl.sheets.returns.entry_rules import (
    Rule,
    day_rule,
    list_rule,
    whole_rule,
    with_prompt,
    yes_no_rule,
)
from zongzhi_xl.sheets.styles import Styles

_TITLE, _GUIDE, _HEADINGS = range(3)
_FIRST = _HEADINGS + 1
_LOOK = {
    Asked.NAME: "left wrap", Asked.NAMES: "left wrap", Asked.WORDS: "left wrap",
    Asked.TELEPHONE: "centre text", Asked.GROUP: "centre", Asked.COUNT: "figure whole",
    Asked.INHABITANTS: "figure whole", Asked.YEAR: "centre whole",
    Asked.DAY_OF_MONTH: "centre whole", Asked.DAYS: "centre whole", Asked.YES_NO: "centre",
    Asked.DAY: "centre day",
}  # fmt: skip
_ORGAN_WIDTHS = (17, 30, 46, 20)
#: widths of the columns of each table, the first one included
#: number, name, former name, group; each figure of the register; telephone
_OFFICE_WIDTHS, _FIGURE_WIDTH, _LAST_WIDTH = (6, 19, 19, 10), 12, 21
_WIDTHS: Mapping[str, tuple[float, ...]] = {
    contract.PROVIDERS: (12, 66, 24, 16, 20),
    contract.HOLIDAYS: (7, 22, 22, 34),
}
#: empty rows of the tables whose first column is a number
_ROWS = {contract.OFFICES: 32, contract.HOLIDAYS: 24}
_HEIGHT = 21
_GUIDES = {
    contract.ORGANS: (
        "浅黄色的格子由区综治办填写，四页都要看。“例”是虚构的，程序不读。填好后运行："
        "zongzhi-xl init 区文件夹 --from 区情登记表.xlsx；以后有变动，改好再运行一次，加 --change。"
    ),
    contract.OFFICES: (
        "一个街道一行，顺序就是各种表里的顺序。空着的不当作0：没有的填0。改了名的街道，“街道名称”写"
        "现在的，“曾用名”写原来的，以前的报表和得分都还是它的。"
    ),
    contract.PROVIDERS: (
        "各部门要提供的数已经印好，对应“部门提供数”表里的栏目；这里登记向谁要。只写单位和科室，不写人名。"
    ),
    contract.HOLIDAYS: (
        "一次放假一行。“单位”页选了期限顺延的，只顺延这里列出的日子：双休日也要顺延的，一并列上；"
        "调休上班的不要列。没有要列的，整页留空。"
    ),
}
_SIGNED = "区综治办（盖章）：　　　　　　　　　　　　　　　　填表日期：　　　　年　　月　　日"


def write(path: Path, edition: Edition) -> None:
    """Write the empty form; ``edition`` tells which figures each department provides."""
    with workbook_at(path, contract.DISTRICT_FORM) as workbook:
        style = Styles(workbook)
        organs = _sheet(workbook, style, contract.ORGANS, _ORGAN_WIDTHS, landscape=False)
        _write_organs(organs)
        for name, fields in asked.tables(edition.statement).items():
            landscape = name != contract.HOLIDAYS
            wide = _widths(name, edition)
            sheet = _sheet(workbook, style, name, wide, landscape=landscape)
            _write_table(sheet, name, fields, wide, edition)


def _sheet(
    workbook: Workbook, style: Styles, name: str, columns: tuple[float, ...], *, landscape: bool
) -> Sheet:
    """A page with its title and what is to be known before filling it in."""
    sheet = protected_sheet(workbook, name, style)
    widths(sheet, columns)
    last = len(columns) - 1
    title = contract.DISTRICT_FORM if name == contract.ORGANS else _titled(name)
    sheet.set_row(_TITLE, 36)
    sheet.show_across(_TITLE, (0, last), title, "title")
    sheet.set_row(_GUIDE, height_of([(_GUIDES[name], sum(columns))]) + 6)
    sheet.show_across(_GUIDE, (0, last), _GUIDES[name], "left wrap grey")
    _printing(sheet, name, landscape=landscape)
    return sheet


def _widths(name: str, edition: Edition) -> tuple[float, ...]:
    figures = (_FIGURE_WIDTH for _ in edition.statement.register)
    return _WIDTHS.get(name, (*_OFFICE_WIDTHS, *figures, _LAST_WIDTH))


def _titled(name: str) -> str:
    return f"{contract.DISTRICT_FORM}　{name}"


def _printing(sheet: Sheet, name: str, *, landscape: bool) -> None:
    a4(sheet, landscape=landscape)
    sheet.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.8)
    sheet.center_horizontally()
    sheet.fit_to_pages(1, 0)
    sheet.set_footer(f"&L&10{_SIGNED}&R&8{name}　第 &P 页，共 &N 页", {"margin": 0.35})


# ------------------------------------------------------------------ 单位


def _write_organs(sheet: Sheet) -> None:
    for column, words in enumerate(("项目", "填写", asked.EXPLAINED, asked.EXAMPLE)):
        sheet.show(_HEADINGS, column, words, "head")
    sheet.set_row(_HEADINGS, 24)
    for row, one in enumerate(asked.ORGAN_FIELDS, _FIRST):
        sheet.set_row(row, max(30, height_of([(one.words, _ORGAN_WIDTHS[2])]) + 4))
        sheet.show(row, 0, one.name, "cell left bold wrap")
        sheet.show(row, 1, None, f"cell input {_LOOK[one.asked]}")
        sheet.show(row, 2, one.words, "cell left wrap small")
        sheet.show(row, 3, one.example, f"cell example {_LOOK[one.asked]}")
        sheet.accept(row, 1, _rule(one))
    sheet.freeze_panes(_FIRST, 1)
    sheet.print_area(0, 0, _FIRST + len(asked.ORGAN_FIELDS) - 1, len(_ORGAN_WIDTHS) - 1)


# ------------------------------------------------------------------ tables


def _write_table(
    sheet: Sheet, name: str, fields: tuple[Field, ...], wide: Sequence[float], edition: Edition
) -> None:
    """Headings, a line that explains, an invented example, and the rows to fill in."""
    preset = 2 if name == contract.PROVIDERS else 1
    _write_head(sheet, name, fields, wide)
    first = _FIRST + 2
    firsts = list(_presets(name, edition))
    for row, cells in enumerate(firsts, first):
        texts = [(str(cell), wide[n]) for n, cell in enumerate(cells)]
        sheet.set_row(row, max(_HEIGHT, height_of(texts)))
        for column, cell in enumerate(cells):
            sheet.show(row, column, cell, "cell left wrap small" if column else "cell centre wrap")
        for column, one in enumerate(fields, preset):
            sheet.show(row, column, None, f"cell input {_LOOK[one.asked]}")
    last = first + len(firsts) - 1
    for column, one in enumerate(fields, preset):
        sheet.accept(first, column, _rule(one), down_to=last)
    sheet.freeze_panes(first, preset if name == contract.PROVIDERS else 2)
    sheet.repeat_rows(_HEADINGS)
    sheet.print_area(0, 0, last, len(wide) - 1)


def _write_head(sheet: Sheet, name: str, fields: tuple[Field, ...], wide: Sequence[float]) -> None:
    preset = name == contract.PROVIDERS
    provided = ("部门提供数表里要填的栏目，已印好。", "刑事立案数、可防性案件数") if preset else ()
    heads = [asked.FIRST_COLUMN[name], *([asked.PROVIDED] if provided else [])]
    rows: tuple[tuple[object, ...], ...] = (
        (*heads, *(one.name for one in fields)),
        (asked.EXPLAINED, *provided[:1], *(one.words for one in fields)),
        (asked.EXAMPLE, *provided[1:], *(one.example for one in fields)),
    )
    looks = ["centre", *(["left wrap"] if provided else []), *(_LOOK[one.asked] for one in fields)]
    for column, (head, words, example) in enumerate(zip(*rows, strict=True)):
        sheet.show(_HEADINGS, column, head, "head")
        sheet.show(_FIRST, column, words, "cell left wrap top small" if column else "cell centre")
        sheet.show(_FIRST + 1, column, example, f"cell example {looks[column]}")
    texts = [(str(words), wide) for words, wide in zip(rows[1], wide, strict=True)]
    sheet.set_row(_HEADINGS, 30)
    sheet.set_row(_FIRST, height_of(texts))
    sheet.set_row(_FIRST + 1, _HEIGHT)


def _presets(name: str, edition: Edition) -> Iterable[tuple[object, ...]]:
    """What is printed in the first columns of each row."""
    if name != contract.PROVIDERS:
        return ((number,) for number in range(1, _ROWS[name] + 1))
    return ((one, "、".join(_provided(one, edition))) for one in _departments(edition))


def _departments(edition: Edition) -> list[str]:
    return [one for one in edition.statement.providers.others if _provided(one, edition)]


def _provided(provider: str, edition: Edition) -> list[str]:
    """The figures of all forms for which a department answers, in printed order."""
    items = (item for kind in FormKind for item in edition.form(kind).items if not item.sums)
    return [item.printed for item in items if item.source == provider]


# ------------------------------------------------------------------ what may be typed


def _rule(one: Field) -> Rule:
    match one.asked:
        case Asked.GROUP:
            return list_rule(list(one.choices), one.name, one.words)
        case Asked.YES_NO:
            return with_prompt(yes_no_rule(), one.name, one.words)
        case Asked.DAY:
            return with_prompt(day_rule("这里只能填日期，如2026-10-1。"), one.name, one.words)
        case Asked.YEAR | Asked.DAY_OF_MONTH | Asked.DAYS | Asked.COUNT | Asked.INHABITANTS:
            allowed = asked.ALLOWED[one.asked]
            return whole_rule(allowed[0], allowed[-1], one.name, one.words)
    return with_prompt({"validate": "any"}, one.name, one.words)
