"""What a repair will write: every value found in a damaged return, put right where it is certain.

Text that can only mean one thing (``12起``, ``2026年3月5日``) is put right; numbers of persons
are masked, because nothing that we write may carry them on. Both are listed with what stood there.
"""

from collections.abc import Collection, Mapping, Sequence
from pathlib import Path

from zongzhi_xl import contract
from zongzhi_xl.core.edition.event_words import ColumnKind
from zongzhi_xl.core.edition.items import FormKind, Kind
from zongzhi_xl.core.edition.statement import Edition
from zongzhi_xl.core.language.values import NO, YES
from zongzhi_xl.core.returned.personal_data import hidden, masked, sort_of
from zongzhi_xl.core.returned.proposals import certain, certain_moment
from zongzhi_xl.errors import UnusableFileError
from zongzhi_xl.mending.inspection import Damage
from zongzhi_xl.mending.opened import open_book
from zongzhi_xl.mending.recognising import (
    blank_of,
    damage_in,
    edition_of_book,
    search_in,
    tells_version,
    whole,
)
from zongzhi_xl.mending.return_copy import as_whole
from zongzhi_xl.mending.salvage import Found, Salvage, salvage, spoken
from zongzhi_xl.record import Record, replace
from zongzhi_xl.sheets.return_book import ReturnContents
from zongzhi_xl.sheets.returns.book_plan import BookPlan


class Written(Record):
    """An entry as it goes into the fresh workbook: ``name`` in words, where it stood, its value.

    ``key``: its defined name, or row (from 0) and column of the register. ``put_right``: text that
    can only mean ``value``; ``hides``: numbers of persons were masked.
    """

    key: str | tuple[int, str]
    name: str
    found: Found
    value: object
    put_right: bool
    hides: bool


class Draft(Record):
    """What goes into the fresh workbook, where it was found, and what did not come along."""

    form: FormKind
    edition: Edition
    contents: ReturnContents
    entries: tuple[Written, ...]
    salvage: Salvage
    damage: tuple[Damage, ...]
    bases_lost: bool
    version_lost: bool

    @property
    def changes(self) -> tuple[Written, ...]:
        """What was put right."""
        return tuple(one for one in self.entries if one.put_right)

    @property
    def masked(self) -> tuple[Written, ...]:
        """What held numbers of persons."""
        return tuple(one for one in self.entries if one.hides)

    def without(self, keys: Collection[object]) -> "Draft":
        """The same but for what stands at ``keys``, which is listed as not moved."""
        contents, dropped = self.contents, [one for one in self.entries if one.key in keys]
        return replace(
            self,
            contents=replace(
                contents,
                values={name: v for name, v in contents.values.items() if name not in keys},
                notes={
                    name: words for name, words in contents.notes.items()
                    if f"{contract.NOTE}{name}" not in keys
                },
                bases={name: v for name, v in contents.bases.items() if name not in keys},
                events=tuple(
                    {column: v for column, v in row.items() if (number, column) not in keys}
                    for number, row in enumerate(contents.events)
                ),
            ),
            entries=tuple(one for one in self.entries if one.key not in keys),
            salvage=replace(
                self.salvage, left=(*self.salvage.left, *(one.found for one in dropped))
            ),
        )  # fmt: skip

    @property
    def needs_a_person(self) -> bool:
        """Whether something was changed, left behind or lost."""
        changed = self.changes or self.masked
        lost = self.salvage.lost or self.bases_lost or self.version_lost
        return bool(changed or self.salvage.left or lost)


def draft_of(district: Path | None, path: Path, _: str) -> Draft:
    """The draft for one file; runs in a child.

    Raises UnusableFileError with what is unclear, StatementError.
    """
    book = open_book(path)
    edition = edition_of_book(book, district)
    search = search_in(book, edition)
    found = salvage(search)
    if found.unclear:
        raise UnusableFileError(_refusal(found.unclear))
    if not found.found:
        raise UnusableFileError("找不到任何填报格，不知道是哪份报表；请重新领取空白表填报")
    units = tuple(unit.name for unit in edition.units)
    cells = {
        name: _written(name, spoken(name), one, _meant(name, one.value, search.plan), units)
        for name, one in found.found.items()
    }
    events = [
        {column: _of_event(number, column, one, search.plan) for column, one in row.items()}
        for number, row in enumerate(found.events)
    ]
    contents = _contents(cells, events, found, search.plan)
    return Draft(
        search.plan.kind, edition, contents,
        (*cells.values(), *(one for row in events for one in row.values())),
        found, damage_in(search, contents), contract.BASES not in search.pages,
        not tells_version(book),
    )  # fmt: skip


def _refusal(unclear: tuple[str, ...]) -> str:
    return f"有 {len(unclear)} 处分不清，没有修复：" + "".join(f"\n  {one}" for one in unclear)


# ------------------------------------------------------------------ one entry


def _written(
    key: str | tuple[int, str],
    name: str,
    found: Found,
    meant: object,
    public: Sequence[str] = (),
) -> Written:
    value = as_whole(found.value) if meant is None else meant
    shown = _without_persons(value, public)
    return Written(key, name, found, shown, meant is not None, shown != value)


def _without_persons(value: object, public: Sequence[str]) -> object:
    """Numbers of persons starred, in words and where one was typed as a number."""
    if isinstance(value, str):
        return masked(value, public)
    if isinstance(value, int) and sort_of(str(value)):
        return hidden(str(value))
    return value


def _meant(name: str, value: object, plan: BookPlan) -> object:
    """What text in an entry can only mean; None where nothing is to be put right."""
    if not isinstance(value, str):
        return None
    kind = _kind(name, plan)
    if name in (contract.REPORTING_YEAR, contract.REPORTING_MONTH):
        value = value.strip().removesuffix("份").removesuffix(name[0])
    return None if kind is None or value in (YES, NO) else certain(value, kind)


def _kind(name: str, plan: BookPlan) -> Kind | None:
    known = {
        contract.REPORTED_ON: Kind.DATE, contract.NIL_RETURN: Kind.YES_NO,
        contract.REPORTING_YEAR: Kind.COUNT, contract.REPORTING_MONTH: Kind.COUNT,
    }  # fmt: skip
    item = plan.bases.items.get(name)
    return item.kind if item else known.get(name)


def _of_event(number: int, column: str, found: Found, plan: BookPlan) -> Written:
    meant: object = None
    words = plan.edition.statement.events
    if isinstance(found.value, str):
        match words.kinds[column]:
            case ColumnKind.MOMENT:
                meant = certain_moment(found.value)
            case ColumnKind.COUNT:
                meant = certain(found.value, Kind.COUNT)
            case ColumnKind.DAY:
                meant = certain(found.value, Kind.DATE)
    told = f"登记第{number + 1}行的{words.label(column)}"
    return _written((number, column), told, found, meant)


# ------------------------------------------------------------------ the whole return


def _contents(
    cells: Mapping[str, Written],
    events: Sequence[Mapping[str, Written]],
    found: Salvage,
    plan: BookPlan,
) -> ReturnContents:
    layout, value = plan.layout, {name: one.value for name, one in cells.items()}
    typed = {name: value.get(name) for name in layout.inputs if name not in _FRESH}
    typed |= {contract.FAULTY: value[contract.FAULTY]} if contract.FAULTY in value else {}
    for name, item in plan.bases.items.items():
        if name in found.lost and not item.applies_in(whole(typed.get(contract.REPORTING_MONTH))):
            del typed[name]
    return replace(
        blank_of(plan, value),
        values=typed,
        notes={
            name: str(value[f"{contract.NOTE}{name}"])
            for name in layout.notes
            if f"{contract.NOTE}{name}" in value
        },
        events=tuple({column: one.value for column, one in row.items()} for row in events),
        bases={name: value[name] for name in plan.bases.literals if name in value},
    )


#: written by the writer itself
_FRESH = (contract.REPORT_KIND, contract.RULES_VERSION)
