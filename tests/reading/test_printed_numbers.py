"""A printed text that looks like a number may come back as one: some programs save it so."""

import re
import shutil
from functools import partial
from pathlib import Path

import pytest

from tests.files.specimens import Change, altered, part_of
from tests.places import LAST
from tests.sheets.returns import good_march
from zongzhi_xl.core.checking.examined import examined
from zongzhi_xl.core.edition.items import FormKind
from zongzhi_xl.core.edition.statement import Edition
from zongzhi_xl.core.returned.findings import Finding
from zongzhi_xl.core.returned.submission import RawReturn
from zongzhi_xl.reading import reader
from zongzhi_xl.sheets import return_book


@pytest.fixture(scope="module")
def good(tmp_path_factory: pytest.TempPathFactory, edition: Edition) -> Path:
    path = tmp_path_factory.mktemp("numbers") / "月报.xlsx"
    return_book.write(path, FormKind.MONTHLY, edition, good_march())
    return path


def nobodys(
    good: Path, folder: Path, edition: Edition, sheet: str, change: Change
) -> list[Finding]:
    path = altered(Path(shutil.copy(good, folder / good.name)), {part_of(good, sheet): change})
    raw = reader.read(path, path.name)
    assert isinstance(raw, RawReturn)
    return [one for one in examined(raw, edition).findings if one.code == "S1"]


def number(cell: str, value: str) -> Change:
    """The text there became a number."""
    pattern = rf'<c r="{cell}"( s="\d+")? t="s"><v>\d+</v></c>'
    return partial(re.sub, pattern, rf'<c r="{cell}"\1><v>{value}</v></c>')


@pytest.mark.parametrize(("sheet", "cell", "value"), [
    ("月报", "D7", "1"), ("月报", f"{LAST}7", "7"), ("月报", "C19", "10"),
    ("填报说明", "A21", "10"), ("审核关系", "A73", "49"),
])  # fmt: skip
def test_what_is_printed_stays_printed(
    good: Path, tmp_path: Path, edition: Edition, sheet: str, cell: str, value: str
) -> None:
    assert nobodys(good, tmp_path, edition, sheet, number(cell, value)) == []


@pytest.mark.parametrize(("sheet", "cell", "value"), [
    ("月报", "D7", "7"),  # not the number of this column
    ("月报", "C19", "11"),  # the code of another row
    ("月报", "B19", "10"),  # no code stands there
    ("月报", "A19", "10"),
    ("填报说明", "C21", "10"),
    ("审核关系", "C73", "49"),
])  # fmt: skip
def test_another_number_there_is_nobodys(
    good: Path, tmp_path: Path, edition: Edition, sheet: str, cell: str, value: str
) -> None:
    (one,) = nobodys(good, tmp_path, edition, sheet, number(cell, value))
    assert one.cell == cell
