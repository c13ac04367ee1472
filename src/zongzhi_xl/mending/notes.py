"""修复说明: what a repair found where, as sections of rows; printed as text and as a workbook."""

from collections.abc import Iterator

from zongzhi_xl.record import Record

#: rows of a section that a terminal shows
_MOST = 100


class Spot(Record):
    """A cell of the damaged file; ``cell`` is empty where a whole page is meant."""

    sheet: str
    cell: str

    def __str__(self) -> str:
        return "!".join(part for part in (self.sheet, self.cell) if part)


class Row(Record):
    """``words``: the row as one line of text; ``cells``: the same under the headings."""

    words: str
    cells: tuple[str | Spot, ...]


class Section(Record):
    """One kind of finding. ``unit`` counts it (格, 处); ``advice`` is what the reader should do.

    ``more``: how many are not listed, where a whole column was filled.
    """

    title: str
    unit: str
    headings: tuple[str, ...]
    rows: tuple[Row, ...]
    advice: str = ""
    more: int = 0

    @property
    def heading(self) -> str:
        """``改写 4 处（原文只有一种意思），请核对``; only the count where there is none."""
        count = len(self.rows) + self.more
        return f"{self.title} {count} {self.unit}{self.advice if count else ''}"

    @property
    def rest(self) -> str:
        """What is not listed; empty where everything is."""
        return f"另有 {self.more} {self.unit}没有列出" if self.more else ""


class RepairNotes(Record):
    """The whole. ``new`` is the name of the repaired file, empty where nothing was written."""

    file: str
    subject: str
    new: str
    sections: tuple[Section, ...]

    @property
    def text(self) -> str:
        """For the terminal: sections with something in them, a line a row."""
        return "\n".join(self._lines())

    def _lines(self) -> Iterator[str]:
        for section in self.sections:
            if section.rows:
                yield f"{section.heading}："
                yield from (f"  {row.words}" for row in section.rows[:_MOST])
            if len(section.rows) > _MOST:
                more = f"{len(section.rows) - _MOST} {section.unit}"
                yield f"  还有 {more}，全部列在 --report 写的修复说明里"
            if section.rest:
                yield f"  {section.rest}"
