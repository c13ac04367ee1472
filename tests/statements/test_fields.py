"""The page on the format: every field of every record is explained, and nothing else is."""

from collections.abc import Iterator
from enum import Enum
from pathlib import Path
from typing import Any, get_args

import pytest

from zongzhi_xl.statements import fields
from zongzhi_xl.statements.loader import standard

PAGE = Path(__file__).parents[2] / "docs" / "考核方案的写法.md"


def closed_types() -> tuple[Any, ...]:
    """Closed sets whose values are no Chinese words: ``fields.yaml`` says each in words."""
    typed = (one for record in fields.records() for one in fields.typed_fields(record).values())
    found = {leaf: None for one in typed for leaf in _leaves(one)}
    return tuple(one for one in found if any(str(value.value).isascii() for value in one))


def _leaves(typed: Any) -> Iterator[Any]:
    """The closed sets in a type."""
    for one in get_args(typed):
        yield from _leaves(one)
    if isinstance(typed, type) and issubclass(typed, Enum):
        yield typed


def test_every_field_has_its_meaning_and_no_other() -> None:
    asked = {one.__name__: {"is", *fields.typed_fields(one)} for one in fields.records()}
    asked |= {one.__name__: {"is", *(each.value for each in one)} for one in closed_types()}
    assert {record: {*told} for record, told in fields.meanings().items()} == asked


@pytest.mark.parametrize("record", fields.records(), ids=lambda one: one.__name__)
def test_the_page_has_a_row_for_each_field(record: type) -> None:
    where, what = fields.what_is(record)
    page = PAGE.read_text(encoding="utf-8")
    section = page.split(f"\n## {where}\n\n{what}。", 1)[1].split("\n## ")[0]
    rows = [line for line in section.splitlines() if line.startswith("| `")]
    assert [row.split("`")[1] for row in rows] == [*fields.typed_fields(record)]


@pytest.mark.parametrize(
    ("record", "field", "words"),
    [
        ("Grade", "at_least", "数，如 0.2 或 30%"),
        ("Unit", "formerly", "几项，每项：文字"),
        ("Indicator", "limits", "“名称: 内容”的表，内容：限额，如 <= 70"),
        ("Clause", "deductions", "几项，每项：见“deductions 的一项”"),
        ("Item", "kind", "计数、日期、是否、评分、文字 之一"),
        ("Statement", "replaces", "文字"),
    ],
)
def test_types_are_words(record: str, field: str, words: str) -> None:
    (kind,) = [one for one in fields.records() if one.__name__ == record]
    assert fields.type_words(fields.typed_fields(kind)[field]) == words


def test_what_may_be_left_out() -> None:
    grade = next(one for one in fields.records() if one.__name__ == "Grade")
    assert fields.is_required(grade, "name")
    assert not fields.is_required(grade, "quota")


def test_examples_come_from_the_standard_edition() -> None:
    written = [(record, part) for record, part in fields.written(standard())]
    assert ("Grade", "优胜") in [(record, part.get("name")) for record, part in written]
    assert "0.2" in {str(part["price"]) for record, part in written if record == "Per"}
