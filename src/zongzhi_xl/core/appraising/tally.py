"""What has come in (收件): returns, department workbooks and files that cannot be used.

A tally is a bag without order: :func:`merge_all` is associative, commutative and idempotent, so
that workers, restarts and the order of files cannot change a byte of a result. Which of the files
count is decided once, over the whole bag, by :func:`settle`.
"""

from array import array
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TypeVar

from zongzhi_xl.core.appraising.scorecard import DEPARTMENTS, FileFindings, Period, Rejected
from zongzhi_xl.core.edition.items import FormKind
from zongzhi_xl.core.edition.statement import Edition
from zongzhi_xl.core.returned.departments import DepartmentReturn
from zongzhi_xl.core.returned.findings import Finding
from zongzhi_xl.core.returned.submission import Submission


@dataclass(frozen=True, slots=True)
class Received:
    """One return that could be read and identified, with what its validation found."""

    submission: Submission
    findings: tuple[Finding, ...] = ()


def file_findings(one: Received | DepartmentReturn) -> FileFindings:
    """What was found in a file that can be used, with what identifies it."""
    if isinstance(one, DepartmentReturn):
        return FileFindings(
            one.file, one.sha256, FormKind.DEPARTMENTS, DEPARTMENTS, one.year, None, one.findings
        )
    paper = one.submission
    return FileFindings(
        paper.file, paper.sha256, paper.form, paper.unit, paper.year, paper.month, one.findings
    )


@dataclass(frozen=True)
class Tally:
    """The bag, in canonical order (by file).

    ``returned`` are the periods for which files came and were sent back; a period that also has
    a return that counts is not among them once the tally is settled.
    """

    received: tuple[Received, ...] = ()
    departments: tuple[DepartmentReturn, ...] = ()
    rejected: tuple[Rejected, ...] = ()
    returned: tuple[Period, ...] = ()


def merge_all(tallies: Iterable[Tally]) -> Tally:
    """All of them together; the same file with the same contents counts once."""
    parts = list(tallies)
    received = (one for part in parts for one in part.received)
    return Tally(
        _union(received, lambda one: _stamp(one.submission)),
        _union((one for part in parts for one in part.departments), _stamp),
        _union((one for part in parts for one in part.rejected), _rejection),
        _union((one for part in parts for one in part.returned), _period),
    )


T = TypeVar("T")
Key = tuple[str, ...]


def _union(parts: Iterable[T], key: Callable[[T], Key]) -> tuple[T, ...]:
    distinct = {key(part): part for part in parts}
    return tuple(distinct[name] for name in sorted(distinct))


def _stamp(one: Submission | DepartmentReturn) -> Key:
    return (one.file, one.sha256)


def _rejection(one: Rejected) -> Key:
    return (one.file, one.reason)


def _period(one: Period) -> Key:
    return (one.unit, one.form.value, f"{one.month or 13:02}")


# ------------------------------------------------------------------ which files count


def settle(tally: Tally, year: int, edition: Edition) -> Tally:
    """The tally with the files that do not count moved to ``rejected``, each with its reason.

    Wrong year, a unit outside the register, identical contents handed in again
    (the first by path stays), and two different files for one period (both go, because without
    a ledger nobody can tell which is meant). Settling a settled tally changes nothing.
    """
    doubtful = _doubtful(tally.received, year, edition)
    reasons = _reasons(list(doubtful.values()), year, edition, _claim)
    theirs = (None, f"{year}年部门提供数")
    of_departments = _reasons(tally.departments, year, edition, lambda _: theirs)
    out = {place for place, one in doubtful.items() if _stamp(one) in reasons}
    kept = tuple(one for place, one in enumerate(tally.received) if place not in out)
    sent_back = {period_of(doubtful[place]) for place in out if doubtful[place].year == year}
    fresh = (reasons | of_departments).values()
    return Tally(
        kept,
        tuple(one for one in tally.departments if _stamp(one) not in of_departments),
        _union((*tally.rejected, *fresh), _rejection),
        _without_return(sent_back.union(tally.returned), kept, edition),
    )


def _doubtful(received: Sequence[Received], year: int, edition: Edition) -> dict[int, Submission]:
    """By place, the returns that may not count: all others are the only ones of their kind.

    A city's returns are not all looked at at once: of each only two marks are kept.
    """
    contents, periods, places = array("q"), array("q"), set()
    for place, one in enumerate(received):
        paper = one.submission
        contents.append(hash(paper.sha256))
        periods.append(hash(period_of(paper)))
        if paper.year != year or not edition.unit(paper.unit):
            places.add(place)
    places.update(_repeated(contents), _repeated(periods))
    return {place: received[place].submission for place in sorted(places)}


def _repeated(marks: Sequence[int]) -> Iterator[int]:
    """Where the marks stand that come more than once."""
    again = {mark for mark, following in pairwise(sorted(marks)) if mark == following}
    return (place for place, mark in enumerate(marks) if mark in again)


Paper = Submission | DepartmentReturn
P = TypeVar("P", bound=Paper)
Reasons = dict[Key, Rejected]
#: whose papers are rivals; their name in words
Claim = tuple[Period | None, str]


def _reasons(
    papers: Sequence[P], year: int, edition: Edition, answers_for: Callable[[P], Claim]
) -> Reasons:
    """Why each of these papers does not count; papers that count are left out."""
    reasons = _again(papers)
    groups: dict[Claim, list[P]] = defaultdict(list)
    for one in papers:
        if _stamp(one) in reasons:
            continue
        if refused := _not_in_force(one, year, edition):
            reasons[_stamp(one)] = refused
        else:
            groups[answers_for(one)].append(one)
    return reasons | _rivals(groups)


def _again(papers: Sequence[P]) -> Reasons:
    first: dict[str, str] = {}
    reasons = {}
    for one in sorted(papers, key=_stamp):
        earlier = first.setdefault(one.sha256, one.file)
        if earlier != one.file:
            words = f"与“{earlier}”内容完全相同，重复报送，只算前一份"
            reasons[_stamp(one)] = Rejected(one.file, words, remedy="不用处理：内容与前一份相同")
    return reasons


def _not_in_force(one: Paper, year: int, edition: Edition) -> Rejected | None:
    if one.year != year:
        words = f"年份是{one.year}，本次汇总的是{year}年"
        return Rejected(one.file, words, year=one.year, remedy=_OF_ANOTHER_YEAR)
    if isinstance(one, Submission) and edition.unit(one.unit) is None:
        return Rejected(one.file, f"填报单位“{one.unit}”不在名册上")
    return None


_OF_ANOTHER_YEAR = "核对：是别的年度的表，移出文件夹；年份写错的，请填报单位改正后重新报送"
_RIVAL = "问填报单位以哪份为准，把另一份移出文件夹，再汇总一次"


def _claim(one: Submission) -> Claim:
    when = "" if one.month is None else f"{one.month}月"
    return period_of(one), f"{one.unit}{when}{one.form.value}"


def _rivals(groups: Mapping[Claim, list[P]]) -> Reasons:
    return {
        _stamp(one): Rejected(
            one.file, _rival_words(claim, one, papers), paper=period, remedy=_RIVAL
        )
        for (period, claim), papers in groups.items()
        if len(papers) > 1
        for one in papers
    }


def _rival_words(claim: str, one: Paper, papers: Sequence[Paper]) -> str:
    count, others = len(papers), _others(one, papers)
    return f"{claim}收到{count}份内容不同的表，不知以哪份为准，都未采用；另有：{others}"


#: rivals that a reason names; each of a thousand need not name all the others
_MOST_NAMED = 5


def _others(one: Paper, papers: Sequence[Paper]) -> str:
    named = [other.file for other in papers[: _MOST_NAMED + 1] if other is not one][:_MOST_NAMED]
    return "、".join(named) + ("等" if len(papers) - 1 > len(named) else "")


def period_of(one: Submission) -> Period:
    """What this return answers for."""
    return Period(one.unit, one.form, one.month)


def _without_return(
    sent_back: set[Period], kept: Iterable[Received], edition: Edition
) -> tuple[Period, ...]:
    """Of these periods those without a return that counts."""
    known = {period for period in sent_back if edition.unit(period.unit)}
    if known:
        known.difference_update(period_of(one.submission) for one in kept)
    return tuple(sorted(known, key=_period))
