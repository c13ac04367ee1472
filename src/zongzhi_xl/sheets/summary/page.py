"""Sheets that people read: cells in words and styles, written row by row, with safe text and links.

Every text is written as text, whatever it begins with. Links are ``HYPERLINK()`` formulas with
their words cached; their folder stands in one cell of the workbook (:data:`FOLDER`),
so that all of them follow when the returns are moved.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any, TypeAlias

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from zongzhi_xl.contract import FOLDER

#: outputs carry 数据截至, never the clock: the same result gives the same bytes
CREATED = datetime(2026, 1, 1)

_MOST_TEXT = 32000  # a cell holds 32,767 characters
_MOST_LITERAL = 255  # a text literal in a formula
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_A1 = re.compile(r"\$?[A-Z]{1,3}\$?[1-9]\d{0,6}(:\$?[A-Z]{1,3}\$?[1-9]\d{0,6})?")
_PLAIN_SHEET = re.compile(r"[^\W\d]\w*")


@dataclass(frozen=True, slots=True)
class Link:
    """A cell that jumps: into ``file`` (relative to the returns' folder; empty: this workbook)."""

    file: str
    sheet: str
    cell: str
    shown: str | int


@dataclass(frozen=True, slots=True)
class Sum:
    """``=SUM(…)`` over a range of this sheet, with its answer."""

    over: str
    answer: int | Decimal


@dataclass(frozen=True, slots=True)
class Same:
    """``=D12``: the figure of another cell of this sheet, with its answer."""

    cell: str
    answer: int | Decimal


Content: TypeAlias = str | int | float | Decimal | Fraction | date | Link | Sum | Same | None


@dataclass(frozen=True, slots=True)
class Cell:
    """What stands in a cell and how it looks: words of :data:`LOOKS`, and a number format.

    ``span`` is how many columns it takes.
    """

    content: Content
    look: str = "box"
    number: str = ""
    span: int = 1


#: one word, one property of a look; a look is some of these words, the later ones prevail
LOOKS: dict[str, dict[str, object]] = {
    "plain": {},
    "box": {"border": 1, "border_color": "#A6A6A6"},
    "title": {"bold": True, "font_size": 18, "align": "center", "font_color": "#1F3864"},
    "subtitle": {"font_size": 11, "align": "center", "font_color": "#404040"},
    "section": {"bold": True, "font_size": 12, "font_color": "#1F3864"},
    "head": {"bold": True, "bg_color": "#DCE6F1", "align": "center", "text_wrap": True},
    "band": {"bold": True, "bg_color": "#EEF3FA"},
    "sum": {"bold": True, "bg_color": "#F2F2F2"},
    "label": {"font_color": "#595959", "bg_color": "#F7F9FC", "align": "center"},
    "figure": {
        "bold": True,
        "font_size": 18,
        "shrink": True,
        "align": "center",
        "font_color": "#1F3864",
    },
    "note": {"font_color": "#7F7F7F", "font_size": 9},
    "banner": {"bold": True, "font_color": "#C00000", "align": "center"},
    "bold": {"bold": True},
    "big": {"font_size": 11},
    "left": {"align": "left"},
    "center": {"align": "center"},
    "right": {"align": "right"},
    "inset": {"align": "right", "indent": 1},  # of a number that has words to its right
    "wrap": {"text_wrap": True},
    "top": {"valign": "top"},
    "link": {"font_color": "#0563C1", "underline": 1},
    "good": {"bg_color": "#E2F0D9"},
    "bad": {"bg_color": "#F8CBAD", "font_color": "#9C0006", "bold": True},
    "warn": {"bg_color": "#FFF2CC"},
    "wait": {"bg_color": "#E4E4E4", "font_color": "#595959"},
    "none": {"bg_color": "#F7F7F7", "font_color": "#A6A6A6"},
    "heat1": {"bg_color": "#FDF1EA"},
    "heat2": {"bg_color": "#FBE0CF"},
    "heat3": {"bg_color": "#F8CBAD"},
    "vertical": {"rotation": 270},
    "edit": {"bg_color": "#FFFBE6"},
}
_BASE = {"font_name": "宋体", "font_size": 10, "valign": "vcenter"}
_AS_TYPED = ("=", "+", "-", "@", "\t", "\r")


class Sheet(Worksheet):  # type: ignore[misc]  # the library has no types
    """A sheet whose formulas are written as they stand.

    The library searches each formula for thirty functions newer than Excel 2007; ours use none,
    and in a summary of thousands of links that search took most of the time.
    """

    def _prepare_formula(self, formula: str, expand_future_functions: bool = False) -> str:
        return formula.removeprefix("=")


class Book:
    """A workbook being written, with its looks."""

    def __init__(self, workbook: Workbook, notes: Sequence[str] = ()) -> None:
        self.workbook, self.notes = workbook, tuple(notes)
        self._looks: dict[tuple[str, str, bool], Format] = {}

    def look(self, words: str, number: str = "", *, typed: bool = False) -> Format:
        """The format for ``words``; ``typed`` keeps text that looks like a formula a text."""
        key = (words, number, typed)
        if key not in self._looks:
            properties: dict[str, object] = dict(_BASE)
            for word in words.split():
                properties |= LOOKS[word]
            properties |= {"num_format": number} if number else {}
            properties |= {"quote_prefix": True} if typed else {}
            self._looks[key] = self.workbook.add_format(properties)
        return self._looks[key]

    def page(self, name: str, widths: Sequence[float], *, across: int = 1, down: int = 0) -> "Page":
        """A new sheet, A4 landscape, ``across`` pages wide, ``down`` high (0: any)."""
        return Page(self, name, widths, (across, down))


class Page:
    """A sheet written from the top down; ``row`` is the next row (0 = the first)."""

    def __init__(
        self, book: Book, name: str, widths: Sequence[float], pages: tuple[int, int]
    ) -> None:
        self.book, self.name, self.row = book, name, 0
        self.sheet: Worksheet = book.workbook.add_worksheet(name, Sheet)
        for column, width in enumerate(widths):
            self.sheet.set_column(column, column, width)
        self.sheet.hide_gridlines(2)
        self.sheet.set_landscape()
        self.sheet.set_paper(9)
        self.sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
        self.sheet.fit_to_pages(*pages)
        foot = "；".join(book.notes)
        self.sheet.set_footer(f"&L&8{_footer(foot)}&R&8{name}　第 &P 页，共 &N 页")

    def write(self, cells: Iterable[Cell | None], *, height: float = 0, level: int = 0) -> int:
        """One row of cells (None: left alone); its row number, from 0.

        ``height`` 0 leaves it to the program; ``level`` is the row's level of grouping.
        """
        if height:
            self.sheet.set_row(self.row, height, None, {"level": level})
        column = 0
        for cell in cells:
            if cell is not None:
                self._spread(column, cell)
            column += cell.span if cell else 1
        self.row += 1
        return self.row - 1

    def _spread(self, column: int, cell: Cell) -> None:
        if cell.span > 1:
            look = self.book.look(cell.look, cell.number)
            self.sheet.merge_range(self.row, column, self.row, column + cell.span - 1, "", look)
        self._put(self.row, column, cell)

    def line(self, content: str, look: str, columns: int, *, height: float = 0) -> int:
        """One text over the first ``columns`` columns."""
        return self.write([Cell(content, look, span=columns)], height=height)

    def skip(self, rows: int = 1) -> None:
        """Leave rows empty."""
        self.row += rows

    def headed(self, first: int, last: int, columns: int = 0) -> None:
        """Rows ``first`` to ``last`` repeat on every page; scrolling leaves them in place."""
        self.sheet.repeat_rows(first, last)
        self.sheet.freeze_panes(last + 1, columns)

    def _put(self, row: int, column: int, cell: Cell) -> None:
        typed = isinstance(cell.content, str) and _typed(cell.content)
        look = self.book.look(cell.look, cell.number, typed=typed)
        match cell.content:
            case None | "":
                self.sheet.write_blank(row, column, None, look)
            case str(text):
                self.sheet.write_string(row, column, safe(text), look)
            case date():
                self.sheet.write_datetime(row, column, cell.content, look)
            case Link() | Sum() | Same():
                self._formula(row, column, cell.content, look)
            case number:
                self.sheet.write_number(row, column, float(number), look)

    def _formula(self, row: int, column: int, content: Link | Sum | Same, look: Format) -> None:
        match content:
            case Sum(over, answer):
                self.sheet.write_formula(row, column, f"=SUM({over})", look, float(answer))
            case Same(cell, answer):
                self.sheet.write_formula(row, column, f"={cell}", look, float(answer))
            case Link():
                self._link(row, column, content, look)

    def _link(self, row: int, column: int, link: Link, look: Format) -> None:
        formula, shown = link_formula(link), link.shown
        if formula:
            cached: Any = _shown(shown) if isinstance(shown, str) else shown
            self.sheet.write_formula(row, column, formula, look, cached)
        elif isinstance(shown, str):
            self.sheet.write_string(row, column, safe(shown), look)
        else:
            self.sheet.write_number(row, column, shown, look)


def _typed(text: str) -> bool:
    return text.startswith(_AS_TYPED)


def _footer(text: str) -> str:
    return text.replace("&", "&&")[:200]


def safe(text: str) -> str:
    """``text`` without what a cell cannot hold; too long a text ends in an ellipsis."""
    clean = _CONTROL.sub("\ufffd", text)
    return clean if len(clean) <= _MOST_TEXT else clean[:_MOST_TEXT] + "…（其余从略）"


def height_of(texts: Iterable[tuple[str, float]]) -> float:
    """The height of a row in which each of ``texts`` is wrapped to its width in characters.

    Not every program fits rows by itself, and none fits merged cells.
    """
    lines = max((_lines(text, width) for text, width in texts), default=1)
    return 14 * lines + 4


def _lines(text: str, width: float) -> int:
    room = max(int(width) - 2, 1)  # words and signs do not break just at the border
    return sum(-(-_breadth(line) // room) or 1 for line in text.split("\n"))


def _breadth(text: str) -> int:
    return sum(2 if ord(sign) > 0x2E7F else 1 for sign in text)


def target(sheet: str, cell: str) -> str:
    """``月报!E12`` as a link takes it, the sheet in quotes where it needs them; may be empty."""
    if not sheet or not _A1.fullmatch(cell):
        return ""
    quoted = sheet if _PLAIN_SHEET.fullmatch(sheet) else "'" + sheet.replace("'", "''") + "'"
    return f"{quoted}!{cell}"


def link_formula(link: Link) -> str:
    """``=HYPERLINK(…)``; empty where nothing can be linked (no cell, or too long an address)."""
    place = target(link.sheet, link.cell)
    file = link.file.replace("#", "%23")  # the first # of an address begins the place
    address = f"{file}#{place}" if place else file
    if not address or len(address) > _MOST_LITERAL:
        return ""
    folder = f"{FOLDER}&" if link.file else ""
    shown = _literal(_shown(link.shown)) if isinstance(link.shown, str) else link.shown
    return f"=HYPERLINK({folder}{_literal(address)},{shown})"


def _shown(text: str) -> str:
    return re.sub(r"\s", " ", safe(text))[:_MOST_LITERAL]


def _literal(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'
