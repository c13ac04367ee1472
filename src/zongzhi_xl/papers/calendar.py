"""Papers of the calendar: what the year begins and ends with, whatever came in.

商请函 and 基础数据核定表 in January, 责任书 and 布置通知 until March, 签收单 with the blanks that
go out at the end of a month, 会议通知 and 签到表 for the meeting in December, 归档目录 after the
year, and 解除告知书 when a veto has ended.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from typing import Any

from zongzhi_xl.core.appraising.bounds import bound_of
from zongzhi_xl.core.appraising.due_days import due_date
from zongzhi_xl.core.appraising.rulings import RuledVeto
from zongzhi_xl.core.appraising.wording import limit_words, part_words
from zongzhi_xl.core.chronicle.events import Published
from zongzhi_xl.core.edition.items import FormKind, Item
from zongzhi_xl.core.edition.register import RegisterField, Unit
from zongzhi_xl.core.edition.statement import Clause, Edition
from zongzhi_xl.core.language.evaluation import evaluate
from zongzhi_xl.core.language.printing import is_share
from zongzhi_xl.core.language.values import BLANK, Value, plain
from zongzhi_xl.papers.history import day_words, period_words, publication_words
from zongzhi_xl.papers.outcome import LIFTING, last_day, lifting_of
from zongzhi_xl.papers.pages import Paper, paper_of
from zongzhi_xl.papers.published import Due
from zongzhi_xl.record import Record, fields_of, replace

LETTER, OPENING, REQUEST, BASES = "责任书", "布置通知", "商请函", "基础数据核定表"
SENT, MEETING, PRESENT, FILING = "签收单", "会议通知", "签到表", "归档目录"
#: the end of a month: its last days, in which the next month's blanks are sent out
_WEEK = timedelta(days=7)
#: month and day from which a meeting early in December is called
_CALLED = (11, 20)


class ClauseLine(Record):
    """A clause of the letter; ``limits`` are those of the office's own group, in words.

    ``begins`` is the part of the letter that begins with it, in words.
    """

    subject: str
    sentence: str
    points: str
    limits: tuple[str, ...]
    begins: str = ""


class Letter(Paper):
    """Context of 责任书: what one office promises."""

    year: int
    unit: Unit
    clauses: tuple[ClauseLine, ...]
    best: str
    grades: tuple[str, ...]
    veto_when: tuple[str, ...]


class DueLine(Record):
    """A form, who hands it in, and until when."""

    form: str
    whose: str
    when: str


class Opening(Paper):
    """Context of 布置通知."""

    year: int
    due: tuple[DueLine, ...]


class ItemLine(Record):
    """What a department is asked for."""

    item: str
    unit: str
    period: str


class Request(Paper):
    """Context of 商请函 to one department."""

    year: int
    provider: str
    items: tuple[ItemLine, ...]
    due: str


class Bases(Paper):
    """Context of 基础数据核定表."""

    year: int
    units: tuple[Unit, ...]
    register: tuple[RegisterField, ...]
    totals: tuple[int, ...]
    answer_for: tuple[str, ...]


class Sent(Paper):
    """Context of 签收单: the blanks of ``period``, one to each office, due back on ``due``."""

    period: str
    due: str
    units: tuple[Unit, ...]


class Meeting(Paper):
    """Context of 会议通知 and 签到表: the offices answer for their year before the commission."""

    year: int
    units: tuple[Unit, ...]


class FiledLine(Record):
    """Something that is filed: a publication, the files that came in."""

    number: str
    what: str
    day: str
    files: int


class Filing(Paper):
    """Context of 归档目录."""

    year: int
    entries: tuple[FiledLine, ...]


class Year(Record):
    """What the papers of the calendar are made from; ``originals``: how many files came in."""

    year: int
    edition: Edition
    vetoes: Mapping[str, RuledVeto]
    publications: tuple[Published, ...]
    originals: int


def due_on(day: date, year: Year) -> Iterator[Due]:
    """The papers whose time it is on ``day``."""
    if (day.year, day.month) == (year.year, 1):
        yield from _requests(year)
        yield Due(BASES, "", _bases(year))
    if day.year == year.year and day.month in (2, 3):
        if year.edition.returned:  # else nobody has a form to fill in
            yield Due(OPENING, "", _opening(year))
        for unit in year.edition.units:
            called = year.edition.statement.papers.letter
            yield Due(LETTER, unit.name, letter_of(unit, year), called)
    yield from _sent(day, year)
    if day.year == year.year and year.edition.statement.papers.meeting:
        yield from _meeting((day.month, day.day), year)
    if (day.year, day.month) == (year.year + 1, 3) and year.publications:
        yield Due(FILING, "", _filing(year))
    yield from _liftings(day, year)


def _from_office(year: Year) -> dict[str, Any]:
    return fields_of(paper_of(year.edition, year.edition.statement.office))


# ------------------------------------------------------------------ 责任书


def letter_of(unit: Unit, year: Year) -> Letter:
    """The letter of one office, with the limits of its group."""
    edition = year.edition
    return Letter(
        **fields_of(paper_of(edition, edition.statement.commission)),
        year=year.year,
        unit=unit,
        clauses=tuple(_clauses(edition, unit)),
        best=edition.statement.grades[0].name,
        grades=tuple(_grades(edition)),
        veto_when=tuple(_veto(edition)),
    )


def _clauses(edition: Edition, unit: Unit) -> Iterator[ClauseLine]:
    """In the order of the parts, where there are parts."""
    clauses = {clause.number: clause for clause in edition.clauses}
    for part in edition.statement.parts:
        begins = part_words(part)
        for number in part.clauses:
            yield replace(_clause(clauses.pop(number), unit), begins=begins)
            begins = ""
    yield from (_clause(clause, unit) for clause in clauses.values())


def _clause(clause: Clause, unit: Unit) -> ClauseLine:
    return ClauseLine(
        clause.subject, clause.sentence, plain(clause.points), tuple(_limits(clause, unit))
    )


def _limits(clause: Clause, unit: Unit) -> Iterator[str]:
    def figure(name: str) -> Value:
        return unit.figures.get(name, BLANK)

    for one in clause.indicators:
        limit = one.limit_for(unit.group)
        if limit is None or (one.applies and evaluate(one.applies, figure) is not True):
            continue
        words = limit_words(bound_of(limit, figure), one.unit)
        unit_words = "" if is_share(one.unit) else one.unit
        yield f"{one.name}{words or limit}{unit_words}"


def _grades(edition: Edition) -> Iterator[str]:
    *better, lowest = edition.statement.grades
    for one in better:
        quota = f"，名额不超过{plain(one.quota * 100)}%" if one.quota else ""
        quota += f"，名额{one.places}个" if one.places else ""
        yield f"{one.name}（{plain(one.at_least)}分以上{quota}）"
    yield f"其余为{lowest.name}"


def _veto(edition: Edition) -> Iterator[str]:
    rule = edition.statement.veto
    if rule.lowest_grade:
        yield f"等次为{edition.statement.grades[-1].name}"
    for mark in rule.designations:
        yield f"发生{mark}"


# ------------------------------------------------------------------ to all, to departments


def _opening(year: Year) -> Opening:
    statement = year.edition.statement
    whose = {FormKind.DEPARTMENTS: "有关部门"}
    lines = (
        DueLine(form.value, whose.get(form, f"各{statement.papers.unit}"), _when(form, year))
        for form in statement.due
        if form in (*year.edition.returned, FormKind.DEPARTMENTS)
    )
    return Opening(**_from_office(year), year=year.year, due=tuple(lines))


def _when(form: FormKind, year: Year) -> str:
    statement = year.edition.statement
    if form == FormKind.MONTHLY:
        rule = statement.due[form]
        after = "次" if rule.months_after == 1 else f"其后第{rule.months_after}个"
        return f"{after}月{rule.day}日"
    return day_words(due_date(statement, form, year.year, None))


def _requests(year: Year) -> Iterator[Due]:
    items: dict[str, list[Item]] = {}
    asked = year.edition.statement.providers.departments
    for item in year.edition.items.values():
        if item.source in asked:
            items.setdefault(item.source, []).append(item)
    due = day_words(due_date(year.edition.statement, FormKind.DEPARTMENTS, year.year, None))
    for provider, figures in items.items():
        paper = Request(
            **_from_office(year), year=year.year, provider=provider,
            items=tuple(_items(figures, year.edition)), due=due,
        )  # fmt: skip
        yield Due(REQUEST, "", paper, f"{REQUEST}_{provider}")


def _items(asked: Iterable[Item], edition: Edition) -> Iterator[ItemLine]:
    for one in asked:
        monthly = edition.form_of[one.name] == FormKind.MONTHLY
        yield ItemLine(one.printed, one.unit, "每月" if monthly else "全年")


def _bases(year: Year) -> Bases:
    units, register = year.edition.units, year.edition.statement.register
    providers, named = year.edition.statement.providers, {one.source for one in register}
    return Bases(
        **_from_office(year),
        year=year.year,
        units=units,
        register=register,
        totals=tuple(sum(unit.figures[one.name] for unit in units) for one in register),
        answer_for=tuple(one for one in providers.departments if one in named),
    )


# ------------------------------------------------------------------ in the year


def _sent(day: date, year: Year) -> Iterator[Due]:
    """The next month's returns; the annual ones go out in December."""
    edition, ahead = year.edition, day + _WEEK
    if ahead.month == day.month:
        return
    if ahead.year == year.year and ahead.month in edition.months_asked:
        yield _list_of(FormKind.MONTHLY, ahead.month, year)
    if ahead.year == year.year + 1 and FormKind.ANNUAL in edition.returned:
        yield _list_of(FormKind.ANNUAL, None, year)


def _list_of(form: FormKind, month: int | None, year: Year) -> Due:
    period = period_words(year.year, month, form)
    due = day_words(due_date(year.edition.statement, form, year.year, month))
    paper = Sent(**_from_office(year), period=period, due=due, units=year.edition.units)
    return Due(SENT, "", paper, f"{SENT}_{period}")


def _meeting(day: tuple[int, int], year: Year) -> Iterator[Due]:
    statement = year.edition.statement
    paper = paper_of(year.edition, statement.commission)
    told = Meeting(**fields_of(paper), year=year.year, units=year.edition.units)
    for name, first in ((MEETING, _CALLED), (PRESENT, (12, 1))):
        if first <= day <= (12, statement.papers.meeting_until):
            yield Due(name, "", told)


# ------------------------------------------------------------------ after the year


def _filing(year: Year) -> Filing:
    lines = [
        FiledLine(one.number, publication_words(one), day_words(one.as_of), len(one.files))
        for one in year.publications
    ]
    came = FiledLine("—", "收到的报表原件", "", year.originals)
    scheme = FiledLine("—", f"考核方案（{year.edition.id}）", "", 1)
    return Filing(**_from_office(year), year=year.year, entries=(scheme, came, *lines))


def _liftings(day: date, year: Year) -> Iterator[Due]:
    statement = year.edition.statement
    for name, veto in year.vetoes.items():
        if veto.imposed and last_day(veto.by.day, statement.papers.veto_years) < day:
            paper = paper_of(year.edition, statement.commission)
            yield Due(LIFTING, name, lifting_of(paper, name, veto))
