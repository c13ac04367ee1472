"""An edition as the rule keeper gives it: a folder, a district's folder, or the rules workbook."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from zongzhi_xl.core.edition.statement import Edition
from zongzhi_xl.desk.rulekeeping import scheme_book
from zongzhi_xl.desk.rulekeeping.comparing import Difference, differences, edition_folder
from zongzhi_xl.desk.rulekeeping.importing import examine
from zongzhi_xl.errors import StatementError
from zongzhi_xl.statements import loader
from zongzhi_xl.statements.book.found import Fault
from zongzhi_xl.statements.book.layout import ANSWERS
from zongzhi_xl.statements.book.understood import understand


def is_book(given: Path | None) -> bool:
    """Whether it is a workbook and no folder."""
    return given is not None and given.suffix.lower() == ".xlsx" and not given.is_dir()


def edition_in(given: Path | None, year: int | None = None) -> Edition:
    """The one sound edition in what is given; raises StatementError, RequestError."""
    if given is None or not is_book(given):
        return loader.load(edition_folder(given, year))
    edition, faults, _ = of_book(given)
    if edition is None:
        raise _together(faults)
    return edition


def compare(before: Path, after: Path) -> tuple[Difference, ...]:
    """What differs between two; raises StatementError, RequestError."""
    return tuple(differences(*(edition_in(one).document for one in (before, after))))


def of_book(
    path: Path,
) -> tuple[Edition | None, tuple[StatementError, ...], tuple[StatementError, ...]]:
    """The edition of a workbook, read and not written, with its faults and its doubts.

    Raises RequestError where the workbook cannot be read.
    """
    found = understand(scheme_book.read(path).sheets)
    faults, doubts = examine(found)
    document: dict[str, Any] = {k: v for k, v in found.document.items() if k != ANSWERS}
    edition = None if faults else loader.faults_in(document)[0]
    return edition, _at_cells(path, faults), _at_cells(path, doubts)


def _at_cells(path: Path, faults: Iterable[Fault]) -> tuple[StatementError, ...]:
    return tuple(
        StatementError(f"{path.name} {one.at.sheet}!{one.at.cell}", "", one.problem)
        for one in faults
    )


def _together(faults: tuple[StatementError, ...]) -> StatementError:
    first, *others = faults
    return StatementError(first.file, first.path, first.problem, None, tuple(others))
