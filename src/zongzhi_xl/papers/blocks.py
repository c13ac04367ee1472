"""What a paper is made of: a handful of blocks, of which HTML and Word are written alike.

A template says which words stand in which block (:mod:`zongzhi_xl.papers.markup`); how a block
looks is the writers' alone. Plain frozen data.
"""

from enum import StrEnum
from typing import TypeAlias

from zongzhi_xl.record import Record


class Kind(StrEnum):
    """How large and how solemn a paper is; the value is what stands in ``<paper kind="…">``."""

    DOCUMENT = "公文"  # GB/T 9704: 22 lines of 28 characters
    NOTICE = "告知书"  # to one unit, with annexes
    SLIP = "单子"  # one page with a receipt to cut off


class Role(StrEnum):
    """What a paragraph is; the value is its tag."""

    ORGAN = "organ"
    NUMBER = "number"
    TITLE = "title"
    SUBTITLE = "subtitle"
    TO = "to"
    TEXT = "p"
    PLAIN = "plain"  # not indented
    HEADING = "h1"
    SUBHEADING = "h2"
    NOTE = "note"
    ANNEX = "annex"
    FORM_TITLE = "formtitle"
    CUT = "cut"  # here the receipt is cut off
    SIGN = "sign"  # a line of the signature
    COPIES = "copies"


class Look(StrEnum):
    """How some signs of a line look; the value is their tag."""

    PLAIN = ""
    STRONG = "b"
    SMALL = "small"
    BLANK = "blank"  # a line to write on
    BAR = "bar"  # of a chart


class Run(Record):
    """Some signs that look alike; ``measure``: how wide a blank (characters) or a bar (%) is."""

    text: str
    look: Look = Look.PLAIN
    measure: int = 0


Line: TypeAlias = tuple[Run, ...]


class Paragraph(Record):
    """Lines of text; ``beside`` stands at the right end of the first one."""

    role: Role
    lines: tuple[Line, ...]
    beside: str = ""

    @property
    def text(self) -> str:
        """Its words alone."""
        return "\n".join("".join(run.text for run in line) for line in self.lines)


class Align(StrEnum):
    """Where the text of a cell stands."""

    LEFT = "left"
    CENTER = "center"
    RIGHT = "right"


class Tone(StrEnum):
    """The ground of a cell."""

    NONE = ""
    HEAD = "head"
    GOOD = "good"
    BAD = "bad"
    WAIT = "wait"
    OWN = "own"


class Cell(Record):
    """A cell over ``across`` columns."""

    paragraphs: tuple[Paragraph, ...]
    align: Align = Align.LEFT
    tone: Tone = Tone.NONE
    across: int = 1


class Row(Record):
    """A row of a table, at least so many millimetres high."""

    cells: tuple[Cell, ...]
    height: float = 0


class Size(StrEnum):
    """The size of a table's text."""

    LARGE = "large"
    NORMAL = "normal"
    FINE = "fine"
    TIGHT = "tight"  # as fine, many rows
    FORM = "form"  # to be filled in by hand


class Table(Record):
    """A table; ``widths`` in per cent of the line, ``head`` is repeated on every page."""

    size: Size
    widths: tuple[float, ...]
    head: tuple[Row, ...]
    rows: tuple[Row, ...]


class Together(Record):
    """Blocks that no page tears apart; ``follows``: nor from the block before (a signature)."""

    blocks: "tuple[Block, ...]"
    follows: bool = False


class NewPage(Record):
    """What comes next begins a page."""


Block: TypeAlias = Paragraph | Table | Together | NewPage


class Sheet(Record):
    """A whole paper: what it is called, what stands on its every page, its blocks.

    ``cautions`` in red, ``rules`` by which it was made, ``version`` small.
    """

    kind: Kind
    name: str
    cautions: tuple[str, ...]
    rules: str
    version: str
    blocks: tuple[Block, ...]
