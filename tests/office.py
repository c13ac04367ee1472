"""A LibreOffice of the test's own: own profile, own pipe, headless or on a screen of its own.

Nothing of the user's is touched, and whatever is started here is ended here, by its number.
"""

import os
import shutil
import signal
import subprocess
import time
import uuid
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from zongzhi_xl.errors import OfficeUnreachableError
from zongzhi_xl.hosts.office_link import desktop_at, documents, uno_exception, uno_module

START_SECONDS, STOP_SECONDS = 60, 10
_ALWAYS_EXECUTE = 4  # com.sun.star.document.MacroExecMode

#: (path, name, value): no first-start pages, no recovery, macros run without being asked, and
#: nobody is asked whether an Excel file shall stay one
_SETTINGS = (
    ("Setup/Office", "ooSetupInstCompleted", "true"),
    ("Office.Common/Misc", "FirstRun", "false"),
    ("Office.Common/Misc", "ShowTipOfTheDay", "false"),
    ("Office.Common/Security/Scripting", "MacroSecurityLevel", "0"),
    ("Office.Common/Save/Document", "WarnAlienFormat", "false"),
    ("Office.Recovery/RecoveryInfo", "Enabled", "false"),
    ("Office.Recovery/AutoSave", "Enabled", "false"),
    ("Office.Calc/Formula/Load", "OOXMLRecalcMode", "1"),
)
_ITEM = (
    '<item oor:path="/org.openoffice.{}"><prop oor:name="{}" oor:op="fuse">'
    "<value>{}</value></prop></item>"
)
_PROFILE = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<oor:items xmlns:oor="http://openoffice.org/2001/registry">\n{}\n</oor:items>\n'
)


def require(*programs: str) -> None:
    """Skip where a program or python3-uno is missing; in CI that is a failure."""
    missing = [program for program in programs if shutil.which(program) is None]
    try:
        uno_module()
    except OfficeUnreachableError as fault:
        missing.append(str(fault))
    if missing:
        reason = f"这台机器上缺少：{'、'.join(missing)}"
        pytest.fail(reason) if os.environ.get("CI") else pytest.skip(reason)


@dataclass
class Office:
    """A running LibreOffice."""

    pipe: str
    desktop: Any = field(repr=False)  # asking a LibreOffice that has ended would end us too
    process: subprocess.Popen[bytes] = field(repr=False)

    def kill(self) -> None:
        """End it at once, as a fault of its own would."""
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)

    def open(self, path: Path, *, hidden: bool = True) -> Any:
        """Open a workbook, its macros allowed."""
        arguments = properties(Hidden=hidden, MacroExecutionMode=_ALWAYS_EXECUTE)
        url = uno_module().systemPathToFileUrl(str(path))
        return self.desktop.loadComponentFromURL(url, "_blank", 0, arguments)

    def close_all(self) -> None:
        """Close whatever is open, unsaved."""
        for document in list(documents(self.desktop)):
            document.setModified(False)
            document.close(True)

    def opened(self, path: Path, seconds: float = 30) -> Any:
        """The workbook named on the command line, once it is there."""
        url = uno_module().systemPathToFileUrl(str(path))
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            for document in documents(self.desktop):
                if document.getURL() == url and document.getCurrentController():
                    return document
            time.sleep(0.1)
        raise TimeoutError(f"{path.name} was not opened")


def properties(**values: object) -> tuple[Any, ...]:
    """Named arguments of a UNO call (a sequence of PropertyValue)."""
    found = []
    for name, value in values.items():
        one = uno_module().createUnoStruct("com.sun.star.beans.PropertyValue")
        one.Name, one.Value = name, value
        found.append(one)
    return tuple(found)


_FILTERS = {".xlsx": "Calc MS Excel 2007 XML", ".xlsm": "Calc MS Excel 2007 VBA XML"}


def save_copy(document: Any, path: Path) -> Path:
    """Save a copy in the format that its ending says; the open document stays as it is."""
    url = uno_module().systemPathToFileUrl(str(path))
    document.storeToURL(url, properties(FilterName=_FILTERS[path.suffix], Overwrite=True))
    return path


def call(document: Any, macro: str, *arguments: object) -> object:
    """Run a macro of the document, such as ``Buttons.Check``; its answer."""
    script = document.getScriptProvider().getScript(
        f"vnd.sun.star.script:VBAProject.{macro}?language=Basic&location=document"
    )
    return script.invoke(arguments, (), ())[0]


@contextmanager
def office(
    folder: Path,
    *,
    display: str | None = None,
    files: tuple[Path, ...] = (),
    environment: Mapping[str, str] | None = None,
    listening: bool = True,
) -> Iterator[Office]:
    """A LibreOffice with its profile in ``folder``; headless unless a display is given.

    It listens as ``doctor --fix`` would set it up, in its profile. With ``listening`` off only
    the harness itself can reach it (by an argument), as on a computer where nothing was set up.
    """
    require("soffice")
    pipe = f"zongzhi_{uuid.uuid4().hex[:12]}"
    _write_profile(folder / "profile", pipe if listening else None)
    shown = [] if display else ["--headless"]
    accept = [] if listening else [f"--accept=pipe,name={pipe};urp;"]
    command = [
        "soffice", f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--nologo",
        "--norestore", "--nofirststartwizard", *shown, *accept, *map(str, files),
    ]  # fmt: skip
    with (folder / "office.log").open("w") as log:
        process = subprocess.Popen(
            command, env=_environment(display, environment or {}),
            stdout=log, stderr=log, start_new_session=True,
        )  # fmt: skip
    try:
        yield Office(pipe, _desktop(pipe, process), process)
    finally:
        _stop(process, pipe)


def _write_profile(profile: Path, pipe: str | None) -> None:
    settings = [*_SETTINGS]
    if pipe:
        url = f"pipe,name={pipe};urp;StarOffice.ServiceManager"
        settings.append(("Setup/Office", "ooSetupConnectionURL", url))
    (profile / "user").mkdir(parents=True)
    (profile / "user" / "registrymodifications.xcu").write_text(
        _PROFILE.format("\n".join(_ITEM.format(*one) for one in settings)), encoding="utf-8"
    )


def _environment(display: str | None, more: Mapping[str, str]) -> dict[str, str]:
    """File names are UTF-8; the plain X11 look is the same on every machine."""
    kept = {name: value for name, value in os.environ.items() if name != "DISPLAY"}
    screen = {"DISPLAY": display, "SAL_USE_VCLPLUGIN": "gen"} if display else {}
    return {**kept, "LC_ALL": "C.UTF-8", **screen, **more}


def _desktop(pipe: str, process: subprocess.Popen[bytes]) -> Any:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        try:
            return desktop_at(pipe)
        except OfficeUnreachableError:
            time.sleep(0.1)
    raise TimeoutError("LibreOffice did not start")


def _stop(process: subprocess.Popen[bytes], pipe: str) -> None:
    """Ask it to end; where it does not, or cannot be asked, end its own process group."""
    with suppress(OfficeUnreachableError, uno_exception(), subprocess.TimeoutExpired):
        desktop = desktop_at(pipe)
        with suppress(uno_exception()):  # it may be gone before it answers
            for document in list(documents(desktop)):
                document.setModified(False)
            desktop.terminate()
        process.wait(STOP_SECONDS)
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait(STOP_SECONDS)
