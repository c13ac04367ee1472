"""A filled 区情登记表 understood: the district that it tells of, or all that does not fit.

Blank is not zero, no text is read as a number. What is refused is told all at once, each with its
cell, and no number of a telephone is repeated in full.
"""

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from datetime import date, timedelta
from typing import Any

from zongzhi_xl import contract
from zongzhi_xl.core.edition import district_fields as asked
from zongzhi_xl.core.edition.amending import District
from zongzhi_xl.core.edition.district_fields import Asked, Field, named
from zongzhi_xl.core.edition.file_names import fault_of, folded, shown
from zongzhi_xl.core.edition.items import FormKind, Kind
from zongzhi_xl.core.edition.register import Unit
from zongzhi_xl.core.edition.statement import Statement
from zongzhi_xl.core.language.values import NO, YES, Gap
from zongzhi_xl.core.language.visible import unseen_in
from zongzhi_xl.core.returned.personal_data import hidden, masked, personal_numbers
from zongzhi_xl.core.returned.proposals import WANTED, as_seen, bare, certain, misread, trouble
from zongzhi_xl.core.returned.submission import RawCell, reading_of, text_of
from zongzhi_xl.errors import RequestError
from zongzhi_xl.record import Record

Row = Mapping[str, RawCell]


class RawForm(Record):
    """What stood in the form: cells of 单位 by field, rows of the tables by column.

    ``strays`` are filled cells under no heading.
    """

    organs: Row
    tables: Mapping[str, tuple[Row, ...]]
    strays: tuple[RawCell, ...] = ()


class _WrongError(ValueError):
    """What is wrong with a cell, and what to do."""

    def __init__(self, found: str, remedy: str) -> None:
        self.found, self.remedy = found, remedy
        super().__init__(found)


class _Faults:
    """What was found so far."""

    def __init__(self) -> None:
        self.said: list[str] = []

    def add(self, cell: RawCell, found: str, remedy: str) -> None:
        self.said.append(f"{cell.sheet}!{cell.cell}：{found}。{remedy}")

    def read(self, row: Row, one: Field) -> Any:
        """The value of a field, None where it is blank or does not fit."""
        cell = row[one.name]
        try:
            return _value(one, cell)
        except _WrongError as fault:
            self.add(cell, f"{one.name}{fault.found}", fault.remedy)
            return None


def district_of(raw: RawForm, statement: Statement) -> District:
    """The district that the form tells of, whose scheme is ``statement``'s.

    Raises:
        RequestError: what does not fit, all of it, a line each.
    """
    faults = _Faults()
    organs = {one.name: faults.read(raw.organs, one) for one in asked.ORGAN_FIELDS}
    year = organs[contract.REPORTING_YEAR]
    units = _units(raw.tables[contract.OFFICES], statement, faults)
    _check_providers(raw.tables[contract.PROVIDERS], statement, faults)
    holidays = tuple(sorted(set(_holidays(raw.tables[contract.HOLIDAYS], year, faults))))
    if organs[asked.MOVES] == YES and not raw.tables[contract.HOLIDAYS]:
        found = f"{asked.MOVES}选了“{YES}”，“{contract.HOLIDAYS}”页一个日子也没有"
        faults.add(raw.organs[asked.MOVES], found, f"列出放假的日子，或选“{NO}”")
    for cell in raw.strays:
        seen = masked(str(text_of(cell.value)))[:_SHOWN]
        faults.add(cell, f"这里写了“{seen}”，不在表内，不知道是什么", "移到表内，或删去")
    if faults.said:
        count, lines = len(faults.said), "".join(f"\n  {one}" for one in faults.said)
        raise RequestError(f"{contract.DISTRICT_FORM}有 {count} 处要改，什么也没有写：{lines}")
    return District(
        name=organs[asked.DISTRICT],
        office=organs[asked.OFFICE],
        commission=organs[asked.COMMISSION],
        contact=organs[contract.TELEPHONE] or "",
        document_number=organs[asked.DOCUMENT] or "",
        year=year,
        due={kind: organs[asked.DUE[kind]] for kind in FormKind},
        due_moves_past_holidays=organs[asked.MOVES] == YES,
        resubmission_days=organs[asked.TO_MEND],
        holidays=holidays,
        units=tuple(units),
    )


def telephones_of(raw: RawForm) -> dict[str, str]:
    """The office telephones by office and department; what does not fit is left out."""
    faults = _Faults()
    kept: dict[str, str] = {}
    tables = (
        (contract.OFFICES, asked.NAME, asked.OFFICE_TELEPHONE),
        (contract.PROVIDERS, asked.PROVIDER, named(asked.PROVIDER_FIELDS)[contract.TELEPHONE]),
    )
    for sheet, key, telephone in tables:
        for row in raw.tables[sheet]:
            name, number = text_of(row[key].value), faults.read(row, telephone)
            if number and not isinstance(name, Gap):
                kept[str(name)] = number
    return kept


# ------------------------------------------------------------------ tables


_NO_OFFICE = "一个街道也没有填"


def _units(rows: tuple[Row, ...], statement: Statement, faults: _Faults) -> list[Unit]:
    """The offices that fit; a name that could be another's does not."""
    taken: dict[str, tuple[str, RawCell]] = {}
    fields = asked.office_fields(statement)
    read = [{one.name: faults.read(row, one) for one in fields} for row in rows]
    for column, many in ((asked.NAME, False), (asked.FORMERLY, True)):
        for row, values in zip(rows, read, strict=True):
            for name in (values[column] or ()) if many else filter(None, [values[column]]):
                _take(name, row[column], taken, faults)
    if not rows:
        faults.said.append(f"{contract.OFFICES}：{_NO_OFFICE}。一个街道填一行")
    kept = {one.name: one.printed for one in statement.register}
    needed = (asked.NAME, asked.GROUP, *kept.values())
    return [_unit(values, kept) for values in read if None not in map(values.get, needed)]


def _unit(values: Mapping[str, Any], kept: Mapping[str, str]) -> Unit:
    figures = {name: values[column] for name, column in kept.items()}
    former = tuple(values[asked.FORMERLY] or ())
    return Unit(values[asked.NAME], values[asked.GROUP], figures, former)


def _take(name: str, cell: RawCell, taken: dict[str, tuple[str, RawCell]], faults: _Faults) -> None:
    """``name`` is this cell's, unless another has it or one that looks like it."""
    if folded(name) not in taken:
        taken[folded(name)] = name, cell
        return
    other, where = taken[folded(name)]
    alike = "" if other == name else f"，与“{other}”看起来一样（全角半角、空格不同）"
    found = f"“{shown(name)}”写了两次{alike}，另一处在 {where.cell}"
    faults.add(cell, found, "一个名称只能属于一个街道，删去或改写一处")


def _check_providers(rows: tuple[Row, ...], statement: Statement, faults: _Faults) -> None:
    """What is told of departments; each is one of those that are printed."""
    for row in rows:
        cell = row[asked.PROVIDER]
        if cell.value not in statement.providers.others:
            seen = shown(str(cell.value or ""))
            faults.add(cell, f"没有部门“{seen}”", "写在印好的部门一行里，或删去这一行")
        for one in asked.PROVIDER_FIELDS:
            faults.read(row, one)


def _holidays(rows: tuple[Row, ...], year: int | None, faults: _Faults) -> Iterator[date]:
    for row in rows:
        first, last, _ = (faults.read(row, one) for one in asked.HOLIDAY_FIELDS)
        if first is None:
            continue
        last = last or first
        if year and not {first.year, last.year} <= {year, year + 1}:
            cell = row[asked.FIRST_DAY]
            faults.add(cell, f"{first} 至 {last} 不在 {year} 年和 {year + 1} 年", "核对年份后改正")
        elif not timedelta() <= last - first <= _LONGEST_HOLIDAY:
            found = f"{first} 至 {last} 的先后或长短不对"
            faults.add(row[asked.LAST_DAY], found, "结束日期不早于起始日期，一次最多31天")
        else:
            yield from (first + timedelta(n) for n in range((last - first).days + 1))


# ------------------------------------------------------------------ cells

#: signs of a wrong text that a message repeats
_SHOWN = 40
_LONGEST_HOLIDAY = timedelta(30)
_BETWEEN_NAMES = re.compile("[、，,;；/]")


def _value(one: Field, cell: RawCell) -> Any:
    """What the cell says; None where it may be blank and is. Raises _WrongError."""
    text = text_of(cell.value)
    if isinstance(text, Gap) or not bare(str(text)):
        if one.optional:
            return None
        raise _WrongError("没有填", one.words)
    return _READERS[one.asked](one, cell.value)


def _words(one: Field, value: object) -> str:
    text = str(text_of(value))
    if number := next(personal_numbers(text), None):
        found = f"里有{number.sort}（{hidden(number.text)}）"
        raise _WrongError(found, "删去：这张表不写个人的号码")
    if one.asked is not Asked.TELEPHONE and (said := _telephone_in(text)):
        raise _WrongError(f"填的像是电话号码（{said}）", f"电话写在“{contract.TELEPHONE}”一栏")
    if unseen_in(text):
        raise _WrongError(f"里有看不见的字符 {unseen_in(text)}", "清除这一格，重新输入")
    return text


def _name(one: Field, value: object) -> str:
    return _checked_name(_words(one, value))


def _checked_name(text: str) -> str:
    if fault := fault_of(text):
        raise _WrongError(f"“{shown(text)}”{fault}", "改写后再运行一次")
    if not any(map(str.isalpha, text)):
        raise _WrongError(f"“{shown(text)}”不像名称", "写全称")
    return text


def _names(one: Field, value: object) -> tuple[str, ...]:
    parts = _BETWEEN_NAMES.split(_words(one, value))
    return tuple(_checked_name(part.strip()) for part in parts if part.strip())


#: a land line with or without its area code and extension, a short number, 400
_TELEPHONE = re.compile(
    r"(?:\(?0\d{2,3}\)?-?)?[0-9]\d{4,7}(?:(?:-|转|转分机)\d{1,6})?|400-?\d{3}-?\d{4}"
)
#: so many digits side by side are no figure that is asked for here
_LEAST_DIGITS = 7


def _plain(text: str) -> str:
    return re.sub(r"[\s—–－﹣]", _dash, unicodedata.normalize("NFKC", text)).strip()


def _dash(found: re.Match[str]) -> str:
    return "" if found[0].isspace() else "-"


def _telephone(one: Field, value: object) -> str:
    text = _words(one, value)
    parts = [part for part in _BETWEEN_NAMES.split(_plain(text)) if part]
    if parts and all(map(_TELEPHONE.fullmatch, parts)):
        return text
    raise _WrongError("填的不是电话号码", "写办公座机，如 区号-号码")


def _telephone_in(text: str) -> str:
    """``text`` with its digits hidden where it is a telephone; empty where it is none."""
    plain = _plain(text)
    digits = sum(map(str.isdigit, plain))
    return _starred(text) if _TELEPHONE.fullmatch(plain) and digits >= _LEAST_DIGITS else ""


def _starred(text: str) -> str:
    """The first three digits; whatever stands beside them."""
    seen = 0
    signs = []
    for sign in text[:_SHOWN]:
        seen += sign.isdigit()
        signs.append("*" if sign.isdigit() and seen > 3 else sign)
    return "".join(signs)


def _group(one: Field, value: object) -> str:
    text = _words(one, value)
    if text in one.choices:
        return text
    found = f"是“{shown(text)}”，没有这个组"
    raise _WrongError(found, f"从下拉框里选：{'、'.join(one.choices)}")


def _whole(one: Field, value: object) -> int:
    found = reading_of(value, Kind.COUNT)
    text = str(text_of(value))
    if isinstance(found, int) and not isinstance(value, date):
        return found
    if said := _telephone_in(text):
        raise _WrongError(f"填的像是电话号码（{said}）", f"电话写在“{contract.TELEPHONE}”一栏")
    message, remedy = misread("", Kind.COUNT, as_seen(masked(text)), 0)
    raise _WrongError(message, remedy or WANTED[Kind.COUNT])


def _number(one: Field, value: object) -> int:
    number, allowed = _whole(one, value), asked.ALLOWED[one.asked]
    if number in allowed:
        return number
    if len(str(number)) >= _LEAST_DIGITS:
        found = f"填的 {_starred(str(number))} 太大，像是电话号码或多写了位数"
        raise _WrongError(found, f"核对后改填；电话写在“{contract.TELEPHONE}”一栏")
    raise _WrongError(f"填了 {number}", f"应为 {allowed[0]} 至 {allowed[-1]}：{one.words}")


def _yes_no(one: Field, value: object) -> str:
    found = reading_of(value, Kind.YES_NO)
    if isinstance(found, str):
        return found
    raise _WrongError(f"填了“{masked(str(text_of(value)))[:_SHOWN]}”", WANTED[Kind.YES_NO])


def _day(one: Field, value: object) -> date:
    found = reading_of(value, Kind.DATE)
    if isinstance(found, date):
        return found
    text = as_seen(masked(str(text_of(value))))
    if certain(text, Kind.DATE) is None:
        raise _WrongError(f"填了“{text[:_SHOWN]}”，{trouble(text, Kind.DATE)}", WANTED[Kind.DATE])
    message, remedy = misread("", Kind.DATE, text, 0)
    raise _WrongError(message, remedy or WANTED[Kind.DATE])


_READERS: Mapping[Asked, Callable[[Field, object], Any]] = {
    Asked.NAME: _name, Asked.NAMES: _names, Asked.WORDS: _words, Asked.TELEPHONE: _telephone,
    Asked.GROUP: _group, Asked.COUNT: _number, Asked.INHABITANTS: _number, Asked.YEAR: _number,
    Asked.DAY_OF_MONTH: _number, Asked.DAYS: _number, Asked.YES_NO: _yes_no, Asked.DAY: _day,
}  # fmt: skip
