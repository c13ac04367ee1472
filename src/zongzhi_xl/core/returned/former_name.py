"""What came in under a name that its office had before: taken as the office's, and told so."""

from collections.abc import Iterator

from zongzhi_xl.contract import REPORTING_UNIT
from zongzhi_xl.core.edition.items import Severity
from zongzhi_xl.core.edition.register import Unit
from zongzhi_xl.core.edition.statement import Edition
from zongzhi_xl.core.returned.findings import Finding
from zongzhi_xl.core.returned.submission import RawReturn, text_of

FORMER_NAME = "V5"
REMEDY = "不用重报；以后写现在的名称"


def words_of(written: str, unit: Unit) -> str:
    """What is said where ``written`` is a former name of ``unit``; empty where it is its name."""
    return "" if written == unit.name else f"写的是曾用名“{written}”，按现在的“{unit.name}”收"


def told(raw: RawReturn, edition: Edition) -> Iterator[Finding]:
    """That a return bears a former name of its office."""
    cell = raw.cells[REPORTING_UNIT]
    written = str(text_of(cell.value))
    unit = edition.unit(written)
    if unit and (words := words_of(written, unit)):
        yield Finding(
            code=FORMER_NAME,
            severity=Severity.NOTICE,
            sheet=cell.sheet,
            cell=cell.cell,
            item=REPORTING_UNIT,
            value=written,
            message=f"{REPORTING_UNIT}{words}",
            remedy=REMEDY,
        )
