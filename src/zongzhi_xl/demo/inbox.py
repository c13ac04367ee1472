"""The demo's inbox: what twenty offices and the departments handed in, slips and all."""

import shutil
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cached_property
from pathlib import Path

from zongzhi_xl.core.appraising.deliveries import due_date
from zongzhi_xl.core.edition.items import FormKind
from zongzhi_xl.core.edition.statement import Edition
from zongzhi_xl.core.returned.submission import reading_of
from zongzhi_xl.demo.annual import annual_figures, department_figures
from zongzhi_xl.demo.figures import Figures, MonthOfOffice, YearOfOffice
from zongzhi_xl.demo.offices import offices
from zongzhi_xl.demo.slips import TROUBLES, reported_month, signature
from zongzhi_xl.desk.issuing.earlier import Earlier, Occasion, Period
from zongzhi_xl.desk.issuing.earlier import Figures as Values
from zongzhi_xl.desk.issuing.prefilled import contents, file_name
from zongzhi_xl.desk.issuing.writing import Job, write_returns
from zongzhi_xl.desk.progress import Track
from zongzhi_xl.sheets import department_book
from zongzhi_xl.sheets.return_book import ReturnContents


@dataclass(frozen=True)
class Invented:
    """Two invented years of every office; of the year before only the figures are used."""

    edition: Edition
    year: int
    seed: int

    @cached_property
    def years(self) -> tuple[YearOfOffice, ...]:
        """The year of the demo, office by office."""
        return self._years(self.year)

    def _years(self, year: int) -> tuple[YearOfOffice, ...]:
        return tuple(YearOfOffice(one, year, self.seed, self.edition) for one in offices())

    @cached_property
    def months(self) -> Mapping[tuple[int, int], MonthOfOffice]:
        """(office, month) → the month as handed in."""
        return {
            (year.office.number, month): reported_month(year, month)
            for year in self.years
            for month in range(1, 13)
        }

    @cached_property
    def annual(self) -> Mapping[int, Figures]:
        """Office → its annual return."""
        return {year.office.number: annual_figures(year) for year in self.years}

    @cached_property
    def earlier(self) -> Earlier:
        """What ``issue`` would find in the inbox and in last year's returns."""
        last = self._years(self.year - 1)
        found: dict[Period, Values] = {}
        for one in last:
            for number, month in enumerate(one.months, 1):
                found[one.office.name, one.year, number] = self._read(month.values)
            found[one.office.name, one.year, None] = self._read(annual_figures(one))
        absent = {(one.office, one.month) for one in TROUBLES if one.kind in _NOT_USABLE}
        for one in self.years:
            for number in range(1, 13):
                if (one.office.number, number) not in absent:
                    month = self.months[one.office.number, number]
                    found[one.office.name, one.year, number] = self._read(month.values)
        _, monthly = self.departments
        verified: dict[Period, Values] = {
            (unit, self.year, month): self._read(row) for (unit, month), row in monthly.items()
        }
        return Earlier(found, verified)

    def _read(self, values: Figures) -> Values:
        items = self.edition.items
        return {
            name: reading_of(value, items[name].kind)
            for name, value in values.items()
            if name in items
        }

    @cached_property
    def departments(self) -> tuple[dict[str, Figures], dict[tuple[str, int], Figures]]:
        """Yearly and monthly figures of the departments."""
        return department_figures(list(self.years), list(self.annual.values()), self.edition)


#: a file that came but does not count, or none at all
_NOT_USABLE = ("缺报", "更正件", "截断")


def jobs(invented: Invented, inbox: Path) -> Iterator[Job]:
    """Every return of the demo, as the office sends it."""
    for year in invented.years:
        for month in range(1, 13):
            yield monthly_job(invented, inbox, year, month)
        yield annual_job(invented, inbox, year)


def monthly_job(invented: Invented, inbox: Path, year: YearOfOffice, month: int) -> Job:
    """One office's month: the blank that ``issue`` would give it, filled in."""
    reported = invented.months[year.office.number, month]
    blank = contents(
        invented.edition, Occasion(invented.earlier, year.office.name, year.year, month)
    )
    signed = signature(year, month, _due(invented, FormKind.MONTHLY, month))
    filled = replace(
        blank,
        values={**blank.values, **reported.values, **signed},
        notes=reported.notes,
        events=reported.events,
    )
    name = file_name(FormKind.MONTHLY, year.year, month, year.office.name)
    return Job(inbox / f"{month:02}" / name, FormKind.MONTHLY, filled)


def annual_job(invented: Invented, inbox: Path, year: YearOfOffice) -> Job:
    """One office's annual return."""
    occasion = Occasion(invented.earlier, year.office.name, year.year, None)
    blank = contents(invented.edition, occasion)
    figures = invented.annual[year.office.number]
    signed = signature(year, None, _due(invented, FormKind.ANNUAL, None))
    filled = replace(blank, values={**blank.values, **figures, **signed})
    name = file_name(FormKind.ANNUAL, year.year, None, year.office.name)
    return Job(inbox / "annual" / name, FormKind.ANNUAL, filled)


def _due(invented: Invented, form: FormKind, month: int | None) -> date:
    return due_date(invented.edition.statement, form, invented.year, month)


def write_inbox(invented: Invented, inbox: Path, track: Track) -> None:
    """Write everything, then let happen to the files what happens to files."""
    by_path = {job.path: job for job in jobs(invented, inbox)}
    extra = list(_changed_copies(by_path, invented, inbox))
    write_returns([*by_path.values(), *extra], invented.edition, track=track)
    for trouble in TROUBLES:
        _befall(trouble.kind, _path_of(inbox, trouble.office, trouble.month, invented.year))
    folder = inbox / "departments"
    folder.mkdir(parents=True, exist_ok=True)
    yearly, monthly = invented.departments
    path = folder / file_name(FormKind.DEPARTMENTS, invented.year, None)
    department_book.write(path, invented.edition, invented.year, yearly, monthly)


def _path_of(inbox: Path, number: int, month: int, year: int) -> Path:
    office = next(one for one in offices() if one.number == number)
    return inbox / f"{month:02}" / file_name(FormKind.MONTHLY, year, month, office.name)


def _changed_copies(by_path: Mapping[Path, Job], invented: Invented, inbox: Path) -> Iterable[Job]:
    """A corrected return beside the first one; last year's return sent again by mistake."""
    for trouble in TROUBLES:
        path = _path_of(inbox, trouble.office, trouble.month, invented.year)
        job = by_path[path]
        if trouble.kind == "更正件":
            yield Job(_beside(path, "_更正"), job.form, _corrected(job.contents))
        if trouble.kind == "错年":
            yield Job(_beside(path, "_旧表"), job.form, _of_last_year(job.contents))


def _corrected(first: ReturnContents) -> ReturnContents:
    """The office counted one patrol too few and sends the whole return once more."""
    values = dict(first.values)
    values["治安巡逻次数"] = int(str(values["治安巡逻次数"])) + 1
    values["更正原因"] = "治安巡逻次数少计1次"
    return replace(first, values=values, nature="第1次更正")


def _of_last_year(contents: ReturnContents) -> ReturnContents:
    values: Figures = dict(contents.values)
    values["报出日期"] -= timedelta(days=365)
    return replace(contents, year=(contents.year or 0) - 1, values=values)


def _beside(path: Path, words: str) -> Path:
    return path.with_name(f"{path.stem}{words}{path.suffix}")


def _befall(kind: str, path: Path) -> None:
    if kind == "缺报":
        path.unlink()
    elif kind == "截断":
        path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    elif kind == "重复":
        shutil.copyfile(path, _beside(path, "_副本"))
