"""What came in: a return (报表) as facts by item, each with the cell where it stands.

``excel`` gives a :class:`RawReturn` (what stood in the cells, nothing interpreted);
:func:`submission_of` decides the state of each cell by the edition's items. The same two steps
serve a file and a live workbook, so both give equal submissions.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime, time, timedelta
from fractions import Fraction
from typing import Any

from zongzhi_xl import contract
from zongzhi_xl.core.edition.event_words import NEEDED, ColumnKind, EventWords
from zongzhi_xl.core.edition.items import Form, FormKind, Kind
from zongzhi_xl.core.edition.statement import Edition
from zongzhi_xl.core.language.days import day_at, is_of_century, moment_at, serial
from zongzhi_xl.core.language.values import BLANK, NO, NOT_APPLICABLE, YES, Gap, State, Value
from zongzhi_xl.core.returned.explaining import explains
from zongzhi_xl.core.returned.findings import Finding
from zongzhi_xl.core.returned.page import TOO_MANY, Page
from zongzhi_xl.core.returned.personal_data import masked
from zongzhi_xl.core.returned.proposals import bare, proposal
from zongzhi_xl.core.returned.terms import PREFIXES, Term
from zongzhi_xl.errors import UnusableFileError, Whose
from zongzhi_xl.record import Record, field, fields_of


class Place(Record):
    """A cell of a file: where a fact can be looked up."""

    file: str
    sheet: str
    cell: str


class RawCell(Record):
    """What stood in a cell: None, text, number, bool, date or datetime; errors as their text.

    ``formula`` is True where the clerk typed a formula into an input cell (its cached value is
    ``value``). ``format`` is the number format where it may show something else.
    """

    sheet: str
    cell: str
    value: object = None
    formula: bool = False
    format: str = ""

    @property
    def is_blank(self) -> bool:
        """Neither value nor formula."""
        return self.value is None and not self.formula


class RawReturn(Record):
    """One workbook, read and not yet understood: cells by defined name, register row by row.

    A row of the register holds its cells by the ``headings`` of their columns.

    ``notes`` are the 说明 cells by item name; ``strays`` cells with content outside the
    template's extent; ``pages`` the input sheets as a person sees them (none: not looked at);
    ``register_end`` the last row of the register on ``register_sheet``; ``former`` its filled cells
    in columns that are the district's since, with their headings; ``aside`` what is nobody's on the
    pages that only inform; ``old``: the file is of an old format, of which not all was looked at.
    """

    file: str
    sha256: str
    cells: Mapping[str, RawCell]
    register: tuple[Mapping[str, RawCell], ...] = ()
    notes: Mapping[str, RawCell] = field(default_factory=dict)
    strays: tuple[RawCell, ...] = ()
    pages: Mapping[str, Page] = field(default_factory=dict)
    register_end: int = 0
    aside: tuple[RawCell, ...] = ()
    former: tuple[tuple[str, RawCell], ...] = ()
    register_sheet: str = contract.EVENTS
    old: bool = False
    headings: tuple[str, ...] | None = None

    @property
    def register_page(self) -> Page | None:
        """The page of events, or where its rows are read if somebody gave it another name."""
        return self.pages.get(contract.EVENTS) or self.pages.get(self.register_sheet)


class Entry(Record):
    """A cell understood: its value or gap, where it stands, and the clerk's 说明 beside it."""

    value: Value
    place: Place
    note: str = ""
    formula: bool = False


class Event(Record):
    """One row of 重大事项登记; ``row`` counts from 1."""

    row: int
    cells: Mapping[str, Entry]

    def get(self, column: str) -> Value:
        """The value in ``column``, 未填 where there is none."""
        entry = self.cells.get(column)
        return entry.value if entry else BLANK

    @property
    def deaths(self) -> Value:
        """终报死亡人数 where filled, else 死亡人数 (R22)."""
        final = self.get(contract.FINAL_DEATHS)
        return self.get(contract.DEATHS) if isinstance(final, Gap) else final


class Submission(Record):
    """One return, understood. ``month`` is None for 年报; ``entries`` holds every named cell.

    ``doubts``: what was found while reading; an item named there is 无法识别. ``overwritten``:
    cells that the workbook works out, with something else in them.
    """

    form: FormKind
    unit: str
    year: int
    month: int | None
    edition_id: str
    file: str
    sha256: str
    entries: Mapping[str, Entry]
    events: tuple[Event, ...] = ()
    strays: tuple[Place, ...] = ()
    doubts: tuple[Finding, ...] = ()
    overwritten: tuple[Place, ...] = ()

    def __reduce__(self) -> tuple[object, ...]:
        """Flat rows for the way between processes: a fifth of the time of object by object."""
        parts = fields_of(self)
        events = [(event.row, flattened(event.cells)) for event in self.events]
        parts["events"] = events
        if isinstance(self.entries, dict):  # else they are on their way already packed
            parts["entries"] = flattened(self.entries)
        return _restored, (parts,)

    def value(self, name: str) -> Value:
        """The value of ``name``, 未填 where the workbook has no such cell."""
        entry = self.entries.get(name)
        return entry.value if entry else BLANK

    def text(self, name: str) -> str:
        """The words in a text cell, ``""`` where blank."""
        value = self.value(name)
        return "" if isinstance(value, Gap) else str(value)


FlatEntry = tuple[str, Value, str, str, str, str, bool]


def flattened(entries: Mapping[str, Entry]) -> list[FlatEntry]:
    """Cells as rows of plain values, for packing."""
    return [
        (name, one.value, one.place.file, one.place.sheet, one.place.cell, one.note, one.formula)
        for name, one in entries.items()
    ]


def unflattened(flat: Iterable[FlatEntry]) -> dict[str, Entry]:
    """The cells that :func:`flattened` took apart."""
    return {
        name: Entry(value, Place(file, sheet, cell), note, formula)
        for name, value, file, sheet, cell, note, formula in flat
    }


def _restored(parts: dict[str, Any]) -> Submission:
    entries = parts["entries"]
    parts["entries"] = unflattened(entries) if isinstance(entries, list) else entries
    parts["events"] = tuple(Event(row, unflattened(cells)) for row, cells in parts["events"])
    return Submission(**parts)


#: years of a return and of any day in it, as the sheet has it; others are slips of the finger
_YEARS = range(2000, 2100)


def reading_of(raw: object, kind: Kind) -> Value:
    """The state of one cell: number, day, word, or the gap with what was found.

    A day is a date cell or its serial number, as the sheet sees it; a date in a cell for counts
    is unreadable (it was typed as 3-5 or the like).
    """
    if kind is _COUNT and type(raw) is float:  # as most figures come
        return _count(raw)
    if raw is None or raw == "":
        return BLANK
    if raw == _NOT_APPLICABLE:
        return NOT_APPLICABLE
    return _READERS[kind](raw)


def _unreadable(raw: object) -> Gap:
    return Gap(State.UNREADABLE, _as_shown(raw))


def _as_shown(raw: object) -> str:
    """What the clerk sees in the cell: ``-1``, not ``-1.0``; TRUE, not True; 15 digits.

    A nought in a cell for days comes as midnight.
    """
    match raw:
        case bool():
            return str(raw).upper()
        case time() if raw == time():
            return "0"
        case float():
            seen = in_sheet(raw)
            return str(int(seen)) if seen.is_integer() else str(seen)
        case _:
            return str(raw)


def _count(raw: object) -> Value:
    """A number format does not change a number: a day is its serial number."""
    if type(raw) is float and raw.is_integer() and 0 <= raw < TOO_MANY:
        return int(raw)  # as most figures come
    number = float(serial(raw)) if isinstance(raw, date) else raw
    if isinstance(number, bool) or not isinstance(number, int | float):
        return _unreadable(raw)
    number = in_sheet(number)
    return int(number) if 0 <= number < TOO_MANY and number == int(number) else _unreadable(number)


def _day(raw: object) -> Value:
    match raw:
        case datetime() if raw.year in _YEARS:
            return raw.date()
        case date() if raw.year in _YEARS and not isinstance(raw, datetime):
            return raw
        case int() | float() if not isinstance(raw, bool) and is_of_century(raw):
            return day_at(in_sheet(raw))
        case _:
            return _unreadable(raw)


def moment_of(raw: object) -> Value:
    """A date with its time of day, to the minute as it is shown; a plain date is midnight."""
    match raw:
        case None | "":
            return BLANK
        case datetime() if raw.year in _YEARS:
            return (raw + timedelta(seconds=30)).replace(second=0, microsecond=0)
        case date() if raw.year in _YEARS and not isinstance(raw, datetime):
            return datetime(raw.year, raw.month, raw.day)
        case int() | float() if not isinstance(raw, bool) and is_of_century(raw):
            return moment_at(raw)
        case _:
            return _unreadable(raw)


def in_sheet(number: float) -> float:
    """``number`` as every sheet shows it, without the binary tail beyond 15 digits."""
    return number if float(number).is_integer() else float(f"{number:.15g}")


def _mark(raw: object) -> Value:
    number = in_sheet(raw) if isinstance(raw, int | float) and not isinstance(raw, bool) else -1.0
    exact = Fraction(str(number))
    return exact if 0 <= exact < TOO_MANY and (exact * 100).denominator == 1 else _unreadable(raw)


def _words(raw: object) -> Value:
    return masked(" ".join(str(raw).split())) or BLANK


def _yes_no(raw: object) -> Value:
    return raw if raw in (YES, NO) and isinstance(raw, str) else _unreadable(raw)


#: looked up once: this runs for every cell of every return
_NOT_APPLICABLE = State.NOT_APPLICABLE.value
_COUNT, _DATE = Kind.COUNT, Kind.DATE
_READERS = {
    Kind.COUNT: _count, Kind.DATE: _day, Kind.YES_NO: _yes_no, Kind.MARK: _mark, Kind.TEXT: _words,
}  # fmt: skip


def text_of(raw: object) -> Value:
    """Free text, trimmed; a number typed into a text cell is taken as it is shown.

    What nobody sees is blank.
    """
    if raw is None:
        return BLANK
    text = _as_shown(raw).strip()
    return text if text and (text.isascii() or bare(text)) else BLANK


def submission_of(raw: RawReturn, edition: Edition) -> Submission:
    """``raw`` understood by ``edition``; raises :class:`UnusableFileError`.

    Only identity can fail: whatever stands in an input cell becomes a value or a gap.
    """
    form = _form(raw, edition)
    month = _whole(raw.cells, contract.REPORTING_MONTH) if form == FormKind.MONTHLY else None
    if month is not None and not 1 <= month <= 12:
        raise UnusableFileError(f"月份是 {month}，应为 1 至 12")
    unit = _identity(raw.cells, contract.REPORTING_UNIT, edition)
    kinds, notes = edition.once(_kinds)[form], dict(_notes(raw))
    said = {name: words for name, words in notes.items() if explains(words)}
    file, derived = raw.file, edition.derived
    entries = {
        name: Entry(
            _value(name, cell.value, kinds.get(name)),
            Place(file, cell.sheet, cell.cell),
            said.get(name, ""),
            cell.formula,
        )
        for name, cell in raw.cells.items()
        if name not in derived  # worked out anew, whatever the file says
    }
    entries |= {
        str(Term(contract.NOTE, name)): _noted(raw, raw.notes[name], words)
        for name, words in notes.items()
    }
    events = tuple(_events(raw, edition))
    strays = tuple(Place(raw.file, cell.sheet, cell.cell) for cell in raw.strays)
    return Submission(
        form, unit, year_in(raw.cells), month, edition_in(raw.cells),
        raw.file, raw.sha256, entries, events, strays,
    )  # fmt: skip


def _noted(raw: RawReturn, cell: RawCell, words: str) -> Entry:
    return Entry(words, _place(raw, cell), formula=cell.formula)


def _place(raw: RawReturn, cell: RawCell) -> Place:
    return Place(raw.file, cell.sheet, cell.cell)


def _kinds(edition: Edition) -> Mapping[FormKind, Mapping[str, Kind]]:
    """How the cells of each form are read, by name."""
    return {form.kind: dict(_kinds_on(form)) for form in edition.forms}


def _kinds_on(form: Form) -> Iterator[tuple[str, Kind]]:
    """A base (底数) is read as its item is; bases of days are counts."""
    yield from ((contract.REPORTED_ON, Kind.DATE), (contract.NIL_RETURN, Kind.YES_NO))
    bases = [item for item in form.items if item.kind is not _DATE]
    yield from ((str(Term(prefix, one.name)), one.kind) for one in bases for prefix in PREFIXES)
    yield from ((item.name, item.kind) for item in form.items)


def _identity(cells: Mapping[str, RawCell], name: str, edition: Edition | None = None) -> str:
    """What stands there, numbers of persons masked, but for the name of a unit of ``edition``."""
    cell = cells.get(name)
    text = text_of(cell.value) if cell else BLANK
    if isinstance(text, Gap):
        where = f"（{cell.sheet}!{cell.cell}）" if cell else ""
        raise UnusableFileError(f"{name}{where}没有填写，不知道是哪份报表{_issued(cells, name)}")
    known = edition and edition.unit(str(text))
    return known.name if known else masked(str(text))  # identity goes into every output


def _issued(cells: Mapping[str, RawCell], name: str) -> str:
    """What stood there when the form was issued, as a proposal; the clerk has to type it again."""
    cell = cells.get(f"{contract.ISSUED}{name}")
    text = text_of(cell.value) if cell else BLANK
    return "" if isinstance(text, Gap) else f"；下发时是“{masked(str(text))}”，核对后填上"


def _form(raw: RawReturn, edition: Edition) -> FormKind:
    text = _identity(raw.cells, contract.REPORT_KIND)
    if text not in (FormKind.MONTHLY.value, FormKind.ANNUAL.value):
        raise UnusableFileError(f"报表种类是“{text}”，应为月报或年报")
    said = FormKind(text)
    if said not in edition.returned:
        raise UnusableFileError(f"{edition.statement.title}没有{said}要报：不用交这份表")
    other = FormKind.ANNUAL if said == FormKind.MONTHLY else FormKind.MONTHLY
    if not _holds(raw, edition, said) and _holds(raw, edition, other):
        raise UnusableFileError(f"报表种类写的是“{text}”，表里却是{other}的项目：请改回“{other}”")
    return said


def _holds(raw: RawReturn, edition: Edition, form: FormKind) -> bool:
    return any(item.name in raw.cells for item in edition.form(form).items)


#: how much of a wrong text a message repeats; digits of the longest whole number read here
_SHOWN, _LONGEST_WHOLE = 40, 9


def _whole(cells: Mapping[str, RawCell], name: str) -> int:
    text = _identity(cells, name)
    where = f"{name}（{cells[name].sheet}!{cells[name].cell}）"
    if not text.isdecimal():
        meant = proposal(text, Kind.COUNT, 0)
        hint = f"，可能是 {meant}" if meant else ""
        raise UnusableFileError(f"{where}是“{text[:_SHOWN]}”，应为整数{hint}")
    if len(text) > _LONGEST_WHOLE:
        raise UnusableFileError(f"{where}是 {text[:_SHOWN]}，位数过多")
    return int(text)


def edition_in(cells: Mapping[str, RawCell]) -> str:
    """What stands in 版本; raises :class:`UnusableFileError` where nothing does."""
    return _identity(cells, contract.RULES_VERSION)


def year_in(cells: Mapping[str, RawCell]) -> int:
    """The year that the paper says it is of; raises :class:`UnusableFileError`."""
    year = _whole(cells, contract.REPORTING_YEAR)
    if year not in _YEARS:
        raise UnusableFileError(f"年份是 {year}，应为 {_YEARS[0]} 至 {_YEARS[-1]}")
    return year


def whose_of(cells: Mapping[str, RawCell], edition: Edition | None = None) -> Whose:
    """What the cells of a refused file say of themselves; nothing is raised, nothing judged.

    A former name of a unit of ``edition`` is told as the present one.
    """
    names = (contract.REPORTING_UNIT, contract.REPORT_KIND)
    unit, form = (_said(cells, name, edition) for name in names)
    year, month = (_said(cells, n) for n in (contract.REPORTING_YEAR, contract.REPORTING_MONTH))
    numbers = [int(one) if one.isdecimal() and len(one) <= _LONGEST_WHOLE else None
               for one in (year, month)]  # fmt: skip
    return Whose(unit[:_SHOWN], form, *numbers)


def _said(cells: Mapping[str, RawCell], name: str, edition: Edition | None = None) -> str:
    try:
        return _identity(cells, name, edition)
    except UnusableFileError:
        return ""


def _notes(raw: RawReturn) -> Iterator[tuple[str, str]]:
    """The words in each 说明 that is not blank, by item."""
    for name, note in raw.notes.items():
        words = text_of(note.value)
        if not isinstance(words, Gap):
            yield name, str(words)


def _value(name: str, raw: object, kind: Kind | None) -> Value:
    if kind:
        return reading_of(raw, kind)
    if isinstance(raw, int | float) and not isinstance(raw, bool) and name not in contract.IDENTITY:
        return reading_of(raw, Kind.COUNT)
    return text_of(raw)


def _filled(row: Mapping[str, RawCell]) -> bool:
    """Whether a person sees anything in it."""
    values = (cell.value for cell in row.values())
    return any(bare(one) if isinstance(one, str) else one is not None for one in values)


def _events(raw: RawReturn, edition: Edition) -> Iterator[Event]:
    """Every filled row; raises UnusableFileError where the register has lost a heading."""
    words, of_form = edition.statement.events, edition.version.has_form(edition_in(raw.cells))
    lost = words.lost(raw.headings, () if of_form else NEEDED) if raw.headings is not None else ()
    if lost:
        raise UnusableFileError(
            f"{contract.EVENT_RANGE}的表头缺“{words.label(lost[0])}”。请重新领取空白表，"
            "把数字填进去（不要改表头）后重报；区里也可先用 repair 命令修复"
        )
    for number, row in enumerate(raw.register, 1):
        cells = words.by_column(row)
        if _filled(cells):
            yield Event(number, {name: _of_event(raw, words, name, cells[name]) for name in cells})


def _of_event(raw: RawReturn, words: EventWords, name: str, cell: RawCell) -> Entry:
    value = _event_value(words.kinds[name], cell.value)
    return Entry(value, _place(raw, cell), formula=cell.formula)


def _event_value(kind: ColumnKind, raw: object) -> Value:
    match kind:
        case ColumnKind.MOMENT:
            return moment_of(raw)
        case ColumnKind.COUNT:
            return reading_of(raw, Kind.COUNT)
        case ColumnKind.DAY:
            return reading_of(raw, Kind.DATE)
        case _:
            return text_of(raw)
