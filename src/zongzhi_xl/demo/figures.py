"""An office's invented year: plausible, correlated figures, the same for the same seed.

Parts of a whole follow the whole: solved cases are a share of the cases so far, registered homes
a share of the homes, so that a return without a slip passes its checks.
"""

from calendar import monthrange
from collections import Counter
from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from functools import cached_property, partial
from random import Random
from typing import Any

from zongzhi_xl.contract import FILLED_IN_BY, NIL_RETURN, REPORTED_ON, SIGNED_BY, TELEPHONE
from zongzhi_xl.core.edition.items import FormKind, Item, Kind
from zongzhi_xl.core.edition.statement import Edition
from zongzhi_xl.core.language.values import NO, NOT_APPLICABLE, YES
from zongzhi_xl.demo.district import Care, Office
from zongzhi_xl.record import Record, Workpiece, field

Figures = dict[str, Any]
#: lowest and highest
Range = tuple[float, float]

#: yearly limits that the letter sets, from which the invented rates keep their distance
_CASES = {"一类": 70, "二类": 50, "三类": 30}
_PREVENTABLE = {"一类": 0.30, "二类": 0.20, "三类": 0.15}
#: month → its days that nobody works
_CLOSED_DAYS: Mapping[int, range] = {
    1: range(1, 4), 2: range(15, 24), 4: range(4, 7), 5: range(1, 6), 10: range(1, 9),
}  # fmt: skip
#: what a clerk writes in 说明 where a duty was left undone
_EXCUSES = {
    "上半月排查会日期": "本月未召开，已安排下月补开",
    "下半月排查会日期": "本月未召开，已安排下月补开",
    "综治信息报送条数": "本月没有报送信息",
    "治安巡逻次数": "本月没有组织巡逻",
}


class MonthOfOffice(Record):
    """What happened in one month, as a careful clerk would write it."""

    values: Figures
    events: tuple[Figures, ...] = ()
    notes: Mapping[str, str] = field(default_factory=dict)


def uneventful(edition: Edition, form: FormKind, month: int | None = None) -> Figures:
    """What stands at every item of which no story is told: an item added to a form needs none.

    What the register of units holds as well is left to it.
    """
    items = (item for item in edition.form(form).items if item.name not in edition.registered)
    return {item.name: _nothing(item, month) for item in items}


def _nothing(item: Item, month: int | None) -> Any:
    if not item.applies_in(month):
        return str(NOT_APPLICABLE)
    return {Kind.COUNT: 0, Kind.YES_NO: YES, Kind.DATE: None}[item.kind]


class YearOfOffice(Workpiece):
    """One office's year, drawn month after month from its own random stream."""

    office: Office
    year: int
    seed: int
    edition: Edition

    @cached_property
    def random(self) -> Random:
        """The stream of this office and year; nothing else draws from it."""
        return Random(f"{self.seed}/{self.year}/{self.office.number}")  # noqa: S311  # a sample

    def pick(self, good: Range, middling: Range, poor: Range) -> float:
        """A number from the range that fits the office's care."""
        low, high = (good, middling, poor)[self.office.care.value]
        return self.random.uniform(low, high)

    def often(self, good: float, middling: float, poor: float) -> bool:
        """Whether something with these chances happens."""
        return self.random.random() < (good, middling, poor)[self.office.care.value]

    def about(self, mean: float) -> int:
        """A count near ``mean``, a little less scattered than chance alone."""
        return max(0, round(self.random.gauss(mean, 0.6 * max(mean, 0.2) ** 0.5)))

    def workday(self, first: date, last: date) -> date:
        """A working day from ``first`` to ``last``."""
        days = [first + timedelta(n) for n in range((last - first).days + 1)]
        open_days = [
            d for d in days if d.weekday() < 5 and d.day not in _CLOSED_DAYS.get(d.month, ())
        ]
        return self.random.choice(open_days or days)

    # -------------------------------------------------------------- the months

    @cached_property
    def rates(self) -> Mapping[str, float]:
        """Shares and yearly rates that stay with the office all year."""
        unit = self.office.unit
        near = self.pick((0.75, 0.92), (0.9, 1.1), (1.15, 1.35))
        preventable = self.pick((0.7, 0.95), (0.85, 1.15), (1.15, 1.4))
        return {
            "刑事立案数": unit.figures["总人口"] / 1e4 * _CASES[unit.group] * near / 12,
            "可防性案件数": _PREVENTABLE[unit.group] * preventable,
            "刑事破案数": self.pick((0.905, 0.95), (0.86, 0.92), (0.68, 0.8)),
            "治安案件受理数": unit.figures["总人口"] / 1e4 * 30 / 12
            * self.pick((0.7, 0.95), (0.9, 1.12), (1.2, 1.6)),
            "治安案件查处数": self.pick((1, 1), (0.975, 1), (0.88, 0.95)),
            "治安案件查结数": self.pick((0.81, 0.92), (0.76, 0.86), (0.62, 0.74)),
            "民间纠纷受理数": unit.figures["总人口"] / 2500,
            "民间纠纷调解数": self.pick((1, 1), (0.98, 1), (0.9, 0.96)),
            "民间纠纷调解成功数": self.pick((0.952, 0.985), (0.92, 0.965), (0.82, 0.9)),
            "出租房屋登记数": self.pick((0.981, 0.995), (0.955, 0.985), (0.88, 0.95)),
            "流动人口登记数": self.pick((0.981, 0.995), (0.955, 0.985), (0.88, 0.95)),
            "已办证暂住人口数": self.pick((0.905, 0.97), (0.86, 0.92), (0.74, 0.84)),
        }  # fmt: skip

    @cached_property
    def months(self) -> tuple[MonthOfOffice, ...]:
        """January to December."""
        self._sums: Counter[str] = Counter()
        return tuple(self._month(month) for month in range(1, 13))

    def _month(self, month: int) -> MonthOfOffice:
        values = {
            **uneventful(self.edition, FormKind.MONTHLY, month),
            **self._cases(), **self._disputes(month), **self._homes(),
            **self._safety(month), **self._work(month),
        }  # fmt: skip
        events = self._events(month)
        values |= self._meetings(month)
        notes = {
            item: words
            for item, words in _EXCUSES.items()
            if values[item] in (None, 0) and self.often(1, 0.8, 0.3)
        }
        values[NIL_RETURN] = NO if events else YES
        return MonthOfOffice(values, events, notes)

    def share(self, part: str, whole: str, values: Figures) -> None:
        """Put ``part`` into ``values``: its share of the whole so far, less what came before."""
        target = round(self._sums[whole] * self.rates[part])
        values[part] = max(0, target - self._sums[part])
        self._sums[part] += values[part]

    def flow(self, item: str, values: Figures) -> None:
        """Put a flow near its monthly rate into ``values``."""
        values[item] = self.about(self.rates[item])
        self._sums[item] += values[item]

    def _cases(self) -> Figures:
        values: Figures = {}
        self.flow("刑事立案数", values)
        self.share("可防性案件数", "刑事立案数", values)
        self.share("刑事破案数", "刑事立案数", values)
        self.flow("治安案件受理数", values)
        self.share("治安案件查处数", "治安案件受理数", values)
        self.share("治安案件查结数", "治安案件受理数", values)
        values["破获积案数"] = self.random.choice((0, 0, 1, 1, 2))
        return values

    def _disputes(self, month: int) -> Figures:
        values: Figures = {}
        self.flow("民间纠纷受理数", values)
        self.share("民间纠纷调解数", "民间纠纷受理数", values)
        self.share("民间纠纷调解成功数", "民间纠纷调解数", values)
        values["排查矛盾纠纷数"] = self.about(self.office.unit.figures["总人口"] / 3000) + 2
        values["化解矛盾纠纷数"] = values["排查矛盾纠纷数"] - self.random.choice((0, 0, 1, 2))
        values["排查情况已报区"] = NO if self.often(0, 0.04, 0.25) else YES
        values["期初未化解纠纷数"] = (
            self.random.randint(0, 4) if month == 1 else str(NOT_APPLICABLE)
        )
        return values

    def _homes(self) -> Figures:
        people = self.office.unit.figures["总人口"]
        homes, migrants = (
            round(people * share * self.random.uniform(0.99, 1.01)) for share in (0.021, 0.06)
        )
        due = round(migrants * 0.7)
        return {
            "出租房屋数": homes,
            "出租房屋登记数": round(homes * self.rates["出租房屋登记数"]),
            "流动人口数": migrants,
            "流动人口登记数": round(migrants * self.rates["流动人口登记数"]),
            "应办证暂住人口数": due,
            "已办证暂住人口数": round(due * self.rates["已办证暂住人口数"]),
            "流出人口数": round(people * 0.03 * self.random.uniform(0.98, 1.02)),
            "实行微机管理": NO if self.office.number == 12 else YES,
        }

    def _safety(self, month: int) -> Figures:
        unit = self.office.unit
        control = unit.figures["上年农村火灾起数"] * 8 // 10
        yearly = control * self.pick((0.4, 0.75), (0.7, 1.1), (1.3, 1.7))
        dry = 1.6 if month in (1, 2, 3, 11, 12) else 0.55
        return {
            "农村火灾起数": self.about(yearly / 12 * dry) if unit.figures["名册_行政村数"] else 0
        }

    def _work(self, month: int) -> Figures:
        due = self.random.randint(1, 3)
        late = self.random.randint(0, due) if self.often(0.03, 0.15, 0.5) else 0
        campaigns = 0 if self.office.number == 20 else self.random.randint(1, 3)
        actions = campaigns if month in (6, 12) else str(NOT_APPLICABLE)
        spoken = int(month % 3 == 0) if self.office.care is not Care.POOR else int(month in (3, 9))
        days = monthrange(self.year, month)[1]
        patrols = round(
            self.office.unit.figures["名册_社区数"] * days * self.random.uniform(0.8, 1.1)
        )
        return {
            "综治信息报送条数": 0 if self.often(0.02, 0.1, 0.4) else self.random.randint(1, 5),
            "治安巡逻次数": 0 if self.often(0, 0.02, 0.2) else patrols,
            "普法宣传次数": spoken
            + self.random.choice((0, 0, 1)) * (self.office.care is Care.GOOD),
            "专项斗争行动次数": actions,
            "打击传销行动次数": actions,
            "部署任务数": due,
            "按时完成任务数": due - late,
        }

    def _meetings(self, month: int) -> Figures:
        day = partial(date, self.year, month)
        last = monthrange(self.year, month)[1]

        def met(first: date, latest: date) -> date | None:
            return None if self.often(0.01, 0.06, 0.25) else self.workday(first, latest)

        held = month % 3 == 2 and not self.often(0, 0.15, 0.5)
        return {
            "上半月排查会日期": met(day(4), day(13)),
            "下半月排查会日期": met(day(19), day(last - 1)),
            "综治专题会议日期": self.workday(day(8), day(26)) if held else None,
        }  # fmt: skip

    # -------------------------------------------------------------- the register of events

    def _events(self, month: int) -> tuple[Figures, ...]:
        categories = ("矛盾纠纷", "案件", "事故")
        happened = (category for category in categories if self.often(0.06, 0.1, 0.16))
        return tuple(self.event(month, one, number) for number, one in enumerate(happened, 1))

    def event(self, month: int, category: str, number: int, hours: float = 0) -> Figures:
        """One row of 重大事项登记; reported after ``hours`` (0: in time)."""
        happened = self.workday(date(self.year, month, 3), date(self.year, month, 26))
        clock = time(self.random.randint(1, 22), self.random.randint(0, 59))
        started = datetime.combine(happened, clock)
        called = started + timedelta(minutes=self.random.randint(10, 90))
        waited = timedelta(hours=hours or self.random.uniform(2, 11))
        accident = category == "事故"
        return {
            "事项编号": f"示例{self.office.number:02}-{month:02}-{number}",
            "大类": category,
            "事故类型": self.random.choice(("火灾", "生产", "交通")) if accident else "不适用",
            "发生时间": started,
            "接报时间": called,
            "上报时间": (started + waited).replace(second=0, microsecond=0),
            "死亡人数": self.random.choice((0, 0, 0, 1)) if accident else None,
            "简要情况": "虚构数据，仅作演示",
        }

    # -------------------------------------------------------------- signatures and days

    def signature(self, due: date) -> Figures:
        """Who filled in, who answers, and the day of reporting, not after the due date."""
        who = self.office.number
        return {
            FILLED_IN_BY: f"示例填表人{who}",
            SIGNED_BY: f"示例负责人{who}",
            TELEPHONE: f"0000-20000{who:02}",
            REPORTED_ON: self.workday(due - timedelta(days=4), due),
        }
