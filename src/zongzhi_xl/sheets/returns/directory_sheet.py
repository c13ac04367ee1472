"""目录, hidden: where the cells lie that a button reads or writes, one row a name.

The row and column numbers are formulas over the names, so they follow cells that were moved; a
button learns all places in one read, without a call for each name.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from xlsxwriter.format import Format
from xlsxwriter.utility import xl_rowcol_to_cell
from xlsxwriter.worksheet import Worksheet

from zongzhi_xl import contract
from zongzhi_xl.core.language.formula_text import condition
from zongzhi_xl.core.language.formulas import call, place
from zongzhi_xl.sheets.page import put
from zongzhi_xl.sheets.returns.book_plan import BookPlan
from zongzhi_xl.sheets.returns.form_layout import Spot
from zongzhi_xl.sheets.returns.page import Book


@dataclass(frozen=True)
class Place:
    """A named rectangle: its top left cell and its size."""

    name: str
    spot: Spot
    rows: int = 1
    columns: int = 1

    @property
    def absolute(self) -> str:
        """Where it lies, as defined names write it."""
        first, end = self.spot, (self.spot.row + self.rows, self.spot.column + self.columns)
        if end == (first.row + 1, first.column + 1):
            return first.absolute
        corner = xl_rowcol_to_cell(end[0] - 1, end[1] - 1, True, True)
        return f"{first.absolute}:{corner}"


def places(plan: BookPlan) -> Iterator[Place]:
    """What a button reads and writes in a return."""
    layout = plan.layout
    cells = {**layout.inputs, **layout.on_cover, **plan.bases.literals}
    cells |= {f"{contract.NOTE}{name}": spot for name, spot in layout.notes.items()}
    yield from (Place(name, spot) for name, spot in cells.items())
    found = Spot(contract.RESULTS, contract.FIRST_RESULT_ROW, 0)
    yield Place(
        contract.RESULT_RANGE, found, contract.RESULT_ROWS + 1, len(contract.RESULT_COLUMNS)
    )
    if layout.monthly:
        register = Spot(contract.EVENTS, contract.FIRST_EVENT_ROW - 1, 0)
        yield Place(
            contract.EVENT_RANGE, register, plan.event_rows + 1, len(contract.EVENT_COLUMNS)
        )


def write_directory(book: Book) -> None:
    """The directory of a return."""
    fill(book.page(contract.DIRECTORY), places(book.plan), book.style("head"))


def fill(sheet: Worksheet, listed: Iterable[Place], heading: Format) -> None:
    """These places, one a row, on a sheet that is hidden then."""
    for column, words in enumerate(contract.DIRECTORY_COLUMNS):
        put(sheet, 0, column, words, heading)
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
