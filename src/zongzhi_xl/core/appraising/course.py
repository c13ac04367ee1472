"""The course of the year (逐月): each unit's indicators at the end of every month, as known now."""

from collections import defaultdict
from collections.abc import Mapping

from zongzhi_xl.core.appraising.figures import Scope, figures_of, lookup_in
from zongzhi_xl.core.appraising.indicators import judge_all
from zongzhi_xl.core.appraising.rulings import NO_RULINGS, Rulings
from zongzhi_xl.core.appraising.scorecard import IndicatorResult
from zongzhi_xl.core.appraising.tally import Tally
from zongzhi_xl.core.appraising.unit_years import is_due, unit_years
from zongzhi_xl.core.edition.statement import Edition
from zongzhi_xl.core.returned.department_merging import merged, with_designations
from zongzhi_xl.record import replace

#: by unit, the indicators at the end of each month from January on
Course = Mapping[str, tuple[tuple[IndicatorResult, ...], ...]]


def indicators_by_month(
    tally: Tally, edition: Edition, scope: Scope, rulings: Rulings = NO_RULINGS
) -> Course:
    """The indicators at the end of each month up to that of ``scope``.

    Nothing else is worked out: what they cost is a matter of
    :func:`~zongzhi_xl.core.appraising.appraisal.appraise`.
    """
    departments = merged(tally.departments)
    said = with_designations(departments, rulings.designations, scope.year, edition.id)
    found: dict[str, list[tuple[IndicatorResult, ...]]] = defaultdict(list)
    for month in range(1, scope.through + 1):
        then = replace(scope, through=month, final=False, annual_counts=month == 12)
        due = replace(tally, received=tuple(one for one in tally.received if is_due(one, then)))
        for year, _ in unit_years(due, said, edition, then, rulings):
            lookup = lookup_in(dict(figures_of(year)))
            results = judge_all(edition, year.unit.group, lookup)
            found[year.unit.name].append(tuple(results.values()))
    return {unit: tuple(months) for unit, months in found.items()}
