"""What the workbook finds by itself is what the engine finds, word for word: the sheet 逐条.

Here the formulas are answered in Python; that LibreOffice gives the same answers, and that a click
writes them down, is clicked in tests/click/test_without_python.py.
"""

import re
from collections.abc import Iterator

import pytest

from tests.proof.cases import generated
from tests.proof.recorder import recorded
from tests.proof.routes import submission_in
from zongzhi_xl.core.checking.validation import validate
from zongzhi_xl.core.edition.items import FormKind
from zongzhi_xl.core.edition.statement import Edition
from zongzhi_xl.core.returned.results import row_of
from zongzhi_xl.errors import UnusableFileError
from zongzhi_xl.sheets.return_book import ReturnContents, facts_of
from zongzhi_xl.sheets.returns.book_plan import plan_of
from zongzhi_xl.sheets.returns.found import FoundPlan

BOTH = pytest.mark.parametrize(
    "form", [FormKind.MONTHLY, FormKind.ANNUAL], ids=lambda one: one.value
)
Row = tuple[str, ...]


def in_sheet(contents: ReturnContents, plan: FoundPlan, form: FormKind) -> list[Row]:
    """The rows of 逐条 that are so, after those that are always there."""
    facts = facts_of(plan_of(plan.bases.edition, form), contents)
    rows = plan.table[len(plan.heads) :]
    return [tuple(map(str, map(facts.cached, row))) for row in rows if facts.cached(row[0]) != ""]


def by_engine(contents: ReturnContents, plan: FoundPlan, form: FormKind) -> list[Row] | None:
    """The rows of the findings of live checks; None where nobody knows whose return it is."""
    edition, book = plan.bases.edition, plan_of(plan.bases.edition, form)
    try:
        submission = submission_in(recorded(form, edition, contents), book, edition)
    except UnusableFileError:
        return None
    asked = {*plan.faults.asked}
    findings = (one for one in validate(submission, edition) if one.code in asked)
    return [tuple(words or "" for words in row_of(one)) for one in findings]


#: what an entry is, and what it may mean, where only the program can tell
PROPOSED = re.compile(r"(填了“[^”]*”)，[^：]*(：应填)")
#: the nearest names of the register; the ends of a number of a person
NEAR, NUMBER = (
    re.compile(r"，可能是“[^：]*”(：)"),
    re.compile(r"的文字里有(..号|银行卡号)[^：]*(：)"),
)


def alike(row: Row) -> Row:
    """A row without what only the program knows, and a long entry without its end.

    Of a number of a person that is written in pieces, or in which column of a row of the register
    it stands, the sheet does not know more than that it is there.
    """
    level, page, cell, item, value, message, remedy, clause = row
    if number := NUMBER.search(message):
        return level, page, cell[1:], number[1], remedy, clause
    if "填了“" not in message:
        return (level, page, cell, item, value, NEAR.sub(r"\1", message), remedy, clause)
    value = f"{value[:3]}…" if len(value.strip()) > 10 else value
    bare = re.sub(r"“([^”]{3})[^”]{8,}”", r"“\1…”", PROPOSED.sub(r"\1\2", message))
    return level, page, cell, item, value, bare, clause


def both(form: FormKind, edition: Edition, every: int) -> Iterator[tuple[list[Row], list[Row]]]:
    """What sheet and engine find in one return of ``every``."""
    plan = plan_of(edition, form).found
    for n, case in enumerate(generated(form, edition, 300)):
        if n % every == 0 and (told := by_engine(case.contents, plan, form)) is not None:
            yield in_sheet(case.contents, plan, form), told


@BOTH
@pytest.mark.parametrize("every", [34, pytest.param(1, marks=pytest.mark.long)])
def test_the_sheet_tells_what_the_engine_tells(form, edition, every, say) -> None:
    returns = found = exactly = 0
    for sheet, engine in both(form, edition, every):
        assert len(sheet) == len(engine)
        for one, other in zip(sheet, engine, strict=True):
            assert one == other or alike(one) == alike(other)
        returns, found = returns + 1, found + len(engine)
        exactly += sum(one == other for one, other in zip(sheet, engine, strict=True))
    assert returns > 25
    assert exactly > found * 0.8
    say(f"{form.value}：{returns} 份，表内逐条 {found} 条与程序相同，其中 {exactly} 条一字不差")
