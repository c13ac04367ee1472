"""The one writer of return workbooks: blank, pre-filled, demo and repaired returns.

Reproducible: the same contents give the same bytes of every part; nothing asks the clock.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from xlsxwriter.workbook import Workbook

from zongzhi_xl import contract
from zongzhi_xl.core.edition.items import FormKind
from zongzhi_xl.core.edition.statement import Edition
from zongzhi_xl.sheets.page import workbook_at
from zongzhi_xl.sheets.returns import base_sheets
from zongzhi_xl.sheets.returns.bases import FIGURE, STATE_COLUMN
from zongzhi_xl.sheets.returns.book_plan import BookPlan, plan_of
from zongzhi_xl.sheets.returns.checks_page import write_checks, write_results
from zongzhi_xl.sheets.returns.cover_page import write_cover
from zongzhi_xl.sheets.returns.directory_sheet import Place, places, write_directory
from zongzhi_xl.sheets.returns.events_page import write_events
from zongzhi_xl.sheets.returns.facts import facts_of, month_of, typed_cells
from zongzhi_xl.sheets.returns.form_head import FIRST
from zongzhi_xl.sheets.returns.form_layout import Spot
from zongzhi_xl.sheets.returns.form_page import write_form
from zongzhi_xl.sheets.returns.guidance_page import write_guidance
from zongzhi_xl.sheets.returns.hints import FOUND_BLOCKS
from zongzhi_xl.sheets.returns.page import Book
from zongzhi_xl.sheets.returns.trial_page import write_trial
from zongzhi_xl.vba.macro_book import RETURN_MACROS, MacroEdition, embed, write_settings


@dataclass(frozen=True)
class ReturnContents:
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
    path: Path,
    form: FormKind,
    edition: Edition,
    contents: ReturnContents,
    macros: MacroEdition | None = None,
) -> None:
    """Write a return workbook of ``form`` (月报 or 年报) to ``path``.

    With ``macros`` it has buttons, and ``path`` should end in ``.xlsm``; raises MachineError.
    """
    plan = plan_of(edition, form, max(contract.EVENT_ROWS, len(contents.events)))
    typed = typed_cells(plan, contents.identity, contents.values, contents.bases)
    facts = facts_of(plan, typed, contents.notes, contents.bases, contents.events)
    title = plan.layout.form.title
    with workbook_at(path, title, edition.id, **_OPTIONS) as workbook:
        book = Book(
            workbook, plan, facts, typed, contents.notes, contents.bases, contents.events,
            month_of(typed), macros,
        )  # fmt: skip
        _write_pages(book)
        _define_names(workbook, plan)
        if macros:
            embed(workbook, macros, RETURN_MACROS)


#: words stay words: nothing typed by a clerk is taken for a formula, a link or a number
_OPTIONS = {
    "in_memory": True,
    "strings_to_numbers": False,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "default_date_format": "yyyy-mm-dd",
}


def _write_pages(book: Book) -> None:
    write_cover(book)
    write_form(book)
    if book.plan.layout.monthly:
        write_events(book)
    write_guidance(book)
    write_trial(book)
    write_checks(book)
    write_results(book)
    base_sheets.write_workings(book)
    base_sheets.write_bases(book)
    base_sheets.write_units(book)
    write_directory(book)
    if book.macros:
        write_settings(book.page(contract.SETTINGS), book.workbook, RETURN_MACROS)
    base_sheets.write_rules(book)


def _define_names(workbook: Workbook, plan: BookPlan) -> None:
    """Every name in the workbook's scope, each for one cell (ranges apart)."""
    names = {one.name: one.absolute for one in (*places(plan), *_ranges(plan))}
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


def _ranges(plan: BookPlan) -> Iterator[Place]:
    """What lists and formulas use: the units, and the columns of what the button found."""
    yield Place(contract.UNIT_LIST, Spot(contract.UNITS, 1, 0), len(plan.edition.units))
    for n, column in enumerate(contract.RESULT_COLUMNS):
        spot = Spot(contract.RESULTS, contract.FIRST_RESULT_ROW, n)
        if f"{contract.FOUND}{column}" in FOUND_BLOCKS:
            yield Place(f"{contract.FOUND}{column}", spot, contract.RESULT_ROWS)
