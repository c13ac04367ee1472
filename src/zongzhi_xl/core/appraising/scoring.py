"""Score, ledger, grade, proposal of veto and rank: in that order.

score = full marks + additions − losses, always; every row is rounded once, half up, to 0.01, and
then held under its caps. The grade never changes the score; a veto is only proposed, or what
people decided.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction

from zongzhi_xl.contract import DISTRICT_MARK
from zongzhi_xl.core.appraising.deductions.docket import Charge, Docket
from zongzhi_xl.core.appraising.deductions.quantities import charges_of
from zongzhi_xl.core.appraising.deductions.returns import concerns
from zongzhi_xl.core.appraising.deductions.sentences import sentence
from zongzhi_xl.core.appraising.outcomes import Happened
from zongzhi_xl.core.appraising.rulings import NO_RULINGS, RuledVeto
from zongzhi_xl.core.appraising.scorecard import (
    Arithmetic,
    ClauseScore,
    LedgerRow,
    Limit,
    PartScore,
    VetoState,
)
from zongzhi_xl.core.appraising.scored_periods import is_of_the_year
from zongzhi_xl.core.edition.deductions import Deduction
from zongzhi_xl.core.edition.items import FormKind
from zongzhi_xl.core.edition.statement import (
    Clause,
    Edition,
    Grade,
    LetterPart,
    ScoredPeriod,
    Statement,
)
from zongzhi_xl.core.language.values import plain, rounded
from zongzhi_xl.record import Record, replace


class Rule(Record):
    """A deduction of a clause, with its sentence."""

    clause: Clause
    deduction: Deduction
    words: str


Charged = tuple[Rule, list[Charge]]


def rules_of(edition: Edition) -> tuple[Rule, ...]:
    """Every deduction in the order of the clauses."""
    return tuple(
        Rule(clause, deduction, f"{sentence(deduction, edition)}{_cap_words(clause, deduction)}")
        for clause in edition.clauses
        for deduction in clause.deductions
    )


def _cap_words(clause: Clause, rule: Deduction) -> str:
    most = {cap.name: cap.most for cap in clause.caps}.get(rule.under or "")
    return f"（{rule.under}各项合计最多{rule.verb}{plain(most)}分）" if most else ""


def names_in_rules(rules: Iterable[Rule]) -> tuple[str, ...]:
    """Every figure of the year without which a rule cannot be decided, each once."""
    return tuple(dict.fromkeys(name for rule in rules for name in rule.deduction.asked))


# ------------------------------------------------------------------ ledger


def ledger(docket: Docket, rules: Sequence[Rule]) -> tuple[LedgerRow, ...]:
    """Every point that one unit lost or was given, a row each, in the order of the clauses."""
    charged = [(rule, [*charges_of(rule.deduction, docket)]) for rule in rules]
    rows = rows_of(charged, _rounded(_limits(docket.edition)))
    return tuple(within_ends(docket.edition.statement, rows))


def ledger_of_periods(
    dockets: Iterable[tuple[ScoredPeriod, Docket]], rules: Sequence[Rule], edition: Edition
) -> tuple[LedgerRow, ...]:
    """The same where parts of the year have marks of their own, each by its weight.

    Parts that are each rounded up come to no more than the caps of the year.
    """
    rows, left = list[LedgerRow](), _rounded(_limits(edition))
    limited = {rule.deduction.id: _limited_by(rule) for rule in rules}
    for period, docket in dockets:
        charged = [(rule, [*_in_part(rule, period, docket)]) for rule in rules]
        shares = _rounded(_shares(rules, period, edition))
        found = rows_of(charged, {one: min(most, left[one]) for one, most in shares.items()})
        for row in found:
            left |= {one: left[one] - row.points for one in limited[row.rule_id] if one in left}
        rows += [replace(row, period=period.name) for row in found]
    return tuple(within_ends(edition.statement, rows))


def _weight(rule: Rule, period: ScoredPeriod, edition: Edition) -> Fraction:
    """What is of the year counts with the last period, in full."""
    if not is_of_the_year(rule.deduction, edition):
        return period.weight
    return Fraction(period == edition.statement.periods[-1])


def _in_part(rule: Rule, period: ScoredPeriod, docket: Docket) -> Iterator[Charge]:
    """What the rule charges, by the weight of the part; the annual return is of the year."""
    weight = _weight(rule, period, docket.edition)
    share = f"{plain(weight * 100)}%"
    for one in charges_of(rule.deduction, docket) if weight else ():
        if weight == 1 or (one.occasion and one.occasion.form == FormKind.ANNUAL):
            yield one
            continue
        working = f"{one.working}；{period.name}占{share}，{plain(one.points)} × {share}"
        yield replace(one, weight=weight, working=working)


#: a limit of a clause: its points (""), a cap that rules share, or a rule's own
Limited = tuple[int, str]


def rows_of(charged: Sequence[Charged], mosts: Mapping[Limited, Decimal]) -> list[LedgerRow]:
    """The rows of what is charged, each under its caps, which are ``mosts``."""
    used = dict.fromkeys(mosts, Decimal("0.00"))
    rows: list[LedgerRow] = []
    for rule, charges in _each_event_once(charged):
        above = [limit for limit in _limited_by(rule) if limit in mosts]
        found = _capped(rule, charges, tuple(Limit(mosts[one], used[one]) for one in above))
        for limit in above:
            used[limit] += sum((row.points for row in found), Decimal(0))
        rows += found
    return rows


def _limits(edition: Edition) -> dict[Limited, Fraction]:
    """What may be lost by clause, lost or added under a cap that rules share, and by each rule."""
    clauses = edition.clauses
    limits = {(clause.number, ""): clause.points for clause in clauses}
    limits |= {(clause.number, cap.name): cap.most for clause in clauses for cap in clause.caps}
    own = ((clause.number, rule) for clause in clauses for rule in clause.deductions)
    return limits | {(number, rule.id): rule.most for number, rule in own}


def _rounded(limits: Mapping[Limited, Fraction]) -> dict[Limited, Decimal]:
    return {one: rounded(most) for one, most in limits.items()}


def _shares(
    rules: Iterable[Rule], period: ScoredPeriod, edition: Edition
) -> dict[Limited, Fraction]:
    """A part of the year has as much of a limit as it has of what the rules may come to."""
    whole, now = defaultdict[Limited, Fraction](Fraction), defaultdict[Limited, Fraction](Fraction)
    is_last = period == edition.statement.periods[-1]
    for rule in rules:
        # the annual return is charged in full with the last
        full = is_last and concerns(rule.deduction, FormKind.ANNUAL)
        weight = Fraction(1) if full else _weight(rule, period, edition)
        for limit in _limited_by(rule):
            whole[limit] += rule.deduction.most
            now[limit] += rule.deduction.most * weight
    limits = _limits(edition)
    return {one: limits[one] * now[one] / whole[one] for one in whole if one in limits}


def _limited_by(rule: Rule) -> list[Limited]:
    """Its own cap, and those that it shares; a bonus comes on top of what its clause carries."""
    one = rule.deduction
    names = [one.id, one.under, None if one.adds else ""]
    return [(rule.clause.number, name) for name in names if name is not None]


def within_ends(statement: Statement, rows: list[LedgerRow]) -> list[LedgerRow]:
    """The rows, of which the last are cut until each part and the score lie between their ends."""
    for part in statement.parts:
        ends = f"“{part.title}”", part.least, part.most
        rows = _between(rows, mark_of(part, rows), ends, frozenset(part.clauses))
    if statement.ends:
        ends = "总分", statement.ends.least, statement.ends.most
        rows = _between(rows, score_of(statement, rows), ends)
    return rows


def _between(
    rows: list[LedgerRow],
    mark: Decimal,
    ends: tuple[str, Fraction, Fraction | None],
    clauses: frozenset[int] | None = None,
) -> list[LedgerRow]:
    """The rows cut until the ``mark`` that those of the ``clauses`` come to is between its ends."""
    name, least, most = ends
    if most is not None and mark > rounded(most):
        why = f"{name}最多 {plain(most)}"
        return _cut(rows, mark - rounded(most), why, clauses, adds=True)
    if mark < rounded(least):
        why = f"{name}最少 {plain(least)}"
        return _cut(rows, rounded(least) - mark, why, clauses, adds=False)
    return rows


def _cut(
    rows: list[LedgerRow], excess: Decimal, why: str, clauses: frozenset[int] | None, *, adds: bool
) -> list[LedgerRow]:
    """The rows, those of one direction less ``excess``: the last ones are cut first."""
    kept: list[LedgerRow] = []
    gone, told = 0, False
    for row in reversed(rows):
        is_cut = row.adds == adds and (clauses is None or row.clause in clauses)
        off = min(row.points, excess) if is_cut else Decimal(0)
        excess -= off
        if off == row.points:
            gone += 1
        elif is_cut and (off or gone) and not told:
            told = True
            kept.append(_shortened(row, off, f"{why}{_gone_words(gone, row)}"))
        else:
            kept.append(row)
    return kept[::-1]


def _shortened(row: LedgerRow, off: Decimal, why: str) -> LedgerRow:
    cut = replace(row.arithmetic, cut=row.arithmetic.cut + off)
    working = f"{row.working}（{why}）"
    return replace(row, points=row.points - off, working=working, arithmetic=cut)


def _gone_words(rows: int, row: LedgerRow) -> str:
    """That rows behind this one come to nothing and are not listed."""
    return f"，后面还有 {rows} 项不再{'加' if row.adds else '扣'}" if rows else ""


def _each_event_once(charged: Sequence[Charged]) -> list[Charged]:
    """R23: an event costs once, under the rule where it costs most (the first of equals).

    What it adds is another matter, and counted once as well.
    """
    highest: dict[tuple[bool, str], Charge] = {}
    for rule, charges in charged:
        for charge in charges:
            known = highest.get((rule.deduction.adds, charge.event))
            if known is None or charge.points > known.points:
                highest[rule.deduction.adds, charge.event] = charge

    def counts(adds: bool, charge: Charge) -> bool:
        return not charge.event or highest[adds, charge.event] is charge

    return [
        (rule, [one for one in charges if counts(rule.deduction.adds, one)])
        for rule, charges in charged
    ]


def _capped(rule: Rule, charges: list[Charge], limits: tuple[Limit, ...]) -> list[LedgerRow]:
    """The rows of one rule under its caps, of which the last says how many charges they cut off."""
    rows: list[LedgerRow] = []
    for charge in charges:
        points = min(rounded(charge.points), *(limit.left for limit in limits))
        if points > 0:
            why = _left_words(rule, limits) if points < rounded(charge.points) else ""
            cut = replace(charge, working=f"{charge.working}{why}")
            rows.append(_loss(rule, cut, points, limits))
            limits = tuple(Limit(limit.most, limit.used + points) for limit in limits)
    if rows:
        rows[-1] = replace(rows[-1], beyond_cap=len(charges) - len(rows))
    return rows


def _left_words(rule: Rule, limits: tuple[Limit, ...]) -> str:
    """Why a row is cut: ``，几项合计最多 10，前面已扣 2``; its rule's own cap is told anyway."""
    tight = min(limits, key=lambda one: one.left)
    whose = "" if tight is limits[0] else f"，几项合计最多 {plain(Fraction(tight.most))}"
    used = f"，前面已{rule.deduction.verb} {plain(Fraction(tight.used))}" if tight.used else ""
    return f"{whose}{used}"


def _loss(rule: Rule, charge: Charge, points: Decimal, limits: tuple[Limit, ...]) -> LedgerRow:
    deduction = rule.deduction
    return LedgerRow(
        rule_id=deduction.id,
        clause=rule.clause.number,
        rule=rule.words,
        points=points,
        cap=Fraction(limits[0].most),
        formula=charge.formula,
        working=charge.working,
        evidence=tuple(dict.fromkeys(charge.evidence)),
        arithmetic=Arithmetic(
            charge.priced, charge.amount, charge.missed, charge.cases, charge.weight, limits
        ),
        occasion=charge.occasion,
        adds=deduction.adds,
    )


def clause_scores(
    edition: Edition, losses: Iterable[LedgerRow], pending: frozenset[int] = frozenset()
) -> tuple[ClauseScore, ...]:
    """Points and loss of every clause, in the order of the letter."""
    lost = _lost(losses)
    return tuple(
        replace(one, lost=lost[one.number], pending=one.number in pending)
        if one.number in lost or one.number in pending
        else one
        for one in edition.once(_untouched)
    )


def _untouched(edition: Edition) -> tuple[ClauseScore, ...]:
    """Every clause with nothing lost: most are, and a city's two thousand units share them."""
    return tuple(ClauseScore(one.number, rounded(one.points), _NOTHING) for one in edition.clauses)


_NOTHING = Decimal("0.00")


def _lost(losses: Iterable[LedgerRow]) -> defaultdict[int, Decimal]:
    """The points lost by clause."""
    lost: defaultdict[int, Decimal] = defaultdict(lambda: _NOTHING)
    for loss in losses:
        lost[loss.clause] += 0 if loss.adds else loss.points
    return lost


def part_scores(statement: Statement, rows: Sequence[LedgerRow]) -> tuple[PartScore, ...]:
    """What is left of the marks of each part, with what was added in it."""
    return tuple(
        PartScore(part.title, rounded(part.points), mark_of(part, rows)) for part in statement.parts
    )


def mark_of(part: LetterPart, rows: Iterable[LedgerRow]) -> Decimal:
    """The marks of a part with what every row of its clauses adds or takes."""
    signed = (row.signed for row in rows if row.clause in part.clauses)
    return rounded(part.points) + sum(signed, Decimal(0))


def score_of(statement: Statement, rows: Iterable[LedgerRow]) -> Decimal:
    """Full marks with what every row adds or takes."""
    return rounded(statement.full_marks) + sum((row.signed for row in rows), Decimal(0))


# ------------------------------------------------------------------ grade, veto, rank


class Contender(Record):
    """What grade, veto and rank are decided on, one unit."""

    unit: str
    score: Decimal
    tie_break: tuple[Fraction, ...]
    designated: tuple[str, ...]
    stains: tuple[str, ...] = ()
    veto: VetoState = VetoState.NONE
    reasons: tuple[str, ...] = ()
    grade: str = ""
    grade_reasons: tuple[str, ...] = ()
    outcomes: tuple[Happened, ...] = ()

    @property
    def blemishes(self) -> tuple[str, ...]:
        """What bars a unit from a grade that needs a clean record, in words (R4)."""
        vetoed = {VetoState.PROPOSED: "已列入一票否决建议", VetoState.IMPOSED: "已一票否决"}
        return (*filter(None, [vetoed.get(self.veto)]), *self.stains)


def designations(docket: Docket) -> tuple[str, ...]:
    """Events that the district found to be a ground for a veto, each in words."""
    grounds = docket.edition.statement.veto.designations
    marks = ((one.name, one.get(DISTRICT_MARK)) for one in docket.year.designated)
    found = {name: mark for name, mark in marks if mark in grounds}
    return tuple(f"重大事项{name}经区认定为{plain(words)}" for name, words in found.items())


def tie_break(
    statement: Statement, losses: Iterable[LedgerRow], values: Mapping[str, object]
) -> tuple[Fraction, ...]:
    """What orders equal scores, greater first: fewer points lost on clauses, a higher figure."""
    lost = _lost(losses)
    return tuple(_order(rule, lost, values) for rule in statement.tie_breaks)


def _order(rule: str, lost: Mapping[int, Decimal], values: Mapping[str, object]) -> Fraction:
    clauses = rule.replace(" ", "").split("+")
    if all(part.isdecimal() for part in clauses):
        return -sum((Fraction(lost[int(part)]) for part in clauses), Fraction(0))
    value = values.get(rule)
    # no figure is less than any figure: nothing is gained by not having one
    return Fraction(value) if isinstance(value, int | Fraction) else Fraction(-1)


def decided(
    standings: Sequence[Contender],
    statement: Statement,
    final: bool,
    vetoes: Mapping[str, RuledVeto] = NO_RULINGS.vetoes,
) -> list[Contender]:
    """The same units in the same order, with veto and grade; a veto is proposed, or as decided.

    The lowest grade proposes a veto only once the year is closed: a score so far decides nothing.
    """
    proposed = (_proposed(one, statement, final) for one in standings)
    with_veto = [_as_ruled(one, vetoes.get(one.unit)) for one in proposed]
    places = dict(_all_places(with_veto, statement))
    return [_graded(one, statement, places) for one in with_veto]


def _proposed(one: Contender, statement: Statement, final: bool) -> Contender:
    reasons = [*one.designated, *(each.words for each in one.outcomes if each.outcome.veto)]
    lowest = statement.grades[-1]
    reached = any(one.score >= grade.at_least for grade in statement.grades[:-1])
    if statement.veto.lowest_grade and final and not reached:
        reasons.append(f"得分{one.score:f}，等次为{lowest.name}")
    state = VetoState.PROPOSED if reasons else VetoState.NONE
    return replace(one, veto=state, reasons=tuple(reasons))


def _as_ruled(one: Contender, ruled: RuledVeto | None) -> Contender:
    """What people decided on it ends the matter; the reasons of the proposal stay with a veto."""
    if ruled is None:
        return one
    state = VetoState.IMPOSED if ruled.imposed else VetoState.NONE
    reasons = (*one.reasons, ruled.reason) if ruled.imposed else (ruled.reason,)
    return replace(one, veto=state, reasons=reasons)


def _fits(one: Contender, statement: Statement, grade: Grade) -> bool:
    if _barred(one, statement, grade) or one.score < grade.at_least:
        return False
    return not (grade.needs_clean_record and one.blemishes)


def _barred(one: Contender, statement: Statement, grade: Grade) -> list[str]:
    """Outcomes by which a better grade is out of reach."""
    order = [each.name for each in statement.grades]
    ends = ((each.outcome.at_best or each.outcome.grade, each.words) for each in one.outcomes)
    return [words for best, words in ends if best and order.index(grade.name) < order.index(best)]


class Places(Record):
    """Who is within a grade's quota, how many it has, and how many units fulfil its conditions."""

    units: frozenset[str]
    quota: int
    fitting: int


def _all_places(
    standings: Sequence[Contender], statement: Statement
) -> Iterator[tuple[str, Places]]:
    """By grade; who has a better grade takes no place of the next."""
    left = [*standings]
    for grade in statement.grades:
        share = max(int((grade.quota or Fraction(1)) * len(standings)), 1)
        fitting = [one for one in left if _fits(one, statement, grade)]
        found = _places(grade.places or share, fitting)
        yield grade.name, found
        given = [one.unit for one in left if _is_given(one, statement, grade)]
        left = [one for one in left if one.unit not in (*found.units, *given)]


def _is_given(one: Contender, statement: Statement, grade: Grade) -> bool:
    given = [each.outcome.grade for each in one.outcomes]
    return grade.name in given and not _barred(one, statement, grade)


def _places(quota: int, those_fitting: Sequence[Contender]) -> Places:
    """The units within the quota; a tie at its border takes all in, the commission decides."""
    fitting = sorted(those_fitting, key=_best_first)
    border = _best_first(fitting[min(quota, len(fitting)) - 1]) if fitting else ()
    within = frozenset(one.unit for one in fitting if _best_first(one) <= border)
    return Places(within, quota, len(fitting))


def _best_first(one: Contender) -> tuple[Fraction, ...]:
    return (-Fraction(one.score), *(-part for part in one.tie_break))


def _graded(one: Contender, statement: Statement, places: Mapping[str, Places]) -> Contender:
    """The best grade that fits, with what stood against each better one."""
    reasons = [each.words for each in one.outcomes if each.outcome.score is not None]
    for grade in statement.grades:
        barred = _barred(one, statement, grade)
        against = barred or _against(one, grade, places[grade.name], statement.tie_breaks)
        is_given = _is_given(one, statement, grade)
        if not against or is_given or grade == statement.grades[-1]:
            return replace(one, grade=grade.name, grade_reasons=tuple(reasons))
        reasons.append(f"未评{grade.name}：{'；'.join(against)}")
    return one


def _against(one: Contender, grade: Grade, places: Places, tie_breaks: Sequence[str]) -> list[str]:
    if one.score < grade.at_least:
        return [f"得分{one.score:f}，不到{plain(grade.at_least)}分"]
    if grade.needs_clean_record and one.blemishes:
        return list(one.blemishes)
    if one.unit not in places.units:
        order = "、".join(map(_order_words, tie_breaks))
        same = f"；得分相同的依次比{order}" if order else ""
        return [f"名额{places.quota}个，符合条件的{places.fitting}个单位中排在名额以外{same}"]
    return []


def _order_words(rule: str) -> str:
    clauses = rule.replace(" ", "").split("+")
    if all(part.isdecimal() for part in clauses):
        return f"第{'、'.join(clauses)}条扣分（少的在前）"
    return f"{rule}（高的在前）"


def ranks(scores: Sequence[Decimal | None]) -> list[int | None]:
    """Places by score; equal scores share one (1, 1, 3), and None takes none."""
    best_first = sorted((score for score in scores if score is not None), reverse=True)
    place = {score: number for number, score in reversed([*enumerate(best_first, 1)])}
    return [None if score is None else place[score] for score in scores]
