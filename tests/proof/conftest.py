"""What was proved is said at the end of the run, in numbers."""

import pytest

PROVED: pytest.StashKey[list[str]] = pytest.StashKey()


@pytest.fixture(scope="session")
def say(request: pytest.FixtureRequest) -> list[str]:
    """Lines for the end of the report."""
    return request.config.stash.setdefault(PROVED, [])


def pytest_terminal_summary(
    terminalreporter: pytest.TerminalReporter, config: pytest.Config
) -> None:
    """Print them."""
    lines = config.stash.get(PROVED, [])
    if lines:
        terminalreporter.section("sheet = engine")
        for line in lines:
            terminalreporter.write_line(line)
