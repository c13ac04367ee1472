"""Single mishaps as clerks make them, typed into a good return that is open in LibreOffice.

Each is one cell and what is typed there, as on the keyboard: the program decides what becomes of
it. All figures, texts and numbers are invented.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from zongzhi_xl.core.edition.items import FormKind


@dataclass(frozen=True)
class Mishap:
    """What is typed where: cells by defined name, by 说明_X, or of the register by address."""

    form: FormKind
    typed: Mapping[str, str]

    def __str__(self) -> str:
        return f"{self.form.value} {dict(self.typed)}"


#: in a cell for counts: units, texts, slips of digits, dates, formulas, blanks that are none
COUNTS = (
    "", " ", "\u3000", "\u200b", "12起", "约12", "1,2", "１２", "'12", "-3", "2.5", "0.3", "1e15",
    "13900000000", "2026-3-5", "3-5", "12:30", "TRUE", "=1/0", "=1+1", "不适用", "无", "/", "50%",
    "42.000000000000007", "一百", "0", "1000000", "12 ", "12.", "O",
)  # fmt: skip
DAYS = (
    "", " ", "无", "未召开", "3月10日", "'2026-3-10", "2026.3.10", "2026-3-10", "2026-2-28",
    "2026-3-32", "46091", "3", "=TODAY()", "TRUE", "2025-3-10", "2026-4-1", "不适用", "1900-1-1",
)  # fmt: skip
ANSWERS = ("", " ", "是 ", "有", "无", "Y", "TRUE", "1", "否", "√", "不适用")
NOTES = (
    "13900000000", "139-0000-0000", "11010119900101123X", "6222020000000000007", "见附件", ".",
    "电话13900000000，未接", "+8613900000000", "139 0000 0000",
)  # fmt: skip
HEAD: Mapping[str, tuple[str, ...]] = {
    "填报单位": ("", "于楼", "兴海街道", " 于楼街道"),
    "年份": ("", "2025", "二〇二六", "2026年"),
    "月份": ("", "13", "4", "三"),
    "填表人": ("", " ", "负责人乙", "13900000000"),
    "单位负责人": ("", "\u3000"),
    "联系电话": ("", " ", "无"),
    "报出日期": ("", "4月2日", "2026-3-1", "2026-5-1", "2025-4-2"),
    "报表性质": ("第1次更正",),
    "本月无重大事项": ("", "否", "无", "是 "),
}  # fmt: skip
#: the register: nothing in it is declared, so each of these is a mishap of its own
EVENTS: tuple[Mapping[str, str], ...] = (
    {"A6": "2026-03-001"}, {"B6": "案件"}, {"I6": "打架"}, {"A6": " "}, {"D6": "2026-3-5 14:30"},
)  # fmt: skip


def mishaps() -> Iterator[Mishap]:
    """All of them, the same ones every time."""
    for form, counts, days, answers in (
        (FormKind.MONTHLY, ("治安案件受理数", "流出人口数", "可防性案件数"),
         ("上半月排查会日期",), ("实行微机管理",)),
        (FormKind.ANNUAL, ("联防队员数", "家庭户数"), ("年初计划日期",), ("组织落实",)),
    ):  # fmt: skip
        for n, text in enumerate(COUNTS):
            yield Mishap(form, {counts[n % len(counts)]: text})
        for name in days:
            yield from (Mishap(form, {name: text}) for text in DAYS)
        for name in answers:
            yield from (Mishap(form, {name: text}) for text in ANSWERS)
    for text in NOTES:
        yield Mishap(FormKind.MONTHLY, {"说明_刑事立案数": text})
        yield Mishap(FormKind.MONTHLY, {"治安巡逻次数": "0", "说明_治安巡逻次数": text})
    for name, texts in HEAD.items():
        yield from (Mishap(FormKind.MONTHLY, {name: text}) for text in texts)
    yield from (Mishap(FormKind.MONTHLY, typed) for typed in EVENTS)
    yield from _events()


def _events() -> Iterator[Mishap]:
    """One event that is right, but for one cell of it."""
    right = {
        "本月无重大事项": "否", "A6": "2026-03-001", "B6": "案件", "C6": "不适用",
        "D6": "2026-03-05 02:30", "F6": "2026-03-05 05:00", "G6": "0", "I6": "打架，已处置",
    }  # fmt: skip
    for cell, texts in {
        "A6": ("", "13900000000"), "B6": ("", "盗窃", "事故", "矛盾纠纷"),
        "D6": ("", "3月5日", "'2026-03-05 02:30", "2026-02-05 02:30", "2026-03-05 06:00"),
        "E6": ("2026-03-05 01:00", "早上"), "F6": ("", "2026-03-05 15:00", "46086.5"),
        "G6": ("", "无", "-1", "1.5"), "H6": ("-1", "1"),
        "I6": ("", "户主13900000000", "身份证11010119900101123X"),
    }.items():  # fmt: skip
        yield from (Mishap(FormKind.MONTHLY, {**right, cell: text}) for text in texts)
    yield Mishap(FormKind.MONTHLY, right)
