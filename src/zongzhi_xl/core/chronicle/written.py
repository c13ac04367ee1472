"""Events as plain data and back: what stands in the record for years, whatever the program becomes.

Written as canonical JSON, so that the same event is always the same text. A file's own name is
left out of its cells: they lie in the file that came in.
"""

import json
from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from enum import Enum
from fractions import Fraction
from typing import Any

from zongzhi_xl.core.appraising.received import Received
from zongzhi_xl.core.appraising.scorecard import Rejected
from zongzhi_xl.core.chronicle.events import Adopted, Arrived, Decided, Deed, Published, Understood
from zongzhi_xl.core.edition.items import FormKind
from zongzhi_xl.core.edition.records import decode
from zongzhi_xl.core.edition.versions import canonical
from zongzhi_xl.core.language.values import Gap, State, Value, exactly
from zongzhi_xl.core.returned.departments import DepartmentReturn, Figures
from zongzhi_xl.core.returned.designations import Designation, merged
from zongzhi_xl.core.returned.findings import Finding
from zongzhi_xl.core.returned.submission import Entry, Event, Place, Submission
from zongzhi_xl.record import Record, fields_of, replace

_KINDS: Mapping[str, type[Deed]] = {
    one.__name__: one for one in (Adopted, Arrived, Understood, Decided, Published)
}


def kind_of(deed: Deed) -> str:
    """The word under which such an event is entered."""
    return type(deed).__name__


def text_of(deed: Deed) -> str:
    """``deed`` as canonical JSON."""
    if isinstance(deed, Understood):
        told = {"arrival": deed.arrival, "reader": deed.reader, "paper": _paper(deed.paper)}
        return canonical(told)
    return canonical(_plain(deed))


def deed_of(kind: str, text: str, file_of: Callable[[int], str] = lambda _: "") -> Deed:
    """The deed that ``text`` tells; raises RecordError where it is none.

    ``file_of`` gives the name of the file that came in with an event's number.
    """
    plain = json.loads(text)
    if kind == Understood.__name__:
        paper = _read_paper(plain.pop("paper"), file_of(plain["arrival"]))
        return Understood(**plain, paper=paper)
    return decode(_KINDS[kind], plain)


def _plain(part: object) -> Any:
    """Records as tables, days and words of lists as text."""
    if isinstance(part, Record):
        return {name: _plain(one) for name, one in fields_of(part).items()}
    if isinstance(part, tuple):
        return [_plain(one) for one in part]
    if isinstance(part, Enum):
        return part.value
    return part.isoformat() if isinstance(part, date) else part


# ------------------------------------------------------------------ values, cells


def _value(value: Value) -> object:
    """A number or word as it is; days and gaps as a table of one entry."""
    match value:
        case datetime():
            return {"time": value.isoformat(timespec="minutes")}
        case date():
            return {"day": value.isoformat()}
        case Fraction():
            return {"mark": exactly(value)}
        case Gap():
            return {value.state.name: value.found}
        case _:
            return value


def _read_value(plain: Any) -> Value:
    if not isinstance(plain, dict):
        value: Value = plain
        return value
    ((kind, text),) = plain.items()
    match kind:
        case "time":
            return datetime.fromisoformat(text)
        case "day":
            return date.fromisoformat(text)
        case "mark":
            return Fraction(text)
        case _:
            return Gap(State[kind], text)


def _cells(entries: Mapping[str, Entry]) -> list[list[object]]:
    return [
        [name, _value(one.value), one.place.sheet, one.place.cell, one.note, one.formula]
        for name, one in entries.items()
    ]


def _read_cells(rows: Iterable[list[Any]], file: str) -> dict[str, Entry]:
    return {
        name: Entry(_read_value(value), Place(file, sheet, cell), note, formula)
        for name, value, sheet, cell, note, formula in rows
    }


# ------------------------------------------------------------------ papers


def _paper(paper: object) -> dict[str, Any]:
    match paper:
        case Received():
            return {"return": _return(paper.submission), "findings": _plain(paper.findings)}
        case DepartmentReturn():
            return {"departments": _departments(paper), "findings": _plain(paper.findings)}
        case _:
            return {"rejected": _plain(paper)}


def _read_paper(plain: dict[str, Any], file: str) -> Received | DepartmentReturn | Rejected:
    if "rejected" in plain:
        return replace(decode(Rejected, plain["rejected"]), file=file)
    found = decode(tuple[Finding, ...], plain["findings"])
    if "return" in plain:
        return Received(_read_return(plain["return"], file), found)
    return replace(_read_departments(plain["departments"], file), findings=found)


def _return(one: Submission) -> dict[str, Any]:
    head = {name: _plain(getattr(one, name)) for name in _OF_RETURN}
    return head | {
        "entries": _cells(one.entries),
        "events": [[event.row, _cells(event.cells)] for event in one.events],
        "strays": _places(one.strays),
        "overwritten": _places(one.overwritten),
        "doubts": _plain(one.doubts),
    }


_OF_RETURN = ("form", "unit", "year", "month", "edition_id", "sha256")


def _read_return(plain: dict[str, Any], file: str) -> Submission:
    head = {name: plain[name] for name in _OF_RETURN} | {"form": FormKind(plain["form"])}
    return Submission(
        **head,
        file=file,
        entries=_read_cells(plain["entries"], file),
        events=tuple(Event(row, _read_cells(cells, file)) for row, cells in plain["events"]),
        strays=_read_places(plain["strays"], file),
        overwritten=_read_places(plain.get("overwritten", ()), file),  # older records have none
        doubts=decode(tuple[Finding, ...], plain["doubts"]),
    )


def _places(some: Iterable[Place]) -> list[list[str]]:
    return [[place.sheet, place.cell] for place in some]


def _read_places(plain: Iterable[list[str]], file: str) -> tuple[Place, ...]:
    return tuple(Place(file, sheet, cell) for sheet, cell in plain)


def _departments(one: DepartmentReturn) -> dict[str, Any]:
    return {
        "year": one.year,
        "edition_id": one.edition_id,
        "sha256": one.sha256,
        "yearly": {unit: _cells(figures) for unit, figures in one.yearly.items()},
        "monthly": [[*key, _cells(figures)] for key, figures in sorted(one.monthly.items())],
        "designated": [
            [row.unit, row.month, row.row, _cells(row.cells)]
            for rows in one.designated.values()
            for row in rows
        ],
    }


def _read_departments(plain: dict[str, Any], file: str) -> DepartmentReturn:
    yearly: dict[str, Figures] = {
        unit: _read_cells(rows, file) for unit, rows in plain["yearly"].items()
    }
    monthly: dict[tuple[str, int], Figures] = {
        (unit, month): _read_cells(rows, file) for unit, month, rows in plain["monthly"]
    }
    designated = merged(
        Designation(unit, month, row, _read_cells(cells, file))
        for unit, month, row, cells in plain.get("designated", ())  # earlier records have none
    ).rows
    return DepartmentReturn(
        plain["year"], plain["edition_id"], file, plain["sha256"], yearly, monthly,
        designated=designated,
    )  # fmt: skip
