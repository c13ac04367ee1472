"""Where the parts of an edition stand in its document: ``clauses[5].indicators[0].limits``.

And what holds of any such parts: nothing is written twice, nothing leads back to itself.
"""

from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from functools import cache
from graphlib import CycleError, TopologicalSorter
from typing import Any, TypeVar, get_args

from zongzhi_xl.core.language.expressions import Expression
from zongzhi_xl.errors import RecordError
from zongzhi_xl.record import is_record, names_of, types_of

T = TypeVar("T")


def values_in(record: object, path: str = "") -> Iterator[tuple[str, object]]:
    """Every value below ``record`` with its place, in the order in which it is printed."""
    for where, part in _parts(record, path):
        yield where, part
        if _has_parts(_kind_of(part)):
            yield from values_in(part, where)


def located(kind: type[T], record: object, path: str = "") -> list[tuple[str, T]]:
    """Every ``kind`` below ``record`` with its place; one ``kind`` does not lie in another."""
    found: list[tuple[str, T]] = []
    for where, part in _parts(record, path, kind):
        if isinstance(part, kind):
            found.append((where, part))
        elif _has_parts(_kind_of(part)):
            found += located(kind, part, where)
    return found


def _parts(record: Any, path: str, kind: Any = None) -> Iterable[tuple[str, Any]]:
    """What lies in ``record``; of its fields only those that can hold a ``kind``."""
    if isinstance(record, tuple):
        return [(f"{path}[{n}]", part) for n, part in enumerate(record)]
    if isinstance(record, Mapping):
        # plain data is no part of an edition: parameters not yet read, the document itself
        read = ((key, part) for key, part in record.items() if _is_read(part))
        return [(f"{path}.{key}", part) for key, part in read]
    before = f"{path}." if path else ""
    names = _fields_of(_kind_of(record)) if kind is None else _leading_to(_kind_of(record), kind)
    return [(f"{before}{name}", getattr(record, name)) for name in names]


def _is_read(part: object) -> bool:
    return is_record(type(part)) or isinstance(part, Fraction)


# an edition has thousands of values of few kinds: each kind is asked once


def _kind_of(part: object) -> Any:
    """Its type; mypy takes one for unhashable, which no type is."""
    return type(part)


@cache
def _has_parts(kind: Any) -> bool:
    return issubclass(kind, tuple | Mapping) or bool(_fields_of(kind))


@cache
def _fields_of(kind: Any) -> tuple[str, ...]:
    """The names of the parts of a record; a formula is one value."""
    if kind is Expression or not is_record(kind):
        return ()
    return names_of(kind)


@cache
def _leading_to(record: Any, kind: Any) -> tuple[str, ...]:
    """The fields of a record in which a ``kind`` may lie."""
    hints = types_of(record)
    return tuple(name for name in _fields_of(record) if _can_hold(hints[name], kind))


@cache
def _can_hold(typed: Any, kind: Any) -> bool:
    if typed is kind or any(_can_hold(one, kind) for one in get_args(typed)):
        return True
    return bool(_fields_of(typed)) and bool(_leading_to(typed, kind))


def each_once(found: Iterable[tuple[str, Hashable]], problem: str) -> Iterator[RecordError]:
    """A fault at each further place of the same value; ``problem`` names it."""
    seen = set()
    for path, value in found:
        if value in seen:
            yield RecordError(path, problem.format(value))
        seen.add(value)


def no_cycle(edges: Mapping[str, Sequence[str]], paths: Mapping[str, str]) -> Iterator[RecordError]:
    """A fault where a name leads back to itself along ``edges``.

    ``paths`` says for each name where the fault is to be shown.
    """
    try:
        TopologicalSorter(edges).prepare()
    except CycleError as fault:
        circle = fault.args[1][::-1]  # along the edges, not against them
        yield RecordError(paths[circle[0]], f"循环引用：{' → '.join(circle)}")
