"""What was proved is said at the end of the run, in numbers."""

from collections.abc import Callable

import pytest

PROVED = "proved"


@pytest.fixture
def say(record_property: Callable[[str, object], None]) -> Callable[[str], None]:
    """A line for the end of the report; it comes with the test's result, from any worker."""
    return lambda line: record_property(PROVED, line)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print them."""
    lines = [
        str(line)
        for report in terminalreporter.getreports("passed")
        for name, line in report.user_properties
        if name == PROVED and report.when == "call"
    ]
    if lines:
        terminalreporter.section("sheet = engine")
        for line in lines:
            terminalreporter.write_line(line)
