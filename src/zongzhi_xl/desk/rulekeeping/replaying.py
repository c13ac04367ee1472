"""``rules replay``: a year as it was reported, reckoned under two editions side by side.

Both results are full runs over the same files, each understood and checked by its own rules.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from functools import partial
from pathlib import Path

from zongzhi_xl.archive.originals import place_of
from zongzhi_xl.archive.record_book import RecordBook, opened
from zongzhi_xl.core.appraising.received import Received
from zongzhi_xl.core.appraising.scorecard import Appraisal, UnitAppraisal
from zongzhi_xl.core.appraising.tally import Tally
from zongzhi_xl.core.chronicle.decisions import rulings_of
from zongzhi_xl.core.chronicle.events import Understood
from zongzhi_xl.core.chronicle.known import tally_of
from zongzhi_xl.core.edition.statement import Edition
from zongzhi_xl.core.returned.departments import DepartmentReturn
from zongzhi_xl.desk.consolidation import Question, score
from zongzhi_xl.desk.progress import Track, silent
from zongzhi_xl.desk.receiving import crew, receive, refused
from zongzhi_xl.desk.registry.entered import decisions_in, files_of
from zongzhi_xl.desk.rulekeeping.given import edition_in
from zongzhi_xl.desk.taking import by_edition
from zongzhi_xl.desk.understanding import understood
from zongzhi_xl.errors import RequestError
from zongzhi_xl.reading import intake, reader
from zongzhi_xl.record import Record, replace
from zongzhi_xl.statements.editions import in_force


class Wish(Record):
    """What is replayed: ``paths``, or the record of ``district`` where there are none."""

    year: int
    under: Path
    paths: tuple[Path, ...] = ()
    district: Path | None = None
    through: int | None = None
    final: bool = False
    workers: int = 0


class OfRule(Record):
    """What a rule costs an office before and after; below nought what it adds."""

    id: str
    words: str
    before: Decimal
    after: Decimal


class OfUnit(Record):
    """An office under both editions, and the rules by which it differs."""

    before: UnitAppraisal
    after: UnitAppraisal
    rules: tuple[OfRule, ...]

    @property
    def differs(self) -> bool:
        """Whether points, grade or rank are others."""
        then, now = self.before, self.after
        return bool(self.rules) or (then.score, then.grade, then.rank) != (
            now.score, now.grade, now.rank,
        )  # fmt: skip


class Replay(Record):
    """Both results, office by office in the order of the later register."""

    year: int
    editions: tuple[Edition, Edition]
    results: tuple[Appraisal, Appraisal]
    units: tuple[OfUnit, ...]


def replay(wish: Wish, track: Track = silent) -> Replay:
    """The year under both; raises RequestError, StatementError, RecordUnusableError."""
    ours = in_force(wish.district, wish.year)
    other = edition_in(wish.under, wish.year)
    results = _result(wish, ours, track), _result(wish, other, track)
    return side_by_side(wish.year, (ours, other), results)


def side_by_side(
    year: int, editions: tuple[Edition, Edition], results: tuple[Appraisal, Appraisal]
) -> Replay:
    """Both results, matched by office; one that only one of them knows is left out."""
    before = {editions[1].called(one.unit): one for one in results[0].units}
    units = [
        OfUnit(before[one.unit], one, tuple(_rules(before[one.unit], one)))
        for one in results[1].units
        if one.unit in before
    ]
    return Replay(year, editions, results, tuple(units))


def _result(wish: Wish, edition: Edition, track: Track) -> Appraisal:
    question = Question((), wish.year, None, wish.through, wish.final)
    if wish.paths:
        came = receive(list(wish.paths), by_edition(edition), workers=wish.workers, track=track)
        return score(came, edition, question).appraisal
    if wish.district is None:
        raise RequestError("请给出报表文件或文件夹；用区里收件登记的，写 --district 区文件夹")
    with opened(wish.district) as book:
        rulings = rulings_of(decisions_in(book), edition, wish.year, date.max)
        came = _read_again(wish, book, edition)
        asked = replace(question, as_of=date.max, rulings=rulings)
        return score(came, edition, asked).appraisal


def _read_again(wish: Wish, book: RecordBook, edition: Edition) -> Tally:
    """Every original of the record, understood by that edition; nothing is entered."""
    arrived = files_of(book)
    district = wish.district or Path()
    files = [(place_of(district, one.kept), one.kept) for one in arrived.values()]
    crewed = crew(wish.workers, len(files))
    results = intake.run(files, partial(_paper, edition), workers=crewed)
    papers = [
        Understood(number, "", refused(file, one) if isinstance(one, intake.Failure) else one)
        for number, (file, one) in zip(arrived, results, strict=True)
    ]
    return tally_of(arrived, papers, date.max)


def _paper(edition: Edition, path: Path, file: str) -> Received | DepartmentReturn:
    """One original by that edition; runs in a child."""
    one = understood(reader.handed_in(path, file), by_edition(edition))
    if isinstance(one, DepartmentReturn):
        return one
    return Received(one.submission, one.findings)


def _rules(before: UnitAppraisal, after: UnitAppraisal) -> Iterator[OfRule]:
    """The rules that cost otherwise, in the order of the letter."""
    then, now = _by_rule(before), _by_rule(after)
    words = {loss.rule_id: loss.rule for loss in (*before.rows, *after.rows)}
    for name in sorted({*then, *now}):
        if then[name] != now[name]:
            yield OfRule(name, words[name], then[name], now[name])


def _by_rule(one: UnitAppraisal) -> Mapping[str, Decimal]:
    lost: defaultdict[str, Decimal] = defaultdict(Decimal)
    for row in one.rows:
        lost[row.rule_id] -= row.signed
    return lost


# ------------------------------------------------------------------ in words


def lines(done: Replay) -> Iterator[str]:
    """How many differ, then each office with the rules that did it, then the sums."""
    differing = [one for one in done.units if one.differs]
    counted = {
        "得分": sum(one.before.score != one.after.score for one in differing),
        "等次": sum(one.before.grade != one.after.grade for one in differing),
        "名次": sum(one.before.rank != one.after.rank for one in differing),
    }
    told = "，".join(f"{count} 个{what}有变" for what, count in counted.items())
    ours, other = (edition.id for edition in done.editions)
    yield f"{done.year}年，现行（{ours}）与改后（{other}）各算一遍"
    yield f"{len(done.units)} 个单位，{told}"
    for one in differing:
        yield from _unit_lines(one)
    sums = [sum((one.score for one in result.units), Decimal()) for result in done.results]
    yield f"得分合计 {sums[0]} → {sums[1]}（{_signed(sums[1] - sums[0])}）"


def _unit_lines(one: OfUnit) -> Iterator[str]:
    then, now = one.before, one.after
    pairs = (("得分", then.score, now.score), ("等次", then.grade, now.grade),
             ("名次", then.rank or "—", now.rank or "—"))  # fmt: skip
    told = "，".join(f"{what} {_changed(old, new)}" for what, old, new in pairs)
    yield f"{now.unit}：{told}"
    for rule in one.rules:
        what = "加" if min(rule.before, rule.after) < 0 else "扣"
        yield f"  {rule.id} {what} {abs(rule.before)} → {abs(rule.after)}：{rule.words}"
    if not one.rules:
        yield "  各条扣分没有变：等次线、名额或别的单位的分变了"


def _changed(old: object, new: object) -> str:
    return f"{old}" if old == new else f"{old} → {new}"


def _signed(number: Decimal) -> str:
    return f"+{number}" if number > 0 else str(number)


def document(done: Replay) -> dict[str, object]:
    """The same as plain data; every office, also those that do not differ."""
    return {
        "year": done.year,
        "before": done.editions[0].id,
        "after": done.editions[1].id,
        "units": [
            {
                "unit": one.after.unit,
                "score": [str(one.before.score), str(one.after.score)],
                "grade": [one.before.grade, one.after.grade],
                "rank": [one.before.rank, one.after.rank],
                "rules": [
                    {"id": rule.id, "points": [str(rule.before), str(rule.after)]}
                    for rule in one.rules
                ],
            }
            for one in done.units
        ],
    }
