"""Bags of what came in, made of single returns and workbooks."""

from zongzhi_xl.core.appraising.received import Received
from zongzhi_xl.core.appraising.scorecard import Rejected
from zongzhi_xl.core.appraising.tally import Tally
from zongzhi_xl.core.returned.departments import DepartmentReturn
from zongzhi_xl.core.returned.findings import Finding
from zongzhi_xl.core.returned.submission import Submission

EMPTY = Tally()


def of_return(submission: Submission, findings: tuple[Finding, ...] = ()) -> Tally:
    """A tally of one return."""
    return Tally(received=(Received(submission, findings),))


def of_departments(departments: DepartmentReturn) -> Tally:
    """A tally of one department workbook."""
    return Tally(departments=(departments,))


def of_rejected(file: str, reason: str) -> Tally:
    """A tally of one file that cannot be used."""
    return Tally(rejected=(Rejected(file, reason),))
