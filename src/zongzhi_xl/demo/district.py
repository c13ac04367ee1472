"""The demo's district: twenty invented offices (offices.csv), and its folder.

Real offices are never given made-up crimes; these names exist nowhere. The folder holds the
standard edition under another name.
"""

import csv
import re
import shutil
from dataclasses import asdict, dataclass
from enum import Enum
from functools import cache
from pathlib import Path

from zongzhi_xl import statements
from zongzhi_xl.core.edition.statement import Unit

NAME = "demo"
_STANDARD = Path(statements.__file__).parent / "standard"
_CHANGED = (
    (r"^name: .*$", f"name: {NAME}"),
    (r"^fictitious: .*\n", ""),
    (r"^reference: .*$", "reference: 演示用方案，单位和数字都是虚构的\nfictitious: true"),
)


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


def write_district(folder: Path, year: int) -> Path:
    """Write ``folder``/statements/``year`` and give ``folder`` back."""
    edition = folder / "statements" / str(year)
    shutil.copytree(_STANDARD, edition)
    statement = edition / "statement.yaml"
    text = statement.read_text(encoding="utf-8")
    for pattern, words in _CHANGED:
        text = re.sub(pattern, words, text, flags=re.MULTILINE)
    statement.write_text(text, encoding="utf-8", newline="\n")
    register = "".join(f"- {_line(office.unit)}\n" for office in offices())
    (edition / "units.yaml").write_text(register, encoding="utf-8", newline="\n")
    return folder


def _line(unit: Unit) -> str:
    return "{" + ", ".join(f"{key}: {value}" for key, value in asdict(unit).items()) + "}"


def is_ours(folder: Path, year: int) -> bool:
    """Whether ``folder`` holds a demo that may be written over."""
    statement = folder / "district" / "statements" / str(year) / "statement.yaml"
    return statement.is_file() and f"name: {NAME}\n" in statement.read_text(encoding="utf-8")
