"""What is filled on the pages that only inform or hold what is preset, without loading them.

This runs for every return. A page that is packed as one before it is not unpacked again, and one
with the same cells, whatever formulas give there, is not judged again.
"""

import re
from collections.abc import Iterator
from functools import lru_cache

from zongzhi_xl.contract import INFORMATIVE, PRESET
from zongzhi_xl.core.returned.informative import Sort, Told, nobodys
from zongzhi_xl.core.returned.submission import RawCell
from zongzhi_xl.errors import UnusableFileError
from zongzhi_xl.reading.package import Package
from zongzhi_xl.reading.parts import BROKEN, unpacked
from zongzhi_xl.reading.regular_sheet import is_regular, regular
from zongzhi_xl.reading.small_zip import Entry

#: so many cells of a page are told
_MOST = 20
_CELL = re.compile(
    rb'<c r="([A-Z]+[0-9]+)"(?: s="[0-9]+")?(?: t="([a-zA-Z]+)")?>(?:(<f)|<is|<v>(?!</v>))'
)
_TEXTS = (b"s", b"inlineStr", b"str")
#: what a formula gives, and any value but a day, which is written with dashes: the grammar of a
#: sheet asks how that is written
_VALUE = re.compile(rb"<v(?:>[^<-]++</v>|(?<=</f><v)(?:>[^<]*+</v>|/>))")


def written_aside(package: Package) -> Iterator[RawCell]:
    """The filled cells of these pages that are nobody's: the first of each page.

    A page of information that nobody sees is left alone. Raises UnusableFileError.
    """
    for sheet in (*INFORMATIVE, *PRESET):
        if sheet in package.sheets and (sheet in PRESET or sheet not in package.hidden):
            entry = package.parts.entry(package.sheets[sheet])
            yield from _on_packed(sheet, entry)


@lru_cache(maxsize=64)
def _on_packed(sheet: str, entry: Entry) -> tuple[RawCell, ...]:
    return _on_shape(sheet, _shape(unpacked(entry)))


def _shape(xml: bytes) -> bytes:
    """The part with one value for all: what numbers its texts have, what its formulas give."""
    return b"<v>1</v>".join(_VALUE.split(xml)).replace(b' t="str"><f', b"><f")


@lru_cache(maxsize=64)
def _on_shape(sheet: str, xml: bytes) -> tuple[RawCell, ...]:
    try:
        cells = _CELL.findall(xml if is_regular(xml) else regular(xml))
        found = nobodys(sheet, (Told(one[0].decode(), _sort(one)) for one in cells))
    except ValueError as fault:
        raise UnusableFileError(BROKEN) from fault
    return tuple(RawCell(sheet, address) for address in found[:_MOST])


def _sort(cell: tuple[bytes, bytes, bytes]) -> Sort:
    if cell[2]:
        return Sort.FORMULA
    return Sort.TEXT if cell[1] in _TEXTS else Sort.FIGURE
