"""What all pages of a return workbook have in common: writing cells, paper, protection."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook

from zongzhi_xl.core.edition.statement import Edition
from zongzhi_xl.core.language.formula_text import condition
from zongzhi_xl.core.language.formulas import Formula
from zongzhi_xl.sheets.page import PERMITTED, Sheet, paper, put, titled
from zongzhi_xl.sheets.returns.book_plan import BookPlan
from zongzhi_xl.sheets.returns.entry_rules import Rule
from zongzhi_xl.sheets.returns.live import Facts, Live
from zongzhi_xl.sheets.styles import Styles
from zongzhi_xl.vba.macro_book import MacroEdition

#: first row and column, last row and column
Area: TypeAlias = tuple[int, int, int, int]


class PlainSheet(Sheet):
    """A sheet of the return being written, from whose facts formulas get their cached values."""

    book: "Book"

    def show(self, row: int, column: int, content: object, style: Format) -> None:
        """A formula with its cached value, or a literal."""
        if isinstance(content, Live):
            shown = self.book.facts.cached(content)
            self.write_formula(row, column, f"={content.text}", style, shown)
        else:
            put(self, row, column, content, style)

    def show_across(
        self, row: int, columns: tuple[int, int], content: object, style: Format
    ) -> None:
        """The same in a cell that is merged from the first of ``columns`` to the last."""
        first, last = columns
        if first < last:
            self.merge_range(row, first, row, last, "", style)
        self.show(row, first, content, style)

    def accept(self, row: int, column: int, rule: Rule, *, down_to: int = 0) -> None:
        """What may be typed into a cell, or into a column down to a row."""
        self.data_validation(row, column, max(row, down_to), column, rule)

    def paint(self, area: Area, test: Formula, look: Format) -> None:
        """How the cells of an area look where ``test``, written for the first of them, holds."""
        rule = {"type": "formula", "criteria": condition(test), "format": look}
        self.conditional_format(*area, rule)

    def show_title(self, title: str, last: int) -> None:
        """The title over all columns of a page."""
        self.set_row(0, 30)
        self.show_across(0, (0, last), titled(self.book.edition, title), self.book.style("title"))

    def show_headings(self, row: int, columns: Iterable[tuple[str, float]]) -> None:
        """A table's headings, with the widths of its columns."""
        for n, (words, width) in enumerate(columns):
            self.set_column(n, n, width)
            self.show(row, n, words, self.book.style("head"))

    def print_down(self, end: int, last: int) -> None:
        """As wide as the paper, and as many sheets of it as it takes."""
        self.print_area(0, 0, end, last)
        self.fit_to_pages(1, 0)


@dataclass
class Book:
    """A workbook being written: its plan, the facts of this return, and the literal cells."""

    workbook: Workbook
    plan: BookPlan
    facts: Facts
    typed: Mapping[str, object]
    notes: Mapping[str, str]
    bases: Mapping[str, object]
    events: tuple[Mapping[str, object], ...]
    month: int | None
    macros: MacroEdition | None = None
    style: Styles = field(init=False)

    def __post_init__(self) -> None:
        self.style = Styles(self.workbook)

    @property
    def edition(self) -> Edition:
        """The edition in force."""
        return self.plan.edition

    def page(self, name: str, *, landscape: bool = False) -> PlainSheet:
        """A new protected sheet with paper, margins, head and foot."""
        sheet: PlainSheet = self.workbook.add_worksheet(name, PlainSheet)
        sheet.book = self
        paper(sheet, self.edition, landscape=landscape)
        sheet.protect("", PERMITTED)
        return sheet
