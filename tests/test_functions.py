"""Worksheet functions: the core's own answers, and words where there is none.

They are asked as plain functions, and once through xlwings' own converters; Excel itself is not on
these machines.
"""

import inspect
import json
import subprocess
import sys
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from zongzhi_xl import functions
from zongzhi_xl.core.edition.statement import Measure
from zongzhi_xl.functions import ZZ_GRADE, ZZ_HEADROOM, ZZ_RATE
from zongzhi_xl.resources import macros_folder


@pytest.mark.parametrize(
    ("arguments", "shown"),
    [
        ((36.0, 66484.0), 5.41),  # 36 / 66484 * 10000 = 5.4148…
        ((36, 66484, 10000, 4), 5.4148),
        ((1, 8, 100, 1), 12.5),
        ((1, 8, 100, 0), 13.0),  # 12.5 rounds away from zero
        ((0, 5), 0.0),
        ((94.0, 100.0, 1), 0.94),
        ((Decimal(3), Decimal(4), 1), 0.75),
        ((1, 3, 0.1, 9), 0.033333333),  # 0.1 means a tenth
    ],
)
def test_a_rate_is_exact_until_it_is_shown(arguments: tuple[object, ...], shown: float) -> None:
    assert ZZ_RATE(*arguments) == shown


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ((None, 100), "未填"),
        ((5, ""), "未填"),
        (("不适用", None), "不适用"),
        (("12起", 100), "无法识别"),
        ((-1, 100), "无法识别"),
        ((2.5, 100), "无法识别"),
        ((True, 100), "无法识别"),
        (([[1], [2]], 100), "无法识别"),
        ((5, 0), "分母为零"),
        ((5, 100, "一万"), "倍数应填数字"),
        ((5, 100, -1), "倍数应填数字"),
        ((5, 100, 1, 10), "小数位数应为 0 至 9 的整数"),
        ((5, 100, 1, 1.5), "小数位数应为 0 至 9 的整数"),
    ],
)
def test_what_is_not_there_has_its_name(arguments: tuple[object, ...], words: str) -> None:
    assert ZZ_RATE(*arguments) == words


def test_a_number_format_does_not_change_a_number() -> None:
    assert ZZ_RATE(datetime(1900, 4, 1), 100) == 9200  # 92, shown as the day with that number


@pytest.mark.parametrize(
    ("arguments", "room"),
    [
        # 70 per 10 000 of 66 484 people are 465.388 cases, so 465 may be; 360 are there
        ((360, 66484, "<=70", "人口率", 10000), 105),
        ((465, 66484, "<= 70", "人口率", 10000), 0),
        ((466, 66484, "≤70", "人口率", 10000), 0),
        # 20 of 20 (100 %) stay at or above 95 % with one more missing: 20/21 = 95.2 %; 20/22 < 95 %
        ((20, 20, ">=95%", "占比下限", 1), 1),
        # (3 + k) / (20 + k) <= 30 %: k = 4 gives 7/24 = 29.2 %, k = 5 gives 8/25 = 32 %
        ((3, 20, "<=30%", "占比上限"), 4),
        ((3, 20, "<30%", "定基占比"), 2),  # 5/20 = 25 %, 6/20 = 30 % is not below
        ((2, None, "<=4", "控制数"), 2),
        ((1, 66484, "<=15/10000", "人口率", 1), 98),  # 0.0015 * 66484 = 99.726
    ],
)
def test_headroom_in_whole_cases(arguments: tuple[object, ...], room: int) -> None:
    assert ZZ_HEADROOM(*arguments) == room


def test_a_limit_that_nothing_breaks() -> None:
    assert ZZ_HEADROOM(0, 20, ">=0%", "占比下限") == "不限"


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ((None, 100, "<=70", "人口率"), "未填"),
        ((1, None, "<=70", "人口率"), "未填"),
        ((1, 0, "<=70", "人口率"), "分母为零"),
        ((1, 100, "七十", "人口率"), "限额应写成 <=70、<=15/10000 或 >=95% 这样"),
        ((1, 100, "<=总人口", "人口率"), "限额应写成 <=70、<=15/10000 或 >=95% 这样"),
        ((1, 100, "<=(", "人口率"), "限额应写成 <=70、<=15/10000 或 >=95% 这样"),
        ((1, 100, None, "人口率"), "限额应写成 <=70、<=15/10000 或 >=95% 这样"),
        (
            (1, 100, "<=70", "比例"),
            "类型应为人口率、人口率下限、占比上限、占比下限、定基占比、控制数之一",
        ),
    ],
)
def test_what_headroom_cannot_be_asked(arguments: tuple[object, ...], words: str) -> None:
    assert ZZ_HEADROOM(*arguments) == words


@pytest.mark.parametrize(
    ("arguments", "grade"),
    [
        ((100,), "优胜"),
        ((90.0, "是"), "优胜"),
        ((89.99,), "合格"),
        ((95, "否"), "合格"),  # 优胜 needs a clean record
        ((60,), "合格"),
        ((59.99,), "不合格"),
        ((0,), "不合格"),
        ((None,), "未填"),
        (("九十",), "得分应填数字"),
        ((100.5,), "得分应在 0 至 100 之间"),
        ((90, "也许"), "第二项应填“是”或“否”"),
    ],
)
def test_the_grade_by_the_standard_cut_offs(arguments: tuple[object, ...], grade: str) -> None:
    assert ZZ_GRADE(*arguments) == grade


def test_an_unforeseen_fault_stays_in_the_cell(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(functions, "Limited", lambda *_: 1 / 0)
    assert ZZ_HEADROOM(1, 100, "<=70", "人口率") == "算不了（ZeroDivisionError）"


@pytest.mark.parametrize("function", [ZZ_RATE, ZZ_HEADROOM, ZZ_GRADE])
def test_each_is_typed_and_documented_for_excel(function: object) -> None:
    assert callable(function)
    parameters = inspect.signature(function).parameters.values()
    assert all(one.annotation is not inspect.Parameter.empty for one in parameters)
    assert all(one.kind is inspect.Parameter.POSITIONAL_OR_KEYWORD for one in parameters)
    assert "。" in (function.__doc__ or "")


# ------------------------------------------------------------------ what xlwings makes of them


@pytest.fixture(scope="module")
def on_windows() -> dict[str, Any]:
    """What xlwings does with the functions on Windows, COM stood in for."""
    program = Path(__file__).with_name("udfs_of_windows.py")
    done = subprocess.run([sys.executable, str(program)], capture_output=True, check=True)
    return json.loads(done.stdout)


def test_the_wrappers_in_the_workbook_are_those_that_xlwings_generates(
    on_windows: dict[str, Any],
) -> None:
    text = (macros_folder() / "functions.bas").read_text(encoding="ascii")
    _, _, wrappers = text.partition('#Const App = "Microsoft Excel"\n')
    assert wrappers.strip() == on_windows["vba"].strip()


def test_values_pass_through_xlwings_and_back(on_windows: dict[str, Any]) -> None:
    """A type hint that is a union made every function fail there."""
    shown = [value for ((value,),) in on_windows["shown"]]
    assert shown == [5.4148, "未填", "无法识别", "无法识别", 105, "优胜"]


def test_every_argument_is_described_in_excel_s_dialog(on_windows: dict[str, Any]) -> None:
    for name, docs in on_windows["docs"].items():
        assert len(docs) == len(inspect.signature(getattr(functions, name)).parameters)
        assert all(8 < len(words) <= 255 for words in docs)  # Excel cuts at 255
    assert all(one in on_windows["docs"]["ZZ_HEADROOM"][3] for one in Measure)
