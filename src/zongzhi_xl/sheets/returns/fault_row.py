"""One thing that a live check may find, as formulas."""

from zongzhi_xl.contract import REPORTED_ON
from zongzhi_xl.core.edition.items import Check, Kind, Severity
from zongzhi_xl.core.language.formulas import Formula, Operand, call, part, when
from zongzhi_xl.core.returned.results import EXPLAINED
from zongzhi_xl.record import Record
from zongzhi_xl.sheets.returns.bases import BasePlan
from zongzhi_xl.sheets.returns.form_layout import Spot
from zongzhi_xl.sheets.returns.live import figure
from zongzhi_xl.sheets.returns.live_checks import CheckPlan
from zongzhi_xl.sheets.returns.told import Teller, seen, sentence


class FaultRow(Record):
    """One thing that a live check may find.

    ``spot`` is the cell where it is shown, None where that is not one cell; ``message`` goes on
    with the words of the check or with ``words``.
    """

    check: Check
    there: Formula
    spot: Spot | None
    item: str
    value: Operand
    message: Formula
    words: "Operand | None" = None
    remedy: "Operand | None" = None
    explained: Formula | None = None

    @property
    def level(self) -> Operand:
        """强制性, 核实性, 已说明 or 提示."""
        severity = self.check.severity.value
        return when(self.explained, EXPLAINED, severity) if self.explained else severity

    @property
    def address(self) -> str:
        """``D8``; empty where it is not one cell."""
        return self.spot.address if self.spot else ""

    @property
    def told(self) -> Formula:
        """The whole sentence."""
        return sentence((self.message, "：", self.words or self.check.words))


class FormFaults(Record):
    """Faults at cells of the form page."""

    checks: CheckPlan

    @property
    def bases(self) -> BasePlan:
        """The hidden sheets 计算 and 底数."""
        return self.checks.bases

    @property
    def teller(self) -> Teller:
        """Who puts a rule into words."""
        return Teller(self.bases)

    def at(self, check: Check, name: str, there: Formula, message: Operand) -> FaultRow:
        """A fault at the cell called ``name``."""
        bases = self.bases
        kind = bases.entries.get(name) or (Kind.DATE if name == REPORTED_ON else None)
        typed = figure(name)
        value = seen(typed, kind) if kind else call("TRIM", typed)
        asks = check.severity == Severity.QUERY and name in bases.layout.notes
        explained = bases.texts.explained(name) if asks else None
        spot = bases.layout.inputs[name]
        return FaultRow(check, there, spot, name, value, part(message), explained=explained)
