"""A blank from the record: what is brought forward are the figures that counted, by hand."""

from pathlib import Path

import pytest

from tests.desk.registry.districts import change, day, district_at, month_return
from zongzhi_xl.core.edition.statement import Edition
from zongzhi_xl.core.returned.submission import Submission
from zongzhi_xl.desk.issuing.sending import Issued, Wish, issue
from zongzhi_xl.desk.receiving import receive as read
from zongzhi_xl.desk.registry import arriving
from zongzhi_xl.desk.registry.deciding import Grounds, Period, Reviewed, enter
from zongzhi_xl.desk.taking import by_edition
from zongzhi_xl.sheets import department_book
from zongzhi_xl.statements import loader

EAST, CASES = "兴海街道", "刑事立案数"


@pytest.fixture
def district(tmp_path: Path) -> Path:
    return district_at(tmp_path / "区", 2025, 2026)


def receive(district: Path, on: str, *paths: Path) -> None:
    arriving.receive(arriving.Wish(district, paths, day(on), day(on)))


def police(path: Path, edition: Edition, month: int, cases: int) -> Path:
    department_book.write(path, edition, 2026, {}, {(EAST, month): {CASES: cases}})
    return path


def blank(district: Path, edition: Edition, month: int | None) -> tuple[Submission, Issued]:
    """The blank that is issued to the office, read again."""
    folder = district.parent / f"空表{month}"
    issued = issue(Wish(2026, month, False, folder, district=district))
    tally = read(list(issued.files), by_edition(edition))
    (ours,) = (one.submission for one in tally.received if one.submission.unit == EAST)
    return ours, issued


def test_a_departments_figure_is_brought_forward_and_not_the_offices(district, tmp_path, edition):
    received = month_return(tmp_path / "一月.xlsx", edition, 1, **{CASES: 20})
    receive(district, "2-03", received, police(tmp_path / "公安.xlsx", edition, 1, 19))
    ours, issued = blank(district, edition, 2)
    assert ours.value(f"承前_{CASES}") == 19
    assert ours.value(f"上月_{CASES}") == 19
    assert EAST not in dict(issued.incomplete)
    assert len(issued.incomplete) == len(edition.units) - 1  # of the others nothing came


def test_the_office_counts_where_no_department_says_otherwise(district, tmp_path, edition):
    receive(district, "2-03", month_return(tmp_path / "一月.xlsx", edition, 1, **{CASES: 20}))
    ours, _ = blank(district, edition, 2)
    assert ours.value(f"承前_{CASES}") == 20


def test_a_correction_counts_instead_of_the_first_return(district, tmp_path, edition):
    receive(district, "2-03", month_return(tmp_path / "一月.xlsx", edition, 1, **{CASES: 20}))
    again = {CASES: 17, "更正原因": "漏减撤案"}
    corrected = month_return(tmp_path / "更正.xlsx", edition, 1, nature="第1次更正", **again)
    receive(district, "2-09", corrected)
    ours, _ = blank(district, edition, 2)
    assert ours.value(f"承前_{CASES}") == 17


def test_a_decision_has_the_last_word_over_a_department(district, tmp_path, edition):
    received = month_return(tmp_path / "一月.xlsx", edition, 1, **{CASES: 20})
    receive(district, "2-03", received, police(tmp_path / "公安.xlsx", edition, 1, 19))
    grounds = Grounds(reason="复核属实", by="区综治办", document="", day=day("2-20"),
                      today=day("2-20"))  # fmt: skip
    enter(district, 2026, Reviewed(Period(EAST, 1), CASES, "18"), grounds)
    ours, _ = blank(district, edition, 2)
    assert ours.value(f"承前_{CASES}") == 18


def test_last_years_record_gives_last_years_columns(district, tmp_path, edition):
    for month, cases in ((1, 30), (2, 12)):
        path = tmp_path / f"{month}.xlsx"
        receive(district, f"{month + 1}-03", month_return(path, edition, month, year=2025,
                                                          **{CASES: cases}))  # fmt: skip
    ours, _ = blank(district, edition, 2)
    assert ours.value(f"上年同月_{CASES}") == 12
    assert ours.value(f"上年累计_{CASES}") == 42  # 30 + 12


def test_an_office_renamed_in_the_new_year_keeps_last_years_columns(district, tmp_path, edition):
    received = month_return(tmp_path / "一月.xlsx", edition, 1, year=2025, **{CASES: 30})
    receive(district, "25-2-03", received)
    change(district, "units.yaml", "{name: 兴海街道,", "{name: 新兴海街道, formerly: [兴海街道],")
    issued = issue(Wish(2026, 1, False, tmp_path / "空表", district=district))
    tally = read(list(issued.files), by_edition(loader.for_year(district, 2026)))
    said = {one.submission.unit: one.submission for one in tally.received}
    assert said["新兴海街道"].value(f"上年同月_{CASES}") == 30


def test_the_files_that_are_named_are_read_instead_of_the_record(district, tmp_path, edition):
    received = month_return(tmp_path / "一月.xlsx", edition, 1, **{CASES: 20})
    receive(district, "2-03", received, police(tmp_path / "公安.xlsx", edition, 1, 19))
    folder = tmp_path / "空表"
    issued = issue(Wish(2026, 2, False, folder, (received,), district=district))
    tally = read(list(issued.files), by_edition(edition))
    (ours,) = (one.submission for one in tally.received if one.submission.unit == EAST)
    assert ours.value(f"承前_{CASES}") == 20
