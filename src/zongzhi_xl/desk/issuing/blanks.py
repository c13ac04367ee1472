"""The standard blank workbooks: no unit, no year, no figure."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from python_calamine import CalamineError, load_workbook

from zongzhi_xl import contract
from zongzhi_xl.core.edition.items import FormKind
from zongzhi_xl.core.returned.departments import Raw
from zongzhi_xl.core.returned.submission import RawReturn
from zongzhi_xl.desk.initiating import form
from zongzhi_xl.desk.own_outputs import Sort
from zongzhi_xl.desk.placing import put_together
from zongzhi_xl.desk.rulekeeping import scheme_book
from zongzhi_xl.errors import UnusableFileError
from zongzhi_xl.reading.reader import read
from zongzhi_xl.sheets import department_book, district_form, launcher_book, return_book
from zongzhi_xl.sheets.return_book import ReturnContents
from zongzhi_xl.statements import loader
from zongzhi_xl.statements.files import STANDARD
from zongzhi_xl.vba.macro_book import MacroEdition

_NOTHING = ReturnContents(
    unit=None, year=None, month=None, values={}, notes={}, events=(), bases={}
)
#: the launcher of the district
LAUNCHER = "区级汇总.xlsm"
Writer = Callable[[Path], Any]


def write(folder: Path, host: MacroEdition = MacroEdition.EXCEL) -> list[Path]:
    """The workbooks of the standard edition, put in place as one.

    月报 and 年报 without macros and with the buttons for ``host``, 部门提供数, the launcher,
    区情登记表 that sets up a district, and 考核方案 in which the rules are changed.
    What somebody filled in is not written over.

    Raises OutputError, StatementError, MachineError.
    """
    made = _writers(host)
    with put_together() as together:
        aside = together.folder(folder, BLANK)
        for name, write_one in made.items():
            write_one(aside / name)
    return [folder / name for name in made]


def _writers(host: MacroEdition) -> dict[str, Writer]:
    """How each workbook is written, by the name of its file."""
    edition = loader.standard()
    writers: dict[str, Writer] = {
        f"{kind.value}{suffix}": partial(
            return_book.write, form=kind, edition=edition, contents=_NOTHING, macros=macros
        )
        for kind in (FormKind.MONTHLY, FormKind.ANNUAL)
        for suffix, macros in ((".xlsx", None), (".xlsm", host))
    }
    writers[LAUNCHER] = partial(launcher_book.write, edition=host)
    writers[f"{FormKind.DEPARTMENTS.value}.xlsx"] = partial(
        department_book.write, edition=edition, year=None, yearly={}, monthly={}
    )
    writers[form.FILE] = partial(district_form.write, edition=edition)
    writers[scheme_book.FILE] = partial(scheme_book.write, edition, STANDARD)
    return writers


# ------------------------------------------------------------------ what may be written over


def _is_blank(path: Path) -> bool:
    """Whether it is a blank of ours in which nobody has typed anything."""
    if path.name == LAUNCHER:
        return _is_blank_launcher(path)
    if path.name == form.FILE:
        return form.is_blank(path)
    if path.name == scheme_book.FILE:
        return scheme_book.is_unchanged(path)
    try:
        raw = read(path, path.name)
    except UnusableFileError:
        return False
    return not any(_entries(raw))


def _entries(raw: Raw) -> list[object]:
    """What somebody typed."""
    typed = [
        cell.value
        for name, cell in raw.cells.items()
        if name not in _PRINTED and not cell.formula and cell.value not in (None, "")
    ]
    if isinstance(raw, RawReturn):
        events = [cell.value for row in raw.register for cell in row.values()]
        return [*typed, *raw.notes, *raw.strays, *(value for value in events if value)]
    cells = [
        (name, cell.value)
        for row in (*raw.yearly, *raw.monthly, *raw.designated)
        for name, cell in row.items()
    ]
    return [*typed, *(value for name, value in cells if name not in _OWNER and value is not None)]


_PRINTED = (contract.NATURE, contract.REPORT_KIND, contract.RULES_VERSION)
#: columns of the departments' workbook that are filled in beforehand
_OWNER = ("单位", "月份", "序号", "组别")


def _is_blank_launcher(path: Path) -> bool:
    try:
        book = load_workbook(path)
        rows = book.get_sheet_by_name(contract.LAUNCHER).to_python(skip_empty_area=False)
    except (CalamineError, OSError):
        return False
    cells = (row[launcher_book.VALUE :][:1] for row in rows[launcher_book.TYPED])
    return not any(value for cell in cells for value in cell)


BLANK = Sort("空白表", _is_blank)
