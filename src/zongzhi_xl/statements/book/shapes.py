"""Of what a field of an edition's records is made, and the words of its choices."""

from collections.abc import Mapping
from enum import Enum
from functools import cache
from types import NoneType, UnionType
from typing import Any, TypeAlias, Union, get_args, get_origin

from zongzhi_xl.core.checking.kinds.registry import KINDS as CHECKS
from zongzhi_xl.core.edition.items import Check
from zongzhi_xl.core.edition.statement import Limit
from zongzhi_xl.core.language.expressions import Expression
from zongzhi_xl.record import Record, is_record
from zongzhi_xl.statements.fields import meanings, typed_fields


class Plain(Record):
    """One value: a text, a number (or one for each group), 是 or 否, a day, a choice, a formula."""

    typed: Any


class Listed(Record):
    """Several values of one shape."""

    of: "Shape"


class Keyed(Record):
    """Values of one shape by name."""

    key: Plain
    of: "Shape"


class OfRecord(Record):
    """A record."""

    record: Any


Shape: TypeAlias = Plain | Listed | Keyed | OfRecord


def shape_of(typed: Any) -> Shape:
    """The shape of a type; what may be left out has that of what is written."""
    inside = [one for one in get_args(typed) if one is not NoneType and one is not ...]
    match get_origin(typed):
        case None:
            return OfRecord(typed) if _is_record(typed) else Plain(typed)
        case origin if origin in (Union, UnionType):
            return shape_of(inside[0]) if len(inside) == 1 else Plain(typed)
        case origin if origin is tuple:
            return Listed(shape_of(inside[0]))
    return Keyed(Plain(inside[0]), shape_of(inside[1]))


def _is_record(typed: Any) -> bool:
    return is_record(typed) and typed not in (Expression, Limit)


@cache
def shapes_in(record: Any) -> Mapping[str, Shape]:
    """The shapes of a record's fields, in order."""
    return {name: shape_of(typed) for name, typed in typed_fields(record).items()}


def shape_in(record: Any, name: str, beside: Mapping[str, Any]) -> Shape:
    """The shape of a field; that of the parameters of a check hangs on the kind ``beside`` them."""
    kind = CHECKS.get(str(beside.get(KIND))) if (record, name) == (Check, "parameters") else None
    return OfRecord(kind) if kind else shapes_in(record)[name]


#: the field of a check that says of which kind it is: a closed set, though its type is a text
KIND = "kind"


def choices(record: Any, name: str, shape: Shape) -> Mapping[str, Any] | None:
    """By its word in the workbook each value that a field may have; None where it is not closed."""
    if (record, name) == (Check, KIND):
        return {meanings()[kind.__name__]["is"].words: value for value, kind in CHECKS.items()}
    return words_of(shape.typed) if isinstance(shape, Plain) else None


@cache
def words_of(typed: Any) -> Mapping[str, Any] | None:
    """The words of a closed type; those that are no Chinese are called as ``fields.yaml`` says."""
    if typed is bool:
        return {"是": True, "否": False}
    if not (isinstance(typed, type) and issubclass(typed, Enum)):
        return None
    said = meanings().get(typed.__name__, {})
    return {
        said[str(one.value)].label if str(one.value) in said else str(one.value): one.value
        for one in typed
    }
