"""What the named kinds of live checks may find, kind by kind, in the words of core.checking.kinds.

A kind that is not in ``OF_KIND`` is told in the words of its check.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import cast

from zongzhi_xl import contract
from zongzhi_xl.core.checking.kinds.duties import NOT_ONCE, ON_HOLIDAY
from zongzhi_xl.core.checking.kinds.entries import ANSWER, ONLY_IN, SAID_NOT_TO_APPLY, listed
from zongzhi_xl.core.checking.kinds.identity import (
    ISSUED_OTHERWISE,
    NO_REASON,
    SAME_PERSON,
    UNKNOWN_UNIT,
    DifferentPeople,
)
from zongzhi_xl.core.checking.kinds.kind import NOT_FILLED
from zongzhi_xl.core.checking.kinds.months import ALIKE
from zongzhi_xl.core.checking.kinds.personal import FOUND
from zongzhi_xl.core.checking.kinds.register import (
    EVENTS_BESIDE_NIL,
    MORE_THAN_COUNTED,
    NIL_DENIED,
    NIL_UNSAID,
    SAY_NIL,
    RegisterCount,
)
from zongzhi_xl.core.checking.kinds.registry import kind_of
from zongzhi_xl.core.edition.items import Check, Kind
from zongzhi_xl.core.language.formulas import (
    Constant,
    Formula,
    Operand,
    Read,
    Source,
    call,
    count_of,
    part,
    when,
)
from zongzhi_xl.core.returned.proposals import WANTED
from zongzhi_xl.record import replace
from zongzhi_xl.sheets.returns.bases import EVENT_COUNT, SAME
from zongzhi_xl.sheets.returns.event_faults import of_each_event, unreadable, with_numbers
from zongzhi_xl.sheets.returns.fault_row import FaultRow, FormFaults
from zongzhi_xl.sheets.returns.live import figure
from zongzhi_xl.sheets.returns.live_checks import CheckRow
from zongzhi_xl.sheets.returns.texts import LENGTH, SORT, START
from zongzhi_xl.sheets.returns.told import filled, seen, sentence
from zongzhi_xl.sheets.returns.unreadable import Misread, hidden


def as_a_whole(form: FormFaults, row: CheckRow) -> Iterator[FaultRow]:
    """That the check failed, in its own words."""
    there = form.checks.failed(row)
    yield FaultRow(row.check, there, None, "", "", part(row.check.words), words="")


def _identity_filled(form: FormFaults, row: CheckRow) -> Iterator[FaultRow]:
    layout, bases = form.bases.layout, form.bases
    for name in contract.IDENTITY:
        if name in layout.inputs and name != contract.NIL_RETURN:
            blank = bases.state_cell(name).equals(2)
            yield form.at(row.check, name, blank, NOT_FILLED.format(name))


def _entries_filled(form: FormFaults, row: CheckRow) -> Iterator[FaultRow]:
    bases = form.bases
    for name, item in bases.items.items():
        state, due = bases.state_cell(name), bases.due(name)
        blank = NOT_FILLED.format(item.printed)
        denied = SAID_NOT_TO_APPLY.format(item.printed)
        there = when(state.equals(2), due.equals(2), when(state.equals(3), due > 0, False))
        one = form.at(row.check, name, there, when(state.equals(3), denied, blank))
        answer = when(state.equals(2), ANSWER, row.check.remedy)
        yield replace(one, remedy=answer if item.kind == Kind.YES_NO else None)


def _not_asked(form: FormFaults, row: CheckRow) -> Iterator[FaultRow]:
    bases = form.bases
    for name, item in bases.items.items():
        if item.months:
            there = when(bases.state_cell(name).equals(0), bases.due(name).equals(0), False)
            shown = seen(figure(name), item.kind)
            message = filled(ONLY_IN, item.printed, shown, listed(item.months))
            yield form.at(row.check, name, there, message)


def _nil_return(form: FormFaults, row: CheckRow) -> Iterator[FaultRow]:
    bases, declared = form.bases, figure(contract.NIL_RETURN)
    blank = bases.state_cell(contract.NIL_RETURN).equals(2)
    denied = when(blank, NIL_UNSAID, filled(NIL_DENIED, declared))
    rows = bases.register.used.at(EVENT_COUNT)
    said = when(rows > 0, filled(EVENTS_BESIDE_NIL, rows), denied)
    one = form.at(row.check, contract.NIL_RETURN, form.checks.failed(row), said)
    yield replace(one, remedy=when(rows > 0, row.check.remedy, SAY_NIL))


def _entries_readable(form: FormFaults, row: CheckRow) -> Iterator[FaultRow]:
    bases, check = form.bases, row.check
    for name, kind in {**bases.entries, contract.REPORTED_ON: Kind.DATE}.items():
        entry = Misread(form.teller.label(name), Read(name, Source.TYPED, name), kind)
        one = form.at(check, name, bases.state_cell(name).equals(1), entry.message)
        remedy = entry.remedy(check.remedy)
        yield replace(one, value=entry.value, words=WANTED[kind], remedy=remedy)
    if bases.layout.monthly:
        yield from unreadable(form.checks, row)


def _register(form: FormFaults, row: CheckRow) -> Iterator[FaultRow]:
    return of_each_event(form.checks, row)


# ------------------------------------------------------------------ at the places of live_kinds


def _places(
    words: Callable[[FormFaults, Check, str], Operand],
) -> Callable[[FormFaults, CheckRow], Iterator[FaultRow]]:
    """A kind whose places the sheet knows, told in these words."""

    def found(form: FormFaults, row: CheckRow) -> Iterator[FaultRow]:
        for one in form.checks.faults(row):
            if one.at:
                yield form.at(row.check, one.at, one.there, words(form, row.check, one.at))

    return found


def _text(name: str) -> Formula:
    """What stands in a cell for words."""
    return call("TRIM", figure(name))


def _unknown_unit(_: FormFaults, __: Check, name: str) -> Operand:
    return filled(UNKNOWN_UNIT, _text(name))


def _issued_otherwise(_: FormFaults, __: Check, name: str) -> Operand:
    return filled(ISSUED_OTHERWISE, name, _text(name), _text(f"{contract.ISSUED}{name}"))


def _same_person(_: FormFaults, check: Check, name: str) -> Operand:
    names = cast("DifferentPeople", kind_of(check)).names
    return filled(SAME_PERSON, "和".join(names), _text(name))


def _no_reason(_: FormFaults, __: Check, ___: str) -> Operand:
    return filled(NO_REASON, _text(contract.NATURE))


def _not_done(form: FormFaults, _: Check, name: str) -> Operand:
    return NOT_FILLED.format(form.teller.label(name))


def _on_holiday(form: FormFaults, _: Check, name: str) -> Operand:
    return filled(ON_HOLIDAY, form.teller.label(name), seen(figure(name), Kind.DATE))


def _not_once(form: FormFaults, _: Check, name: str) -> Operand:
    return NOT_ONCE.format(form.teller.label(name))


def _copied_month(form: FormFaults, row: CheckRow) -> Iterator[FaultRow]:
    """Shown at the first item that is the same."""
    bases, failed = form.bases, form.checks.failed(row)
    first = call("MATCH", 2, bases.same_column, 0)
    for n, name in enumerate(bases.entries, 1):
        if name in bases.same:
            there = when(failed, first.equals(n), Constant(False))
            yield form.at(row.check, name, there, _alike(form))


def _alike(form: FormFaults) -> Operand:
    bases, same = form.bases, form.bases.same_column
    rows = {name: bases.spot(name, SAME).absolute for name in bases.same}
    marked = [
        when(live.at(rows[name]).equals(2), f"、{form.teller.label(name)}", "")
        for name, live in bases.same.items()
    ]
    labels = call("MID", sentence(marked), 2, 2000)
    return filled(ALIKE, count_of(same >= 1), count_of(same.equals(2)), labels)


def _more_than_counted(form: FormFaults, check: Check, name: str) -> Operand:
    category = cast("RegisterCount", kind_of(check)).category
    rows = form.bases.register.of_category(category)
    return filled(MORE_THAN_COUNTED, category, rows, form.teller.label(name), figure(name))


def _personal_data(form: FormFaults, row: CheckRow) -> Iterator[FaultRow]:
    """A number in one row of digits with its ends, another with its sort alone."""
    texts = form.bases.texts
    for key, text in texts.texts.items():
        name = key.removeprefix(contract.NOTE)
        sort, start, length = (texts.cell(one, key) for one in (SORT, START, LENGTH))
        ends = hidden(text, start, length)
        spot = form.bases.layout.notes[name] if key != name else form.bases.layout.inputs[name]
        message = call("TRIM", filled(FOUND, name, sort, ends))
        yield FaultRow(row.check, sort.differs(""), spot, name, ends, message)
    if form.bases.layout.monthly:
        yield from with_numbers(form.checks, row)


OF_KIND: Mapping[str, Callable[[FormFaults, CheckRow], Iterator[FaultRow]]] = {
    "identity_filled": _identity_filled,
    "known_unit": _places(_unknown_unit),
    "as_issued": _places(_issued_otherwise),
    "different_people": _places(_same_person),
    "correction_reason": _places(_no_reason),
    "personal_data": _personal_data,
    "entries_filled": _entries_filled,
    "not_asked": _not_asked,
    "entries_readable": _entries_readable,
    "done_or_explained": _places(_not_done),
    "not_on_holiday": _places(_on_holiday),
    "quarter_meeting": _places(_not_once),
    "copied_month": _copied_month,
    "nil_return": _nil_return,
    "register_count": _places(_more_than_counted),
    "event_filled": _register,
    "each_event": _register,
    "no_repeated_event": _register,
}
