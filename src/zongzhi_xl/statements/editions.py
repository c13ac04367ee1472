"""Which rules a file is judged by: the district's own, the standard ones, or those it carries."""

from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path

from zongzhi_xl.contract import RULES_VERSION
from zongzhi_xl.core.edition.statement import Edition
from zongzhi_xl.core.language.values import plain
from zongzhi_xl.core.returned.departments import Raw
from zongzhi_xl.core.returned.submission import RawCell, year_in
from zongzhi_xl.core.soundness.parts import carried
from zongzhi_xl.errors import UnusableFileError
from zongzhi_xl.reading.reader import HandedIn
from zongzhi_xl.reading.rules_sheet import embedded_rules
from zongzhi_xl.statements import loader

#: the edition in force for a file, told by what it says of itself; raises a Refusal
Rules = Callable[[Raw, HandedIn], Edition]


@cache
def in_force(district: Path | None, year: int) -> Edition:
    """The edition of that year, read once a process; raises :class:`StatementError`."""
    return loader.for_year(district, year)


def of_year(district: Path | None, raw: Raw, _: HandedIn) -> Edition:
    """The edition of the file's own year."""
    return in_force(district, year_in(raw.cells))


def of_version(district: Path | None, raw: Raw, one: HandedIn) -> Edition:
    """The edition by which one file is validated, told by its 版本."""
    return edition_for(raw.cells, district, lambda: embedded_rules(one.data))


def edition_for(
    cells: Mapping[str, RawCell], district: Path | None, embedded: Callable[[], str]
) -> Edition:
    """The edition of the 版本 in ``cells``.

    With a district folder only that district's edition will do. Without one: the rules and the
    register that the file carries (``embedded``), as its button does, if their hash is the 版本;
    a file that carries none is judged by the standard edition where that is its 版本.

    Raises:
        UnusableFileError: no edition of that 版本 is known; with a district, 年份 is no year.
    """
    cell = cells.get(RULES_VERSION)
    version = str(cell.value or "").strip() if cell else ""
    if district is not None:
        return _same(in_force(district, year_in(cells)), version)
    own, standard = carried(embedded()), loader.standard()
    if own is None and version == standard.id:
        return standard
    if own is None:
        raise UnusableFileError(
            f"版本“{version}”不是标准版本“{standard.id}”，文件里也没有带考核方案；"
            "请用 --district 指明区文件夹，或用下发的表重新填报"
        )
    return _same(own, version)


def _same(edition: Edition, version: str) -> Edition:
    if edition.id != version:
        raise UnusableFileError(
            f"版本“{version}”不是现行版本“{edition.id}”，请用区里下发的表重新填报"
        )
    return edition


def soundness_of(folder: Path | None) -> str:
    """A line for each edition in ``folder`` (default: the standard one) that says it is sound.

    Raises:
        StatementError: the first fault, with file, place and what is allowed.
    """
    editions = map(loader.load, loader.editions_in(folder)) if folder else [loader.standard()]
    return "\n".join(map(_soundness, editions))


def _soundness(edition: Edition) -> str:
    statement = edition.statement
    points = sum(clause.points for clause in edition.clauses)
    counted = (
        f"{len(edition.clauses)} 条，{len(edition.indicators)} 项指标，"
        f"{len(edition.items)} 个数据项，共 {plain(points)} 分"
    )
    note = "" if statement.confirmation.confirmed else f"；{statement.confirmation.note}"
    return f"没有发现错误：{statement.title}（{edition.id}），{counted}{note}"
