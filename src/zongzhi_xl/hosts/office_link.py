"""The line to a running LibreOffice (UNO over a named pipe), and its cells in blocks.

Debian keeps the UNO module outside of any virtual environment; it is found there, and nothing
else of that folder becomes importable.
"""

import importlib
import sys
from collections.abc import Iterator
from datetime import date, datetime
from functools import cache
from typing import Any

from zongzhi_xl.core.language.days import serial, since_day_zero
from zongzhi_xl.errors import LockedCellsError, OfficeUnreachableError
from zongzhi_xl.reading.layout import NEW_BLANK
from zongzhi_xl.record import Record, field

#: where python3-uno puts its module (Debian, Ubuntu, UOS, Kylin)
_SYSTEM_MODULES = "/usr/lib/python3/dist-packages"

# bits of com.sun.star.util.NumberFormat
_DATE, _TIME, _LOGICAL = 2, 4, 1024

Row = list[object]


class CellError(str):
    """An error value of a cell by its Excel name, such as ``#N/A``."""

    __slots__ = ()


@cache
def uno_module() -> Any:
    """The module ``uno``.

    Raises:
        OfficeUnreachableError: python3-uno is not there, or made for another Python.
    """
    sys.path.append(_SYSTEM_MODULES)
    try:
        return importlib.import_module("uno")
    except ImportError as fault:
        raise OfficeUnreachableError(
            "没有安装 python3-uno，或者它与这个 Python 的版本不同，联系不上 LibreOffice"
        ) from fault
    finally:
        sys.path.remove(_SYSTEM_MODULES)


def desktop_at(pipe: str) -> Any:
    """The desktop of the LibreOffice that listens at the named pipe.

    Raises:
        OfficeUnreachableError: nothing listens there.
    """
    uno = uno_module()
    here = uno.getComponentContext()
    resolver = here.ServiceManager.createInstanceWithContext(
        "com.sun.star.bridge.UnoUrlResolver", here
    )
    try:
        there = resolver.resolve(f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext")
    except uno_exception() as fault:
        raise OfficeUnreachableError("联系不上 LibreOffice：它没有在等待连接") from fault
    return there.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", there)


def uno_exception() -> type[Exception]:
    """What UNO calls raise."""
    found: type[Exception] = uno_module().getClass("com.sun.star.uno.Exception")
    return found


def documents(desktop: Any) -> Iterator[Any]:
    """Spreadsheet documents that are open."""
    components = desktop.getComponents().createEnumeration()
    while components.hasMoreElements():
        one = components.nextElement()
        if one.supportsService("com.sun.star.sheet.SpreadsheetDocument"):
            yield one


def path_of(document: Any) -> str:
    """Full path of the document's file; its title where it was never saved."""
    url = document.getURL()
    return str(uno_module().fileUrlToSystemPath(url) if url else document.getTitle())


# ------------------------------------------------------------------ message box

_BUTTONS = {"ok": 1, "ok_cancel": 2, "yes_no": 3, "yes_no_cancel": 4}
_ANSWERS = ("cancel", "ok", "yes", "no")


def window_of(desktop: Any) -> Any:
    """The visible window in front; None where LibreOffice shows none."""
    frame = desktop.getCurrentFrame()
    window = frame and frame.getContainerWindow()
    return window if window and window.isVisible() else None


def ask(window: Any, prompt: str, title: str, buttons: str, *, critical: bool) -> str:
    """A message box over ``window``; the button pressed: ok, cancel, yes or no."""
    plain = "INFOBOX" if buttons == "ok" else "QUERYBOX"
    kind = uno_module().Enum("com.sun.star.awt.MessageBoxType", "ERRORBOX" if critical else plain)
    box = window.getToolkit().createMessageBox(window, kind, _BUTTONS[buttons], title, prompt)
    try:
        return _ANSWERS[box.execute()]
    finally:
        box.dispose()


# ------------------------------------------------------------------ cells


class Formats(Record):
    """What number formats of one document mean; asked once each."""

    document: Any
    known: dict[int, int] = field(default_factory=dict)

    def meaning(self, key: int) -> int:
        """Bits of com.sun.star.util.NumberFormat."""
        if key not in self.known:
            self.known[key] = self.document.getNumberFormats().getByKey(key).Type
        return self.known[key]

    def day_zero(self) -> datetime:
        """The day with serial number 0."""
        day = self.document.NullDate
        return datetime(day.Year, day.Month, day.Day)


def block(cells: Any, formats: Formats) -> list[Row]:
    """Values of a range, as Excel would give them: one call, whatever its size.

    Empty is None; a number is a float; a number shown as a date or a time is a ``datetime`` (to
    the millisecond), shown as a truth value a ``bool``; an error is a :class:`CellError`. Formats
    cost two calls for each different look in the range, errors one call each.
    """
    raw = cells.getDataArray()
    rows = [[None if value == "" else value for value in row] for row in raw]
    if any(isinstance(value, float) for row in rows for value in row):
        _apply_formats(rows, cells, formats)
    for at, row in enumerate(raw):
        for column, value in enumerate(row):
            if value is None:
                rows[at][column] = _error(cells.getCellByPosition(column, at).getString())
    return rows


def _error(shown: str) -> CellError:
    """LibreOffice's own errors (Err:502 …) have no name in Excel; #VALUE! comes nearest."""
    return CellError(shown if shown.startswith("#") else "#VALUE!")


def _apply_formats(rows: list[Row], cells: Any, formats: Formats) -> None:
    corner, looks = cells.getRangeAddress(), cells.getUniqueCellFormatRanges()
    for number in range(looks.getCount()):
        look = looks.getByIndex(number)
        meaning = formats.meaning(look.NumberFormat)
        if meaning & (_DATE | _TIME | _LOGICAL):
            for area in look.getRangeAddresses():
                _turn(rows, area, corner, formats, meaning)


def _turn(rows: list[Row], area: Any, corner: Any, formats: Formats, meaning: int) -> None:
    zero = formats.day_zero()
    columns = range(area.StartColumn - corner.StartColumn, area.EndColumn - corner.StartColumn + 1)
    for row in rows[area.StartRow - corner.StartRow : area.EndRow - corner.StartRow + 1]:
        for column in columns:
            value = row[column]
            if isinstance(value, float):
                row[column] = bool(value) if meaning & _LOGICAL else _moment(value, zero)


def _moment(serial: float, zero: datetime) -> datetime | float:
    """The day and time of a serial number; the number itself beyond the calendar."""
    try:
        return zero + since_day_zero(serial)
    except OverflowError:
        return serial


def storable(value: object) -> object:
    """What a cell takes: number, text, or "" for an empty cell (None would become #N/A)."""
    if value is None:
        return ""
    if isinstance(value, date):
        return float(serial(value))
    return value if isinstance(value, str) else float(value)  # type: ignore[arg-type]  # a number


def put(cells: Any, rows: list[Row]) -> None:
    """Write values into a range, in one call; text that begins with = stays text.

    Raises:
        LockedCellsError: a cell of the range is locked.
    """
    try:
        cells.setDataArray(tuple(tuple(map(storable, row)) for row in rows))
    except uno_exception() as fault:
        raise LockedCellsError(f"结果页的单元格被锁住，写不进去。{NEW_BLANK}") from fault
