"""Checks of sense: each trap that a rule keeper fell into, and a sister of it.

A specimen is a change of the standard edition, and what is said of it: a fault that is refused,
or a doubt about a subject.
"""

# ruff: noqa: E501  a specimen stands on one line

from collections.abc import Callable
from pathlib import Path

import pytest
import yaml
from drafts import Draft, own

from zongzhi_xl.core.soundness.sense import every
from zongzhi_xl.core.soundness.sense.glance import refused_at_once
from zongzhi_xl.statements.files import ANSWERS, STANDARD
from zongzhi_xl.statements.loader import standard

Change = Callable[[Draft], object]


def limits(indicator: str, **changed: object) -> Change:
    """The limits of an indicator, or other fields of it."""
    return lambda draft: draft.indicator(indicator).update(changed)


def fields(rule: str, **changed: object) -> Change:
    """Other fields of a deduction."""
    return lambda draft: draft.rule(rule).update(changed)


def per(rule: str, **changed: object) -> Change:
    return lambda draft: draft.rule(rule)["per"].update(changed)


def caps(rule: str, cap: float, other: str, rest: float) -> Change:
    """Two caps of one clause, which together stay the same."""
    return lambda draft: (draft.rule(rule).update(most=cap), draft.rule(other).update(most=rest))


def check(form: str, number: str, **changed: object) -> Change:
    return lambda draft: draft.check(form, number).update(changed)


def statement(**changed: object) -> Change:
    return lambda draft: draft.statement.update(changed)


def grade(number: int, **changed: object) -> Change:
    return lambda draft: draft.statement["grades"][number].update(changed)


def new_check(clause: int, **said: object) -> Change:
    common = {"severity": "强制性", "form": "月报", "words": "示例", "remedy": "示例"}
    return lambda draft: draft.clause(clause)["checks"].append({**common, **said})


def new_indicator(clause: int, like: str, **said: object) -> Change:
    return lambda draft: draft.clause(clause)["indicators"].append(
        {**draft.indicator(like), **said}
    )


def new_item(form: str, **said: object) -> Change:
    """An item like the form's first."""
    return lambda draft: draft.section(form)["items"].append(
        {**draft.section(form)["items"][0], "code": "99", **said}
    )


def same_rule(clause: int, rule: str, name: str) -> Change:
    """The rule once more, half of its cap each."""

    def change(draft: Draft) -> None:
        old = draft.rule(rule)
        old["most"] /= 2
        draft.clause(clause)["deductions"].append({**old, "id": name})

    return change


def bands(*over: tuple[int, int]) -> Change:
    """The bands of D04-2: hours and points; its words say the same numbers."""
    listed = [{"over": hours, "points": points} for hours, points in over]
    return fields("D04-2", bands=listed)


def bands_of_a_share(*bands: dict[str, object]) -> Change:
    """Clause 24 by bands of its share in place of its limit."""
    return lambda draft: (
        draft.rule("D24-1").update(
            of="知晓人数 / 调查人数", zero={"调查人数": "待定"}, bands=list(bands)
        ),
        draft.rule("D24-1").pop("per"),
    )


#: the trap → its specimens: what is changed, where or about what it is said, what is said
FAULTS: dict[str, list[tuple[Change, str, str]]] = {
    "a share's limit of 30 for 30 %": [
        (limits("可防性案件占比", limits={"全部": "<= 30"}), "limits.全部", "怎么填都达到，等于没有限额，是不是 <= 30%？"),
        (limits("刑事破案率", limits={"全部": ">= 90"}), "limits.全部", "怎么填都达不到"),
    ],
    "a limit turned round": [
        (limits("治安案件发案率", limits={"全部": ">= 30"}), "limits.全部", "方向反了：“人口率”应写 <="),
        (limits("知晓率", limits={"全部": "<= 85%"}), "limits.全部", "方向反了：“占比下限”应写 >="),
    ],
    "a difference turned round": [
        (fields("D02-5", of="签订责任书单位数 - 所辖单位数"), "clauses[1].deductions[4]", "怎么填都不扣分"),
        (fields("D10-1", of="已安置人数 - 应安置人数"), "clauses[9].deductions[0]", "怎么填都不扣分"),
    ],
    "a wrong unit": [
        (limits("可防性案件占比", unit="％"), "unit", "单位“％”是全角的，应写半角的 %"),
        (limits("可防性案件占比", unit="起"), "unit", "“占比上限”的单位应为 %，现为“起”"),
        (limits("治安案件发案率", unit="%"), "unit", "按每 10000 计的率，单位不能是 %"),
        (limits("治安案件发案率", unit="起/10万人"), "unit", "单位“起/10万人”是每 100000 的，公式却乘 10000"),
        (limits("治安案件发案率", unit="起/千人"), "unit", "单位“起/千人”是每 1000 的，公式却乘 10000"),
        (limits("治安案件发案率", limits={"全部": "<= 30%"}), "limits.全部", "写了 %，指标的单位却是 起/万人"),
        (limits("治安案件发案率", limits={"全部": "<= 万分之3"}), "limits.全部", "写了 万分之，指标的单位却是 起/万人"),
        (limits("治安案件发案率", unit="‰"), "unit", "公式已经乘了 10000，单位不能再写 ‰：去掉“* 10000”，限额写如 <= 2‰"),
        (limits("可防性案件占比", unit="‰", limits={"全部": "<= 300"}), "limits.全部", "是不是 <= 300‰？"),
        (per("D07-1", step="0.5‰"), "clauses[6].deductions[0]", "写了 ‰，“治安案件发案率”的单位却是 起/万人"),
    ],
    "a price changed and the words not": [
        (per("D02-5", price=0.3), "words", "文字里的 0.2 不在这一条的参数里（0.3"),
        (per("D06-4", price=0.2), "words", "文字里的 2 不在这一条的参数里（0.2）"),  # 2 is the cap
        (fields("D13-1", words="一次死亡3人以上的事故，每起扣2.5分"), "words", "文字里的 3 不在"),
    ],
    "a share of 101 % and more": [
        (limits("安置率", limits={"全部": ">= 101%"}), "limits.全部", "怎么填都达不到"),
        (limits("可防性案件占比", limits={"全部": "<= 200%"}), "limits.全部", "怎么填都达到"),
    ],
    "a rate below nought": [
        (limits("社会违法率", limits={"全部": "< 0"}), "limits.全部", "怎么填都达不到"),
        (limits("知晓率", limits={"全部": ">= 0%"}), "limits.全部", "怎么填都达到"),
    ],
    "two indicators of one formula with contradictory limits": [
        (new_indicator(6, "可防性案件占比", name="可防占比二", measure="占比下限", limits={"全部": ">= 40%"}),
         "limits", "与“可防性案件占比”公式相同，限额 <= 30% 和 >= 40% 不能同时达到"),
        (new_indicator(24, "知晓率", name="不知晓率", measure="占比上限", limits={"全部": "< 85%"}),
         "limits", "不能同时达到"),
    ],
    "a number where a condition is meant": [
        (fields("D11-1", of="治安联防队数"), "clauses[10].deductions[0].of", "只扣一次的应写成条件"),
        (fields("D03-2", of="专职人员数 + 兼职人员数"), "clauses[2].deductions[1].of", "只扣一次的应写成条件"),
    ],
    "the same deduction twice": [
        (same_rule(24, "D24-1", "D24-2"), "clauses[23].deductions[1]", "D24-2 与 D24-1 的扣法完全一样"),
        (same_rule(20, "D20-1", "D20-2"), "clauses[19].deductions[1]", "同一件事会扣两次"),
    ],
    "late tiers falling": [
        (bands((12, 2), (24, 1)), "bands", "越重的应扣得越多"),
        (fields("D04-2", without={"迟报小时": {"points": 0}}), "clauses[3].deductions[1]", "“一起没有上报”扣 0 分"),
        (lambda draft: draft.rule("D25-1").update(
            per={"price": 0.2, "most": 2}, without={"述职日期": {"points": 1}, "区定述职日期": {"take": "DATE(年份, 12, 10)"}}),
         "clauses[24].deductions[0]", "“没有述职日期”扣 1 分"),
    ],
    "late tiers doubled": [
        (bands((12, 1), (12, 2)), "bands", "有两档都从 12 起"),
        (bands((24, 2), (12, 1), (24, 1)), "bands", "有两档都从 24 起"),
    ],
    "bands with gaps": [
        (bands_of_a_share({"under": "60%", "points": 3}, {"at_least": "70%", "under": "85%", "points": 1}),
         "bands", "0.6 与 0.7 之间没有一档"),
        (bands_of_a_share({"at_most": "60%", "points": 3}, {"at_least": "60%", "under": "85%", "points": 1}),
         "bands", "0.6 与 0.6 两档重叠"),
        (bands_of_a_share({"under": "60%", "points": 3}, {"over": "60%", "under": "85%", "points": 1}),
         "bands", "0.6 与 0.6 之间没有一档"),
    ],
    "bands that go up and down": [
        (bands_of_a_share({"under": "60%", "points": 1}, {"at_least": "60%", "under": "70%", "points": 3},
                          {"at_least": "70%", "under": "85%", "points": 2}),
         "bands", "几档的分有升有降（1、3、2）"),
        (bands_of_a_share({"under": "60%", "points": 2}, {"at_least": "60%", "under": "70%", "points": 1},
                          {"at_least": "70%", "under": "80%", "points": 3},
                          {"at_least": "80%", "under": "85%", "points": 1}),
         "bands", "几档的分有升有降（2、1、3、1）"),
    ],
    "two blocking checks that no return satisfies together": [
        (new_check(6, id="13-9", rule="可防性案件数 > 刑事立案数"), "rule", "与审核关系 13 不能同时成立"),
        (new_check(5, id="22-9", rule="上半月排查会日期 > 当月十五日"), "rule", "没有一份报表能通过"),
    ],
    "a condition that never holds": [
        (fields("D11-1", of="治安联防队数 < 0"), "of", "怎么填都不成立"),
        (fields("D11-1", of="治安联防队数 > 5 and 治安联防队数 < 3"), "of", "怎么填都不成立"),
        (check("月报", "22", rule="当月十五日 <= 上半月排查会日期 <= 当月首日"), "rule", "怎么填都不成立"),
    ],
    "a condition that always holds": [
        (fields("D11-1", of="治安联防队数 >= 0"), "of", "怎么填都成立"),
        (check("月报", "49", rule="综治信息报送条数 >= 0"), "rule", "怎么填都成立"),
        (fields("D13-2", applies="名册_行政村数 >= 0"), "applies", "怎么填都成立"),
        (fields("D15-1", when=[{"where": "群体性事件起数 >= 0", "times": 0.5}]), "when[0].where", "怎么填都成立"),
    ],
    "done: X >= 0": [
        (fields("D04-1", of="没做的月(综治信息报送条数 >= 0)"), "of", "公式“综治信息报送条数 ≥ 0”怎么填都成立"),
        (fields("D05-2", of="没做的月(排查情况已报区 = 是 or 排查情况已报区 = 否)"), "of", "怎么填都成立"),
    ],
    "a grade from 101 of 100": [
        (grade(0, at_least=101), "grades[0].at_least", "“优胜”从 101 分起，最多只有 100 分"),
        (grade(0, at_least=100.5), "grades[0].at_least", "没有谁能评上"),
    ],
    "a quota on the lowest grade": [
        (grade(2, quota="30%"), "grades[2].quota", "“不合格”是最低的等次，不能限名额"),
        (grade(2, needs_clean_record=True), "grades[2].needs_clean_record", "不能再要求审核通过"),
    ],
    "two grades of one name": [
        (grade(1, name="优胜"), "grades[1].name", "等次“优胜”写了两次"),
        (grade(2, name="合格"), "grades[2].name", "等次“合格”写了两次"),
    ],
    "a tie break over a clause that is not there": [
        (statement(tie_breaks=["27"]), "tie_breaks[0]", "同分时要比第27条失分，但没有这一条"),
        (statement(tie_breaks=["6", "13+51"]), "tie_breaks[1]", "同分时要比第51条失分"),
    ],
    "reply_days 0": [
        (lambda draft: draft.statement["veto"].update(reply_days=0), "reply_days", "申辩期是 0 天"),
        (statement(resubmission_days=365), "resubmission_days", "补正期是 365 天"),
    ],
}  # fmt: skip

DOUBTS: dict[str, list[tuple[Change, str, str]]] = {
    "a step of 1 for 1 %": [
        (per("D06-2", step=1), "D06-2", "最坏也只扣 0.2 分，到不了封顶的 2 分；差得再多也只算一档"),
        (per("D24-1", step=1), "D24-1", "步长是不是写大了一百倍？"),
    ],
    "a check turned round": [
        (check("月报", "13", rule="刑事立案数 <= 可防性案件数"), "月报 13", "是不是写反了？"),
        (check("年报", "58", rule="年初计划日期 > 半年总结日期"), "年报 58", "文字写“年初计划日期应早于半年总结日期”"),
        (check("年报", "52", rule="居民楼道数 <= 安装感应灯楼道数"), "年报 52", "是不是写反了？"),
    ],
    "a relation changed and its words not": [
        (check("月报", "40", parameters={
            "at": "上报时间", "of": ["案件"], "rule": "(上报时间 - 起算时间) * 24 <= 10"}),
         "月报 40", "里的 12 不在公式里"),
        (check("月报", "26", rule="下半月排查会日期 - 上半月排查会日期 >= 7"), "月报 26", "里的 5 不在公式里"),
    ],
    "a cap below a single charge": [
        (lambda draft: (fields("D12-1", words="没有参加扣5分")(draft), per("D12-1", price=5)(draft)),
         "D12-1", "一次就要扣 5 分，封顶只有 1 分"),
        (caps("D06-4", 1, "D06-1", 4), "D06-4", "一次就要扣 2 分，封顶只有 1 分"),
    ],
    "a cap that nothing reaches": [
        (lambda draft: (fields("D12-1", words="没有参加扣0.1分")(draft), per("D12-1", price=0.1)(draft)),
         "D12-1", "最坏也只扣 0.1 分，到不了封顶的 1 分"),
        (caps("D05-2", 2, "D05-3", 1), "D05-2", "最坏也只扣 1.2 分，到不了封顶的 2 分"),
    ],
    "an unused item": [
        (new_item("月报", name="走访户数"), "走访户数", "要填报，但没有一条指标、扣分或审核用到它"),
        (new_item("部门提供数", name="信访件数"), "信访件数", "要填报，但没有一条指标"),
    ],
    "a looser limit for the stricter group": [
        (limits("刑事案件发案率", limits={"一类": "<= 70", "二类": "<= 30", "三类": "<= 50"}),
         "刑事案件发案率", "宽严次序与“可防性案件占比”相反"),
        (limits("可防性案件占比", limits={"一类": "<= 15%", "二类": "<= 20%", "三类": "<= 30%"}),
         "可防性案件占比", "宽严次序与“刑事案件发案率”相反"),
    ],
    "a rule asked of nobody": [
        (fields("D13-2", applies="名册_行政村数 > 100"), "D13-2", "名册里没有一个单位适用这一条"),
        (fields("D14-2", applies="名册_社区数 > 100"), "D14-2", "谁也不会扣分"),
    ],
}  # fmt: skip


def listed(traps: dict[str, list[tuple[Change, str, str]]]) -> list[object]:
    """The first specimen of each trap; its sisters are tried with the long tests."""
    return [
        pytest.param(*specimen, id=f"{trap} {n}", marks=[pytest.mark.long] if n > 1 else [])
        for trap, specimens in traps.items()
        for n, specimen in enumerate(specimens, 1)
    ]


@pytest.mark.parametrize(("change", "place", "says"), listed(FAULTS))
def test_what_nobody_can_mean_is_refused(change: Change, place: str, says: str) -> None:
    draft = Draft()
    change(draft)
    found = draft.faults()
    told = [one for one in found if says in one]
    assert told, found
    assert all(one.split("：")[0].endswith(place) for one in told)


@pytest.mark.parametrize(("change", "subject", "says"), listed(DOUBTS))
def test_what_is_hardly_meant_is_asked_about(change: Change, subject: str, says: str) -> None:
    draft = Draft()
    change(draft)
    assert draft.faults() == []
    assert says in draft.doubts()[subject]


#: section 3 of the page on mistakes that nobody noticed, trap by trap, and where each is found
PAGE = {
    "step: 1 for 1 %": "a step of 1 for 1 %",
    "limit 30 for 30 %": "a share's limit of 30 for 30 %",
    "limit turned round": "a limit turned round",
    "difference turned round in a count": "a difference turned round",
    "check turned round": "a check turned round",
    "wrong unit (％, 起 for a share, % for a rate)": "a wrong unit",
    "price changed and words not": "a price changed and the words not",
    "share >= 101%": "a share of 101 % and more",
    "rate < 0": "a rate below nought",
    "share <= 200%": "a share of 101 % and more",
    "two indicators of one formula with <= 30% and >= 40%":
        "two indicators of one formula with contradictory limits",
    "the same deduction twice": "the same deduction twice",
    "late tiers falling": "late tiers falling",
    "late tiers doubled": "late tiers doubled",
    "two blocking checks A ≤ B and A > B": "two blocking checks that no return satisfies together",
    "X < 0": "a condition that never holds",
    "X >= 0": "a condition that always holds",
    "X > 5 and X < 3": "a condition that never holds",
    "5 with cap 1": "a cap below a single charge",
    "0.1 with cap 1": "a cap that nothing reaches",
    "done: X >= 0": "done: X >= 0",
    "a grade from 101 of 100": "a grade from 101 of 100",
    "quota on the lowest grade": "a quota on the lowest grade",
    "two grades of one name": "two grades of one name",
    "bands with gaps": "bands with gaps",
    "an unused item": "an unused item",
    "a tie break over a clause that is not there": "a tie break over a clause that is not there",
    "reply_days 0": "reply_days 0",
    "a looser limit for the stricter group": "a looser limit for the stricter group",
}  # fmt: skip


def test_every_trap_of_the_page_has_a_specimen_and_a_sister() -> None:
    traps = FAULTS | DOUBTS
    assert {*PAGE.values()} <= traps.keys()
    assert {trap: len(specimens) for trap, specimens in traps.items() if len(specimens) < 2} == {}


def test_the_standard_edition_raises_nothing_that_it_does_not_answer() -> None:
    assert [*refused_at_once(standard()), *every.refused_on_trial(standard())] == []
    answers = yaml.safe_load((Path(STANDARD) / ANSWERS).read_text(encoding="utf-8"))
    assert answers.keys() == own()
