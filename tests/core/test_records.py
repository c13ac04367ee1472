"""Plain data into records: each fault names the place, what was found and what is allowed."""

from datetime import date
from enum import StrEnum
from fractions import Fraction

import pytest

from zongzhi_xl.core.edition.records import decode
from zongzhi_xl.core.edition.statement import Limit
from zongzhi_xl.core.language.expressions import Expression
from zongzhi_xl.errors import RecordError
from zongzhi_xl.record import Record, field


class Colour(StrEnum):
    RED = "红"
    BLUE = "蓝"


class Inner(Record):
    number: int
    share: Fraction = Fraction(1)


class Outer(Record):
    name: str
    parts: tuple[Inner, ...] = ()
    by_colour: dict[Colour, Inner] = field(default_factory=dict)
    day: date | None = None
    rule: Expression | None = None
    limit: Limit | None = None
    open: bool = False
    anything: object = None


def fault(data: object) -> str:
    with pytest.raises(RecordError) as caught:
        decode(Outer, data)
    return str(caught.value)


def test_a_whole_record() -> None:
    data = {
        "name": "甲",
        "parts": [{"number": 1}, {"number": 2, "share": "30%"}],
        "by_colour": {"红": {"number": 3}},
        "day": "2026-03-05",
        "rule": "甲 <= 乙",
        "limit": "<= 30%",
        "open": True,
        "anything": {"x": [1]},
    }
    record = decode(Outer, data)
    assert record.parts == (Inner(1), Inner(2, Fraction(3, 10)))
    assert record.by_colour == {Colour.RED: Inner(3)}
    assert record.day == date(2026, 3, 5)
    assert record.rule is not None
    assert record.rule.names == ("甲", "乙")
    assert (record.limit.op, str(record.limit.bound)) == ("<=", "30%")
    assert (record.open, record.anything) == (True, {"x": [1]})


def test_what_is_left_out_has_its_default() -> None:
    assert decode(Outer, {"name": "甲"}) == Outer("甲")


@pytest.mark.parametrize("nothing", ["day", "rule", "limit"])
def test_an_optional_part_may_be_empty(nothing: str) -> None:
    assert getattr(decode(Outer, {"name": "甲", nothing: None}), nothing) is None


@pytest.mark.parametrize(
    ("number", "exact"),
    [(0.2, Fraction(1, 5)), ("30%", Fraction(3, 10)), (7, 7), ("2.5", Fraction(5, 2))],
)
def test_numbers_are_exact(number: object, exact: Fraction) -> None:
    """0.2 written in YAML means one fifth, not the nearest double."""
    assert decode(Inner, {"number": 1, "share": number}).share == exact


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ([], "应为“名称: 内容”的表，现为 []"),
        ({}, "缺少 name"),
        ({"name": 3}, "name：应为文字，现为 3"),
        ({"name": "甲", "nmae": "乙"}, "不认识的项目 nmae；可用：name, parts, by_colour"),
        ({"name": "甲", "parts": {}}, "parts：应为列表，现为 {}"),
        ({"name": "甲", "parts": [{"number": 1}, {}]}, "parts[1]：缺少 number"),
        ({"name": "甲", "parts": [{"number": 1.5}]}, "parts[0].number：应为整数，现为 1.5"),
        ({"name": "甲", "parts": [{"number": True}]}, "parts[0].number：应为整数，现为 True"),
        (
            {"name": "甲", "parts": [{"number": 1, "share": "三成"}]},
            "parts[0].share：应为数字，现为 '三成'",
        ),
        (
            {"name": "甲", "parts": [{"number": 1, "share": True}]},
            "parts[0].share：应为数字，现为 True",
        ),
        (
            {"name": "甲", "by_colour": {"绿": {"number": 1}}},
            "by_colour.绿：“绿”不在可选之列：红、蓝",
        ),
        ({"name": "甲", "by_colour": {"红": {}}}, "by_colour.红：缺少 number"),
        ({"name": "甲", "by_colour": []}, "by_colour：应为“名称: 内容”的表，现为 []"),
        ({"name": "甲", "day": "3月5日"}, "day：应为日期（如 2026-03-05），现为 '3月5日'"),
        ({"name": "甲", "open": "是"}, "open：应为true 或 false，现为 '是'"),
        ({"name": "甲", "rule": 7}, "rule：应为文字，现为 7"),
        ({"name": "甲", "rule": "甲 <="}, "rule：公式“甲 <=”第5个字处"),
        ({"name": "甲", "limit": "70"}, "limit：限额“70”应以 <=、>=、< 或 > 开头"),
        ({"name": "甲", "limit": "<= 七十 +"}, "limit：公式“七十 +”第5个字处"),
    ],
)
def test_a_fault_names_place_found_and_allowed(data: object, message: str) -> None:
    assert fault(data).startswith(message)


def test_the_place_and_the_problem_can_be_read_apart() -> None:
    with pytest.raises(RecordError) as caught:
        decode(Outer, {"name": "甲", "parts": [{}]})
    assert (caught.value.path, caught.value.problem) == ("parts[0]", "缺少 number")


class Even(Record):
    number: int

    def __post_init__(self) -> None:
        if self.number % 2:
            raise RecordError("number", "应为双数")


class Pair(Record):
    left: Even


def test_a_records_own_fault_gets_the_whole_path() -> None:
    with pytest.raises(RecordError, match=r"left\.number：应为双数"):
        decode(Pair, {"left": {"number": 3}})
