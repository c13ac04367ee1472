"""Everything that the live checks may find, one row each: where, which words, whether it is so.

The rows stand in the order in which findings are told, so that the sheet 逐条 only has to leave
out what was not found.
"""

from collections.abc import Iterator, Sequence
from functools import cached_property

from zongzhi_xl.core.language.expressions import Expression
from zongzhi_xl.core.language.formulas import Formula, call, first_of
from zongzhi_xl.core.returned.findings import rank
from zongzhi_xl.record import Record
from zongzhi_xl.sheets.returns.fault_row import FaultRow, FormFaults
from zongzhi_xl.sheets.returns.kind_faults import OF_KIND, as_a_whole
from zongzhi_xl.sheets.returns.live_checks import CheckPlan, CheckRow, comparisons


class FaultPlan(Record):
    """Everything that the live checks of one form may find."""

    checks: CheckPlan

    @cached_property
    def rows(self) -> tuple[FaultRow, ...]:
        """In the order in which findings are told."""
        found = [fault for row in self.checks.rows if self._is_live(row) for fault in self._of(row)]
        return tuple(sorted(found, key=self._rank))

    @cached_property
    def asked(self) -> tuple[str, ...]:
        """The numbers of the checks that run in the sheet."""
        return self._numbers(live=True)

    @cached_property
    def left(self) -> tuple[str, ...]:
        """The numbers of those that only the program runs on a return alone."""
        return self._numbers(live=False)

    def _numbers(self, *, live: bool) -> tuple[str, ...]:
        rows = (one for one in self.checks.rows if not one.check.district)
        return tuple(dict.fromkeys(one.check.id for one in rows if self._is_live(one) == live))

    def _is_live(self, row: CheckRow) -> bool:
        return row.row in self.checks.lives

    def _rank(self, one: FaultRow) -> tuple[object, ...]:
        sheet, cell = (one.spot.sheet, one.spot.address) if one.spot else (self._sheet, "")
        return rank(one.check.severity, one.check.id, sheet, cell)

    @property
    def _form(self) -> FormFaults:
        return FormFaults(self.checks)

    @property
    def _sheet(self) -> str:
        return self.checks.bases.layout.sheet

    def _of(self, row: CheckRow) -> Iterator[FaultRow]:
        if row.rule:
            return self._of_rule(row, row.rule)
        of_kind = OF_KIND.get(row.check.kind or "", as_a_whole)
        return of_kind(self._form, row)

    # -------------------------------------------------------------- rules

    def _of_rule(self, row: CheckRow, rule: Expression) -> Iterator[FaultRow]:
        """A chain has a row for each link; where all are shown at one cell, the first is told."""
        asked = [link.holds for link in row.links] or [rule]
        rules = [comparisons(one, self.checks.bases.given) for one in asked]
        for links, one in zip(rules, self.checks.faults(row), strict=True):
            if one.at:
                told = self._first_broken(links, one.at)
                yield self._form.at(row.check, one.at, one.there, told)

    def _first_broken(self, links: Sequence[Expression], at: str) -> Formula:
        scope = self.checks.bases.scope
        told = [self._form.teller.broken(link.root, at) for link in links]
        before = zip(links, told[:-1], strict=False)
        cases = ((call("NOT", scope.rule(link)), words) for link, words in before)
        return first_of(cases, told[-1])
