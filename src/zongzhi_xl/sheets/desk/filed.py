"""Sheet 报送: office by period, when it came in, on time or not, with a link to the original."""

from collections import Counter

from zongzhi_xl.contract import FILED
from zongzhi_xl.core.appraising.scorecard import DEPARTMENTS, Delivery, DeliveryState, Replaced
from zongzhi_xl.core.appraising.sources import month_words
from zongzhi_xl.core.edition.form_words import correction_number
from zongzhi_xl.core.edition.items import FormKind
from zongzhi_xl.sheets.desk.contents import Desk
from zongzhi_xl.sheets.page import Book, Cell, Link, Page

_PERIODS: tuple[int | None, ...] = (*range(1, 13), None)
_WIDTHS = (15, *(11.5,) * len(_PERIODS))
LOOKS = {
    DeliveryState.ON_TIME: "good",
    DeliveryState.LATE: "warn",
    DeliveryState.MISSING: "bad",
    DeliveryState.REJECTED: "bad",
    DeliveryState.NOT_DUE: "none",
}
_ROW = 26.0


def write_filed(book: Book, desk: Desk) -> None:
    """The sheet."""
    page = book.page(FILED, _WIDTHS)
    note = "每格写明情况和收到的日期，点开是原件；有更正的，写的是更正件。"
    page.title("各单位报送情况", desk.period, note=note)
    due = {(one.form, one.month): one.due for one in desk.appraisal.deliveries}
    heads = (month_words(month, FormKind.ANNUAL.value) for month in _PERIODS)
    top = page.headings(["单位", *heads])
    days = (due.get((_form(month), month)) for month in _PERIODS)
    label = Cell("截止日", "box band center")
    last = page.write([label, *(Cell(day, "box band center", "mm-dd") for day in days)])
    page.headed(top, last, 1)
    grid = _Grid(desk)
    for unit in desk.appraisal.units:
        cells = (grid.cell(unit.unit, month) for month in _PERIODS)
        page.write([Cell(unit.unit, "box bold wrap"), *cells], height=_ROW)
    _departments(page, desk)


def _form(month: int | None) -> FormKind:
    return FormKind.MONTHLY if month else FormKind.ANNUAL


class _Grid:
    """What stands in each cell."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._deliveries = {(one.unit, one.month): one for one in desk.appraisal.deliveries}
        corrections = sorted(desk.appraisal.replaced, key=_number)
        self._corrected = {(one.paper.unit, one.paper.month): one for one in corrections}
        self._sent_back: dict[tuple[str, int | None], str] = {}
        for one in desk.appraisal.rejected:
            if one.paper:
                self._sent_back[one.paper.unit, one.paper.month] = one.file

    def cell(self, unit: str, month: int | None) -> Cell:
        """One office and period."""
        one = self._deliveries.get((unit, month))
        if one is None:
            return Cell(None, "box none")
        state = DeliveryState.NOT_DUE if _awaited(one, self._desk) else one.state
        sent_back = self._sent_back.get((unit, month), "") * (state == DeliveryState.REJECTED)
        file = one.file or sent_back
        return self._shown(self._words(one, state), file, LOOKS[state])

    def _words(self, one: Delivery, state: DeliveryState) -> str:
        corrected = self._corrected.get((one.unit, one.month))
        if corrected and one.file:
            return f"{'迟报、' * (state == DeliveryState.LATE)}{corrected.nature}"
        return state.value

    def _shown(self, words: str, file: str, look: str) -> Cell:
        day = self._desk.received.get(file)
        shown = f"{words} {day:%m-%d}" if day else words
        content = Link.to_file(file, shown) if file else shown
        return Cell(content, f"box center wrap small {look}")


def _number(one: Replaced) -> int:
    """Of the correction that took its place."""
    return correction_number(one.nature)


def _awaited(one: Delivery, desk: Desk) -> bool:
    """Whether it lacks, and its day has not passed."""
    return one.state == DeliveryState.MISSING and one.due >= desk.as_of


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
