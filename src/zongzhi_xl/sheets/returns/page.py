"""What all pages of a return workbook have in common: writing cells, paper, protection."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook

from zongzhi_xl.core.edition.statement import Edition
from zongzhi_xl.sheets.page import PERMITTED, Sheet, lines_in, merged, paper, put, titled
from zongzhi_xl.sheets.returns.book_plan import BookPlan
from zongzhi_xl.sheets.returns.live import Facts, Live
from zongzhi_xl.sheets.styles import Styles
from zongzhi_xl.vba.macro_book import MacroEdition

__all__ = ["Book", "PlainSheet", "compute", "lines_in", "merged", "put", "titled"]


class PlainSheet(Sheet):
    """A sheet of the return being written, from whose facts formulas get their cached values."""

    facts: Facts


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
        sheet.facts = self.facts
        paper(sheet, self.edition, landscape=landscape)
        sheet.protect("", PERMITTED)
        return sheet


def compute(sheet: PlainSheet, row: int, column: int, live: Live, style: Format) -> None:
    """A formula with its cached value."""
    sheet.write_formula(row, column, f"={live.text}", style, sheet.facts.answer(live))
