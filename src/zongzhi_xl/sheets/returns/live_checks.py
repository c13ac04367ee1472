"""The audit relations (审核关系) as live formulas, row by row of their page."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property

from xlsxwriter.utility import xl_rowcol_to_cell

from zongzhi_xl.contract import CHECKS, IDENTITY, NIL_RETURN, WORKINGS
from zongzhi_xl.core.checking.relations import concerning, item_of
from zongzhi_xl.core.edition.items import Check, Kind, Severity
from zongzhi_xl.core.language.evaluation import evaluate
from zongzhi_xl.core.language.excel_text import excel
from zongzhi_xl.core.language.expressions import Comparison, Expression
from zongzhi_xl.core.language.values import YES
from zongzhi_xl.sheets.returns.bases import (
    DUE,
    EVENT_COUNT,
    FIRST_ROW,
    STATE_COLUMN,
    TYPED_PERIOD,
    BasePlan,
)
from zongzhi_xl.sheets.returns.event_hints import event_hints
from zongzhi_xl.sheets.returns.live import FAIL, NOT_RUN, PASS, Cached, Facts, Live, verdict

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

    @property
    def words(self) -> str:
        """The relation in words, with its item where it runs for several."""
        return f"{self.item}：{self.check.words}" if self.item else self.check.words

    @property
    def about(self) -> frozenset[str]:
        """The items that the rule is about."""
        return frozenset(map(item_of, self.rule.names)) if self.rule else frozenset()

    @property
    def later(self) -> str:
        """What stands in the result column of a check that no formula runs."""
        return AT_THE_DISTRICT if self.check.district else AT_THE_BUTTON

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
        return CheckRow(row, check, rule, item, at or self._shown_at(check, rule), links)

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
        names = map(item_of, rule.names)
        return next((name for name in names if name in self.bases.layout.inputs), None)

    @cached_property
    def broken_links(self) -> Mapping[int, Live]:
        """For a chain, the number of its first broken link, 0 where none is; by row."""
        chains = (row for row in self.rows if row.links and row.row in self.lives)
        return {row.row: self._broken_link(row) for row in chains}

    def _broken_link(self, row: CheckRow) -> Live:
        text = "0"
        for n, link in reversed(tuple(enumerate(row.links, 1))):
            text = f"IF({excel(link.holds, self.bases.scope.reference)},{text},{n})"

        def compute(facts: Facts) -> Cached:
            if facts.answer(self.lives[row.row]) != FAIL:
                return 0
            return next(
                n for n, link in enumerate(row.links, 1) if not evaluate(link.holds, facts.value)
            )

        result = xl_rowcol_to_cell(row.row, RESULT)
        return Live(f'IF({result}="{FAIL}",{text},0)', compute)

    @cached_property
    def lives(self) -> Mapping[int, Live]:
        """The formula of each row that runs in the sheet, by row."""
        alone = {row.row: self._alone(row) for row in self.rows if self._runs(row.check)}
        known = {row: live for row, live in alone.items() if live}
        return {row.row: self._after(row, known) for row in self.rows if row.row in known}

    def _alone(self, row: CheckRow) -> Live | None:
        if row.rule:
            return verdict(row.rule, self.bases.scope)
        kinds: Mapping[str | None, Callable[[], Live]] = {
            "identity_filled": self._identity_filled,
            "entries_filled": lambda: _none(self.blanks),
            "not_asked": lambda: _none(self.unasked),
            "entries_readable": lambda: _none(self.unreadable),
            "nil_return": self._nil_return,
        }
        return kinds[row.check.kind]() if row.check.kind in kinds else None

    def _after(self, row: CheckRow, known: Mapping[int, Live]) -> Live:
        """A consequence is not told while its cause stands (one root cause, one message)."""
        live = known[row.row]
        causes = [
            cause.row
            for cause in self.rows
            if cause.check.id in row.check.after and cause.row in known and row.about & cause.about
        ]
        if not causes:
            return live
        tests = ",".join(f'{xl_rowcol_to_cell(cause, RESULT)}="{FAIL}"' for cause in causes)

        def compute(facts: Facts) -> Cached:
            broken = any(facts.answer(self.lives[cause]) == FAIL for cause in causes)
            return NOT_RUN if broken else live.compute(facts)

        return Live(f'IF(OR({tests}),"{NOT_RUN}",{live.text})', compute)

    # -------------------------------------------------------------- named kinds that run live

    @property
    def entries(self) -> tuple[str, ...]:
        """Input cells of the table: the nil return and the items."""
        return tuple(name for name in self.bases.counted if name not in TYPED_PERIOD)

    def kind_of(self, name: str) -> Kind:
        """What may stand in the cell of an item or of the nil return."""
        return Kind.YES_NO if name == NIL_RETURN else self.bases.items[name].kind

    def _column(self, column: int) -> str:
        first = FIRST_ROW + len(self.bases.counted) - len(self.entries) + 1
        last = FIRST_ROW + len(self.bases.counted)
        letter = "ABCDE"[column]
        return f"'{WORKINGS}'!${letter}${first}:${letter}${last}"

    @cached_property
    def due(self) -> Mapping[str, Live]:
        """Whether each entry is due: 2 must be filled in, 1 may stay blank, 0 not this month."""
        rows = {row.name: row.due for row in self.bases.rows}
        return {name: due for name in self.entries if (due := rows[name])}

    @cached_property
    def blanks(self) -> Live:
        """Items due that are blank, or said not to apply without the district's preset."""
        state, due = self._items(STATE_COLUMN), self._items(DUE)
        text = f"SUMPRODUCT(({state}=2)*({due}=2)+({state}=3)*({due}>0))"
        names = tuple(self.bases.items)
        return Live(text, lambda facts: sum(self._wanting(name, facts) for name in names))

    def _wanting(self, name: str, facts: Facts) -> bool:
        state, due = facts.state(name), facts.answer(self.due[name])
        return (state == 2 and due == 2) or (state == 3 and due != 0)

    @cached_property
    def unasked(self) -> Live:
        """Items that hold a value in a month that does not ask for them."""
        text = f"SUMPRODUCT(({self._items(STATE_COLUMN)}=0)*({self._items(DUE)}=0))"
        return Live(text, lambda facts: sum(self._over_preset(one, facts) for one in self.sparse))

    @cached_property
    def sparse(self) -> tuple[str, ...]:
        """Items that only some months ask for."""
        return tuple(name for name, item in self.bases.items.items() if item.months)

    def _over_preset(self, name: str, facts: Facts) -> bool:
        return facts.state(name) == 0 and facts.answer(self.due[name]) == 0

    def _items(self, column: int) -> str:
        last = FIRST_ROW + len(self.bases.counted)
        letter = "ABCDE"[column]
        return f"'{WORKINGS}'!${letter}${last - len(self.bases.items) + 1}:${letter}${last}"

    @cached_property
    def unreadable(self) -> Live:
        """Cells of the table, the day of the report and rows of the register that are no such."""
        day = self.bases.spot("报出日期", STATE_COLUMN).absolute
        text = f"SUMPRODUCT(--({self._column(STATE_COLUMN)}=1))+({day}=1)"
        if self.bases.layout.monthly:
            text += f'+SUMPRODUCT(--({event_hints(self.bases.event_rows)}<>""))'
        names = (*self.entries, "报出日期")
        return Live(
            text,
            lambda facts: (
                sum(facts.state(name) == 1 for name in names)
                + sum(bool(words) for words in facts.event_hints)
            ),
        )

    @cached_property
    def identity(self) -> tuple[str, ...]:
        """Head and signatures, all to be filled in."""
        return tuple(
            name for name in IDENTITY if name in self.bases.layout.inputs and name != NIL_RETURN
        )

    def _identity_filled(self) -> Live:
        """Blank cells; without year and month in numbers nobody knows which return it is."""
        cells = {
            name: self.bases.spot(self.bases.key(name), STATE_COLUMN).absolute
            for name in self.identity
        }
        wrong = "+".join(f"({cell}{_amiss(name)})" for name, cell in cells.items())
        return Live(
            f'IF({wrong}>0,"{FAIL}","{PASS}")',
            lambda facts: FAIL if any(_unidentified(name, facts) for name in cells) else PASS,
        )

    def _nil_return(self) -> Live:
        state = self.bases.spot(NIL_RETURN, STATE_COLUMN).absolute
        agree = f'({NIL_RETURN}="{YES}")=({EVENT_COUNT}=0)'
        text = f'IF({state}=2,IF({EVENT_COUNT}=0,"{FAIL}","{PASS}"),IF({agree},"{PASS}","{FAIL}"))'
        unsaid = f'IF({state}=1,"{NOT_RUN}",IF({state}=3,"{NOT_RUN}",{text}))'
        return Live(unsaid, _nil_return_agrees)

    @cached_property
    def wrong(self) -> Live:
        """How many blocking relations do not hold."""
        rows = [
            row
            for row in self.rows
            if row.row in self.lives and row.check.severity == Severity.BLOCKING
        ]
        text = "+".join(f'({row.cell(RESULT)}="{FAIL}")' for row in rows) or "0"
        return Live(
            text, lambda facts: sum(facts.answer(self.lives[row.row]) == FAIL for row in rows)
        )


def _amiss(name: str) -> str:
    return ">0" if name in TYPED_PERIOD else "=2"


def _unidentified(name: str, facts: Facts) -> bool:
    state = facts.state(name)
    return state > 0 if name in TYPED_PERIOD else state == 2


def _none(count: Live) -> Live:
    return Live(
        f'IF({count.text}>0,"{FAIL}","{PASS}")',
        lambda facts: FAIL if facts.answer(count) else PASS,
    )


def _nil_return_agrees(facts: Facts) -> Cached:
    if facts.state(NIL_RETURN) in (1, 3):
        return NOT_RUN
    return PASS if (facts.value(NIL_RETURN) == YES) == (facts.events == 0) else FAIL
