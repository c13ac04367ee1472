"""What the pages of the departments' workbook have in common: head, year, paper, signature."""

from xlsxwriter.workbook import Workbook

from zongzhi_xl import contract
from zongzhi_xl.core.edition.statement import Edition
from zongzhi_xl.core.language.formulas import condition, place, when
from zongzhi_xl.sheets.page import PERMITTED, Sheet, paper, protected_sheet, unconfirmed
from zongzhi_xl.sheets.styles import Styles

#: rows of a page's head; the row of headings is that by which the file is read
TITLE, IDENTITY, GUIDE, SOURCES, MEASURES, HEADINGS = range(6)
FIRST = HEADINGS + 1
UNIT_WIDTH = 15
_REST = (
    "（盖章）：　　　　　　　　　　单位负责人：　　　　　　　填表人：　　　　　　　"
    "联系电话：　　　　　　　　　　提供日期：　　　　年　　月　　日"
)


def new_page(workbook: Workbook, style: Styles, name: str, title: str) -> Sheet:
    """A protected sheet under its title."""
    sheet = protected_sheet(workbook, name, style, PERMITTED | {"autofilter": True})
    sheet.set_row(TITLE, 30)
    sheet.show(TITLE, 0, title, "title left")
    return sheet


def show_year(sheet: Sheet, columns: int, year: int | None) -> None:
    """The year in the corner of the table, over its first columns; it stands on every page."""
    sheet.show_across(SOURCES, (0, columns - 1), None, "head small")
    typed = place(contract.REPORTING_YEAR)
    formula = condition(when(typed.equals(""), "", typed & "年"))
    shown = f"{year}年" if year else ""
    sheet.write_formula(SOURCES, 0, formula, sheet.style("head small"), shown)


def on_paper(sheet: Sheet, edition: Edition, title: str, signed_by: str) -> None:
    """A4 with the title above and the line of signatures of ``signed_by`` below."""
    paper(sheet, edition, landscape=True)
    sheet.set_margins(left=0.45, right=0.45, top=0.75, bottom=0.85)
    sheet.set_header(f'&C&"黑体,Regular"&16{title}', {"margin": 0.3})
    note = unconfirmed(edition)
    note = f"{note}　" if note else ""
    foot = f"&L&10{signed_by}{_REST}\n&8{edition.statement.title}&R\n&8{note}第 &P 页"
    sheet.set_footer(foot, {"margin": 0.3})
    sheet.repeat_rows(SOURCES, HEADINGS)
