"""The one path to a score: :func:`appraise` is what button, functions and command line call."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from functools import partial
from operator import itemgetter
from typing import NamedTuple

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
from zongzhi_xl.core.appraising.received import OfficeReturn
from zongzhi_xl.core.appraising.rulings import NO_RULINGS, RuledVeto, Rulings
from zongzhi_xl.core.appraising.scorecard import (
    PENDING_WORDS,
    Account,
    Alternative,
    Appraisal,
    Contribution,
    Delivery,
    DeliveryState,
    FileFindings,
    IndicatorResult,
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
from zongzhi_xl.core.appraising.series import Series, Shelf, Table
from zongzhi_xl.core.appraising.sources import month_words, written
from zongzhi_xl.core.appraising.tally import Tally, file_findings
from zongzhi_xl.core.appraising.unit_case import UnitCase
from zongzhi_xl.core.appraising.unit_years import is_due, scope_of, unit_years
from zongzhi_xl.core.edition.items import FormKind, Severity
from zongzhi_xl.core.edition.rulebook import rulebook
from zongzhi_xl.core.edition.statement import Edition, Statement
from zongzhi_xl.core.language.addresses import listed
from zongzhi_xl.core.language.values import Gap, Value
from zongzhi_xl.core.returned.department_merging import merged, with_designations, with_differences
from zongzhi_xl.record import replace


def appraise(  # noqa: PLR0913  # what is asked, in its parts
    tally: Tally,
    edition: Edition,
    year: int,
    *,
    through: int | None = None,
    final: bool = False,
    as_of: date | None = None,
    rulings: Rulings = NO_RULINGS,
    shelf: Shelf | None = None,
) -> Appraisal:
    """The district's year as far as it has come.

    ``through``: the last month that is due (default: the newest month that any unit handed in, 0
    if none; 12 where the year is closed and anything came in). ``final`` closes the year: what
    is missing counts (R9), and only then a grade is not provisional. ``as_of`` is the last day
    of receipt in the tally: what is not there and was not due before it is 未到期; without it
    every month up to ``through`` is due. ``rulings`` are what the district decided. The tally is
    settled (by the same rulings): only files that count are in it. On the ``shelf`` lies what is
    told of a unit once it is worked out: in hand is kept what units are compared by.
    """
    tally = replace(tally, received=rulings.explained(tally.received))
    scope = replace(scope_of(tally, edition, year, through, final), as_of=as_of)
    if through is not None:
        tally = replace(tally, received=tuple(one for one in tally.received if is_due(one, scope)))
    rules = rules_of(edition)
    departments = merged(tally.departments)
    said = with_designations(departments, rulings.designations, year, edition.id)
    years = partial(unit_years, tally, said, edition, scope, rulings)
    peers = peers_of((one for one, _ in years()), edition)
    annual_came = any(one.submission.month is None for one in tally.received)
    told = _Told(shelf)
    for one, files in years():
        told.keep(_case(one, rules, files, peers, annual_came))
    until = max((one.reported for one in told.deliveries if one.reported), default=None)
    told.deliveries.extend([department_delivery(departments, edition.statement, scope)])
    return Appraisal(
        edition_id=edition.id,
        rules=rulebook(edition),
        register_version=edition.register_version,
        year=year,
        through=scope.through,
        final=final,
        data_until=until,
        units=told.judged(edition.statement, final, rulings.vetoes),
        deliveries=told.deliveries,
        rejected=tally.rejected,
        files=_files(tally, edition, shelf),
        contributions=told.contributions,
        figures=Table((unit.name for unit in edition.units), told.figures),
        alternatives=tuple(one for _, one in sorted(told.otherwise, key=itemgetter(0))),
        replaced=tally.replaced,
        accounts=told.accounts,
        is_ruled=rulings != NO_RULINGS,
    )


class Earned(NamedTuple):
    """What units are compared by, and what their outcomes ask for; the score is as earned."""

    contender: Contender
    ranked: bool
    docket: Docket


class _Told:
    """What is told of the units, one after another; their places are still to be found."""

    def __init__(self, shelf: Shelf | None) -> None:
        self.deliveries, self.contributions = Series[Delivery](shelf), Series[Contribution](shelf)
        self.figures, self.accounts = Series[Mapping[str, Value]](shelf), Series[Account](shelf)
        self.indicators = Series[IndicatorResult](shelf)
        self.losses, self.additions = Series[LedgerRow](shelf), Series[LedgerRow](shelf)
        self.units: list[partial[UnitAppraisal]] = []
        self.earned: list[Earned] = []
        self.otherwise: list[tuple[int, Alternative]] = []

    def keep(self, case: UnitCase) -> None:
        """What is told of this unit."""
        self.earned.append(Earned(_contender(case), case.ranked, case.asked_by_outcomes))
        indicators = self.indicators.extend(case.docket.results.values())
        losses = self.losses.extend(row for row in case.rows if not row.adds)
        added = self.additions.extend(row for row in case.rows if row.adds)
        long = {"indicators": indicators, "losses": losses, "additions": added}
        self.units.append(partial(_unit(case), **long))
        self.deliveries.extend(case.docket.deliveries)
        self.contributions.extend(case.contributions)
        self.figures.extend([{name: one.value for name, one in case.figures.items()}])
        self.accounts.extend([case.account])
        self.otherwise += _alternatives(case)

    def judged(
        self, statement: Statement, final: bool, vetoes: Mapping[str, RuledVeto]
    ) -> tuple[UnitAppraisal, ...]:
        """The scorecards, each with what follows of the scores of all."""
        places = decided(_contenders(self.earned), statement, final, vetoes)
        orders = _order(self.earned, [place.score for place in places])
        return tuple(map(_judged, self.units, places, orders))


# ------------------------------------------------------------------ one unit


def _case(
    year: UnitYear,
    rules: tuple[Rule, ...],
    files: Iterable[OfficeReturn],
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


def _blocked(received: Iterable[OfficeReturn]) -> Iterator[str]:
    for one in sorted(received, key=lambda one: one.submission.month or 13):
        if any(finding.severity == Severity.BLOCKING for finding in one.findings):
            yield month_words(one.submission.month, one.submission.form.value)


# ------------------------------------------------------------------ the scorecard of a unit


def _order(earned: Sequence[Earned], scores: Sequence[Decimal]) -> list[int | None]:
    """Places by these scores, of those that have one."""
    pairs = zip(earned, scores, strict=True)
    return ranks([score if one.ranked else None for one, score in pairs])


def _contenders(earned: Sequence[Earned]) -> list[Contender]:
    places = _order(earned, [one.contender.score for one in earned])
    return [_placed(one, place) for one, place in zip(earned, places, strict=True)]


def _placed(one: Earned, place: int | None) -> Contender:
    """What grade, veto and rank are decided on; the score is that which outcomes leave."""
    outcomes = tuple(happened(one.docket, one.contender.score, place))
    score = outcomes[-1].score if outcomes else one.contender.score
    return replace(one.contender, score=score, outcomes=outcomes)


def _contender(case: UnitCase) -> Contender:
    statement = case.docket.edition.statement
    values = {name: result.value for name, result in case.docket.results.items()}
    return Contender(
        unit=case.docket.year.unit.name,
        score=score_of(statement, case.rows),
        tie_break=tie_break(statement, case.rows, values),
        designated=designations(case.docket),
        stains=case.stains,
    )


def _judged(unit: partial[UnitAppraisal], place: Contender, rank: int | None) -> UnitAppraisal:
    return unit(
        score=place.score, grade=place.grade, veto=place.veto, veto_reasons=place.reasons,
        rank=rank, grade_reasons=place.grade_reasons,
        outcomes=tuple(one.words for one in place.outcomes),
    )  # fmt: skip


def _unit(case: UnitCase) -> partial[UnitAppraisal]:
    """The scorecard without its long parts, and without what follows of the scores of others."""
    reasons = tuple(_provisional(case))
    return partial(
        UnitAppraisal,
        unit=case.docket.year.unit.name,
        group=case.docket.year.unit.group,
        provisional=bool(reasons),
        provisional_reasons=reasons,
        clauses=clause_scores(case.docket.edition, case.rows, _pending(case)),
        parts=part_scores(case.docket.edition.statement, case.rows),
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
        (name, replace(entry, value=as_judged(entry.value, year.edition.items[name], year, month)))
        for month in (None, *months)
        for name, entry in year.given(month).items()
        if name in year.edition.items and not year.ruled(name, month)
    )
    return [_cell_words(name, source_of(one)) for name, one in cells if is_unreadable(one.value)]


# ------------------------------------------------------------------ the district


#: files that are laid on a shelf together
_BATCH = 64


def _files(tally: Tally, edition: Edition, shelf: Shelf | None) -> Series[FileFindings]:
    """Every file that counts; departments' files also with what they give differently."""
    found, received = Series[FileFindings](shelf), tally.received
    for start in range(0, len(received), _BATCH):
        found.extend(map(file_findings, received[start : start + _BATCH]))
    found.extend(map(file_findings, with_differences(tally.departments, edition)))
    return found


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


def _alternatives(case: UnitCase) -> Iterator[tuple[int, Alternative]]:
    """What another reading on offer would change (R1), with its number; where it sets a limit."""
    options = (
        (reading.id, option.words, indicator)
        for reading in case.docket.edition.readings
        for option in reading.options
        for indicator in option.indicators
    )
    for number, (reading, words, indicator) in enumerate(options):
        unit, default = case.docket.year.unit, case.docket.results.get(indicator.name)
        if default is None or indicator.limit_for(unit.group) is None:
            continue
        other = judge(indicator, default.clause, unit.group, case.docket.figures)
        if other.met != default.met:
            met = default.met, other.met
            yield number, Alternative(reading, words, unit.name, indicator.name, *met)
