"""The one gate through which every text passes that people or programs outside are given.

Terminal, pages, JSON, CSV and workbooks: unseen signs are shown, numbers of persons are masked, and
in tables nothing can begin a formula. What passed once passes again unchanged. Not through the gate
goes what a clerk typed and a fresh return carries on: it is written as it is, as text.
"""

import re
from collections.abc import Iterable
from functools import lru_cache

from zongzhi_xl.core.language.visible import visible, visible_lines
from zongzhi_xl.core.returned.personal_data import masked, personal_numbers
from zongzhi_xl.record import Record, field


class Gate(Record):
    """The gate; ``public`` are names of units that look like a number of a person, and stay."""

    public: frozenset[str] = field(default_factory=frozenset)

    def line(self, text: str) -> str:
        """``text`` on one line, for whoever reads it."""
        return _line(text, self.public)

    def lines(self, text: str) -> str:
        """The same, with its own line breaks."""
        return _lines(text, self.public)

    def document(self, value: object) -> object:
        """Plain data for JSON, every text in it passed; keys, numbers and hashes are ours."""
        match value:
            case str():
                return self.lines(value)
            case dict():
                return {key: self.document(inner) for key, inner in value.items()}
            case list() | tuple():
                return [self.document(inner) for inner in value]
        return value

    def cell(self, value: object) -> object:
        """A cell of a CSV table: text that a program would compute stands behind an apostrophe."""
        if not isinstance(value, str):
            return value
        text = self.lines(value)
        return f"'{text}" if is_active(text) and not _NUMBER.fullmatch(text) else text


@lru_cache(maxsize=4096)
def _line(text: str, public: frozenset[str]) -> str:
    """The names of files and sheets come in every link to a cell."""
    return visible(masked(text, public))


@lru_cache(maxsize=4096)
def _lines(text: str, public: frozenset[str]) -> str:
    """Most texts of a summary come in every row of it."""
    return visible_lines(masked(text, public))


def gate_for(units: Iterable[str]) -> Gate:
    """The gate of outputs that name these units."""
    return Gate(frozenset(name for name in units if any(personal_numbers(name))))


_NUMBER = re.compile(r"-?\d+(\.\d+)?")
#: signs that begin a formula, of full width and small ones too
ACTIVE_SIGNS = "=+-@＝＋－＠﹦﹢﹣﹫"
#: the same behind whatever seems blank
_ACTIVE = re.compile(
    rf"[\s\x00-\x1f\x7f-\xa0\u200b-\u200f\u2060\ufeff]*[{re.escape(ACTIVE_SIGNS)}\t\r]"
)


def is_active(text: str) -> bool:
    """Whether a spreadsheet might take ``text`` for a formula."""
    return bool(_ACTIVE.match(text))
