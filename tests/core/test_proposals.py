"""What an entry as people type it can only mean, may mean, and what nobody may read into it.

full-width digits, 12起, 一百二十, 2026年3月5日 are proposed and applied by
repair; what leaves room for two readings is refused.
"""

from datetime import date, datetime

import pytest

from zongzhi_xl.core.edition.items import Kind
from zongzhi_xl.core.returned.proposals import (
    certain,
    certain_moment,
    chinese_number,
    misread,
    proposal,
)

COUNTS = {
    "12": 12, " 12 ": 12, "12　": 12, "１２": 12, "12起": 12, "１２ 件": 12, "12个。": 12,
    "12人次": 12, "1,234": 1234, "1，234": 1234, "12,345,678": 12345678, "12.0": 12, "0": 0,
    "0起": 0, "007": 7, "十二起": 12, "十": 10, "一百二十": 120, "一百零二": 102, "两千": 2000,
    "三千零五": 3005, "一万二千": 12000, "一万零三十": 10030, "十二万": 120000, "零": 0, "〇": 0,
    "五": 5, "二百一十": 210, "二百一十五人": 215,
}  # fmt: skip

#: no count can be read into these without guessing
NO_COUNTS = (
    "约12", "12左右", "12余起", "近12", "10-12", "10~12", "10至12", "12+3", "12/13", "1.2万", "1.5",
    "12.5起", "95％", "95%", "1,2", "12,34", "1,2345", "-3", "－3", "12起（其中盗窃3起）",
    "12起3件",
    "无", "没有", "/", "—", "不适用", "不详", "待查", "O", "l2", "12O", "一二", "一百二", "二十几",
    "十二三", "百", "零十", "十十", "一十零", "上月12", "12月", "3月5日", "2026-03-05",
    "#REF!", "=1+2", "", " ", "1e3", "0x10", "二〇二六",
)  # fmt: skip


@pytest.mark.parametrize(("typed", "meant"), COUNTS.items())
def test_a_count_that_is_certain(typed: str, meant: int) -> None:
    assert certain(typed, Kind.COUNT) == meant
    assert proposal(typed, Kind.COUNT, 2026) == str(meant)


@pytest.mark.parametrize("typed", NO_COUNTS)
def test_a_count_that_nobody_may_guess(typed: str) -> None:
    assert certain(typed, Kind.COUNT) is None


def test_two_may_be_written_both_ways() -> None:
    assert certain("两起", Kind.COUNT) == certain("二起", Kind.COUNT) == 2


@pytest.mark.parametrize("number", [*range(1, 1300), 3005, 10000, 10010, 20300, 99999, 1200000])
def test_a_number_written_in_full_is_read_back(number: int) -> None:
    assert chinese_number(in_full(number)) == number


def in_full(number: int) -> str:
    """Another way of writing: digit by digit from the left, zeros between collapsed to one 零."""
    digits, units = str(number), ["", "十", "百", "千", "万", "十万", "百万"]
    if number >= 10000:
        low = f"{number % 10000:04d}"
        tail = in_full(number % 10000) if number % 10000 else ""
        return in_full(number // 10000) + "万" + ("零" if low[0] == "0" and tail else "") + tail
    parts = ["零" if sign == "0" else "零一二三四五六七八九"[int(sign)] + units[len(digits) - n - 1]
             for n, sign in enumerate(digits)]  # fmt: skip
    text = "".join(parts)
    while "零零" in text:
        text = text.replace("零零", "零")
    return text.rstrip("零")


@pytest.mark.parametrize(
    "typed",
    ["2026年3月5日", "２０２６年３月５日", "2026年03月05号", "2026-3-5", "2026.3.5", "2026/03/05",
     "20260305", " 2026年 3月5日 "],
)  # fmt: skip
def test_a_day_that_is_certain(typed: str) -> None:
    assert certain(typed, Kind.DATE) == date(2026, 3, 5)
    assert proposal(typed, Kind.DATE, 2026) == "2026-03-05"


@pytest.mark.parametrize(
    "typed",
    ["3月5日", "3.5", "5/3/2026", "26.3.5", "2026年3月", "2026年2月30日", "2026-3.5", "2026-3-5日",
     "2026年3月5日、12日", "2026年3月上旬", "1926年3月5日", "12", "是", "无", "2026年13月1日"],
)  # fmt: skip
def test_a_day_that_nobody_may_guess(typed: str) -> None:
    assert certain(typed, Kind.DATE) is None


def test_a_day_without_its_year_is_proposed_in_the_message_only() -> None:
    assert proposal("3月5日", Kind.DATE, 2026) == "2026-03-05"


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("是", "是"), (" 是 ", "是"), ("否。", "否"), ("“是”", "是"), ("是的", None), ("√", None),
     ("有", None), ("是否", None), ("不是", None), ("1", None)],
)  # fmt: skip
def test_yes_and_no(typed: str, meant: str | None) -> None:
    assert certain(typed, Kind.YES_NO) == meant


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("2026年3月5日14时30分", datetime(2026, 3, 5, 14, 30)),
        ("2026年3月5日 14点", datetime(2026, 3, 5, 14, 0)),
        ("2026-3-5 14:30", datetime(2026, 3, 5, 14, 30)),
        ("２０２６－３－５　１４：３０", datetime(2026, 3, 5, 14, 30)),
        ("2026.3.5 14:30:00", datetime(2026, 3, 5, 14, 30)),
        ("2026年3月5日", None),
        ("2026年3月5日下午2时", None),
        ("3月5日14时", None),
        ("2026-3-5 24:00", None),
        ("2026-3-5 14:61", None),
        ("14:30", None),
    ],
)  # fmt: skip
def test_a_moment(typed: str, meant: datetime | None) -> None:
    assert certain_moment(typed) == meant


@pytest.mark.parametrize("blank", [" ", "　", "\u00a0", "\u200b", "\ufeff", "\t"])
@pytest.mark.parametrize("kind", list(Kind))
def test_what_only_looks_blank_is_said_as_what_it_is(blank: str, kind: Kind) -> None:
    message, remedy = misread("刑事立案数", kind, blank, 2026)
    assert message == "刑事立案数看似空白，实为空格或看不见的字符"
    assert remedy is not None
    assert "Delete" in remedy


@pytest.mark.parametrize(("found", "kind", "meant"), [
    ("不适用 ", Kind.COUNT, "不适用"), ("　不适用", Kind.DATE, "不适用"),
    ("是\u200b", Kind.YES_NO, "“是”"),
])  # fmt: skip
def test_signs_around_a_word_that_nobody_sees(found: str, kind: Kind, meant: str) -> None:
    message, _ = misread("某项", kind, found, 2026)
    assert "带有空格或看不见的字符" in message
    assert f"可能是{meant}" in message.replace(" ", "")


@pytest.mark.parametrize(("found", "kind", "words"), [
    ("2026-03-05", Kind.DATE, "是文本，不是日期"), ("12", Kind.COUNT, "是文字，不是数字"),
])  # fmt: skip
def test_what_is_right_but_a_text_is_typed_anew(found: str, kind: Kind, words: str) -> None:
    message, remedy = misread("某项", kind, found, 2026)
    assert words in message
    assert remedy is not None
    assert "这一格是文本" in remedy
