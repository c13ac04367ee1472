"""Taking in one file, as a child does it; whoever hands out the files knows it by name only."""

# ruff: noqa: PLC0415  what reads is imported by who reads: no parent needs it

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from zongzhi_xl.core.edition.statement import Edition
from zongzhi_xl.core.returned.departments import DepartmentReturn, Raw
from zongzhi_xl.desk.shelf import Parcel, packed

if TYPE_CHECKING:
    from zongzhi_xl.desk.understanding import Rules
    from zongzhi_xl.reading.reader import HandedIn

#: what a file was read as
Taken = Parcel | DepartmentReturn


def taken(rules: "Rules", path: Path, file: str) -> Taken:
    """The file understood; a return is packed. Raises UnusableFileError."""
    from zongzhi_xl.desk.understanding import understood
    from zongzhi_xl.reading.reader import handed_in

    one = understood(handed_in(path, file), rules)
    return one if isinstance(one, DepartmentReturn) else packed(one.submission, one.findings)


def by_edition(edition: Edition) -> "Rules":
    """Every file by this edition."""
    return partial(_always, edition)


def _always(edition: Edition, _raw: Raw, _one: "HandedIn") -> Edition:
    return edition
