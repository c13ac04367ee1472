"""Returns for tests of the return workbook: one good, and many full of slips, by a fixed seed.

All figures are invented.
"""

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from pathlib import Path
from random import Random

from openpyxl import load_workbook

from tests.unremarkable import completed
from zongzhi_xl.core.edition.items import FormKind, Item, Kind
from zongzhi_xl.core.edition.statement import Edition
from zongzhi_xl.core.returned.terms import bases_of
from zongzhi_xl.sheets.return_book import ReturnContents

SIGNED = {
    "填表人": "甲某", "单位负责人": "乙某", "联系电话": "0000-1234567",
    "报出日期": date(2026, 4, 2),
}  # fmt: skip

#: a month that fits together: every part-of below its whole
GOOD_MARCH = completed({
    "刑事立案数": 20, "可防性案件数": 3, "刑事破案数": 18,
    "治安案件受理数": 30, "治安案件查处数": 30, "治安案件查结数": 25, "破获积案数": 1,
    "上半月排查会日期": date(2026, 3, 5), "下半月排查会日期": date(2026, 3, 20),
    "排查情况已报区": "是", "排查矛盾纠纷数": 9, "化解矛盾纠纷数": 8,
    "民间纠纷受理数": 12, "民间纠纷调解数": 12, "民间纠纷调解成功数": 11,
    "出租房屋数": 100, "出租房屋登记数": 99, "流动人口数": 200, "流动人口登记数": 197,
    "应办证暂住人口数": 150, "已办证暂住人口数": 140, "流出人口数": 10, "实行微机管理": "是",
    "农村火灾起数": 0, "综治专题会议日期": date(2026, 3, 12),
    "综治信息报送条数": 2, "治安巡逻次数": 8, "普法宣传次数": 1,
    "部署任务数": 3, "按时完成任务数": 3, "本月无重大事项": "是",
    **SIGNED,
}, FormKind.MONTHLY, 3)  # fmt: skip

#: brought forward from January and February
BROUGHT_FORWARD = {
    "承前_刑事立案数": 40, "承前_可防性案件数": 5, "承前_刑事破案数": 37,
    "承前_治安案件受理数": 60, "承前_治安案件查处数": 60, "承前_治安案件查结数": 50,
    "承前_民间纠纷受理数": 20, "承前_民间纠纷调解数": 20, "承前_民间纠纷调解成功数": 20,
    "承前_排查矛盾纠纷数": 18, "承前_化解矛盾纠纷数": 16, "承前_期初未化解纠纷数": 2,
    "承前_农村火灾起数": 1, "承前_普法宣传次数": 1, "承前_部署任务数": 4, "承前_按时完成任务数": 4,
    "上年同月_刑事立案数": 25, "上年累计_刑事立案数": 80,
}  # fmt: skip

EVENT = {
    "事项编号": "2026-03-001", "大类": "事故", "事故类型": "火灾",
    "发生时间": datetime(2026, 3, 5, 2, 30), "上报时间": datetime(2026, 3, 5, 5, 0),
    "死亡人数": 0, "简要情况": "厂房起火，已扑灭",
}  # fmt: skip


def good_march(unit: str = "于楼街道", **changes: object) -> ReturnContents:
    """A March without a fault, with some values changed."""
    return ReturnContents(unit, 2026, 3, {**GOOD_MARCH, **changes}, bases=BROUGHT_FORWARD)


def many(edition: Edition, form: FormKind, count: int) -> Iterator[ReturnContents]:
    """Returns with whatever a clerk may type; the same ones every time."""
    for seed in range(count):
        yield _one(edition, form, Random(f"{form}{seed}"))


def _one(edition: Edition, form: FormKind, chance: Random) -> ReturnContents:
    items = tuple(edition.form(form).items)
    slips = chance.choice([0.0, 0.03, 0.3])
    values = {item.name: _value(item, chance, slips) for item in items if chance.random() > slips}
    values |= {name: value for name, value in SIGNED.items() if chance.random() > slips / 2}
    if chance.random() > 0.2:
        values["本月无重大事项"] = chance.choice(["是", "否", "无"])
    bases = {
        name: _base(name, item, chance)
        for item in items
        for name in bases_of(form, item)
        if chance.random() > 0.1
    }
    month = chance.randint(1, 12) if form == FormKind.MONTHLY else None
    notes = {item.name: "核对过" for item in items if chance.random() < 0.2}
    events = tuple(_event(chance) for _ in range(chance.choice([0, 0, 1, 3])))
    unit = chance.choice([*(one.name for one in edition.units), "某某街道"])
    return ReturnContents(unit, 2026, month, values, notes, events if month else (), bases, "首报")


def _value(item: Item, chance: Random, slips: float) -> object:
    if chance.random() < slips:
        # a huge number in a date cell is more than openpyxl, which looks on, can read
        huge = 10**16 if item.kind == Kind.COUNT else -4
        return chance.choice(["12起", "1,2", -3, 2.5, "不适用", " ", "是", huge, "１２"])
    match item.kind:
        case Kind.COUNT:
            return chance.choice([0, 1, chance.randint(0, 20), chance.randint(0, 500)])
        case Kind.DATE:
            return date(2026, chance.randint(1, 12), chance.randint(1, 28))
        case _:
            return chance.choice(["是", "否"])


def _base(name: str, item: Item, chance: Random) -> object:
    if item.kind == Kind.YES_NO:
        return chance.choice(["是", "否"])
    if name.startswith("近数_"):
        return chance.choice([3, 6, 12])
    if name.startswith("月数_"):
        return chance.choice([11, 12, 12])
    if name.startswith("本季_"):
        return chance.randint(0, 2)
    return chance.randint(0, 300)


def _event(chance: Random) -> dict[str, object]:
    changed = {
        "大类": chance.choice(["案件", "事故", "盗窃", None]),
        "发生时间": chance.choice([datetime(2026, 3, 5, 2, 30), "3月5日", None]),
        "死亡人数": chance.choice([0, 2, "无", -1, None]),
    }
    return {**EVENT, **changed}


def with_former_columns(path: Path, filled: Mapping[str, str]) -> Path:
    """A return with its register as earlier forms had it: 区认定 and 通报文号 before 简要情况.

    Saved by openpyxl.
    """
    book = load_workbook(path)
    register = book["重大事项"]
    for row in range(5, 26):
        register[f"L{row}"] = register[f"J{row}"].value
        register[f"K{row}"] = register[f"I{row}"].value
        register[f"I{row}"] = register[f"J{row}"] = None
    register["I5"], register["J5"] = "区认定", "通报文号"
    for cell, words in filled.items():
        register[cell] = words
    book.defined_names["重大事项登记"].attr_text = "重大事项!$A$5:$K$25"
    book.save(path)
    return path
