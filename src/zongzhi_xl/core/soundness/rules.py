"""Whether every rule of an edition can run: indicators, audit relations, deductions.

Part of :func:`~zongzhi_xl.core.soundness.parts.unsound`; every fault is a :class:`RecordError` with
its place in the document.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields
from fractions import Fraction
from typing import Any, get_type_hints

from zongzhi_xl.contract import EVENT_COLUMNS, IDENTITY
from zongzhi_xl.core.appraising.deductions.duties import PerMissingPeriod, Span
from zongzhi_xl.core.appraising.deductions.kinds import Parameters, parameters_of
from zongzhi_xl.core.appraising.deductions.lateness import LateDay
from zongzhi_xl.core.appraising.deductions.shortfalls import PerPoint
from zongzhi_xl.core.checking.kinds.kind import Cell
from zongzhi_xl.core.checking.kinds.registry import KINDS
from zongzhi_xl.core.checking.relations import concerning
from zongzhi_xl.core.edition.items import Check, FormKind
from zongzhi_xl.core.edition.records import read
from zongzhi_xl.core.edition.statement import REGISTER, Deduction, Edition, Indicator
from zongzhi_xl.core.language.expressions import Expression
from zongzhi_xl.core.language.meant import meant
from zongzhi_xl.core.language.values import plain
from zongzhi_xl.core.returned.names import STARTED
from zongzhi_xl.core.returned.submission import EVENT_KINDS, EventColumn
from zongzhi_xl.core.returned.terms import term_of
from zongzhi_xl.core.soundness.located import each_once, located, no_cycle, values_in
from zongzhi_xl.core.soundness.vocabulary import (
    Sort,
    Vocabulary,
    check_vocabulary,
    prove,
    sort_of_item,
    unknown,
    year_vocabulary,
)
from zongzhi_xl.errors import RecordError

_CHECK_ID = re.compile(r"\d{2,3}(-\d{1,2})?")


def audit_rules(edition: Edition) -> Iterator[RecordError]:
    """A fault for each rule of ``edition`` that cannot run."""
    names = year_vocabulary(edition)
    for path, indicator in located(Indicator, edition):
        yield from _audit_indicator(indicator, names, path)
    yield from _audit_checks(edition)
    yield from _audit_deductions(edition, names)


# ------------------------------------------------------------------ indicators


def _audit_indicator(indicator: Indicator, names: Vocabulary, path: str) -> Iterator[RecordError]:
    yield from prove(indicator.formula, names, Sort.NUMBER, f"{path}.formula")
    for group, limit in indicator.limits.items():
        yield from prove(limit.bound, names, Sort.NUMBER, f"{path}.limits.{group}")
    yield from _audit_condition(indicator.applies, f"{path}.applies")


def _audit_condition(applies: Expression | None, path: str) -> Iterator[RecordError]:
    """Whom a rule is asked of depends on the register alone."""
    if applies:
        yield from prove(applies, dict.fromkeys(REGISTER, Sort.NUMBER), Sort.TRUTH, path)


# ------------------------------------------------------------------ audit relations


def _audit_checks(edition: Edition) -> Iterator[RecordError]:
    checks = list(located(Check, edition))
    for path, check in checks:
        if not _CHECK_ID.fullmatch(check.id):
            yield RecordError(f"{path}.id", f"审核关系编号“{check.id}”应如 13 或 28-2")
    for f, form in enumerate(edition.forms):
        for path, check in located(Check, form, f"forms[{f}]"):
            if check.form != form.kind:
                problem = f"是{check.form}，写在{form.kind}里，应为{form.kind}"
                yield RecordError(f"{path}.form", problem)
        of_form = {path: check for path, check in checks if check.form == form.kind}
        ids = ((f"{path}.id", check.id) for path, check in of_form.items())
        yield from each_once(ids, f"审核关系 {{}} 在{form.kind}里写了两次")
        yield from _audit_causes(of_form, form.kind)
    for asked in dict.fromkeys((check.form, check.district) for _, check in checks):
        names = check_vocabulary(edition, asked[0], district=asked[1])
        for path, check in checks:
            if (check.form, check.district) == asked:
                yield from _audit_check(check, names, path)


def _audit_causes(checks: Mapping[str, Check], form: FormKind) -> Iterator[RecordError]:
    """What explains a finding is another check of its form, and so on to an end."""
    causes = {check.id: check.after for check in checks.values()}
    places = {check.id: f"{path}.after" for path, check in checks.items()}
    for name, earlier in causes.items():
        for cause in earlier:
            if cause not in causes:
                yield RecordError(places[name], f"{form}里没有审核关系 {cause}")
    yield from no_cycle(causes, places)


def _audit_check(check: Check, names: Vocabulary, path: str) -> Iterator[RecordError]:
    if (check.rule is None) == (check.kind is None):
        yield RecordError(path, "rule（公式）和 kind（命名的审核方式）应写且只写一个")
        return
    yield from _audit_known(check.each, names, f"{path}.each")
    if check.at and check.at not in names and check.at not in IDENTITY:
        yield RecordError(f"{path}.at", unknown(check.at, names))
    if check.rule:
        yield from _audit_rule(check.rule, check.each, names, path)
        yield from _audit_each(check.rule, check.each, path)
    else:
        yield from _audit_kind(check, names, path)


def _audit_rule(
    rule: Expression, each: tuple[str, ...], names: Vocabulary, path: str
) -> Iterator[RecordError]:
    """The faults of the first item over which it cannot run."""
    for one in [one for one in each if one in names] if each else [None]:
        faults = [*prove(concerning(rule, one), names, Sort.TRUTH, f"{path}.rule")]
        if faults:
            yield from faults
            return


def _audit_each(rule: Expression, each: tuple[str, ...], path: str) -> Iterator[RecordError]:
    if not rule.names:
        yield RecordError(f"{path}.rule", f"公式“{rule}”里没有数据项，什么也审核不到")
    if each and not any(term_of(name).item == "X" for name in rule.names):
        yield RecordError(f"{path}.each", "写了 each，公式里就要用 X 代表其中的每一项")


def _audit_kind(check: Check, cells: Vocabulary, path: str) -> Iterator[RecordError]:
    """Closed words are proved by being decoded; what the form must know, by its type."""
    kind = KINDS.get(check.kind or "")
    if kind is None:
        problem = (
            f"没有审核方式“{check.kind}”，可用：{'、'.join(KINDS)}{meant(check.kind or '', KINDS)}"
        )
        yield RecordError(f"{path}.kind", problem)
        return
    parameters, faults = read(kind, check.parameters or {}, f"{path}.parameters")
    if faults:
        yield from faults
        return
    for field, typed in get_type_hints(kind).items():
        value, where = getattr(parameters, field), f"{path}.parameters.{field}"
        if typed is Expression:
            yield from prove(value, {**cells, **_COLUMNS}, Sort.TRUTH, where)
        elif typed is Cell:
            yield from _audit_known((value,), cells, where)
        elif typed == tuple[Cell, ...]:
            yield from _audit_known(value, cells, where)


_COLUMN_SORTS = {EventColumn.MOMENT: Sort.DAY, EventColumn.COUNT: Sort.NUMBER}

#: what a rule over one row of the register may name
_COLUMNS: Vocabulary = {
    STARTED: Sort.DAY,
    **{
        name: _COLUMN_SORTS.get(EVENT_KINDS.get(name, EventColumn.TEXT), Sort.WORD)
        for name in EVENT_COLUMNS
    },
}


def _audit_known(values: Iterable[str], names: Vocabulary, path: str) -> Iterator[RecordError]:
    for name in values:
        if name not in names:
            yield RecordError(path, unknown(name, names))


# ------------------------------------------------------------------ deductions


def _audit_deductions(edition: Edition, names: Vocabulary) -> Iterator[RecordError]:
    for c, clause in enumerate(edition.clauses):
        for path, deduction in located(Deduction, clause, f"clauses[{c}]"):
            if not re.fullmatch(rf"D{clause.number:02d}-[1-9]\d*", deduction.id):
                wanted = f"D{clause.number:02d}-1、D{clause.number:02d}-2……"
                yield RecordError(f"{path}.id", f"扣分规则编号“{deduction.id}”应为 {wanted}")
            yield from _audit_deduction(edition, deduction, names, path)
    ids = ((f"{path}.id", one.id) for path, one in located(Deduction, edition))
    yield from each_once(ids, "扣分规则 {} 写了两次")


def _audit_deduction(
    edition: Edition, deduction: Deduction, names: Vocabulary, path: str
) -> Iterator[RecordError]:
    yield from _audit_condition(deduction.applies, f"{path}.applies")
    try:
        parameters = parameters_of(deduction)
    except RecordError as fault:
        yield from (one.below(path) for one in fault.every)
        return
    for where, value in values_in(parameters, f"{path}.parameters"):
        # the letter knows deductions only, a bonus is nobody's intention
        if isinstance(value, int | Fraction) and value < 0:
            yield RecordError(where, f"是 {plain(value)}，不能小于0")
    yield from _audit_parameters(edition, parameters, names, f"{path}.parameters")


def _audit_parameters(
    edition: Edition, parameters: Parameters, names: Vocabulary, path: str
) -> Iterator[RecordError]:
    match parameters:
        case PerPoint(indicator=name):
            yield from _audit_target(edition, name, f"{path}.indicator")
        case PerMissingPeriod():
            yield from _audit_duty(edition, parameters, path)
        case LateDay(date=day, due=due):
            yield from _audit_days({"date": day, "due": due}, names, path)
        case _:
            yield from _audit_expressions(parameters, names, path)


def _audit_target(edition: Edition, name: str, path: str) -> Iterator[RecordError]:
    indicator = edition.indicators.get(name)
    if indicator is None:
        yield RecordError(path, unknown(name, edition.indicators))
    elif not indicator.limits:
        yield RecordError(path, f"指标“{name}”没有限额，不能按超出多少扣分")


def _audit_duty(edition: Edition, duty: PerMissingPeriod, path: str) -> Iterator[RecordError]:
    form = FormKind.ANNUAL if duty.per == Span.YEAR else FormKind.MONTHLY
    items = {item.name: item for item in edition.form(form).items}
    for name in duty.items:
        if name not in items:
            yield RecordError(f"{path}.items", f"{form.value}里{unknown(name, items)}")
        elif duty.done:
            yield from prove(
                duty.done, {"X": sort_of_item(items[name])}, Sort.TRUTH, f"{path}.done"
            )


def _audit_days(days: Mapping[str, str], names: Vocabulary, path: str) -> Iterator[RecordError]:
    for field, name in days.items():
        yield from _audit_known((name,), names, f"{path}.{field}")
        if names.get(name, Sort.DAY) != Sort.DAY:
            yield RecordError(f"{path}.{field}", f"“{name}”是{names[name]}，这里应为日期")


#: parameters that are expressions → what they must amount to
_WANTED = {"when": Sort.TRUTH, "count": Sort.NUMBER}


def _audit_expressions(parameters: Any, names: Vocabulary, path: str) -> Iterator[RecordError]:
    for field in fields(parameters):
        value = getattr(parameters, field.name)
        if isinstance(value, Expression):
            yield from prove(value, names, _WANTED[field.name], f"{path}.{field.name}")
