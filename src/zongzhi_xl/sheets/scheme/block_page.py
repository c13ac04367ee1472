"""A sheet of the rules workbook: its blocks under each other, each with its headings and rows."""

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from functools import cached_property
from typing import Any, NamedTuple

from zongzhi_xl.contract import SCHEME
from zongzhi_xl.core.edition.items import Item
from zongzhi_xl.core.edition.register import RegisterField, Unit
from zongzhi_xl.core.edition.statement import Edition
from zongzhi_xl.core.returned.outgoing import is_active
from zongzhi_xl.errors import OutputError
from zongzhi_xl.record import Record, field
from zongzhi_xl.sheets.page import PERMITTED, Sheet, breadth, height_of, paper, put
from zongzhi_xl.sheets.scheme.choosing import Choices
from zongzhi_xl.sheets.scheme.headings import Head, choices_in, heads_of, in_words
from zongzhi_xl.statements.book.layout import (
    ROW,
    Block,
    Column,
    Entries,
    Fields,
    Place,
    Tree,
    blocks,
    columns_of,
    levels_in,
)
from zongzhi_xl.statements.book.notation import MARK
from zongzhi_xl.statements.book.rows import Content, Document, Row, rows_of
from zongzhi_xl.statements.book.shapes import Plain

#: what may be done beside typing: rows and columns fitted, added, taken away, filtered
MAY = PERMITTED | dict.fromkeys(
    ("insert_rows", "delete_rows", "autofilter", "sort", "format_cells"), True
)
#: open rows under what is written
_SPARE, _SPARE_ENTRIES = 12, 4
_TITLE, _NOTE, _FIRST = range(3)
_NOTES = "浅黄色的格子可以改，灰色的不读。表头上有批注：这一栏是什么意思、怎么写、例子。"
_HEADING, _LOW, _HIGH = 34, 20, 260
#: widths of columns in narrow signs: the least, the most, the most of an explanation
_NARROW, _WIDE, _EXPLAINED = 8, 34, 60
#: narrow signs side by side that can still be read on a page
_PAGE = 200
_MOST = 32_767


class Line(NamedTuple):
    """A row as it is written: its cells and their looks; ``record`` is what it is about."""

    cells: tuple[Content, ...]
    looks: tuple[str, ...]
    record: Any = None
    depth: int = 0


class ShownBlock(Record):
    """A block of the sheet, laid out."""

    block: Block
    heads: tuple[Head, ...]
    lines: tuple[Line, ...]
    proposed: Mapping[tuple[Any, str], tuple[str, ...]] = field(default_factory=dict)

    @classmethod
    def of(cls, block: Block, book: Document, worked: Mapping[str, Sequence[str]]) -> "ShownBlock":
        """The block with its headings and rows."""
        heads, rows = heads_of(block, book), [*rows_of(block, book)]
        if isinstance(block, Fields):
            lines = [*map(_field, columns_of(block), rows)]
        else:
            lines = [_line(block, heads, row, worked.get(row.path, ())) for row in rows]
        return cls(block, heads, tuple(lines), _proposed(book))

    @cached_property
    def spare(self) -> int:
        """How many open rows stand under it."""
        match self.block:
            case Fields():
                return 0
            case Entries():
                return _SPARE_ENTRIES
        return max(_SPARE_ENTRIES, min(_SPARE, len(self.lines)))

    @property
    def widths(self) -> Iterator[int]:
        """How wide each column wants to be."""
        for n, head in enumerate(self.heads):
            most = _WIDE if head.read is not None else _EXPLAINED
            texts = [str(line.cells[n]) for line in self.lines if line.cells[n] is not None]
            longest = max((breadth(one) for text in texts for one in text.split("\n")), default=0)
            wanted = max(longest, min(breadth(head.words), 14)) + 3
            yield max(_NARROW, min(most, wanted))


def _field(column: Column, row: Row) -> Line:
    """A line of one record: what it is called, what is written, what it means."""
    (place,) = column.places.values()
    looks = ("cell bold left", f"{_look(column, row.record)} left", "cell grey left wrap")
    return Line((column.heading, row.cells[0], in_words(place)), looks, row.record)


def _line(block: Block, heads: Sequence[Head], row: Row, worked: Sequence[str]) -> Line:
    told = iter(worked)
    cells = tuple(next(told, None) if one.read is None else one.read.content(row) for one in heads)
    top = isinstance(block, Tree) and row.depth == 0
    looks = tuple(_look_of(one, row, top=top) for one in heads)
    return Line(cells, looks, row.record, row.depth)


def _look_of(head: Head, row: Row, *, top: bool) -> str:
    if head.read is None:
        return "section wrap" if top else "cell computed wrap small left top"
    if head.words == ROW:
        deep = f"indent{row.depth}" if row.depth > 1 else "indent" if row.depth else ""
        return f"{'section open' if top else 'cell input'} left top {deep}"
    if head.column and row.record not in head.column.places:
        return "section open" if top else "cell void open"
    look = _look(head.column, row.record)
    if head.read.name is not None:
        look = look.replace("left text", "centre")
    return look.replace("cell input", "section open") if top else look


def _look(column: Column | None, record: Any) -> str:
    """Numbers and short choices in the middle, texts to be read from the left."""
    place = column.places[record] if column else None
    number = place is not None and place.shape in (Plain(int), Plain(Fraction))
    short = number or (place and choices_in(place))
    text = not number
    return f"cell input top wrap{' centre' if short else ' left'}{' text' if text else ''}"


# ------------------------------------------------------------------ written


class SheetWriter(Record):
    """A sheet of the workbook being written; ``shown`` is what stands in its cells."""

    sheet: Sheet
    choices: Choices
    shown: list[tuple[str, int, int, object]] = field(default_factory=list)

    def fill(self, edition: Edition, book: Document, worked: Mapping[str, Sequence[str]]) -> None:
        """All blocks of the sheet."""
        sheet, name = self.sheet, self.sheet.name
        mine = [one for one in blocks() if one.sheet == name]
        parts = [ShownBlock.of(one, book, worked) for one in mine]
        wide: list[int] = []
        for part in parts:
            for n, width in enumerate(part.widths):
                wide[n : n + 1] = [max(width, *wide[n : n + 1])] if n < len(wide) else [width]
        for column, width in enumerate(wide):
            sheet.set_column(column, column, width)
        self._show(_TITLE, 0, f"{name}（{edition.statement.title}）", "title left")
        self._show(_NOTE, 0, _NOTES, "small grey left")
        sheet.set_row(_TITLE, 30)
        row = _FIRST
        for part in parts:
            row = self._part(part, row, wide) + 1
        self._print_set_up(edition, wide, single=len(parts) == 1)

    def _part(self, part: ShownBlock, row: int, wide: Sequence[int]) -> int:
        """One block; the row behind it."""
        sheet = self.sheet
        self._show(row, 0, f"{MARK} {part.block.title}", "subtitle left")
        sheet.set_row(row, 24)
        for column, head in enumerate(part.heads):
            self._show(row + 1, column, head.words, "head")
            if head.note:
                size = {"width": 320, "height": 30 + 15 * (len(head.note) // 22 + 2)}
                sheet.write_comment(row + 1, column, head.note, {"author": SCHEME, **size})
        sheet.set_row(row + 1, _HEADING)
        first = row + 2
        for n, line in enumerate(part.lines, first):
            self._line(n, line, wide)
        last = first + len(part.lines) + part.spare
        for n in range(first + len(part.lines), last):
            for column, head in enumerate(part.heads):
                sheet.show(n, column, None, _spare_look(head))
            sheet.set_row(n, _LOW)
        self._offer(part, first, last)
        return last

    def _line(self, row: int, line: Line, wide: Sequence[int]) -> None:
        texts = list[tuple[str, float]]()
        for column, (content, look) in enumerate(zip(line.cells, line.looks, strict=True)):
            if isinstance(content, str):
                self._text(row, column, content, look)
                texts.append((content, wide[column]))
            else:
                self._show(row, column, content, look.replace(" text", ""))
        height = min(max(height_of(texts), _LOW), _HIGH)
        self.sheet.set_row(row, height, None, {"level": line.depth})

    def _text(self, row: int, column: int, text: str, look: str) -> None:
        if len(text) > _MOST:
            words = f"{self.sheet.name} 第{row + 1}行有 {len(text)} 个字，一格只装得下 {_MOST} 个"
            raise OutputError(f"写不成工作簿：{words}；请在 YAML 文件里改短")
        # old programs show ### for a long text in a cell that is marked as text
        kept = look if len(text) <= _SHOWN else look.replace(" text", "")
        self._show(row, column, text, kept, typed=is_active(text))

    def _show(
        self, row: int, column: int, content: Content, look: str, *, typed: bool = False
    ) -> None:
        put(self.sheet, row, column, content, self.sheet.style(look, typed=typed))
        self.shown.append((self.sheet.name, row, column, content))

    def _offer(self, part: ShownBlock, first: int, last: int) -> None:
        """Drop-downs where a field has a closed set, in the rows that have the field."""
        offered: dict[tuple[str, ...], list[tuple[int, int]]] = {}
        for column, head in enumerate(part.heads):
            for row in range(first, last):
                if words := _words(part, head, row - first):
                    offered.setdefault(words, []).append((row, column))
        for words, cells in offered.items():
            areas = [*_areas(cells)]
            told = self.choices.rule(words, closed=words not in part.proposed.values())
            rule = {**told, "other_cells": [[*one] for one in areas[1:]]}
            self.sheet.data_validation(*areas[0], rule)

    def _print_set_up(self, edition: Edition, wide: Sequence[int], *, single: bool) -> None:
        sheet = self.sheet
        paper(sheet, edition, landscape=True)
        sheet.fit_to_pages(-(-sum(wide) // _PAGE), 0)
        sheet.outline_settings(True, False, True, False)
        if single:
            sheet.freeze_panes(_FIRST + 2, 2)
            sheet.repeat_rows(_FIRST + 1)
            sheet.repeat_columns(0, 1)
        else:
            sheet.freeze_panes(_FIRST, 0)


_SHOWN = 255


def _spare_look(head: Head) -> str:
    if head.read is None:
        return "cell computed"
    looks = {_look(head.column, one) for one in head.column.places} if head.column else {_OPEN}
    return looks.pop() if len(looks) == 1 else _OPEN


_OPEN = "cell input top wrap left"


def _words(part: ShownBlock, head: Head, n: int) -> tuple[str, ...]:
    """What may be chosen in the ``n``-th row under a heading; nothing where it is open."""
    if head.words == ROW and isinstance(part.block, Tree):
        return tuple(level.word for _, level in levels_in(part.block.top))
    columns, line = columns_of(part.block), part.lines[n] if n < len(part.lines) else None
    if isinstance(part.block, Fields):
        column = columns[n] if head.read is not None else None
    else:
        column = head.column
    places = column.places if column else {}
    asked = [places.get(line.record)] if line else [*places.values()]
    found = {_choices(one, part.proposed) for one in asked}
    return found.pop() if len(found) == 1 else ()


def _choices(place: Place | None, proposed: Mapping[Any, tuple[str, ...]]) -> tuple[str, ...]:
    told = place and (choices_in(place) or proposed.get((place.owner, place.name)))
    return tuple(told or ())


def _proposed(book: Document) -> Mapping[tuple[Any, str], tuple[str, ...]]:
    """By field the words that the edition has for it when the workbook is written."""
    statement = book["statement"]
    told = statement["providers"]
    groups, sources = tuple(statement["groups"]), (told["unit"], told["district"])
    sources += tuple(told.get("departments") or ())
    return {(Unit, "group"): groups, (Item, "source"): sources, (RegisterField, "source"): sources}


def _areas(cells: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int, int, int]]:
    """Cells as areas of one column each."""
    start, before = cells[0], cells[0]
    for cell in [*cells[1:], (-1, -1)]:
        if cell != (before[0] + 1, before[1]):
            yield *start, *before
            start = cell
        before = cell
