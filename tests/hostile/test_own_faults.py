"""What is the matter with the program or its surroundings is one sentence and exit code 2.

Clocks of another age, output that nobody takes, too little memory, contents without end.
"""

import json
import os
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from rich.console import Console

from tests import sample_appraisal as sample
from tests.commands import COMMANDS
from zongzhi_xl import cli
from zongzhi_xl.cli import app
from zongzhi_xl.cli.frame import Plainly
from zongzhi_xl.core.edition.items import FormKind, Severity
from zongzhi_xl.core.edition.statement import Edition
from zongzhi_xl.core.returned.findings import Finding
from zongzhi_xl.desk import explaining
from zongzhi_xl.desk.output import appraised, text_of
from zongzhi_xl.mending.opened import open_book
from zongzhi_xl.papers import terminal
from zongzhi_xl.papers.command_frame import FramedCommand
from zongzhi_xl.reading.package import open_package
from zongzhi_xl.record import replace
from zongzhi_xl.sheets import return_book, summary_book
from zongzhi_xl.sheets.return_book import ReturnContents

pytestmark = pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")


def run(*args: object) -> Result:
    return CliRunner().invoke(app, [str(one) for one in args])


def refused(result: Result, *words: str) -> None:
    assert result.exit_code == 2, result.output
    assert "Traceback" not in result.output
    assert len(result.stderr.splitlines()) == 1, result.stderr
    assert all(word in result.stderr for word in words), result.stderr


# ------------------------------------------------------------------ clocks

YEARS = (1970, 1979, 2107, 2200)


@pytest.mark.parametrize("year", YEARS)
def test_the_clock_is_never_asked_when_a_file_is_written_or_opened(
    tmp_path: Path, edition: Edition, monkeypatch: pytest.MonkeyPatch, year: int
) -> None:
    """A package holds days from 1980 to 2107."""
    moment = time.struct_time((year, 1, 1, 0, 0, 0, 0, 1, 0))
    monkeypatch.setattr(time, "localtime", lambda *_: moment)
    path, summary = tmp_path / "a.xlsx", tmp_path / "s.xlsx"
    return_book.write(path, FormKind.MONTHLY, edition, ReturnContents("兴海街道", 2026, 3))
    assert open_book(path).sheets
    summary_book.write(summary, sample.appraisal(), sample.edition())
    for one in (path, summary):
        with zipfile.ZipFile(one) as archive:
            assert {entry.date_time[0] for entry in archive.infolist()} == {1980}
    assert open_package(summary.read_bytes(), 1 << 28).sheets


# ------------------------------------------------------------------ contents without end


@pytest.mark.parametrize(
    "text",
    [
        "[" * 100_000 + "]" * 100_000,
        '{"a":' * 100_000 + "1" + "}" * 100_000,
        '{"year": 2026, "through": 3, "units": [{"unit": "示例一街道"}]}',
        '{"year": [], "through": {}, "units": 7}',
        '{"year": 2026, "through": 3, "units": ["示例一街道"]}',
        '{"year": ' + "9" * 5000 + "}",
        "not a document",
    ],
    ids=["lists", "tables", "half", "wrong", "words", "digits", "text"],
)
def test_a_result_that_is_none_is_refused(tmp_path: Path, text: str) -> None:
    (tmp_path / "out.json").write_text(text, encoding="utf-8")
    refused(run("explain", "示例一街道", "--from", tmp_path / "out.json"), "consolidate --json")


def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "out.json")
    refused(run("explain", "示例一街道", "--from", tmp_path / "out.json"), "不是普通的文件")
    refused(run("explain", "示例一街道", "--district", tmp_path), "还没有汇总结果")
    result = run("validate", tmp_path)
    assert (result.exit_code, "Traceback" in result.output) == (1, False)


def test_a_link_to_what_the_system_shows_of_itself_is_not_followed(tmp_path: Path) -> None:
    for name, target in (("进程", "/proc/self"), ("设备", "/dev"), ("系统", "/sys/kernel")):
        (tmp_path / name).symlink_to(target)
    result = run("validate", tmp_path, "--json")
    said = {one["file"]: one["reason"] for one in json.loads(result.stdout)}
    assert said == dict.fromkeys(("系统", "设备", "进程"), "是文件夹或设备，不是文件")


# ------------------------------------------------------------------ bounded output


def finding(words: str) -> Finding:
    return Finding("04", Severity.BLOCKING, "月报", "E9", "刑事立案数", words, words, words)


def test_what_nobody_would_read_to_its_end_is_counted() -> None:
    """Two returns with 70 findings of 30,000 signs in each cell would print 40 MB."""
    one = replace(sample.appraisal().files[0], findings=(finding("长" * 30_000),) * 70)
    console = Console(width=150, file=open(os.devnull, "w", encoding="utf-8"), record=True)  # noqa: SIM115, PTH123
    console.print(terminal.findings_report([one] * 2))
    text = console.export_text()
    assert text.count("还有 10 条，用 --report 或 --json 看全部") == 2
    assert terminal.shortened("长" * 30_000, 400).endswith("长…（还有 29600 个字）")
    assert len(text) < 1_000_000


def test_a_line_of_an_explanation_has_an_end(tmp_path: Path) -> None:
    document = appraised(sample.appraisal(final=True), sample.edition())
    unit = document["units"][0]  # type: ignore[index]
    for one in unit["deductions"]:
        one["rule"] = one["formula"] = "长" * 100_000
    (tmp_path / "out.json").write_text(text_of(document), encoding="utf-8")
    result = run("explain", unit["unit"], "--from", tmp_path / "out.json")
    assert result.exit_code == 0, result.output
    assert max(map(len, result.output.splitlines())) <= 4001


# ------------------------------------------------------------------ nothing escapes


@pytest.mark.parametrize(
    ("fault", "words"),
    [
        (MemoryError(), "做不了：内存不够"),
        (RecursionError(), "做不了：文件里的内容套得太深"),
        (OSError(28, "No space left on device", "x"), "做不了：x 磁盘已满"),
        (OSError(30, "Read-only file system", "x"), "做不了：x 这个位置只能读不能写"),
        (KeyboardInterrupt(), "已中断"),
        (EOFError("x"), "程序出错，请把这一行交给维护人员：EOFError: x"),
        (ValueError("电话13800138000\x1b[2J\nTraceback"), "程序出错"),
        (BaseExceptionGroup("x", [ValueError("y")]), "程序出错"),
    ],
    ids=lambda one: type(one).__name__ if isinstance(one, BaseException) else "",
)
def test_every_fault_is_a_sentence(
    monkeypatch: pytest.MonkeyPatch, fault: BaseException, words: str
) -> None:
    def fails(*_: object) -> list[str]:
        raise fault

    monkeypatch.setattr(explaining, "explain", fails)
    result = run("explain", "甲街道")
    assert result.exit_code == 2
    assert words in result.stderr
    assert result.stderr.count("\n") == 1
    assert "13800138000" not in result.stderr
    assert "\x1b" not in result.stderr


def started(*words: str, **options: object) -> "subprocess.CompletedProcess[bytes]":
    command = [sys.executable, "-m", "zongzhi_xl", *words]
    return subprocess.run(command, check=False, timeout=300, **options)  # type: ignore[call-overload,no-any-return]


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="没有 /dev/full")
def test_output_that_finds_no_room_is_said() -> None:
    with Path("/dev/full").open("wb") as full:
        done = started("rules", "check", stdout=full, stderr=subprocess.PIPE)
    assert (done.returncode, done.stderr.decode().strip()) == (2, "做不了：磁盘已满")


def test_output_that_nobody_takes_is_said() -> None:
    reading, writing = os.pipe()
    os.close(reading)
    done = started("rules", "check", stdout=writing, stderr=subprocess.PIPE)
    os.close(writing)
    assert done.returncode == 2
    assert done.stderr.decode().strip() == "做不了：输出没有写完，接收的一方已经关闭"


def test_what_is_typed_is_shown_as_signs_and_masked() -> None:
    result = run("validate", "没有\x1b[2J\u202e13800138000\n假.xlsx")
    refused(result, "没有␛[2J〔U+202E〕138******00␊假.xlsx")


def test_all_commands_end_through_one_door() -> None:
    assert COMMANDS
    assert type(cli.app) is Plainly
    assert {type(one) for one in COMMANDS.values()} == {FramedCommand}


# ------------------------------------------------------------------ a unit like a number


def test_a_unit_called_like_a_number_is_a_unit_like_every_other(
    tmp_path: Path, unit_like_a_number: Callable[[Path], Path]
) -> None:
    """Issued, checked, scored, explained and repaired under its own name."""
    unit, district = "13800138000街道", unit_like_a_number(tmp_path / "区")
    done = run(
        "issue", "--year", 2026, "--month", 3, "-o", tmp_path / "空表", "--district", district
    )
    assert done.exit_code == 0, done.output
    path = tmp_path / "空表" / f"{unit}_2026年03月_月报.xlsx"
    (said,) = json.loads(run("validate", path, "--district", district, "--json").stdout)
    assert said["unit"] == unit
    assert not any("名册上没有" in one["message"] for one in said["findings"])
    out, papers = tmp_path / "o.json", tmp_path / "文书"
    run("consolidate", path, "--year", 2026, "-o", tmp_path / "s.xlsx", "--json", out,
        "--reports", papers, "--district", district)  # fmt: skip
    assert unit in [one["unit"] for one in json.loads(out.read_text("utf-8"))["units"]]
    assert f"{unit}：" in (papers / f"初评告知书_{unit}.html").read_text("utf-8")
    explained = run("explain", unit, "--from", out)
    assert (explained.exit_code, unit in explained.output) == (0, True)
    again = run("repair", path, "-o", tmp_path / "新.xlsx", "--district", district)
    assert again.exit_code in (0, 1), again.output
    (same,) = json.loads(
        run("validate", tmp_path / "新.xlsx", "--district", district, "--json").stdout
    )
    assert same["unit"] == unit


@pytest.fixture
def unit_like_a_number() -> Callable[[Path], Path]:
    import shutil  # noqa: PLC0415

    from zongzhi_xl.statements import loader  # noqa: PLC0415

    def made(folder: Path) -> Path:
        edition = folder / "statements" / "2026"
        shutil.copytree(Path(loader.__file__).parent / "standard", edition)
        file = edition / "units.yaml"
        text = file.read_text(encoding="utf-8")
        file.write_text(text.replace("兴海街道", "13800138000街道"), encoding="utf-8")
        return folder

    return made
