"""A district's folder and returns for tests of its record. All figures are invented."""

import shutil
from collections.abc import Mapping
from datetime import date
from pathlib import Path

from tests.good_year import month_figures, reported
from zongzhi_xl.core.edition.items import FormKind
from zongzhi_xl.core.edition.statement import Edition
from zongzhi_xl.sheets import return_book
from zongzhi_xl.sheets.return_book import ReturnContents
from zongzhi_xl.statements import loader

YEAR = 2026
_STANDARD = Path(loader.__file__).parent / "standard"
SIGNED = {"填表人": "甲", "单位负责人": "乙", "联系电话": "0000-2000001", "本月无重大事项": "是"}


def district_at(folder: Path, *years: int) -> Path:
    """A district's folder with the standard edition for these years (2026), and no record yet."""
    for year in years or (YEAR,):
        shutil.copytree(_STANDARD, folder / "statements" / str(year))
    return folder


def change(district: Path, file: str, old: str, new: str) -> None:
    """The rule keeper changes a file of the edition."""
    path = district / "statements" / str(YEAR) / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def month_return(
    path: Path, edition: Edition, month: int, unit: str = "兴海街道", nature: str = "首报",
    year: int = YEAR, notes: Mapping[str, str] | None = None,
    events: tuple[Mapping[str, object], ...] = (), **changes: object,
) -> Path:  # fmt: skip
    """A return without a fault, but for what is changed."""
    values = {**month_figures(month), **SIGNED, "报出日期": reported(month), **changes}
    contents = ReturnContents(unit=unit, year=year, month=month, values=values, nature=nature,
                              notes=notes or {}, events=events)  # fmt: skip
    path.parent.mkdir(parents=True, exist_ok=True)
    return_book.write(path, FormKind.MONTHLY, edition, contents)
    return path


def day(text: str) -> date:
    """``4-03`` of 2026, ``27-1-15`` of 2027."""
    parts = [int(part) for part in text.split("-")]
    return date(2000 + parts[0], *parts[1:]) if len(parts) == 3 else date(YEAR, *parts)
