"""What the hint says of an entry that cannot be read, in the words of the engine."""

from collections.abc import Callable, Mapping

from zongzhi_xl.core.edition.items import Kind
from zongzhi_xl.core.language.formulas import (
    Case,
    Formula,
    Read,
    Source,
    any_of,
    call,
    first_of,
    is_error,
    without,
)
from zongzhi_xl.core.returned.explaining import BLANKS
from zongzhi_xl.core.returned.proposals import (
    EMPTY_IT,
    LOOKS_BLANK,
    NOT_DONE,
    NOT_HELD,
    TEXT_FORMAT,
    WANTED,
)


def misread(name: str, kind: Kind) -> Formula:
    """Why the entry ``name`` cannot be read, and what to do."""
    cell = Read(name, Source.TYPED, name)
    known: list[Case] = [
        (is_error(cell), "单元格里的公式出错，" + WANTED[kind]),
        (without(cell, (" ", *BLANKS)).equals(""), f"{LOOKS_BLANK}：{EMPTY_IT}"),
        *_OF[kind](cell),
    ]
    return first_of(known, WANTED[kind])


def _of_count(cell: Formula) -> list[Case]:
    number = call("ISNUMBER", cell)
    of_number = first_of(((cell < 0, "是负数，"), (cell >= 10**10, "位数太多，")), "不是整数，")
    return [
        (number, of_number & WANTED[Kind.COUNT]),
        (without(cell, "0123456789").equals(""), TEXT_FORMAT),
    ]


def _of_day(cell: Formula) -> list[Case]:
    undone = any_of(call("TRIM", cell).equals(word) for word in NOT_DONE)
    written = call("AND", call("LEFT", cell, 2).equals("20"), call("LEN", cell) >= 8)
    return [
        (call("ISNUMBER", cell), WANTED[Kind.DATE]), (undone, NOT_HELD), (written, TEXT_FORMAT),
    ]  # fmt: skip


def _of_answer(_: Formula) -> list[Case]:
    return []


_OF: Mapping[Kind, Callable[[Formula], list[Case]]] = {
    Kind.COUNT: _of_count,
    Kind.DATE: _of_day,
    Kind.YES_NO: _of_answer,
}
