"""Whose day counts (以哪天收到为准): the day of receipt by which a return is on time or late."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date

from zongzhi_xl.core.appraising.received import OfficeReturn, fitness_of
from zongzhi_xl.core.appraising.scorecard import Fitness, Rejected, Replaced
from zongzhi_xl.core.appraising.tally import Tally
from zongzhi_xl.core.edition.statement import Edition
from zongzhi_xl.record import Record


class Arrival(Record):
    """A file of one office and period came in on this day, as this number of the register."""

    day: date
    number: int
    fitness: Fitness


#: the month of a paper (None: the year), and when a file for it came in
Came = tuple[int | None, Arrival]


def set_aside(tally: Tally, year: int) -> Mapping[str, list[Came]]:
    """By unit, when the files came in that do not count, as far as they say what they are."""
    found: dict[str, list[Came]] = defaultdict(list)
    sent_back = (one for one in tally.rejected if one.year in (None, year))
    parts: tuple[Rejected | Replaced, ...] = (*sent_back, *tally.replaced)
    for one in parts:
        if one.paper and one.day:
            arrival = Arrival(one.day, one.number, one.fitness)
            found[one.paper.unit].append((one.paper.month, arrival))
    return found


def arrivals_of(
    files: Iterable[OfficeReturn], aside: Iterable[Came], edition: Edition
) -> Mapping[int | None, list[Arrival]]:
    """By month, when every file of one unit came in; that which counts stands last."""
    found: dict[int | None, list[Arrival]] = defaultdict(list)
    for month, arrival in aside:
        found[month].append(arrival)
    for one in files:
        if one.day:
            arrival = Arrival(one.day, one.number, fitness_of(one, edition))
            found[one.submission.month].append(arrival)
    return found


def counting(arrivals: Iterable[Arrival], days_to_mend: int) -> Arrival | None:
    """The arrival whose day counts for the period (R38); None while nothing usable came.

    It is the first usable file, also where a correction replaced it. What was sent back before
    keeps its day where the usable file followed within ``days_to_mend`` days; an empty form never
    does.
    """
    ordered = sorted(arrivals, key=lambda one: (one.day, one.number))
    usable = next((one for one in ordered if one.fitness == Fitness.USABLE), None)
    if usable is None:
        return None
    mended = (one for one in ordered if one.fitness == Fitness.FAULTY and one.day < usable.day)
    in_time = (one for one in mended if (usable.day - one.day).days <= days_to_mend)
    return next(in_time, usable)
