"""From raw facts to findings: the one step that a file and an open workbook both take."""

from dataclasses import dataclass

from zongzhi_xl.core.checking.appearance import shown_otherwise
from zongzhi_xl.core.checking.validation import validate
from zongzhi_xl.core.edition.statement import Edition
from zongzhi_xl.core.returned.check_code import check_code
from zongzhi_xl.core.returned.findings import Finding, in_order
from zongzhi_xl.core.returned.row_labels import in_place
from zongzhi_xl.core.returned.submission import RawReturn, Submission


@dataclass(frozen=True)
class Examined:
    """A return, its edition, what it says by that edition, and what does not fit."""

    raw: RawReturn
    edition: Edition
    submission: Submission
    findings: tuple[Finding, ...]

    @property
    def code(self) -> str:
        """The check code of the figures as they are."""
        return check_code(self.submission, self.edition)


def examined(raw: RawReturn, edition: Edition) -> Examined:
    """``raw`` understood and checked; raises UnusableFileError where nobody knows whose it is."""
    submission = in_place(raw, edition)
    found = [*shown_otherwise(raw, submission, edition), *validate(submission, edition)]
    return Examined(raw, edition, submission, in_order(found))
