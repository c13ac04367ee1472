"""One unit's year before it is compared with others: what was worked out, and what stands against.

Whether it has a place at all, and what bars it from the best grade, is told here.
"""

from functools import cached_property

from zongzhi_xl.core.appraising.deductions.docket import Docket
from zongzhi_xl.core.appraising.deductions.events import unclear
from zongzhi_xl.core.appraising.figures import Figure, Scope, UnitYear, is_unreadable, lookup_in
from zongzhi_xl.core.appraising.scorecard import (
    NOT_COUNTING,
    PENDING_WORDS,
    Account,
    Basis,
    Contribution,
    DeliveryState,
    LedgerRow,
    SourceCell,
)
from zongzhi_xl.core.appraising.scoring import Rule
from zongzhi_xl.core.appraising.sources import month_words, written
from zongzhi_xl.core.edition.deductions import Each
from zongzhi_xl.core.edition.items import FormKind
from zongzhi_xl.core.edition.statement import BY_SCORE
from zongzhi_xl.core.language.values import BLANK
from zongzhi_xl.core.returned.findings import Finding
from zongzhi_xl.record import Record

#: figures that are no entries of the office
_NOT_THE_OFFICES = (Basis.DEPARTMENT, Basis.DECISION, Basis.REGISTER)


class UnitCase(Record):
    """One unit's year, worked out as far as it can be without the other units.

    ``annual_came``: the annual return of some unit is in.
    """

    docket: Docket
    rules: tuple[Rule, ...]
    figures: dict[str, Figure]
    rows: tuple[LedgerRow, ...]
    findings: tuple[Finding, ...]
    blocked: tuple[str, ...]
    contributions: tuple[Contribution, ...]
    account: Account
    annual_came: bool

    @property
    def asked_by_outcomes(self) -> Docket:
        """As much of the docket as outcomes ask for; no return hangs on it."""
        year, outcomes = self.docket.year, self.docket.edition.statement.outcomes
        names = {name for one in outcomes for name in one.where.names if name not in BY_SCORE}
        figures = {name: self.docket.figures(name) for name in names}
        bare = UnitYear(year.unit, year.scope, year.edition, {}, None)
        return Docket(bare, lookup_in(figures), {}, ())

    @property
    def scope(self) -> Scope:
        """How far the year has come."""
        return self.docket.year.scope

    def in_state(self, *states: DeliveryState) -> tuple[str, ...]:
        """The papers that are in one of these states."""
        found = (one for one in self.docket.deliveries if one.state in states)
        return tuple(month_words(one.month, one.form.value) for one in found)

    @cached_property
    def _lacking(self) -> tuple[Contribution, ...]:
        """The cells without which a figure of the year is not whole, each once."""
        lacking = (cell for figure in self.figures.values() for cell in figure.missing)
        return tuple(dict.fromkeys(lacking))

    @cached_property
    def unreadable(self) -> tuple[Contribution, ...]:
        """The office's own cells that are no figure to judge by, each once."""
        return tuple(
            cell
            for cell in dict.fromkeys((*self.contributions, *self._lacking))
            if cell.basis not in _NOT_THE_OFFICES and is_unreadable(cell.value)
        )

    @cached_property
    def left_blank(self) -> tuple[Contribution, ...]:
        """The office's own cells in which nothing stands though a figure is asked for."""
        return tuple(
            cell
            for cell in self._lacking
            if isinstance(cell.source, SourceCell)
            and cell.basis not in _NOT_THE_OFFICES
            and cell.value == BLANK
        )

    @cached_property
    def unclear_events(self) -> tuple[str, ...]:
        """The cells of its register for which nobody can tell what an event costs, each once."""
        rules = (one.deduction for one in self.rules if one.deduction.each == Each.EVENT)
        cells = (written(at) for one in rules if not one.adds for at in unclear(one, self.docket))
        return tuple(dict.fromkeys(f"{one.sheet}!{one.cell} {one.value}" for one in cells))

    @property
    def awaited(self) -> tuple[str, ...]:
        """Returns that others already handed in, and whose day is not past."""
        return tuple(
            month_words(one.month, one.form.value)
            for one in self.docket.deliveries
            if one.state == DeliveryState.NOT_DUE and self._is_in_elsewhere(one.month)
        )

    def _is_in_elsewhere(self, month: int | None) -> bool:
        return self.annual_came if month is None else month <= self.scope.through

    @property
    def ranked(self) -> bool:
        """Whether there is a place to say: what lacks before closing may not raise it."""
        absent = self.in_state(*NOT_COUNTING)
        entries = self.unreadable or self.left_blank or self.unclear_events
        return self.scope.final or not (absent or self.awaited or entries)

    @property
    def stains(self) -> tuple[str, ...]:
        """What bars the office from a grade that needs a clean record, but for a veto (R4)."""
        queries = sum(finding.open for finding in self.findings)
        told = (
            (self._lacks_annual, self._without_annual),
            (bool(self._absent_months), f"月报缺报：{'、'.join(self._absent_months)}"),
            (bool(self.pending), f"{PENDING_WORDS}：{'、'.join(self.pending)}"),
            (bool(self._awaited_months), f"月报还没有报：{'、'.join(self._awaited_months)}"),
            (bool(self.blocked), f"审核未通过：{'、'.join(self.blocked)}"),
            (bool(queries), f"有{queries}处核实性问题没有写说明"),
        )
        return tuple(words for there, words in told if there)

    @property
    def pending(self) -> tuple[str, ...]:
        """The papers of which the district has to choose one of several files."""
        return self.in_state(DeliveryState.PENDING)

    @property
    def _awaited_months(self) -> tuple[str, ...]:
        return tuple(paper for paper in self.awaited if paper != FormKind.ANNUAL)

    @property
    def _lacks_annual(self) -> bool:
        year = self.docket.year
        return year.annual is None and FormKind.ANNUAL in year.edition.returned

    @property
    def _without_annual(self) -> str:
        counts = self.scope.annual_counts
        return "年报没有报" if counts else f"只算到{self.scope.through}月，年报没有计入"

    @property
    def _absent_months(self) -> tuple[str, ...]:
        absent = self.in_state(DeliveryState.MISSING, DeliveryState.REJECTED)
        return tuple(paper for paper in absent if paper != FormKind.ANNUAL)
