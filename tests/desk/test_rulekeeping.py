"""A rule keeper begins an edition, tries it, sees what differs, reckons the old year by it."""

import json
from decimal import Decimal
from functools import cache
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from tests.bags import of_departments, of_return
from tests.good_year import YEAR, department_return, good_year, submissions
from zongzhi_xl.cli import app
from zongzhi_xl.core.appraising.appraisal import appraise
from zongzhi_xl.core.appraising.scorecard import Appraisal
from zongzhi_xl.core.appraising.tally import merge_all
from zongzhi_xl.core.edition.statement import Edition
from zongzhi_xl.desk.rulekeeping.given import compare
from zongzhi_xl.desk.rulekeeping.replaying import document, lines, side_by_side
from zongzhi_xl.desk.rulekeeping.trying import RuleTried, try_rules
from zongzhi_xl.record import replace
from zongzhi_xl.statements.files import STANDARD
from zongzhi_xl.statements.loader import load


def run(*args: object) -> Result:
    return CliRunner().invoke(app, ["rules", *map(str, args)])


@pytest.fixture
def new(tmp_path: Path) -> Path:
    """An edition begun like the standard one."""
    folder = tmp_path / "2027"
    assert run("new", folder).exit_code == 0
    return folder


def change(folder: Path, start: str, old: str, new: str) -> None:
    (file,) = folder.glob(f"{start}*")
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")


# ------------------------------------------------------------------ new


def test_a_new_edition_is_the_one_that_it_is_like(new: Path) -> None:
    assert load(new).id == load(STANDARD).id
    assert run("check", new).exit_code == 0


def test_a_new_edition_overwrites_nothing(new: Path) -> None:
    again = run("new", new)
    assert again.exit_code == 2
    assert "里已有内容，请另给一个文件夹" in again.stderr


def test_a_new_edition_is_like_a_sound_one_only(new: Path, tmp_path: Path) -> None:
    change(new, "statement", "reply_days: 5", "reply_days: 0")
    like = run("new", tmp_path / "2028", "--like", new)
    assert like.exit_code == 2
    assert "申辩期是 0 天" in like.stderr
    assert not (tmp_path / "2028").exists()


# ------------------------------------------------------------------ try


@cache
def of_standard() -> tuple[RuleTried, ...]:
    return try_rules(STANDARD)


def tried(rule: str, group: str = "") -> list[tuple[str, str, str]]:
    """Situation, points and what the rule costs uncapped; of one group where they differ."""
    (one,) = [one for one in of_standard() if one.rule.deduction.id == rule]
    return [
        (each.situation.words, str(each.points), str(each.whole))
        for whose, each in one.situations
        if whose == group
    ]


def test_a_share_is_tried_at_nought_at_its_limit_a_step_off_and_at_its_worst() -> None:
    """D06-2: at most 30 %, 0.2 for each point, cap 2; 100 % is 70 points off: 14, capped."""
    assert tried("D06-2", "一类") == [
        ("可防性案件占比 0%", "0", "0"),
        ("可防性案件占比 30%", "0", "0"),
        ("可防性案件占比 31%", "1/5", "1/5"),
        ("可防性案件占比 100%", "2", "14"),
    ]


def test_a_floor_is_tried_downwards() -> None:
    """D24-1: at least 85 %, 0.2 for each point, cap 3; 0 % is 85 points off: 17, capped."""
    assert tried("D24-1") == [
        ("知晓率 100%", "0", "0"),
        ("知晓率 85%", "0", "0"),
        ("知晓率 84%", "1/5", "1/5"),
        ("知晓率 0%", "3", "17"),
    ]


def test_a_limit_that_differs_is_tried_group_by_group() -> None:
    """D06-1: one case a ten thousand beyond 70, 50, 30 costs 0.2 in each group."""
    for group, beyond in (("一类", 71), ("二类", 51), ("三类", 31)):
        assert (f"刑事案件发案率 {beyond}起/万人", "1/5", "1/5") in tried("D06-1", group)
    only = run("try", "--clause", 6, "--group", "三类").stdout
    assert "三类，刑事案件发案率 31起/万人 → 扣 0.2" in only
    assert "一类" not in only
    assert "D06-3" in only  # the same for all
    wrong = run("try", "--group", "四类")
    assert wrong.exit_code == 2
    assert "没有组别“四类”" in wrong.stderr


def test_a_price_by_group_is_tried_at_the_price_of_each(tmp_path: Path) -> None:
    """Of a group without an office too."""
    new = tmp_path / "2027"
    run("new", new)
    change(new, "clauses/06_刑事案件", "{price: 0.2}",
           "{price: {一类: 0.2, 二类: 0.3, 三类: 0.5}}")  # fmt: skip
    text = (new / "units.yaml").read_text(encoding="utf-8")
    (new / "units.yaml").write_text(text.replace("三类", "二类"), encoding="utf-8")
    (row, *_) = json.loads(run("try", new, "--clause", 6, "--json").stdout)
    found = {(one["group"], one["points"]) for one in row["situations"]}
    assert found >= {("一类", "0.2"), ("二类", "0.3"), ("三类", "0.5")}


def test_events_are_tried_by_their_hours() -> None:
    """D04-2: over 12 hours 1, over 24 hours or never 2, cap 3."""
    assert [(words, whole) for words, _, whole in tried("D04-2")] == [
        ("没有事项", "0"),
        ("案件，发生后 0 小时上报", "0"),
        ("案件，发生后 1 小时上报", "0"),
        ("案件，发生后 12 小时上报", "0"),
        ("案件，发生后 13 小时上报", "1"),
        ("案件，发生后 24 小时上报", "1"),
        ("案件，发生后 25 小时上报", "2"),
        ("案件，发生后 250 小时上报", "2"),
        ("一起没有上报", "2"),
        ("这样的10起", "20"),
    ]


def test_duties_returns_and_days_are_tried() -> None:
    """D02-1: a quarter 0.5; D26-2: 12 × 0.1 + 0.5 and 12 × 0.5 + 2; D25-1: a day 0.2, at most 1."""
    assert [points for _, points, _ in tried("D02-1")] == ["0", "1/2", "2"]
    assert [whole for _, _, whole in tried("D26-2")] == ["0", "1/10", "17/10", "8"]
    assert [points for _, points, _ in tried("D25-1")] == ["0", "0", "1/5", *"111", "2"]
    assert [points for _, points, _ in tried("D13-1")] == ["0", "0", "5/2", "5"]


def test_a_figure_that_is_no_office_has_is_not_supposed() -> None:
    """Nobody signs with more units than there are."""
    assert [words for words, _, _ in tried("D02-5")][1] == "所辖单位数 1、签订责任书单位数 0"


def test_the_command_tries_one_clause() -> None:
    said = run("try", "--clause", 24)
    assert said.exit_code == 0
    assert "D24-1 知晓率每低1个百分点扣0.2分（封顶 3）" in said.stdout
    assert "知晓率 84% → 扣 0.2：85% − 8400 ÷ 10000 = 1.00个百分点，1 × 0.2 = 0.2" in said.stdout
    (one,) = json.loads(run("try", "--clause", 24, "--json").stdout)
    assert one["situations"][3] == {
        "situation": "知晓率 0%", "points": "3", "before_cap": "17",
        "working": "85% − 0 ÷ 10000 = 85.00个百分点，85 × 0.2 = 17，封顶 3",
    }  # fmt: skip
    assert run("try", "--clause", 99).exit_code == 2


# ------------------------------------------------------------------ diff


def test_no_word_of_the_files_is_told(new: Path) -> None:
    """Fields are called as ``fields.yaml`` calls them, also inside one another."""
    change(new, "statement", "papers:\n  unit: 街道", "papers:\n  unit: 乡镇")
    change(new, "clauses/04", "{over: 12, points: 1}", "{over: 6, points: 1}")
    change(new, "forms/月报", "least: 5", "least: 6")
    assert [one.words for one in compare(STANDARD, new)] == [
        "总则 公文用语：单位称呼 街道 → 乡镇",
        "月报 审核关系 10 参数：至少 5 → 6",
        "第4条 扣分 D04-2：分档 扣几分：1；超过：12；扣几分：2；超过：24"
        " → 扣几分：1；超过：6；扣几分：2；超过：24",
    ]


def test_what_differs_is_told_by_what_people_call_it(new: Path) -> None:
    change(new, "clauses/06", "一类: <= 70", "一类: <= 60")
    change(new, "clauses/06", "发案率)\n  per: {price: 0.2}", "发案率)\n  per: {price: 0.3}")
    change(new, "statement", "at_least: 90", "at_least: 92")
    change(new, "statement", "reply_days: 5", "reply_days: 7")
    change(new, "units", "总人口: 62000", "总人口: 63000")
    assert [one.words for one in compare(STANDARD, new)] == [
        "总则 等次 优胜：最低分 90 → 92",
        "总则 一票否决：申辩期 5 → 7",
        "名册 单位 兴海街道：名册的数 总人口 62000 → 63000",
        "第6条 指标 刑事案件发案率：限额 一类 <= 70 → <= 60",
        "第6条 扣分 D06-1 按步：单价 0.2 → 0.3",
    ]


def test_what_is_new_and_what_is_gone(new: Path) -> None:
    check = "- id: '26'\n"
    text = next(new.glob("clauses/05*")).read_text(encoding="utf-8")
    start = text.index(check)
    gone = text[start : text.index("- id: '28'")]
    change(new, "clauses/05", gone, "")
    change(new, "statement", "- name: 合格\n", "- name: 良好\n  at_least: 80\n- name: 合格\n")
    assert [one.words for one in compare(STANDARD, new)] == [
        "总则：增加等次 良好：最低分 80",
        "第5条：删去审核关系 26：上、下半月的会一般至少相隔5天",
    ]


def test_the_command_says_when_nothing_differs(new: Path) -> None:
    assert run("diff", "standard", new).stdout == "两套考核方案没有不同\n"
    change(new, "statement", "reply_days: 5", "reply_days: 7")
    (one,) = json.loads(run("diff", "standard", new, "--json").stdout)
    assert one == {"where": "总则 一票否决", "what": "申辩期", "before": "5", "after": "7"}


# ------------------------------------------------------------------ replay


def result(edition: Edition, **january: object) -> Appraisal:
    """The good year of one office, its January otherwise, as this edition judges it."""
    good = good_year()
    months = {**good.months, 1: {**good.months[1], **january}}
    year = replace(good, months=months)
    whole = replace(edition, units=(year.unit,))
    papers = [of_return(one) for one in submissions(year, whole)]
    papers.append(of_departments(department_return([year], whole)))
    return appraise(merge_all(papers), whole, YEAR, final=True)


def test_a_replay_names_who_changes_and_the_rule_that_did_it(new: Path, edition: Edition) -> None:
    """10 000 people, 65 cases: below 70, five over 60: 5 × 0.2 = 1 point more under D06-1."""
    cases: dict[str, object] = {"刑事立案数": 65, "刑事破案数": 65}
    change(new, "clauses/06", "一类: <= 70", "一类: <= 60")
    editions = edition, load(new)
    results = result(editions[0], **cases), result(editions[1], **cases)
    done = side_by_side(YEAR, editions, results)
    (unit,) = done.units
    lost = [unit.before.score, unit.after.score]
    assert [(one.id, one.before, one.after) for one in unit.rules] == [
        ("D06-1", Decimal(0), Decimal("1.00"))
    ]
    assert lost[0] - lost[1] == Decimal("1.00")
    said = "\n".join(lines(done))
    assert f"得分 {lost[0]} → {lost[1]}" in said
    assert "  D06-1 扣 0 → 1.00：刑事案件发案率每超1起/万人扣0.2分" in said
    assert f"得分合计 {lost[0]} → {lost[1]}（-1.00）" in said
    units = document(done)["units"]
    assert isinstance(units, list)
    assert units[0]["rules"] == [{"id": "D06-1", "points": ["0", "1.00"]}]


def test_a_grade_may_change_without_any_rule(new: Path, edition: Edition) -> None:
    change(new, "statement", "- name: 优胜\n  at_least: 90", "- name: 优胜\n  at_least: 100")
    """75 cases of 10 000 people: one point lost under both, and no longer enough for 优胜."""
    cases: dict[str, object] = {"刑事立案数": 75, "刑事破案数": 75}
    results = result(edition, **cases), result(load(new), **cases)
    done = side_by_side(YEAR, (edition, load(new)), results)
    (unit,) = done.units
    assert (unit.rules, unit.differs) == ((), True)
    assert (unit.before.score, unit.before.grade, unit.after.grade) == (
        Decimal("99.00"), "优胜", "合格",
    )  # fmt: skip
    assert "  各条扣分没有变：等次线、名额或别的单位的分变了" in [*lines(done)]


def test_the_same_edition_changes_nothing(edition: Edition) -> None:
    done = side_by_side(YEAR, (edition, edition), (result(edition), result(edition)))
    assert not any(one.differs for one in done.units)


def test_the_command_asks_for_files_or_a_district(new: Path) -> None:
    asked = run("replay", "--year", 2026, "--under", new)
    assert asked.exit_code == 2
    assert "请给出报表文件或文件夹" in asked.stderr
