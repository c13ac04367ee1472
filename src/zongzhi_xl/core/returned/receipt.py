"""What came first of several files."""

from datetime import date


def order_of_receipt(day: date | None, number: int, file: str) -> tuple[date, int, str]:
    """By day, then as it was recorded; without days by the file's name."""
    return day or date.max, number, file
