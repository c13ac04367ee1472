"""From raw facts to findings: the one step that a file and an open workbook both take."""

from collections.abc import Iterator

from zongzhi_xl.contract import RULES_VERSION
from zongzhi_xl.core.checking.appearance import shown_otherwise
from zongzhi_xl.core.checking.validation import validate
from zongzhi_xl.core.edition.items import Severity
from zongzhi_xl.core.edition.rulebook import rulebook, unknown_in
from zongzhi_xl.core.edition.statement import Edition
from zongzhi_xl.core.returned import former_name
from zongzhi_xl.core.returned.check_code import check_code
from zongzhi_xl.core.returned.findings import Finding, in_order
from zongzhi_xl.core.returned.former_columns import in_former_columns
from zongzhi_xl.core.returned.old_format import of_old_format
from zongzhi_xl.core.returned.other_version import remarks
from zongzhi_xl.core.returned.row_labels import in_place
from zongzhi_xl.core.returned.submission import RawReturn, Submission
from zongzhi_xl.record import Record

_UNVERIFIED = "V1"


class Examined(Record):
    """A return, its edition, what it says by that edition, and what does not fit.

    ``carried``: the edition came with the file.
    """

    raw: RawReturn
    edition: Edition
    submission: Submission
    findings: tuple[Finding, ...]
    carried: bool = False

    @property
    def code(self) -> str:
        """The check code of the figures as they are."""
        return check_code(self.submission, self.edition)

    @property
    def rules(self) -> str:
        """By which rules it was judged: the first line of whatever is said of it."""
        return rulebook(self.edition, carried=self.carried)


def examined(raw: RawReturn, edition: Edition, *, carried: bool = False) -> Examined:
    """``raw`` understood and checked; raises UnusableFileError where nobody knows whose it is."""
    submission = in_place(raw, edition)
    found = [*shown_otherwise(raw, submission, edition), *validate(submission, edition)]
    found += former_name.told(raw, edition)
    found += in_former_columns(raw)
    found += of_old_format(raw.cells, old=raw.old)
    found += _unverified(raw, edition) if carried else remarks(raw, submission, edition)
    return Examined(raw, edition, submission, in_order(found), carried)


def _unverified(raw: RawReturn, edition: Edition) -> Iterator[Finding]:
    """That nobody looked at the rules which came with the file; its verdict stays the same."""
    unknown = unknown_in(edition)
    if unknown:
        cell, version = raw.cells[RULES_VERSION], edition.version
        yield Finding(
            code=_UNVERIFIED,
            severity=Severity.NOTICE,
            sheet=cell.sheet,
            cell=cell.cell,
            item=RULES_VERSION,
            value=str(version),
            message=f"{unknown}随表而来，未经核对：本程序不认得规则 {version.rules}、"
            f"名册 {edition.register_version}，区里收到后按区里的重新审核",
            remedy="不用改表；区里用 --district 区文件夹 审核",
        )
