"""Which file counts of those of one office and period: corrections, and files with one claim."""

from datetime import date

import pytest

from tests.good_year import UNIT, YEAR, changed_return, good_year, submissions
from zongzhi_xl.core.appraising.received import Received
from zongzhi_xl.core.appraising.scorecard import Fitness, Period
from zongzhi_xl.core.appraising.tally import Tally, merge_all, settle
from zongzhi_xl.core.edition.items import FormKind, Severity
from zongzhi_xl.core.returned.findings import Finding
from zongzhi_xl.record import replace
from zongzhi_xl.statements import loader

STANDARD = replace(loader.standard(), units=(UNIT,))
MARCH = Period(UNIT.name, FormKind.MONTHLY, 3)
GOOD_MARCH = submissions(good_year(), STANDARD)[2]
BLANK = Finding("03", Severity.BLOCKING, "月报", "D6", "治安巡逻次数", "", "……", "……")


def march(
    file: str,
    nature: str = "首报",
    day: int | None = None,
    findings: tuple[Finding, ...] = (),
    **figures: object,
) -> Received:
    """The office's return of March with other figures, received on that day of April."""
    paper = changed_return(GOOD_MARCH, 报表性质=nature, **figures)
    paper = replace(paper, file=file, sha256=f"sha of {file}")
    return Received(paper, findings, date(2026, 4, day) if day else None, day or 0)


def settled(*files: Received) -> Tally:
    return settle(merge_all(Tally((one,)) for one in files), YEAR, STANDARD)


def counting(tally: Tally) -> list[str]:
    return [one.submission.file for one in tally.received]


def reasons(tally: Tally) -> dict[str, str]:
    return {one.file: one.reason for one in tally.rejected}


# ------------------------------------------------------------------ corrections


def test_the_highest_correction_counts_and_the_others_are_replaced_not_rejected() -> None:
    after = settled(
        march("首.xlsx", 治安巡逻次数=4),
        march("二.xlsx", "第2次更正", 治安巡逻次数=6),
        march("一.xlsx", "第1次更正", 治安巡逻次数=5),
    )
    assert counting(after) == ["二.xlsx"]
    assert (after.rejected, after.returned, after.questions) == ((), (), ())
    told = {one.file: (one.by, one.words, one.paper) for one in after.replaced}
    assert told == {
        "首.xlsx": ("一.xlsx", "已由第1次更正代替", MARCH),
        "一.xlsx": ("二.xlsx", "已由第2次更正代替", MARCH),
    }


def test_a_correction_counts_though_it_came_before_the_first_return() -> None:
    after = settled(march("首.xlsx", day=6), march("改.xlsx", "第1次更正", 3, 治安巡逻次数=5))
    assert counting(after) == ["改.xlsx"]
    assert [one.file for one in after.replaced] == ["首.xlsx"]


def test_a_correction_by_itself_counts() -> None:
    assert counting(settled(march("改.xlsx", "第1次更正"))) == ["改.xlsx"]


def test_a_correction_that_changes_nothing_is_sent_back_with_that_sentence() -> None:
    signed = {"更正原因": "漏盖章", "报出日期": date(2026, 4, 9), "填表人": "丙"}
    after = settled(march("首.xlsx"), march("改.xlsx", "第1次更正", **signed))
    assert counting(after) == ["首.xlsx"]
    assert reasons(after) == {
        "改.xlsx": "示例一街道3月月报第1次更正与“首.xlsx”填的内容完全一样，没有更正什么，"
        "仍按那一份算"
    }
    assert (after.replaced, after.returned) == ((), ())


def test_a_notice_of_the_first_file_is_nothing_that_the_office_has_mended() -> None:
    """The district changed its rules in between: only the first file is of the earlier version."""
    earlier = Finding("02", Severity.NOTICE, "封面", "B9", "版本", "", "……", "……")
    after = settled(march("首.xlsx", findings=(earlier,)), march("改.xlsx", "第1次更正"))
    assert counting(after) == ["首.xlsx"]
    assert "没有更正什么" in reasons(after)["改.xlsx"]


def test_a_correction_back_to_the_first_figures_changes_something() -> None:
    after = settled(
        march("首.xlsx", 治安巡逻次数=4),
        march("一.xlsx", "第1次更正", 治安巡逻次数=5),
        march("二.xlsx", "第2次更正", 治安巡逻次数=4),
    )
    assert counting(after) == ["二.xlsx"]


def test_a_correction_of_what_was_found_amiss_changes_something() -> None:
    unsigned = Finding("01", Severity.BLOCKING, "月报", "D9", "填表人", "", "……", "……")
    after = settled(march("首.xlsx", findings=(unsigned,)), march("改.xlsx", "第1次更正"))
    assert counting(after) == ["改.xlsx"]


def test_an_explanation_written_later_is_a_change() -> None:
    paper = march("改.xlsx", "第1次更正").submission
    entry = replace(paper.entries["治安巡逻次数"], note="雨季")
    noted = replace(paper, entries={**paper.entries, "治安巡逻次数": entry})
    assert counting(settled(march("首.xlsx"), Received(noted))) == ["改.xlsx"]


# ------------------------------------------------------------------ files with the same claim


def test_received_on_different_days_the_earlier_stays_and_the_later_is_a_question() -> None:
    after = settled(march("乙.xlsx", day=3), march("甲.xlsx", day=4, 治安巡逻次数=9))
    assert counting(after) == ["乙.xlsx"]
    assert reasons(after) == {
        "甲.xlsx": "示例一街道3月月报已有2026-04-03收到的一份（乙.xlsx），内容不同，"
        "先按那一份算，待决定"
    }
    assert after.returned == ()
    asked = [(one.file, one.sha256, one.day, one.in_force) for one in after.questions]
    assert asked == [
        ("乙.xlsx", "sha of 乙.xlsx", date(2026, 4, 3), True),
        ("甲.xlsx", "sha of 甲.xlsx", date(2026, 4, 4), False),
    ]
    assert {one.paper for one in after.questions} == {MARCH}


@pytest.mark.parametrize(
    ("day", "remedy"), [(None, "把另一份移出文件夹，再汇总一次"), (4, "再作决定")]
)
def test_without_days_or_on_the_same_day_the_period_is_pending(
    day: int | None, remedy: str
) -> None:
    """In a folder a file is taken away; of what a record has received nothing is."""
    after = settled(march("甲.xlsx", day=day), march("乙.xlsx", day=day, 治安巡逻次数=9))
    assert counting(after) == []
    assert after.returned == (MARCH,)
    assert set(reasons(after)) == {"甲.xlsx", "乙.xlsx"}
    assert "2份内容不同" in reasons(after)["甲.xlsx"]
    assert "乙.xlsx" in reasons(after)["甲.xlsx"]
    assert [one.in_force for one in after.questions] == [False, False]
    assert {one.remedy for one in after.rejected} == {f"问填报单位以哪份为准，{remedy}"}


def test_two_different_first_corrections_on_one_day_are_pending_too() -> None:
    after = settled(
        march("首.xlsx", day=2),
        march("甲.xlsx", "第1次更正", 4, 治安巡逻次数=9),
        march("乙.xlsx", "第1次更正", 4, 治安巡逻次数=8),
    )
    assert counting(after) == []
    assert after.returned == (MARCH,)
    assert "示例一街道3月月报第1次更正收到2份" in reasons(after)["甲.xlsx"]


def test_a_correction_answers_the_question_between_two_first_returns() -> None:
    after = settled(
        march("甲.xlsx"),
        march("乙.xlsx", 治安巡逻次数=9),
        march("改.xlsx", "第1次更正", 治安巡逻次数=5),
    )
    assert counting(after) == ["改.xlsx"]
    assert (after.rejected, after.questions, after.returned) == ((), (), ())
    assert {one.file for one in after.replaced} == {"甲.xlsx", "乙.xlsx"}


def test_of_identical_files_the_one_that_came_first_stays() -> None:
    copies = [march("甲.xlsx", day=5), march("乙.xlsx", day=3)]
    same = [replace(one, submission=replace(one.submission, sha256="同")) for one in copies]
    after = settled(*same)
    assert counting(after) == ["乙.xlsx"]
    assert "内容完全相同" in reasons(after)["甲.xlsx"]


# ------------------------------------------------------------------ what is kept of them


def test_the_day_of_what_does_not_count_is_kept_with_what_it_was_fit_for() -> None:
    empty = dict.fromkeys(item.name for item in STANDARD.form(FormKind.MONTHLY).items)
    after = settled(
        march("空.xlsx", day=1, findings=(BLANK,), **empty),
        march("缺.xlsx", "第1次更正", 2, (BLANK,), 治安巡逻次数=None),
        march("待核.xlsx", "第2次更正", 3, (BLANK,), 治安巡逻次数=None, 带错上报原因="等公安核对"),
        march("好.xlsx", "第3次更正", 4),
    )
    kept = {one.file: (one.day, one.fitness) for one in after.replaced}
    assert kept == {
        "空.xlsx": (date(2026, 4, 1), Fitness.EMPTY),
        "缺.xlsx": (date(2026, 4, 2), Fitness.FAULTY),
        "待核.xlsx": (date(2026, 4, 3), Fitness.USABLE),
    }


def test_settling_again_changes_nothing() -> None:
    once = settled(
        march("甲.xlsx", day=3), march("乙.xlsx", day=4, 治安巡逻次数=9),
        march("改.xlsx", "第1次更正", 5, 治安巡逻次数=5),
        march("改2.xlsx", "第2次更正", 6, 治安巡逻次数=5),
    )  # fmt: skip
    assert settle(once, YEAR, STANDARD) == once
