"""A file becomes raw facts: what stood in the named cells, nothing interpreted.

Identity comes from the cells, never from the file's name. No cached formula value is needed:
a file saved by WPS or LibreOffice, or by a program that drops computed values, reads the same.
Values come through calamine; :mod:`zongzhi_xl.reading.package` first tells what
calamine does not.
"""

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from functools import lru_cache, partial
from io import BytesIO
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from python_calamine import CalamineError, load_workbook

from zongzhi_xl import contract
from zongzhi_xl.core.edition.items import FormKind
from zongzhi_xl.core.language.addresses import letters
from zongzhi_xl.core.language.values import Gap
from zongzhi_xl.core.returned.departments import Raw, RawDepartments
from zongzhi_xl.core.returned.number_formats import PLAIN_DAY
from zongzhi_xl.core.returned.other_pages import OF_RETURN
from zongzhi_xl.core.returned.page import Area, Page
from zongzhi_xl.core.returned.personal_data import masked
from zongzhi_xl.core.returned.submission import RawCell, RawReturn, text_of
from zongzhi_xl.core.returned.table_rows import NO_HEADING, ROW_WORDS, UNSEEN
from zongzhi_xl.errors import UnusableFileError
from zongzhi_xl.reading.appearance import PLAIN, Appearance, appearance, stored_at
from zongzhi_xl.reading.drawings import shapes_over
from zongzhi_xl.reading.informative import written_aside
from zongzhi_xl.reading.known_page import known_page
from zongzhi_xl.reading.layout import MENDABLE, NEW_BLANK, Layout, layout_of, require, require_items
from zongzhi_xl.reading.old_format import as_package, is_old
from zongzhi_xl.reading.package import Package, open_package, repacked
from zongzhi_xl.reading.parts import unpacked
from zongzhi_xl.reading.return_cells import ReturnCells, headings
from zongzhi_xl.reading.shared_texts import UnsureError, texts_of
from zongzhi_xl.reading.sheet_xml import STRETCH, Extent, Scan, formula_text, scan, stretches
from zongzhi_xl.reading.small_zip import Entry
from zongzhi_xl.reading.styles import PLAIN_STYLES, Styles, styles_of
from zongzhi_xl.reading.unusable import (
    reason_by_content,
    reason_by_name,
    reason_by_suffix,
    reason_of_fault,
)
from zongzhi_xl.record import Record, replace

#: a department's sheet has no names to tell its size: a city's 2,000 units × 12 months, and room
_DEPARTMENT_EXTENT = Extent(40_000, 200)
#: of pages that are not ours so many are looked at, so far
_OTHER_EXTENT, _MOST_OTHERS = Extent(140, 40), 20
_HEADING_ROWS = 20
_MOMENTS = frozenset((date, datetime, time, timedelta))
#: before it a day is a count that is shown as one
_FIRST_YEAR = 2000
#: what a cell holds; a longer text was made by no office program
_LONGEST_TEXT = 32_767
#: how much of a wrong text a message repeats
_SHOWN = 40
#: a file is read so many bytes at a time: asked for the limit at once, Python would set that aside
_BLOCK = 1 << 18
#: bytes of a page's XML, ours have a third of it
_MOST_REMEMBERED = 1 << 18


class SizeLimits(Record):
    """Largest file taken in, zipped, and all its parts unpacked, in bytes."""

    file: int = 20 << 20
    part: int = 200 << 20


class _Sheet(Record):
    """The values of one sheet, and what the zip pass saw there."""

    name: str
    rows: Sequence[Sequence[object]]
    scan: Scan
    look: Appearance = PLAIN
    shapes: tuple[Area, ...] = ()
    #: rows and columns of the sheet above and to the left of ``rows``
    above: int = 0
    left: int = 0

    def value(self, row: int, column: int) -> object:
        """What calamine gives at row and column (from 1); ``""`` where nothing is."""
        row, column = row - self.above - 1, column - self.left - 1
        values = self.rows[row] if 0 <= row < len(self.rows) else ()
        return values[column] if 0 <= column < len(values) else ""

    def cell(self, row: int, column: int, address: str) -> RawCell:
        """The cell at row and column, with its formula's text where nothing was computed."""
        uncached = self.scan.formulas.get(address)
        value = formula_text(uncached) if uncached else self.value(row, column)
        if type(value) is not float:  # as most figures come
            value = tidy(value)
        if type(value) in _MOMENTS or address in self.look.odd:
            value, code = self._as_stored(value, address)
            return RawCell(self.name, address, value, uncached is not None, code)
        return RawCell(self.name, address, value, uncached is not None)

    def _as_stored(self, value: object, address: str) -> tuple[object, str]:
        """A day or time that is none of this century is the number which the cell holds."""
        code = self.look.odd.get(address, "")
        if isinstance(value, date) and value.year < _FIRST_YEAR:
            code = code or PLAIN_DAY
        elif not isinstance(value, time | timedelta):
            return value, code
        number = stored_at(self.scan.xml, address)
        return (value if number is None else number), code

    def is_blank(self, row: int, column: int, address: str) -> bool:
        """Neither value nor formula."""
        return self.value(row, column) == "" and address not in self.scan.formulas

    @property
    def strays(self) -> Sequence[str]:
        """Addresses with content beyond the extent."""
        return self.scan.strays

    @property
    def page(self) -> Page:
        """As a person sees it."""
        look = self.look
        return Page(
            self.name, self.rows, self.scan.formulas, look.hidden_rows, look.hidden_columns,
            look.merged, look.hidden, look.unclear, look.narrow, self.shapes, look.no_zeros,
        )  # fmt: skip

    def merges(self, span: str) -> bool:
        """Whether it is one merged cell."""
        return self.scan.merges(span)


def tidy(value: object) -> object:
    """Blank is None; a moment to the second, as a cell shows it (the file holds a binary share).

    A text ends where Excel's do: what is longer was made by no office program.
    """
    if value == "":
        return None
    if type(value) is str and len(value) > _LONGEST_TEXT:
        return value[:_LONGEST_TEXT]
    if type(value) is datetime and value.microsecond:
        return (value + timedelta(microseconds=500_000)).replace(microsecond=0)
    return value


class HandedIn(Record):
    """A file as it was at one moment: all that is looked for in it is looked for in ``data``.

    ``name`` is that of the file itself, ``file`` how findings name it.
    """

    name: str
    file: str
    data: bytes
    sha256: str

    @property
    def old(self) -> bool:
        """Whether it is an old workbook (``.xls``, ``.et``) that can be read all the same."""
        return is_old(self.data)


def handed_in(path: Path, file: str, limits: SizeLimits | None = None) -> HandedIn:
    """What lies at ``path``; raises UnusableFileError where it cannot be read or is too large."""
    data = bytes_of(path, (limits or SizeLimits()).file)
    return HandedIn(path.name, file, data, hashlib.sha256(data).hexdigest())


def read(path: Path, file: str, limits: SizeLimits | None = None) -> Raw:
    """As :func:`facts_of`, of the file at ``path``."""
    return facts_of(handed_in(path, file, limits), limits)


def facts_of(one: HandedIn, limits: SizeLimits | None = None) -> Raw:
    """The return or the department workbook that was handed in, nothing interpreted.

    Raises:
        UnusableFileError: with the reason in Chinese, for whatever is not one of our workbooks.
    """
    try:
        return _understood(one, (limits or SizeLimits()).part)
    except UnusableFileError as fault:
        raise UnusableFileError(fault.reason, one.sha256) from fault


def bytes_of(path: Path, limit: int) -> bytes:
    """The file as it is at this moment, ``limit`` bytes at most; raises UnusableFileError."""
    if refusal := reason_by_name(path.name):
        raise UnusableFileError(refusal)
    try:
        if path.exists() and not path.is_file():
            raise UnusableFileError("是文件夹或设备，不是文件")
        with path.open("rb") as stream:
            blocks = iter(partial(stream.read, _BLOCK), b"")
            data = b"".join(islice(blocks, limit // _BLOCK + 1))
    except OSError as fault:
        raise UnusableFileError(reason_of_fault(fault)) from fault
    if len(data) > limit:
        raise UnusableFileError(
            f"超过 {limit >> 20} MB，报表不会这样大：请重新领取空白表填报，不要插入图片或附件"
        )
    return data


def package_of(one: HandedIn, part_limit: int) -> Package:
    """The package that was handed in; raises UnusableFileError where it is none."""
    if refusal := reason_by_content(one.data):
        raise UnusableFileError(refusal)
    package = open_package(one.data, part_limit)
    if refusal := reason_by_suffix(one.name):
        raise UnusableFileError(refusal)
    return package


def _old_or_new(one: HandedIn, part_limit: int) -> Package:
    """The package that was handed in, or that an old workbook becomes; raises UnusableFileError."""
    return (
        open_package(as_package(one.data), part_limit) if one.old else package_of(one, part_limit)
    )


def _understood(one: HandedIn, part_limit: int) -> Raw:
    package = _old_or_new(one, part_limit)
    require(package, (contract.REPORT_KIND, contract.RULES_VERSION, contract.REPORTING_YEAR))
    layout = layout_of(package.names)
    departments = {contract.YEARLY, contract.MONTHLY} <= package.sheets.keys()
    raw = (_departments if departments else _return)(package, layout, one)
    return replace(raw, old=True) if one.old else raw


def _load(package: Package, extents: Mapping[str, Extent]) -> dict[str, _Sheet]:
    """The sheets of ``extents``; what lies beyond them is never handed to calamine."""
    where = package.shared.get("styles")
    styles = styles_of(package.parts.entry(where)) if where else PLAIN_STYLES
    wanted = {sheet: extent for sheet, extent in extents.items() if sheet in package.sheets}
    try:
        return _known(package, wanted, styles)
    except UnsureError:
        return _parsed(package, wanted, styles)


def _known(package: Package, extents: Mapping[str, Extent], styles: Styles) -> dict[str, _Sheet]:
    """Sheets that are written as those of a template; raises UnsureError where one is not."""
    if package.from_1904 or not styles.numbers:
        raise UnsureError
    texts = texts_of(package)
    sheets = {}
    for sheet, extent in extents.items():
        part = package.sheet_part(sheet)
        found = known_page(part, extent, styles, texts, hidden=sheet in package.hidden)
        look = found.look if sheet != contract.BASES else PLAIN
        shapes = shapes_over(package, sheet, part)
        sheets[sheet] = _Sheet(sheet, found.rows, found.scan, look, shapes)
    return sheets


def _parsed(package: Package, extents: Mapping[str, Extent], styles: Styles) -> dict[str, _Sheet]:
    """Sheets however they are written, by calamine."""
    scans = {
        sheet: _scanned_packed(package.parts.entry(package.sheets[sheet]), extent)
        for sheet, extent in extents.items()
    }
    data = repacked(package, {sheet: one.xml for sheet, one in scans.items()})
    try:
        workbook = load_workbook(BytesIO(data))
        return {
            sheet: _Sheet(
                sheet,
                workbook.get_sheet_by_name(sheet).to_python(skip_empty_area=False),
                one,
                _look(one.xml, styles, sheet in package.hidden)
                if sheet != contract.BASES
                else PLAIN,
                shapes_over(package, sheet, one.xml),
            )
            for sheet, one in scans.items()
        }
    except CalamineError as fault:
        raise UnusableFileError(_SPOILT) from fault


def rows_of(one: HandedIn, sheet: str, extent: Extent) -> Sequence[Sequence[object]]:
    """The values of one sheet of a return, within ``extent``; none where it has no such sheet.

    Raises UnusableFileError.
    """
    found = _load(_old_or_new(one, SizeLimits().part), {sheet: extent}).get(sheet)
    return found.rows if found else ()


class Values(NamedTuple):
    """The values of a sheet, the addresses of some beyond the extent, and of its formulas."""

    rows: Sequence[Sequence[object]]
    beyond: Sequence[str]
    formulas: frozenset[str] = frozenset()


def values_of(one: HandedIn, extents: Mapping[str, Extent]) -> dict[str, Values]:
    """Those of every sheet of ``extents`` that the workbook has; raises UnusableFileError."""
    loaded = _load(package_of(one, SizeLimits().part), extents)
    return {
        sheet: Values(found.rows, found.strays, frozenset(found.scan.formulas))
        for sheet, found in loaded.items()
    }


_SPOILT = "内容已损坏，读不出来：请用 Excel 或 WPS 打开，另存后重报"


def _scanned_packed(entry: Entry, extent: Extent) -> Scan:
    """The scan of a part as it is packed.

    Of the returns of a template many a page is packed alike (a register without events, a cover):
    it is unpacked and looked through once. A page filled to its end is not kept in memory.
    """
    known = _remembered if entry.size < _MOST_REMEMBERED else _remembered.__wrapped__
    return known(entry, extent)


@lru_cache(maxsize=64)
def _remembered(entry: Entry, extent: Extent) -> Scan:
    return _scanned(unpacked(entry), extent)


def _scanned(part: bytes, extent: Extent) -> Scan:
    """A sheet's scan; addresses that are none (a row of a thousand digits) are damage."""
    try:
        return scan(part, extent)
    except ValueError as fault:
        raise UnusableFileError(_SPOILT) from fault


def _look(xml: bytes, styles: Styles, hidden: bool) -> Appearance:
    try:
        return appearance(xml, styles, hidden=hidden)
    except ValueError as fault:
        raise UnusableFileError(_SPOILT) from fault


# ------------------------------------------------------------------ returns


def _return(package: Package, layout: Layout, one: HandedIn) -> RawReturn:
    require_items(package)
    others = [sheet for sheet in package.sheets if sheet not in {*OF_RETURN, *layout.extents}]
    extents = {**layout.extents, **dict.fromkeys(others[:_MOST_OTHERS], _OTHER_EXTENT)}
    found = ReturnCells(_load(package, extents), layout)
    _require_of_kind(package, _kind(found.named))
    return replace(found.raw(one.file, one.sha256), aside=tuple(written_aside(package)))


def _require_of_kind(package: Package, kind: RawCell) -> None:
    if kind.value not in (FormKind.MONTHLY, FormKind.ANNUAL):
        raise _wrong_kind(kind, "月报或年报")
    monthly = kind.value == FormKind.MONTHLY
    for name in (*contract.IDENTITY, contract.EVENT_RANGE):
        if monthly or name not in (*contract.OF_MONTH_ONLY, contract.EVENT_RANGE):
            require(package, [name])


def _kind(found: Mapping[str, RawCell]) -> RawCell:
    if contract.REPORT_KIND not in found:
        raise UnusableFileError(
            f"名称“{contract.REPORT_KIND}”指向多个单元格，应只指一个。{MENDABLE}"
        )
    return found[contract.REPORT_KIND]


def _wrong_kind(kind: RawCell, expected: str) -> UnusableFileError:
    text = text_of(kind.value)
    found = "空" if isinstance(text, Gap) else masked(str(text))[:_SHOWN]
    advice = NEW_BLANK if expected == FormKind.DEPARTMENTS else MENDABLE
    return UnusableFileError(
        f"{contract.REPORT_KIND}（{kind.sheet}!{kind.cell}）是“{found}”，应为{expected}。{advice}"
    )


# ------------------------------------------------------------------ department workbook


def _departments(package: Package, layout: Layout, one: HandedIn) -> RawDepartments:
    if layout.ranges:  # whether they are merged stands behind the rows
        sheets = _load(package, layout.extents)
    else:
        named = [_Table(package, sheet) for sheet in layout.extents if sheet in package.sheets]
        sheets = {table.sheet: next(table.stretches()) for table in named}
    found = ReturnCells(sheets, layout).named
    kind = _kind(found)
    if kind.value != FormKind.DEPARTMENTS:
        raise _wrong_kind(kind, FormKind.DEPARTMENTS)
    yearly, monthly = _Table(package, contract.YEARLY), _Table(package, contract.MONTHLY)
    there = contract.DISTRICT_EVENTS in package.sheets  # earlier forms had none
    designated = _Table(package, contract.DISTRICT_EVENTS) if there else ()
    return RawDepartments(one.file, one.sha256, found, yearly, monthly, designated)


class _Table(Record):
    """The rows of a department's sheet, read a stretch at a time whenever they are gone through."""

    package: Package
    sheet: str

    def __iter__(self) -> Iterator[dict[str, RawCell]]:
        """Rows with content under the row that has the heading 单位; blank cells are left out."""
        columns: dict[str, int] | None = None
        first, unseen = 1, frozenset[int]()
        for stretch in self.stretches():
            if columns is None:
                first, columns = _table_head(stretch)
                unseen = self._unseen(stretch, columns)
            there = {
                column: f"{UNSEEN}{name}" if column in unseen and name not in ROW_WORDS else name
                for name, column in columns.items()
            }
            end = stretch.left + max(map(len, stretch.rows), default=0)
            places = [
                (there.get(column, f"{NO_HEADING}{letters(column)}"), column - stretch.left - 1,
                 letters(column))
                for column in sorted({*there, *range(stretch.left + 1, end + 1)})
            ]  # fmt: skip
            last = stretch.above + len(stretch.rows)
            for row in range(max(first, stretch.above + 1), last + 1):
                filled = dict(_filled(stretch, row, places))
                if filled:
                    yield filled

    def _unseen(self, sheet: _Sheet, columns: Mapping[str, int]) -> frozenset[int]:
        """The columns that nobody sees; raises UnusableFileError where that is whose figures."""
        look = _look(sheet.scan.xml, PLAIN_STYLES, self.sheet in self.package.hidden)
        hidden = frozenset(columns.values()) if look.hidden else look.hidden_columns
        for name in (contract.UNIT_COLUMN, contract.MONTH_COLUMN):
            if columns.get(name) in hidden:
                what = "这一页" if look.hidden else f"“{name}”一列"
                raise UnusableFileError(
                    f"工作表“{self.sheet}”的{what}被隐藏，看不出是哪里的数：请取消隐藏，核对后重报"
                )
        return hidden

    def stretches(self) -> Iterator[_Sheet]:
        """The sheet in parts of some hundred rows; raises UnusableFileError."""
        for xml in stretches(self.package.parts.blocks(self.package.sheets[self.sheet], STRETCH)):
            scanned = _scanned(xml, _DEPARTMENT_EXTENT)
            if scanned.strays:
                where = f"{self.sheet}!{scanned.strays[0]}"
                raise UnusableFileError(f"表格范围以外（{where}）有内容，读不全：请移到表内或删去")
            small = repacked(self.package, {self.sheet: scanned.xml})
            yield _stretch(self.sheet, small, scanned)


def _stretch(name: str, data: bytes, scanned: Scan) -> _Sheet:
    try:
        sheet = load_workbook(BytesIO(data)).get_sheet_by_name(name)
        above, left = sheet.start or (0, 0)
        return _Sheet(name, sheet.to_python(), scanned, above=above, left=left)
    except CalamineError as fault:
        raise UnusableFileError(_SPOILT) from fault


def _table_head(sheet: _Sheet) -> tuple[int, dict[str, int]]:
    """The row under the headings, and the column of each."""
    for row, values in enumerate(sheet.rows[:_HEADING_ROWS], sheet.above + 1):
        if contract.UNIT_COLUMN in values:
            first = sheet.left + 1
            return row + 1, headings(sheet, row, first, sheet.left + len(values))
    raise UnusableFileError(f"工作表“{sheet.name}”没有“{contract.UNIT_COLUMN}”这一列。{NEW_BLANK}")


def _filled(
    sheet: _Sheet, row: int, places: Iterable[tuple[str, int, str]]
) -> Iterator[tuple[str, RawCell]]:
    """The cells of ``row`` that are not blank; this runs for half a million cells of a city."""
    values, formulas = sheet.rows[row - sheet.above - 1], sheet.scan.formulas
    for name, place, letter in places:
        value = values[place] if 0 <= place < len(values) else ""
        if formulas and f"{letter}{row}" in formulas:
            cell = sheet.cell(row, sheet.left + place + 1, f"{letter}{row}")
            if cell.value is not None:
                yield name, cell
        elif value != "":
            yield name, RawCell(sheet.name, f"{letter}{row}", tidy(value))
