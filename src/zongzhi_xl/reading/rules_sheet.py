"""The very hidden sheet 规则 of a return: the edition that the workbook carries."""

from zongzhi_xl.contract import RULES
from zongzhi_xl.core.soundness.carrying import joined
from zongzhi_xl.errors import UnusableFileError
from zongzhi_xl.reading.reader import HandedIn, rows_of
from zongzhi_xl.reading.sheet_xml import Extent

#: room for any edition
_EXTENT = Extent(10_000, 26)


def embedded_rules(one: HandedIn) -> str:
    """The edition as canonical JSON, its chunks joined; empty where the workbook carries none."""
    try:
        rows = rows_of(one, RULES, _EXTENT)
    except UnusableFileError:
        return ""
    return joined(cell for row in rows for cell in row if isinstance(cell, str))
