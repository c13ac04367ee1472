"""Validation (审核) of one return: everything that does not fit, at once, root cause first.

:func:`validate` is what a return can tell by itself: its cells, the bases in its own workbook,
and the register in the edition. :func:`validate_in_district` runs the checks marked 区, which
need the departments' figures, earlier returns or the day of receipt. Both give located findings
and never raise for a clerk's mistake.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

from zongzhi_xl.contract import IDENTITY, LAST_MONTH, MEAN, MONTHS_COUNT, MONTHS_SUM, SO_FAR
from zongzhi_xl.core.checking.kinds.figures import KINDS, CheckKind
from zongzhi_xl.core.checking.relations import Case, Fault, Rule, fault_of, rules_of, shown
from zongzhi_xl.core.edition.items import Check, FormKind, Item, Severity
from zongzhi_xl.core.edition.records import decode
from zongzhi_xl.core.edition.statement import Edition
from zongzhi_xl.core.language.values import BLANK, NOT_APPLICABLE, Gap, Value, strongest_gap
from zongzhi_xl.core.returned.departments import DepartmentReturn
from zongzhi_xl.core.returned.findings import Finding, in_order
from zongzhi_xl.core.returned.names import LEAST_MONTHS_FOR_MEAN, Lookup, lookup_in
from zongzhi_xl.core.returned.personal_data import masked
from zongzhi_xl.core.returned.submission import Entry, Submission

__all__ = ["KINDS", "DistrictView", "validate", "validate_in_district", "view_of"]

#: figure of the departments for the same unit and period, the ledger's sum, the day of receipt
DEPARTMENT, LEDGER, RECEIVED = "部门_", "台账累计_", "收到日期"


@dataclass(frozen=True)
class DistrictView:
    """What the district knows beside one return.

    ``department``: the departments' figures for the return's unit, of its month (月报) and of
    its year, by item; ``earlier``: the unit's other monthly returns of the year, by month, those
    before this one (for 年报 all of them); ``received``: the day it came in, if known;
    ``rivals``: other files for the same unit, period and form; ``year``: the year appraised.
    """

    department: Mapping[str, Entry] = field(default_factory=dict)
    earlier: Mapping[int, Submission] = field(default_factory=dict)
    received: date | None = None
    rivals: tuple[Submission, ...] = ()
    year: int | None = None


def view_of(
    submission: Submission,
    returns: Iterable[Submission],
    departments: DepartmentReturn | None = None,
    *,
    received: date | None = None,
    year: int | None = None,
) -> DistrictView:
    """The view of ``submission`` among ``returns`` of its unit; it may be one of them."""
    of_unit = [one for one in returns if _of_one_year(one, submission)]
    before = submission.month or 13
    monthly = {one.month: one for one in of_unit if one.month and one.month < before}
    rivals = tuple(one for one in of_unit if _same_slot(one, submission))
    figures = _figures_for(submission, departments) if departments else {}
    return DistrictView(figures, monthly, received, rivals, year)


def _of_one_year(one: Submission, other: Submission) -> bool:
    return (one.unit, one.year) == (other.unit, other.year)


def _same_slot(one: Submission, other: Submission) -> bool:
    if (one.form, one.month) != (other.form, other.month):
        return False
    return (one.file, one.sha256) != (other.file, other.sha256)


def _figures_for(submission: Submission, departments: DepartmentReturn) -> dict[str, Entry]:
    figures = dict(departments.yearly.get(submission.unit, {}))
    if submission.month is not None:
        figures |= departments.monthly.get((submission.unit, submission.month), {})
    return figures


# ------------------------------------------------------------------ the two entry points


def validate(submission: Submission, edition: Edition) -> tuple[Finding, ...]:
    """Every finding that one return can tell by itself, blocking first."""
    plan = _plan(edition, submission.form)
    case = Case(submission, edition, plan.items, lookup_in(submission, edition))
    findings = [*_structural(case), *_run(plan.alone, case)]
    return in_order(findings) if findings else ()


def validate_in_district(
    submission: Submission, edition: Edition, district: DistrictView
) -> tuple[Finding, ...]:
    """Every finding of the checks marked 区; a check whose figures are not there does not run."""
    plan = _plan(edition, submission.form)
    lookup = _district_lookup(submission, edition, district, plan.items)
    findings = _run(plan.district, Case(submission, edition, plan.items, lookup, district))
    return in_order(findings) if findings else ()


# ------------------------------------------------------------------ checks made ready to run


@dataclass(frozen=True)
class _Prepared:
    """A check with its rules compiled, or its kind with the parameters decoded."""

    check: Check
    clause: int | None
    rules: tuple[Rule, ...]
    kind: CheckKind | None

    def faults(self, case: Case) -> Iterator[Fault]:
        if self.kind:
            yield from self.kind.faults(case)
        for rule in self.rules:
            if rule.broken_in(case.figures):
                yield fault_of(rule, self.check, case)


@dataclass(frozen=True)
class _Plan:
    """The checks of one form of one edition, ready to run."""

    items: Mapping[str, Item]
    alone: tuple[_Prepared, ...]
    district: tuple[_Prepared, ...]


#: plans by identity of the edition, which is kept so that its identity stays its own
_PLANS: dict[tuple[int, FormKind], tuple[Edition, _Plan]] = {}
_MOST_PLANS = 32


def _plan(edition: Edition, form: FormKind) -> _Plan:
    known = _PLANS.get((id(edition), form))
    if known:
        return known[1]
    if len(_PLANS) >= _MOST_PLANS:
        _PLANS.clear()
    plan = _planned(edition, form)
    _PLANS[id(edition), form] = (edition, plan)
    return plan


def _planned(edition: Edition, form: FormKind) -> _Plan:
    clause_of = {id(check): one.number for one in edition.clauses for check in one.checks}
    prepared = [
        _Prepared(check, check.clause or clause_of.get(id(check)), rules_of(check), _kind(check))
        for check in edition.checks(form)
    ]
    return _Plan(
        {item.name: item for item in edition.form(form).items},
        tuple(one for one in prepared if not one.check.district),
        tuple(one for one in prepared if one.check.district),
    )


def _kind(check: Check) -> CheckKind | None:
    return decode(KINDS[check.kind], check.parameters or {}) if check.kind else None


# ------------------------------------------------------------------ running them


def _run(checks: tuple[_Prepared, ...], case: Case) -> list[Finding]:
    found = [(one, fault) for one in checks for fault in one.faults(case)]
    if not found:
        return []
    return [_finding(one, fault, case) for one, fault in found if not _follows(one, fault, found)]


def _follows(one: _Prepared, fault: Fault, found: list[tuple[_Prepared, Fault]]) -> bool:
    """Whether another finding on the same items is the cause of this one."""
    causes = one.check.after
    return any(
        other.check.id in causes and other_fault.about & fault.about for other, other_fault in found
    )


def _finding(one: _Prepared, fault: Fault, case: Case) -> Finding:
    check, entry = one.check, case.entry(fault.at)
    place = fault.place or (entry.place if entry else None)
    value = fault.value if fault.value is not None else shown(entry)
    explained = fault.explained if fault.explained is not None else (entry.note if entry else "")
    return Finding(
        code=check.id,
        severity=check.severity,
        sheet=place.sheet if place else case.submission.form.value,
        cell=place.cell if place else "",
        item=fault.at,
        value=masked(value),
        message=masked(f"{fault.message}：{fault.words or check.words}"),
        remedy=masked(fault.remedy or check.remedy),
        clause=one.clause,
        explained=masked(explained) if check.severity == Severity.QUERY else "",
    )


# ------------------------------------------------------------------ structure (S1, S2)


def _structural(case: Case) -> Iterator[Finding]:
    if case.submission.strays:
        yield from _strays(case.submission)
    for name in (*case.items, *IDENTITY):
        entry = case.submission.entries.get(name)
        if entry and entry.formula and not isinstance(entry.value, Gap):
            yield _formula_typed(case, name, entry)


def _strays(submission: Submission) -> Iterator[Finding]:
    by_sheet: dict[str, list[str]] = {}
    for place in submission.strays:
        by_sheet.setdefault(place.sheet, []).append(place.cell)
    for sheet, cells in by_sheet.items():
        register = sheet == "重大事项"
        yield Finding(
            code="S1",
            severity=Severity.BLOCKING if register else Severity.NOTICE,
            sheet=sheet,
            cell=cells[0],
            item="",
            value="",
            message=f"表格范围以外有 {len(cells)} 个单元格写了内容，不会被读取和汇总",
            remedy="移到登记表的空行里" if register else "移到说明栏，或删去",
        )


def _formula_typed(case: Case, name: str, entry: Entry) -> Finding:
    return Finding(
        code="S2",
        severity=Severity.QUERY,
        sheet=entry.place.sheet,
        cell=entry.place.cell,
        item=name,
        value=masked(shown(entry)),
        message=f"{case.label(name)}填的是公式，现在的结果是 {masked(shown(entry))}：应直接填数",
        remedy=f"核对后改填 {masked(shown(entry))}；需要保留公式的，在说明栏写明数从哪里来",
        explained=masked(entry.note),
    )


# ------------------------------------------------------------------ names at the district


def _district_lookup(
    submission: Submission, edition: Edition, view: DistrictView, items: Mapping[str, Item]
) -> Lookup:
    """The return's own names, and where they are blank what the district knows."""
    own = lookup_in(submission, edition)

    def lookup(name: str) -> Value:
        if name.startswith(DEPARTMENT):
            return _department_value(view, name.removeprefix(DEPARTMENT))
        if name.startswith(LEDGER):
            return _sum_before(submission, view, name.removeprefix(LEDGER))
        if name == RECEIVED:
            return view.received or BLANK
        value = own(name)
        if not isinstance(value, Gap) or name in items:
            return value
        known = _known(submission, view, name)
        return value if isinstance(known, Gap) else known

    return lookup


def _department_value(view: DistrictView, item: str) -> Value:
    entry = view.department.get(item)
    return entry.value if entry else BLANK


def _known(submission: Submission, view: DistrictView, name: str) -> Value:
    """A department's figure, or a base worked out from the earlier returns."""
    prefix, mark, item = name.rpartition("_")
    match prefix + mark:
        case "":
            return _department_value(view, name)
        case str(last) if last == LAST_MONTH:
            before = view.earlier.get((submission.month or 0) - 1)
            return before.value(item) if before else BLANK
        case str(mean) if mean == MEAN:
            return _mean_before(view, item)
        case str(so_far) if so_far == SO_FAR:
            return _year_so_far(submission, view, item)
        case str(months) if months == MONTHS_COUNT:
            return len(view.earlier)
        case str(total) if total == MONTHS_SUM:
            return _sum([one.value(item.removeprefix("全年")) for one in view.earlier.values()])
    return BLANK


def _sum_before(submission: Submission, view: DistrictView, item: str) -> Value:
    """Sum of the earlier months; a gap where one of them is not there."""
    months = range(1, submission.month or 13)
    if any(month not in view.earlier for month in months):
        return BLANK
    return _sum([view.earlier[month].value(item) for month in months])


def _year_so_far(submission: Submission, view: DistrictView, item: str) -> Value:
    before = _sum_before(submission, view, item)
    if submission.month is None:
        return before
    return _sum([before, submission.value(item)])


def _sum(values: list[Value]) -> Value:
    """不适用 adds nothing; any other gap makes the sum one."""
    asked = [value for value in values if value != NOT_APPLICABLE]
    return strongest_gap(asked) or sum(value for value in asked if isinstance(value, int))


def _mean_before(view: DistrictView, item: str) -> Value:
    counts = [one.value(item) for one in view.earlier.values()]
    numbers = [count for count in counts if isinstance(count, int)]
    if len(numbers) < LEAST_MONTHS_FOR_MEAN:
        return BLANK
    return Fraction(sum(numbers), len(numbers))
