"""What a return that is about to be written says, so that every formula gets its cached value.

The literal cells are understood by the same :func:`submission_of` that will read the file; only
where identity is missing (a blank template) the names that need it are gaps.
"""

from collections.abc import Mapping
from datetime import date, datetime

from zongzhi_xl import contract
from zongzhi_xl.core.edition.items import FormKind, Kind
from zongzhi_xl.core.edition.statement import REGISTER
from zongzhi_xl.core.language.days import serial
from zongzhi_xl.core.language.values import BLANK, UNREADABLE, Gap, State, Value
from zongzhi_xl.core.returned.names import lookup_in
from zongzhi_xl.core.returned.submission import (
    RawCell,
    RawReturn,
    Submission,
    submission_of,
    text_of,
)
from zongzhi_xl.sheets.returns.bases import BOUNDS
from zongzhi_xl.sheets.returns.book_plan import BookPlan
from zongzhi_xl.sheets.returns.live import Facts

_DIGITS = 9
#: stands in for a period that is not typed; not January, whose brought-forward may be blank
_STAND_IN = {"年份": 2000, "月份": 2}
_NO_UNIT = "—"


def facts_of(
    plan: BookPlan,
    typed: Mapping[str, object],
    notes: Mapping[str, str],
    bases: Mapping[str, object],
    events: tuple[Mapping[str, object], ...],
) -> Facts:
    """The facts of a return with these literal cells."""
    period = {name: _whole(typed[name], *BOUNDS[name]) for name in BOUNDS if name in typed}
    submission = _submission(plan, typed, period, bases, events)
    known = lookup_in(submission, plan.edition)
    unit = text_of(typed.get(contract.REPORTING_UNIT))
    gap = next((value for value in period.values() if isinstance(value, Gap)), None)

    def lookup(name: str) -> Value:
        if name in period:
            return period[name]
        if name == contract.REPORTING_UNIT:
            return unit
        if name in plan.edition.calendar and gap:
            return gap
        if name in REGISTER and unit == BLANK:
            return BLANK
        return known(name)

    return Facts(lookup, {name: note for name, note in notes.items() if note}, typed, events)


def _whole(raw: object, least: int, most: int) -> Value:
    text = text_of(raw)
    if isinstance(text, Gap):
        return text
    number = str(text)
    digits = number.isascii() and number.isdecimal() and len(number) <= _DIGITS
    return int(number) if digits and least <= int(number) <= most else UNREADABLE


def _submission(
    plan: BookPlan,
    typed: Mapping[str, object],
    period: Mapping[str, Value],
    bases: Mapping[str, object],
    events: tuple[Mapping[str, object], ...],
) -> Submission:
    cells = {**typed, **{name: bases.get(name) for name in plan.bases.literals}}
    cells |= {
        name: value if isinstance(value, int) else _STAND_IN[name] for name, value in period.items()
    }
    cells |= {
        name: int(serial(value))  # a day in a cell for counts is a number to every formula
        for name, value in typed.items()
        if isinstance(value, date) and plan.bases.entries.get(name) == Kind.COUNT
    }
    cells[contract.REPORT_KIND] = plan.kind.value
    for name in (contract.REPORTING_UNIT, contract.RULES_VERSION):
        if text_of(cells.get(name)) == BLANK:
            cells[name] = _NO_UNIT
    raw = RawReturn(
        "", "", {name: RawCell("", "", value) for name, value in cells.items()},
        tuple(
            {column: RawCell("", "", event.get(column)) for column in contract.EVENT_COLUMNS}
            for event in events
        ),
    )  # fmt: skip
    return submission_of(raw, plan.edition)


def typed_cells(
    plan: BookPlan,
    identity: Mapping[str, object],
    values: Mapping[str, object],
    bases: Mapping[str, object],
) -> dict[str, object]:
    """Every literal cell of the form page by its defined name, presets and prefills put in.

    ``identity`` is 填报单位, 年份 and 月份; ``values`` overrule it.
    """
    monthly = plan.kind == FormKind.MONTHLY
    month = month_of(identity)
    ours = {contract.REPORT_KIND: plan.kind.value, contract.RULES_VERSION: plan.edition.id}
    head = {**identity, **ours}
    cells = {name: values.get(name, head.get(name)) for name in plan.layout.identity}
    for name, item in plan.bases.items.items():
        preset = None if item.applies_in(month) or not monthly else State.NOT_APPLICABLE.value
        if item.sums and bases.get(f"{contract.MONTHS_COUNT}{name}") == 12:
            preset = bases.get(f"{contract.MONTHS_SUM}{name}")  # type: ignore[assignment]  # or a count
        cells[name] = _as_held(values.get(name, preset), item.kind)
    cells[contract.FAULTY] = values.get(contract.FAULTY)
    return cells


def _as_held(value: object, kind: Kind) -> object:
    """A moment in a cell for days loses its hour; everything else stays as it is."""
    if kind == Kind.DATE and isinstance(value, datetime):
        return value.date()
    return value


def month_of(typed: Mapping[str, object]) -> int | None:
    """The month typed, if it is one."""
    month = _whole(typed.get("月份"), *BOUNDS["月份"])
    return month if isinstance(month, int) else None
