"""What all tests share."""

import gc
import os
import sys
from collections.abc import Callable, Iterator

import pytest
from hypothesis import HealthCheck, settings

from tests.made_once import (
    WRITTEN_ANEW,
    editions_read_once,
    returns_written_once,
    workbooks_parsed_once,
)
from tests.office import Office, office
from tests.one_process import IN_CHILDREN, reading_here
from zongzhi_xl.core.edition.statement import Edition
from zongzhi_xl.statements import loader

# tests only: xlwings has its remote engine where this is set before it is first imported
os.environ.setdefault("XLWINGS_LICENSE_KEY", "noncommercial")

# an example that waits for a busy machine is not wrong
settings.register_profile(
    "busy machine", settings(), deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("busy machine")


def pytest_configure(config: pytest.Config) -> None:
    """Let modules be compiled once, in pytest's own folder, where Python may keep nothing else.

    Workers and every program that a test starts would compile them again: a third of the run.
    """
    if sys.dont_write_bytecode:
        sys.dont_write_bytecode = False
        sys.pycache_prefix = str(config.rootpath / ".pytest_cache" / "bytecode")
        os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
        os.environ["PYTHONPYCACHEPREFIX"] = sys.pycache_prefix


#: files and folders whose tests take longest
_LONGEST = {
    "click", "hostile", "hosts", "mending", "proof", "resaved", "seen", "sheets", "test_button.py",
    "test_cli.py", "test_demo.py",
}  # fmt: skip


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What takes longest goes first: else one worker is still at it when the other is done."""
    items.sort(key=lambda item: _LONGEST.isdisjoint(item.path.parts))


def pytest_collection_finish() -> None:
    """What was imported and collected stays to the end: it is not looked through for rubbish.

    Hundreds of thousands of objects, for every few thousand that a test makes. And what it makes
    is looked through more seldom: a workbook being written is tens of thousands of objects that
    all are still needed.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000)


@pytest.fixture(scope="session")
def edition() -> Edition:
    """The standard edition with its own eight units."""
    return loader.standard()


@pytest.fixture(autouse=True, scope="session")
def read_once() -> Iterator[None]:
    """Editions are read once for all tests, and so are workbooks by openpyxl."""
    with editions_read_once(), workbooks_parsed_once():
        yield


@pytest.fixture(autouse=True, scope="module")
def written_once(request: pytest.FixtureRequest) -> Iterator[None]:
    """Returns of the same contents are written once, but where it is asked how."""
    if not WRITTEN_ANEW.isdisjoint(request.path.parts):
        yield
        return
    with returns_written_once():
        yield


@pytest.fixture(autouse=True, scope="module")
def read_here(request: pytest.FixtureRequest) -> Iterator[None]:
    """Files are read in the process of the test; where it is asked how, in children."""
    if not IN_CHILDREN.isdisjoint(request.path.parts):
        yield
        return
    with reading_here():
        yield


@pytest.fixture(scope="session")
def only_office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """A LibreOffice with nothing of its own, hidden, for all tests of a worker."""
    with office(tmp_path_factory.mktemp("office")) as one:
        yield one


@pytest.fixture(scope="module")
def running(only_office: Office) -> Iterator[Office]:
    """The same, for those who open workbooks in it; the next ones find it empty."""
    yield only_office
    only_office.close_all()


_PROVED = "proved"


@pytest.fixture
def say(record_property: Callable[[str, object], None]) -> Callable[[str], None]:
    """What was proved, in numbers, for the end of the run; it comes with the test's result."""
    return lambda line: record_property(_PROVED, line)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print it, whichever worker ran the test: only this file is read by the one that prints."""
    passed = terminalreporter.getreports("passed")
    said = [line for one in passed for name, line in one.user_properties if name == _PROVED]
    if said:
        terminalreporter.section("sheet = engine")
    for line in dict.fromkeys(said):
        terminalreporter.write_line(str(line))
