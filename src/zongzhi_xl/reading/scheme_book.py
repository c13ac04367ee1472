"""考核方案.xlsx becomes raw facts: what stands in the cells of its sheets."""

from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from zongzhi_xl.contract import AS_WRITTEN, EXPLANATION, SCHEME, SCORING, WRITTEN_OF
from zongzhi_xl.errors import UnusableFileError
from zongzhi_xl.reading import reader
from zongzhi_xl.reading.reader import SizeLimits, Values
from zongzhi_xl.reading.sheet_xml import Extent

#: a city's offices and thousands of items
_EXTENT, _LIMIT = Extent(20_000, 100), SizeLimits(file=20 << 20)


class Kept(NamedTuple):
    """The workbook as it was at one moment.

    ``written_of`` marks the edition it was written of, ``as_written`` what it showed then.
    """

    sheets: Mapping[str, Values]
    written_of: str
    as_written: str

    @property
    def cells(self) -> Iterator[tuple[str, int, int, object]]:
        """Every cell: sheet, row, column (from 0), content; a formula has its own."""
        for name, one in self.sheets.items():
            for row, values in enumerate(one.rows):
                yield from ((name, row, column, value) for column, value in enumerate(values))
            yield from ((name, -1, -1, formula) for formula in one.formulas)


def read(path: Path, file: str, sheets: Collection[str]) -> Kept:
    """What stands in these sheets of the workbook at ``path``; raises UnusableFileError."""
    one = reader.handed_in(path, file, _LIMIT)
    found = reader.values_of(one, dict.fromkeys((EXPLANATION, *sheets), _EXTENT))
    if SCORING not in found:
        raise UnusableFileError(
            f"不是{SCHEME}：没有工作表“{SCORING}”；用 zongzhi-xl rules export 写出一份再改"
        )
    if far := [f"{name}!{cell}" for name, one in found.items() for cell in one.beyond]:
        raise UnusableFileError(f"{'、'.join(far[:3])} 有内容，离表太远：请移到表内，或删去")
    guide = found.pop(EXPLANATION, Values((), ()))
    return Kept(found, _mark(guide, WRITTEN_OF), _mark(guide, AS_WRITTEN))


def _mark(guide: Values, label: str) -> str:
    """What stands beside its label; nothing where somebody took it away."""
    marks = (str(row[1]).strip() for row in guide.rows if len(row) > 1 and row[0] == label)
    return next(marks, "")
