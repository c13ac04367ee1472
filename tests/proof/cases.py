"""Returns that a clerk may hand in, of every sort, the same ones every time. All invented.

One good return is changed in one place at a time (slips), moved to where a relation or a limit
just holds and just breaks (brinks), and there are returns with many things wrong at once.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from fractions import Fraction
from itertools import pairwise
from random import Random

from tests.core.good_returns import ANNUAL, ANNUAL_BASES, MARCH, MARCH_BASES, SIGNATURE, UNIT, YEAR
from tests.proof.spreadsheet import ERROR
from tests.sheets.returns import EVENT, many
from zongzhi_xl.contract import BROUGHT_FORWARD, ISSUED, SO_FAR
from zongzhi_xl.core.edition.items import FormKind, Kind
from zongzhi_xl.core.edition.statement import Edition
from zongzhi_xl.core.language.evaluation import evaluate
from zongzhi_xl.core.language.expressions import Expression
from zongzhi_xl.core.language.values import Gap, Value
from zongzhi_xl.record import replace
from zongzhi_xl.sheets.return_book import ReturnContents, facts_of
from zongzhi_xl.sheets.returns.book_plan import BookPlan, plan_of
from zongzhi_xl.sheets.returns.live import Facts
from zongzhi_xl.sheets.returns.trial import TrialRow

#: what may stand in any cell
SLIPS: tuple[object, ...] = (None, "不适用", "12起", 0, ERROR)
#: and in one cell of each, by what belongs there
STRANGE: Mapping[Kind, tuple[object, ...]] = {
    Kind.COUNT: (
        -1, 2.5, 1, 10**10 - 1, 10**10, 10**15, "１２", " ", "3 ", "1,200", "是", "=1+1", "'5",
        0.1 + 0.2,
    ),
    Kind.DATE: (
        36525, 36526, 73050, 73051, 45000.75, -1, "3月5日", "2026-03-05", date(2026, 2, 28),
        date(2026, 3, 1), date(2026, 3, 15), date(2026, 3, 16), date(2026, 3, 31), date(2099, 1, 1),
    ),
    Kind.YES_NO: ("是", "否", "有", " 是", "是 ", 1, "Y", "是否", 2.5),
}  # fmt: skip
_HEAD_SLIPS: Mapping[str, tuple[object, ...]] = {
    "填报单位": (None, "", " 于楼街道 ", "于楼", "某某街道", 7),
    "年份": (None, "2026", "二〇二六", 1999, 2000, 2099, 2100, 2026.5, -1, " "),
    "月份": (None, "3", "三月", 0, 1, 12, 13, 2.5, " "),
    "填表人": (None, " ", "甲"),
    "单位负责人": (None, " "),
    "联系电话": (None, "无", 4270000001),
    "报出日期": (
        None, "4月2日", 36525, 36526, date(2026, 3, 27), date(2026, 3, 28), date(2026, 4, 10),
        date(2026, 4, 11), date(2026, 3, 25), date(2026, 3, 24),
    ),
    "本月无重大事项": (None, "否", "无", "不适用", 0),
    "更正原因": ("巡逻少计1次",),
}  # fmt: skip


@dataclass(frozen=True)
class Case:
    """One generated return and what sort of return it is."""

    sort: str
    contents: ReturnContents


def good(form: FormKind) -> ReturnContents:
    """The return in which nothing is wrong."""
    head = {name: value for name, value in SIGNATURE.items() if name not in ("填报单位", "年份")}
    if form == FormKind.MONTHLY:
        return ReturnContents(UNIT, YEAR, 3, {**head, **MARCH}, bases=MARCH_BASES)
    return ReturnContents(UNIT, YEAR, None, {**head, **ANNUAL}, bases=ANNUAL_BASES)


def generated(form: FormKind, edition: Edition, count: int) -> Iterator[Case]:
    """``count`` returns: all the systematic ones, and random ones for the rest."""
    plan, found = plan_of(edition, form), 0
    for case in _systematic(plan):
        found += 1
        yield case
    for contents in many(edition, form, max(count - found, 0)):
        yield Case("各处随机填错", contents)


def _systematic(plan: BookPlan) -> Iterator[Case]:
    yield from _blanks(plan)
    yield from _slips(plan)
    yield from _slips_in_head(plan)
    yield from _slips_in_bases(plan)
    yield from _relations(plan)
    yield from _limits(plan)
    if plan.layout.monthly:
        yield from _meetings(plan)
        yield from _events(plan)
        yield from _copied(plan)
    yield from _texts(plan)


def _blanks(plan: BookPlan) -> Iterator[Case]:
    yield Case("空表", ReturnContents())
    for unit in plan.edition.units:
        yield Case("空表", ReturnContents(unit.name, YEAR))
    for month in range(1, 13) if plan.layout.monthly else ():
        yield Case("空表", ReturnContents(UNIT, YEAR, month))
        yield Case("各月", replace(good(plan.kind), month=month))
        without = {
            name: value
            for name, value in good(plan.kind).bases.items()
            if not name.startswith(BROUGHT_FORWARD)
        }
        yield Case("各月", replace(good(plan.kind), month=month, bases=without))


def _slips(plan: BookPlan) -> Iterator[Case]:
    seen: dict[Kind, int] = {}
    start = good(plan.kind)
    for name, item in plan.bases.items.items():
        order = seen[item.kind] = seen.get(item.kind, 0) + 1
        # the strange ones in turn: two at each cell, each of them at several cells
        strange = STRANGE[item.kind]
        some = [strange[(2 * order + n) % len(strange)] for n in range(2)]
        for slip in (*SLIPS, *some):
            yield Case("一格填错", _with(start, name, slip))
        if order % 2:
            explained = replace(_with(start, name, 0), notes={name: "核对过"})
            yield Case("一格填错并说明", explained)


def _with(start: ReturnContents, name: str, value: object) -> ReturnContents:
    return replace(start, values={**start.values, name: value})


def _slips_in_head(plan: BookPlan) -> Iterator[Case]:
    start = good(plan.kind)
    for name, slips in _HEAD_SLIPS.items():
        if name in plan.layout.inputs:
            for slip in slips:
                yield Case("表头填错", _with(start, name, slip))
    for nature in ("第1次更正", "首报", "补报"):
        yield Case("表头填错", replace(start, nature=nature))


def _slips_in_bases(plan: BookPlan) -> Iterator[Case]:
    start = good(plan.kind)
    for n, (name, kind) in enumerate(plan.bases.base_kinds.items()):
        fitting = ("否", "是") if kind == Kind.YES_NO else (0, 3)
        slip = (None, fitting[0], None, fitting[1], "不适用", "约20")[n % 6]
        yield Case("底数不全", replace(start, bases={**start.bases, name: slip}))
    yield Case("底数不全", replace(start, bases={}))
    issued_for = {"填报单位": (UNIT, "兴海街道"), "年份": (YEAR, 2025), "月份": (3, 2)}
    for name, others in issued_for.items():
        if f"{ISSUED}{name}" in plan.bases.literals:
            for issued in others:
                bases = {**start.bases, f"{ISSUED}{name}": issued}
                yield Case("下发给谁", replace(start, bases=bases))


# ------------------------------------------------------------------ brinks


def _relations(plan: BookPlan) -> Iterator[Case]:
    """Every live relation at its brink, by each figure in it that can be typed.

    Of a check that runs for several items the first: the formulas of the others are the same.
    """
    start = good(plan.kind)
    known = facts_of(plan, start)
    for row in plan.checks.rows:
        if row.rule is None or row.row not in plan.checks.lives:
            continue
        if row.item not in (None, *row.check.each[:1]):
            continue
        for name in row.rule.names:
            for value in _brinks(row.rule, known, name):
                changed = _turned(plan, start, name, value)
                if changed:
                    yield Case("审核关系的临界", changed)


def _meetings(plan: BookPlan) -> Iterator[Case]:
    """Both meetings of the month, each within its half, four, five and six days apart."""
    for apart in (4, 5, 6):
        first = date(2026, 3, 14)
        start = _with(good(plan.kind), "上半月排查会日期", first)
        second = first + timedelta(days=apart)
        yield Case("审核关系的临界", _with(start, "下半月排查会日期", second))


def _turned(
    plan: BookPlan, start: ReturnContents, name: str, value: object
) -> ReturnContents | None:
    """The return with the figure ``name`` at ``value``; None where nobody types it."""
    if name in plan.layout.inputs:
        return _with(start, name, value)
    if name in plan.bases.base_kinds:
        return replace(start, bases={**start.bases, name: value})
    if name.startswith(SO_FAR) and isinstance(value, int):
        item = name.removeprefix(SO_FAR)
        before = start.bases.get(f"{BROUGHT_FORWARD}{item}") or 0
        assert isinstance(before, int)
        return _with(start, item, value - before) if value >= before else None
    return None


def _brinks(rule: Expression, known: Facts, name: str) -> Iterator[Value]:
    """Values of one figure of a rule around where its answer turns, and one step beside."""
    now = known.value(name)
    if isinstance(now, Gap | str | Fraction):
        return
    ladder = _ladder(now)
    answers = [_answer(rule, known, name, value) for value in ladder]
    beside: set[int] = set()
    for n, (one, next_one) in enumerate(pairwise(answers)):
        if one != next_one:
            beside |= {n - 1, n, n + 1, n + 2}
    yield from (ladder[n] for n in sorted(beside) if 0 <= n < len(ladder))


def _ladder(now: Value) -> list[Value]:
    if isinstance(now, date):
        return [date(now.year, now.month, now.day) + timedelta(days=n) for n in range(-400, 400)]
    assert isinstance(now, int)
    return list(range(max(2000, 2 * now)))


def _answer(rule: Expression, known: Facts, name: str, value: Value) -> Value:
    return evaluate(rule, lambda other: value if other == name else known.value(other))


def _limits(plan: BookPlan) -> Iterator[Case]:
    """Every indicator at its limit and at nine tenths of it, for a unit under each limit."""
    units = {unit.group: unit.name for unit in plan.edition.units}
    for row in plan.trial.rows:
        bottom = row.indicator.denominator
        bottoms = (0, 40) if bottom and _item(plan, bottom) else (None,)
        limits = {str(row.indicator.limit_for(group)): unit for group, unit in units.items()}
        for unit in limits.values():
            for value in bottoms:
                yield from _limit(plan, row, unit, value)


def _item(plan: BookPlan, name: str) -> str | None:
    """The item in whose cell a figure of the year is typed."""
    named = (plan.trial.named(name) or "").removeprefix(SO_FAR)
    return named if named in plan.bases.items else None


def _limit(plan: BookPlan, row: TrialRow, unit: str, bottom: int | None) -> Iterator[Case]:
    """In January nothing is brought forward, so the month's figure is the year's."""
    indicator, start = row.indicator, replace(good(plan.kind), unit=unit)
    if plan.layout.monthly:
        start = replace(start, month=1, bases={})
    top, under = _item(plan, indicator.numerator), _item(plan, indicator.denominator or "")
    limit = indicator.limit_for(plan.edition.unit(unit).group)  # type: ignore[union-attr]
    if bottom is not None and under:
        start = _with(start, under, bottom)
    known = facts_of(plan, start)
    bound = evaluate(limit.bound, known.value) if limit else None
    if top is None or not isinstance(bound, int | Fraction):
        yield Case("指标的限额", start)
        return
    base = (
        known.value(plan.trial.named(indicator.denominator) or "") if indicator.denominator else 1
    )
    if not isinstance(base, int):
        return
    edge = bound * base / indicator.scale
    near = {int(part * edge) + step for part in (1, Fraction(9, 10)) for step in (-1, 0, 1, 2)}
    for value in sorted(one for one in near if one >= 0):
        yield Case("指标的限额", _with(start, top, value))


# ------------------------------------------------------------------ the register of events


def _events(plan: BookPlan) -> Iterator[Case]:
    start, chance = good(plan.kind), Random(3)
    for column in EVENT:
        for slip in (None, "无", "不适用", -1, 2.5, 0, 36525, 73051, ERROR):
            one = {**EVENT, column: slip}
            events = tuple({**EVENT, "事项编号": f"{n}"} for n in range(chance.randint(0, 2)))
            said = _with(start, "本月无重大事项", chance.choice(["是", "否"]))
            yield Case("重大事项登记", replace(said, events=(*events, one)))
    yield from _hours(start)
    yield from _repeated(start)


def _hours(start: ReturnContents) -> Iterator[Case]:
    """Each category at its hours and a minute beside, in and out of order, explained or not."""
    began = datetime(2026, 3, 5, 2, 30)
    for category in ("案件", "事故", "矛盾纠纷", "其他"):
        for minutes in (-1, 0, 719, 720, 721, 1439, 1440, 1441):
            sent = began + timedelta(minutes=minutes)
            for called, words in ((None, ""), (began, "原因：停电"), (sent, "原因：。")):
                one = {**EVENT, "大类": category, "上报时间": sent, "接报时间": called,
                       "简要情况": f"发生一起，{words}"}  # fmt: skip
                yield Case("上报时限", _registered(start, one))
    for called in (began - timedelta(minutes=1), began + timedelta(hours=3)):
        yield Case("上报时限", _registered(start, {**EVENT, "接报时间": called}))
    for day in (datetime(2026, 2, 28, 23, 59), datetime(2026, 3, 1), datetime(2026, 4, 1)):
        one = {**EVENT, "发生时间": day, "上报时间": day + timedelta(hours=1)}
        yield Case("上报时限", _registered(start, one))


def _registered(start: ReturnContents, *events: Mapping[str, object]) -> ReturnContents:
    return replace(_with(start, "本月无重大事项", "否"), events=events)


def _repeated(start: ReturnContents) -> Iterator[Case]:
    """Two or three rows that share category and time, or their number; deaths; disputes."""
    other = {**EVENT, "事项编号": "2026-03-002", "发生时间": datetime(2026, 3, 6, 2, 30)}
    other["上报时间"] = datetime(2026, 3, 6, 5, 0)
    for changed in (
        {}, {"事项编号": "2026-03-001"}, {"发生时间": EVENT["发生时间"]}, {"大类": "案件"},
        {"事项编号": "2026-03-001", "发生时间": EVENT["发生时间"]}, {"事项编号": None},
        {"死亡人数": 2, "终报死亡人数": 1}, {"死亡人数": 2, "终报死亡人数": 2},
        {"死亡人数": None}, {"事故类型": None}, {"大类": "案件", "事故类型": None},
    ):  # fmt: skip
        yield Case("重复登记", _registered(start, EVENT, {**other, **changed}))
        yield Case("重复登记", _registered(start, EVENT, other, {**other, **changed}))
    disputes = [{**other, "大类": "矛盾纠纷", "事项编号": f"{n}"} for n in range(3)]
    for count in (2, 3):
        few = _with(_registered(start, *disputes), "排查矛盾纠纷数", count)
        yield Case("重复登记", _with(few, "化解矛盾纠纷数", 0))


# ------------------------------------------------------------------ texts, and last month

#: with a number of a person and without, some only just; all invented
_TEXTS = (
    "13900000000", "电话13900000000，未接", "12900000000", "139000000001", "013900000000",
    "8613900000000", "008613900000000", "110101199001011234", "11010119900101123X",
    "110101199013011234", "110101900101123", "110101901301123", "6222020000000000007",
    "6222020000000000008", "4000000000000002", "0427-2810000", "公综治〔2026〕12号", "1390000000",
    "139-0000-0000", ".", "无", "无案件", "\u200b", "\u3000\u3000", '=DISPIMG("ID_1",1)', " ",
)  # fmt: skip


def _texts(plan: BookPlan) -> Iterator[Case]:
    """A query that is explained by each of the texts, and each of them in the head."""
    start = good(plan.kind)
    for n, text in enumerate(_TEXTS):
        name = "治安巡逻次数" if plan.layout.monthly else "联防队员数"
        yield Case("文字", replace(_with(start, name, 0), notes={name: text}))
        head = ("填表人", "单位负责人", "更正原因")[n % 3]
        yield Case("文字", replace(_with(start, head, text), nature="第1次更正"))
        if plan.layout.monthly:
            yield Case("文字", _registered(start, {**EVENT, "简要情况": text}))
    yield Case("文字", _with(start, "填表人", start.values["单位负责人"]))


def _copied(plan: BookPlan) -> Iterator[Case]:
    """As many flows as last month's as are asked about, and one fewer."""
    start, names = good(plan.kind), list(plan.bases.same)
    for compared in (4, 5, 10):
        for alike in range(compared * 8 // 10 - 1, compared + 1):
            bases: dict[str, object] = {f"上月_{name}": 0 for name in names}
            for n, name in enumerate(names[:compared]):
                bases[f"上月_{name}"] = start.values[name] + (n >= alike) or 1  # type: ignore[operator]
            yield Case("照抄上月", replace(start, bases={**start.bases, **bases}))
    for month in range(1, 13):
        for earlier in (None, 0, 1):
            before = {**start.bases, "本季_综治专题会议日期": earlier}
            undone = _with(start, "综治专题会议日期", None)
            yield Case("照抄上月", replace(undone, month=month, bases=before))
