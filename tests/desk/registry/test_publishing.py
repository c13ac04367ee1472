"""发布: a result is frozen under a number, and can be made again whatever comes later."""

import shutil
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from tests.desk.registry.districts import change, day, district_at, month_return
from zongzhi_xl.archive.record_book import opened
from zongzhi_xl.core.chronicle.changes import Matter
from zongzhi_xl.desk.registry import arriving, deciding, looking_back
from zongzhi_xl.desk.registry.publishing import (
    Publication,
    Wish,
    changes_of_last,
    changes_report,
    made_again,
    publish,
)
from zongzhi_xl.errors import RequestError

EAST, WEST = "兴海街道", "于楼街道"


@pytest.fixture(scope="module")
def returns(tmp_path_factory, edition) -> dict[tuple[str, int], Path]:
    """January and February of two offices, and a correction of the first one's January."""
    folder = tmp_path_factory.mktemp("returns")
    made = {
        (unit, month): month_return(folder / f"{unit}{month}.xlsx", edition, month, unit)
        for unit in (EAST, WEST) for month in (1, 2)
    }  # fmt: skip
    made["更正", 1] = month_return(
        folder / "更正.xlsx", edition, 1, EAST, "第1次更正",
        治安巡逻次数=9, 更正原因="治安巡逻次数少计",
    )  # fmt: skip
    return made


@pytest.fixture
def district(tmp_path):
    return district_at(tmp_path / "区")


def receive(district: Path, on: date, *paths: Path) -> None:
    arriving.receive(arriving.Wish(district, paths, on, on))


def published(
    district: Path, on: date, through: int | None = None, as_of: date | None = None
) -> Publication:
    return publish(Wish(district, 2026, on, as_of or on, through))


def test_a_publication_is_made_again_byte_for_byte_after_all_that_came_later(
    district, returns, tmp_path
):
    """Another file, a correction, another contact, a copied folder: the number tells it all."""
    receive(district, day("2-04"), returns[EAST, 1], returns[WEST, 1])
    first = published(district, day("2-12"))
    assert (first.published.number, first.published.through) == ("2026-01", 1)
    receive(district, day("2-20"), returns["更正", 1])
    receive(district, day("3-04"), returns[EAST, 2], returns[WEST, 2])
    change(district, "statement.yaml", "contact: ''", "contact: 电话 0000-1")
    second = published(district, day("3-12"), 2)
    shutil.copytree(district, tmp_path / "别处" / "某区")
    for place in (district, tmp_path / "别处" / "某区"):
        for one in (first, second):
            again = made_again(
                place, one.published.number, tmp_path / "again" / place.name / one.published.number
            )
            assert again.different == ()
            assert "逐字节相同" in again.report
    summary = "区级汇总_2026.xlsx"
    assert (first.folder / summary).read_bytes() != (second.folder / summary).read_bytes()


@pytest.mark.long
def test_fifty_later_events_change_no_byte_of_a_publication_made_again_elsewhere(
    district, tmp_path, edition
):
    """Files, corrections, decisions, another edition; from a copy, in another process."""
    offices = [unit.name for unit in edition.units]
    files = {
        (unit, month): month_return(tmp_path / "收" / f"{unit}{month}.xlsx", edition, month, unit)
        for unit in offices[:5]
        for month in (1, 2, 3)
    }
    receive(district, day("2-04"), *(path for (_, month), path in files.items() if month == 1))
    first = published(district, day("2-12"))
    with opened(district) as book:
        before = book.last
    for month in (2, 3):
        came = [path for (_, one), path in files.items() if one == month]
        receive(district, day(f"{month + 1}-04"), *came)
    for unit in offices[:4]:
        corrected = month_return(
            tmp_path / f"{unit}.xlsx", edition, 1, unit, "第1次更正",
            治安巡逻次数=9, 更正原因="治安巡逻次数少计",
        )  # fmt: skip
        receive(district, day("4-07"), corrected)
        _reviewed(district, unit)
    change(district, "statement.yaml", "contact: ''", "contact: 电话 0000-1")
    second = published(district, day("4-12"), 2)
    with opened(district) as book:
        assert book.last - before >= 50
    shutil.copytree(district, tmp_path / "别处" / "某区")
    shutil.rmtree(district)
    for one in (first, second):
        _made_again_byte_for_byte(tmp_path / "别处" / "某区", one)
    assert first.published.files != second.published.files


def _reviewed(district: Path, unit: str) -> None:
    saying = deciding.Reviewed(deciding.Period(unit, 1), "刑事立案数", "12")
    grounds = deciding.Grounds("复核", "区综治办", day("4-08"), day("4-08"))
    deciding.enter(district, 2026, saying, grounds)


def _made_again_byte_for_byte(district: Path, one: Publication) -> None:
    """By the command line, into an empty folder: the same files as were published."""
    number, again = one.published.number, district.parent / one.published.number
    command = (sys.executable, "-m", "zongzhi_xl", "history", district, "--again", number)
    done = subprocess.run([*command, "-o", again], capture_output=True, check=False)
    assert done.returncode == 0, done.stdout.decode()
    kept = district / "papers" / number
    names = sorted(path.relative_to(kept) for path in kept.rglob("*") if path.is_file())
    assert names == sorted(path.relative_to(again) for path in again.rglob("*") if path.is_file())
    for name in names:
        assert (again / name).read_bytes() == (kept / name).read_bytes(), name


def test_what_came_later_is_told_as_a_change_of_what_was_published(district, returns):
    receive(district, day("2-04"), returns[EAST, 1], returns[WEST, 1])
    published(district, day("2-12"))
    receive(district, day("2-20"), returns["更正", 1])
    receive(district, day("3-04"), returns[EAST, 2], returns[WEST, 2])
    found = changes_of_last(district, published(district, day("3-12"), 2).published)
    (changed,) = found
    assert (changed.unit, changed.matter, changed.what) == (EAST, Matter.CELL, "1月治安巡逻次数")
    assert (changed.before, changed.after) == ("4", "9")
    assert changes_report(found) == (
        f"上一次发布的结果，有这些变动：\n  {EAST} 填报数 1月治安巡逻次数：4 → 9"
    )


def test_the_first_publication_changes_nothing(district, returns):
    receive(district, day("2-04"), returns[EAST, 1])
    assert (
        changes_report(changes_of_last(district, published(district, day("2-12")).published)) == ""
    )


def test_only_what_had_come_by_the_day_counts(district, returns):
    receive(district, day("2-04"), returns[EAST, 1])
    receive(district, day("2-09"), returns[WEST, 1])
    before = published(district, day("2-12"), 1, as_of=day("2-08"))
    states = {
        one.unit: one.reported for one in before.outcome.appraisal.deliveries if one.month == 1
    }
    assert states[EAST] is not None
    assert states[WEST] is None


def test_months_are_published_one_after_another(district, returns):
    with pytest.raises(RequestError, match="还没有收到能用的报表"):
        published(district, day("2-12"))
    receive(district, day("3-04"), *returns.values())
    published(district, day("3-12"), 1)
    with pytest.raises(RequestError, match="请先发布2月的结果，再发布3月的"):
        published(district, day("3-12"), 3)
    assert published(district, day("3-12"), 1).published.number == "2026-02"
    assert published(district, day("3-12"), 2).published.number == "2026-03"


def test_what_a_stopped_run_left_without_a_number_is_no_publication(district, returns):
    receive(district, day("2-04"), returns[EAST, 1])
    left = district / "papers" / "2026-01" / "半截.html"
    left.parent.mkdir(parents=True)
    left.write_text("half", encoding="utf-8")
    one = published(district, day("2-12"))
    assert one.published.number == "2026-01"
    assert not left.exists()
    assert {file.name for file in one.published.files} == {
        path.name for path in one.folder.iterdir()
    }


def test_an_unknown_number_is_refused_with_those_that_there_are(district, returns, tmp_path):
    receive(district, day("2-04"), returns[EAST, 1])
    published(district, day("2-12"))
    with pytest.raises(RequestError, match="没有 2026-07 这个发布号，已有：2026-01"):
        made_again(district, "2026-07", tmp_path / "again")


def test_the_history_tells_what_happened_to_an_office(district, returns):
    receive(district, day("2-04"), returns[EAST, 1], returns[WEST, 1])
    receive(district, day("2-20"), returns["更正", 1])
    published(district, day("3-01"))
    looked = looking_back.look_back(district, EAST)
    assert looked.unbroken
    assert [line.partition(" ")[2] for line in looked.lines] == [
        "2026-02-04 2026-02-04 收到 兴海街道1.xlsx：兴海街道 2026年1月月报（首报）",
        "2026-02-20 2026-02-20 收到 更正.xlsx：兴海街道 2026年1月月报（第1次更正）",
    ]
    everything = "\n".join(looking_back.look_back(district).lines)
    assert "启用2026年考核方案" in everything
    assert "发布 2026-01：2026年算到1月，2026-03-01 以前收到的为准" in everything


def test_the_same_files_with_the_same_days_end_byte_for_byte_the_same(district, returns, tmp_path):
    """All at once, or one by one from the last to the first: nobody can tell by the result."""
    other = district_at(tmp_path / "另一区")
    files = [path for (_, month), path in returns.items() if month == 1]
    receive(district, day("2-04"), *files)
    for path in reversed(files):
        receive(other, day("2-04"), path)
    one, two = published(district, day("2-12")), published(other, day("2-12"))
    assert one.published.files == two.published.files
    names = {file.name for file in one.published.files}
    assert names == {
        "区级汇总_2026.xlsx", "结果.json", "月报送情况通报.html", "月报送情况通报.docx",
    }  # fmt: skip


def test_a_district_s_own_template_is_kept_with_what_was_made_by_it(district, returns, tmp_path):
    """Changed afterwards, the publication is still made again byte for byte."""
    own = district / "templates" / "月报送情况通报.jinja"
    own.parent.mkdir()
    words = '<paper kind="公文" name="通报"><p>{}{{{{ period }}}}</p></paper>'
    own.write_text(words.format("本区的话"), encoding="utf-8")
    receive(district, day("2-04"), returns[EAST, 1])
    one = published(district, day("2-12"))
    assert "本区的话2026年1月" in (one.folder / "月报送情况通报.html").read_text(encoding="utf-8")
    own.write_text(words.format("另外的话"), encoding="utf-8")
    assert made_again(district, "2026-01", tmp_path / "again").different == ()
    assert "本区的话" in (tmp_path / "again" / "月报送情况通报.html").read_text(encoding="utf-8")


def told(folder: Path, name: str) -> str:
    return (folder / f"{name}.html").read_text(encoding="utf-8")


def test_each_publication_has_the_papers_whose_time_has_come(district, returns):
    """A month its circular, the preliminary result the notices, the closed year the bulletin."""
    receive(district, day("2-04"), returns[EAST, 1])
    one = published(district, day("2-12"))
    assert [path.stem for path in one.folder.glob("*.html")] == ["月报送情况通报"]
    assert "发布 2026-01" in told(one.folder, "月报送情况通报")
    assert "2026年2月12日" in told(one.folder, "月报送情况通报")
    again = published(district, day("2-13"))
    assert "发布 2026-02，代替 2026-01" in told(again.folder, "月报送情况通报")
    first = publish(Wish(district, 2026, day("27-1-20"), day("27-1-20"), 12, final=True))
    names = {path.stem for path in first.folder.glob("*.html")}
    assert "考核通报" in names
    assert not any(name.startswith("初评告知书") for name in names)


def test_a_review_is_told_before_and_after_and_made_again(district, returns, tmp_path):
    """The notices go out on a preliminary result; a figure is found otherwise; the year closes."""
    receive(district, day("2-04"), *(path for (_, month), path in returns.items() if month == 1))
    one = publish(Wish(district, 2026, day("2-12"), day("2-12"), 1))
    assert one.published.number == "2026-01"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("zongzhi_xl.desk.registry.publishing._check_turn", lambda *_: None)
        told_first = publish(Wish(district, 2026, day("27-1-20"), day("27-1-20"), 12))
        _reviewed_in(district, EAST, day("27-2-09"))
        closed = publish(Wish(district, 2026, day("27-2-20"), day("27-2-20"), 12, final=True))
    assert (told_first.folder / f"初评告知书_{EAST}.docx").exists()
    paper = told(closed.folder, f"复核决定书_{EAST}")
    for phrase in ("刑事立案数", "2026年1月月报", ">3</td>", "复核属实", "复核前", "复核后"):
        assert phrase in paper, phrase
    assert not (closed.folder / f"复核决定书_{WEST}.html").exists()
    assert made_again(district, closed.published.number, tmp_path / "again").different == ()


def _reviewed_in(district: Path, unit: str, on: date) -> None:
    saying = deciding.Reviewed(deciding.Period(unit, 1), "刑事立案数", "3")
    deciding.enter(district, 2026, saying, deciding.Grounds("复核属实", "区综治办", on, on))


# ------------------------------------------------------------------ what is not decided yet


def test_a_year_is_not_closed_while_one_of_two_files_has_to_be_chosen(
    district, returns, tmp_path, edition
):
    """Both came in time: closed now, the office would be charged as if it had sent nothing."""
    other = month_return(tmp_path / "又一份.xlsx", edition, 1, EAST, 治安巡逻次数=9)
    receive(district, day("2-04"), returns[EAST, 1], other, returns[WEST, 1])
    closing = Wish(district, 2026, day("27-2-01"), day("27-2-01"), 12, final=True)
    with pytest.raises(RequestError, match=r"^兴海街道2026年1月月报收到不同的表.*先在“待办”里决定"):
        publish(closing)
    assert published(district, day("2-12"), 1).published.through == 1
