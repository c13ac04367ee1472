"""Days on which duties were done (24, 27, 48, 58, 59)."""

from collections.abc import Iterator

from zongzhi_xl.contract import THIS_QUARTER
from zongzhi_xl.core.checking.kinds.kind import NOT_FILLED, Cell, on
from zongzhi_xl.core.checking.relations import Case, Fault
from zongzhi_xl.core.language.values import BLANK, Gap, plain
from zongzhi_xl.record import Record

ON_HOLIDAY = "{} {} 是法定节假日"
NOT_ONCE = "本季三个月的{}都没有填写"


class DoneOrExplained(Record):
    """The day of a duty is filled in; blank means not done and wants a reason (24, 58, 59)."""

    dates: tuple[Cell, ...]

    def faults(self, case: Case) -> Iterator[Fault]:
        """One fault a blank day."""
        for name in self.dates:
            if case.submission.value(name) == BLANK:
                yield on(name, NOT_FILLED.format(case.label(name)))


class NotOnHoliday(Record):
    """The days are none of the edition's holidays (27)."""

    dates: tuple[Cell, ...]

    def faults(self, case: Case) -> Iterator[Fault]:
        """Holidays are the edition's list; an empty one is said where the check is printed."""
        for name in self.dates:
            day = case.submission.value(name)
            if not isinstance(day, Gap) and day in case.edition.statement.holidays:
                yield Fault(name, ON_HOLIDAY.format(case.label(name), plain(day)))


class QuarterMeeting(Record):
    """A monthly duty was done at least once in the quarter that ends with this month (48)."""

    date: Cell

    def faults(self, case: Case) -> Iterator[Fault]:
        """Not run where 底数 does not say how often it was done in the earlier months."""
        month, earlier = case.submission.month or 0, case.lookup(THIS_QUARTER + self.date)
        if month % 3 == 0 and case.submission.value(self.date) == BLANK and earlier == 0:
            yield on(self.date, NOT_ONCE.format(case.label(self.date)))
