"""What was found in a rules workbook: the document, the cell of each part, and every fault."""

from typing import Any, NamedTuple

from zongzhi_xl.core.edition.statement import Edition
from zongzhi_xl.record import Record, Workpiece, field
from zongzhi_xl.statements.book.layout import ANSWERS, SHEETS
from zongzhi_xl.statements.book.shapes import shapes_in


class At(NamedTuple):
    """A cell."""

    sheet: str
    cell: str

    @property
    def order(self) -> tuple[int, int, int, str]:
        """Its place in the order of sheets, rows and columns."""
        column = self.cell.rstrip("0123456789")
        sheet = SHEETS.index(self.sheet) if self.sheet in SHEETS else -1
        return sheet, int(self.cell[len(column) :]), len(column), column


class Fault(Record):
    """What is wrong at a cell, and what would be right."""

    at: At
    problem: str

    @property
    def words(self) -> str:
        """``评分!F12：…``."""
        return f"{self.at.sheet}!{self.at.cell}：{self.problem}"


def _nothing() -> dict[str, Any]:
    lists = {name: list[Any]() for name in shapes_in(Edition) if name != "document"}
    return {**lists, "statement": {}, ANSWERS: {}}


class Found(Workpiece):
    """The book's ``document`` as far as it could be read, and ``places`` of its parts.

    ``spoilt`` are the parts that could not be read, and so are not in the document.
    """

    document: dict[str, Any] = field(default_factory=_nothing)
    places: dict[str, At] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    spoilt: list[str] = field(default_factory=list)

    def at(self, path: str) -> At:
        """The cell of a part, or of the nearest around it that has one."""
        while path and path not in self.places:
            path = path[: max(path.rfind("."), path.rfind("["), 0)]
        return self.places.get(path, At(SHEETS[0], "A1"))

    def blame(self, at: At, problem: str, path: str = "") -> None:
        """Note a fault; of the part at ``path`` nothing is known then."""
        self.faults.append(Fault(at, problem))
        if path:
            self.spoilt.append(path)
