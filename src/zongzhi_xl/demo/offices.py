"""Twenty invented offices: their place in the register and how well each is run (offices.csv).

Real offices are never given made-up crimes; these names exist nowhere.
"""

import csv
from dataclasses import dataclass
from enum import Enum
from functools import cache
from pathlib import Path

from zongzhi_xl.core.edition.statement import Unit


class Care(Enum):
    """How well an office does its work; decides the ranges its figures are drawn from."""

    GOOD = 0
    MIDDLING = 1
    POOR = 2


@dataclass(frozen=True)
class Office:
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
        Office(number, Unit(name, group, *map(int, figures)), Care[care])
        for number, (name, group, *figures, care) in enumerate(rows, 1)
    )
