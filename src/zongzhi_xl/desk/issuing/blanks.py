"""The standard blank workbooks: no unit, no year, no figure."""

from collections.abc import Iterator
from pathlib import Path

from zongzhi_xl.core.edition.items import FormKind
from zongzhi_xl.desk.placing import put_in_place, ready_folder
from zongzhi_xl.sheets import department_book, launcher_book, return_book
from zongzhi_xl.sheets.return_book import ReturnContents
from zongzhi_xl.statements import loader
from zongzhi_xl.vba.macro_book import MacroEdition

_NOTHING = ReturnContents(
    unit=None, year=None, month=None, values={}, notes={}, events=(), bases={}
)
#: the launcher of the district
LAUNCHER = "区级汇总.xlsm"


def write(folder: Path, host: MacroEdition = MacroEdition.EXCEL) -> Iterator[Path]:
    """The workbooks of the standard edition, one after the other.

    月报 and 年报 without macros and with the buttons for ``host``, 部门提供数, and the launcher.
    Raises OutputError, StatementError, MachineError.
    """
    ready_folder(folder)
    edition = loader.standard()
    for form in (FormKind.MONTHLY, FormKind.ANNUAL):
        for suffix, macros in ((".xlsx", None), (".xlsm", host)):
            path = folder / f"{form.value}{suffix}"
            with put_in_place(path) as aside:
                return_book.write(aside, form, edition, _NOTHING, macros)
            yield path
    path = folder / LAUNCHER
    with put_in_place(path) as aside:
        launcher_book.write(aside, host)
    yield path
    path = folder / f"{FormKind.DEPARTMENTS.value}.xlsx"
    with put_in_place(path) as aside:
        department_book.write(aside, edition, None, {}, {})
    yield path
