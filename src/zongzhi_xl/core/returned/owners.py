"""To whom each filled cell of the pages for entries belongs: read, the template's own, or nobody's.

What belongs to nobody is not read, though a person sees it on the page: it is told as a finding.
The template's own cells are told by where they stand to the printed headings and labels, so that
rows and columns may have been inserted.
"""

from collections.abc import Collection, Iterator
from functools import lru_cache
from itertools import starmap, takewhile
from typing import NamedTuple

from zongzhi_xl import contract
from zongzhi_xl.core.edition.event_words import EventWords
from zongzhi_xl.core.edition.form_words import (
    BESIDE_HEADING,
    CODE_HEADING,
    FOOTNOTE,
    NOTE_HEADING,
    VOID_WORDS,
)
from zongzhi_xl.core.edition.items import Rows
from zongzhi_xl.core.language.addresses import letters
from zongzhi_xl.core.returned.page import At, Page, at_of, squeezed
from zongzhi_xl.core.returned.printed import Head, Printed, is_label
from zongzhi_xl.core.returned.submission import RawCell, RawReturn

_MOST_KNOWN = 5_000
#: computed columns follow 说明, the hints in full after a gap of one; two rows of signatures
_COMPUTED, _GAP, _SIGNATURES = 4, 2, 2


class Ownerless(NamedTuple):
    """A filled cell that is nobody's; ``overwritten``: a formula of the template's stood there."""

    cell: RawCell
    overwritten: bool = False


def ownerless(
    raw: RawReturn, page: Page, printed: Printed, rows: Rows, events: EventWords
) -> Iterator[Ownerless]:
    """Every filled cell of the form ``page`` and of the register that is neither read nor printed.

    ``printed`` is what :func:`~zongzhi_xl.core.returned.printed.printed_on` tells of the page, and
    ``rows`` are those of its form, ``events`` its register.
    """
    if page.formulas is not None:
        yield from _of_form(raw, page, printed, rows)
    register = raw.register_page
    if register and register.formulas is not None:
        yield from _of_register(raw, register, events)


class Filled(NamedTuple):
    """A filled cell; ``value`` is None where it is worked out by a ``formula``."""

    row: int
    column: int
    value: object
    formula: bool


def filled(page: Page) -> Iterator[Filled]:
    """Every cell of a page that holds something; formulas that show nothing come at the end."""
    return starmap(Filled, _holding(page))


def _holding(
    page: Page, but: Collection[tuple[int, int]] = ()
) -> Iterator[tuple[int, int, object, bool]]:
    """The same as plain tuples, without the cells of ``but``: hundreds in every return."""
    formulas = {at_of(address) for address in page.formulas or ()}
    left = formulas.difference(but)
    for number, row in enumerate(page.rows, 1):
        for column, value in enumerate(row, 1):
            if value == "" or value is None or (at := (number, column)) in but:
                continue
            if formula := at in formulas:
                left.discard(at)
            yield number, column, None if formula else value, formula
    yield from ((*at, None, True) for at in sorted(left))


def _ownerless(page: Page, one: Filled, *, overwritten: bool) -> Ownerless:
    address = f"{letters(one.column)}{one.row}"
    return Ownerless(RawCell(page.sheet, address, one.value, one.formula), overwritten)


# ------------------------------------------------------------------ the form page


def _of_form(raw: RawReturn, page: Page, printed: Printed, rows: Rows) -> Iterator[Ownerless]:
    if printed.head is None:
        return  # not a single table: every item is doubted already
    zone = _zone(page, printed.head, printed.last_row)
    read = {at_of(cell.cell) for cell in _read(raw) if cell.sheet == page.sheet} | printed.cells
    known = _held_before(zone[1:])
    for cell in _holding(page, read):
        if cell in known:
            continue
        one = Filled(*cell)
        if not (zone.holds(one) or _was_a_text(one, zone, printed, rows)):
            computed = zone.is_computed(one) or zone.is_hint(one)
            yield _ownerless(page, one, overwritten=computed and not one.formula)
        elif zone.first < one.row <= zone.last and len(known) < _MOST_KNOWN:
            known.add(one)


@lru_cache(maxsize=32)
def _held_before(_zone: tuple[object, ...]) -> set[Filled]:
    """What was found to be the template's own in a table of these rows and columns.

    Returns of a template are alike there; this spares most of the work.
    """
    return set()


def _was_a_text(one: Filled, zone: "_Zone", printed: Printed, rows: Rows) -> bool:
    """A printed code or number of a column, saved by some program as the number it looks like."""
    if type(one.value) not in (int, float):
        return False
    word = f"{one.value:g}"
    if one.row == zone.first + 1:
        return word == str(one.column - zone.code) and one.column <= zone.end
    name = rows.words.get(word) if one.column == zone.code else None
    return name in printed.places and printed.places[name].row == one.row


def _read(raw: RawReturn) -> Iterator[RawCell]:
    yield from raw.cells.values()
    yield from raw.notes.values()


class _Zone(NamedTuple):
    """Where the template's own cells stand; rows and columns from the printed headings."""

    page: Page
    first: int
    last: int
    code: int
    beside: int

    @property
    def end(self) -> int:
        """The last column of the table."""
        return self.beside - _GAP

    def is_computed(self, one: Filled) -> bool:
        """A cell of the table that the workbook works out."""
        return self.first + 1 < one.row <= self.last and self.code < one.column <= self.end

    def is_hint(self, one: Filled) -> bool:
        """A cell of the column of hints right of the table, of the head and of the signatures."""
        return one.column == self.beside and one.row <= self.last + _SIGNATURES

    def holds(self, one: Filled) -> bool:
        if one.formula:
            return self.is_computed(one) or self.is_hint(one) or self._beside_label(one)
        if not isinstance(one.value, str):
            return False
        if one.row in (self.first, self.first + 1) or (one.row < self.first and self.is_hint(one)):
            return one.column <= self.end or one.column == self.beside
        if self.first < one.row <= self.last:
            return one.column <= self.code or one.value in VOID_WORDS
        if (one.row, one.column) == (self.last + _SIGNATURES + 1, 1):
            return one.value.startswith(FOOTNOTE)
        return (one.row, one.column) == (1, 1) or is_label(one.value) or self._beside_label(one)

    def _beside_label(self, one: Filled) -> bool:
        """In the head or the signatures, right of a label."""
        before = self.page.value(At(one.row, one.column - 1)) if one.column > 1 else None
        return isinstance(before, str) and is_label(before)


def _zone(page: Page, head: Head, last: int) -> _Zone:
    code, note = (head.columns.get(one, 0) for one in (CODE_HEADING, NOTE_HEADING))
    beside = head.columns.get(squeezed(BESIDE_HEADING), note + _COMPUTED + _GAP)
    return _Zone(page, head.row, last, code, beside)


# ------------------------------------------------------------------ the register


def _of_register(raw: RawReturn, page: Page, events: EventWords) -> Iterator[Ownerless]:
    head, last = register_head(page, events), raw.register_end
    if head is None:
        return
    width = _register_width(page, head, events)
    for one in filled(page):
        row, column = one.row, one.column
        above = row < head.row and column == head.column
        hint = column == head.column + width and head.row <= row <= last
        read = head.row <= row <= last and head.column <= column < head.column + width
        if not (above or read or (hint and (one.formula or row == head.row))):
            yield _ownerless(page, one, overwritten=hint)


def _register_width(page: Page, head: At, events: EventWords) -> int:
    """How many headings stand side by side: earlier forms had more columns."""
    known = {*events.headed, *contract.FORMER_COLUMNS}
    row = page.rows[head.row - 1][head.column - 1 :]
    run = takewhile(lambda value: isinstance(value, str) and squeezed(value) in known, row)
    return max(len(events.columns), len(list(run)))


def register_head(page: Page, events: EventWords) -> At | None:
    """The cell of the first heading, where the register's headings stand."""
    return next(iter(register_heads(page, events)), None)


def register_heads(page: Page, events: EventWords) -> list[At]:
    """The same, of every row of such headings that a person sees."""
    named = contract.EVENT_NUMBER, contract.OCCURRED
    first, other = ({name, events.label(name)} for name in named)
    return [
        At(number, next(n for n, value in enumerate(row, 1) if value in first))
        for number, row in enumerate(page.rows, 1)
        if not first.isdisjoint(row) and not other.isdisjoint(row)
        if number not in page.hidden_rows
    ]
