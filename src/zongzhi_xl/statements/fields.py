"""What every field of an edition means, in the words of whoever keeps the rules."""

import re
from collections.abc import Iterator, Mapping
from datetime import date
from fractions import Fraction
from functools import cache
from pathlib import Path
from types import NoneType, UnionType
from typing import Any, NamedTuple, Union, get_args, get_origin, get_type_hints

from zongzhi_xl.core.checking.kinds.kind import Cell, Column, IdentityCell
from zongzhi_xl.core.checking.kinds.registry import KINDS as CHECKS
from zongzhi_xl.core.edition.event_words import Category, DistrictMark
from zongzhi_xl.core.edition.statement import Edition, Limit
from zongzhi_xl.core.edition.steps import NumberByGroup, PartStep
from zongzhi_xl.core.language.expressions import Expression
from zongzhi_xl.record import is_record, names_of, required_in
from zongzhi_xl.statements.yaml_text import parsed


class Meaning(NamedTuple):
    """What a field is called for short, and what is written there."""

    label: str
    words: str


@cache
def meanings() -> Mapping[str, Mapping[str, Meaning]]:
    """By the name of a record, by field; under ``is`` what the record itself is."""
    text = Path(__file__).with_suffix(".yaml").read_text(encoding="utf-8")
    said, _ = parsed(text)
    return {
        record: {name: Meaning(*map(str, one)) for name, one in told.items()}
        for record, told in said.items()
    }


def label(record: str, field: str) -> str:
    """What a field is called for short."""
    return meanings()[record][field].label


def in_labels(words: str, *records: Any) -> str:
    """``words`` with labels in place of the YAML names of fields: of the last record with one."""
    told = (meanings()[one] for one in (PartStep.__name__, *(one.__name__ for one in records)))
    known = {name: one.label for record in told for name, one in record.items()}
    said = re.sub("[a-z_]{2,}", lambda found: known.get(found[0], found[0]), words)
    return re.sub(r"(\w+)（\1）", r"\1", said)


def what_is(record: Any) -> Meaning:
    """Where a record stands in the files, and what it is."""
    return meanings()[record.__name__]["is"]


def records() -> tuple[Any, ...]:
    """Every record of which an edition is made, then those of its parameters."""
    found = [record for kind in (Edition, *CHECKS.values()) for record in _below(kind)]
    return tuple(record for record in dict.fromkeys(found) if record is not Edition)


def _below(kind: Any) -> Iterator[Any]:
    for one in get_args(kind):
        yield from _below(one)
    if is_record(kind) and kind not in (Expression, Limit):
        yield kind
        for name, typed in typed_fields(kind).items():
            if name != "document":  # the edition as plain data
                yield from _below(typed)


def typed_fields(record: Any) -> Mapping[str, Any]:
    """The fields of a record with their types, in the order in which ``fields.yaml`` tells them."""
    hints, said = get_type_hints(record), [*meanings().get(record.__name__, ())]
    order = sorted(names_of(record), key=lambda one: said.index(one) if one in said else 0)
    return {name: hints[name] for name in order}


def is_required(record: Any, name: str) -> bool:
    """Whether the field may not be left out."""
    return name in required_in(record)


#: what is written for a type that is neither a record nor a choice
_WORDS: Mapping[Any, str] = {
    str: "文字", int: "整数", bool: "true 或 false", Fraction: "数，如 0.2 或 30%",
    date: "日期，如 2026-10-01", Expression: "公式", Limit: "限额，如 <= 70", object: "内容",
    Cell: "数据项的名称", Column: "登记表的栏名", IdentityCell: "表头的格",
    Category: "大类之一，见 events", DistrictMark: "区认定之一，见 events",
}  # fmt: skip


def type_words(typed: Any) -> str:
    """A type as the rule keeper writes it: ``几项，每项：大类之一``."""
    origin, inside = get_origin(typed), get_args(typed)
    if typed == NumberByGroup:
        return f"{_WORDS[Fraction]}；各组不同的写 {{一组: 0.2, 二组: 0.3}}"
    if origin in (Union, UnionType):
        return type_words(next(one for one in inside if one is not NoneType))
    if origin is tuple:
        return f"几项，每项：{type_words(inside[0])}"
    if origin is not None:
        return f"“名称: 内容”的表，内容：{type_words(inside[1])}"
    if typed in _WORDS:
        return _WORDS[typed]
    if is_record(typed):
        return f"见“{what_is(typed).label}”"
    return f"{'、'.join(str(one.value) for one in typed)} 之一"


def written(edition: Edition) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Every part of the edition's document with the name of its record, parameters as well."""
    for name, typed in typed_fields(Edition).items():
        if name != "document":
            yield from _parts(typed, edition.document[name])
    for part in (*edition.document["clauses"], *edition.document["forms"]):
        for check in part.get("checks", ()):
            if kind := check.get("kind"):
                yield from _parts(CHECKS[kind], check.get("parameters") or {})


def _parts(typed: Any, data: Any) -> Iterator[tuple[str, Mapping[str, Any]]]:
    inside = [one for one in get_args(typed) if one not in (NoneType, ...)]
    if get_origin(typed) is tuple:
        for one in data:
            yield from _parts(inside[0], one)
    elif get_origin(typed) in (Union, UnionType):
        yield from _parts(inside[0], data) if data is not None else ()
    elif inside:
        for one in data.values():
            yield from _parts(inside[1], one)
    elif is_record(typed) and isinstance(data, Mapping):
        yield getattr(typed, "__name__", ""), data
        hints = typed_fields(typed)
        for name, one in data.items():
            yield from _parts(hints[name], one)
