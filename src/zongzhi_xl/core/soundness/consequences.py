"""Faults that are only the consequence of others, and say nothing new to who mends those."""

import re
from functools import cached_property

from zongzhi_xl.core.edition.event_words import RegisterColumn
from zongzhi_xl.core.edition.items import Derived, Item
from zongzhi_xl.core.edition.statement import Edition
from zongzhi_xl.core.soundness.located import located
from zongzhi_xl.errors import RecordError
from zongzhi_xl.record import Record

#: what is added up, and where what it is compared with stands
_SUM = re.compile(
    r"clauses\[\d+\]\.(points|differs|caps\[\d+\])"
    r"|statement\.(full_marks|differs|parts(\[\d+\]\.\w+)?)"
)
_ADDED = re.compile(
    r"statement(\.full_marks|\.parts(\[\d+\](\.\w+)?)?)?"
    r"|clauses\[\d+\](\.points|\.deductions(\[\d+\](\.(most|direction|under))?)?|\.caps(\[\d+\](\.most)?)?)?"
)

#: the entries on which the meaning of all others of their record hangs
_OF_WHAT = re.compile(r"\.(each|measure)$|(?<=\])\.kind$")
#: without it nothing of an edition can be told
_FORM = re.compile(r"forms\[\d+\]\.kind")


class Doubtful(Record):
    """The places of a document that could not be read, and so stand otherwise in ``edition``.

    ``strange``: those at which stands a name that nobody knows.
    """

    places: tuple[str, ...]
    edition: Edition
    strange: tuple[str, ...] = ()

    def explain(self, fault: RecordError) -> bool:
        """Whether ``fault`` may come of one of them."""
        added = (*self.places, *self.strange)
        if _SUM.fullmatch(fault.path) and any(_adds_to(fault.path, one) for one in added):
            return True
        if any(map(_FORM.fullmatch, self.places)):
            return True
        places = (_OF_WHAT.sub("", place) for place in self.places)
        near = any(_within(fault.path, place) or _within(place, fault.path) for place in places)
        said = fault.problem.partition("，是不是")[0]  # behind it stands another name that is meant
        return near or any(name in f"{fault.path} {said}" for name in self._of_any_kind)

    @cached_property
    def _of_any_kind(self) -> tuple[str, ...]:
        """What is filled in nobody knows how: items, columns with their words, derived rows."""
        found: list[tuple[str, tuple[str, ...]]] = [
            *((path, (one.name,)) for path, one in located(Item, self.edition)),
            *((path, (one.name,)) for path, one in located(Derived, self.edition)),
            *((p, (one.name, *one.choices)) for p, one in located(RegisterColumn, self.edition)),
        ]
        spoilt = (words for path, words in found if f"{path}.kind" in self.places)
        return tuple(word for words in spoilt for word in words if word)


def _adds_to(path: str, place: str) -> bool:
    """Whether what stands at ``place`` is added up at ``path``; a rule only in its own clause."""
    inside = re.match(r"clauses\[\d+\](?=\.(deductions|caps))", place)
    return bool(_ADDED.fullmatch(place)) and path.startswith(inside[0] if inside else "")


def _within(path: str, place: str) -> bool:
    """Whether ``path`` is ``place`` or below it."""
    return path.startswith(place) and path[len(place) : len(place) + 1] in ("", ".", "[")
