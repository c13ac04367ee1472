"""The facts as one long table (CSV) for whoever wants to calculate further with them."""

import re
from pathlib import Path

import pandas as pd

from zongzhi_xl.core.appraising.scorecard import Appraisal, Contribution
from zongzhi_xl.core.appraising.sources import written
from zongzhi_xl.core.edition.statement import Edition
from zongzhi_xl.core.language.values import Gap, plain

COLUMNS = (
    "单位",
    "组别",
    "年份",
    "月份",
    "指标",
    "计量单位",
    "数值",
    "状态",
    "依据",
    "文件",
    "工作表",
    "单元格",
)


def table(appraisal: Appraisal, edition: Edition) -> pd.DataFrame:
    """One row a figure of a unit and month, with the cell where it stands."""
    groups = {unit.name: unit.group for unit in edition.units}
    rows = [
        tuple(inert(cell) for cell in _row(one, appraisal.year, groups, edition))
        for one in appraisal.contributions
    ]
    return pd.DataFrame(rows, columns=list(COLUMNS))


_ACTIVE = ("=", "+", "-", "@", "\t", "\r")


def inert(cell: object) -> object:
    """``cell``, behind an apostrophe where a spreadsheet would take its text for a formula.

    A figure is left as it is, also one below zero.
    """
    if not isinstance(cell, str) or not cell.startswith(_ACTIVE):
        return cell
    return cell if _NUMBER.fullmatch(cell) else f"'{cell}"


_NUMBER = re.compile(r"-?\d+(\.\d+)?")


def write(path: Path, appraisal: Appraisal, edition: Edition) -> None:
    """The table as UTF-8 with a mark at the start, so that Excel opens it with the right signs."""
    table(appraisal, edition).to_csv(path, index=False, encoding="utf-8-sig", lineterminator="\n")


def _row(
    one: Contribution, year: int, groups: dict[str, str], edition: Edition
) -> tuple[object, ...]:
    item, gap = edition.items.get(one.item), isinstance(one.value, Gap)
    place = written(one.source)
    return (
        one.unit, groups.get(one.unit, ""), year, str(one.month or ""), one.item,
        item.unit if item else "", "" if gap else plain(one.value), str(one.value) if gap else "",
        one.basis.value, place.file, place.sheet, place.cell,
    )  # fmt: skip
