"""The writer's own work, taken down instead of put into a file.

``return_book.write`` runs as it is; only the library under it is exchanged, so what is taken down
is what a file would hold: every literal, every formula and the value cached with it. Writing and
loading 2,000 files would take half an hour; this takes seconds.
"""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import date, datetime
from io import BytesIO
from typing import Any
from unittest import mock

from zongzhi_xl.core.edition.items import FormKind
from zongzhi_xl.core.edition.statement import Edition
from zongzhi_xl.sheets import page, return_book
from zongzhi_xl.sheets.return_book import ReturnContents

#: sheet, row and column from 0
Spot = tuple[str, int, int]


@dataclass
class Recording:
    """What one return workbook holds."""

    literals: dict[Spot, object] = field(default_factory=dict)
    formulas: dict[Spot, str] = field(default_factory=dict)
    cached: dict[Spot, object] = field(default_factory=dict)


class _Nothing:
    """A format: how cells look is none of the proof's business."""

    def __getattr__(self, name: str) -> Callable[..., None]:
        return lambda *_, **__: None


class _Sheet:
    """Takes down what is written; looks, widths and protection are passed over."""

    def __init__(self, name: str, recording: Recording) -> None:
        self._name, self._recording = name, recording

    def __getattr__(self, name: str) -> Callable[..., None]:
        if name.startswith("write"):
            raise AttributeError(f"the recorder does not know {name}")
        return lambda *_, **__: None

    def write_formula(self, row: int, column: int, text: str, _: object, value: object) -> None:
        spot = self._name, row, column
        self._recording.formulas[spot] = text.removeprefix("=")
        self._recording.cached[spot] = value

    def _literal(self, row: int, column: int, value: object, _: object = None) -> None:
        self._recording.literals[self._name, row, column] = value

    write_string = write_number = write_datetime = write_boolean = _literal

    def write_blank(self, row: int, column: int, _: object, __: object = None) -> None:
        self._recording.literals.pop((self._name, row, column), None)

    def write_url(self, row: int, column: int, _: str, __: object, words: str) -> None:
        self._literal(row, column, words)


def _ways_of(of: type) -> dict[str, object]:
    """What our kinds of sheet do beyond the library's: it ends in the calls taken down here."""
    ours = [one for one in reversed(of.__mro__) if one.__module__.startswith("zongzhi_xl.")]
    ways = ((name, way) for one in ours for name, way in vars(one).items())
    return {name: way for name, way in ways if not name.startswith(("_", "write"))}


class _Workbook(AbstractContextManager["_Workbook"]):
    def __init__(self, recording: Recording) -> None:
        self._recording = recording

    def __exit__(self, *_: object) -> None:
        return

    def __getattr__(self, name: str) -> Callable[..., Any]:
        return lambda *_, **__: _Nothing()

    def add_worksheet(self, name: str, of: type = object) -> _Sheet:
        kind: type[_Sheet] = type("_SheetOfOurs", (_Sheet,), _ways_of(of))
        return kind(name, self._recording)


def recorded(form: FormKind, edition: Edition, contents: ReturnContents) -> Recording:
    """What the writer would put into a file for these contents."""
    recording = Recording()
    taken_down = mock.patch.object(page, "Workbook", return_value=_Workbook(recording))
    with taken_down, mock.patch.object(page, "_made_anywhere"):
        return_book.write(BytesIO(), form, edition, contents)
    assert recording.formulas, "nothing was taken down: a proof over nothing proves nothing"
    return recording


def plain(value: object) -> object:
    """A value as cells hold it: days as serial numbers."""
    if isinstance(value, datetime):
        return (value - datetime(1899, 12, 30)).total_seconds() / 86400
    if isinstance(value, date):
        return (value - date(1899, 12, 30)).days
    return value
