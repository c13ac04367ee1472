"""Whether a file is a summary that an earlier run wrote, and not somebody's return.

Apart from the summary's writer, which takes its time to import.
"""

from pathlib import Path

from python_calamine import CalamineError, load_workbook

from zongzhi_xl.contract import LEDGER, OVERVIEW


def is_summary(path: Path) -> bool:
    """Whether the workbook has the sheets of 区级汇总; False where it cannot be opened."""
    try:
        sheets = load_workbook(path).sheet_names
    except (CalamineError, OSError):
        return False
    return {OVERVIEW, LEDGER} <= set(sheets)
