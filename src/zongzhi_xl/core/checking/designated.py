"""The district's sheet 区认定 beside the registers of the offices: rows that do not fit an event.

What is found is the district's to put right: it is told at the cell of its own workbook.
"""

from collections.abc import Iterable, Iterator, Mapping

from zongzhi_xl.contract import (
    CALL_ACCEPTED,
    CALLED,
    CATEGORY,
    EVENT_NUMBER,
    MONTH_COLUMN,
    OCCURRED,
)
from zongzhi_xl.core.edition.event_words import EventWords
from zongzhi_xl.core.edition.items import Severity
from zongzhi_xl.core.language.values import Gap, Value, plain
from zongzhi_xl.core.returned.designations import Designation, cannot_be_judged, designation_of
from zongzhi_xl.core.returned.findings import Finding
from zongzhi_xl.core.returned.submission import Event, Submission
from zongzhi_xl.core.returned.table_rows import Said, found_at

_UNREGISTERED, _OTHERWISE, _NO_CALL = "S12", "S14", "S15"

#: a finding and the file in which it is
Told = tuple[str, Finding]
#: an event and the month of the register in which it stands
_Registered = tuple[int, Event]


def beside_registers(
    rows: Iterable[Designation], months: Mapping[int, Submission], columns: EventWords
) -> Iterator[Told]:
    """What does not fit between a unit's ``rows`` and its monthly returns, with the file of each.

    Nothing is said of a month without a return: that return lacks, and is told as lacking.
    """
    rows = tuple(rows)
    known = [(month, event) for month, one in sorted(months.items()) for event in one.events]
    for one in rows:
        events = [(month, event) for month, event in known if one.is_of(month, event)]
        if not events:
            yield from _of_no_event(one, known, columns) if one.month in months else ()
        elif said := [of for of in events if designation_of(of[1], of[0], rows) is one]:
            yield from _of_an_event(one, said, columns)
        else:
            words = (
                f"{one.words}写的是{one.month}月，这个编号登记在{events[0][0]}月，那个月另有一行"
            )
            yield _query(one, _OTHERWISE, f"{words}：这一行没有采用", "核对后删去一行")


def _of_no_event(
    one: Designation, known: Iterable[_Registered], columns: EventWords
) -> Iterator[Told]:
    number = one.get(EVENT_NUMBER)
    named = "" if isinstance(number, Gap) else f"，编号 {plain(number)} 可能已被更正掉或写错"
    why = f"在这个单位的登记里找不到{named}"
    if one.can_be_judged:
        alike = [plain(of.get(EVENT_NUMBER)) for _, of in known if _alike(one, of)]
        same = "、".join(map(columns.label, (CATEGORY, OCCURRED)))
        other = f"；{same}相同的登记了编号 {'、'.join(alike)}" if alike else ""
        words = f"{one.words}{why}：按漏报计{other}"
        remedy = "问单位这件事；是登记过的，改成登记的编号；不是漏报的，删去这一行"
        yield _query(one, _UNREGISTERED, words, remedy, EVENT_NUMBER)
    elif not isinstance(number, Gap):
        yield one.at(EVENT_NUMBER).file, cannot_be_judged(one, why, columns)


def _alike(one: Designation, event: Event) -> bool:
    numbered = not isinstance(event.get(EVENT_NUMBER), Gap)
    return numbered and all(one.get(name) == event.get(name) for name in (CATEGORY, OCCURRED))


def _of_an_event(one: Designation, said: list[_Registered], columns: EventWords) -> Iterator[Told]:
    month, event = next((of for of in said if of[0] == one.month), said[0])
    if month != one.month:
        words = f"{one.words}写的是{one.month}月，这个编号登记在{month}月：已按编号对上"
        yield _query(one, _OTHERWISE, words, f"核对编号；编号对的，{MONTH_COLUMN}改填 {month}")
    for name in one.denied_by(event):
        words = f"{one.words}的{columns.label(name)}写的是 {plain(one.get(name))}，登记的是"
        words += f" {_shown(event.get(name))}：编号相同，已对上，按登记的计"
        yield _query(one, _OTHERWISE, words, "核对是不是同一件事；是的，改成登记的", name)
    if one.accepts_call and isinstance(event.get(CALLED), Gap):
        call, (called, occurred) = _shown(event.get(CALLED)), map(columns.label, (CALLED, OCCURRED))
        words = f"{one.words}{CALL_ACCEPTED}填了“是”，登记的{called}{call}：仍从{occurred}起算"
        yield _query(one, _NO_CALL, words, f"请单位补报{called}；没有的改填“否”", CALL_ACCEPTED)


def _shown(value: Value) -> str:
    if isinstance(value, Gap):
        return f"“{value.found}”，认不出" if value.found else "没有填"
    return plain(value)


def _query(one: Designation, code: str, words: str, remedy: str, column: str = "") -> Told:
    value = one.get(column)
    shown = "" if isinstance(value, Gap) else plain(value)
    said = Said(shown, words, remedy, Severity.QUERY)
    place = one.at(column or EVENT_NUMBER)
    return place.file, found_at(place, code, said, column)
