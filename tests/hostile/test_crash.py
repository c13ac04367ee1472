"""Outputs are old or new, never half: killed runs, two runs at once, full and locked places.

The longer script is benchmarks/crash.py.
"""

import importlib.util
import json
import os
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path
from random import Random
from types import ModuleType

import pytest
from xlsxwriter import Workbook

from zongzhi_xl.contract import LEDGER, OVERVIEW

ROOT = Path(__file__).parents[2]
pytestmark = pytest.mark.skipif(not hasattr(os, "killpg"), reason="kill -9 只在 POSIX 上有")


def script(name: str) -> ModuleType:
    """A script of benchmarks/, as a module."""
    spec = importlib.util.spec_from_file_location(name, ROOT / "benchmarks" / f"{name}.py")
    assert spec
    assert spec.loader
    module = sys.modules[name] = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


crash = script("crash")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    base = tmp_path_factory.mktemp("crash")
    crash.write_inbox(base / "in")
    return base


def started(arguments: tuple[str, ...]) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        (*crash.COMMAND, *arguments), stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )


def ended(process: subprocess.Popen[bytes]) -> tuple[int, str]:
    _, complaint = process.communicate(timeout=120)
    return process.returncode, complaint.decode()


@pytest.mark.parametrize(
    "command",
    [
        "consolidate",
        pytest.param("repair", marks=pytest.mark.long),
        pytest.param("issue", marks=pytest.mark.long),
        pytest.param("templates", marks=pytest.mark.long),
    ],
)  # fmt: skip
def test_a_stopped_run_leaves_old_or_new_files_and_nobody_and_the_next_one_clears_up(
    folder: Path, command: str
) -> None:
    """One stop of each way: all by KILL, the parent alone by KILL, TERM, HUP."""
    figures = crash.torment(folder, len(crash.STOPS), Random(8), (command,), frozenset())
    assert figures.looked_at
    assert figures.sound, str(figures)


def test_two_runs_at_once_into_one_folder_give_one_whole_result(folder: Path) -> None:
    arguments = crash.commands(folder)["consolidate"]
    both = [started(arguments), started(arguments)]
    assert [ended(one)[0] for one in both] == [0, 0]
    assert not [path for path in crash.outputs_of(folder / "out") if crash.is_half(path)]
    assert crash.leftovers_in(folder) == []
    assert json.loads((folder / "out" / "o.json").read_text("utf-8"))["through"] == 2


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 256 KB."""
    disk = tmp_path / "盘"
    disk.mkdir()
    if os.geteuid():
        pytest.skip("装小磁盘要 root")
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=256k", "tmpfs", str(disk)],
        capture_output=True, check=False,
    )  # fmt: skip
    if mounted.returncode:
        pytest.skip(f"这里装不了小磁盘：{mounted.stderr.decode().strip()}")
    yield disk
    subprocess.run(["umount", str(disk)], check=True)


OLD_RESULT = '{\n "year": 2026,\n "through": 1}\n'


def test_a_full_disk_gives_a_sentence_and_the_old_files_stay(
    folder: Path, small_disk: Path
) -> None:
    summary, document = small_disk / "s.xlsx", small_disk / "o.json"
    with Workbook(str(summary)) as old:
        for sheet in (OVERVIEW, LEDGER):
            old.add_worksheet(sheet)
    old_summary = summary.read_bytes()
    document.write_text(OLD_RESULT, encoding="utf-8")
    (small_disk / "ballast").write_bytes(bytes(240 << 10))
    code, complaint = ended(started(
        ("consolidate", str(folder / "in"), "--year", "2026", "-o", str(summary), "--json",
         str(document))
    ))  # fmt: skip
    assert (code, "Traceback" in complaint) == (2, False), complaint
    assert "磁盘已满" in complaint
    assert summary.read_bytes() == old_summary
    assert document.read_text("utf-8") == OLD_RESULT
    assert sorted(one.name for one in small_disk.iterdir()) == ["ballast", "o.json", "s.xlsx"]


@pytest.mark.parametrize("option", ["-o", "--report"])
def test_a_full_disk_stops_a_repair_whole(
    folder: Path, tmp_path: Path, small_disk: Path, option: str
) -> None:
    """Neither the return nor its 修复说明 without the other; the damaged file stays."""
    damaged = min((folder / "in").iterdir())
    before = damaged.read_bytes()
    (small_disk / "ballast").write_bytes(bytes(250 << 10))
    given = {"-o": tmp_path / "新.xlsx", "--report": tmp_path / "说明.xlsx"}
    given[option] = small_disk / "x.xlsx"
    words = [str(part) for pair in given.items() for part in pair]
    code, complaint = ended(started(("repair", str(damaged), *words)))
    assert (code, "Traceback" in complaint) == (2, False)
    assert "磁盘已满" in complaint
    assert [one.name for one in small_disk.iterdir()] == ["ballast"]
    assert not given["-o"].exists()
    assert damaged.read_bytes() == before


def test_a_disk_that_fills_while_blanks_are_issued(small_disk: Path) -> None:
    """Two returns fit: each that is there is whole."""
    code, complaint = ended(started(
        ("issue", "--year", "2026", "--month", "3", "-o", str(small_disk / "空表"))
    ))  # fmt: skip
    assert (code, "Traceback" in complaint) == (2, False)
    assert "磁盘已满" in complaint
    there = [one for one in small_disk.rglob("*") if one.is_file()]
    assert all(zipfile.ZipFile(one).testzip() is None for one in there)
    assert all(one.suffix == ".xlsx" and not one.name.startswith(".") for one in there)


@pytest.mark.parametrize("option", ["-o", "--json", "--facts", "--reports"])
def test_an_output_that_cannot_be_written_gives_a_sentence_and_exit_code_2(
    folder: Path, tmp_path: Path, option: str
) -> None:
    """/proc takes no files from anybody, root included."""
    suffix = {"--json": ".json", "--facts": ".csv"}.get(option, ".xlsx")
    given = {"-o": str(tmp_path / "s.xlsx")} | {option: f"/proc/{os.getpid()}/x{suffix}"}
    words = [part for pair in given.items() for part in pair]
    code, complaint = ended(started(("consolidate", str(folder / "in"), "--year", "2026", *words)))
    assert (code, "Traceback" in complaint, "程序出错" in complaint) == (2, False, False)
    assert any(word in complaint for word in ("写不了", "建不了", "没有权限"))
