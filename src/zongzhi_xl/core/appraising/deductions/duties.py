"""Duties of a period (每少1次): a month, a quarter or a year in which a thing was not done."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from zongzhi_xl.core.appraising.deductions.docket import Charge, Docket
from zongzhi_xl.core.appraising.figures import month_cell
from zongzhi_xl.core.appraising.scorecard import (
    Absence,
    Contribution,
    Evidence,
    Occasion,
    Standing,
)
from zongzhi_xl.core.appraising.sources import written
from zongzhi_xl.core.edition.items import Kind
from zongzhi_xl.core.language.evaluation import evaluate
from zongzhi_xl.core.language.expressions import Comparison, Expression, Literal, Name, Word
from zongzhi_xl.core.language.printing import of_item
from zongzhi_xl.core.language.values import Gap, State, Value, plain


class Span(StrEnum):
    """How often a duty falls due."""

    MONTH = "月"
    QUARTER = "季"
    YEAR = "年"


@dataclass(frozen=True)
class PerMissingPeriod:
    """每少1次: ``price`` for each period in which the duty was not done.

    月: every item in every due month. 季: the quarter counts as done if any of its months has
    any of the items done (R19). 年: each item of the year. ``done`` is written over ``X``, the
    item's value; without it the duty is done where the cell is filled (a date).
    """

    items: tuple[str, ...]
    per: Span
    price: Fraction
    done: Expression | None = None

    def charges(self, docket: Docket, _cap: Fraction) -> Iterator[Charge]:
        """A row a period and, but for quarters, an item."""
        match self.per:
            case Span.MONTH:
                return self._months(docket)
            case Span.QUARTER:
                return self._quarters(docket)
            case Span.YEAR:
                return self._year(docket)

    def _months(self, docket: Docket) -> Iterator[Charge]:
        year = docket.year
        for month in range(1, year.scope.through + 1):
            for item in (docket.edition.items[name] for name in self.items):
                cell = month_cell(year, item, month)
                if item.applies_in(month) and not self._excused(cell, docket):
                    occasion = Occasion(year.scope.year, month, item=self._which(item.name))
                    what = f"{month}月 {item.name}：{_found(cell)}"
                    yield self._missed(what, duty(self.done, item.name), (cell,), occasion)

    def _quarters(self, docket: Docket) -> Iterator[Charge]:
        items = [docket.edition.items[name] for name in self.items]
        demands = " 或 ".join(duty(self.done, name) for name in self.items)
        for quarter in range(1, docket.year.scope.through // 3 + 1):
            months = range(3 * quarter - 2, 3 * quarter + 1)
            cells = [month_cell(docket.year, item, month) for month in months for item in items]
            if any(self._excused(cell, docket) for cell in cells):
                continue
            occasion = Occasion(docket.year.scope.year, quarter=quarter)
            found = "、".join(f"{cell.month}月{_found(cell)}" for cell in cells)
            what = f"{quarter}季度 {'、'.join(self.items)}：{found}"
            yield self._missed(what, f"每季至少一次：{demands}", tuple(cells), occasion)

    def _year(self, docket: Docket) -> Iterator[Charge]:
        for name in self.items:
            figure = docket.figures(name)
            owed = figure.standing == Standing.INCOMPLETE and docket.final
            if owed or (figure.standing == Standing.COMPLETE and not self._does(figure.value)):
                which = self._which(name)
                occasion = Occasion(docket.year.scope.year, item=which) if which else None
                what = f"{name}：{_found(figure.evidence[0])}"
                yield self._missed(what, duty(self.done, name), figure.evidence, occasion)

    def _which(self, item: str) -> str:
        """The item where the rule has several."""
        return item if self.items[1:] else ""

    def _excused(self, cell: Contribution, docket: Docket) -> bool:
        """Done, or not to be counted against the unit."""
        return _not_asked(cell, docket) or self._does(cell.value)

    def _does(self, value: Value) -> bool:
        if isinstance(value, Gap):
            return False
        return self.done is None or evaluate(self.done, lambda _: value) is True

    def _missed(
        self, what: str, demand: str, evidence: tuple[Evidence, ...], occasion: Occasion | None
    ) -> Charge:
        working = f"{what}，少1次，扣 {plain(self.price)}"
        return Charge(self.price, demand, working, evidence, occasion)


def _found(cell: Contribution) -> str:
    value = written(cell.source).value
    if isinstance(cell.source, Absence):
        return f"报表{value}，按没有做到计"
    refused = isinstance(cell.value, Gap) and value != str(cell.value)
    return f"{value}（不在规定的时间内或无法识别，按没有做到计）" if refused else value


def _not_asked(cell: Contribution, docket: Docket) -> bool:
    """Whether the cell cannot count against the unit.

    不适用 where the district preset it, and, until the year is closed, whatever may still come or
    be put right (R9); a blank day is no gap: it says that nothing was done.
    """
    if not isinstance(cell.value, Gap):
        return False
    if cell.value.state == State.NOT_APPLICABLE:
        return True
    not_done = (
        cell.value.state == State.BLANK
        and docket.edition.items[cell.item].kind == Kind.DATE
        and not isinstance(cell.source, Absence)
    )
    return not (not_done or docket.final)


#: what is done on the day that an item of this ending names; other duties are 完成
_HELD = ("会", "会议")


def duty(done: Expression | None, item: str) -> str:
    """What an office has to do, as it would be ordered.

    ``done`` is the rule over ``X``; without one the day is to be filled in: ``应召开下半月排查会并
    填写日期``.
    """
    if done is None:
        return _dated(item)
    match done.root:
        case Comparison((Name("X"), Literal(least)), (">=",)):
            return f"{item}应不少于{plain(least)}"
        case Comparison((Name("X"), Word(word)), ("=",)):
            return f"{item}应为“{word}”"
        case _:
            return f"应做到 {of_item(done, item)}"


def _dated(item: str) -> str:
    what = item.removesuffix("日期")
    verb = "召开" if what.endswith(_HELD) else "完成"
    return f"应{verb}{what}并填写日期" if what != item else f"应填写{item}"
