"""The audit relations (审核关系) as live formulas, row by row of their page."""

from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property

from xlsxwriter.utility import xl_rowcol_to_cell

from zongzhi_xl.contract import CHECKS, MEAN, REPORTED_ON
from zongzhi_xl.core.checking.kinds.registry import not_run
from zongzhi_xl.core.checking.naming import label
from zongzhi_xl.core.checking.phrases import unexcused
from zongzhi_xl.core.checking.relations import concerning
from zongzhi_xl.core.edition.items import Check, Kind, Severity
from zongzhi_xl.core.language.expressions import Comparison, Expression
from zongzhi_xl.core.language.formulas import Formula, Operand, between, call, joined, total, when
from zongzhi_xl.core.returned.terms import term_of
from zongzhi_xl.record import Record
from zongzhi_xl.sheets.returns.bases import BasePlan
from zongzhi_xl.sheets.returns.live import FAIL, NOT_RUN, Live, verdict
from zongzhi_xl.sheets.returns.live_kinds import LIVE, LiveKind

FIRST_CHECK_ROW = 3
NUMBER, SEVERITY, WORDS, RELATION, RESULT, REMEDY, CLAUSE, BROKEN = range(8)
AT_THE_BUTTON, AT_THE_DISTRICT = "一键校验时检查", "区级汇总时检查"
#: what no formula sees, because it is about the file and not about what stands in the cells
OF_THE_FILE = (
    ("S1", Severity.BLOCKING, "填数的格以外没有写内容", "移到填数的格或说明栏，或删去"),
    ("S2", Severity.QUERY, "填数的格里直接填数，不填公式", "改填公式的结果"),
    ("S6", Severity.BLOCKING, "数填在表上印给这一项的格里", "撤销移动过的格，或另领一份表重填"),
    ("S7", Severity.BLOCKING, "填的数在表上看得见", "取消隐藏、合并，改回字的颜色和列宽"),
    ("S8", Severity.QUERY, "格式不使显示的数与填的不一样", "把格式改回常规"),
)


class Link(Record):
    """One comparison of a chain ``甲 <= 乙 <= 丙``, and the item at which it is shown."""

    at: str | None
    holds: Expression


class CheckRow(Record):
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


def comparisons(rule: Expression, given: frozenset[str]) -> tuple[Expression, ...]:
    """The links of a chain ``甲 <= 乙 <= 丙``, each a rule; any other rule as it is.

    The circumstances that excuse from it are left out: the links are looked at where it is broken.
    """
    asked = unexcused(rule.root, given)
    match asked:
        case Comparison(operands, ops) if len(ops) > 1 or asked is not rule.root:
            pairs = zip(operands, ops, operands[1:], strict=False)
            return tuple(
                Expression(f"{rule.text}（第{n}段）", Comparison((a, b), (op,)))
                for n, (a, op, b) in enumerate(pairs, 1)
            )
    return (rule,)


class Fault(Record):
    """A check that may fail at a cell, what is true where it did, and figures to tell then.

    ``explained`` is true where a note at another cell explains it.
    """

    row: CheckRow
    at: str | None
    there: Formula
    figures: Operand = ""
    explained: Formula | None = None


class CheckPlan(Record):
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
        form = self.bases.form
        of_file = (
            (Check(number, severity, form, words, remedy), None)
            for number, severity, words, remedy in OF_THE_FILE
        )
        every = enumerate((*pairs, *of_file), FIRST_CHECK_ROW)
        return tuple(self._row(row, *pair) for row, pair in every)

    @cached_property
    def left_to_district(self) -> int:
        """How many rows no formula runs, though they can find something."""
        return sum(row.row not in self.lives and not row.idle for row in self.rows)

    def _runs(self, check: Check) -> bool:
        known = check.rule is not None or check.kind in LIVE
        return (
            check.live and known and not check.district and not not_run(check, self.bases.edition)
        )

    def _row(self, row: int, check: Check, item: str | None) -> CheckRow:
        rule = concerning(check.rule, item) if check.rule else None
        at = check.at or item
        links = self._links(rule) if rule and not at else ()
        idle = not_run(check, self.bases.edition)
        return CheckRow(row, check, rule, item, at or self._shown_at(rule), links, idle)

    def _links(self, rule: Expression) -> tuple[Link, ...]:
        """The comparisons of a chain: the first that breaks says at which cell it is shown."""
        parts = comparisons(rule, self.bases.given)
        return tuple(Link(self._cell_in(part), part) for part in parts) if len(parts) > 1 else ()

    def _shown_at(self, rule: Expression | None) -> str | None:
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
        number: Operand = 0
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

    def faults(self, row: CheckRow) -> Iterator[Fault]:
        """Where a check may fail, whether it did there, and the figures on both sides.

        A chain is told at its first broken link.
        """
        if row.check.kind:
            kind = self._kinds[row.check.id]
            for at, there in kind.places:
                yield Fault(
                    row, at, when(self.failed(row), there, False), kind.figures, kind.explained
                )
        for n, link in enumerate(row.links, 1):
            broken = self.broken_links[row.row].at(row.cell(BROKEN)).equals(n)
            yield Fault(row, link.at, broken, self._figures(link.holds.names))
        if row.rule and not row.links:
            yield Fault(row, row.at, self.failed(row), self._figures(row.rule.names))

    def _figures(self, names: Iterable[str]) -> Operand:
        """``（可防性案件数 39，刑事立案数 17）``; days of the calendar are in the words already."""
        edition = self.bases.edition
        told = [
            f"{label(name, self.bases.items)} " & self._told(name)
            for name in names
            if name not in edition.calendar and term_of(name).prefix != MEAN
        ]
        return joined("&", ["（", *between("，", told), "）"]) if told else ""

    def _told(self, name: str) -> Formula:
        """A figure as a clerk writes it."""
        value = self.bases.scope.reference(name).top
        days = {one.name for one in self.bases.items.values() if one.kind == Kind.DATE}
        days |= {one for one, row in self.bases.edition.derived.items() if row.kind == Kind.DATE}
        dated = name in days or name == REPORTED_ON
        return call("TEXT", value, "yyyy-mm-dd") if dated else value

    @cached_property
    def _kinds(self) -> Mapping[str, LiveKind]:
        """The named kinds that run live, by the number of their check."""
        found = (row.check for row in self.rows if row.check.kind and self._runs(row.check))
        return {one.id: LIVE[one.kind or ""](self.bases, one) for one in found}

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
        return self._kinds[row.check.id].result

    def _put(self, row: CheckRow, found: dict[int, Live]) -> None:
        """A consequence is not told while its cause stands (one root cause, one message)."""
        if row.row in found or not (alone := self._alone(row)):
            return
        before = (one for one in self.rows if one.check.id in row.check.after)
        causes = [one for one in before if self._about(row) & self._about(one)]
        for cause in causes:
            self._put(cause, found)
        failed = [self._failed(cause, found) for cause in causes if cause.row in found]
        found[row.row] = Live(when(call("OR", *failed), NOT_RUN, alone) if failed else alone)

    def _about(self, row: CheckRow) -> frozenset[str]:
        """The items that a rule is about; a row worked out is about its parts, too."""
        derived = self.bases.edition.derived
        parts = [derived[name].formula.names for name in row.about if name in derived]
        return row.about.union(*parts)

    @cached_property
    def wrong(self) -> Formula:
        """How many blocking relations do not hold."""
        return total(
            self.failed(row)
            for row in self.rows
            if row.row in self.lives and row.check.severity == Severity.BLOCKING
        )
