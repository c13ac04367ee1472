"""What the officer's desk says: the year as it stands, and what has to be done about it."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import cached_property

from zongzhi_xl.core.appraising.course import Course
from zongzhi_xl.core.appraising.outlook import Outlook
from zongzhi_xl.core.appraising.scorecard import Appraisal, Delivery, DeliveryState
from zongzhi_xl.core.appraising.sources import month_words
from zongzhi_xl.core.chronicle.asked import ToMend
from zongzhi_xl.core.chronicle.changes import Change, Matter
from zongzhi_xl.core.chronicle.decisions import Numbered
from zongzhi_xl.core.chronicle.questions import Matter as Asked
from zongzhi_xl.core.chronicle.tasks import Own, Task
from zongzhi_xl.core.edition.items import FormKind
from zongzhi_xl.core.edition.statement import Edition
from zongzhi_xl.core.language.values import plain
from zongzhi_xl.core.returned.findings import Finding
from zongzhi_xl.record import Record, field

_CAME = (DeliveryState.ON_TIME, DeliveryState.LATE, DeliveryState.PENDING)


class Desk(Record):
    """Everything on the desk by the end of a day.

    ``owed`` are the returns that are due and not there, ``to_mend`` by office what has to be put
    right or explained, ``changes`` what the last publication,
    whose number is ``since``, would say otherwise now; ``telephones`` are by office. Files are
    named as seen from the folder of ``originals``. ``course`` is that of the
    indicators over the months. ``own`` are the rows of 另作决定 that could not be taken.
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
    course: Course = field(default_factory=dict)
    own: tuple[Own, ...] = ()

    @property
    def period(self) -> str:
        """``2026年　截至 2026-07-05``."""
        return f"{self.appraisal.year}年　{self.as_of} 的情况"

    @property
    def asked(self) -> tuple[Task, ...]:
        """The questions that are open; a row that only keeps what was typed is none."""
        return tuple(one for one in self.tasks if one.answers)

    @property
    def first_asked(self) -> tuple[Task, ...]:
        """The questions that are told at once; all of them stand in 待办."""
        return self.asked[:_AT_ONCE]

    @property
    def more_asked(self) -> int:
        """How many more there are."""
        return len(self.asked) - len(self.first_asked)

    @property
    def numbers(self) -> tuple[tuple[str, int], ...]:
        """What is looked at first: how much is owed, was sent back, waits for the district."""
        return (
            ("到期没有报（份）", self._owed_in(DeliveryState.MISSING)),
            ("退回没有重报（份）", self._owed_in(DeliveryState.REJECTED)),
            ("待决定（件）", len(self.asked)),
        )

    def _owed_in(self, state: DeliveryState) -> int:
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

    @property
    def next_due(self) -> str:
        """What is due next, in words."""
        if not self.coming:
            return "今年没有下一个要等的截止日"
        names = "、".join(dict.fromkeys(map(paper_words, self.coming)))
        day = plain(self.coming[0].due)
        return f"下一个截止日 {day}：{names}，还有 {len(self.coming)} 份没有收到"

    @property
    def results_first(self) -> tuple[Change, ...]:
        """The changes: what became of ranks and scores before the figures that made it."""
        return tuple(sorted(self.changes, key=lambda one: _ORDER.index(one.matter)))

    @cached_property
    def waiting(self) -> Counter[str]:
        """How many open questions may still change an office's points."""
        return Counter(one.unit for one in self.asked if one.matter not in _WITHOUT_POINTS)

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


_AT_ONCE = 15
_ORDER = (Matter.RANK, Matter.GRADE, Matter.SCORE, Matter.VETO, Matter.POINTS, Matter.CELL)
#: whatever is decided of them, no point is lost or won
_WITHOUT_POINTS = (Asked.EXPLANATION, Asked.VETO, Asked.NOBODYS)
_SENT = {DeliveryState.REJECTED: "，已退回"}


def paper_words(one: Delivery) -> str:
    """``3月月报``, ``年报``."""
    return f"{month_words(one.month) if one.form == FormKind.MONTHLY else ''}{one.form}"


def owed_words(papers: Iterable[Delivery]) -> str:
    """``3月月报（2026-04-05到期）；4月月报（2026-05-05到期，已退回）``."""
    return "；".join(
        f"{paper_words(one)}（{plain(one.due)}到期{_SENT.get(one.state, '')}）" for one in papers
    )


def mend_words(papers: Iterable[ToMend]) -> str:
    """``3月月报须改正1处（F12 刑事立案数）；4月月报更正件退回``."""
    return "；".join(map(_mend, papers))


def _mend(one: ToMend) -> str:
    blocking = [found for found in one.findings if found.blocks]
    asking = [found for found in one.findings if not found.blocks]
    sorts = {"须改正": blocking, "须说明": asking}
    told = [f"{words}{len(some)}处{_places(some)}" for words, some in sorts.items() if some]
    back = ["更正件退回"] if one.reasons else []
    month = month_words(one.period.month) if one.period.month else ""
    return f"{month}{one.period.form}{'、'.join((*told, *back))}"


#: so many cells are named; the paper to the office lists them all
_NAMED = 3


def _places(found: Sequence[Finding]) -> str:
    """The first cells with their items; empty where a finding is about the whole form."""
    named = [*dict.fromkeys(f"{one.cell} {one.item}" for one in found if one.cell)]
    return f"（{'、'.join(named[:_NAMED])}{'等' * bool(named[_NAMED:])}）" if named else ""
