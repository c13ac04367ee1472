"""Which form and which rules a damaged workbook belongs to, and what is damaged in it."""

import re
from collections.abc import Mapping
from io import BytesIO
from pathlib import Path

from zongzhi_xl.contract import (
    EVENT_ROWS,
    NOTE,
    REPORTING_MONTH,
    REPORTING_UNIT,
    REPORTING_YEAR,
    RULES_VERSION,
    VERDICT,
)
from zongzhi_xl.core.edition.items import FormKind
from zongzhi_xl.core.edition.statement import Edition
from zongzhi_xl.core.edition.versions import Version, version_in
from zongzhi_xl.core.returned.check_code import SIGNS
from zongzhi_xl.core.returned.submission import RawCell
from zongzhi_xl.core.soundness.carrying import carried
from zongzhi_xl.errors import UnusableFileError
from zongzhi_xl.mending.inspection import Damage, inspect
from zongzhi_xl.mending.opened import OpenBook, opened
from zongzhi_xl.mending.return_copy import as_whole
from zongzhi_xl.mending.salvage import Search, salvage
from zongzhi_xl.reading.reader import HandedIn
from zongzhi_xl.record import replace
from zongzhi_xl.sheets import return_book
from zongzhi_xl.sheets.return_book import ReturnContents
from zongzhi_xl.sheets.returns.book_plan import BookPlan, plan_of
from zongzhi_xl.statements.editions import edition_for
from zongzhi_xl.statements.loader import standard
from zongzhi_xl.vba.macro_book import MacroEdition


def damage_of(book: OpenBook, district: Path | None) -> tuple[Damage, ...]:
    """What is not as it was issued; raises UnusableFileError, StatementError."""
    search = search_in(book, _issued_by(book, edition_of_book(book, district)))
    values = {name: one.value for name, one in salvage(search).found.items()}
    return damage_in(search, blank_of(search.plan, values))


def _issued_by(book: OpenBook, judging: Edition) -> Edition:
    """The edition whose print the file shows: its own, where the district has another by now."""
    own, said = carried(book.rules), _named_value(book, RULES_VERSION)
    if own and isinstance(said, str) and version_in(said) == own.version != judging.version:
        return own
    return judging


def blank_of(plan: BookPlan, values: Mapping[str, object]) -> ReturnContents:
    """What was issued to the unit and for the period that these values tell."""
    unit, month = values.get(REPORTING_UNIT), values.get(REPORTING_MONTH)
    return ReturnContents(
        None if unit is None else str(unit),
        whole(values.get(REPORTING_YEAR)),
        whole(month) if plan.layout.monthly else None,
    )


_CLAIM = re.compile(rf"校验码 ?([{SIGNS}]{{8}})")


def claimed_code(book: OpenBook) -> tuple[str, str, str] | None:
    """The check code for which the cover says the return was checked, with sheet and cell."""
    target, said = book.names.get(VERDICT), _named_value(book, VERDICT)
    found = _CLAIM.search(said) if isinstance(said, str) else None
    return (found[1], target.sheet, target.address) if target and found else None


def damage_in(search: Search, contents: ReturnContents) -> tuple[Damage, ...]:
    """Compared with the blank that was issued for that unit and period."""
    blank = ReturnContents(contents.unit, contents.year, contents.month)
    return inspect(replace(search, template=issued(search.plan, blank, search.book.macros)))


# ------------------------------------------------------------------ which form, which rules


def edition_of_book(book: OpenBook, district: Path | None) -> Edition:
    """The district's edition, without one that of 版本, wherever in the workbook it still stands.

    Raises:
        UnusableFileError: the file does not tell its 版本, or no edition of it is known.
    """
    year = _year_told(book)
    version = _named_value(book, RULES_VERSION)
    if district is None and not (isinstance(version, str) and version_in(version)):
        version = _version_elsewhere(book)
    cells = {RULES_VERSION: RawCell("", "", version), REPORTING_YEAR: RawCell("", "", year)}
    return edition_for(cells, district, lambda: book.rules)


def _year_told(book: OpenBook) -> object:
    """The year by its name, else where the form prints it."""
    named = _named_value(book, REPORTING_YEAR)
    if whole(named) is not None:
        return named
    edition = carried(book.rules) or standard()
    for form in (FormKind.MONTHLY, FormKind.ANNUAL):
        plan = plan_of(edition, form, EVENT_ROWS)
        printed = Search(book, template_of(plan), plan).by_words.get(REPORTING_YEAR)
        if printed:
            return book.sheets[printed[0]].value(printed[1])
    return named


def _named_value(book: OpenBook, name: str) -> object:
    target = book.names.get(name)
    if target is None or target.sheet not in book.sheets:
        return None
    return book.sheets[target.sheet].value((target.row, target.column))


def _version_elsewhere(book: OpenBook) -> str:
    """The one 版本 on any page, else that of the rules it carries."""
    versions = _printed_versions(book)
    if len(versions) == 1:
        return str(versions.pop())
    own = carried(book.rules)
    if own is not None:
        return own.id
    if _prints_all_of(standard(), book):  # the draft says that its rules are taken for granted
        return standard().id
    raise UnusableFileError("找不到版本，不知道是按哪个考核方案填的；请重新领取空白表填报")


def _printed_versions(book: OpenBook) -> set[Version]:
    texts = {text for sheet in book.sheets.values() for text in sheet.words}
    found = (version_in(text) for text in texts if len(text) < _LONGEST)
    return {one for one in found if one}


def tells_version(book: OpenBook) -> bool:
    """Whether a 版本 is printed on any page, or rules are carried that have one."""
    return bool(book.rules or _printed_versions(book))


def _prints_all_of(edition: Edition, book: OpenBook) -> bool:
    """Whether a page prints every row of one of the edition's forms."""
    plans = [plan_of(edition, form, EVENT_ROWS) for form in (FormKind.MONTHLY, FormKind.ANNUAL)]
    return any(
        Search(book, template_of(plan), plan).words.score(sheet) == len(plan.layout.lines)
        for plan in plans
        for sheet in book.sheets.values()
    )


#: signs of a 版本
_LONGEST = 80


def search_in(book: OpenBook, edition: Edition) -> Search:
    """The workbook beside the template of its form; raises UnusableFileError."""
    plans = [plan_of(edition, form, EVENT_ROWS) for form in (FormKind.MONTHLY, FormKind.ANNUAL)]
    named = [
        plan for plan in plans if any(f"{NOTE}{name}" in book.names for name in plan.layout.notes)
    ]
    searches = [Search(book, template_of(plan, book.macros), plan) for plan in (named or plans)]
    if len(searches) == 1:
        return searches[0]
    scores = [max(map(one.words.score, book.sheets.values()), default=0) for one in searches]
    if scores[0] == scores[1]:
        raise UnusableFileError("认不出是月报还是年报；部门提供数和其他文件不能修复")
    return searches[scores.index(max(scores))]


#: blanks by edition and form, with buttons or without: one child inspects many files
_BLANKS: dict[tuple[str, FormKind, bool], OpenBook] = {}


def template_of(plan: BookPlan, macros: bytes = b"") -> OpenBook:
    """A blank without unit and period, as opened; with buttons where there are ``macros``."""
    key = plan.edition.canonical, plan.kind, bool(macros)
    if key not in _BLANKS:
        _BLANKS[key] = issued(plan, ReturnContents(), macros)
    return _BLANKS[key]


def issued(plan: BookPlan, contents: ReturnContents, macros: bytes = b"") -> OpenBook:
    """A fresh workbook, as it is when opened; never on disk, where a stopped run would leave it."""
    made, host = BytesIO(), MacroEdition.EXCEL if macros else None
    return_book.write(made, plan.kind, plan.edition, contents, host)
    name = "template.xlsm" if macros else "template.xlsx"
    return opened(HandedIn(name, "", made.getvalue(), ""))


# ------------------------------------------------------------------ numbers of year and month


def whole(value: object) -> int | None:
    """A year or a month as a whole number; None for anything else."""
    number = as_whole(value)
    return number if isinstance(number, int) and not isinstance(number, bool) else None
