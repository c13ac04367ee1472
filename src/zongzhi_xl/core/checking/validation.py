"""Validation (审核) of one return: everything that does not fit, at once, root cause first.

:func:`validate` is what a return can tell by itself: its cells, the bases in its own workbook,
and the register in the edition. :func:`validate_in_district` runs the checks marked 区, which
need the departments' figures, earlier returns or the day of receipt, and once more those that
lean on bases (底数), by the months that the district holds, and on what it says of events. All
give located findings and never raise for a clerk's mistake.
"""

from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property

from zongzhi_xl.contract import EVENTS, FAULTY, IDENTITY, NATURE, NOTE, REASON
from zongzhi_xl.core.checking.district import OF_EARLIER_MONTHS, DistrictView, Ways, district_lookup
from zongzhi_xl.core.checking.kinds.duties import QuarterMeeting
from zongzhi_xl.core.checking.kinds.events import EachEvent, row_words
from zongzhi_xl.core.checking.kinds.kind import CheckKind
from zongzhi_xl.core.checking.kinds.months import CopiedMonth
from zongzhi_xl.core.checking.kinds.registry import kind_of
from zongzhi_xl.core.checking.relations import Case, Fault, Rule, rules_of, shown
from zongzhi_xl.core.checking.sentences import fault_of
from zongzhi_xl.core.checking.unrun import Need, without_bases
from zongzhi_xl.core.edition.items import Check, FormKind, Item, Severity
from zongzhi_xl.core.edition.statement import Edition
from zongzhi_xl.core.language.addresses import listed
from zongzhi_xl.core.language.values import Gap
from zongzhi_xl.core.returned.departments import DepartmentReturn
from zongzhi_xl.core.returned.findings import Finding, in_order
from zongzhi_xl.core.returned.names import lookup_in
from zongzhi_xl.core.returned.personal_data import masked
from zongzhi_xl.core.returned.submission import Entry, Event, Submission
from zongzhi_xl.core.returned.terms import term_of
from zongzhi_xl.record import Record, replace

# ------------------------------------------------------------------ the two entry points


def validate(submission: Submission, edition: Edition) -> tuple[Finding, ...]:
    """Every finding that one return can tell by itself, blocking first."""
    plan = edition.once(_plans)[submission.form]
    case = Case(submission, edition, plan.items, lookup_in(submission, edition))
    missing = without_bases(case, (need for one in plan.alone for need in one.needs))
    return in_order([*_structural(case), *_run(plan.alone, case), *missing])


def validate_in_district(
    submission: Submission,
    edition: Edition,
    district: DistrictView,
    found: Iterable[Finding] = (),
) -> tuple[Finding, ...]:
    """Every finding of the return at the district; ``found`` is what it told by itself.

    A check whose figures are not there does not run.
    """
    plan = edition.once(_plans)[submission.form]
    lookup = district_lookup(submission, edition, district, plan.ways)
    case = Case(submission, edition, plan.items, lookup, district)
    again = {one.check.id for one in plan.again}
    kept = [one for one in found if one.code not in again]
    return in_order([*kept, *_run((*plan.again, *plan.district), case)])


def validate_departments(given: DepartmentReturn, edition: Edition) -> tuple[Finding, ...]:
    """Every finding of the departments' own figures, unit by unit; each says whose they are."""
    plan = edition.once(_plans)[FormKind.DEPARTMENTS]
    found = []
    for unit in dict.fromkeys([*given.yearly, *given.designated]):
        events = [Event(one.row, one.cells) for one in given.designated.get(unit, ())]
        paper = Submission(
            FormKind.DEPARTMENTS, unit, given.year, None, given.edition_id,
            given.file, given.sha256, given.yearly.get(unit, {}), tuple(events),
        )  # fmt: skip
        case = Case(paper, edition, plan.items, lookup_in(paper, edition))
        found += [replace(one, message=f"{unit}的{one.message}") for one in _run(plan.alone, case)]
    return tuple(found)


# ------------------------------------------------------------------ checks made ready to run


class _Prepared(Record):
    """A check with its rules compiled, or its kind with the parameters decoded."""

    check: Check
    clause: int | None
    rules: tuple[Rule, ...]
    kind: CheckKind | None

    @cached_property
    def needs(self) -> tuple[Need, ...]:
        """What each of its rules leans on."""
        return tuple(Need(self.check.id, rule.names) for rule in self.rules)

    @property
    def leans_on_more(self) -> bool:
        """Whether it asks for figures of earlier months, or for what the district accepts."""
        if isinstance(self.kind, EachEvent):
            return self.kind.leans_on_designations
        names = (name for rule in self.rules for name in rule.names)
        in_rules = any(term_of(name).prefix in OF_EARLIER_MONTHS for name in names)
        return in_rules or isinstance(self.kind, QuarterMeeting | CopiedMonth)

    def faults(self, case: Case) -> Iterator[Fault]:
        if self.kind:
            yield from self.kind.faults(case)
        for rule in self.rules:
            if rule.broken_in(case.figures):
                yield fault_of(rule, self.check, case)


class _Plan(Record):
    """The checks of one form of one edition, ready to run."""

    items: Mapping[str, Item]
    alone: tuple[_Prepared, ...]
    district: tuple[_Prepared, ...]

    @cached_property
    def ways(self) -> Ways:
        """Where its names are looked for at the district."""
        return Ways(self.items)

    @cached_property
    def again(self) -> tuple[_Prepared, ...]:
        """Those of ``alone`` that the district judges anew, with its causes and consequences."""
        leaning = [one for one in self.alone if one.leans_on_more]
        ids = {one.check.id for one in leaning}
        causes = {cause for one in (*leaning, *self.district) for cause in one.check.after}
        return tuple(
            one for one in self.alone if one.check.id in ids | causes or ids & {*one.check.after}
        )


def _plans(edition: Edition) -> Mapping[FormKind, _Plan]:
    return {form.kind: _planned(edition, form.kind) for form in edition.forms}


def _planned(edition: Edition, form: FormKind) -> _Plan:
    clause_of = {id(check): one.number for one in edition.clauses for check in one.checks}
    prepared = [
        _Prepared(
            check, check.clause or clause_of.get(id(check)), _rules(check, edition), kind_of(check)
        )
        for check in edition.checks(form)
    ]
    return _Plan(
        {item.name: item for item in edition.form(form).items},
        tuple(one for one in prepared if not one.check.district),
        tuple(one for one in prepared if one.check.district),
    )


def _rules(check: Check, edition: Edition) -> tuple[Rule, ...]:
    """The check's rules; a row worked out is about its parts, too."""
    return tuple(
        replace(rule, about=rule.about.union(*(_parts(name, edition) for name in rule.about)))
        for rule in rules_of(check)
    )


def _parts(name: str, edition: Edition) -> tuple[str, ...]:
    return edition.derived[name].formula.names if name in edition.derived else ()


# ------------------------------------------------------------------ running them


def _run(checks: tuple[_Prepared, ...], case: Case) -> list[Finding]:
    found = [(one, fault) for one in checks for fault in one.faults(case)]
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


# ------------------------------------------------------------------ structure (S1, S2, S6, S7)


def _structural(case: Case) -> Iterator[Finding]:
    yield from case.submission.doubts
    yield from _strays(case)
    for name, label, entry in _formulas(case):
        if not isinstance(entry.value, Gap):
            yield _formula_typed(name, label, entry, noted=name in case.items)


def _strays(case: Case) -> Iterator[Finding]:
    """What stands on the page and is not read; on pages for entries it may be meant as a figure."""
    by_sheet: dict[str, list[str]] = {}
    for place in case.submission.strays:
        by_sheet.setdefault(place.sheet, []).append(place.cell)
    registers, forms = _sheets_of_entries(case)
    for sheet, cells in by_sheet.items():
        typed = sheet in registers or sheet in forms
        yield Finding(
            code="S1",
            severity=Severity.BLOCKING if typed else Severity.NOTICE,
            sheet=sheet,
            cell=cells[0],
            item="",
            value="",
            message=f"填数的格以外有 {len(cells)} 个单元格（{listed(cells)}）写了内容，"
            "不会被读取和汇总",
            remedy=_FULL_REGISTER if sheet in registers else "移到填数的格或说明栏，或删去",
        )


def _sheets_of_entries(case: Case) -> tuple[set[str], set[str]]:
    """The pages of the register and of the form, under whatever names."""
    whose = case.submission
    events = {one.place.sheet for event in whose.events for one in event.cells.values()}
    items = {whose.entries[name].place.sheet for name in case.items if name in whose.entries}
    return {EVENTS} | events, {whose.form.value} | items


_FULL_REGISTER = (
    "移到登记表的空行里，或删去；登记表写满了的，撤消工作表保护（没有密码），"
    "在登记表最后一行上方插入行再填，或请区里发行数更多的表"
)


def _formulas(case: Case) -> Iterator[tuple[str, str, Entry]]:
    """Every cell of the clerk's that holds one: item or column, its name for people, the entry."""
    for name, entry in case.submission.entries.items():
        if entry.formula and (of := _filled_by_hand(name, case)):
            yield of, case.label(name), entry
    for event in case.submission.events:
        for column, entry in event.cells.items():
            if entry.formula:
                yield column, f"{row_words(event)}{case.label(column)}", entry


def _filled_by_hand(name: str, case: Case) -> str:
    """The item that an entry is of, or whose 说明; empty where the program filled it."""
    term = term_of(name)
    if term.prefix == NOTE:
        return term.item
    return name if name in case.items or name in _HEAD else ""


#: what the clerk fills in beside the items
_HEAD = frozenset((*IDENTITY, NATURE, REASON, FAULTY))


def _formula_typed(name: str, label: str, entry: Entry, *, noted: bool) -> Finding:
    """What stands in the file for it; a formula itself where no program worked it out yet.

    ``noted``: there is a 说明 beside it, in which the clerk may keep it with a reason.
    """
    value = masked(shown(entry))
    computed = not value.startswith("=")
    told = f"现在的结果是 {value}" if computed else "还没有算出结果"
    keep = "；要留公式的，在说明栏写明从哪里来" if noted else ""
    remedy = f"核对后直接填 {value}{keep}" if computed else "直接填写，不用公式"
    return Finding(
        code="S2",
        severity=Severity.QUERY,
        sheet=entry.place.sheet,
        cell=entry.place.cell,
        item=name,
        value=value,
        message=masked(f"{label}填的是公式，{told}：应直接填写"),
        remedy=remedy,
        explained=masked(entry.note),
    )
