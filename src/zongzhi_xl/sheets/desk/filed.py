"""Sheet 报送: office by period, when it came in, on time or not, with a link to the original."""

from collections import Counter
from datetime import date

from zongzhi_xl.contract import FILED, TASKS
from zongzhi_xl.core.appraising.scorecard import (
    DEPARTMENTS,
    Delivery,
    DeliveryState,
    Period,
    Rejected,
)
from zongzhi_xl.core.appraising.sources import month_words
from zongzhi_xl.core.chronicle.desk import Desk
from zongzhi_xl.core.edition.form_words import correction_number
from zongzhi_xl.core.edition.items import FormKind
from zongzhi_xl.sheets.page import Book, Cell, Link, Page

_PERIODS: tuple[int | None, ...] = (*range(1, 13), None)
_WIDTHS = (13, *(10.6,) * len(_PERIODS))
LOOKS = {
    DeliveryState.ON_TIME: "good",
    DeliveryState.LATE: "warn",
    DeliveryState.MISSING: "bad",
    DeliveryState.REJECTED: "bad",
    DeliveryState.PENDING: "warn",
    DeliveryState.NOT_DUE: "none",
}
#: no program breaks a line at the dot
_DAY = "mm.dd"
#: title, period, note, headings, due days
_ABOVE = 5
#: two lines: the state with its correction, the day
_ROW = 26.0


def write_filed(book: Book, desk: Desk) -> None:
    """The sheet."""
    page = book.page(FILED, _WIDTHS)
    note = (
        "日期是收到的日子，按时还是迟报以它为准；点开是现在算数的那份原件。"
        "“有空项”的没有填全，也没有补齐，按迟报计。"
    )
    page.title("各单位报送情况", desk.period, note=note)
    due = {(one.form, one.month): one.due for one in desk.appraisal.deliveries}
    heads = (month_words(month, FormKind.ANNUAL.value) for month in _PERIODS)
    top = page.headings(["单位", *heads])
    days = (due.get((_form(month), month)) for month in _PERIODS)
    label = Cell("截止日", "box band center")
    last = page.write([label, *(Cell(day, "box band center", _DAY) for day in days)])
    page.headed(top, last, 1)
    grid = _Grid(desk)
    for unit in desk.appraisal.units:
        cells = (grid.cell(unit.unit, month) for month in _PERIODS)
        page.write([Cell(unit.unit, "box bold wrap"), *cells], height=_ROW)
    _departments(page, desk)


def rows_of_units(desk: Desk) -> tuple[int, int]:
    """The rows of the first and the last office, from 0, whose names stand in the first column."""
    first = _ABOVE
    return first, first + len(desk.appraisal.units) - 1


def _form(month: int | None) -> FormKind:
    return FormKind.MONTHLY if month else FormKind.ANNUAL


class _Grid:
    """What stands in each cell."""

    def __init__(self, desk: Desk) -> None:
        one = desk.appraisal
        self._deliveries = {(owed.unit, owed.month): owed for owed in one.deliveries}
        # by the number of the correction that took its place
        corrections = sorted(one.replaced, key=lambda by: correction_number(by.nature))
        self._corrected = {_period(by.paper): by.nature for by in corrections}
        self._sent_back = {_period(back.paper): back for back in one.rejected if back.paper}

    def cell(self, unit: str, month: int | None) -> Cell:
        """One office and period."""
        one = self._deliveries.get((unit, month))
        if one is None:
            return Cell(None, "box none")
        back = self._sent_back.get((unit, month))
        state = _state(one, back)
        look = f"box center wrap small {LOOKS[state]}"
        if state == DeliveryState.PENDING:
            return Cell(Link("", TASKS, "A1", f"{state}，见“{TASKS}”"), look)
        if state == DeliveryState.REJECTED and back:
            return Cell(_link(back.file, state, back.day), look)
        day = one.reported or (one.receipt.day if one.receipt else None)
        return Cell(_link(one.file, self._words(one), day), look)

    def _words(self, one: Delivery) -> str:
        """The state; of a correction which it is, and that it is late where it is."""
        nature = self._corrected.get((one.unit, one.month)) if one.file else ""
        late = f"{one.state}、" * (one.state == DeliveryState.LATE)
        return f"{late}{nature}" if nature else one.words


def _state(one: Delivery, back: Rejected | None) -> DeliveryState:
    """What became of it, before the due day too: nothing came yet, or nothing that counts."""
    if one.state != DeliveryState.NOT_DUE or back is None:
        return one.state
    return DeliveryState.PENDING if back.remedy else DeliveryState.REJECTED


def _link(file: str, words: str, day: date | None) -> Link | str:
    shown = f"{words} {day:%m.%d}" if day else words
    return Link.to_file(file, shown) if file else shown


def _period(paper: Period) -> tuple[str, int | None]:
    return paper.unit, paper.month


def _departments(page: Page, desk: Desk) -> None:
    """What the departments owe is one paper a year; below it the sums."""
    for one in desk.appraisal.deliveries:
        if one.unit == DEPARTMENTS:
            came = Link.to_file(one.file, "已收到") if one.file else one.state.value
            look = f"box center {'good' if one.file else LOOKS[one.state]}"
            page.write([Cell(one.form.value, "box bold"), Cell(came, look)], height=20)
    counted = Counter(one.state for one in desk.appraisal.deliveries if one.unit != DEPARTMENTS)
    told = (f"{state.value} {counted[state]} 份" for state in LOOKS if counted[state])
    page.line("合计：" + "，".join(told), "note")
