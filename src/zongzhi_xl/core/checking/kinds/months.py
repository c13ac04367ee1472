"""A return beside those of other months (10, 36, 60)."""

from collections.abc import Iterator
from fractions import Fraction

from zongzhi_xl.contract import LAST_MONTH
from zongzhi_xl.core.checking.kinds.kind import Cell, on
from zongzhi_xl.core.checking.relations import Case, Fault
from zongzhi_xl.core.edition.items import Aggregation, Item
from zongzhi_xl.core.language.values import NOT_APPLICABLE, plain
from zongzhi_xl.record import Record

#: how many items were compared, how many are the same, and which
ALIKE = "上月不为0的 {} 项中有 {} 项与上月相同（{}）"


class CopiedMonth(Record):
    """Flows that equal last month's stay below a share of those compared (10).

    Items with 0 last month are not compared; nothing is said over fewer than ``least`` items.
    """

    share: Fraction
    least: int

    def faults(self, case: Case) -> Iterator[Fault]:
        """Shown at the first item that is the same."""
        value, flows = case.submission.value, Aggregation.SUM
        names = [item.name for item in case.items.values() if item.aggregation == flows]
        pairs = [(name, value(name), case.lookup(LAST_MONTH + name)) for name in names]
        compared = [pair for pair in pairs if _is_count(pair[1]) and _is_count(pair[2]) and pair[2]]
        same = [name for name, this, last in compared if this == last]
        if len(compared) >= self.least and len(same) >= self.share * len(compared):
            labels = "、".join(map(case.label, same))
            message = ALIKE.format(len(compared), len(same), labels)
            yield Fault(same[0], message, frozenset(same))


def _is_count(value: object) -> bool:
    return isinstance(value, int)


class Unchanged(Record):
    """The items are not all the same for ``months`` months in a row (36, 区)."""

    items: tuple[Cell, ...]
    months: int

    def faults(self, case: Case) -> Iterator[Fault]:
        """Not run where a month is missing or all of the items are 0."""
        last = case.submission.month or 0
        before = [case.earlier.get(month) for month in range(last - self.months + 1, last)]
        now = [case.submission.value(name) for name in self.items]
        if not any(isinstance(value, int) and value for value in now) or NOT_APPLICABLE in now:
            return
        if all(one and [one.value(name) for name in self.items] == now for one in before):
            shown = "、".join(map(case.label, self.items))
            yield Fault(self.items[0], f"{shown}连续 {self.months} 个月都没有变化")


class MonthsConfirmed(Record):
    """Each figure of the year is the sum of the months as the district holds them (60, 区).

    A month's figure is the department's where it gave one (R10).
    """

    def faults(self, case: Case) -> Iterator[Fault]:
        """While a month lacks only a year that is less than the other months together."""
        for name, item in case.items.items():
            typed = case.submission.value(name)
            if item.sums and isinstance(typed, int):
                held = [_held(case, item, month) for month in range(1, 13)]
                counts = [value for value in held if isinstance(value, int)]
                total, whole = sum(counts), None not in held
                if typed < total or (whole and typed != total):
                    yield on(name, f"{item.printed} {plain(typed)} 不等于 {_told(counts, total)}")


def _held(case: Case, item: Item, month: int) -> object:
    """That month's figure of what an item of the year sums up; None without a paper."""
    given = case.district.department_months.get(month, {}) if case.district else {}
    entry = given.get(item.sums or "") if not case.edition.is_of_unit(item) else None
    if entry is not None and isinstance(entry.value, int):
        return entry.value
    returned = case.earlier.get(month)
    return returned.value(item.sums or "") if returned else None


def _told(counts: list[int], total: int) -> str:
    lacking = f"（其中{12 - len(counts)}个月没有数）" if len(counts) < 12 else ""
    return f"区里掌握的12个月合计 {total}{lacking}"
