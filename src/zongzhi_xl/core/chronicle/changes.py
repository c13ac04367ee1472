"""变动: what differs between two results of the same year, cell by cell, point by point."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from enum import StrEnum
from typing import TypeVar

from zongzhi_xl.core.appraising.scorecard import Appraisal, UnitAppraisal, VetoState
from zongzhi_xl.core.appraising.sources import month_words
from zongzhi_xl.core.appraising.wording import row_marks
from zongzhi_xl.core.language.values import plain
from zongzhi_xl.record import Record


class Matter(StrEnum):
    """What has changed, in the order in which it is told."""

    CELL = "填报数"
    GROUP = "组别"
    POINTS = "扣分"
    SCORE = "得分"
    GRADE = "等次"
    RANK = "名次"
    VETO = "一票否决"


class Change(Record):
    """One thing of one unit, before and after; empty where there was or is nothing."""

    unit: str
    matter: Matter
    what: str
    before: str
    after: str


def changes(
    before: Appraisal, after: Appraisal, called: Callable[[str], str] = str
) -> tuple[Change, ...]:
    """What differs, unit by unit in the order of the later register.

    ``called`` gives what a unit of the earlier result is called in the later one: with another
    name it is still the same.
    """
    old = {called(one.unit): one for one in before.units}
    then, cells_now = _cells(before), _cells(after)
    cells_then = {called(unit): months for unit, months in then.items()}
    return tuple(
        change
        for one in after.units
        for change in (
            *_of_cells(one.unit, cells_then.get(one.unit, {}), cells_now[one.unit]),
            *_of_result(old.get(one.unit), one),
        )
    )


Told = Mapping[str, str]
K = TypeVar("K")


def _cells(one: Appraisal) -> dict[str, dict[int | None, dict[str, str]]]:
    """By unit and month the figure of each item, as it is printed."""
    found: dict[str, dict[int | None, dict[str, str]]] = {unit.unit: {} for unit in one.units}
    for cell in one.contributions:
        what = f"{month_words(cell.month)}{cell.item}" if cell.month else cell.item
        month = found.setdefault(cell.unit, {}).setdefault(cell.month, {})
        month[what] = plain(cell.value)
    return found


def _of_cells(
    unit: str, then: Mapping[int | None, Told], now: Mapping[int | None, Told]
) -> Iterator[Change]:
    """Cell by cell; where a whole paper begins to count, or no longer does, as one change."""
    for month in dict.fromkeys((*now, *then)):
        found = [*_differ(unit, Matter.CELL, then.get(month, {}), now.get(month, {}))]
        came = [one for one in found if not one.before]
        gone = [one for one in found if not one.after]
        yield from (one for one in found if one.before and one.after)
        yield from _together(came, month, "", "算在内")
        yield from _together(gone, month, "算在内", "")


#: more cells than anybody corrects by hand
_A_PAPER = 10


def _together(
    found: Sequence[Change], month: int | None, before: str, after: str
) -> Iterator[Change]:
    if len(found) <= _A_PAPER:
        yield from found
    else:
        what = f"{month_words(month, '年度')}的 {len(found)} 个数"
        yield Change(found[0].unit, Matter.CELL, what, before, after)


def _differ(unit: str, matter: Matter, then: Told, now: Told) -> Iterator[Change]:
    for what in dict.fromkeys((*now, *then)):
        before, after = then.get(what, ""), now.get(what, "")
        if before != after:
            yield Change(unit, matter, what, before, after)


def _of_result(then: UnitAppraisal | None, now: UnitAppraisal) -> Iterator[Change]:
    was, told = (_told(then) if then else {}), _told(now)
    for matter, what in told.items():
        yield from _differ(now.unit, matter, was.get(matter, {}), what)


def _told(one: UnitAppraisal) -> dict[Matter, Told]:
    return {
        Matter.GROUP: {"": one.group},
        Matter.POINTS: {f"第{row.clause}条 {row.id}": row_marks(row) for row in one.rows},
        Matter.SCORE: {"": f"{one.score:f}"},
        Matter.GRADE: {"": one.grade},
        Matter.RANK: {"": str(one.rank or _NO_RANK)},
        Matter.VETO: {"": _VETO[one.veto]},
    }


_NO_RANK = "—"
_VETO = {VetoState.NONE: "", VetoState.PROPOSED: "建议", VetoState.IMPOSED: "已决定"}
