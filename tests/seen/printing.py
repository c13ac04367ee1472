"""Workbooks on paper, by a LibreOffice that is started again wherever it ends or hangs."""

from collections.abc import Collection
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from threading import Timer
from types import TracebackType
from typing import Self

from tests.office import Office, office, properties
from zongzhi_xl.hosts.office_link import uno_exception, uno_module


class NotPrintedError(Exception):
    """LibreOffice printed nothing of this workbook; the words say why."""


@dataclass
class Printer:
    """A LibreOffice that prints; its profiles lie in ``folder``.

    ``seconds``: how long a workbook may take. ``most``: so many are printed by one, which takes
    3 MB more with each. ``starts``: how often one was started.
    """

    folder: Path
    seconds: float = 120.0
    most: int = 100
    starts: int = 0
    _printings: int = field(default=0, repr=False)
    _running: ExitStack = field(default_factory=ExitStack, repr=False)
    _office: Office | None = field(default=None, repr=False)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None,
        trace: TracebackType | None,
    ) -> None:  # fmt: skip
        self._close()

    def _ready(self) -> Office:
        """The one that runs; one is started where none does, or :class:`NotPrintedError`."""
        if self._printings == self.most:
            self._close()
        if self._office is None:
            self.starts += 1
            profile = self.folder / f"office{self.starts}"
            profile.mkdir()
            try:
                self._office = self._running.enter_context(office(profile))
            except TimeoutError as fault:
                raise NotPrintedError(str(fault)) from fault
        return self._office

    def _close(self) -> None:
        self._office, self._printings = None, 0
        self._running.close()

    def printed(self, path: Path, without: Collection[str] = ()) -> Path:
        """All pages that LibreOffice prints of a workbook, as PDF beside it.

        Pages named in ``without`` stay out. Raises :class:`NotPrintedError`; the next workbook
        has a new LibreOffice then, because nobody knows in which state this one is.
        """
        running = self._ready()
        watch = Timer(self.seconds, running.kill)
        self._printings += 1
        watch.start()
        try:
            return _printed(running, path, without)
        except uno_exception() as fault:
            late = "" if watch.is_alive() else f"took over {self.seconds:g} s: "
            self._close()
            _unlocked(path)
            raise NotPrintedError(f"{late}{type(fault).__name__} {fault}") from fault
        finally:
            watch.cancel()


def _unlocked(path: Path) -> None:
    """Takes away the marks of whoever had it open, for which the next one would not touch it."""
    for one in (path, path.with_suffix(".pdf")):
        _mark(one).unlink(missing_ok=True)


def _mark(path: Path) -> Path:
    return path.with_name(f".~lock.{path.name}#")


def _printed(office: Office, path: Path, without: Collection[str]) -> Path:
    document, pdf = office.open(path), path.with_suffix(".pdf")
    if document is None:
        raise NotPrintedError("LibreOffice does not open it")
    for sheet in document.Sheets:
        if sheet.Name in without:
            sheet.setPrintAreas(())  # where another page has one, this one is not printed
    url = uno_module().systemPathToFileUrl(str(pdf))
    document.storeToURL(url, properties(FilterName="calc_pdf_Export", Overwrite=True))
    document.close(True)
    return pdf
