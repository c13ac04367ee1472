"""Whether the parts of an edition fit together: what no single record can tell about itself.

:func:`unsound` tells every unsound thing with its place in the document, what was found and what
is allowed. Clauses and readings are numbered without holes; a clause left
out, points that do not add up or a rule over an unknown name must never reach a score.
"""

import re
from collections.abc import Iterable, Iterator, Set
from itertools import pairwise

from zongzhi_xl.core.edition.deductions import Deduction
from zongzhi_xl.core.edition.items import OF_DISTRICT, FormKind, Item, Kind
from zongzhi_xl.core.edition.records import together
from zongzhi_xl.core.edition.statement import (
    BY_SCORE,
    EVERY_GROUP,
    Clause,
    Edition,
    Indicator,
    Reading,
)
from zongzhi_xl.core.language.meant import meant
from zongzhi_xl.core.language.values import plain
from zongzhi_xl.core.soundness.deductions import audit_deductions
from zongzhi_xl.core.soundness.event_columns import audit_event_columns
from zongzhi_xl.core.soundness.located import each_once, located, no_cycle, values_in
from zongzhi_xl.core.soundness.register import audit_register, one_of
from zongzhi_xl.core.soundness.rules import audit_rules
from zongzhi_xl.core.soundness.sums import audit_sums
from zongzhi_xl.core.soundness.vocabulary import (
    Sort,
    audit_formulas,
    audit_names,
    prove,
    rule_vocabulary,
)
from zongzhi_xl.errors import RecordError

#: how many of the numbers that lack are told
_TOLD = 5
_READING = re.compile(r"R[1-9]\d*")
_TIE_BREAK = re.compile(r"\d+(\+\d+)*")


def audit(edition: Edition) -> None:
    """Raises :class:`RecordError` with every unsound thing of ``edition``."""
    if faults := [*unsound(edition)]:
        raise together(faults)


def unsound(edition: Edition) -> Iterator[RecordError]:
    """Every fault of ``edition``; without its three forms nothing else can be told."""
    yield from _audit_words(edition)
    yield from _audit_clauses(edition)
    yield from audit_sums(edition)
    if faults := [*_audit_forms(edition)]:
        yield from faults
        return
    yield from audit_names(edition)
    yield from _audit_items(edition)
    yield from audit_formulas(edition)
    yield from audit_register(edition)
    yield from audit_event_columns(edition)
    yield from _audit_statement(edition)
    yield from _audit_indicators(edition)
    yield from audit_rules(edition)
    yield from audit_deductions(edition)
    yield from _audit_readings(edition)


#: fields that people read or search by
_SPOKEN = {
    "name", "title", "subject", "sentence", "words", "remedy", "definition", "unit",
    "district", "office", "commission", "question", "default", "reason", "what", "why",
    "not_scored",
}  # fmt: skip


def _audit_words(edition: Edition) -> Iterator[RecordError]:
    for path, value in values_in(edition):
        spoken = path.rpartition(".")[2] in _SPOKEN
        if spoken and isinstance(value, str) and value != (value.strip() or None):
            yield RecordError(path, f"现为“{value}”，不能是空的，前后也不能有空格")


# ------------------------------------------------------------------ clauses


def _audit_clauses(edition: Edition) -> Iterator[RecordError]:
    numbers = [(f"{path}.number", clause.number) for path, clause in located(Clause, edition)]
    yield from each_once(numbers, "第{}条写了两次，每条只能有一个文件")
    given = {number for _, number in numbers}
    if not given:
        yield RecordError("clauses", "一条也没有，至少要有第1条")
    for path, number in numbers:
        if number < 1:
            yield RecordError(path, f"没有第{number}条，条号从1编起")
    if holes := _holes(given):
        missing = "、".join(f"第{number}条" for number in holes)
        every = f"第1条至第{max(given)}条应各有一个文件"
        yield RecordError("clauses", f"缺少{missing}；{every}")


def _holes(numbers: Iterable[int]) -> list[int]:
    """What lacks of 1, 2, 3 …; the first of many."""
    given = {*numbers}
    return [number for number in range(1, max(given, default=0)) if number not in given][:_TOLD]


# ------------------------------------------------------------------ forms, items, register


def _audit_forms(edition: Edition) -> Iterator[RecordError]:
    kinds = [form.kind for form in edition.forms]
    for kind in FormKind:
        least = kind == FormKind.DEPARTMENTS
        if not least <= kinds.count(kind) <= 1:
            how = "应有且只有一份" if least else "只能有一份"
            yield RecordError("forms", f"{kind.value}{how}，现有 {kinds.count(kind)} 份")


def _audit_items(edition: Edition) -> Iterator[RecordError]:
    numbers = {clause.number for clause in edition.clauses}
    for f, form in enumerate(edition.forms):
        items = dict(located(Item, form, f"forms[{f}]"))
        for path, item in items.items():
            if not item.code.isdecimal():
                yield RecordError(f"{path}.code", f"代码“{item.code}”应为数字，如 01")
            yield from _audit_item_scope(edition, path, form.kind, item, numbers)
            if item.kind in OF_DISTRICT and form.kind != FormKind.DEPARTMENTS:
                problem = f"{item.kind}由区里和部门填，只能写在部门提供数里"
                yield RecordError(f"{path}.kind", problem)
            yield from _audit_item_targets(edition, path, form.kind, item)
        codes = ((f"{path}.code", item.code) for path, item in items.items())
        yield from each_once(codes, f"代码 {{}} 在{form.kind}里写了两次")
        yield from no_cycle(
            {item.name: [item.part_of] if item.part_of else [] for item in items.values()},
            {item.name: f"{path}.part_of" for path, item in items.items()},
        )


def _audit_item_scope(
    edition: Edition, path: str, form: FormKind, item: Item, numbers: Set[int]
) -> Iterator[RecordError]:
    providers = edition.statement.providers
    if item.months and form != FormKind.MONTHLY:
        yield RecordError(f"{path}.months", f"只有月报的数据项可以限定月份，这是{form.value}")
    yield from one_of((providers.unit, *providers.others), item.source, f"{path}.source")
    for month in item.months:
        if not 1 <= month <= 12:
            yield RecordError(f"{path}.months", f"月份 {month} 不对，应为 1 至 12")
    for clause in item.clauses:
        if clause not in numbers:
            yield RecordError(f"{path}.clauses", f"没有第{clause}条")


def _audit_item_targets(
    edition: Edition, path: str, form: FormKind, item: Item
) -> Iterator[RecordError]:
    for field, target_form in (("part_of", form), ("sums", FormKind.MONTHLY)):
        name = getattr(item, field)
        if name and _target(edition, name, target_form) is None:
            near = meant(name, (one.name for one in edition.form(target_form).items))
            problem = f"{target_form.value}里没有数据项“{name}”{near}"
            yield RecordError(f"{path}.{field}", problem)
    whole = _target(edition, item.part_of, form)
    if whole and Kind.COUNT not in (whole.kind, item.kind):
        yield RecordError(f"{path}.part_of", "其中数和它的主项都应为计数")
    monthly = _target(edition, item.sums, FormKind.MONTHLY)
    if monthly and form != FormKind.ANNUAL:
        yield RecordError(f"{path}.sums", "只有年报的数据项可以核对各月合计")
    if monthly and monthly.source != item.source:
        found = f"来源是{item.source}，月报“{monthly.name}”的来源是{monthly.source}"
        yield RecordError(f"{path}.source", f"{found}，两者应一致")


def _target(edition: Edition, name: str | None, form: FormKind) -> Item | None:
    return next((item for item in edition.form(form).items if item.name == name), None)


# ------------------------------------------------------------------ the statement's own parts


def _audit_statement(edition: Edition) -> Iterator[RecordError]:
    yield from _audit_grades(edition)
    yield from _audit_ends(edition)
    yield from _audit_outcomes(edition)
    yield from _audit_periods(edition)
    yield from _audit_due(edition)
    for word in edition.statement.tie_breaks:
        if not _TIE_BREAK.fullmatch(word) and word not in edition.indicators:
            hint = meant(word, edition.indicators)
            problem = f"“{word}”应为条号（如 6、13+15）或指标名称{hint}"
            yield RecordError("statement.tie_breaks", problem)


def _audit_grades(edition: Edition) -> Iterator[RecordError]:
    grades = edition.statement.grades
    if not grades or grades[-1].at_least != 0:
        yield RecordError("statement.grades", "最低的等次应从0分起，否则低分没有等次")
    for n, (better, worse) in enumerate(pairwise(grades), 1):
        if better.at_least <= worse.at_least:
            found = f"{worse.name}的 {plain(worse.at_least)} 分不低于{better.name}"
            problem = f"等次应从高到低：{found}的 {plain(better.at_least)} 分"
            yield RecordError(f"statement.grades[{n}].at_least", problem)
    for n, grade in enumerate(grades):
        if grade.quota is not None and not 0 < grade.quota <= 1:
            yield RecordError(f"statement.grades[{n}].quota", "名额应大于0%、不超过100%")
        if grade.places is not None and (grade.quota or grade.places < 1):
            problem = "名额个数应不小于1，与名额（占多少）只写一个"
            yield RecordError(f"statement.grades[{n}].places", problem)


def _audit_periods(edition: Edition) -> Iterator[RecordError]:
    """Parts of a year one after the other, to its end, whose weights are all of it."""
    periods, path = edition.statement.periods, "statement.periods"
    months = [one.through for one in periods]
    if periods and (months != sorted({*months}) or months[0] < 1 or months[-1] != 12):
        yield RecordError(path, "through 应从小到大，最后一期是 12（全年）")
    if periods and (sum(one.weight for one in periods) != 1 or min(w.weight for w in periods) <= 0):
        yield RecordError(path, "各期的 weight 都应大于0，合计应为 100%")
    yield from each_once(((path, one.name) for one in periods), "分期“{}”写了两次")
    for where, rule in located(Deduction, edition) if periods else ():
        if rule.rows:
            yield RecordError(f"{where}.rows", "分期计分的方案里用不上它")


def _audit_outcomes(edition: Edition) -> Iterator[RecordError]:
    names = rule_vocabulary(edition) | dict.fromkeys(BY_SCORE, Sort.NUMBER)
    grades = [grade.name for grade in edition.statement.grades]
    for n, one in enumerate(edition.statement.outcomes):
        path = f"statement.outcomes[{n}]"
        yield from prove(one.where, names, Sort.TRUTH, f"{path}.where")
        for field, grade in (("grade", one.grade), ("at_best", one.at_best)):
            if grade and grade not in grades:
                yield RecordError(f"{path}.{field}", f"没有等次“{grade}”{meant(grade, grades)}")


def _audit_ends(edition: Edition) -> Iterator[RecordError]:
    """Where points are added, it must be said how far."""
    ends, full = edition.statement.ends, edition.statement.full_marks
    if ends is None and edition.adds:
        problem = "有加分的规则，要写明总分的两头，如 ends: {least: 0, most: 110}"
        yield RecordError("statement.ends", problem)
    if ends and not ends.least < full <= ends.most:
        problem = (
            f"应是最少 < 满分 {plain(full)} ≤ 最多，现为 {plain(ends.least)} 至 {plain(ends.most)}"
        )
        yield RecordError("statement.ends", problem)


def _audit_due(edition: Edition) -> Iterator[RecordError]:
    for kind in FormKind:
        due = edition.statement.due.get(kind)
        if due is None and kind not in (*edition.returned, FormKind.DEPARTMENTS):
            continue
        if due is None:
            yield RecordError("statement.due", f"缺少{kind.value}的报送时限")
        elif due.months_after < 0 or not 1 <= due.day <= 28:
            problem = "months_after 不能小于0，day 应为 1 至 28（每个月都有的日子）"
            yield RecordError(f"statement.due.{kind.value}", problem)


def _audit_readings(edition: Edition) -> Iterator[RecordError]:
    readings = dict(located(Reading, edition))
    ids = [(f"{path}.id", reading.id) for path, reading in readings.items()]
    for path, number in ids:
        if not _READING.fullmatch(number):
            yield RecordError(path, f"条款解释的编号“{number}”应为 R1、R2……")
    yield from each_once(ids, "条款解释 {} 写了两次")
    for path, reading in readings.items():
        for where, indicator in located(Indicator, reading, path):
            yield from _audit_replacement(edition, indicator, where)
    given = [int(number[1:]) for _, number in ids if _READING.fullmatch(number)]
    if holes := _holes(given):
        missing = "、".join(f"R{number}" for number in holes)
        problem = f"缺少条款解释 {missing}：编号要从 R1 连着编到 R{max(given)}"
        yield RecordError("statement.readings", problem)


def _audit_replacement(edition: Edition, indicator: Indicator, path: str) -> Iterator[RecordError]:
    if indicator.name not in edition.indicators:
        near = meant(indicator.name, edition.indicators)
        yield RecordError(f"{path}.name", f"没有指标“{indicator.name}”可以代替{near}")
    yield from _audit_limit_groups(edition, indicator, path, complete=False)


# ------------------------------------------------------------------ indicators


def _audit_indicators(edition: Edition) -> Iterator[RecordError]:
    indicators = {
        path: indicator
        for c, clause in enumerate(edition.clauses)
        for path, indicator in located(Indicator, clause.indicators, f"clauses[{c}].indicators")
    }
    for path, indicator in indicators.items():
        yield from _audit_limit_groups(edition, indicator, path, complete=True)
    yield from no_cycle(
        {one.name: [*_names_used(one)] for one in indicators.values()},
        {one.name: path for path, one in indicators.items()},
    )


def _names_used(indicator: Indicator) -> Iterator[str]:
    yield from indicator.formula.names
    for limit in indicator.limits.values():
        yield from limit.bound.names


def _audit_limit_groups(
    edition: Edition, indicator: Indicator, path: str, *, complete: bool
) -> Iterator[RecordError]:
    all_groups = edition.statement.groups
    allowed = (EVERY_GROUP, *all_groups)
    groups = set(indicator.limits)
    for group in indicator.limits:
        if group not in allowed:
            problem = f"没有组别“{group}”，可用：{'、'.join(allowed)}{meant(group, allowed)}"
            yield RecordError(f"{path}.limits", problem)
    if EVERY_GROUP in groups and len(groups) > 1:
        yield RecordError(f"{path}.limits", f"写了“{EVERY_GROUP}”就不能再分组别")
    missing = [group for group in all_groups if group not in groups]
    if any(group not in allowed for group in groups):
        return
    if complete and groups and EVERY_GROUP not in groups and missing:
        problem = f"缺少{'、'.join(missing)}的限额；应写“{EVERY_GROUP}”或各个组别都写"
        yield RecordError(f"{path}.limits", problem)
