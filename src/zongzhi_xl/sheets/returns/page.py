"""What all pages of a return workbook have in common: writing cells, paper, protection."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from zongzhi_xl.core.edition.statement import Edition
from zongzhi_xl.sheets.returns.book_plan import BookPlan
from zongzhi_xl.sheets.returns.live import Facts, Live
from zongzhi_xl.sheets.returns.styles import Styles
from zongzhi_xl.vba.macro_book import MacroEdition

FICTITIOUS = "虚构数据"
#: what a clerk may do on a protected sheet: widen, heighten, select; there is no password
_PERMITTED = {"format_columns": True, "format_rows": True}


class PlainSheet(Worksheet):  # type: ignore[misc]  # the library is not typed
    """A sheet whose formulas use functions of Excel 2007 only.

    XlsxWriter looks through each formula for some 35 newer functions, which took two fifths of
    the time of writing a return; ours have none of them.
    """

    #: the return being written, from which formulas get their cached values
    facts: Facts

    def _prepare_formula(self, formula: str, expand_future_functions: bool = False) -> str:
        return formula.removeprefix("=")


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
        sheet.protect("", _PERMITTED)
        return sheet


def paper(sheet: Worksheet, edition: Edition, *, landscape: bool) -> None:
    """A4 with small margins; the foot tells the edition and what is still unconfirmed.

    Every sheet counts its own pages, so that the stamped page is the same however it is printed.
    """
    sheet.set_paper(9)
    if landscape:
        sheet.set_landscape()
    sheet.set_margins(left=0.45, right=0.45, top=0.5, bottom=0.55)
    sheet.center_horizontally()
    statement = edition.statement
    note = "" if statement.confirmation.confirmed else statement.confirmation.note
    sheet.set_footer(f"&L&8版本 {edition.id}&C&8第 &P 页&R&8{note}", {"margin": 0.25})
    if statement.fictitious:
        sheet.set_header(f"&R&10{FICTITIOUS}", {"margin": 0.25})
    sheet.set_start_page(1)
    sheet.hide_gridlines(2)


def titled(edition: Edition, title: str) -> str:
    """A title that says where the figures are invented."""
    return f"{title}（{FICTITIOUS}）" if edition.statement.fictitious else title


def put(sheet: Worksheet, row: int, column: int, value: object, style: Format) -> None:
    """A literal, never taken for anything else than it is."""
    match value:
        case None:
            sheet.write_blank(row, column, None, style)
        case bool():
            sheet.write_boolean(row, column, value, style)
        case int() | float():
            sheet.write_number(row, column, value, style)
        case date() | datetime():
            sheet.write_datetime(row, column, value, style)
        case _:
            sheet.write_string(row, column, str(value), style)


def compute(sheet: PlainSheet, row: int, column: int, live: Live, style: Format) -> None:
    """A formula with its cached value."""
    sheet.write_formula(row, column, f"={live.text}", style, sheet.facts.answer(live))


def merged(
    sheet: Worksheet, where: tuple[int, int, int, int], style: Format, write: Callable[[], None]
) -> None:
    """A merged range whose top left cell is written by ``write``."""
    first_row, first_column, last_row, last_column = where
    if (first_row, first_column) != (last_row, last_column):
        sheet.merge_range(first_row, first_column, last_row, last_column, "", style)
    write()


def lines_in(text: str, width: int) -> int:
    """How many lines a text takes where ``width`` narrow signs fit; a Chinese sign is two wide."""
    wide = sum(2 if ord(sign) > 255 else 1 for sign in text)
    return max(1, -(-wide // width))
