"""Faults that are only the consequence of others, and say nothing new to who mends those."""

import re
from dataclasses import dataclass
from functools import cached_property

from zongzhi_xl.core.edition.items import Item
from zongzhi_xl.core.edition.statement import Edition
from zongzhi_xl.core.soundness.located import located
from zongzhi_xl.errors import RecordError

#: what is added up, and where what it is compared with stands
_SUM = re.compile(
    r"clauses\[\d+\]\.(points|differs|caps\[\d+\])"
    r"|statement\.(full_marks|differs|parts(\[\d+\]\.\w+)?)"
)
_ADDED = re.compile(
    r"statement(\.full_marks|\.parts(\[\d+\](\.\w+)?)?)?"
    r"|clauses\[\d+\](\.points|\.deductions(\[\d+\](\.(most|direction))?)?)?"
)

#: the entry on which the meaning of all others of its record hangs
_OF_WHAT = ".each"


@dataclass(frozen=True)
class Doubtful:
    """The places of a document that could not be read, and so stand otherwise in ``edition``."""

    places: tuple[str, ...]
    edition: Edition

    def explain(self, fault: RecordError) -> bool:
        """Whether ``fault`` may come of one of them."""
        if _SUM.fullmatch(fault.path) and any(_adds_to(fault.path, one) for one in self.places):
            return True
        places = (place.removesuffix(_OF_WHAT) for place in self.places)
        near = any(_within(fault.path, place) or _within(place, fault.path) for place in places)
        said = fault.problem.partition("，是不是")[0]  # behind it stands another name that is meant
        return near or any(name in said for name in self._of_any_kind)

    @cached_property
    def _of_any_kind(self) -> tuple[str, ...]:
        """The items of which nobody can tell what is filled in."""
        items = located(Item, self.edition)
        return tuple(one.name for path, one in items if one.name and f"{path}.kind" in self.places)


def _adds_to(path: str, place: str) -> bool:
    """Whether what stands at ``place`` is added up at ``path``; a rule only in its own clause."""
    clause, of_rules, _ = place.partition(".deductions")
    return bool(_ADDED.fullmatch(place)) and path.startswith(clause if of_rules else "")


def _within(path: str, place: str) -> bool:
    """Whether ``path`` is ``place`` or below it."""
    return path.startswith(place) and path[len(place) : len(place) + 1] in ("", ".", "[")
