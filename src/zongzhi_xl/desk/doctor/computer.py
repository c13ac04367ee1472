"""What ``doctor`` may ask a computer, gathered in one place so that tests can stand in for one."""

import getpass
import json
import os
import platform
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from zongzhi_xl.record import Record, field

#: what the buttons import; python3-uno is only for LibreOffice, win32com only for Excel
PACKAGES = ("zongzhi_xl", "xlwings", "win32com", "uno")
#: said by an interpreter about itself; the current folder is never searched for modules
_QUESTION = """
import json, sys
sys.path[:] = [place for place in sys.path if place not in ('', '.')]
from importlib.util import find_spec
found = {name: find_spec(name) is not None for name in %r}
if not found['uno']:
    sys.path.append('/usr/lib/python3/dist-packages')
    try:
        import uno
        found['uno'] = True
    except Exception:
        pass
version = ''
if found['xlwings']:
    from importlib import metadata
    version = metadata.version('xlwings')
print(json.dumps({'python': sys.version_info[:3], 'found': found, 'xlwings': version}))
""" % (PACKAGES,)  # noqa: UP031  the text has braces of its own
_PATIENCE = 30


class Interpreter(Record):
    """A Python that answered: its version, what it can import, its xlwings."""

    version: tuple[int, ...]
    packages: frozenset[str]
    xlwings: str = ""


class Registry:
    """The registry of Windows; paths begin with HKCU or HKLM. Elsewhere nothing is in it."""

    def value(self, path: str, name: str) -> object:
        """What a value holds; None where it is not there."""

    def keys(self, path: str) -> Sequence[str]:
        """Names of the keys under ``path``."""
        return ()

    def put(self, path: str, values: Mapping[str, str | int]) -> None:
        """Write values of the user's own (HKCU); never asked for elsewhere than on Windows."""
        raise OSError("这台电脑没有注册表")

    def drop(self, path: str) -> None:
        """Remove a key of the user's own; no fault where there is none."""


class Computer(Record):
    """Everything that is asked; ``ask`` runs an interpreter, None where it does not answer.

    ``python`` is the interpreter that runs this, which has the package.
    """

    system: str
    user: str
    home: Path
    environment: Mapping[str, str]
    which: Callable[[str], Path | None]
    ask: Callable[[Path], Interpreter | None]
    office_running: Callable[[Path], bool]
    registry: Registry
    python: Path = field(default_factory=lambda: Path(sys.executable))

    @property
    def windows(self) -> bool:
        """Whether Excel's settings can be looked at."""
        return self.system == "Windows"

    @property
    def office_profile(self) -> Path:
        """The user's own profile of LibreOffice."""
        if self.windows:
            roaming = self.environment.get("APPDATA") or str(self.home / "AppData" / "Roaming")
            return Path(roaming) / "LibreOffice" / "4"
        if self.system == "Darwin":
            return self.home / "Library" / "Application Support" / "LibreOffice" / "4"
        config = self.environment.get("XDG_CONFIG_HOME") or str(self.home / ".config")
        return Path(config) / "libreoffice" / "4"

    def on_path(self, name: str) -> Iterator[Path]:
        """Every program of this name in the folders of PATH, in their order."""
        for folder in self.environment.get("PATH", "").split(";" if self.windows else os.pathsep):
            place = Path(folder.strip('"')) / name
            if folder and place.is_file():
                yield place


def this_computer() -> Computer:
    """The computer that this runs on, asked as its user."""
    return Computer(
        system=platform.system(),
        user=getpass.getuser(),
        home=Path.home(),
        environment=dict(os.environ),
        which=lambda name: Path(found) if (found := shutil.which(name)) else None,
        ask=_asked,
        office_running=_office_running,
        registry=_WindowsRegistry() if platform.system() == "Windows" else Registry(),
    )


def _asked(interpreter: Path) -> Interpreter | None:
    with suppress(OSError, subprocess.SubprocessError, ValueError, KeyError):
        said = subprocess.run(  # noqa: S603  the interpreter that the button would start
            [str(interpreter), "-c", _QUESTION],
            capture_output=True, timeout=_PATIENCE, check=True, cwd=Path.home(),
        )  # fmt: skip
        answer = json.loads(said.stdout)
        found = frozenset(name for name, there in answer["found"].items() if there)
        return Interpreter(tuple(answer["python"]), found, answer["xlwings"])
    return None


def _office_running(profile: Path) -> bool:
    """LibreOffice keeps ``.lock`` while it runs; after a crash only the file is left."""
    return (profile / ".lock").exists() and _has_process()


def _has_process() -> bool:
    processes = Path("/proc")
    if not processes.is_dir():
        return True  # it cannot be told; the lock decides
    for name in processes.glob("[0-9]*/comm"):
        with suppress(OSError):
            if name.read_text().strip() == "soffice.bin":
                return True
    return False


class _WindowsRegistry(Registry):
    """The real one. Run by us under Wine (tests/windows), never on Windows."""

    def __init__(self) -> None:
        import winreg  # noqa: PLC0415  only Windows has it

        self._api: Any = winreg

    def _place(self, path: str) -> tuple[Any, str]:
        hive, _, key = path.partition("\\")
        hives = {"HKCU": self._api.HKEY_CURRENT_USER, "HKLM": self._api.HKEY_LOCAL_MACHINE}
        return hives[hive], key

    def value(self, path: str, name: str) -> object:
        """What a value holds."""
        with suppress(OSError), self._api.OpenKey(*self._place(path)) as key:
            return self._api.QueryValueEx(key, name)[0]
        return None

    def keys(self, path: str) -> Sequence[str]:
        """Names of the keys under it."""
        with suppress(OSError), self._api.OpenKey(*self._place(path)) as key:
            return [self._api.EnumKey(key, n) for n in range(self._api.QueryInfoKey(key)[0])]
        return ()

    def put(self, path: str, values: Mapping[str, str | int]) -> None:
        """Write under HKCU."""
        with self._api.CreateKey(*self._place(path)) as key:
            for value_name, value in values.items():
                kind = self._api.REG_DWORD if isinstance(value, int) else self._api.REG_SZ
                self._api.SetValueEx(key, value_name, 0, kind, value)

    def drop(self, path: str) -> None:
        """Remove under HKCU."""
        with suppress(FileNotFoundError):
            self._api.DeleteKey(*self._place(path))
