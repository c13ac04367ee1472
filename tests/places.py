"""Where a form prints things, told by labels and headings of a shipped blank, never by letters.

``at("刑事立案数")`` is the cell for its figure (``D9``), ``at("刑事立案数", "说明")`` the one in
its row under that heading.
"""

from functools import cache
from pathlib import Path

from openpyxl import load_workbook
from openpyxl.utils import get_column_letter
from openpyxl.utils.cell import coordinate_from_string
from openpyxl.workbook import Workbook

BLANKS = Path(__file__).parent.parent / "workbooks"


@cache
def _blank(form: str) -> Workbook:
    return load_workbook(BLANKS / f"{form}.xlsx")


@cache
def column(heading: str, form: str = "月报") -> str:
    """The letter of a column of the form page; of 提示全文 the beginning is enough."""
    (found,) = (
        cell.column_letter
        for row in _blank(form)[form].iter_rows(max_row=12)
        if "指标名称" in (row[0].value, *(cell.value for cell in row))
        for cell in row
        if str(cell.value).replace("\n", "").split("（")[0] == heading
    )
    return str(found)


def row(name: str, form: str = "月报") -> int:
    """The row of a named cell of the form page."""
    return int(coordinate_from_string(at(name, form=form))[1])


@cache
def at(name: str, heading: str = "", form: str = "月报") -> str:
    """The cell called ``name``, or the one in its row under ``heading``."""
    address = _blank(form).defined_names[name].attr_text.rpartition("!")[2].replace("$", "")
    return f"{column(heading, form)}{row(name, form)}" if heading else str(address)


def beyond(heading: str, steps: int = 1, form: str = "月报") -> str:
    """The letter of a column so many steps right of the one under ``heading``."""
    page = _blank(form)[form]
    return str(get_column_letter(page[f"{column(heading, form)}1"].column + steps))


#: the last column of the table of 月报, the empty one beside it, and the first beyond all hints
LAST = column("累计增减%")
GAP, OUTSIDE = beyond("累计增减%"), beyond("提示全文")
#: in the row of its first item: a cell that the workbook works out, and the one for an explanation
SO_FAR, NOTE = at("刑事立案数", "本年累计"), at("刑事立案数", "说明")
