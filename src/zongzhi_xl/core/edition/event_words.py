"""What may be chosen in the register of events (重大事项登记) and on sheet 区认定.

The words are the edition's. The columns are those of the workbook, and stand in the contract.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import NewType

from zongzhi_xl.contract import ACCIDENT_KIND, CATEGORY, DISTRICT_MARK
from zongzhi_xl.core.edition.records import reads_text
from zongzhi_xl.core.language.values import State

#: a word of 大类, and one of 区认定; that the edition has it is soundness' to prove
Category = NewType("Category", str)
DistrictMark = NewType("DistrictMark", str)
reads_text(Category, Category, "？")
reads_text(DistrictMark, DistrictMark, "？")

#: what the district found is none of its words
NOTHING_OF_THE_KIND = "无"
#: the columns in which a word is chosen
CHOSEN = (CATEGORY, ACCIDENT_KIND, DISTRICT_MARK)

#: what follows of an event's columns: 起算时间 to 上报时间 (R20), the final count of deaths (R22)
LATE_HOURS, DEAD = "迟报小时", "死亡"


@dataclass(frozen=True)
class EventWords:
    """The words of the register of events; ``asked`` are the categories that wait for a mark.

    ``categories`` are those of 大类, ``accidents`` of 事故类型, ``marks`` of 区认定.
    """

    categories: tuple[Category, ...] = ()
    accidents: tuple[str, ...] = ()
    marks: tuple[DistrictMark, ...] = ()
    asked: tuple[Category, ...] = ()

    @cached_property
    def choices(self) -> Mapping[str, tuple[str, ...]]:
        """What may be chosen, column by column."""
        return {
            CATEGORY: self.categories,
            ACCIDENT_KIND: (*self.accidents, State.NOT_APPLICABLE.value),
            DISTRICT_MARK: (NOTHING_OF_THE_KIND, *self.marks),
        }

    @cached_property
    def words(self) -> frozenset[str]:
        """Every word that may be chosen: in a rule over an event it stands for itself."""
        return frozenset(word for words in self.choices.values() for word in words)
