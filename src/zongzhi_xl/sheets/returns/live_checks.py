"""The audit relations (审核关系) as live formulas, row by row of their page."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from xlsxwriter.utility import xl_col_to_name, xl_rowcol_to_cell

from zongzhi_xl.contract import CHECKS, IDENTITY, NIL_RETURN, REPORTED_ON, WORKINGS
from zongzhi_xl.core.checking.kinds.registry import not_run
from zongzhi_xl.core.checking.relations import concerning
from zongzhi_xl.core.edition.items import Check, Severity
from zongzhi_xl.core.edition.statement import TYPED_PERIOD
from zongzhi_xl.core.language.expressions import Comparison, Expression
from zongzhi_xl.core.language.formulas import (
    Block,
    Formula,
    Part,
    call,
    count_of,
    first_of,
    total,
    when,
)
from zongzhi_xl.core.language.values import YES
from zongzhi_xl.core.returned.terms import term_of
from zongzhi_xl.sheets.returns.bases import DUE, EVENT_COUNT, STATE_COLUMN, BasePlan
from zongzhi_xl.sheets.returns.live import FAIL, NOT_RUN, PASS, Live, figure, verdict

FIRST_CHECK_ROW = 3
NUMBER, SEVERITY, WORDS, RELATION, RESULT, REMEDY, CLAUSE, BROKEN = range(8)
AT_THE_BUTTON, AT_THE_DISTRICT = "一键校验时检查", "区级汇总时检查"


@dataclass(frozen=True)
class Link:
    """One comparison of a chain ``甲 <= 乙 <= 丙``, and the item at which it is shown."""

    at: str | None
    holds: Expression


@dataclass(frozen=True)
class CheckRow:
    """One row of the page: a check, or a check for one of several items."""

    row: int
    check: Check
    rule: Expression | None
    item: str | None
    at: str | None
    links: tuple[Link, ...] = ()
    idle: str = ""

    @property
    def words(self) -> str:
        """The relation in words, with its item where it runs for several."""
        return f"{self.item}：{self.check.words}" if self.item else self.check.words

    @property
    def about(self) -> frozenset[str]:
        """The items that the rule is about."""
        names = self.rule.names if self.rule else ()
        return frozenset(term_of(name).item for name in names)

    @property
    def later(self) -> str:
        """What stands in the result column of a check that no formula runs."""
        return self.idle or (AT_THE_DISTRICT if self.check.district else AT_THE_BUTTON)

    def cell(self, column: int) -> str:
        """A cell of this row as other sheets refer to it."""
        return f"'{CHECKS}'!{xl_rowcol_to_cell(self.row, column, True, True)}"


@dataclass(frozen=True)
class CheckPlan:
    """All rows of the page 审核关系 for one form of one edition."""

    bases: BasePlan

    @cached_property
    def rows(self) -> tuple[CheckRow, ...]:
        """Every row in order, whether a formula runs it or not."""
        pairs = (
            (check, item)
            for check in self.bases.edition.checks(self.bases.form)
            for item in (check.each if self._runs(check) else ()) or (None,)
        )
        return tuple(self._row(FIRST_CHECK_ROW + n, *pair) for n, pair in enumerate(pairs))

    @staticmethod
    def _runs(check: Check) -> bool:
        return check.live and not check.district

    def _row(self, row: int, check: Check, item: str | None) -> CheckRow:
        rule = concerning(check.rule, item) if check.rule else None
        at = check.at or item
        links = self._links(rule) if rule and not at else ()
        idle = not_run(check, self.bases.edition)
        return CheckRow(row, check, rule, item, at or self._shown_at(check, rule), links, idle)

    def _links(self, rule: Expression) -> tuple[Link, ...]:
        """The comparisons of a chain: the first that breaks says at which cell it is shown."""
        match rule.root:
            case Comparison(operands, ops) if len(ops) > 1:
                pairs = zip(operands, ops, operands[1:], strict=False)
                parts = [
                    Expression(f"{rule.text}（第{n}段）", Comparison((a, b), (op,)))
                    for n, (a, op, b) in enumerate(pairs, 1)
                ]
                return tuple(Link(self._cell_in(part), part) for part in parts)
        return ()

    def _shown_at(self, check: Check, rule: Expression | None) -> str | None:
        if check.kind == "nil_return":
            return NIL_RETURN
        return self._cell_in(rule) if rule else None

    def _cell_in(self, rule: Expression) -> str | None:
        items = (term_of(name).item for name in rule.names)
        return next((item for item in items if item in self.bases.layout.inputs), None)

    @cached_property
    def broken_links(self) -> Mapping[int, Live]:
        """For a chain, the number of its first broken link, 0 where none is; by row."""
        chains = (row for row in self.rows if row.links and row.row in self.lives)
        return {row.row: self._broken_link(row) for row in chains}

    def _broken_link(self, row: CheckRow) -> Live:
        number: Part = 0
        for n, link in reversed(tuple(enumerate(row.links, 1))):
            number = when(self.bases.scope.rule(link.holds), number, n)
        return Live(when(self._failed(row, self.lives), number, 0))

    @staticmethod
    def _failed(row: CheckRow, lives: Mapping[int, Live]) -> Formula:
        """Whether a check failed, for formulas of this page."""
        return lives[row.row].at(xl_rowcol_to_cell(row.row, RESULT)).equals(FAIL)

    def failed(self, row: CheckRow) -> Formula:
        """Whether a check failed, for formulas of other pages."""
        return self.lives[row.row].at(row.cell(RESULT)).equals(FAIL)

    def faults(self, row: CheckRow) -> Iterator[tuple[str | None, Formula]]:
        """Where a check may fail, and whether it did there: a chain at its first broken link."""
        for n, link in enumerate(row.links, 1):
            yield link.at, self.broken_links[row.row].at(row.cell(BROKEN)).equals(n)
        if not row.links:
            yield row.at, self.failed(row)

    @cached_property
    def lives(self) -> Mapping[int, Live]:
        """The formula of each row that runs in the sheet, by row."""
        found: dict[int, Live] = {}
        for row in self.rows:
            self._put(row, found)
        return found

    def _alone(self, row: CheckRow) -> Formula | None:
        if not self._runs(row.check):
            return None
        if row.rule:
            return verdict(row.rule, self.bases.scope)
        of_kind = LIVE.get(row.check.kind or "")
        return of_kind(self.bases) if of_kind else None

    def _put(self, row: CheckRow, found: dict[int, Live]) -> None:
        """A consequence is not told while its cause stands (one root cause, one message)."""
        if row.row in found or not (alone := self._alone(row)):
            return
        before = (one for one in self.rows if one.check.id in row.check.after)
        causes = [one for one in before if row.about & one.about]
        for cause in causes:
            self._put(cause, found)
        failed = [self._failed(cause, found) for cause in causes if cause.row in found]
        found[row.row] = Live(when(call("OR", *failed), NOT_RUN, alone) if failed else alone)

    @cached_property
    def wrong(self) -> Formula:
        """How many blocking relations do not hold."""
        return total(
            self.failed(row)
            for row in self.rows
            if row.row in self.lives and row.check.severity == Severity.BLOCKING
        )


# ------------------------------------------------------------------ named kinds of checks

# A kind's faults stand in core.checking.kinds; here is the formula that says 不通过 exactly when
# there are any. A kind that is not in LIVE runs at the button only.


def identity_filled(bases: BasePlan) -> Formula:
    """Head and signatures; without year and month in numbers nobody knows which return it is."""
    names = [name for name in IDENTITY if name in bases.layout.inputs and name != NIL_RETURN]
    states = {name: bases.state_cell(name) for name in names}
    wrong = total(
        state > 0 if name in TYPED_PERIOD else state.equals(2) for name, state in states.items()
    )
    return _none(wrong)


def entries_filled(bases: BasePlan) -> Formula:
    """Items due that are blank, or said not to apply without the district's preset."""
    state, due = _states(bases, bases.items), _due(bases)
    wanting = state.equals(2) * due.equals(2) + state.equals(3) * (due > 0)
    return _none(call("SUMPRODUCT", wanting))


def not_asked(bases: BasePlan) -> Formula:
    """Items that hold a value in a month that does not ask for them."""
    state, due = _states(bases, bases.items), _due(bases)
    return _none(call("SUMPRODUCT", state.equals(0) * due.equals(0)))


def entries_readable(bases: BasePlan) -> Formula:
    """Cells of the table, the day of the report and rows of the register that are no such."""
    day = bases.state_cell(REPORTED_ON)
    count = count_of(_states(bases, bases.entries).equals(1)) + day.equals(1)
    if bases.layout.monthly:
        count += count_of(bases.register.hint_column.differs(""))
    return _none(count)


def nil_return(bases: BasePlan) -> Formula:
    """本月无重大事项 is 是 exactly where the register is empty; blank only where it is not."""
    state, events = bases.state_cell(NIL_RETURN), bases.register.used.at(EVENT_COUNT)
    agree = figure(NIL_RETURN).equals(YES).equals(events.equals(0))
    blank = when(events.equals(0), FAIL, PASS)
    cases = ((state.equals(1), NOT_RUN), (state.equals(3), NOT_RUN), (state.equals(2), blank))
    return first_of(cases, when(agree, PASS, FAIL))


LIVE: Mapping[str, Callable[[BasePlan], Formula]] = {
    "identity_filled": identity_filled,
    "entries_filled": entries_filled,
    "not_asked": not_asked,
    "entries_readable": entries_readable,
    "nil_return": nil_return,
}


def _none(count: Formula) -> Formula:
    return when(count > 0, FAIL, PASS)


def _column(bases: BasePlan, column: int, names: Iterable[str], cells: Iterable[Formula]) -> Block:
    """Neighbouring rows of 计算."""
    rows = [bases.spot(name).row + 1 for name in names]
    letter = xl_col_to_name(column)
    return Block(f"'{WORKINGS}'!${letter}${rows[0]}:${letter}${rows[-1]}", tuple(cells))


def _states(bases: BasePlan, names: Collection[str]) -> Block:
    return _column(bases, STATE_COLUMN, names, map(bases.state_cell, names))


def _due(bases: BasePlan) -> Block:
    return _column(bases, DUE, bases.items, map(bases.due, bases.items))
