"""The hint beside each row of 重大事项登记: the first cell of the row that cannot be read."""

from collections.abc import Iterator

from zongzhi_xl.contract import EVENT_COLUMNS, EVENTS, FIRST_EVENT_ROW
from zongzhi_xl.core.checking.kinds.events import CHOICES
from zongzhi_xl.core.edition.items import Kind
from zongzhi_xl.core.language.values import Gap, State
from zongzhi_xl.core.returned.submission import EVENT_KINDS, Event, EventColumn
from zongzhi_xl.sheets.returns.live import state_text

HINT_COLUMN = len(EVENT_COLUMNS)


def event_hints(rows: int) -> str:
    """The column of hints as other sheets refer to it."""
    letter = _letter(HINT_COLUMN)
    return f"'{EVENTS}'!${letter}${FIRST_EVENT_ROW + 1}:${letter}${FIRST_EVENT_ROW + rows}"


def _letter(column: int) -> str:
    return "ABCDEFGHIJKL"[column]


def _unreadable(column: str) -> str:
    return f"无法识别：{column}"


def event_hint_formula(row: int) -> str:
    """The hint of a row (from 0) as formula text."""
    text = '""'
    for column, trouble in reversed(tuple(_troubles(row + 1))):
        text = f'IF({trouble}=1,"{_unreadable(column)}",{text})'
    return text


def _troubles(row: int) -> Iterator[tuple[str, str]]:
    """Each column that can be unreadable, with formula text that is 1 where it is."""
    for index, column in enumerate(EVENT_COLUMNS):
        cell = f"${_letter(index)}{row}"
        if column in CHOICES:
            words = ",".join(f'TRIM({cell})="{word}"' for word in ("", *CHOICES[column]))
            yield column, f"IF(ISERROR({cell}),1,IF(OR({words}),0,1))"
        elif EVENT_KINDS.get(column) == EventColumn.MOMENT:
            yield column, _moment(cell)
        elif EVENT_KINDS.get(column) == EventColumn.COUNT:
            yield column, state_text(cell, Kind.COUNT)


def _moment(cell: str) -> str:
    within = f"IF({cell}<36526,1,IF({cell}<73051,0,1))"
    return f'IF(ISERROR({cell}),1,IF({cell}="",0,IF(ISNUMBER({cell}),{within},1)))'


def event_hint(event: Event) -> str:
    """The hint of a row, as the engine reads it."""
    for column in EVENT_COLUMNS:
        value = event.get(column)
        unknown = not isinstance(value, Gap) and value not in CHOICES.get(column, (value,))
        if unknown or (isinstance(value, Gap) and value.state == State.UNREADABLE):
            return _unreadable(column)
    return ""
