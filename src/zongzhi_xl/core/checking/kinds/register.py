"""The register of events beside what the table says of it (06, 08, 31)."""

from collections.abc import Iterator

from zongzhi_xl.contract import CATEGORY, DISTRICT_MARK, NIL_RETURN
from zongzhi_xl.core.checking.kinds.kind import Cell, on
from zongzhi_xl.core.checking.relations import Case, Fault
from zongzhi_xl.core.edition.event_words import Category, DistrictMark
from zongzhi_xl.core.language.values import BLANK, YES, Gap, State, plain
from zongzhi_xl.core.returned.submission import Event
from zongzhi_xl.record import Record

MORE_THAN_COUNTED = "登记的{} {} 行多于{} {}"
EVENTS_BESIDE_NIL = "“本月无重大事项”填了“是”，重大事项登记却有 {} 行"
NIL_UNSAID = "重大事项登记是空的，“本月无重大事项”没有填写"
NIL_DENIED = "重大事项登记是空的，“本月无重大事项”填了“{}”"
SAY_NIL = "没有重大事项的填“是”；有的，登记在重大事项表"


class NilReturn(Record):
    """本月无重大事项 = 是 exactly where the register is empty (08)."""

    def faults(self, case: Case) -> Iterator[Fault]:
        """An unreadable declaration is check 04's."""
        declared, rows = case.submission.value(NIL_RETURN), len(case.submission.events)
        if isinstance(declared, Gap) and declared.state != State.BLANK:
            return
        if declared == YES and rows:
            yield Fault(NIL_RETURN, EVENTS_BESIDE_NIL.format(rows))
        elif declared != YES and not rows:
            message = NIL_UNSAID if declared == BLANK else NIL_DENIED.format(plain(declared))
            yield Fault(NIL_RETURN, message, remedy=SAY_NIL)


class RegisterCount(Record):
    """Rows of ``category`` in the register do not exceed ``item`` (31)."""

    category: Category
    item: Cell

    def faults(self, case: Case) -> Iterator[Fault]:
        """Not run where the item has no value."""
        rows = sum(event.get(CATEGORY) == self.category for event in case.submission.events)
        count = case.submission.value(self.item)
        if isinstance(count, int) and rows > count:
            label = case.label(self.item)
            yield on(self.item, MORE_THAN_COUNTED.format(self.category, rows, label, count))


class DesignationCounted(Record):
    """Rows of 区认定 marked with ``designation`` are counted in ``item`` of the same unit (6).

    The points go by the count, the marks name the events: both are the district's own, and a row
    marked but not counted would cost nothing.
    """

    designation: DistrictMark
    item: Cell

    def faults(self, case: Case) -> Iterator[Fault]:
        """Shown at the unit's rows while fewer are counted than are marked."""
        rows = [one for one in case.submission.events if one.get(DISTRICT_MARK) == self.designation]
        counted = case.lookup(self.item)
        if len(rows) > (counted if isinstance(counted, int) else 0):
            given = f"是 {plain(counted)}" if isinstance(counted, int) else "没有填写"
            message = f"共认定{self.designation} {len(rows)} 起，{self.item}{given}"
            yield from (marked_at(one, message) for one in rows)


def marked_at(event: Event, message: str) -> Fault:
    """A fault at the mark of a row of 区认定."""
    entry = event.cells[DISTRICT_MARK]
    return Fault(
        DISTRICT_MARK,
        f"“{entry.place.sheet}”第{event.row}行：{message}",
        value=plain(event.get(DISTRICT_MARK)),
        place=entry.place,
    )
