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

KINDS: Mapping[str, type[CheckKind]] = {
    "identity_filled": identity.IdentityFilled,
    "known_unit": identity.KnownUnit,
    "known_edition": identity.KnownEdition,
    "as_issued": identity.AsIssued,
    "entries_filled": entries.EntriesFilled,
    "not_asked": entries.NotAsked,
    "entries_readable": entries.EntriesReadable,
    "different_people": identity.DifferentPeople,
    "nil_return": register.NilReturn,
    "single_return": identity.SingleReturn,
    "correction_reason": identity.CorrectionReason,
    "copied_month": months.CopiedMonth,
    "personal_data": personal.PersonalData,
    "done_or_explained": duties.DoneOrExplained,
    "not_on_holiday": duties.NotOnHoliday,
    "quarter_meeting": duties.QuarterMeeting,
    "unchanged": months.Unchanged,
    "months_confirmed": months.MonthsConfirmed,
    "designation_counted": register.DesignationCounted,
    "register_count": register.RegisterCount,
    "event_filled": events.EventFilled,
    "each_event": events.EachEvent,
    "no_repeated_event": events.NoRepeatedEvent,
}
