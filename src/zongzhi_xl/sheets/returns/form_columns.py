"""The computed columns of the form page: year so far, last year, change, sum of the months."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from zongzhi_xl import contract
from zongzhi_xl.core.edition.items import Aggregation, Derived, Item, Kind
from zongzhi_xl.core.language.formulas import first_of, when
from zongzhi_xl.sheets.returns.bases import BasePlan
from zongzhi_xl.sheets.returns.live import Live, figure, missing

NOTHING = "—"


@dataclass(frozen=True)
class FormColumns:
    """Formulas of the computed columns for one form of one edition."""

    bases: BasePlan

    @cached_property
    def of(self) -> Mapping[str, Mapping[str, Live]]:
        """For each item its formulas by column; a column left out holds nothing for it."""
        by_item = self._monthly if self.bases.layout.monthly else self._annual
        return {name: by_item(item) for name, item in self.bases.items.items()}

    def _monthly(self, item: Item) -> Mapping[str, Live]:
        name = item.name
        if item.months == (1,):  # what the year begins with: it neither grows nor falls
            return {"so_far": self.bases.so_far_figure(name)}
        if item.aggregation == Aggregation.SUM:
            return {
                "so_far": self.bases.so_far_figure(name),
                "same_month": self._mirror(f"{contract.SAME_MONTH_LAST_YEAR}{name}"),
                "so_far_last_year": self._mirror(f"{contract.SO_FAR_LAST_YEAR}{name}"),
                "change": self._change(
                    f"{contract.SO_FAR}{name}", f"{contract.SO_FAR_LAST_YEAR}{name}"
                ),
            }
        if item.aggregation == Aggregation.LAST and item.kind == Kind.COUNT:
            return {"same_month": self._mirror(f"{contract.SAME_MONTH_LAST_YEAR}{name}")}
        return {}

    def _annual(self, item: Item) -> Mapping[str, Live]:
        if item.sums:
            return {"months_sum": self._mirror(f"{contract.MONTHS_SUM}{item.name}")}
        if item.kind != Kind.COUNT:
            return {}
        before = f"{contract.LAST_YEAR}{item.name}"
        return {"last_year": self._mirror(before), "change": self._change(item.name, before)}

    def _mirror(self, base: str) -> Live:
        """A figure of 底数 as it stands, — where there is none."""
        known = self.bases.scope.state_of(base).equals(0)
        return Live(when(known, figure(base), NOTHING))

    def _change(self, now: str, before: str) -> Live:
        """(now − before) / before; — where either is missing or before is 0."""
        worst = self.bases.scope.worst((now, before))
        figures = figure(now), figure(before)
        share = (figures[0] - figures[1]) / figures[1]
        return Live(first_of(((worst > 0, NOTHING), (figures[1].equals(0), NOTHING)), share))

    def derived(self, one: Derived) -> Live:
        """A row that is worked out from items of the form."""
        worst = self.bases.scope.worst(one.formula.names)
        return Live(when(worst > 0, missing(worst), self.bases.scope.rule(one.formula)))
