"""How one audit relation runs over one return.

A :class:`Case` is the return as checks see it: every figure looked up at most once. A rule is
compiled once into closures over these figures; it runs only where all of its names have a
value, so that one root cause is reported once (未填 by check 03, 无法识别 by 04). A
:class:`Fault` is what a check found.
"""

import re
from collections.abc import Mapping
from functools import cached_property

from zongzhi_xl.core.checking.district import DistrictView
from zongzhi_xl.core.checking.naming import label
from zongzhi_xl.core.edition.items import Check, Item
from zongzhi_xl.core.edition.statement import Edition
from zongzhi_xl.core.language.evaluation import Figure, Program, figure_of, program
from zongzhi_xl.core.language.expressions import Expression, parse
from zongzhi_xl.core.language.values import BLANK, Gap, plain
from zongzhi_xl.core.returned.designations import Designation
from zongzhi_xl.core.returned.names import Lookup
from zongzhi_xl.core.returned.proposals import as_seen
from zongzhi_xl.core.returned.submission import Entry, Place, Submission
from zongzhi_xl.core.returned.terms import term_of
from zongzhi_xl.record import Record


class Fault(Record):
    """What one check found at one cell.

    ``about`` are the items concerned, by which a consequence is told from its cause; ``place``,
    ``value``, ``explained``, ``words`` (the rule) and ``remedy`` default to what stands at the
    item and in the check.
    """

    at: str
    message: str
    about: frozenset[str] = frozenset()
    value: str | None = None
    place: Place | None = None
    explained: str | None = None
    words: str | None = None
    remedy: str | None = None


class Figures(dict[str, Figure]):
    """Figures by name, each looked up when first asked for."""

    def __init__(self, lookup: Lookup) -> None:
        super().__init__()
        self.lookup = lookup

    def __missing__(self, name: str) -> Figure:
        figure = self[name] = figure_of(self.lookup(name))
        return figure


class Case(Record):
    """One return before the checks of its form; ``district`` is None where it stands alone."""

    submission: Submission
    edition: Edition
    items: Mapping[str, Item]
    lookup: Lookup
    district: DistrictView | None = None

    @cached_property
    def figures(self) -> Figures:
        """The value of every name, each looked up once."""
        return Figures(self.lookup)

    def entry(self, name: str) -> Entry | None:
        """The cell called ``name`` in the return, or else in the department workbook."""
        entry = self.submission.entries.get(name)
        if entry is None and self.district:
            return self.district.department(name)
        return entry

    @property
    def earlier(self) -> Mapping[int, Submission]:
        """The unit's earlier returns of the year by month; none where the return stands alone."""
        return self.district.earlier if self.district else {}

    @property
    def designated(self) -> tuple[Designation, ...]:
        """What the district says of the unit's events; nothing where the return stands alone."""
        return self.district.designated if self.district else ()

    def label(self, name: str) -> str:
        """``name`` as a clerk says it: 累计_X → 本年累计X; items and columns as printed."""
        return label(self.edition.statement.events.label(name), self.items)


# ------------------------------------------------------------------ rules


class Rule(Record):
    """One expression that must hold, ready to run; ``item`` is what X stood for."""

    expression: Expression
    item: str | None
    names: tuple[str, ...]
    about: frozenset[str]
    test: Program

    def broken_in(self, figures: Mapping[str, Figure]) -> bool:
        """Whether it runs (every name has a value, no zero below a line) and does not hold."""
        for name in self.names:
            if isinstance(figures[name], Gap):
                return False
        try:
            return not self.test(figures)
        except ZeroDivisionError:
            return False


def rules_of(check: Check) -> tuple[Rule, ...]:
    """The check's rule, once for each item of ``each`` with X replaced; none for a named kind."""
    if check.rule is None:
        return ()
    return tuple(rule_of(concerning(check.rule, item), item) for item in check.each or (None,))


def rule_of(expression: Expression, item: str | None = None) -> Rule:
    """``expression`` compiled once into closures."""
    names = expression.names
    about = frozenset(term_of(name).item for name in names)
    return Rule(expression, item, names, about, program(expression))


_PLACEHOLDER = re.compile(r"(?<![A-Za-z])X(?![A-Za-z])")


def concerning(expression: Expression, item: str | None) -> Expression:
    """``expression`` with X, and X after a prefix (近均_X), replaced by ``item``."""
    return parse(_PLACEHOLDER.sub(item, expression.text)) if item else expression


def shown(entry: Entry | None) -> str:
    """What stands in a cell as the clerk sees it; empty where blank."""
    if entry is None or entry.value == BLANK:
        return ""
    value = entry.value
    return as_seen(value.found or value.state.value) if isinstance(value, Gap) else plain(value)
