"""The closed set of named kinds of checks, by the name that YAML uses.

A kind says what the grammar of rules cannot; families of a few closely related ones share a file.
"""

from collections.abc import Mapping

from zongzhi_xl.core.checking.kinds.duties import DoneOrExplained, NotOnHoliday, QuarterMeeting
from zongzhi_xl.core.checking.kinds.entries import EntriesFilled, EntriesReadable, NotAsked
from zongzhi_xl.core.checking.kinds.events import EachEvent, EventFilled, NoRepeatedEvent
from zongzhi_xl.core.checking.kinds.identity import (
    AsIssued,
    CorrectionReason,
    DifferentPeople,
    IdentityFilled,
    KnownEdition,
    KnownUnit,
    SingleReturn,
)
from zongzhi_xl.core.checking.kinds.kind import CheckKind
from zongzhi_xl.core.checking.kinds.months import CopiedMonth, MonthsConfirmed, Unchanged
from zongzhi_xl.core.checking.kinds.personal import PersonalData
from zongzhi_xl.core.checking.kinds.register import DesignationCounted, NilReturn, RegisterCount

KINDS: Mapping[str, type[CheckKind]] = {
    "identity_filled": IdentityFilled,
    "known_unit": KnownUnit,
    "known_edition": KnownEdition,
    "as_issued": AsIssued,
    "entries_filled": EntriesFilled,
    "not_asked": NotAsked,
    "entries_readable": EntriesReadable,
    "different_people": DifferentPeople,
    "nil_return": NilReturn,
    "single_return": SingleReturn,
    "correction_reason": CorrectionReason,
    "copied_month": CopiedMonth,
    "personal_data": PersonalData,
    "done_or_explained": DoneOrExplained,
    "not_on_holiday": NotOnHoliday,
    "quarter_meeting": QuarterMeeting,
    "unchanged": Unchanged,
    "months_confirmed": MonthsConfirmed,
    "designation_counted": DesignationCounted,
    "register_count": RegisterCount,
    "event_filled": EventFilled,
    "each_event": EachEvent,
    "no_repeated_event": NoRepeatedEvent,
}
