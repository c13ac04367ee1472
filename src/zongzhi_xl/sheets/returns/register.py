"""重大事项 as formulas: what each row says, which checks it fails, and the hint beside it.

What a row says stands on 计算, one column each, understood as the engine understands it: words
without blanks around them, moments in whole minutes (so that twelve hours are exact), counts as
they are; -1 or nothing where there is none. The checks lean on these cells alone; those that a
row fails stand in one cell as ``|38-2||40|``.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cached_property

from xlsxwriter.utility import xl_col_to_name, xl_rowcol_to_cell

from zongzhi_xl import contract
from zongzhi_xl.core.checking.kinds.events import EachEvent, EventFilled, NoRepeatedEvent
from zongzhi_xl.core.checking.kinds.registry import kind_of
from zongzhi_xl.core.edition.event_words import ColumnKind, EventWords
from zongzhi_xl.core.edition.items import Check, FormKind, Kind, Severity
from zongzhi_xl.core.edition.statement import Edition
from zongzhi_xl.core.language.formulas import (
    Block,
    Case,
    Constant,
    Formula,
    Operand,
    Read,
    Source,
    any_of,
    between,
    call,
    count_of,
    first_of,
    is_error,
    joined,
    when,
    without,
)
from zongzhi_xl.core.language.rule_formula import Ratio, rule_formula
from zongzhi_xl.core.language.values import State
from zongzhi_xl.core.returned.explaining import BLANKS, LEAST_SIGNS
from zongzhi_xl.core.returned.names import STARTED
from zongzhi_xl.sheets.returns.live import (
    EXPLAINED,
    FIRST_ROW,
    NOTICE,
    QUERY,
    WRONG,
    Live,
    Scope,
    day_state,
    entry_state,
    weight_of,
    words_in,
)
from zongzhi_xl.sheets.returns.texts import NUMBERS, SORT, number_part
from zongzhi_xl.sheets.returns.workings import Workings

#: columns of 计算: whether the row is filled, what it says, what cannot be read, a reason, faults
FIRST_COLUMN = 13
#: beside these the columns of the register by their own names, which begin with no such sign
FILLED, UNREADABLE, REASON_GIVEN = "_有内容", "_无法识别", "_有原因"
KEY, FAULTS, WORDS, HINT_WEIGHT = "_重复", "_不通过", "_文字", "_提示计数"
MINUTES = 1440
#: what stands in them as a number; the rest are words
_NUMBERS = (ColumnKind.COUNT, ColumnKind.DAY, ColumnKind.MOMENT)
_DAYS = (ColumnKind.DAY, ColumnKind.MOMENT)
_NOTHING = -1
#: what a cell that holds an error counts as: filled, and no word that is asked for
_ERROR = "#"


class RegisterPlan(Workings[int]):
    """The formulas of a register with ``rows`` rows; rows count from 0."""

    rows: int
    edition: Edition
    scope: Scope

    @cached_property
    def checks(self) -> Mapping[str, tuple[Check, EachEvent | EventFilled | NoRepeatedEvent]]:
        """The live checks that are asked of every row, by number."""
        kinds = {
            one.id: (one, kind_of(one))
            for one in self.edition.checks(FormKind.MONTHLY)
            if one.live and one.kind and not one.district
        }
        return {
            number: (check, kind)
            for number, (check, kind) in kinds.items()
            if isinstance(kind, EachEvent | EventFilled | NoRepeatedEvent)
        }

    @property
    def words(self) -> EventWords:
        """The columns of the register."""
        return self.edition.statement.events

    @cached_property
    def understood(self) -> tuple[str, ...]:
        """The columns of which a formula asks what they say."""
        asked = {contract.EVENT_NUMBER, contract.CATEGORY}
        for _, kind in self.checks.values():
            match kind:
                case EachEvent(rule):
                    asked |= {*rule.names}
                case NoRepeatedEvent(columns, _, apart):
                    asked |= {*columns, *apart}
        kinds = self.words.kinds.items()
        return tuple(name for name, kind in kinds if name in asked or kind in _DAYS)

    @cached_property
    def names(self) -> tuple[str, ...]:
        """The columns of 计算."""
        repeats = (kind for _, kind in self.checks.values() if isinstance(kind, NoRepeatedEvent))
        keys = dict.fromkeys(key_of(kind) for kind in repeats if len(kind.columns) > 1)
        return (
            FILLED, *self.understood, UNREADABLE, REASON_GIVEN, *keys, FAULTS, WORDS, *NUMBERS,
            HINT_WEIGHT,
        )  # fmt: skip

    def place(self, name: str) -> int:
        """Where a column is printed, from 0."""
        return [*self.words.kinds].index(name)

    def _made(self, name: str, row: int) -> Formula:
        if name in self.words.kinds:
            return self._understood(name, row)
        return self._key(name, row) if name.startswith(KEY) else self._makers[name](name, row)

    @property
    def _makers(self) -> Mapping[str, Callable[[str, int], Formula]]:
        return {
            FILLED: self._filled, UNREADABLE: self._unreadable, REASON_GIVEN: self._reason,
            FAULTS: self._faults, WORDS: self._words,
            **dict.fromkeys(NUMBERS, self._number), HINT_WEIGHT: self._hint_weight,
        }  # fmt: skip

    @property
    def places(self) -> Iterator[tuple[int, int, Live]]:
        """Every cell of 计算: row, column, formula."""
        for row in range(self.rows):
            for name in self.names:
                yield *self.spot(name, row), self.live(name, row)

    def spot(self, name: str, row: int) -> tuple[int, int]:
        """Row and column on 计算."""
        return FIRST_ROW + row, FIRST_COLUMN + self.names.index(name)

    def block(self, name: str) -> Block:
        """A whole column of 计算."""
        first, last = (self.spot(name, row)[0] + 1 for row in (0, self.rows - 1))
        letter = xl_col_to_name(self.spot(name, 0)[1])
        cells = tuple(self.live(name, row).at("") for row in range(self.rows))
        return Block(f"'{contract.WORKINGS}'!${letter}${first}:${letter}${last}", cells)

    @cached_property
    def used(self) -> Live:
        """How many rows hold anything that is seen."""
        return Live(count_of(self.block(FILLED).equals(1)))

    @cached_property
    def unreadable(self) -> Formula:
        """How many rows hold something that cannot be read."""
        return count_of(self.block(UNREADABLE).differs(""))

    def of_category(self, category: str) -> Formula:
        """How many rows are of a category."""
        return count_of(self.block(contract.CATEGORY).equals(category))

    def fails(self, number: str, row: int) -> Formula:
        """Whether a row fails a check."""
        faults = self.cell(FAULTS, row)
        return call("SUBSTITUTE", faults, _mark(number), "").differs(faults)

    def failed(self, number: str) -> Formula:
        """How many rows fail a check."""
        block = self.block(FAULTS)
        return count_of(call("SUBSTITUTE", block, _mark(number), "").differs(block))

    # -------------------------------------------------------------- what a row says

    def typed(self, name: str, row: int) -> Read:
        """A cell of the register."""
        letter = xl_col_to_name(self.place(name))
        return Read(
            f"'{contract.EVENTS}'!${letter}${contract.FIRST_EVENT_ROW + row + 1}",
            Source.EVENT,
            name,
            row,
        )

    def _filled(self, _: str, row: int) -> Formula:
        text = joined("&", [self.typed(name, row) for name in self.words.kinds])
        seen = when(words_in(text).equals(""), 0, 1)
        return when(is_error(text), 1, seen)

    def _understood(self, name: str, row: int) -> Formula:
        cell, kind = self.typed(name, row), self.words.kinds[name]
        if kind not in _NUMBERS:
            return when(is_error(cell), _ERROR, words_in(cell))
        if kind == ColumnKind.COUNT:
            return when(entry_state(cell, Kind.COUNT) > 0, _NOTHING, cell)
        value = call("INT", (cell * (2 * MINUTES) + 1) / 2)  # to the minute, as it is shown
        if kind == ColumnKind.DAY:
            value = call("INT", cell)
        return first_of(((is_error(cell), _NOTHING), (day_state(cell) > 0, _NOTHING)), value)

    @property
    def told(self) -> Iterator[str]:
        """The columns in which not every text can be read."""
        kinds = self.words.kinds.items()
        return (name for name, kind in kinds if kind != ColumnKind.TEXT)

    def cannot_be_read(self, name: str, row: int) -> Formula:
        """Whether a cell holds what its column cannot take."""
        cell = self.typed(name, row)
        match self.words.kinds[name]:
            case ColumnKind.CHOICE:
                words = ("", *self.words.choices[name])
                known = any_of([call("TRIM", cell).equals(word) for word in words])
                return when(is_error(cell), True, when(known, False, True))
            case ColumnKind.MOMENT:
                blank_or_day = when(cell.equals(""), 0, day_state(cell))
                return when(is_error(cell), 1, blank_or_day).equals(1)
            case kind:
                entry = Kind.DATE if kind == ColumnKind.DAY else Kind.COUNT
                return entry_state(cell, entry).equals(1)

    def is_blank(self, name: str, row: int) -> Formula:
        """Nothing, or 不适用, which is no answer where the column is asked for."""
        cell, kind = self.typed(name, row), self.words.kinds[name]
        seen = cell if kind in _NUMBERS else words_in(cell)
        answers = [""] if kind == ColumnKind.MOMENT else ["", State.NOT_APPLICABLE.value]
        return when(is_error(cell), False, any_of([seen.equals(word) for word in answers]))

    def _unreadable(self, _: str, row: int) -> Formula:
        cases = ((self.cannot_be_read(name, row), self.words.label(name)) for name in self.told)
        return first_of(cases, "")

    def _reason(self, _: str, row: int) -> Formula:
        """What 简要情况 says from 原因 on."""
        text = self.typed(contract.CIRCUMSTANCES, row)
        found = call("FIND", "原因", text)
        reason = without(call("MID", text, found + 2, 200), (" ", "：", ":", "，", *BLANKS))
        return when(is_error(found), 0, when(call("LEN", reason) >= LEAST_SIGNS, 1, 0))

    def _key(self, name: str, row: int) -> Formula:
        """Some columns of an event, as category and time, by which a repeated one is told."""
        columns = name.removeprefix(KEY).split(_AND)
        blank = call("OR", *(call("NOT", self._known(column, row)) for column in columns))
        text = joined("&", between("|", [self._here(column, row) for column in columns]))
        return when(blank, "", text)

    # -------------------------------------------------------------- numbers of persons

    def _words(self, _: str, row: int) -> Formula:
        """All words of a row, in which no number of a person may stand."""
        words = [name for name, kind in self.words.kinds.items() if kind not in _NUMBERS]
        text = joined("&", between("|", [self.typed(name, row) for name in words]))
        return when(is_error(text), "", text)

    def _number(self, name: str, row: int) -> Formula:
        return number_part(name, self._here(WORDS, row), lambda other: self._here(other, row))

    @cached_property
    def with_numbers(self) -> Formula:
        """How many rows hold the number of a person."""
        return count_of(self.block(SORT).differs(""))

    # -------------------------------------------------------------- which checks it fails

    def _faults(self, _: str, row: int) -> Formula:
        """The numbers of the checks that fail there, a consequence without its cause only."""
        told = [self._told(number, row) for number in self.checks]
        return when(self._here(FILLED, row).equals(0), "", joined("&", told or [""]))

    def _told(self, number: str, row: int) -> Formula:
        """The mark of a check where it fails and none of its causes does."""
        check, _ = self.checks[number]
        causes = [self._broken(one, row) for one in check.after if one in self.checks]
        alone = when(self._broken(number, row), _mark(number), "")
        return first_of(((one, "") for one in causes), alone)

    def _broken(self, number: str, row: int) -> Formula:
        _, kind = self.checks[number]
        match kind:
            case EventFilled(columns, of):
                blank = [self.is_blank(name, row) for name in columns]
                return self._among(of, row, any_of(blank))
            case EachEvent(_, _, of):
                return self._among(of, row, self._breaks(kind, row))
            case NoRepeatedEvent():
                return self._repeats(kind, row)
        raise TypeError(kind)

    def _among(self, categories: Iterable[str], row: int, test: Formula) -> Formula:
        one_of = [self._here(contract.CATEGORY, row).equals(word) for word in categories]
        return when(any_of(one_of), test, False) if one_of else test

    def _breaks(self, kind: EachEvent, row: int) -> Formula:
        known = [self._known(name, row) for name in kind.rule.names]
        holds = rule_formula(kind.rule, lambda name: self.reference(name, row))
        return when(call("AND", *known), when(holds, False, True), False)

    def _known(self, name: str, row: int) -> Formula:
        column = column_of(name)
        if column not in self.words.kinds:
            return self.scope.state_of(name).equals(0)
        cell = self._here(column, row)
        return cell >= 0 if self.words.kinds[column] in _NUMBERS else cell.differs("")

    def reference(self, name: str, row: int) -> Ratio:
        """A figure of a rule over the columns of a row."""
        column = column_of(name)
        if column not in self.words.kinds:
            return self.scope.reference(name)
        moment = self.words.kinds[column] == ColumnKind.MOMENT
        return Ratio(self._here(column, row), Constant(MINUTES if moment else 1))

    def _repeats(self, kind: NoRepeatedEvent, row: int) -> Formula:
        """Whether an earlier row has the same key; with ``apart``, and differs from it there."""
        name = key_of(kind)
        own = self._here(name, row)
        first = call("MATCH", own, self.block(name), 0)
        differ = [
            call("INDEX", self.block(column), first).differs(self._here(column, row))
            for column in kind.apart
        ]
        repeated = when(first <= row, any_of(differ) if differ else Constant(True), False)
        return when(own.equals(""), False, repeated)

    # -------------------------------------------------------------- the hint beside a row

    @cached_property
    def hints(self) -> tuple[Live, ...]:
        """For each row the first thing amiss: what cannot be read, what blocks, what is asked."""
        return tuple(Live(first_of(self._hints(row), "")) for row in range(self.rows))

    def _hint_weight(self, _: str, row: int) -> Formula:
        spot = contract.FIRST_EVENT_ROW + row, len(self.words.columns)
        at = f"'{contract.EVENTS}'!{xl_rowcol_to_cell(*spot, True, True)}"
        return weight_of(self.hints[row].at(at))

    def _hints(self, row: int) -> Iterator[Case]:
        faults, unreadable = self.cell(FAULTS, row), self.cell(UNREADABLE, row)
        yield self.cell(FILLED, row).equals(0), ""
        yield unreadable.differs(""), f"{WRONG}无法识别：" & unreadable
        yield self.cell(SORT, row).differs(""), f"{WRONG}文字里有" & self.cell(SORT, row) & "，删去"
        yield faults.equals(""), ""
        asked = when(self.cell(REASON_GIVEN, row).equals(1), EXPLAINED, QUERY)
        prefix: dict[Severity, Operand] = {
            Severity.BLOCKING: WRONG, Severity.QUERY: asked, Severity.NOTICE: NOTICE,
        }  # fmt: skip
        for severity, begins in prefix.items():
            for number, (check, kind) in self.checks.items():
                if check.severity == severity:
                    words = joined("&", (begins, check.words, *self._measured(kind, row)))
                    yield call("SUBSTITUTE", faults, _mark(number), "").differs(faults), words

    def _measured(self, kind: object, row: int) -> tuple[Operand, ...]:
        """How long it took, where hours are counted."""
        if not isinstance(kind, EachEvent) or not {STARTED, contract.SENT} <= {*kind.rule.names}:
            return ()
        minutes = self.cell(contract.SENT, row) - self.cell(contract.OCCURRED, row)
        hours = call("INT", minutes / 60)
        return ("（共", hours, "小时", minutes - 60 * hours, "分）")


def _mark(number: str) -> str:
    return f"|{number}|"


def column_of(name: str) -> str:
    """Nobody here knows whether the district accepts the call: the hours run from the event."""
    return contract.OCCURRED if name == STARTED else name


def key_of(kind: NoRepeatedEvent) -> str:
    """The column of 计算 by which a repeated row is told."""
    return kind.columns[0] if len(kind.columns) == 1 else f"{KEY}{_AND.join(kind.columns)}"


#: between the columns in the name of such a key
_AND = "、"
