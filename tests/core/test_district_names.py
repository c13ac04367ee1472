"""What a name means at the district, where the return itself has no value for it."""

from zongzhi_xl.core.checking.district import DistrictView, Ways, district_lookup
from zongzhi_xl.core.edition.items import Aggregation, FormKind, Item, Kind
from zongzhi_xl.core.language.values import Value
from zongzhi_xl.core.returned.submission import Entry, Place, Submission
from zongzhi_xl.statements.loader import standard


def a_return(month: int | None, **values: Value) -> Submission:
    form = FormKind.MONTHLY if month else FormKind.ANNUAL
    entries = {name: Entry(value, Place("甲.xlsx", "月报", "C5")) for name, value in values.items()}
    return Submission(form, "示例一街道", 2026, month, standard().id, "甲.xlsx", "", entries)


def test_the_sum_of_the_months_goes_by_the_item_that_the_year_sums_up() -> None:
    confirmed = Item(
        "年末核定立案数", "01", Kind.COUNT, "件", "街道", "", (), Aggregation.EACH,
        sums="刑事立案数",
    )  # fmt: skip
    months = {month: a_return(month, 刑事立案数=month) for month in (1, 2, 3)}
    lookup = district_lookup(
        a_return(None), standard(), DistrictView(earlier=months), Ways({confirmed.name: confirmed})
    )
    assert lookup("各月_年末核定立案数") == 1 + 2 + 3
    assert lookup("月数_年末核定立案数") == 3
