"""Slips: what 催报单 says, to whom, and nothing that a text could turn into markup."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from tests import sample_appraisal as sample
from zongzhi_xl.core.appraising.scorecard import Delivery, DeliveryState
from zongzhi_xl.core.edition.items import FormKind
from zongzhi_xl.core.edition.statement import Edition
from zongzhi_xl.papers.slips import Reminder, Sending, write_slips

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


def written(folder: Path, slip: Reminder, how: Sending) -> str:
    write_slips(folder, [slip], how)
    (path,) = folder.iterdir()
    assert path.name == f"{slip.kind}_{UNIT}_2027-01-11.html"
    return path.read_text(encoding="utf-8")


@pytest.fixture
def reminder(tmp_path: Path, edition: Edition) -> str:
    how = sending(edition, "综治科 0000-1000001")
    return written(tmp_path, how.reminder(UNIT, OVERDUE), how)


def test_a_reminder_has_all_that_a_slip_must(reminder: str) -> None:
    """Number, unit, matter, clause, deadline, contact, place of the seal, receipt slip, by hand."""
    for phrase in (
        "催〔2027〕　　　号</p>", "<h1>催报单</h1>", f"办公电话：{TELEPHONE}</small>{UNIT}：",
        '<td class="center">2026年12月月报</td><td class="center">2027年1月5日</td>'
        '<td class="center">6</td>',
        '<td class="center">2026年年报</td><td class="center">2027年1月10日</td>'
        '<td class="center">1</td>',
        "考核方案第26条（部署任务）：月报迟报每次扣0.1分、缺报每次扣0.5分；年报迟报扣0.5分、"
        "缺报扣2分，本项最多扣2分。现在报来的按迟报计",
        "联系方式：示例区综治办，综治科 0000-1000001。",
        "<p>示例区综治办（印章）</p>\n<p>2027年1月11日</p>",
        "交回示例区综治办", "催报单（催〔2027〕　　　号，2027年1月11日）已收到。",
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
    assert '联系人<span class="blank"></span>，电话<span class="blank"></span>' in paper


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
