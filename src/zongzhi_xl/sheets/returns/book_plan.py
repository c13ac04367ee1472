"""Everything about a return workbook that does not depend on the single return."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache

from zongzhi_xl.contract import EVENT_ROWS
from zongzhi_xl.core.edition.items import FormKind
from zongzhi_xl.core.edition.statement import Edition
from zongzhi_xl.core.language.formulas import when
from zongzhi_xl.sheets.returns.bases import BasePlan
from zongzhi_xl.sheets.returns.form_columns import FormColumns
from zongzhi_xl.sheets.returns.form_layout import FormLayout
from zongzhi_xl.sheets.returns.hints import HintPlan
from zongzhi_xl.sheets.returns.live import Live
from zongzhi_xl.sheets.returns.live_checks import CheckPlan
from zongzhi_xl.sheets.returns.trial import TrialPlan


@dataclass(frozen=True)
class BookPlan:
    """Layout and compiled formulas of one form of one edition."""

    edition: Edition
    kind: FormKind
    event_rows: int = EVENT_ROWS

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
        year = self.bases.period_cell("年份")
        month = self.bases.period_cell("月份") & "月" if self.layout.monthly else None
        words = year & "年" & month if month else year & "年度"
        return Live(when(self.bases.period_state > 0, "", words))


@dataclass(frozen=True)
class _Same:
    """An edition as a key: two editions of the same document share their plans."""

    canonical: str
    edition: Edition = field(compare=False)


@lru_cache(maxsize=16)
def _plan(edition: _Same, kind: FormKind, event_rows: int) -> BookPlan:
    return BookPlan(edition.edition, kind, event_rows)


def plan_of(edition: Edition, kind: FormKind, event_rows: int = EVENT_ROWS) -> BookPlan:
    """The plan, compiled once for each edition and form."""
    return _plan(_Same(edition.canonical, edition), kind, event_rows)
