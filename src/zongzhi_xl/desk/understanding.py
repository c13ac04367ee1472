"""What is handed in becomes facts, an edition, a return understood and what does not fit in it.

One step for every verb, in a supervised child; a file is opened once, whatever is asked of it. A
child of a record's imports this and little more: it is started anew for each inbox.
"""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from zongzhi_xl.core.appraising.received import Received
from zongzhi_xl.core.checking.examined import Examined, examined
from zongzhi_xl.core.checking.validation import validate_departments
from zongzhi_xl.core.edition.documents import Editions
from zongzhi_xl.core.edition.statement import Edition
from zongzhi_xl.core.returned.departments import (
    DepartmentReturn,
    Raw,
    RawDepartments,
    department_return_of,
)
from zongzhi_xl.core.returned.findings import in_order
from zongzhi_xl.core.returned.submission import whose_of, year_in
from zongzhi_xl.desk import department_rows
from zongzhi_xl.errors import Refusal, UnusableFileError
from zongzhi_xl.reading import reader
from zongzhi_xl.reading.reader import HandedIn
from zongzhi_xl.record import replace

#: the edition in force for a file, told by what it says of itself; raises a Refusal
Rules = Callable[[Raw, HandedIn], Edition]


def understood(
    one: HandedIn, rules: Rules, *, carried: bool = False
) -> Examined | DepartmentReturn:
    """The one step: raw facts → the edition in force → what they say by it → what does not fit.

    ``carried``: the edition may be the file's own. Raises UnusableFileError, which tells the
    file's hash.
    """
    raw, edition = None, None
    try:
        raw = reader.facts_of(one)
        edition = rules(raw, one)
        if isinstance(raw, RawDepartments):
            given = department_return_of(raw, edition, department_rows.Gathered)
            more = validate_departments(given, edition)
            return replace(given, findings=in_order([*given.findings, *more]))
        return examined(raw, edition, carried=carried)
    except Refusal as fault:
        whose = getattr(fault, "whose", None) or (whose_of(raw.cells, edition) if raw else None)
        raise UnusableFileError(str(fault), one.sha256, whose) from fault


def paper_of(editions: Editions, path: Path, file: str) -> Received | DepartmentReturn:
    """One file of a district's record by the edition of its year; runs in a child."""
    one = understood(reader.handed_in(path, file), partial(_of_year, editions))
    if isinstance(one, DepartmentReturn):
        return one
    return Received(one.submission, one.findings)


def _of_year(editions: Editions, raw: Raw, _: HandedIn) -> Edition:
    year = year_in(raw.cells)
    if year not in editions.years:
        raise UnusableFileError(
            f"是{year}年的表，区里没有{year}年的考核方案：年份写错的，请填报单位改正后重报"
        )
    return editions.of(year)
