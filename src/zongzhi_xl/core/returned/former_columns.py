"""What stands in columns that the register of events had once: it is the district's, and not read.

An office that has an earlier blank may fill them in; nothing is lost silently.
"""

from collections.abc import Iterator

from zongzhi_xl.contract import DISTRICT_EVENTS
from zongzhi_xl.core.edition.items import FormKind, Severity
from zongzhi_xl.core.returned.findings import Finding
from zongzhi_xl.core.returned.proposals import as_seen
from zongzhi_xl.core.returned.submission import RawReturn
from zongzhi_xl.core.returned.table_rows import Said, found_at

_FORMER = "S16"


def in_former_columns(raw: RawReturn) -> Iterator[Finding]:
    """A notice for each filled cell of such a column."""
    for column, cell in raw.former:
        words = (
            f"{column}（{cell.cell}）由区里在{FormKind.DEPARTMENTS}的“{DISTRICT_EVENTS}”表上填写，"
            "这里的不算"
        )
        remedy = "不用改；以后用区里下发的新表"
        said = Said(as_seen(str(cell.value)), words, remedy, Severity.NOTICE)
        yield found_at(cell, _FORMER, said, column)
