"""The one path to a score: :func:`appraise` is what button, functions and command line call."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from itertools import product

from zongzhi_xl.core.appraising.accounting import account_of
from zongzhi_xl.core.appraising.deductions.docket import Docket
from zongzhi_xl.core.appraising.deliveries import deliveries_of, department_delivery
from zongzhi_xl.core.appraising.figures import (
    Figure,
    UnitYear,
    as_judged,
    figures_of,
    is_unreadable,
    lookup_in,
    month_cell,
    source_of,
)
from zongzhi_xl.core.appraising.indicators import judge, judge_all
from zongzhi_xl.core.appraising.outcomes import happened
from zongzhi_xl.core.appraising.peers import Peers, compared, peers_of
from zongzhi_xl.core.appraising.received import Received
from zongzhi_xl.core.appraising.rulings import NO_RULINGS, Rulings
from zongzhi_xl.core.appraising.scorecard import (
    PENDING_WORDS,
    Alternative,
    Appraisal,
    Contribution,
    DeliveryState,
    FileFindings,
    LedgerRow,
    Source,
    Standing,
    UnitAppraisal,
)
from zongzhi_xl.core.appraising.scored_periods import until
from zongzhi_xl.core.appraising.scoring import (
    Contender,
    Rule,
    clause_scores,
    decided,
    designations,
    ledger,
    ledger_of_periods,
    names_in_rules,
    part_scores,
    ranks,
    rules_of,
    score_of,
    tie_break,
)
from zongzhi_xl.core.appraising.sources import month_words, written
from zongzhi_xl.core.appraising.tally import Tally, file_findings
from zongzhi_xl.core.appraising.unit_case import UnitCase
from zongzhi_xl.core.appraising.unit_years import is_due, scope_of, unit_years
from zongzhi_xl.core.edition.items import FormKind, Severity
from zongzhi_xl.core.edition.rulebook import rulebook
from zongzhi_xl.core.edition.statement import Edition
from zongzhi_xl.core.language.values import Gap, Value
from zongzhi_xl.core.returned.department_merging import (
    merged,
    with_designations,
    with_differences,
)
from zongzhi_xl.core.returned.row_labels import listed


def appraise(  # noqa: PLR0913  # what is asked, in its parts
    tally: Tally,
    edition: Edition,
    year: int,
    *,
    through: int | None = None,
    final: bool = False,
    as_of: date | None = None,
    rulings: Rulings = NO_RULINGS,
) -> Appraisal:
    """The district's year as far as it has come.

    ``through``: the last month that is due (default: the newest month that any unit handed in, 0
    if none; 12 where the year is closed and anything came in). ``final`` closes the year: what
    is missing counts (R9), and only then a grade is not provisional. ``as_of`` is the last day
    of receipt in the tally: what is not there and was not due before it is 未到期; without it
    every month up to ``through`` is due. ``rulings`` are what the district decided. The tally is
    settled (by the same rulings): only files that count are in it.
    """
    tally = replace(tally, received=rulings.explained(tally.received))
    scope = replace(scope_of(tally, edition, year, through, final), as_of=as_of)
    if through is not None:
        tally = replace(tally, received=tuple(one for one in tally.received if is_due(one, scope)))
    rules = rules_of(edition)
    departments = merged(tally.departments)
    said = with_designations(departments, rulings.designations, year, edition.id)
    years = [*unit_years(tally, said, edition, scope, rulings)]
    peers = peers_of((one for one, _ in years), edition)
    annual_came = any(one.annual for one, _ in years)
    cases = [_case(one, rules, files, peers, annual_came) for one, files in years]
    places = decided(_contenders(cases), edition.statement, final, rulings.vetoes)
    orders = _order(cases, [place.score for place in places])
    units = (_unit(*parts) for parts in zip(cases, places, orders, strict=True))
    of_departments = department_delivery(departments, edition.statement, scope)
    deliveries = [one for case in cases for one in case.docket.deliveries]
    return Appraisal(
        edition_id=edition.id,
        rules=rulebook(edition),
        register_version=edition.register_version,
        year=year,
        through=scope.through,
        final=final,
        data_until=max((one.reported for one in deliveries if one.reported), default=None),
        units=tuple(units),
        deliveries=(*deliveries, of_departments),
        rejected=tally.rejected,
        files=_files(tally, edition),
        contributions=tuple(cell for case in cases for cell in case.contributions),
        figures=_figures(cases),
        alternatives=tuple(_alternatives(cases, edition)),
        replaced=tally.replaced,
        accounts=tuple(case.account for case in cases),
    )


# ------------------------------------------------------------------ one unit


def _case(
    year: UnitYear,
    rules: tuple[Rule, ...],
    files: Iterable[Received],
    peers: Peers,
    annual_came: bool,
) -> UnitCase:
    edition, figures = year.edition, dict(figures_of(year))
    deliveries = deliveries_of(year, edition.statement)
    lookup = lookup_in(figures)
    results = judge_all(edition, year.unit.group, lookup)
    known = lookup_in({**figures, **compared(year, lookup, peers)})
    docket = Docket(year, known, results, deliveries)
    findings = tuple(finding for one in files for finding in one.findings)
    cells, rows = tuple(_contributions(year, figures)), _rows(docket, rules)
    account = account_of(year, cells, rows)
    blocked = tuple(_blocked(files))
    case = UnitCase(docket, rules, figures, rows, findings, blocked, cells, account, annual_came)
    year.cells.clear()  # they are needed no more, or stand in the case
    return case


def _rows(docket: Docket, rules: tuple[Rule, ...]) -> tuple[LedgerRow, ...]:
    periods = docket.edition.statement.periods
    if not periods:
        return ledger(docket, rules)
    *parts, last = periods
    dockets = [(part, _docket_until(docket.year, part.through)) for part in parts]
    return ledger_of_periods([*dockets, (last, docket)], rules, docket.edition)


def _docket_until(year: UnitYear, month: int) -> Docket:
    """The first months alone; the annual return is of the whole year, and lacks in no part."""
    part = until(year, month)
    figures = lookup_in(figures_of(part))
    results = judge_all(year.edition, year.unit.group, figures)
    owed = deliveries_of(part, year.edition.statement)
    return Docket(part, figures, results, tuple(one for one in owed if one.month))


def _blocked(received: Iterable[Received]) -> Iterator[str]:
    for one in sorted(received, key=lambda one: one.submission.month or 13):
        if any(finding.severity == Severity.BLOCKING for finding in one.findings):
            yield month_words(one.submission.month, one.submission.form.value)


# ------------------------------------------------------------------ the scorecard of a unit


def _order(cases: Sequence[UnitCase], scores: Sequence[Decimal]) -> list[int | None]:
    """Places by these scores, of those that have one."""
    pairs = zip(cases, scores, strict=True)
    return ranks([score if case.ranked else None for case, score in pairs])


def _contenders(cases: Sequence[UnitCase]) -> list[Contender]:
    earned = [score_of(case.docket.edition.statement, case.rows) for case in cases]
    standing = zip(cases, earned, _order(cases, earned), strict=True)
    return [_place(case, score, place) for case, score, place in standing]


def _place(case: UnitCase, earned: Decimal, place: int | None) -> Contender:
    """What grade, veto and rank are decided on; the score is that which outcomes leave."""
    outcomes = tuple(happened(case.docket, earned, place))
    statement = case.docket.edition.statement
    values = {name: result.value for name, result in case.docket.results.items()}
    return Contender(
        unit=case.docket.year.unit.name,
        score=outcomes[-1].score if outcomes else earned,
        tie_break=tie_break(statement, case.rows, values),
        designated=designations(case.docket),
        stains=case.stains,
        outcomes=outcomes,
    )


def _unit(case: UnitCase, place: Contender, rank: int | None) -> UnitAppraisal:
    reasons = tuple(_provisional(case))
    return UnitAppraisal(
        unit=place.unit,
        group=case.docket.year.unit.group,
        score=place.score,
        grade=place.grade,
        veto=place.veto,
        veto_reasons=place.reasons,
        rank=rank,
        provisional=bool(reasons),
        provisional_reasons=reasons,
        grade_reasons=place.grade_reasons,
        clauses=clause_scores(case.docket.edition, case.rows, _pending(case)),
        indicators=tuple(case.docket.results.values()),
        losses=tuple(row for row in case.rows if not row.adds),
        additions=tuple(row for row in case.rows if row.adds),
        outcomes=tuple(one.words for one in place.outcomes),
        parts=part_scores(case.docket.edition.statement, case.rows),
        findings=case.findings,
    )


def _provisional(case: UnitCase) -> Iterator[str]:
    scope = case.scope
    if not scope.final:
        yield "年度未关账，为到目前为止的暂定结果"
        if absent := case.in_state(DeliveryState.MISSING):
            yield f"缺报：{'、'.join(absent)}，由它们算的指标和扣分还没有算，得分偏高"
        if case.awaited:
            yield f"还没有报（没到截止日）：{'、'.join(case.awaited)}，由它们算的还没有算，得分偏高"
    elif scope.through < 12:
        yield f"只算到{scope.through}月，不是全年" if scope.through else "没有收到可用的报表"
    if case.blocked:
        yield f"审核未通过：{'、'.join(case.blocked)}"
    if sent_back := case.in_state(DeliveryState.REJECTED):
        yield f"退回后没有重报：{'、'.join(sent_back)}"
    if case.pending:
        yield f"{PENDING_WORDS}：{'、'.join(case.pending)}"
    if own := [_cell_words(cell.item, cell.source) for cell in case.unreadable]:
        how = "结账按不利于本单位计" if scope.final else "待定，改正前不排名次"
        yield f"本单位填的不能用：{'、'.join(own)}，{how}"
    if case.left_blank and not scope.final:
        blank = (_cell_words(cell.item, cell.source) for cell in case.left_blank)
        yield f"本单位没有填：{'、'.join(blank)}，待定，填报前不排名次"
    if case.unclear_events and not scope.final:
        yield f"重大事项认不出或没有填：{listed(case.unclear_events)}，待定，改正前不排名次"
    if owed := _owed(case) if scope.final else ():
        yield f"区或部门的数没有提供：{'、'.join(owed)}"
    if unreadable := _unreadable(case.docket.year):
        yield f"部门提供数无法识别：{'、'.join(unreadable)}"


def _cell_words(name: str, source: Source) -> str:
    """``所辖单位数（年报!D20 0）``."""
    one = written(source)
    return f"{name}（{one.sheet}!{one.cell} {one.value}）"


def _pending(case: UnitCase) -> frozenset[int]:
    """The clauses of which something is owed by the district or a department."""
    indicators = {
        one.clause for one in case.docket.results.values() if one.standing == Standing.OWED
    }
    rules = (
        rule.clause.number
        for rule in case.rules
        for name in names_in_rules([rule])
        if case.docket.figures(name).standing == Standing.OWED
    )
    return frozenset(indicators.union(rules))


def _owed(case: UnitCase) -> tuple[str, ...]:
    """What cannot be judged and the items why: the district or a department owes them."""
    docket, results = case.docket, case.docket.results.values()
    indicators = [one.name for one in results if one.standing == Standing.OWED]
    formulas = [one.formula for one in docket.edition.indicators.values()]
    formulas += [one.where for one in docket.edition.statement.outcomes]
    asked = {*names_in_rules(case.rules), *(name for one in formulas for name in one.names)}
    items = [
        name
        for name, figure in case.figures.items()
        if name in asked and figure.standing == Standing.OWED
    ]
    return tuple(dict.fromkeys([*indicators, *items]))


def _unreadable(year: UnitYear) -> list[str]:
    months = range(1, year.scope.through + 1)
    cells = (
        (name, entry._replace(value=as_judged(entry.value, year.edition.items[name], year, month)))
        for month in (None, *months)
        for name, entry in year.given(month).items()
        if name in year.edition.items and not year.ruled(name, month)
    )
    return [_cell_words(name, source_of(one)) for name, one in cells if is_unreadable(one.value)]


# ------------------------------------------------------------------ the district


def _files(tally: Tally, edition: Edition) -> tuple[FileFindings, ...]:
    """Every file that counts; departments' files also with what they give differently."""
    of_departments = with_differences(tally.departments, edition)
    return (*map(file_findings, tally.received), *map(file_findings, of_departments))


def _figures(cases: Iterable[UnitCase]) -> dict[tuple[str, str], Value]:
    return {
        (case.docket.year.unit.name, name): figure.value
        for case in cases
        for name, figure in case.figures.items()
    }


def _contributions(year: UnitYear, figures: Mapping[str, Figure]) -> Iterator[Contribution]:
    """Every month's cell of the monthly items, then the single cells of the year's figures."""
    edition = year.edition
    for item in edition.form(FormKind.MONTHLY).items:
        for month in range(1, year.scope.through + 1):
            cell = month_cell(year, item, month)
            if item.applies_in(month) or not isinstance(cell.value, Gap):
                yield cell
    for name, figure in figures.items():
        if name not in edition.derived:  # its cells are those of its parts
            yield from (cell for cell in figure.cells if cell.month is None)


def _alternatives(cases: list[UnitCase], edition: Edition) -> Iterator[Alternative]:
    """Whose result another reading on offer would change (R1); only where it sets a limit."""
    options = [
        (reading.id, option.words, indicator)
        for reading in edition.readings
        for option in reading.options
        for indicator in option.indicators
    ]
    for (reading, words, indicator), case in product(options, cases):
        unit, default = case.docket.year.unit, case.docket.results.get(indicator.name)
        if default is None or indicator.limit_for(unit.group) is None:
            continue
        other = judge(indicator, default.clause, unit.group, case.docket.figures)
        if other.met != default.met:
            yield Alternative(reading, words, unit.name, indicator.name, default.met, other.met)
