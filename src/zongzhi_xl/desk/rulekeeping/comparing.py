"""``rules diff``: what differs between two editions, in words.

Parts are the same by what people call them (a name, a number, an id), not by where they stand.
"""

from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from zongzhi_xl.errors import RequestError
from zongzhi_xl.record import Record
from zongzhi_xl.statements import loader
from zongzhi_xl.statements.book import shapes
from zongzhi_xl.statements.book.notation import number_text, written
from zongzhi_xl.statements.fields import label, records
from zongzhi_xl.statements.files import EMPTY, STANDARD

Plain = Mapping[str, Any]


class Difference(Record):
    """``where`` in the edition, ``what`` of it; empty where one of the two has nothing."""

    where: str
    what: str
    before: str
    after: str

    @property
    def words(self) -> str:
        """``第6条 指标 刑事案件发案率：限额 一类 <= 70 → <= 60``."""
        if not self.before or not self.after:
            verb, said = ("增加", self.after) if self.after else ("删去", self.before)
            return f"{self.where}：{verb}{self.what}：{said}".replace("：：", "：")
        return f"{self.where}：{self.what} {self.before} → {self.after}"


def edition_folder(given: Path | None, year: int | None = None) -> Path:
    """The one edition in a folder that is an edition's or a district's (None: ours).

    ``standard`` and ``empty`` are those that ship with the program.

    Raises RequestError where there are several and ``year`` chooses none, StatementError.
    """
    shipped = {STANDARD.name: STANDARD, EMPTY.name: EMPTY}
    if given is None or str(given) in shipped:
        return shipped[str(given or STANDARD.name)]
    found = loader.editions_in(given)
    chosen = [folder for folder in found if folder.name == str(year)] or found
    if len(chosen) > 1:
        listed = "、".join(folder.name for folder in chosen)
        raise RequestError(f"{given} 里有几套考核方案：{listed}，请写到年份那一级")
    return chosen[0]


def differences(before: Plain, after: Plain) -> Iterator[Difference]:
    """Between two plain documents, in the order of the later one."""
    yield from _fields("Statement", "总则", before["statement"], after["statement"])
    yield from _parts("Unit", "单位", "名册", before["units"], after["units"])
    yield from _parts("Form", "", "", before["forms"], after["forms"])
    yield from _parts("Clause", "", "", before["clauses"], after["clauses"])


#: lists of parts: the field → the record of a part
_LISTS = {
    "grades": "Grade", "readings": "Reading", "calendar": "CalendarDay", "derived": "Derived",
    "checks": "Check", "items": "Item", "indicators": "Indicator", "deductions": "Deduction",
    "not_collected": "NotCollected", "sections": "Section",
}  # fmt: skip
#: by what a part is called
_CALLED = ("id", "name", "number", "kind", "what", "title")


def _called(record: str, part: Plain) -> str:
    match record:
        case "Clause":
            return f"第{part['number']}条"
        case "Form":
            return str(part["kind"])
    return next(str(part[key]) for key in _CALLED if key in part)


def _parts(record: str, noun: str, where: str, before: Any, after: Any) -> Iterator[Difference]:
    """Parts of one list, matched by what they are called; ``noun`` is what all of them are."""
    old = {_called(record, part): part for part in before or ()}
    new = {_called(record, part): part for part in after or ()}
    for name in dict.fromkeys((*new, *old)):
        place = " ".join(filter(None, (where, noun, name)))
        if name not in old or name not in new:
            told = [_whole(record, side[name]) if name in side else "" for side in (old, new)]
            yield Difference(where or "方案", f"{noun} {name}".strip(), *told)
        else:
            yield from _fields(record, place, old[name], new[name])
    if [*old] != [*new] and {*old} == {*new}:
        yield Difference(where or "方案", f"{noun}次序", "、".join(old), "、".join(new))


def _whole(record: str, part: Plain) -> str:
    """The first sentence of a part that is new or gone."""
    said = next((part[key] for key in ("words", "subject", "definition") if key in part), None)
    if said or "formula" in part:
        return str(said or part["formula"])
    name = _called(record, part)
    told = (
        f"{label(record, key)} {_shown(record, key, part)}"
        for key, one in part.items()
        if str(one) != name
    )
    return "，".join(told)


def _fields(record: str, where: str, before: Plain, after: Plain) -> Iterator[Difference]:
    for field in dict.fromkeys((*after, *before)):
        old, new = before.get(field), after.get(field)
        if old == new:
            continue
        if field in _LISTS:
            yield from _parts(_LISTS[field], label(record, field), where, old, new)
        elif inner := _record_in(record, field, before, after):
            place = f"{where} {label(record, field)}"
            yield from _fields(inner, place, before[field], after[field])
        elif isinstance(old, Mapping) and isinstance(new, Mapping):
            shape = shapes.shape_in(_known()[record], field, after)
            of = shape.of if isinstance(shape, shapes.Keyed) else shapes.Plain(object)
            yield from _entries(where, label(record, field), of, old, new)
        else:
            told = (_shown(record, field, side) for side in (before, after))
            yield Difference(where, label(record, field), *told)


@cache
def _known() -> Mapping[str, Any]:
    return {one.__name__: one for one in records()}


def _record_in(record: str, field: str, before: Plain, after: Plain) -> str:
    """The record that a field is in both editions; nothing where it is none."""
    shape = shapes.shape_in(_known()[record], field, after)
    if not isinstance(shape, shapes.OfRecord) or not (before.get(field) and after.get(field)):
        return ""
    written_there = {*before[field], *after[field]}
    return shape.record.__name__ if written_there <= {*shapes.shapes_in(shape.record)} else ""


def _entries(
    where: str, what: str, of: shapes.Shape, before: Plain, after: Plain
) -> Iterator[Difference]:
    """The entries of a table of plain values: limits by group, parameters by name."""
    for key in dict.fromkeys((*after, *before)):
        old, new = before.get(key), after.get(key)
        if old != new:
            told = ("" if one is None else _in_words(of, one) for one in (old, new))
            yield Difference(where, f"{what} {key}", *told)


def _shown(record: str, field: str, part: Plain) -> str:
    """A field as the rules workbook shows it, on one line; nothing where it is not written."""
    value = part.get(field)
    if value is None:
        return ""
    return _in_words(shapes.shape_in(_known()[record], field, part), value)


def _in_words(shape: shapes.Shape, value: Any) -> str:
    told = written(shape, value)
    return told.replace("\n", "；") if isinstance(told, str) else number_text(told)
