"""Whether every rule of an edition can run: indicators, audit relations, deductions.

Part of :func:`~zongzhi_xl.core.soundness.parts.audit`; every fault is a :class:`RecordError` with
its place in the document.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields, is_dataclass
from fractions import Fraction
from typing import Any, get_type_hints

from zongzhi_xl.contract import EVENT_COLUMNS, IDENTITY
from zongzhi_xl.core.appraising.deductions.kinds import (
    LateDay,
    LateEvent,
    Parameters,
    PerEvent,
    PerMissingPeriod,
    PerPoint,
    Span,
    parameters_of,
)
from zongzhi_xl.core.checking.kinds.kind import STARTED, Cell
from zongzhi_xl.core.checking.kinds.registry import KINDS
from zongzhi_xl.core.checking.relations import concerning
from zongzhi_xl.core.edition.event_words import Category
from zongzhi_xl.core.edition.items import Check, FormKind
from zongzhi_xl.core.edition.records import decode
from zongzhi_xl.core.edition.statement import REGISTER, Edition, Indicator
from zongzhi_xl.core.language.expressions import Expression
from zongzhi_xl.core.language.values import plain
from zongzhi_xl.core.returned.submission import EVENT_KINDS, EventColumn
from zongzhi_xl.core.soundness.cycles import no_cycle
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


def audit_rules(edition: Edition) -> None:
    """Raises :class:`RecordError` on the first rule of ``edition`` that cannot run."""
    names = year_vocabulary(edition)
    for path, indicator in _indicators(edition):
        _audit_indicator(indicator, names, path)
    _audit_checks(edition)
    _audit_deductions(edition, names)


# ------------------------------------------------------------------ indicators


def _indicators(edition: Edition) -> Iterator[tuple[str, Indicator]]:
    """Every indicator, those of the readings' options too, with its path."""
    for n, reading in enumerate(edition.statement.readings):
        for o, option in enumerate(reading.options):
            for m, indicator in enumerate(option.indicators):
                yield f"statement.readings[{n}].options[{o}].indicators[{m}]", indicator
    for c, clause in enumerate(edition.clauses):
        for n, indicator in enumerate(clause.indicators):
            yield f"clauses[{c}].indicators[{n}]", indicator
        for n, reading in enumerate(clause.readings):
            for o, option in enumerate(reading.options):
                for m, indicator in enumerate(option.indicators):
                    where = f"clauses[{c}].readings[{n}].options[{o}].indicators[{m}]"
                    yield where, indicator


def _audit_indicator(indicator: Indicator, names: Vocabulary, path: str) -> None:
    prove(indicator.formula, names, Sort.NUMBER, f"{path}.formula")
    for group, limit in indicator.limits.items():
        prove(limit.bound, names, Sort.NUMBER, f"{path}.limits.{group}")
    _audit_condition(indicator.applies, f"{path}.applies")


def _audit_condition(applies: Expression | None, path: str) -> None:
    """Whom a rule is asked of depends on the register alone."""
    if applies:
        prove(applies, dict.fromkeys(REGISTER, Sort.NUMBER), Sort.TRUTH, path)


# ------------------------------------------------------------------ audit relations


def _audit_checks(edition: Edition) -> None:
    ids: dict[FormKind, set[str]] = {kind: set() for kind in FormKind}
    found = list(_checks(edition))
    for path, check in found:
        if not _CHECK_ID.fullmatch(check.id):
            raise RecordError(f"{path}.id", f"审核关系编号“{check.id}”应如 13 或 28-2")
        if check.id in ids[check.form]:
            raise RecordError(f"{path}.id", f"审核关系 {check.id} 在{check.form.value}里写了两次")
        ids[check.form].add(check.id)
    for path, check in found:
        _audit_check(edition, check, path)
        for earlier in check.after:
            if earlier not in ids[check.form]:
                raise RecordError(f"{path}.after", f"{check.form.value}里没有审核关系 {earlier}")
    for kind in FormKind:
        of_form = [(path, check) for path, check in found if check.form == kind]
        no_cycle(
            {check.id: check.after for _, check in of_form},
            {check.id: f"{path}.after" for path, check in of_form},
        )


def _checks(edition: Edition) -> Iterator[tuple[str, Check]]:
    for f, form in enumerate(edition.forms):
        for n, check in enumerate(form.checks):
            path = f"forms[{f}].checks[{n}]"
            if check.form != form.kind:
                problem = f"是{check.form.value}，写在{form.kind.value}里，应为{form.kind.value}"
                raise RecordError(f"{path}.form", problem)
            yield path, check
    for c, clause in enumerate(edition.clauses):
        for n, check in enumerate(clause.checks):
            yield f"clauses[{c}].checks[{n}]", check


def _audit_check(edition: Edition, check: Check, path: str) -> None:
    names = check_vocabulary(edition, check.form, district=check.district)
    if (check.rule is None) == (check.kind is None):
        raise RecordError(path, "rule（公式）和 kind（命名的审核方式）应写且只写一个")
    _audit_known(check.each, names, f"{path}.each")
    if check.at and check.at not in names and check.at not in IDENTITY:
        raise RecordError(f"{path}.at", unknown(check.at, names))
    if check.rule:
        for each in check.each or (None,):
            prove(concerning(check.rule, each), names, Sort.TRUTH, f"{path}.rule")
        _audit_each(check.rule, check.each, path)
    else:
        _audit_kind(check, names, path)


def _audit_each(rule: Expression, each: tuple[str, ...], path: str) -> None:
    if not rule.names:
        raise RecordError(f"{path}.rule", f"公式“{rule}”里没有数据项，什么也审核不到")
    if each and not any(re.fullmatch(r"(.+_)?X", name) for name in rule.names):
        raise RecordError(f"{path}.each", "写了 each，公式里就要用 X 代表其中的每一项")


def _audit_kind(check: Check, cells: Vocabulary, path: str) -> None:
    """Closed words are proved by being decoded; what the form must know, by its type."""
    kind = KINDS.get(check.kind or "")
    if kind is None:
        problem = f"没有审核方式“{check.kind}”，可用：{'、'.join(KINDS)}"
        raise RecordError(f"{path}.kind", problem)
    parameters = decode(kind, check.parameters or {}, f"{path}.parameters")
    for field, typed in get_type_hints(kind).items():
        value, where = getattr(parameters, field), f"{path}.parameters.{field}"
        if typed is Expression:
            prove(value, {**cells, **_COLUMNS}, Sort.TRUTH, where)
        elif typed is Cell:
            _audit_known((value,), cells, where)
        elif typed == tuple[Cell, ...]:
            _audit_known(value, cells, where)


_COLUMN_SORTS = {EventColumn.MOMENT: Sort.DAY, EventColumn.COUNT: Sort.NUMBER}

#: what a rule over one row of the register may name
_COLUMNS: Vocabulary = {
    STARTED: Sort.DAY,
    **{
        name: _COLUMN_SORTS.get(EVENT_KINDS.get(name, EventColumn.TEXT), Sort.WORD)
        for name in EVENT_COLUMNS
    },
}


def _audit_known(values: Iterable[str], names: Vocabulary, path: str) -> None:
    for name in values:
        if name not in names:
            raise RecordError(path, unknown(name, names))


# ------------------------------------------------------------------ deductions


def _audit_deductions(edition: Edition, names: Vocabulary) -> None:
    seen: set[str] = set()
    for c, clause in enumerate(edition.clauses):
        for n, deduction in enumerate(clause.deductions):
            path = f"clauses[{c}].deductions[{n}]"
            _audit_deduction_id(deduction.id, clause.number, seen, f"{path}.id")
            seen.add(deduction.id)
            _audit_condition(deduction.applies, f"{path}.applies")
            try:
                parameters = parameters_of(deduction)
            except RecordError as fault:
                raise RecordError(f"{path}.{fault.path}", fault.problem) from fault
            _audit_prices(parameters, f"{path}.parameters")
            _audit_parameters(edition, parameters, names, f"{path}.parameters")


def _audit_deduction_id(name: str, clause: int, seen: set[str], path: str) -> None:
    if not re.fullmatch(rf"D{clause:02d}-[1-9]\d*", name):
        raise RecordError(path, f"扣分规则编号“{name}”应为 D{clause:02d}-1、D{clause:02d}-2……")
    if name in seen:
        raise RecordError(path, f"扣分规则 {name} 写了两次")


def _audit_prices(record: Any, path: str) -> None:
    """No number below zero: the letter knows deductions only, a bonus is nobody's intention."""
    for field in fields(record):
        value, where = getattr(record, field.name), f"{path}.{field.name}"
        if isinstance(value, int | Fraction) and value < 0:
            raise RecordError(where, f"是 {plain(value)}，不能小于0")
        if isinstance(value, tuple):
            for n, part in enumerate(value):
                if is_dataclass(part):
                    _audit_prices(part, f"{where}[{n}]")
        if isinstance(value, dict):
            for key, part in value.items():
                _audit_prices(part, f"{where}.{key}")


def _audit_parameters(
    edition: Edition, parameters: Parameters, names: Vocabulary, path: str
) -> None:
    match parameters:
        case PerPoint(indicator=name):
            _audit_target(edition, name, f"{path}.indicator")
        case PerMissingPeriod():
            _audit_duty(edition, parameters, path)
        case LateEvent(categories=categories):
            _audit_categories(categories, f"{path}.categories")
        case PerEvent(category=category):
            _audit_categories((category,), f"{path}.category")
        case LateDay(date=day, due=due):
            _audit_days({"date": day, "due": due}, names, path)
        case _:
            _audit_expressions(parameters, names, path)


def _audit_target(edition: Edition, name: str, path: str) -> None:
    indicator = edition.indicators.get(name)
    if indicator is None:
        raise RecordError(path, unknown(name, dict.fromkeys(edition.indicators, Sort.NUMBER)))
    if not indicator.limits:
        raise RecordError(path, f"指标“{name}”没有限额，不能按超出多少扣分")


def _audit_duty(edition: Edition, duty: PerMissingPeriod, path: str) -> None:
    form = FormKind.ANNUAL if duty.per == Span.YEAR else FormKind.MONTHLY
    items = {item.name: item for item in edition.form(form).items}
    for name in duty.items:
        if name not in items:
            known = {one: sort_of_item(item) for one, item in items.items()}
            raise RecordError(f"{path}.items", f"{form.value}里{unknown(name, known)}")
        if duty.done:
            prove(duty.done, {"X": sort_of_item(items[name])}, Sort.TRUTH, f"{path}.done")


def _audit_categories(categories: tuple[str, ...], path: str) -> None:
    for category in categories:
        if category not in tuple(Category):
            problem = f"没有大类“{category}”，可用：{'、'.join(Category)}"
            raise RecordError(path, problem)


def _audit_days(days: Mapping[str, str], names: Vocabulary, path: str) -> None:
    for field, name in days.items():
        if name not in names:
            raise RecordError(f"{path}.{field}", unknown(name, names))
        if names[name] != Sort.DAY:
            raise RecordError(f"{path}.{field}", f"“{name}”是{names[name]}，这里应为日期")


#: parameters that are expressions → what they must amount to
_WANTED = {"when": Sort.TRUTH, "count": Sort.NUMBER}


def _audit_expressions(parameters: Any, names: Vocabulary, path: str) -> None:
    for field in fields(parameters):
        value = getattr(parameters, field.name)
        if isinstance(value, Expression):
            prove(value, names, _WANTED[field.name], f"{path}.{field.name}")
