"""The district's decisions on which a result rests, as 说明 lists them (区里的决定)."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date

from zongzhi_xl.core.appraising.scorecard import Appraisal, Decided
from zongzhi_xl.core.appraising.sources import month_words
from zongzhi_xl.record import Record


class Decision(Record):
    """One of them: its number and day, what it says, and what in the result is by it."""

    number: int
    day: date
    said: tuple[str, ...]
    about: tuple[str, ...]


def decisions_in(appraisal: Appraisal) -> tuple[Decision, ...]:
    """Every decision that any sheet of the summary names as a source, by number."""
    if not appraisal.is_ruled:
        return ()
    said, about = defaultdict[tuple[int, date], list[str]](list), defaultdict[int, list[str]](list)
    for one, where in _named(appraisal):
        said[one.number, one.day].append(one.value)
        about[one.number].append(where)
    return tuple(
        Decision(number, day, _once(words), _once(about[number]))
        for (number, day), words in sorted(said.items())
    )


def _once(words: list[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(words))


def _named(appraisal: Appraisal) -> Iterator[tuple[Decided, str]]:
    """Each with the paper, the figure or the lost point for which it is named."""
    for paper in appraisal.deliveries:
        if isinstance(paper.receipt, Decided):
            yield paper.receipt, f"{paper.unit} {month_words(paper.month, paper.form.value)}"
    for one in appraisal.contributions:
        if isinstance(one.source, Decided):
            yield one.source, f"{one.unit} {month_words(one.month, '全年')} {one.item}"
    for unit in appraisal.units:
        rows = [(one.name, one.sources) for one in unit.indicators]
        rows += [(one.id, one.sources) for one in unit.rows]
        for name, sources in rows:
            yield from ((one, f"{unit.unit} {name}") for one in sources if isinstance(one, Decided))
