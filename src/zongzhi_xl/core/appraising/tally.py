"""What has come in (收件): returns, department workbooks and files that cannot be used.

A tally is a bag without order: :func:`merge_all` is associative, commutative and idempotent, so
that workers, restarts and the order of files cannot change a byte of a result. Which of the files
count is decided once, over the whole bag, by :func:`settle`.
"""

from array import array
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import chain, pairwise
from typing import TypeVar

from zongzhi_xl.core.appraising.precedence import Rival, precedence
from zongzhi_xl.core.appraising.received import OfficeReturn, period_of
from zongzhi_xl.core.appraising.rulings import NO_RULINGS, Rulings
from zongzhi_xl.core.appraising.scorecard import (
    DEPARTMENTS,
    DeliveryState,
    FileFindings,
    Period,
    Rejected,
    Replaced,
)
from zongzhi_xl.core.edition.items import FormKind
from zongzhi_xl.core.edition.statement import Edition
from zongzhi_xl.core.returned.departments import DepartmentReturn
from zongzhi_xl.core.returned.receipt import order_of_receipt
from zongzhi_xl.core.returned.submission import Submission
from zongzhi_xl.record import Record


def file_findings(one: OfficeReturn | DepartmentReturn) -> FileFindings:
    """What was found in a file that can be used, with what identifies it."""
    if isinstance(one, DepartmentReturn):
        return FileFindings(
            one.file, one.sha256, FormKind.DEPARTMENTS, DEPARTMENTS, one.year, None, one.findings
        )
    paper = one.submission
    return FileFindings(
        paper.file, paper.sha256, paper.form, paper.unit, paper.year, paper.month, one.findings
    )


class Tally(Record):
    """The bag, in canonical order (by file).

    ``returned`` are the periods for which files came and were sent back; a period that also has
    a return that counts is not among them once the tally is settled. ``questions`` are the files
    of which the district is asked which it means.
    """

    received: tuple[OfficeReturn, ...] = ()
    departments: tuple[DepartmentReturn, ...] = ()
    rejected: tuple[Rejected, ...] = ()
    returned: tuple[Period, ...] = ()
    replaced: tuple[Replaced, ...] = ()
    questions: tuple[Rival, ...] = ()

    @property
    def unused(self) -> Mapping[str, Mapping[int | None, DeliveryState]]:
        """By unit the months (None: the year) of which files came and none counts, with why."""
        found: dict[str, dict[int | None, DeliveryState]] = defaultdict(dict)
        pending = {one.paper for one in self.questions}
        for one in self.returned:
            state = DeliveryState.PENDING if one in pending else DeliveryState.REJECTED
            found[one.unit][one.month] = state
        return found


def merge_all(tallies: Iterable[Tally]) -> Tally:
    """All of them together; the same file with the same contents counts once."""
    parts = list(tallies)
    received = (one for part in parts for one in part.received)
    return Tally(
        _union(received, _stamp),
        _union((one for part in parts for one in part.departments), _stamp),
        _union((one for part in parts for one in part.rejected), _rejection),
        _union((one for part in parts for one in part.returned), _period),
        _union((one for part in parts for one in part.replaced), _mark),
        _union((one for part in parts for one in part.questions), _mark),
    )


T = TypeVar("T")
Key = tuple[str, ...]
Paper = Submission | DepartmentReturn


def _union(parts: Iterable[T], key: Callable[[T], Key]) -> tuple[T, ...]:
    distinct = {key(part): part for part in parts}
    return tuple(distinct[name] for name in sorted(distinct))


def _stamp(one: OfficeReturn | DepartmentReturn) -> Key:
    paper = _paper(one)
    return (paper.file, paper.sha256)


def _paper(one: OfficeReturn | DepartmentReturn) -> Paper:
    return one if isinstance(one, DepartmentReturn) else one.submission


def _mark(one: Replaced | Rival) -> Key:
    return (one.file, one.sha256)


def _rejection(one: Rejected) -> Key:
    return (one.file, one.reason)


def _period(one: Period) -> Key:
    return (one.unit, one.form.value, f"{one.month or 13:02}")


# ------------------------------------------------------------------ which files count


def settle(tally: Tally, year: int, edition: Edition, rulings: Rulings = NO_RULINGS) -> Tally:
    """The tally with the files that do not count moved aside, each with its reason.

    To ``rejected`` go those of another year, of a unit outside the register, identical contents
    handed in again (the first stays), and what :func:`precedence` sends back; to ``replaced``
    those in whose place a correction counts. What the district chose (``rulings``) holds.
    Settling a settled tally changes nothing.
    """
    doubtful = _doubtful(tally.received, year, edition)
    refused = _refused([*doubtful.values()], year, edition)
    periods: dict[Period, list[OfficeReturn]] = defaultdict(list)
    for one in doubtful.values():
        if _stamp(one) not in refused:
            periods[period_of(one.submission)].append(one)
    decided = [precedence(files, edition, rulings) for files in periods.values()]
    counting = {_stamp(one.in_force) for one in decided if one.in_force}
    out = {place for place, one in doubtful.items() if _stamp(one) not in counting}
    kept = tuple(one for place, one in enumerate(tally.received) if place not in out)
    of_departments = _refused(tally.departments, year, edition)
    why = chain(refused.values(), of_departments.values(), *(one.rejected for one in decided))
    return Tally(
        kept,
        tuple(one for one in tally.departments if _stamp(one) not in of_departments),
        _union((*tally.rejected, *why), _rejection),
        _without_return({*periods, *tally.returned}, kept, edition),
        _union((*tally.replaced, *chain(*(one.replaced for one in decided))), _mark),
        _union((*tally.questions, *chain(*(one.questions for one in decided))), _mark),
    )


def _doubtful(
    received: Sequence[OfficeReturn], year: int, edition: Edition
) -> dict[int, OfficeReturn]:
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
    return {place: received[place] for place in sorted(places)}


def _repeated(marks: Sequence[int]) -> Iterator[int]:
    """Where the marks stand that come more than once."""
    again = {mark for mark, following in pairwise(sorted(marks)) if mark == following}
    return (place for place, mark in enumerate(marks) if mark in again)


Refused = dict[Key, Rejected]


def _refused(
    files: Sequence[OfficeReturn] | Sequence[DepartmentReturn], year: int, edition: Edition
) -> Refused:
    """Those of these files that are nobody's rivals: sent again, or out of place."""
    refused, first = Refused(), dict[str, str]()
    for one in sorted(files, key=_received_first):
        paper = _paper(one)
        earlier = first.setdefault(paper.sha256, paper.file)
        why = _again(paper, earlier) if earlier != paper.file else _elsewhere(paper, year, edition)
        if why:
            refused[_stamp(one)] = why
    return refused


def _received_first(one: OfficeReturn | DepartmentReturn) -> tuple[object, ...]:
    return (*order_of_receipt(one.day, one.number, _paper(one).file), _paper(one).sha256)


def _again(paper: Paper, earlier: str) -> Rejected:
    words = f"与“{earlier}”内容完全相同，重复报送，只算前一份"
    remedy = "不用处理：内容与前一份相同"
    return Rejected(paper.file, words, sha256=paper.sha256, remedy=remedy)


def _elsewhere(paper: Paper, year: int, edition: Edition) -> Rejected | None:
    if paper.year != year:
        words = f"年份是{paper.year}，本次汇总的是{year}年"
        return Rejected(
            paper.file, words, sha256=paper.sha256, year=paper.year, remedy=_OF_ANOTHER_YEAR
        )
    if isinstance(paper, Submission) and edition.unit(paper.unit) is None:
        words = f"填报单位“{paper.unit}”不在名册上"
        return Rejected(paper.file, words, sha256=paper.sha256)
    return None


_OF_ANOTHER_YEAR = "核对：是别的年度的表，移出文件夹；年份写错的，请填报单位改正后重新报送"


def _without_return(
    sent_back: set[Period], kept: Iterable[OfficeReturn], edition: Edition
) -> tuple[Period, ...]:
    """Of these periods those without a return that counts."""
    known = {period for period in sent_back if edition.unit(period.unit)}
    if known:
        known.difference_update(period_of(one.submission) for one in kept)
    return tuple(sorted(known, key=_period))
