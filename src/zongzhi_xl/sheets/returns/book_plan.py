"""Everything about a return workbook that does not depend on the single return."""

from collections.abc import Mapping
from functools import cached_property, lru_cache

from zongzhi_xl import contract
from zongzhi_xl.core.edition.items import Aggregation, Derived, FormKind, Item, Kind
from zongzhi_xl.core.edition.statement import Edition
from zongzhi_xl.core.language.formulas import first_of, when
from zongzhi_xl.record import Record
from zongzhi_xl.sheets.returns.bases import BasePlan
from zongzhi_xl.sheets.returns.form_layout import FormLayout
from zongzhi_xl.sheets.returns.found import FoundPlan
from zongzhi_xl.sheets.returns.hints import HintPlan
from zongzhi_xl.sheets.returns.live import Live, figure, missing
from zongzhi_xl.sheets.returns.live_checks import CheckPlan
from zongzhi_xl.sheets.returns.trial import TrialPlan

NOTHING = "—"


class FormColumns(Record):
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


class BookPlan(Record):
    """Layout and compiled formulas of one form of one edition."""

    edition: Edition
    kind: FormKind
    event_rows: int = contract.EVENT_ROWS

    @cached_property
    def layout(self) -> FormLayout:
        """The form page."""
        return FormLayout(self.edition.form(self.kind))

    @cached_property
    def bases(self) -> BasePlan:
        """The hidden sheets 计算 and 底数."""
        return BasePlan(self.edition, self.layout, self.event_rows)

    @cached_property
    def checks(self) -> CheckPlan:
        """The page 审核关系."""
        return CheckPlan(self.bases)

    @cached_property
    def hints(self) -> HintPlan:
        """The column 提示."""
        return HintPlan(self.checks)

    @cached_property
    def found(self) -> FoundPlan:
        """The sheet 逐条, where there are macros."""
        return FoundPlan(self.checks, self.clause_of_check)

    @cached_property
    def columns(self) -> FormColumns:
        """The computed columns of the form page."""
        return FormColumns(self.bases)

    @cached_property
    def trial(self) -> TrialPlan:
        """The page 指标测算."""
        return TrialPlan(self.bases)

    @cached_property
    def clause_of_check(self) -> Mapping[str, int]:
        """The clause of a check by its number; general checks have none."""
        return {
            check.id: clause.number
            for clause in self.edition.clauses
            for check in clause.checks
            if check.form == self.kind
        }

    @cached_property
    def period(self) -> Live:
        """``2026年3月``, ``2026年度``; empty while it is not typed."""
        year = self.bases.period_cell(contract.REPORTING_YEAR)
        words = year & "年度"
        if self.layout.monthly:
            words = year & "年" & (self.bases.period_cell(contract.REPORTING_MONTH) & "月")
        return Live(when(self.bases.period_state > 0, "", words))


class _Same(Record):
    """An edition as a key: two editions of the same document share their plans."""

    canonical: str
    edition: Edition

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and other.canonical == self.canonical

    def __hash__(self) -> int:
        return hash(self.canonical)


@lru_cache(maxsize=16)
def _plan(edition: _Same, kind: FormKind, event_rows: int) -> BookPlan:
    return BookPlan(edition.edition, kind, event_rows)


def plan_of(edition: Edition, kind: FormKind, event_rows: int = contract.EVENT_ROWS) -> BookPlan:
    """The plan, compiled once for each edition and form."""
    return _plan(_Same(edition.canonical, edition), kind, event_rows)
