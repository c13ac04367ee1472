"""Whether every rule of an edition can run: indicators and audit relations.

Part of :func:`~zongzhi_xl.core.soundness.parts.unsound`; every fault is a :class:`RecordError` with
its place in the document.
"""

import re
from collections.abc import Iterable, Iterator, Mapping

from zongzhi_xl.contract import IDENTITY
from zongzhi_xl.core.checking.kinds.kind import Cell, Column
from zongzhi_xl.core.checking.kinds.registry import KINDS
from zongzhi_xl.core.checking.relations import concerning
from zongzhi_xl.core.edition.event_words import Category, DistrictMark
from zongzhi_xl.core.edition.items import Check, FormKind
from zongzhi_xl.core.edition.records import read
from zongzhi_xl.core.edition.statement import Edition, Indicator
from zongzhi_xl.core.language.expressions import Expression
from zongzhi_xl.core.language.meant import meant
from zongzhi_xl.core.returned.terms import term_of
from zongzhi_xl.core.soundness.located import each_once, located, no_cycle
from zongzhi_xl.core.soundness.register import one_of
from zongzhi_xl.core.soundness.vocabulary import (
    Sort,
    Vocabulary,
    check_vocabulary,
    event_vocabulary,
    prove,
    registered,
    unknown,
    year_vocabulary,
)
from zongzhi_xl.errors import RecordError
from zongzhi_xl.record import types_of

_CHECK_ID = re.compile(r"\d{2,3}(-\d{1,2})?")


def audit_rules(edition: Edition) -> Iterator[RecordError]:
    """A fault for each rule of ``edition`` that cannot run."""
    names = year_vocabulary(edition)
    for path, indicator in located(Indicator, edition):
        yield from _audit_indicator(edition, indicator, names, path)
    yield from _audit_checks(edition)


# ------------------------------------------------------------------ indicators


def _audit_indicator(
    edition: Edition, indicator: Indicator, names: Vocabulary, path: str
) -> Iterator[RecordError]:
    yield from prove(indicator.formula, names, Sort.NUMBER, f"{path}.formula")
    for group, limit in indicator.limits.items():
        yield from prove(limit.bound, names, Sort.NUMBER, f"{path}.limits.{group}")
    if indicator.applies:
        yield from prove(indicator.applies, registered(edition), Sort.TRUTH, f"{path}.applies")


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
                yield from _audit_check(edition, check, names, path)


def _audit_causes(checks: Mapping[str, Check], form: FormKind) -> Iterator[RecordError]:
    """What explains a finding is another check of its form, and so on to an end."""
    causes = {check.id: check.after for check in checks.values()}
    places = {check.id: f"{path}.after" for path, check in checks.items()}
    for name, earlier in causes.items():
        for cause in earlier:
            if cause not in causes:
                yield RecordError(places[name], f"{form}里没有审核关系 {cause}")
    yield from no_cycle(causes, places)


def _audit_check(
    edition: Edition, check: Check, names: Vocabulary, path: str
) -> Iterator[RecordError]:
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
        yield from _audit_kind(edition, check, names, path)


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


def _audit_kind(
    edition: Edition, check: Check, cells: Vocabulary, path: str
) -> Iterator[RecordError]:
    """Closed words are proved by being decoded; what form and edition must know, by its type."""
    chosen = edition.statement.events
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
    columns = event_vocabulary(edition)
    for field, typed in types_of(kind).items():
        value, where = getattr(parameters, field), f"{path}.parameters.{field}"
        if typed is Expression:
            yield from prove(value, {**cells, **columns}, Sort.TRUTH, where)
        elif typed is Cell:
            yield from _audit_known((value,), cells, where)
        elif typed == tuple[Cell, ...]:
            yield from _audit_known(value, cells, where)
        elif typed in (Column, tuple[Column, ...]):
            yield from _audit_known((value,) if isinstance(value, str) else value, columns, where)
        elif typed in (Category, tuple[Category, ...]):
            for word in (value,) if isinstance(value, str) else value:
                yield from one_of(chosen.categories, word, where)
        elif typed is DistrictMark:
            yield from one_of(chosen.marks, value, where)


def _audit_known(values: Iterable[str], names: Vocabulary, path: str) -> Iterator[RecordError]:
    for name in values:
        if name not in names:
            yield RecordError(path, unknown(name, names))
