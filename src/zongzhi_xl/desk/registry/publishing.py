"""Publishing (发布): a result is frozen under a number, and can be made again from it.

The files of a publication are kept and never written over. What comes later shows as a change and
enters the next one.
"""

import hashlib
import shutil
from collections.abc import Iterable
from datetime import date
from pathlib import Path

from zongzhi_xl.archive import originals
from zongzhi_xl.archive.record_book import RecordBook, opened
from zongzhi_xl.core.chronicle.changes import Change, changes
from zongzhi_xl.core.chronicle.events import Published, PublishedFile
from zongzhi_xl.desk.consolidation import Outcome, Outputs, write
from zongzhi_xl.desk.own_outputs import PAPER
from zongzhi_xl.desk.placing import put_together, ready_folder
from zongzhi_xl.desk.progress import Track, shown_by, silent
from zongzhi_xl.desk.registry.arriving import bring_up, ready
from zongzhi_xl.desk.registry.entered import published
from zongzhi_xl.desk.registry.issue import issue_of
from zongzhi_xl.desk.registry.known import Known, Moment, known, moment_of
from zongzhi_xl.errors import RequestError
from zongzhi_xl.papers.history import period_words
from zongzhi_xl.papers.published import Issue
from zongzhi_xl.record import Record, replace
from zongzhi_xl.resources import TEMPLATES, engine, own_templates

FOLDER = "papers"


class Wish(Record):
    """What is published: which year, up to which month, with what came in by which day."""

    district: Path
    year: int
    today: date
    as_of: date
    through: int | None = None
    final: bool = False


class Publication(Record):
    """What was published, and its result."""

    published: Published
    folder: Path
    outcome: Outcome

    @property
    def report(self) -> str:
        """What was published, in words."""
        one = self.published
        closed = "，关账" if one.final else ""
        return f"已发布 {one.number}：{one.year}年算到{one.through}月{closed}，在 {self.folder}"


def changes_report(found: Iterable[Change]) -> str:
    """What has changed of the publication before, in words; empty where nothing has."""
    lines = [*map(_change_words, found)]
    return "\n".join(["上一次发布的结果，有这些变动：", *lines] if lines else [])


def _change_words(one: Change) -> str:
    what = f" {one.what}" if one.what else ""
    return f"  {one.unit} {one.matter}{what}：{one.before or '无'} → {one.after or '无'}"


def publish(wish: Wish, track: Track = silent) -> Publication:
    """Freeze the result under the next number.

    Raises RequestError where the month before is not published yet, StatementError, OutputError,
    RecordUnusableError.
    """
    with ready(wish.district) as book:
        bring_up(wish.district, book, wish.today)
        result = _result(book, wish)
        earlier = [*published(book, wish.year)]
        _check_turn(result, earlier)
        _check_chosen(result)
        number = f"{wish.year}-{len(earlier) + 1:02}"
        folder = wish.district / FOLDER / number
        shutil.rmtree(folder, ignore_errors=True)  # of a run that was stopped: it has no number
        issue = issue_of(book, result, earlier, number)
        own = own_templates(wish.district)
        files = _written(result, ready_folder(folder), issue, own, track)
        deed = Published(
            number, wish.year, result.outcome.appraisal.through, wish.final, wish.as_of,
            result.moment.upto, engine(), files,
        )  # fmt: skip
        if not book.add(wish.today, [deed]):
            raise RequestError(f"另一个程序刚刚发布了 {number}，请再运行一次")
        return Publication(deed, folder, result.outcome)


def changes_of_last(district: Path, one: Published) -> tuple[Change, ...]:
    """What the publication before ``one`` would say otherwise by what was known at ``one``.

    Raises RecordUnusableError.
    """
    with opened(district) as book:
        earlier = [last for last in published(book, one.year) if last.upto < one.upto]
        return since(book, earlier[-1], moment_of(one)) if earlier else ()


def since(book: RecordBook, last: Published, now: Moment) -> tuple[Change, ...]:
    """What a publication would say otherwise by what is known ``now``."""
    then = moment_of(last)
    today = replace(then, upto=now.upto, as_of=max(now.as_of, last.as_of))
    before, after = known(book, then), known(book, today)
    return changes(before.outcome.appraisal, after.outcome.appraisal, after.edition.called)


def _result(book: RecordBook, wish: Wish) -> Known:
    """The result up to a month that is named: what belongs to a later one is left out."""
    moment = Moment(wish.year, book.last, wish.as_of, wish.through, wish.final)
    if wish.through is None:
        moment = replace(moment, through=known(book, moment).outcome.appraisal.through)
    return known(book, moment)


def _check_turn(result: Known, earlier: list[Published]) -> None:
    """Months are published in their order; where the record begins is free."""
    through = result.outcome.appraisal.through
    newest = max((one.through for one in earlier), default=through)
    if not result.outcome.appraisal.has_returns:
        raise RequestError(f"{result.moment.year}年还没有收到能用的报表，没有可以发布的结果")
    if through > newest + 1 and not result.moment.final:
        raise RequestError(f"请先发布{newest + 1}月的结果，再发布{through}月的")


def _check_chosen(result: Known) -> None:
    """A year is not closed while none of the files of an office counts for want of a choice.

    Both are there: closed, they would be lost, and the office charged as if it had sent nothing.
    """
    files = result.settled.questions if result.moment.final else ()
    counting = {one.paper for one in files if one.in_force}
    pending = dict.fromkeys(one.paper for one in files if one.paper not in counting)
    if pending:
        named = "、".join(
            one.unit + period_words(result.moment.year, one.month, one.form) for one in pending
        )
        raise RequestError(f"{named}收到不同的表，还没有定以哪份为准：先在“待办”里决定，再关账")


def _written(
    result: Known, folder: Path, issue: Issue, own: Path | None, track: Track = silent
) -> tuple[PublishedFile, ...]:
    """The outputs, beside them the district's own templates by which its papers were made."""
    outputs = Outputs(folder / f"区级汇总_{result.moment.year}.xlsx", folder / "结果.json")
    write(result.outcome, outputs, _RETURNS)
    from zongzhi_xl.papers.writing import write_published  # noqa: PLC0415  # jinja2, docx

    with put_together() as made:
        shown = shown_by(track, len(issue.appraisal.units))
        write_published(made.folder(folder, PAPER), issue, own, shown)
    if own:
        shutil.copytree(own, folder / TEMPLATES, dirs_exist_ok=True)
    return tuple(_told(path, folder) for path in sorted(folder.rglob("*")) if path.is_file())


#: where the originals lie, as seen from a publication's folder
_RETURNS = f"../../{originals.FOLDER}/"


def _told(path: Path, folder: Path) -> PublishedFile:
    sha256 = hashlib.sha256(path.read_bytes()).hexdigest()
    return PublishedFile(path.relative_to(folder).as_posix(), sha256)


# ------------------------------------------------------------------ made again


class Again(Record):
    """A publication made again: which of its files came out otherwise, and by which program."""

    published: Published
    engine: str
    different: tuple[str, ...]

    @property
    def report(self) -> str:
        """Whether it is the same, in words."""
        one = self.published
        if not self.different:
            return f"{one.number} 的 {len(one.files)} 个文件重新生成，逐字节相同"
        by = f"发布时的程序是 {one.engine}，现在的是 {self.engine}；" * (one.engine != self.engine)
        return f"{one.number} 重新生成后，{by}不同的文件：{'、'.join(self.different)}"


def made_again(district: Path, number: str, folder: Path) -> Again:
    """Make the publication of that number again in ``folder`` from the record alone.

    Raises RequestError where there is none, OutputError, RecordUnusableError.
    """
    with ready(district) as book:
        found = [one for one in published(book) if one.number == number]
        if not found:
            numbers = "、".join(one.number for one in published(book))
            raise RequestError(f"没有 {number} 这个发布号，已有：{numbers or '无'}")
        result = known(book, moment_of(found[0]))
        earlier = [one for one in published(book, found[0].year) if one.upto < found[0].upto]
        issue = issue_of(book, result, earlier, number)
        kept = own_templates(district / FOLDER / number)
        files = _written(result, ready_folder(folder), issue, kept)
        now = {one.name: one.sha256 for one in files}
    then = {one.name: one.sha256 for one in found[0].files}
    names = sorted({*now, *then})
    different = tuple(name for name in names if now.get(name) != then.get(name))
    return Again(found[0], engine(), different)
