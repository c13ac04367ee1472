"""The same return by way of the engine alone: what it finds, and what the sheet says for itself."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from tests.proof.recorder import Recording, Spot
from tests.proof.spreadsheet import ERROR
from zongzhi_xl.contract import CHECKS, EVENTS, FIRST_EVENT_ROW
from zongzhi_xl.core.checking.validation import validate
from zongzhi_xl.core.edition.event_words import ColumnKind
from zongzhi_xl.core.edition.items import FormKind, Kind
from zongzhi_xl.core.edition.statement import Edition
from zongzhi_xl.core.language.days import SERIALS
from zongzhi_xl.core.returned.findings import Finding
from zongzhi_xl.core.returned.submission import (
    RawCell,
    RawReturn,
    Submission,
    submission_of,
)
from zongzhi_xl.errors import UnusableFileError
from zongzhi_xl.sheets.returns.book_plan import BookPlan
from zongzhi_xl.sheets.returns.form_layout import Spot as Cell
from zongzhi_xl.sheets.returns.live import FAIL
from zongzhi_xl.sheets.returns.live_checks import RESULT, CheckRow


def findings_of(recording: Recording, plan: BookPlan, edition: Edition) -> set[str] | None:
    """Codes that the engine raises; None where the file would be rejected for its identity.

    Numbers of persons count where the sheet looks for them, not in cells for figures (04).
    """
    try:
        submission = submission_in(recording, plan, edition)
    except UnusableFileError:
        return None
    return {
        one.code
        for one in validate(submission, edition)
        if one.code != PERSONAL or one.item not in plan.bases.entries or _in_note(one, plan)
    }


#: no number of a person in any text
PERSONAL = "12"


def _in_note(found: Finding, plan: BookPlan) -> bool:
    spot = plan.layout.notes.get(found.item)
    return spot is not None and found.cell == spot.address


def submission_in(recording: Recording, plan: BookPlan, edition: Edition) -> Submission:
    """The return as the engine understands it; raises UnusableFileError."""
    return submission_of(_raw(recording, plan), edition)


def _raw(recording: Recording, plan: BookPlan) -> RawReturn:
    """The cells by their names, as a reader finds them: numbers in cells for days are days."""
    layout = plan.layout
    days = {name for name, item in plan.bases.items.items() if item.kind == Kind.DATE}
    cells = {**layout.inputs, **plan.bases.literals}
    events = (
        {
            column: _cell(
                recording,
                Cell(EVENTS, FIRST_EVENT_ROW + row, n),
                dated=kind in (ColumnKind.MOMENT, ColumnKind.DAY),
            )
            for n, (column, kind) in enumerate(plan.edition.statement.events.kinds.items())
        }
        for row in range(plan.event_rows if layout.monthly else 0)
    )
    return RawReturn(
        "", "",
        {
            name: _cell(recording, spot, dated=name in days or name == "报出日期")
            for name, spot in cells.items()
        },
        tuple(row if _filled(row) else {} for row in events),
        {name: _cell(recording, spot) for name, spot in layout.notes.items()},
    )  # fmt: skip


def _filled(row: Mapping[str, RawCell]) -> bool:
    return any(cell.value is not None for cell in row.values())


def _cell(recording: Recording, spot: Cell, *, dated: bool = False) -> RawCell:
    value = recording.literals.get((spot.sheet, spot.row, spot.column))
    if dated and isinstance(value, int | float) and value >= SERIALS.start:
        value = datetime(1899, 12, 30) + timedelta(days=value)
    return RawCell(spot.sheet, spot.address, str(value) if value is ERROR else value)


def live_codes(edition: Edition, form: FormKind) -> frozenset[str]:
    """The checks that run in the sheet alone."""
    return frozenset(
        check.id for check in edition.checks(form) if check.live and not check.district
    )


def not_run(edition: Edition, form: FormKind) -> frozenset[str]:
    """Those that say 未运行: that of holidays, while the edition's list is empty."""
    if edition.statement.holidays:
        return frozenset()
    return frozenset(one.id for one in edition.checks(form) if one.kind == "not_on_holiday")


def said_in_sheet(found: Mapping[Spot, object], plan: BookPlan) -> set[str]:
    """The checks that say 不通过 on the page 审核关系, but for rows that follow from another.

    A row that is worked out answers by itself; the engine tells its cause only (``after``).
    """
    failed = [row for row in plan.checks.rows if found.get((CHECKS, row.row, RESULT)) == FAIL]
    about = {row.row: _about(row, plan) for row in failed}
    return {
        row.check.id
        for row in failed
        if not any(
            cause.check.id in row.check.after and about[cause.row] & about[row.row]
            for cause in failed
        )
    }


def _about(row: CheckRow, plan: BookPlan) -> set[str]:
    """The items of a row, and those of which one is worked out."""
    derived = (plan.edition.derived[name] for name in row.about if name in plan.edition.derived)
    return {*row.about, *(name for one in derived for name in one.formula.names)}
