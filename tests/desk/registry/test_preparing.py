"""应时文书: what the calendar asks for is written in its time, also before anything came in."""

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from tests.desk.registry.districts import district_at
from zongzhi_xl.cli import app


@pytest.fixture
def district(tmp_path: Path) -> Path:
    return district_at(tmp_path / "区")


def papers(district: Path, on: str, folder: Path) -> Result:
    command = ["papers", str(district), "--year", "2026", "--as-of", on, "-o", str(folder)]
    return CliRunner().invoke(app, command)


def test_january_asks_departments_and_settles_the_bases(district: Path, tmp_path: Path) -> None:
    folder = tmp_path / "文书"
    done = papers(district, "2026-01-10", folder)
    assert (done.exit_code, done.stdout) == (
        1, f"2026-01-10：商请函 6 份，基础数据核定表 1 份，在 {folder}\n",
    )  # fmt: skip
    names = {path.name for path in folder.iterdir()}
    assert {"商请函_公安.html", "商请函_公安.docx", "基础数据核定表.docx"} <= names
    assert len(names) == 14


def test_a_letter_for_each_office_until_march(district: Path, tmp_path: Path) -> None:
    done = papers(district, "2026-03-31", tmp_path / "文书")
    assert "布置通知 1 份，责任书 8 份" in done.stdout
    again = papers(district, "2026-03-31", tmp_path / "文书")
    assert again.exit_code == 1, "what an earlier run wrote is written over"


def test_outside_its_time_nothing_is_written(district: Path, tmp_path: Path) -> None:
    done = papers(district, "2026-05-01", tmp_path / "文书")
    assert (done.exit_code, done.stdout) == (0, "2026-05-01：没有到时间的文书，什么也没有写\n")
    assert not (tmp_path / "文书").exists()
