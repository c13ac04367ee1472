"""The record in words (history): a line for each event, what happened and when it was entered."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date

from zongzhi_xl.contract import NATURE
from zongzhi_xl.core.appraising.received import Received
from zongzhi_xl.core.appraising.scorecard import Rejected
from zongzhi_xl.core.appraising.sources import month_words
from zongzhi_xl.core.chronicle.events import (
    Adopted,
    Arrived,
    Decided,
    Deed,
    Event,
    Paper,
    Published,
    Understood,
)
from zongzhi_xl.core.edition.items import FormKind
from zongzhi_xl.core.language.values import plain
from zongzhi_xl.core.returned.departments import DepartmentReturn


def history(events: Iterable[Event[Deed]], names: Collection[str] = ()) -> Iterator[str]:
    """Every event in its order; where a unit's ``names``, now and before, are given, only its.

    Files that were read anew one after another, and as before, have one line.
    """
    arrived: dict[int, Arrived] = {}
    told, decisions, again = dict[int, str](), 0, list[Event[Deed]]()
    for event in events:
        decisions += isinstance(event.deed, Decided)
        if isinstance(event.deed, Arrived):
            arrived[event.number] = event.deed
            continue
        if names and not _concerns(event.deed, names):
            continue
        if _as_before(event.deed, told):
            again.append(event)
            continue
        yield from _read_again(again)
        again.clear()
        yield f"第{event.number}号 {event.entered} {_words(event.deed, arrived, told, decisions)}"
    yield from _read_again(again)


def _as_before(deed: Deed, told: Mapping[int, str]) -> bool:
    """A file that was read anew and says the same."""
    return isinstance(deed, Understood) and told.get(deed.arrival) == _paper_words(deed.paper)


def _read_again(events: Sequence[Event[Deed]]) -> Iterator[str]:
    if not events:
        return
    first, last = events[0], events[-1]
    numbers = f"{first.number}号" if first is last else f"{first.number}至{last.number}号"
    words = f"按改后的方案或程序重新读了 {len(events)} 份，读出来的和以前一样"
    yield f"第{numbers} {last.entered} {words}"


def _concerns(deed: Deed, names: Collection[str]) -> bool:
    match deed:
        case Understood():
            return _unit_of(deed.paper) in names
        case Decided():
            return deed.unit in names
        case _:
            return False


def _unit_of(paper: Paper) -> str:
    match paper:
        case Received(submission=one):
            return one.unit
        case Rejected():
            return paper.paper.unit if paper.paper else ""
        case _:
            return ""


def _words(deed: Deed, arrived: Mapping[int, Arrived], told: dict[int, str], decisions: int) -> str:
    match deed:
        case Understood():
            again = deed.arrival in told
            told[deed.arrival] = words = _paper_words(deed.paper)
            return f"{_came(arrived[deed.arrival], again=again)}：{words}"
        case Decided():
            return f"第{decisions}号决定：{decision_words(deed)}"
        case Published():
            return f"发布 {deed.number}：{publication_words(deed)}，{deed.as_of} 以前收到的为准"
        case Adopted():
            return f"启用{deed.year}年考核方案（有改动的，从此按改后的算）"
        case _:
            return ""


def _came(one: Arrived, *, again: bool) -> str:
    if again:
        return f"按改后的方案或程序重新读 {one.name}"
    late = f"（补登：{one.backdated}）" if one.backdated else ""
    return f"{one.day} 收到 {one.name}{late}"


def _paper_words(paper: Paper) -> str:
    match paper:
        case Received(submission=one):
            nature = one.text(NATURE) or "首报"
            return f"{one.unit} {period_words(one.year, one.month, one.form)}（{nature}）"
        case DepartmentReturn():
            return f"{paper.year}年部门提供数"
        case Rejected():
            return f"不能用，{paper.reason}"


def period_words(year: int, month: int | None, form: FormKind | None) -> str:
    """``2026年3月月报``, ``2026年年报``."""
    return f"{year}年{month_words(month) if month else ''}{form or ''}"


def publication_words(one: Published) -> str:
    """``2026年算到12月，关账``."""
    closed = "，关账" if one.final else ""
    return f"{one.year}年算到{one.through}月{closed}"


def day_words(day: date | None) -> str:
    """``2026年2月6日``; empty where there is none."""
    return f"{day.year}年{day.month}月{day.day}日" if day else ""


def decision_words(one: Decided) -> str:
    """What was decided about what, by whom and why."""
    period = period_words(one.year, one.month, one.form)
    about = "，".join(part for part in (f"{one.unit}{period}", one.about) if part)
    value = f" → {one.counts}" if one.value else ""
    number = f"，{one.document}" if one.document else ""
    return f"{one.ruling} {about}{value}（{one.reason}；{one.by} {plain(one.day)}{number}）"
