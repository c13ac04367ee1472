"""The one writer of return workbooks: blank, pre-filled, demo and repaired returns.

Reproducible: the same contents give the same bytes of every part; nothing asks the clock.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from io import BytesIO
from pathlib import Path

from xlsxwriter.workbook import Workbook

from zongzhi_xl import contract
from zongzhi_xl.core.edition.form_words import FIRST
from zongzhi_xl.core.edition.items import FormKind, Kind
from zongzhi_xl.core.edition.statement import Edition
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
from zongzhi_xl.record import Record, field
from zongzhi_xl.sheets.page import workbook_at
from zongzhi_xl.sheets.returns import hidden_sheets
from zongzhi_xl.sheets.returns.bases import BOUNDS, FIGURE, STATE_COLUMN
from zongzhi_xl.sheets.returns.book_plan import BookPlan, plan_of
from zongzhi_xl.sheets.returns.checks_page import write_checks, write_results
from zongzhi_xl.sheets.returns.cover_page import write_cover
from zongzhi_xl.sheets.returns.events_page import write_events
from zongzhi_xl.sheets.returns.form_layout import Spot
from zongzhi_xl.sheets.returns.form_page import write_form
from zongzhi_xl.sheets.returns.found_page import write_found
from zongzhi_xl.sheets.returns.guidance_page import write_guidance
from zongzhi_xl.sheets.returns.hints import FOUND_BLOCKS
from zongzhi_xl.sheets.returns.live import Facts
from zongzhi_xl.sheets.returns.page import Book
from zongzhi_xl.sheets.returns.trial_page import write_trial
from zongzhi_xl.vba.macro_book import RETURN_MACROS, MacroEdition, embed, write_settings


class ReturnContents(Record):
    """What a return holds. ``values`` are Python natives by defined name, identity included.

    Everything may be left out: a blank template has no unit, a pre-filled one no figures. A value
    is written as it is, also a wrong one; an item that does not apply in the month is preset
    不适用 unless a value is given. ``notes`` are the explanations by item, ``events`` the rows of
    the register by column, ``bases`` the figures of 底数 (names of core.returned.terms.bases_of).
    """

    unit: str | None = None
    year: int | None = None
    month: int | None = None
    values: Mapping[str, object] = field(default_factory=dict)
    notes: Mapping[str, str] = field(default_factory=dict)
    events: tuple[Mapping[str, object], ...] = ()
    bases: Mapping[str, object] = field(default_factory=dict)
    nature: str = FIRST

    @property
    def identity(self) -> Mapping[str, object]:
        """Whose return of which period, and whether it corrects one, by defined name."""
        period = {contract.REPORTING_YEAR: self.year, contract.REPORTING_MONTH: self.month}
        return {contract.REPORTING_UNIT: self.unit, contract.NATURE: self.nature, **period}


def write(
    path: Path | BytesIO,
    form: FormKind,
    edition: Edition,
    contents: ReturnContents,
    macros: MacroEdition | None = None,
) -> None:
    """Write a return workbook of ``form`` (月报 or 年报) to ``path``.

    With ``macros`` it has buttons, and ``path`` should end in ``.xlsm``; raises MachineError.
    """
    plan = plan_of(edition, form, max(contract.EVENT_ROWS, len(contents.events)))
    title = plan.layout.form.title
    with workbook_at(path, title, edition.id) as workbook:
        book = Book(workbook, plan, facts_of(plan, contents), macros)
        _write_pages(book)
        _define_names(workbook, plan)
        if macros:
            embed(workbook, macros, RETURN_MACROS)


def _write_pages(book: Book) -> None:
    write_cover(book)
    write_form(book)
    if book.plan.layout.monthly:
        write_events(book)
    write_guidance(book)
    write_trial(book)
    write_checks(book)
    write_results(book)
    hidden_sheets.write_workings(book)
    hidden_sheets.write_bases(book)
    hidden_sheets.write_units(book)
    hidden_sheets.write_directory(book.page(contract.DIRECTORY), hidden_sheets.places(book.plan))
    if book.macros:
        write_found(book)
        write_settings(book.page(contract.SETTINGS), book.workbook, RETURN_MACROS)
    hidden_sheets.write_rules(book)


def _define_names(workbook: Workbook, plan: BookPlan) -> None:
    """Every name in the workbook's scope, each for one cell (ranges apart)."""
    names = {one.name: one.absolute for one in (*hidden_sheets.places(plan), *_ranges(plan))}
    for name, place in (names | _computed(plan)).items():
        workbook.define_name(name, f"={place}")


def _computed(plan: BookPlan) -> dict[str, str]:
    layout, bases = plan.layout, plan.bases
    names = {name: spot.absolute for name, spot in layout.derived.items()}
    names |= {f"{contract.SO_FAR}{name}": spot.absolute for name, spot in layout.so_far.items()}
    states = (*bases.entries, *(f"{contract.SO_FAR}{name}" for name in layout.so_far))
    names |= {f"{contract.STATE}{name}": bases.spot(name, STATE_COLUMN).absolute for name in states}
    called = {key: row.called for key, row in bases.rows.items() if row.called}
    names |= {name: bases.spot(key, FIGURE).absolute for key, name in called.items()}
    return names


def _ranges(plan: BookPlan) -> Iterator[hidden_sheets.Place]:
    """What lists and formulas use: the units, and the columns of what the button found."""
    yield hidden_sheets.Place(
        contract.UNIT_LIST, Spot(contract.UNITS, 1, 0), len(plan.edition.units)
    )
    for n, column in enumerate(contract.RESULT_COLUMNS):
        spot = Spot(contract.RESULTS, contract.FIRST_RESULT_ROW, n)
        if f"{contract.FOUND}{column}" in FOUND_BLOCKS:
            yield hidden_sheets.Place(f"{contract.FOUND}{column}", spot, contract.RESULT_ROWS)


# ------------------------------------------------------------------ what the return says


def facts_of(plan: BookPlan, contents: ReturnContents) -> Facts:
    """What a return with these contents says, so that every formula gets its cached value.

    The literal cells are understood by the same :func:`submission_of` that will read the file;
    only where identity is missing (a blank template) the names that need it are gaps.
    """
    typed = _typed(plan, contents)
    period = {name: _whole(typed[name], *BOUNDS[name]) for name in BOUNDS if name in typed}
    known = lookup_in(_submission(plan, typed, period, contents.events), plan.edition)
    unit = text_of(typed[contract.REPORTING_UNIT])
    gap = next((value for value in period.values() if isinstance(value, Gap)), None)

    def lookup(name: str) -> Value:
        if name in period:
            return period[name]
        if name == contract.REPORTING_UNIT:
            return unit
        if name in plan.edition.calendar and gap:
            return gap
        if name in plan.edition.registered and unit == BLANK:
            return BLANK
        return known(name)

    return Facts(lookup, contents.notes, typed, contents.events)


def _typed(plan: BookPlan, contents: ReturnContents) -> dict[str, object]:
    """Every literal cell by its defined name, presets and prefills put in."""
    values, bases = contents.values, contents.bases
    ours = {contract.REPORT_KIND: plan.kind.value, contract.RULES_VERSION: plan.edition.id}
    head = {**contents.identity, **ours}
    month = _whole(contents.month, *BOUNDS[contract.REPORTING_MONTH])
    cells = {name: values.get(name, head.get(name)) for name in plan.layout.identity}
    for name, item in plan.bases.items.items():
        applies = item.applies_in(month if isinstance(month, int) else None)
        preset: object = None if applies else State.NOT_APPLICABLE.value
        if item.sums and bases.get(f"{contract.MONTHS_COUNT}{name}") == 12:
            preset = bases.get(f"{contract.MONTHS_SUM}{name}")
        cells[name] = _as_held(values.get(name, preset), item.kind)
    cells[contract.FAULTY] = values.get(contract.FAULTY)
    return cells | {name: bases.get(name) for name in plan.bases.literals}


def _as_held(value: object, kind: Kind) -> object:
    """A moment in a cell for days loses its hour; everything else stays as it is."""
    return value.date() if kind == Kind.DATE and isinstance(value, datetime) else value


def _whole(raw: object, least: int, most: int) -> Value:
    text = text_of(raw)
    if isinstance(text, Gap):
        return text
    number = str(text)
    digits = number.isascii() and number.isdecimal() and len(number) <= _DIGITS
    return int(number) if digits and least <= int(number) <= most else UNREADABLE


_DIGITS = 9
#: stands in for a period that is not typed; not January, whose brought-forward may be blank
_STAND_IN = {contract.REPORTING_YEAR: 2000, contract.REPORTING_MONTH: 2}
_NO_UNIT = "—"


def _submission(
    plan: BookPlan,
    typed: Mapping[str, object],
    period: Mapping[str, Value],
    events: Iterable[Mapping[str, object]],
) -> Submission:
    cells = dict(typed)
    for name, value in period.items():
        cells[name] = value if isinstance(value, int) else _STAND_IN[name]
    for name, kind in plan.bases.entries.items():
        day = typed[name]
        if kind == Kind.COUNT and isinstance(day, date):
            cells[name] = int(serial(day))  # it is a number to every formula
    cells[contract.REPORT_KIND] = plan.kind.value
    for name in (contract.REPORTING_UNIT, contract.RULES_VERSION):
        if text_of(cells[name]) == BLANK:
            cells[name] = _NO_UNIT
    register = tuple(
        _raw({one: event.get(one) for one in plan.edition.statement.events.kinds})
        for event in events
    )
    return submission_of(RawReturn("", "", _raw(cells), register), plan.edition)


def _raw(cells: Mapping[str, object]) -> dict[str, RawCell]:
    return {name: RawCell("", "", value) for name, value in cells.items()}
