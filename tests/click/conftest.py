"""What every click needs: a folder as clerks have them, Python where the macro looks, a screen."""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.click.screen import PROGRAMS, Screen, screen
from tests.office import Office, office, require


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Its path has Chinese signs and a blank; beside the workbooks lies what must not be run."""
    found = tmp_path_factory.mktemp("综治 办")
    (found / "json.py").write_text("raise SystemExit(9)", encoding="utf-8")
    (found / "xlwings.conf").write_text('"INTERPRETER_LINUX","/bin/false"\n', encoding="utf-8")
    return found


@pytest.fixture(scope="module")
def settings(folder: Path) -> Path:
    """The user's xlwings settings, where the macro looks for Python."""
    file = folder / "home" / ".xlwings" / "xlwings.conf"
    file.parent.mkdir(parents=True)
    file.write_text(f'"INTERPRETER_LINUX","{sys.executable}"\n', encoding="utf-8")
    return file


@pytest.fixture(scope="module")
def shown(folder: Path) -> Iterator[Screen]:
    """A screen with a mouse and a keyboard."""
    require("soffice", *PROGRAMS)
    with screen(folder) as one:
        yield one


@pytest.fixture(scope="module")
def opened_with() -> tuple[Path, ...]:
    """Workbooks that LibreOffice is started with; none unless a test file says so."""
    return ()


@pytest.fixture(scope="module")
def running(
    folder: Path, settings: Path, shown: Screen, opened_with: tuple[Path, ...]
) -> Iterator[Office]:
    """A LibreOffice as a user would start it; nothing was set up in it but the macros' security."""
    home = {"HOME": str(settings.parents[1])}
    with office(
        folder, display=shown.display, files=opened_with, environment=home, listening=False
    ) as one:
        yield one
