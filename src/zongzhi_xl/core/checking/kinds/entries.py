"""Whether the cells of the table are filled in, asked for and readable (03, 04)."""

from collections.abc import Iterable, Iterator

from zongzhi_xl.contract import NIL_RETURN, REPORTED_ON
from zongzhi_xl.core.checking.kinds.events import unreadable_events
from zongzhi_xl.core.checking.kinds.kind import NOT_FILLED, on
from zongzhi_xl.core.checking.relations import Case, Fault
from zongzhi_xl.core.edition.items import Kind
from zongzhi_xl.core.language.values import Gap, State, plain
from zongzhi_xl.core.returned.proposals import WANTED, as_seen, misread
from zongzhi_xl.record import Record, replace

#: what to do about a blank cell for 是 or 否
ANSWER = "选“是”或“否”，不要留空"
SAID_NOT_TO_APPLY = "{}填了“不适用”，本期这一项应填实际数"
#: the item, what was typed, and in which months it is asked for
ONLY_IN = "{}填了 {}，这一项只在{}月填报"


def listed(months: Iterable[int]) -> str:
    """``3、6、9、12``."""
    return "、".join(map(str, months))


class EntriesFilled(Record):
    """Every item that is due this month is filled in; dates excepted (03)."""

    def faults(self, case: Case) -> Iterator[Fault]:
        """Blank, or 不适用 where the district did not preset it."""
        month, value = case.submission.month, case.submission.value
        for name, item in case.items.items():
            found = value(name)
            if not isinstance(found, Gap) or not item.applies_in(month):
                continue
            if found.state == State.NOT_APPLICABLE:
                yield on(name, SAID_NOT_TO_APPLY.format(item.printed))
            elif found.state == State.BLANK and item.kind != Kind.DATE:
                fault = on(name, NOT_FILLED.format(item.printed))
                yield replace(fault, remedy=ANSWER if item.kind == Kind.YES_NO else None)


class NotAsked(Record):
    """Nothing is typed over 不适用 in a month that does not ask for the item (03)."""

    def faults(self, case: Case) -> Iterator[Fault]:
        """The figure counts all the same (R10); what cannot be read is check 04's."""
        for name, item in case.items.items():
            found = case.submission.value(name)
            if not isinstance(found, Gap) and not item.applies_in(case.submission.month):
                yield on(name, ONLY_IN.format(item.printed, plain(found), listed(item.months)))


class EntriesReadable(Record):
    """Counts are whole numbers not below 0, yes/no cells 是 or 否, days are days (04)."""

    def faults(self, case: Case) -> Iterator[Fault]:
        """With what the entry may mean; nothing is ever applied. A doubt has its own finding."""
        kinds = {name: item.kind for name, item in case.items.items()}
        doubted = {one.item for one in case.submission.doubts}
        for name, kind in (kinds | {REPORTED_ON: Kind.DATE, NIL_RETURN: Kind.YES_NO}).items():
            found = case.submission.value(name)
            if name in doubted:
                continue
            if isinstance(found, Gap) and found.state == State.UNREADABLE:
                words = misread(case.label(name), kind, found.found, case.submission.year)
                fault = replace(on(name, words[0]), value=as_seen(found.found))
                yield replace(fault, words=WANTED[kind], remedy=words[1])
        yield from unreadable_events(case)
