"""Where a review of months and the figure of the whole year tell two things.

After a review of one month the months count (R10), also those that nobody reviewed, and no longer
the year's figure. Where the two differ, an office could lose by a review in its favour: the
district is asked which holds, and says it as a figure of the year.
"""

from collections.abc import Iterator

from zongzhi_xl.core.appraising.figures import Scope, UnitYear, figures_of
from zongzhi_xl.core.appraising.rulings import Rulings
from zongzhi_xl.core.appraising.scorecard import Basis
from zongzhi_xl.core.appraising.tally import Tally
from zongzhi_xl.core.appraising.unit_years import unit_years
from zongzhi_xl.core.edition.items import Item
from zongzhi_xl.core.edition.statement import Edition
from zongzhi_xl.core.returned.department_merging import merged
from zongzhi_xl.record import Record


class Disagreement(Record):
    """The months of ``item`` add up to ``of_months``, while ``total`` is given as ``of_year``.

    ``reviewed`` are the months of which the district decided the figure, ``basis`` says who gave
    that of the year.
    """

    unit: str
    item: Item
    total: Item
    reviewed: tuple[int, ...]
    of_months: int
    of_year: int
    basis: Basis


def disagreements(
    settled: Tally, edition: Edition, scope: Scope, rulings: Rulings
) -> Iterator[Disagreement]:
    """What the district has to say of the year, in the order of units and of items."""
    reviewed = {unit for unit, month, _ in rulings.figures if month is not None}
    if not reviewed or not scope.whole_year:
        return
    departments = merged(settled.departments)
    for year, _ in unit_years(settled, departments, edition, scope, rulings):
        if year.unit.name in reviewed:
            yield from _of_unit(year)


def _of_unit(year: UnitYear) -> Iterator[Disagreement]:
    figures, items = figures_of(year), year.edition.items
    for total in items.values():
        item = items.get(total.sums or "")
        months = _reviewed(year, item) if item else ()
        if item is None or not months or year.ruled(total.name, None):
            continue
        added, given = figures[item.name].value, figures[total.name]
        if isinstance(added, int) and isinstance(given.value, int) and added != given.value:
            yield Disagreement(year.unit.name, item, total, months, added, given.value, given.basis)


def _reviewed(year: UnitYear, item: Item) -> tuple[int, ...]:
    """The months in which the district decided the figure of the item."""
    months = range(1, year.scope.through + 1)
    return tuple(month for month in months if year.ruled(item.name, month))
