"""The kit under Wine: what it prints and writes is, byte for byte, what Linux prints and writes."""

import filecmp
import hashlib
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.windows.wine import Windows, embeddable, require_wine, windows
from zongzhi_xl.demo import YEAR
from zongzhi_xl.demo.district import write_district
from zongzhi_xl.demo.inbox import Invented, write_inbox
from zongzhi_xl.desk.kit.making import Made, Wish, make
from zongzhi_xl.desk.progress import silent
from zongzhi_xl.resources import macros_folder, workbooks_folder
from zongzhi_xl.statements.editions import in_force

pytestmark = pytest.mark.long

_OF_YEAR = ("--year", str(YEAR))


@pytest.fixture(scope="module")
def kit(tmp_path_factory: pytest.TempPathFactory) -> Made:
    require_wine()
    folder = tmp_path_factory.mktemp("kit")
    python = embeddable(folder)
    sha256 = hashlib.sha256(python.read_bytes()).hexdigest()
    return make(Wish(folder / "随身包", python, sha256))


@pytest.fixture(scope="module")
def linux(kit: Made, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same folder without Windows: the demo's district, and what its offices handed in."""
    folder = tmp_path_factory.mktemp("linux") / "综治 报表"
    district = write_district(folder / "甲 区", YEAR)
    write_inbox(Invented(in_force(district, YEAR), YEAR, 2026), folder / "收件", silent)
    return folder


@pytest.fixture(scope="module")
def office(kit: Made, linux: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Windows]:
    """A Windows with the kit and the same folders beside it."""
    with windows(tmp_path_factory.mktemp("wine")) as one:
        for folder in (kit.wish.folder, linux):
            shutil.copytree(folder, one.office, dirs_exist_ok=True)
        yield one


def here(linux: Path, *words: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-m", "zongzhi_xl", *words], cwd=linux, capture_output=True, check=False
    )


def lines(printed: bytes) -> str:
    """What a person reads, whichever way lines end and folders are parted."""
    return printed.decode().replace("\r\n", "\n").replace("\\", "/")


def both(office: Windows, linux: Path, *words: str) -> int:
    """Run on both; the same exit code and the same words, which is returned and compared."""
    there, ours = office.program(*words), here(linux, *words)
    said = [(one.returncode, lines(one.stdout), lines(one.stderr)) for one in (there, ours)]
    assert said[0] == said[1]
    return ours.returncode


def same(office: Windows, linux: Path, *names: str) -> int:
    """How many files lie there on both sides; all of them must be the same bytes."""
    sides = [
        {
            path.relative_to(side): path
            for name in names
            for path in (side / name, *(side / name).rglob("*"))
            if path.is_file()
        }
        for side in (office.office, linux)
    ]
    assert sides[0].keys() == sides[1].keys()
    pairs = zip(*(map(side.get, sorted(sides[1])) for side in sides), strict=True)
    assert [there.name for there, ours in pairs if not filecmp.cmp(there, ours, False)] == []
    return len(sides[1])


def test_the_kit_is_small_and_has_nothing_that_guards_take_for_an_attack(kit: Made) -> None:
    assert kit.size <= 70
    assert kit.packed_size <= 25
    site = kit.wish.folder / "python/Lib/site-packages"
    assert list(kit.wish.folder.rglob("*.xlam")) == []
    assert not (site / "pandas").exists()
    assert len(list(site.glob("*/_shipped/macros/*.bas"))) >= 5
    assert len(list(site.rglob("*.pyd"))) > 10


def test_its_own_check_runs_there(office: Windows) -> None:
    done = office.program("kit", "--check", ".")
    assert (done.returncode, lines(done.stdout)) == (0, "随身包完好\n")
    clicked = office.run("cmd", "/c", "检查随身包.cmd").stdout.decode(errors="replace")
    assert "随身包完好" in clicked
    assert "没有找到 Microsoft Excel" in clicked


def test_a_return_is_dropped_on_the_file_that_checks_it(office: Windows, linux: Path) -> None:
    shutil.copy(sorted(linux.glob("收件/01/*.xlsx"))[0], office.office / "一月 月报.xlsx")
    said = office.run("cmd", "/c", "审核报表.cmd", "一月 月报.xlsx").stdout.decode(errors="replace")
    assert f"一月 月报.xlsx  示例一街道 {YEAR}年1月月报  通过" in said


def test_commands_can_be_typed_in_any_folder(office: Windows) -> None:
    done = office.run("cmd", "/c", "zongzhi-xl rules check", cwd=office.office.parent)
    assert (done.returncode, "没有发现错误" in lines(done.stdout)) == (0, True)


def test_what_a_button_asks_of_python_is_answered(office: Windows) -> None:
    """The very question of the macro, and the doctor's finding of the same Python."""
    text = (macros_folder() / "find_python.bas").read_text(encoding="ascii")
    constant = re.findall(r'^Const QUESTION = (.+?""")$', text, re.M | re.S)[0]
    question = "".join(re.findall(r'"((?:[^"]|"")*)"', constant)).replace('""', '"')
    code = re.fullmatch(r' -P -c "(.+)"', question)
    assert code
    assert office.python("-P", "-c", code[1]).returncode == 0
    found = office.program("doctor", "月报.xlsm")
    assert "按钮用的 Python：3.11" in lines(found.stdout)
    assert "综治 报表/python/python.exe" in lines(found.stdout)


#: where Windows keeps which programs are installed; written by Python, since Wine's own ``reg``
#: did not start once on a busy machine
_EXCEL = r"HKEY_CURRENT_USER, r'SOFTWARE\Microsoft\Windows\CurrentVersion\App Paths\excel.exe'"
_INSTALL = f"from winreg import *; SetValue({_EXCEL}, REG_SZ, 'EXCEL.EXE')"
_REMOVE = f"from winreg import *; DeleteKey({_EXCEL})"


def test_the_page_s_steps_end_with_nothing_to_do(office: Windows) -> None:
    """Where Excel is said to be; whether Excel then trusts the folder only Excel can show."""
    assert office.python("-c", _INSTALL).returncode == 0
    before = office.program("doctor", "月报.xlsm")
    assert "不是 Excel 的受信任位置" in lines(before.stdout)
    assert office.program("doctor", "月报.xlsm", "--fix").returncode == 0
    after = office.program("doctor", "月报.xlsm")
    assert after.returncode == 0
    said = lines(after.stdout).splitlines()
    assert len(said) >= 3
    assert [line for line in said if not line.startswith("[正常]")] == []
    assert office.program("doctor", "--undo").returncode == 0
    assert office.program("doctor", "月报.xlsm").stdout == before.stdout
    assert office.python("-c", _REMOVE).returncode == 0


def test_returns_are_judged_the_same(office: Windows, linux: Path) -> None:
    months = [f"收件/{month:02}" for month in (1, 2, 3)]
    there = office.program("validate", *months, "--json")
    ours = here(linux, "validate", *months, "--json")
    assert ours.stdout.count(b'"verdict"') >= 50
    assert (there.returncode, there.stdout) == (ours.returncode, ours.stdout)


def test_the_district_is_consolidated_the_same(office: Windows, linux: Path) -> None:
    words = (
        "consolidate", "收件", *_OF_YEAR, "--final", "--district", "甲 区", "-o", "汇总.xlsx",
        "--json", "结果.json", "--reports", "文书",
    )  # fmt: skip
    assert both(office, linux, *words) == 1
    assert same(office, linux, "汇总.xlsx", "结果.json", "文书") > 20
    assert both(office, linux, "explain", "示例五街道", "--from", "结果.json") == 0


def test_blanks_and_repaired_returns_are_the_same(office: Windows, linux: Path) -> None:
    assert both(office, linux, "templates", "-o", "空白表") == 0
    assert same(office, linux, "空白表") == len(list(workbooks_folder().iterdir()))
    words = (
        *_OF_YEAR,
        "--month",
        "6",
        "--district",
        "甲 区",
        "--from",
        "收件",
        "-o",
        "下发",
    )
    both(office, linux, "issue", *words)
    both(office, linux, "issue", "--macros", *words)
    assert same(office, linux, "下发") == 40
    damaged = sorted(linux.glob("收件/02/*.xlsx"))[0]
    name = damaged.relative_to(linux).as_posix()
    assert both(office, linux, "repair", name, "-o", "修好.xlsx", "--report", "说明.xlsx") == 0
    assert same(office, linux, "修好.xlsx", "说明.xlsx") == 2


def test_a_year_is_recorded_the_same(office: Windows, linux: Path) -> None:
    """SQLite, originals, locks and hidden names in a folder with a blank and Chinese."""
    late = ("--on", f"{YEAR}-02-04", "--reason", "补登")
    assert both(office, linux, "init", "--blank", "登记表.xlsx") == 0
    assert same(office, linux, "登记表.xlsx") == 1
    for month, day in (("01", "02-04"), ("02", "03-04")):
        words = ("receive", "甲 区", f"收件/{month}", "--on", f"{YEAR}-{day}", "--reason", "补登")
        both(office, linux, *words)
    assert both(office, linux, "receive", "甲 区", "收件/01", *late) in (0, 1)
    assert both(office, linux, "status", "甲 区", *_OF_YEAR, "--as-of", f"{YEAR}-03-10") == 1
    assert both(office, linux, "desk", "甲 区", *_OF_YEAR) == 1
    both(office, linux, "publish", "甲 区", *_OF_YEAR, "--through", "1")
    both(office, linux, "history", "甲 区")
    assert same(office, linux, "甲 区/papers", "甲 区/statements") > 20


CHILDREN = """
import os, sys, time
sys.path.append(os.getcwd())
import works
from pathlib import Path
from zongzhi_xl.reading.intake import Limits, run
files = [(Path(name), name) for name in ("good", "dies", "hangs", "last")]
for name, result in run(files, works.work, limits=Limits(seconds=2, patience=2), workers=2):
    print(ascii((name, getattr(result, "reason", result))))
"""
WORK = """
import os, time
def work(path, name):
    if name == "dies":
        os.abort()
    if name == "hangs":
        time.sleep(3600)
    return name.upper()
"""


def test_a_child_that_dies_or_hangs_costs_its_file_only(office: Windows) -> None:
    (office.office / "works.py").write_text(WORK, encoding="ascii")
    (office.office / "children.py").write_text(CHILDREN, encoding="ascii")
    done = office.python("children.py")
    said = [eval(line) for line in done.stdout.decode().splitlines()]  # repr's of ours
    assert [said[0], said[3]] == [("good", "GOOD"), ("last", "LAST")], done.stderr
    assert said[1][1].startswith("读取时程序中断，已跳过")
    assert said[2][1].startswith("读了超过 4 秒还没有读完，已跳过")


HELD = """
import sys
from zongzhi_xl.cli import main
with open(sys.argv.pop(1), "rb+"):
    main()
"""


def test_a_file_that_is_open_elsewhere_is_left_whole(office: Windows) -> None:
    """As a workbook that is open in Excel: nobody may put another in its place."""
    (office.office / "held.py").write_text(HELD, encoding="ascii")
    target = office.office / "甲的汇总.xlsx"
    words = ("consolidate", "收件/01", *_OF_YEAR, "-o", target.name)
    assert office.program(*words).returncode == 1
    before = target.read_bytes()
    done = office.python("held.py", target.name, *words, "--final")
    assert (done.returncode, lines(done.stderr)) == (
        2, "做不了：写不了 甲的汇总.xlsx：可能正在 Excel 中打开，请关闭后再试\n",
    )  # fmt: skip
    assert target.read_bytes() == before
    assert [path.name for path in office.office.iterdir() if path.name.startswith(".zongzhi")] == []
