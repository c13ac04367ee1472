"""What all tests share."""

import pytest

from zongzhi_xl.core.statement import Edition
from zongzhi_xl.statements import loader


@pytest.fixture(scope="session")
def edition() -> Edition:
    """The standard edition with its own eight units."""
    return loader.standard()
