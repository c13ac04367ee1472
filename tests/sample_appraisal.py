"""A small edition and a district appraisal made by hand: six invented offices, through June.

For tests of what people read; figures are invented, and chosen so that every state of a cell
occurs somewhere. The points add up by hand: see the comment at each unit.
"""

from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import cache

from zongzhi_xl.core.appraising.bounds import Bound, bound_of
from zongzhi_xl.core.appraising.scorecard import (
    Absence,
    Appraisal,
    Arithmetic,
    Basis,
    ClauseScore,
    Contribution,
    Delivery,
    DeliveryState,
    Evidence,
    FileFindings,
    IndicatorResult,
    LedgerRow,
    Occasion,
    RegisterFigure,
    Rejected,
    SourceCell,
    Standing,
    UnitAppraisal,
    VetoState,
)
from zongzhi_xl.core.edition.items import FormKind, Severity
from zongzhi_xl.core.edition.records import decode
from zongzhi_xl.core.edition.rulebook import rulebook
from zongzhi_xl.core.edition.statement import Edition, Limit, edition_of
from zongzhi_xl.core.language.values import BLANK, NOT_APPLICABLE, Value
from zongzhi_xl.core.returned.findings import Finding
from zongzhi_xl.record import replace

YEAR, THROUGH = 2026, 6

#: text that would be a formula, were it not written as text
NASTY = '=HYPERLINK("http://example.invalid","x")'
#: text that would be a tag, were it not escaped
TAGGED = "<script>alert(1)</script>"

UNITS = (
    ("示例一街道", "一类", 62000),
    ("示例二街道", "一类", 58000),
    ("示例三街道", "二类", 41000),
    ("示例四街道", "二类", 36500),
    ("示例五街道", "三类", 18000),
    ("示例六街道", "三类", 15400),
)


def _item(name: str, code: str, unit: str, **more: object) -> dict[str, object]:
    base: dict[str, object] = {
        "name": name, "code": code, "unit": unit, "kind": "计数", "source": "公安",
        "definition": f"{name}的定义。", "clauses": [6], "aggregation": "累计",
    }  # fmt: skip
    return base | more


_MONTHLY = {
    "kind": "月报",
    "number": "综治月1表",
    "title": "社会治安综合治理工作月报表",
    "sections": [
        {
            "title": "一、刑事治安案件",
            "items": [
                _item("刑事立案数", "01", "起"),
                _item("可防性案件数", "02", "起", part_of="刑事立案数"),
                _item("刑事破案数", "03", "起"),
            ],
        },
        {
            "title": "二、矛盾纠纷",
            "items": [
                _item(
                    "上半月排查会日期", "04", "日期",
                    kind="日期", source="街道", clauses=[5], aggregation="逐期",
                ),
                _item("出租房屋数", "05", "户", clauses=[16], aggregation="期末"),
                _item("出租房屋登记数", "06", "户", clauses=[16], aggregation="期末"),
                _item("专项斗争行动次数", "07", "次", source="街道", clauses=[12], months=[6, 12]),
            ],
        },
    ],
}  # fmt: skip

_ANNUAL = {
    "kind": "年报",
    "number": "综治年1表",
    "title": "社会治安综合治理工作年报表",
    "sections": [
        {
            "title": "一、基层基础",
            "items": [
                _item("专职人员数", "01", "人", source="街道", clauses=[3], aggregation="逐期")
            ],
        }
    ],
}

_DEPARTMENTS = {
    "kind": "部门提供数",
    "number": "综治部1表",
    "title": "部门提供数",
    "sections": [
        {
            "title": "一、区级",
            "items": [_item("调查人数", "01", "人", source="区综治办", clauses=[24])],
        }
    ],
}

_CLAUSES: list[dict[str, object]] = [
    {
        "number": 5,
        "subject": "矛盾纠纷排查",
        "sentence": "每半月召开一次排查会。",
        "points": 5,
        "deductions": [
            {
                "id": "D05-1", "words": "半月会每少1次扣0.2分",
                "of": "没做的月(上半月排查会日期)", "per": {"price": 0.2}, "most": 2,
            }
        ],
    },
    {
        "number": 6,
        "subject": "刑事案件",
        "sentence": "刑事发案率按组别控制，破案率达到九成五。",
        "points": 10,
        "indicators": [
            {
                "name": "刑事案件发案率", "formula": "刑事立案数 / 总人口 * 10000",
                "unit": "起/万人", "measure": "人口率",
                "limits": {"一类": "<= 70", "二类": "<= 50", "三类": "<= 30"},
            },
            {
                "name": "可防性案件占比", "formula": "可防性案件数 / 刑事立案数",
                "unit": "%", "measure": "占比上限",
                "limits": {"一类": "<= 30%", "二类": "<= 20%", "三类": "<= 15%"},
            },
            {
                "name": "刑事破案率", "formula": "刑事破案数 / 刑事立案数",
                "unit": "%", "measure": "占比下限", "limits": {"全部": ">= 95%"},
            },
        ],
        "readings": [
            {
                "id": "R1", "question": "三类街道限额怎么读", "default": "不超过立案数的15%",
                "reason": "按同一序列应为15%", "options": [{"words": "照字面：每万起15起"}],
            }
        ],
        "not_collected": [{"what": "案件明细", "why": "只收汇总数"}],
    },
    {
        "number": 16,
        "subject": "出租房屋与流动人口",
        "sentence": "登记率达到规定比例。",
        "points": 7,
        "indicators": [
            {
                "name": "出租房屋登记率", "formula": "出租房屋登记数 / 出租房屋数",
                "unit": "%", "measure": "占比下限", "limits": {"全部": ">= 98%"},
            },
            {
                "name": "感应灯覆盖率", "formula": "出租房屋登记数 / 出租房屋数",
                "unit": "%", "measure": "占比下限",
            },
        ],
    },
    {"number": 26, "subject": "部署任务", "sentence": "按时报送。", "points": 4},
]  # fmt: skip


@cache
def edition(*, confirmed: bool = False, fictitious: bool = True) -> Edition:
    """Four clauses, three forms, six units."""
    statement = {
        "name": "demo",
        "title": "社会治安综合治理责任书",
        "district": "示例区",
        "office": "区综治办",
        "commission": "区综治委",
        "contact": "",
        "document_number": "",
        "reference": "演示用",
        "fictitious": fictitious,
        "full_marks": 100,
        "grades": [
            {"name": "优胜", "at_least": 90, "quota": "30%", "needs_clean_record": True},
            {"name": "合格", "at_least": 60},
            {"name": "不合格", "at_least": 0},
        ],
        "veto": {
            "lowest_grade": True, "designations": ["重大责任事故"],
            "reply_days": 5, "effect": "当年不参加评选",
        },
        "groups": ["一类", "二类", "三类"],
        "providers": {
            "unit": "街道", "district": "区综治办", "departments": ["公安", "消防", "统计"],
        },
        "register": [
            {"name": "总人口", "unit": "人", "source": "统计", "positive": True},
            {"name": "名册_社区数", "label": "社区数", "unit": "个", "source": "区综治办"},
            {"name": "名册_行政村数", "label": "行政村数", "unit": "个", "source": "区综治办"},
            {"name": "上年农村火灾起数", "unit": "起", "source": "消防"},
        ],
        "events": {
            "columns": [
                {"name": "事项编号", "kind": "文字"},
                {"name": "大类", "kind": "选项", "choices": ["案件", "事故"]},
                {"name": "发生时间", "kind": "时间"}, {"name": "接报时间", "kind": "时间"},
                {"name": "上报时间", "kind": "时间"}, {"name": "死亡人数", "kind": "计数"},
                {"name": "终报死亡人数", "kind": "计数"}, {"name": "简要情况", "kind": "文字"},
            ],
            "marks": ["重大责任事故", "影响全区"],
        },
        "due": {"月报": {"months_after": 1, "day": 5}, "年报": {"months_after": 1, "day": 15}},
        "confirmation": {"confirmed": confirmed, "note": "扣分标准为示例，未经确认"},
        "papers": {
            "unit": "街道", "addressees": "各街道办事处，区有关部门", "copies": "区委、区政府",
            "veto": "社会治安综合治理一票否决", "veto_copies": "区委组织部",
            "meeting": "述职会议",
        },
        "readings": [
            {"id": "R2", "question": "总人口口径", "default": "上年末常住人口", "reason": "不变"}
        ],
    }  # fmt: skip
    units = [
        {
            "name": name, "group": group,
            "figures": {
                "总人口": population, "名册_社区数": 8, "名册_行政村数": 0, "上年农村火灾起数": 0,
            },
        }
        for name, group, population in UNITS
    ]  # fmt: skip
    return edition_of(
        {
            "statement": statement,
            "units": units,
            "forms": [_MONTHLY, _ANNUAL, _DEPARTMENTS],
            "clauses": _CLAUSES,
        }
    )


def file_of(unit: str, month: int) -> str:
    """Where a unit's return of that month lies."""
    return f"{month:02d}/{unit}_{YEAR}年{month:02d}月.xlsx"


def cell_of(unit: str, month: int, cell: str, value: object) -> SourceCell:
    """A cell of a unit's return."""
    return SourceCell(file_of(unit, month), "月报", cell, str(value))


def indicator(  # one argument a field that differs
    name: str, value: Value, limit: str | None, met: bool | None,
    fraction: tuple[int, int] | None = None, room: tuple[int | None, int | None] = (None, None),
    standing: Standing = Standing.COMPLETE, unit: str = "%",
) -> IndicatorResult:  # fmt: skip
    """A result of clause 6 or 16 with one source."""
    top, bottom = fraction or (None, None)
    clause = 16 if name in ("出租房屋登记率", "感应灯覆盖率") else 6
    where = cell_of("示例一街道", THROUGH, "E9", top if top is not None else "未填")
    bound = bound_from(limit)
    return IndicatorResult(
        name, clause, unit, value, top, bottom, bound, met, *room, "部门核定", standing, (where,)
    )


def bound_from(limit: str | None) -> Bound | None:
    """``<= 70`` as it is judged."""
    return bound_of(decode(Limit, limit)) if limit else None


def _indicators(number: int) -> tuple[IndicatorResult, ...]:
    rate = Fraction(336 - 40 * number, 62000) * 10000
    solved = Fraction(94996, 100000)  # rounds to 95.00 %, and is not 95 % (R8)
    return (
        indicator(
            "刑事案件发案率", rate, "<= 70", True,
            (336 - 40 * number, 62000), (98 + 40 * number, 0), unit="起/万人",
        ),
        indicator("可防性案件占比", Fraction(9, 20), "<= 30%", False, (9, 20), (0, 3)),
        indicator("刑事破案率", solved, ">= 95%", False, (94996, 100000), (0, 4))
        if number % 2
        else indicator("刑事破案率", Fraction(19, 20), ">= 95%", True, (19, 20), (0, 0)),
        indicator("出租房屋登记率", BLANK, ">= 98%", None, standing=Standing.INCOMPLETE)
        if number == 3
        else indicator(
            "出租房屋登记率", NOT_APPLICABLE, ">= 98%", None, standing=Standing.NOT_APPLICABLE
        ),
        indicator("感应灯覆盖率", Fraction(1, 3), None, None, (1, 3)),
    )  # fmt: skip


def loss(  # one argument a field that differs
    rule_id: str, clause: int, points: str, *evidence: Evidence, rule: str = "",
    occasion: Occasion | None = None,
) -> LedgerRow:  # fmt: skip
    """A row of the ledger."""
    return LedgerRow(
        rule_id, clause, rule or "可防性案件占比每超1个百分点扣0.2分", Decimal(points), Fraction(2),
        "（可防性案件数 / 刑事立案数 - 30%）向上取整 × 0.2", "15 × 0.2 ＝ 3", evidence,
        Arithmetic(Fraction(points)), occasion,
    )  # fmt: skip


def figure_of(item: str, unit: str, month: int, cell: str, value: int) -> Contribution:
    """A month's figure of an item."""
    where = cell_of(unit, month, cell, value)
    return Contribution(item, unit, month, value, where, Basis.MONTHS)


def _losses(unit: str, number: int) -> tuple[LedgerRow, ...]:
    population = RegisterFigure(unit, "总人口", "62000")
    share = loss(
        "D06-2", 6, "2.00",
        *(
            figure_of(item, unit, month, cell, 3)
            for month in (1, 2, 3) for item, cell in (("可防性案件数", "E8"), ("刑事立案数", "E7"))
        ),
        Contribution("总人口", unit, None, 62000, population, Basis.REGISTER),
    )  # fmt: skip
    late = loss(
        "D26-2", 26, "0.50", Absence(unit, FormKind.MONTHLY, 5, DeliveryState.MISSING),
        rule="月报缺报每次扣0.5分", occasion=Occasion(YEAR, 5),
    )  # fmt: skip
    return {1: (), 2: (share,), 3: (share, late)}.get(number, (share,) * 1)


def _scores(losses: tuple[LedgerRow, ...]) -> tuple[ClauseScore, ...]:
    lost = {number: Decimal("0.00") for number in (5, 6, 16, 26)}
    for one in losses:
        lost[one.clause] += one.points
    points = {5: 5, 6: 10, 16: 7, 26: 4}
    return tuple(ClauseScore(number, Decimal(points[number]), lost[number]) for number in lost)


def _unit(number: int) -> UnitAppraisal:
    """Unit 1 loses nothing (100), unit 3 loses 2.00 + 0.50 (97.50), the others 2.00 (98.00)."""
    name, group, _ = UNITS[number - 1]
    losses = _losses(name, number)
    score = {1: Decimal("100.00"), 3: Decimal("97.50")}.get(number, Decimal("98.00"))
    veto = VetoState.PROPOSED if number == 6 else VetoState.NONE
    return UnitAppraisal(
        unit=name, group=group, score=score, grade="优胜" if number == 1 else "合格", veto=veto,
        veto_reasons=("区认定为重大责任事故（事项编号2026-01）",) if number == 6 else (),
        rank={1: 1, 3: 6}.get(number, 2), provisional=number == 3,
        provisional_reasons=("5月月报未报",) if number == 3 else (),
        clauses=_scores(losses), indicators=_indicators(number), losses=losses,
    )  # fmt: skip


def _deliveries() -> tuple[Delivery, ...]:
    """All on time but: unit 2 late in March, unit 3 missing May, unit 4 rejected in April."""
    odd = {
        ("示例二街道", 3): DeliveryState.LATE,
        ("示例三街道", 5): DeliveryState.MISSING,
        ("示例四街道", 4): DeliveryState.REJECTED,
    }
    found = []
    for name, _, _ in UNITS:
        for month in range(1, 13):
            due = date(YEAR + month // 12, month % 12 + 1, 5)
            state = DeliveryState.ON_TIME if month <= THROUGH else DeliveryState.NOT_DUE
            state = odd.get((name, month), state)
            there = state in (DeliveryState.ON_TIME, DeliveryState.LATE)
            day = 7 if state == DeliveryState.LATE else 4
            reported = due.replace(day=day) if there else None
            file = file_of(name, month) if there else ""
            found.append(Delivery(name, FormKind.MONTHLY, month, due, reported, state, file))
        last = date(YEAR + 1, 1, 15)
        found.append(Delivery(name, FormKind.ANNUAL, None, last, None, DeliveryState.NOT_DUE))
    return tuple(found)


def _contributions() -> tuple[Contribution, ...]:
    """Unit k files 10 + k cases every month, so January has 6 × 10 + 21 = 81."""
    found = []
    for number, (name, _, _) in enumerate(UNITS, 1):
        for month in range(1, THROUGH + 1):
            if (number, month) in ((3, 5), (4, 4)):
                continue
            figures: dict[str, tuple[Value, str]] = {
                "刑事立案数": (10 + number, "E7"),
                "可防性案件数": (number, "E8"),
                "刑事破案数": (BLANK if (number, month) == (2, 2) else 9, "E9"),
                "上半月排查会日期": (date(YEAR, month, 10), "E11"),
                "出租房屋数": (1000 * number, "E12"),
            }
            for item, (value, cell) in figures.items():
                source = cell_of(name, month, cell, value)
                found.append(Contribution(item, name, month, value, source, Basis.MONTHS))
    return tuple(found)


def _figures() -> dict[tuple[str, str], Value]:
    """刑事立案数: 6 × (10 + k), the two that lack a month 5 × (10 + k): 486 − 13 − 14 = 459."""
    found: dict[tuple[str, str], Value] = {}
    for number, (name, _, _) in enumerate(UNITS, 1):
        months = 5 if number in (3, 4) else 6
        found[(name, "刑事立案数")] = months * (10 + number)
        found[(name, "可防性案件数")] = months * number
        found[(name, "出租房屋数")] = 1000 * number
    return found


def _files() -> tuple[FileFindings, ...]:
    blocking = Finding(
        "13", Severity.BLOCKING, "月报", "E8", "可防性案件数", "39",
        "可防性案件数（39）大于刑事立案数（17）", "核对公安机关的立案统计", 6,
    )  # fmt: skip
    query = Finding(
        "19",
        Severity.QUERY,
        "月报",
        "E7",
        "刑事立案数",
        NASTY,
        f"变动过大 {TAGGED}",
        "在说明栏写明原因",
        6,
    )
    answered = replace(query, code="20", explained="-专项行动集中立案")
    file = file_of("示例二街道", 2)
    return (
        FileFindings(
            file, "ab" * 32, FormKind.MONTHLY, "示例二街道", YEAR, 2, (query, blocking, answered)
        ),
        FileFindings(
            file_of("示例一街道", 1), "cd" * 32, FormKind.MONTHLY, "示例一街道", YEAR, 1, ()
        ),
    )


def appraisal(*, final: bool = False) -> Appraisal:
    """The district through June."""
    return Appraisal(
        edition_id=edition().id,
        rules=rulebook(edition()),
        register_version=edition().register_version,
        year=YEAR,
        through=THROUGH,
        final=final,
        data_until=date(YEAR, 7, 4),
        units=tuple(_unit(number) for number in range(1, 7)),
        deliveries=_deliveries(),
        rejected=(Rejected("04/坏文件.xlsx", "不是工作簿：文件打不开"),),
        files=_files(),
        contributions=_contributions(),
        figures=_figures(),
    )
