"""Which rules a file is judged by: the district's own, the standard ones, or those it carries."""

from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from zongzhi_xl.contract import RULES_VERSION
from zongzhi_xl.core.edition.statement import Edition
from zongzhi_xl.core.edition.versions import version_in
from zongzhi_xl.core.returned.departments import Raw
from zongzhi_xl.core.returned.submission import RawCell, year_in
from zongzhi_xl.core.soundness.carrying import carried, none_in, of_version
from zongzhi_xl.errors import UnusableFileError
from zongzhi_xl.statements import loader

if TYPE_CHECKING:
    from zongzhi_xl.reading.reader import HandedIn


@cache
def in_force(district: Path | None, year: int) -> Edition:
    """The edition of that year, read once a process; raises :class:`StatementError`."""
    return loader.for_year(district, year)


def of_year(district: Path | None, raw: Raw, _: "HandedIn") -> Edition:
    """The edition of the file's own year."""
    return in_force(district, year_in(raw.cells))


def of_file(district: Path | None, raw: Raw, one: "HandedIn") -> Edition:
    """The edition by which one file is validated: the district's, else that of its 版本."""
    from zongzhi_xl.reading.rules_sheet import embedded_rules  # noqa: PLC0415  # only who reads

    return edition_for(raw.cells, district, lambda: embedded_rules(one))


def edition_for(
    cells: Mapping[str, RawCell], district: Path | None, embedded: Callable[[], str]
) -> Edition:
    """The edition by which the file with these cells is judged.

    With a district folder that district's, whatever 版本 says. Without one that of its 版本: the
    rules and the register that the file carries (``embedded``), as its button takes them, if
    their hashes are those of 版本; the standard edition where it carries none and that is it.

    Raises:
        UnusableFileError: no edition of that 版本 is known; with a district, 年份 is no year.
    """
    if district is not None:
        return in_force(district, year_in(cells))
    cell = cells.get(RULES_VERSION)
    version = str(cell.value or "").strip() if cell else ""
    own = carried(text := embedded())
    if own is not None:
        return of_version(own, version)
    standard = loader.standard()
    if version_in(version) == standard.version:
        return standard
    raise UnusableFileError(
        f"版本“{version}”不是标准版本“{standard.id}”，文件里{none_in(text)}；"
        "请用 --district 指明区文件夹，或用本程序下发的表重新填报"
    )
