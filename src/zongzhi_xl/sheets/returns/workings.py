"""A table on the hidden sheet 计算: a formula for each column and row, made once."""

from abc import abstractmethod
from functools import cached_property
from typing import Generic, TypeVar

from xlsxwriter.utility import xl_rowcol_to_cell

from zongzhi_xl.contract import WORKINGS
from zongzhi_xl.core.language.formulas import Cell, Formula
from zongzhi_xl.record import Abstract, Record
from zongzhi_xl.sheets.returns.live import Live

#: by what a row is known: its number, or the name of a text
Key = TypeVar("Key", int, str)


class Workings(Record, Generic[Key], metaclass=Abstract, eq=False):
    """Where the cells of such a table stand, and what is in them."""

    @cached_property
    def _kept(self) -> dict[tuple[str, Key], Live]:
        return {}

    @abstractmethod
    def spot(self, name: str, key: Key) -> tuple[int, int]:
        """Row and column on 计算."""

    @abstractmethod
    def _made(self, name: str, key: Key) -> Formula: ...

    def live(self, name: str, key: Key) -> Live:
        """What stands in a column for a row."""
        if (name, key) not in self._kept:
            self._kept[name, key] = Live(self._made(name, key))
        return self._kept[name, key]

    def cell(self, name: str, key: Key) -> Cell:
        """A cell of the table, as formulas of other sheets refer to it."""
        return self.live(name, key).at(f"'{WORKINGS}'!{self._address(name, key)}")

    def _here(self, name: str, key: Key) -> Cell:
        return self.live(name, key).at(self._address(name, key))

    def _address(self, name: str, key: Key) -> str:
        return str(xl_rowcol_to_cell(*self.spot(name, key), True, True))
