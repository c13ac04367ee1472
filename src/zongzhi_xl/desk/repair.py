"""The command ``repair``: every value the clerk typed, moved into a fresh workbook.

The damaged file is read in a supervised child and never written. What two places could mean stops
the repair; what has no place in the form is listed; text that can only mean one thing
(``12起``, ``2026年3月5日``) is put right and listed.
"""

import json
import re
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import partial
from pathlib import Path

from zongzhi_xl.core.check_code import NIL_RETURN
from zongzhi_xl.core.items import FormKind, Kind
from zongzhi_xl.core.proposals import certain, certain_moment
from zongzhi_xl.core.statement import Edition, edition_of
from zongzhi_xl.core.submission import EVENT_KINDS, EventColumn, RawCell, RawReturn
from zongzhi_xl.desk.editions import edition_for, in_force
from zongzhi_xl.desk.placing import OutputError, check_file, put_in_place
from zongzhi_xl.desk.receiving import NothingThereError, known_district
from zongzhi_xl.excel import intake, reader, return_book
from zongzhi_xl.excel.inspecting.opened import OpenBook, open_book
from zongzhi_xl.excel.inspecting.salvage import (
    BY_WORDS,
    Found,
    Salvage,
    Search,
    UnclearError,
    salvage,
    shown,
)
from zongzhi_xl.excel.inspection import Damage, inspect
from zongzhi_xl.excel.reading.layout import BASES_SHEET, NOTE
from zongzhi_xl.excel.reading.unusable import UnusableFileError
from zongzhi_xl.excel.return_book import ReturnContents
from zongzhi_xl.excel.returns.book_plan import BookPlan, plan_of
from zongzhi_xl.excel.returns.form_layout import EVENT_ROWS
from zongzhi_xl.statements import loader


class RepairRefusedError(Exception):
    """The file cannot be repaired without guessing; the text says what is unclear."""


@dataclass(frozen=True)
class Change:
    """Text that was put right: what stood there and what was written."""

    found: Found
    written: object

    @property
    def words(self) -> str:
        """For the list."""
        before, after = shown(self.found.value), shown(self.written)
        return f"{self.found.name}（{self.found.place}）：“{before}” → {after}"


@dataclass(frozen=True)
class Draft:
    """What goes into the fresh workbook, where it was found, and what did not come along."""

    form: FormKind
    edition: Edition
    contents: ReturnContents
    salvage: Salvage
    changes: tuple[Change, ...]
    damage: tuple[Damage, ...]
    bases_lost: bool

    @property
    def needs_a_person(self) -> bool:
        """Whether something was changed, left behind or lost."""
        return bool(self.changes or self.salvage.left or self.salvage.lost or self.bases_lost)

    @property
    def report(self) -> str:
        """What was found where, what was put right, what did not come along."""
        return "\n".join(self._lines())

    def _lines(self) -> Iterator[str]:
        if self.damage:
            yield f"损坏 {len(self.damage)} 处："
            yield from (f"  {one.words}" for one in self.damage)
        moved = [
            *self.salvage.found.values(),
            *(c for row in self.salvage.events for c in row.values()),
        ]
        yield f"移入 {len(moved)} 格："
        yield from (f"  {_moved(one)}" for one in moved)
        if self.changes:
            yield f"改写 {len(self.changes)} 处（原文只有一种意思），请核对："
            yield from (f"  {change.words}" for change in self.changes)
        if self.salvage.left:
            yield f"没有移入 {len(self.salvage.left)} 格（不是填报格），需要的请自己补上："
            yield from (f"  {one.place}：{shown(one.value)}" for one in self.salvage.left)
        if self.salvage.lost:
            yield f"找不到填报格，留空：{'、'.join(self.salvage.lost)}"
        if self.bases_lost:
            yield "“底数”页（以前各月的累计和上年数）找不到了：请向区综治办重新领取预填的表再填"


def _moved(one: Found) -> str:
    how = "（按表上的文字找到）" if one.how == BY_WORDS else ""
    formula = "（原为公式，取其结果）" if one.formula else ""
    return f"{one.name.removeprefix(NOTE)} = {shown(one.value)}　取自 {one.place}{how}{formula}"


def repair(path: Path, new: Path, district: Path | None = None) -> Draft:
    """Write what ``path`` holds into a fresh workbook at ``new``.

    Raises:
        RepairRefusedError: it cannot be done without guessing, or the file is not readable.
        OutputError: ``new`` is the original or cannot be written.
    """
    _check_paths(path, new)
    known_district(district)
    ((_, draft),) = intake.run([(path, path.name)], partial(draft_of, district))
    if isinstance(draft, intake.Failure):
        raise RepairRefusedError(f"{path.name}：{draft.reason}")
    with put_in_place(new) as aside:
        return_book.write(aside, draft.form, draft.edition, draft.contents)
        _compare(aside, draft)
    return draft


def _check_paths(path: Path, new: Path) -> None:
    if not path.exists():
        raise NothingThereError(f"没有这个文件：{path}")
    check_file(new)
    if new.exists() and new.samefile(path):
        raise OutputError(f"{new} 就是原表，不能覆盖：修复后的表请另起文件名")
    if new.suffix.lower() != ".xlsx":
        raise OutputError(f"写不了 {new}：修复后的表是 .xlsx 文件，请把文件名写成 .xlsx")


def draft_of(district: Path | None, path: Path, _: str) -> Draft:
    """The draft for one file; runs in a child. Raises UnusableFileError with what is unclear."""
    try:
        return _draft(open_book(path), district)
    except (UnclearError, loader.StatementError) as fault:
        raise UnusableFileError(str(fault)) from fault


def damage_of(district: Path | None, path: Path) -> tuple[Damage, ...]:
    """What is not as it was issued, for ``validate --inspect``; raises UnusableFileError."""
    book = open_book(path)
    try:
        search = search_in(book, edition_of_book(book, district))
        cells = salvage(search).found
    except (UnclearError, loader.StatementError) as fault:
        raise UnusableFileError(str(fault)) from fault
    period = {name: cells[name].value for name in ("填报单位", "年份", "月份") if name in cells}
    unit, year = period.get("填报单位"), _whole(_plain(period.get("年份")))
    month = _whole(_plain(period.get("月份"))) if search.plan.layout.monthly else None
    return _damage(search, ReturnContents(None if unit is None else str(unit), year, month))


def _draft(book: OpenBook, district: Path | None) -> Draft:
    edition = edition_of_book(book, district)
    search = search_in(book, edition)
    found = salvage(search)
    if found.unclear:
        raise UnclearError(_refusal(found.unclear))
    if not found.found:
        raise UnclearError("找不到任何填报格，不知道是哪份报表；请重新领取空白表填报")
    cells, changes = _put_right(found, search.plan)
    contents = _contents(cells, found, search.plan)
    lost = not any(one.sheet == BASES_SHEET for one in found.found.values())
    has_bases = BASES_SHEET in book.sheets
    return Draft(
        search.plan.kind, edition, contents, found, tuple(changes), _damage(search, contents),
        lost and not has_bases,
    )  # fmt: skip


def _damage(search: Search, contents: ReturnContents) -> tuple[Damage, ...]:
    """Compared with the blank that was issued for that unit and period."""
    blank = ReturnContents(contents.unit, contents.year, contents.month)
    return inspect(replace(search, template=issued(search.plan, blank)))


def _refusal(unclear: tuple[str, ...]) -> str:
    return f"有 {len(unclear)} 处分不清，没有修复：" + "".join(f"\n  {one}" for one in unclear)


# ------------------------------------------------------------------ which form, which rules


def edition_of_book(book: OpenBook, district: Path | None) -> Edition:
    """The edition by 版本, wherever in the workbook that still stands.

    Raises:
        UnusableFileError: no edition of that 版本 is known.
        UnclearError: the file does not tell its 版本.
    """
    year = _named_value(book, "年份")
    version = _named_value(book, "版本")
    if not (isinstance(version, str) and _VERSION.fullmatch(version.strip())):
        version = _version_elsewhere(book, district, year)
    cells = {"版本": RawCell("", "", version), "年份": RawCell("", "", year)}
    return edition_for(RawReturn("", "", cells), district, lambda: book.rules)


_VERSION = re.compile(r"\S+-[0-9a-f]{8,}")


def _named_value(book: OpenBook, name: str) -> object:
    target = book.names.get(name)
    if target is None or target.sheet not in book.sheets:
        return None
    return book.sheets[target.sheet].value((target.row, target.column))


def _version_elsewhere(book: OpenBook, district: Path | None, year: object) -> str:
    """The one 版本 on any page, else that of the rules it carries, else the district's."""
    texts = {text for sheet in book.sheets.values() for text in sheet.words}
    versions = [text for text in texts if len(text) < _LONGEST and _VERSION.fullmatch(text)]
    if len(versions) == 1:
        return versions[0]
    if book.rules:
        with suppress(ValueError, KeyError, TypeError, RecursionError):
            return edition_of(json.loads(book.rules)).id
    if district is not None and isinstance(year, int):
        return in_force(district, year).id
    raise UnclearError("找不到版本，不知道是按哪个考核方案填的；请重新领取空白表填报")


#: signs of a 版本
_LONGEST = 80


def search_in(book: OpenBook, edition: Edition) -> Search:
    """The workbook beside the template of its form; raises UnclearError."""
    plans = [plan_of(edition, form, EVENT_ROWS) for form in (FormKind.MONTHLY, FormKind.ANNUAL)]
    named = [
        plan for plan in plans if any(f"{NOTE}{name}" in book.names for name in plan.layout.notes)
    ]
    searches = [Search(book, template_of(plan), plan) for plan in (named or plans)]
    if len(searches) == 1:
        return searches[0]
    scores = [max(map(one.words.score, book.sheets.values()), default=0) for one in searches]
    if scores[0] == scores[1]:
        raise UnclearError("认不出是月报还是年报；部门提供数和其他文件不能修复")
    return searches[scores.index(max(scores))]


#: blanks by edition and form: one child inspects many files
_BLANKS: dict[tuple[str, FormKind], OpenBook] = {}


def template_of(plan: BookPlan) -> OpenBook:
    """A blank without unit and period, as it is when opened."""
    key = plan.edition.id, plan.kind
    if key not in _BLANKS:
        _BLANKS[key] = issued(plan, ReturnContents())
    return _BLANKS[key]


def issued(plan: BookPlan, contents: ReturnContents) -> OpenBook:
    """A fresh workbook, as it is when opened."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "template.xlsx")
        return_book.write(path, plan.kind, plan.edition, contents)
        return open_book(path)


# ------------------------------------------------------------------ what is written


def _put_right(found: Salvage, plan: BookPlan) -> tuple[dict[str, object], list[Change]]:
    values, changes = {}, []
    for name, one in found.found.items():
        meant = _meant(name, one.value, plan)
        values[name] = one.value if meant is None else meant
        if meant is not None:
            changes.append(Change(one, meant))
    for row in found.events:
        for column, one in row.items():
            meant = _event_value(column, one.value)
            if isinstance(one.value, str) and meant != one.value:
                changes.append(Change(one, meant))
    return values, changes


def _meant(name: str, value: object, plan: BookPlan) -> object:
    """What text in an entry can only mean; None where nothing is to be put right."""
    if not isinstance(value, str):
        return None
    kind = _kind(name, plan)
    if name in ("年份", "月份"):
        value = value.strip().removesuffix("份").removesuffix(name[0])
    return None if kind is None or value in ("是", "否") else certain(value, kind)


def _kind(name: str, plan: BookPlan) -> Kind | None:
    known = {"报出日期": Kind.DATE, NIL_RETURN: Kind.YES_NO, "年份": Kind.COUNT, "月份": Kind.COUNT}
    item = plan.bases.items.get(name)
    return item.kind if item else known.get(name)


def _contents(cells: Mapping[str, object], found: Salvage, plan: BookPlan) -> ReturnContents:
    layout = plan.layout
    typed = {name: _plain(cells.get(name)) for name in layout.inputs if name not in _FRESH}
    for name, item in plan.bases.items.items():
        if name in found.lost and not item.applies_in(_whole(typed.get("月份"))):
            del typed[name]
    events = tuple(
        {column: _event_value(column, one.value) for column, one in row.items()}
        for row in found.events
    )
    unit = cells.get("填报单位")
    return ReturnContents(
        unit=None if unit is None else str(unit),
        year=_whole(typed.get("年份")),
        month=_whole(typed.get("月份")) if layout.monthly else None,
        values=typed,
        notes={
            name: str(_plain(cells[f"{NOTE}{name}"]))
            for name in layout.notes
            if f"{NOTE}{name}" in cells
        },
        events=events,
        bases={name: _plain(cells[name]) for name in plan.bases.literals if name in cells},
    )  # fmt: skip


#: written by the writer itself
_FRESH = ("报表种类", "版本")


def _plain(value: object) -> object:
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _whole(value: object) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def _event_value(column: str, value: object) -> object:
    kind = EVENT_KINDS.get(column)
    if isinstance(value, str) and kind == EventColumn.MOMENT:
        return certain_moment(value) or value
    if isinstance(value, str) and kind == EventColumn.COUNT:
        meant = certain(value, Kind.COUNT)
        return value if meant is None else meant
    return _plain(value)


# ------------------------------------------------------------------ was everything written


def _compare(path: Path, draft: Draft) -> None:
    """The fresh workbook is read back by the usual reader; raises RepairRefusedError."""
    raw = reader.read(path, path.name)
    contents = draft.contents
    wanted = {**contents.values, **contents.bases}
    same = isinstance(raw, RawReturn) and all(
        _same(value, raw.cells[name].value if name in raw.cells else None)
        for name, value in wanted.items()
    )
    if not same or not isinstance(raw, RawReturn):
        raise RepairRefusedError("写出的表与找到的内容不一致，没有保留")
    notes = {name: str(cell.value) for name, cell in raw.notes.items()}
    events = [
        {k: c.value for k, c in row.items() if c.value is not None} for row in raw.register if row
    ]
    written = [{k: v for k, v in row.items() if v is not None} for row in contents.events]
    fits = len(events) == len(written) and all(
        row.keys() == other.keys() and all(_same(value, other[key]) for key, value in row.items())
        for row, other in zip(written, events, strict=True)
    )
    if notes != dict(contents.notes) or not fits:
        raise RepairRefusedError("写出的表与找到的内容不一致，没有保留")


def _same(written: object, read: object) -> bool:
    if isinstance(written, date) and isinstance(read, date):
        return _as_moment(written) == _as_moment(read) or _as_moment(written).date() == read
    return written == read or (written in (None, "") and read in (None, ""))


def _as_moment(day: date) -> datetime:
    return day if isinstance(day, datetime) else datetime(day.year, day.month, day.day)


__all__ = ["Draft", "RepairRefusedError", "draft_of", "repair"]
