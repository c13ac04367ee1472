"""What happens to a good return on its way: one function a mishap, each changes the file in place.

All are made here with openpyxl or by rewriting parts of the zip; none came from Excel or WPS.
``names_follow``: Excel moves defined names along with cells, other programs may not.
"""

import re
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from openpyxl import Workbook, load_workbook
from openpyxl.utils import get_column_letter
from openpyxl.utils.datetime import CALENDAR_MAC_1904
from openpyxl.worksheet.worksheet import Worksheet

from tests.files.specimens import Change, altered

Mishap = Callable[[Path], None]
_REFERENCE = re.compile(r"('?)([^'!]+)\1!\$([A-Z]+)\$(\d+)(?::\$([A-Z]+)\$(\d+))?")


@contextmanager
def opened(path: Path) -> Iterator[Workbook]:
    """The workbook, saved at the end: by itself the mishap “saved by openpyxl”."""
    book = load_workbook(path)
    yield book
    book.save(path)


def saved_by_openpyxl(path: Path) -> None:
    """No cached values any more, extension parts gone."""
    with opened(path):
        pass


def _form(book: Workbook) -> Worksheet:
    return next(
        sheet for sheet in book.worksheets
        if any(cell.value == "指标名称" for row in sheet["A1:E12"] for cell in row)
    )  # fmt: skip


def _shift_names(book: Workbook, sheet: str, shift: Callable[[str, int], tuple[str, int]]) -> None:
    """Every name on ``sheet`` with each corner moved by ``shift`` (column letters, row)."""
    for name in book.defined_names.values():
        hit = _REFERENCE.fullmatch(name.attr_text)
        if hit and hit[2] == sheet:
            corners = [(hit[3], int(hit[4]))] + ([(hit[5], int(hit[6]))] if hit[5] else [])
            moved = ["${}${}".format(*shift(*corner)) for corner in corners]
            name.attr_text = f"'{sheet}'!{':'.join(moved)}"


def insert_rows(path: Path, before: int, count: int = 1, *, names_follow: bool = True) -> None:
    """Empty rows in the middle of the form page (formulas are not adjusted)."""
    with opened(path) as book:
        sheet = _form(book)
        sheet.insert_rows(before, count)
        for area in sheet.merged_cells.ranges:
            area.shift(row_shift=count * (area.min_row >= before))
        if names_follow:
            _shift_names(
                book, sheet.title, lambda column, row: (column, row + count * (row >= before))
            )


def insert_columns(path: Path, before: int, count: int = 1, *, names_follow: bool = True) -> None:
    """Empty columns in the middle of the form page."""
    with opened(path) as book:
        sheet = _form(book)
        letters = {get_column_letter(n): n for n in range(1, 40)}
        sheet.insert_cols(before, count)
        for area in sheet.merged_cells.ranges:
            area.shift(col_shift=count * (area.min_col >= before))

        def moved(column: str, row: int) -> tuple[str, int]:
            number = letters[column]
            return get_column_letter(number + count * (number >= before)), row

        if names_follow:
            _shift_names(book, sheet.title, moved)


def rename_sheet(path: Path, old: str, new: str, *, names_follow: bool = True) -> None:
    """Another name on the tab."""
    with opened(path) as book:
        book[old].title = new
        for name in book.defined_names.values():
            if names_follow:
                name.attr_text = name.attr_text.replace(f"'{old}'!", f"'{new}'!")


def cut_and_paste(path: Path, source: str, target: str) -> None:
    """Ctrl-X, Ctrl-V on the form page: names go along, those of the target become #REF!."""
    with opened(path) as book:
        sheet = _form(book)
        sheet[target].value, sheet[source].value = sheet[source].value, None
        places = {
            f"'{sheet.title}'!{_absolute(target)}": f"'{sheet.title}'!#REF!",
            f"'{sheet.title}'!{_absolute(source)}": f"'{sheet.title}'!{_absolute(target)}",
        }
        for name in book.defined_names.values():
            name.attr_text = places.get(name.attr_text, name.attr_text)


def _absolute(address: str) -> str:
    column = address.rstrip("0123456789")
    return f"${column}${address.removeprefix(column)}"


def swap_rows(path: Path, one: int, other: int, *, sheet: str | None = None) -> None:
    """Two rows exchanged by sorting: names stay where they were."""
    with opened(path) as book:
        page = book[sheet] if sheet else _form(book)
        for column in range(1, 10):
            first, second = page.cell(one, column), page.cell(other, column)
            first.value, second.value = second.value, first.value


def insert_rows_in(path: Path, sheet: str, before: int) -> None:
    """An empty row in another page, by a program that knows no names."""
    with opened(path) as book:
        book[sheet].insert_rows(before)


def point_elsewhere(path: Path, name: str, text: str) -> None:
    """The name is edited: another cell, or #REF!."""
    with opened(path) as book:
        book.defined_names[name].attr_text = text


def lose_names(path: Path, *names: str) -> None:
    """The names (default: all of them) are deleted."""
    with opened(path) as book:
        for name in names or list(book.defined_names):
            del book.defined_names[name]


def overwrite(path: Path, sheet: str, **cells: object) -> None:
    """Fixed contents over whatever stood there."""
    with opened(path) as book:
        for address, value in cells.items():
            book[sheet][address].value = value


def overwrite_formulas(path: Path) -> None:
    """Fixed contents over two formulas of the form page, wherever they stand by now."""
    with opened(path) as book:
        cells = (cell for row in _form(book).iter_rows() for cell in row)
        formulas = [cell for cell in cells if cell.data_type == "f"]
        formulas[3].value, formulas[9].value = 77, "无"


def write_at(path: Path, name: str, value: object) -> None:
    """A value where a defined name points."""
    with opened(path) as book:
        sheet, address = book.defined_names[name].attr_text.rsplit("!", 1)
        book[sheet.strip("'")][address.replace("$", "")].value = value


def unmerge(path: Path) -> None:
    """Every merged area of the form page split."""
    with opened(path) as book:
        sheet = _form(book)
        for area in list(sheet.merged_cells.ranges):
            sheet.unmerge_cells(str(area))


def drop_validations(path: Path) -> None:
    """Pasting over cells removes lists and prompts."""
    with opened(path) as book:
        for sheet in book.worksheets:
            sheet.data_validations.dataValidation = []


def drop_colours(path: Path) -> None:
    """Conditional formats of the form page gone."""
    with opened(path) as book:
        sheet = _form(book)
        sheet.conditional_formatting = type(sheet.conditional_formatting)()


def unprotect(path: Path) -> None:
    """Protection taken off everywhere."""
    with opened(path) as book:
        for sheet in book.worksheets:
            sheet.protection.disable()


def unhide(path: Path) -> None:
    """Every sheet visible."""
    with opened(path) as book:
        for sheet in book.worksheets:
            sheet.sheet_state = "visible"


def hide_guidance(path: Path) -> None:
    """A page that everybody should see is hidden."""
    with opened(path) as book:
        book["填报说明"].sheet_state = "hidden"


def remove_sheets(path: Path, *sheets: str) -> None:
    """Sheets deleted; names on them become #REF!."""
    with opened(path) as book:
        for sheet in sheets:
            del book[sheet]
        for name in book.defined_names.values():
            for sheet in sheets:
                name.attr_text = re.sub(rf"^'{sheet}'!.*", "#REF!", name.attr_text)


def copy_form(path: Path) -> None:
    """The form page copied inside the workbook, as a draft to play with."""
    with opened(path) as book:
        book.copy_worksheet(_form(book))


def reorder_sheets(path: Path) -> None:
    """Tabs in another order."""
    with opened(path) as book:
        book._sheets.reverse()


def dates_from_1904(path: Path) -> None:
    """The calendar of old Macs: the same days under other serial numbers."""
    with opened(path) as book:
        book.epoch = CALENDAR_MAC_1904


# ------------------------------------------------------------------ on the level of the zip


def link_outside(path: Path) -> None:
    """A part for a link to another workbook, as pasting formulas leaves behind."""
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("xl/externalLinks/externalLink1.xml", "<externalLink/>")


def _sheets(path: Path) -> list[str]:
    with zipfile.ZipFile(path) as archive:
        return [name for name in archive.namelist() if name.startswith("xl/worksheets/sheet")]


def wps_like(path: Path) -> None:
    """Wrong <dimension>, an empty <fill/>, texts inline instead of shared."""
    with zipfile.ZipFile(path) as archive:
        strings = archive.read("xl/sharedStrings.xml").decode()
    texts = re.findall("<si><t[^>]*?(?:/>|>(.*?)</t>)</si>", strings, re.DOTALL)

    def inline(xml: str) -> str:
        xml = re.sub('<dimension ref="[^"]*"', '<dimension ref="A1"', xml)
        return re.sub(
            r' t="s"(\s*)><v>([0-9]+)</v>',
            lambda hit: f' t="inlineStr"><is><t xml:space="preserve">{texts[int(hit[2])]}</t></is>',
            xml,
        )

    styles: dict[str, Change | None] = {
        "xl/styles.xml": lambda xml: xml.replace("</fills>", "<fill/></fills>")
    }
    altered(path, styles | dict.fromkeys(_sheets(path), inline))


def strict(path: Path) -> None:
    """Saved as “Strict Open XML”: the same parts under other namespaces."""
    spaces = {
        "http://schemas.openxmlformats.org/spreadsheetml/2006/main":
            "http://purl.oclc.org/ooxml/spreadsheetml/main",
        "http://schemas.openxmlformats.org/officeDocument/2006/relationships":
            "http://purl.oclc.org/ooxml/officeDocument/relationships",
        "http://schemas.openxmlformats.org/drawingml/2006/main":
            "http://purl.oclc.org/ooxml/drawingml/main",
    }  # fmt: skip

    def other(xml: str) -> str:
        for usual, its in spaces.items():
            xml = xml.replace(usual, its)
        return xml

    with zipfile.ZipFile(path) as archive:
        parts = [name for name in archive.namelist() if name.endswith((".xml", ".rels"))]
    altered(path, dict.fromkeys(parts, other))


#: mishaps that leave names and entries where they are
OF_THE_SKELETON: dict[str, Callable[[Path], None]] = {
    "拆合并": unmerge,
    "没有下拉框": drop_validations,
    "没有颜色": drop_colours,
    "撤销保护": unprotect,
    "显示隐藏页": unhide,
    "删隐藏页": lambda path: remove_sheets(path, "计算", "名册", "规则"),
    "复制过报表页": copy_form,
    "页序颠倒": reorder_sheets,
    "1904日期": dates_from_1904,
    "带外部链接": link_outside,
    "WPS写法": wps_like,
    "严格OOXML": strict,
    "改名册": partial(overwrite, sheet="名册", C2=1),
}
