"""Where everything stands in a return workbook: one place for each name, per form."""

from collections.abc import Iterator, Mapping
from functools import cached_property
from itertools import pairwise

from xlsxwriter.utility import xl_rowcol_to_cell

from zongzhi_xl import contract
from zongzhi_xl.core.edition.form_words import (
    CODE_HEADING,
    FIGURE_HEADING,
    HINT_HEADING,
    NAME_HEADING,
    NOTE_HEADING,
    UNIT_HEADING,
)
from zongzhi_xl.core.edition.items import Aggregation, Derived, Form, FormKind, Item
from zongzhi_xl.record import Record


class Spot(Record):
    """A cell; rows and columns count from 0."""

    sheet: str
    row: int
    column: int

    @property
    def address(self) -> str:
        """``D8``."""
        return str(xl_rowcol_to_cell(self.row, self.column))

    @property
    def absolute(self) -> str:
        """``'月报'!$D$8``, as defined names and formulas of other sheets write it."""
        return f"'{self.sheet}'!{xl_rowcol_to_cell(self.row, self.column, True, True)}"


class Column(Record):
    """A column of the form's table: its heading, its number in the row of numbers, its width."""

    key: str
    heading: str
    number: str
    width: float


def _filled_in(kind: FormKind, note: float) -> tuple[Column, ...]:
    """What a clerk works with stands left, side by side on a small screen.

    提示 is narrow and runs on over the blank 说明; where there is one, a word is all it says.
    """
    return (
        Column("name", NAME_HEADING, "甲", 28),
        Column("unit", UNIT_HEADING, "乙", 6.5),
        Column("code", CODE_HEADING, "丙", 5.5),
        Column("current", FIGURE_HEADING[kind], "1", 12.5),
        Column("hint", HINT_HEADING, "2", 10.5),
        Column("note", NOTE_HEADING, "3", note),
    )


#: the widths of 月报 and the heights of its rows have the proportions of A4 landscape, so that the
#: one page is filled both ways and its type is as large as it can be
_COLUMNS: Mapping[FormKind, tuple[Column, ...]] = {
    FormKind.MONTHLY: (
        *_filled_in(FormKind.MONTHLY, 70),
        Column("so_far", "本年累计", "4", 10),
        Column("same_month", "上年同月", "5", 10),
        Column("so_far_last_year", "上年同期\n累计", "6", 10),
        Column("change", "累计增减\n%", "7", 10),
    ),
    FormKind.ANNUAL: (
        *_filled_in(FormKind.ANNUAL, 72),
        Column("last_year", "上年", "4", 10),
        Column("change", "增减%", "5", 10),
        Column("months_sum", "各月合计", "6", 10),
    ),
}


class Line(Record):
    """A row of the table: a heading, an item, what is worked out, or the nil return (all None)."""

    row: int
    heading: str | None = None
    item: Item | None = None
    derived: Derived | None = None


#: points a pixel; A4 landscape within the margins of the page, in points
_PIXEL, _PAPER = 0.75, (777.0, 526.8)
#: height of a line of small signs, also in the typefaces that stand in for 宋体 on Linux
NOTE_LINE = 13.5
#: lines of the footnote at most; the whole list stands on 填报说明
MOST_LINES = 2
#: a Chinese sign of 9 points on the screen
_PIXELS_OF_SIGN = 12
#: pixels of a cell that no text takes, with some left for programs whose signs are wider
_PADDING = 20
#: rows of the page's head, from 0: title and four rows of identity
TITLE_ROW, UNIT_ROW, PERIOD_ROW, KIND_ROW, REASON_ROW = range(5)
#: heights of the rows of the head but for the reason's, which grows with what is typed
HEAD_HEIGHTS = {
    TITLE_ROW: 27.0, UNIT_ROW: 13.5, PERIOD_ROW: 13.5, KIND_ROW: 13.5,
    REASON_ROW + 1: 30.0, REASON_ROW + 2: 12.0,
}  # fmt: skip
#: rows of the cover
VERDICT_ROW, FAULTY_ROW = 3, 17
#: rows of the table that fit a page of 年报 under its head, which stands on every page
ROWS_ON_PAGE = 27


class FormLayout(Record):
    """The form page.

    Its head stands on every page of 年报: each carries 表号, unit and check code.
    """

    form: Form

    @property
    def sheet(self) -> str:
        """The page is called as the form."""
        return self.form.kind.value

    @property
    def monthly(self) -> bool:
        """月报, else 年报."""
        return self.form.kind == FormKind.MONTHLY

    @property
    def columns(self) -> tuple[Column, ...]:
        """The table's columns."""
        return _COLUMNS[self.form.kind]

    @cached_property
    def column(self) -> Mapping[str, int]:
        """Index of a column by key; ``beside`` stands right of the printed area after a gap."""
        found = {column.key: n for n, column in enumerate(self.columns)}
        return found | {"beside": len(self.columns) + 1}

    @property
    def computed(self) -> Iterator[tuple[int, Column]]:
        """The columns that the workbook works out, right of what is filled in, with their index."""
        return ((at, one) for at, one in enumerate(self.columns) if at > self.column["note"])

    @property
    def signs_of_hint(self) -> int:
        """So many signs of a hint are seen while its note is blank, over which it runs on."""
        pixels = sum(self._pixels(key) for key in ("hint", "note"))
        return int(pixels / _PIXELS_OF_SIGN)

    @property
    def signs_of_note(self) -> int:
        """So many narrow signs of a note fit a line; a Chinese one is two wide."""
        return 2 * int((self._pixels("note") - _PADDING) / _PIXELS_OF_SIGN)

    @property
    def signs_of_footnote(self) -> int:
        """The same, of a line from margin to margin."""
        pixels = sum(self._pixels(column.key) for column in self.columns)
        return 2 * int((pixels - _PADDING) / _PIXELS_OF_SIGN)

    def _pixels(self, key: str) -> float:
        return self.columns[self.column[key]].width * 7 + 5

    @property
    def last_column(self) -> int:
        """The last printed column."""
        return len(self.columns) - 1

    @property
    def last_pair(self) -> tuple[int, int]:
        """The columns at the right margin that a cell of the head or of the signatures takes."""
        return self.last_column - 1, self.last_column

    @property
    def heading_row(self) -> int:
        """Row of the column headings; the column numbers follow."""
        return REASON_ROW + 1

    @cached_property
    def lines(self) -> tuple[Line, ...]:
        """The table's rows under the column numbers."""
        first, found = self.heading_row + 2, list[Line]()
        for section in self.form.sections:
            found.append(Line(first + len(found), heading=section.title))
            for item in section.items:
                found.append(Line(first + len(found), item=item))
                for one in self.form.derived:
                    if one.below == item.name:
                        found.append(Line(first + len(found), derived=one))
        if self.monthly:
            found.append(Line(first + len(found)))
        return tuple(found)

    @property
    def last_row(self) -> int:
        """The last row of the table."""
        return self.lines[-1].row

    @property
    def signature_row(self) -> int:
        """First of the two rows of signatures."""
        return self.last_row + 1

    @property
    def footnote_row(self) -> int:
        """The row under the signatures."""
        return self.signature_row + 2

    @property
    def last_printed_row(self) -> int:
        """The last row on paper."""
        return self.footnote_row

    @property
    def pages(self) -> Iterator[tuple[int, int]]:
        """The rows of the table on each page: the first, and the one after the last."""
        return pairwise((self.heading_row + 2, *self.page_breaks, self.last_row + 1))

    @cached_property
    def heights(self) -> Mapping[int, float]:
        """The heights of the headings in the table of 年报, in points.

        A page that is not the last is filled to its end by them: Excel minds no break of ours where
        it fits the pages to their width. No other row has a height of its own, so that each grows
        with the note that is typed in it.
        """
        headings = [line.row for line in self.lines if line.heading]
        found = dict[int, float]()
        for first, end in tuple(self.pages)[:-1]:
            filled = [row for row in headings if first <= row < end]
            room = self._room_for_rows - self.row_height * (end - first - len(filled))
            each, more = divmod(int(room / _PIXEL), len(filled))
            found |= {row: _PIXEL * (each + (n < more)) for n, row in enumerate(filled)}
        return found

    @property
    def row_height(self) -> float:
        """The height of a row whose note fits a line, in points."""
        return 12.75 if self.monthly else 17.25

    @property
    def _room_for_rows(self) -> float:
        """The height that rows of the table have on a page of 年报 under its head, unscaled."""
        width = _PIXEL * sum(self._pixels(column.key) for column in self.columns)
        scale = int(100 * _PAPER[0] / width) / 100
        return _PAPER[1] / scale - sum(HEAD_HEIGHTS.values()) - self.row_height

    @cached_property
    def page_breaks(self) -> tuple[int, ...]:
        """The headings that begin the further pages of 年报; 月报 has one page."""
        if self.monthly:
            return ()
        headings = [line.row for line in self.lines if line.heading]
        found, first = list[int](), self.heading_row + 2
        for row, end in pairwise((*headings, self.last_row + 1)):
            if end - first > ROWS_ON_PAGE:
                found.append(row)
                first = row
        return tuple(found)

    def spot(self, row: int, key: str) -> Spot:
        """The cell of a row in a named column."""
        return Spot(self.sheet, row, self.column[key])

    @cached_property
    def identity(self) -> Mapping[str, Spot]:
        """Head and signatures by defined name."""
        signed, second, third = self.signature_row, self.column["note"], self.last_pair[0]
        at = {
            contract.REPORTING_UNIT: (UNIT_ROW, 1), contract.REPORTING_YEAR: (PERIOD_ROW, 1),
            contract.REPORT_KIND: (KIND_ROW, 1),
            contract.RULES_VERSION: (KIND_ROW, self.column["beside"]),
            contract.NATURE: (KIND_ROW, second), contract.REASON: (REASON_ROW, second),
            contract.SIGNED_BY: (signed, 1), contract.FILLED_IN_BY: (signed, second),
            contract.TELEPHONE: (signed, third), contract.REPORTED_ON: (signed + 1, 1),
        }  # fmt: skip
        if self.monthly:
            at |= {
                contract.REPORTING_MONTH: (PERIOD_ROW, 3),
                contract.NIL_RETURN: (self.last_row, self.column["current"]),
            }
        return {name: Spot(self.sheet, row, column) for name, (row, column) in at.items()}

    @property
    def on_cover(self) -> Mapping[str, Spot]:
        """Cells of the cover that can be written in, by defined name."""
        return {
            contract.VERDICT: Spot(contract.COVER, VERDICT_ROW, 2),
            contract.FAULTY: Spot(contract.COVER, FAULTY_ROW, 2),
        }

    @cached_property
    def inputs(self) -> Mapping[str, Spot]:
        """Every literal cell of the page by its defined name: identity first, then the items."""
        items = {item.name: self.spot(row, "current") for row, item in self._items}
        return {**self.identity, **items}

    @cached_property
    def _items(self) -> tuple[tuple[int, Item], ...]:
        return tuple((line.row, line.item) for line in self.lines if line.item)

    @cached_property
    def notes(self) -> Mapping[str, Spot]:
        """The 说明 cell of each item, and that of the day of the report (check 05)."""
        of_day = self.spot(self.signature_row + 1, "note")
        of_items = {item.name: self.spot(row, "note") for row, item in self._items}
        return {**of_items, contract.REPORTED_ON: of_day}

    @cached_property
    def so_far(self) -> Mapping[str, Spot]:
        """The cell of the year so far, for each flow of 月报."""
        flows = [one for one in self._items if one[1].aggregation == Aggregation.SUM]
        return {item.name: self.spot(row, "so_far") for row, item in flows if self.monthly}

    @cached_property
    def check_code(self) -> Spot:
        """The cell of the check code: in the head, which stands on every page."""
        return self.spot(UNIT_ROW, "note")

    @cached_property
    def derived(self) -> Mapping[str, Spot]:
        """The cell of each row that is worked out."""
        rows = ((line.derived, line.row) for line in self.lines)
        return {one.name: self.spot(row, "current") for one, row in rows if one}
