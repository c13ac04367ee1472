"""What all pages of a return workbook have in common: writing cells, paper, protection."""

from collections.abc import Mapping
from functools import cached_property
from typing import TypeAlias

from xlsxwriter.workbook import Workbook

from zongzhi_xl.core.language.formulas import Formula, condition
from zongzhi_xl.record import Workpiece
from zongzhi_xl.sheets.page import PERMITTED, Sheet, paper, put, titled
from zongzhi_xl.sheets.returns.book_plan import BookPlan
from zongzhi_xl.sheets.returns.live import Facts, Live
from zongzhi_xl.sheets.styles import Styles
from zongzhi_xl.vba.macro_book import MacroEdition

#: first row and column, last row and column
Area: TypeAlias = tuple[int, int, int, int]


class PlainSheet(Sheet):
    """A sheet of the return being written, from whose facts formulas get their cached values."""

    plan: BookPlan
    facts: Facts

    def show(self, row: int, column: int, content: object, look: str = "") -> None:
        """A formula with its cached value, or a literal."""
        style = self.style(look)
        if isinstance(content, Live):
            shown = self.facts.cached(content)
            self.write_formula(row, column, f"={content.text}", style, shown)
        else:
            put(self, row, column, content, style)

    def paint(self, area: Area, test: Formula, **look: object) -> None:
        """How the cells of an area look where ``test``, written for the first of them, holds."""
        self.paint_by({"type": "formula", "criteria": condition(test)}, area, **look)

    def paint_by(self, rule: Mapping[str, object], area: Area, **look: object) -> None:
        """How the cells of an area look where a rule of the library holds."""
        self.conditional_format(*area, {**rule, "format": self.style.condition(**look)})

    def show_title(self, title: str, last: int) -> None:
        """The title over all columns of a page."""
        self.set_row(0, 30)
        self.show_across(0, (0, last), titled(self.plan.edition, title), "title")

    def print_down(self, end: int, last: int, *, first: int = 0, frozen: int = 0) -> None:
        """As wide as the paper, and as many sheets of it as it takes.

        The headings above row ``first`` stand on each, and in place when scrolling.
        """
        self.print_area(0, 0, end, last)
        self.fit_to_pages(1, 0)
        if first:
            self.repeat_rows(first - 1)
            self.freeze_panes(first, frozen)


class Book(Workpiece):
    """A workbook being written: its plan, and what this return says."""

    workbook: Workbook
    plan: BookPlan
    facts: Facts
    macros: MacroEdition | None = None

    @cached_property
    def style(self) -> Styles:
        """Its formats."""
        return Styles(self.workbook)

    def page(self, name: str, *, landscape: bool = False) -> PlainSheet:
        """A new protected sheet with paper, margins, head and foot."""
        sheet: PlainSheet = self.workbook.add_worksheet(name, PlainSheet)
        sheet.plan, sheet.facts, sheet.style = self.plan, self.facts, self.style
        paper(sheet, self.plan.edition, landscape=landscape)
        sheet.protect("", PERMITTED)
        return sheet
