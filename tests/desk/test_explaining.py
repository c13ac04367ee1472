"""``explain --district``: the newest result counts, whatever its file is called, and is named."""

import os
from datetime import date
from pathlib import Path

import pytest

from tests import sample_appraisal as sample
from zongzhi_xl.core.appraising.scorecard import Appraisal
from zongzhi_xl.desk.explaining import explain
from zongzhi_xl.desk.output import appraised, text_of
from zongzhi_xl.errors import RequestError
from zongzhi_xl.record import replace

UNIT = "示例三街道"


def write(path: Path, appraisal: Appraisal, age: int = 0) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text_of(appraised(appraisal, sample.edition())), encoding="utf-8")
    os.utime(path, (1_000_000 - age, 1_000_000 - age))
    return path


def told(district: Path) -> tuple[str, str]:
    """The file named, and how far the year is in it."""
    lines = explain(UNIT, None, None, district)
    return lines[0].removeprefix("结果文件："), lines[2].rpartition("，")[2]


@pytest.fixture
def district(tmp_path: Path) -> Path:
    return tmp_path / "甲区"


def test_the_result_that_reaches_furthest_counts_not_the_last_name(district: Path) -> None:
    june = sample.appraisal()
    write(district / "z.json", replace(june, through=3))
    newest = write(district / "a.json", june, age=500)
    assert told(district) == (str(newest), "截至6月")


def test_an_older_year_is_older_however_far_it_goes(district: Path) -> None:
    june = sample.appraisal()
    newest = write(district / "六月.json", june, age=500)
    write(district.parent / "out.json", replace(june, year=2025, through=12))
    assert told(district) == (str(newest), "截至6月")


def test_the_same_months_with_later_returns_are_newer(district: Path) -> None:
    june = sample.appraisal()
    newest = write(district / "a.json", replace(june, data_until=date(2026, 7, 20)), age=500)
    write(district / "b.json", june)
    assert told(district)[0] == str(newest)


def test_of_equal_results_the_one_written_last_counts(district: Path) -> None:
    newest = write(district / "a.json", sample.appraisal())
    write(district / "b.json", sample.appraisal(), age=500)
    assert told(district)[0] == str(newest)


def test_a_result_beside_the_folder_is_found(district: Path) -> None:
    district.mkdir()
    beside = write(district.parent / "out.json", sample.appraisal())
    assert told(district)[0] == str(beside)


def test_other_files_are_passed_over(district: Path) -> None:
    result = write(district / "a.json", sample.appraisal())
    (district / "z.json").write_text("{}", encoding="utf-8")
    assert told(district)[0] == str(result)
    result.unlink()
    with pytest.raises(RequestError, match="还没有汇总结果"):
        told(district)


def test_a_file_that_is_given_needs_no_naming(district: Path) -> None:
    result = write(district / "a.json", sample.appraisal())
    rules, heading = explain(UNIT, None, result, None)[:2]
    assert rules == f"按{sample.appraisal().rules}评分"
    assert heading.startswith(UNIT)
