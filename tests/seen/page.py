"""What a person reads on the printed pages of a return: no cell, no name, only words in places.

The pages come from LibreOffice as PDF and from pdftotext as words with their corners. A figure is
whatever stands in the row of a printed label and under the column number 1; an event is a line
under the headings of the register. Nothing of the product's reader is used.
"""

import re
import subprocess
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from html import unescape
from itertools import pairwise, takewhile
from pathlib import Path

_WORD = re.compile(
    r'<word xMin="([\d.-]+)" yMin="([\d.-]+)" xMax="([\d.-]+)" yMax="([\d.-]+)">(.*?)</word>'
)
#: column numbers of the form: of the labels, of the codes, and of the figures
LABELS, CODES, FIGURES = "甲", "丙", "1"
_NUMBERS = {LABELS, "乙", "丙", "1", "2", "3", "4", "5", "6", "7"}
#: what the foot of every page begins with
FOOT = "社会治安综合治理责任书"
#: headings of the register that are compared, and one that tells the line of headings
EVENT_NUMBER = "事项编号"
EVENT_HEADINGS = (
    EVENT_NUMBER, "大类", "事故类型", "发生时间", "接报时间", "上报时间", "死亡人数",
    "终报死亡人数", "简要情况",
)  # fmt: skip


@dataclass(frozen=True)
class Word:
    """A word of a page: its corners in points from the top left."""

    left: float
    top: float
    right: float
    bottom: float
    text: str

    @property
    def across(self) -> float:
        """Its middle, from the left."""
        return (self.left + self.right) / 2

    @property
    def down(self) -> float:
        """Its middle, from the top."""
        return (self.top + self.bottom) / 2


Line = Sequence[Word]


@dataclass
class Seen:
    """What can be read: each thing with every text that stands in its place on some page."""

    figures: dict[str, set[str]] = field(default_factory=dict)
    units: set[str] = field(default_factory=set)
    periods: set[str] = field(default_factory=set)
    events: list[Mapping[str, str]] = field(default_factory=list)


def seen_in(pdf: Path, labels: Mapping[str, str]) -> Seen:
    """What a person reads in ``pdf``; ``labels`` gives the item by what is printed in its row."""
    seen = Seen()
    for page in pages_of(pdf):
        lines = list(_lines(page))
        _read_form(lines, labels, seen)
        _read_register(lines, seen)
    return seen


def pages_of(pdf: Path) -> Iterator[list[Word]]:
    """The words of each page."""
    done = subprocess.run(
        ["pdftotext", "-bbox", str(pdf), "-"], capture_output=True, text=True, check=True
    )
    for page in done.stdout.split("<page ")[1:]:
        yield [
            Word(float(left), float(top), float(right), float(bottom), unescape(text))
            for left, top, right, bottom, text in _WORD.findall(page)
        ]


def _lines(words: Iterable[Word]) -> Iterator[Line]:
    """Words whose middles are at one height, from left to right."""
    line: list[Word] = []
    for word in sorted(words, key=lambda one: one.down):
        if line and word.down - line[-1].down > 0.4 * (word.bottom - word.top):
            yield sorted(line, key=lambda one: one.left)
            line = []
        line.append(word)
    if line:
        yield sorted(line, key=lambda one: one.left)


def _texts(line: Line) -> list[str]:
    return [word.text for word in line]


# ------------------------------------------------------------------ the form


def _read_form(lines: Sequence[Line], labels: Mapping[str, str], seen: Seen) -> None:
    head = next((n for n, line in enumerate(lines) if _is_numbers(_texts(line))), None)
    if head is None:
        return
    for line in lines[:head]:
        _read_identity(line, seen)
    columns = _columns(lines[head], _left(lines))
    for line in lines[head + 1 :]:
        label = _in(columns.get(LABELS), line) or _in(columns.get(CODES), line)
        if label in labels:
            seen.figures.setdefault(labels[label], set()).add(_in(columns.get(FIGURES), line))


def _is_numbers(texts: Sequence[str]) -> bool:
    return LABELS in texts and len(texts) > 3 and set(texts) <= _NUMBERS


#: the check code's label, or the code itself where the column of its label is hidden
_CODE = re.compile("校验码：|[2-9A-HJ-NP-Z]{8}")


def _read_identity(line: Line, seen: Seen) -> None:
    first = line[0]
    if first.text.startswith("填报单位"):
        own = takewhile(lambda word: not _CODE.fullmatch(word.text), line[1:])
        behind = [word.text for word in own if word.left < first.left + 300]
        seen.units.add("".join(behind))
    if first.text.startswith("报告期"):
        before = takewhile(lambda text: text != "制定机关：", _texts(line))
        seen.periods.add("-".join(filter(str.isdecimal, before)))


Column = tuple[float, float]


#: how lines of the head begin; the first of the register is worked out and may fail
_FLUSH = ("填报单位", "报告期", "发生应登记")


def _left(lines: Iterable[Line]) -> float:
    """Where the table begins: the head of the page stands flush with it."""
    heads = (line[0] for line in lines if line[0].text.startswith(_FLUSH))
    return min((word.left for word in heads), default=0.0)


def _columns(head: Line, left: float) -> dict[str, Column]:
    """From edge to edge of each column: headings stand in the middle of theirs, side by side."""
    edges = [left - 1.4]
    for word in head:
        edges.append(2 * word.across - edges[-1])
    return {word.text: edge for word, edge in zip(head, pairwise(edges), strict=True)}


def _in(column: Column | None, line: Line) -> str:
    """What stands in a column of a line; nothing where the column is not printed."""
    if column is None:
        return ""
    return "".join(word.text for word in line if column[0] <= word.across < column[1])


# ------------------------------------------------------------------ the register of events


def _read_register(lines: Sequence[Line], seen: Seen) -> None:
    head = next((n for n, line in enumerate(lines) if EVENT_NUMBER in _texts(line)), None)
    if head is None or "大类" not in _texts(lines[head]):
        return
    columns = _columns(lines[head], _left(lines))
    for line in lines[head + 1 :]:
        if line[0].text == FOOT:
            return
        row = {name: _in(column, line) for name, column in columns.items()}
        if any(text for name, text in row.items() if name != "简要情况"):
            seen.events.append(row)
