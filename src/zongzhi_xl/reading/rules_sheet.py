"""The very hidden sheet 规则 of a return: the edition that the workbook carries."""

from pathlib import Path

from python_calamine import CalamineError, load_workbook

from zongzhi_xl.contract import RULES


def embedded_rules(path: Path) -> str | None:
    """The edition as canonical JSON, its chunks joined; None where the workbook carries none."""
    try:
        rows = load_workbook(path).get_sheet_by_name(RULES).to_python()
    except (CalamineError, OSError):
        return None
    text = "".join(cell for row in rows for cell in row if isinstance(cell, str))
    return text[text.index("{") :] if "{" in text else None
