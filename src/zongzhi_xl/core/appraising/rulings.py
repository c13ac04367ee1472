"""What the district decided (区里的决定), as scoring uses it.

A decision replaces evidence, never points, and is a source like a cell: a file among rivals, a day,
a figure after a review, a veto, what becomes of an explanation. Decisions that were revoked are
not among them. Without any, nothing is changed.
"""

from collections.abc import Iterable, Mapping
from datetime import date

from zongzhi_xl.contract import DECISIONS
from zongzhi_xl.core.appraising.received import OfficeReturn, period_of
from zongzhi_xl.core.appraising.scorecard import Decided, Period
from zongzhi_xl.core.language.values import Value, plain
from zongzhi_xl.core.returned.designations import Designation
from zongzhi_xl.core.returned.findings import Finding
from zongzhi_xl.core.returned.submission import Place
from zongzhi_xl.record import Record, field, replace


class Decision(Record):
    """A decision by its number in the record and its day; ``words`` are its reason."""

    number: int
    day: date
    words: str = ""

    def __str__(self) -> str:
        """``决定第3号，2027-02-01``."""
        return f"决定第{self.number}号，{plain(self.day)}"

    def source(self, value: str) -> Decided:
        """Where ``value``, which counts by this decision, can be looked up."""
        return Decided(self.number, self.day, value)

    @property
    def place(self) -> Place:
        """Where a cell stands that counts by this decision."""
        return Place(DECISIONS, plain(self.day), str(self.number))


def decided_at(place: Place, value: str) -> Decided | None:
    """The decision by which the cell at ``place`` counts; None where it stands in a file."""
    if place.file != DECISIONS:
        return None
    return Decided(int(place.cell), date.fromisoformat(place.sheet), value)


class RuledDay(Record):
    """The day of receipt that counts for a period instead of the recorded one."""

    day: date
    by: Decision


class RuledFigure(Record):
    """The value of a cell after a review: the final word, also over a department's figure."""

    value: Value
    by: Decision


class RuledVeto(Record):
    """A veto imposed, or lifted again."""

    imposed: bool
    by: Decision

    @property
    def reason(self) -> str:
        """``决定一票否决（决定第3号，2027-02-01）：……``."""
        what = "一票否决" if self.imposed else "不予否决或者解除否决"
        return f"决定{what}（{self.by}）" + (f"：{self.by.words}" if self.by.words else "")


class RuledExplanation(Record):
    """An explanation accepted, or returned to the office."""

    accepted: bool
    by: Decision

    def said_of(self, explained: str) -> str:
        """The office's words and what the district made of them."""
        verdict = "区里接受" if self.accepted else "区里退回"
        reason = f"：{self.by.words}" if self.by.words else ""
        return f"{explained}〔{verdict}，{self.by}{reason}〕"


#: unit, month (None: the year), item
FigureKey = tuple[str, int | None, str]
#: period, code of the finding, its item
QueryKey = tuple[Period, str, str]


class Rulings(Record):
    """All decisions in force.

    ``choices``: of files with one claim that with this sha256 counts. ``days`` by period,
    ``figures`` by unit, month and item, ``vetoes`` by unit, ``explanations`` by period, code and
    item of the query; ``designations`` are rows as of the sheet 区认定, the earlier first.
    """

    choices: Mapping[str, Decision] = field(default_factory=dict)
    days: Mapping[Period, RuledDay] = field(default_factory=dict)
    figures: Mapping[FigureKey, RuledFigure] = field(default_factory=dict)
    vetoes: Mapping[str, RuledVeto] = field(default_factory=dict)
    explanations: Mapping[QueryKey, RuledExplanation] = field(default_factory=dict)
    designations: tuple[Designation, ...] = ()

    def explained(self, files: Iterable[OfficeReturn]) -> tuple[OfficeReturn, ...]:
        """The files with what the district made of the explanations in them."""
        periods = {period for period, _, _ in self.explanations}
        if not periods:
            return tuple(files)
        return tuple(
            self._judged(one) if period_of(one.submission) in periods else one for one in files
        )

    def _judged(self, one: OfficeReturn) -> OfficeReturn:
        paper = one.submission
        findings = tuple(self._decided(period_of(paper), found) for found in one.findings)
        return one.found(findings)

    def _decided(self, period: Period, found: Finding) -> Finding:
        ruled = self.explanations.get((period, found.code, found.item))
        if ruled is None:
            return found
        return replace(found, accepted=ruled.accepted, explained=ruled.said_of(found.explained))


NO_RULINGS = Rulings()
