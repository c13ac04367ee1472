"""A screen, a mouse and a keyboard for the click test: Xvfb and xdotool, and pictures as PNG."""

import os
import shutil
import struct
import subprocess
import time
import zlib
from collections.abc import Iterator
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


@dataclass
class Screen:
    """A screen of the test's own."""

    display: str
    framebuffer: Path

    def fill(self, document: Any) -> None:
        """Let the document's window fill the screen (there is no window manager)."""
        window = document.getCurrentController().getFrame().getContainerWindow()
        window.setPosSize(0, 0, WIDTH, HEIGHT, 15)

    def click(self, document: Any, caption: str) -> None:
        """Click the button with this caption with the mouse, where it is on the screen.

        Of several sheets with such a button, the first is shown for it.
        """
        control = _control(document, caption)
        self._click(_settled(control))

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

    def message(self, document: Any, seconds: float = 30) -> str:
        """The words of the message box that is open or about to open; "" where none comes."""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            words = [one.getAccessibleName() for one in _parts(document) if _role(one) == "STATIC"]
            if words:
                return words[0]
            time.sleep(0.05)
        return ""

    def agree(self, document: Any) -> None:
        """Click the first button of the message box."""
        button = next(one for one in _parts(document) if _role(one) == "PUSH_BUTTON")
        self._click(_settled(button))
        while _parts(document):
            time.sleep(0.05)

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


_ROLES = {1: "ALERT", 44: "PUSH_BUTTON", 86: "STATIC"}  # com.sun.star.accessibility


def _role(one: Any) -> str:
    return _ROLES.get(one.getAccessibleRole(), "")


def _parts(document: Any) -> list[Any]:
    """Everything inside message boxes that are open."""
    toolkit = document.getCurrentController().getFrame().getContainerWindow().getToolkit()
    tops = map(toolkit.getTopWindow, range(toolkit.getTopWindowCount()))
    contexts = (one.getAccessibleContext() for one in tops)
    return [part for one in contexts if _role(one) == "ALERT" for part in _inside(one)]


def _inside(one: Any) -> Iterator[Any]:
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


def _png(dump: bytes) -> bytes:
    """An X window dump (XWD, 32 bits a pixel: blue, green, red, nothing) as PNG."""
    header = struct.unpack(">25I", dump[:100])
    size, width, height, line, colours = header[0], header[4], header[5], header[12], header[19]
    pixels = dump[size + 12 * colours :]
    rows = (_row(pixels[at * line : at * line + 4 * width]) for at in range(height))
    return b"".join(
        (
            b"\x89PNG\r\n\x1a\n",
            _chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)),
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
