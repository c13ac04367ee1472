"""The standard blank workbooks: no unit, no year, no figure."""

from collections.abc import Iterator
from pathlib import Path

from zongzhi_xl.core.items import FormKind
from zongzhi_xl.desk.placing import put_in_place, ready_folder
from zongzhi_xl.excel import department_book, return_book
from zongzhi_xl.excel.return_book import ReturnContents
from zongzhi_xl.statements import loader

_NOTHING = ReturnContents(
    unit=None, year=None, month=None, values={}, notes={}, events=(), bases={}
)


def write(folder: Path) -> Iterator[Path]:
    """月报, 年报 and 部门提供数 of the standard edition, one after the other."""
    ready_folder(folder)
    edition = loader.standard()
    for form in (FormKind.MONTHLY, FormKind.ANNUAL):
        path = folder / f"{form.value}.xlsx"
        with put_in_place(path) as aside:
            return_book.write(aside, form, edition, _NOTHING)
        yield path
    path = folder / f"{FormKind.DEPARTMENTS.value}.xlsx"
    with put_in_place(path) as aside:
        department_book.write(aside, edition, None, {}, {})
    yield path
