"""Columns as letters and as numbers; rows and columns count from 1, as in the sheet."""

from collections.abc import Sequence
from functools import lru_cache

#: so many a message lists
_LISTED = 5


@lru_cache(maxsize=4096)
def letters(column: int) -> str:
    """Column 3 is ``C``."""
    text = ""
    while column:
        column, rest = divmod(column - 1, 26)
        text = chr(65 + rest) + text
    return text


@lru_cache(maxsize=4096)
def number(column: str) -> int:
    """Column ``C`` is 3."""
    total = 0
    for letter in column:
        total = total * 26 + ord(letter) - 64
    return total


def listed(places: Sequence[str]) -> str:
    """The first few addresses, files or rows, and whether there are more."""
    return "、".join(places[:_LISTED]) + ("等" if len(places) > _LISTED else "")
