"""docs/填表指南.md speaks of sheets, buttons and cells by the names that the workbooks have."""

import re
from pathlib import Path

import pytest

from tests.places import BLANKS
from zongzhi_xl import contract
from zongzhi_xl.vba.macro_book import RETURN_BUTTONS

GUIDE = Path(__file__).parent.parent / "docs" / "填表指南.md"
SHEETS = (contract.COVER, "月报", "年报", contract.EVENTS, contract.CHECKS, contract.RESULTS)
CELLS = (contract.NIL_RETURN, contract.NATURE, contract.FAULTY, "提示", "提示全文", "说明")


@pytest.mark.parametrize("name", [*SHEETS, *CELLS, *(button.caption for button in RETURN_BUTTONS)])
def test_it_names_what_a_clerk_works_with(name: str) -> None:
    assert f"“{name}”" in GUIDE.read_text(encoding="utf-8")


def test_its_pictures_and_workbooks_are_there() -> None:
    pictures = re.findall(r"\]\(([^)]+)\)", GUIDE.read_text(encoding="utf-8"))
    assert len(pictures) >= 3
    assert all((GUIDE.parent / picture).exists() for picture in pictures)
    assert {"月报.xlsx", "年报.xlsx"} <= {path.name for path in BLANKS.iterdir()}
