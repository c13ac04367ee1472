"""What tests of the desk share."""

from collections.abc import Iterator

import pytest

from tests.one_process import reading_here

#: here only what becomes of a file is asked, not who reads it
_READ_HERE = {
    "test_begun_empty.py", "test_city.py", "test_deciding.py", "test_designating.py",
    "test_district_checks.py", "test_earlier.py", "test_explaining.py", "test_former_names.py",
    "test_publishing.py", "test_reminding.py", "test_standing.py", "test_whose_rules.py",
}  # fmt: skip


@pytest.fixture(autouse=True, scope="module")
def read_here(request: pytest.FixtureRequest) -> Iterator[None]:
    """Files are read in the process of the test; elsewhere in children, as on every day."""
    if request.path.name not in _READ_HERE:
        yield
        return
    with reading_here():
        yield
