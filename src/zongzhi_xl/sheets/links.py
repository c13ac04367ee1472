"""Links to cells, of returns and of the workbook itself: ``HYPERLINK()`` with its words cached.

Their folder stands in one cell of the workbook (:data:`~zongzhi_xl.contract.FOLDER`), so that all
of them follow when the returns are moved.
"""

import re
from dataclasses import dataclass

from zongzhi_xl.contract import FOLDER

_MOST_TEXT = 32000  # a cell holds 32,767 characters
_MOST_LITERAL = 255  # a text literal in a formula
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_A1 = re.compile(r"\$?[A-Z]{1,3}\$?[1-9]\d{0,6}(:\$?[A-Z]{1,3}\$?[1-9]\d{0,6})?")
_PLAIN_SHEET = re.compile(r"[^\W\d]\w*")


@dataclass(frozen=True, slots=True)
class Link:
    """A cell that jumps: into ``file`` (relative to the returns' folder; empty: this workbook)."""

    file: str
    sheet: str
    cell: str
    shown: str | int

    @classmethod
    def to_file(cls, file: str, shown: str = "") -> "Link":
        """The link that opens ``file``, by its name where nothing else is shown."""
        return cls(file, "", "", shown or file)

    @property
    def cached(self) -> str | int:
        """What the cell shows before anything is computed: words on one line, and not too many."""
        if isinstance(self.shown, str):
            return re.sub(r"\s", " ", safe(self.shown))[:_MOST_LITERAL]
        return self.shown

    @property
    def target(self) -> str:
        """``月报!E12`` as a link takes it, quoted where it must be; empty where it is no cell."""
        if not self.sheet or not _A1.fullmatch(self.cell):
            return ""
        plain = _PLAIN_SHEET.fullmatch(self.sheet)
        return f"{self.sheet if plain else _quoted(self.sheet, _SINGLE)}!{self.cell}"

    @property
    def formula(self) -> str:
        """``=HYPERLINK(…)``; empty where there is no cell, or too long an address."""
        file = self.file.replace("#", "%23")  # the first # of an address begins the place
        address = f"{file}#{self.target}" if self.target else file
        if not address or len(address) > _MOST_LITERAL:
            return ""
        folder = f"{FOLDER}&" if self.file else ""
        shown = _quoted(self.cached) if isinstance(self.cached, str) else self.cached
        return f"=HYPERLINK({folder}{_quoted(address)},{shown})"


_SINGLE = "'"


def _quoted(text: str, mark: str = '"') -> str:
    return f"{mark}{text.replace(mark, 2 * mark)}{mark}"


def safe(text: str) -> str:
    """``text`` without what a cell cannot hold; too long a text ends in an ellipsis."""
    clean = _CONTROL.sub("\ufffd", text)
    return clean if len(clean) <= _MOST_TEXT else clean[:_MOST_TEXT] + "…（其余从略）"
