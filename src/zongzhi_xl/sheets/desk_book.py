"""工作台: the workbook on which the officer sees the year and decides.

Written anew from the record each time; only the open cells of 待办 and 另作决定 are read again. The
other cells are locked without a password, against slips.
"""

from pathlib import Path

from zongzhi_xl.contract import DESK
from zongzhi_xl.core.appraising.wording import cautions
from zongzhi_xl.core.chronicle.desk import Desk
from zongzhi_xl.core.returned.outgoing import gate_for
from zongzhi_xl.sheets.desk.filed import write_filed
from zongzhi_xl.sheets.desk.outlook import write_changes, write_warnings
from zongzhi_xl.sheets.desk.own import write_own
from zongzhi_xl.sheets.desk.settled import write_settled
from zongzhi_xl.sheets.desk.tasks import write_tasks
from zongzhi_xl.sheets.desk.today import write_today
from zongzhi_xl.sheets.page import PERMITTED, Book, workbook_at


def write(path: Path, desk: Desk) -> None:
    """The desk at ``path``."""
    with workbook_at(path, f"{DESK}（{desk.appraisal.year}年）") as workbook:
        gate = gate_for(unit.unit for unit in desk.appraisal.units)
        book = Book(workbook, cautions(desk.edition), gate)
        for page in (
            write_today, write_filed, write_tasks, write_own, write_changes, write_warnings,
            write_settled,
        ):  # fmt: skip
            page(book, desk)
        for sheet in workbook.worksheets():
            if not sheet.protect_options:
                sheet.protect("", PERMITTED | {"autofilter": True})
