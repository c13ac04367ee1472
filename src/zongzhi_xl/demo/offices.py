"""Twenty invented offices: their place in the register and how well each is run.

Real offices are never given made-up crimes; these names exist nowhere.
"""

from dataclasses import dataclass
from enum import Enum

from zongzhi_xl.core.edition.statement import Unit

_NUMERALS = "一二三四五六七八九"


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


def numeral(number: int) -> str:
    """1 … 20 in Chinese."""
    tens, ones = divmod(number, 10)
    return ("" if tens == 0 else "十" if tens == 1 else "二十") + (
        _NUMERALS[ones - 1] if ones else ""
    )


# group, population, communities, villages, fires last year, care: one row an office
_ROWS = (
    ("一类", 62000, 9, 0, 0, "G"),
    ("一类", 58000, 8, 0, 0, "M"),
    ("一类", 71000, 11, 0, 0, "G"),
    ("一类", 49000, 7, 0, 0, "M"),
    ("一类", 66000, 10, 2, 3, "P"),
    ("一类", 54000, 8, 0, 0, "G"),
    ("一类", 45000, 7, 3, 5, "M"),
    ("二类", 38000, 6, 0, 0, "G"),
    ("二类", 42000, 6, 2, 4, "M"),
    ("二类", 35000, 5, 3, 6, "G"),
    ("二类", 47000, 7, 0, 0, "M"),
    ("二类", 31000, 5, 4, 5, "P"),
    ("二类", 36000, 6, 0, 0, "M"),
    ("二类", 40000, 6, 2, 3, "G"),
    ("三类", 24000, 4, 6, 8, "M"),
    ("三类", 18000, 3, 8, 10, "G"),
    ("三类", 21000, 3, 7, 9, "M"),
    ("三类", 15000, 2, 9, 11, "G"),
    ("三类", 27000, 4, 5, 6, "M"),
    ("三类", 19000, 3, 10, 12, "P"),
)
_CARE = {"G": Care.GOOD, "M": Care.MIDDLING, "P": Care.POOR}


def offices() -> tuple[Office, ...]:
    """The demo's register, in its order."""
    return tuple(
        Office(number, Unit(f"示例{numeral(number)}街道", *row[:-1]), _CARE[row[-1]])
        for number, row in enumerate(_ROWS, 1)
    )
