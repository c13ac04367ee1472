"""Papers of the calendar (应时文书): written when their time has come, whatever came in."""

from datetime import date
from pathlib import Path

from zongzhi_xl.core.chronicle.decisions import rulings_of
from zongzhi_xl.desk.own_outputs import PAPER
from zongzhi_xl.desk.placing import put_together
from zongzhi_xl.desk.progress import Track, shown_by, silent
from zongzhi_xl.desk.registry.adopting import adopt
from zongzhi_xl.desk.registry.arriving import ready
from zongzhi_xl.desk.registry.entered import decisions_in, files_of, published
from zongzhi_xl.desk.registry.known import Moment, edition_at
from zongzhi_xl.papers.calendar import Year, due_on
from zongzhi_xl.papers.published import Due
from zongzhi_xl.record import Record
from zongzhi_xl.resources import own_templates


class Wish(Record):
    """For which year, as of which day, and into which folder; ``today`` it is entered."""

    district: Path
    year: int
    today: date
    as_of: date
    folder: Path


class Prepared(Record):
    """The papers that were written."""

    wish: Wish
    papers: tuple[Due, ...]

    @property
    def report(self) -> str:
        """How many of which, or that it is the time of none."""
        if not self.papers:
            return f"{self.wish.as_of}：没有到时间的文书，什么也没有写"
        counts: dict[str, int] = {}
        for one in self.papers:
            counts[one.name] = counts.get(one.name, 0) + 1
        told = "，".join(f"{name} {count} 份" for name, count in counts.items())
        return f"{self.wish.as_of}：{told}，在 {self.wish.folder}"


def prepare(wish: Wish, track: Track = silent) -> Prepared:
    """Write every paper of the calendar whose time it is on that day.

    Raises RequestError, StatementError, RecordUnusableError, OutputError.
    """
    year = _year(wish)
    papers = tuple(due_on(wish.as_of, year))
    if papers:
        from zongzhi_xl.papers.writing import write_due  # noqa: PLC0415  # jinja2, docx

        units = [unit.name for unit in year.edition.units]
        with put_together() as made:
            folder = made.folder(wish.folder, PAPER)
            write_due(
                folder, shown_by(track, len(units))(papers), units, own_templates(wish.district)
            )
    return Prepared(wish, papers)


def _year(wish: Wish) -> Year:
    with ready(wish.district) as book:  # in January nothing may have come in yet
        adopt(wish.district, book, wish.today)
        edition = edition_at(book, Moment(wish.year, book.last, wish.as_of))
        rulings = rulings_of(decisions_in(book), edition, wish.year, wish.as_of)
        return Year(
            wish.year, edition, rulings.vetoes,
            tuple(one for one in published(book, wish.year) if one.as_of <= wish.as_of),
            len(files_of(book)),
        )  # fmt: skip
