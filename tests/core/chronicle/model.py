"""A small model of the rules of receipt, written apart from them: a dictionary of what came in.

A period is an office's month. Of its files the highest correction counts that changes something;
of several with one number the one that the district chose, else the one that came before all
others, else none: then the period is 待定. The day that counts is that of the first file without
blank entries, or of one with blanks that was put right within three days. Late is after the 5th
of the next month.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

DAYS_TO_MEND = 3


@dataclass(frozen=True)
class File:
    """A file that came in: whose, what it claims to be (0: 首报), what it says, and when."""

    unit: str
    month: int
    correction: int
    patrols: int
    blank: bool
    reason: str
    day: date

    @property
    def says(self) -> tuple[object, ...]:
        """What the office says with it."""
        return self.patrols, self.blank, self.reason

    @property
    def usable(self) -> bool:
        """Nothing is left blank, or the office says why."""
        return not self.blank or bool(self.reason)


@dataclass(frozen=True)
class Period:
    """What holds of a period: the file in force, its state, of how many files is asked."""

    counts: File | None
    state: str
    asked: int


def due(month: int) -> date:
    """月报 is due on the 5th of the next month."""
    return date(2026, month + 1, 5)


def period(
    files: Iterable[File], month: int, as_of: date, chosen: Mapping[File, int], ruled: date | None
) -> Period:
    """What holds by the end of ``as_of``; ``chosen`` files with the number of the decision."""
    came = sorted((one for one in files if one.day <= as_of), key=lambda one: one.day)
    counts, asked = None, 0
    for number in sorted({one.correction for one in came}):
        rivals = [
            one for one in came
            if one.correction == number and not (counts and one.says == counts.says)
        ]  # fmt: skip
        if rivals:
            counts, asked = _of_rivals(rivals, chosen)
    if counts is None:
        past = due(month) < as_of
        return Period(None, "待定" if came else "缺报" if past else "未到期", asked)
    day = ruled or _day(came)
    late = day > due(month) if day else due(month) < as_of
    return Period(counts, "迟报" if late else "按时", asked)


def _of_rivals(rivals: list[File], chosen: Mapping[File, int]) -> tuple[File | None, int]:
    decided = [one for one in rivals if one in chosen]
    if len(rivals) == 1:
        return rivals[0], 0
    if decided:
        return max(decided, key=chosen.__getitem__), 0
    first = [one for one in rivals if one.day == rivals[0].day]
    return (first[0] if len(first) == 1 else None), len(rivals)


def _day(came: list[File]) -> date | None:
    usable = [one.day for one in came if one.usable]
    if not usable:
        return None
    put_right = (
        one.day for one in came
        if not one.usable and one.day < usable[0] and (usable[0] - one.day).days <= DAYS_TO_MEND
    )  # fmt: skip
    return min(put_right, default=usable[0])
