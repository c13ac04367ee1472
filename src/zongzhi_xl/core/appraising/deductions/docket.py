"""What the deductions of one unit are decided on, and what they cost before any cap.

A pending figure costs nothing before the year is closed; at closing (R9) what the office still
owes is read against it, what the district or a department owes costs nothing.
"""

from collections.abc import Iterable, Mapping
from fractions import Fraction
from functools import reduce

from zongzhi_xl.core.appraising.figures import Figures, UnitYear
from zongzhi_xl.core.appraising.scorecard import (
    Absence,
    Contribution,
    Delivery,
    Evidence,
    IndicatorResult,
    Occasion,
    Source,
)
from zongzhi_xl.core.appraising.sources import paper_words, written
from zongzhi_xl.core.edition.deductions import Circumstance, Deduction
from zongzhi_xl.core.edition.items import FormKind
from zongzhi_xl.core.edition.scale import Amount
from zongzhi_xl.core.edition.statement import Edition
from zongzhi_xl.core.language.values import Value
from zongzhi_xl.record import Record


class Docket(Record):
    """Everything that decides about one unit."""

    year: UnitYear
    figures: Figures
    results: Mapping[str, IndicatorResult]
    deliveries: tuple[Delivery, ...]

    @property
    def edition(self) -> Edition:
        """The rules in force."""
        return self.year.edition

    @property
    def final(self) -> bool:
        """Whether the year is closed."""
        return self.year.scope.final

    def against(self, rule: Deduction) -> bool:
        """Whether what the office keeps back is read against it: once closed (R9).

        A bonus is given for what is known only, so there the least is against it, as ever.
        """
        return self.final and not rule.adds

    def value(self, name: str) -> Value:
        """The year's figure of ``name``."""
        return self.figures(name).value

    def missing(self, names: Iterable[str]) -> tuple[Contribution, ...]:
        """The cells that the figures of these names lack."""
        return tuple(cell for name in names for cell in self.figures(name).missing)


class Charge(Record):
    """What a rule costs before its cap: ``priced``, under the ``cases`` that hold.

    ``event`` is what R23 counts only once. ``amount`` is what the rule's scale was asked to price,
    ``missed`` as by a strict limit; None where the rule says the points of such a case itself.
    """

    priced: Fraction
    formula: str
    working: str
    evidence: tuple[Evidence, ...]
    occasion: Occasion | None = None
    event: str = ""
    amount: Amount | None = None
    missed: bool = False
    cases: tuple[Circumstance, ...] = ()
    weight: Fraction = Fraction(1)

    @property
    def points(self) -> Fraction:
        """The price under all circumstances, as much of it as the part of the year weighs."""
        cost = reduce(lambda cost, case: case.points(cost), self.cases, self.priced)
        return cost * self.weight


def lacking_words(missing: Iterable[Contribution]) -> str:
    """``缺：5月月报、年报``: what a working could not be done with."""
    sources = dict.fromkeys(cell.source for cell in missing)
    return "缺：" + "、".join(map(_lacking, sources))


def _lacking(source: Source) -> str:
    if isinstance(source, Absence):
        form = FormKind.MONTHLY.value if source.month else ""
        return f"{paper_words(source)}{form}"
    one = written(source)
    return f"{one.file} {one.sheet}!{one.cell}（{one.value}）"
