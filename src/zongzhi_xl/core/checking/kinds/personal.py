"""No number of a person in any text (12)."""

from collections.abc import Iterator

from zongzhi_xl.contract import REPORT_KIND, RULES_VERSION, TELEPHONE
from zongzhi_xl.core.checking.relations import Case, Fault
from zongzhi_xl.core.language.values import Gap
from zongzhi_xl.core.returned.personal_data import hidden, personal_numbers
from zongzhi_xl.core.returned.submission import Place
from zongzhi_xl.core.returned.terms import term_of
from zongzhi_xl.record import Record

#: where, what sort of number, and its ends
FOUND = "{}的文字里有{} {}"


class PersonalData(Record):
    """No identity, mobile or bank card number in any text cell (12); shown masked only."""

    def faults(self, case: Case) -> Iterator[Fault]:
        """One fault a number."""
        for name, text, place in _texts(case):
            if len(text) < 11:
                continue
            for number in personal_numbers(text):
                shown = hidden(number.text)
                yield Fault(name, FOUND.format(name, number.sort, shown), value=shown, place=place)


def _texts(case: Case) -> Iterator[tuple[str, str, Place]]:
    """Every free text of the return with its item or column and its cell."""
    submission = case.submission
    for name, entry in submission.entries.items():
        found = entry.value
        if isinstance(found, Gap):
            if found.found:
                yield term_of(name).item, found.found, entry.place
        elif isinstance(found, str) and term_of(name).item not in _NOT_FREE:
            yield term_of(name).item, found, entry.place
    for event in submission.events:
        for column, entry in event.cells.items():
            if isinstance(entry.value, str):
                yield column, entry.value, entry.place


#: the clerk's own telephone belongs there; versions and names of papers are ours
_NOT_FREE = frozenset({TELEPHONE, RULES_VERSION, REPORT_KIND})
