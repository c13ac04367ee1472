"""Papers at the end of the year, each of one office: its result, a review, a veto."""

from collections.abc import Iterable
from datetime import date

from zongzhi_xl.core.appraising.rulings import RuledVeto
from zongzhi_xl.core.appraising.scorecard import UnitAppraisal
from zongzhi_xl.core.chronicle.changes import Change
from zongzhi_xl.core.chronicle.decisions import Numbered
from zongzhi_xl.papers.history import day_words, period_words
from zongzhi_xl.papers.pages import Judged, Notice, Paper
from zongzhi_xl.record import Record, fields_of

RESULT, REVIEW = "结果通知书", "复核决定书"
PROPOSAL, DECISION, LIFTING = "否决建议书", "否决决定书", "解除告知书"


class Result(Notice):
    """Context of 结果通知书; ``before`` is what the office was told at first, if anything."""

    before: UnitAppraisal | None


class ReviewLine(Record):
    """What was found after a review, by which decision and why."""

    number: int
    item: str
    period: str
    value: str
    reason: str
    document: str


class Review(Judged):
    """Context of 复核决定书: the result before and after on one page, and of what it is made."""

    unit: UnitAppraisal
    before: UnitAppraisal
    changes: tuple[Change, ...]
    decisions: tuple[ReviewLine, ...]


class Proposal(Judged):
    """Context of 否决建议书, which goes to the commission."""

    unit: UnitAppraisal
    reasons: tuple[str, ...]


class Imposed(Judged):
    """Context of 否决决定书; it holds from ``decided`` to ``ends``, the day itself included.

    ``reasons`` are the facts, ``words`` what the commission said of them.
    """

    unit: UnitAppraisal
    reasons: tuple[str, ...]
    words: str
    decided: str
    ends: str


class Lifting(Paper):
    """Context of 解除告知书."""

    unit: str
    decided: str
    ends: str


def result_of(notice: Notice, before: UnitAppraisal | None, veto: RuledVeto | None) -> Result:
    """The final result of one office; of a veto that was decided the facts only."""
    told = {
        **fields_of(notice),
        "sender": notice.letter.commission,
        "veto_reasons": _facts(notice.veto_reasons, veto),
    }
    return Result(**told, before=before)


def _facts(reasons: Iterable[str], veto: RuledVeto | None) -> tuple[str, ...]:
    """That a veto was decided is none of its grounds."""
    return tuple(one for one in reasons if not veto or one != veto.reason)


def review_of(
    paper: Judged,
    unit: UnitAppraisal,
    before: UnitAppraisal,
    changes: Iterable[Change],
    decisions: Iterable[Numbered],
) -> Review:
    """What a review has changed for one office."""
    return Review(
        **fields_of(paper), unit=unit, before=before,
        changes=tuple(one for one in changes if one.what),
        decisions=tuple(map(_line, decisions)),
    )  # fmt: skip


def _line(one: Numbered) -> ReviewLine:
    said = one.decided
    period = period_words(said.year, said.month, said.form)
    return ReviewLine(one.number, said.subject, period, said.value, said.reason, said.document)


def proposal_of(paper: Judged, unit: UnitAppraisal) -> Proposal:
    """The proposal of a veto."""
    return Proposal(**fields_of(paper), unit=unit, reasons=unit.veto_reasons)


def imposed_of(paper: Judged, unit: UnitAppraisal, veto: RuledVeto) -> Imposed:
    """The decision on a veto."""
    decided, ends = _term(paper, veto)
    facts = _facts(unit.veto_reasons, veto)
    return Imposed(
        **fields_of(paper),
        unit=unit,
        reasons=facts,
        words=veto.by.words,
        decided=decided,
        ends=ends,
    )


def lifting_of(paper: Paper, unit: str, veto: RuledVeto) -> Lifting:
    """The notice that a veto has ended."""
    decided, ends = _term(paper, veto)
    return Lifting(**fields_of(paper), unit=unit, decided=decided, ends=ends)


def _term(paper: Paper, veto: RuledVeto) -> tuple[str, str]:
    last = last_day(veto.by.day, paper.letter.papers.veto_years)
    return day_words(veto.by.day), day_words(last)


def last_day(decided: date, years: int) -> date:
    """The last day of a veto (R34): so many whole years from the day of the decision on."""
    try:
        anniversary = decided.replace(year=decided.year + years)
    except ValueError:  # 29 February
        anniversary = date(decided.year + years, 3, 1)
    return date.fromordinal(anniversary.toordinal() - 1)
