"""What the live checks may find in the register of events, row by row."""

from collections.abc import Iterator

from zongzhi_xl import contract
from zongzhi_xl.core.checking.kinds.events import (
    BUT,
    IS_NOT_APPLICABLE,
    NO_MOMENT,
    NUMBERED,
    ROW,
    ROW_NUMBER,
    SAME,
    EachEvent,
    EventFilled,
    NoRepeatedEvent,
    choose,
)
from zongzhi_xl.core.checking.kinds.kind import NOT_FILLED
from zongzhi_xl.core.checking.kinds.personal import FOUND
from zongzhi_xl.core.checking.phrases import Named, Phrasing, Piece, Worth
from zongzhi_xl.core.edition.event_words import ColumnKind
from zongzhi_xl.core.edition.items import Kind, Severity
from zongzhi_xl.core.language.expressions import Arithmetic, Name, Node
from zongzhi_xl.core.language.formulas import Formula, Operand, call, first_of, is_error, part, when
from zongzhi_xl.core.language.rule_formula import rule_formula
from zongzhi_xl.core.returned.names import STARTED
from zongzhi_xl.core.returned.proposals import TYPED, WANTED, wanted_moment
from zongzhi_xl.record import Record
from zongzhi_xl.sheets.returns.fault_row import FaultRow
from zongzhi_xl.sheets.returns.form_layout import Spot
from zongzhi_xl.sheets.returns.live_checks import CheckPlan, CheckRow, comparisons
from zongzhi_xl.sheets.returns.register import (
    MINUTES,
    REASON_GIVEN,
    WORDS,
    RegisterPlan,
    column_of,
    key_of,
)
from zongzhi_xl.sheets.returns.texts import LENGTH, SORT, START
from zongzhi_xl.sheets.returns.told import Teller, filled, sentence
from zongzhi_xl.sheets.returns.unreadable import Misread, hidden

_DAY = "yyyy-mm-dd"
_MOMENT = f"{_DAY} hh:mm"


def unreadable(checks: CheckPlan, row: CheckRow) -> Iterator[FaultRow]:
    """Times, counts and chosen words that cannot be read."""
    for event in range(checks.bases.event_rows):
        for column in checks.bases.register.told:
            yield _unreadable(checks, row, event, column)


def _unreadable(checks: CheckPlan, row: CheckRow, event: int, column: str) -> FaultRow:
    register, edition = checks.bases.register, checks.bases.edition
    label, reads = register.words.label(column), register.words.kinds[column]
    cell = register.typed(column, event)
    kind = Kind.DATE if reads == ColumnKind.DAY else Kind.COUNT
    entry, words = Misread(label, cell, kind), part(WANTED[kind])
    message = entry.message
    if reads == ColumnKind.CHOICE:
        entry = Misread(label, call("TRIM", cell), Kind.YES_NO)
        message, words = filled(TYPED, label, entry.found), part(choose(edition, column))
    elif reads == ColumnKind.MOMENT:
        entry = Misread(label, cell, Kind.DATE)
        message = filled(NO_MOMENT, label, entry.found)
        words = filled(wanted_moment("{}"), checks.bases.period_cell(contract.REPORTING_YEAR))
    there, said = (
        register.cannot_be_read(column, event),
        sentence((_named(register, event), message)),
    )
    spot = _spot(register, event, column)
    return FaultRow(row.check, there, spot, column, entry.value, said, words)


def of_each_event(checks: CheckPlan, row: CheckRow) -> Iterator[FaultRow]:
    """What a check that is asked of every row finds."""
    register = checks.bases.register
    _, kind = register.checks[row.check.id]
    for event in range(register.rows):
        teller = _Teller(checks, register, event)
        fails = register.fails(row.check.id, event)
        for column, there, message in teller.faults(kind):
            shown = fails if there is None else when(fails, there, False)
            yield teller.fault(row, column, shown, message)


def with_numbers(checks: CheckPlan, row: CheckRow) -> Iterator[FaultRow]:
    """Rows whose words hold the number of a person, in whichever of the columns."""
    register = checks.bases.register
    for event in range(register.rows):
        sort, *where = (register.cell(one, event) for one in (SORT, START, LENGTH))
        ends = hidden(register.cell(WORDS, event), *where)
        message = call("TRIM", filled(FOUND, contract.CIRCUMSTANCES, sort, ends))
        spot = _spot(register, event, contract.CIRCUMSTANCES)
        yield FaultRow(row.check, sort.differs(""), spot, contract.CIRCUMSTANCES, ends, message)


class _Teller(Record):
    """Tells what a check found in one row, counted from 0."""

    checks: CheckPlan
    register: RegisterPlan
    event: int

    def fault(self, row: CheckRow, column: str, there: Formula, message: Formula) -> FaultRow:
        asks = row.check.severity == Severity.QUERY
        explained = self.register.cell(REASON_GIVEN, self.event).equals(1) if asks else None
        said = sentence((_named(self.register, self.event), message))
        spot = _spot(self.register, self.event, column)
        return FaultRow(
            row.check, there, spot, column, self.seen(column), said, None, None, explained
        )

    def faults(
        self, kind: EachEvent | EventFilled | NoRepeatedEvent
    ) -> Iterator[tuple[str, Formula | None, Formula]]:
        """At which column, where it is one of several whether there, and what is said."""
        match kind:
            case EventFilled(columns, _):
                for column in columns:
                    empty = call("TRIM", self.register.typed(column, self.event)).equals("")
                    label = self.register.words.label(column)
                    said = when(empty, NOT_FILLED.format(label), IS_NOT_APPLICABLE.format(label))
                    yield column, self.register.is_blank(column, self.event), said
            case EachEvent(_, at, _):
                yield at, None, self._broken(kind)
            case NoRepeatedEvent(columns):
                yield columns[-1], None, self._repeated(kind)

    def seen(self, column: str) -> Formula:
        """What stands in a column, as the engine writes it."""
        match self.register.words.kinds[column]:
            case ColumnKind.MOMENT:
                minutes = self._value(column)
                # a little later than the minute itself, which a double may miss
                told = call("TEXT", (4 * minutes + 1) / (4 * MINUTES), _MOMENT)
                return when(minutes < 0, "", told)
            case ColumnKind.DAY:
                day = self._value(column)
                return when(day < 0, "", call("TEXT", day, _DAY))
        return call("TRIM", self.register.typed(column, self.event))

    def _value(self, column: str) -> Formula:
        return self.register.cell(column, self.event)

    # -------------------------------------------------------------- a rule over the columns

    def _broken(self, kind: EachEvent) -> Formula:
        told = []
        for link in comparisons(kind.rule, self.checks.bases.given):
            holds = rule_formula(link, lambda name: self.register.reference(name, self.event))
            told.append((call("NOT", holds), self._said(link.root, kind.at)))
        return first_of(told[:-1], told[-1][1])

    def _said(self, node: Node, at: str) -> Formula:
        calendar = frozenset(self.checks.bases.edition.calendar)
        phrase = Phrasing(calendar, self._is_day).of(node, at)
        return sentence(map(self._piece, phrase))

    def _is_day(self, name: str) -> bool:
        return (
            name == STARTED
            or self.register.words.kinds.get(name) in (ColumnKind.MOMENT, ColumnKind.DAY)
            or self._form.is_day(name)
        )

    @property
    def _form(self) -> Teller:
        return Teller(self.checks.bases)

    def _piece(self, piece: Piece) -> Operand:
        match piece:
            case Named(name) if name == STARTED or name in self.register.words.kinds:
                return sentence((self.register.words.label(name), " ", self.seen(column_of(name))))
            case Worth(Arithmetic("*", Arithmetic("-", Name(end), Name(start)), _), _):
                return self._hours(start, end)
        return self._form.said(piece)

    def _hours(self, start: str, end: str) -> Formula:
        """``34小时40分``."""
        minutes = self._minutes(end) - self._minutes(start)
        hours = call("INT", minutes / 60)
        rest = minutes - 60 * hours
        return sentence((hours, "小时", when(rest.equals(0), "", sentence((rest, "分")))))

    def _minutes(self, name: str) -> Formula:
        column = column_of(name)
        whole = self.register.words.kinds[column] == ColumnKind.DAY
        return self._value(column) * MINUTES if whole else self._value(column)

    # -------------------------------------------------------------- a repeated row

    def _repeated(self, kind: NoRepeatedEvent) -> Formula:
        register, event = self.register, self.event
        name, label = key_of(kind), register.words.label
        first = call("MATCH", register.cell(name, event), register.block(name), 0)
        told = [sentence((label(column), " ", self.seen(column))) for column in kind.columns]
        words = sentence((told[0], *(one for column in told[1:] for one in ("、", column))))
        same = filled(SAME, words, filled(ROW_NUMBER, first))
        if not kind.apart:
            return same
        return sentence((same, filled(BUT, self._different(kind, first))))

    def _different(self, kind: NoRepeatedEvent, first: Formula) -> Formula:
        """The columns in which the two rows differ, with 、 between them."""
        marked = [
            when(
                call("INDEX", self.register.block(column), first).differs(
                    self.register.cell(column, self.event)
                ),
                f"、{self.register.words.label(column)}",
                "",
            )
            for column in kind.apart
        ]
        return call("MID", sentence(marked), 2, 200)


def _named(register: RegisterPlan, event: int) -> Formula:
    """``登记第2行（2026-03-01）：``."""
    number = register.typed(contract.EVENT_NUMBER, event)
    nothing = ((is_error(number), ""), (call("TRIM", number).equals(""), ""))
    known = first_of(nothing, filled(NUMBERED, call("TRIM", number)))
    return filled(ROW, str(event + 1), known)


def _spot(register: RegisterPlan, event: int, column: str) -> Spot:
    return Spot(contract.EVENTS, contract.FIRST_EVENT_ROW + event, register.place(column))
