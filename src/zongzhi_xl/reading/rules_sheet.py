"""The very hidden sheet 规则 of a return: the edition that the workbook carries."""

from io import BytesIO

from python_calamine import CalamineError, load_workbook

from zongzhi_xl.contract import RULES
from zongzhi_xl.core.soundness.parts import joined


def embedded_rules(data: bytes) -> str:
    """The edition as canonical JSON, its chunks joined; empty where the workbook carries none."""
    try:
        rows = load_workbook(BytesIO(data)).get_sheet_by_name(RULES).to_python()
    except (CalamineError, OSError):
        return ""
    return joined(cell for row in rows for cell in row if isinstance(cell, str))
