"""What stands in an invented annual return, and what the departments answer for."""

from datetime import date

from zongzhi_xl.core.edition.items import FormKind
from zongzhi_xl.core.edition.statement import Edition
from zongzhi_xl.core.language.values import NO, YES
from zongzhi_xl.demo.district import Care
from zongzhi_xl.demo.figures import Figures, YearOfOffice, uneventful

#: month and day that the district sets for the reports (述职)
SPEECHES = (12, 8)
#: departments that answer month by month; the others do so once a year
_MONTHLY = ("公安", "消防", "区综治办")
#: offices whose trouble the district notes: 第十五条, 第十九条, 影响全区
_TROUBLE = {5: (1, 0, 0), 12: (0, 1, 0), 20: (1, 0, 1)}


def annual_figures(year: YearOfOffice) -> Figures:
    """Every item of 年报, 全年核对 with the sum of the true months."""
    return {
        **uneventful(year.edition, FormKind.ANNUAL),
        **_premises(year), **_base(year), **_people(year), **_publicity(year), **_team(year),
    }  # fmt: skip


def _yes(condition: bool) -> str:
    return YES if condition else NO


def _part(year: YearOfOffice, whole: int, good: float, poor: float) -> int:
    return round(whole * year.pick((good, 1), (poor, good), (poor / 2, poor)))


def _premises(year: YearOfOffice) -> Figures:
    unit = year.office.unit
    villages = unit.figures["名册_行政村数"]
    settled = unit.figures["名册_社区数"] + villages
    stairs, entrances, estates = (round(unit.figures["总人口"] / per) for per in (160, 90, 2500))
    return {
        "平安社区村数": _part(year, settled, 0.9, 0.6),
        "居民楼道数": stairs,
        "安装感应灯楼道数": _part(year, stairs, 0.9, 0.7),
        "居民单元数": entrances,
        "安装对讲门单元数": _part(year, entrances, 0.8, 0.5),
        "居民小区数": estates,
        "有技防设施小区数": _part(year, estates, 0.9, 0.6),
        "行政村数": villages,
        "建立群防组织村数": 0 if year.office.number == 5 else _part(year, villages, 0.9, 0.6),
    }


def _base(year: YearOfOffice) -> Figures:
    poor = year.office.care is Care.POOR
    signed = round(year.office.unit.figures["名册_社区数"] * 3.5)
    unsigned = year.random.randint(*((0, 0), (0, 2), (3, 6))[year.office.care.value])
    when = year.year
    return {
        "年终检查考核完成": _yes(not poor or year.office.number != 12),
        "年初计划日期": year.workday(date(when, 1, 12), date(when, 2, 10)),
        "半年总结日期": year.workday(date(when, 6, 26), date(when, 7, 15)),
        "年终总结日期": None if poor else year.workday(date(when, 12, 21), date(when, 12, 31)),
        "所辖单位数": signed,
        "签订责任书单位数": signed - unsigned,
        "专职人员数": year.random.randint(1, 4),
        "兼职人员数": year.random.randint(3, 9),
        "综治档案规范": _yes(not poor),
    }


def _people(year: YearOfOffice) -> Figures:
    unit = year.office.unit
    released = max(4, round(unit.figures["总人口"] / 900))
    due = round(released * 0.8)
    unplaced = (0, year.random.randint(0, 2), 4)[year.office.care.value]
    again = round(released * year.pick((0, 0.03), (0, 0.045), (0.06, 0.1)))
    teams = unit.figures["名册_社区数"] + unit.figures["名册_行政村数"] + 1
    limits = unit.figures["总人口"] / 1e4 * 5, unit.figures["总人口"] / 1e4 * 7
    return {
        "社会违法人数": int(limits[0] * year.pick((0.4, 0.9), (0.7, 1.1), (1.2, 1.8))),
        "社会犯罪人数": int(limits[1] * year.pick((0.4, 0.9), (0.7, 1.1), (1.2, 1.6))),
        "刑释人员数": released,
        "重新犯罪人数": again,
        "应安置人数": due,
        "已安置人数": due - unplaced,
        "帮教对象数": released + 5,
        "帮教对子数": released,
        "青少年法制教育次数": year.random.randint(2, 8),
        "治安联防队数": teams,
        "有联防队社区村数": teams - 1,
        "联防队员数": teams * year.random.randint(6, 12),
    }  # fmt: skip


def _publicity(year: YearOfOffice) -> Figures:
    unit, poor = year.office.unit, year.office.care is Care.POOR
    target, homes = round(unit.figures["总人口"] * 0.8), round(unit.figures["总人口"] / 2.7)
    quarters = unit.figures["名册_社区数"]
    drug_free = quarters - (2 if poor else 0)
    return {
        "社区数": quarters,
        "有固定标语社区数": unit.figures["名册_社区数"]
        - (year.random.randint(1, 3) if poor else 0),
        "应受普法教育人数": target,
        "已受普法教育人数": round(target * year.pick((0.952, 0.99), (0.92, 0.965), (0.78, 0.9))),
        "法律进社区次数": year.random.randint(4, 12),
        "流动人口宣传次数": year.random.randint(2, 6),
        "扫黄打非次数": year.random.randint(1, 4),
        "禁毒禁赌宣传次数": year.random.randint(2, 6),
        "家庭户数": homes,
        "参与平安家庭户数": round(homes * year.random.uniform(0.5, 0.9)),
        "无毒社区数": drug_free,
        "无毒街道": _yes(drug_free == quarters),
    }


def _team(year: YearOfOffice) -> Figures:
    poor, firms = year.office.care is Care.POOR, year.office.number % 7
    asked = year.random.randint(0, 6)
    in_time = date(year.year, 12, 2), date(year.year, *SPEECHES)
    too_late = date(year.year, 12, 11)
    return {
        "班子受处分数": int(year.office.number in (12, 20)),
        "职工队员违法犯罪人数": int(poor and year.often(0, 0, 0.5)),
        "驻地企业数": firms,
        "签订共建协议企业数": firms - (1 if firms > 2 else 0),
        "法院协助请求数": asked,
        "已协助请求数": asked - (1 if poor and asked else 0),
        "书记述职日期": year.workday(*in_time),
        "主任述职日期": too_late if year.office.number == 12 else year.workday(*in_time),
        **_confirmed(year),
    }  # fmt: skip


def _confirmed(year: YearOfOffice) -> Figures:
    return {
        item.name: sum(month.values[item.sums] for month in year.months)
        for item in year.edition.form(FormKind.ANNUAL).items
        if item.sums
    }


def survey_and_incidents(year: YearOfOffice) -> Figures:
    """The items that only the district has: incidents, spot check, survey, day of the reports."""
    crowd, cult, shock = _TROUBLE.get(year.office.number, (0, 0, 0))
    asked, checked = year.random.randint(180, 240), 30
    return {
        **uneventful(year.edition, FormKind.DEPARTMENTS),
        "群体性事件起数": crowd,
        "反邪教通报事件数": cult,
        "影响全区事件数": shock,
        "抽查户数": checked,
        "抽查未登记户数": round(checked * year.pick((0, 0.02), (0, 0.05), (0.05, 0.1))),
        "调查人数": asked,
        "知晓人数": round(asked * year.pick((0.855, 0.96), (0.82, 0.9), (0.7, 0.8))),
        "区定述职日期": date(year.year, *SPEECHES),
    }


def department_figures(
    years: list[YearOfOffice], annual: list[Figures], edition: Edition
) -> tuple[dict[str, Figures], dict[tuple[str, int], Figures]]:
    """Yearly and monthly figures of the departments: police and district answer month by month."""
    items = edition.form(FormKind.ANNUAL).items
    of_year = [one.name for one in items if not edition.is_of_unit(one) and not one.sums]
    of_month = [one.name for one in edition.form(FormKind.MONTHLY).items if one.source in _MONTHLY]
    yearly = {
        year.office.name: {name: figures[name] for name in of_year} | survey_and_incidents(year)
        for year, figures in zip(years, annual, strict=True)
    }
    monthly = {
        (year.office.name, number): {name: month.values[name] for name in of_month}
        for year in years
        for number, month in enumerate(year.months, 1)
    }
    return yearly, monthly
