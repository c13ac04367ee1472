"""Named kinds of checks as formulas.

A kind's faults stand in core.checking.kinds; here is the formula that says 不通过 exactly when
there are any, and at which cells. A kind that is not in LIVE runs at the button only.
"""

from collections.abc import Callable, Collection, Iterable, Mapping
from typing import TypeAlias, TypeVar

from xlsxwriter.utility import xl_col_to_name

from zongzhi_xl.contract import (
    IDENTITY,
    ISSUED,
    NIL_RETURN,
    NOTE,
    REASON,
    REPORTED_ON,
    REPORTING_MONTH,
    REPORTING_UNIT,
    THIS_QUARTER,
    WORKINGS,
)
from zongzhi_xl.core.checking.kinds.duties import DoneOrExplained, NotOnHoliday, QuarterMeeting
from zongzhi_xl.core.checking.kinds.identity import AsIssued, DifferentPeople
from zongzhi_xl.core.checking.kinds.months import CopiedMonth
from zongzhi_xl.core.checking.kinds.register import RegisterCount
from zongzhi_xl.core.checking.kinds.registry import kind_of
from zongzhi_xl.core.edition.items import Check
from zongzhi_xl.core.edition.statement import TYPED_PERIOD
from zongzhi_xl.core.language.days import serial
from zongzhi_xl.core.language.formulas import (
    Block,
    Constant,
    Formula,
    Operand,
    any_of,
    call,
    count_of,
    first_of,
    is_error,
    joined,
    total,
    when,
)
from zongzhi_xl.core.language.values import YES
from zongzhi_xl.record import Record
from zongzhi_xl.sheets.returns.bases import DUE, EVENT_COUNT, NAME, STATE_COLUMN, BasePlan
from zongzhi_xl.sheets.returns.live import FAIL, NOT_RUN, PASS, figure
from zongzhi_xl.sheets.returns.texts import SORT, says_something

T = TypeVar("T")
#: a cell of the form page, and what is true where a check that failed did so there
Fault: TypeAlias = tuple[str, Formula]


class LiveKind(Record):
    """A kind of check in the sheet: its result, and where its faults show on the form page.

    ``figures`` are told with it; ``explained`` is true where a note at another cell explains it.
    """

    result: Formula
    places: tuple[Fault, ...] = ()
    figures: Operand = ""
    explained: Formula | None = None


def _at_each(faults: Iterable[Fault]) -> LiveKind:
    """Failed where there is a fault at any of the cells."""
    places = tuple(faults)
    return LiveKind(when(any_of([there for _, there in places]), FAIL, PASS), places)


def _none(count: Formula) -> LiveKind:
    return LiveKind(when(count > 0, FAIL, PASS))


# ------------------------------------------------------------------ head and entries


def identity_filled(bases: BasePlan, _: Check) -> LiveKind:
    """Head and signatures; without year and month in numbers nobody knows which return it is."""
    names = [name for name in IDENTITY if name in bases.layout.inputs and name != NIL_RETURN]
    states = {name: bases.state_cell(name) for name in names}
    wrong = total(
        state > 0 if name in TYPED_PERIOD else state.equals(2) for name, state in states.items()
    )
    return _none(wrong)


def known_unit(bases: BasePlan, _: Check) -> LiveKind:
    """A blank unit is check 01's."""
    filled = bases.state_cell(REPORTING_UNIT).equals(0)
    unknown = when(filled, bases.unit_row.equals(0), False)
    return _at_each([(REPORTING_UNIT, unknown)])


def as_issued(bases: BasePlan, check: Check) -> LiveKind:
    """A unit that nobody knows is check 02's."""
    kind = _decoded(check, AsIssued)
    return _at_each((name, _issued_otherwise(bases, name)) for name in kind.names)


def _issued_otherwise(bases: BasePlan, name: str) -> Formula:
    issued = figure(f"{ISSUED}{name}")
    known, typed = bases.unit_row > 0, call("TRIM", figure(name))
    if name in TYPED_PERIOD:
        known, typed = bases.state_cell(name).equals(0), bases.period_cell(name) + 0
    return first_of(((issued.equals(""), False), (known, typed.differs(issued))), False)


def different_people(bases: BasePlan, check: Check) -> LiveKind:
    """Blank cells are check 01's."""
    first, other = _decoded(check, DifferentPeople).names
    signed = [when(bases.state_cell(name).equals(0), call("TRIM", figure(name)), "")
              for name in (first, other)]  # fmt: skip
    same = when(signed[0].equals(""), False, signed[0].equals(signed[1]))
    return _at_each([(first, same)])


def correction_reason(bases: BasePlan, _: Check) -> LiveKind:
    """报表性质 that speaks of 更正 needs 更正原因; a sign alone is none."""
    reason = figure(REASON)
    unsaid = when(is_error(reason), False, says_something(reason).equals(0))
    return _at_each([(REASON, when(bases.corrected.equals(YES), unsaid, False))])


def personal_data(bases: BasePlan, _: Check) -> LiveKind:
    """As far as the functions of a sheet can see; a row of the register says it beside itself."""
    texts = bases.texts
    sorts = {key: texts.cell(SORT, key).differs("") for key in texts.texts}
    found = texts.with_numbers
    if bases.layout.monthly:
        found += bases.register.with_numbers
    places = tuple((key.removeprefix(NOTE), there) for key, there in sorts.items())
    return LiveKind(when(found > 0, FAIL, PASS), places)


def entries_filled(bases: BasePlan, _: Check) -> LiveKind:
    """Items due that are blank, or said not to apply without the district's preset."""
    # 未填 (2) where it must be filled (2), 不适用 (3) where it is due (1, 2): no others make four
    return _none(count_of(_states(bases, bases.items) + due_column(bases) >= 4))


def not_asked(bases: BasePlan, _: Check) -> LiveKind:
    """Items that hold a value in a month that does not ask for them."""
    # a value (0) where none is due (0)
    return _none(count_of((_states(bases, bases.items) + due_column(bases)).equals(0)))


def entries_readable(bases: BasePlan, _: Check) -> LiveKind:
    """Cells of the table, the day of the report and rows of the register that are no such."""
    day = bases.state_cell(REPORTED_ON)
    count = count_of(_states(bases, bases.entries).equals(1)) + day.equals(1)
    if bases.layout.monthly:
        count += bases.register.unreadable
    return _none(count)


# ------------------------------------------------------------------ duties and months


def done_or_explained(bases: BasePlan, check: Check) -> LiveKind:
    """Days that are blank."""
    kind = _decoded(check, DoneOrExplained)
    return _at_each((name, bases.state_cell(name).equals(2)) for name in kind.dates)


def not_on_holiday(bases: BasePlan, check: Check) -> LiveKind:
    """Days that are holidays of the edition."""
    days = [serial(day) for day in sorted(bases.edition.statement.holidays)]
    return _at_each(
        (name, when(bases.state_cell(name) > 0, False, any_of(_is_one(name, days))))
        for name in _decoded(check, NotOnHoliday).dates
    )


def _is_one(name: str, days: Iterable[float]) -> list[Formula]:
    return [call("INT", figure(name)).equals(int(day)) for day in days]


def quarter_meeting(bases: BasePlan, check: Check) -> LiveKind:
    """Not run where 底数 does not say how often it was done in the earlier months."""
    name = _decoded(check, QuarterMeeting).date
    earlier, month = f"{THIS_QUARTER}{name}", bases.period_cell(TYPED_PERIOD[1])
    ends = when(bases.period_state > 0, False, any_of(month.equals(n) for n in (3, 6, 9, 12)))
    known = bases.scope.state_of(earlier).equals(0)
    never = when(known, figure(earlier).equals(0), False)
    undone = when(bases.state_cell(name).equals(2), never, False)
    return _at_each([(name, when(ends, undone, False))])


def copied_month(bases: BasePlan, check: Check) -> LiveKind:
    """Explained at the first item that is the same; told in the head.

    A hint at each item would have to be worked out anew with every figure that is typed.
    """
    kind, same = _decoded(check, CopiedMonth), bases.same_column
    compared, alike = count_of(same >= 1), count_of(same.equals(2))
    share = kind.share
    many = alike * share.denominator >= share.numerator * compared
    result = when(compared >= kind.least, when(many, FAIL, PASS), PASS)
    first = call("MATCH", 2, same, 0)
    names = _column(bases, NAME, tuple(bases.entries), map(Constant, bases.entries))
    counts = ("（上月不为0的 ", compared, " 项中有 ", alike, " 项相同；原因写在“")
    told = joined("&", (*counts, call("INDEX", names, first), "”一行的说明栏）"))
    said = call("INDEX", bases.texts.said_of(bases.items), first - 1).equals(1)
    return LiveKind(result, ((REPORTING_MONTH, Constant(True)),), told, said)


# ------------------------------------------------------------------ the register of events


def nil_return(bases: BasePlan, _: Check) -> LiveKind:
    """本月无重大事项 is 是 exactly where the register is empty; blank only where it is not."""
    state, events = bases.state_cell(NIL_RETURN), bases.register.used.at(EVENT_COUNT)
    agree = figure(NIL_RETURN).equals(YES).equals(events.equals(0))
    blank = when(events.equals(0), FAIL, PASS)
    cases = ((state.equals(1), NOT_RUN), (state.equals(3), NOT_RUN), (state.equals(2), blank))
    result = first_of(cases, when(agree, PASS, FAIL))
    return LiveKind(result, ((NIL_RETURN, Constant(True)),), "（登记 " & events & " 行）")


def register_count(bases: BasePlan, check: Check) -> LiveKind:
    """Not run where the item has no value."""
    kind = _decoded(check, RegisterCount)
    rows, count = bases.register.of_category(kind.category), figure(kind.item)
    result = when(bases.state_cell(kind.item) > 0, NOT_RUN, when(rows > count, FAIL, PASS))
    told = joined("&", ("（登记 ", rows, " 行，填的是 ", count, "）"))
    return LiveKind(result, ((kind.item, Constant(True)),), told)


def of_each_event(bases: BasePlan, check: Check) -> LiveKind:
    """Asked of every row of the register, and told beside it."""
    return _none(bases.register.failed(check.id))


#: by the name of a kind its live formula; three kinds look at every event
_OF_EVENTS = ("event_filled", "each_event", "no_repeated_event")
LIVE: Mapping[str, Callable[[BasePlan, Check], LiveKind]] = {one.__name__: one for one in (
    identity_filled, known_unit, as_issued, entries_filled, not_asked, entries_readable,
    different_people, nil_return, correction_reason, copied_month, personal_data,
    done_or_explained, not_on_holiday, quarter_meeting, register_count,
)} | dict.fromkeys(_OF_EVENTS, of_each_event)  # fmt: skip


def _decoded(check: Check, kind: type[T]) -> T:
    found = kind_of(check)
    if not isinstance(found, kind):
        raise TypeError(check.id)
    return found


def _column(bases: BasePlan, column: int, names: Iterable[str], cells: Iterable[Formula]) -> Block:
    """Neighbouring rows of 计算."""
    rows = [bases.spot(name).row + 1 for name in names]
    letter = xl_col_to_name(column)
    return Block(f"'{WORKINGS}'!${letter}${rows[0]}:${letter}${rows[-1]}", tuple(cells))


def _states(bases: BasePlan, names: Collection[str]) -> Block:
    return _column(bases, STATE_COLUMN, names, map(bases.state_cell, names))


def due_column(bases: BasePlan) -> Block:
    """Whether each item is due."""
    return _column(bases, DUE, bases.items, map(bases.due, bases.items))
