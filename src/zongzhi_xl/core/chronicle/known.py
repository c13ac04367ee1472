"""What was known at a moment of the record: the files that had come in, as they were understood.

Two clocks are kept apart: how many events of the record count, and up to which day of receipt.
"""

from collections.abc import Iterable, Mapping
from datetime import date

from zongzhi_xl.core.appraising.received import Received
from zongzhi_xl.core.appraising.scorecard import Rejected
from zongzhi_xl.core.appraising.tally import Tally, merge_all
from zongzhi_xl.core.chronicle.events import Arrived, Paper, Understood
from zongzhi_xl.core.returned.departments import DepartmentReturn
from zongzhi_xl.record import replace


def tally_of(
    arrived: Mapping[int, Arrived], understood: Iterable[Understood], as_of: date
) -> Tally:
    """Everything that had come in by the end of ``as_of``, each with its day of receipt.

    ``arrived`` by the number of the event. What is received on one day stands side by side: in
    which order it was entered does not matter.
    """
    return merge_all(
        _alone(one.paper, arrived[one.arrival].day)
        for one in understood
        if arrived[one.arrival].day <= as_of
    )


def _alone(paper: Paper, day: date) -> Tally:
    match paper:
        case Received():
            return Tally(received=(replace(paper, day=day),))
        case DepartmentReturn():
            return Tally(departments=(replace(paper, day=day),))
        case Rejected():
            return Tally(rejected=(replace(paper, day=day),))
