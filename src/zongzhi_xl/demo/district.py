"""The demo's district: twenty invented offices (offices.csv), and its folder.

Real offices are never given made-up crimes; these names exist nowhere. The folder holds the
standard edition under another name.
"""

import csv
from enum import Enum
from functools import cache
from pathlib import Path

from zongzhi_xl.core.edition.amending import unit_entries
from zongzhi_xl.core.edition.register import Unit
from zongzhi_xl.record import Record
from zongzhi_xl.statements.writing import write_standard

NAME = "demo"
_CHANGED = {
    "name": NAME,
    "reference": "演示用方案，单位和数字都是虚构的",
    "fictitious": True,
}


class Care(Enum):
    """How well an office does its work; decides the ranges its figures are drawn from."""

    GOOD = 0
    MIDDLING = 1
    POOR = 2


class Office(Record):
    """One invented office; ``number`` 1 … 20."""

    number: int
    unit: Unit
    care: Care

    @property
    def name(self) -> str:
        """示例三街道."""
        return self.unit.name


@cache
def offices() -> tuple[Office, ...]:
    """The demo's register, in its order."""
    table = Path(__file__).with_name("offices.csv").read_text(encoding="utf-8")
    _, *rows = csv.reader(table.splitlines())
    return tuple(
        Office(number, _unit(name, group, *map(int, figures)), Care[care])
        for number, (name, group, *figures, care) in enumerate(rows, 1)
    )


def _unit(name: str, group: str, *figures: int) -> Unit:
    names = ("总人口", "名册_社区数", "名册_行政村数", "上年农村火灾起数")
    return Unit(name, group, dict(zip(names, figures, strict=True)))


def write_district(folder: Path, year: int) -> Path:
    """Write ``folder``/statements/``year`` and give ``folder`` back."""
    units = [unit_entries(office.unit) for office in offices()]
    write_standard(folder / "statements" / str(year), _CHANGED, units)
    return folder


def is_ours(folder: Path, year: int) -> bool:
    """Whether ``folder`` holds a demo that may be written over."""
    statement = folder / "district" / "statements" / str(year) / "statement.yaml"
    return statement.is_file() and f"name: {NAME}\n" in statement.read_text(encoding="utf-8")
