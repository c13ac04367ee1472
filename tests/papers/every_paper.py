"""Every paper of the year with what it is told, and the same with a text in every word of it."""

from collections.abc import Iterator, Mapping
from datetime import date
from enum import Enum
from typing import TypeVar

from tests.papers import test_slips as slips
from tests.papers.test_year import IMPOSED, PUBLISHED, calendar, issue, reviewed, settled, through
from zongzhi_xl.core.appraising.rulings import Rulings
from zongzhi_xl.core.appraising.scorecard import VetoState
from zongzhi_xl.core.edition.statement import Edition
from zongzhi_xl.papers.calendar import Year, due_on
from zongzhi_xl.papers.pages import Paper
from zongzhi_xl.papers.published import due_of
from zongzhi_xl.papers.slips import Slip
from zongzhi_xl.record import Record, fields_of, replace


def every_paper(edition: Edition) -> Mapping[str, Paper]:
    """By template the first paper that is made of it."""
    papers: dict[str, Paper] = {}
    for name, paper in _all(edition):
        papers.setdefault(name, paper)
    return papers


def _all(edition: Edition) -> Iterator[tuple[str, Paper]]:
    year = Year(2026, edition, {}, (), 0)
    over = calendar(publications=(PUBLISHED,), vetoes=IMPOSED)
    imposed = issue(settled(VetoState.IMPOSED), rulings=Rulings(vetoes=IMPOSED))
    for one in (
        *due_on(date(2026, 1, 5), year), *due_on(date(2026, 3, 5), year),
        *due_on(date(2026, 4, 28), year), *due_on(date(2026, 12, 5), year),
        *due_of(issue(through(6))), *due_of(issue(through(12))), *due_of(reviewed()),
        *due_of(issue(settled(VetoState.PROPOSED))), *due_of(imposed),
        *due_on(date(2027, 3, 5), over), *due_on(date(2028, 3, 1), over),
    ):  # fmt: skip
        yield one.name, one.paper
    sending = slips.sending(edition, "综治科 0000-1000001")
    asked: tuple[Slip, ...] = (
        sending.reminder(slips.UNIT, slips.OVERDUE),
        sending.returned(slips.UNIT, [slips.DECEMBER]),
    )
    yield from ((one.kind, one) for one in asked)


T = TypeVar("T")
#: a limit is a rule, of which words are made; nobody types one into a return
_RULES = {"limit"}


def with_text(value: T, text: str) -> T:
    """The same with ``text`` behind every word that is not empty."""
    made: object = value
    match value:
        case Enum():
            pass
        case str():
            made = f"{value}{text}" if value else value
        case tuple():
            made = tuple(with_text(one, text) for one in value)
        case Mapping():
            made = {with_text(key, text): with_text(one, text) for key, one in value.items()}
        case Record():
            made = _filled(value, text)
    return made  # type: ignore[return-value]  # of the same type as it was


def _filled(one: Record, text: str) -> Record:
    told = {name: with_text(inner, text) for name, inner in fields_of(one).items()}
    return replace(one, **told | {name: getattr(one, name) for name in _RULES & told.keys()})
