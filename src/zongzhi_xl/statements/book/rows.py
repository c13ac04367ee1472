"""An edition as rows of the rules workbook: block by block, what stands in each cell."""

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple, TypeAlias

from zongzhi_xl.core.edition.versions import canonical
from zongzhi_xl.record import Record, field
from zongzhi_xl.statements.book.layout import (
    ANSWERS,
    EVERY,
    OF,
    SPREAD,
    Block,
    Column,
    Entries,
    Fields,
    Level,
    Owner,
    Place,
    Rows,
    Tree,
    columns_of,
    headings_of,
    spread_in,
)
from zongzhi_xl.statements.book.notation import NOTHING, named, number_text, written
from zongzhi_xl.statements.book.shapes import Keyed, Plain, choices, shape_in

Content: TypeAlias = str | int | float | None
Document: TypeAlias = Mapping[str, Any]


class Row(Record):
    """One row: where its record stands in the document, its cells, how deep it lies in a tree.

    ``spread`` are by heading the cells of what is taken apart by name.
    """

    record: Any
    path: str
    cells: tuple[Content, ...]
    depth: int = 0
    spread: Mapping[str, Mapping[str, Content]] = field(default_factory=dict)


def book_of(document: Document, answers: Mapping[str, str]) -> Document:
    """What the workbook shows: the edition's document, and the keeper's reasons beside it."""
    return {**document, ANSWERS: dict(answers)}


def rows_of(block: Block, book: Document) -> Iterator[Row]:
    """The rows of a block; of one record its lines, each with one cell."""
    match block:
        case Fields():
            record = part_at(book, block.path) or {}
            for column in columns_of(block):
                yield Row(block.record, block.path, (_cell(column, block.record, record),))
        case Rows():
            for owner in block.owners:
                yield from _owned(block, owner, book)
        case Tree():
            yield from _level(block, block.top, book, "", 0)
        case Entries():
            for name, one in (part_at(book, block.path) or {}).items():
                path = f"{block.path}.{name}"
                cells = _cells(block, block.record, one) if block.record else (_text(one),)
                yield Row(block.record, path, (_text(name), *cells))


def _owned(block: Rows, owner: Owner, book: Document) -> Iterator[Row]:
    for path, part in parts_at(book, owner.path):
        name = (part[owner.key] if owner.key else owner.word,) if block.belongs else ()
        for n, one in enumerate(part.get(owner.field) or ()):
            place = f"{path}.{owner.field}[{n}]".lstrip(".")
            apart = {
                heading: _apart(told, one.get(told.name))
                for heading, (_, told) in spread_in(block).items()
            }
            cells = _cells(block, block.record, one)
            yield Row(block.record, place, (*name, *cells), spread=apart)


def _apart(place: Place, table: Document | None) -> Mapping[str, Content]:
    """Each entry of a table as the cell of its name; an empty table is told under one of ours."""
    if not isinstance(place.shape, Keyed) or table is None:
        return {}
    of = place.shape.of
    return {name: written(of, one) for name, one in table.items()} or {EVERY: NOTHING}


class Heading(NamedTuple):
    """A heading that is read: the place of its cell in a row, and the name where it has one."""

    words: str
    read: int
    name: str | None = None

    @property
    def shown(self) -> str:
        """``限额·一类``."""
        return self.words if self.name is None else f"{self.words}{OF}{named(self.name)}"

    def content(self, row: Row) -> Content:
        """What stands under it in a row."""
        if self.name is None:
            return row.cells[self.read]
        return row.spread[self.words].get(self.name)


def headings_with_names(block: Block, book: Document) -> list[Heading]:
    """The headings that are read, of what is taken apart one for each name."""
    names = _names_in(block, book)
    return [
        Heading(words, n, name)
        for n, words in enumerate(headings_of(block))
        for name in names.get(words) or (None,)
    ]


def _names_in(block: Block, book: Document) -> Mapping[str, tuple[str, ...]]:
    """By heading the names that have a column: those that are told, and those that are used."""
    found: dict[str, tuple[str, ...]] = {}
    rows = [*rows_of(block, book)] if spread_in(block) else []
    for heading, (_, place) in spread_in(block).items():
        path, key = SPREAD[place.record, place.names[0]]
        told = [one[key] if key else one for one in part_at(book, path) or ()]
        used = [name for row in rows for name in row.spread[heading]]
        found[heading] = tuple(dict.fromkeys((*told, *used)))
    return found


def _level(block: Tree, level: Level, above: Document, path: str, depth: int) -> Iterator[Row]:
    for n, one in enumerate(above.get(level.field) or ()):
        place = f"{path}.{level.field}[{n}]".lstrip(".")
        yield Row(level.record, place, (level.word, *_cells(block, level.record, one)), depth)
        for below in level.below:
            yield from _level(block, below, one, place, depth + 1)


def part_at(book: Document, path: str) -> Any:
    """The part of the document at ``statement.veto``; None where it is not written."""
    found: Any = book
    for name in filter(None, path.split(".")):
        found = (found or {}).get(name)
    return found


def parts_at(book: Document, path: str) -> Iterator[tuple[str, Document]]:
    """Every part at ``clauses.deductions`` with its place; the document itself for ``""``."""
    found: list[tuple[str, Any]] = [("", book)]
    for name in filter(None, path.split(".")):
        found = [inner for place, part in found for inner in _below(place, name, part.get(name))]
    yield from found


def _below(path: str, name: str, part: Any) -> Iterator[tuple[str, Any]]:
    place = f"{path}.{name}".lstrip(".")
    if isinstance(part, list | tuple):
        yield from ((f"{place}[{n}]", one) for n, one in enumerate(part))
    elif part is not None:
        yield place, part


def mark_of(book: Document) -> str:
    """A hash by which it is told whether an edition is another than the workbook was written of."""
    return _hash(canonical(book))


def seal_of(cells: Iterable[tuple[str, int, int, object]]) -> str:
    """A hash over what stands in every cell of these sheets (sheet, row, column, content).

    It tells that nobody typed anything, whatever the sheets show and whoever wrote them.
    """
    lines = (
        f"{sheet}\t{row}\t{column}\t{_shown_as(content)}"
        for sheet, row, column, content in sorted(cells, key=lambda one: one[:3])
        if content not in (None, "")
    )
    return _hash("\n".join(lines))


def _shown_as(content: object) -> str:
    return number_text(content) if isinstance(content, int | float) else str(content)


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:_SIGNS]


_SIGNS = 16


# ------------------------------------------------------------------ cells


def _cells(block: Block, record: Any, part: Document) -> tuple[Content, ...]:
    return tuple(_cell(column, record, part) for column in columns_of(block))


def _cell(column: Column, record: Any, part: Document) -> Content:
    place = column.places.get(record)
    return None if place is None else shown(place, part)


def shown(place: Place, part: Document) -> Content:
    """What a field's cell shows; nothing where it is not written."""
    for name in place.names[:-1]:
        part = part.get(name) or {}
    value = part.get(place.name)
    if value is None:
        return None
    shape = shape_in(place.owner, place.name, part)
    words = choices(place.owner, place.name, shape) or {}
    known = (word for word, one in words.items() if one == value)
    return next(known, None) or written(shape, value)


def _text(text: Any) -> Content:
    return written(Plain(str), text)
