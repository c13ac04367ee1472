"""The register of events (重大事项登记): its columns, and what may be chosen there and on 区认定.

Columns and words are the edition's. A few columns mean something to the program beyond what
stands in them, and are known by their names; what is printed above them is the edition's too.
"""

from collections.abc import Iterable, Mapping
from enum import StrEnum
from functools import cached_property
from typing import NewType, TypeVar

from zongzhi_xl import contract
from zongzhi_xl.core.edition.records import reads_text
from zongzhi_xl.record import Record

T = TypeVar("T")
#: a word of 大类, and one of 区认定; that the edition has it is soundness' to prove
Category = NewType("Category", str)
DistrictMark = NewType("DistrictMark", str)
reads_text(Category, Category, "？")
reads_text(DistrictMark, DistrictMark, "？")

#: what the district found is none of its words
NOTHING_OF_THE_KIND = "无"

#: what follows of an event's columns: 起算时间 to 上报时间 (R20), the final count of deaths (R22)
LATE_HOURS, DEAD = "迟报小时", "死亡"


class ColumnKind(StrEnum):
    """How a column of the register is read."""

    TEXT = "文字"
    CHOICE = "选项"
    MOMENT = "时间"  # a day with its time, to the minute
    DAY = "日期"
    COUNT = "计数"


_TEXT, _MOMENT, _COUNT = ColumnKind.TEXT, ColumnKind.MOMENT, ColumnKind.COUNT
#: the columns that mean something to the program, and how they are read
MEANT: Mapping[str, ColumnKind] = {
    contract.EVENT_NUMBER: _TEXT, contract.CATEGORY: ColumnKind.CHOICE,
    contract.OCCURRED: _MOMENT, contract.CALLED: _MOMENT, contract.SENT: _MOMENT,
    contract.DEATHS: _COUNT, contract.FINAL_DEATHS: _COUNT, contract.CIRCUMSTANCES: _TEXT,
}  # fmt: skip
#: those without which no event can be told, nor a reason given
NEEDED = (*contract.NAMED_EVENT, contract.CIRCUMSTANCES)
#: the column from which each of what follows is worked out
FOLLOWS_OF: Mapping[str, str] = {LATE_HOURS: contract.SENT, DEAD: contract.DEATHS}


class RegisterColumn(Record):
    """A column of the register: ``name`` is the word in rules, ``label`` what is printed above it.

    ``words`` are shown beside a cell that is filled in, ``choices`` are those of a 选项.
    """

    name: str
    kind: ColumnKind
    label: str | None = None
    choices: tuple[str, ...] = ()
    words: str | None = None

    @property
    def printed(self) -> str:
        """What stands above it."""
        return self.label or self.name

    @property
    def heading(self) -> str:
        """The same without blanks, by which it is told."""
        return "".join(self.printed.split())


class EventWords(Record):
    """The register of events; ``asked`` are the categories that wait for a mark of 区认定.

    ``columns`` stand in printed order, ``marks`` are the words of 区认定.
    """

    columns: tuple[RegisterColumn, ...] = ()
    marks: tuple[DistrictMark, ...] = ()
    asked: tuple[Category, ...] = ()

    @cached_property
    def kinds(self) -> Mapping[str, ColumnKind]:
        """How each column is read, by name in printed order."""
        return {one.name: one.kind for one in self.columns}

    @cached_property
    def printed(self) -> Mapping[str, str]:
        """The heading of each column, by name in printed order."""
        return {one.name: one.printed for one in self.columns}

    @cached_property
    def headed(self) -> Mapping[str, str]:
        """The column under each heading, blanks left out; its name is taken for one too."""
        own = {one.heading: one.name for one in self.columns}
        return {one.name: one.name for one in self.columns} | own

    def by_column(self, row: Mapping[str, T]) -> dict[str, T]:
        """What stands under each heading by the names of the columns, in printed order."""
        held = {self.headed.get(heading): one for heading, one in row.items()}
        return {name: held[name] for name in self.kinds if name in held}

    def lost(self, headings: Iterable[str], of: Iterable[str] = ()) -> list[str]:
        """The columns, or those ``of`` them, over which none of these headings stands."""
        there = {self.headed.get(heading) for heading in headings}
        return [name for name in of or self.kinds if name not in there]

    def label(self, name: str) -> str:
        """What a column is called for people."""
        return self.printed.get(name, name)

    @cached_property
    def categories(self) -> tuple[str, ...]:
        """What may be chosen in 大类."""
        return self.choices.get(contract.CATEGORY, ())

    @cached_property
    def choices(self) -> Mapping[str, tuple[str, ...]]:
        """What may be chosen, column by column."""
        own = {one.name: one.choices for one in self.columns if one.kind == ColumnKind.CHOICE}
        return {**own, contract.DISTRICT_MARK: (NOTHING_OF_THE_KIND, *self.marks)}

    @cached_property
    def words(self) -> frozenset[str]:
        """Every word that may be chosen: in a rule over an event it stands for itself."""
        return frozenset(word for words in self.choices.values() for word in words)
