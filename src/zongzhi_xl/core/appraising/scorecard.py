"""What an appraisal (考评) says: indicators, ledger of lost points, scorecards, the district.

Plain frozen data, made by :func:`~zongzhi_xl.core.appraising.appraisal.appraise` and read by the
summary, the papers, the terminal and JSON; nobody calculates from it again.
"""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from functools import cached_property
from typing import TypeAlias

from zongzhi_xl.core.appraising.bounds import Bound
from zongzhi_xl.core.edition.deductions import Circumstance
from zongzhi_xl.core.edition.items import FormKind, Severity
from zongzhi_xl.core.edition.scale import Amount
from zongzhi_xl.core.language.values import Value
from zongzhi_xl.core.returned.findings import Finding
from zongzhi_xl.core.returned.personal_data import masked
from zongzhi_xl.record import Record, force_setattr


class DeliveryState(StrEnum):
    """A return against its due date."""

    ON_TIME = "按时"
    LATE = "迟报"
    MISSING = "缺报"
    NOT_DUE = "未到期"
    REJECTED = "退回"  # files came, none could be used
    PENDING = "待定"  # different files came, the district has to choose


#: returns that are due and none counts; and what is said of one where the files are usable
NOT_COUNTING = (DeliveryState.MISSING, DeliveryState.REJECTED, DeliveryState.PENDING)
PENDING_WORDS = f"{DeliveryState.PENDING}：两份报表由区里选定"


class SourceCell(Record):
    """A cell of a return or of the department workbook; ``value`` as a clerk reads it."""

    file: str
    sheet: str
    cell: str
    value: str

    def __post_init__(self) -> None:
        """The value is masked, because it goes into every output."""
        force_setattr(self, "value", masked(self.value))


class RegisterFigure(Record):
    """A figure of the register of units (名册); no ``unit`` where the register has no such item."""

    unit: str
    item: str
    value: str


class Absence(Record):
    """A paper that is not there (yet) or was sent back; 报送情况 of the summary shows it."""

    unit: str
    form: FormKind
    month: int | None
    state: DeliveryState


class Receipt(Record):
    """The record of a return's receipt: this office's paper came in on ``day``.

    ``number`` is that of the entry, 0 where entries are not counted.
    """

    unit: str
    form: FormKind
    month: int | None
    day: date
    number: int


class Decided(Record):
    """What the district decided by its decision ``number`` of that day; ``value`` in words."""

    number: int
    day: date
    value: str


#: what the district recorded itself
Entered: TypeAlias = Receipt | Decided
#: where a number, or the lack of one, can be looked up
Source: TypeAlias = SourceCell | RegisterFigure | Absence | Entered


class Basis(StrEnum):
    """Whose figure counts (R10), printed with the figure."""

    DECISION = "区里决定"
    DEPARTMENT = "部门核定"
    ANNUAL = "年报"
    MONTHS = "各月合计"
    NEWEST_MONTH = "期末数"
    REGISTER = "名册"


class Standing(StrEnum):
    """How far an indicator is complete."""

    COMPLETE = "完整"
    INCOMPLETE = "不完整"  # a due month is missing: pending
    NOT_DUE = "未到期"
    NOT_APPLICABLE = "不适用"
    OWED = "待定"  # the district or a department owes a figure


class IndicatorResult(Record):
    """One indicator of one unit.

    ``value`` and ``limit`` are exact (a share is 0…1; ``scale`` is what numerator by denominator
    is taken times), the value may be a gap; ``met`` is None
    while pending, not applicable or without a limit; headroom and shortfall in whole units.
    """

    name: str
    clause: int
    unit: str
    value: Value
    numerator: int | None
    denominator: int | None
    limit: Bound | None
    met: bool | None
    headroom: int | None
    shortfall: int | None
    basis: str
    standing: Standing
    sources: tuple[Source, ...]
    scale: Fraction = Fraction(1)


class Contribution(Record):
    """A unit's figure for one item and month with its cell: what totals are made of.

    ``reported`` is the office's own cell where a department's figure counts instead and differs.
    """

    item: str
    unit: str
    month: int | None
    value: Value
    source: Source
    basis: Basis
    reported: SourceCell | None = None


#: what a lost point rests on: the figure of an item, or a cell that is no item's
Evidence: TypeAlias = Contribution | SourceCell | Absence | Entered


class Occasion(Record):
    """What a lost point is about, where its rule may cost more than once a year.

    A month, a quarter or a paper of the year, a row of a month's register of events, an item.
    """

    year: int
    month: int | None = None
    quarter: int | None = None
    form: FormKind | None = None
    row: int | None = None
    item: str = ""

    @property
    def key(self) -> str:
        """``2026-09/下半月排查会日期``, ``2026年4季度``, ``2026-10第1行``, ``年报``."""
        row = f"第{self.row}行" if self.row else ""
        month = f"{self.year}-{self.month:02}{row}" if self.month else ""
        quarter = f"{self.year}年{self.quarter}季度" if self.quarter else ""
        return "/".join(filter(None, (month, quarter, self.form, self.item)))


class Limit(Record):
    """What a row stood under: what its rule or several together come to, of it ``used`` before."""

    most: Decimal
    used: Decimal

    @property
    def left(self) -> Decimal:
        """What the row may come to."""
        return self.most - self.used


class Arithmetic(Record):
    """How a row's points come of its rule, exact, so that anybody can work them out again.

    ``amount`` was priced by the rule's scale (``missed``: as by a strict limit, which nought may
    miss); where it is None, ``priced`` is what the rule says of such a case. Each of the ``cases``
    changed the price, a part of the year counts by its ``weight``, then it was rounded and cut by
    the ``limits`` of the rule, its own first, and the ends of the score took ``cut`` of it.
    """

    priced: Fraction
    amount: Amount | None = None
    missed: bool = False
    cases: tuple[Circumstance, ...] = ()
    weight: Fraction = Fraction(1)
    limits: tuple[Limit, ...] = ()
    cut: Decimal = Decimal("0.00")


class LedgerRow(Record):
    """A row of the ledger: points lost, or added where it ``adds`` (> 0, two decimals), and why.

    ``formula`` in item names, ``working`` the same with its figures; ``points`` are what is left
    of it under ``cap``, ``beyond_cap`` how many further times cost nothing for it. ``evidence``
    is never empty.
    """

    rule_id: str
    clause: int
    rule: str
    points: Decimal
    cap: Fraction
    formula: str
    working: str
    evidence: tuple[Evidence, ...]
    arithmetic: Arithmetic
    occasion: Occasion | None = None
    beyond_cap: int = 0
    adds: bool = False
    period: str = ""

    @property
    def signed(self) -> Decimal:
        """What it does to the score."""
        return self.points if self.adds else -self.points

    @property
    def id(self) -> str:
        """Unique within a unit: ``D06-1``, ``D26-2/2026-03``."""
        when = self.occasion.key if self.occasion else ""
        return "/".join(filter(None, (self.rule_id, self.period, when)))

    @property
    def sources(self) -> tuple[Source, ...]:
        """Where its figures can be looked up, each place once."""
        places = (one.source if isinstance(one, Contribution) else one for one in self.evidence)
        return tuple(dict.fromkeys(places))


class VetoState(StrEnum):
    """The program proposes only; imposing and lifting are decisions of people."""

    NONE = "none"
    PROPOSED = "proposed"
    IMPOSED = "imposed"


class ClauseScore(Record):
    """Points of one clause: what it carries and what is lost.

    ``pending``: something of it cannot be judged, because the district or a department owes it.
    """

    number: int
    points: Decimal
    lost: Decimal
    pending: bool = False


class PartScore(Record):
    """A part of the letter: its marks, and what an office has of them with what was added."""

    title: str
    points: Decimal
    mark: Decimal


class UnitAppraisal(Record):
    """The scorecard of one unit; score = full marks + additions − losses, then its outcomes.

    ``grade_reasons`` say what stood against each better grade; without ``rank`` is an office of
    which a due month lacks, was sent back or cannot be read before the year is closed.
    ``outcomes`` are those that hold, in order, in words.
    """

    unit: str
    group: str
    score: Decimal
    grade: str
    veto: VetoState
    veto_reasons: tuple[str, ...]
    rank: int | None
    provisional: bool
    provisional_reasons: tuple[str, ...]
    clauses: tuple[ClauseScore, ...]
    indicators: Sequence[IndicatorResult]
    losses: Sequence[LedgerRow]
    grade_reasons: tuple[str, ...] = ()
    additions: Sequence[LedgerRow] = ()
    outcomes: tuple[str, ...] = ()
    parts: tuple[PartScore, ...] = ()

    @property
    def rows(self) -> tuple[LedgerRow, ...]:
        """The whole ledger: what was lost, then what was added."""
        return (*self.losses, *self.additions)

    @cached_property
    def lost(self) -> Decimal:
        """All points lost."""
        return sum((row.points for row in self.losses), Decimal("0.00"))

    @cached_property
    def added(self) -> Decimal:
        """All points added."""
        return sum((row.points for row in self.additions), Decimal("0.00"))

    @property
    def net_lost(self) -> Decimal:
        """What lacks of full marks; below nought where more was added than lost."""
        return self.lost - self.added


class Delivery(Record):
    """One obligation: this unit owes this return for this month (None: the year).

    ``reported`` is the day that decides: that of ``receipt`` (which may be one that the district
    decided on), or 报出日期 where nobody recorded one.
    """

    unit: str
    form: FormKind
    month: int | None
    due: date
    reported: date | None
    state: DeliveryState
    file: str = ""
    receipt: Entered | None = None

    @property
    def wanting(self) -> bool:
        """Whether it came with blanks that nobody filled in: late, whatever the day (R38)."""
        late = self.state == DeliveryState.LATE
        return late and self.reported is None and self.receipt is not None

    @property
    def words(self) -> str:
        """The state for a narrow cell; with the reason where the day beside it would be none."""
        return f"{self.state.value}、有空项" if self.wanting else self.state.value


class Period(Record):
    """What a return answers for: this unit, this paper, this month (None: the year)."""

    unit: str
    form: FormKind
    month: int | None


class Fitness(StrEnum):
    """Whether a file is fit for use, by which the day of its receipt is kept."""

    USABLE = "可用"
    FAULTY = "退回补正"  # keeps its day if it is replaced in time
    EMPTY = "空表"  # keeps no day


class Rejected(Record):
    """A file that cannot be used, why, in words, and what else was seen in it.

    ``sha256`` is empty where the bytes could not be read. ``paper`` is what the file answers
    for, and ``year`` of which year, as far as it tells;
    ``remedy`` is what the district does about it, empty where the reason says so itself.
    ``day`` and ``number`` are those of its receipt, where there is a register.
    """

    file: str
    reason: str
    findings: tuple[Finding, ...] = ()
    sha256: str = ""
    paper: Period | None = None
    year: int | None = None
    remedy: str = ""
    day: date | None = None
    number: int = 0
    fitness: Fitness = Fitness.FAULTY


class Replaced(Record):
    """A return in whose place a later correction counts: nothing is held against the office.

    ``by`` is the file of that correction, ``nature`` its 报表性质 (第1次更正).
    """

    file: str
    sha256: str
    paper: Period
    by: str
    nature: str
    day: date | None = None
    number: int = 0
    fitness: Fitness = Fitness.USABLE

    @property
    def words(self) -> str:
        """What became of it."""
        return f"已由{self.nature}代替"


#: who owes the department workbook, where a unit stands otherwise
DEPARTMENTS = "部门"


class FileFindings(Record):
    """What was found in one accepted return."""

    file: str
    sha256: str
    form: FormKind
    unit: str
    year: int
    month: int | None
    findings: tuple[Finding, ...]


class Alternative(Record):
    """A unit whose result another reading on offer (R1) would change; ``met`` None is pending."""

    reading: str
    option: str
    unit: str
    indicator: str
    met: bool | None
    met_otherwise: bool | None


class Use(StrEnum):
    """What a filled cell was used for; each is in one class."""

    COUNTED = "计入考核"
    AGREED = "与核定数相同"  # a department's or a decided figure counts, and it is the same
    REPLACED = "以核定数为准"  # it counts instead, and is another
    CHECKED = "只供审核"  # identity, signatures, notes, bases, events, what is not asked for
    WITHHELD = "不能用"  # no figure to judge by
    NOWHERE = "没有去处"


#: classes of which each cell is listed
SHOWN = (Use.REPLACED, Use.WITHHELD, Use.NOWHERE)


class Accounted(Record):
    """One filled cell; ``instead`` is the figure that counts in its place, ``why`` it is unfit."""

    use: Use
    item: str
    month: int | None
    source: SourceCell
    instead: Contribution | None = None
    why: str = ""


class Account(Record):
    """A unit's cells by use; ``filled`` is counted by itself, over the returns."""

    unit: str
    filled: int
    uses: Mapping[Use, int]
    shown: tuple[Accounted, ...] = ()

    @property
    def adds_up(self) -> bool:
        """Whether the classes together are all the filled cells, each once."""
        return sum(self.uses.values()) == self.filled


class Appraisal(Record):
    """The district's year as far as it has come. Units in the register's order.

    ``rules`` tells by which of them it was judged, and of which register of units; ``figures``
    are the year's figures by unit and item, each a value with its basis, for the
    tally sheet; ``contributions`` the single cells behind them; ``accounts`` tell by unit what
    became of every filled cell; ``data_until`` is the newest
    报出日期 of any accepted return (数据截至), never the clock. Where it ``is_ruled``, a
    source may be a decision of the district.
    """

    edition_id: str
    rules: str
    register_version: str
    year: int
    through: int
    final: bool
    data_until: date | None
    units: tuple[UnitAppraisal, ...]
    deliveries: Sequence[Delivery]
    rejected: tuple[Rejected, ...]
    files: Sequence[FileFindings]
    contributions: Sequence[Contribution]
    figures: Mapping[tuple[str, str], Value]
    alternatives: tuple[Alternative, ...] = ()
    replaced: tuple[Replaced, ...] = ()
    accounts: Sequence[Account] = ()
    is_ruled: bool = True

    @cached_property
    def ranked(self) -> tuple[UnitAppraisal, ...]:
        """By rank, those without one last; equal ranks in the register's order."""
        return tuple(sorted(self.units, key=lambda unit: unit.rank or len(self.units) + 1))

    @property
    def covers_year(self) -> bool:
        """Whether the whole year is in it: only then is anybody told a result of it."""
        return self.final or self.through == 12

    @property
    def pending(self) -> tuple[Delivery, ...]:
        """The returns of which the district has to choose one of several files."""
        return tuple(one for one in self.deliveries if one.state == DeliveryState.PENDING)

    def papers_of(self, *states: DeliveryState) -> Counter[str]:
        """How many papers are in one of these states, by unit."""
        return Counter(one.unit for one in self.deliveries if one.state in states)

    @cached_property
    def blocking(self) -> Counter[str]:
        """Blocking findings by unit."""
        return self._findings(lambda one: one.severity == Severity.BLOCKING)

    @cached_property
    def unexplained(self) -> Counter[str]:
        """Queries whose 说明 is still blank, by unit."""
        return self._findings(lambda one: one.open)

    def _findings(self, counts: Callable[[Finding], bool]) -> Counter[str]:
        return Counter(file.unit for file in self.files for one in file.findings if counts(one))

    @cached_property
    def has_returns(self) -> bool:
        """Whether any office's return could be used; without one no score was earned.

        Where offices hand in nothing, the departments' workbook is what there must be.
        """
        there = (DeliveryState.ON_TIME, DeliveryState.LATE)
        owed = (one for one in self.deliveries if one.form != FormKind.DEPARTMENTS)
        return any(one.state in there for one in (owed if self.is_reported else self.deliveries))

    @cached_property
    def is_reported(self) -> bool:
        """Whether offices hand in anything."""
        return any(one.form != FormKind.DEPARTMENTS for one in self.deliveries)
