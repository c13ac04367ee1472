"""Every number that a return's package writes as an attribute, spoilt: read or sent back in words.

The columns of a page said ``max="x"`` and the reader raised; this looks at all that are like it.
"""

import re
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from tests.good_year import month_figures, reported
from zongzhi_xl.core.edition.items import FormKind
from zongzhi_xl.core.edition.statement import Edition
from zongzhi_xl.desk.taking import by_edition
from zongzhi_xl.desk.understanding import understood
from zongzhi_xl.errors import UnusableFileError
from zongzhi_xl.reading import reader
from zongzhi_xl.sheets import return_book
from zongzhi_xl.sheets.return_book import ReturnContents

_TAG = re.compile(rb'<([\w:]+)((?:\s+[\w:]+="[^"]*")*)')
_NUMBER = re.compile(rb'([\w:]+)="(-?[0-9.]+)"')
#: no number, one that no integer can be made of, none at all, below nought, beyond any float
SPOILT = (b"x", b"9" * 5000, b"", b"-1", b"1e400")


@pytest.fixture(scope="module")
def parts(tmp_path_factory: pytest.TempPathFactory, edition: Edition) -> Mapping[str, bytes]:
    """The parts of a good return."""
    path = tmp_path_factory.mktemp("good") / "月报.xlsx"
    values = {**month_figures(3), "填表人": "甲", "单位负责人": "乙", "报出日期": reported(3)}
    contents = ReturnContents(unit=edition.units[0].name, year=2026, month=3, values=values)
    return_book.write(path, FormKind.MONTHLY, edition, contents)
    with zipfile.ZipFile(path) as package:
        return {name: package.read(name) for name in package.namelist()}


def numbers(parts: Mapping[str, bytes], *, in_every_part: bool) -> Iterator[tuple[str, slice]]:
    """Where each sort of number stands first: in every part, or once for parts that are alike."""
    seen = set[object]()
    for name, xml in parts.items():
        alike = name if in_every_part else re.sub(r"\d+", "", name)
        for tag in _TAG.finditer(xml):
            for one in _NUMBER.finditer(tag[2]):
                sort = (alike, tag[1], one[1])
                if sort not in seen:
                    seen.add(sort)
                    start = tag.start(2)
                    yield name, slice(start + one.start(2), start + one.end(2))


@pytest.mark.parametrize(
    ("spoilt", "in_every_part"),
    [(SPOILT[:2], False), pytest.param(SPOILT, True, marks=pytest.mark.long)],
    ids=["a sample", "all"],
)
def test_no_spoilt_number_ends_the_reader(
    parts: Mapping[str, bytes], spoilt: tuple[bytes, ...], in_every_part: bool,
    tmp_path: Path, edition: Edition,
) -> None:  # fmt: skip
    path, come_to = tmp_path / "月报.xlsx", {"read": 0, "sent back": 0}
    for name, at in numbers(parts, in_every_part=in_every_part):
        for value in spoilt:
            changed = parts[name][: at.start] + value + parts[name][at.stop :]
            with zipfile.ZipFile(path, "w") as package:
                for part, data in parts.items():
                    package.writestr(part, changed if part == name else data)
            try:
                understood(reader.handed_in(path, path.name), by_edition(edition))
                come_to["read"] += 1
            except UnusableFileError:
                come_to["sent back"] += 1
    print(come_to)
    assert min(come_to.values()) > 0
