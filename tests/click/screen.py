"""A screen, a mouse and a keyboard for the click test: Xvfb and xdotool, and pictures as PNG."""

import os
import shutil
import struct
import subprocess
import time
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.office import call

#: where pictures of the click test go, if anywhere
PICTURES = "ZONGZHI_XL_SCREENSHOTS"
#: tells whether a button is still at work
RUNNING = "RunPythonLibreOffice.PythonIsRunning"
WIDTH, HEIGHT = 1280, 900
PROGRAMS = ("Xvfb", "xdotool")
#: pixels: how far the arrow of a list lies from the cell's corner, how high one of its entries is
_ARROW, _ENTRY = 9, 18


@dataclass
class Screen:
    """A screen of the test's own."""

    display: str
    framebuffer: Path

    def fill(self, document: Any) -> None:
        """Let the document's window fill the screen (there is no window manager)."""
        window = document.getCurrentController().getFrame().getContainerWindow()
        window.setPosSize(0, 0, WIDTH, HEIGHT, 15)

    @staticmethod
    def show(document: Any, sheet: str) -> None:
        """Bring a sheet to the front."""
        controller = document.getCurrentController()
        controller.setActiveSheet(document.Sheets.getByName(sheet))

    def click(self, document: Any, caption: str) -> None:
        """Click the button with this caption with the mouse, where it is on the screen.

        Of several sheets with such a button, the first is shown for it.
        """
        control = _control(document, caption)
        self._click(_settled(control))

    def run(self, document: Any, caption: str) -> None:
        """Click a button and let it do its work."""
        self.click(document, caption)
        self.await_start(document)
        self.await_macro(document)

    def type(self, document: Any, cell: Any, text: str) -> None:
        """Type into a cell on the keyboard, and press Return."""
        controller = document.getCurrentController()
        controller.setActiveSheet(cell.getSpreadsheet())
        controller.select(cell)
        controller.getFrame().getComponentWindow().setFocus()
        time.sleep(0.3)
        self._focus((WIDTH // 2, HEIGHT // 2))
        self._do("type", text)
        self._do("key", "Return")

    def click_cell(self, document: Any, cell: Any) -> None:
        """Click a cell on its sheet while Ctrl is held, as LibreOffice wants it for a link."""
        document.getCurrentController().setActiveSheet(cell.getSpreadsheet())
        at = _settled(_cell_on_screen(document, cell))
        self._focus(at)
        self._do("keydown", "ctrl", "mousemove_relative", 1, 1, "click", 1, "keyup", "ctrl")

    def pick(self, document: Any, cell: Any, place: int) -> None:
        """Choose from the list of a cell: click the cell, its arrow, the entry (from 0)."""
        document.getCurrentController().setActiveSheet(cell.getSpreadsheet())
        one = _cell_on_screen(document, cell)
        self._click(_settled(one))
        at, size = one.getLocationOnScreen(), one.getSize()
        right, bottom = at.X + size.Width, at.Y + size.Height
        self._click((right + _ARROW, bottom - _ARROW))
        time.sleep(0.5)
        self._click((at.X + size.Width // 2, bottom + _ENTRY * place + _ENTRY // 2))
        time.sleep(0.3)

    def press(self, *keys: str) -> None:
        """Press keys, such as ``ctrl+s``, one after another."""
        self._do("key", *keys)

    def save(self, document: Any) -> None:
        """Save with Ctrl+S, and wait until it is saved."""
        document.getCurrentController().getFrame().getComponentWindow().setFocus()
        self._focus((WIDTH // 2, HEIGHT // 2))
        self.press("ctrl+s")
        if self.awaited(document.isModified, False) is not False:
            raise TimeoutError("not saved")

    def await_start(self, document: Any, seconds: float = 15) -> None:
        """Wait until the click has started a macro."""
        deadline = time.monotonic() + seconds
        while not call(document, RUNNING):
            if time.monotonic() > deadline:
                self.picture("没有反应")
                raise TimeoutError("the click started no macro")
            time.sleep(0.05)

    def await_macro(self, document: Any, seconds: float = 60) -> None:
        """Wait until the macro of the last click has ended; a click before that is passed over."""
        deadline = time.monotonic() + seconds
        while call(document, RUNNING):
            if time.monotonic() > deadline:
                raise TimeoutError("the macro did not end")
            time.sleep(0.05)

    @staticmethod
    def awaited(ask: Callable[[], object], answer: object, seconds: float = 10) -> object:
        """What is answered once it is ``answer``, or after ``seconds``."""
        deadline = time.monotonic() + seconds
        while (found := ask()) != answer and time.monotonic() < deadline:
            time.sleep(0.05)
        return found

    def message(self, document: Any, seconds: float = 30) -> str:
        """The words of the message box that is open or about to open; "" where none comes."""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            words = [
                str(one.getAccessibleName()) for one in _parts(document) if _role(one) == "STATIC"
            ]
            if words:
                return words[0]
            time.sleep(0.05)
        return ""

    def choose_what_is_offered(self, document: Any, seconds: float = 30) -> None:
        """Wait for the dialog that chooses a folder, and click its button for the folder shown."""
        deadline = time.monotonic() + seconds
        while not (buttons := [one for one in _parts(document, "DIALOG") if _is_select(one)]):
            if time.monotonic() > deadline:
                raise TimeoutError("no dialog was opened")
            time.sleep(0.05)
        self._click(_settled(buttons[0]))

    def agree(self, document: Any) -> None:
        """Click the first button of the message box, until it is closed."""
        while buttons := [one for one in _parts(document) if _role(one) == "PUSH_BUTTON"]:
            self._click(_settled(buttons[0]))
            self.awaited(lambda: _parts(document), [], seconds=3)

    def picture(self, name: str) -> Path | None:
        """Keep what the screen shows as ``name``.png, if anybody asked for pictures."""
        folder = os.environ.get(PICTURES)
        if not folder:
            return None
        time.sleep(0.3)  # let the last repaint arrive
        path = Path(folder) / f"{name}.png"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(_png(self.framebuffer.read_bytes()))
        return path

    def colour(self, document: Any, cell: Any) -> str:
        """The colour in which a cell is seen, near its lower left corner: ``#F8B4B4``."""
        document.getCurrentController().setActiveSheet(cell.getSpreadsheet())
        one = _cell_on_screen(document, cell)
        _settled(one)
        at, size = one.getLocationOnScreen(), one.getSize()
        return _pixel(self.framebuffer.read_bytes(), at.X + 6, at.Y + size.Height - 5)

    def _click(self, at: tuple[int, int]) -> None:
        self._focus(at)
        self._do("mousemove_relative", 1, 1, "click", 1)

    def _focus(self, at: tuple[int, int]) -> None:
        """Move the mouse there and give that window the focus, as a window manager would
        (without it, LibreOffice sometimes passes over the first click in a new window)."""
        self._do("mousemove", *at)
        window = self._do("getmouselocation", "--shell").partition("WINDOW=")[2].strip()
        self._do("windowfocus", window)

    def _do(self, *arguments: object) -> str:
        return subprocess.run(
            ["xdotool", *map(str, arguments)], env={**os.environ, "DISPLAY": self.display},
            check=True, capture_output=True, text=True, timeout=10,
        ).stdout  # fmt: skip


def _control(document: Any, caption: str) -> Any:
    """What accessibility tells of the button, once its sheet is shown."""
    sheet, shape = _button(document, caption)
    controller = document.getCurrentController()
    controller.setActiveSheet(sheet)
    controller.setFirstVisibleRow(0)
    controller.setFirstVisibleColumn(0)
    return controller.getControl(shape.getControl()).getAccessibleContext()


def _cell_on_screen(document: Any, cell: Any) -> Any:
    """What accessibility tells of a cell of the sheet that is shown, in the pane that shows it."""
    window = document.getCurrentController().getFrame().getComponentWindow()
    where = cell.getCellAddress()
    panes = (
        one.getAccessibleCellAt(where.Row, where.Column).getAccessibleContext()
        for one in _inside(window.getAccessibleContext())
        if hasattr(one, "getAccessibleCellAt")
    )
    return next(one for one in panes if one.getAccessibleStateSet().contains(_SHOWING))


def _settled(part: Any) -> tuple[int, int]:
    """The middle of it on the screen, once the window has come to rest."""
    before, middle = None, _middle(part)
    while middle != before:
        time.sleep(0.3)
        before, middle = middle, _middle(part)
    return middle


def _middle(part: Any) -> tuple[int, int]:
    at, size = part.getLocationOnScreen(), part.getSize()
    return at.X + size.Width // 2, at.Y + size.Height // 2


def _button(document: Any, caption: str) -> tuple[Any, Any]:
    sheets = document.getSheets()
    for number in range(sheets.getCount()):
        page = sheets.getByIndex(number).getDrawPage()
        for at in range(page.getCount()):
            shape = page.getByIndex(at)
            if _caption(shape) == caption:
                return sheets.getByIndex(number), shape
    raise LookupError(f"no button {caption}")


def _caption(shape: Any) -> str | None:
    if not shape.supportsService("com.sun.star.drawing.ControlShape"):
        return None
    return getattr(shape.getControl(), "Label", None)


_SHOWING = 25
_ROLES = {1: "ALERT", 12: "DIALOG", 44: "PUSH_BUTTON", 86: "STATIC"}  # com.sun.star.accessibility


def _role(one: Any) -> str:
    return _ROLES.get(one.getAccessibleRole(), "")


def _is_select(part: Any) -> bool:
    # the office of a test speaks English
    return _role(part) == "PUSH_BUTTON" and part.getAccessibleName() == "Select"


def _windows(document: Any) -> list[Any]:
    """What accessibility tells of every window that is open."""
    toolkit = document.getCurrentController().getFrame().getContainerWindow().getToolkit()
    tops = map(toolkit.getTopWindow, range(toolkit.getTopWindowCount()))
    return [one.getAccessibleContext() for one in tops]


def _parts(document: Any, role: str = "ALERT") -> list[Any]:
    """Everything inside message boxes (or other windows of this role) that are open."""
    windows = (one for one in _windows(document) if _role(one) == role)
    return [part for one in windows for part in _inside(one)]


def _inside(one: Any) -> Iterator[Any]:
    if hasattr(one, "getAccessibleCellAt"):
        return  # a table: its cells are asked for by row and column
    for at in range(one.getAccessibleChildCount()):
        child = one.getAccessibleChild(at).getAccessibleContext()
        yield child
        yield from _inside(child)


@contextmanager
def screen(folder: Path) -> Iterator[Screen]:
    """A screen of its own; its picture lies in ``folder`` as X keeps it."""
    reading, writing = os.pipe()
    process = subprocess.Popen(
        [
            shutil.which("Xvfb") or "Xvfb", "-displayfd", str(writing), "-nolisten", "tcp",
            "-screen", "0", f"{WIDTH}x{HEIGHT}x24", "-fbdir", str(folder),
        ],
        pass_fds=[writing], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    os.close(writing)
    try:
        with os.fdopen(reading) as number:
            display = f":{number.readline().strip()}"
        yield Screen(display, folder / "Xvfb_screen0")
    finally:
        process.terminate()
        process.wait(10)


# ------------------------------------------------------------------ pictures


@dataclass(frozen=True)
class _Dump:
    """An X window dump (XWD, 32 bits a pixel: blue, green, red, nothing)."""

    width: int
    height: int
    line: int
    pixels: bytes

    @classmethod
    def of(cls, dump: bytes) -> "_Dump":
        header = struct.unpack(">25I", dump[:100])
        return cls(header[4], header[5], header[12], dump[header[0] + 12 * header[19] :])


def _pixel(dump: bytes, x: int, y: int) -> str:
    one = _Dump.of(dump)
    at = y * one.line + 4 * x
    blue, green, red = one.pixels[at : at + 3]
    return f"#{red:02X}{green:02X}{blue:02X}"


def _png(dump: bytes) -> bytes:
    """What the screen shows, as PNG."""
    one = _Dump.of(dump)
    rows = (_row(one.pixels[at * one.line :][: 4 * one.width]) for at in range(one.height))
    return b"".join(
        (
            b"\x89PNG\r\n\x1a\n",
            _chunk(b"IHDR", struct.pack(">IIBBBBB", one.width, one.height, 8, 2, 0, 0, 0)),
            _chunk(b"IDAT", zlib.compress(b"".join(rows), 6)),
            _chunk(b"IEND", b""),
        )
    )


def _row(pixels: bytes) -> bytes:
    row = bytearray(1 + len(pixels) // 4 * 3)  # a row begins with its filter: none
    row[1::3], row[2::3], row[3::3] = pixels[2::4], pixels[1::4], pixels[0::4]
    return bytes(row)


def _chunk(kind: bytes, content: bytes) -> bytes:
    check = zlib.crc32(kind + content)
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", check)
