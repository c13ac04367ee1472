"""Issuing (下发): blanks pre-filled with what earlier returns said, one workbook a unit."""

from collections.abc import Iterable, Mapping
from pathlib import Path

from zongzhi_xl.contract import ISSUED, REPORTING_UNIT
from zongzhi_xl.core.edition.file_names import file_names, paper_name
from zongzhi_xl.core.edition.items import FormKind
from zongzhi_xl.core.edition.statement import Edition
from zongzhi_xl.core.language.values import NOT_APPLICABLE, Gap
from zongzhi_xl.core.returned.departments import DepartmentReturn
from zongzhi_xl.core.returned.submission import Entry
from zongzhi_xl.desk.issuing.designating import Row
from zongzhi_xl.desk.issuing.earlier import (
    Earlier,
    Occasion,
    bases,
    confirmed_months,
    months_not_in,
)
from zongzhi_xl.desk.issuing.writing import Job
from zongzhi_xl.desk.placing import put_in_place, ready_folder
from zongzhi_xl.sheets import department_book
from zongzhi_xl.sheets.return_book import ReturnContents


def contents(edition: Edition, occasion: Occasion) -> ReturnContents:
    """A unit's blank: identity, presets of the district and bases; everything else is empty."""
    kind = FormKind.ANNUAL if occasion.month is None else FormKind.MONTHLY
    form = edition.form(kind)
    preset = _confirmed(edition, occasion) if occasion.month is None else {
        item.name: str(NOT_APPLICABLE) for item in form.items if not item.applies_in(occasion.month)
    }  # fmt: skip
    return ReturnContents(
        unit=occasion.unit,
        year=occasion.year,
        month=occasion.month,
        values=preset,
        bases={**bases(form, occasion), **_issued(occasion)},
    )


def _issued(occasion: Occasion) -> dict[str, object]:
    """For whom and which period this blank is (check 02-3)."""
    period = {"年份": occasion.year, "月份": occasion.month}
    named = {REPORTING_UNIT: occasion.unit, **period}
    return {f"{ISSUED}{name}": value for name, value in named.items() if value is not None}


def _confirmed(edition: Edition, occasion: Occasion) -> dict[str, object]:
    """全年核对: the sum of the months where all twelve are there, to be confirmed (R10)."""
    months = {
        item.name: confirmed_months(occasion, item)
        for item in edition.form(FormKind.ANNUAL).items
        if item.sums
    }
    return {name: sum(numbers) for name, numbers in months.items() if len(numbers) == 12}


def jobs(
    edition: Edition, earlier: Earlier, year: int, month: int | None, folder: Path
) -> list[Job]:
    """One return to write for each unit of the register."""
    kind = FormKind.ANNUAL if month is None else FormKind.MONTHLY
    names = file_names(unit.name for unit in edition.units)
    return [
        Job(
            folder / paper_name(kind.value, year, month, name),
            kind,
            contents(edition, Occasion(earlier, unit.name, year, month)),
        )
        for unit, name in zip(edition.units, names, strict=True)
    ]


def incomplete(
    edition: Edition, earlier: Earlier, year: int, month: int | None
) -> dict[str, tuple[int, ...]]:
    """Units with months that are not there, so that their figures so far cannot be filled in."""
    gaps = {
        unit.name: tuple(months_not_in(Occasion(earlier, unit.name, year, month)))
        for unit in edition.units
    }
    return {unit: months for unit, months in gaps.items() if months}


def departments_path(folder: Path, year: int) -> Path:
    """Where the departments' workbook of ``year`` goes."""
    return folder / paper_name(FormKind.DEPARTMENTS.value, year, None)


def write_departments(
    edition: Edition, year: int, folder: Path,
    given: DepartmentReturn | None = None, designated: Iterable[Row] = (),
) -> Path:  # fmt: skip
    """The departments' workbook, with what they already gave this year."""
    path = departments_path(ready_folder(folder), year)
    yearly = {unit: _written(cells) for unit, cells in given.yearly.items()} if given else {}
    monthly = {when: _written(cells) for when, cells in given.monthly.items()} if given else {}
    with put_in_place(path) as aside:
        department_book.write(aside, edition, year, yearly, monthly, designated=designated)
    return path


def _written(cells: Mapping[str, Entry]) -> dict[str, object]:
    values = {name: cell.value for name, cell in cells.items()}
    return {name: value for name, value in values.items() if not isinstance(value, Gap)}
