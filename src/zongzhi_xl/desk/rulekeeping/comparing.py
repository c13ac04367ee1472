"""``rules diff``: what differs between two editions, in words.

Parts are the same by what people call them (a name, a number, an id), not by where they stand.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from zongzhi_xl.errors import RequestError
from zongzhi_xl.statements import loader
from zongzhi_xl.statements.fields import label
from zongzhi_xl.statements.files import EMPTY, STANDARD

Plain = Mapping[str, Any]


@dataclass(frozen=True)
class Difference:
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


def compare(before: Path, after: Path) -> tuple[Difference, ...]:
    """What differs; raises StatementError, RequestError."""
    documents = [loader.load(edition_folder(folder)).document for folder in (before, after)]
    return tuple(differences(*documents))


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
#: tables that are a record of their own
_TABLES = {"veto": "Veto", "confirmation": "Confirmation", "per": "Per"}
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
    told = (f"{label(record, key)} {_shown(one)}" for key, one in part.items() if str(one) != name)
    return "，".join(told)


def _fields(record: str, where: str, before: Plain, after: Plain) -> Iterator[Difference]:
    for field in dict.fromkeys((*after, *before)):
        old, new = before.get(field), after.get(field)
        if old == new:
            continue
        if field in _LISTS:
            yield from _parts(_LISTS[field], label(record, field), where, old, new)
        elif field in _TABLES and isinstance(old, Mapping) and isinstance(new, Mapping):
            place = f"{where} {label(record, field)}"
            yield from _fields(_TABLES[field], place, old, new)
        elif isinstance(old, Mapping) and isinstance(new, Mapping):
            yield from _entries(where, label(record, field), old, new)
        else:
            yield Difference(where, label(record, field), _shown(old), _shown(new))


def _entries(where: str, what: str, before: Plain, after: Plain) -> Iterator[Difference]:
    """The entries of a table of plain values: limits by group, parameters by name."""
    for key in dict.fromkeys((*after, *before)):
        old, new = before.get(key), after.get(key)
        if old != new:
            yield Difference(where, f"{what} {key}", _shown(old), _shown(new))


def _shown(value: object) -> str:
    """Plain data as a person writes it."""
    match value:
        case None:
            return ""
        case bool():
            return "是" if value else "否"
        case Mapping():
            return "，".join(f"{key}: {_shown(one)}" for key, one in value.items())
        case list() | tuple():
            return "、".join(map(_shown, value)) or "（无）"
        case str():
            return value or "（空）"
    return str(value)
