"""The install page, followed word for word in a home where nothing is.

What can be done on Linux; the kit's steps are followed under Wine (tests/windows).
"""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.commands import COMMANDS
from tests.office import require

pytestmark = pytest.mark.long

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "安装与信任设置.md"
#: what whoever installs has been given
GIVEN = ("pyproject.toml", "README.md", "LICENSE", "src", "templates", "workbooks", "macros")


def commands(heading: str) -> list[str]:
    """What a section of the page tells to type, line by line."""
    section = re.search(rf"^## [^\n]*{heading}[^\n]*\n(.*?)(?=^## |\Z)", said(), re.M | re.S)
    assert section, heading
    return re.findall(r"^ {4,}(\S[^\n]*)$", section[1], re.M)


def said() -> str:
    return PAGE.read_text(encoding="utf-8")


def test_followed_to_the_letter_it_ends_with_nothing_to_do(tmp_path: Path) -> None:
    require("soffice")
    python = Path(sys.base_prefix) / "bin" / "python3"
    if subprocess.run(
        [python, "-m", "pip", "--version"], capture_output=True, check=False
    ).returncode:
        pytest.skip(f"{python} 没有 pip")
    home, program = tmp_path / "张三", tmp_path / "报表 程序"
    home.mkdir()
    program.mkdir()
    for name in GIVEN:
        (shutil.copytree if (ROOT / name).is_dir() else shutil.copyfile)(
            ROOT / name, program / name
        )
    apart = {"VIRTUAL_ENV", "PYTHONPATH", "PYTHONUSERBASE", "XDG_CONFIG_HOME", "ZONGZHI_XL_PYTHON"}
    environment = {
        **{name: value for name, value in os.environ.items() if name not in apart},
        "HOME": str(home), "PATH": f"{python.parent}:/usr/local/bin:/usr/bin:/bin",
    }  # fmt: skip
    typed = commands("LibreOffice（Linux）")
    assert [one.split()[:3] for one in typed] == [
        ["python3", "-m", "pip"], *[["python3", "-m", "zongzhi_xl"]] * 3,
    ]  # fmt: skip
    for one in typed:
        done = subprocess.run(
            ["sh", "-c", one], cwd=program, env=environment, capture_output=True, text=True,
            check=False, timeout=1200,
        )  # fmt: skip
        assert done.returncode == 0, (one, done.stdout, done.stderr)
    remarks = done.stdout.splitlines()
    assert len(remarks) >= 4
    assert [line for line in remarks if not line.startswith("[正常]")] == []
    assert f"信任 {program / '空白表'}" in done.stdout


def test_the_other_sections_name_commands_that_there_are() -> None:
    typed = [one for part in ("随身包", "pip", "信任这一个") for one in commands(part)]
    ours = [one.split()[1:] for one in typed if one.startswith("zongzhi-xl")]
    assert [one[0] for one in ours] == ["kit", "doctor", "doctor"]
    assert {one[0] for one in ours} <= COMMANDS.keys()
