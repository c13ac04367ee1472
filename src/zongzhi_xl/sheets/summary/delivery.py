"""Sheet 报送情况: units × papers, each cell what became of the return, and a link to it."""

from collections import Counter

from zongzhi_xl.contract import DELIVERIES
from zongzhi_xl.core.appraising.scorecard import Delivery, DeliveryState
from zongzhi_xl.core.appraising.sources import month_words
from zongzhi_xl.sheets.links import Link
from zongzhi_xl.sheets.page import Book, Cell, Page, alike
from zongzhi_xl.sheets.summary.district import DELIVERY_TOP, District

_LOOKS = {
    DeliveryState.ON_TIME: "good",
    DeliveryState.LATE: "warn",
    DeliveryState.MISSING: "bad",
    DeliveryState.REJECTED: "bad",
    DeliveryState.NOT_DUE: "none",
}
_COUNTED = (
    DeliveryState.ON_TIME, DeliveryState.LATE, DeliveryState.MISSING, DeliveryState.REJECTED,
)  # fmt: skip


def write_deliveries(book: Book, district: District) -> None:
    """Sheet 报送情况."""
    appraisal, papers = district.appraisal, district.papers
    owed = {(one.unit, one.form, one.month): one for one in appraisal.deliveries}
    groups = {unit.unit: unit.group for unit in appraisal.units}
    widths = [14, 7, *[12.5] * len(papers), *[7] * len(_COUNTED)]
    page = book.page(DELIVERIES, widths)
    note = "点“按时”“迟报”打开报表；迟报的注明报出日期；截止日当天报出为按时。"
    page.title("报表报送情况", district.period, note=note)
    _heading(page, district)
    page.headed(DELIVERY_TOP - 2, DELIVERY_TOP - 1, 2)
    for unit in district.rows:
        mine = [owed.get((unit, *paper)) for paper in papers]
        counts = [sum(one is not None and one.state == state for one in mine) for state in _COUNTED]
        named = Cell(unit, "box bold"), Cell(groups.get(unit, ""), "box center")
        page.write([*named, *map(_delivery, mine), *map(_count, counts)], height=22)
    _totals(page, district)


def _heading(page: Page, district: District) -> None:
    due = {(one.form, one.month): one.due for one in district.appraisal.deliveries}
    papers = (month_words(month, form.value) for form, month in district.papers)
    page.headings(["单位", "组别", *papers, *[state.value for state in _COUNTED]], height=20)
    days = [Cell(due[paper], "box band center", "yyyy-mm-dd") for paper in district.papers]
    blank = alike("box band center", *["份数"] * len(_COUNTED))
    page.write([Cell("报送截止日", "box band center", span=2), *days, *blank], height=18)


def _delivery(one: Delivery | None) -> Cell:
    if one is None:
        return Cell(None, "box none")
    words = one.state.value
    if one.state == DeliveryState.LATE and one.reported:
        words += f" {one.reported.month}-{one.reported.day}"
    look = f"box center {_LOOKS[one.state]}"
    return Cell(Link.to_file(one.file, words) if one.file else words, look)


def _count(number: int) -> Cell:
    return Cell(number or None, "box center sum")


def _totals(page: Page, district: District) -> None:
    papers = district.appraisal.deliveries
    counted = Counter(((one.form, one.month), one.state) for one in papers)
    for state in _COUNTED:
        counts = [counted[paper, state] for paper in district.papers]
        whole = [sum(counts) if state == other else 0 for other in _COUNTED]
        label = Cell(f"{state.value}（份）", "box sum", span=2)
        page.write([label, *map(_count, counts), *map(_count, whole)], height=18)
