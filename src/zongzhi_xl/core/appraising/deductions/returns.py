"""每份报表: a rule over each return that was due, a row for each that came late or never."""

from collections.abc import Iterator
from functools import partial

from zongzhi_xl.contract import DELIVERIES, REPORTED_ON
from zongzhi_xl.core.appraising.deductions.docket import Charge, Docket
from zongzhi_xl.core.appraising.figures import source_of
from zongzhi_xl.core.appraising.scorecard import (
    NOT_COUNTING,
    Absence,
    Decided,
    Delivery,
    DeliveryState,
    Entered,
    Occasion,
    Receipt,
    SourceCell,
)
from zongzhi_xl.core.appraising.sources import month_words
from zongzhi_xl.core.edition.deductions import Deduction, Each
from zongzhi_xl.core.edition.items import FormKind
from zongzhi_xl.core.edition.scales import Table
from zongzhi_xl.core.language.evaluation import evaluate
from zongzhi_xl.core.language.values import BLANK, Gap, Value, plain

#: what a rule may ask of a return: ``月报迟报``, and how many days late it came
BECAME, DAYS_LATE = DELIVERIES, "迟报天数"
LATE, MISSING = "迟报", "缺报"


#: everything that 报送情况 can be, but for on time
BECAME_WORDS = tuple(
    f"{form}{how}" for form in (FormKind.MONTHLY, FormKind.ANNUAL) for how in (LATE, MISSING)
)


def concerns(rule: Deduction, form: FormKind) -> bool:
    """Whether the rule takes something off for a return of this form."""
    words = rule.scale.table if isinstance(rule.scale, Table) else BECAME_WORDS
    return rule.each == Each.RETURN and any(word.startswith(form) for word in words)


def charges(rule: Deduction, docket: Docket) -> Iterator[Charge]:
    """A row for each return that the rule takes something off for."""
    formula = rule.scale.of(rule.of.root)
    for one in docket.deliveries:
        late = one.state == DeliveryState.LATE
        if not (late or _never_came(one, docket)):
            continue
        answer = evaluate(rule.of, partial(_value, one, late))
        amount = None if isinstance(answer, Gap) else answer
        if amount is None:
            cost, words = rule.worst, f"{_what(one)}，扣 {plain(rule.worst)}"
        else:
            cost, words = rule.scale.points(amount), rule.scale.working(_what(one), amount, "天")
        source = _reported(one, docket) if late else docket.year.absent(one.month)
        if cost:
            when = _occasion(one, docket)
            yield Charge(cost, formula, words, (source,), when, amount=amount)


def _value(one: Delivery, late: bool, name: str) -> Value:
    if name == BECAME:
        return f"{one.form}{LATE if late else MISSING}"
    return (one.reported - one.due).days if late and one.reported else BLANK


def _never_came(one: Delivery, docket: Docket) -> bool:
    """Nothing came, or, once the year is closed, nothing that could be used."""
    unusable = one.state in NOT_COUNTING and docket.final
    return unusable or one.state == DeliveryState.MISSING


def _occasion(one: Delivery, docket: Docket) -> Occasion:
    form = None if one.month else one.form
    return Occasion(docket.year.scope.year, one.month, form=form)


def _what(one: Delivery) -> str:
    """The paper, and how late it came: ``2月月报 2026-03-06 收到，2026-03-05 截止，迟报1天``."""
    paper = one.form.value if one.month is None else f"{month_words(one.month)}{one.form.value}"
    return f"{paper}{_how_late(one)}"


def _how_late(one: Delivery) -> str:
    if one.reported is None:
        why = _NOTHING_USABLE if one.wanting else _WITHOUT_DAY.get(one.state, MISSING)
        return f"（{plain(one.due)} 截止）{why}"
    days, came = (one.reported - one.due).days, _came(one)
    return f" {plain(one.reported)} {came}，{plain(one.due)} 截止，迟报{days}天"


def _came(one: Delivery) -> str:
    """How the day is known by which it is late."""
    match one.receipt:
        case Receipt():
            return "收到"
        case Decided():
            return "收到（按决定）"
        case None:
            return "报出"


_NOTHING_USABLE = "报来的有空着的项目，没有补齐，按迟报计"
_WITHOUT_DAY = {
    DeliveryState.LATE: "没有报出日期，按迟报计",
    DeliveryState.REJECTED: "退回后没有重报，按缺报计",
    DeliveryState.PENDING: "报了不同的表，没有定以哪份为准，按缺报计",
}


def _reported(one: Delivery, docket: Docket) -> SourceCell | Absence | Entered:
    if one.receipt:
        return one.receipt
    returned = docket.year.returned(one.month)
    entry = returned.entries.get(REPORTED_ON) if returned else None
    return source_of(entry) if entry else docket.year.absent(one.month)
