"""Records: what the program holds, from a rule to a finding, each made once and changed never.

``class Loss(Record):`` with annotated fields is all it takes: comparison, hash, pattern matching
and the way between processes come with it. A dataclass would say the same, but its methods are
written as text and compiled whenever the program starts, which took half of the start.
"""

from abc import ABCMeta
from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING, Any, dataclass_transform, get_type_hints

from msgspec import NODEFAULT, Struct, StructMeta, field, structs
from msgspec.structs import force_setattr

if TYPE_CHECKING:
    # the same to mypy, which holds what is replaced against the fields where it is called so
    from dataclasses import replace
else:
    from msgspec.structs import replace

__all__ = ["Abstract", "Record", "Workpiece", "field", "force_setattr", "replace"]


@dataclass_transform(frozen_default=True, field_specifiers=(field,))
class Record(Struct, frozen=True, dict=True):
    """A value of named fields; what a ``cached_property`` works out is kept beside them.

    All fields are compared, and nothing but the fields goes to another process. Where fewer are to
    be compared a record says so in an ``__eq__`` of its own; what is worked out of its fields when
    it is made, it puts in place by ``force_setattr`` in ``__post_init__``, and nobody elsewhere.
    """


@dataclass_transform(field_specifiers=(field,))
class Workpiece(Struct, dict=True):
    """What changes while something is made of it; never handed on."""


class Abstract(StructMeta, ABCMeta):
    """Of a record that only says what others of its kind can do: ``metaclass=Abstract``."""


def is_record(kind: object) -> bool:
    """Whether a type is that of records."""
    return isinstance(kind, StructMeta)


def names_of(kind: type[Record]) -> tuple[str, ...]:
    """The names of its fields, those of a base first."""
    return kind.__struct_fields__


def fields_of(record: Record) -> dict[str, Any]:
    """Its fields by name, as they are."""
    return structs.asdict(record)


@cache
def types_of(kind: type[Record]) -> Mapping[str, Any]:
    """The types of its fields by name, evaluated once."""
    return get_type_hints(kind)


def required_in(kind: type[Record]) -> tuple[str, ...]:
    """The names of those that may not be left out."""
    fields, defaults = kind.__struct_fields__, kind.__struct_defaults__
    # of the last fields; of one that is given by its name alone it may be none
    without = [*fields[: len(fields) - len(defaults)]]
    behind = zip(fields[len(without) :], defaults, strict=True)
    return (*without, *(name for name, default in behind if default is NODEFAULT))
