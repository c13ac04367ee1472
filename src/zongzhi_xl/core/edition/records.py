"""Strict reading of plain data (parsed YAML or JSON) into records.

Used for an edition only. Every fault is a :class:`RecordError` that names the path, what was
found and what is allowed; nothing is guessed, nothing unknown is passed over. All faults are
found in one go: what cannot be read is stood in for, so that the rest can be looked at.
"""

import re
import types
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from enum import Enum
from fractions import Fraction
from functools import cache
from typing import Any, TypeAlias, TypeVar, Union, get_args, get_origin

from zongzhi_xl.core.language.expressions import NUMBER, number
from zongzhi_xl.core.language.meant import half_width, meant, nearest
from zongzhi_xl.errors import ExpressionError, RecordError
from zongzhi_xl.record import is_record, names_of, required_in, types_of

T = TypeVar("T")
_Faults: TypeAlias = list[RecordError]


#: types read from text by a function of their own, with a sample; filled by :func:`reads_text`
_FROM_TEXT: dict[Any, tuple[Callable[[str], Any], str]] = {}


def reads_text(kind: type, parse: Callable[[str], Any], sample: str) -> None:
    """From now on a ``kind`` is written as text and read by ``parse`` (ValueError = fault)."""
    _FROM_TEXT[kind] = parse, sample


def decode(kind: type[T], data: object, path: str = "") -> T:
    """``data`` as a ``kind``; raises :class:`RecordError` with every fault."""
    decoded, faults = read(kind, data, path)
    if faults:
        raise together(faults)
    return decoded


def read(kind: type[T], data: object, path: str = "") -> tuple[T, list[RecordError]]:
    """``data`` as a ``kind`` as far as it is one, and every fault.

    In place of what cannot be read stands its default, or something of its type.
    """
    faults: _Faults = []
    decoded: T = _decode(kind, data, path, faults)
    return decoded, faults


def together(faults: list[RecordError]) -> RecordError:
    """The first fault, with the others beside it."""
    first, *others = faults
    return RecordError(first.path, first.problem, tuple(others))


def _decode(kind: Any, data: object, path: str, faults: _Faults) -> Any:
    try:
        return _read(kind, data, path, faults)
    except RecordError as fault:
        faults.append(fault)
        return _stand_in(kind)


def _read(kind: Any, data: object, path: str, faults: _Faults) -> Any:
    origin = get_origin(kind)
    if origin in (Union, types.UnionType):
        return _optional(kind, data, path, faults)
    if origin is tuple:
        return _sequence(get_args(kind)[0], data, path, faults)
    if origin is not None:
        return _mapping(get_args(kind), data, path, faults)
    if kind is object:
        return data
    if kind in _FROM_TEXT:
        return _text(_FROM_TEXT[kind][0], data, path)
    if is_record(kind):
        return _record(kind, data, path, faults)
    return _scalar(kind, data, path)


def _optional(kind: Any, data: object, path: str, faults: _Faults) -> Any:
    inner = [choice for choice in get_args(kind) if choice is not types.NoneType]
    if data is None and len(inner) < len(get_args(kind)):
        return None
    # a value, or a table of such: what is written decides
    told = inner[-1] if isinstance(data, Mapping) else inner[0]
    return _read(told, data, path, faults)


def _sequence(kind: Any, data: object, path: str, faults: _Faults) -> tuple[Any, ...]:
    if not isinstance(data, list | tuple):
        raise RecordError(path, f"应为列表，现为 {data!r}")
    return tuple(_decode(kind, entry, f"{path}[{n}]", faults) for n, entry in enumerate(data))


def _table(data: object, path: str) -> Mapping[Any, Any]:
    if not isinstance(data, Mapping):
        raise RecordError(path, f"应为“名称: 内容”的表，现为 {data!r}")
    return data


def _mapping(kinds: tuple[Any, ...], data: object, path: str, faults: _Faults) -> Mapping[Any, Any]:
    key_kind, value_kind = kinds
    return {
        _decode(key_kind, key, f"{path}.{key}", faults): _decode(
            value_kind, value, f"{path}.{key}", faults
        )
        for key, value in _table(data, path).items()
    }


def _record(kind: Any, document: object, path: str, faults: _Faults) -> Any:
    data, (required, hints) = _table(document, path), _shape(kind)
    known, missing = names_of(kind), [name for name in required if name not in data]
    strange = [str(key) for key in data if key not in known]
    cut = [word for word in strange if data.get(word) is None and not _COLON.search(word)]
    if cut:
        faults.append(RecordError(path, _cut(cut)))
        faults = []  # whatever else is wrong in this table comes of it
    faults += [RecordError(path, _unknown(word, known)) for word in strange]
    told = {name for word in strange for name in missing if name in _meant_by(word, known)}
    if lacking := [name for name in missing if name not in told]:
        faults.append(RecordError(path, f"缺少 {', '.join(lacking)}"))
    before = len(faults)
    parts = {
        key: _decode(hints[key], data[key], f"{path}.{key}".lstrip("."), faults)
        for key in data
        if key in known
    }
    parts |= {key: _stand_in(hints[key]) for key in missing}
    try:
        return kind(**parts)
    except RecordError as fault:
        if len(faults) == before:  # else it may come of what could not be read
            faults.append(fault.below(path))
        wrong = {fault.path: _stand_in(hints[fault.path])} if fault.path in hints else {}
        return _unproved(kind, parts | wrong)


#: in a word that should have been a key and its value
_COLON = re.compile(r"[:：]")


def _cut(words: list[str]) -> str:
    """A table on one line falls apart at a comma into words without a value."""
    listed = "、".join(f"“{one}”" for one in words)
    return f"{listed}被逗号断开了：花括号里的文字带逗号的，要在整句两边加单引号"


def _unknown(word: str, known: Sequence[str]) -> str:
    if ":" in word:
        return f"“{word}”的冒号后面要空一格，如 {word.replace(':', ': ')}"
    if "：" in word:
        return f"“{word}”里是全角冒号，要写半角冒号再空一格，如 {word.replace('：', ': ')}"
    return f"不认识的项目 {word}；可用：{', '.join(known)}{meant(word, known)}"


def _meant_by(word: str, known: Iterable[str]) -> list[str]:
    """The keys that ``word`` stands for: what lacks because of it lacks no more."""
    return nearest(_COLON.split(word)[0], known)


def _unproved(kind: Any, parts: Mapping[str, Any]) -> Any:
    """A record as it was written, though it does not hold; defaults fill the rest."""
    return _unasked(kind)(**parts)


@cache
def _unasked(kind: Any) -> Any:
    """``kind``, of which nobody asks whether it holds."""
    return type(kind)(kind.__name__, (kind,), {"__post_init__": lambda _: None})


#: what stands for a value that cannot be read, by its type
_STAND_INS: Mapping[Any, Any] = {
    str: "？", int: 1, bool: False, Fraction: Fraction(1), date: date(2000, 1, 1), object: None,
}  # fmt: skip


def _stand_in(kind: Any) -> Any:
    origin = get_origin(kind)
    if origin in (Union, types.UnionType):
        first, *others = get_args(kind)
        return None if types.NoneType in others else _stand_in(first)
    if origin is not None:
        return () if origin is tuple else {}
    if kind in _FROM_TEXT:
        parse, sample = _FROM_TEXT[kind]
        return parse(sample)
    if is_record(kind):
        return _empty(kind)
    return next(iter(kind)) if issubclass(kind, Enum) else _STAND_INS[kind]


def _empty(kind: Any) -> Any:
    required, hints = _shape(kind)
    return _unproved(kind, {name: _stand_in(hints[name]) for name in required})


@cache
def _shape(kind: Any) -> tuple[Sequence[str], Mapping[str, Any]]:
    """What a record must have, and the types of all; an edition has hundreds of each kind."""
    return required_in(kind), types_of(kind)


def _text(parse: Callable[[str], Any], data: object, path: str) -> Any:
    if not isinstance(data, str):
        raise RecordError(path, f"应为文字，现为 {data!r}")
    try:
        return parse(data)
    except (ExpressionError, ValueError) as fault:
        raise RecordError(path, str(fault)) from fault


def _scalar(kind: Any, data: object, path: str) -> Any:
    if issubclass(kind, Enum):
        return _choice(kind, data, path)
    if kind is Fraction:
        return _fraction(data, path)
    if kind is date:
        return _day(data, path)
    if type(data) is not kind:
        words = {str: "文字", int: "整数", bool: "true 或 false"}
        raise RecordError(path, f"应为{words[kind]}，现为 {data!r}")
    return data


def _choice(kind: type[Enum], data: object, path: str) -> Enum:
    allowed = {member.value: member for member in kind}
    if not isinstance(data, str | int) or data not in allowed:
        listed = "、".join(map(str, allowed))
        raise RecordError(
            path, f"“{data}”不在可选之列：{listed}{wide_comma(data) or meant(str(data), allowed)}"
        )
    return allowed[data]


def wide_comma(data: object) -> str:
    """A comma of the wrong width makes one word of two."""
    wide = isinstance(data, str) and "，" in data
    return "；“，”是全角逗号，几项之间要用半角逗号" if wide else ""


_DECIMAL = re.compile(f"-?{NUMBER}")


def _fraction(data: object, path: str) -> Fraction:
    if not _DECIMAL.fullmatch(str(data)) or not isinstance(data, int | float | str):
        narrow = half_width(str(data))
        hint = f"，是不是 {narrow}？" if _DECIMAL.fullmatch(narrow) and narrow != str(data) else ""
        raise RecordError(path, f"应为数字，现为 {data!r}{hint}")
    return number(str(data))


def _day(data: object, path: str) -> date:
    try:
        return date.fromisoformat(str(data))
    except ValueError as fault:
        raise RecordError(path, f"应为日期（如 2026-03-05），现为 {data!r}") from fault
