"""What all tests share."""

import os

import pytest

from zongzhi_xl.core.statement import Edition
from zongzhi_xl.statements import loader

# tests only: xlwings has its remote engine where this is set before it is first imported
os.environ.setdefault("XLWINGS_LICENSE_KEY", "noncommercial")


@pytest.fixture(scope="session")
def edition() -> Edition:
    """The standard edition with its own eight units."""
    return loader.standard()
