"""A year without a fault: one invented office that loses no point at all, in memory.

Cases change a few figures of it and say what that costs. To keep the arithmetic of the cases
short, flows stand in January only (the other months are 0), so that an overriding January is
the year; stocks are the same in every month. Figures are invented.
"""

from calendar import monthrange
from collections.abc import Iterator, Mapping
from datetime import date, timedelta

from tests.unremarkable import completed
from zongzhi_xl.contract import DISTRICT_COLUMNS
from zongzhi_xl.core.edition.items import FormKind
from zongzhi_xl.core.edition.register import Unit
from zongzhi_xl.core.edition.statement import Edition
from zongzhi_xl.core.language.values import BLANK, Value
from zongzhi_xl.core.returned.departments import DepartmentReturn
from zongzhi_xl.core.returned.designations import designations_in
from zongzhi_xl.core.returned.submission import (
    Entry,
    Place,
    RawCell,
    RawReturn,
    Submission,
    reading_of,
    submission_of,
)
from zongzhi_xl.record import Record, field, replace
from zongzhi_xl.statements.loader import standard

YEAR = 2026
MONTHS = range(1, 13)
ANNUAL = "年报"


def unit_of(name: str, group: str, *figures: int, formerly: tuple[str, ...] = ()) -> Unit:
    """A unit by the standard register: people, communities, villages, fires of last year."""
    return Unit(name, group, dict(zip(standard().registered, figures, strict=True)), formerly)


UNIT = unit_of("示例一街道", "一类", 10000, 10, 5, 10)

#: flows, all of them in January
JANUARY = {
    "刑事立案数": 10, "可防性案件数": 1, "刑事破案数": 10,
    "治安案件受理数": 20, "治安案件查处数": 20, "治安案件查结数": 20, "破获积案数": 0,
    "民间纠纷受理数": 20, "民间纠纷调解数": 20, "民间纠纷调解成功数": 20,
    "农村火灾起数": 0, "部署任务数": 10, "按时完成任务数": 10,
}  # fmt: skip

#: the same in every month: stocks, and duties of each month
EVERY_MONTH = {
    "排查情况已报区": "是", "排查矛盾纠纷数": 5, "化解矛盾纠纷数": 5,
    "出租房屋数": 100, "出租房屋登记数": 100, "流动人口数": 100, "流动人口登记数": 100,
    "应办证暂住人口数": 50, "已办证暂住人口数": 50, "流出人口数": 10, "实行微机管理": "是",
    "综治信息报送条数": 1, "治安巡逻次数": 4,
}  # fmt: skip

ANNUAL_FIGURES = {
    "开展平安创建": "是", "平安社区村数": 10, "居民楼道数": 100, "安装感应灯楼道数": 80,
    "居民单元数": 100, "安装对讲门单元数": 80, "居民小区数": 10, "有技防设施小区数": 8,
    "行政村数": 5, "建立群防组织村数": 5,
    "组织落实": "是", "人员落实": "是", "制度落实": "是",
    "半年检查考核完成": "是", "年终检查考核完成": "是", "综治档案规范": "是",
    "年初计划日期": date(2026, 1, 20), "半年总结日期": date(2026, 7, 5),
    "年终总结日期": date(2026, 12, 25), "所辖单位数": 20, "签订责任书单位数": 20,
    "分管领导明确": "是", "专职人员数": 2, "兼职人员数": 3,
    "社会违法人数": 2, "社会犯罪人数": 3,
    "刑释人员数": 100, "重新犯罪人数": 1, "应安置人数": 10, "已安置人数": 10,
    "帮教对象数": 10, "帮教对子数": 10, "青少年法制教育次数": 4,
    "治安联防队数": 11, "有联防队社区村数": 10, "联防队员数": 55,
    "社区数": 10, "有固定标语社区数": 10, "应受普法教育人数": 9000, "已受普法教育人数": 9000,
    "法律进社区次数": 10, "流动人口宣传次数": 4, "扫黄打非次数": 2, "禁毒禁赌宣传次数": 4,
    "家庭户数": 4000, "参与平安家庭户数": 3000, "无毒社区数": 10, "无毒街道": "是",
    "班子受处分数": 0, "职工队员违法犯罪人数": 0,
    "企地共建开展": "是", "驻地企业数": 10, "签订共建协议企业数": 8,
    "法院协助请求数": 10, "已协助请求数": 10,
    "书记述职日期": date(2026, 12, 5), "主任述职日期": date(2026, 12, 5),
}  # fmt: skip

#: items of 全年核对 are 全年 + the monthly item (R10)
CONFIRMED = (
    "刑事立案数", "可防性案件数", "刑事破案数", "治安案件受理数", "治安案件查处数",
    "治安案件查结数", "民间纠纷受理数", "民间纠纷调解数", "民间纠纷调解成功数",
    "农村火灾起数", "普法宣传次数",
)  # fmt: skip

DEPARTMENT_FIGURES = {
    "群体性事件起数": 0, "反邪教通报事件数": 0, "影响全区事件数": 0,
    "抽查户数": 50, "抽查未登记户数": 0, "调查人数": 100, "知晓人数": 90,
    "区定述职日期": date(2026, 12, 8),
}  # fmt: skip

Figures = Mapping[str, object]


def month_figures(month: int) -> dict[str, object]:
    """The good figures of one month; what applies in June and December only is 不适用 elsewhere."""
    half_year_end, quarter_end = month in (6, 12), month % 3 == 0
    action = 1 if half_year_end else "不适用"
    flows = JANUARY if month == 1 else dict.fromkeys(JANUARY, 0)
    named = {
        **flows,
        **EVERY_MONTH,
        "上半月排查会日期": date(YEAR, month, 10),
        "下半月排查会日期": date(YEAR, month, 25),
        "综治专题会议日期": date(YEAR, month, 20) if quarter_end else None,
        "普法宣传次数": int(quarter_end),
        "专项斗争行动次数": action,
        "打击传销行动次数": action,
        "期初未化解纠纷数": 0 if month == 1 else "不适用",
    }
    return completed(named, FormKind.MONTHLY, month)


def reported(month: int) -> date:
    """Two days before the due date (the 5th of the next month)."""
    return date(YEAR, month, monthrange(YEAR, month)[1]) + timedelta(days=3)


class Year(Record):
    """What one office and the departments hand in for a year; keys of ``missing`` and ``reported``
    are months and 年报.
    """

    unit: Unit
    months: Mapping[int, Figures]
    annual: Figures
    yearly: Figures
    monthly: Mapping[int, Figures] = field(default_factory=dict)
    events: Mapping[int, tuple[Figures, ...]] = field(default_factory=dict)
    missing: frozenset[object] = frozenset()
    reported: Mapping[object, date] = field(default_factory=dict)
    notes: Mapping[object, Mapping[str, str]] = field(default_factory=dict)
    #: by month, what the district tells of events that no register has
    designated: Mapping[int, tuple[Figures, ...]] = field(default_factory=dict)


def good_year(unit: Unit = UNIT) -> Year:
    """The year in which nothing is lost."""
    return Year(
        unit,
        {month: month_figures(month) for month in MONTHS},
        completed(ANNUAL_FIGURES, FormKind.ANNUAL),
        DEPARTMENT_FIGURES,
        reported={ANNUAL: date(2027, 1, 10)} | {month: reported(month) for month in MONTHS},
    )


def confirmed(year: Year) -> Year:
    """全年核对 filled in with the sum of the months, unless a month is missing or has no number."""
    sums = {f"全年{item}": _sum(year, item) for item in CONFIRMED}
    return replace(year, annual=sums | dict(year.annual))


def _sum(year: Year, item: str) -> int | None:
    figures = [year.months[month].get(item) for month in MONTHS]
    whole = not year.missing and all(isinstance(one, int) for one in figures)
    return sum(figures) if whole else None  # type: ignore[arg-type]


# ------------------------------------------------------------------ as the readers would give it


def submissions(year: Year, edition: Edition) -> list[Submission]:
    """Every return of the year that is not missing, understood by the edition."""
    year = confirmed(year)
    raw = [monthly_return(year, month, edition.id) for month in MONTHS if month not in year.missing]
    if ANNUAL not in year.missing:
        raw.append(annual_return(year, edition.id))
    return [submission_of(one, edition) for one in raw]


def changed_return(paper: Submission, **values: Value | None) -> Submission:
    """``paper`` with other values in some of its cells (None: blank)."""
    changed = {
        name: replace(
            paper.entries.get(name) or Entry(BLANK, Place(paper.file, paper.form.value, "H9")),
            value=BLANK if value is None else value,
        )
        for name, value in values.items()
    }
    return replace(paper, entries={**paper.entries, **changed})


def monthly_return(year: Year, month: int, edition_id: str) -> RawReturn:
    """One monthly return, with the brought-forward that the district presets (承前_)."""
    events = year.events.get(month, ())
    cells = {
        "月份": month,
        "本月无重大事项": "否" if events else "是",
        **year.months[month],
        **_brought_forward(year, month),
    }
    register = tuple(_row(month, row, event) for row, event in enumerate(events, 2))
    return _raw(year, month, edition_id, cells, register)


def annual_return(year: Year, edition_id: str) -> RawReturn:
    """The annual return."""
    return _raw(year, ANNUAL, edition_id, dict(year.annual))


def _raw(
    year: Year,
    period: object,
    edition_id: str,
    figures: Mapping[str, object],
    register: tuple[Mapping[str, RawCell], ...] = (),
) -> RawReturn:
    form = ANNUAL if period == ANNUAL else "月报"
    file = f"{year.unit.name}_{period}.xlsx"
    identity = {
        "填报单位": year.unit.name, "年份": YEAR, "报表种类": form, "版本": edition_id,
        "填表人": "甲", "单位负责人": "乙", "联系电话": "0000000",
        "报出日期": year.reported[period],
    }  # fmt: skip
    cells = {
        name: RawCell(form, f"D{row}", value)
        for row, (name, value) in enumerate({**identity, **figures}.items(), 3)
    }
    notes = {
        item: RawCell(form, f"I{row}", text)
        for row, (item, text) in enumerate(year.notes.get(period, {}).items(), 3)
    }
    return RawReturn(file, f"sha-{file}", cells, register, notes)


def _brought_forward(year: Year, month: int) -> dict[str, int | None]:
    flows = [*JANUARY, "排查矛盾纠纷数", "化解矛盾纠纷数", "综治信息报送条数", "治安巡逻次数",
             "普法宣传次数"]  # fmt: skip
    earlier = range(1, month)
    sums = {}
    for item in flows:
        figures = [year.months[one].get(item) for one in earlier]
        whole = all(isinstance(figure, int) for figure in figures)
        sums[f"承前_{item}"] = sum(figures) if whole else None  # type: ignore[arg-type]
    return sums


def _row(month: int, row: int, event: Figures) -> dict[str, RawCell]:
    filled = {"事项编号": f"示例{month}-{row}", "事故类型": "不适用", **event}
    own = {name: value for name, value in filled.items() if name not in DISTRICT_COLUMNS}
    return _cells("重大事项", row, own)


def _cells(sheet: str, row: int, values: Figures) -> dict[str, RawCell]:
    """A row, a cell a column from A on."""
    return {
        name: RawCell(sheet, f"{column}{row}", value)
        for column, (name, value) in zip("ABCDEFGHIJK", values.items(), strict=False)
    }


def _designated(year: Year) -> Iterator[Figures]:
    """The rows of 区认定: what ``events`` say in its columns, then what nobody registered."""
    for month, events in year.events.items():
        for row, event in enumerate(events, 2):
            said = {name: event[name] for name in DISTRICT_COLUMNS if event.get(name)}
            if said:
                number = event.get("事项编号", f"示例{month}-{row}")
                named = {name: event.get(name) for name in ("大类", "发生时间")}
                yield {"单位": year.unit.name, "月份": month, "事项编号": number, **named, **said}
    for month, rows in year.designated.items():
        yield from ({"单位": year.unit.name, "月份": month, **row} for row in rows)


def department_return(years: list[Year], edition: Edition) -> DepartmentReturn:
    """部门提供数 of all these units; a blank figure is left out."""
    file = "部门提供数.xlsx"
    yearly = {
        year.unit.name: _entries(year.yearly, file, "年度", row, edition)
        for row, year in enumerate(years, 2)
    }
    pairs = [(year, month, figures) for year in years for month, figures in year.monthly.items()]
    monthly = {
        (year.unit.name, month): _entries(figures, file, "月度", row, edition)
        for row, (year, month, figures) in enumerate(pairs, 2)
    }
    rows = [row for year in years for row in _designated(year)]
    designated, found = designations_in(
        [_cells("区认定", number, row) for number, row in enumerate(rows, 7)], file, edition, YEAR
    )
    return DepartmentReturn(
        YEAR, edition.id, file, f"sha-{file}", yearly, monthly, tuple(found), designated=designated
    )


def _entries(
    figures: Figures, file: str, sheet: str, row: int, edition: Edition
) -> dict[str, Entry]:
    filled = {item: value for item, value in figures.items() if value is not None}
    return {
        item: Entry(
            reading_of(value, edition.items[item].kind),
            Place(file, sheet, f"R{row}C{column}"),
        )
        for column, (item, value) in enumerate(filled.items(), 3)
    }
