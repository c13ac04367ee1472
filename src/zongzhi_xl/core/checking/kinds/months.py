"""A return beside those of other months (10, 36, 60)."""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from zongzhi_xl.contract import LAST_MONTH, MONTHS_SUM
from zongzhi_xl.core.checking.kinds.kind import Cell, on
from zongzhi_xl.core.checking.relations import Case, Fault
from zongzhi_xl.core.edition.items import Aggregation
from zongzhi_xl.core.language.values import NOT_APPLICABLE, plain


@dataclass(frozen=True)
class CopiedMonth:
    """Flows that equal last month's stay below a share of those compared (10).

    Items with 0 last month are not compared; nothing is said over fewer than ``least`` items.
    """

    share: Fraction
    least: int

    def faults(self, case: Case) -> Iterator[Fault]:
        """Shown at the first item that is the same."""
        value = case.submission.value
        flows = [item.name for item in case.items.values() if item.aggregation == Aggregation.SUM]
        pairs = [(name, value(name), value(LAST_MONTH + name)) for name in flows]
        compared = [pair for pair in pairs if _is_count(pair[1]) and _is_count(pair[2]) and pair[2]]
        same = [name for name, this, last in compared if this == last]
        if len(compared) >= self.least and len(same) >= self.share * len(compared):
            counts = f"上月不为0的 {len(compared)} 项中有 {len(same)} 项与上月相同"
            yield Fault(same[0], f"{counts}（{'、'.join(map(case.label, same))}）", frozenset(same))


def _is_count(value: object) -> bool:
    return isinstance(value, int)


@dataclass(frozen=True)
class Unchanged:
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


@dataclass(frozen=True)
class MonthsConfirmed:
    """Each figure of the year is the sum of the twelve returns that the district holds (60, 区)."""

    def faults(self, case: Case) -> Iterator[Fault]:
        """Not run while a month lacks, nor where the workbook carries that sum: check 60 did."""
        months = case.earlier
        if len(months) < 12:
            return
        for name, item in case.items.items():
            found = [one.value(item.sums) for one in months.values()] if item.sums else []
            counts = [value for value in found if isinstance(value, int)]
            typed = case.submission.value(name)
            if not isinstance(typed, int) or len(counts) < 12:
                continue
            total = sum(counts)
            if typed != total != case.submission.value(MONTHS_SUM + name):
                message = f"{item.printed} {plain(typed)} 不等于 区里收到的12份月报合计 {total}"
                yield on(name, message)
