"""Where the form page prints each cell for entries, told by its printed words alone.

A row is told by the label or the code of its item, a column by its heading, a cell of the head or
of the signatures by the label before it. What is hidden is not printed.

The returns of a template print the same words in the same places: what these tell is remembered by
the words themselves, for some templates.
"""

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property, lru_cache
from typing import NamedTuple

from zongzhi_xl.contract import NIL_RETURN, NOTE, REPORTING_MONTH
from zongzhi_xl.core.edition.form_words import (
    BESIDE_HEADING,
    CODE_HEADING,
    FIGURE_HEADING,
    LABELS,
    NAME_HEADING,
    NOTE_HEADING,
    PRINTED_WORDS,
    labels_of,
)
from zongzhi_xl.core.edition.items import Form, FormKind, Rows
from zongzhi_xl.core.returned.page import At, Page, squeezed
from zongzhi_xl.record import Record, field

_HEADINGS = (NAME_HEADING, CODE_HEADING, NOTE_HEADING, BESIDE_HEADING)
#: what is told by a label and stands outside the table
_LABELLED = frozenset({*LABELS, REPORTING_MONTH})
#: no label is longer; a whole letter in a cell need not be looked at
_LONGEST_LABEL = 80
#: a label and its cell stand side by side, unless somebody inserted columns
_FARTHEST = 2


Columns = Mapping[str, int]


class Head(NamedTuple):
    """The row of the table's headings, and the column of each that stands once in it."""

    row: int
    columns: Columns


class Printed(Record):
    """The cell of each name; ``lost`` are names without just one, and why not in words.

    ``unprinted`` are those of them that no words on the page speak of; ``head`` is None where the
    page shows no table, or more than one. Nobody changes one that is finished: returns share it.
    """

    head: Head | None = None
    places: dict[str, At] = field(default_factory=dict)
    lost: dict[str, str] = field(default_factory=dict)
    unprinted: set[str] = field(default_factory=set)

    @cached_property
    def cells(self) -> frozenset[tuple[int, int]]:
        """All cells for entries."""
        return frozenset(self.places.values())

    @cached_property
    def in_table(self) -> frozenset[str]:
        """The names whose cells stand in the column of figures, each in a cell of its own."""
        return frozenset(
            name for name in self.places if name not in _LABELLED and not name.startswith(NOTE)
        )

    @cached_property
    def last_row(self) -> int:
        """The last row of the table."""
        first = self.head.row if self.head else 0
        rows = (at.row for name, at in self.places.items() if name not in _LABELLED)
        return max(rows, default=first)

    def settle(self, name: str, places: Sequence[At], what: str) -> None:
        """One place, or why there is none."""
        if len(places) == 1:
            self.places[name] = places[0]
        elif places:
            rows = "、".join(f"第{row}行" for row in sorted({at.row for at in places}))
            self.lost[name] = f"表上的{what}印了 {len(places)} 次（{rows}）"
        else:
            self.lost[name] = f"表上看不到印好的{what}"
            self.unprinted.add(name)


def printed_on(page: Page, form: Form) -> Printed:
    """Every cell for entries of ``form`` that is printed on ``page``."""
    heads = list(_heads(page, form.kind))
    rows = range(1, len(page.rows) + 1)
    if len(heads) == 1:
        table = _table_on(page, form, heads[0])
        outside = [*rows[: heads[0].row], *rows[table.last_row :]]
        return _complete(table, _labels(page, form.kind, outside))
    found = Printed()
    for name in _names_in_table(form.rows):
        found.settle(name, [At(row, 1) for row, _ in heads], "表头")
    _settle_labels(found, form.kind, _labels(page, form.kind, rows))
    return found


# ------------------------------------------------------------------ the table


def _heads(page: Page, kind: FormKind) -> Iterator[Head]:
    """Every visible row of headings, with the column of each heading that stands once in it."""
    wanted = {squeezed(one) for one in (*_HEADINGS, FIGURE_HEADING[kind])}
    for number, row in enumerate(page.rows, 1):
        if number in page.hidden_rows or not (NAME_HEADING in row or CODE_HEADING in row):
            continue
        words = [
            "" if column in page.hidden_columns else squeezed(value)
            for column, value in enumerate(row, 1)
        ]
        once = {text: n for n, text in enumerate(words, 1) if words.count(text) == 1}
        yield Head(number, {text: n for text, n in once.items() if text in wanted})


def _names_in_table(rows: Rows) -> list[str]:
    return [*rows.names, *([NIL_RETURN] if rows.kind == FormKind.MONTHLY else [])]


class _Table(Record, eq=False):
    """What is printed in the table, up to its last row; one object for all that print the same."""

    kind: FormKind
    found: Printed
    last_row: int


def _table_on(page: Page, form: Form, head: Head) -> _Table:
    first, columns = head
    where = [columns[one] - 1 for one in (NAME_HEADING, CODE_HEADING) if one in columns]
    words = tuple(
        tuple(row[column] if column < len(row) else None for row in page.rows[first:])
        for column in where
    )
    return _table(form.rows, first, tuple(columns.items()), words, page.hidden_rows)


@lru_cache(maxsize=32)
def _table(
    form: Rows,
    first: int,
    headings: tuple[tuple[str, int], ...],
    words: tuple[tuple[object, ...], ...],
    hidden: frozenset[int],
) -> _Table:
    """The cells of every item's row, by the ``words`` of the columns that tell it."""
    columns = dict(headings)
    found = Printed(Head(first, columns))
    rows, mixed = _rows(form, first, words, hidden)
    found.lost.update(mixed)
    figure = columns.get(squeezed(FIGURE_HEADING[form.kind]))
    note = columns.get(squeezed(NOTE_HEADING))
    for name in _names_in_table(form):
        here = rows.get(name, [])
        if figure is None:
            found.lost[name] = "表上看不到填数的一栏，或印了两栏"
        elif name not in mixed:
            found.settle(name, [At(row, figure) for row in here], f"“{name}”这一行")
        if name in found.places and note:
            found.places[f"{NOTE}{name}"] = At(here[0], note)
    last = max((row for some in rows.values() for row in some), default=first)
    return _Table(form.kind, found, last)


def _rows(
    form: Rows, first: int, words: tuple[tuple[object, ...], ...], hidden: frozenset[int]
) -> tuple[dict[str, list[int]], dict[str, str]]:
    """The rows of each item, and the items of rows that name another one as well, in words."""
    found: dict[str, list[int]] = {}
    mixed: dict[str, str] = {}
    for number, row in enumerate(zip(*words, strict=True), first + 1):
        names = set() if number in hidden else _named_in(row, form.words)
        for name in names:
            found.setdefault(name, []).append(number)
        if len(names) > 1:
            mixed |= dict.fromkeys(names, f"第{number}行又印着“{'”又印着“'.join(sorted(names))}”")
    return found, mixed


def _named_in(row: Sequence[object], words: Mapping[str, str]) -> set[str]:
    labels = [_label(value) for value in row]
    names = {words[label] for label in labels if label in words}
    return names | {NIL_RETURN} if NIL_RETURN in labels else names


def _label(value: object) -> str:
    return squeezed(value) if isinstance(value, str) and len(value) <= _LONGEST_LABEL else ""


# ------------------------------------------------------------------ head and signatures


#: the cells right of each label of :func:`labels_of`, in its order
_Labelled = tuple[tuple[At, ...], ...]


def _labels(page: Page, kind: FormKind, rows: Sequence[int]) -> _Labelled:
    places: dict[str, list[At]] = {label: [] for label in labels_of(kind).values()}
    for number in rows:
        if number in page.hidden_rows:
            continue
        for column, value in enumerate(page.rows[number - 1], 1):
            label = _label(value) if value else ""
            if label in places and column not in page.hidden_columns:
                places[label].append(_right_of(page, At(number, column)))
    return tuple(map(tuple, places.values()))


@lru_cache(maxsize=64)
def _complete(table: _Table, labels: _Labelled) -> Printed:
    """The table with the head and the signatures."""
    of_table = table.found
    found = Printed(
        of_table.head, dict(of_table.places), dict(of_table.lost), set(of_table.unprinted)
    )
    _settle_labels(found, table.kind, labels)
    return found


def _settle_labels(found: Printed, kind: FormKind, labels: _Labelled) -> None:
    for (name, label), places in zip(labels_of(kind).items(), labels, strict=True):
        found.settle(name, places, f"“{label}”")


def _right_of(page: Page, label: At) -> At:
    """The cell that belongs to a label: the next one, or beyond columns that were inserted."""
    row, column = label
    for further in range(column + 1, column + 1 + _FARTHEST):
        value = page.value(At(row, further))
        if value is not None:
            return At(row, column + 1 if is_label(value) else further)
    return At(row, column + 1)


def is_label(value: object) -> bool:
    """Whether it is printed beside a cell of the head or of the signatures, and no entry."""
    return squeezed(value).endswith("：") or value in PRINTED_WORDS
