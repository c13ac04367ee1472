"""Which rules a file is judged by: the district's own, the standard ones, or those it carries."""

import json
from collections.abc import Callable
from functools import cache, lru_cache
from pathlib import Path

from zongzhi_xl.core.edition.statement import Edition, edition_of
from zongzhi_xl.core.language.values import plain
from zongzhi_xl.core.returned.departments import RawDepartments
from zongzhi_xl.core.returned.submission import RawReturn, year_in
from zongzhi_xl.core.soundness.parts import audit
from zongzhi_xl.errors import RecordError, UnusableFileError
from zongzhi_xl.statements import loader

Raw = RawReturn | RawDepartments


@cache
def in_force(district: Path | None, year: int) -> Edition:
    """The edition of that year, read once a process; raises :class:`StatementError`."""
    return loader.for_year(district, year)


def version_of(raw: Raw) -> str:
    """What stands in 版本."""
    cell = raw.cells.get("版本")
    return str(cell.value or "").strip() if cell else ""


def edition_for(raw: Raw, district: Path | None, embedded: Callable[[], str | None]) -> Edition:
    """The edition by which one file is validated, told by its 版本.

    With a district folder only that district's edition will do. Without one: the rules and the
    register that the file carries (``embedded``), as its button does, if their hash is the 版本;
    a file that carries none is judged by the standard edition where that is its 版本.

    Raises:
        UnusableFileError: no edition of that 版本 is known.
        UnusableFileError: with a district, 年份 is no year.
    """
    version = version_of(raw)
    if district is not None:
        return _same(in_force(district, year_in(raw.cells)), version)
    carried, standard = _carried(embedded()), loader.standard()
    if carried is None and version == standard.id:
        return standard
    if carried is None:
        raise UnusableFileError(
            f"版本“{version}”不是标准版本“{standard.id}”，文件里也没有带考核方案；"
            "请用 --district 指明区文件夹，或用下发的表重新填报"
        )
    return _same(carried, version)


def _same(edition: Edition, version: str) -> Edition:
    if edition.id != version:
        raise UnusableFileError(
            f"版本“{version}”不是现行版本“{edition.id}”，请用区里下发的表重新填报"
        )
    return edition


@lru_cache(maxsize=8)
def _carried(text: str | None) -> Edition | None:
    if not text:
        return None
    try:
        edition = edition_of(json.loads(text))
        audit(edition)
    except (RecordError, ValueError, KeyError, TypeError, RecursionError):
        return None
    return edition


def soundness_of(folder: Path | None) -> str:
    """One line that says the edition in ``folder`` (default: the standard one) is sound.

    Raises:
        StatementError: the first fault, with file, place and what is allowed.
    """
    edition = loader.load(folder) if folder else loader.standard()
    statement = edition.statement
    points = sum(clause.points for clause in edition.clauses)
    counted = (
        f"{len(edition.clauses)} 条，{len(edition.indicators)} 项指标，"
        f"{len(edition.items)} 个数据项，共 {plain(points)} 分"
    )
    note = "" if statement.confirmation.confirmed else f"；{statement.confirmation.note}"
    return f"没有发现错误：{statement.title}（{edition.id}），{counted}{note}"
