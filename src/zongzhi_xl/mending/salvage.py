"""Every value the clerk typed, found again in a damaged workbook: by name, and by printed words.

Where name and words agree, or only one of them is left, the cell is certain. A cell that two
items could own, or an item with two different values, is *unclear* and nothing is guessed.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Set
from functools import cached_property, lru_cache

from zongzhi_xl import contract
from zongzhi_xl.core.returned.terms import term_of
from zongzhi_xl.mending.as_written import At
from zongzhi_xl.mending.opened import OpenBook, OpenCell, OpenSheet, address, shown, squeezed
from zongzhi_xl.mending.printed_words import FormWords, base_places, form_page, register_place
from zongzhi_xl.record import Record
from zongzhi_xl.sheets.returns.book_plan import BookPlan

BY_NAME, BY_WORDS = "按名称", "按表上的文字"
Where = tuple[str, At]


class Found(Record):
    """A value and where it stood; ``formula`` is the clerk's own formula, if he typed one."""

    name: str
    value: object
    sheet: str
    cell: str
    how: str = ""
    formula: str | None = None

    @property
    def place(self) -> str:
        """``月报!D9``."""
        return f"{self.sheet}!{self.cell}"


class Salvage(Record):
    """What was found. ``lost``: entries that are nowhere; ``left``: typed where no entry is."""

    found: Mapping[str, Found]
    events: tuple[Mapping[str, Found], ...]
    lost: tuple[str, ...]
    unclear: tuple[str, ...]
    left: tuple[Found, ...]


class Search(Record):
    """A damaged workbook beside the template of its form and edition."""

    book: OpenBook
    template: OpenBook
    plan: BookPlan

    @cached_property
    def words(self) -> FormWords:
        """The printed words of the form page."""
        layout = self.plan.layout
        return FormWords(layout, self.template.sheets[layout.sheet])

    @cached_property
    def page(self) -> OpenSheet | None:
        """The form page; raises UnusableFileError."""
        return form_page(self.book, self.words)

    @cached_property
    def names(self) -> tuple[str, ...]:
        """Every cell that is typed: on the form page, and one on the cover."""
        layout = self.plan.layout
        notes = (f"{contract.NOTE}{name}" for name in layout.notes)
        return (*layout.inputs, *notes, contract.FAULTY)

    @property
    def wanted(self) -> tuple[str, ...]:
        """Every cell whose value is looked for: those that are typed, and the district's bases."""
        return (*self.names, *self.plan.bases.literals)

    @cached_property
    def by_words(self) -> Mapping[str, Where]:
        """Cells by printed words."""
        found = {}
        if self.page:
            found = {n: (self.page.name, at) for n, at in self.words.places(self.page).items()}
        bases, cover = self.pages.get(contract.BASES), self.pages.get(contract.COVER)
        if bases:
            found |= {n: (bases.name, at) for n, at in base_places(bases, self.plan).items()}
        if cover:
            for row, column in cover.words.get(contract.FAULTY, ())[-1:]:
                found[contract.FAULTY] = cover.name, (row, column + 1)
        return found

    @cached_property
    def pages(self) -> Mapping[str, OpenSheet]:
        """The pages that are there by the name they were issued with, also under another name."""
        form = self.plan.layout.sheet
        found = {form: self.page} if self.page else {}
        for name, printed in self.template.sheets.items():
            page = self.book.sheets.get(name) or self._like(printed)
            if page is not None and name != form:
                found[name] = page
        return found

    def _like(self, printed: OpenSheet) -> OpenSheet | None:
        """The one sheet of an unknown name that holds most of a page's words."""
        words = printed.words.keys()
        likes = [
            sheet for name, sheet in self.book.sheets.items()
            if name not in self.template.sheets
            and len(words & sheet.words.keys()) > _SAME_PAGE * len(words)
        ]  # fmt: skip
        return max(likes, key=lambda one: _likeness(printed, one), default=None)

    @cached_property
    def by_name(self) -> Mapping[str, Where]:
        """Cells by defined name; names that were not moved along with the cells left out."""
        own = (self.page, self.pages.get(contract.BASES))
        pages = [page.name for page in own if page]
        stale = {name for sheet in pages for name in self._stale_on(sheet)}
        return {name: where for name, where in self._named.items() if name not in stale}

    @cached_property
    def _named(self) -> Mapping[str, Where]:
        targets = ((name, self.book.names.get(name)) for name in self.wanted)
        return {
            name: (target.sheet, target.at)
            for name, target in targets
            if target and target.sheet in self.book.sheets
        }

    def _stale_on(self, sheet: str) -> Iterable[str]:
        """Names that a program which knows none left behind when rows or columns moved.

        Told by this: of the names that differ from the printed words, most still stand at their
        place in the template while the words do not. (Cut cells take their names along; the
        words stay. A name that somebody edited besides stands neither here nor there.)
        """
        apart = [
            name for name, where in self._named.items()
            if where[0] == sheet and name in self.by_words and self.by_words[name] != where
        ]  # fmt: skip
        left = [
            name for name in apart
            if self._named[name][1] == self.template.names[name].at != self.by_words[name][1]
        ]  # fmt: skip
        return left if 2 * len(left) > len(apart) else ()

    def cell(self, where: Where) -> OpenCell | None:
        """The cell, None where nothing is."""
        return self.book.sheets[where[0]].cells.get(where[1])

    # -------------------------------------------------------------- whose value is it

    def is_printed(self, where: Where) -> bool:
        """Whether the cell is no entry: printed words, a formula of the template, another page."""
        if where[0] in self._other_pages:
            return True
        cell = self.cell(where)
        if cell is None:
            return False
        if cell.formula is not None:
            return cell.formula in self._formulas
        text = squeezed(cell.value) if isinstance(cell.value, str) else ""
        return text in self._printed and not self._stands_once_more(text, where)

    def _stands_once_more(self, text: str, where: Where) -> bool:
        """Whether words stand there that are printed elsewhere, and there still (`` 7 `` and 7)."""
        printed = self.template.sheets[self.plan.layout.sheet].words.get(text, ())
        there = self.book.sheets[where[0]].words.get(text, ())
        return len(there) > len(printed) and where[1] not in printed

    @cached_property
    def _other_pages(self) -> frozenset[str]:
        own = {self.plan.layout.sheet, contract.BASES}
        return frozenset(page.name for name, page in self.pages.items() if name not in own)

    @cached_property
    def _printed(self) -> frozenset[str]:
        form = self.template.sheets[self.plan.layout.sheet]
        typed = {(spot.row + 1, spot.column + 1) for spot in self.plan.layout.inputs.values()}
        return frozenset(
            text for text, places in form.words.items() if any(at not in typed for at in places)
        )

    def is_moved_print(self, name: str, where: Where) -> bool:
        """Whether printed words were put into the cell: they are missing where they were printed.

        Words of the clerk's that happen to be printed as well stand there once more.
        """
        cell, page = self.cell(where), self.page
        if cell is None or page is None or not isinstance(cell.value, str):
            return False
        text, own = squeezed(cell.value), self.template.names.get(name)
        printed = self.template.sheets[self.plan.layout.sheet]
        is_own = own and own.sheet == printed.name and squeezed(printed.value(own.at)) == text
        there, were = page.words.get(text, ()), printed.words.get(text, ())
        return not is_own and text in self._printed and len(there) <= len(were)

    @cached_property
    def _formulas(self) -> frozenset[str]:
        cells = (cell for sheet in self.template.sheets.values() for cell in sheet.cells.values())
        return frozenset(cell.formula for cell in cells if cell.formula)

    @cached_property
    def _shapes(self) -> frozenset[str]:
        return frozenset(map(_shape, self._formulas))

    def is_typed_formula(self, cell: OpenCell) -> bool:
        """Whether the clerk wrote the formula; those of the template may have moved along."""
        return cell.formula is not None and _shape(cell.formula) not in self._shapes

    @cached_property
    def sure(self) -> Mapping[str, Where]:
        """Cells on which name and words agree."""
        return {n: where for n, where in self.by_name.items() if self.by_words.get(n) == where}

    def candidates(self, name: str) -> tuple[Where, ...]:
        """The places where the value of ``name`` may stand."""
        places = [self.sure[name]] if name in self.sure else self._unsure(name)
        return tuple(where for where in places if not self.is_moved_print(name, where))

    def _unsure(self, name: str) -> list[Where]:
        taken = set(self.sure.values())
        worded, named = self.by_words.get(name), self.by_name.get(name)
        places = [worded] if worded and worded not in taken else []
        if named and named not in taken:
            unmoved = named[1] == self.template.names[name].at
            places += [named] if unmoved or not self.is_printed(named) else []
        return places


_ADDRESS = re.compile(r"\$?[A-Z]{1,3}\$?\d{1,7}")
#: LibreOffice writes the two constants as functions
_TRUTH = re.compile(r"\b(TRUE|FALSE)\(\)")


@lru_cache(maxsize=1 << 13)  # the template's are asked for with every return that is repaired
def _shape(formula: str) -> str:
    """A formula without its addresses, as programs write it differently."""
    plain = squeezed(formula).upper().replace("'", "")
    return _ADDRESS.sub("@", _TRUTH.sub(r"\1", plain))


def salvage(search: Search) -> Salvage:
    """Everything typed in the workbook; raises UnusableFileError where its page is unclear."""
    places = {name: search.candidates(name) for name in search.wanted}
    claims = Counter(where for some in places.values() for where in some)
    found, lost, unclear = {}, list[str](), dict[str, None]()
    for name, some in places.items():
        filled = [where for where in some if _holds_value(search.cell(where))]
        shared = [where for where in filled if claims[where] > 1]
        if shared:
            owners = [other for other in places if shared[0] in places[other]]
            unclear[_two_owners(search, shared[0], owners)] = None
        elif len({_value(search, where) for where in filled}) > 1:
            unclear[_two_values(search, name, filled)] = None
        elif filled:
            found[name] = _found(search, name, filled[0])
        elif not some and name not in search.plan.bases.literals:
            lost.append(name)
    events = tuple(_events(search))
    taken = {(one.sheet, one.cell) for row in (found, *events) for one in row.values()}
    left = tuple(_left(search, taken, set(claims)))
    return Salvage(found, events, tuple(lost), tuple(unclear), left)


def _holds_value(cell: OpenCell | None) -> bool:
    return cell is not None and not cell.is_picture


def _value(search: Search, where: Where) -> object:
    return search.book.sheets[where[0]].value(where[1])


def _found(search: Search, name: str, where: Where) -> Found:
    how = BY_NAME if search.by_name.get(name) == where else BY_WORDS
    cell = search.cell(where) or OpenCell(None)
    return Found(name, cell.content, where[0], address(where[1]), how, cell.formula)


def spoken(name: str) -> str:
    """``刑事立案数的说明`` for the cell 说明_刑事立案数."""
    term = term_of(name)
    return term.meaning.words.format(term.item) if term.prefix == contract.NOTE else name


def _two_owners(search: Search, where: Where, owners: Iterable[str]) -> str:
    called = "”，也可能是“".join(spoken(name) for name in owners)
    return (
        f"{where[0]}!{address(where[1])} 的“{shown(_value(search, where))}”可能是“{called}”："
        "单元格被剪切移动过，请在原表里移回或改正后再修复"
    )


def _two_values(search: Search, name: str, filled: list[Where]) -> str:
    seen = "，".join(
        f"{sheet}!{address(at)} 是“{shown(_value(search, (sheet, at)))}”" for sheet, at in filled
    )
    return f"“{spoken(name)}”有两处不同的值：{seen}；请在原表里留下对的一处后再修复"


# ------------------------------------------------------------------ the register of events


def _events(search: Search) -> Iterator[Mapping[str, Found]]:
    place = register_place(search.book, search.plan)
    if place is None:
        return
    columns = {column: name for name, column in place.columns.items()}
    rows: dict[int, dict[str, Found]] = {}
    for at, cell in sorted(place.sheet.cells.items()):
        if at[0] > place.row and at[1] in columns and cell.formula not in search._formulas:
            name = columns[at[1]]
            one = Found(name, cell.content, place.sheet.name, address(at), BY_WORDS, cell.formula)
            rows.setdefault(at[0], {})[name] = one
    yield from rows.values()


# ------------------------------------------------------------------ what has no place in the form

#: filled by the program, the button or the district; compared as a whole (see inspection)
_NOT_TYPED = (
    contract.RESULTS, contract.UNITS, contract.RULES, contract.BASES, contract.WORKINGS,
    contract.DIRECTORY, contract.SETTINGS, contract.LISTED,
)  # fmt: skip


def _left(search: Search, taken: set[tuple[str, str]], claimed: set[Where]) -> Iterator[Found]:
    verdict = search.book.names.get(contract.VERDICT)  # the button's words, not the clerk's
    known = claimed | ({(verdict.sheet, verdict.at)} if verdict else set())
    issued = {page.name: name for name, page in search.pages.items()}
    hints = _register_hints(search)
    for sheet in search.book.sheets.values():
        if sheet.holds_rules or issued.get(sheet.name) in _NOT_TYPED:
            continue
        printed = search.template.sheets.get(issued.get(sheet.name, ""))
        more = _more_than_printed(sheet, printed, known | taken)
        as_printed = printed and _has_columns_of(printed, sheet, hints)
        frozen = printed and as_printed and is_frozen(printed, sheet)
        computed = frozenset(printed.formulas) if printed and frozen else ()
        for at, cell in sorted(sheet.cells.items()):
            where = sheet.name, address(at)
            if cell.is_picture:
                yield Found("", _PICTURE, *where)
                continue
            copied = sheet.name not in issued and _is_copy(search, sheet, at)
            hint = cell.formula is not None and (sheet.name, at[1]) == hints
            moved = where in taken or (sheet.name, at) in known or copied or hint
            if moved or at in computed or _is_ours(search, cell):
                continue
            is_more = at in more or not _is_of_template(cell, at, printed)
            if cell.formula is not None or is_more:
                yield Found("", cell.content, *where, formula=cell.formula)


def _more_than_printed(
    sheet: OpenSheet, printed: OpenSheet | None, known: Set[tuple[str, object]]
) -> frozenset[At]:
    """Where printed words stand once more that are no entry: `` 7 `` cut beside the number 7."""
    if printed is None:
        return frozenset()
    more: set[At] = set()
    for text, were in printed.words.items():
        places = sheet.words.get(text, ())
        there = [at for at in places if not known & {(sheet.name, at), (sheet.name, address(at))}]
        if len(there) > len(were):
            more |= {*there} - {*were}
    return frozenset(more)


def _register_hints(search: Search) -> tuple[str, int] | None:
    """Sheet and column of the register's hints: in an earlier form others stand further right."""
    place = register_place(search.book, search.plan)
    return (place.sheet.name, max(place.columns.values()) + 1) if place else None


def _has_columns_of(printed: OpenSheet, sheet: OpenSheet, hints: tuple[str, int] | None) -> bool:
    """Whether formulas stand in the same columns: not on a register of an earlier form."""
    if hints is None or sheet.name != hints[0]:
        return True
    return any(column == hints[1] for _, column in printed.formulas)


_PICTURE = "（单元格里的图片，移不了）"


def _is_ours(search: Search, cell: OpenCell) -> bool:
    return cell.formula is not None and not search.is_typed_formula(cell)


def is_frozen(printed: OpenSheet, page: OpenSheet) -> bool:
    """Whether a program made values of a page's formulas; a clerk overwrites a few."""
    gone = printed.formulas.keys() - page.formulas.keys()
    return len(gone) >= max(_FROZEN, len(printed.formulas) / 2)


#: so many formulas of a page nobody overwrites by hand
_FROZEN = 5


def _is_copy(search: Search, sheet: OpenSheet, at: At) -> bool:
    """Whether a page of the clerk's own repeats the form page, or its template, at that place."""
    page = search.page
    return page is not None and sheet.value(at) in (
        page.value(at), search.words.template.value(at)
    )  # fmt: skip


def _is_of_template(cell: OpenCell, at: At, printed: OpenSheet | None) -> bool:
    if printed is None:
        return False
    if isinstance(cell.value, str):
        return squeezed(cell.value) in printed.words or (
            printed.name == contract.EVENTS and squeezed(cell.value) in contract.FORMER_COLUMNS
        )
    there = printed.words.get(squeezed(cell.value), ())  # codes that a program made numbers of
    return bool(printed.value(at) == cell.value) or any(one[1] == at[1] for one in there)


def _likeness(one: OpenSheet, other: OpenSheet) -> float:
    """Which share of the words of both stand on both."""
    both, any_ = one.words.keys() & other.words.keys(), one.words.keys() | other.words.keys()
    return len(both) / max(len(any_), 1)


#: more than this share of the printed words
_SAME_PAGE = 0.5
