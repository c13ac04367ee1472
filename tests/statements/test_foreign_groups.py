"""A scheme with groups, prices by group, ties, shared caps, and a score that ends on both sides.

A third scheme of others, fed by departments alone: seven parks in three groups, one of them alone.
"""

from typing import Any

import pytest

from tests import ledger_again
from tests.statements import test_foreign
from tests.statements.test_foreign import EDITIONS, YEAR, Scheme, handed, run, scheme, words_in

ITEMS = (
    "火灾起数", "控制起数", "亡人数", "上年火灾起数", "应检查户", "已检查户", "志愿者", "隐患处",
    "举报件", "瞒报次", "挂牌次", "通报次", "表彰次", "测评分",
)  # fmt: skip
#: in the order of ITEMS; 东港, 西港, 南湾, 北坡 are 甲组, 桥头 and 滩涂 乙组, 孤岛 is alone in 丙组
FIGURES = {
    "虚东港园区": (12, 10, 0, 10, 100, 95, 80, 4, 9, 0, 0, 0, 4, 90),
    "虚西港园区": (8, 10, 0, 8, 100, 85, 54, 0, 9, 0, 0, 1, 1, 90),
    "虚南湾园区": (20, 5, 3, 5, 100, 59, 50, 30, 3, 1, 1, 1, 2, 88),
    "虚北坡园区": (5, 5, 0, 5, 50, 45, 40, 0, 2, 0, 0, 0, 2, 85),
    "虚桥头园区": (3, 1, 0, 0, 40, 40, 30, 1, 5, 0, 0, 0, 1, 90),
    "虚滩涂园区": (5, 1, 0, 1, 100, 0, 0, 36, 5, 2, 2, 2, 0, 70),
    "虚孤岛园区": (4, 1, 1, 2, 10, 10, 10, 2, 8, 0, 0, 0, 1, 60),
}


@pytest.fixture(scope="module")
def parks(tmp_path_factory: pytest.TempPathFactory) -> Scheme:
    folder = tmp_path_factory.mktemp("消防")
    rows = {name: dict(zip(ITEMS, told, strict=True)) for name, told in FIGURES.items()}
    return scheme(folder, handed(folder, EDITIONS / "消防", rows))


def gained(one: Any) -> dict[str, str]:
    return {row["id"]: row["points"] for row in one["additions"]}


def test_the_price_is_that_of_the_group_and_ties_share_a_place(parks: Scheme) -> None:
    assert parks.lost("虚东港园区") == {
        "D01-1": "2.00",  # 12 − 10, 甲组 1 each
        "D02-1": "4.00",  # 12 ÷ 10: two steps of 10 %, × 2
        "D04-1": "2.00",  # 4 × 0.5
        "D04-2": "2.00",  # 9 reports, most of its group together with 西港
    }
    assert parks.lost("虚西港园区") == {
        "D03-1": "5.00",  # 85 %: 15 of 20
        "D03-2": "1.00",  # 54 for 6,000: 9 a thousand, one short
        "D04-2": "2.00",
        "D05-3": "5.00",
    }
    assert parks.lost("虚桥头园区") == {
        "D01-1": "4.00",  # 3 − 1, 乙组 2 each
        "D02-2": "5.00",  # none last year: no rate, but five points
        "D04-1": "0.50",  # 5 reports as the other of its group: both first and last, nothing
    }
    # 90, 90, 90: three are first; beside 4 and 1 commendations at most 3 in all
    assert gained(parks.unit("虚东港园区")) == {"D06-1": "3.00"}
    assert gained(parks.unit("虚西港园区")) == {"D06-1": "1.00", "D06-2": "2.00"}
    assert gained(parks.unit("虚桥头园区")) == {"D06-1": "1.00", "D06-2": "2.00"}


def test_a_part_keeps_its_least_and_a_group_of_one_has_no_last(parks: Scheme) -> None:
    # (4 − 1) × 3 = 9, 1 death 5, 4 ÷ 2: ten steps 20: 34, of 50 at least 30 are kept
    assert parks.lost("虚孤岛园区") == {
        "D01-1": "9.00", "D01-2": "5.00", "D02-1": "6.00", "D04-1": "1.00",
    }  # fmt: skip
    assert gained(parks.unit("虚孤岛园区")) == {}  # a death: its commendation adds nothing


def test_both_ends_of_the_whole_cut_the_lowest_part(parks: Scheme) -> None:
    # 100 + 2 commendations, at most 101: the last part is cut to 1
    best = parks.unit("虚北坡园区")
    assert (parks.lost("虚北坡园区"), gained(best)) == ({}, {"D06-1": "1.00"})
    (row,) = best["additions"]
    assert row["with_numbers"] == "2 × 1 = 2（总分最多 101），封顶 3 → 1.00"
    assert [one["mark"] for one in best["parts"]] == ["50.00", "50.00", "60.00", "1.00"]
    # 20 (of 28), 48 and 60 (of 70) would make −28; at least −20: 8 are not lost, of the last part
    worst = parks.unit("虚滩涂园区")
    assert sum(float(one["points"]) for one in worst["deductions"]) == 120
    assert [one["mark"] for one in worst["parts"]] == ["30.00", "2.00", "8.00", "0.00"]
    assert worst["outcomes"] == ["得分（-20） < 0：得分改为 0（原得分 -20.00）"]


def test_scores_ranks_and_the_quota(parks: Scheme) -> None:
    """30 % of seven are two; the third has 93 and is no 先进."""
    told = [(one["unit"], one["score"], one["grade"], one["rank"]) for one in parks.result["units"]]
    assert sorted(told, key=lambda one: one[3]) == [
        ("虚北坡园区", "101.00", "先进", 1),
        ("虚桥头园区", "93.50", "先进", 2),
        ("虚东港园区", "93.00", "达标", 3),
        ("虚西港园区", "90.00", "达标", 4),
        ("虚孤岛园区", "79.00", "达标", 5),
        ("虚南湾园区", "10.00", "不达标", 6),
        ("虚滩涂园区", "0.00", "不达标", 7),
    ]


def test_the_ledger_as_data_tells_prices_by_group(parks: Scheme) -> None:
    told = parks.ledger
    assert told["rules"]["D01-1"]["scale"]["price"] == {"甲组": "1", "乙组": "2", "丙组": "3"}
    ledger_again.check(told)


def test_its_papers_name_the_year_once_and_the_organ_whole(parks: Scheme) -> None:
    papers = dict(words_in(parks.papers))
    assert test_foreign.found_in(papers) == {}
    test_foreign.no_word_of_a_district(parks)
    notice = next(text for file, text in papers.items() if "初评告知书_虚北坡" in file)
    assert "虚港管委会消防办" in notice
    assert "管委会管委会" not in "".join(papers.values())
    assert not [file for file, text in papers.items() if f"{YEAR}年度{YEAR}年" in text]
    assert "关于2026年度园区消防安全目标管理办法考核" in papers["考核通报.html"]


def test_it_is_sound(parks: Scheme) -> None:
    said = run("rules", "check", EDITIONS / "消防")
    assert said.startswith("没有发现错误"), said
    assert "疑问" not in said
