"""The formulas of 重大事项登记: the hint beside each row, and how many rows are used."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from xlsxwriter.utility import xl_col_to_name

from zongzhi_xl.contract import EVENT_COLUMNS, EVENTS, FIRST_EVENT_ROW
from zongzhi_xl.core.edition.event_words import CHOICES
from zongzhi_xl.core.edition.items import Kind
from zongzhi_xl.core.language.formulas import (
    Block,
    Formula,
    Read,
    Source,
    call,
    first_of,
    is_error,
    total,
    when,
)
from zongzhi_xl.core.returned.submission import EVENT_KINDS, EventColumn
from zongzhi_xl.sheets.returns.live import Live, day_state, entry_state

HINT_COLUMN = len(EVENT_COLUMNS)


@dataclass(frozen=True)
class RegisterPlan:
    """The formulas of a register with ``rows`` rows; rows count from 0."""

    rows: int

    @cached_property
    def hints(self) -> tuple[Live, ...]:
        """For each row the first cell that cannot be read."""
        return tuple(Live(first_of(_troubles(row), "")) for row in range(self.rows))

    @property
    def hint_column(self) -> Block:
        """The hints as other sheets refer to them."""
        letter, first = xl_col_to_name(HINT_COLUMN), FIRST_EVENT_ROW + 1
        place = f"'{EVENTS}'!${letter}${first}:${letter}${first + self.rows - 1}"
        return Block(place, tuple(hint.at("") for hint in self.hints))

    @cached_property
    def used(self) -> Live:
        """How many rows hold anything."""
        return Live(total(call("COUNTA", _row(row)) > 0 for row in range(self.rows)))


def _row(row: int) -> Block:
    at, last = FIRST_EVENT_ROW + row + 1, xl_col_to_name(len(EVENT_COLUMNS) - 1)
    cells = tuple(Read("", Source.EVENT, column, row) for column in EVENT_COLUMNS)
    return Block(f"'{EVENTS}'!$A${at}:${last}${at}", cells)


def _cell(row: int, column: str) -> Read:
    """A cell of the register, as formulas of its own row refer to it."""
    letter = xl_col_to_name(EVENT_COLUMNS.index(column))
    return Read(f"${letter}{FIRST_EVENT_ROW + row + 1}", Source.EVENT, column, row)


def _troubles(row: int) -> Iterator[tuple[Formula, str]]:
    for column in EVENT_COLUMNS:
        if column in CHOICES or column in EVENT_KINDS:
            yield _state(_cell(row, column), column).equals(1), f"无法识别：{column}"


def _state(cell: Formula, column: str) -> Formula:
    """1 where a cell cannot be read."""
    if column in CHOICES:
        words = [call("TRIM", cell).equals(word) for word in ("", *CHOICES[column])]
        return when(is_error(cell), 1, when(call("OR", *words), 0, 1))
    if EVENT_KINDS[column] == EventColumn.COUNT:
        return entry_state(cell, Kind.COUNT)
    return first_of(((is_error(cell), 1), (cell.equals(""), 0)), day_state(cell))
