"""没做的月、没做的季、没做的项: a month, a quarter or a year in which a thing was not done.

What is to be done is told by an item (done where it is filled in, as a day) or by a condition over
one.
"""

from collections.abc import Iterator

from zongzhi_xl.core.appraising.deductions.docket import Charge, Docket
from zongzhi_xl.core.appraising.deductions.quantity import Of, Quantity
from zongzhi_xl.core.appraising.figures import month_cell
from zongzhi_xl.core.appraising.scorecard import Absence, Contribution, Evidence, Occasion, Standing
from zongzhi_xl.core.appraising.sources import written
from zongzhi_xl.core.edition.deductions import Deduction
from zongzhi_xl.core.edition.items import Item, Kind
from zongzhi_xl.core.language.evaluation import evaluate
from zongzhi_xl.core.language.expressions import Comparison, Expression, Literal, Name, Node, Word
from zongzhi_xl.core.language.printing import printed
from zongzhi_xl.core.language.values import Gap, State, Value, plain
from zongzhi_xl.record import Record


class Duty(Record):
    """What is to be done: ``rule`` is a name or a condition over one."""

    rule: Expression

    @property
    def item(self) -> str:
        """The name of its item."""
        return self.rule.names[0]

    @property
    def is_date(self) -> bool:
        """Whether it is done where the item is filled in."""
        return isinstance(self.rule.root, Name)

    def is_done(self, value: Value) -> bool:
        """Whether the value of the item says that it was done."""
        if isinstance(value, Gap):
            return False
        return self.is_date or evaluate(self.rule, lambda _: value) is True

    @property
    def words(self) -> str:
        """It as it would be ordered: ``应召开排查会并填写日期``, ``治安巡逻次数应不少于1``."""
        match self.rule.root:
            case Name(item):
                return _dated(item)
            case Comparison((Name(item), Literal(least)), (">=",)):
                return f"{item}应不少于{plain(least)}"
            case Comparison((Name(item), Word(word)), ("=",)):
                return f"{item}应为“{word}”"
            case root:
                return f"应做到 {printed(root)}"


def duties_of(rule: Deduction) -> tuple[Duty, ...]:
    """The duties that the rule counts; none where it is of another quantity."""
    nodes: tuple[Node, ...] = rule.arguments if rule.quantity in FUNCTIONS else ()
    return tuple(Duty(Expression(printed(node), node)) for node in nodes)


def of_months(rule: Deduction, docket: Docket) -> Iterator[Charge]:
    """A row a due month and duty."""
    year, duties = docket.year, duties_of(rule)
    for month in range(1, year.scope.through + 1):
        for duty in duties:
            item = docket.edition.items[duty.item]
            cell = month_cell(year, item, month)
            if item.applies_in(month) and not _excused(duty, cell, docket):
                which = item.name if duties[1:] else ""
                occasion = Occasion(year.scope.year, month, item=which)
                what = f"{month}月 {item.name}：{_found(cell)}"
                yield _missed(rule, what, duty.words, (cell,), occasion)


def of_quarters(rule: Deduction, docket: Docket) -> Iterator[Charge]:
    """A row a quarter; it is done if any of its months has any of the duties done (R19)."""
    duties = [(duty, docket.edition.items[duty.item]) for duty in duties_of(rule)]
    demands = " 或 ".join(duty.words for duty, _ in duties)
    for quarter in range(1, docket.year.scope.through // 3 + 1):
        months = range(3 * quarter - 2, 3 * quarter + 1)
        cells = [
            (duty, month_cell(docket.year, item, month))
            for month in months
            for duty, item in duties
        ]
        if any(_excused(duty, cell, docket) for duty, cell in cells):
            continue
        occasion = Occasion(docket.year.scope.year, quarter=quarter)
        found = "、".join(f"{cell.month}月{_found(cell)}" for _, cell in cells)
        what = f"{quarter}季度 {'、'.join(item.name for _, item in duties)}：{found}"
        evidence = tuple(cell for _, cell in cells)
        yield _missed(rule, what, f"每季至少一次：{demands}", evidence, occasion)


def of_the_year(rule: Deduction, docket: Docket) -> Iterator[Charge]:
    """A row a duty of the year."""
    duties = duties_of(rule)
    for duty in duties:
        figure = docket.figures(duty.item)
        owed = figure.standing == Standing.INCOMPLETE and docket.final
        if owed or (figure.standing == Standing.COMPLETE and not duty.is_done(figure.value)):
            several = bool(duties[1:])
            occasion = Occasion(docket.year.scope.year, item=duty.item) if several else None
            what = f"{duty.item}：{_found(figure.evidence[0])}"
            yield _missed(rule, what, duty.words, figure.evidence, occasion)


def _excused(duty: Duty, cell: Contribution, docket: Docket) -> bool:
    """Done, or not to be counted against the unit."""
    return duty.is_done(cell.value) or _not_asked(cell, docket.edition.items[cell.item], docket)


def _missed(
    rule: Deduction,
    what: str,
    demand: str,
    evidence: tuple[Evidence, ...],
    occasion: Occasion | None,
) -> Charge:
    cost = rule.scale.points(1)
    working = f"{what}，少1次，扣 {plain(cost)}"
    return Charge(cost, demand, working, evidence, occasion, amount=1)


def _found(cell: Contribution) -> str:
    value = written(cell.source).value
    if isinstance(cell.source, Absence):
        return f"报表{value}，按没有做到计"
    refused = isinstance(cell.value, Gap) and value != str(cell.value)
    return f"{value}（不在规定的时间内或无法识别，按没有做到计）" if refused else value


def _not_asked(cell: Contribution, item: Item, docket: Docket) -> bool:
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
        and item.kind == Kind.DATE
        and not isinstance(cell.source, Absence)
    )
    return not (not_done or docket.final)


#: what is done on the day that an item of this ending names; other duties are 完成
_HELD = ("会", "会议")


def _dated(item: str) -> str:
    what = item.removesuffix("日期")
    verb = "召开" if what.endswith(_HELD) else "完成"
    return f"应{verb}{what}并填写日期" if what != item else f"应填写{item}"


FUNCTIONS = {
    "没做的月": Quantity(Of.DUTIES, of_months, 1),
    "没做的季": Quantity(Of.DUTIES, of_quarters, 3),
    "没做的项": Quantity(Of.YEARLY_DUTIES, of_the_year),
}
