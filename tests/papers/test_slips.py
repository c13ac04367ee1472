"""Slips: what 催报单 and 退回单 say, to whom; no text can turn into markup."""

import re
from datetime import date
from pathlib import Path

import pytest

from tests import sample_appraisal as sample
from zongzhi_xl.core.appraising.scorecard import Delivery, DeliveryState, Period
from zongzhi_xl.core.chronicle.asked import ToMend
from zongzhi_xl.core.edition.items import FormKind, Severity
from zongzhi_xl.core.edition.statement import Edition
from zongzhi_xl.core.returned.findings import Finding
from zongzhi_xl.papers.slips import Sending, Slip
from zongzhi_xl.papers.writing import write_slips
from zongzhi_xl.record import replace

UNIT, TELEPHONE = "兴海街道", "0000-7654321"
OVERDUE = (
    Delivery(UNIT, FormKind.MONTHLY, 12, date(2027, 1, 5), None, DeliveryState.MISSING),
    Delivery(UNIT, FormKind.ANNUAL, None, date(2027, 1, 10), None, DeliveryState.NOT_DUE),
)


def sending(edition: Edition, contact: str = "") -> Sending:
    """The standard letter, whose first office is the one."""
    appraisal = sample.appraisal()
    unit = replace(appraisal.units[0], unit=UNIT)
    known = replace(edition, statement=replace(edition.statement, contact=contact))
    return Sending(
        replace(appraisal, units=(unit,)), known, date(2027, 1, 11), {UNIT: TELEPHONE, "他": "1"}
    )


def written(folder: Path, slip: Slip, how: Sending) -> str:
    write_slips(folder, [slip], how)
    assert {path.stem for path in folder.iterdir()} == {f"{slip.kind}_{UNIT}_2027-01-11"}
    (path,) = folder.glob("*.html")
    return path.read_text(encoding="utf-8")


@pytest.fixture
def reminder(tmp_path: Path, edition: Edition) -> str:
    how = sending(edition, "综治科 0000-1000001")
    return written(tmp_path, how.reminder(UNIT, OVERDUE), how)


def test_a_reminder_has_all_that_a_slip_must(reminder: str) -> None:
    """Number, unit, matter, clause, deadline, contact, place of the seal, receipt slip, by hand."""
    for phrase in (
        "催〔2027〕0111-01号</p>", "<h1>催报单</h1>", f"办公电话：{TELEPHONE}</span>{UNIT}：",
        '<td class="center">2026年12月月报</td><td class="center">2027年1月5日</td>'
        '<td class="center">6</td>',
        '<td class="center">2026年年报</td><td class="center">2027年1月10日</td>'
        '<td class="center">1</td>',
        "考核方案第26条（部署任务）：月报迟报每次扣0.1分、缺报每次扣0.5分；年报迟报扣0.5分、"
        "缺报扣2分，本项最多扣2分。现在报来的按迟报计",
        "联系方式：示例区综治办，综治科 0000-1000001。",
        "示例区综治办（印章）</p>\n<p class=\"sign\">2027年1月11日</p>",
        "交回示例区综治办", "催报单（催〔2027〕0111-01号，2027年1月11日）已收到。",
        "收件人（签字）", "单位（盖章）",
    ):  # fmt: skip
        assert phrase in reminder, phrase


def test_a_slip_needs_no_network(reminder: str) -> None:
    assert "http" not in reminder
    assert "src=" not in reminder


def test_what_the_district_has_not_given_is_left_to_be_written(
    tmp_path: Path, edition: Edition
) -> None:
    how = replace(sending(edition), telephones={})
    paper = written(tmp_path, how.reminder(UNIT, OVERDUE), how)
    assert "办公电话" not in paper
    assert re.search("联系人<span class=.blank.[^>]*></span>，电话<span class=.blank", paper)


def test_a_clause_that_takes_nothing_off_for_this_paper_is_not_threatened_with(
    tmp_path: Path, edition: Edition
) -> None:
    """Only clause 26 has a rule of late returns."""
    others = tuple(one for one in edition.clauses if one.number != 26)
    how = sending(replace(edition, clauses=others))
    assert "考核方案第" not in written(tmp_path, how.reminder(UNIT, OVERDUE), how)


def test_text_of_the_edition_cannot_become_markup(tmp_path: Path, edition: Edition) -> None:
    how = sending(edition, sample.TAGGED)
    paper = written(tmp_path, how.reminder(UNIT, OVERDUE), how)
    assert "<script" not in paper
    assert "&lt;script&gt;" in paper


# ------------------------------------------------------------------ 退回单

FAULT = Finding(
    "13", Severity.BLOCKING, "月报", "D9", "刑事立案数", "12起", "填了“12起”", "改填 12"
)
QUERY = Finding(
    "08", Severity.QUERY, "月报", "D40", "治安巡逻次数", "0", "没有巡逻", "写明原因", 11
)
DECEMBER = ToMend(
    Period(UNIT, FormKind.MONTHLY, 12), date(2027, 1, 9), ("文件已损坏",), (), 0,
    date(2027, 1, 12), date(2027, 1, 9),
)  # fmt: skip


def returned(folder: Path, edition: Edition, *papers: ToMend) -> str:
    how = sending(edition)
    return written(folder, how.returned(UNIT, papers), how)


def test_what_was_sent_back_is_told_with_reason_deadline_and_cost(
    tmp_path: Path, edition: Edition
) -> None:
    paper = returned(tmp_path, edition, DECEMBER)
    for phrase in (
        "退〔2027〕0111-01号</p>", "<h1>退回单</h1>", f"办公电话：{TELEPHONE}",
        "<h2>2026年12月月报　2027年1月9日收到，退回，没有采用</h2>\n"
        '<p class="plain">原因：文件已损坏。</p>\n'
        "<p>请于2027年1月12日前（含当日）改好重报；到期前重报了可用的，仍按2027年1月9日收到算。</p>",
        "考核方案第26条（部署任务）", "退回后没有重报的，年度结束时按缺报计。", "重报日期",
    ):  # fmt: skip
        assert phrase in paper, phrase


def test_findings_stand_by_cell_with_what_to_do(tmp_path: Path, edition: Edition) -> None:
    """A return that counts meanwhile costs nothing, so no cost is told."""
    both = replace(DECEMBER, reasons=(), findings=(FAULT, QUERY), correction=1, keeps=None)
    paper = returned(tmp_path, edition, both)
    rows = (
        '<tr><td class="center bad">强制性</td><td>月报!D9</td><td>12起</td><td>填了“12起”</td>'
        '<td>改填 12</td><td class="center"></td></tr>\n'
        '<tr><td class="center">核实性</td><td>月报!D40</td><td>0</td><td>没有巡逻</td>'
        '<td>写明原因</td><td class="center">11</td></tr>\n'
    )
    assert rows in paper
    assert "收到，已收下，须改正</h2>" in paper
    assert "<p>请于2027年1月12日前（含当日）改正，以“第1次更正”重报。</p>" in paper
    assert "考核方案第" not in paper


@pytest.mark.parametrize(
    ("otherwise", "state", "asks"),
    [
        ({"keeps": None}, "退回，没有采用",
         "请于2027年1月12日前（含当日）改好重报，按重新收到的日期算。"),
        ({"keeps": None, "until": None}, "退回，没有采用", "请尽快改好重报，按重新收到的日期算。"),
        ({"correction": 2, "keeps": None}, "更正件退回，仍按原来的一份算",
         "请于2027年1月12日前（含当日）改正，以“第2次更正”重报。"),
        ({"reasons": (), "findings": (QUERY,), "correction": 1, "keeps": None}, "已收下，须说明",
         "请于2027年1月12日前（含当日）在“说明”栏写明情况，以“第1次更正”重报。"),
    ],
    ids=["too late to keep its day", "no days in the edition", "correction", "query"],
)  # fmt: skip
def test_what_is_asked_fits_what_came(
    tmp_path: Path, edition: Edition, otherwise: dict[str, object], state: str, asks: str
) -> None:
    paper = returned(tmp_path, edition, replace(DECEMBER, **otherwise))  # type: ignore[arg-type]
    assert f"收到，{state}</h2>" in paper
    assert f"<p>{asks}</p>" in paper


def test_an_explanation_that_the_district_returned_is_repeated(
    tmp_path: Path, edition: Edition
) -> None:
    again = replace(QUERY, explained="人手不足〔区里退回〕", accepted=False)
    asked = replace(DECEMBER, reasons=(), findings=(again,), correction=1)
    assert "没有巡逻（已写的说明：人手不足〔区里退回〕）" in returned(tmp_path, edition, asked)


LINK, MOBILE = "https://example.invalid/a", "13800138000"


def test_text_from_returns_is_text_and_no_number_of_a_person_is_told(
    tmp_path: Path, edition: Edition
) -> None:
    hostile = f"{sample.TAGGED} {LINK} {MOBILE}"
    found = replace(FAULT, sheet=hostile, cell=hostile, value=hostile, message=hostile,
                    remedy=hostile, explained=hostile)  # fmt: skip
    paper = returned(tmp_path, edition, replace(DECEMBER, reasons=(hostile,), findings=(found,)))
    assert paper.count("&lt;script&gt;alert(1)&lt;/script&gt; https://example.invalid/a") == 7
    assert MOBILE not in paper
    for markup in ("<script", "<a ", "href", "src="):
        assert markup not in paper, markup
