"""What the kit's Python finds beside its standard library: this program and what it needs.

The libraries are those of this installation, in the same versions, but built for Windows: uv is
asked for them. The program itself is copied as it runs here, so a kit gives the results of the
computer that made it.
"""

import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from importlib.metadata import distribution, distributions, version
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory

import zongzhi_xl
from zongzhi_xl.errors import MachineError
from zongzhi_xl.resources import shipped_folders

_PROGRAM = "zongzhi-xl"
#: too large for what it is needed for (``--facts``); what only saves time over thousands of files
_LEFT_OUT = frozenset({"pandas", "isal"})
#: what no command of ours asks for: programs, demonstrations, an editor, colours for sources of
#: other languages, all of lxml but its tree, and xlwings' add-in, which some offices' guards take
#: for an attack
_NOT_NEEDED = (
    "bin", "PyWin32.chm", "pythonwin", "adodbapi", "isapi", "win32/Demos", "win32/test",
    "win32/include", "win32/libs", "win32com/demos", "win32com/test", "win32com/include",
    "win32com/libs", "win32com/HTML", "win32comext", "xlwings/quickstart*", "**/*.xlam",
    "pygments/lexers/[!_p]*.py", "pygments/lexers/_*_builtins.py", "lxml/html", "lxml/includes",
    "lxml/isoschematron", "lxml/objectify*", "lxml/*.pxi", "lxml/*.pyx", "lxml/*.h",
    "**/__pycache__", ".lock",
)  # fmt: skip
_PATIENCE = 900


def put_libraries(site: Path, python: tuple[int, int]) -> None:
    """Everything that is to be found into a new folder; raises MachineError."""
    site.mkdir(parents=True)
    _fetch(site, python)
    for pattern in _NOT_NEEDED:
        for path in sorted(site.glob(pattern)):
            shutil.rmtree(path) if path.is_dir() else path.unlink()
    _copy_program(site)


def _fetch(site: Path, python: tuple[int, int]) -> None:
    with TemporaryDirectory() as scratch:
        same = Path(scratch) / "same.txt"
        same.write_text("\n".join(_versions_here()), encoding="utf-8")
        command = [
            *_uv(), "pip", "install", "--quiet", "--python", sys.executable, "--target", str(site),
            "--python-platform", "windows", "--python-version", ".".join(map(str, python)),
            "--only-binary", ":all:", "--link-mode", "copy", "--constraint", str(same), *_needed(),
        ]  # fmt: skip
        try:
            done = subprocess.run(  # noqa: S603  # uv, without a shell
                command, capture_output=True, timeout=_PATIENCE, check=False
            )
        except (OSError, subprocess.TimeoutExpired) as fault:
            raise MachineError(f"uv 没有运行完（{fault}）") from fault
    if done.returncode:
        said = " ".join(done.stderr.decode("utf-8", "replace").split())
        raise MachineError(
            f"取不到给 Windows 用的程序库，做随身包的这台电脑要能联网；uv 说：{said}"
        )


def _uv() -> list[str]:
    """How uv is started here; raises MachineError."""
    if found := shutil.which("uv"):
        return [found]
    if find_spec("uv"):
        return [sys.executable, "-m", "uv"]
    raise MachineError("做随身包要用 uv，这台电脑上没有：请先运行 python -m pip install uv")


def _needed() -> Iterator[str]:
    """The libraries that the program asks for, but for extras and those it can do without."""
    asked = (one for one in distribution(_PROGRAM).requires or () if "extra ==" not in one)
    for one in asked:
        if (found := re.match(r"[\w.-]+", one)) and found[0] not in _LEFT_OUT:
            yield f"{found[0]}=={version(found[0])}"


def _versions_here() -> Iterator[str]:
    """As a list of constraints; what is not needed on Windows binds nothing."""
    for one in distributions():
        yield f"{one.name}=={one.version}"


def _copy_program(site: Path) -> None:
    package = Path(zongzhi_xl.__file__).parent
    copy = site / package.name
    unwanted = shutil.ignore_patterns("__pycache__")
    shutil.copytree(package, copy, ignore=unwanted, dirs_exist_ok=True)
    for folder, place in shipped_folders(copy):
        shutil.copytree(folder, place, dirs_exist_ok=True)
    told = site / f"zongzhi_xl-{version(_PROGRAM)}.dist-info"
    told.mkdir()
    (told / "METADATA").write_text(
        distribution(_PROGRAM).read_text("METADATA") or "", encoding="utf-8"
    )
