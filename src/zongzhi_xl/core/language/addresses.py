"""Columns as letters and as numbers; rows and columns count from 1, as in the sheet."""

from functools import lru_cache


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
