"""Circulars while the year goes on: 月报送情况通报, 季度通报, 半年通报.

They go round, so they tell no office's points and no office's figures: who did not report, by
name, and of figures the district's sums and how many offices keep a limit.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from fractions import Fraction

from zongzhi_xl.core.appraising.due_days import due_date
from zongzhi_xl.core.appraising.outlook import OneMore, Outlook
from zongzhi_xl.core.appraising.scorecard import Appraisal, Delivery, DeliveryState, IndicatorResult
from zongzhi_xl.core.edition.items import Aggregation, FormKind, Item, Kind
from zongzhi_xl.core.edition.statement import Edition
from zongzhi_xl.core.language.values import rounded
from zongzhi_xl.core.returned.findings import Finding
from zongzhi_xl.papers.history import day_words
from zongzhi_xl.papers.pages import Judged, PaperLine, gaps, judged_of
from zongzhi_xl.record import Record, fields_of

MONTH, QUARTER, HINT = "月报送情况通报", "季度通报", "提示函"


class CameLine(Record):
    """How many returns were due, and what became of them."""

    due: int
    on_time: int
    late: int
    missing: int
    rejected: int
    pending: int


class DoubtLine(Record):
    """What an office has still to put right or to explain: how many."""

    unit: str
    blocking: int
    unexplained: int


class Progress(Judged):
    """Context of 月报送情况通报; ``period`` is what it is of."""

    period: str
    came: CameLine
    gaps: tuple[PaperLine, ...]
    next_due: str


class Monthly(Progress):
    """With what the offices of the month have still to do."""

    doubts: tuple[DoubtLine, ...]


class FigureLine(Record):
    """The district's sum of an item so far, a year before, and what has changed."""

    item: str
    unit: str
    now: str
    then: str
    change: str


class LimitLine(Record):
    """How many offices keep the limit of an indicator, of these how many barely.

    ``percent`` of those that are judged; None where none is yet.
    """

    clause: int
    name: str
    met: int
    near: int
    missed: int
    pending: int
    percent: int | None


class Quarterly(Progress):
    """Context of 季度通报 and 半年通报."""

    figures: tuple[FigureLine, ...]
    incomplete: bool
    has_last_year: bool
    limits: tuple[LimitLine, ...]


class Hint(Judged):
    """Context of 提示函: of one office's own figures, which are near a limit or beyond one."""

    unit: str
    warnings: tuple[OneMore, ...]
    missed: tuple[IndicatorResult, ...]


def monthly_of(appraisal: Appraisal, edition: Edition) -> Monthly:
    """The circular on the newest month of the result."""
    told = _progress_of(appraisal, edition, [appraisal.through])
    return Monthly(**fields_of(told), doubts=tuple(_doubts(appraisal)))


def quarterly_of(
    appraisal: Appraisal, edition: Edition, last_year: Appraisal | None = None
) -> Quarterly:
    """The circular on the year so far; ``last_year`` is its result up to the same month."""
    through = appraisal.through
    months = range(1 if through == 6 else through - 2, through + 1)
    told = fields_of(_progress_of(appraisal, edition, months))
    figures = tuple(_figures(appraisal, edition, last_year))
    return Quarterly(
        **{**told, "period": quarter_words(appraisal.year, through)},
        figures=figures,
        incomplete=any(one.now.endswith("*") for one in figures),
        has_last_year=last_year is not None,
        limits=tuple(_limits(appraisal, edition)),
    )


def quarter_words(year: int, through: int) -> str:
    """``2026年第一季度``, ``2026年上半年``."""
    return f"{year}年上半年" if through == 6 else f"{year}年第{'一二三四'[through // 3 - 1]}季度"


def _progress_of(appraisal: Appraisal, edition: Edition, months: Collection[int]) -> Progress:
    monthly = [
        one for one in appraisal.deliveries if one.form == FormKind.MONTHLY and one.month in months
    ]
    asked = edition.months_asked
    later = (month for month in asked if month > appraisal.through)
    month = next(later, 12 + asked[0]) if asked else 0
    following = _month(appraisal.year, month)
    due = due_date(edition.statement, FormKind.MONTHLY, *following) if asked else None
    return Progress(
        **fields_of(judged_of(appraisal, edition, edition.statement.office)),
        period=f"{appraisal.year}年{appraisal.through}月",
        came=_came(monthly),
        gaps=tuple(gaps(monthly, *(unit.unit for unit in appraisal.units))),
        next_due=day_words(due) if due else "",
    )


def _month(year: int, month: int) -> tuple[int, int]:
    """January follows December."""
    return (year, month) if month <= 12 else (year + 1, 1)


def _came(deliveries: Collection[Delivery]) -> CameLine:
    states = Counter(one.state for one in deliveries)
    return CameLine(
        len(deliveries), states[DeliveryState.ON_TIME], states[DeliveryState.LATE],
        states[DeliveryState.MISSING], states[DeliveryState.REJECTED],
        states[DeliveryState.PENDING],
    )  # fmt: skip


def _doubts(appraisal: Appraisal) -> Iterator[DoubtLine]:
    found: dict[str, list[Finding]] = {unit.unit: [] for unit in appraisal.units}
    for file in appraisal.files:
        if file.form == FormKind.MONTHLY and file.month == appraisal.through:
            found.setdefault(file.unit, []).extend(file.findings)
    for unit, findings in found.items():
        blocking = sum(one.blocks for one in findings)
        unexplained = sum(one.open for one in findings)
        if blocking or unexplained:
            yield DoubtLine(unit, blocking, unexplained)


# ------------------------------------------------------------------ figures


def _figures(
    appraisal: Appraisal, edition: Edition, last_year: Appraisal | None
) -> Iterator[FigureLine]:
    for item in _counted(edition):
        now, complete = _sum(appraisal, item.name)
        then, _ = _sum(last_year, item.name) if last_year else (None, True)
        mark = "" if complete else "*"
        yield FigureLine(
            item.printed, item.unit, f"{_told(now)}{mark}", _told(then), _change(now, then)
        )


def _counted(edition: Edition) -> Iterable[Item]:
    """What indicators count, as far as months add up to the year, in the order of the clauses."""
    names = dict.fromkeys(one.numerator for one in edition.indicators.values())
    items = (edition.items[name] for name in names if name in edition.items)
    return (one for one in items if one.kind == Kind.COUNT and one.aggregation == Aggregation.SUM)


def _sum(appraisal: Appraisal, item: str) -> tuple[int | None, bool]:
    """Of all offices, and whether none of them lacks; None where no office has a figure."""
    values = [appraisal.figures.get((unit.unit, item)) for unit in appraisal.units]
    numbers = [one for one in values if isinstance(one, int)]
    return (sum(numbers) if numbers else None), len(numbers) == len(values)


def _told(number: int | None) -> str:
    """What is not there is not nought."""
    return "—" if number is None else str(number)


def _change(now: int | None, then: int | None) -> str:
    if now is None or not then:
        return "—"
    return f"{rounded(Fraction(now - then, then) * 100, 1):+f}%"


def _limits(appraisal: Appraisal, edition: Edition) -> Iterator[LimitLine]:
    near = Counter(one.result.name for one in Outlook(appraisal, edition).warnings)
    for indicator in edition.indicators.values():
        results = [
            one
            for unit in appraisal.units
            for one in unit.indicators
            if one.name == indicator.name and one.limit is not None
        ]
        if not results:
            continue
        met = sum(one.met is True for one in results)
        missed = sum(one.met is False for one in results)
        yield LimitLine(
            results[0].clause, indicator.name, met, near[indicator.name], missed,
            len(results) - met - missed, met * 100 // (met + missed) if met + missed else None,
        )  # fmt: skip


def hints_of(appraisal: Appraisal, edition: Edition) -> Iterator[Hint]:
    """A letter to each office that is near a limit or beyond one, of its own figures only."""
    warnings: dict[str, list[OneMore]] = {}
    for one in Outlook(appraisal, edition).warnings:
        warnings.setdefault(one.unit, []).append(one)
    paper = fields_of(judged_of(appraisal, edition, edition.statement.office))
    for unit in appraisal.units:
        missed = tuple(one for one in unit.indicators if one.met is False)
        warned = tuple(warnings.get(unit.unit, ()))
        if missed or warned:
            yield Hint(**paper, unit=unit.unit, warnings=warned, missed=missed)


def is_end_of_quarter(through: int) -> bool:
    """Whether a circular on more than the month is due; at the end of the year comes the result."""
    return through in (3, 6, 9)
