"""Which sheet of the rules workbook shows which records; columns and words come from the records.

A block of a sheet begins with a line ``◆ title`` and a line of headings. A field that no block
shows of its own is a column, or a line, of the record that has it: a new one needs nothing here.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from functools import cache
from typing import Any, TypeAlias

from zongzhi_xl.contract import (
    CHECKS,
    DUE_DATES,
    GRADES_AND_OUTCOMES,
    INDICATORS,
    ITEMS,
    PAPER_WORDS,
    READINGS,
    REGISTER,
    RULE_CASES,
    SCORING,
)
from zongzhi_xl.core.edition.deductions import Circumstance, Deduction
from zongzhi_xl.core.edition.event_words import EventWords, RegisterColumn
from zongzhi_xl.core.edition.items import Check, Derived, Form, Item, Section
from zongzhi_xl.core.edition.paper_words import PaperWords
from zongzhi_xl.core.edition.register import Providers, RegisterField, Unit
from zongzhi_xl.core.edition.statement import (
    EVERY_GROUP,
    CalendarDay,
    Clause,
    Confirmation,
    Due,
    Edition,
    Grade,
    Indicator,
    LetterPart,
    NotCollected,
    Option,
    Reading,
    Statement,
    Veto,
)
from zongzhi_xl.record import Record
from zongzhi_xl.statements.book.shapes import Keyed, Listed, OfRecord, Plain, Shape, shapes_in
from zongzhi_xl.statements.fields import label

#: reasons of the rule keeper for what ``rules check`` asks, beside the edition's own document
ANSWERS = "answers"
#: heading of the column that says what of a tree a row is
ROW = "行"


class Owner(Record):
    """Parts that have a list of the rows: at ``path``, called by ``key`` (without: ``word``)."""

    path: str
    field: str
    key: str = ""
    word: str = ""


class Fields(Record):
    """One record, a field a line; ``only`` these, else all that stand nowhere else."""

    sheet: str
    title: str
    record: Any
    path: str
    only: tuple[str, ...] = ()


class Rows(Record):
    """A row a record; ``belongs`` is the heading over the owner's name where there are several."""

    sheet: str
    title: str
    record: Any
    owners: tuple[Owner, ...]
    belongs: str = ""


class Level(Record):
    """Rows of a tree: the records in ``field`` of those above; ``word`` says which they are."""

    word: str
    record: Any
    field: str
    below: "tuple[Level, ...]" = ()


class Tree(Record):
    """Records under records, a row each; ``beside`` are fields that share a column."""

    sheet: str
    title: str
    top: Level
    beside: tuple[tuple[tuple[Any, str], ...], ...] = ()


class Entries(Record):
    """A table by name at ``path``, a row an entry, under the heading ``named``."""

    sheet: str
    title: str
    path: str
    named: str
    record: Any = None


Block: TypeAlias = Fields | Rows | Tree | Entries

#: in the order of the tabs, behind the guide
SHEETS = (
    REGISTER, ITEMS, INDICATORS, CHECKS, SCORING, RULE_CASES, GRADES_AND_OUTCOMES,
    DUE_DATES, READINGS, PAPER_WORDS,
)  # fmt: skip

_ITEMS = Level(
    "表", Form, "forms",
    (Level("段", Section, "sections", (Level("项", Item, "items"),)),
     Level("自动计算", Derived, "derived")),
)  # fmt: skip
_RULES = Level("条", Clause, "clauses", (Level("规则", Deduction, "deductions"),))
_CLAUSES = "clauses"


def _of_clauses(field: str) -> Owner:
    return Owner(_CLAUSES, field, "number")


_BLOCKS: tuple[Block, ...] = (
    Rows(REGISTER, "名册", Unit, (Owner("", "units"),)),
    Rows(REGISTER, "名册的数", RegisterField, (Owner("statement", "register"),)),
    Fields(REGISTER, "组别", Statement, "statement", ("groups",)),
    Fields(REGISTER, "数的来源", Providers, "statement.providers"),
    Tree(
        ITEMS, "表和数据项", _ITEMS,
        (((Form, "kind"), (Section, "title"), (Item, "name"), (Derived, "name")),
         ((Form, "number"), (Item, "code")), ((Form, "title"), (Item, "definition"))),
    ),
    Rows(ITEMS, "登记表的栏", RegisterColumn, (Owner("statement.events", "columns"),)),
    Rows(INDICATORS, "比率和控制数", Indicator, (_of_clauses("indicators"),), "条号"),
    Rows(
        CHECKS, CHECKS, Check,
        (_of_clauses("checks"), Owner("forms", "checks", "kind")), "所属",
    ),
    Tree(
        SCORING, "条款和扣分规则", _RULES,
        (((Clause, "number"), (Deduction, "id")), ((Clause, "subject"),),
         ((Clause, "points"), (Deduction, "most")), ((Clause, "sentence"), (Deduction, "words"))),
    ),
    Rows(
        RULE_CASES, RULE_CASES, Circumstance,
        (Owner("clauses.deductions", "when", "id"),), "扣分规则",
    ),
    Fields(
        GRADES_AND_OUTCOMES, "总分", Statement, "statement", ("full_marks", "differs", "tie_breaks")
    ),
    Rows(GRADES_AND_OUTCOMES, "部分", LetterPart, (Owner("statement", "parts"),)),
    Rows(GRADES_AND_OUTCOMES, "等次", Grade, (Owner("statement", "grades"),)),
    Fields(GRADES_AND_OUTCOMES, "一票否决", Veto, "statement.veto"),
    Fields(GRADES_AND_OUTCOMES, "确认", Confirmation, "statement.confirmation"),
    Entries(DUE_DATES, "截止日", "statement.due", "表种", Due),
    Fields(
        DUE_DATES, "节假日和补正", Statement, "statement",
        ("holidays", "due_moves_past_holidays", "resubmission_days"),
    ),
    Rows(DUE_DATES, "日历", CalendarDay, (Owner("statement", "calendar"),)),
    Rows(
        READINGS, READINGS, Reading,
        (_of_clauses("readings"), Owner("statement", "readings", word="总则")), "所属",
    ),
    Rows(
        READINGS, "其他读法", Option,
        (Owner("clauses.readings", "options", "id"), Owner("statement.readings", "options", "id")),
        READINGS,
    ),
    Rows(READINGS, "不采集", NotCollected, (_of_clauses("not_collected"),), "条号"),
    Entries(READINGS, "疑问的理由", ANSWERS, "疑问"),
    Fields(PAPER_WORDS, "方案", Statement, "statement"),
    Fields(PAPER_WORDS, "事项用词", EventWords, "statement.events"),
    Fields(PAPER_WORDS, "公文用语", PaperWords, "statement.papers"),
)  # fmt: skip


@cache
def blocks() -> tuple[Block, ...]:
    """Every block, sheet by sheet; lists of the statement that none of them shows have their own.

    They stand with the outcomes under what ``fields.yaml`` calls them.
    """
    shown = {path for block in _BLOCKS for path in _paths(block)}
    own = [
        block
        for name, shape in shapes_in(Statement).items()
        if f"statement.{name}" not in shown and (block := _own(name, shape))
    ]
    return tuple(sorted((*_BLOCKS, *own), key=lambda block: SHEETS.index(block.sheet)))


def _own(name: str, shape: Shape) -> Block | None:
    title = label("Statement", name)
    match shape:
        case Listed(OfRecord(record)):
            return Rows(GRADES_AND_OUTCOMES, title, record, (Owner("statement", name),))
        case Keyed(_, OfRecord(record)):
            return Entries(GRADES_AND_OUTCOMES, title, f"statement.{name}", title, record)
        case OfRecord(record):
            return Fields(GRADES_AND_OUTCOMES, title, record, f"statement.{name}")
    return None


def _paths(block: Block) -> Iterator[str]:
    match block:
        case Rows():
            yield from (f"{one.path}.{one.field}".lstrip(".") for one in block.owners)
        case Fields() | Entries():
            yield block.path
        case Tree():
            yield from _paths_in(block.top, "")


def _paths_in(level: Level, above: str) -> Iterator[str]:
    path = f"{above}.{level.field}".lstrip(".")
    yield path
    for one in level.below:
        yield from _paths_in(one, path)


def levels_in(level: Level, depth: int = 0) -> Iterator[tuple[int, Level]]:
    """A level and all below it, each with how deep it lies."""
    yield depth, level
    for one in level.below:
        yield from levels_in(one, depth + 1)


# ------------------------------------------------------------------ columns


class Place(Record):
    """A field of a record, or of a small record in it (``per`` and ``price``)."""

    record: Any
    names: tuple[str, ...]
    shape: Shape

    @property
    def owner(self) -> Any:
        """The record of which it is a field, and the shape of which is told there."""
        return shapes_in(self.record)[self.names[0]].record if self.names[1:] else self.record  # type: ignore[union-attr]  # only a record has parts

    @property
    def name(self) -> str:
        """The field's name in its record."""
        return self.names[-1]


class Column(Record, eq=False):
    """A column, or a line of one record: of which record it is which field; one object each."""

    heading: str
    places: Mapping[Any, Place]


@cache
def columns_of(block: Block) -> tuple[Column, ...]:
    """The columns of a block, or the lines of a record, in order; none for plain entries."""
    match block:
        case Fields():
            found = [one for one in _places(block.record) if _is_in(one, block)]
            return tuple(Column(_heading(one), {block.record: one}) for one in found)
        case Tree():
            return _shared(block)
    found = [*_places(block.record)] if block.record else []
    return tuple(Column(_heading(one), {block.record: one}) for one in found)


def _is_in(place: Place, block: Fields) -> bool:
    if block.only:
        return place.names[0] in block.only
    others = [one for one in _BLOCKS if isinstance(one, Fields) and one.path == block.path]
    return not any(place.names[0] in one.only for one in others)


def _places(record: Any) -> Iterator[Place]:
    """Fields that no block shows of its own; a record of single values is taken apart."""
    for name, shape in shapes_in(record).items():
        if (record, name) in _lifted():
            continue
        parts = shapes_in(shape.record) if isinstance(shape, OfRecord) else {}
        if parts and all(isinstance(one, Plain) for one in parts.values()):
            yield from (Place(record, (name, one), of) for one, of in parts.items())
        else:
            yield Place(record, (name,), shape)


@cache
def _lifted() -> frozenset[tuple[Any, str]]:
    """The fields that are shown as blocks of their own."""
    paths = [path for block in blocks() for path in _paths(block)]
    return frozenset(
        (record_at(path.rpartition(".")[0]), path.rpartition(".")[2])
        for path in paths
        if path not in ("statement", ANSWERS)
    )


def records_at(path: str) -> list[Any]:
    """The records round a place of the document, ``clauses[0].deductions[1].zero``, outer first."""
    names = re.sub(r"\[\d+\]", "", path).split(".")
    found: list[Any] = []
    with suppress(KeyError, AttributeError):  # down to where parts have no record
        for n in range(len(names)):
            found.append(record_at(".".join(names[: n + 1])))
    return found


def record_at(path: str) -> Any:
    """The record of the parts at ``clauses.deductions``."""
    record: Any = Edition
    for name in filter(None, path.split(".")):
        shape = shapes_in(record)[name]
        record = (shape.of if isinstance(shape, Listed | Keyed) else shape).record  # type: ignore[union-attr]  # what is lifted lies in records
    return record


def _heading(place: Place) -> str:
    name = label(place.owner.__name__, place.name)
    if not place.names[1:]:
        return name
    return f"{label(place.record.__name__, place.names[0])}·{name}"


def _shared(tree: Tree) -> tuple[Column, ...]:
    """Columns of all levels; fields that are called alike, or are meant to, share one."""
    places = [one for _, level in levels_in(tree.top) for one in _places(level.record)]
    beside = {one: n for n, group in enumerate(tree.beside) for one in group}
    together: dict[object, list[Place]] = {key: [] for key in range(len(tree.beside))}
    for one in places:
        key = beside.get((one.record, one.names[0]), _heading(one))
        together.setdefault(key, []).append(one)
    return tuple(
        Column(_joined(map(_heading, group)), {one.record: one for one in group})
        for group in together.values()
    )


def _joined(headings: Iterator[str]) -> str:
    return "／".join(dict.fromkeys(headings))


def headings_of(block: Block) -> Sequence[str]:
    """All headings of a block that are read, those before its records' columns first."""
    columns = [one.heading for one in columns_of(block)]
    match block:
        case Tree():
            return [ROW, *columns]
        case Rows():
            return [*filter(None, [block.belongs]), *columns]
        case Entries():
            return [block.named, *(columns or [CONTENT])]
    return [LINE, CONTENT]


#: tables by name that have a column for each name, and where names are told that always have one
SPREAD: Mapping[tuple[Any, str], tuple[str, str]] = {
    (Unit, "figures"): ("statement.register", "name"),
    (Indicator, "limits"): ("statement.groups", ""),
}
#: the name under which it is said that such a table is empty
EVERY = EVERY_GROUP
#: between the heading of such a column and its name; how headings end that are not read
OF, NOT_READ = "·", "（写出时）"


def spread_in(block: Block) -> Mapping[str, tuple[Column, Place]]:
    """By heading the columns of a block that are taken apart by name."""
    if not isinstance(block, Rows):
        return {}
    found = ((one.heading, one, one.places[block.record]) for one in columns_of(block))
    return {
        heading: (column, place)
        for heading, column, place in found
        if (place.record, place.names[0]) in SPREAD
    }


#: headings of a record told line by line, and of entries that are plain texts
LINE, CONTENT, MEANING = "项目", "内容", "意思"
