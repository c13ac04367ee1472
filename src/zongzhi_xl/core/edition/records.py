"""Strict reading of plain data (parsed YAML or JSON) into frozen dataclasses.

Used for an edition only. Every fault is one :class:`RecordError` that names the path, what was
found and what is allowed; nothing is guessed, nothing unknown is passed over.
"""

import re
import types
from collections.abc import Callable, Mapping
from dataclasses import MISSING, Field, fields, is_dataclass
from datetime import date
from enum import Enum
from fractions import Fraction
from functools import cache
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

from zongzhi_xl.errors import ExpressionError, RecordError

T = TypeVar("T")


#: types read from text by a function of their own; filled by :func:`reads_text`
_FROM_TEXT: dict[Any, Callable[[str], Any]] = {}


def reads_text(kind: type, parse: Callable[[str], Any]) -> None:
    """From now on a ``kind`` is written as text and read by ``parse`` (ValueError = fault)."""
    _FROM_TEXT[kind] = parse


def decode(kind: type[T], data: object, path: str = "") -> T:
    """``data`` as a ``kind``; raises :class:`RecordError`."""
    decoded: T = _decode(kind, data, path)
    return decoded


def _decode(kind: Any, data: object, path: str) -> Any:
    origin = get_origin(kind)
    if origin in (Union, types.UnionType):
        return _optional(kind, data, path)
    if origin is tuple:
        return _sequence(get_args(kind)[0], data, path)
    if origin is not None:
        return _mapping(get_args(kind), data, path)
    if kind is object:
        return data
    if kind in _FROM_TEXT:
        return _text(_FROM_TEXT[kind], data, path)
    if is_dataclass(kind):
        return _record(kind, data, path)
    return _scalar(kind, data, path)


def _optional(kind: Any, data: object, path: str) -> Any:
    if data is None:
        return None
    (inner,) = [choice for choice in get_args(kind) if choice is not types.NoneType]
    return _decode(inner, data, path)


def _sequence(kind: Any, data: object, path: str) -> tuple[Any, ...]:
    if not isinstance(data, list | tuple):
        raise RecordError(path, f"应为列表，现为 {data!r}")
    return tuple(_decode(kind, entry, f"{path}[{n}]") for n, entry in enumerate(data))


def _table(data: object, path: str) -> Mapping[Any, Any]:
    if not isinstance(data, Mapping):
        raise RecordError(path, f"应为“名称: 内容”的表，现为 {data!r}")
    return data


def _mapping(kinds: tuple[Any, ...], data: object, path: str) -> Mapping[Any, Any]:
    key_kind, value_kind = kinds
    return {
        _decode(key_kind, key, f"{path}.{key}"): _decode(value_kind, value, f"{path}.{key}")
        for key, value in _table(data, path).items()
    }


def _record(kind: Any, document: object, path: str) -> Any:
    data, (known, hints) = _table(document, path), _shape(kind)
    unknown = [str(key) for key in data if key not in known]
    if unknown:
        raise RecordError(path, f"不认识的项目 {unknown[0]}；可用：{', '.join(known)}")
    missing = [name for name, field in known.items() if name not in data and _required(field)]
    if missing:
        raise RecordError(path, f"缺少 {', '.join(missing)}")
    parts = {key: _decode(hints[key], data[key], f"{path}.{key}".lstrip(".")) for key in data}
    try:
        return kind(**parts)
    except RecordError as fault:
        raise RecordError(f"{path}.{fault.path}".strip("."), fault.problem) from fault


@cache
def _shape(kind: Any) -> tuple[Mapping[str, "Field[Any]"], Mapping[str, Any]]:
    """Fields of a record and their types; an edition has hundreds of records of each kind."""
    return {field.name: field for field in fields(kind) if field.init}, get_type_hints(kind)


def _required(field: "Field[Any]") -> bool:
    return field.default is MISSING and field.default_factory is MISSING


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
        raise RecordError(path, f"“{data}”不在可选之列：{'、'.join(map(str, allowed))}")
    return allowed[data]


#: a decimal or a share, as people write it
_DECIMAL = re.compile(r"(-?\d+(?:\.\d+)?)(%?)")


def _fraction(data: object, path: str) -> Fraction:
    match = _DECIMAL.fullmatch(str(data))
    if match is None or not isinstance(data, int | float | str):
        raise RecordError(path, f"应为数字，现为 {data!r}")
    number, share = match.groups()
    return Fraction(number) / 100 if share else Fraction(number)


def _day(data: object, path: str) -> date:
    try:
        return date.fromisoformat(str(data))
    except ValueError as fault:
        raise RecordError(path, f"应为日期（如 2026-03-05），现为 {data!r}") from fault
