"""Lost points on paper: an item a line, months as a range, and the office's own figure beside.

The office is that of the good year with figures of the departments for every month.
"""

from pathlib import Path

import pytest

from tests.bags import of_departments, of_return
from tests.good_year import ANNUAL, YEAR, Year, department_return, good_year, submissions
from zongzhi_xl.core.appraising.appraisal import appraise
from zongzhi_xl.core.appraising.scorecard import (
    Absence,
    Appraisal,
    DeliveryState,
    SourceCell,
)
from zongzhi_xl.core.appraising.tally import merge_all
from zongzhi_xl.core.edition.items import FormKind
from zongzhi_xl.core.edition.statement import Edition
from zongzhi_xl.papers import writing
from zongzhi_xl.papers.lost_points import (
    Archive,
    MonthsLine,
    RuleLines,
    papers_words,
    rules_of,
    runs,
)
from zongzhi_xl.record import replace

UNIT = "示例一街道"


def year(**other: object) -> Year:
    """72 cases found by the police, 6 a month; the office reported 5 in May."""
    good = good_year()
    cases = {"刑事立案数": 6, "刑事破案数": 6, "可防性案件数": 1}
    months = {month: {**good.months[month], **cases} for month in good.months}
    months[5] = {**months[5], "刑事立案数": 5}
    verified = {month: {"刑事立案数": 6} for month in months}
    yearly = {**good.yearly, "群体性事件起数": 1}
    return replace(good, months=months, monthly=verified, yearly=yearly, **other)  # type: ignore[arg-type]


def without(of_year: Year, item: str, months: tuple[int, ...], value: object) -> Year:
    rows = {
        month: {**of_year.months[month], **({item: value} if month in months else {})}
        for month in of_year.months
    }
    return replace(of_year, months=rows)


def appraised(of_year: Year, edition: Edition) -> Appraisal:
    edition = replace(edition, units=(of_year.unit,))
    returns = [of_return(one) for one in submissions(of_year, edition)]
    departments = of_departments(department_return([of_year], edition))
    return appraise(merge_all([*returns, departments]), edition, YEAR, final=True)


def cell(of_year: Year, edition: Edition, month: int | None, item: str) -> str:
    """Where the office wrote ``item``."""
    returns = {one.month: one for one in submissions(of_year, edition)}
    return returns[month].entries[item].place.cell


def rules(of_year: Year, edition: Edition) -> dict[str, RuleLines]:
    appraisal = appraised(of_year, edition)
    found = rules_of(appraisal.units[0].losses, Archive.of(appraisal, edition))
    return {one.number: one for one in found}


def test_a_sum_is_one_line_with_whose_figure_it_is_and_what_the_office_said(
    edition: Edition,
) -> None:
    # 72 per 10 000 people against 70: the police's twelve months count
    rate = rules(year(), edition)["第6条-1"]
    (entry,) = rate.entries
    assert (rate.points, rate.rule) == ("0.40", "刑事案件发案率每超1起/万人扣0.2分")
    cells = "、".join(f"R{row}C3" for row in range(2, 14))  # no neighbours: addresses of the test
    assert entry.evidence == (
        f"刑事立案数12个月合计72（公安核定，部门提供数·月度!{cells}），你单位填报合计71",
        "总人口10000（名册）",
    )


def test_each_months_number_can_be_checked(edition: Edition) -> None:
    appraisal = appraised(year(), edition)
    (cases,) = Archive.of(appraisal, edition).months(appraisal.units[0].losses)
    differing = tuple("5" if month == 5 else "" for month in range(1, 13))
    assert cases == MonthsLine("刑事立案数", ("6",) * 12, "72", differing, "71")


def test_figures_of_several_rules_are_placed_once(edition: Edition) -> None:
    # 30 of 72 cases could be prevented: 41.67 % against 30 %
    preventable = year()
    months = {
        month: {**row, "可防性案件数": 2 if month > 6 else 3}
        for month, row in preventable.months.items()
    }
    preventable = replace(preventable, months=months)
    at = cell(preventable, edition, None, "全年可防性案件数")
    found = rules(preventable, edition)
    (share,) = found["第6条-2"].entries
    assert share.evidence == (
        f"可防性案件数30（年报!{at}）",
        "刑事立案数12个月合计72（见第6条-1）",
    )


def test_the_same_duty_left_undone_is_one_line(edition: Edition) -> None:
    meetings = without(year(), "下半月排查会日期", (4, 9, 11), None)
    meetings = without(meetings, "上半月排查会日期", (9,), None)
    rule = rules(meetings, edition)["第5条-1"]
    assert (rule.points, rule.cap, rule.subject) == ("0.80", "2", "矛盾纠纷排查调处及治安分析")
    assert rule.formulas == ("应召开下半月排查会并填写日期", "应召开上半月排查会并填写日期")
    first, second = (cell(meetings, edition, 9, f"{half}半月排查会日期") for half in ("上", "下"))
    assert [(one.occasions, one.each, one.evidence) for one in rule.entries] == [
        ("2026年4月、9月、11月", "0.20", (f"下半月排查会日期未填（4月、9月、11月月报!{second}）",)),
        ("2026年9月", "0.20", (f"上半月排查会日期未填（9月月报!{first}）",)),
    ]


def test_what_the_cap_cuts_off_is_said(edition: Edition) -> None:
    silent = without(year(), "综治信息报送条数", tuple(range(1, 13)), 0)
    rule = rules(silent, edition)["第4条-1"]
    (entry,) = rule.entries
    at = cell(silent, edition, 1, "综治信息报送条数")
    assert (rule.points, rule.cap, rule.beyond) == ("2.00", "2", "另有4次因封顶不再扣")
    assert entry.evidence == (f"综治信息报送条数0（1月至8月月报!{at}）",)


def test_a_bare_count_of_events_wants_its_document(edition: Edition) -> None:
    found = rules(without(year(), "治安巡逻次数", (3,), 0), edition)
    assert found["第15条-1"].by_document
    assert found["第15条-1"].entries[0].evidence == (
        "第十五条事项数1（区综治办核定，部门提供数·年度!R2C3）",
    )
    assert not found["第11条-2"].by_document
    assert not found["第6条-1"].by_document


def test_a_missing_return_is_told_as_such(edition: Edition) -> None:
    found = rules(year(missing=frozenset([3, 4])), edition)
    assert found["第26条-2"].entries[1].evidence == ("报送情况：4月月报缺报",)
    (patrols,) = found["第11条-2"].entries
    assert patrols.occasions == "2026年3月、4月"
    assert patrols.evidence == ("治安巡逻次数报表缺报，按没有做到计（报送情况）",)
    first, second = found["第5条-1"].entries
    assert first.evidence == ("上半月排查会日期报表缺报，按没有做到计（报送情况）",)
    assert (second.occasions, second.each) == ("2026年3月、4月", "0.20")


def test_the_notice_prints_evidence_and_months(edition: Edition, tmp_path: Path) -> None:
    writing.write_papers(tmp_path, appraised(year(), edition), edition)
    paper = (tmp_path / f"初评告知书_{UNIT}.html").read_text(encoding="utf-8")
    for phrase in (
        "你单位填报合计71", '<td>刑事立案数</td>' + '<td class="right">6</td>' * 12,
        '<td class="right">72</td></tr>',
        "认定（通报）文号", "公安核定",
    ):  # fmt: skip
        assert phrase in paper, phrase
    assert ".xlsx" not in paper


@pytest.mark.parametrize(
    ("months", "words"),
    [([], ""), ([3], "3月"), ([1, 2, 3, 5], "1月至3月、5月"), ([5, 4], "4月至5月")],
)
def test_runs_of_months(months: list[int], words: str) -> None:
    assert runs(months) == words


def test_returns_that_are_not_there_are_put_together(edition: Edition) -> None:
    gone = frozenset([2, 3, 4, ANNUAL])
    schooling = rules(year(missing=gone), edition)["第8条-1"]
    assert schooling.entries[0].evidence == ("报送情况：2月至4月月报缺报",)
    months = [absent(FormKind.MONTHLY, month) for month in (1, 3, 2)]
    assert papers_words([*months, absent(FormKind.ANNUAL, None)]) == "1月至3月月报、年报"
    assert papers_words([absent(FormKind.DEPARTMENTS, None)]) == "部门提供数"


def absent(form: FormKind, month: int | None) -> Absence:
    return Absence(UNIT, form, month, DeliveryState.MISSING)


def test_neighbouring_cells_are_a_range(edition: Edition) -> None:
    appraisal = appraised(year(), edition)
    cells = [SourceCell("部门提供数.xlsx", "月度", f"C{row}", "1") for row in (55, 56, 57, 60)]
    place = Archive.of(appraisal, edition).place(cells)
    assert place == "部门提供数·月度!C55:C57、C60"
