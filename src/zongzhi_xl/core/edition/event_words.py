"""What may be chosen in the register of events (重大事项登记) and on sheet 区认定."""

from collections.abc import Mapping
from enum import StrEnum

from zongzhi_xl.contract import ACCIDENT_KIND, CATEGORY, DISTRICT_MARK


class Category(StrEnum):
    """大类."""

    CASE = "案件"
    ACCIDENT = "事故"
    DISPUTE = "矛盾纠纷"
    OTHER = "其他"


class AccidentKind(StrEnum):
    """事故类型."""

    FIRE = "火灾"
    WORK = "生产"
    TRAFFIC = "交通"
    PUBLIC_ORDER = "治安灾害"


class DistrictMark(StrEnum):
    """区认定: what the district finds an event to be."""

    GRAVE_ACCIDENT = "重大责任事故"
    GRAVE_VIOLENCE = "特大严重暴力案件"
    WHOLE_DISTRICT = "影响全区"


#: what the district found is none of these
NOTHING_OF_THE_KIND = "无"

#: column by column, of the register and of 区认定
CHOICES: Mapping[str, tuple[str, ...]] = {
    CATEGORY: tuple(Category),
    ACCIDENT_KIND: (*AccidentKind, "不适用"),
    DISTRICT_MARK: (NOTHING_OF_THE_KIND, *DistrictMark),
}

#: every word that may be chosen: in a rule over an event it stands for itself
WORDS = frozenset(word for words in CHOICES.values() for word in words)

#: what follows of an event's columns: 起算时间 to 上报时间 (R20), the final count of deaths (R22)
LATE_HOURS, DEAD = "迟报小时", "死亡"
