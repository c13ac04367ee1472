"""Rows of the departments' sheets: for whom a row is, and what is said of one that cannot be used.

The same words for every sheet, so that an officer learns them once.
"""

from collections.abc import Iterator, Mapping
from string import ascii_uppercase
from typing import NamedTuple

from zongzhi_xl.contract import MONTH_COLUMN, UNIT_COLUMN
from zongzhi_xl.core.edition.items import Kind, Severity
from zongzhi_xl.core.edition.register import Unit
from zongzhi_xl.core.edition.statement import Edition
from zongzhi_xl.core.language.values import BLANK, Gap
from zongzhi_xl.core.returned.findings import Finding
from zongzhi_xl.core.returned.former_name import FORMER_NAME, REMEDY, words_of
from zongzhi_xl.core.returned.personal_data import masked
from zongzhi_xl.core.returned.proposals import as_seen
from zongzhi_xl.core.returned.submission import Place, RawCell, reading_of, text_of

#: a row's cells by the headings of their columns
Row = Mapping[str, RawCell]
#: columns that hold nothing of their own
REMARK = "备注"
ROW_WORDS = frozenset({UNIT_COLUMN, MONTH_COLUMN, "序号", "组别", REMARK})
#: how the reader calls a column without a heading, its letters following
NO_HEADING = "〔没有表头〕"
#: and one that nobody sees, its heading following
UNSEEN = "〔看不见〕"
NO_OWNER, UNREADABLE, FORMULA, NOBODYS, HIDDEN = "S3", "S5", "S2", "S10", "S7"
#: that two different values are given for one figure; that a later day gave another one
TWICE, REVISED = "S4", "S11"


class Said(NamedTuple):
    """What a finding says: what stands in the cell, what is wrong, what to do."""

    value: str
    message: str
    remedy: str
    severity: Severity = Severity.BLOCKING


class UnusableRowError(ValueError):
    """A row that does not say for whom it is; ``cell`` is where it should."""

    def __init__(self, cell: RawCell, message: str, remedy: str) -> None:
        self.cell, self.said = cell, Said("", message, remedy)
        super().__init__(message)


def found_at(
    cell: RawCell | Place, code: str, said: Said, item: str = "", clause: int | None = None
) -> Finding:
    """A finding at ``cell``, numbers of persons masked."""
    return Finding(
        code=code,
        severity=said.severity,
        sheet=cell.sheet,
        cell=cell.cell,
        item=item,
        value=masked(said.value),
        message=masked(said.message),
        remedy=masked(said.remedy),
        clause=clause,
    )


def unit_of(row: Row, edition: Edition, held: str = "数字") -> Unit:
    """The unit whose row it is; ``held`` is what else it has. Raises UnusableRowError."""
    unit = text_of(row[UNIT_COLUMN].value) if UNIT_COLUMN in row else BLANK
    cell = _cell(row, UNIT_COLUMN)
    if isinstance(unit, Gap):
        raise UnusableRowError(cell, f"{where(row)}有{held}，没有填单位", "补填单位")
    known = edition.unit(str(unit))
    if known is None:
        message = f"{where(row)}的单位“{unit}”不在名册上"
        raise UnusableRowError(cell, message, "按名册上的名称改写单位")
    return known


def called_formerly(row: Row, unit: Unit, told: set[str]) -> Iterator[Finding]:
    """That ``row`` calls the unit by an earlier name, once a name: months have rows of their own.

    What was said is kept in ``told``.
    """
    cell = row[UNIT_COLUMN]
    written = str(text_of(cell.value))
    if written != unit.name and written not in told:
        told.add(written)
        words = f"{UNIT_COLUMN}{words_of(written, unit)}"
        yield found_at(cell, FORMER_NAME, Said(written, words, REMEDY, Severity.NOTICE))


def month_of(row: Row) -> int:
    """The month of a row; raises UnusableRowError."""
    month = reading_of(row[MONTH_COLUMN].value if MONTH_COLUMN in row else None, Kind.COUNT)
    if not isinstance(month, int) or not 1 <= month <= 12:
        message = f"{where(row)}的月份应为 1 至 12"
        raise UnusableRowError(_cell(row, MONTH_COLUMN), message, "改填 1 至 12 的整数")
    return month


def unused_column(name: str, cell: RawCell) -> Finding:
    """What stands in a column that is no item's, though a person sees it, or that nobody sees."""
    if name.startswith(UNSEEN):
        heading = name.removeprefix(UNSEEN)
        message = f"“{cell.sheet}”的“{heading}”一列被隐藏，{cell.cell} 等格里有数：整列没有采用"
        return found_at(
            cell, HIDDEN, Said(as_seen(str(cell.value)), message, "取消隐藏，核对这一列后保存重报")
        )
    what = f"写在“{REMARK}”栏" if name == REMARK else "所在的列没有表头"
    message = f"“{cell.sheet}”{cell.cell} 有内容，{what}，不知道是哪一项：整列没有采用"
    remedy = "按空白表改回这一列的表头；不是报送的数的，删去"
    return found_at(cell, NOBODYS, Said(as_seen(str(cell.value)), message, remedy))


def _cell(row: Row, name: str) -> RawCell:
    return row.get(name) or next(iter(row.values()))


def where(row: Row) -> str:
    """``“月度”第7行``."""
    first = next(iter(row.values()))
    return f"“{first.sheet}”第{row_number(first)}行"


def row_number(cell: RawCell) -> str:
    """``7`` of ``C7``."""
    return cell.cell.lstrip(ascii_uppercase)
