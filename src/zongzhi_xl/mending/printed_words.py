"""Where a cell of the template lies in a damaged workbook, told by the words printed beside it.

A row of the form is known by its 指标名称 and 代码, a column by its heading, a cell of the head by
the words before it, a base by its name. Only what is found exactly once counts.
"""

from collections.abc import Iterator, Mapping
from functools import cached_property

from zongzhi_xl.contract import EVENT_RANGE, EVENTS, NIL_RETURN, NOTE, REPORTED_ON
from zongzhi_xl.errors import UnusableFileError
from zongzhi_xl.mending.as_written import At
from zongzhi_xl.mending.opened import OpenBook, OpenSheet, address, shown, squeezed
from zongzhi_xl.record import Record
from zongzhi_xl.sheets.returns.bases import FIGURE, NAME
from zongzhi_xl.sheets.returns.book_plan import BookPlan
from zongzhi_xl.sheets.returns.form_layout import FormLayout

#: a form page has its heading of figures, and at least so many of the printed rows
_LEAST_ROWS = 5
_LEAST_HEADINGS = 4


class FormWords(Record):
    """The printed words of one form page, from its template."""

    layout: FormLayout
    template: OpenSheet

    def columns(self, sheet: OpenSheet) -> Mapping[str, int]:
        """Columns whose heading stands once in the row of headings."""
        words = {column.key: squeezed(column.heading) for column in self.layout.columns}
        best = max(_by_row(sheet, words).values(), key=len, default={})
        if len(best) < min(_LEAST_HEADINGS, len(words)):
            return {}
        return {key: places[0] for key, places in best.items() if len(places) == 1}

    def label(self, row: int) -> str:
        """The text in 指标名称 of the template's row (from 0)."""
        return squeezed(self.template.value((row + 1, 1)))

    def rows(self, sheet: OpenSheet) -> Mapping[str, int]:
        """The row of each item, and of 本月无重大事项, by name."""
        code_column = self.columns(sheet).get("code")
        found = {}
        for line in self.layout.lines:
            code, name = (line.item.code, line.item.name) if line.item else (None, NIL_RETURN)
            row = _row(sheet, self.label(line.row), code, code_column)
            if row and not (line.heading or line.derived):
                found[name] = row
        return found

    def score(self, sheet: OpenSheet) -> int:
        """How many printed rows stand on the sheet; 0 where it has no column for figures."""
        if "current" not in self.columns(sheet):
            return 0
        return sum(self.label(line.row) in sheet.words for line in self.layout.lines)

    def entries(self, sheet: OpenSheet) -> Mapping[str, object]:
        """What is filled in, by name."""
        found = ((name, sheet.value(at)) for name, at in self.places(sheet).items())
        return {name: value for name, value in found if value is not None}

    def places(self, sheet: OpenSheet) -> Mapping[str, At]:
        """Every cell for entries that can be told by words: items, 说明, head and signatures."""
        columns, rows = self.columns(sheet), self.rows(sheet)
        found: dict[str, At] = {}
        for name, row in rows.items():
            if "current" in columns:
                found[name] = row, columns["current"]
            if "note" in columns and name != NIL_RETURN:
                found[f"{NOTE}{name}"] = row, columns["note"]
        return found | dict(self._head(sheet))

    def _head(self, sheet: OpenSheet) -> Iterator[tuple[str, At]]:
        places = {**self.layout.identity, f"{NOTE}{REPORTED_ON}": self.layout.notes[REPORTED_ON]}
        for name, spot in places.items():
            if name == NIL_RETURN:
                continue
            row, column = spot.row + 1, spot.column + 1
            before = self._beside(sheet, row, column, range(column - 1, 0, -1))
            after = self._beside(sheet, row, column, range(column + 1, column + 3))
            there = [at for at in (before, after) if at]
            filled = [at for at in there if sheet.value(at) is not None]
            yield from ((name, at) for at in (filled or there)[:1])

    def _beside(self, sheet: OpenSheet, row: int, column: int, tries: range) -> At | None:
        """The cell as far from the nearest words of its row as it was printed.

        Only words that stand once on the page will do, in the template and here. A cell that
        itself is printed words is none.
        """
        for other in tries:
            words = self.template.value((row, other))
            if not isinstance(words, str) or (row, other) in self._typed:
                continue
            there = sheet.once(squeezed(words))
            if there and self.template.once(squeezed(words)):
                at = there[0], there[1] + column - other
                return None if self._is_printed(sheet.value(at), row) else at
        return None

    @cached_property
    def _typed(self) -> frozenset[At]:
        return frozenset((spot.row + 1, spot.column + 1) for spot in self.layout.inputs.values())

    def _is_printed(self, value: object, row: int) -> bool:
        places = self.template.words.get(squeezed(value), ()) if isinstance(value, str) else ()
        return any(at[0] == row and at not in self._typed for at in places)


def _row(sheet: OpenSheet, label: str, code: str | None, code_column: int | None) -> int | None:
    by_label = {row for row, _ in sheet.words.get(label, ())}
    coded = sheet.words.get(code, ()) if code and code_column else ()
    by_code = {row for row, column in coded if column == code_column}
    both = by_label & by_code if by_label and by_code else by_label or by_code
    return both.pop() if len(both) == 1 else None


def form_page(book: OpenBook, words: FormWords) -> OpenSheet | None:
    """The sheet that is the form page, whatever it is called now; None where there is none.

    Of several the one that holds whatever the others hold counts (a clerk copies the blank page
    and fills in the copy), of equals the one that most names point to. Raises UnusableFileError
    where two pages say different things of one entry.
    """
    fit = {
        name: sheet
        for name, sheet in book.sheets.items()
        if words.score(sheet) >= max(_LEAST_ROWS, len(words.layout.lines) // 2)
    }
    filled = {name: words.entries(sheet) for name, sheet in fit.items()}
    full = [
        name for name in fit if all(one.items() <= filled[name].items() for one in filled.values())
    ]
    if fit and not full:
        raise UnusableFileError(_two_pages(words, fit, filled))
    named = {name: sum(t.sheet == name for t in book.names.values()) for name in full}
    return fit[max(full, key=named.__getitem__)] if full else None


def _two_pages(
    words: FormWords, fit: Mapping[str, OpenSheet], filled: Mapping[str, Mapping[str, object]]
) -> str:
    """The refusal, with the first entries on which the pages differ."""
    names = dict.fromkeys(name for values in filled.values() for name in values)
    apart = [name for name in names if len({values.get(name) for values in filled.values()}) > 1]
    seen = "；".join(f"“{name}”{_seen(name, words, fit, filled)}" for name in apart[:_FEW])
    return (
        f"有{len(fit)}张“{words.layout.sheet}”页（{'、'.join(fit)}），填的数不同，不知道以哪张为准："
        f"{seen}{'等' if len(apart) > _FEW else ''}。请删去多余的一张后再修复"
    )


#: so many of the entries that differ are named
_FEW = 3


def _seen(
    name: str,
    words: FormWords,
    fit: Mapping[str, OpenSheet],
    filled: Mapping[str, Mapping[str, object]],
) -> str:
    places = {page: words.places(sheet).get(name) for page, sheet in fit.items()}
    return "，".join(
        f"{page}!{address(at)} 是“{shown(filled[page].get(name, ''))}”"
        for page, at in places.items() if at
    )  # fmt: skip


def base_places(sheet: OpenSheet, plan: BookPlan) -> Mapping[str, At]:
    """The cell of each base by the name printed on its left."""
    places = {name: sheet.once(name) for name in plan.bases.literals}
    return {name: (at[0], at[1] + FIGURE - NAME) for name, at in places.items() if at}


class RegisterPlace(Record):
    """Where the register of events lies: its sheet, the row of headings, its columns."""

    sheet: OpenSheet
    row: int
    columns: Mapping[str, int]


def register_place(book: OpenBook, plan: BookPlan) -> RegisterPlace | None:
    """The register by its headings; by its name where two tables have them. UnusableFileError."""
    words = plan.edition.statement.events
    headings = {one.name: squeezed(one.printed) for one in words.columns if plan.layout.monthly}
    tables = [
        (sheet, row, columns)
        for sheet in book.sheets.values()
        for row, columns in _by_row(sheet, headings).items()
        if len(columns) >= 2 * len(headings) // 3
    ]
    target = book.names.get(EVENT_RANGE)
    named = [
        one for one in tables if target and (one[0].name, one[1]) == (target.sheet, target.row)
    ]
    chosen = named or tables
    if len(chosen) > 1:
        where = "、".join(f"{sheet.name}第{row}行" for sheet, row, _ in chosen)
        raise UnusableFileError(f"有{len(chosen)}张“{EVENTS}”登记表（{where}），不知道以哪张为准")
    if not chosen:
        return None
    sheet, row, columns = chosen[0]
    twice = next((name for name, places in columns.items() if len(places) > 1), None)
    if twice:
        raise UnusableFileError(f"{sheet.name}第{row}行的表头“{twice}”有两列，不知道以哪列为准")
    found = {name: places[0] for name, places in columns.items()}
    return RegisterPlace(sheet, row, _completed(found, [*words.kinds]))


def _by_row(sheet: OpenSheet, texts: Mapping[str, str]) -> Mapping[int, dict[str, list[int]]]:
    """The columns of each of ``texts``, by its key, in every row in which one stands."""
    rows: dict[int, dict[str, list[int]]] = {}
    for key, text in texts.items():
        for row, column in sheet.words.get(text, ()):
            rows.setdefault(row, {}).setdefault(key, []).append(column)
    return rows


def _completed(columns: dict[str, int], printed: list[str]) -> Mapping[str, int]:
    """A heading that was overwritten is told by its place, if all others stand in printed order."""
    shifts = {column - printed.index(name) for name, column in columns.items()}
    if len(shifts) == 1:
        shift = shifts.pop()
        return {name: n + shift for n, name in enumerate(printed)}
    return columns
