"""Which cells of a return are read: told by its defined names, without knowing the edition.

Input sheets are those on which identity cells lie (the form page), the register's, 底数, and the
cover, for the one cell in which somebody types there.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from zongzhi_xl import contract
from zongzhi_xl.core.edition.items import FormKind
from zongzhi_xl.core.returned.terms import PREFIXES, Home, term_of
from zongzhi_xl.errors import UnusableFileError
from zongzhi_xl.reading.package import Names, Package, Target
from zongzhi_xl.reading.sheet_xml import Extent
from zongzhi_xl.record import Record

#: names beside an item's own that show it to be ours
_BESIDE = (contract.NOTE, contract.STATE)
_FAMILY = (
    *_BESIDE, contract.SO_FAR, contract.BROUGHT_FORWARD, contract.LAST_MONTH,
    contract.SAME_MONTH_LAST_YEAR, contract.MONTHS_SUM, contract.MONTHS_COUNT, contract.LAST_YEAR,
)  # fmt: skip
_PRINTED = (FormKind.MONTHLY.value, FormKind.ANNUAL.value)
_MARGIN_ROWS, _MARGIN_COLUMNS = 40, 12
#: up to here a sheet may be loaded whatever lies there
_LEAST = Extent(100, 26)

NEW_BLANK = "请重新领取空白表，把数字填进去（不要复制、移动或删除工作表）后重报"
#: what the district reads of a file: its values need not be typed anew
MENDABLE = f"{NEW_BLANK}；区里也可先用 repair 命令修复"


class Cell(NamedTuple):
    """A named cell; ``optional`` where a blank one needs no place in a finding."""

    name: str
    row: int
    column: int
    address: str
    optional: bool


def cell_of(name: str, target: Target) -> Cell:
    """The top left cell of ``target`` under ``name``."""
    noted = term_of(name).prefix == contract.NOTE or name == contract.FAULTY
    optional = noted or target.sheet == contract.BASES
    return Cell(name, target.row, target.column, target.address, optional)


class Layout(Record):
    """Where the input cells of a template lie, sheet by sheet.

    ``ranges`` are names of several cells: read (at the top left) only where they are merged.
    """

    cells: Mapping[str, tuple[Cell, ...]]
    ranges: Mapping[str, tuple[tuple[str, Target], ...]]
    register: Target | None
    extents: Mapping[str, Extent]

    @property
    def named(self) -> frozenset[str]:
        """The sheets on which one of the names lies."""
        register = [self.register.sheet] if self.register else []
        return frozenset([*self.cells, *self.ranges, *register])


@lru_cache(maxsize=16)
def layout_of(names: Names) -> Layout:
    """The layout that ``names`` describe; the same object for returns of one template."""
    inputs = _input_sheets(names.targets)
    read = [
        (name, target)
        for name, target in names.targets.items()
        if target.sheet in inputs and _is_typed(name, target, names.targets)
    ]
    cells, ranges = defaultdict(list), defaultdict(list)
    for name, target in read:
        if target.single:
            cells[target.sheet].append(cell_of(name, target))
        elif name != contract.EVENT_RANGE:
            ranges[target.sheet].append((name, target))
    return Layout(
        {sheet: tuple(some) for sheet, some in cells.items()},
        {sheet: tuple(some) for sheet, some in ranges.items()},
        names.targets.get(contract.EVENT_RANGE),
        {sheet: _extent([one for _, one in read if one.sheet == sheet]) for sheet in inputs},
    )


def _is_typed(name: str, target: Target, targets: Mapping[str, Target]) -> bool:
    """Whether somebody types there; in 底数 only what the district presets for an item."""
    term = term_of(name)
    of_an_item = target.sheet != contract.BASES or (term.prefix != "" and term.item in targets)
    return of_an_item and not is_computed(name) and name != contract.VERDICT


def is_computed(name: str) -> bool:
    """Whether the workbook or the spreadsheet program (``_xlnm.…``) fills that cell."""
    prefix = term_of(name).prefix
    return prefix == "_" or (prefix in PREFIXES and PREFIXES[prefix].home == Home.COMPUTED)


def _input_sheets(targets: Mapping[str, Target]) -> tuple[str, ...]:
    """In fixed order, so that two runs read the same way."""
    telling = (*contract.IDENTITY, contract.EVENT_RANGE, contract.FAULTY)
    sheets = [targets[name].sheet for name in telling if name in targets]
    sheets += [*_PRINTED, contract.EVENTS]  # wherever names may point, there a person looks
    sheets += [one.sheet for one in targets.values() if one.sheet == contract.BASES]
    return tuple(dict.fromkeys(filter(None, sheets)))


def _extent(targets: Sequence[Target]) -> Extent:
    rows = max((target.last_row for target in targets), default=0) + _MARGIN_ROWS
    columns = max((target.last_column for target in targets), default=0) + _MARGIN_COLUMNS
    return Extent(max(rows, _LEAST.row), max(columns, _LEAST.column))


def require(package: Package, names: Iterable[str]) -> None:
    """Each name is there and points to a sheet that is there; raises UnusableFileError."""
    for name in names:
        if name not in package.names.targets:
            raise UnusableFileError(f"不是本系统的报表：找不到名称“{name}”。{MENDABLE}")
        if package.names.targets[name].sheet not in package.sheets:
            raise UnusableFileError(f"名称“{name}”所指的单元格或工作表已被删除。{MENDABLE}")


def require_items(package: Package) -> None:
    """No item lost its name or its cell; what other workbooks left behind does not matter."""
    require(package, _lost(package.names, tuple(package.sheets)))


@lru_cache(maxsize=16)
def _lost(names: Names, sheets: tuple[str, ...]) -> tuple[str, ...]:
    """An item shows by the names beside its own, such as 说明_X and 状态_X."""
    targets = names.targets
    beneath = {term.item for term in map(term_of, targets) if term.prefix in _BESIDE}
    without_name = sorted(beneath - targets.keys())
    without_cell = [
        name
        for name, target in targets.items()
        if target.sheet not in sheets and not is_computed(name) and _is_ours(name, targets)
    ]
    return (*without_name, *without_cell)


def _is_ours(name: str, targets: Mapping[str, Target]) -> bool:
    beside = (f"{prefix}{name}" for prefix in _FAMILY)
    term = term_of(name)
    return any(other in targets for other in beside) or (
        term.prefix in _FAMILY and term.item in targets
    )
