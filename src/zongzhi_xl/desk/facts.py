"""The facts as one long table (CSV) for whoever wants to calculate further with them."""

import os
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from zongzhi_xl.core.appraising.scorecard import Appraisal, Contribution
from zongzhi_xl.core.appraising.sources import written
from zongzhi_xl.core.edition.statement import Edition
from zongzhi_xl.core.language.values import Gap, plain
from zongzhi_xl.core.returned.outgoing import gate_for
from zongzhi_xl.errors import MachineError

if TYPE_CHECKING:
    from pandas import DataFrame

COLUMNS = (
    "单位", "组别", "年份", "月份", "指标", "计量单位", "数值", "状态", "依据", "文件", "工作表",
    "单元格",
)  # fmt: skip


def table(appraisal: Appraisal, edition: Edition) -> "DataFrame":
    """One row a figure of a unit and month, with the cell where it stands.

    Needs pandas, see :func:`check_library`.
    """
    os.environ.setdefault(_THREADS, "1")  # else it takes memory for each processor
    from pandas import DataFrame  # noqa: PLC0415  # takes its time, and the kit goes without

    groups = {unit.name: unit.group for unit in edition.units}
    gate = gate_for(unit.unit for unit in appraisal.units)
    rows = [
        tuple(map(gate.cell, _row(one, appraisal.year, groups, edition)))
        for one in appraisal.contributions
    ]
    return DataFrame(rows, columns=list(COLUMNS))


_THREADS = "OPENBLAS_NUM_THREADS"


def check_library() -> None:
    """Refuse before the work where there is no pandas, as in the kit; raises MachineError."""
    if find_spec("pandas") is None:
        raise MachineError(
            "这里的报表程序没有带 pandas（随身包都不带），写不了 --facts：去掉 --facts，"
            "或在装有全套报表程序的电脑上做"
        )


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
