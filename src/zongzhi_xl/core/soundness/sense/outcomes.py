"""What nobody can mean, told at a glance: grades, order, days, the same rule or band twice."""

from collections.abc import Iterator

from zongzhi_xl.core.edition.deductions import Deduction
from zongzhi_xl.core.edition.district_fields import ALLOWED, Asked
from zongzhi_xl.core.edition.items import FormKind
from zongzhi_xl.core.edition.scales import Bands
from zongzhi_xl.core.edition.statement import Edition
from zongzhi_xl.core.language.values import plain
from zongzhi_xl.core.soundness.located import each_once
from zongzhi_xl.core.soundness.sense import tiers
from zongzhi_xl.core.soundness.sense.doubt import deductions_in
from zongzhi_xl.core.soundness.wholes import is_whole
from zongzhi_xl.errors import RecordError
from zongzhi_xl.record import fields_of, names_of

#: days within which a reply or a corrected return may sensibly be asked for
_MOST_DAYS, _MOST_MONTHS = ALLOWED[Asked.DAYS][-1], 6


def faults(edition: Edition) -> Iterator[RecordError]:
    """What no statement can mean."""
    yield from _grades(edition)
    yield from _tie_breaks(edition)
    yield from _days(edition)
    yield from _same_rule_twice(edition)
    yield from _scales(edition)


def _grades(edition: Edition) -> Iterator[RecordError]:
    grades, best = edition.statement.grades, edition.statement.best
    for n, grade in enumerate(grades):
        if grade.at_least > best:
            found = f"“{grade.name}”从 {plain(grade.at_least)} 分起，最多只有 {plain(best)} 分"
            yield RecordError(f"statement.grades[{n}].at_least", f"{found}：没有谁能评上")
    yield from each_once(
        ((f"statement.grades[{n}].name", grade.name) for n, grade in enumerate(grades)),
        "等次“{}”写了两次，每个等次的名称只能用一次",
    )
    for lowest in grades[-1:]:
        path = f"statement.grades[{len(grades) - 1}]"
        for field in ("quota", "places"):
            if getattr(lowest, field) is not None:
                problem = f"“{lowest.name}”是最低的等次，不能限名额：排不进去的没有等次"
                yield RecordError(f"{path}.{field}", problem)
        if lowest.needs_clean_record:
            problem = f"“{lowest.name}”是最低的等次，不能再要求审核通过"
            yield RecordError(f"{path}.needs_clean_record", problem)


def _tie_breaks(edition: Edition) -> Iterator[RecordError]:
    known = {clause.number: clause for clause in edition.clauses}
    for n, word in enumerate(edition.statement.tie_breaks):
        for number in word.split("+") if word[:1].isdecimal() else ():
            clause = known.get(int(number)) if number.isdecimal() else None
            if clause is None or not clause.points:
                problem = f"同分时要比第{number}条失分，但没有这一条，或这一条不计分"
                yield RecordError(f"statement.tie_breaks[{n}]", problem)


def _days(edition: Edition) -> Iterator[RecordError]:
    statement = edition.statement
    if not 1 <= statement.veto.reply_days <= _MOST_DAYS:
        problem = f"申辩期是 {statement.veto.reply_days} 天，应为 1 至 {_MOST_DAYS} 天"
        yield RecordError("statement.veto.reply_days", problem)
    if not 0 <= statement.resubmission_days <= _MOST_DAYS:
        problem = f"补正期是 {statement.resubmission_days} 天，应为 0 至 {_MOST_DAYS} 天"
        yield RecordError("statement.resubmission_days", problem)
    for kind in FormKind:
        due = statement.due.get(kind)
        if due and due.months_after > _MOST_MONTHS:
            problem = f"{kind.value}在 {due.months_after} 个月以后才截止，应不超过 {_MOST_MONTHS}"
            yield RecordError(f"statement.due.{kind.value}", problem)


def _same_rule_twice(edition: Edition) -> Iterator[RecordError]:
    """Two rules that cost the same for the same, whatever they are called."""
    seen: dict[str, str] = {}
    for path, _, rule in deductions_in(edition):
        key = repr({name: one for name, one in fields_of(rule).items() if name in _CHARGED})
        if key in seen:
            yield RecordError(path, f"{rule.id} 与 {seen[key]} 的扣法完全一样，同一件事会扣两次")
        seen.setdefault(key, rule.id)


#: what of a rule says how it charges
_CHARGED = {*names_of(Deduction)} - {"id", "words", "most"}


def _scales(edition: Edition) -> Iterator[RecordError]:
    """Bands of which a part never counts, or that leave something out."""
    for path, _, rule in deductions_in(edition):
        read = rule.bands and Bands(rule.bands).edges
        for problem in tiers.faults(rule, whole=is_whole(rule, edition)) if read else ():
            yield RecordError(f"{path}.bands", problem)
