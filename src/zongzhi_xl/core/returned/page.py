"""A page of a workbook as a person sees it: what stands where, and what cannot be seen."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from enum import StrEnum
from functools import cached_property, lru_cache
from typing import NamedTuple

from zongzhi_xl.core.edition.items import FormKind
from zongzhi_xl.core.language.addresses import letters, number
from zongzhi_xl.record import Record, field


class At(NamedTuple):
    """A cell; rows and columns count from 1."""

    row: int
    column: int

    @property
    def address(self) -> str:
        """``C4``."""
        return f"{letters(self.column)}{self.row}"


class Area(NamedTuple):
    """A rectangle of cells, both corners in it."""

    first: At
    last: At

    @property
    def span(self) -> str:
        """As merged cells are written, ``C4:E4``."""
        return f"{self.first.address}:{self.last.address}"

    def holds(self, at: At) -> bool:
        """Whether ``at`` lies in it."""
        return (
            self.first.row <= at.row <= self.last.row
            and self.first.column <= at.column <= self.last.column
        )

    def spoils(self, at: At) -> bool:
        """Whether, merged, it hides ``at``, or stretches it over the rows of others."""
        return self.first != at or self.first.row < self.last.row


class Unclear(StrEnum):
    """Why what a cell holds cannot be read there, though the cell can be seen."""

    PALE = "字的颜色与底色相同"
    TINY = "字小得看不清"
    STRUCK = "划了删除线"
    REPEATED = "设成了重复填满，一个数看起来是好几个"
    VEILED = "条件格式让它看不清"


#: further right or down no form of ours has a cell
_REACH = At(500, 60)


@lru_cache(maxsize=4096)
def at_of(address: str) -> At:
    """The cell with that address, written without dollar signs."""
    column = address.rstrip("0123456789")
    return At(int(address[len(column) :]), number(column))


_FORMS = frozenset(kind.value for kind in FormKind)


class Page(Record):
    """One sheet. ``rows`` begin with row 1 and column 1; a blank cell is None or ``""``.

    ``formulas`` are the addresses that hold one (None: not told); ``hidden_rows`` and
    ``hidden_columns`` have no height or width; ``hidden``: the page itself has no tab;
    ``unclear``: addresses of what cannot be read; ``narrow``: the columns, with their width in
    pixels, that may be too narrow for a day or a long number; ``shapes``: the cells that lie
    under a picture or the like; ``no_zeros``: nothing is shown where 0 stands.
    """

    sheet: str
    rows: Sequence[Sequence[object]] = ()
    formulas: Collection[str] | None = None
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    merged: tuple[Area, ...] = ()
    hidden: bool = False
    unclear: Mapping[str, Unclear] = field(default_factory=dict)
    narrow: Mapping[int, float] = field(default_factory=dict)
    shapes: tuple[Area, ...] = ()
    no_zeros: bool = False

    def value(self, at: At) -> object:
        """What stands there, None where nothing does."""
        row = self.rows[at.row - 1] if at.row <= len(self.rows) else ()
        value = row[at.column - 1] if at.column <= len(row) else None
        return None if value == "" else value

    def unseen(self, at: At) -> str:
        """Why a person cannot see what stands there, in words; ``""`` where one can."""
        if self.hidden:
            return f"“{self.sheet}”页被隐藏"
        if at.row in self.hidden_rows:
            return f"第{at.row}行被隐藏"
        if at.column in self.hidden_columns:
            return f"{letters(at.column)}列被隐藏"
        if self.unclear and (why := self.unclear.get(at.address)):
            return why
        if at.column in self.narrow and self._is_cut(at):
            shown = "" if isinstance(self.value(at), str) else "，显示为“###”"
            return f"{letters(at.column)}列太窄{shown}"
        if at not in self.covered:
            return ""
        cover = next(one for one in self.merged if one.holds(at) and one.spoils(at))
        if cover.first == at:
            return f"与别的行合并成 {cover.span}，看不出是哪一行的"
        return f"被合并的单元格 {cover.span} 盖住"

    def joined(self, at: At) -> str:
        """With what a cell of the table is merged, in words: its row or column cannot be told."""
        if at not in self.in_areas:
            return ""
        area = next(one for one in self.merged if one.holds(at))
        return f"与别的格合并成 {area.span}，看不出是哪一格的"

    def _is_cut(self, at: At) -> bool:
        """Whether the column is too narrow for what stands there; merged cells are wider.

        A cell for a day shows no hour that was typed with it, or shrinks it to its width.
        """
        value = self.value(at)
        if isinstance(value, datetime) and self.sheet in _FORMS:
            value = value.date()
        return at not in self.in_areas and _least_width(value) > self.narrow[at.column]

    @cached_property
    def covered(self) -> frozenset[tuple[int, int]]:
        """The cells that merging takes away, as far as a form reaches."""
        return _covered(self.merged)

    @cached_property
    def in_areas(self) -> frozenset[tuple[int, int]]:
        """The cells of all merged areas, as far as a form reaches."""
        return cells_in(self.merged)


@lru_cache(maxsize=64)
def _covered(merged: tuple[Area, ...]) -> frozenset[tuple[int, int]]:
    return cells_in(merged) - {first for first, last in merged if first.row == last.row}


@lru_cache(maxsize=64)
def cells_in(merged: tuple[Area, ...]) -> frozenset[tuple[int, int]]:
    """All cells of these, as far as a form reaches; row and column."""
    return frozenset(
        (row, column)
        for first, last in merged
        for row in range(first.row, min(last.row, _REACH.row) + 1)
        for column in range(first.column, min(last.column, _REACH.column) + 1)
    )


#: pixels of a digit in the smallest print of our pages, and what stays free beside it
_DIGIT, _BESIDE = 6.6, 6


#: no district counts that far: eleven digits are a telephone or a card, typed as a number
TOO_MANY = 10**10


def _least_width(value: object) -> float:
    """Pixels that a number or day takes; of a text, which is cut off or runs on, one Chinese sign.

    A number that no count reaches is refused as it stands, on every screen.
    """
    match value:
        case bool():
            signs = 0
        case datetime() if value.hour or value.minute or value.second:
            signs = len("2026-03-05 14:30")
        case date():
            signs = len("2026-03-05")
        case int() | float() if float(value).is_integer() and abs(value) < TOO_MANY:
            signs = len(str(int(value)))
        case str() if value.strip():
            signs = 2
        case _:
            signs = 0
    return signs * _DIGIT + _BESIDE if signs else 0


def squeezed(value: object) -> str:
    """A text without blanks and line breaks; ``""`` of what is no text."""
    return "".join(value.split()) if isinstance(value, str) else ""
