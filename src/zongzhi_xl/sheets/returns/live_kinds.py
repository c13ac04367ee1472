"""The named kinds of checks that also run live in the sheet: one formula each, by the kind's name.

A kind's faults stand in :mod:`zongzhi_xl.core.checking.kinds`; here is the formula that says
不通过 exactly when there are any. A kind that is not in :data:`LIVE` runs at the button only.
"""

from collections.abc import Callable, Collection, Iterable, Mapping

from xlsxwriter.utility import xl_col_to_name

from zongzhi_xl.contract import IDENTITY, NIL_RETURN, REPORTED_ON, WORKINGS
from zongzhi_xl.core.edition.statement import TYPED_PERIOD
from zongzhi_xl.core.language.formulas import Block, Formula, call, count_of, first_of, total, when
from zongzhi_xl.core.language.values import YES
from zongzhi_xl.sheets.returns.bases import DUE, EVENT_COUNT, STATE_COLUMN, BasePlan
from zongzhi_xl.sheets.returns.live import FAIL, NOT_RUN, PASS, figure


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
