"""Pages that people read and fill in: what all workbooks have in common.

Every text is written as text, whatever it begins with. A form is written cell by cell
(:func:`put`); a report row by row from the top down (:class:`Page`), its cells in words.
"""

import re
import shutil
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from io import BytesIO
from pathlib import Path
from typing import TypeAlias
from zipfile import ZipFile

from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import CellFormulaTuple, Worksheet

from zongzhi_xl.contract import FOLDER
from zongzhi_xl.core.edition.statement import Edition
from zongzhi_xl.core.returned.outgoing import Gate, is_active
from zongzhi_xl.record import Record
from zongzhi_xl.sheets.styles import OF_REPORTS, Styles

#: outputs carry 数据截至, never the clock: the same result gives the same bytes
_CREATED = datetime(2026, 1, 1)
FICTITIOUS = "虚构数据"
#: what a clerk may do on a protected sheet: widen, heighten, select; there is no password
PERMITTED = {"format_columns": True, "format_rows": True}
#: rows of a streamed sheet beside which a chart may stand
_BESIDE_CHARTS = 1000


class Sheet(Worksheet):  # type: ignore[misc]  # the library is not typed
    """A sheet whose cells look as words say (``"cell centre"``), of a workbook's styles.

    Its formulas use functions of Excel 2007 only: XlsxWriter looks through each formula for some
    35 newer functions, which took half of the time of writing a return, and takes a file's name in
    a link for one of them. That a number needs no escaping is seen here, and not by searching in it
    for signs and failing, twice a cell.
    """

    style: Styles
    _grow = False

    # row and column are numbers here; the library's own try in each cell whether they are ``A1``
    write_string, write_number = Worksheet._write_string, Worksheet._write_number
    write_blank, write_boolean = Worksheet._write_blank, Worksheet._write_boolean
    write_datetime = Worksheet._write_datetime

    def set_growing_rows(self, height: float) -> None:
        """Rows of ``height`` that grow with what is typed in them, unless one is set otherwise.

        The library says of every row that its height was set by hand; then no program fits it to
        its words, and what a clerk explains is cut off.
        """
        self.set_default_row(height)
        self._grow = True

    def _xml_start_tag_unencoded(
        self, tag: str, attributes: Sequence[tuple[str, object]] = ()
    ) -> None:
        if tag == "row" and self._grow and int(str(attributes[0][1])) - 1 not in self.row_info:
            attributes = [one for one in attributes if one[0] != "customHeight"]
        super()._xml_start_tag_unencoded(tag, attributes)

    def show(self, row: int, column: int, content: object, look: str = "") -> None:
        """A literal."""
        put(self, row, column, content, self.style(look))

    def show_row(self, row: int, contents: Iterable[object], look: str = "") -> None:
        """Contents side by side from the first column on."""
        for column, content in enumerate(contents):
            self.show(row, column, content, look)

    def show_across(
        self, row: int, columns: tuple[int, int], content: object, look: str = ""
    ) -> None:
        """The same in a cell that is merged from the first of ``columns`` to the last."""
        first, last = columns
        if first < last:
            self.merge_range(row, first, row, last, "", self.style(look))
        self.show(row, first, content, look)

    def show_headings(self, row: int, columns: Iterable[tuple[str, float]]) -> None:
        """A table's headings, with the widths of its columns."""
        for n, (words, width) in enumerate(columns):
            self.set_column(n, n, width)
            self.show(row, n, words, "head")

    def accept(
        self, row: int, column: int, rule: Mapping[str, object], *, down_to: int = 0
    ) -> None:
        """What may be typed into a cell, or into a column down to a row."""
        self.data_validation(row, column, max(row, down_to), column, rule)

    def _escape_attributes(self, attribute: object) -> object:
        if isinstance(attribute, int) or str(attribute).isalnum():
            return attribute
        return super()._escape_attributes(attribute)

    def _escape_data(self, data: object) -> object:
        return data if isinstance(data, int | float) else super()._escape_data(data)

    def _prepare_formula(self, formula: str, expand_future_functions: bool = False) -> str:
        return formula.removeprefix("=")

    def _write_formula(
        self, row: int, col: int, formula: str, cell_format: Format | None = None, value: object = 0
    ) -> int:
        if refused := self._check_dimensions(row, col):
            return int(refused)
        if self.constant_memory and row > self.previous_row:
            self._write_single_row(row)
        self.table[row][col] = CellFormulaTuple(formula.removeprefix("="), cell_format, value)
        return 0

    write_formula = _write_formula

    def _write_single_row(self, current_row_num: int = 0) -> None:
        """A streamed row; how high it is and what of it is merged need not be known any more.

        The library keeps it to the end: of a city's summary 80,000 rows, 25 MB. Beside the first
        rows a chart may be put in afterwards, which asks how high they are.
        """
        written = self.previous_row
        super()._write_single_row(current_row_num)
        self.row_info.pop(written, None)
        if written >= _BESIDE_CHARTS:
            self.row_sizes.pop(written, None)
        for column in range(self.dim_colmax + 1 if self.merged_cells else 0):
            self.merged_cells.pop((written, column), None)


def protected_sheet(
    workbook: Workbook, name: str, style: Styles, permitted: Mapping[str, bool] = PERMITTED
) -> Sheet:
    """A new sheet in whose open cells alone something can be typed."""
    sheet: Sheet = workbook.add_worksheet(name, Sheet)
    sheet.style = style
    sheet.protect("", permitted)
    return sheet


@contextmanager
def workbook_at(
    path: Path | BytesIO, title: str, comments: str = "", **options: object
) -> Iterator[Workbook]:
    """A workbook that is put on disk at the end; the same contents give the same bytes.

    A streamed one keeps its parts beside it until then, so that whoever clears up finds them. It
    is packed in memory and written by us: on a full disk the packer would complain once more when
    it is cleared away, where nobody can catch it.
    """
    packed = path if isinstance(path, BytesIO) else BytesIO()
    with _parts_beside(path, options) as kept, Workbook(packed, kept) as workbook:
        told = {"comments": comments} if comments else {}
        workbook.set_properties({"title": title, "created": _CREATED} | told)
        yield workbook
    _made_anywhere(packed)
    if isinstance(path, Path):
        path.write_bytes(packed.getbuffer())


#: where the directory of a zip says which system made an entry, how long it is but for its texts
_MADE_BY, _UNIX, _ENTRY = 5, 3, 46


def _made_anywhere(packed: BytesIO) -> None:
    """Nothing tells on which system it was packed: else Windows' bytes would be others."""
    with ZipFile(packed) as archive:
        at, entries = archive.start_dir, archive.infolist()
    with packed.getbuffer() as content:
        for one in entries:
            content[at + _MADE_BY] = _UNIX
            at += _ENTRY + sum(map(len, (one.filename.encode(), one.extra, one.comment)))


@contextmanager
def _parts_beside(
    path: Path | BytesIO, options: Mapping[str, object]
) -> Iterator[dict[str, object]]:
    if not options.get("constant_memory") or isinstance(path, BytesIO):
        yield {"in_memory": True, **options}
        return
    parts = path.with_suffix(".parts")
    parts.mkdir()
    try:
        yield {"tmpdir": str(parts), **options}
    finally:
        shutil.rmtree(parts, ignore_errors=True)


# ------------------------------------------------------------------ cells


def put(sheet: Worksheet, row: int, column: int, value: object, style: Format) -> None:
    """A literal, never taken for anything else than it is."""
    match value:
        case str():  # as most contents are
            sheet.write_string(row, column, str(value), style)
        case None:
            sheet.write_blank(row, column, None, style)
        case bool():
            sheet.write_boolean(row, column, value, style)
        case int() | float() | Decimal() | Fraction():
            sheet.write_number(row, column, float(value), style)
        case date():
            sheet.write_datetime(row, column, value, style)
        case _:
            sheet.write_string(row, column, str(value), style)


def widths(sheet: Worksheet, columns: Iterable[float]) -> None:
    """Widths of the columns from the first on, in narrow signs."""
    for column, width in enumerate(columns):
        sheet.set_column(column, column, width)


def lines_in(text: str, width: int) -> int:
    """How many lines a text takes where ``width`` narrow signs fit; a Chinese sign is two wide."""
    return max(1, -(-breadth(text) // width))


#: the last sign that is narrow: on forms marks such as ≤ and “ count as Chinese signs are printed
_LATIN, _MARKS = 0xFF, 0x2E7F


def breadth(text: str, narrow: int = _LATIN) -> int:
    """How many narrow signs wide a text is; those beyond the sign ``narrow`` are two wide."""
    return sum(2 if ord(sign) > narrow else 1 for sign in text)


def height_of(texts: Iterable[tuple[str, float]]) -> float:
    """The height of a row in which each of ``texts`` is wrapped to its width in characters.

    Not every program fits rows by itself, and none fits merged cells.
    """
    lines = max((_lines(text, width) for text, width in texts), default=1)
    return 14 * lines + 4


def _lines(text: str, width: float) -> int:
    room = max(int(width) - 2, 1)  # words and signs do not break just at the border
    lines = text.split("\n")
    return sum(1 if 2 * len(one) <= room else -(-breadth(one, _MARKS) // room) for one in lines)


# ------------------------------------------------------------------ paper


def a4(sheet: Worksheet, *, landscape: bool = True) -> None:
    """A4 without gridlines."""
    sheet.set_paper(9)
    if landscape:
        sheet.set_landscape()
    sheet.hide_gridlines(2)


def paper(sheet: Worksheet, edition: Edition, *, landscape: bool) -> None:
    """A4 with small margins; the foot tells the letter and what is still unconfirmed.

    Fills are for the screen; Excel and WPS print none of them.
    Every sheet counts its own pages, so that the stamped page is the same however it is printed.
    """
    a4(sheet, landscape=landscape)
    sheet.set_margins(left=0.45, right=0.45, top=0.5, bottom=0.55)
    sheet.center_horizontally()
    sheet.print_black_and_white()
    note = unconfirmed(edition)
    foot = f"&L&8{edition.statement.title}&C&8第 &P 页&R&8{note}"
    sheet.set_footer(foot, {"margin": 0.25})
    if edition.statement.fictitious:
        sheet.set_header(f"&R&10{FICTITIOUS}", {"margin": 0.25})
    sheet.set_start_page(1)


def unconfirmed(edition: Edition) -> str:
    """What is to be said of points that nobody has confirmed yet; empty where they are."""
    confirmation = edition.statement.confirmation
    return "" if confirmation.confirmed else confirmation.note


def titled(edition: Edition, title: str) -> str:
    """A title that says where the figures are invented."""
    return f"{title}（{FICTITIOUS}）" if edition.statement.fictitious else title


# ------------------------------------------------------------------ reports, row by row


class Computed(Record):
    """A formula over cells of this sheet, with what is shown before anything is computed."""

    formula: str
    cached: float


def summed(over: str, answer: int | Decimal) -> Computed:
    """The sum over a range."""
    return Computed(f"=SUM({over})", float(answer))


# ------------------------------------------------------------------ links

# Links to cells, of returns and of the workbook itself: HYPERLINK() with its words cached. Their
# folder stands in one cell of the workbook (contract.FOLDER), so that all of them follow when the
# returns are moved.

_MOST_TEXT = 32000  # a cell holds 32,767 characters
_MOST_LITERAL = 255  # a text literal in a formula
_A1 = re.compile(r"\$?[A-Z]{1,3}\$?[1-9]\d{0,6}(:\$?[A-Z]{1,3}\$?[1-9]\d{0,6})?")
_PLAIN_SHEET = re.compile(r"[^\W\d]\w*")


class Link(Record):
    """A cell that jumps: into ``file`` (relative to the returns' folder; empty: this workbook)."""

    file: str
    sheet: str
    cell: str
    shown: str | int

    @classmethod
    def to_file(cls, file: str, shown: str = "") -> "Link":
        """The link that opens ``file``, by its name where nothing else is shown."""
        return cls(file, "", "", shown or file)


_SINGLE, _BLANKS = "'", re.compile(r"\s")


def _address(file: str, sheet: str) -> tuple[str, int]:
    """How a link to a file, or cells of its ``sheet``, begins; how long its address is so far."""
    address = file.replace("#", "%23")  # the first # of an address begins the place
    address = f"{address}#{_before_cell(sheet)}" if sheet else address
    quoted = _quoted(address).removesuffix('"')
    folder = f"{FOLDER}&" if file else ""
    return f"=HYPERLINK({folder}{quoted}", len(address)


def _before_cell(sheet: str) -> str:
    """``月报!`` as a link takes it, quoted where it must be."""
    plain = _PLAIN_SHEET.fullmatch(sheet)
    return f"{sheet if plain else _quoted(sheet, _SINGLE)}!"


def _quoted(text: str, mark: str = '"') -> str:
    return f"{mark}{text.replace(mark, 2 * mark)}{mark}"


def fitting(text: str) -> str:
    """``text`` as a cell holds it; too long a one ends in an ellipsis."""
    return text if len(text) <= _MOST_TEXT else text[:_MOST_TEXT] + "…（其余从略）"


# ------------------------------------------------------------------ reports, row by row

Content: TypeAlias = str | int | float | Decimal | Fraction | date | Link | Computed | None


class Cell(Record):
    """What stands in a cell and how it looks: words of the palette, and a number format.

    ``span`` is how many columns it takes.
    """

    content: Content
    look: str = "box"
    number: str = ""
    span: int = 1

    @property
    def text(self) -> str:
        """What is shown, as far as it may need a second line."""
        return str(self.content.shown if isinstance(self.content, Link) else self.content)


def alike(look: str, *contents: Content, number: str = "") -> list[Cell]:
    """Cells side by side in one look."""
    return [Cell(content, look, number) for content in contents]


def spread(texts: Iterable[str], look: str, spans: Iterable[int]) -> list[Cell]:
    """Texts side by side in one look, each over so many columns."""
    return [Cell(text, look, span=span) for text, span in zip(texts, spans, strict=True)]


#: heading, width and look of each column
Columns: TypeAlias = Sequence[tuple[str, float, str]]


class Book:
    """A workbook of reports being written; ``notes`` stand on the foot of every page.

    Every text passes the ``gate``.
    """

    def __init__(
        self, workbook: Workbook, notes: Sequence[str] = (), gate: Gate | None = None
    ) -> None:
        self.workbook, self.notes, self.gate = workbook, tuple(notes), gate or Gate()
        self.style = Styles(workbook, OF_REPORTS)
        # most texts stand in many rows, and thousands of links go to cells of the same pages; a
        # city's are too many to keep
        self.passed = lru_cache(maxsize=4096)(self._passed)
        self.address = lru_cache(maxsize=4096)(self._address)

    def _passed(self, text: str) -> tuple[str, bool]:
        """``text`` as a cell is given it, and whether a program might take it for a formula."""
        words = fitting(self.gate.lines(text))
        return words, is_active(words)

    def _address(self, file: str, sheet: str) -> tuple[str, int]:
        return _address(self.gate.line(file), self.gate.line(sheet))

    def page(
        self, name: str, columns: Sequence[float], *, across: int = 1, down: int = 0
    ) -> "Page":
        """A new sheet, A4 landscape, ``across`` pages wide, ``down`` high (0: any)."""
        page = Page(self, name, columns)
        page.sheet.fit_to_pages(across, down)
        return page

    def table(self, name: str, columns: Columns, title: str, *more: str, note: str = "") -> "Page":
        """A new sheet for a table of these columns, under its title and a note."""
        page = self.page(name, [width for _, width, _ in columns])
        page.table = columns
        page.title(title, *more, note=note)
        return page


class Page:
    """A sheet written from the top down; ``row`` is the next row (0 = the first).

    ``table`` are its columns where it is one table.
    """

    table: Columns = ()

    def __init__(self, book: Book, name: str, columns: Sequence[float]) -> None:
        self.book, self.name, self.row, self.columns = book, name, 0, tuple(columns)
        self.sheet: Worksheet = book.workbook.add_worksheet(name, Sheet)
        widths(self.sheet, columns)
        a4(self.sheet)
        self.sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
        foot = book.gate.line("；".join(book.notes)).replace("&", "&&")[:200]
        self.sheet.set_footer(f"&L&8{foot}&R&8{name}　第 &P 页，共 &N 页")

    def write(self, cells: Iterable[Cell | None], *, height: float = 0, level: int = 0) -> int:
        """One row of cells (None: left alone); its row number, from 0.

        ``height`` 0 leaves it to the program; ``level`` is the row's level of grouping.
        """
        if height:
            self.sheet.set_row(self.row, height, None, {"level": level})
        column = 0
        for cell in cells:
            if cell is not None:
                self._put(column, cell)
            column += cell.span if cell else 1
        self.row += 1
        return self.row - 1

    def wrapped(self, cells: Iterable[Cell], *, level: int = 0) -> None:
        """One row of cells, as high as their texts need."""
        row, texts, column = list(cells), list[tuple[str, float]](), 0
        for cell in row:
            texts.append((cell.text, sum(self.columns[column : column + cell.span])))
            column += cell.span
        self.write(row, height=height_of(texts), level=level)

    def title(self, words: str, *more: str, note: str = "", columns: int = 0) -> None:
        """The title, lines and a note under it, over the first ``columns`` columns (0: all)."""
        self.line(words, "title", columns, height=30)
        for line in more:
            self.line(line, "subtitle", columns, height=18)
        if note:
            self.line(note, "note", columns)

    def headings(self, names: Iterable[str], frozen: int | None = None, height: float = 22) -> int:
        """A row of headings; repeated and, with ``frozen`` columns, in place when scrolling."""
        head = self.write(alike("box head", *names), height=height)
        if frozen is not None:
            self.headed(head, head, frozen)
        return head

    def section(self, words: str, height: float = 26) -> None:
        """The title of a part."""
        self.write([Cell(words, "section")], height=height)

    def line(self, content: str, look: str, columns: int = 0, *, height: float = 0) -> None:
        """One text over the first ``columns`` columns (0: all)."""
        self.write([Cell(content, look, span=columns or len(self.columns))], height=height)

    def skip(self, rows: int = 1) -> None:
        """Leave rows empty."""
        self.row += rows

    def headed(self, first: int, last: int, columns: int = 0) -> None:
        """Rows ``first`` to ``last`` repeat on every page; scrolling leaves them in place."""
        self.sheet.repeat_rows(first, last)
        self.sheet.freeze_panes(last + 1, columns)

    def head(self, frozen: int | None = None, height: float = 22) -> int:
        """The headings of the table, as :meth:`headings`."""
        return self.headings((name for name, _, _ in self.table), frozen, height)

    def cells(self, row: Iterable[Content | Cell]) -> list[Cell]:
        """What a row says, each in the look of its column where it has none of its own."""
        return [
            one if isinstance(one, Cell) else Cell(one, look)
            for one, (_, _, look) in zip(row, self.table, strict=True)
        ]

    def filtered(self, head: int) -> None:
        """A filter over the rows written under the headings."""
        self.sheet.autofilter(head, 0, max(self.row - 1, head), len(self.columns) - 1)

    def folder(self, label: str, folder: str, *, before: int = 1, span: int) -> None:
        """The cell on which all links hang: the returns' folder, as seen from this workbook."""
        self.write(
            [Cell(label, "box label", span=before), Cell(folder, "box edit left", span=span)]
        )
        column = "ABC"[before]
        self.book.workbook.define_name(FOLDER, f"={self.name}!${column}${self.row}")

    def _put(self, column: int, cell: Cell) -> None:
        sheet, row, content, style = self.sheet, self.row, cell.content, self.book.style
        if cell.span > 1:
            merged = style(cell.look, number=cell.number)
            sheet.merge_range(row, column, row, column + cell.span - 1, "", merged)
        if isinstance(content, str):
            words, active = self.book.passed(content)
            put(sheet, row, column, words or None, style(cell.look, cell.number, typed=active))
            return
        look = style(cell.look, cell.number)
        match content:
            case Link():
                formula, shown = self.jump(content)
                if formula:
                    sheet.write_formula(row, column, formula, look, shown)
                else:
                    put(sheet, row, column, shown, look)
            case Computed(formula, cached):
                sheet.write_formula(row, column, formula, look, cached)
            case _:
                put(sheet, row, column, content, look)

    def jump(self, link: Link) -> tuple[str, str | int]:
        """``=HYPERLINK(…)``, and what the cell shows before anything is computed.

        No formula where there is no cell, or too long an address.
        """
        shown = self.book.passed(link.shown)[0] if isinstance(link.shown, str) else link.shown
        cell = link.cell if link.sheet and _A1.fullmatch(link.cell) else ""
        opened, address = self.book.address(link.file, link.sheet if cell else "")
        if not 0 < address + len(cell) <= _MOST_LITERAL:
            return "", shown
        if not isinstance(shown, str):
            return f'{opened}{cell}",{shown})', shown
        words = _BLANKS.sub(" ", shown)[:_MOST_LITERAL]
        return f'{opened}{cell}",{_quoted(words)})', words
