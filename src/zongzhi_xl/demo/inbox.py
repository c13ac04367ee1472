"""The demo's inbox: what twenty offices and the departments handed in, slips and all.

Each slip is one small change of a careful clerk's return, at a fixed office and month, so that
the summary of the demo shows every kind of finding at least once.
"""

import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, timedelta
from functools import cached_property
from pathlib import Path

from zongzhi_xl.contract import (
    CIRCULAR,
    DISTRICT_MARK,
    EVENT_NUMBER,
    MONTH_COLUMN,
    NAMED_EVENT,
    REASON,
    REPORTED_ON,
    UNIT_COLUMN,
)
from zongzhi_xl.core.appraising.due_days import due_date
from zongzhi_xl.core.edition.event_words import NOTHING_OF_THE_KIND
from zongzhi_xl.core.edition.file_names import paper_name
from zongzhi_xl.core.edition.form_words import CORRECTIONS
from zongzhi_xl.core.edition.items import FormKind
from zongzhi_xl.core.edition.statement import Edition
from zongzhi_xl.core.language.values import NO, YES
from zongzhi_xl.core.returned.submission import reading_of
from zongzhi_xl.demo.annual import annual_figures, department_figures
from zongzhi_xl.demo.district import offices
from zongzhi_xl.demo.figures import Figures, MonthOfOffice, YearOfOffice
from zongzhi_xl.desk.issuing.earlier import Earlier, Occasion, Period, Values
from zongzhi_xl.desk.issuing.prefilled import contents, departments_path
from zongzhi_xl.desk.issuing.writing import Job, write_returns
from zongzhi_xl.desk.placing import ready_folder
from zongzhi_xl.desk.progress import Track
from zongzhi_xl.record import Record, replace
from zongzhi_xl.sheets import department_book
from zongzhi_xl.sheets.return_book import ReturnContents

#: the months, and the year
PERIODS = (*range(1, 13), None)
#: a file that came but does not count, or none at all
_NOT_USABLE = ("缺报", "截断")

# ------------------------------------------------------------------ slips

Slip = Callable[[YearOfOffice, int, MonthOfOffice], MonthOfOffice]


#: (office, month) → what happens to the whole file: it is missing or cannot be used
TROUBLES: Mapping[tuple[int, int], str] = {
    (11, 9): "缺报", (17, 11): "更正件", (2, 1): "错年", (19, 12): "截断", (6, 3): "重复",
}  # fmt: skip


def _with(month: MonthOfOffice, **values: object) -> MonthOfOffice:
    return replace(month, values={**month.values, **values})


def _typed_with_unit(year: YearOfOffice, month: int, true: MonthOfOffice) -> MonthOfOffice:
    return _with(true, 刑事立案数=f"{true.values['刑事立案数']}起")


def _digits_swapped(year: YearOfOffice, month: int, true: MonthOfOffice) -> MonthOfOffice:
    whole = true.values["刑事立案数"]
    part = int(f"{whole % 10}{whole // 10}")
    return _with(true, 可防性案件数=max(part, whole + 9))


def _copied_from_last_month(year: YearOfOffice, month: int, true: MonthOfOffice) -> MonthOfOffice:
    last = year.months[month - 2].values
    flows = {item: value for item, value in last.items() if isinstance(value, int)}
    return _with(true, **flows)


def _left_blank(year: YearOfOffice, month: int, true: MonthOfOffice) -> MonthOfOffice:
    return _with(true, 治安案件受理数=None)


def _solved_above_filed(year: YearOfOffice, month: int, true: MonthOfOffice) -> MonthOfOffice:
    solved = replace(true, notes={**true.notes, "刑事破案数": "含上月立案、本月破获的案件"})
    return _with(solved, 刑事破案数=true.values["刑事立案数"] + 1)


def _one_off_the_police(year: YearOfOffice, month: int, true: MonthOfOffice) -> MonthOfOffice:
    return _with(true, 治安案件受理数=true.values["治安案件受理数"] + 1)


def _with_event(true: MonthOfOffice, event: Figures, nothing_to_tell: str) -> MonthOfOffice:
    told = _with(true, 本月无重大事项=nothing_to_tell)
    return replace(told, events=(*true.events, event))


def _late_report_of_event(hours: float) -> Slip:
    return lambda year, month, true: _with_event(true, year.event(month, "案件", 9, hours), NO)


def _nil_return_with_an_event(year: YearOfOffice, month: int, true: MonthOfOffice) -> MonthOfOffice:
    return _with_event(true, year.event(month, "矛盾纠纷", 9), YES)


def _liability_accident(year: YearOfOffice, month: int, true: MonthOfOffice) -> MonthOfOffice:
    accident = year.event(month, "事故", 9) | {
        "事故类型": "生产", "死亡人数": 2, "终报死亡人数": 3,
    }  # fmt: skip
    return _with_event(true, accident, NO)


#: 事项编号 → what the district finds the event to be; all others are nothing of the kind
MARKED: Mapping[object, Figures] = {
    "示例20-08-9": {DISTRICT_MARK: "重大责任事故", CIRCULAR: "示例通报〔2026〕1号"},
}

#: (office, month) → what goes wrong in the contents
SLIPS: Mapping[tuple[int, int], Slip] = {
    (3, 4): _typed_with_unit,
    (5, 5): _digits_swapped,
    (7, 8): _copied_from_last_month,
    (9, 6): _left_blank,
    (4, 7): _solved_above_filed,
    (13, 2): _one_off_the_police,
    (15, 7): _late_report_of_event(13),
    (12, 10): _late_report_of_event(27),
    (8, 5): _nil_return_with_an_event,
    (20, 8): _liability_accident,
}

#: (office, month; None: 年报) → days after the due date
LATE: Mapping[tuple[int, int | None], int] = {(13, 3): 3, (13, 10): 4, (20, 6): 2, (18, None): 5}


def reported_month(year: YearOfOffice, month: int) -> MonthOfOffice:
    """The month as it was handed in, slip included."""
    true = year.months[month - 1]
    slip = SLIPS.get((year.office.number, month))
    return slip(year, month, true) if slip else true


def signature(year: YearOfOffice, month: int | None, due: date) -> Figures:
    """The signatures, the day of reporting moved past ``due`` where the office was late."""
    late = LATE.get((year.office.number, month))
    moved = {REPORTED_ON: due + timedelta(days=late)} if late else {}
    return {**year.signature(due), **moved}


# ------------------------------------------------------------------ what is handed in


class Invented(Record):
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
    def returns(self) -> Mapping[tuple[int, int | None], MonthOfOffice]:
        """(office, month; None: 年报) → what is handed in."""
        return {
            (year.office.number, month): reported_month(year, month)
            if month
            else MonthOfOffice(annual_figures(year))
            for year in self.years
            for month in PERIODS
        }

    @cached_property
    def earlier(self) -> Earlier:
        """What ``issue`` would find in the inbox and in last year's returns."""
        _, monthly = self.departments
        verified: dict[Period, Figures] = {
            (unit, self.year, month): row for (unit, month), row in monthly.items()
        }
        return Earlier(self._read(dict(self._usable())), self._read(verified))

    def _usable(self) -> Iterator[tuple[Period, Figures]]:
        for last in self._years(self.year - 1):
            for number, month in enumerate(last.months, 1):
                yield (last.office.name, last.year, number), month.values
            yield (last.office.name, last.year, None), annual_figures(last)
        for (office, when), told in self.returns.items():
            trouble = TROUBLES.get((office, when)) if when else None
            if when and trouble not in _NOT_USABLE:
                values = _counted_again(told.values) if trouble == "更正件" else told.values
                yield (offices()[office - 1].name, self.year, when), values

    def _read(self, found: Mapping[Period, Figures]) -> dict[Period, Values]:
        items = self.edition.items
        return {
            period: {
                name: reading_of(value, items[name].kind)
                for name, value in values.items()
                if name in items
            }
            for period, values in found.items()
        }

    @cached_property
    def departments(self) -> tuple[dict[str, Figures], dict[tuple[str, int], Figures]]:
        """Yearly and monthly figures of the departments."""
        annual = [self.returns[year.office.number, None].values for year in self.years]
        return department_figures(list(self.years), annual, self.edition)

    @cached_property
    def designated(self) -> list[Figures]:
        """Rows of 区认定: the district looked at every event that it was told of."""
        return [
            {
                UNIT_COLUMN: offices()[office - 1].name,
                MONTH_COLUMN: month,
                **{name: event[name] for name in NAMED_EVENT},
                DISTRICT_MARK: NOTHING_OF_THE_KIND,
                **MARKED.get(event[EVENT_NUMBER], {}),
            }
            for (office, month), told in self.returns.items()
            if month and TROUBLES.get((office, month)) not in _NOT_USABLE
            for event in told.events
        ]


def jobs(invented: Invented, inbox: Path) -> dict[tuple[int, int | None], Job]:
    """Every return of the demo, as the office sends it, by office and month (None: 年报)."""
    return {
        (year.office.number, month): job(invented, inbox, year, month)
        for year in invented.years
        for month in PERIODS
    }


def job(invented: Invented, inbox: Path, year: YearOfOffice, month: int | None) -> Job:
    """One return of an office: the blank that ``issue`` would give it, filled in."""
    edition, office = invented.edition, year.office
    form = FormKind.MONTHLY if month else FormKind.ANNUAL
    told = invented.returns[office.number, month]
    blank = contents(edition, Occasion(invented.earlier, office.name, year.year, month))
    signed = signature(year, month, due_date(edition.statement, form, year.year, month))
    filled = replace(
        blank,
        values={**blank.values, **told.values, **signed},
        notes=told.notes,
        events=told.events,
    )
    folder = f"{month:02}" if month else "annual"
    name = paper_name(form.value, year.year, month, office.name)
    return Job(inbox / folder / name, form, filled)


def write_inbox(invented: Invented, inbox: Path, track: Track) -> None:
    """Write everything, then let happen to the files what happens to files."""
    made = jobs(invented, inbox)
    troubled = [(made[where], kind) for where, kind in TROUBLES.items()]
    write_returns([*made.values(), *_changed_copies(troubled)], invented.edition, track=track)
    for one, kind in troubled:
        _befall(kind, one.path)
    path = departments_path(ready_folder(inbox / "departments"), invented.year)
    department_book.write(
        path, invented.edition, invented.year, *invented.departments,
        designated=invented.designated,
    )  # fmt: skip


def _changed_copies(troubled: Iterable[tuple[Job, str]]) -> Iterator[Job]:
    """A corrected return beside the first one; last year's return sent again by mistake."""
    for one, kind in troubled:
        if kind == "更正件":
            yield replace(one, path=_beside(one.path, "_更正"), contents=_corrected(one.contents))
        if kind == "错年":
            yield replace(
                one, path=_beside(one.path, "_旧表"), contents=_of_last_year(one.contents)
            )


def _corrected(first: ReturnContents) -> ReturnContents:
    """The office sends the whole return once more."""
    values = {**_counted_again(dict(first.values)), REASON: "治安巡逻次数少计1次"}
    return replace(first, values=values, nature=CORRECTIONS[0])


def _counted_again(values: Figures) -> Figures:
    """The office had counted one patrol too few."""
    return {**values, "治安巡逻次数": int(str(values["治安巡逻次数"])) + 1}


def _of_last_year(contents: ReturnContents) -> ReturnContents:
    values: Figures = dict(contents.values)
    values[REPORTED_ON] -= timedelta(days=365)
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
