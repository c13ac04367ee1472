"""``explain``: why a unit lost points, from the JSON alone."""

from typing import Any

import pytest

from zongzhi_xl.errors import RequestError, UnusableFileError
from zongzhi_xl.papers.explanation import explain


def result() -> dict[str, Any]:
    source = {"file": "05/甲.xlsx", "sheet": "月报", "cell": "E8", "value": "39"}
    absent = {"file": "报送情况", "sheet": "报送情况", "cell": "甲街道 4月", "value": "缺报"}
    return {
        "year": 2026, "through": 6, "final": False, "rejected": [],
        "missing": [
            {"unit": "甲街道", "kind": "月报", "month": 4},
            {"unit": "乙街道", "kind": "年报", "month": None},
        ],
        "units": [
            {
                "unit": "甲街道", "group": "一类", "score": "97.50", "grade": "优胜",
                "veto": "proposed", "rank": 2, "provisional": True,
                "indicators": [
                    {
                        "name": "可防性案件占比", "clause": 6, "value": "0.450000000",
                        "limit": "<= 0.3", "met": False, "headroom": 0, "shortfall": 3,
                    },
                    {
                        "name": "知晓率", "clause": 24, "value": None,
                        "limit": ">= 0.85", "met": None, "headroom": None, "shortfall": None,
                    },
                ],
                "deductions": [
                    {
                        "id": "D06-2", "clause": 6, "rule": "每超1个百分点扣0.2分",
                        "points": "2.00", "formula": "占比 − 30%", "with_numbers": "15 × 0.2",
                        "sources": [source, source | {"cell": "E7", "value": "87"}],
                    },
                    {
                        "id": "D26-2", "clause": 26, "rule": "缺报每次扣0.5分", "points": "0.50",
                        "formula": "缺报 × 0.5", "with_numbers": "1 × 0.5", "sources": [absent],
                    },
                ],
            },
            {
                "unit": "乙街道", "group": "二类", "score": "100.00", "grade": "优胜",
                "veto": "none", "rank": 1, "provisional": False,
                "indicators": [], "deductions": [],
            },
        ],
    }  # fmt: skip


def test_everything_that_a_unit_lost() -> None:
    lines = explain(result(), "甲街道")
    assert lines == [
        "甲街道（一类）  2026年，截至6月",
        "得分 97.50，等次 优胜（暂定），第 2 名",
        "共扣 2.50 分，2 项",
        "已列入一票否决建议，待研究决定",
        "缺报：4月月报",
        "",
        "第6条  扣 2.00 分  每超1个百分点扣0.2分  [D06-2]",
        "  公式：占比 − 30%",
        "  代入：15 × 0.2",
        "  依据：05/甲.xlsx · 月报!E8 = 39",
        "        05/甲.xlsx · 月报!E7 = 87",
        "",
        "第26条  扣 0.50 分  缺报每次扣0.5分  [D26-2]",
        "  公式：缺报 × 0.5",
        "  代入：1 × 0.5",
        "  依据：报送情况：甲街道 4月 = 缺报",
    ]


def test_one_clause_with_its_indicators() -> None:
    lines = explain(result(), "甲街道", 6)
    assert "第6条  扣 2.00 分  每超1个百分点扣0.2分  [D06-2]" in lines
    assert not any("D26-2" in line for line in lines)
    assert lines[-1] == "可防性案件占比：0.450000000，未达标，限额 <= 0.3，余量 0，差额 3"


def test_a_clause_without_loss() -> None:
    lines = explain(result(), "甲街道", 24)
    assert lines[-3:] == ["第24条没有扣分。", "", "知晓率：无数据，不作评判或待定，限额 >= 0.85"]


def test_a_clean_unit_and_its_missing_annual_return() -> None:
    lines = explain(result(), "乙街道")
    assert lines[-3:] == ["缺报：年报", "", "没有扣分。"]


def test_a_return_that_has_to_be_chosen_is_no_missing_one() -> None:
    document = result()
    document["pending"] = document["missing"][:1]
    lines = explain(document, "甲街道")
    assert "待定：两份报表由区里选定：4月月报" in lines
    assert not [line for line in lines if line.startswith("缺报")]


def test_subjects_and_reasons_are_said_where_the_json_has_them() -> None:
    document = result()
    document["units"][0]["clauses"] = [{"number": 6, "subject": "刑事案件"}]
    document["units"][0]["provisional_reasons"] = ["年度未关账"]
    lines = explain(document, "甲街道", 6)
    assert "暂定原因：年度未关账" in lines
    assert any(line.startswith("第6条（刑事案件）  扣 2.00 分") for line in lines)


def test_an_office_is_known_by_its_former_name() -> None:
    document = result() | {"former_names": {"老街道": "乙街道"}}
    assert explain(document, "老街道") == explain(document, "乙街道")


def test_an_unknown_unit_is_told_which_there_are() -> None:
    with pytest.raises(RequestError, match="没有单位“丙街道”。本次考评的单位有：甲街道、乙街道"):
        explain(result(), "丙街道")


def test_part_of_a_name_is_told_the_whole() -> None:
    with pytest.raises(RequestError, match="没有单位“乙”。是不是“乙街道”？"):
        explain(result(), "乙")


def test_a_clause_beyond_the_letter_is_told_how_far_it_goes() -> None:
    document = result()
    document["units"][0]["clauses"] = [{"number": n, "subject": "某事"} for n in range(1, 27)]
    with pytest.raises(RequestError, match="没有第99条。方案有第1至26条"):
        explain(document, "甲街道", 99)


@pytest.mark.parametrize("broken", [{}, {"units": [{}]}, {"units": 5}])
def test_a_broken_document_is_one_sentence(broken: dict[str, Any]) -> None:
    with pytest.raises(UnusableFileError, match="这份结果缺少内容"):
        explain(broken, "甲街道")


def test_an_indicator_is_shown_in_the_words_of_the_summary() -> None:
    told = result()
    (indicator,) = [one for one in told["units"][0]["indicators"] if one["clause"] == 6]
    indicator |= {"words": "45.00%，未达标，超15.00个百分点", "limit_words": "≤30%"}
    expected = "可防性案件占比：45.00%，未达标，超15.00个百分点，限额 ≤30%，余量 0，差额 3"
    assert explain(told, "甲街道", 6)[-1] == expected


def test_without_any_return_there_is_no_score() -> None:
    document = result() | {"files": []}
    only = "甲街道（一类）  2026年没有收到可用的报表，不评分"
    assert explain(document, "甲街道") == explain(document, "甲街道", 6) == [only]


def test_a_decision_is_a_source_and_a_lifted_veto_says_why() -> None:
    document = result()
    unit = document["units"][0]
    unit["deductions"][1]["sources"] = [
        {"file": "区里的决定", "sheet": "决定", "cell": "第3号", "value": "73"},
        {"file": "收件登记", "sheet": "收件登记", "cell": "第7号", "value": "2026-04-06 收到"},
    ]
    unit |= {
        "veto": "none",
        "veto_reasons": ["决定不予否决或者解除否决（决定第4号，2027-02-01）"],
    }
    lines = explain(document, "甲街道")
    assert "决定不予否决或者解除否决（决定第4号，2027-02-01）" in lines
    assert "  依据：区里的决定：第3号 = 73" in lines
    assert "        收件登记：第7号 = 2026-04-06 收到" in lines
