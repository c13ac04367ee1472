"""One invented office and its year, appraised by an edition cut to what a test is about."""

from collections.abc import Mapping
from decimal import Decimal

from tests.bags import of_departments, of_return
from tests.good_year import YEAR, Year, department_return, good_year, submissions
from zongzhi_xl.core.appraising.appraisal import appraise
from zongzhi_xl.core.appraising.scorecard import IndicatorResult, LedgerRow, UnitAppraisal
from zongzhi_xl.core.appraising.sources import Written, written
from zongzhi_xl.core.appraising.tally import merge_all
from zongzhi_xl.core.edition.deductions import Deduction
from zongzhi_xl.core.edition.statement import Edition
from zongzhi_xl.record import replace

Plain = Mapping[object, object]


def only(edition: Edition, *deductions: Deduction) -> Edition:
    """The edition with these deductions and no others, all in clause 6 (10 points)."""
    clauses = tuple(
        replace(clause, deductions=deductions if clause.number == 6 else ())
        for clause in edition.clauses
    )
    return replace(edition, clauses=clauses)


def changed(
    months: Mapping[int, Plain] | None = None, annual: Plain | None = None, **other: object
) -> Year:
    """The good year with these cells otherwise."""
    good = good_year()
    given = dict(months or {})
    rows = {month: {**good.months[month], **given.get(month, {})} for month in good.months}
    return replace(good, months=rows, annual={**good.annual, **dict(annual or {})}, **other)  # type: ignore[arg-type]


def appraised(
    edition: Edition, year: Year, through: int | None = None, final: bool = True
) -> UnitAppraisal:
    edition = replace(edition, units=(year.unit,))
    tally = merge_all(
        [
            *(of_return(one) for one in submissions(year, edition)),
            of_departments(department_return([year], edition)),
        ]
    )
    (unit,) = appraise(tally, edition, YEAR, through=through, final=final).units
    lost = sum((loss.points for loss in unit.losses), Decimal(0))
    assert unit.score == 100 - lost
    assert all(loss.sources and loss.points > 0 for loss in unit.losses)
    return unit


def points(rows: tuple[LedgerRow, ...]) -> dict[str, str]:
    return {row.id: str(row.points) for row in rows}


def places(traced: LedgerRow | IndicatorResult) -> list[Written]:
    """Where its figures can be looked up."""
    return [written(source) for source in traced.sources]
