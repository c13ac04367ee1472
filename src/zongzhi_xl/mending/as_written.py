"""One sheet as its XML says it: every cell that is there, its formula, and what lies over cells.

A parser, no pattern: prefixes, comments, blanks in tags and cells without addresses are nothing to
it. What a cell's text means is another matter (:mod:`zongzhi_xl.mending.as_read`).
"""

from collections.abc import Iterator
from functools import lru_cache
from io import BytesIO
from typing import NamedTuple
from xml.etree.ElementTree import Element, iterparse

from zongzhi_xl.core.language.addresses import letters, number
from zongzhi_xl.errors import UnusableFileError
from zongzhi_xl.reading.plain_xml import NOT_PARSED
from zongzhi_xl.record import Workpiece, field

At = tuple[int, int]
#: first row, first column, last row, last column
Area = tuple[int, int, int, int]
SPOILT = "内容已损坏，打不开：请用 Excel 或 WPS 打开，另存为新的 .xlsx 文件后再试"


class WrittenCell(NamedTuple):
    """A cell of the XML: ``kind`` is its ``t``, ``text`` what stands in it (None: nothing)."""

    at: At
    style: int
    kind: str
    text: str | None
    formula: str | None


class WrittenSheet(Workpiece):
    """What one sheet's XML holds; cells that are only formatted have no text and no formula."""

    cells: list[WrittenCell] = field(default_factory=list)
    merges: set[str] = field(default_factory=set)
    validated: list[Area] = field(default_factory=list)
    coloured: list[Area] = field(default_factory=list)
    protected: bool = False


def sheet_as_written(xml: bytes) -> WrittenSheet:
    """The sheet in ``xml``; raises UnusableFileError where it cannot be parsed."""
    sheet = WrittenSheet()
    try:
        cells = _Cells(sheet)
        for _, element in iterparse(BytesIO(xml)):  # noqa: S314  # parts.py refuses DOCTYPE
            cells.take(element)
    except NOT_PARSED as fault:
        raise UnusableFileError(SPOILT) from fault
    return sheet


class _Cells:
    """Takes elements as they end; rows and columns without numbers follow the one before."""

    def __init__(self, sheet: WrittenSheet) -> None:
        self.sheet = sheet
        self.row = 0
        #: shared formulas by their number: text and where it stands
        self.shared: dict[str, tuple[str, At]] = {}

    def take(self, element: Element) -> None:
        """One element that has ended."""
        match _local(element):
            case "row":
                self.row = int(element.get("r") or self.row + 1)
                self.sheet.cells += self._of_row(element)
                element.clear()
            case "mergeCell":
                self.sheet.merges.add(element.get("ref", ""))
            case "dataValidation":
                self.sheet.validated += _areas(element)
            case "conditionalFormatting":
                self.sheet.coloured += _areas(element)
            case "sheetProtection":
                self.sheet.protected = element.get("sheet") in ("1", "true")

    def _of_row(self, row: Element) -> Iterator[WrittenCell]:
        column = 0
        for cell in row:
            if _local(cell) != "c":
                continue
            told = cell.get("r", "").rstrip("0123456789")
            column = number(told) if told else column + 1
            yield self._cell(cell, (self.row, column))

    def _cell(self, cell: Element, at: At) -> WrittenCell:
        inside = {_local(part): part for part in cell}
        kind = cell.get("t", "n")
        text = _words(inside["is"]) if "is" in inside else _text(inside.get("v"))
        return WrittenCell(
            at, int(cell.get("s") or 0), kind, text, self._formula(inside.get("f"), at)
        )

    def _formula(self, written: Element | None, at: At) -> str | None:
        if written is None:
            return None
        text, group = written.text or "", written.get("si", "")
        if written.get("t") != "shared":
            return f"={text}"
        if text:
            self.shared[group] = text, at
        return _moved(*self.shared.get(group, ("", at)), at)


def _moved(text: str, at: At, to: At) -> str:
    """A shared formula as it reads in another cell."""
    from openpyxl.formula.translate import Translator  # noqa: PLC0415  # rare, and slow to load

    if at == to or not text:
        return f"={text}"
    return str(Translator(f"={text}", _address(at)).translate_formula(_address(to)))


def _address(at: At) -> str:
    return f"{letters(at[1])}{at[0]}"


def _local(element: Element) -> str:
    return _without_space(element.tag)


@lru_cache(maxsize=256)  # a sheet has few, each of them hundreds of thousands of times
def _without_space(tag: str) -> str:
    return tag.rpartition("}")[2]


def _text(element: Element | None) -> str | None:
    return None if element is None else element.text


def _words(inline: Element) -> str:
    """The text of a cell that holds it itself, phonetic signs left out."""
    runs = (run for run in inline if _local(run) != "rPh")
    return "".join(part.text or "" for run in runs for part in run.iter() if _local(part) == "t")


def _areas(element: Element) -> Iterator[Area]:
    """Where a rule applies; newer ones have it in an element of its own."""
    beneath = (part.text or "" for part in element if _local(part) == "sqref")
    for ref in (element.get("sqref") or " ".join(beneath)).split():
        first, _, last = ref.partition(":")
        yield (*_at(first), *_at(last or first))


def _at(address: str) -> At:
    plain = address.replace("$", "")
    column = plain.rstrip("0123456789")
    return int(plain[len(column) :] or 1 << 20), number(column or "XFD")
