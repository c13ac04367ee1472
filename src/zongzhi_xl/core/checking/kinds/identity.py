"""Whose return it is: head and signatures, unit, year, corrections (01, 02, 07, 09)."""

from collections.abc import Iterator
from difflib import get_close_matches

from zongzhi_xl.contract import (
    IDENTITY,
    ISSUED,
    NATURE,
    NIL_RETURN,
    REASON,
    REPORTING_MONTH,
    REPORTING_UNIT,
    REPORTING_YEAR,
)
from zongzhi_xl.core.checking.kinds.kind import NOT_FILLED, IdentityCell, on
from zongzhi_xl.core.checking.relations import Case, Fault
from zongzhi_xl.core.edition.form_words import corrects
from zongzhi_xl.core.language.values import BLANK
from zongzhi_xl.core.returned.explaining import explains
from zongzhi_xl.record import Record

UNKNOWN_UNIT = "名册上没有“{}”"
ISSUED_OTHERWISE = "{}是“{}”，这份表下发时是“{}”"
SAME_PERSON = "{}都是“{}”"
NO_REASON = "报表性质是“{}”，更正原因没有写明"


class IdentityFilled(Record):
    """Head and signature of the paper are filled in (01)."""

    def faults(self, case: Case) -> Iterator[Fault]:
        """One fault a blank cell; 本月无重大事项 is check 08's, 月份 only on 月报."""
        unasked = {NIL_RETURN} | ({REPORTING_MONTH} if case.submission.month is None else set())
        for name in IDENTITY:
            if name not in unasked and case.submission.value(name) == BLANK:
                yield on(name, NOT_FILLED.format(name))


class KnownUnit(Record):
    """填报单位 is in the district's register (02)."""

    def faults(self, case: Case) -> Iterator[Fault]:
        """With the nearest name of the register as a proposal."""
        unit = case.submission.unit
        if case.edition.unit(unit):
            return
        near = get_close_matches(unit, [one.name for one in case.edition.units], n=2)
        hint = f"，可能是“{'”或“'.join(near)}”" if near else ""
        yield on(REPORTING_UNIT, f"{UNKNOWN_UNIT.format(unit)}{hint}")


class AppraisedYear(Record):
    """年份 is the year that the district appraises (02, 区)."""

    def faults(self, case: Case) -> Iterator[Fault]:
        """Judged only where the district says which year that is."""
        submission, year = case.submission, case.district and case.district.year
        if year and submission.year != year:
            yield Fault(REPORTING_YEAR, f"报表的年份是 {submission.year}，区里本期任务是 {year} 年")


class AsIssued(Record):
    """Unit, year and month are those for which the district pre-filled the return (02)."""

    names: tuple[IdentityCell, ...]

    def faults(self, case: Case) -> Iterator[Fault]:
        """Not run for a standard blank, in which nothing was pre-filled."""
        for name in self.names:
            issued, typed = case.submission.text(ISSUED + name), case.submission.text(name)
            if issued and typed != issued and not _same_office(case, name, issued, typed):
                yield on(name, ISSUED_OTHERWISE.format(name, typed, issued))


def _same_office(case: Case, name: str, issued: str, typed: str) -> bool:
    """Whether both are names of one unit, now and before."""
    unit = case.edition.unit(issued) if name == REPORTING_UNIT else None
    return unit is not None and case.edition.unit(typed) is unit


class DifferentPeople(Record):
    """Two signature cells do not hold the same name (07)."""

    names: tuple[IdentityCell, ...]

    def faults(self, case: Case) -> Iterator[Fault]:
        """Blank cells are check 01's."""
        signed = {name: case.submission.text(name) for name in self.names}
        first = next(iter(signed.values()))
        if first and all(text == first for text in signed.values()):
            yield Fault(self.names[0], SAME_PERSON.format("和".join(self.names), first))


class SingleReturn(Record):
    """Only one file for a unit, period and form (09, 区)."""

    def faults(self, case: Case) -> Iterator[Fault]:
        """Names the other files."""
        rivals = case.district.rivals if case.district else ()
        if rivals:
            files = "、".join(sorted(rival.file for rival in rivals))
            yield Fault(REPORTING_UNIT, f"同一单位同一期还收到另外 {len(rivals)} 份（{files}）")


class CorrectionReason(Record):
    """A corrected return says why (09)."""

    def faults(self, case: Case) -> Iterator[Fault]:
        """报表性质 that speaks of 更正 needs 更正原因; a sign alone is none."""
        nature = case.submission.text(NATURE)
        if corrects(nature) and not explains(case.submission.text(REASON)):
            yield Fault(REASON, NO_REASON.format(nature))
