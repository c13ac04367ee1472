"""What the officer's desk says: the year as it stands, and what has to be done about it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from zongzhi_xl.core.appraising.outlook import Outlook
from zongzhi_xl.core.appraising.scorecard import Appraisal, Delivery, DeliveryState
from zongzhi_xl.core.chronicle.asked import ToMend
from zongzhi_xl.core.chronicle.changes import Change
from zongzhi_xl.core.chronicle.decisions import Numbered
from zongzhi_xl.core.chronicle.tasks import Task
from zongzhi_xl.core.edition.statement import Edition

_CAME = (DeliveryState.ON_TIME, DeliveryState.LATE, DeliveryState.PENDING)


@dataclass(frozen=True)
class Desk:
    """Everything on the desk by the end of a day.

    ``owed`` are the returns that are due and not there, ``to_mend`` by office what has to be put
    right or explained, ``changes`` what the last publication,
    whose number is ``since``, would say otherwise now; ``telephones`` are by office. Files are
    named as seen from the folder of ``originals``.
    """

    appraisal: Appraisal
    edition: Edition
    as_of: date
    owed: tuple[Delivery, ...]
    tasks: tuple[Task, ...]
    since: str = ""
    changes: tuple[Change, ...] = ()
    decisions: tuple[Numbered, ...] = ()
    telephones: Mapping[str, str] = field(default_factory=dict)
    originals: str = "originals/"
    to_mend: Mapping[str, tuple[ToMend, ...]] = field(default_factory=dict)

    @property
    def period(self) -> str:
        """``2026年　截至 2026-07-05``."""
        return f"{self.appraisal.year}年　{self.as_of} 的情况"

    @property
    def asked(self) -> tuple[Task, ...]:
        """The questions that are open; a row that only keeps what was typed is none."""
        return tuple(one for one in self.tasks if one.answers)

    def owed_in(self, state: DeliveryState) -> int:
        """How many of the returns that are owed are in that state."""
        return sum(one.state == state for one in self.owed)

    @cached_property
    def outlook(self) -> Outlook:
        """What may come of it."""
        return Outlook(self.appraisal, self.edition)

    @property
    def coming(self) -> tuple[Delivery, ...]:
        """Of the papers that are due next, those that are still to come."""
        waited = [
            one
            for one in self.appraisal.deliveries
            if one.due >= self.as_of and one.state not in _CAME
        ]
        next_due = min((one.due for one in waited), default=None)
        return tuple(one for one in waited if one.due == next_due)

    def mended_by(self) -> Iterator[tuple[str, tuple[ToMend, ...]]]:
        """By office, the returns that count and of which something is asked."""
        for unit, papers in self.to_mend.items():
            if counting := tuple(one for one in papers if one.correction):
                yield unit, counting

    def owed_by(self) -> Iterator[tuple[str, list[Delivery]]]:
        """The returns that are owed, by office."""
        papers: dict[str, list[Delivery]] = {}
        for one in self.owed:
            papers.setdefault(one.unit, []).append(one)
        yield from papers.items()
