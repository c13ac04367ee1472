"""The facts as one long table (CSV) for whoever wants to calculate further with them."""

import os
from collections.abc import Iterator
from importlib.util import find_spec
from itertools import chain, islice
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


#: rows of a city come by the hundred thousand: no more than these are held
_AT_ONCE = 10_000


def tables(
    appraisal: Appraisal, edition: Edition, at_once: int = _AT_ONCE
) -> Iterator["DataFrame"]:
    """One row a figure of a unit and month, with the cell where it stands: ``at_once`` at a time.

    The first is there though it be empty. Needs pandas, see :func:`check_library`.
    """
    os.environ.setdefault(_THREADS, "1")  # else it takes memory for each processor
    from pandas import DataFrame  # noqa: PLC0415  # takes its time, and the kit goes without

    groups = {unit.name: unit.group for unit in edition.units}
    gate = gate_for(unit.unit for unit in appraisal.units)
    rows = (
        tuple(map(gate.cell, _row(one, appraisal.year, groups, edition)))
        for one in appraisal.contributions
    )
    parts = iter(lambda: list(islice(rows, at_once)), [])
    for part in chain([next(parts, [])], parts):
        yield DataFrame(part, columns=list(COLUMNS))


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
    with path.open("w", encoding="utf-8-sig", newline="") as stream:
        for number, part in enumerate(tables(appraisal, edition)):
            part.to_csv(stream, index=False, header=not number, lineterminator="\n")


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
