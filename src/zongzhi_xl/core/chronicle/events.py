"""What a district's record (register.db) is made of: events, in the order in which they were added.

Nothing is changed and nothing is taken out. Which return is in force, who is late, which question
is open and what the score is, is worked out from them, for today or for any earlier event.
"""

from datetime import date
from enum import StrEnum
from typing import Generic, TypeAlias, TypeVar

from zongzhi_xl.core.appraising.received import Received
from zongzhi_xl.core.appraising.scorecard import Rejected
from zongzhi_xl.core.edition.items import FormKind
from zongzhi_xl.core.returned.departments import DepartmentReturn
from zongzhi_xl.record import Record

#: a file as it was understood, or why it was not
Paper: TypeAlias = Received | DepartmentReturn | Rejected


def year_of(paper: Paper) -> int | None:
    """Of which year the paper says it is."""
    return paper.submission.year if isinstance(paper, Received) else paper.year


class Adopted(Record):
    """From here on the year is scored by this edition: its document as canonical JSON.

    ``source`` names the program and the files from which it was read: as long as both are the
    same, they need not be read again.
    """

    year: int
    document: str
    source: str = ""


class Arrived(Record):
    """A file came in (收件): its bytes by their hash, and the day of receipt that counts.

    ``name`` as it came, ``kept`` where the unchanged file lies in the district's folder.
    ``backdated`` is why the day is not that of the entry, empty where it is.
    """

    day: date
    sha256: str
    name: str
    kept: str
    backdated: str = ""


class Understood(Record):
    """What the file of event ``arrival`` says.

    ``reader`` names the program and the edition by which it was understood. What was found in it
    is kept with it, and worked out anew as soon as one of them is another.
    """

    arrival: int
    reader: str
    paper: Paper


#: signs of the hash at the end of an original's name: enough to tell the files of one day apart
SIGNS_OF_FILE = 12
#: between the hashes of the files of which one is chosen
BETWEEN_FILES = "、"


def file_words(sha256: str) -> str:
    """Which file it is, for people: by the signs at the end of its original's name."""
    return f"文件名末尾是 {sha256[:SIGNS_OF_FILE]} 的一份"


class Ruling(StrEnum):
    """What the district can decide; a decision replaces evidence, never points."""

    CHOICE = "采用"  # which of several files of a period counts
    DAY = "收件日期"  # the day that counts for a period
    FIGURE = "认定数"  # a figure, after a review
    MARK = "区认定"  # what sort of event it was
    ACCEPTED = "接受说明"
    RETURNED = "退回说明"
    VETO = "一票否决"
    LIFTED = "解除否决"
    SEEN_TO = "文件已处理"  # nobody’s, or a department’s with changed figures: it was looked after
    REVOKED = "撤销"  # an earlier decision no longer holds


#: what the district may decide without being asked
UNASKED = (Ruling.FIGURE, Ruling.DAY, Ruling.ACCEPTED, Ruling.REVOKED)


class Decided(Record):
    """A decision (决定): what, about which period or event or figure, by whom and why.

    ``subject`` is what it is about where the period alone does not say so: the hash of a file,
    an item, an event's number, a finding's code, a decision's number. ``value`` is what counts
    from now on, as it was typed.
    """

    day: date
    ruling: Ruling
    year: int
    unit: str
    form: FormKind | None
    month: int | None
    subject: str
    value: str
    reason: str
    by: str
    document: str = ""

    @property
    def about(self) -> str:
        """What it is about, for people: of files, how many they are."""
        match self.ruling:
            case Ruling.CHOICE:
                return f"{len(self.subject.split(BETWEEN_FILES))}份不同的表"
            case Ruling.REVOKED:
                return f"第{self.subject}号决定"
            case Ruling.SEEN_TO:
                return file_words(self.subject)
            case _:
                return self.subject

    @property
    def counts(self) -> str:
        """What counts from now on, for people: a file by the signs at the end of its name."""
        if self.ruling != Ruling.CHOICE:
            return self.value
        return file_words(self.value)


class PublishedFile(Record):
    """One file of a publication: where it lies under the publication's folder, and its hash."""

    name: str
    sha256: str


class Published(Record):
    """What was made public (发布), and on what it rests, so that it can be made again.

    ``number`` is how people cite it, ``upto`` the last event that it knows, ``as_of`` the last
    day of receipt.
    """

    number: str
    year: int
    through: int
    final: bool
    as_of: date
    upto: int
    engine: str
    files: tuple[PublishedFile, ...]


Deed: TypeAlias = Adopted | Arrived | Understood | Decided | Published

D_co = TypeVar("D_co", bound=Deed, covariant=True)


class Event(Record, Generic[D_co]):
    """A deed with its place in the record, counted from 1, and the day it was entered."""

    number: int
    entered: date
    deed: D_co
