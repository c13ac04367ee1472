"""Slips: who gets which on which day, and where telephones go."""

import zipfile
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from tests.desk.registry.districts import change, day, district_at, month_return
from tests.district_forms import filled
from zongzhi_xl.cli import app
from zongzhi_xl.desk.registry import arriving
from zongzhi_xl.desk.registry.standing import status

EAST, WEST = "兴海街道", "于楼街道"
TELEPHONE = "0000-7654321"


@pytest.fixture
def district(tmp_path):
    """Two offices, the first with a telephone in the form that the folder keeps."""
    folder = district_at(tmp_path / "区")
    units = (folder / "statements" / "2026" / "units.yaml").read_text(encoding="utf-8")
    for line in units.splitlines(keepends=True):
        if EAST not in line and WEST not in line:
            change(folder, "units.yaml", line, "")
    offices = [(name, None, "一类", 50000, 8, 0, 0, telephone)
               for name, telephone in ((EAST, TELEPHONE), (WEST, None))]  # fmt: skip
    filled(folder / "区情登记表.xlsx", offices=offices)
    return folder


def receive(district: Path, on: str, *paths: Path) -> None:
    arriving.receive(arriving.Wish(district, paths, day(on), day(on)))


def remind(district: Path, on: str, folder: Path) -> Result:
    """The command; nothing went wrong."""
    result = CliRunner().invoke(
        app,
        ["remind", str(district), "--year", "2026", "--as-of", str(day(on)), "-o", str(folder)],
    )
    assert result.exit_code in (0, 1), result.output
    return result


def test_reminders_go_to_who_is_overdue_on_that_day_and_to_nobody_else(district, tmp_path, edition):
    """January is due on 5 February, February on 5 March, both days included."""
    receive(district, "2-04", month_return(tmp_path / "一月.xlsx", edition, 1, EAST))
    folder = tmp_path / "单子"
    nobody = remind(district, "2-05", folder)
    assert (nobody.exit_code, nobody.stdout) == (
        0,
        "2026-02-05：没有要催报的，也没有要退回的，没有写单子\n",
    )
    assert not folder.exists()
    one = remind(district, "2-06", folder)
    assert (one.exit_code, one.stdout) == (
        1, f"2026-02-06：催报单 1 份（{WEST}），在 {folder}\n",
    )  # fmt: skip
    both = remind(district, "3-06", folder)
    assert both.stdout == f"2026-03-06：催报单 2 份（{EAST}、{WEST}），在 {folder}\n"
    stems = (f"{WEST}_2026-02-06", f"{WEST}_2026-03-06", f"{EAST}_2026-03-06")
    assert {path.name for path in folder.iterdir()} == {
        f"催报单_{stem}.{ending}" for stem in stems for ending in ("html", "docx")
    }
    west = (folder / f"催报单_{WEST}_2026-03-06.html").read_text(encoding="utf-8")
    assert "2026年1月月报</td>" in west
    assert "2026年2月月报</td>" in west
    assert EAST not in west


def test_what_was_sent_back_is_not_reminded_of_and_is_settled_by_a_mended_return(
    district, tmp_path, edition
):
    """West's January has blank entries; within 3 days of the 3rd it keeps its day."""
    east = month_return(tmp_path / "东.xlsx", edition, 1, EAST)
    blank = month_return(tmp_path / "西.xlsx", edition, 1, WEST, 刑事立案数=None)
    receive(district, "2-03", east, blank)
    folder = tmp_path / "单子"
    sent = remind(district, "2-06", folder)
    assert (sent.exit_code, sent.stdout) == (
        1, f"2026-02-06：退回单 1 份（{WEST}），在 {folder}\n",
    )  # fmt: skip
    paper = (folder / f"退回单_{WEST}_2026-02-06.html").read_text(encoding="utf-8")
    assert "请于2026年2月6日前（含当日）改正，以“第1次更正”重报" in paper
    assert "仍按2026年2月3日收到算" in paper
    assert "月报!D9</td>" in paper
    mended = month_return(tmp_path / "更正.xlsx", edition, 1, WEST, "第1次更正",
                          更正原因="补填")  # fmt: skip
    receive(district, "2-06", mended)
    assert remind(district, "2-06", folder).exit_code == 0


def test_a_month_that_others_handed_in_early_is_not_asked_for(district, tmp_path, edition):
    receive(district, "2-04", *(month_return(tmp_path / f"{unit}.xlsx", edition, 1, unit)
                                for unit in (EAST, WEST)))  # fmt: skip
    receive(district, "2-20", month_return(tmp_path / "二月.xlsx", edition, 2, EAST))
    assert "催报单" not in remind(district, "3-05", tmp_path / "单子").stdout
    assert f"催报单 1 份（{WEST}）" in remind(district, "3-06", tmp_path / "单子").stdout


def test_a_telephone_of_an_office_stands_on_its_own_slip_only(district, tmp_path, edition):
    receive(district, "2-04", month_return(tmp_path / "一月.xlsx", edition, 1, EAST))
    folder = tmp_path / "单子"
    result = remind(district, "3-06", folder)
    told = {path.name: TELEPHONE in _text(path) for path in folder.iterdir()}
    assert told == {
        f"催报单_{unit}_2026-03-06.{ending}": unit == EAST
        for unit in (EAST, WEST)
        for ending in ("html", "docx")
    }
    published = CliRunner().invoke(app, ["publish", str(district), "--year", "2026"])
    status = CliRunner().invoke(app, ["status", str(district), "--year", "2026"])
    assert TELEPHONE not in result.output + published.output + status.output
    files = [path for path in (district / "papers").rglob("*") if path.is_file()]
    assert {path.suffix for path in files} == {".xlsx", ".json", ".html", ".docx"}
    assert [path.name for path in files if TELEPHONE in _text(path)] == []


def _text(path: Path) -> str:
    """All that stands in a file, unpacked where it is packed."""
    if path.suffix not in (".docx", ".xlsx"):
        return path.read_text(encoding="utf-8")
    with zipfile.ZipFile(path) as archive:
        return "".join(archive.read(name).decode("utf-8", "replace") for name in archive.namelist())


def test_a_file_of_somebody_else_is_not_written_over(district, tmp_path, edition):
    receive(district, "2-04", month_return(tmp_path / "一月.xlsx", edition, 1, EAST))
    folder = tmp_path / "单子"
    folder.mkdir()
    mine = folder / f"催报单_{WEST}_2026-02-06.html"
    mine.write_text("mine", encoding="utf-8")
    result = CliRunner().invoke(
        app, ["remind", str(district), "--year", "2026", "--as-of", "2026-02-06", "-o", str(folder)]
    )
    assert (result.exit_code, mine.read_text(encoding="utf-8")) == (2, "mine")
    remind(district, "2-06", tmp_path / "另一处")


def test_what_the_district_decided_changes_what_is_asked_for(district, tmp_path, edition):
    """East has to explain nought patrols; West's two first returns of one day are undecided.

    Undecided is no fault of West's: it gets no slip, not even after the due day.
    """
    folder = tmp_path / "单子"
    notes = {"治安巡逻次数": "人手不足"}
    east = month_return(tmp_path / "东.xlsx", edition, 1, EAST, notes=notes, 治安巡逻次数=0)
    west = [
        month_return(tmp_path / f"西{n}.xlsx", edition, 1, WEST, 治安巡逻次数=n) for n in (8, 9)
    ]
    receive(district, "2-03", east, *west)
    assert "没有写单子" in remind(district, "2-04", folder).stdout
    answers = {EAST: "退回", WEST: "采用第1份"}
    for one in status(district, 2026, day("2-04")).questions:
        decided = CliRunner().invoke(
            app,
            ["decide", str(district), "--year", "2026", "--question", one.id, "--by", "甲",
             "--answer", answers[one.unit], "--reason", "理由不足", "--on", "2026-02-04"],
        )  # fmt: skip
        assert decided.exit_code == 0, decided.output
    assert f"退回单 1 份（{EAST}）" in remind(district, "2-05", folder).stdout
    paper = (folder / f"退回单_{EAST}_2026-02-05.html").read_text(encoding="utf-8")
    assert "已写的说明：人手不足" in paper
    assert "理由不足" in paper
