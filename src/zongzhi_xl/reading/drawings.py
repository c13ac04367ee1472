"""Where pictures, shapes and text boxes lie over the cells of a sheet."""

import re
from collections.abc import Iterator

from zongzhi_xl.core.returned.page import Area, At
from zongzhi_xl.reading.package import Package

_CORNER = (
    r"<(?:\w+:)?{}>\s*<(?:\w+:)?col>(\d+)<[^>]*>\s*<(?:\w+:)?colOff>(-?\d+)<[^>]*>\s*"
    r"<(?:\w+:)?row>(\d+)<[^>]*>\s*<(?:\w+:)?rowOff>(-?\d+)<[^>]*>\s*</(?:\w+:)?{}>"
)
_ANCHOR = re.compile(_CORNER.format("from", "from") + r"\s*" + _CORNER.format("to", "to"))


def shapes_over(package: Package, sheet: str, xml: bytes) -> tuple[Area, ...]:
    """The cells that lie wholly under a shape of ``sheet``, whose part is ``xml``.

    Buttons of the older sort are no shapes. Raises UnusableFileError.
    """
    if b"drawing" not in xml[xml.rfind(b"sheetData") :]:
        return ()
    related = package.parts.relations(package.sheets[sheet])
    parts = [one.target for one in related if one.kind == "drawing"]
    return tuple(area for part in parts if part in package.parts for area in _in(package, part))


def _in(package: Package, part: str) -> Iterator[Area]:
    for found in _ANCHOR.findall(package.part(part).decode("utf-8", "replace")):
        left, right_of, top, below, right, _, bottom, _ = map(int, found)
        first = At(top + 1 + (below > 0), left + 1 + (right_of > 0))
        if first.row <= bottom and first.column <= right:
            yield Area(first, At(bottom, right))
