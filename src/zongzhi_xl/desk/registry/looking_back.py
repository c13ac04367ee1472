"""Looking back (history): every event of the record in words, and whether it is unbroken."""

from pathlib import Path

from zongzhi_xl.archive.record_book import opened
from zongzhi_xl.core.chronicle.events import Adopted, Arrived, Decided, Published, Understood
from zongzhi_xl.papers.history import history
from zongzhi_xl.record import Record
from zongzhi_xl.statements.editions import in_force
from zongzhi_xl.statements.loader import years_of

_BROKEN = "登记被别的程序改动过，从哪一号起不对查不出来：请用备份恢复，并告诉维护人员"


class LookedBack(Record):
    """The lines, and whether every event is what it was when it was entered."""

    lines: tuple[str, ...]
    unbroken: bool


def _names(district: Path, unit: str) -> frozenset[str]:
    """What the unit is called and was called before, in any year of the district."""
    known = (in_force(district, year).unit(unit) for year in years_of(district))
    return frozenset({unit}.union(*(one.names for one in known if one)))


def look_back(district: Path, unit: str = "") -> LookedBack:
    """All events, or those of one unit; raises RecordUnusableError."""
    with opened(district) as book:
        events = book.events(Adopted, Arrived, Understood, Decided, Published)
        lines = tuple(history(events, _names(district, unit) if unit else ()))
        unbroken = book.unbroken()
    told = lines or (f"{unit}还没有登记" if unit else "还没有登记",)
    return LookedBack(told if unbroken else (*told, _BROKEN), unbroken)
