"""指标测算: the indicators that one form's own figures give so far, judged in the sheet.

A limit is written as a whole-number ratio: ``n / d * scale op p / q`` becomes
``a * n op b * d`` with whole a and b, so that the sheet decides as the engine does.
Headroom and shortfall are the closed forms of core.indicators over the same a and b. They are
shown for duties only; for counts of cases there is 未超, 接近 or 超出控制数.
"""

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from math import gcd

from zongzhi_xl.contract import SO_FAR
from zongzhi_xl.core.appraising.indicators import headroom, shortfall
from zongzhi_xl.core.edition.items import Aggregation, FormKind
from zongzhi_xl.core.edition.statement import GROUPS, REGISTER, Indicator, Limit, Measure, ZeroBase
from zongzhi_xl.core.language.evaluation import compare, evaluate
from zongzhi_xl.core.language.excel_text import excel
from zongzhi_xl.core.language.expressions import Expression, Name, parse
from zongzhi_xl.core.language.values import Gap
from zongzhi_xl.sheets.returns.bases import GROUP, BasePlan
from zongzhi_xl.sheets.returns.live import (
    Cached,
    Facts,
    Live,
    cell_value,
    figure,
    quoted,
    strongest,
)

FIRST_TRIAL_ROW = 4
CLAUSE, NAME, FORMULA, TOP, BOTTOM, VALUE, UNIT, LIMIT, JUDGEMENT, HEADROOM, SHORTFALL = range(11)
NOTHING, UNLIMITED, NO_LIMIT, NOT_APPLICABLE = "—", "不限", "不设限额", "不适用"
KEPT, CLOSE, EXCEEDED, MET, MISSED = "未超控制数", "接近控制数", "超出控制数", "达标", "未达标"

_SIGNS = {"<=": "≤", ">=": "≥", "<": "<", ">": ">"}
#: what one further adverse unit adds to numerator and denominator
_ADVERSE = {Measure.SHARE_CEILING: (1, 1), Measure.SHARE_FLOOR: (0, 1)}


@dataclass(frozen=True)
class Bounded:
    """An indicator under one limit, over the sheet's names ``top`` and ``bottom``."""

    indicator: Indicator
    limit: Limit
    top: str
    bottom: str | None
    bound_text: str

    @cached_property
    def number(self) -> Fraction | None:
        """The bound where it is a plain number."""
        if self.limit.bound.names:
            return None
        bound = evaluate(self.limit.bound, _no_name)
        return Fraction(bound)  # type: ignore[arg-type]  # a limit is a number

    @cached_property
    def factors(self) -> tuple[int, int]:
        """The numbers a and b of ``a * n op b * d``; b lacks a bound that is no plain number."""
        scale = self.indicator.scale
        if self.number is None:
            return scale.numerator, scale.denominator
        a = scale.numerator * self.number.denominator
        b = scale.denominator * self.number.numerator
        common = gcd(a, b) or 1
        return a // common, b // common

    @property
    def left(self) -> str:
        """``a * n``."""
        return _times(self.factors[0], self.top)

    @property
    def right(self) -> str:
        """``b * d``."""
        parts = [self.bound_text] if self.number is None else []
        return _times(self.factors[1], *parts, *([self.bottom] if self.bottom else []))

    @property
    def holds(self) -> str:
        """The limit itself."""
        return f"{self.left}{self.limit.op}{self.right}"

    def judgement(self) -> str:
        """The word for where the figure stands."""
        if self.shows_distance or not self.limit.is_ceiling:
            return f'IF({self.holds},"{MET}","{MISSED}")'
        close = f'IF({self.top}>0,IF(10*{self.left}>=9*{self.right},"{CLOSE}","{KEPT}"),"{KEPT}")'
        return f'IF({self.holds},{close},"{EXCEEDED}")'

    @property
    def shows_distance(self) -> bool:
        """Whether the office sees how far it is from the limit."""
        return self.indicator.headroom_in_return

    def headroom(self) -> str:
        """How many further adverse units can occur before the limit breaks."""
        (a, b), (more_n, more_d) = self.factors, self._adverse
        if self.number is None and more_d:
            return f'"{NOTHING}"'
        drift = more_n * a - more_d * b
        room = f"{self.right}-{self.left}"
        if not self.limit.is_ceiling:
            room, drift = f"{self.left}-{self.right}", -drift
        if drift <= 0:
            return f'IF({self.holds},"{UNLIMITED}",0)'
        return f"IF({self.holds},{self._most(f'({room})/{drift}')},0)"

    @property
    def _adverse(self) -> tuple[int, int]:
        more_n, more_d = _ADVERSE.get(self.indicator.measure, (1, 0))
        return more_n, more_d if self.bottom else 0

    def _most(self, edge: str) -> str:
        """The largest whole number up to ``edge`` (below it, where the limit is strict)."""
        return f"-INT(-({edge}))-1" if self.limit.op in ("<", ">") else f"INT({edge})"

    def shortfall(self) -> str:
        """How many units would have to be otherwise, the denominator fixed."""
        edge = f"({self.right})/{self.factors[0]}"
        if self.limit.is_ceiling:
            most = self._most(edge)
            wanting = f'IF({most}<0,"{NOTHING}",{self.top}-({most}))'
        else:
            least = f"INT({edge})+1" if self.limit.op == ">" else f"-INT(-({edge}))"
            wanting = f"{least}-{self.top}"
            if self.indicator.measure == Measure.SHARE_FLOOR and self.bottom:
                wanting = f'IF({least}>{self.bottom},"{NOTHING}",{wanting})'
        return f"IF({self.holds},0,{wanting})"

    def words(self) -> str:
        """The limit as printed, as formula text."""
        sign = _SIGNS[self.limit.op]
        if self.number is None:
            return f"{quoted(sign)}&{self.bound_text}"
        return quoted(f"{sign}{self.limit.bound}")


def _times(*factors: int | str) -> str:
    parts = [str(one) for one in factors if one != 1]
    return "*".join(parts) or "1"


def _no_name(name: str) -> Gap:
    raise KeyError(name)


@dataclass(frozen=True)
class TrialRow:
    """One row of the page; lives by column."""

    row: int
    clause: int
    indicator: Indicator
    lives: dict[int, Live]


@dataclass(frozen=True)
class TrialPlan:
    """All rows of 指标测算 for one form of one edition."""

    bases: BasePlan

    @cached_property
    def rows(self) -> tuple[TrialRow, ...]:
        """Every indicator that the form's figures and the register give."""
        edition = self.bases.edition
        found: list[TrialRow] = []
        for indicator in edition.indicators.values():
            row = FIRST_TRIAL_ROW + len(found)
            if self._computable(indicator):
                clause = edition.clause_of[indicator.name]
                found.append(TrialRow(row, clause, indicator, self._lives(indicator, row)))
        return tuple(found)

    def named(self, name: str) -> str | None:
        """The name in this workbook that holds the year's figure of ``name``; None without."""
        if name in REGISTER:
            return name
        if self.bases.form == FormKind.ANNUAL:
            confirming = (item.name for item in self.bases.items.values() if item.sums == name)
            return name if name in self.bases.items else next(confirming, None)
        item = self.bases.items.get(name)
        if item is None:
            return None
        return f"{SO_FAR}{name}" if item.aggregation == Aggregation.SUM else name

    def _computable(self, indicator: Indicator) -> bool:
        names = [indicator.numerator, indicator.denominator, *_judging_names(indicator)]
        return all(self.named(name) for name in names if name)

    def _lives(self, indicator: Indicator, row: int) -> dict[int, Live]:
        top = self.named(indicator.numerator) or ""
        bottom = self.named(indicator.denominator) if indicator.denominator else None
        lives = {TOP: self._shown(top), VALUE: self._value(indicator, top, bottom)}
        if bottom:
            lives[BOTTOM] = self._shown(bottom)
        judge = Judge(self, indicator, top, bottom, lives[VALUE], f"$F${row + 1}")
        lives[LIMIT] = judge.limit()
        lives[JUDGEMENT] = judge.judged(Bounded.judgement, _judgement)
        if indicator.headroom_in_return:
            lives[HEADROOM] = judge.judged(Bounded.headroom, _headroom)
            lives[SHORTFALL] = judge.judged(Bounded.shortfall, _shortfall)
        return lives

    def _shown(self, name: str) -> Live:
        return figure(Expression(name, Name(name)), self.bases.scope)

    def _value(self, indicator: Indicator, top: str, bottom: str | None) -> Live:
        zero = NOT_APPLICABLE if indicator.zero == ZeroBase.NOT_APPLICABLE else "分母为零"
        text = f"{top} / {bottom}" if bottom else top
        if indicator.scale != 1:
            text += f" * {indicator.scale}"
        return figure(parse(text), self.bases.scope, zero)


def _judging_names(indicator: Indicator) -> tuple[str, ...]:
    """Names of the register by which limits and applicability are decided."""
    applies = indicator.applies.names if indicator.applies else ()
    return (*applies, *(name for one in indicator.limits.values() for name in one.bound.names))


@dataclass(frozen=True)
class Case:
    """One indicator of one return under its limit, in exact numbers."""

    indicator: Indicator
    op: str
    bound: Fraction
    n: int
    d: int | None

    @property
    def sides(self) -> tuple[Fraction, Fraction]:
        """``n * scale`` and ``bound * d``."""
        return self.n * self.indicator.scale, self.bound * (1 if self.d is None else self.d)

    @property
    def holds(self) -> bool:
        """Whether the limit is kept."""
        left, right = self.sides
        return bool(compare(left, self.op, right))


def _judgement(case: Case) -> Cached:
    if case.indicator.headroom_in_return or case.op in (">", ">="):
        return MET if case.holds else MISSED
    left, right = case.sides
    if not case.holds:
        return EXCEEDED
    return CLOSE if case.n > 0 and 10 * left >= 9 * right else KEPT


def _headroom(case: Case) -> Cached:
    one = case.indicator
    room = headroom(one.measure, case.n, case.d, one.scale, case.op, case.bound)
    return UNLIMITED if room is None else room


def _shortfall(case: Case) -> Cached:
    one = case.indicator
    wanting = shortfall(one.measure, case.n, case.d, one.scale, case.op, case.bound)
    return NOTHING if wanting is None else wanting


@dataclass(frozen=True)
class Judge:
    """Makes the formulas of one indicator that depend on the unit's group."""

    plan: TrialPlan
    indicator: Indicator
    top: str
    bottom: str | None
    value: Live
    value_cell: str

    def bounded(self, limit: Limit) -> Bounded:
        """The indicator under one limit."""
        text = excel(limit.bound, self.plan.bases.scope.reference)
        return Bounded(self.indicator, limit, self.top, self.bottom, text)

    def _by_group(self, words: Callable[[Bounded], str]) -> str:
        limits = [self.indicator.limit_for(group) for group in GROUPS]
        texts = [words(self.bounded(one)) if one else f'"{NO_LIMIT}"' for one in limits]
        if len(set(texts)) == 1:
            return texts[0]
        text = f'"{NOTHING}"'
        for group, one in reversed(tuple(zip(GROUPS, texts, strict=True))):
            text = f'IF({GROUP}="{group}",{one},{text})'
        return text

    def _known(self, names: tuple[str, ...], text: str) -> str:
        if not names:
            return text
        worst = strongest(map(self.plan.bases.scope.state, names))
        return f'IF({worst}>0,"{NOTHING}",{text})'

    def _limit_of(self, facts: Facts) -> Limit | str | None:
        """The limit that binds this unit; — where the unit is not chosen and it matters."""
        shared = {str(self.indicator.limit_for(group)) for group in GROUPS}
        unit = self.plan.bases.edition.unit(str(facts.value("填报单位")))
        if unit is None and len(shared) > 1:
            return NOTHING
        return self.indicator.limit_for(unit.group if unit else GROUPS[0])

    def limit(self) -> Live:
        """The limit in words, for the unit's group."""
        names = tuple(name for one in self.indicator.limits.values() for name in one.bound.names)
        return Live(self._known(names, self._by_group(Bounded.words)), self._limit_words)

    def _limit_words(self, facts: Facts) -> Cached:
        limit = self._limit_of(facts)
        if not isinstance(limit, Limit):
            return limit or NO_LIMIT
        if not limit.bound.names:
            return f"{_SIGNS[limit.op]}{limit.bound}"
        bound = evaluate(limit.bound, facts.value)
        return NOTHING if isinstance(bound, Gap) else f"{_SIGNS[limit.op]}{cell_value(bound)}"

    def judged(self, words: Callable[[Bounded], str], compute: Callable[[Case], Cached]) -> Live:
        """A word or number about the figure where there is one, else —."""
        text = self._by_group(words)
        scope = self.plan.bases.scope
        if self.indicator.applies:
            text = f'IF({excel(self.indicator.applies, scope.reference)},{text},"{NOT_APPLICABLE}")'
        text = self._known(_judging_names(self.indicator), text)
        text = f'IF(ISNUMBER({self.value_cell}),{text},"{NOTHING}")'
        return Live(text, lambda facts: self._judged(facts, compute))

    def _judged(self, facts: Facts, compute: Callable[[Case], Cached]) -> Cached:
        known = not any(map(facts.state, _judging_names(self.indicator)))
        if isinstance(facts.answer(self.value), str) or not known:
            return NOTHING
        applies = self.indicator.applies
        if applies and evaluate(applies, facts.value) is False:
            return NOT_APPLICABLE
        limit = self._limit_of(facts)
        if not isinstance(limit, Limit):
            return limit or NO_LIMIT
        n, d = facts.value(self.top), facts.value(self.bottom) if self.bottom else None
        # no state above 0: limit, numerator and denominator are numbers
        bound = Fraction(evaluate(limit.bound, facts.value))  # type: ignore[arg-type]  # see above
        return compute(Case(self.indicator, limit.op, bound, n, d))  # type: ignore[arg-type]  # same
