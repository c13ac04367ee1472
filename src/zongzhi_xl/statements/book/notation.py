"""What stands in one cell, as plain data and as a keeper types it.

A single value stands as it is. Several stand between ``、``; what has a name as ``名称：内容``,
one a line (or between ``；``); what lies deeper in braces: ``述职日期：{扣几分：2}``. A text that
would be taken for something else stands in double quotes, a double quote in it twice.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any

from zongzhi_xl.core.edition.steps import NumberByGroup
from zongzhi_xl.core.language.meant import meant
from zongzhi_xl.errors import NotationError
from zongzhi_xl.statements.book.shapes import (
    Keyed,
    Listed,
    OfRecord,
    Plain,
    Shape,
    shapes_in,
    words_of,
)
from zongzhi_xl.statements.fields import is_required, meanings

#: how the line begins that names a block of a sheet
MARK = "◆"
#: what is written, but empty; a blank cell is not written at all
NO_TEXT, NOTHING = "（空）", "（无）"
_ENTRY, _LINE, _NAMED, _MEMBER = "；;\n", "\n", "：:", "、\n"
#: a number for each group, where there may be one for all
BY_GROUP = Keyed(Plain(str), Plain(Fraction))
_QUOTED = re.compile(r'"(?:[^"]|"")*"')
_MEANS_SOMETHING = re.compile(r'[；;：:、，{}"\n]|^\s|\s$|^$')
_WHOLE, _DECIMAL = re.compile(r"-?\d{1,15}"), re.compile(r"-?\d+\.\d+")


# ------------------------------------------------------------------ plain data → cell


def written(shape: Shape, value: Any) -> str | int | float:
    """What a cell shows; :func:`read` gives ``value`` again."""
    match shape, value:
        case Plain(typed), _ if words := words_of(typed):
            return next((word for word, one in words.items() if one == value), str(value))
        case Plain(), bool():
            return "是" if value else "否"
        case Plain(), int() | float():
            return value
        case Plain(), Mapping():
            return _text(BY_GROUP, value, "；")
        case Plain(), _:
            text = str(value)
            plain = text not in ("", NO_TEXT, NOTHING) and not _misread(text)
            return text if plain else NO_TEXT if not text else _quote(text)
    return _text(shape, value, _LINE)


def _misread(text: str) -> bool:
    """Whether it would be taken for a quotation or the title of a block, or loses its blanks."""
    return text != text.strip() or text.startswith(MARK) or bool(_QUOTED.fullmatch(text))


def _quote(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'


def _text(shape: Shape, value: Any, between: str) -> str:
    match shape:
        case Plain():
            return _inner(shape, value)
        case Listed(Plain() as inner):
            return "、".join(_inner(inner, one) for one in value) or NOTHING
        case Listed(inner):
            members = [_text(inner, one, "；") for one in value]
            braced = members if between == _LINE else [f"{{{one}}}" for one in members]
            return (_LINE if between == _LINE else "、").join(braced) or NOTHING
        case Keyed(key, inner):
            named = [(_inner(key, name), inner, one) for name, one in value.items()]
        case OfRecord(record):
            named = [
                (label, inner, value[name])
                for name, (label, inner) in _labelled(record).items()
                if name in value
            ]
    return between.join(f"{name}：{_deep(inner, one)}" for name, inner, one in named) or NOTHING


def _deep(shape: Shape, value: Any) -> str:
    text = _text(shape, value, "；")
    return f"{{{text}}}" if isinstance(shape, Keyed | OfRecord) and text != NOTHING else text


def _inner(shape: Plain, value: Any) -> str:
    shown = written(shape, value)
    if isinstance(shown, int | float):
        return number_text(shown)
    bare = not isinstance(value, str) or shown == NO_TEXT or not _MEANS_SOMETHING.search(value)
    return shown if bare or _QUOTED.fullmatch(shown) else _quote(shown)


def named(name: str) -> str:
    """A name as it stands before its content, in quotes where it needs them."""
    return _inner(Plain(str), name)


def entry(name: str, text: str) -> str:
    """``名称：内容`` of a name as it is written, and of what stands in a cell of its own."""
    bare = _QUOTED.fullmatch(text) or text == NO_TEXT or not _MEANS_SOMETHING.search(text)
    return f"{name}：{text if bare else _quote(text)}"


def number_text(number: float) -> str:
    """``6`` for 6.0, ``0.00001`` for 1e-05."""
    return format(Decimal(repr(number)), "f").removesuffix(".0")


def _labelled(record: Any) -> Mapping[str, tuple[str, Shape]]:
    """By field what it is called, and its shape."""
    said = meanings()[record.__name__]
    return {name: (said[name].label, shape) for name, shape in shapes_in(record).items()}


# ------------------------------------------------------------------ cell → plain data


def read(shape: Shape, text: str) -> Any:
    """The plain data that ``text`` says; raises :class:`NotationError`."""
    if isinstance(shape, Plain):
        return _plain(shape.typed, text)
    return _read(shape, text)


def _read(shape: Shape, text: str) -> Any:
    text = text.strip()
    match shape:
        case Plain(typed):
            if not _QUOTED.fullmatch(text) and (sign := re.search(r"[：:；;]", text)):
                raise NotationError(
                    f"“{text}”里的“{sign[0]}”：一项写完换行或写“；”；文字里就有的，两边加双引号"
                )
            return _plain(typed, text)
        case Listed() if text == NOTHING:
            return []
        case Keyed() | OfRecord() if text == NOTHING:
            return {}
        case Listed(Plain() as inner):
            return [_read(inner, one) for one in _split(text, _MEMBER)]
        case Listed(inner):
            return [_read(inner, _bare(one)) for one in _split(text, _MEMBER)]
        case Keyed(key, inner):
            return _table(key, inner, text)
        case OfRecord(record):
            return _record(record, text)


def _record(record: Any, text: str) -> dict[str, Any]:
    known = {label: (name, shape) for name, (label, shape) in _labelled(record).items()}
    found: dict[str, Any] = {}
    for label, one in _named(text):
        if label in known and known[label][0] in found:
            raise NotationError(f"“{label}”写了两次")
        if label not in known:
            listed = "、".join(known) or "没有可写的"
            raise NotationError(f"不认识“{label}”，可以写：{listed}{meant(label, known)}")
        name, shape = known[label]
        found[name] = _read(shape, _bare(one, shape))
    missing = (label for label, (name, _) in known.items() if name not in found)
    lacking = [one for one in missing if is_required(record, known[one][0])]
    if lacking:
        raise NotationError(f"缺少“{'、'.join(lacking)}”，写成“{lacking[0]}：…”")
    return found


def _table(key: Plain, inner: Shape, text: str) -> dict[Any, Any]:
    found: dict[Any, Any] = {}
    for name, one in _named(text):
        read_name = _plain(key.typed, name)
        if read_name in found:
            raise NotationError(f"“{name}”写了两次")
        found[read_name] = _read(inner, _bare(one, inner))
    return found


def _named(text: str) -> Iterator[tuple[str, str]]:
    """``名称：内容`` entry by entry; the name as it is written."""
    for entry in _split(text, _ENTRY):
        label, *rest = _split(entry, _NAMED, 1)
        if not rest:
            raise NotationError(f"“{entry.strip()}”应写成“名称：内容”，一行一项")
        yield label.strip(), rest[0]


def _bare(text: str, shape: Shape | None = None) -> str:
    """Without the braces round a record or a table."""
    text = text.strip()
    braced = text.startswith("{") and text.endswith("}")
    return text[1:-1] if braced and not isinstance(shape, Plain | Listed) else text


def _split(text: str, separators: str, most: int = -1) -> list[str]:
    """The pieces between separators that stand in no braces and no quotes; none that is blank."""
    pieces, start = list[str](), 0
    for at in _separating(text, separators):
        if most == len(pieces):
            break
        pieces.append(text[start:at])
        start = at + 1
    return [one for one in (*pieces, text[start:]) if one.strip()]


def _separating(text: str, separators: str) -> Iterator[int]:
    depth, quoted = 0, False
    for at, sign in enumerate(text):
        quoted ^= sign == '"'
        if not quoted:
            depth += (sign == "{") - (sign == "}")
        if depth < 0:
            break
        if sign in separators and not depth and not quoted:
            yield at
    if depth or quoted:
        raise NotationError("双引号没有成对" if quoted else "花括号没有成对")


def _unquoted(text: str) -> str:
    return text[1:-1].replace('""', '"') if _QUOTED.fullmatch(text) else text


def _plain(typed: Any, text: str) -> Any:
    if words := words_of(typed):
        return chosen(words, text)
    if typed is int:
        if not _WHOLE.fullmatch(text.strip()):
            raise NotationError(f"“{text}”应为整数{_parted(text)}")
        return int(text)
    if typed is Fraction:
        return _number(text.strip())
    if typed == NumberByGroup:
        return _read(BY_GROUP, text) if re.search(f"[{_NAMED}]", text) else _number(text.strip())
    return "" if text == NO_TEXT else _unquoted(text)


def _parted(text: str) -> str:
    return "；几项之间用“、”" if re.search("[,，]", text) else ""


def _number(text: str) -> Any:
    """As YAML has it: a share stays a text; what is no number, for the records to refuse."""
    if _WHOLE.fullmatch(text):
        return int(text)
    exact = _DECIMAL.fullmatch(text) and Decimal(repr(float(text))) == Decimal(text)
    return float(text) if exact else text


def chosen(words: Mapping[str, Any], text: str) -> Any:
    """The value of a word that may be chosen; raises :class:`NotationError` for another."""
    text = text.strip()
    if text in words:
        return words[text]
    listed: Iterable[str] = words
    raise NotationError(f"“{text}”不在可选之列：{'、'.join(listed)}{meant(text, words)}")
