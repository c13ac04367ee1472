"""Faults that are only the consequence of others, and say nothing new to who mends those."""

import re
from dataclasses import dataclass

from zongzhi_xl.errors import RecordError

#: what is added up, and where what it is compared with stands
_SUM = re.compile(
    r"clauses\[\d+\]\.(points|differs)|statement\.(full_marks|differs|parts(\[\d+\]\.\w+)?)"
)
_ADDED = re.compile(
    r"statement(\.full_marks|\.parts(\[\d+\](\.\w+)?)?)?"
    r"|clauses\[\d+\](\.points|\.deductions(\[\d+\](\.most)?)?)?"
)

#: the entry on which the meaning of all others of its record hangs
_OF_WHAT = ".each"


@dataclass(frozen=True)
class Doubtful:
    """The places of a document that could not be read, and so stand there otherwise."""

    places: tuple[str, ...]

    def explain(self, fault: RecordError) -> bool:
        """Whether ``fault`` may come of one of them."""
        if _SUM.fullmatch(fault.path) and any(map(_ADDED.fullmatch, self.places)):
            return True
        places = (place.removesuffix(_OF_WHAT) for place in self.places)
        return any(_within(fault.path, place) or _within(place, fault.path) for place in places)


def _within(path: str, place: str) -> bool:
    """Whether ``path`` is ``place`` or below it."""
    return path.startswith(place) and path[len(place) : len(place) + 1] in ("", ".", "[")
