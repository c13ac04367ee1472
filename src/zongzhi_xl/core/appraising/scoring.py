"""Score, ledger, grade, proposal of veto and rank: in that order.

score = full marks − sum of the rows, always; every row is rounded once, half up, to 0.01, after
its cap. The grade never changes the score; a veto is only proposed, or what people decided.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction

from zongzhi_xl.contract import DISTRICT_MARK
from zongzhi_xl.core.appraising.deductions.docket import Charge, Docket
from zongzhi_xl.core.appraising.deductions.quantities import charges_of
from zongzhi_xl.core.appraising.deductions.sentences import sentence
from zongzhi_xl.core.appraising.rulings import NO_RULINGS, RuledVeto
from zongzhi_xl.core.appraising.scorecard import ClauseScore, Loss, VetoState
from zongzhi_xl.core.edition.deductions import Deduction
from zongzhi_xl.core.edition.statement import Clause, Edition, Grade, Statement
from zongzhi_xl.core.language.values import plain, rounded


@dataclass(frozen=True)
class Rule:
    """A deduction of a clause, with its sentence."""

    clause: Clause
    deduction: Deduction
    words: str


def rules_of(edition: Edition) -> tuple[Rule, ...]:
    """Every deduction in the order of the clauses."""
    return tuple(
        Rule(clause, deduction, sentence(deduction, edition))
        for clause in edition.clauses
        for deduction in clause.deductions
    )


def names_in_rules(rules: Iterable[Rule]) -> tuple[str, ...]:
    """Every figure of the year without which a rule cannot be decided, each once."""
    return tuple(dict.fromkeys(name for rule in rules for name in rule.deduction.asked))


# ------------------------------------------------------------------ ledger


def ledger(docket: Docket, rules: Iterable[Rule]) -> tuple[Loss, ...]:
    """Every lost point of one unit, a row each, in the order of the clauses."""
    charged = [(rule, [*charges_of(rule.deduction, docket)]) for rule in rules]
    losses: list[Loss] = []
    left = _marks(docket.edition)
    for rule, charges in _each_event_once(charged):
        rows = _capped(rule, charges, left[rule.clause.number])
        left[rule.clause.number] -= sum((row.points for row in rows), Decimal(0))
        losses.extend(rows)
    return tuple(losses)


def _marks(edition: Edition) -> dict[int, Decimal]:
    return {clause.number: rounded(clause.points) for clause in edition.clauses}


Charged = tuple[Rule, list[Charge]]


def _each_event_once(charged: Sequence[Charged]) -> list[Charged]:
    """R23: an event costs once, under the rule where it costs most (the first of equals)."""
    highest: dict[str, Charge] = {}
    for _, charges in charged:
        for charge in charges:
            known = highest.get(charge.event)
            if charge.event and (known is None or charge.points > known.points):
                highest[charge.event] = charge
    return [
        (rule, [one for one in charges if not one.event or highest[one.event] is one])
        for rule, charges in charged
    ]


def _capped(rule: Rule, charges: list[Charge], clause_left: Decimal) -> list[Loss]:
    """The rows of one deduction: rounded after the cap, the last one says what the cap cut off."""
    left = min(rounded(rule.deduction.most), clause_left)
    rows: list[Loss] = []
    for charge in charges:
        points = min(rounded(charge.points), left)
        if points > 0:
            rows.append(_loss(rule, charge, points))
            left -= points
    if rows:
        rows[-1] = replace(rows[-1], beyond_cap=len(charges) - len(rows))
    return rows


def _loss(rule: Rule, charge: Charge, points: Decimal) -> Loss:
    deduction = rule.deduction
    return Loss(
        rule_id=deduction.id,
        clause=rule.clause.number,
        rule=rule.words,
        points=points,
        cap=deduction.most,
        formula=charge.formula,
        working=charge.working,
        evidence=tuple(dict.fromkeys(charge.evidence)),
        occasion=charge.occasion,
    )


def clause_scores(
    edition: Edition, losses: Iterable[Loss], pending: frozenset[int] = frozenset()
) -> tuple[ClauseScore, ...]:
    """Points and loss of every clause, in the order of the letter."""
    lost, marks = _lost(losses), _marks(edition)
    return tuple(
        ClauseScore(number, points, lost[number], number in pending)
        for number, points in marks.items()
    )


def _lost(losses: Iterable[Loss]) -> defaultdict[int, Decimal]:
    """The points lost by clause."""
    lost: defaultdict[int, Decimal] = defaultdict(lambda: Decimal("0.00"))
    for loss in losses:
        lost[loss.clause] += loss.points
    return lost


def score_of(statement: Statement, losses: Iterable[Loss]) -> Decimal:
    """Full marks less every row."""
    return rounded(statement.full_marks) - sum((loss.points for loss in losses), Decimal(0))


# ------------------------------------------------------------------ grade, veto, rank


@dataclass(frozen=True)
class Contender:
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
    statement: Statement, losses: Iterable[Loss], values: Mapping[str, object]
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
    places = {grade.name: _places(grade, with_veto) for grade in statement.grades if grade.quota}
    return [_graded(one, statement, places) for one in with_veto]


def _proposed(one: Contender, statement: Statement, final: bool) -> Contender:
    reasons = list(one.designated)
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


def _fits(one: Contender, grade: Grade) -> bool:
    return one.score >= grade.at_least and not (grade.needs_clean_record and one.blemishes)


@dataclass(frozen=True)
class Places:
    """Who is within a grade's quota, how many it has, and how many units fulfil its conditions."""

    units: frozenset[str]
    quota: int
    fitting: int


def _places(grade: Grade, standings: Sequence[Contender]) -> Places:
    """The units within the quota; a tie at its border takes all in, the commission decides."""
    quota = max(int((grade.quota or Fraction(1)) * len(standings)), 1)
    fitting = sorted((one for one in standings if _fits(one, grade)), key=_best_first)
    border = _best_first(fitting[min(quota, len(fitting)) - 1]) if fitting else ()
    within = frozenset(one.unit for one in fitting if _best_first(one) <= border)
    return Places(within, quota, len(fitting))


def _best_first(one: Contender) -> tuple[Fraction, ...]:
    return (-Fraction(one.score), *(-part for part in one.tie_break))


def _graded(one: Contender, statement: Statement, places: Mapping[str, Places]) -> Contender:
    """The best grade that fits, with what stood against each better one."""
    reasons: list[str] = []
    for grade in statement.grades:
        against = _against(one, grade, places.get(grade.name), statement.tie_breaks)
        if not against or grade == statement.grades[-1]:
            return replace(one, grade=grade.name, grade_reasons=tuple(reasons))
        reasons.append(f"未评{grade.name}：{'；'.join(against)}")
    return one


def _against(
    one: Contender, grade: Grade, places: Places | None, tie_breaks: Sequence[str]
) -> list[str]:
    if one.score < grade.at_least:
        return [f"得分{one.score:f}，不到{plain(grade.at_least)}分"]
    if grade.needs_clean_record and one.blemishes:
        return list(one.blemishes)
    if places and one.unit not in places.units:
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
