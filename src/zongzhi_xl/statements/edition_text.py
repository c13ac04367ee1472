"""An edition as the texts of its folder, as a rule keeper would write them.

Over texts that are there already: what says the same stays letter by letter with its remarks; what
is written anew keeps the remarks that stood in it, above it.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from zongzhi_xl.core.edition.event_words import RegisterColumn
from zongzhi_xl.core.edition.file_names import safe_name
from zongzhi_xl.core.edition.items import Derived, Form, Item
from zongzhi_xl.core.edition.register import RegisterField, Unit
from zongzhi_xl.core.edition.statement import CalendarDay, Clause, Statement
from zongzhi_xl.record import Record
from zongzhi_xl.statements.book.shapes import Keyed, Listed, OfRecord, Plain, Shape, shape_in
from zongzhi_xl.statements.fields import typed_fields
from zongzhi_xl.statements.files import ANSWERS
from zongzhi_xl.statements.slips import cut_off
from zongzhi_xl.statements.writing import REGISTER, STATEMENT, flow, plain_word
from zongzhi_xl.statements.yaml_text import Entry, NotUnderstoodError, entries_of, parsed

Document = Mapping[str, Any]
#: records that stand on one line each, however long
_ONE_LINE = (Item, Derived, Unit, RegisterField, RegisterColumn, CalendarDay)
#: signs of a table or a list that still stands on one line inside another
_ROOM = 92


class _Chunk(Record):
    """An entry of a file, or a member of its list: its value, and its lines."""

    value: Any
    text: str


def texts_of(
    document: Document, answers: Mapping[str, str], before: Mapping[str, str]
) -> dict[str, str]:
    """Every file of the edition by its place in the folder; ``before`` are the texts there now."""
    said: dict[str, tuple[Shape, Any]] = {
        STATEMENT: (OfRecord(Statement), document["statement"]),
        REGISTER: (Listed(OfRecord(Unit)), document["units"]),
    }
    for form in document["forms"]:
        said[f"forms/{form['kind']}.yaml"] = OfRecord(Form), form
    for clause in document["clauses"]:
        said[_clause_file(clause, before)] = OfRecord(Clause), clause
    if answers:
        said[ANSWERS] = Keyed(Plain(str), Plain(str)), answers
    return {
        name: _text(shape, value, before.get(name, "")) for name, (shape, value) in said.items()
    }


def _clause_file(clause: Document, before: Mapping[str, str]) -> str:
    """The name that the clause's file has; else its number and what it is about."""
    start = f"clauses/{clause['number']:02d}_"
    named = (name for name in before if name.startswith(start))
    return next(named, f"{start}{safe_name(clause['subject'])}.yaml")


def _text(shape: Shape, value: Any, before: str) -> str:
    """The whole file."""
    old = before.replace("\r\n", "\n").removeprefix("\ufeff")
    known = _said(old)
    if known == value and old:
        return before
    if isinstance(shape, Listed):
        was = (entries_of(old)[0].members, known) if known and isinstance(known, list) else ((), ())
        return "".join(_kept(_members(shape, value, 0), *was)) or "[]\n"
    told = known if isinstance(known, Mapping) else {}
    entries = {one.key: one for one in entries_of(old)} if told else {}
    shapes = dict(_fields(shape, value))
    return "".join(
        _entry_over(name, shapes[name], value[name], entries.get(name), told.get(name))
        for name in _in_order([*shapes], [*entries])
    )


def _in_order(names: list[str], before: list[str]) -> list[str]:
    """As they stood; a new one behind what of its own order is there."""
    order = [name for name in before if name in names]
    for n, name in enumerate(names):
        if name not in order:
            places = [order.index(one) + 1 for one in names[:n]]
            order.insert(max(places, default=0), name)
    return order


def _said(text: str) -> Any:
    """What a text says; nothing where it cannot be read."""
    try:
        return parsed(text)[0] if text else None
    except NotUnderstoodError:
        return None


def _entry_over(name: str, shape: Shape, value: Any, old: Entry | None, known: Any) -> str:
    """A top-level entry, with what of the old one can stay."""
    if old and known == value:
        return old.text
    if old and old.members and value and isinstance(shape, Listed) and isinstance(known, list):
        head = old.text.removesuffix("".join(old.members))
        return head + "".join(_kept(_members(shape, value, 0), old.members, known))
    text = "".join(f"{line}\n" for line in _entry(name, shape, value, 0, 0))
    return _remarks(old.text if old else "") + text


def _kept(chunks: Iterable[_Chunk], old: Sequence[str], known: Sequence[Any]) -> Iterator[str]:
    """Members that say the same as they stood; others anew, under the remarks they had."""
    left = [*zip(known, old, strict=True)] if old else []
    for chunk in chunks:
        same = [pair for pair in left if pair[0] == chunk.value]
        alike = same or [pair for pair in left if _named(pair[0]) == _named(chunk.value)]
        if alike:
            left.remove(alike[0])
        yield alike[0][1] if same else _remarks(alike[0][1] if alike else "") + chunk.text


def _named(member: Any) -> Any:
    """By what a member is told from others."""
    keys = ("id", "name", "title", "what", "where")
    found = (member[key] for key in keys if key in member) if isinstance(member, Mapping) else ()
    return next(iter(found), None)


_REMARK = re.compile(r"\s*#.*")


def _remarks(text: str) -> str:
    """The remarks in lines that are written anew, each on a line of its own."""
    lines = text.split("\n")
    own = {n: line.strip() for n, line in enumerate(lines) if _REMARK.fullmatch(line)}
    behind = {n: f"# {lost}" for n, lost in cut_off(text)}
    return "".join(f"{one}\n" for _, one in sorted((own | behind).items()))


# ------------------------------------------------------------------ anew


def _fields(shape: Shape, value: Document) -> Iterator[tuple[str, Shape]]:
    """What is written, with its shape: of a record in the order of its fields."""
    if isinstance(shape, OfRecord):
        order = [name for name in typed_fields(shape.record) if name in value]
        yield from ((name, shape_in(shape.record, name, value)) for name in order)
    elif isinstance(shape, Keyed):
        yield from ((name, shape.of) for name in value)


def _entry(name: str, shape: Shape, value: Any, indent: int, depth: int) -> Iterator[str]:
    pad, key, short = " " * indent, flow(name), _flow(shape, value)
    single = isinstance(shape, Plain) or (isinstance(shape, Listed) and isinstance(shape.of, Plain))
    if single or not value or (depth and len(short) <= _ROOM):
        yield f"{pad}{key}: {plain_word(value) if isinstance(value, str) else short}"
        return
    yield f"{pad}{key}:"
    if isinstance(shape, Listed):
        for chunk in _members(shape, value, indent):
            yield from chunk.text.rstrip("\n").split("\n")
    else:
        for inner, of in _fields(shape, value):
            yield from _entry(inner, of, value[inner], indent + 2, depth + 1)


def _members(shape: Listed, value: Sequence[Any], indent: int) -> Iterator[_Chunk]:
    pad = " " * indent
    for one in value:
        if not isinstance(shape.of, OfRecord) or shape.of.record in _ONE_LINE or not one:
            lines = [f"{pad}- {_flow(shape.of, one)}"]
        else:
            inner = (
                _entry(name, of, one[name], indent + 2, 1) for name, of in _fields(shape.of, one)
            )
            lines = [line for entry in inner for line in entry]
            lines[0] = f"{pad}- {lines[0].strip()}"
        yield _Chunk(one, "".join(f"{line}\n" for line in lines))


def _flow(shape: Shape, value: Any) -> str:
    """On one line, a record in the order of its fields."""
    return flow(_ordered(shape, value))


def _ordered(shape: Shape, value: Any) -> Any:
    match shape:
        case Listed(inner):
            return [_ordered(inner, one) for one in value]
        case OfRecord() | Keyed():
            return {name: _ordered(of, value[name]) for name, of in _fields(shape, value)}
    return value
