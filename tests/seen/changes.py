"""What may be done to a return between our writer and our reader, by mistake or on purpose.

At the level of names, cells, merges, hidden things, sheets and formats: each way is a function
that changes an openpyxl workbook and says what it did. Damaged bytes are tests/hostile's business.
"""

from collections.abc import Callable
from copy import copy
from dataclasses import dataclass
from datetime import date, datetime
from random import Random

from openpyxl.cell.cell import Cell
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter
from openpyxl.workbook import Workbook
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.cell_range import CellRange
from openpyxl.worksheet.worksheet import Worksheet

from zongzhi_xl import contract


@dataclass
class Target:
    """The workbook that is changed, chance, and where each item stands before any change."""

    book: Workbook
    chance: Random
    form: str
    items: tuple[str, ...]

    def __post_init__(self) -> None:
        self.page: Worksheet = self.book[self.form]
        self.register: Worksheet = self.book[contract.EVENTS]
        self._places = {name: self._place(name) for name in self.items}

    def _place(self, name: str) -> str:
        address = self.book.defined_names[name].attr_text.rpartition("!")[2]
        return str(address.replace("$", ""))

    def item(self) -> str:
        """Some item that still has its name."""
        return self.chance.choice([name for name in self.items if name in self.book.defined_names])

    def two_items(self) -> tuple[str, str]:
        """Two of them."""
        one, other = self.item(), self.item()
        return (one, other) if one != other else self.two_items()

    def cell(self, name: str) -> Cell:
        """Where an item stood at first, or the cell that covers it since."""
        address = self._places[name]
        if not isinstance(self.page[address], Cell):
            areas = (one for one in self.page.merged_cells.ranges if address in one)
            if area := next(areas, None):
                address = area.coord.partition(":")[0]
            else:  # of a merge that stayed where it was when rows or columns moved
                del self.page[address]
        found = self.page[address]
        assert isinstance(found, Cell)
        return found

    def some_sheet(self) -> Worksheet:
        """Some sheet that is open to the eye."""
        shown = [one for one in self.book.worksheets if one.sheet_state == "visible"]
        return self.chance.choice(shown)

    def number(self) -> int:
        """A number that stands nowhere in the form."""
        return self.chance.randint(7001, 7999)


Change = Callable[[Target], str]
CHANGES: dict[str, Change] = {}
#: ways that words on the pages cannot tell (outside the table, white on white): there must be a
#: finding whatever is printed
TO_BE_TOLD: set[str] = set()


def _way(change: Change) -> Change:
    CHANGES[change.__name__] = change
    return change


def _to_be_told(change: Change) -> Change:
    TO_BE_TOLD.add(change.__name__)
    return _way(change)


# ------------------------------------------------------------------ names


@_way
def name_to_another_item(target: Target) -> str:
    """A name points at another item's cell."""
    one, other = target.two_items()
    target.book.defined_names[one].attr_text = target.book.defined_names[other].attr_text
    return f"{one} → {other}"


@_way
def names_swapped(target: Target) -> str:
    """Two names have changed places."""
    one, other = target.two_items()
    names = target.book.defined_names
    names[one].attr_text, names[other].attr_text = names[other].attr_text, names[one].attr_text
    return f"{one} ↔ {other}"


@_way
def name_to_a_cell_aside(target: Target) -> str:
    """A name points at a cell beside, above or below, which holds a number."""
    name = target.item()
    cell = target.cell(name)
    row, column = target.chance.choice([(0, 1), (0, 8), (0, 20), (50, 0), (1, 0)])
    aside = target.page.cell(cell.row + row, cell.column + column)
    if isinstance(aside, Cell):
        aside.value = target.number()
    address = f"${get_column_letter(aside.column)}${aside.row}"
    target.book.defined_names[name].attr_text = f"'{target.form}'!{address}"
    return f"{name} → {address}"


@_way
def name_to_a_hidden_column(target: Target) -> str:
    """A name points into a column that is hidden."""
    name = target.item()
    row, number = target.cell(name).row, target.number()
    target.page.cell(row, 20, number)
    target.page.column_dimensions["T"].hidden = True
    target.book.defined_names[name].attr_text = f"'{target.form}'!$T${row}"
    return f"{name} → T{row}"


@_way
def name_to_another_sheet(target: Target) -> str:
    """A name points at a new sheet, hidden or not."""
    name, sheet = target.item(), target.book.create_sheet("Sheet1")
    sheet["A1"] = target.number()
    sheet.sheet_state = target.chance.choice(["visible", "hidden", "veryHidden"])
    target.book.defined_names[name].attr_text = "Sheet1!$A$1"
    return f"{name} → Sheet1!A1"


@_way
def name_lost(target: Target) -> str:
    """A name is gone."""
    name = target.item()
    del target.book.defined_names[name]
    return name


@_way
def name_of_a_sheet(target: Target) -> str:
    """The same name once more, for one sheet only, at another cell."""
    name = target.item()
    target.page["T3"] = target.number()
    local = DefinedName(name, attr_text=f"'{target.form}'!$T$3")
    target.page.defined_names[name] = local
    return name


@_way
def identity_elsewhere(target: Target) -> str:
    """填报单位, 年份 or 月份 is read where nobody prints it."""
    name = target.chance.choice(["填报单位", "年份", "月份"])
    other = {"填报单位": "兴海街道", "年份": 2026, "月份": 7}[name]
    target.page["V2"] = other
    target.book.defined_names[name].attr_text = f"'{target.form}'!$V$2"
    return f"{name} → V2 = {other}"


# ------------------------------------------------------------------ cells


#: what is typed by mistake, or comes along with a paste
_TYPED: tuple[object, ...] = (
    0, 3, 42, 7000, -1, 2.5, 0.1 + 0.2, 42.000000000000007, 1e11, True, False, None, "=NA()",
    "12起", "１２", " 7", "7 ", " ", "\u200b", "'5", "1,200", "不适用", "无", "是", "否", "三",
    "7\n8", "7\t", "2026-03-05", date(2026, 3, 5), datetime(2026, 3, 5, 7, 30), "=1+1", '="5"',
)  # fmt: skip


@_way
def typed(target: Target) -> str:
    """Something is typed into a cell."""
    name, value = target.item(), target.chance.choice(_TYPED)
    target.cell(name).value = value
    return f"{name} = {value!r}"


@_way
def label_overwritten(target: Target) -> str:
    """The printed label of a row is another item's, or nothing."""
    one, other = target.two_items()
    labels = [target.page.cell(target.cell(name).row, 1) for name in (one, other)]
    words = labels[1].value if target.chance.random() < 0.7 else None
    labels[0].value = words
    return f"{one}: {words}"


@_way
def labels_swapped(target: Target) -> str:
    """The labels of two rows are swapped, with or without their codes."""
    one, other = (target.cell(name).row for name in target.two_items())
    for column in (1, 3) if target.chance.random() < 0.5 else (1,):
        first, second = target.page.cell(one, column), target.page.cell(other, column)
        first.value, second.value = second.value, first.value
    return f"{one} ↔ {other}"


@_way
def figures_swapped(target: Target) -> str:
    """The figures of two rows are swapped, as by a sort: nothing to be seen, and nothing wrong."""
    one, other = (target.cell(name) for name in target.two_items())
    one.value, other.value = other.value, one.value
    return f"{one.coordinate} ↔ {other.coordinate}"


@_way
def headings_swapped(target: Target) -> str:
    """Words and numbers over the column of figures and another are swapped."""
    other = target.chance.choice("EFG")
    for row in range(1, target.cell(target.items[0]).row):
        one, two = target.page[f"D{row}"], target.page[f"{other}{row}"]
        if isinstance(one, Cell) and isinstance(two, Cell) and one.value and two.value:
            one.value, two.value = two.value, one.value
    return f"D ↔ {other}"


@_to_be_told
def typed_beside(target: Target) -> str:
    """A number stands beside or under the table."""
    sheet = target.chance.choice([target.page, target.register])
    row = target.chance.choice([3, 7, 20, 27, 46, 60, 90])
    cell = sheet.cell(row, target.chance.choice([13, 15, 18, 24, 30]))
    if not isinstance(cell, Cell) or cell.value is not None:
        cell = sheet["Z80"]
    cell.value = target.number()
    return f"{sheet.title}!{cell.coordinate}"


@_to_be_told
def typed_on_another_page(target: Target) -> str:
    """A number stands on the cover, in the guidance or any other page."""
    sheet = target.some_sheet()
    cell = sheet.cell(target.chance.randint(70, 120), target.chance.randint(1, 12))
    if not isinstance(cell, Cell) or cell.value is not None:
        cell = sheet["Z150"]
    cell.value = target.number()
    return f"{sheet.title}!{cell.coordinate}"


@_to_be_told
def one_event_too_many(target: Target) -> str:
    """An event stands under the last row of the register, or in columns beside it."""
    sheet = target.register
    last = contract.FIRST_EVENT_ROW + contract.EVENT_ROWS + 1
    row, column = target.chance.choice([(last, 1), (last + 1, 1), (last + 4, 1), (9, 13)])
    for n, value in enumerate(("2026-03-099", "事故", "火灾", datetime(2026, 3, 9, 2, 30))):
        sheet.cell(row, column + n).value = value
    return f"row {row}, column {column}"


# ------------------------------------------------------------------ merges


@_way
def merged_over(target: Target) -> str:
    """Cells are merged and the covered ones keep what they held."""
    name = target.item()
    cell = target.cell(name)
    rows, columns = target.chance.choice([(1, 0), (2, 0), (0, 1), (0, 2)])
    up = target.chance.random() < 0.5 and rows
    first = cell.row - rows if up else cell.row
    target.page.merged_cells.add(
        CellRange(
            min_row=first, max_row=first + rows, min_col=cell.column, max_col=cell.column + columns
        )
    )
    return f"{name} {rows}×{columns}"


# ------------------------------------------------------------------ what is hidden


#: of a height of 0 openpyxl writes nothing, and the default holds; a column is not made so, for
#: LibreOffice prints its signs over the neighbours, cut off where the words of a PDF are not
_FLAT = 0.1


@_way
def row_hidden(target: Target) -> str:
    """The row of an item is hidden, or has no height."""
    name = target.item()
    row = target.page.row_dimensions[target.cell(name).row]
    if target.chance.random() < 0.6:
        row.hidden = True
    else:
        row.height = _FLAT
    return name


@_way
def column_hidden(target: Target) -> str:
    """A column of the form is hidden, with those that are written in one with it."""
    letter = target.chance.choice("ABCDEF")
    target.page.column_dimensions[letter].hidden = True
    return letter


@_way
def event_hidden(target: Target) -> str:
    """The row of an event, or a column of the register, is hidden."""
    if target.chance.random() < 0.6:
        target.register.row_dimensions[contract.FIRST_EVENT_ROW + 1].hidden = True
        return "row"
    letter = target.chance.choice("ABDG")
    target.register.column_dimensions[letter].hidden = True
    return letter


@_way
def sheet_hidden(target: Target) -> str:
    """A page is hidden."""
    sheet = target.chance.choice([target.page, target.register])
    sheet.sheet_state = target.chance.choice(["hidden", "veryHidden"])
    return str(sheet.title)


@_way
def copy_shown(target: Target) -> str:
    """A copy of the page with another figure is shown; the page itself is hidden or not."""
    name = target.item()
    copied = target.book.copy_worksheet(target.page)
    copied.title = target.chance.choice([f"{target.form} (2)", "报表", f"{target.form} "])
    copied[target.cell(name).coordinate] = target.number()
    if target.chance.random() < 0.7:
        target.page.sheet_state = target.chance.choice(["hidden", "veryHidden"])
    return f"{name} on {copied.title!r}"


# ------------------------------------------------------------------ formats


@_way
def number_format(target: Target) -> str:
    """A number format shows something else, or nothing."""
    name = target.item()
    shown = target.chance.choice(
        ['"9"', "0,", ";;;", 'yyyy"-03-15"', '0"0"', "0.00", "0%", "General", "yyyy-mm-dd", "@",
         '"约"0', "[=20]7;0", "#,##0", "[h]", "0E+00", '-0', "?/?"]
    )  # fmt: skip
    target.cell(name).number_format = shown
    return f"{name}: {shown}"


@_to_be_told
def invisible_font(target: Target) -> str:
    """The figure has the colour of the paper, or a size that nobody can read."""
    cell = target.cell(target.item())
    font = copy(cell.font)
    colour = "FFFFFFFF" if target.chance.random() < 0.5 else None
    cell.font = Font(
        name=font.name, sz=font.sz if colour else 1, color=colour or font.color, family=font.family
    )
    return f"{cell.coordinate}: {'white' if colour else 'tiny'}"


# ------------------------------------------------------------------ rows, columns, sheets moved


@_way
def row_inserted(target: Target) -> str:
    """A row comes in and no name moves along."""
    row = target.cell(target.item()).row
    target.page.insert_rows(row)
    return str(row)


@_way
def row_deleted(target: Target) -> str:
    """A row goes out and no name moves along."""
    row = target.cell(target.item()).row
    target.page.delete_rows(row)
    return str(row)


@_way
def column_inserted(target: Target) -> str:
    """A column comes in and no name moves along."""
    column = target.chance.randint(1, 6)
    target.page.insert_cols(column)
    return str(column)


@_way
def figures_shifted(target: Target) -> str:
    """Some figures of the column are a row lower, as by a paste in the wrong place."""
    first = target.cell(target.item())
    letter, row = first.column_letter, first.row
    target.page.move_range(f"{letter}{row}:{letter}{row + 3}", rows=1)
    return f"{letter}{row}:{letter}{row + 3}"


@_way
def sheet_renamed(target: Target) -> str:
    """A page has another name; the defined names keep the old one or follow."""
    sheet = target.chance.choice([target.page, target.register])
    old, sheet.title = sheet.title, f"{sheet.title}2"
    if target.chance.random() < 0.5:
        for name in target.book.defined_names.values():
            name.attr_text = name.attr_text.replace(f"{old}!", f"{sheet.title}!").replace(
                f"'{old}'!", f"'{sheet.title}'!"
            )
    return str(old)


@_way
def sheets_reordered(target: Target) -> str:
    """The tabs stand in another order: nothing is wrong."""
    target.book.move_sheet(target.page, offset=target.chance.choice([-1, 2]))
    return target.form


# ------------------------------------------------------------------ the register of events


@_way
def event_heading(target: Target) -> str:
    """Two headings of the register are swapped, or one is written over."""
    cells = [cell for cell in target.register[contract.FIRST_EVENT_ROW] if cell.value]
    one, other = target.chance.sample(cells[:9], 2)
    if target.chance.random() < 0.6:
        one.value, other.value = other.value, one.value
    else:
        one.value = "备注"
    return f"{one.coordinate}, {other.coordinate}"


@_way
def event_typed(target: Target) -> str:
    """A cell of an event holds something else."""
    row = contract.FIRST_EVENT_ROW + target.chance.choice([1, 2, 3])
    cell = target.register.cell(row, target.chance.randint(1, 8))
    cell.value = target.chance.choice(
        ["案件", 3, 0, "  ", datetime(2026, 3, 7, 1, 2), "2026-03-07 01:02", None, "=1+1", 30]
    )
    return f"{cell.coordinate} = {cell.value!r}"


@_way
def register_name_shorter(target: Target) -> str:
    """The range of the register ends before the events do."""
    name = target.book.defined_names[contract.EVENT_RANGE]
    first, _, last = name.attr_text.rpartition(":")
    letter = last.split("$")[1]
    name.attr_text = f"{first}:${letter}${contract.FIRST_EVENT_ROW + 1}"
    return f"{letter}{contract.FIRST_EVENT_ROW + 1}"


def changed(target: Target, most: int) -> list[tuple[str, str]]:
    """One change or, less often, up to ``most``, each with what it did."""
    count = 1 if target.chance.random() < 0.7 else target.chance.randint(2, most)
    ways = target.chance.sample(sorted(CHANGES), count)
    return [(way, CHANGES[way](target)) for way in ways]
