"""What a district says of itself, put into the document of an edition; and what that changes.

Limits, points, forms and readings are not touched: they are the rule keeper's.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from zongzhi_xl import contract
from zongzhi_xl.core.edition import district_fields as asked
from zongzhi_xl.core.edition.items import FormKind
from zongzhi_xl.core.edition.register import RegisterField, Unit
from zongzhi_xl.core.edition.statement import Edition, Statement
from zongzhi_xl.core.language.values import NO, YES
from zongzhi_xl.record import Record

Document = Mapping[str, Any]
#: top-level entries of the statement, in the spelling of its document; None: it has none
Entries = Mapping[str, object]


class District(Record):
    """A district as 区情登记表 tells of it; ``due`` is the last day of each form.

    No telephone but the district office's own, which is printed in every form.
    """

    name: str
    office: str
    commission: str
    contact: str
    document_number: str
    year: int
    due: Mapping[FormKind, int]
    due_moves_past_holidays: bool
    resubmission_days: int
    holidays: tuple[date, ...]
    units: tuple[Unit, ...]


_REFERENCE = (
    "按标准方案编制；单位名称、人口、社区、行政村、火灾基数和期限取自区情登记表；分值和等次线为示例"
)


def entries_of(district: District, base: Document) -> dict[str, object]:
    """What of the statement of ``base`` the district decides."""
    before = base["statement"]["due"]
    due = {kind.value: {**before[kind.value], "day": day} for kind, day in district.due.items()}
    return {
        "district": district.name,
        "office": district.office,
        "commission": district.commission,
        "contact": district.contact,
        "document_number": district.document_number,
        "due": {kind: due.get(kind, rule) for kind, rule in before.items()},
        "holidays": [day.isoformat() for day in district.holidays] or None,
        "due_moves_past_holidays": district.due_moves_past_holidays or None,
        "resubmission_days": district.resubmission_days or None,
    }


def entries_of_new(district: District, base: Document) -> dict[str, object]:
    """The same for the first edition of a district, which is no longer the standard one."""
    return {**entries_of(district, base), "name": district.name, "reference": _REFERENCE}


def register_of(district: District) -> list[dict[str, object]]:
    """The units as a document holds them."""
    return [unit_entries(unit) for unit in district.units]


def unit_entries(unit: Unit) -> dict[str, object]:
    """A unit as a document holds it; who was never called otherwise has no former names."""
    entries: dict[str, object] = {
        "name": unit.name, "group": unit.group, "figures": dict(unit.figures)
    }  # fmt: skip
    return {**entries, "formerly": [*unit.formerly]} if unit.formerly else entries


def document_with(base: Document, entries: Entries, units: list[dict[str, object]]) -> Document:
    """The document of ``base`` with these entries of its statement and these units."""
    statement = {**base["statement"], **entries}
    kept = {key: value for key, value in statement.items() if value is not None}
    return {**base, "statement": kept, "units": units}


# ------------------------------------------------------------------ changes


class Change(Record):
    """What is different: whose, what, before and after."""

    whose: str
    what: str
    old: str
    new: str

    def __str__(self) -> str:
        return f"{self.whose} {self.what}：{self.old or '（空）'} → {self.new or '（空）'}"


def changes(old: Edition, new: Edition) -> tuple[Change, ...]:
    """What a district decides of its edition and would be different, organ by organ."""
    return (*_of_statement(old.statement, new.statement), *_of_register(old, new))


_ORGANS = {
    "district": asked.DISTRICT, "office": asked.OFFICE, "commission": asked.COMMISSION,
    "contact": contract.TELEPHONE, "document_number": asked.DOCUMENT,
}  # fmt: skip


def _of_statement(old: Statement, new: Statement) -> Iterator[Change]:
    said = {label: (getattr(old, key), getattr(new, key)) for key, label in _ORGANS.items()}
    said |= {asked.DUE[kind]: (_day(old, kind), _day(new, kind)) for kind in FormKind}
    said[asked.MOVES] = (_answer(old), _answer(new))
    said[asked.TO_MEND] = (f"{old.resubmission_days}天", f"{new.resubmission_days}天")
    said[contract.HOLIDAYS] = (_days(old.holidays), _days(new.holidays))
    for what, (before, after) in said.items():
        if before != after:
            yield Change(contract.ORGANS, what, before, after)


def _day(statement: Statement, kind: FormKind) -> str:
    return f"{statement.due[kind].day}日"


def _answer(statement: Statement) -> str:
    return YES if statement.due_moves_past_holidays else NO


def _days(days: Iterable[date]) -> str:
    return "、".join(day.isoformat() for day in days)


Kept = tuple[RegisterField, ...]


def _of_register(before_it: Edition, after_it: Edition) -> Iterator[Change]:
    new, kept_of_unit = after_it.units, after_it.statement.register
    left = {unit.name: unit for unit in before_it.units}
    order = [*left]
    kept = []
    for unit in new:
        before = next((left.pop(name) for name in unit.names if name in left), None)
        if before is None:
            yield Change(unit.name, "新增", "", _figures(unit, kept_of_unit))
            continue
        kept.append(before.name)
        yield from _of_unit(before, unit, kept_of_unit)
    gone = before_it.statement.register
    yield from (Change(name, "删去", _figures(unit, gone), "") for name, unit in left.items())
    if kept != [name for name in order if name in kept]:
        yield Change(contract.OFFICES, "顺序", "、".join(order), "、".join(one.name for one in new))


def _of_unit(old: Unit, new: Unit, kept: Kept) -> Iterator[Change]:
    if old.name != new.name:
        yield Change(old.name, "改名", old.name, new.name)
    if old.formerly != new.formerly:
        yield Change(new.name, asked.FORMERLY, "、".join(old.formerly), "、".join(new.formerly))
    said: dict[str, tuple[object, object]] = {asked.GROUP: (old.group, new.group)}
    said |= {one.printed: (old.figures.get(one.name), new.figures[one.name]) for one in kept}
    for what, (before, after) in said.items():
        if before != after:
            yield Change(new.name, what, "" if before is None else str(before), str(after))


def _figures(unit: Unit, kept: Kept) -> str:
    figures = (f"{one.printed}{unit.figures[one.name]}" for one in kept)
    return "，".join((f"{asked.GROUP}{unit.group}", *figures))
