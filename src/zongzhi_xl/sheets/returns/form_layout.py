"""Where everything stands in a return workbook: one place for each name, per form."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from xlsxwriter.utility import xl_rowcol_to_cell

from zongzhi_xl import contract
from zongzhi_xl.core.edition.form_words import (
    CODE_HEADING,
    FIGURE_HEADING,
    NAME_HEADING,
    NOTE_HEADING,
    UNIT_HEADING,
)
from zongzhi_xl.core.edition.items import Aggregation, Derived, Form, FormKind, Item


@dataclass(frozen=True, slots=True)
class Spot:
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


@dataclass(frozen=True)
class Column:
    """A column of the form's table: its heading, its number in the row of numbers, its width."""

    key: str
    heading: str
    number: str
    width: float


def _head(name: float, unit: float, code: float) -> tuple[Column, ...]:
    return (
        Column("name", NAME_HEADING, "甲", name),
        Column("unit", UNIT_HEADING, "乙", unit),
        Column("code", CODE_HEADING, "丙", code),
    )


#: the widths of 月报 and the heights of its rows have the proportions of A4 landscape, so that the
#: one page is filled both ways and its type is as large as it can be
_COLUMNS: Mapping[FormKind, tuple[Column, ...]] = {
    FormKind.MONTHLY: (
        *_head(32, 8, 7),
        Column("current", FIGURE_HEADING[FormKind.MONTHLY], "1", 17),
        Column("so_far", "本年累计", "2", 13),
        Column("same_month", "上年同月", "3", 13),
        Column("so_far_last_year", "上年同期\n累计", "4", 13),
        Column("change", "累计增减\n%", "5", 13),
        Column("note", NOTE_HEADING, "6", 57),
    ),
    FormKind.ANNUAL: (
        *_head(31, 7.5, 6),
        Column("current", FIGURE_HEADING[FormKind.ANNUAL], "1", 13),
        Column("last_year", "上年", "2", 9),
        Column("change", "增减%", "3", 9.5),
        Column("months_sum", "各月合计", "4", 10.5),
        Column("note", NOTE_HEADING, "5", 25),
    ),
}


@dataclass(frozen=True)
class Line:
    """A row of the table: a heading, an item, what is worked out, or the nil return (all None)."""

    row: int
    heading: str | None = None
    item: Item | None = None
    derived: Derived | None = None


#: rows of the page's head, from 0: title and four rows of identity
TITLE_ROW, UNIT_ROW, PERIOD_ROW, KIND_ROW, REASON_ROW = range(5)
#: rows of the cover
VERDICT_ROW, FAULTY_ROW = 3, 17
#: rows of the table that fit a page of 年报 under its head, which stands on every page
ROWS_ON_FIRST_PAGE = 40


@dataclass(frozen=True)
class FormLayout:
    """The form page.

    The annual return is signed in its head, which is repeated: every page carries 表号, unit,
    signatures and check code, and can be stamped.
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
        """Index of a column by key; 提示 stands right of the printed area after a gap."""
        found = {column.key: n for n, column in enumerate(self.columns)}
        return found | {"hint": len(self.columns) + 1}

    @property
    def last_column(self) -> int:
        """The last printed column."""
        return len(self.columns) - 1

    @property
    def heading_row(self) -> int:
        """Row of the column headings; the column numbers follow."""
        return 5 if self.monthly else 7

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
        return self.last_row + 1 if self.monthly else 5

    @property
    def last_printed_row(self) -> int:
        """The last row on paper."""
        return self.last_row + 2 if self.monthly else self.last_row

    @property
    def page_break(self) -> int | None:
        """The heading that begins 年报's second page; 月报 has one page."""
        first = self.heading_row + 2
        headings = [line.row for line in self.lines if line.heading]
        fitting = [row for row in headings if row - first <= ROWS_ON_FIRST_PAGE]
        return None if self.monthly or fitting == headings else fitting[-1]

    def spot(self, row: int, key: str) -> Spot:
        """The cell of a row in a named column."""
        return Spot(self.sheet, row, self.column[key])

    @cached_property
    def identity(self) -> Mapping[str, Spot]:
        """Head and signatures by defined name."""
        signed, end = self.signature_row, self.last_column
        at = {
            contract.REPORTING_UNIT: (UNIT_ROW, 1), contract.REPORTING_YEAR: (PERIOD_ROW, 1),
            contract.REPORT_KIND: (KIND_ROW, 1),
            contract.RULES_VERSION: (KIND_ROW, self.column["hint"]),
            contract.NATURE: (KIND_ROW, 4), contract.REASON: (REASON_ROW, 1),
            contract.SIGNED_BY: (signed, 1), contract.FILLED_IN_BY: (signed, 4),
            contract.TELEPHONE: (signed, end), contract.REPORTED_ON: (signed + 1, 1),
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
        of_day = Spot(self.sheet, self.signature_row + 1, self.last_column)
        of_items = {item.name: self.spot(row, "note") for row, item in self._items}
        return {**of_items, contract.REPORTED_ON: of_day}

    @cached_property
    def so_far(self) -> Mapping[str, Spot]:
        """The cell of the year so far, for each flow of 月报."""
        flows = [one for one in self._items if one[1].aggregation == Aggregation.SUM]
        return {item.name: self.spot(row, "so_far") for row, item in flows if self.monthly}

    @cached_property
    def check_code(self) -> Spot:
        """The cell of the check code, in the signatures."""
        return Spot(self.sheet, self.signature_row + 1, 4)

    @cached_property
    def derived(self) -> Mapping[str, Spot]:
        """The cell of each row that is worked out."""
        rows = ((line.derived, line.row) for line in self.lines)
        return {one.name: self.spot(row, "current") for one, row in rows if one}
