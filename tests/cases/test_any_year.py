"""Whatever stands in the cells, the ledger's promises hold (R8, R9, R11, R36).

Years are made at random from the good year: some figures changed to numbers, blanks, 不适用 or
nonsense, some returns missing, some events in the register. Nothing may raise; the rows add up;
every row has its sources; no part costs more than its cap; closing a year never gives points
back for what is missing.
"""

import re
from collections import Counter
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.cases.test_cases import district, handed_in, points_by_id
from tests.good_year import ANNUAL, MONTHS, UNIT, YEAR, Year, good_year
from zongzhi_xl.core.appraising.appraisal import appraise
from zongzhi_xl.core.appraising.scorecard import Appraisal, Standing, UnitAppraisal
from zongzhi_xl.core.appraising.sources import written
from zongzhi_xl.core.appraising.tally import Tally
from zongzhi_xl.core.appraising.wording import working_words
from zongzhi_xl.core.edition.statement import Edition
from zongzhi_xl.record import fields_of, replace
from zongzhi_xl.statements import loader

ODD = ["12起", "-3", -3, 2.5, "1,2", "约10", True, "#DIV/0!", "不适用", None]
CELL = st.one_of(
    st.integers(0, 200),
    st.sampled_from(ODD),
    st.sampled_from(["是", "否"]),
    st.dates(date(2026, 1, 1), date(2027, 2, 1)),
)
DAY = st.datetimes(datetime(2026, 1, 1), datetime(2026, 12, 31))


def some(items: Mapping[str, object]) -> st.SearchStrategy[dict[str, object]]:
    return st.dictionaries(st.sampled_from(sorted(items)), CELL, max_size=6)


@st.composite
def events(draw: st.DrawFn) -> dict[str, object]:
    started = draw(DAY)
    hours = draw(st.one_of(st.none(), st.sampled_from([0, 12, 13, 24, 25, 300])))
    return {
        "事项编号": draw(st.sampled_from(["甲1", "甲2", "甲3", None])),
        "大类": draw(st.sampled_from(["案件", "事故", "矛盾纠纷", "其他", "车祸", None])),
        "发生时间": draw(st.sampled_from([started, None, "昨天"])),
        "上报时间": None if hours is None else started + timedelta(hours=hours),
        "死亡人数": draw(st.sampled_from([0, 1, 2, 3, None, "两人"])),
        "终报死亡人数": draw(st.sampled_from([None, 1, 2])),
        "接报时间认可": draw(st.sampled_from([None, "是", "否", "同意"])),
        "区认定": draw(st.sampled_from([None, "无", "重大责任事故"])),
    }


@st.composite
def years(draw: st.DrawFn, name: str = UNIT.name) -> Year:
    good = good_year(
        replace(
            UNIT,
            name=name,
            group=draw(st.sampled_from(["一类", "二类", "三类"])),
            figures={
                **UNIT.figures,
                "总人口": draw(st.sampled_from([0, 1, 9999, 10000, 62000])),
                "名册_行政村数": draw(st.sampled_from([0, 5])),
            },
        )
    )
    changed = draw(st.dictionaries(st.sampled_from(MONTHS), some(good.months[1]), max_size=4))
    verified = {one.name for one in loader.standard().items.values() if one.source != "街道"}
    monthly = {item: 0 for item in good.months[1] if item in verified}
    return replace(
        good,
        months={month: {**good.months[month], **changed.get(month, {})} for month in MONTHS},
        annual={**good.annual, **draw(some(good.annual))},
        yearly={**good.yearly, **draw(some(good.yearly))},
        monthly=draw(st.dictionaries(st.sampled_from(MONTHS), some(monthly), max_size=3)),
        events=draw(
            st.dictionaries(
                st.sampled_from(MONTHS), st.lists(events(), max_size=3).map(tuple), max_size=3
            )
        ),
        missing=draw(st.frozensets(st.sampled_from([*MONTHS, ANNUAL]), max_size=3)),
    )


def kept_promises(unit: UnitAppraisal, edition: Edition) -> None:
    assert unit.score == Decimal(100) - sum((loss.points for loss in unit.losses), Decimal(0))
    assert 0 <= unit.score <= 100
    assert max(Counter(loss.id for loss in unit.losses).values(), default=1) == 1
    caps = {one.id: one.most for clause in edition.clauses for one in clause.deductions}
    assert all(lost <= caps[name] for name, lost in points_by_id(unit).items())
    for traced in (*unit.losses, *unit.indicators):
        assert traced.sources, traced
        for source in traced.sources:
            assert all(fields_of(written(source)).values()), (traced, source)
    for one in unit.indicators:
        # headroom and shortfall say the same as the judgement
        assert one.met is None or one.standing == Standing.COMPLETE
        assert not (one.met and one.shortfall), one
        assert not (one.met is False and one.headroom), one


def closed(year: Year, through: int | None) -> tuple[Tally, Edition, Appraisal]:
    edition = district((year,))
    tally = handed_in((year,), edition, through)
    final = through is None
    return tally, edition, appraise(tally, edition, YEAR, through=through, final=final)


@settings(max_examples=80, derandomize=True)
@given(year=years(), through=st.one_of(st.none(), st.sampled_from(MONTHS)))
def test_the_ledger_keeps_its_promises(year: Year, through: int | None) -> None:
    _, edition, appraisal = closed(year, through)
    (unit,) = appraisal.units
    kept_promises(unit, edition)
    assert unit.provisional or through is None


@settings(max_examples=20, derandomize=True)
@given(year=years(), missing=st.sampled_from([*MONTHS, ANNUAL]))
def test_closing_with_a_return_missing_never_pays(year: Year, missing: object) -> None:
    """R9, whatever the register and the departments say of a unit whose own returns are good."""
    good = replace(good_year(year.unit), yearly=year.yearly, monthly=year.monthly)
    _, _, whole = closed(good, None)
    _, _, lacking = closed(replace(good, missing=frozenset([missing])), None)
    assert lacking.units[0].score <= whole.units[0].score


#: the row of a unit in the stand-in for the department workbook
_ROW = re.compile(r"R\d+(?=C\d)")


def said(unit: UnitAppraisal) -> list[tuple[str, Decimal, str]]:
    """The rows without their sources: the row in the department workbook differs."""
    return [(loss.id, loss.points, _ROW.sub("", working_words(loss))) for loss in unit.losses]


@settings(max_examples=15, derandomize=True)
@given(first=years("示例一街道"), second=years("示例二街道"))
def test_a_unit_is_not_scored_by_its_neighbours(first: Year, second: Year) -> None:
    edition = district((first, second))
    both = appraise(handed_in((first, second), edition, None), edition, YEAR, final=True)
    for year, together in zip((first, second), both.units, strict=True):
        _, _, alone = closed(year, None)
        assert said(alone.units[0]) == said(together)
