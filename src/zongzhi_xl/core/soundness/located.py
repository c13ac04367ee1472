"""Where the parts of an edition stand in its document: ``clauses[5].indicators[0].limits``."""

from collections.abc import Hashable, Iterable, Iterator, Mapping
from dataclasses import fields, is_dataclass
from typing import TypeVar

from zongzhi_xl.core.language.expressions import Expression
from zongzhi_xl.errors import RecordError

T = TypeVar("T")


def values_in(record: object, path: str = "") -> Iterator[tuple[str, object]]:
    """Every value below ``record`` with its place, in the order in which it is printed."""
    for where, part in _parts(record, path):
        yield where, part
        yield from values_in(part, where)


def located(kind: type[T], record: object, path: str = "") -> Iterator[tuple[str, T]]:
    """Every ``kind`` below ``record`` with its place."""
    return ((where, part) for where, part in values_in(record, path) if isinstance(part, kind))


def _parts(record: object, path: str) -> Iterator[tuple[str, object]]:
    if isinstance(record, tuple):
        yield from ((f"{path}[{n}]", part) for n, part in enumerate(record))
    elif isinstance(record, Mapping):
        # plain data is no part of an edition: parameters not yet read, the document itself
        yield from ((f"{path}.{key}", part) for key, part in record.items() if is_dataclass(part))
    elif is_dataclass(record) and not isinstance(record, Expression):
        for field in fields(record):
            yield f"{path}.{field.name}".lstrip("."), getattr(record, field.name)


def each_once(found: Iterable[tuple[str, Hashable]], problem: str) -> None:
    """Raises :class:`RecordError` at the second place of the same value; ``problem`` names it."""
    seen = set()
    for path, value in found:
        if value in seen:
            raise RecordError(path, problem.format(value))
        seen.add(value)
