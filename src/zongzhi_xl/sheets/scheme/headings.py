"""The headings of a block, and the note on each: meaning, how it is written, an example."""

import re
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from zongzhi_xl.record import Record
from zongzhi_xl.sheets.scheme.working import WORKED
from zongzhi_xl.statements.book.layout import (
    CONTENT,
    LINE,
    MEANING,
    Block,
    Column,
    Fields,
    Place,
    Rows,
    Tree,
    columns_of,
    levels_in,
    record_at,
)
from zongzhi_xl.statements.book.notation import number_text
from zongzhi_xl.statements.book.rows import Content, Document, Heading, headings_with_names, shown
from zongzhi_xl.statements.book.shapes import (
    Keyed,
    Listed,
    OfRecord,
    Plain,
    Shape,
    choices,
    shapes_in,
)
from zongzhi_xl.statements.fields import is_required, label, meanings, records, written
from zongzhi_xl.statements.loader import standard


class Head(Record):
    """A heading with its note; ``read`` tells its cell in a row, None where it is locked."""

    words: str
    note: str = ""
    read: Heading | None = None
    column: Column | None = None


def heads_of(block: Block, book: Document) -> tuple[Head, ...]:
    """All headings of a block from left to right; what is worked out stands beside the words."""
    if isinstance(block, Fields):
        return Head(LINE), Head(CONTENT, "", Heading(CONTENT, 0)), Head(MEANING)
    columns = {one.heading: one for one in columns_of(block)}
    heads = [_head(block, one, columns.get(one.words)) for one in headings_with_names(block, book)]
    if isinstance(block, Tree):
        worked = [
            words for _, level in levels_in(block.top) for words in WORKED.get(level.record, ())
        ]
        at = 1 + len(block.beside)
        heads[at:at] = [Head(words, _WORKED_NOTE) for words in worked]
    return tuple(heads)


def _head(block: Block, one: Heading, column: Column | None) -> Head:
    if column is None:
        return Head(one.words, _first_note(block, one.words), one)
    if one.name is None:
        return Head(one.words, note_of(block, column), one, column)
    (place,) = column.places.values()
    return Head(one.shown, f"{in_words(place)}。这一栏写“{one.name}”的，没有的空着。", one, column)


_WORKED_NOTE = "程序写出这份工作簿时算的，不读回；改了规则不会跟着变，用 rules export 重新写出"


def _first_note(block: Block, words: str) -> str:
    match block:
        case Tree():
            listed = "、".join(level.word for _, level in levels_in(block.top))
            return f"这一行是什么：{listed}。下面的各行属于它上面最近的一行"
        case Rows():
            names = [
                label(record_at(one.path).__name__, one.key) if one.key else f"“{one.word}”"
                for one in block.owners
            ]
            return f"这一行属于哪一个：写{'，或'.join(dict.fromkeys(names))}"
    return f"{words}的名称，不能重复"


# ------------------------------------------------------------------ what a note says


def note_of(block: Block, column: Column) -> str:
    """What the fields of a column mean; in a tree each under the word of its rows."""
    words = (
        {level.record: f"{level.word}：" for _, level in levels_in(block.top)}
        if isinstance(block, Tree) and len(column.places) > 1
        else {}
    )
    return "\n".join(
        f"{words.get(record, '')}{_said(place)}" for record, place in column.places.items()
    )


#: signs of an example
_SHOWN = 60


def _said(place: Place) -> str:
    told = [in_words(place), "。"]
    told.append("必填。" if is_required(place.owner, place.name) else "可不写。")
    told.append(_how(place))
    example = _examples().get((place.owner, place.name))
    if example is not None:
        text = example if isinstance(example, str) else number_text(example)
        told.append(f"\n例：{text if len(text) <= _SHOWN else f'{text[:_SHOWN]}…'}")
    return "".join(told)


def in_words(place: Place) -> str:
    """The meaning of a field without words of the YAML files: 是 for ``true``, labels for keys."""
    said = meanings()[place.owner.__name__]
    known = {name: f"“{one.label}”" for name, one in said.items()} | {
        "true": "“是”",
        "false": "“否”",
    }
    closed = {str(value): word for word, value in (choices_in(place) or {}).items()}
    text = said[place.name].words
    for value, word in closed.items():
        text = text.replace(f"{value} {word}", word)
    text = re.sub("[a-z_]+", lambda found: (known | closed).get(found[0], found[0]), text)
    return re.sub("(?<=[^ -~]) | (?=[^ -~])", "", text)


def choices_in(place: Place) -> Mapping[str, Any] | None:
    """By its word each value of a closed field."""
    return choices(place.owner, place.name, place.shape)


def _how(place: Place) -> str:
    if choices_in(place):
        return "从下拉框里选。"
    return _written_so(place.shape)


def _written_so(shape: Shape) -> str:
    match shape:
        case Listed(Plain()):
            return "几项用“、”隔开。"
        case Listed(OfRecord(record)):
            return f"一行一个，写：{_parts(record)}。"
        case Keyed(_, OfRecord(record)):
            return f"一行一项，“名称：{{内容}}”，内容写：{_parts(record)}。"
        case Keyed():
            return "一行一项，“名称：内容”。"
        case OfRecord(record):
            return f"一行一项，写：{_parts(record)}。"
    return ""


def _parts(record: Any) -> str:
    places = (Place(record, (name,), shape) for name, shape in shapes_in(record).items())
    return "；".join(f"{label(record.__name__, one.name)}（{in_words(one)}）" for one in places)


@cache
def _examples() -> Mapping[tuple[Any, str], Content]:
    """By field how the standard edition writes it, the first that is not empty."""
    found: dict[tuple[Any, str], Content] = {}
    for record, name, one in _every():
        if found.get((record, name)) is None:
            found[record, name] = one
    return found


def _every() -> Iterator[tuple[Any, str, Content]]:
    known = {record.__name__: record for record in records()}
    for name, part in written(standard()):
        for field, shape in shapes_in(known[name]).items():
            if part.get(field) not in (None, "", [], {}):
                yield known[name], field, shown(Place(known[name], (field,), shape), part)
