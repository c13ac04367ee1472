"""What a kind of quantity is of, and who charges for it."""

from collections.abc import Callable, Iterable
from enum import Enum, auto

from zongzhi_xl.core.appraising.deductions.docket import Charge, Docket
from zongzhi_xl.core.edition.deductions import Deduction
from zongzhi_xl.record import Record


class Of(Enum):
    """What a quantity is of; it says what its arguments must be and what a trial has to vary."""

    FIGURES = auto()  # a rule over the figures of the year
    INDICATOR = auto()  # the name of an indicator that has a limit
    DUTIES = auto()  # items of 月报, or conditions over one each
    YEARLY_DUTIES = auto()  # of 年报
    EVENTS = auto()  # a rule over the columns of an event
    RETURNS = auto()  # a rule over what became of a return


class Quantity(Record):
    """What it is of, its rows in the order of the year, and how many months a duty has."""

    of: Of
    charges: Callable[[Deduction, Docket], Iterable[Charge]]
    months: int = 12
