"""看板: one page on a screen that shows the officer where the district stands.

What 工作台 says is said here in the same words, from the same :class:`Desk`. The page needs no
network and no script; every number leads to the office's own part of it, where its points and
figures are told with their evidence, and from there to the originals.
"""

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import groupby
from pathlib import Path
from urllib.parse import quote

from zongzhi_xl.core.appraising.scorecard import Delivery, IndicatorResult, Standing, UnitAppraisal
from zongzhi_xl.core.appraising.wording import (
    cautions,
    figure,
    grade_words,
    judgement,
    limit_words,
    lost_words,
)
from zongzhi_xl.core.chronicle.changes import Change, Matter
from zongzhi_xl.core.chronicle.desk import Desk, mend_words, owed_words, paper_words
from zongzhi_xl.core.edition.statement import Statement
from zongzhi_xl.core.returned.outgoing import gate_for
from zongzhi_xl.papers.composing import environment_of
from zongzhi_xl.papers.lost_points import Archive, RuleLines, rules_of
from zongzhi_xl.record import Record, fields_of
from zongzhi_xl.resources import templates_folder

TEMPLATE = "board.html"


class Sign(Record):
    """How a verdict is shown: to the eye by form and colour, to the ear in words."""

    look: str
    mark: str
    words: str


class Card(Record):
    """One of the numbers that are looked at first, and the part of the page that tells more."""

    label: str
    count: int
    anchor: str


class Trend(Record):
    """An indicator over the months, drawn: ``runs`` are lines of points without a gap between.

    ``limit`` is the height of its limit; ``words`` say the same. Sizes are those of the drawing.
    """

    runs: tuple[str, ...]
    limit: float
    x: float
    y: float
    words: str


class IndicatorLine(Record):
    """An indicator of one office that has a limit: as it stands, and how it came to that."""

    result: IndicatorResult
    sign: Sign
    trend: Trend


class Original(Record):
    """A return that counts, with the address of its file."""

    paper: str
    address: str


class Office(Record):
    """One office: its place, what would change it, and all that its points rest on.

    ``anchor`` is where its part of the page begins; ``share`` are its lost points in per cent of
    those of the office that lost most.
    """

    anchor: str
    unit: UnitAppraisal
    grade: str
    lost: str
    share: int
    changed_by: str
    rules: tuple[RuleLines, ...]
    indicators: tuple[IndicatorLine, ...]
    originals: tuple[Original, ...]


class Verdict(Record):
    """Whether an office keeps a limit, and where its part of the page begins."""

    unit: str
    anchor: str
    sign: Sign


class Row(Record):
    """One indicator with the verdict on each office, in the order of the offices."""

    result: IndicatorResult
    verdicts: tuple[Verdict, ...]


class Matters(Record):
    """What is asked of an office, in words."""

    unit: str
    words: str


class Board(Record):
    """Context of the page; ``offices`` by rank, ``more_changes`` are changes of single figures."""

    letter: Statement
    desk: Desk
    notes: tuple[str, ...]
    cards: tuple[Card, ...]
    offices: tuple[Office, ...]
    rows: tuple[Row, ...]
    owed: tuple[Matters, ...]
    mended: tuple[Matters, ...]
    changes: tuple[Change, ...]
    more_changes: int


def write(path: Path, desk: Desk) -> None:
    """The page at ``path``."""
    gate = gate_for(unit.unit for unit in desk.appraisal.units)
    environment = environment_of(templates_folder(), gate=gate)
    text = environment.get_template(TEMPLATE).render(fields_of(board_of(desk)))
    path.write_text(text, encoding="utf-8", newline="\n")


def board_of(desk: Desk) -> Board:
    """All that the page says."""
    offices = tuple(_offices(desk))
    results = tuple(one for one in desk.results_first if one.matter != Matter.CELL)
    return Board(
        letter=desk.edition.statement,
        desk=desk,
        notes=cautions(desk.edition),
        cards=tuple(_cards(desk)),
        offices=offices,
        rows=tuple(_rows(offices)),
        owed=tuple(Matters(unit, owed_words(papers)) for unit, papers in desk.owed_by()),
        mended=tuple(Matters(unit, mend_words(papers)) for unit, papers in desk.mended_by()),
        changes=results,
        more_changes=len(desk.changes) - len(results),
    )


def _cards(desk: Desk) -> Iterator[Card]:
    for (label, count), anchor in zip(desk.numbers, ("owed", "owed", "asked"), strict=True):
        yield Card(label, count, anchor)
    yield Card("没有达标（项）", desk.outlook.missed, "limits")
    yield Card("预警（项）", len(desk.outlook.warnings), "warnings")


# ------------------------------------------------------------------ offices


def _offices(desk: Desk) -> Iterator[Office]:
    appraisal = desk.appraisal
    archive = Archive.of(appraisal, desk.edition)
    most = max((one.lost for one in appraisal.units), default=0)
    warned = {(one.unit, one.result.name) for one in desk.outlook.warnings}
    originals = _originals(desk)
    for number, unit in enumerate(appraisal.ranked, 1):
        near = {name for owner, name in warned if owner == unit.unit}
        yield Office(
            anchor=f"u{number}",
            unit=unit,
            grade=grade_words(unit.grade, unit.provisional),
            lost=lost_words(unit),
            share=int(100 * unit.lost / most) if most else 0,
            changed_by=_changed_by(desk, unit.unit),
            rules=tuple(rules_of(unit.rows, archive)),
            indicators=tuple(_indicators(unit, desk, near)),
            originals=originals.get(unit.unit, ()),
        )


def _changed_by(desk: Desk, unit: str) -> str:
    """What is in sight that would change its score."""
    waiting, dearest = desk.waiting[unit], desk.outlook.dearest(unit)
    told = (
        f"未决的事 {waiting} 件" if waiting else "",
        f"{dearest.result.name}再多一件，多扣 {dearest.cost:f} 分" if dearest else "",
    )
    return "；".join(filter(None, told))


def _originals(desk: Desk) -> dict[str, tuple[Original, ...]]:
    found: dict[str, tuple[Original, ...]] = {}
    for one in desk.appraisal.deliveries:
        if one.file:
            found[one.unit] = (*found.get(one.unit, ()), _original(one, desk.originals))
    return found


def _original(one: Delivery, folder: str) -> Original:
    return Original(paper_words(one), quote(f"{folder}{one.file}"))


# ------------------------------------------------------------------ indicators


def _indicators(unit: UnitAppraisal, desk: Desk, near: set[str]) -> Iterator[IndicatorLine]:
    months = desk.course.get(unit.unit, ())
    by_name = [{one.name: one for one in month} for month in months]
    for one in unit.indicators:
        if one.limit is not None:
            course = [month[one.name] for month in by_name if one.name in month]
            yield IndicatorLine(one, _sign(one, near=one.name in near), trend_of(course))


_MET, _NEAR = Sign("good", "●", "达标"), Sign("near", "▲", "达标，接近限额")
_MISSED = Sign("bad", "✕", "未达标")


def _sign(one: IndicatorResult, *, near: bool) -> Sign:
    if one.met is None:
        mark = "－" if one.standing == Standing.NOT_APPLICABLE else "…"
        return Sign("wait", mark, judgement(one))
    return (_NEAR if near else _MET) if one.met else _MISSED


def _rows(offices: Sequence[Office]) -> Iterator[Row]:
    """Every indicator that has a limit somewhere; an office without one has no verdict."""
    named: dict[str, IndicatorResult] = {}
    signs: dict[tuple[str, str], Sign] = {}
    for office in offices:
        for line in office.indicators:
            named.setdefault(line.result.name, line.result)
            signs[line.result.name, office.anchor] = line.sign
    for name, result in sorted(named.items(), key=lambda pair: pair[1].clause):
        verdicts = (
            Verdict(one.unit.unit, one.anchor, signs.get((name, one.anchor), _NO_LIMIT))
            for one in offices
        )
        yield Row(result, tuple(verdicts))


_NO_LIMIT = Sign("wait", "－", "不设限额")


# ------------------------------------------------------------------ the course of the year

#: of the drawing: width of a month, height, and the margin around
_STEP, _HEIGHT, _MARGIN = 8.0, 20.0, 3.0


NO_TREND = Trend((), 0.0, 0.0, 0.0, "")


def trend_of(months: Sequence[IndicatorResult]) -> Trend:
    """The course of one indicator from January on; nothing where no month has a figure.

    What is counted stands on nought; a share that must be reached begins at its lowest.
    """
    values = [float(one.value) if isinstance(one.value, int | Fraction) else None for one in months]
    there = [value for value in values if value is not None]
    bound = months[-1].limit if months else None
    if not there or bound is None:
        return NO_TREND
    limit = float(bound.number)
    low = 0.0 if bound.is_ceiling else min(*there, limit)
    reach = (max(*there, limit) - low) or 1.0

    def height(value: float) -> float:
        return round(_MARGIN + (_HEIGHT - 2 * _MARGIN) * (1 - (value - low) / reach), 1)

    points = [
        (_MARGIN + _STEP * place, height(value)) if value is not None else None
        for place, value in enumerate(values)
    ]
    x, y = next(one for one in reversed(points) if one)
    return Trend(tuple(_runs(points)), height(limit), x, y, _told(months))


def _runs(points: Sequence[tuple[float, float] | None]) -> Iterator[str]:
    for drawn, run in groupby(points, key=lambda one: one is not None):
        if drawn:
            yield " ".join(f"{one[0]:g},{one[1]:g}" for one in run if one)


def _told(months: Sequence[IndicatorResult]) -> str:
    """``1月5.20，2月10.10；限额≤70``."""
    course = "，".join(f"{number}月{figure(one)}" for number, one in enumerate(months, 1))
    return f"{course}；限额{limit_words(months[-1].limit, months[-1].unit)}"
