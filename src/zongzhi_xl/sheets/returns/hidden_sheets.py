"""The hidden sheets: 底数, 计算 (states, check code), 名册, 目录 (where cells lie), 规则 (edition).

目录 has a row for each name that a button reads or writes. Its numbers of rows and columns are
formulas over the names, so they follow cells that were moved; a button learns all places in one
read, without a call for each name.
"""

from collections.abc import Iterable, Iterator
from functools import lru_cache

from xlsxwriter.utility import xl_rowcol_to_cell

from zongzhi_xl import contract
from zongzhi_xl.core.language.formulas import call, condition, place
from zongzhi_xl.core.returned.check_code import weights
from zongzhi_xl.core.soundness.carrying import packed
from zongzhi_xl.record import Record
from zongzhi_xl.sheets.page import Sheet
from zongzhi_xl.sheets.returns import bases, register, texts
from zongzhi_xl.sheets.returns.book_plan import BookPlan
from zongzhi_xl.sheets.returns.form_layout import Spot
from zongzhi_xl.sheets.returns.hints import FOUND_COLUMN, HINT_COLUMN, WEIGHT_COLUMN
from zongzhi_xl.sheets.returns.live import FIRST_ROW, Live
from zongzhi_xl.sheets.returns.page import Book, PlainSheet

_HEADINGS = (
    "名称", "数值", "状态（0有数 1无法识别 2未填 3不适用）", "应填（2必填 1可空 0不填）",
    "校验数", "权数一", "权数二", "余数一", "余数二", "一键校验发现的问题", "与上月（2相同 1不同）",
    "提示", "提示计数（未填1 错误千 核实百万 已说明十亿）",
)  # fmt: skip


def write_bases(book: Book) -> None:
    """底数, hidden: what the district presets, and no formula."""
    sheet = book.page(contract.BASES)
    sheet.show(0, 0, sheet.plan.edition.worded("本页由{office}预置，不用填写"), "grey")
    sheet.show_row(FIRST_ROW - 1, _HEADINGS[:2], "head")
    for name, spot in book.plan.bases.literals.items():
        sheet.show(spot.row, bases.NAME, name)
        if (value := book.facts.typed[name]) is not None:
            sheet.show(spot.row, spot.column, value)
    sheet.set_column(0, 0, 32)
    sheet.hide()


def write_workings(book: Book) -> None:
    """计算, hidden: the state of every cell and the parts of the check code."""
    sheet = book.page(contract.WORKINGS, landscape=True)
    sheet.show(0, 0, "本页自动计算，不用填写", "grey")
    for n, live in enumerate(book.plan.bases.sums):
        sheet.show(bases.SUMS_ROW, bases.REMAINDER + n, live)
    sheet.show(bases.SUMS_ROW, WEIGHT_COLUMN, book.plan.hints.tally)
    sheet.show_row(FIRST_ROW - 1, _HEADINGS, "head")
    sheet.set_column(0, 0, 32)
    sheet.set_column(1, FOUND_COLUMN, 12)
    for name, row in book.plan.bases.rows.items():
        _write_row(sheet, name, row)
    _write_grids(sheet)
    sheet.hide()


def _write_grids(sheet: PlainSheet) -> None:
    """Right of it, rows of their own: what the register says, and the texts."""
    plan = sheet.plan.bases
    _write_grid(sheet, texts.FIRST_COLUMN, texts.COLUMNS, plan.texts.places)
    if plan.layout.monthly:
        # no heading of these is one of the register's own, or a repair finds two registers
        headings = [f"登记的{name.removeprefix('_')}" for name in plan.register.names]
        _write_grid(sheet, register.FIRST_COLUMN, headings, plan.register.places)


def _write_grid(
    sheet: PlainSheet, first: int, columns: Iterable[str], places: Iterable[tuple[int, int, Live]]
) -> None:
    for column, name in enumerate(columns, first):
        sheet.show(FIRST_ROW - 1, column, name.removeprefix("_"), "head")
    for row, column, live in places:
        sheet.show(row, column, live)


def _write_row(sheet: PlainSheet, name: str, row: bases.BaseRow) -> None:
    plan, at = sheet.plan.bases, sheet.plan.bases.row_of[name]
    sheet.show(at, bases.NAME, name)
    told = {
        bases.FIGURE: row.figure, bases.STATE_COLUMN: row.state, bases.DUE: row.due,
        bases.NUMBER: row.number,
    }  # fmt: skip
    if row.number:  # with its two weights and itself modulo each prime
        for which, weight in enumerate(weights(at - FIRST_ROW)):
            sheet.write_number(at, bases.WEIGHT + which, weight)
            told[bases.REMAINDER + which] = plan.remainders[which][name]
    told[FOUND_COLUMN] = sheet.plan.hints.found.get(name)
    told[HINT_COLUMN] = sheet.plan.hints.hints.get(name)
    told[WEIGHT_COLUMN] = sheet.plan.hints.weights.get(name)
    told[bases.SAME] = plan.same.get(name)
    for column, live in told.items():
        if live:
            sheet.show(at, column, live)


def write_units(book: Book) -> None:
    """名册, hidden: all units, so that one blank serves every office."""
    sheet = book.page(contract.UNITS)
    kept = book.plan.edition.registered
    sheet.show_row(0, ("单位", "组别", *kept), "head")
    for row, unit in enumerate(book.plan.edition.units, 1):
        figures = (unit.figures[name] for name in kept)
        sheet.show_row(row, (unit.name, unit.group, *figures))
    sheet.set_column(0, len(kept) + 1, 16)
    sheet.hide()


def write_rules(book: Book) -> None:
    """规则, very hidden: the edition by which this workbook checks itself."""
    sheet = book.page(contract.RULES)
    for row, text in enumerate(packed(book.plan.edition.canonical)):
        sheet.write_string(row, 0, text)
    sheet.very_hidden()


# ------------------------------------------------------------------ 目录


class Place(Record):
    """A named rectangle: its top left cell and its size."""

    name: str
    spot: Spot
    rows: int = 1
    columns: int = 1

    @property
    def absolute(self) -> str:
        """Where it lies, as defined names write it."""
        if self.rows * self.columns == 1:
            return self.spot.absolute
        end = self.spot.row + self.rows - 1, self.spot.column + self.columns - 1
        return f"{self.spot.absolute}:{xl_rowcol_to_cell(*end, True, True)}"


def places(plan: BookPlan) -> Iterator[Place]:
    """What a button reads and writes in a return."""
    layout = plan.layout
    cells = {**layout.inputs, **layout.on_cover, **plan.bases.literals}
    cells |= {f"{contract.NOTE}{name}": spot for name, spot in layout.notes.items()}
    yield from (Place(name, spot) for name, spot in cells.items())
    found = Spot(contract.RESULTS, contract.FIRST_RESULT_ROW, 0)
    size = contract.RESULT_ROWS + 1, len(contract.RESULT_COLUMNS)
    yield Place(contract.RESULT_RANGE, found, *size)
    if layout.monthly:
        heading = Spot(contract.EVENTS, contract.FIRST_EVENT_ROW - 1, 0)
        size = plan.event_rows + 1, len(plan.edition.statement.events.columns)
        yield Place(contract.EVENT_RANGE, heading, *size)


def write_directory(sheet: Sheet, listed: Iterable[Place]) -> None:
    """目录, hidden: these places, one a row."""
    sheet.show_row(0, contract.DIRECTORY_COLUMNS, "head")
    for row, one in enumerate(listed, 1):
        sheet.write_string(row, 0, one.name)
        sheet.write_string(row, 1, one.spot.sheet)
        for column, (text, value) in enumerate(_numbers(one), 2):
            sheet.write_formula(row, column, text, None, value)
    sheet.set_column(0, 0, 32)
    sheet.hide()


@lru_cache(maxsize=1024)
def _numbers(listed: Place) -> tuple[tuple[str, int], ...]:
    """Formulas and what they give: row and column from 1, and the size of a range."""
    several, whole = listed.rows * listed.columns > 1, place(listed.name)
    # of a range, the first cell: a function of a whole range gives different things elsewhere
    cell = call("INDEX", whole, 1, 1) if several else whole
    found = [
        (call("ROW", cell), listed.spot.row + 1), (call("COLUMN", cell), listed.spot.column + 1),
    ]  # fmt: skip
    if several:
        found += [(call("ROWS", whole), listed.rows), (call("COLUMNS", whole), listed.columns)]
    return tuple((condition(formula), number) for formula, number in found)
