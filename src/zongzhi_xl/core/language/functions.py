"""The functions of numbers, or of conditions, of a rule; a new one is a line in :data:`FUNCTIONS`.

A cell of a sheet has the function of the same name, or ``formula``; its cached value is ``answer``.
"""

from collections.abc import Callable
from enum import Enum, auto
from typing import Any

from zongzhi_xl.core.language.days import counted_on
from zongzhi_xl.core.language.formulas import Formula, Group, call, total, when
from zongzhi_xl.record import Record


class Whole(Enum):
    """Whether whole numbers come of it."""

    ALWAYS = auto()
    OF_WHOLES = auto()
    NOT = auto()


class Function(Record):
    """How it is printed, how many numbers it takes, and its exact answer."""

    printed: str
    arity: tuple[int, int]
    answer: Callable[..., Any]
    whole: Whole = Whole.NOT
    formula: Callable[..., Formula] | None = None


def _ceiling(number: Formula) -> Formula:
    return -call("INT", -Group(number))


def _how_many(*conditions: Formula) -> Formula:
    return total(when(one, 1, 0) for one in conditions)


#: what a function of conditions counts: how many of them hold
COUNT = "COUNT"
FUNCTIONS = {
    "INT": Function("取整", (1, 1), lambda number: number // 1, Whole.ALWAYS),
    "CEIL": Function("向上取整", (1, 1), lambda n: -(-n // 1), Whole.ALWAYS, _ceiling),
    "ABS": Function("绝对值", (1, 1), abs, Whole.OF_WHOLES),
    "MIN": Function("最小", (1, 9), min, Whole.OF_WHOLES),
    "MAX": Function("最大", (1, 9), max, Whole.OF_WHOLES),
    COUNT: Function("个数", (1, 9), lambda *held: sum(held), Whole.ALWAYS, _how_many),
    "DATE": Function("日期", (3, 3), lambda *day: counted_on(*day).toordinal(), Whole.OF_WHOLES),
}
