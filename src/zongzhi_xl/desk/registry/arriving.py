"""Receiving (收件): what lies in the inbox enters the record, a file at a time, with its day.

Nothing is moved or changed in the inbox, and a file that is in the record already enters nothing:
the command may be run whenever something came in. A file counts as received once its original is
kept and its two events are written, both or none of them.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from functools import partial
from pathlib import Path, PurePosixPath

from zongzhi_xl.archive import originals
from zongzhi_xl.archive.record_book import RecordBook, found, opened
from zongzhi_xl.archive.seen import Seen
from zongzhi_xl.archive.turn import taken
from zongzhi_xl.core.appraising.received import Received
from zongzhi_xl.core.appraising.scorecard import Rejected
from zongzhi_xl.core.chronicle.events import Arrived, Paper, Understood, year_of
from zongzhi_xl.core.edition.documents import Editions
from zongzhi_xl.core.edition.file_names import paper_name
from zongzhi_xl.core.edition.items import FormKind
from zongzhi_xl.core.returned.departments import DepartmentReturn
from zongzhi_xl.core.returned.findings import Finding, Verdict, verdict
from zongzhi_xl.desk.progress import Track, silent
from zongzhi_xl.desk.receiving import Cluster, read, refused
from zongzhi_xl.desk.registry.adopting import adopt, reader_of
from zongzhi_xl.desk.registry.entered import files_of, settled_in
from zongzhi_xl.desk.registry.incoming import AsBefore, PassedOver, incoming
from zongzhi_xl.desk.understanding import paper_of
from zongzhi_xl.errors import RequestError
from zongzhi_xl.reading import intake
from zongzhi_xl.record import Record, replace
from zongzhi_xl.statements.loader import years_of


class Wish(Record):
    """What is received where, and on which day; ``backdated`` says why it is not today."""

    district: Path
    paths: tuple[Path, ...]
    today: date
    day: date
    backdated: str = ""
    workers: int | Cluster = 0

    def __post_init__(self) -> None:
        if self.day > self.today:
            raise RequestError(f"收件日期 {self.day} 还没有到，请核对")
        if self.day < self.today and not self.backdated.strip():
            raise RequestError(
                f"收件日期 {self.day} 早于今天：请写明为什么补登，例如“4日送到，当天停电”"
            )


class Taken(Record):
    """A file that entered the record: its name in the inbox, its place, and what it comes to.

    ``arrival`` is the number of its event. ``refusal``: why it cannot be used; ``aside``: why
    another file of its period counts, or none; both empty where it counts itself.
    """

    name: str
    kept: str
    sha256: str
    year: int | None
    arrival: int
    refusal: str = ""
    findings: tuple[Finding, ...] = ()
    aside: str = ""

    @property
    def fits(self) -> bool:
        """Nobody has to look at it."""
        return not (self.refusal or self.aside) and verdict(self.findings) == Verdict.PASS


class Receiving(Record):
    """What came of it: taken in, in the record already, passed over with the reason."""

    day: date
    taken: tuple[Taken, ...]
    known: tuple[str, ...]
    passed: tuple[PassedOver, ...]

    @property
    def needs_a_person(self) -> bool:
        """A file cannot be used, or does not fit, or could not be taken in."""
        unfit = any(not one.fits for one in self.taken)
        return unfit or any(not one.harmless for one in self.passed)

    @property
    def report(self) -> str:
        """What was done, in words: a line for each file that needs somebody."""
        lines = [f"收到 {len(self.taken)} 份新表，登记在 {self.day}"]
        lines += [f"已经登记过、这次没有重复登记的 {len(self.known)} 份"] if self.known else []
        lines += _told_of_passed(self.passed)
        lines += [told for one in self.taken if (told := _told(one))]
        return "\n".join(lines)


#: so many names are told of files for which nobody has to do anything
_NAMED = 5


def _told_of_passed(passed: tuple[PassedOver, ...]) -> Iterator[str]:
    """A line for each file that needs somebody, and one for each reason of the others."""
    harmless: dict[str, list[str]] = {}
    for one in passed:
        if one.harmless:
            harmless.setdefault(one.reason, []).append(one.name)
        else:
            yield f"跳过 {one.name}：{one.reason}"
    for reason, names in harmless.items():
        more = f" 等 {len(names)} 个" if names[_NAMED:] else ""
        yield f"跳过 {'、'.join(names[:_NAMED])}{more}：{reason}"


def _told(one: Taken) -> str:
    """What is to be done about a file; empty where nothing is."""
    if one.refusal:
        return f"不能用 {one.name}：{one.refusal}"
    if one.aside:
        return f"没有采用 {one.name}：{one.aside}"
    counts = Counter(found.severity for found in one.findings if found.open or found.blocks)
    told = "、".join(f"{severity} {count} 处" for severity, count in sorted(counts.items()))
    return f"要问填报单位 {one.name}：{told}" if told else ""


def receive(wish: Wish, track: Track = silent) -> Receiving:
    """Enter what is new; raises RequestError, StatementError, RecordUnusableError, OutputError."""
    with ready(wish.district) as book:
        editions = bring_up(wish.district, book, wish.today, wish.workers)
        originals.clear_coming(wish.district)
        coming = _Coming(wish, book, editions)
        files = list(coming.set_aside())
        entered = tuple(coming.entered(files, track))
        taken = tuple(_weighed(book, editions, entered))
        coming.keep_seen()
    return Receiving(wish.day, taken, tuple(coming.known), tuple(coming.passed))


def _weighed(book: RecordBook, editions: Editions, taken: Sequence[Taken]) -> Iterator[Taken]:
    """Each with the reason why it does not count, by all that came in of its period."""
    several = book.rivals({one.arrival for one in taken})
    years = {one.year for one in taken if one.arrival in several and one.year in editions.years}
    reasons = {
        other.sha256: f"{other.reason}。{other.remedy}"
        for year in filter(None, years)
        for other in settled_in(book, editions.of(year), year, several).rejected
        if other.remedy
    }
    for one in taken:
        yield replace(one, aside=reasons.get(one.sha256, ""))


@contextmanager
def ready(district: Path) -> Iterator[RecordBook]:
    """The record of the district, begun where it never had one; backed up when all is done.

    Nobody else writes into the district's folder meanwhile.

    Raises RequestError where this is no district's folder, RecordUnusableError.
    """
    if not years_of(district):
        raise RequestError(f"{district} 不是区文件夹：里面没有 statements/年份/")
    with taken(district):
        if not originals.any_kept(district):
            found(district)
        with opened(district) as book:
            yield book
            book.back_up()


class _Coming:
    """One run over the inbox."""

    def __init__(self, wish: Wish, book: RecordBook, editions: Editions) -> None:
        self._wish, self._book, self._editions = wish, book, editions
        self._seen = Seen(wish.district)
        self.known: list[str] = []
        self.passed: list[PassedOver] = []

    def set_aside(self) -> Iterator[tuple[Path, str]]:
        """What is new, kept under its hash: exactly what was read is what will be kept."""
        met: set[str] = set()
        for one in incoming(list(self._wish.paths), self._is_known):
            if isinstance(one, PassedOver):
                self.passed.append(one)
            elif isinstance(one, AsBefore):
                self.known.append(one.name)
            else:
                sha256 = one.sha256
                if one.path:
                    self._seen.note(one.path, one.mark, sha256)
                if sha256 in met or self._book.knows(sha256):
                    self.known.append(one.name)
                    continue
                met.add(sha256)
                aside = originals.taken_aside(self._wish.district, one.data, sha256, one.suffix)
                yield aside, one.name

    def _is_known(self, path: Path) -> bool:
        """Whether it was read before, is as it was then, and is in the record."""
        return self._book.knows(self._seen.hash_of(path))

    def keep_seen(self) -> None:
        """What was read needs not be read by the next run, if it is in the record then."""
        self._seen.keep()

    def entered(self, files: list[tuple[Path, str]], track: Track) -> Iterator[Taken]:
        """Each file understood and entered."""
        wish = self._wish
        results = read(files, partial(paper_of, self._editions), [wish.district], wish.workers)
        for (aside, name), (_, paper) in zip(
            files, track(results, len(files), "收件"), strict=True
        ):
            known = refused(name, paper) if isinstance(paper, intake.Failure) else paper
            if taken := self._enter(aside, name, known):
                yield taken

    def _enter(self, aside: Path, name: str, paper: Paper) -> Taken | None:
        wish, sha256 = self._wish, aside.stem
        kept = originals.kept(wish.district, aside, wish.day, _called(name, paper))
        deeds = (
            Arrived(wish.day, sha256, name, kept, wish.backdated if wish.day != wish.today else ""),
            Understood(0, reader_of(self._editions, year_of(paper)), paper),
        )
        numbers = self._book.add(wish.today, deeds)
        if not numbers:  # another run entered it meanwhile
            self.known.append(name)
            return None
        about = name, kept, sha256, year_of(paper), numbers[0]
        if isinstance(paper, Rejected):
            return Taken(*about, refusal=paper.reason)
        return Taken(*about, findings=paper.findings)


def _called(name: str, paper: Paper) -> str:
    """What the file is called among the originals: as it says itself, else as it came."""
    match paper:
        case Received(submission=one):
            return PurePosixPath(paper_name(one.form.value, one.year, one.month, one.unit)).stem
        case DepartmentReturn():
            return PurePosixPath(paper_name(FormKind.DEPARTMENTS.value, paper.year, None)).stem
        case _:
            return PurePosixPath(name).stem


# ------------------------------------------------------------------ editions, engines


def bring_up(district: Path, book: RecordBook, today: date, workers: int | Cluster = 0) -> Editions:
    """Enter editions that are new, and understand anew what was read by other rules or programs.

    The editions in force; raises StatementError, RecordUnusableError.
    """
    editions = adopt(district, book, today)
    stale = [*_stale(book, editions)]
    files = [(originals.place_of(district, kept), kept) for _, kept in stale]
    results = read(files, partial(paper_of, editions), [district], workers)
    for (number, _), (file, result) in zip(stale, results, strict=True):
        paper = refused(file, result) if isinstance(result, intake.Failure) else result
        book.add(today, [Understood(number, reader_of(editions, year_of(paper)), paper)])
    return editions


def _stale(book: RecordBook, editions: Editions) -> Iterator[tuple[int, str]]:
    """Arrivals that were understood by another program or edition, and where they are kept."""
    other = [
        arrival
        for arrival, reader_then, year in book.readers()
        if reader_then != reader_of(editions, year)
    ]
    files = files_of(book) if other else {}
    yield from ((arrival, files[arrival].kept) for arrival in other)
