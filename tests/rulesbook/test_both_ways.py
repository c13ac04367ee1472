"""YAML → rows of the workbook → YAML loses nothing, whatever an edition says."""

from collections.abc import Iterator
from copy import deepcopy
from datetime import date
from enum import Enum
from fractions import Fraction
from pathlib import Path
from random import Random
from typing import Any

import pytest

from tests.rulesbook.laying import read_again
from tests.statements.test_real_rules import RULES
from zongzhi_xl.core.checking.kinds.registry import KINDS
from zongzhi_xl.core.edition.items import Check
from zongzhi_xl.core.edition.statement import Edition
from zongzhi_xl.core.edition.steps import NumberByGroup, Per
from zongzhi_xl.statements import loader
from zongzhi_xl.statements.book.layout import blocks, columns_of, headings_of
from zongzhi_xl.statements.book.notation import NotationError, read, written
from zongzhi_xl.statements.book.rows import book_of
from zongzhi_xl.statements.book.shapes import (
    Keyed,
    Listed,
    OfRecord,
    Plain,
    Shape,
    shape_in,
    shapes_in,
)
from zongzhi_xl.statements.fields import is_required, records
from zongzhi_xl.statements.files import EMPTY, STANDARD, answers_of

FOREIGN = [*(Path(__file__).parents[1] / "statements" / "foreign").iterdir()]


@pytest.mark.parametrize("folder", [STANDARD, EMPTY, *FOREIGN], ids=lambda one: one.name)
def test_an_edition_that_ships_comes_back_as_it_was(folder: Path) -> None:
    book = book_of(loader.load(folder).document, answers_of(folder)[0])
    found = read_again(book)
    assert [fault.words for fault in found.faults] == []
    assert found.document == book


def test_published_rules_come_back_as_they_were() -> None:
    book: dict[str, Any] = deepcopy(dict(book_of(loader.load(EMPTY).document, {})))
    clause = book["clauses"][0]
    rules = [rule for real in RULES for rule in real["deductions"]]
    clause["deductions"] = [{"id": f"D01-{n}", **rule} for n, rule in enumerate(rules)]
    clause["indicators"] = [one for real in RULES for one in real.get("indicators", ())]
    found = read_again(book)
    assert [fault.words for fault in found.faults] == []
    assert found.document == book


# ------------------------------------------------------------------ generated editions

TEXTS = (
    "刑事立案数", "总人口 * 10000", "<= 30%", "甲：乙", "一；二", "张三、李四", '说"是"', '"甲"',
    "（空）", "（无）", "", " 前后 ", "{甲}", "上\n下", "=1+1", "+1", "007", "6", "2.50", "是",
    "true", "◆ 甲", "DATE(年份, 1, 1)", "_x000D_", "𠮷", "a: b #c", "◆ 名册", "@甲", "'乙",
)  # fmt: skip


def is_keyed(record: Any, name: str) -> bool:
    return isinstance(shapes_in(record)[name], Keyed)


class Author(Random):
    """Writes editions: any field of any record, whatever it says, sound or not."""

    def plain_data(self, shape: Shape) -> Any:
        match shape:
            case Plain(typed):
                return self._one(typed)
            case Listed(OfRecord(record)):  # an empty list of parts says the same as none
                return [self.parts(record) for _ in range(self.randint(1, 2))]
            case Listed(inner):
                return [self.plain_data(inner) for _ in range(self.randint(0, 3))]
            case Keyed(key, inner):
                names = {self.plain_data(key) for _ in range(self.randint(0, 3))}
                return {name: self.plain_data(inner) for name in sorted(names)}
            case OfRecord(record):
                return self.parts(record)

    def _one(self, typed: Any) -> Any:
        if isinstance(typed, type) and issubclass(typed, Enum):
            return self.choice([one.value for one in typed])
        if typed is Fraction:
            n = self.randint(-1, 99_999)
            return self.choice([n, n / 1000 if n % 1000 else n, f"{n % 200}%"])
        if typed == NumberByGroup:
            each = {self.choice(TEXTS): self._one(Fraction) for _ in range(self.randint(1, 3))}
            return self.choice([self._one(Fraction), each])
        day = f"20{self.randint(10, 99)}-0{self.randint(1, 9)}-{self.randint(10, 28)}"
        made = {int: self.randint(-5, 10**9), bool: self.random() < 0.5, date: day}
        return made.get(typed, self.choice(TEXTS))

    def parts(self, record: Any) -> dict[str, Any]:
        found = {
            name: self.plain_data(shape)
            for name, shape in shapes_in(record).items()
            if name != "document" and (is_required(record, name) or self.random() < 0.6)
        }
        # a record that says nothing says the same as none
        found = {name: one for name, one in found.items() if one != {} or is_keyed(record, name)}
        if record is Check:
            found |= {
                "kind": (kind := self.choice([*KINDS])),
                "parameters": self.parts(KINDS[kind]),
            }
        return found

    def edition(self) -> dict[str, Any]:
        """What others are hung on by its name has one of its own."""
        document = self.parts(Edition)
        for n, clause in enumerate(document["clauses"]):
            clause["number"] = n
            for m, rule in enumerate(clause.get("deductions", ())):
                rule["id"] = f"D{n}-{m}"
        told = (document["statement"], *document["clauses"])
        for n, reading in enumerate(one for part in told for one in part.get("readings", ())):
            reading["id"] = f"R{n}"
        for form, kind in zip(document["forms"], ("月报", "年报"), strict=False):
            form["kind"] = kind
        return document


@pytest.mark.parametrize("seed", range(40))
def test_a_generated_edition_comes_back_as_it_was(seed: int) -> None:
    author = Author(seed)
    book = book_of(author.edition(), {"疑问": "理由", "甲：乙": ""})
    found = read_again(book)
    assert [fault.words for fault in found.faults] == []
    assert found.document == book


def test_the_generated_editions_say_everything_that_can_be_said() -> None:
    """Else the property would hold of what nobody wrote."""
    written_fields = set[tuple[str, str]]()

    def note(record: Any, data: dict[str, Any]) -> None:
        for name, one in data.items():
            written_fields.add((record.__name__, name))
            shape = shape_in(record, name, data)
            for inner, part in inside(shape, one):
                note(inner, part)

    def inside(shape: Shape, data: Any) -> Iterator[tuple[Any, dict[str, Any]]]:
        match shape:
            case OfRecord(record):
                yield record, data
            case Listed(inner):
                for one in data:
                    yield from inside(inner, one)
            case Keyed(_, inner):
                for one in data.values():
                    yield from inside(inner, one)

    for seed in range(40):
        note(Edition, Author(seed).edition())
    asked = {(one.__name__, name) for one in records() for name in shapes_in(one)}
    assert asked - written_fields == set()


# ------------------------------------------------------------------ the notation of a cell

DEDUCTION = {name: shape for one in records() if one.__name__ == "Deduction"
             for name, shape in shapes_in(one).items()} | shapes_in(Per)  # fmt: skip


@pytest.mark.parametrize(
    ("field", "text", "data"),
    [
        ("bands", "扣几分：1；超过：12\n扣几分：2；超过：24",
         [{"points": 1, "over": 12}, {"points": 2, "over": 24}]),
        ("bands", "超过: 80%; 扣几分: 0.5", [{"over": "80%", "points": 0.5}]),
        ("table", "月报迟报：0.1\n月报缺报：0.5", {"月报迟报": 0.1, "月报缺报": 0.5}),
        ("table", "（无）", {}),
        ("without", "述职日期：{扣几分：2}", {"述职日期": {"points": 2}}),
        ("without", "甲：{按什么算：DATE(年份, 12, 10)}", {"甲": {"take": "DATE(年份, 12, 10)"}}),
        ("most", "2.5", 2.5),
        ("price", "0.2", 0.2),
        ("price", "一类：0.2；二类：30%", {"一类": 0.2, "二类": "30%"}),
    ],
)  # fmt: skip
def test_what_a_keeper_types_is_what_is_read(field: str, text: str, data: object) -> None:
    assert read(DEDUCTION[field], text) == data
    shown = written(DEDUCTION[field], data)
    assert read(DEDUCTION[field], str(shown)) == data


@pytest.mark.parametrize(
    ("field", "text", "said"),
    [
        ("bands", "扣几分：1；超国：12",
         "不认识“超国”，可以写：扣几分、超过、以上、不到、以下，是不是“超过”？"),
        ("bands", "超过：12", "缺少“扣几分”，写成“扣几分：…”"),
        ("bands", "扣几分：1 超过：12",
         "“1 超过：12”里的“：”：一项写完换行或写“；”；文字里就有的，两边加双引号"),
        ("bands", "扣几分：1；扣几分：2", "“扣几分”写了两次"),
        ("table", "迟报", "“迟报”应写成“名称：内容”，一行一项"),
        ("without", "述职日期：{扣几分：2", "花括号没有成对"),
        ("each", "事件", "“事件”不在可选之列：事项、报表，是不是“事项”？"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_refused_in_words(field: str, text: str, said: str) -> None:
    with pytest.raises(NotationError) as refused:
        read(DEDUCTION[field], text)
    assert str(refused.value) == said


def test_every_column_has_a_heading_of_its_own() -> None:
    for block in blocks():
        headings = [*headings_of(block)] if columns_of(block) else []
        assert len(headings) == len({*headings}), block.title
