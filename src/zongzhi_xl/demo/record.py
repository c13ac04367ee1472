"""The demo's year as a district lives it: received day by day, decided, published month by month.

What goes wrong on the way in is in the record: late files, a correction, a file sent twice, last
year's form, one that cannot be read, an event for which a veto is proposed.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from pathlib import Path

from zongzhi_xl.archive.seen import forget
from zongzhi_xl.contract import REPORTED_ON
from zongzhi_xl.core.appraising.due_days import due_date
from zongzhi_xl.core.chronicle.questions import Matter, Question
from zongzhi_xl.core.edition.items import FormKind
from zongzhi_xl.demo.inbox import Invented, jobs
from zongzhi_xl.desk.registry import arriving, deciding, publishing
from zongzhi_xl.desk.registry.arriving import ready
from zongzhi_xl.desk.registry.standing import standing_in

#: a second file of a period came so long after the first
_LATER = timedelta(days=9)
#: a month is published so long after its returns are due
_TO_LOOK = timedelta(days=7)
_BY = "示例经办人"


def live_through(district: Path, inbox: Path, invented: Invented) -> None:
    """Receive, decide and publish the year in its order.

    Raises OutputError, RequestError, RecordUnusableError.
    """
    came = defaultdict[date, list[Path]](list)
    for path, day in days_of(invented, inbox).items():
        came[day].append(path)
    for month in range(1, 13):
        closing = _due(invented, FormKind.MONTHLY, month) + _TO_LOOK
        for day in sorted(day for day in came if day <= closing):
            _receive(district, came.pop(day), day)
        _publish(district, invented.year, month, closing)
    for day in sorted(came):
        _receive(district, came[day], day)
    _close(district, invented.year, max(came) + _TO_LOOK)
    forget(district)  # the inbox is put in its place under another name


def days_of(invented: Invented, inbox: Path) -> Mapping[Path, date]:
    """On which day each file came in; what is in time is taken in on the due day."""
    reported = {
        one.path: max(day, _due(invented, one.form, month))
        for (_, month), one in jobs(invented, inbox).items()
        if isinstance(day := one.contents.values[REPORTED_ON], date)
    }
    departments = _due(invented, FormKind.DEPARTMENTS, None)
    return {
        path: reported.get(path) or _day_of_second(path, reported) or departments
        for path in sorted(inbox.rglob("*.xlsx"))
    }


def _day_of_second(path: Path, reported: Mapping[Path, date]) -> date | None:
    """Of a file beside the first one of its period, whose name goes on."""
    firsts = (day + _LATER for one, day in reported.items() if path.stem.startswith(one.stem))
    return next(firsts, None)


def _due(invented: Invented, form: FormKind, month: int | None) -> date:
    return due_date(invented.edition.statement, form, invented.year, month)


def _receive(district: Path, paths: Iterable[Path], day: date) -> None:
    arriving.receive(arriving.Wish(district, tuple(paths), day, day))


def _publish(district: Path, year: int, month: int, day: date) -> None:
    publishing.publish(publishing.Wish(district, year, day, day, month))


def _close(district: Path, year: int, day: date) -> None:
    """What the district has to decide before the year is closed, and the closing."""
    with ready(district) as book:
        standing = standing_in(book, year, day)
        for one in standing.questions:
            grounds = deciding.Grounds(_REASONS[one.matter], _BY, day, day)
            deciding.decide(book, standing, deciding.Answered(one.id, _answer(one)), grounds)
    publishing.publish(publishing.Wish(district, year, day, day, 12, final=True))


_REASONS = {
    Matter.NOBODYS: "已向送表人问清，请填报单位重新报送",
    Matter.RIVALS: "填报单位确认先报的一份有误",
    Matter.EXPLANATION: "与台账核对，说明属实",
    Matter.VETO: "已函告单位，区综治委审定",
}


def _answer(one: Question) -> str:
    return one.answers[0].words
