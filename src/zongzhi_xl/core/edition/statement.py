"""The responsibility letter (责任书) as data: clauses, limits, points, readings, register.

An :class:`Edition` is one validity period of the letter. It is built from a plain *document*
(what YAML or JSON gives) by :func:`edition_of`; the document in canonical JSON is what travels
in a workbook, and hashes of its parts are the 版本 by which the district knows it again.
"""

import re
from collections.abc import Callable, Mapping
from datetime import date
from enum import StrEnum
from fractions import Fraction
from functools import cached_property
from typing import Any, TypeVar

from zongzhi_xl.contract import REPORTING_MONTH, REPORTING_YEAR
from zongzhi_xl.core.edition.deductions import Cap, Deduction
from zongzhi_xl.core.edition.event_words import DistrictMark, EventWords
from zongzhi_xl.core.edition.items import Check, Derived, Form, FormKind, Item
from zongzhi_xl.core.edition.paper_words import PaperWords
from zongzhi_xl.core.edition.records import read, reads_text, together
from zongzhi_xl.core.edition.register import Providers, RegisterField, Unit
from zongzhi_xl.core.edition.versions import (
    Version,
    canonical,
    form_version,
    register_version,
    rules_version,
    scoring_version,
)
from zongzhi_xl.core.language.expressions import (
    Arithmetic,
    Expression,
    Literal,
    Name,
    Term,
    parse,
    spelled,
)
from zongzhi_xl.core.language.meant import half_width
from zongzhi_xl.core.language.values import plain
from zongzhi_xl.errors import RecordError
from zongzhi_xl.record import Record, field, fields_of

T = TypeVar("T")

#: key of a limit that is the same for every group
EVERY_GROUP = "全部"


class Limit(Record):
    """``<= 70`` or ``>= 95%``: a comparison sign and what stands right of it."""

    op: str
    bound: Expression

    def __str__(self) -> str:
        return f"{self.op} {self.bound}"

    @property
    def is_ceiling(self) -> bool:
        """True where more is worse."""
        return self.op in ("<", "<=")


def _limit(text: str) -> Limit:
    written = spelled(text)
    for op in ("<=", ">=", "<", ">"):
        if written.startswith(op):
            return Limit(op, parse(written[len(op) :].strip()))
    narrow = half_width(text).replace(" ", "")
    hint = f"，是不是“{narrow}”？" if narrow != text and narrow[0] in "<>" else ""
    raise ValueError(f"限额“{text}”应以 <=、>=、< 或 > 开头，例如 <= 70{hint}")


reads_text(Expression, parse, "甲")
reads_text(Limit, _limit, "<= 0")


class Measure(StrEnum):
    """What one further adverse unit does to the figure (headroom and shortfall)."""

    RATE = "人口率"  # (n + k) / d: another case, the population stays
    RATE_FLOOR = "人口率下限"  # (n - k) / d: one fewer of whom there must be so many
    SHARE_CEILING = "占比上限"  # (n + k) / (d + k)
    SHARE_FLOOR = "占比下限"  # n / (d + k)
    FIXED_SHARE = "定基占比"  # (n + k) / d: among a given number of people
    COUNT = "控制数"  # n + k against a number


class ZeroBase(StrEnum):
    """What a denominator of zero means (R6)."""

    NOT_APPLICABLE = "不适用"  # nothing to judge, no deduction
    PENDING = "待定"  # the figure is owed; no survey must not mean full marks


class Indicator(Record):
    """A ratio or a controlled number with its limit by group.

    ``formula`` is ``分子``, ``分子 / 分母`` or ``分子 / 分母 * 倍数``; ``limits`` maps a group (or
    全部) to its limit, empty where the figure is only shown. ``headroom_in_return``: the office
    may see its headroom (duties only: not for counts of cases and incidents). ``applies``: a
    condition over the register; a unit that does not fulfil it is not judged (R24).
    """

    name: str
    formula: Expression
    unit: str
    measure: Measure
    limits: dict[str, Limit] = field(default_factory=dict)
    zero: ZeroBase = ZeroBase.NOT_APPLICABLE
    headroom_in_return: bool = False
    places: int = 2
    applies: Expression | None = None

    def __post_init__(self) -> None:
        _ = self._shape  # a formula of another shape is refused here

    @cached_property
    def _shape(self) -> tuple[str, str | None, Fraction]:
        match self.formula.root:
            case Name(top):
                return top, None, Fraction(1)
            case Arithmetic("/", Name(top), Name(bottom)):
                return top, bottom, Fraction(1)
            case Arithmetic("*", Arithmetic("/", Name(top), Name(bottom)), Literal(scale)):
                return top, bottom, scale
        raise RecordError("formula", "指标公式应为：分子、分子 / 分母 或 分子 / 分母 * 倍数")

    @property
    def numerator(self) -> str:
        """Name above the line."""
        return self._shape[0]

    @property
    def denominator(self) -> str | None:
        """Name below the line; None for a controlled number."""
        return self._shape[1]

    @property
    def scale(self) -> Fraction:
        """10000 for a rate per ten thousand, else 1."""
        return self._shape[2]

    def limit_for(self, group: str) -> Limit | None:
        """The limit that binds a unit of ``group``; None where the figure is only shown."""
        return self.limits.get(group, self.limits.get(EVERY_GROUP))


class Option(Record):
    """Another way to read a doubtful sentence, with the indicators it would replace."""

    words: str
    indicators: tuple[Indicator, ...] = ()


class Reading(Record):
    """A declared interpretation (条款解释) of something the letter leaves open, with its reason."""

    id: str
    question: str
    default: str
    reason: str
    options: tuple[Option, ...] = ()


class NotCollected(Record):
    """Something the letter demands that no form asks for, and why."""

    what: str
    why: str


class Clause(Record):
    """One clause of the letter, in our own sentence, with all its rules.

    ``differs``: why the caps of its rules do not add up to its points, where they do not.
    """

    number: int
    subject: str
    sentence: str
    points: Fraction
    indicators: tuple[Indicator, ...] = ()
    checks: tuple[Check, ...] = ()
    caps: tuple[Cap, ...] = ()
    deductions: tuple[Deduction, ...] = ()
    readings: tuple[Reading, ...] = ()
    not_collected: tuple[NotCollected, ...] = ()
    not_scored: str | None = None
    differs: str | None = None


class Grade(Record):
    """A grade (等次), best first; ``quota`` a share of the units appraised, at least one.

    ``places``: so many units instead. Who has a better grade takes none of them.
    """

    name: str
    at_least: Fraction
    quota: Fraction | None = None
    places: int | None = None
    needs_clean_record: bool = False


class ScoredPeriod(Record):
    """A part of the year from January on that has a mark of its own, with its share of the year."""

    name: str
    through: int
    weight: Fraction


class Ends(Record):
    """The least and the most that a score may be, whatever is lost and added."""

    least: Fraction
    most: Fraction


class LetterPart(Record):
    """部分: clauses under one title with marks of their own.

    What is left of its ``points``, with what is added in it, is at least ``least`` and, where that
    is said, at most ``most``. ``differs``: why its clauses do not add up to its points.
    """

    title: str
    clauses: tuple[int, ...]
    points: Fraction
    least: Fraction = Fraction(0)
    most: Fraction | None = None
    differs: str | None = None


#: names in the condition of an outcome beside the year's figures
SCORE, PLACE_BY_SCORE = BY_SCORE = ("得分", "名次")


class Outcome(Record):
    """结果: where the condition holds, the score is so much, or the grade is so, or at best so.

    ``veto``: a veto is proposed. One of the four.
    """

    where: Expression
    score: Fraction | None = None
    grade: str | None = None
    at_best: str | None = None
    veto: bool = False

    def __post_init__(self) -> None:
        if [self.score, self.grade, self.at_best, self.veto or None].count(None) != 3:
            listed = "score（得分改为）、grade（评为）、at_best（最高评为）、veto（建议否决）"
            raise RecordError("", f"{listed}应写且只写一个")

    @property
    def effect(self) -> str:
        """``得分改为 0``, ``评为不合格``, ``最高评为合格``, ``建议一票否决``."""
        if self.score is not None:
            return f"得分改为 {plain(self.score)}"
        if self.grade:
            return f"评为{self.grade}"
        return f"最高评为{self.at_best}" if self.at_best else "建议一票否决"


class Veto(Record):
    """What makes the program propose a veto (一票否决); it is decided by people only."""

    lowest_grade: bool
    designations: tuple[DistrictMark, ...]
    reply_days: int
    effect: str


class Due(Record):
    """Day ``day`` of the ``months_after``-th month after the period's last month, included."""

    months_after: int
    day: int


class Confirmation(Record):
    """Whether somebody has answered for the points and cut-offs."""

    confirmed: bool
    note: str
    reference: str = ""


class CalendarDay(Record):
    """A day of every period, such as 当月末日; ``day`` is written over 年份 and 月份."""

    name: str
    day: Expression


#: a title that ends in an appraisal and what kind of paper it is, with what stands in brackets
_APPRAISAL = re.compile(
    r"(.*?(?:考核|考评))(?:实施|暂行|试行|评分)*(?:办法|细则|方案|标准|规定|意见)?(?:[（(〔].*)?"
)


class Statement(Record):
    """Everything of the letter that belongs to no clause; ``name`` is the edition's name.

    ``groups`` are those for which limits may differ, ``providers`` who answers for figures,
    ``register`` what is kept of every unit for the year.
    ``tie_breaks`` order equal scores where the quota needs it (R3): each the name of an
    indicator (higher first) or a list of clause numbers (fewer points lost first).
    ``resubmission_days``: within how many days a return that was sent back may be replaced and
    keep the day of its receipt (R38).
    ``parts`` are those above the clauses, ``differs`` says why they do not add up to full marks.
    ``calendar`` is a list, since its order is that of rows in a workbook, and what a workbook
    carries keeps no order of keys.
    """

    name: str
    title: str
    district: str
    office: str
    commission: str
    contact: str
    document_number: str
    full_marks: Fraction
    grades: tuple[Grade, ...]
    veto: Veto
    due: dict[FormKind, Due]
    confirmation: Confirmation
    groups: tuple[str, ...]
    providers: Providers
    register: tuple[RegisterField, ...] = ()
    tie_breaks: tuple[str, ...] = ()
    replaces: str | None = None
    reference: str = ""
    fictitious: bool = False
    holidays: tuple[date, ...] = ()
    due_moves_past_holidays: bool = False
    resubmission_days: int = 0
    readings: tuple[Reading, ...] = ()
    calendar: tuple[CalendarDay, ...] = ()
    papers: PaperWords = field(default_factory=PaperWords)
    events: EventWords = field(default_factory=EventWords)
    ends: Ends | None = None
    outcomes: tuple[Outcome, ...] = ()
    periods: tuple[ScoredPeriod, ...] = ()
    parts: tuple[LetterPart, ...] = ()
    differs: str | None = None

    @property
    def appraised(self) -> str:
        """What is appraised, as 考核: ``社会治安综合治理责任书考核``, ``信访工作考核``.

        The title may say so itself: 信访工作考核办法（试行）.
        """
        said = _APPRAISAL.fullmatch(self.of_any_year)
        return said[1] if said else f"{self.of_any_year}考核"

    @property
    def of_any_year(self) -> str:
        """The title without the year that it may begin with: papers name the year themselves."""
        return re.sub(r"^\d{4}年度?", "", self.title)

    @property
    def best(self) -> Fraction:
        """The most that a score may be: full marks, or what may be added to them."""
        return self.ends.most if self.ends else self.full_marks


#: a figure of every rule: how many offices are appraised
UNIT_COUNT = "单位数"

#: year and month of a return; the month of a yearly one is 12
TYPED_PERIOD = (REPORTING_YEAR, REPORTING_MONTH)


class Edition(Record):
    """A whole statement in force, ready to judge by."""

    statement: Statement
    units: tuple[Unit, ...]
    forms: tuple[Form, ...]
    clauses: tuple[Clause, ...]
    document: Mapping[str, Any] = field(default_factory=dict)

    def once(self, make: Callable[["Edition"], T]) -> T:
        """What ``make`` gives for this edition: made when first asked for, and kept with it."""
        if make not in self._made:
            self._made[make] = make(self)
        made: T = self._made[make]
        return made

    @cached_property
    def _made(self) -> dict[Callable[["Edition"], Any], Any]:
        return {}

    @cached_property
    def canonical(self) -> str:
        """The document as canonical JSON: what a workbook carries in 规则."""
        return canonical(self.document)

    @cached_property
    def version(self) -> Version:
        """That of its forms and that of its rules."""
        printed = self.statement.events.columns
        return Version(form_version(self.forms, printed), rules_version(self.document))

    @cached_property
    def id(self) -> str:
        """What stands in 版本."""
        return str(self.version)

    @cached_property
    def register_version(self) -> str:
        """That of its register, whole even where only some of the units are looked at."""
        return register_version(self.document)

    @cached_property
    def scoring_version(self) -> str:
        """That of what scores are made by, whichever district's it is."""
        return scoring_version(self.document)

    def form(self, kind: FormKind) -> Form:
        """The form of that kind; an edition that has none of it asks for nothing there."""
        return next((form for form in self.forms if form.kind == kind), Form(kind, "", "", ()))

    def worded(self, text: str) -> str:
        """``text`` with the edition's own nouns for ``{unit}``, ``{office}``, ``{commission}``."""
        return text.format(unit=self.statement.papers.unit, **fields_of(self.statement))

    @cached_property
    def returned(self) -> frozenset[FormKind]:
        """The forms that the offices themselves hand in: some figure of it is theirs."""
        theirs = (form.kind for form in self.forms if any(map(self.is_of_unit, form.items)))
        return frozenset(theirs) - {FormKind.DEPARTMENTS}

    @cached_property
    def months_asked(self) -> tuple[int, ...]:
        """The months of which a return is owed: those in which the form asks the office anything.

        Where every item is of March, June, September and December, it is a return of a quarter.
        """
        items = [item for item in self.form(FormKind.MONTHLY).items if self.is_of_unit(item)]
        return tuple(n for n in range(1, 13) if any(item.applies_in(n) for item in items))

    def is_reported(self, name: str) -> bool:
        """Whether an item stands on a form that the offices hand in."""
        return self.form_of[name] in self.returned

    @cached_property
    def items(self) -> Mapping[str, Item]:
        """Every item of every form by name."""
        return {item.name: item for form in self.forms for item in form.items}

    @cached_property
    def registered(self) -> Mapping[str, RegisterField]:
        """What the register of units holds, by name."""
        return {one.name: one for one in self.statement.register}

    def is_of_unit(self, item: Item) -> bool:
        """Whether the appraised office itself answers for it."""
        return item.source == self.statement.providers.unit

    @cached_property
    def derived(self) -> Mapping[str, Derived]:
        """Every row of every form that is worked out, by name."""
        return {one.name: one for form in self.forms for one in form.derived}

    @cached_property
    def calendar(self) -> Mapping[str, Expression]:
        """年份, 月份 and the days of a period by name."""
        days = {one.name: one.day for one in self.statement.calendar}
        return {**{name: parse(name) for name in TYPED_PERIOD}, **days}

    @cached_property
    def form_of(self) -> Mapping[str, FormKind]:
        """The form on which an item is printed."""
        return {item.name: form.kind for form in self.forms for item in form.items}

    @cached_property
    def indicators(self) -> Mapping[str, Indicator]:
        """Every indicator by name, in the order of the clauses."""
        return {one.name: one for clause in self.clauses for one in clause.indicators}

    @cached_property
    def clause_of(self) -> Mapping[str, int]:
        """The clause of an indicator or a deduction, by its name or id."""
        found = {one.name: clause.number for clause in self.clauses for one in clause.indicators}
        found |= {one.id: clause.number for clause in self.clauses for one in clause.deductions}
        return found

    @cached_property
    def terms(self) -> Mapping[str, Term]:
        """Every figure among those of all offices that a rule goes by, by its text."""
        rules = [rule for clause in self.clauses for rule in clause.deductions]
        asked = [one for rule in rules for one in (rule.of, *(case.where for case in rule.when))]
        asked += [one.where for one in self.statement.outcomes]
        return {term.text: term for one in asked for term in one.terms}

    @cached_property
    def adds(self) -> bool:
        """Whether any of its rules gives a bonus."""
        return any(rule.adds for clause in self.clauses for rule in clause.deductions)

    def checks(self, kind: FormKind) -> tuple[Check, ...]:
        """Every check of that form: the general ones, then clause by clause, by number."""
        general = self.form(kind).checks
        of_clauses = [check for clause in self.clauses for check in clause.checks]
        of_form = [check for check in of_clauses if check.form == kind]
        return tuple(sorted([*general, *of_form], key=lambda check: check.id))

    @cached_property
    def readings(self) -> tuple[Reading, ...]:
        """All readings, R1 first."""
        found = [reading for clause in self.clauses for reading in clause.readings]
        found += self.statement.readings
        return tuple(sorted(found, key=lambda one: int(one.id[1:])))

    def unit(self, name: str) -> Unit | None:
        """The unit that is called ``name`` or was before, or None."""
        return self._by_name.get(name)

    def called(self, name: str) -> str:
        """What the unit that is called ``name`` or was before is called; others as they are."""
        unit = self.unit(name)
        return unit.name if unit else name

    @cached_property
    def _by_name(self) -> Mapping[str, Unit]:
        former = {name: unit for unit in reversed(self.units) for name in unit.formerly}
        return former | {unit.name: unit for unit in reversed(self.units)}


def edition_of(document: Mapping[str, Any]) -> Edition:
    """The edition that a plain document describes; raises :class:`RecordError` with every fault.

    The document's keys are statement, units, forms and clauses. Cross-checks between its parts
    are :func:`zongzhi_xl.core.soundness.parts.audit`'s.
    """
    edition, faults = edition_in(document)
    if faults:
        raise together(faults)
    return edition


def edition_in(document: Mapping[str, Any]) -> tuple[Edition, list[RecordError]]:
    """The edition as far as the document describes one, and every fault."""
    parts = {key: value for key, value in document.items() if key != "document"}
    edition, faults = read(Edition, parts)
    whole = Edition(edition.statement, edition.units, edition.forms, edition.clauses, document)
    return whole, faults
