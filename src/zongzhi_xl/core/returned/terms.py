"""A name as a term: an item, and what is asked of it.

Rules, cells beside an item's own and the cells of 底数 are named by a prefix that ends with “_”
and an item, in which none may stand. :func:`term_of` takes a name apart, ``str`` puts it together,
and :data:`PREFIXES` says what each prefix means.
"""

from collections.abc import Mapping
from enum import Enum, Flag, auto
from functools import lru_cache

from zongzhi_xl import contract
from zongzhi_xl.core.edition.items import Aggregation, FormKind, Item, Kind
from zongzhi_xl.record import Record

#: in rules only: figure of the departments for the same unit and period, the ledger's sum, a
#: figure of the register of units
DEPARTMENT, LEDGER, REGISTERED = "部门_", "台账累计_", "名册_"


class Term(Record):
    """An item and what is asked of it; the item itself where ``prefix`` is empty."""

    prefix: str
    item: str

    def __str__(self) -> str:
        return f"{self.prefix}{self.item}"

    @property
    def meaning(self) -> "Meaning":
        """What the prefix asks."""
        return PREFIXES[self.prefix]


@lru_cache(maxsize=4096)
def term_of(name: str) -> Term:
    """``累计_刑事立案数`` → 累计_ of 刑事立案数; 状态_累计_刑事立案数 is the state of that term."""
    prefix, mark, item = name.partition("_")
    return Term(f"{prefix}{mark}", item) if mark else Term("", name)


class Home(Enum):
    """Where the value of a term comes from."""

    TYPED = auto()  # by the clerk
    PRESET = auto()  # by the district, in 底数, before the blank goes out
    COMPUTED = auto()  # by the workbook itself; the engine works it out anew
    DISTRICT = auto()  # known at the district only


class Bearer(Flag):
    """Which items a prefix may stand before."""

    NONE = 0
    FLOW = auto()  # 月报: months are added up
    STOCK = auto()  # 月报: the newest month counts
    ANSWER = auto()  # 月报: 是 or 否, month by month
    DAY = auto()  # 月报: the day of a duty
    CONFIRMED = auto()  # 年报: the year of a monthly item
    YEARLY = auto()  # 年报: any other count


class Meaning(Record):
    """What a prefix asks; ``words`` say it to people, with ``{}`` for the item."""

    home: Home
    bearers: Bearer = Bearer.NONE
    words: str = "{}"


#: in the order in which the cells of 底数 stand
PREFIXES: Mapping[str, Meaning] = {
    "": Meaning(Home.TYPED),  # the item itself
    contract.NOTE: Meaning(Home.TYPED, words="{}的说明"),
    contract.STATE: Meaning(Home.COMPUTED),
    contract.SO_FAR: Meaning(Home.COMPUTED, Bearer.FLOW, "本年累计{}"),
    contract.MEAN: Meaning(Home.COMPUTED, Bearer.FLOW, "近12个月平均{}"),
    contract.BROUGHT_FORWARD: Meaning(Home.PRESET, Bearer.FLOW, "上月止累计{}"),
    contract.LAST_MONTH: Meaning(Home.PRESET, Bearer.FLOW | Bearer.STOCK | Bearer.ANSWER, "上月{}"),
    contract.SAME_MONTH_LAST_YEAR: Meaning(Home.PRESET, Bearer.FLOW | Bearer.STOCK, "上年同月{}"),
    contract.SO_FAR_LAST_YEAR: Meaning(Home.PRESET, Bearer.FLOW, "上年同期累计{}"),
    contract.MEAN_SUM: Meaning(Home.PRESET, Bearer.FLOW),
    contract.MEAN_COUNT: Meaning(Home.PRESET, Bearer.FLOW),
    contract.THIS_QUARTER: Meaning(Home.PRESET, Bearer.DAY, "本季前几月{}"),
    contract.MONTHS_SUM: Meaning(Home.PRESET, Bearer.CONFIRMED, "各月合计{}"),
    # the same for every item
    contract.MONTHS_COUNT: Meaning(Home.PRESET, Bearer.CONFIRMED, "已收月报个数"),
    contract.LAST_YEAR: Meaning(Home.PRESET, Bearer.YEARLY, "上年{}"),
    contract.ISSUED: Meaning(Home.PRESET),
    REGISTERED: Meaning(Home.COMPUTED, words="名册中的{}"),
    DEPARTMENT: Meaning(Home.DISTRICT, words="部门提供的{}"),
    LEDGER: Meaning(Home.DISTRICT, words="台账上月止累计{}"),
}


def terms_about(form: FormKind, item: Item) -> tuple[Term, ...]:
    """Every term of ``item`` that a return on that form can tell, but for the item itself."""
    bearer = _bearer(form, item)
    return tuple(Term(one, item.name) for one in PREFIXES if PREFIXES[one].bearers & bearer)


def bases_of(form: FormKind, item: Item) -> tuple[str, ...]:
    """Names in sheet 底数 that belong to ``item`` on that form, in fixed order."""
    terms = terms_about(form, item)
    return tuple(str(one) for one in terms if one.meaning.home == Home.PRESET)


def _bearer(form: FormKind, item: Item) -> Bearer:
    match form, item.aggregation, item.kind:
        case FormKind.ANNUAL, _, _ if item.sums:
            return Bearer.CONFIRMED
        case FormKind.ANNUAL, _, Kind.COUNT:
            return Bearer.YEARLY
        case FormKind.MONTHLY, Aggregation.SUM, _:
            return Bearer.FLOW
        case FormKind.MONTHLY, Aggregation.LAST, _:
            return Bearer.STOCK
        case FormKind.MONTHLY, _, Kind.YES_NO:
            return Bearer.ANSWER
        case FormKind.MONTHLY, _, Kind.DATE:
            return Bearer.DAY
    return Bearer.NONE
