"""The cases as data: YAML → :class:`Case`, each with the offices' years (see README.md here)."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from tests.good_year import MONTHS, UNIT, Year, good_year
from zongzhi_xl.core.edition.register import Unit
from zongzhi_xl.record import Record, replace

HERE = Path(__file__).parent
NOT_COMPARED = "不核对"
CASE_KEYS = {"name", "offices", "through", "also", "expect"}
OFFICE_KEYS = {"unit", "months", "annual", "departments", "events", "missing", "late", "notes",
               "designated"}  # fmt: skip
EXPECT_KEYS = {"indicators", "points", "score", "grade", "veto", "rank", "provisional", "offices"}
MOMENTS = ("发生时间", "接报时间", "上报时间")

Plain = Mapping[Any, Any]


class Case(Record, eq=False):
    """One case: what was handed in, and what was worked out by hand."""

    clause: int
    name: str
    years: tuple[Year, ...]
    through: int | None
    also: Plain | None
    expect: Plain

    def __str__(self) -> str:
        return f"{self.clause:02}-{self.name}"


@cache
def all_cases() -> tuple[Case, ...]:
    """Every case of every file, in order."""
    return tuple(case for file in sorted(HERE.glob("*.yaml")) for case in _cases(file))


def _cases(file: Path) -> Iterator[Case]:
    document = yaml.load(file.read_text(encoding="utf-8"), yaml.CSafeLoader)
    assert set(document) == {"clause", "cases"}, file.name
    assert document["clause"] == int(file.name[:2]), file.name
    for data in document["cases"]:
        yield _case(document["clause"], data)


def _case(clause: int, data: Plain) -> Case:
    unknown = set(data) - CASE_KEYS - OFFICE_KEYS | set(data["expect"]) - EXPECT_KEYS
    assert not unknown, f"{data['name']}: {unknown}"
    offices = data.get("offices") or {
        UNIT.name: {key: data[key] for key in OFFICE_KEYS & set(data)}
    }
    also = data.get("also", {})
    return Case(
        clause,
        data["name"],
        tuple(_year(name, changes) for name, changes in offices.items()),
        data.get("through"),
        None if also == NOT_COMPARED else also,
        data["expect"],
    )


def _year(name: str, changes: Plain) -> Year:
    assert set(changes) <= OFFICE_KEYS, f"{name}: {set(changes) - OFFICE_KEYS}"
    changed = dict(changes.get("unit", {}))
    group = changed.pop("group", UNIT.group)
    assert set(changed) <= set(UNIT.figures)
    year = good_year(Unit(name, group, {**UNIT.figures, **changed}))
    departments = changes.get("departments", {})
    overrides = _by_month(changes.get("months", {}))
    return replace(
        year,
        months={month: {**year.months[month], **overrides.get(month, {})} for month in MONTHS},
        annual={**year.annual, **_filled(changes.get("annual", {}))},
        yearly={**year.yearly, **_filled(departments.get("yearly", {}))},
        monthly=_by_month(departments.get("monthly", {})),
        events=_events(changes.get("events", [])),
        missing=frozenset(changes.get("missing", [])),
        reported={**year.reported, **changes.get("late", {})},
        notes=changes.get("notes", {}),
        designated=_events(changes.get("designated", [])),
    )


def _by_month(data: Plain) -> dict[int, dict[str, object]]:
    """``每月`` first, then ranges, then single months, so that the more exact one wins."""
    found: dict[int, dict[str, object]] = {}
    for key in sorted(data, key=lambda key: -len(_span(key))):
        for month in _span(key):
            found.setdefault(month, {}).update(_filled(data[key]))
    return found


def _span(key: object) -> range:
    if key == "每月":
        return MONTHS
    first, _, last = str(key).partition("-")
    return range(int(first), int(last or first) + 1)


def _filled(figures: Plain) -> dict[str, object]:
    return {item: None if value == "未填" else value for item, value in figures.items()}


def _events(rows: list[Plain]) -> dict[int, tuple[dict[str, object], ...]]:
    found: dict[int, tuple[dict[str, object], ...]] = {}
    for row in rows:
        columns = {name: _moment(name, value) for name, value in row.items() if name != "month"}
        found[row["month"]] = (*found.get(row["month"], ()), columns)
    return found


def _moment(column: str, value: object) -> object:
    return datetime.fromisoformat(str(value)) if column in MOMENTS else value
