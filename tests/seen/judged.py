"""What was scored of a return, beside what a person reads on its pages."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction
from pathlib import Path

from tests.seen.page import EVENT_HEADINGS, Seen
from zongzhi_xl import contract
from zongzhi_xl.core.checking.examined import Examined
from zongzhi_xl.core.edition.statement import Edition
from zongzhi_xl.core.language.values import Gap, State, Value
from zongzhi_xl.core.returned.findings import Finding
from zongzhi_xl.core.returned.submission import Event
from zongzhi_xl.desk.taking import by_edition
from zongzhi_xl.desk.understanding import understood
from zongzhi_xl.errors import UnusableFileError
from zongzhi_xl.reading.reader import handed_in


@dataclass(frozen=True)
class Judged:
    """A return as it is scored; ``refused`` with the reason where it is not."""

    examined: Examined | None
    refused: str = ""

    def value(self, name: str) -> Value:
        """What counts for an item."""
        assert self.examined
        return self.examined.submission.value(name)

    @property
    def findings(self) -> tuple[Finding, ...]:
        """Everything that was found."""
        return self.examined.findings if self.examined else ()


def judged(path: Path, edition: Edition) -> Judged:
    """``path`` as the district takes it."""
    try:
        found = understood(handed_in(path, path.name), by_edition(edition))
    except UnusableFileError as fault:
        return Judged(None, fault.reason)
    assert isinstance(found, Examined)
    return Judged(found)


def silent(seen: Seen, found: Judged, labels: Mapping[str, str]) -> Iterator[str]:
    """Each thing that counts otherwise than it is read on paper, and no finding says so."""
    if found.examined is None:
        return
    whose = found.examined.submission
    if seen.units != {whose.unit}:
        yield f"填报单位: scored for {whose.unit}, printed {seen.units}"
    period = f"{whose.year}-{whose.month}" if whose.month else str(whose.year)
    if seen.periods != {period}:
        yield f"period: scored for {period}, printed {seen.periods}"
    for name in dict.fromkeys(labels.values()):
        value, printed = found.value(name), seen.figures.get(name, {""})
        if not _same(value, printed) and not _told(name, value, printed, found):
            yield f"{name}: scored {value!r}, printed {sorted(printed)}"
    yield from _silent_events(seen, found)


def _same(value: Value, printed: set[str]) -> bool:
    """One figure is printed, and it is the one that is scored."""
    if len(printed) != 1:
        return False
    text = next(iter(printed))
    if isinstance(value, Gap):
        return text in _NOTHING.get(value.state, ())
    if isinstance(value, int | Fraction) and not isinstance(value, bool):
        return _number(text) == value
    return text == (value.isoformat() if isinstance(value, date) else str(value))


#: what stands there where nothing counts; the form's own formulas say 未填
_NOTHING = {State.BLANK: ("", str(State.BLANK)), State.NOT_APPLICABLE: (str(State.NOT_APPLICABLE),)}


def _number(text: str) -> Fraction | None:
    """A number as people read it: ``1,200``, ``20.00``, ``2000%``."""
    plain = text.replace(",", "")
    try:
        return Fraction(plain[:-1]) / 100 if plain.endswith("%") else Fraction(plain)
    except (ValueError, ZeroDivisionError):
        return None


def _told(name: str, value: Value, printed: set[str], found: Judged) -> bool:
    """A finding names the item; one that only relates two figures does not say what is printed."""
    told = [one for one in found.findings if _names(one, name, found)]
    if isinstance(value, Gap):  # it costs or is pending, and the clerk is told
        return bool(told)
    texts = [text for text in printed if text]
    return any(
        all(text in f"{one.message} {one.value}" for text in texts) or _doubts(one) for one in told
    )


def _names(one: Finding, name: str, found: Judged) -> bool:
    assert found.examined
    entry = found.examined.submission.entries.get(name)
    cell = (one.sheet, one.cell)
    return (
        one.item == name
        or name in one.message
        or (entry is not None and cell == (entry.place.sheet, entry.place.cell))
    )


#: words of a finding that doubts what was read
_DOUBT = ("看不见", "隐藏", "盖住", "遮", "印的", "显示", "名称")


def _doubts(one: Finding) -> bool:
    return any(word in one.message for word in _DOUBT)


_SHOWN = [name for name in EVENT_HEADINGS if name != "简要情况"]


def _silent_events(seen: Seen, found: Judged) -> Iterator[str]:
    assert found.examined
    scored = sorted(map(_printed, found.examined.submission.events))
    printed = sorted(tuple(row.get(name, "") for name in _SHOWN) for row in seen.events)
    if scored != printed and not any(_of_register(one) for one in found.findings):
        yield f"events: scored {scored}, printed {printed}"


def _of_register(one: Finding) -> bool:
    # its sheet may have been renamed: 重大事项2
    return contract.EVENTS in f"{one.sheet} {one.item} {one.message}"


def _printed(event: Event) -> tuple[str, ...]:
    return tuple(_text(event.get(name)) for name in _SHOWN)


def _text(value: Value) -> str:
    if isinstance(value, Gap):
        return "" if value.state == State.BLANK else value.found.replace(" ", "")
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d%H:%M}"
    return str(value).replace(" ", "")
