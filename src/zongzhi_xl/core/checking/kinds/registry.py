"""The closed set of named kinds of checks, by the name that YAML uses.

A kind says what the grammar of rules cannot; families of a few closely related ones share a file.
"""

from collections.abc import Mapping

from zongzhi_xl.core.checking.kinds import (
    duties,
    entries,
    events,
    identity,
    months,
    personal,
    register,
)
from zongzhi_xl.core.checking.kinds.kind import CheckKind
from zongzhi_xl.core.edition.items import Check
from zongzhi_xl.core.edition.records import decode
from zongzhi_xl.core.edition.statement import Edition

NOT_RUN_WITHOUT_HOLIDAYS = "未运行：法定节假日表是空的"


def not_run(check: Check, edition: Edition) -> str:
    """Why the check can find nothing, whatever is typed; empty where it can."""
    idle = check.kind == "not_on_holiday" and not edition.statement.holidays
    return NOT_RUN_WITHOUT_HOLIDAYS if idle else ""


KINDS: Mapping[str, type[CheckKind]] = {
    "identity_filled": identity.IdentityFilled, "known_unit": identity.KnownUnit,
    "appraised_year": identity.AppraisedYear, "as_issued": identity.AsIssued,
    "entries_filled": entries.EntriesFilled, "not_asked": entries.NotAsked,
    "entries_readable": entries.EntriesReadable, "different_people": identity.DifferentPeople,
    "nil_return": register.NilReturn, "single_return": identity.SingleReturn,
    "correction_reason": identity.CorrectionReason, "copied_month": months.CopiedMonth,
    "personal_data": personal.PersonalData, "done_or_explained": duties.DoneOrExplained,
    "not_on_holiday": duties.NotOnHoliday, "quarter_meeting": duties.QuarterMeeting,
    "unchanged": months.Unchanged, "months_confirmed": months.MonthsConfirmed,
    "designation_counted": register.DesignationCounted, "register_count": register.RegisterCount,
    "event_filled": events.EventFilled, "each_event": events.EachEvent,
    "no_repeated_event": events.NoRepeatedEvent,
}  # fmt: skip


def kind_of(check: Check) -> CheckKind | None:
    """The kind of a check with its parameters; None where a rule says it."""
    return decode(KINDS[check.kind], check.parameters or {}) if check.kind else None
